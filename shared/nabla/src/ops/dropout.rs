//! Dropout: in training, each number is left out with probability p (Srivastava et al., 2014).
//!
//! ```text
//! y_i = x_i · m_i       m_i = 0 with probability p, else 1/(1 − p)
//! dx_i = dy_i · m_i
//! ```
//!
//! Dividing by 1 − p keeps the expected value of every number what it was ("inverted" dropout), so
//! that a model in use needs no correction: there y = x.
//!
//! m_i is a pure function of the tape's seed, of which dropout of the tape this is, and of i
//! ([`random`](crate::kernels::random)): number i is dropped when its 32 random bits, as a whole
//! number, lie below ⌊p·2³²⌋. The mask is not kept; the backward pass computes it again.

mod gpu;

use super::Backward;
use crate::Tensor;
use crate::kernels::random::Stream;
use crate::kernels::threads::{CHUNK, for_each_chunk};
use crate::tape::{Grads, Id, Mode, Values, Var};

pub(crate) struct Dropout {
    x: Id,
    mask: Mask,
}

/// Which numbers stay, and what they are multiplied by.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mask {
    pub stream: Stream,
    /// A number with bits below this is dropped.
    pub below: u32,
    /// 1/(1 − p)
    pub factor: f32,
}

impl Mask {
    pub fn new(rate: f32, seed: u64, number: u32) -> Self {
        Mask {
            stream: Stream::new(seed, number),
            below: (f64::from(rate) * 4_294_967_296.0) as u32,
            factor: 1.0 / (1.0 - rate),
        }
    }

    /// m_i
    #[inline(always)]
    pub fn at(self, i: u32) -> f32 {
        if self.stream.bits(i) < self.below {
            0.0
        } else {
            self.factor
        }
    }

    /// x ⊙ m
    fn on(self, x: &Tensor) -> Tensor {
        if let Some(gpu) = x.gpu() {
            return gpu::apply(gpu, self, x);
        }
        let mut y = Tensor::scratch(x.shape());
        self.apply(x.data(), y.data_mut());
        y
    }

    /// `y[i] = x[i]·m_i`. A product, not a choice: NaN times 0 is still to be seen.
    fn apply(self, x: &[f32], y: &mut [f32]) {
        for_each_chunk([y], CHUNK, |start, [y]| {
            self.apply_from(start, &x[start..], y);
        });
    }

    /// The same in place.
    fn apply_to(self, x: &mut [f32]) {
        for_each_chunk([x], CHUNK, |start, [x]| self.apply_to_from(start, x));
    }

    // Loops of their own, with a mask of their own, and without a check in them: only so are they
    // vectorised.

    fn apply_from(self, start: usize, x: &[f32], y: &mut [f32]) {
        for (i, (y, x)) in y.iter_mut().zip(x).enumerate() {
            *y = x * self.at((start as u32).wrapping_add(i as u32));
        }
    }

    fn apply_to_from(self, start: usize, x: &mut [f32]) {
        for (i, x) in x.iter_mut().enumerate() {
            *x *= self.at((start as u32).wrapping_add(i as u32));
        }
    }
}

impl<'t> Var<'t> {
    /// On a [training](crate::Tape::training) tape, sets a fraction `rate` of the numbers to 0 and
    /// makes up for it by enlarging the others. On an evaluating tape, or with a rate of 0, passes
    /// everything through.
    ///
    /// # Panics
    /// If `rate` is not in 0 ≤ rate < 1.
    #[track_caller]
    pub fn dropout(self, rate: f32) -> Var<'t> {
        check(rate);
        let Mode::Training { seed } = self.tape.mode() else {
            return self;
        };
        let mask = Mask::new(rate, seed, self.tape.next_choice());
        if rate == 0.0 {
            return self;
        }
        let x = self.value();
        let y = mask.on(&x);
        self.tape
            .record(y, &[self.id], Dropout { x: self.id, mask })
    }
}

/// Refuses a rate that cannot be meant.
#[track_caller]
pub(crate) fn check(rate: f32) {
    assert!(
        (0.0..1.0).contains(&rate),
        "dropout: the rate is the fraction that is dropped, at least 0 and below 1; it is {rate}"
    );
}

impl Backward for Dropout {
    fn backward(&self, _y: &Tensor, mut dy: Tensor, _values: Values, grads: &mut Grads) {
        if dy.gpu().is_some() {
            return grads.add(self.x, self.mask.on(&dy));
        }
        self.mask.apply_to(dy.data_mut());
        grads.add(self.x, dy);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gradcheck::sample;
    use crate::{Tape, rng};

    #[test]
    fn what_stays_is_enlarged_and_the_gradient_takes_the_same_way() {
        let tape = Tape::training(&mut rng(1));
        let x = tape.variable(sample([40_000], 2));
        let y = x.dropout(0.25);
        let grads = (y * 3.0).sum().backward();
        let mut dropped = 0;
        for ((x, y), g) in x
            .value()
            .data()
            .iter()
            .zip(y.value().data())
            .zip(grads.of(x).data())
        {
            if *y == 0.0 {
                dropped += 1;
                assert_eq!(*g, 0.0);
            } else {
                assert!((y - x / 0.75).abs() < 1e-6);
                assert!((g - 4.0).abs() < 1e-6);
            }
        }
        // Five standard deviations of a fair choice: 5·√(40,000·¼·¾) = 433.
        assert!((9_567..10_433).contains(&dropped), "{dropped}");
    }

    #[test]
    fn in_use_and_at_rate_zero_everything_passes() {
        let evaluating = Tape::new();
        let x = evaluating.constant(sample([10], 1));
        assert_eq!(x.dropout(0.9).value(), x.value());
        let training = Tape::training(&mut rng(1));
        let x = training.constant(sample([10], 1));
        assert_eq!(x.dropout(0.0).value(), x.value());
    }

    #[test]
    fn each_dropout_of_a_tape_and_each_tape_drops_others() {
        let mut rng = rng(3);
        let ones = Tensor::ones([1000]);
        let mut masks = Vec::new();
        for _ in 0..3 {
            let tape = Tape::training(&mut rng);
            let x = tape.constant(ones.clone());
            masks.extend([x.dropout(0.5).value(), x.dropout(0.5).value()]);
        }
        for i in 0..masks.len() {
            for j in 0..i {
                let same = masks[i]
                    .data()
                    .iter()
                    .zip(masks[j].data())
                    .filter(|(a, b)| a == b)
                    .count();
                assert!((420..580).contains(&same), "{i} {j}: {same} of 1000 alike");
            }
        }
        let again = Tape::training(&mut crate::rng(3));
        assert_eq!(again.constant(ones).dropout(0.5).value(), masks[0]);
    }

    #[test]
    fn nan_is_not_swallowed() {
        let tape = Tape::training(&mut rng(1));
        let x = tape.constant(Tensor::full([100], f32::NAN));
        assert!(x.dropout(0.9).value().data().iter().all(|x| x.is_nan()));
    }

    #[test]
    #[should_panic(expected = "at least 0 and below 1; it is 1")]
    fn dropping_everything_is_refused() {
        Tape::new().constant(Tensor::ones([1])).dropout(1.0);
    }
}
