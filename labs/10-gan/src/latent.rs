//! Where a generator starts: points of normal noise, and ways from one to another.

use nabla::{Rng, Tensor};
use rand_distr::{Distribution, StandardNormal};

/// Standard normal noise, `[count, width]`.
pub fn noise(count: usize, width: usize, rng: &mut Rng) -> Tensor {
    let numbers = (0..count * width).map(|_| StandardNormal.sample(rng));
    Tensor::from_vec(numbers.collect(), [count, width])
}

/// The length of a vector.
pub fn norm(z: &[f32]) -> f32 {
    z.iter().map(|x| x * x).sum::<f32>().sqrt()
}

// ANCHOR: lerp
/// The point that divides the straight way from `from` to `to`: 0 is `from`, 1 is `to`.
pub fn lerp(from: &[f32], to: &[f32], at: f32) -> Vec<f32> {
    mix(from, 1.0 - at, to, at)
}
// ANCHOR_END: lerp

// ANCHOR: slerp
/// The same on an arc: the direction turns evenly, in the plane of both points (Shoemake, 1985, whose *slerp* it is).
/// Two points in the same direction have the straight way between them.
///
/// With the angle Ω between the points, their weights are sin((1 − t)·Ω)/sin Ω and sin(t·Ω)/sin Ω.
pub fn slerp(from: &[f32], to: &[f32], at: f32) -> Vec<f32> {
    let product: f32 = from.iter().zip(to).map(|(a, b)| a * b).sum();
    let cosine = product / (norm(from) * norm(to));
    let angle = cosine.clamp(-1.0, 1.0).acos();
    let sine = angle.sin();
    if sine < 1e-4 {
        return lerp(from, to, at);
    }
    let weights = (((1.0 - at) * angle).sin() / sine, (at * angle).sin() / sine);
    mix(from, weights.0, to, weights.1)
}
// ANCHOR_END: slerp

fn mix(a: &[f32], of_a: f32, b: &[f32], of_b: f32) -> Vec<f32> {
    a.iter().zip(b).map(|(a, b)| of_a * a + of_b * b).collect()
}

/// `count` points along `way` from the first of `ends` to the second, both included, as a batch.
pub fn walk(
    ends: [&[f32]; 2],
    count: usize,
    way: impl Fn(&[f32], &[f32], f32) -> Vec<f32>,
) -> Tensor {
    let last = (count - 1).max(1) as f32;
    let numbers = (0..count).flat_map(|i| way(ends[0], ends[1], i as f32 / last));
    Tensor::from_vec(numbers.collect(), [count, ends[0].len()])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(got: &[f32], want: &[f32]) {
        assert_eq!(got.len(), want.len());
        for (got, want) in got.iter().zip(want) {
            assert!((got - want).abs() < 1e-5, "{got} {want}");
        }
    }

    #[test]
    fn both_ways_begin_and_end_where_they_should() {
        let (a, b) = ([1.0, 2.0, -0.5], [0.25, -1.0, 3.0]);
        for way in [lerp, slerp] {
            near(&way(&a, &b, 0.0), &a);
            near(&way(&a, &b, 1.0), &b);
        }
    }

    #[test]
    fn a_quarter_of_a_circle_is_walked_evenly_on_the_circle() {
        let (a, b) = ([2.0, 0.0], [0.0, 2.0]);
        let third = (std::f32::consts::FRAC_PI_6).sin_cos();
        near(&slerp(&a, &b, 1.0 / 3.0), &[2.0 * third.1, 2.0 * third.0]);
        near(&lerp(&a, &b, 0.5), &[1.0, 1.0]);
    }

    #[test]
    fn points_in_one_direction_are_joined_by_a_line() {
        near(&slerp(&[1.0, 1.0], &[3.0, 3.0], 0.25), &[1.5, 1.5]);
    }

    #[test]
    fn a_walk_has_both_ends() {
        let walked = walk([&[0.0, 1.0], &[4.0, 3.0]], 5, lerp);
        assert_eq!(walked.dims(), [5, 2]);
        near(&walked.data()[2..4], &[1.0, 1.5]);
        near(&walked.data()[8..], &[4.0, 3.0]);
    }
}
