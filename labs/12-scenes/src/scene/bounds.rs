//! Boxes whose sides are those of the picture.

/// A box in pixels: `left ≤ x < right`, `top ≤ y < bottom`, with y downwards. A digit that fills column 3 alone has the
/// left edge 3 and the right edge 4.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BBox {
    /// The left and the right edge, from the left edge of the picture.
    pub x: [f32; 2],
    /// The upper and the lower edge, from the upper edge of the picture.
    pub y: [f32; 2],
}

impl BBox {
    /// From its edges.
    pub const fn new(left: f32, top: f32, right: f32, bottom: f32) -> Self {
        let (x, y) = ([left, right], [top, bottom]);
        BBox { x, y }
    }

    /// `[left, top, right, bottom]`, as the detector and the exercises want it.
    pub fn edges(&self) -> [f64; 4] {
        [self.x[0], self.y[0], self.x[1], self.y[1]].map(f64::from)
    }

    /// From right to left edge; 0 where they have changed sides.
    pub fn width(&self) -> f32 {
        (self.x[1] - self.x[0]).max(0.0)
    }

    /// From the lower to the upper edge; 0 where they have changed sides.
    pub fn height(&self) -> f32 {
        (self.y[1] - self.y[0]).max(0.0)
    }

    /// In pixels.
    pub fn area(&self) -> f32 {
        self.width() * self.height()
    }

    /// Its middle, `(x, y)`.
    pub fn centre(&self) -> (f32, f32) {
        let middle = |[from, to]: [f32; 2]| 0.5 * (from + to);
        (middle(self.x), middle(self.y))
    }

    /// The area that both cover.
    pub fn common(&self, other: &BBox) -> f32 {
        let both = |a: [f32; 2], b: [f32; 2]| [a[0].max(b[0]), a[1].min(b[1])];
        let (x, y) = (both(self.x, other.x), both(self.y, other.y));
        BBox { x, y }.area()
    }

    /// The smallest box around the marked pixels of a picture `width` pixels wide, if any is marked.
    pub fn of(marked: &[bool], width: usize) -> Option<BBox> {
        let wider = |[from, to]: [f32; 2], at: f32| [from.min(at), to.max(at + 1.0)];
        let places = (0..marked.len()).filter(|&i| marked[i]);
        places.fold(None, |all, i| {
            let (x, y) = ((i % width) as f32, (i / width) as f32);
            let it = all.unwrap_or(BBox::new(x, y, x, y));
            let (x, y) = (wider(it.x, x), wider(it.y, y));
            Some(BBox { x, y })
        })
    }
}
