//! A window that slides over an image: what convolution and pooling have in common.

/// A window's size, how far it moves at each step, and what lies beyond the image's edge.
///
/// Heights come before widths, as in `[N, H, W, C]`. A new window moves by 1 and stays inside the
/// image; `Window::new(2).stride(2)` is the usual pooling window.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Window {
    /// `[height, width]`
    pub size: [usize; 2],
    /// `[down, right]`
    pub stride: [usize; 2],
    /// What is beyond the edge.
    pub padding: Padding,
}

/// How far a window may reach beyond the image. There it sees zeros (a maximum ignores them, a mean
/// does not count them).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Padding {
    /// Not at all: the output is smaller than the image.
    Valid,
    /// So far that the output has ⌈size / stride⌉ numbers along each axis: with stride 1, as many as
    /// the image. An odd one goes to the bottom and the right, as in TensorFlow.
    Same,
    /// By this many numbers on each side.
    Explicit {
        /// `[above, below]`
        rows: [usize; 2],
        /// `[left, right]`
        columns: [usize; 2],
    },
}

impl Padding {
    /// The same on all four sides, as PyTorch has it.
    pub fn all(count: usize) -> Self {
        Padding::Explicit {
            rows: [count; 2],
            columns: [count; 2],
        }
    }
}

/// One number for both directions, or two: `[height, width]`.
pub trait Pair {
    /// `[height, width]`
    fn pair(self) -> [usize; 2];
}

impl Pair for usize {
    fn pair(self) -> [usize; 2] {
        [self; 2]
    }
}

impl Pair for [usize; 2] {
    fn pair(self) -> [usize; 2] {
        self
    }
}

impl Window {
    /// A window of this size, square if one number is given, that moves by 1.
    ///
    /// # Panics
    /// If a side is 0.
    #[track_caller]
    pub fn new(size: impl Pair) -> Self {
        let size = size.pair();
        assert!(
            size.iter().all(|&side| side > 0),
            "a window of {} × {} sees nothing",
            size[0],
            size[1]
        );
        Window {
            size,
            stride: [1, 1],
            padding: Padding::Valid,
        }
    }

    /// Moves by this much at each step.
    ///
    /// # Panics
    /// If it would not move at all.
    #[track_caller]
    pub fn stride(mut self, stride: impl Pair) -> Self {
        self.stride = stride.pair();
        assert!(
            self.stride.iter().all(|&step| step > 0),
            "a window with stride 0 never moves on"
        );
        self
    }

    /// Reaches beyond the edge like this.
    pub fn padding(mut self, padding: Padding) -> Self {
        self.padding = padding;
        self
    }

    /// What is added to an image `[height, width]`: `[[above, below], [left, right]]`.
    pub fn margins(&self, image: [usize; 2]) -> [[usize; 2]; 2] {
        match self.padding {
            Padding::Valid => [[0; 2]; 2],
            Padding::Explicit { rows, columns } => [rows, columns],
            Padding::Same => [0, 1].map(|axis| {
                let steps = image[axis].div_ceil(self.stride[axis]);
                let reach = steps.saturating_sub(1) * self.stride[axis] + self.size[axis];
                let missing = reach.saturating_sub(image[axis]);
                [missing / 2, missing - missing / 2]
            }),
        }
    }

    /// How many places the window has on an image `[height, width]`: ⌊(W − N + 2P)/S⌋ + 1 along each
    /// axis, with W the image, N the window, 2P both margins, S the stride.
    ///
    /// # Panics
    /// If the window is larger than the padded image.
    #[track_caller]
    pub fn output(&self, image: [usize; 2]) -> [usize; 2] {
        let margins = self.margins(image);
        [0, 1].map(|axis| {
            let padded = image[axis] + margins[axis][0] + margins[axis][1];
            assert!(
                padded >= self.size[axis],
                "a window of {} × {} does not fit into an image of {} × {}{}",
                self.size[0],
                self.size[1],
                image[0],
                image[1],
                match self.padding {
                    Padding::Valid => "; pad the image, or take a smaller window",
                    _ => ", not even with its padding",
                }
            );
            (padded - self.size[axis]) / self.stride[axis] + 1
        })
    }

    /// How large the image is that a *transposed* convolution makes of one of `[height, width]`:
    /// (W − 1)·S + N − 2P along each axis, and W·S with [`Padding::Same`]. A window on that image has
    /// `[height, width]` places.
    ///
    /// # Panics
    /// If the margins leave nothing of it.
    #[track_caller]
    pub fn transposed_output(&self, image: [usize; 2]) -> [usize; 2] {
        [0, 1].map(|axis| {
            let (stride, size) = (self.stride[axis], self.size[axis]);
            let margins = match self.padding {
                Padding::Valid => 0,
                Padding::Same => return image[axis] * stride,
                Padding::Explicit { rows, columns } => [rows, columns][axis].iter().sum(),
            };
            let spread = image[axis].saturating_sub(1) * stride + size;
            assert!(
                spread > margins,
                "{image:?} spread by a window of {} × {} is {spread} along axis {axis}, of which \
                 margins of {margins} leave nothing; take smaller ones",
                self.size[0],
                self.size[1],
            );
            spread - margins
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn output_sizes() {
        let sizes = |window: Window| window.output([28, 28]);
        assert_eq!(sizes(Window::new(3)), [26, 26]);
        assert_eq!(sizes(Window::new([5, 2]).stride([3, 4])), [8, 7]);
        assert_eq!(sizes(Window::new(5).padding(Padding::Same)), [28, 28]);
        assert_eq!(
            sizes(Window::new(3).padding(Padding::all(1)).stride(2)),
            [14, 14]
        );
        assert_eq!(
            Window::new(3)
                .stride(2)
                .padding(Padding::all(1))
                .output([5, 5]),
            [3, 3]
        );
    }

    /// As TensorFlow's "SAME": 28 with stride 3 has 10 places, for which a window of 5 lacks 4 numbers;
    /// 7 with stride 2 and an even window lacks one, below and on the right.
    #[test]
    fn same_padding_puts_the_odd_one_last() {
        let window = Window::new([5, 2]).stride([3, 2]).padding(Padding::Same);
        assert_eq!(window.margins([28, 7]), [[2, 2], [0, 1]]);
        assert_eq!(window.output([28, 7]), [10, 4]);
        assert_eq!(
            Window::new(1)
                .stride(3)
                .padding(Padding::Same)
                .margins([9, 8]),
            [[0, 0], [0, 0]]
        );
    }

    #[test]
    fn a_transposed_convolution_undoes_the_sizes() {
        for (window, image, want) in [
            (Window::new(3), [5, 4], [7, 6]),
            (Window::new([4, 3]).stride(2), [5, 4], [12, 9]),
            (
                Window::new(4).stride(2).padding(Padding::all(1)),
                [7, 7],
                [14, 14],
            ),
            (
                Window::new(3).stride([2, 3]).padding(Padding::Same),
                [5, 4],
                [10, 12],
            ),
        ] {
            assert_eq!(window.transposed_output(image), want);
            assert_eq!(window.output(want), image);
        }
    }

    #[test]
    #[should_panic(expected = "margins of 4 leave nothing; take smaller ones")]
    fn margins_that_leave_nothing_are_refused() {
        let window = Window::new(3).padding(Padding::all(2));
        window.transposed_output([2, 2]);
    }

    #[test]
    #[should_panic(
        expected = "a window of 5 × 5 does not fit into an image of 4 × 9; pad the image"
    )]
    fn a_window_that_does_not_fit_is_refused() {
        Window::new(5).output([4, 9]);
    }
}
