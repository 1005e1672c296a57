//! A digit cut out of its picture and brought to a size, and how it is put on a canvas.

use super::SIDE;
use super::bounds::BBox;
use datasets::Images;

/// Ink from here on belongs to the digit.
pub const INK: f32 = 0.35;

/// A small picture of ink, `[height * width]` in rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Glyph {
    /// Rows.
    pub height: usize,
    /// Columns.
    pub width: usize,
    /// 0 (nothing) to 1 (full ink).
    pub ink: Vec<f32>,
}

impl Glyph {
    /// Picture `i`, without the empty space around it.
    ///
    /// # Panics
    /// If there is no such picture.
    pub fn cut(images: &Images, i: usize) -> Glyph {
        let picture = images.image(i);
        let marked: Vec<bool> = picture.iter().map(|&ink| ink >= INK).collect();
        let (rows, columns) = picture.dim();
        let all = BBox::new(0.0, 0.0, columns as f32, rows as f32);
        let bounds = BBox::of(&marked, columns).unwrap_or(all);
        let (height, width) = (bounds.height() as usize, bounds.width() as usize);
        let (top, left) = (bounds.y[0] as usize, bounds.x[0] as usize);
        let at = |p: usize| picture[[top + p / width, left + p % width]];
        let ink = (0..height * width).map(at).collect();
        Glyph { height, width, ink }
    }

    /// The same with its longer side `size` pixels long.
    pub fn scaled(&self, size: usize) -> Glyph {
        let scale = size as f32 / self.height.max(self.width) as f32;
        let to = |side: usize| ((side as f32 * scale).round() as usize).max(2);
        let (height, width) = (to(self.height), to(self.width));
        let place = |i: usize, long: usize, of: usize| {
            ((i as f32 + 0.5) * of as f32 / long as f32 - 0.5).clamp(0.0, of as f32 - 1.0)
        };
        let at = |p: usize| {
            let y = place(p / width, height, self.height);
            let x = place(p % width, width, self.width);
            self.between(y, x)
        };
        let ink = (0..height * width).map(at).collect();
        Glyph { height, width, ink }
    }

    /// The ink between four pixels, by how near each is.
    fn between(&self, y: f32, x: f32) -> f32 {
        let (row, column) = (y as usize, x as usize);
        let (dy, dx) = (y - row as f32, x - column as f32);
        let ink = |r: usize, c: usize| {
            self.ink[r.min(self.height - 1) * self.width + c.min(self.width - 1)]
        };
        let along = |row| (1.0 - dx) * ink(row, column) + dx * ink(row, column + 1);
        (1.0 - dy) * along(row) + dy * along(row + 1)
    }

    /// The places of its pixels on a canvas of 64 × 64 with its upper left corner at `(left, top)`, and their ink. What
    /// would lie outside is left out.
    pub fn on_canvas(&self, (left, top): (usize, usize)) -> impl Iterator<Item = (usize, f32)> {
        let pixels = self.ink.iter().enumerate();
        pixels.filter_map(move |(p, &ink)| {
            let (y, x) = (top + p / self.width, left + p % self.width);
            (y < SIDE && x < SIDE).then_some((y * SIDE + x, ink))
        })
    }
}
