//! Dropout by hand: who stays, how loud the others become, and what a layer makes of it.

use nabla::{Mode, Module, Row, Shape, Tape, Tensor, Var};

// ANCHOR: keep
/// Who stays: a number stays if its draw, from 0 to 1, is not below the rate.
/// So `rate` is the share that is *dropped*.
pub fn stays(draws: &[f64], rate: f64) -> Vec<bool> {
    draws.iter().map(|&draw| draw >= rate).collect()
}
// ANCHOR_END: keep

/// Where what is missing is made up for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scaling {
    /// In training: what stays is divided by 1 − rate. Everybody does it so today.
    Inverted,
    /// In use: everything is multiplied by 1 − rate. The paper of 2014 does it so.
    InUse,
    /// Nowhere: forgotten.
    Neither,
    /// In both places: done twice.
    Both,
}

impl Scaling {
    /// All four.
    pub const ALL: [Scaling; 4] = [
        Scaling::Inverted,
        Scaling::InUse,
        Scaling::Neither,
        Scaling::Both,
    ];

    /// What tables call it.
    pub fn name(self) -> &'static str {
        match self {
            Scaling::Inverted => "in training (inverted)",
            Scaling::InUse => "in use",
            Scaling::Neither => "nowhere",
            Scaling::Both => "in both places",
        }
    }

    // ANCHOR: scaling
    /// What a number that stayed is multiplied by in training.
    pub fn in_training(self, rate: f64) -> f64 {
        match self {
            Scaling::Inverted | Scaling::Both => 1.0 / (1.0 - rate),
            Scaling::InUse | Scaling::Neither => 1.0,
        }
    }

    /// What every number is multiplied by when the network is used.
    pub fn in_use(self, rate: f64) -> f64 {
        match self {
            Scaling::InUse | Scaling::Both => 1.0 - rate,
            Scaling::Inverted | Scaling::Neither => 1.0,
        }
    }
    // ANCHOR_END: scaling
}

// ANCHOR: layer
/// Dropout that makes up for what is missing in the place of your choice.
/// nabla's own, `Dropout`, is `Scaling::Inverted`.
#[derive(Clone)]
pub struct Drop {
    /// The share that is dropped.
    pub rate: f32,
    /// Where that is made up for.
    pub scaling: Scaling,
}

impl Module for Drop {
    fn forward<'t>(&self, tape: &'t Tape, x: Var<'t>) -> Var<'t> {
        let rate = f64::from(self.rate);
        match tape.mode() {
            // nabla's operation divides by 1 − rate; this takes that back where it is not wanted.
            Mode::Training { .. } => {
                let back = (1.0 - rate) * self.scaling.in_training(rate);
                x.dropout(self.rate) * back as f32
            }
            Mode::Evaluating => x * self.scaling.in_use(rate) as f32,
        }
    }
    // ANCHOR_END: layer

    fn describe(&self, input: Shape, rows: &mut Vec<Row>) -> Shape {
        rows.push(Row {
            layer: format!("Drop {}, {}", self.rate, self.scaling.name()),
            output: input,
            parameters: 0,
        });
        input
    }
}

nabla::parts!(Drop {});

// ANCHOR: passes
/// The mean of the probabilities of `passes` networks, each with other neurons
/// missing: dropout stays on, and every pass draws a new mask.
pub fn averaged(
    model: &dyn Module,
    images: &Tensor,
    passes: usize,
    rng: &mut nabla::Rng,
) -> Tensor {
    let one = |rng: &mut nabla::Rng| {
        let tape = Tape::training(rng);
        let x = tape.constant(images.clone());
        model.forward(&tape, x).softmax().value()
    };
    let mut sum = one(rng);
    for _ in 1..passes {
        let next = one(rng);
        for (sum, p) in sum.data_mut().iter_mut().zip(next.data()) {
            *sum += p;
        }
    }
    sum.data_mut().iter_mut().for_each(|p| *p /= passes as f32);
    sum
}
// ANCHOR_END: passes

// ANCHOR: subnets
/// What a neuron behind four inputs gets: the mean over *all* 2⁴ masks, each
/// weighted by how likely it is.
pub fn expected(x: &[f64], weights: &[f64], rate: f64, scaling: Scaling) -> f64 {
    let mut sum = 0.0;
    for mask in 0..1_u32 << x.len() {
        let kept = |i: usize| mask >> i & 1 == 1;
        let mut likely = 1.0;
        let mut total = 0.0;
        for (i, (x, w)) in x.iter().zip(weights).enumerate() {
            likely *= if kept(i) { 1.0 - rate } else { rate };
            if kept(i) {
                total += w * x * scaling.in_training(rate);
            }
        }
        sum += likely * total;
    }
    sum
}
// ANCHOR_END: subnets

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_is_what_is_dropped() {
        assert_eq!(
            stays(&[0.1, 0.25, 0.3, 0.9, 0.24], 0.25),
            [false, true, true, true, false]
        );
    }

    #[test]
    fn the_mean_over_all_masks_is_the_pass_that_is_used_or_it_is_not() {
        let (x, weights, rate) = ([1.5, -0.5, 2.0, 0.25], [0.75, 1.0, -0.5, 2.0], 0.3);
        let whole: f64 = x.iter().zip(weights).map(|(x, w)| x * w).sum();
        for scaling in Scaling::ALL {
            let in_training = expected(&x, &weights, rate, scaling);
            let in_use = whole * scaling.in_use(rate);
            let agree = (in_training - in_use).abs() < 1e-12;
            let right = matches!(scaling, Scaling::Inverted | Scaling::InUse);
            assert_eq!(agree, right, "{scaling:?}: {in_training} {in_use}");
        }
    }

    #[test]
    fn the_layer_does_what_its_scaling_says() {
        let numbers = Tensor::full([40, 25], 3.0);
        for scaling in Scaling::ALL {
            let layer = Drop { rate: 0.2, scaling };
            let tape = Tape::new();
            let used = layer.forward(&tape, tape.constant(numbers.clone())).value();
            let want = 3.0 * scaling.in_use(0.2) as f32;
            assert!(used.data().iter().all(|x| (x - want).abs() < 1e-6));

            let tape = Tape::training(&mut nabla::rng(5));
            let trained = layer.forward(&tape, tape.constant(numbers.clone())).value();
            let want = 3.0 * scaling.in_training(0.2) as f32;
            assert!(
                trained
                    .data()
                    .iter()
                    .all(|&x| x == 0.0 || (x - want).abs() < 1e-5)
            );
            let dropped = trained.data().iter().filter(|&&x| x == 0.0).count();
            // 1,000 draws of 0.2: 200, with a standard deviation of 12.6.
            assert!((150..250).contains(&dropped), "{dropped}");
        }
    }
}
