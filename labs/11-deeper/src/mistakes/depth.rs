//! Wrong ways back through a stack, and wrong pieces of a picture.

use crate::solutions;

/// A picture: rows of pixels, each with its channels.
type Picture = Vec<Vec<Vec<f64>>>;

/// The inputs of the blocks and, at the end, what comes out.
fn inputs(x: f64, weights: &[f64]) -> Vec<f64> {
    let mut all = vec![x];
    for w in weights {
        let x = all[all.len() - 1];
        all.push(x + w * x.tanh());
    }
    all
}

/// With this factor in place of 1 + w·(1 − tanh²).
fn back(x: f64, weights: &[f64], upstream: f64, factor: impl Fn(f64, f64) -> f64) -> Vec<f64> {
    let inputs = inputs(x, weights);
    let mut gradients = vec![0.0; weights.len()];
    let mut above = upstream;
    for (l, &w) in weights.iter().enumerate().rev() {
        let bent = inputs[l].tanh();
        gradients[l] = above * bent;
        above *= factor(w, bent);
    }
    gradients
}

/// The 1 is forgotten.
pub fn no_way_around(x: f64, weights: &[f64], upstream: f64) -> Vec<f64> {
    back(x, weights, upstream, |w, bent| w * (1.0 - bent * bent))
}

/// Nothing but the 1.
pub fn only_the_way_around(x: f64, weights: &[f64], upstream: f64) -> Vec<f64> {
    back(x, weights, upstream, |_, _| 1.0)
}

/// tanh where its derivative belongs.
pub fn not_derived(x: f64, weights: &[f64], upstream: f64) -> Vec<f64> {
    back(x, weights, upstream, |w, bent| 1.0 + w * bent)
}

/// The slope of a tanh is taken for 1.
pub fn as_a_line(x: f64, weights: &[f64], upstream: f64) -> Vec<f64> {
    back(x, weights, upstream, |w, _| 1.0 + w)
}

/// The input of the stack for all blocks.
pub fn the_first_input(x: f64, weights: &[f64], upstream: f64) -> Vec<f64> {
    let right = solutions::residual_gradient(x, weights, upstream);
    let inputs = inputs(x, weights);
    let pairs = right.iter().zip(&inputs);
    pairs
        .map(|(g, input)| g / input.tanh() * x.tanh())
        .collect()
}

/// What comes out of a block where what goes in belongs.
pub fn the_output(x: f64, weights: &[f64], upstream: f64) -> Vec<f64> {
    let right = solutions::residual_gradient(x, weights, upstream);
    let inputs = inputs(x, weights);
    let pairs = right.iter().zip(inputs.windows(2));
    pairs
        .map(|(g, pair)| g / pair[0].tanh() * pair[1].tanh())
        .collect()
}

/// As they are found: the last first.
pub fn last_first(x: f64, weights: &[f64], upstream: f64) -> Vec<f64> {
    let mut right = solutions::residual_gradient(x, weights, upstream);
    right.reverse();
    right
}

/// The piece with other corners, or other steps before and after.
pub fn flipped_first(picture: &Picture, padding: usize, corner: [usize; 2], flip: bool) -> Picture {
    let mut picture = picture.clone();
    if flip {
        picture.iter_mut().for_each(|row| row.reverse());
    }
    solutions::crop_and_flip(&picture, padding, corner, false)
}

/// Rows for columns.
pub fn corner_swapped(
    picture: &Picture,
    padding: usize,
    [down, right]: [usize; 2],
    flip: bool,
) -> Picture {
    solutions::crop_and_flip(picture, padding, [right, down], flip)
}

/// The picture is moved by what its corner is moved by.
pub fn moved_along(picture: &Picture, padding: usize, corner: [usize; 2], flip: bool) -> Picture {
    let corner = corner.map(|from| 2 * padding - from);
    solutions::crop_and_flip(picture, padding, corner, flip)
}

/// Above and below change places.
pub fn upside_down(picture: &Picture, padding: usize, corner: [usize; 2], flip: bool) -> Picture {
    let mut piece = solutions::crop_and_flip(picture, padding, corner, false);
    if flip {
        piece.reverse();
    }
    piece
}

/// Also the channels change places, as in a list of numbers that is turned round.
pub fn channels_too(picture: &Picture, padding: usize, corner: [usize; 2], flip: bool) -> Picture {
    let mut piece = solutions::crop_and_flip(picture, padding, corner, flip);
    if flip {
        piece.iter_mut().flatten().for_each(|pixel| pixel.reverse());
    }
    piece
}

/// The margin repeats the edge.
pub fn edge_repeated(
    picture: &Picture,
    padding: usize,
    [down, right]: [usize; 2],
    flip: bool,
) -> Picture {
    let (height, width) = (picture.len(), picture[0].len());
    let inside = |at: usize, size: usize| at.saturating_sub(padding).min(size - 1);
    let pixel =
        |row, column| picture[inside(row + down, height)][inside(column + right, width)].clone();
    let row = |row| {
        let mut piece: Vec<Vec<f64>> = (0..width).map(|column| pixel(row, column)).collect();
        if flip {
            piece.reverse();
        }
        piece
    };
    (0..height).map(row).collect()
}
