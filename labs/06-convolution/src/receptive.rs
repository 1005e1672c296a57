//! What of the picture a number of a later map depends on, and how strongly.

use nabla::{Module, Tape, Tensor, Window};

// ANCHOR: field
/// How a number of a map depends on the picture, along one side of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// On so many pixels in a row.
    pub size: usize,
    /// Those of its neighbour begin so many pixels further on.
    pub jump: usize,
}

impl Field {
    /// A pixel depends on itself.
    pub const PIXEL: Field = Field { size: 1, jump: 1 };

    /// What a window makes of such numbers: it has its first one's pixels, and those that its last
    /// one lies further on.
    pub fn through(self, window: Window) -> Field {
        Field {
            size: self.size + (window.reach()[0] - 1) * self.jump,
            jump: self.jump * window.stride[0],
        }
    }
}
// ANCHOR_END: field

// ANCHOR: influence
/// How strongly the number in the middle of the last map depends on each pixel: the root of the mean
/// square of its gradient, over all pictures `[N, H, W, 1]` and all channels of the map. In rows.
pub fn influence(layers: &[&dyn Module], pictures: &Tensor) -> Vec<f64> {
    let tape = Tape::new();
    let x = tape.variable(pictures.clone());
    let y = layers.iter().fold(x, |x, layer| layer.forward(&tape, x));
    let map = y.value();
    let &[count, height, width, channels] = map.dims() else {
        panic!("the last layer makes no maps, but {}", map.shape());
    };
    let mut squares = vec![0.0; pictures.len() / count];
    for channel in 0..channels {
        let mut only = Tensor::zeros(map.shape());
        for picture in 0..count {
            let middle = (picture * height + height / 2) * width + width / 2;
            only.data_mut()[middle * channels + channel] = 1.0;
        }
        // No picture has a part in another's answer, so one way back serves all.
        let grads = (y * tape.constant(only)).sum().backward();
        for picture in grads.of(x).data().chunks_exact(squares.len()) {
            for (square, &slope) in squares.iter_mut().zip(picture) {
                *square += f64::from(slope).powi(2);
            }
        }
    }
    let root = |square: f64| (square / (count * channels) as f64).sqrt();
    squares.into_iter().map(root).collect()
}
// ANCHOR_END: influence

/// On how many rows of pixels, `width` in each, anything depends.
pub fn rows_seen(influence: &[f64], width: usize) -> usize {
    let rows = influence.chunks_exact(width);
    rows.filter(|row| row.iter().any(|&i| i > 0.0)).count()
}

// ANCHOR: ways
/// Through `layers` filters of 3 × 3, along one side: the share of all ways from a number of the last
/// map that end at each of the pixels in its field.
pub fn ways(layers: usize) -> Vec<f64> {
    (0..layers).fold(vec![1.0], |before, _| {
        let mut after = vec![0.0; before.len() + 2];
        for (i, share) in before.iter().enumerate() {
            after[i..i + 3].iter_mut().for_each(|a| *a += share / 3.0);
        }
        after
    })
}
// ANCHOR_END: ways

/// The fewest of these, an odd number around their middle, that make up such a part of the whole.
pub fn middle(shares: &[f64], part: f64) -> usize {
    let (half, whole) = (shares.len() / 2, shares.iter().sum::<f64>());
    let holds = |r: &usize| shares[half - r..=half + r].iter().sum::<f64>() >= part * whole;
    2 * (0..half).find(holds).unwrap_or(half) + 1
}

/// The part that each of `width` columns of pixels has in the squared influence.
pub fn parts_of_columns(influence: &[f64], width: usize) -> Vec<f64> {
    let column = |c| influence.iter().skip(c).step_by(width).map(|i| i * i).sum();
    let columns: Vec<f64> = (0..width).map(column).collect();
    let whole: f64 = columns.iter().sum();
    columns.iter().map(|column| column / whole).collect()
}

/// The part that a square of `side` pixels has in it, whose first row and column are number `first`.
pub fn part_within(influence: &[f64], width: usize, (first, side): (usize, usize)) -> f64 {
    let rows = influence.chunks_exact(width).skip(first).take(side);
    let inside: f64 = rows
        .flat_map(|row| &row[first..][..side])
        .map(|i| i * i)
        .sum();
    inside / influence.iter().map(|i| i * i).sum::<f64>()
}
