//! Wrong answers to the exercises about maps and styles.

use crate::solutions;

type Maps = [Vec<Vec<f64>>];
type Table = Vec<Vec<f64>>;

/// The mean of each channel.
fn means(maps: &Maps) -> Vec<f64> {
    let pixels: Vec<&Vec<f64>> = maps.iter().flatten().collect();
    let mean = |c: usize| pixels.iter().map(|p| p[c]).sum::<f64>() / pixels.len() as f64;
    (0..pixels[0].len()).map(mean).collect()
}

/// `value` of each pixel and its place.
fn each(maps: &Maps, value: impl Fn(&[f64], usize, usize) -> f64) -> Table {
    let rows = maps.iter().enumerate();
    rows.map(|(y, row)| {
        let pixels = row.iter().enumerate();
        pixels.map(|(x, pixel)| value(pixel, y, x)).collect()
    })
    .collect()
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Leaves what speaks against the answer in the map.
pub fn cam_signed(a: &Maps, g: &Maps) -> Table {
    let weights = means(g);
    each(a, |pixel, _, _| dot(pixel, &weights))
}

/// Adds gradients up in place of their mean.
pub fn cam_of_sums(a: &Maps, g: &Maps) -> Table {
    let pixels = g.iter().flatten().count() as f64;
    each(a, |pixel, _, _| (dot(pixel, &means(g)) * pixels).max(0.0))
}

/// Multiplies each activation by the gradient in its own place.
pub fn cam_in_place(a: &Maps, g: &Maps) -> Table {
    each(a, |pixel, y, x| dot(pixel, &g[y][x]).max(0.0))
}

/// Takes the weights from the activations.
pub fn cam_swapped(a: &Maps, g: &Maps) -> Table {
    solutions::grad_cam(g, a)
}

/// Cuts each channel's part at 0 before the sum.
pub fn cam_cut_early(a: &Maps, g: &Maps) -> Table {
    let weights = means(g);
    each(a, |pixel, _, _| {
        let parts = pixel.iter().zip(&weights).map(|(a, w)| (a * w).max(0.0));
        parts.sum()
    })
}

/// The right matrix, times `factor` of positions and channels.
fn scaled(f: &[Vec<f64>], factor: impl Fn(f64, f64) -> f64) -> Table {
    let factor = factor(f.len() as f64, f[0].len() as f64);
    let row = |row: Vec<f64>| row.into_iter().map(|x| x * factor).collect();
    solutions::gram(f).into_iter().map(row).collect()
}

/// Adds up and does not divide.
pub fn gram_sum(f: &[Vec<f64>]) -> Table {
    scaled(f, |positions, _| positions)
}

/// Divides by the channels.
pub fn gram_over_channels(f: &[Vec<f64>]) -> Table {
    scaled(f, |positions, channels| positions / channels)
}

/// Multiplies positions, not channels.
pub fn gram_of_positions(f: &[Vec<f64>]) -> Table {
    let row = |a: &Vec<f64>| f.iter().map(|b| dot(a, b) / f.len() as f64).collect();
    f.iter().map(row).collect()
}

/// Takes off the mean of each channel first.
pub fn gram_centred(f: &[Vec<f64>]) -> Table {
    let mean = |c: usize| f.iter().map(|p| p[c]).sum::<f64>() / f.len() as f64;
    let middle: Vec<f64> = (0..f[0].len()).map(mean).collect();
    let apart = |p: &Vec<f64>| p.iter().zip(&middle).map(|(x, m)| x - m).collect();
    solutions::gram(&f.iter().map(apart).collect::<Vec<_>>())
}
