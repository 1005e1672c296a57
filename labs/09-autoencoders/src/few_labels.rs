//! Many pictures, few labels.

use nabla::{Init, Labels, Linear, Module, Rng, Tape, Tensor};
use rand::RngExt;
use trainer::{Examples, Learner, Rule};

/// Places of `each` examples of every class, at random.
///
/// # Panics
/// If a class has fewer.
pub fn choose(labels: &Labels, each: usize, rng: &mut Rng) -> Vec<usize> {
    let mut chosen = Vec::new();
    for class in 0..labels.classes() as u32 {
        let places = labels.as_slice().iter().enumerate();
        let mut places: Vec<usize> = places
            .filter(|(_, l)| **l == class)
            .map(|(i, _)| i)
            .collect();
        assert!(
            places.len() >= each,
            "class {class} has only {} examples",
            places.len()
        );
        for _ in 0..each {
            chosen.push(places.swap_remove(rng.random_range(0..places.len())));
        }
    }
    chosen
}

/// Each column with mean 0, and all of them divided by one number, so that the mean squared length of a row is 1; as measured on
/// `all`: for that no label is needed.
pub fn in_units(all: &Tensor, some: &Tensor) -> Tensor {
    let columns = all.shape().last();
    let column = |c: usize| {
        all.data()
            .iter()
            .skip(c)
            .step_by(columns)
            .map(|&x| f64::from(x))
    };
    let count = (all.len() / columns) as f64;
    let means: Vec<f64> = (0..columns)
        .map(|c| column(c).sum::<f64>() / count)
        .collect();
    let squares = |c: usize| column(c).map(|x| (x - means[c]).powi(2)).sum::<f64>();
    let variance = (0..columns).map(squares).sum::<f64>() / count;
    let mut scaled = some.clone();
    for row in scaled.data_mut().chunks_exact_mut(columns) {
        for (x, mean) in row.iter_mut().zip(&means) {
            *x = ((f64::from(*x) - mean) / variance.sqrt()) as f32;
        }
    }
    scaled
}

// ANCHOR: learn
/// Gradient descent with momentum. It does not care how the space is turned; Adam, which treats each number by itself, does.
pub const RULE: Rule = Rule::momentum(1.0, 0.9);

/// A softmax regression on these few examples, by so many steps that it has long known them.
pub fn learn(few: &Examples, rule: Rule) -> Linear {
    const STEPS: usize = 200;
    let columns = few.images.shape().last();
    let rng = &mut nabla::rng(1);
    let mut model = Linear::new(columns, few.labels.classes(), Init::Zeros, rng);
    let mut learner = Learner::new(rule, STEPS);
    for _ in 0..STEPS {
        learner.learn(&mut model, Tape::new(), |model, tape| {
            let logits = model.forward(tape, tape.constant(few.images.clone()));
            logits.softmax_cross_entropy(&few.labels)
        });
    }
    model
}
// ANCHOR_END: learn
