//! Walks through the space of the codes.

use nabla::{Rng, Tensor};
use rand_distr::{Distribution, StandardNormal};

/// Codes drawn from N(0, I), `[count, latent]`.
pub fn drawn(count: usize, latent: usize, rng: &mut Rng) -> Tensor {
    let noise = (0..count * latent).map(|_| StandardNormal.sample(rng));
    Tensor::from_vec(noise.collect(), [count, latent])
}

/// The codes of a square grid from −`reach` to `reach` in both directions, row by row from above: `[side², 2]`.
pub fn grid(side: usize, reach: f32) -> Tensor {
    let at = |i: usize| reach * (2.0 * i as f32 / (side - 1) as f32 - 1.0);
    let places = (0..side * side).flat_map(|i| [at(i % side), -at(i / side)]);
    Tensor::from_vec(places.collect(), [side * side, 2])
}

/// `steps` points on the straight line from `from` to `to`, both ends included: of codes, or of pictures.
pub fn line(from: &[f32], to: &[f32], steps: usize) -> Tensor {
    let mut points = Vec::with_capacity(steps * from.len());
    for i in 0..steps {
        let t = i as f32 / (steps - 1) as f32;
        points.extend(from.iter().zip(to).map(|(a, b)| (1.0 - t) * a + t * b));
    }
    Tensor::from_vec(points, [steps, from.len()])
}

// ANCHOR: slant
/// By how many pixels the ink moves to the right, a pixel further up: the slope of the straight line that goes through the
/// ink best, seen from below. Positive leans to the right. 0 if all the ink is in one row.
pub fn slant(picture: &[f32], width: usize) -> f64 {
    let ink: f64 = picture.iter().map(|&p| f64::from(p)).sum();
    let place = |i: usize| ((i % width) as f64, -((i / width) as f64));
    let mean = |of: &dyn Fn(f64, f64) -> f64| {
        let weighted = picture.iter().enumerate().map(|(i, &p)| {
            let (x, y) = place(i);
            f64::from(p) * of(x, y)
        });
        weighted.sum::<f64>() / ink.max(1e-12)
    };
    let (x0, y0) = (mean(&|x, _| x), mean(&|_, y| y));
    let (along, up) = (
        mean(&|x, y| (x - x0) * (y - y0)),
        mean(&|_, y| (y - y0).powi(2)),
    );
    if up > 1e-9 { along / up } else { 0.0 }
}

/// The mean code of the third of the pictures in which `measure` is largest, minus that of the third in which it is
/// smallest. `codes` is `[N, latent]`.
pub fn direction(codes: &Tensor, measure: &[f64]) -> Vec<f32> {
    let latent = codes.dims()[1];
    let mut order: Vec<usize> = (0..measure.len()).collect();
    order.sort_by(|&a, &b| measure[a].total_cmp(&measure[b]));
    let third = order.len() / 3;
    let mean = |places: &[usize]| {
        let mut sum = vec![0.0_f32; latent];
        for &i in places {
            let code = &codes.data()[i * latent..][..latent];
            sum.iter_mut().zip(code).for_each(|(s, c)| *s += c);
        }
        sum.iter().map(|s| s / third as f32).collect::<Vec<_>>()
    };
    let (low, high) = (mean(&order[..third]), mean(&order[order.len() - third..]));
    high.iter().zip(low).map(|(h, l)| h - l).collect()
}

/// `code` moved by so much of `direction`.
pub fn moved(code: &[f32], direction: &[f32], by: f32) -> Vec<f32> {
    let pairs = code.iter().zip(direction);
    pairs.map(|(c, d)| c + by * d).collect()
}
// ANCHOR_END: slant

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grid_is_read_like_a_page() {
        let g = grid(3, 2.0);
        assert_eq!(g.data()[..6], [-2.0, 2.0, 0.0, 2.0, 2.0, 2.0]);
        assert_eq!(g.data()[12..], [-2.0, -2.0, 0.0, -2.0, 2.0, -2.0]);
    }

    #[test]
    fn a_stroke_that_leans_to_the_right_has_a_positive_slant() {
        // Rows from above: the upper end is to the right.
        let slash = [0.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 0.0];
        assert!((slant(&slash, 3) - 1.0).abs() < 1e-12);
        let post = [0.0, 1.0, 0.0, 0.0, 1.0, 0.0];
        assert_eq!(slant(&post, 3), 0.0);
    }

    #[test]
    fn the_direction_goes_from_small_to_large() {
        let codes = Tensor::from_slice(&[5.0, 1.0, 0.0, 2.0, 1.0, 3.0], [3, 2]);
        assert_eq!(direction(&codes, &[0.5, 0.9, 0.1]), [-1.0, -1.0]);
    }
}
