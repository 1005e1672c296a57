//! Costs to descend: the right one, the older one, and one with a bug.

use datasets::Batches;
use nabla::optim::{Optimizer, Sgd};
use nabla::{Labels, Module, Tape, Tensor, Var};
use trainer::Examples;

/// What is made small.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cost {
    /// −ln p of the right class.
    CrossEntropy,
    /// ½ Σ (p − y)².
    Quadratic,
    /// The planted bug: the network ends in a softmax, and the loss applies another.
    SoftmaxTwice,
}

impl Cost {
    // ANCHOR: costs
    /// The mean over the rows of `logits`, `[N, 10]`.
    pub fn of<'t>(self, logits: Var<'t>, labels: &Labels) -> Var<'t> {
        match self {
            Cost::CrossEntropy => logits.softmax_cross_entropy(labels),
            Cost::Quadratic => {
                let y = logits.tape().constant(labels.one_hot());
                let error = logits.softmax() - y;
                error.square().sum() * (0.5 / labels.len() as f32)
            }
            Cost::SoftmaxTwice => logits.softmax().softmax_cross_entropy(labels),
        }
    }
    // ANCHOR_END: costs
}

/// The order in which examples come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Shuffled before each epoch.
    Shuffled,
    /// All zeros, then all ones, and so on: the order of many a file.
    Sorted,
}

/// Descends `cost` at one rate for `epochs` epochs of batches of 100, and calls `after` with the network and the number of
/// steps so far: before the first step, and after each.
pub fn descend(
    model: &mut dyn Module,
    examples: &Examples,
    (cost, order): (Cost, Order),
    (rate, epochs): (f32, usize),
    seed: u64,
    mut after: impl FnMut(usize, &dyn Module),
) {
    const BATCH: usize = 100;
    let mut optimizer = Sgd::new(rate);
    let mut batches = Batches::new(examples.len(), BATCH, seed);
    let sorted = by_class(&examples.labels);
    let mut steps = 0;
    after(steps, model);
    for _ in 0..epochs {
        let shuffled = batches.epoch();
        let batches: Vec<&[usize]> = match order {
            Order::Shuffled => shuffled.collect(),
            Order::Sorted => sorted.chunks(BATCH).collect(),
        };
        for batch in batches {
            let (images, labels) = examples.gather(batch);
            let grads = {
                let tape = Tape::new();
                let x = tape.constant(images);
                cost.of(model.forward(&tape, x), &labels).backward()
            };
            optimizer.step(model, &grads);
            steps += 1;
            after(steps, model);
        }
    }
}

fn by_class(labels: &Labels) -> Vec<usize> {
    let mut places: Vec<usize> = (0..labels.len()).collect();
    places.sort_by_key(|&i| labels.as_slice()[i]);
    places
}

/// The gradient of [`Cost::Quadratic`] with respect to the logits of one row: softmax's own derivative stays in it.
///
/// p_j·[(p_j − y_j) − Σₖ pₖ(pₖ − yₖ)]: small where p is near 0 or 1, right or wrong.
pub fn quadratic_gradient(logits: &[f32], label: usize) -> Vec<f32> {
    let p = crate::softmax::softmax(logits);
    let error = crate::softmax::logit_gradient(logits, label);
    let common: f32 = p.iter().zip(&error).map(|(p, e)| p * e).sum();
    p.iter()
        .zip(&error)
        .map(|(p, e)| p * (e - common))
        .collect()
}

/// Labels of the planted bug "off by one": each digit is called the next one.
pub fn off_by_one(examples: &Examples) -> Examples {
    let classes = examples.labels.classes();
    let next = |&label: &u32| ((label as usize + 1) % classes) as u8;
    let labels: Vec<u8> = examples.labels.as_slice().iter().map(next).collect();
    Examples {
        images: Tensor::clone(&examples.images),
        labels: Labels::new(&labels, classes),
    }
}
