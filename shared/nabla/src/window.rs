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
mod tests;
