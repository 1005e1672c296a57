//! Gradients that are too long: measured, and shortened (Pascanu, Mikolov and Bengio, 2013).

use crate::kernels::rows;
use crate::kernels::threads::{CHUNK, for_each_chunk};
use crate::{Grads, Parameters, Tensor};

/// PyTorch adds this to the norm before it divides by it; so do we.
const EPSILON: f32 = 1e-6;

impl Grads {
    /// The length of the gradient with respect to all the model's parameters together:
    /// √Σ g² over every number of every parameter.
    ///
    /// On a graphics card, which adds the squares in single precision, a length above 10¹⁹ is infinite.
    pub fn norm(&self, model: &(impl Parameters + ?Sized)) -> f32 {
        if let Some(square) = gpu::square(self.of_model(model)) {
            return square.item().sqrt();
        }
        let squares = self
            .of_model(model)
            .map(|grad| f64::from(rows::norm(grad.data())).powi(2));
        squares.sum::<f64>().sqrt() as f32
    }

    /// Shortens the gradient with respect to all the model's parameters together to the length
    /// `max` if it is longer, and returns how long it was: the direction stays what it was. As
    /// `torch.nn.utils.clip_grad_norm_`.
    ///
    /// A NaN in one gradient becomes a NaN in all of them: it is not hidden.
    ///
    /// # Panics
    /// If `max` is not above 0.
    #[track_caller]
    pub fn clip_norm(&mut self, model: &(impl Parameters + ?Sized), max: f32) -> f32 {
        assert!(
            max > 0.0,
            "clip_norm: the longest length allowed must be above 0, it is {max}"
        );
        if let Some(square) = gpu::square(self.of_model(model)) {
            self.for_each_of(model, |grad| gpu::shorten(grad, &square, max));
            return square.item().sqrt();
        }
        let norm = self.norm(model);
        let factor = max / (norm + EPSILON);
        if factor >= 1.0 {
            return norm;
        }
        self.for_each_of(model, |grad| {
            for_each_chunk([grad.data_mut()], CHUNK, |_, [grad]| {
                grad.iter_mut().for_each(|g| *g *= factor);
            });
        });
        norm
    }
}

/// On a graphics card: the length stays there until it is asked for.
mod gpu {
    use super::{EPSILON, Tensor};
    use crate::gpu::{Kernel, of};
    use crate::ops::total_on;

    static SHORTEN: Kernel = Kernel::new("shorten", include_str!("clipping.wgsl"));

    /// The sum of all squares, if the gradients are on a graphics card.
    pub fn square<'a>(grads: impl Iterator<Item = &'a Tensor>) -> Option<Tensor> {
        let mut sum: Option<Tensor> = None;
        for grad in grads {
            let gpu = of("norm", [grad].into_iter().chain(&sum))?;
            let square = total_on(&gpu, "x * x", grad, grad, 1.0);
            match &mut sum {
                None => sum = Some(square),
                Some(sum) => gpu.add_assign(sum, &square),
            }
        }
        sum
    }

    /// One of the gradients, shortened.
    pub fn shorten(grad: &mut Tensor, square: &Tensor, limit: f32) {
        let Some(gpu) = of("clip_norm", [&*grad, square]) else {
            return;
        };
        let quads = grad.len().div_ceil(4);
        gpu.launch(&SHORTEN)
            .number(quads)
            .number(limit)
            .number(EPSILON)
            .read(square)
            .write(grad)
            .threads(quads);
    }
}

#[cfg(test)]
mod tests {
    use crate::{Grads, Param, Parameters, Tape, Tensor};

    /// Two parameters; the loss is w·(3, 0, 4)·scale + 12·b·scale.
    struct Pair {
        w: Param,
        b: Param,
    }

    impl Parameters for Pair {
        fn visit(&self, f: &mut dyn FnMut(&Param)) {
            f(&self.w);
            f(&self.b);
            f(&self.b); // A shared part: its gradient still counts once.
        }

        fn visit_mut(&mut self, f: &mut dyn FnMut(&mut Param)) {
            f(&mut self.w);
            f(&mut self.b);
        }
    }

    fn pair() -> Pair {
        Pair {
            w: Param::new("w", Tensor::zeros([3])),
            b: Param::new("b", Tensor::zeros([])),
        }
    }

    fn grads(pair: &Pair, scale: f32) -> Grads {
        let tape = Tape::new();
        let slope = Tensor::from_vec(vec![3.0, 0.0, 4.0], [3]);
        let loss = (tape.param(&pair.w) * tape.constant(slope)).sum() + tape.param(&pair.b) * 12.0;
        (loss * scale).backward()
    }

    #[test]
    fn a_long_gradient_keeps_its_direction() {
        let pair = pair();
        let mut grads = grads(&pair, 1.0);
        assert_eq!(grads.norm(&pair), 13.0);
        assert_eq!(grads.clip_norm(&pair, 1.3), 13.0);
        let close = |got: &[f32], want: &[f32]| {
            assert!(got.iter().zip(want).all(|(a, b)| (a - b).abs() < 1e-6));
        };
        close(grads.param(&pair.w).unwrap().data(), &[0.3, 0.0, 0.4]);
        close(grads.param(&pair.b).unwrap().data(), &[1.2]);
        assert!((grads.norm(&pair) - 1.3).abs() < 1e-6);
    }

    #[test]
    fn a_short_gradient_stays_and_another_models_is_not_touched() {
        let (pair, other) = (pair(), pair());
        let mut grads = grads(&pair, 1.0);
        assert_eq!(grads.clip_norm(&pair, 13.5), 13.0);
        assert_eq!(grads.param(&pair.b).unwrap().item(), 12.0);
        assert_eq!(grads.clip_norm(&other, 0.1), 0.0);
        assert_eq!(grads.param(&pair.b).unwrap().item(), 12.0);
    }

    #[test]
    fn an_explosion_is_measured_and_nan_is_seen() {
        let pair = pair();
        let mut huge = grads(&pair, 1e30);
        let norm = huge.clip_norm(&pair, 13.0);
        assert!((norm / 1.3e31 - 1.0).abs() < 1e-6, "{norm}");
        assert!((huge.param(&pair.b).unwrap().item() - 12.0).abs() < 1e-5);
        let mut broken = grads(&pair, f32::NAN);
        assert!(broken.clip_norm(&pair, 1.0).is_nan());
        assert!(broken.param(&pair.w).unwrap().data()[0].is_nan());
    }

    #[test]
    #[should_panic(expected = "must be above 0, it is 0")]
    fn no_length_is_refused() {
        let pair = pair();
        grads(&pair, 1.0).clip_norm(&pair, 0.0);
    }
}
