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
    /// From one number under the window to the next, `[down, right]`: 1 if they are neighbours.
    pub dilation: [usize; 2],
    /// What is beyond the edge.
    pub padding: Padding,
    /// In how many groups of channels a convolution looks, each by itself.
    pub groups: usize,
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
        let window = Window {
            size: size.pair(),
            stride: [1, 1],
            dilation: [1, 1],
            padding: Padding::Valid,
            groups: 1,
        };
        window.check();
        window
    }

    /// Moves by this much at each step.
    ///
    /// # Panics
    /// If it would not move at all.
    #[track_caller]
    pub fn stride(mut self, stride: impl Pair) -> Self {
        self.stride = stride.pair();
        self.check();
        self
    }

    /// Sees every `dilation`-th number only: with 2, nine numbers of a 3 × 3 window come from 5 × 5 (Yu and
    /// Koltun, *Multi-Scale Context Aggregation by Dilated Convolutions*, 2016). Not for pooling.
    ///
    /// # Panics
    /// If it is 0.
    #[track_caller]
    pub fn dilation(mut self, dilation: impl Pair) -> Self {
        self.dilation = dilation.pair();
        self.check();
        self
    }

    /// Cuts the channels of a convolution into this many groups: each output sees its own group of
    /// inputs only, and the weight is `[KH, KW, C/groups, K]`. With as many groups as channels each
    /// channel has a kernel of its own ("depthwise"). Not for pooling, which does so anyway.
    ///
    /// # Panics
    /// If it is 0.
    #[track_caller]
    pub fn groups(mut self, groups: usize) -> Self {
        self.groups = groups;
        self.check();
        self
    }

    /// Reaches beyond the edge like this.
    pub fn padding(mut self, padding: Padding) -> Self {
        self.padding = padding;
        self
    }

    /// From the first number under the window to behind the last, `[height, width]`: (N − 1)·D + 1, with N
    /// the size and D the dilation.
    ///
    /// # Panics
    /// If it is more than can be counted, or a field is 0.
    #[track_caller]
    pub fn reach(&self) -> [usize; 2] {
        [self.reach_along(0), self.reach_along(1)]
    }

    #[track_caller]
    fn reach_along(&self, axis: usize) -> usize {
        self.check();
        let last = (self.size[axis] - 1).checked_mul(self.dilation[axis]);
        self.counted(last.and_then(|last| last.checked_add(1)), "the dilation")
    }

    /// What is added to an image `[height, width]`: `[[above, below], [left, right]]`.
    ///
    /// # Panics
    /// As [`reach`](Self::reach).
    #[track_caller]
    pub fn margins(&self, image: [usize; 2]) -> [[usize; 2]; 2] {
        match self.padding {
            Padding::Valid => [[0; 2]; 2],
            Padding::Explicit { rows, columns } => [rows, columns],
            Padding::Same => [self.same(0, image), self.same(1, image)],
        }
    }

    #[track_caller]
    fn same(&self, axis: usize, image: [usize; 2]) -> [usize; 2] {
        let (size, reach) = (image[axis], self.reach_along(axis));
        let last = size.saturating_sub(1) / self.stride[axis] * self.stride[axis];
        let missing = reach.saturating_sub(size - last);
        [missing / 2, missing - missing / 2]
    }

    /// How many places the window has on an image `[height, width]`: ⌊(W − R + 2P)/S⌋ + 1 along each
    /// axis, with W the image, R the window's [`reach`](Self::reach), 2P both margins, S the stride.
    ///
    /// # Panics
    /// If the window is larger than the padded image, or a size more than can be counted.
    #[track_caller]
    pub fn output(&self, image: [usize; 2]) -> [usize; 2] {
        [self.places(0, image), self.places(1, image)]
    }

    #[track_caller]
    fn places(&self, axis: usize, image: [usize; 2]) -> usize {
        let [before, after] = self.margins(image)[axis];
        let padded = before.checked_add(after);
        let padded = padded.and_then(|margins| margins.checked_add(image[axis]));
        let padded = self.counted(padded, "the image with its margins");
        let reach = self.reach();
        assert!(
            padded >= reach[axis],
            "a window of {} × {} does not fit into an image of {} × {}{}",
            reach[0],
            reach[1],
            image[0],
            image[1],
            match self.padding {
                Padding::Valid => "; pad the image, or take a smaller window",
                _ => ", not even with its padding",
            }
        );
        (padded - reach[axis]) / self.stride[axis] + 1
    }

    /// How large the image is that a *transposed* convolution makes of one of `[height, width]`:
    /// (W − 1)·S + R − 2P along each axis, and W·S with [`Padding::Same`]. A window on that image has
    /// `[height, width]` places.
    ///
    /// # Panics
    /// If the margins leave nothing of it, or a size is more than can be counted.
    #[track_caller]
    pub fn transposed_output(&self, image: [usize; 2]) -> [usize; 2] {
        [self.spread(0, image), self.spread(1, image)]
    }

    #[track_caller]
    fn spread(&self, axis: usize, image: [usize; 2]) -> usize {
        let (stride, reach) = (self.stride[axis], self.reach());
        let margins = match self.padding {
            Padding::Valid => [0; 2],
            Padding::Same => return self.counted(image[axis].checked_mul(stride), "the stride"),
            Padding::Explicit { rows, columns } => [rows, columns][axis],
        };
        let spread = image[axis].saturating_sub(1).checked_mul(stride);
        let spread = spread.and_then(|last| last.checked_add(reach[axis]));
        let spread = self.counted(spread, "the stride");
        let margins = self.counted(margins[0].checked_add(margins[1]), "the margins");
        assert!(
            spread > margins,
            "{image:?} spread by a window of {} × {} is {spread} along axis {axis}, of which \
             margins of {margins} leave nothing; take smaller ones",
            reach[0],
            reach[1],
        );
        spread - margins
    }

    /// The window for a sequence, as one for an image of a single row: what it says of columns is what
    /// counts.
    pub(crate) fn in_a_row(self) -> Self {
        let one = |pair: [usize; 2]| [1, pair[1]];
        Window {
            size: one(self.size),
            stride: one(self.stride),
            dilation: one(self.dilation),
            padding: match self.padding {
                Padding::Explicit { columns, .. } => Padding::Explicit {
                    rows: [0; 2],
                    columns,
                },
                other => other,
            },
            groups: self.groups,
        }
    }

    /// The fields can be set by hand.
    #[track_caller]
    fn check(&self) {
        let [height, width] = self.size;
        assert!(
            height > 0 && width > 0,
            "a window of {height} × {width} sees nothing"
        );
        assert!(
            !self.stride.contains(&0),
            "a window with stride 0 never moves on"
        );
        assert!(
            !self.dilation.contains(&0) && self.groups > 0,
            "a window's dilation and groups are at least 1, not {:?} and {}",
            self.dilation,
            self.groups
        );
    }

    #[track_caller]
    fn counted(&self, size: Option<usize>, what: &str) -> usize {
        match size {
            Some(size) => size,
            None => panic!("{self:?}: {what} is more than can be counted; take smaller numbers"),
        }
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

    #[test]
    fn a_dilated_window_reaches_further() {
        let window = Window::new([3, 2]).dilation([2, 5]);
        assert_eq!(window.reach(), [5, 6]);
        assert_eq!(window.output([9, 9]), [5, 4]);
        assert_eq!(window.stride(2).transposed_output([3, 2]), [9, 8]);
        let same = window.padding(Padding::Same);
        assert_eq!(same.margins([9, 7]), [[2, 2], [2, 3]]);
        assert_eq!(same.output([9, 7]), [9, 7]);
    }

    fn refusal(size: impl FnOnce() + std::panic::UnwindSafe) -> String {
        let panic = std::panic::catch_unwind(size).expect_err("a size that cannot be counted");
        match panic.downcast::<String>() {
            Ok(message) => *message,
            Err(panic) => panic.downcast::<&str>().expect("a message").to_string(),
        }
    }

    #[test]
    fn sizes_that_wrap_are_refused() {
        const LARGE: usize = usize::MAX / 2 + 1;
        let window = Window::new(3);
        for (wrong, what) in [
            (
                window.padding(Padding::all(LARGE)),
                "the image with its margins is",
            ),
            (window.dilation(LARGE), "the dilation is"),
        ] {
            let message = refusal(|| _ = wrong.output([4, 4]));
            assert!(message.contains(what), "{message}");
        }
        let far = window.stride(LARGE);
        for padding in [Padding::Valid, Padding::Same] {
            let message = refusal(|| _ = far.padding(padding).transposed_output([3, 4]));
            assert!(message.contains("the stride is more than can be counted"));
        }
        let message = refusal(|| {
            _ = window
                .padding(Padding::all(LARGE))
                .transposed_output([3, 4])
        });
        assert!(message.contains("the margins is more than"), "{message}");
        let none = Window {
            stride: [0, 1],
            ..window
        };
        assert!(refusal(|| _ = none.output([4, 4])).contains("never moves on"));
        assert!(refusal(|| _ = window.groups(0)).contains("at least 1"));
        assert!(refusal(|| _ = window.dilation(0)).contains("at least 1"));
        // Far but countable: one place.
        assert_eq!(far.output([4, 4]), [1, 1]);
        assert_eq!(far.padding(Padding::Same).output([4, 4]), [1, 1]);
    }
}
