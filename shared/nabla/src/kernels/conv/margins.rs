//! Zeros around an image, so that a window never has to ask whether it reaches beyond the edge.

use std::ops::Range;

/// An image of `size` `[height, width]` and what surrounds it.
#[derive(Clone, Copy)]
pub struct Margins {
    pub size: [usize; 2],
    pub channels: usize,
    /// `[[above, below], [left, right]]`
    pub margins: [[usize; 2]; 2],
}

impl Margins {
    fn are_empty(&self) -> bool {
        self.margins == [[0; 2]; 2]
    }

    /// Floats in a row of the image with its margins.
    pub fn row(&self) -> usize {
        let [left, right] = self.margins[1];
        (left + self.size[1] + right) * self.channels
    }

    /// Floats needed for `rows` rows with their margins: none if there are no margins.
    pub fn space(&self, rows: usize) -> usize {
        if self.are_empty() {
            0
        } else {
            rows * self.row()
        }
    }

    /// Can the image with its margins be counted, and lie in memory?
    pub fn fit_memory(&self) -> bool {
        const MOST: usize = isize::MAX as usize / size_of::<f32>();
        let side = |axis: usize| {
            let [before, after] = self.margins[axis];
            before.checked_add(after)?.checked_add(self.size[axis])
        };
        let sides = side(0).zip(side(1));
        let places = sides.and_then(|(rows, columns)| rows.checked_mul(columns));
        let floats = places.and_then(|places| places.checked_mul(self.channels));
        floats.is_some_and(|floats| floats <= MOST)
    }

    /// All rows, those of the margins too.
    pub fn rows(&self) -> usize {
        let [above, below] = self.margins[0];
        above + self.size[0] + below
    }

    /// Rows `rows` of the image with its margins, where row 0 is the first one of the margin above.
    /// Copied into `space` if there are margins; otherwise it is the image itself.
    pub fn add<'a>(&self, image: &'a [f32], rows: Range<usize>, space: &'a mut [f32]) -> &'a [f32] {
        let inner = self.size[1] * self.channels;
        if self.are_empty() {
            return &image[rows.start * inner..rows.end * inner];
        }
        let left = self.margins[1][0] * self.channels;
        let lines = space.chunks_exact_mut(self.row()).zip(rows.clone());
        for (to, row) in lines {
            let from = row.checked_sub(self.margins[0][0]);
            match from.filter(|&row| row < self.size[0]) {
                Some(row) => {
                    to[..left].fill(0.0);
                    to[left..left + inner].copy_from_slice(&image[row * inner..][..inner]);
                    to[left + inner..].fill(0.0);
                }
                None => to.fill(0.0),
            }
        }
        &space[..rows.len() * self.row()]
    }
}

/// An image that is being added to, margins and all; afterwards only what is inside counts.
pub struct Opened<'a> {
    margins: Margins,
    inside: &'a mut [f32],
    /// The image with its margins, if there are any.
    all: &'a mut [f32],
}

impl Margins {
    /// All zero, with the margins in `space`; [`Opened::close`] puts what is inside into `image`.
    pub fn open<'a>(&self, image: &'a mut [f32], space: &'a mut [f32]) -> Opened<'a> {
        if self.are_empty() {
            image.fill(0.0);
        } else {
            space.fill(0.0);
        }
        Opened {
            margins: *self,
            inside: image,
            all: space,
        }
    }
}

impl Opened<'_> {
    /// The image with its margins.
    pub fn all(&mut self) -> &mut [f32] {
        if self.margins.are_empty() {
            self.inside
        } else {
            self.all
        }
    }

    /// Copies what is inside the margins to the image.
    pub fn close(self) {
        let Margins {
            size,
            channels,
            margins: [[above, _], [left, _]],
        } = self.margins;
        if self.margins.are_empty() {
            return;
        }
        let lines = self.all.chunks_exact(self.margins.row()).skip(above);
        for (to, line) in self.inside.chunks_exact_mut(size[1] * channels).zip(lines) {
            to.copy_from_slice(&line[left * channels..][..to.len()]);
        }
    }
}
