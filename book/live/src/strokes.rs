//! What a pen left on a panel: strokes that fit into an address, painted into cells, and brought into MNIST's shape.

use crate::Pen;

/// Strokes on a square panel. A place is kept to a 511th of its side, so that drawing and an address agree exactly.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Strokes {
    list: Vec<Vec<[u16; 2]>>,
    down: bool,
}

/// The side of MNIST's pictures.
pub const SIDE: usize = 28;
/// The side of the box into which MNIST scales a digit.
const BOX: usize = 20;
/// Most characters of [`Strokes::text`]: what a [`crate::Board::hidden`] that keeps them needs to hold.
pub const LIMIT: usize = 2400;
/// The largest number that a place has.
const MOST: f64 = 511.0;
/// Points of a stroke that are nearer to each other than this are one: about a hundredth of the panel.
const NEAR: f64 = 6.0;
/// Six bits each; none of them is escaped in an address.
const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/// Between two strokes.
const LIFT: char = '.';

impl Strokes {
    /// An empty paper.
    pub fn new() -> Self {
        Self::default()
    }

    /// The strokes that a text of [`Strokes::text`] stands for. Signs that it does not have, and the rest of a point that
    /// was cut off, are left out.
    pub fn read(text: &str) -> Self {
        let stroke = |part: &str| -> Vec<[u16; 2]> {
            let sign = |byte: u8| SIGNS.iter().position(|&sign| sign == byte);
            let bits: Vec<u32> = part.bytes().filter_map(sign).map(|n| n as u32).collect();
            let points = bits.chunks_exact(3);
            points
                .map(|bits| bits[0] << 12 | bits[1] << 6 | bits[2])
                .map(|point| [(point >> 9) as u16, (point & 511) as u16])
                .collect()
        };
        let mut list: Vec<_> = text.split(LIFT).map(stroke).collect();
        list.retain(|stroke| !stroke.is_empty());
        Strokes { list, down: false }
    }

    /// Strokes through these points, each between (0, 0), the upper left corner, and (1, 1): samples for those without a pen.
    pub fn through(strokes: &[&[[f64; 2]]]) -> Self {
        let mut all = Self::new();
        for stroke in strokes {
            for (i, &at) in stroke.iter().enumerate() {
                all.pen(if i == 0 { Pen::Down } else { Pen::Move }, at);
            }
        }
        all.down = false;
        all
    }

    /// The strokes as letters and digits: three a point, so at most [`LIMIT`].
    pub fn text(&self) -> String {
        let stroke = |stroke: &Vec<[u16; 2]>| -> String {
            let points = stroke
                .iter()
                .map(|&[x, y]| u32::from(x) << 9 | u32::from(y));
            let sign = |bits: u32| char::from(SIGNS[(bits & 63) as usize]);
            points
                .flat_map(|point| [point >> 12, point >> 6, point].map(sign))
                .collect()
        };
        let strokes: Vec<String> = self.list.iter().map(stroke).collect();
        strokes.join(&LIFT.to_string())
    }

    /// A pen at a place of the panel: what [`crate::Figure::pen`] is told. Places outside count as the edge. A full paper
    /// takes nothing more.
    pub fn pen(&mut self, phase: Pen, at: [f64; 2]) {
        let place = at.map(|v| (v.clamp(0.0, 1.0) * MOST).round() as u16);
        if !at.iter().all(|v| v.is_finite()) {
            return;
        }
        match phase {
            Pen::Down => {
                if self.room() {
                    self.list.push(vec![place]);
                    self.down = true;
                }
            }
            Pen::Move | Pen::Up if self.down => {
                let room = self.room();
                if let Some(stroke) = self.list.last_mut() {
                    let far = stroke
                        .last()
                        .is_none_or(|&last| distance(last, place) >= NEAR);
                    if far && room {
                        stroke.push(place);
                    }
                }
                self.down = phase == Pen::Move;
            }
            Pen::Move | Pen::Up => {}
        }
    }

    /// Takes all strokes away.
    pub fn clear(&mut self) {
        *self = Self::new();
    }

    /// Whether there is no stroke.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Whether one more stroke of one point fits into [`LIMIT`].
    fn room(&self) -> bool {
        let points: usize = self.list.iter().map(Vec::len).sum();
        3 * points + self.list.len() + 4 <= LIMIT
    }

    /// Each stroke as points between (0, 0), the upper left corner, and (1, 1).
    pub fn points(&self) -> impl Iterator<Item = Vec<[f64; 2]>> + '_ {
        let stroke = |stroke: &Vec<[u16; 2]>| {
            let points = stroke.iter();
            points.map(|at| at.map(|v| f64::from(v) / MOST)).collect()
        };
        self.list.iter().map(stroke)
    }

    /// The ink in each of `cells` columns and rows, 0 to 1, row by row from the top: a round pen of this `radius`, in
    /// cells, whose edge is soft over one cell.
    pub fn paint(&self, [columns, rows]: [usize; 2], radius: f64) -> Vec<f32> {
        let mut ink = vec![0.0f32; columns * rows];
        for stroke in self.points() {
            let cells: Vec<[f64; 2]> = stroke
                .iter()
                .map(|[x, y]| [x * columns as f64, y * rows as f64])
                .collect();
            let alone = cells.len() == 1;
            let pairs = cells.windows(if alone { 1 } else { 2 });
            for pair in pairs {
                let (from, to) = (pair[0], pair[pair.len() - 1]);
                let range = |axis: usize, most: usize| {
                    let reach = radius + 1.0;
                    let low = from[axis].min(to[axis]) - reach;
                    let high = from[axis].max(to[axis]) + reach;
                    (low.max(0.0) as usize)..(high.max(0.0) as usize + 1).min(most)
                };
                for row in range(1, rows) {
                    for column in range(0, columns) {
                        let at = [column as f64 + 0.5, row as f64 + 0.5];
                        let covered = (radius + 0.5 - off(at, from, to)).clamp(0.0, 1.0) as f32;
                        let cell = &mut ink[row * columns + column];
                        *cell = cell.max(covered);
                    }
                }
            }
        }
        ink
    }
}

fn distance(a: [u16; 2], b: [u16; 2]) -> f64 {
    let [x, y] = [0, 1].map(|i| f64::from(a[i]) - f64::from(b[i]));
    x.hypot(y)
}

/// How far a point is from the straight piece between two others.
fn off(at: [f64; 2], from: [f64; 2], to: [f64; 2]) -> f64 {
    let along = [to[0] - from[0], to[1] - from[1]];
    let there = [at[0] - from[0], at[1] - from[1]];
    let squared = along[0] * along[0] + along[1] * along[1];
    let part = if squared > 0.0 {
        ((there[0] * along[0] + there[1] * along[1]) / squared).clamp(0.0, 1.0)
    } else {
        0.0
    };
    (there[0] - part * along[0]).hypot(there[1] - part * along[1])
}

/// A drawing of any size as MNIST would have it, 28×28: cut out, scaled in proportion until its larger side is 20 pixels,
/// and moved by whole pixels until its centre of mass lies in the middle – or as near as its box stays on the picture.
/// `None` if there is no ink.
///
/// Paint finer than 28×28 if you can: a small drawing is enlarged here, and its pixels with it.
///
/// Source: Y. LeCun, C. Cortes and C. Burges, *The MNIST database of handwritten digits*.
///
/// # Panics
/// If there is not one value a cell.
pub fn as_mnist(ink: &[f32], [columns, rows]: [usize; 2]) -> Option<Vec<f32>> {
    assert_eq!(ink.len(), columns * rows, "a drawing of {columns}×{rows}");
    // Less than this is a soft edge, not a stroke.
    let inked = |&cell: &usize| ink[cell] > 0.05;
    let across = span((0..ink.len()).filter(inked).map(|cell| cell % columns))?;
    let down = span((0..ink.len()).filter(inked).map(|cell| cell / columns))?;
    let scale = BOX as f64 / (across[1] - across[0]).max(down[1] - down[0]);
    let size = |[from, to]: [f64; 2]| (((to - from) * scale).round() as usize).clamp(1, BOX);
    let [width, height] = [size(across), size(down)];
    let columns_of = shares(across, width, columns);
    let rows_of = shares(down, height, rows);
    let mut boxed = vec![0.0f32; width * height];
    for (y, row) in rows_of.iter().enumerate() {
        for (x, column) in columns_of.iter().enumerate() {
            boxed[y * width + x] = row
                .iter()
                .flat_map(|&(r, of_row)| {
                    column
                        .iter()
                        .map(move |&(c, of_column)| of_row * of_column * ink[r * columns + c])
                })
                .sum();
        }
    }
    let left = offset(&boxed, width, |cell| cell % width);
    let top = offset(&boxed, height, |cell| cell / width);
    let mut picture = vec![0.0; SIDE * SIDE];
    for (cell, &value) in boxed.iter().enumerate() {
        picture[(top + cell / width) * SIDE + left + cell % width] = value;
    }
    Some(picture)
}

/// From the lower edge of the first cell to the upper edge of the last.
fn span(cells: impl Iterator<Item = usize> + Clone) -> Option<[f64; 2]> {
    Some([cells.clone().min()? as f64, cells.max()? as f64 + 1.0])
}

/// For each of `pixels` equal parts of a line, the cells that it covers and how much of the part each of them is.
fn shares([from, to]: [f64; 2], pixels: usize, cells: usize) -> Vec<Vec<(usize, f32)>> {
    let long = (to - from) / pixels as f64;
    let part = |pixel: usize| {
        let (low, high) = (from + pixel as f64 * long, from + (pixel + 1) as f64 * long);
        let covered = (low as usize)..(high.ceil() as usize).min(cells);
        covered
            .map(|cell| {
                let inside = high.min(cell as f64 + 1.0) - low.max(cell as f64);
                (cell, (inside / long) as f32)
            })
            .collect()
    };
    (0..pixels).map(part).collect()
}

/// How far to move a box of `size` so that its ink's mean lies in the middle of the picture.
fn offset(boxed: &[f32], size: usize, place: impl Fn(usize) -> usize) -> usize {
    let ink: f32 = boxed.iter().sum();
    let middle = |(cell, &value): (usize, &f32)| value * (place(cell) as f32 + 0.5);
    let mean: f32 = boxed.iter().enumerate().map(middle).sum::<f32>() / ink;
    let moved = (SIDE as f32 / 2.0 - mean).round().max(0.0) as usize;
    moved.min(SIDE - size)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seven() -> Strokes {
        Strokes::through(&[&[[0.2, 0.3], [0.7, 0.3], [0.45, 0.8]], &[[0.3, 0.55]]])
    }

    #[test]
    fn strokes_survive_a_text() {
        let strokes = seven();
        let text = strokes.text();
        assert_eq!(text.len(), 3 * 4 + 1);
        assert!(
            text.bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
        );
        assert_eq!(Strokes::read(&text), strokes);
        assert_eq!(
            Strokes::read(&text[..text.len() - 1]).list.len(),
            1,
            "half a point is none"
        );
        assert_eq!(Strokes::read("..é%:AA"), Strokes::new());
    }

    #[test]
    fn a_pen_draws_only_while_it_is_down_and_paper_is_left() {
        let mut strokes = Strokes::new();
        strokes.pen(Pen::Move, [0.5, 0.5]);
        strokes.pen(Pen::Up, [0.5, 0.5]);
        strokes.pen(Pen::Down, [f64::NAN, 0.5]);
        assert!(strokes.is_empty());
        strokes.pen(Pen::Down, [0.5, 0.5]);
        strokes.pen(Pen::Move, [0.501, 0.5]);
        strokes.pen(Pen::Up, [7.0, -3.0]);
        strokes.pen(Pen::Move, [0.0, 0.0]);
        assert_eq!(
            strokes.points().collect::<Vec<_>>()[0].last(),
            Some(&[1.0, 0.0])
        );
        assert_eq!(strokes.list[0].len(), 2);
        for i in 0..9999 {
            strokes.pen(Pen::Down, [0.1, f64::from(i % 10) / 10.0]);
            strokes.pen(Pen::Move, [0.9, 0.5]);
        }
        assert!(
            (LIMIT - 8..=LIMIT).contains(&strokes.text().len()),
            "{}",
            strokes.text().len()
        );
    }

    #[test]
    fn paint_covers_the_area_of_the_pen() {
        let line = Strokes::through(&[&[[0.25, 0.5], [0.75, 0.5]]]);
        let area: f32 = line.paint([80, 80], 4.0).iter().sum();
        // A bar of 40 × 8 and two halves of a disc.
        let known = 40.0 * 8.0 + std::f32::consts::PI * 16.0;
        assert!((area - known).abs() < 0.03 * known, "{area}, not {known}");
        let dot = Strokes::through(&[&[[0.5, 0.5]]]).paint([9, 9], 1.0);
        assert_eq!((dot[4 * 9 + 4], dot[0]), (1.0, 0.0));
    }

    #[test]
    fn mnist_has_twenty_pixels_and_a_centred_mass_wherever_it_was_drawn() {
        let tall = |x: f64, y: f64, by: f64| {
            let at = |[u, v]: [f64; 2]| [x + by * u, y + by * v];
            let stroke = [[0.0, 0.0], [0.5, 0.1], [0.1, 1.0]].map(at);
            Strokes::through(&[&stroke]).paint([112, 112], 20.0 * by)
        };
        for (x, y, by) in [(0.1, 0.1, 0.3), (0.6, 0.5, 0.3), (0.2, 0.14, 0.7)] {
            let picture = as_mnist(&tall(x, y, by), [112, 112]).unwrap();
            let rows = span((0..784).filter(|&i| picture[i] > 0.0).map(|i| i / SIDE)).unwrap();
            assert_eq!(rows[1] - rows[0], 20.0);
            let ink: f32 = picture.iter().sum();
            for along in [|i: usize| i % SIDE, |i: usize| i / SIDE] {
                let mean: f32 = (0..784).map(|i| picture[i] * along(i) as f32).sum::<f32>() / ink;
                assert!((mean - 13.5).abs() <= 0.5, "{mean}");
            }
        }
        // The same drawing, elsewhere on the paper and of another size, is nearly the same picture, but for a pixel to
        // the side.
        let [a, b] = [tall(0.1, 0.1, 0.3), tall(0.2, 0.14, 0.7)]
            .map(|drawn| as_mnist(&drawn, [112, 112]).unwrap());
        let apart = |shift: usize| -> f32 {
            let pairs = a[1..].iter().zip(&b[shift..]);
            pairs.map(|(a, b)| (a - b).abs()).sum()
        };
        let least = (0..3).map(apart).fold(f32::INFINITY, f32::min);
        assert!(
            least < 0.12 * a.iter().sum::<f32>(),
            "{least} of {}",
            a.iter().sum::<f32>()
        );
    }

    #[test]
    fn mnist_of_odd_drawings() {
        assert_eq!(as_mnist(&[0.0; 12], [4, 3]), None);
        let corner = as_mnist(&[1.0, 0.0, 0.0, 0.0], [2, 2]).unwrap();
        assert!((corner.iter().sum::<f32>() - 400.0).abs() < 1e-3);
        // A heavy end: the box stays on the picture.
        let mut heavy = vec![0.06; 112];
        heavy[..8].fill(1.0);
        assert!(as_mnist(&heavy, [112, 1]).is_some());
    }
}
