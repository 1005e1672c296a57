//! Boxes whose sides are those of the picture.

/// A box in pixels: `left ≤ x < right`, `top ≤ y < bottom`, with y downwards. A digit that fills column 3 alone has the
/// left edge 3 and the right edge 4.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BBox {
    /// Where it begins, from the left edge of the picture.
    pub left: f32,
    /// Where it begins, from the upper edge of the picture.
    pub top: f32,
    /// Where it ends.
    pub right: f32,
    /// Where it ends.
    pub bottom: f32,
}

impl BBox {
    /// From its edges.
    pub const fn new(left: f32, top: f32, right: f32, bottom: f32) -> Self {
        BBox {
            left,
            top,
            right,
            bottom,
        }
    }

    /// Around its middle.
    pub fn around((x, y): (f32, f32), width: f32, height: f32) -> Self {
        let (w, h) = (0.5 * width, 0.5 * height);
        BBox::new(x - w, y - h, x + w, y + h)
    }

    /// `[left, top, right, bottom]`, as the exercises want it.
    pub fn edges(&self) -> [f64; 4] {
        [self.left, self.top, self.right, self.bottom].map(f64::from)
    }

    /// From right to left edge; 0 where they have changed sides.
    pub fn width(&self) -> f32 {
        (self.right - self.left).max(0.0)
    }

    /// From the lower to the upper edge; 0 where they have changed sides.
    pub fn height(&self) -> f32 {
        (self.bottom - self.top).max(0.0)
    }

    /// In pixels.
    pub fn area(&self) -> f32 {
        self.width() * self.height()
    }

    /// Its middle, `(x, y)`.
    pub fn centre(&self) -> (f32, f32) {
        (
            0.5 * (self.left + self.right),
            0.5 * (self.top + self.bottom),
        )
    }

    /// The area that both cover.
    pub fn common(&self, other: &BBox) -> f32 {
        BBox::new(
            self.left.max(other.left),
            self.top.max(other.top),
            self.right.min(other.right),
            self.bottom.min(other.bottom),
        )
        .area()
    }

    /// What both cover, as a share of what either covers: 1 for the same box, 0 for boxes apart.
    pub fn iou(&self, other: &BBox) -> f32 {
        let common = self.common(other);
        let either = self.area() + other.area() - common;
        if either > 0.0 { common / either } else { 0.0 }
    }

    /// The smallest box around the marked pixels of a picture `width` pixels wide, if any is marked.
    pub fn of(marked: &[bool], width: usize) -> Option<BBox> {
        let places = (0..marked.len()).filter(|&i| marked[i]);
        let around = |all: Option<BBox>, i: usize| {
            let (x, y) = ((i % width) as f32, (i / width) as f32);
            let it = all.unwrap_or(BBox::new(x, y, x, y));
            Some(BBox::new(
                it.left.min(x),
                it.top.min(y),
                it.right.max(x + 1.0),
                it.bottom.max(y + 1.0),
            ))
        };
        places.fold(None, around)
    }
}
