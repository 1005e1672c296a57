//! Convolution along a sequence, which is an image of one row.
//!
//! ```text
//! x [N, T, C]   w [K, C/G, O]   b [O]   y [N, T′, O]
//!
//! y[n, t, o] = f(b[o] + Σ_ac x[n, t·stride + a·dilation − left, c] · w[a, c, o])
//! ```

use super::Activation;
use crate::tape::Var;
use crate::{Shape, Window};

impl<'t> Var<'t> {
    /// `f(self ∗ weight + bias)` along a sequence: `self` is `[N, T, C]`, `weight` `[K, C, O]` (with
    /// [groups](Window::groups) `[K, C/groups, O]`), `bias` `[O]` or `None`, the result `[N, T′, O]`.
    ///
    /// The window is `Window::new(K)`; of its numbers for two directions the second counts. So
    /// `Padding::all(2)` adds two steps before and two behind; only before, for a network that must not
    /// see the future, does `Padding::Explicit { rows: [0, 0], columns: [2, 0] }`.
    ///
    /// # Panics
    /// If the sizes do not fit; the message says which. If the activation's `a` is negative.
    #[track_caller]
    pub fn conv1d(
        self,
        weight: Var<'t>,
        bias: impl Into<Option<Var<'t>>>,
        window: Window,
        activation: Activation,
    ) -> Var<'t> {
        let bias = bias.into();
        let (x, w, b) = (self.shape(), weight.shape(), bias.map(Var::shape));
        let ([n, steps, channels], [length, seen, outputs]) = check(x, w, b, window);
        let row = self.reshape([n, 1, steps, channels]);
        let weight = weight.reshape([1, length, seen, outputs]);
        let y = row.conv2d(weight, bias, window.in_a_row(), activation);
        y.reshape([n, y.shape().dims()[2], outputs])
    }
}

/// The axes of x and of the weight.
#[track_caller]
fn check(x: Shape, weight: Shape, bias: Option<Shape>, window: Window) -> ([usize; 3], [usize; 3]) {
    let &[n, steps, channels] = x.dims() else {
        panic!("conv1d: x must be a batch of sequences [N, T, C], it is {x}");
    };
    let [rows, size] = window.size;
    assert!(
        rows == 1 || rows == size,
        "conv1d: a sequence has one axis, the window is {rows} × {size}; say Window::new({size})"
    );
    let &[length, seen, outputs] = weight.dims() else {
        panic!(
            "conv1d: the weight must be [K, C, O], here [{size}, {channels}, O]; it is {weight}"
        );
    };
    assert!(
        length == size,
        "conv1d: the window sees {size} steps, the weight {weight} is made for {length}{}",
        if outputs == size {
            "; it is [K, C, O] here, PyTorch's is [O, C, K]"
        } else {
            ""
        }
    );
    assert!(
        seen.checked_mul(window.groups) == Some(channels),
        "conv1d: x is {x}, weight is {weight}: {channels} channels come in, the weight is made for \
         {seen}{}{}",
        super::conv2d::in_groups(window),
        if steps == seen {
            "; is x [N, C, T]? It is [N, T, C] here"
        } else {
            ""
        }
    );
    if let Some(bias) = bias {
        assert!(
            bias.dims() == [outputs],
            "conv1d: weight is {weight}, so the bias must be [{outputs}], it is {bias}"
        );
    }
    ([n, steps, channels], [length, seen, outputs])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gradcheck::{assert_gradients, sample};
    use crate::{Padding, Tape, Tensor};

    #[test]
    fn gradients() {
        let left = Padding::Explicit {
            rows: [9, 9],
            columns: [4, 0],
        };
        let inputs = [sample([2, 7, 4], 1), sample([3, 4, 2], 2), sample([2], 3)];
        for window in [
            Window::new(3),
            Window::new([1, 3]).stride(2).padding(left).dilation(2),
        ] {
            assert_gradients(&inputs, |_, v| {
                let y = v[0].conv1d(v[1], v[2], window, Activation::Tanh);
                (y * y).mean()
            });
        }
    }

    /// With margins on the left alone, a step does not see what comes after it.
    #[test]
    fn it_need_not_see_the_future() {
        let window = Window::new(3).dilation(2).padding(Padding::Explicit {
            rows: [0, 0],
            columns: [4, 0],
        });
        let run = |last: f32| {
            let tape = Tape::new();
            let mut x = sample([1, 6, 2], 1);
            x.data_mut()[10] = last;
            let (x, w) = (tape.constant(x), tape.constant(sample([3, 2, 3], 2)));
            x.conv1d(w, None, window, Activation::Identity).value()
        };
        let (one, other) = (run(1.0), run(2.0));
        assert_eq!(one.dims(), [1, 6, 3]);
        assert_eq!(one.data()[..15], other.data()[..15]);
        assert_ne!(one.data()[15..], other.data()[15..]);
    }

    fn refused(x: &[usize], weight: &[usize], window: Window) {
        let tape = Tape::new();
        let [x, w] = [x, weight].map(|s| tape.constant(Tensor::zeros(s)));
        x.conv1d(w, None, window, Activation::Relu);
    }

    #[test]
    #[should_panic(expected = "conv1d: x must be a batch of sequences [N, T, C], it is [7, 28]")]
    fn a_table_is_refused() {
        refused(&[7, 28], &[3, 1, 8], Window::new(3));
    }

    #[test]
    #[should_panic(expected = "a sequence has one axis, the window is 2 × 3; say Window::new(3)")]
    fn a_window_for_images_is_refused() {
        refused(&[7, 28, 1], &[3, 1, 8], Window::new([2, 3]));
    }

    #[test]
    #[should_panic(expected = "it is [K, C, O] here, PyTorch's is [O, C, K]")]
    fn pytorchs_weight_is_recognised() {
        refused(&[7, 28, 2], &[8, 2, 3], Window::new(3));
    }

    #[test]
    #[should_panic(expected = "is x [N, C, T]? It is [N, T, C] here")]
    fn pytorchs_sequences_are_recognised() {
        refused(&[7, 2, 28], &[3, 2, 8], Window::new(3));
    }
}
