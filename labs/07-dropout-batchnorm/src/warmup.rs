//! A learning rate that grows during the first steps, and what becomes of neurons without that.

use datasets::Batches;
use nabla::optim::{Adam, Optimizer, Schedule};
use nabla::{Module, Sequential, Tape, Tensor};
use trainer::Examples;

// ANCHOR: warmed
/// The rate at `step` of `steps`, counted from 0: half a cosine from `rate` down to 0, and in the first `warm` steps only a
/// growing part of it.
pub fn warmed(rate: f32, step: usize, warm: usize, steps: usize) -> f32 {
    let part = (step + 1) as f32 / warm.max(1) as f32;
    let falling = Schedule::Cosine { steps, floor: 0.0 };
    part.min(1.0) * falling.rate(rate, step)
}

/// Trains by Adam for so many epochs of batches of 50, with `warm` steps of warming up. `after` sees the loss of each step
/// and the model after it.
pub fn train_warmed(
    model: &mut Sequential,
    examples: &Examples,
    (rate, warm): (f32, usize),
    (epochs, seed): (usize, u64),
    mut after: impl FnMut(f32, &Sequential),
) {
    let mut batches = Batches::new(examples.len(), 50, seed);
    let steps = epochs * batches.per_epoch();
    let mut optimizer = Adam::new(rate);
    let mut step = 0;
    for _ in 0..epochs {
        for places in batches.epoch() {
            let (images, labels) = examples.gather(places);
            let tape = Tape::new();
            let logits = model.forward(&tape, tape.constant(images));
            let loss = logits.softmax_cross_entropy(&labels);
            let (value, grads) = (loss.item(), loss.backward());
            drop(tape); // It shares the weights; what is shared would be copied before it changes.
            optimizer.set_rate(warmed(rate, step, warm, steps));
            optimizer.step(model, &grads);
            step += 1;
            after(value, model);
        }
    }
}
// ANCHOR_END: warmed

/// The share of the neurons in the first `layers` layers that answer 0 to every one of these pictures.
pub fn dead(model: &Sequential, layers: usize, images: &Tensor) -> f64 {
    let tape = Tape::new();
    let mut x = tape.constant(images.clone());
    let (mut silent, mut all) = (0, 0);
    for layer in model.iter().take(layers) {
        x = layer.forward(&tape, x);
        let value = x.value();
        let units = value.shape().dims()[1];
        let answers = |unit: usize| {
            value
                .data()
                .iter()
                .skip(unit)
                .step_by(units)
                .any(|&y| y > 0.0)
        };
        silent += (0..units).filter(|&unit| !answers(unit)).count();
        all += units;
    }
    silent as f64 / all.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_grows_and_then_falls() {
        let rates = [0, 1, 3, 50, 100].map(|step| warmed(0.5, step, 4, 100));
        let want = [0.125, 0.25 * 0.999_753_3, 0.5 * 0.997_781, 0.25, 0.0];
        for (got, want) in rates.iter().zip(want) {
            assert!((got - want).abs() < 1e-6, "{got} {want}");
        }
        assert_eq!(warmed(0.5, 0, 0, 100), 0.5);
    }
}
