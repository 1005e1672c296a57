//! Characters that nobody writes: a few strokes of a pen, and as many handwritings of each as one likes.

use crate::scene::clutter::dot;
use nabla::Rng;
use rand::RngExt;

/// Dots along a stroke.
const DOTS: usize = 24;
/// By how much a writer misses a point, at most, in shares of the side.
const MISSED: f32 = 0.114;

// ANCHOR: characters
/// Points of the plane, in shares of a picture's side, and strokes between them.
pub struct Character {
    points: Vec<[f32; 2]>,
    /// Each begins at the first of its four points, is pulled by two, and ends at the last: a cubic Bézier curve.
    strokes: Vec<[usize; 4]>,
}

impl Character {
    /// One to three strokes. Most go on where the one before ended, and some end where they began.
    pub fn invent(rng: &mut Rng) -> Self {
        let (mut points, mut strokes) = (Vec::new(), Vec::<[usize; 4]>::new());
        for _ in 0..rng.random_range(1..=3) {
            let mut stroke = [0, 1, 2, 3].map(|i| points.len() + i);
            points.extend([(); 4].map(|()| [(); 2].map(|()| rng.random_range(0.16..0.84_f32))));
            if let Some(before) = strokes.last()
                && rng.random_bool(0.6)
            {
                stroke[0] = before[3];
            }
            if rng.random_bool(0.2) {
                stroke[3] = stroke[0];
            }
            strokes.push(stroke);
        }
        Character { points, strokes }
    }

    /// As somebody writes it once: every point a little elsewhere, by a pen that is thin or broad. `[side * side]`.
    pub fn written(&self, side: usize, rng: &mut Rng) -> Vec<f32> {
        let (mut canvas, size) = (vec![0.0; side * side], side as f32);
        let pen = rng.random_range(0.05..0.086) * size;
        // The sum of two draws: small misses are likelier than large ones.
        let mut half = || rng.random_range(-0.5..0.5) * MISSED;
        let moved = |point: &[f32; 2]| point.map(|x| (x + (half() + half())) * size);
        let points: Vec<[f32; 2]> = self.points.iter().map(moved).collect();
        for stroke in &self.strokes {
            for dot_number in 0..=DOTS {
                let t = dot_number as f32 / DOTS as f32;
                let u = 1.0 - t;
                let shares = [u * u * u, 3.0 * u * u * t, 3.0 * u * t * t, t * t * t];
                let [x, y] = [0, 1].map(|axis| {
                    let pulls = shares.iter().zip(stroke);
                    pulls.map(|(share, &at)| share * points[at][axis]).sum()
                });
                dot(&mut canvas, side, (x, y), pen, 1.0);
            }
        }
        canvas
    }
}
// ANCHOR_END: characters

#[cfg(test)]
mod tests {
    use super::*;

    /// The same character in two handwritings has more ink in common than two characters.
    #[test]
    fn handwritings_are_alike_and_characters_are_not() {
        let rng = &mut nabla::rng(1);
        let (mut same, mut other) = (0.0, 0.0);
        for _ in 0..200 {
            let [a, b] = [(); 2].map(|()| Character::invent(rng));
            let [first, again, stranger] = [&a, &a, &b].map(|c| c.written(28, rng));
            let all = first.iter().chain(&again).chain(&stranger);
            assert!(all.clone().all(|ink| (0.0..=1.0).contains(ink)));
            let common = |x: &[f32], y: &[f32]| -> f32 {
                let both: f32 = x.iter().zip(y).map(|(x, y)| x.min(*y)).sum();
                both / x.iter().zip(y).map(|(x, y)| x.max(*y)).sum::<f32>()
            };
            same += common(&first, &again) / 200.0;
            other += common(&first, &stranger) / 200.0;
        }
        assert!(same > 2.0 * other, "{same} {other}");
    }
}
