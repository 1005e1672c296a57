//! Do two clouds of points lie in the same places? Asked of neighbours, without a single mean.
//!
//! Points are rows: `[N, D]`. Every real point gets a ball as large as the distance to its `k`-th nearest neighbour
//! among the other real points: small where they are dense, large where they are rare. Formulas: precision from
//! Kynkäänniemi et al., 2019; density and coverage from Naeem et al., 2020.

use nabla::Tensor;

/// How many neighbours a ball reaches to, as in Naeem et al.
pub const NEIGHBOURS: usize = 5;

/// Real points, and the ball around each.
#[derive(Debug, Clone)]
pub struct Balls {
    points: Tensor,
    /// The radius of each, squared.
    radii: Vec<f32>,
}

/// Where forgeries lie among real points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Overlap {
    /// The share of forgeries that lie in at least one ball: is what it makes real?
    pub precision: f64,
    /// In how many balls a forgery lies, over `k`: 1 on average for points from the same source.
    pub density: f64,
    /// The share of balls with a forgery in them: does it make everything that is real?
    pub coverage: f64,
}

impl Balls {
    // ANCHOR: balls
    /// A ball around each of `points`, `[N, D]`, that reaches to its `k`-th neighbour.
    ///
    /// # Panics
    /// If there are not more than `k` points.
    pub fn around(points: &Tensor, k: usize) -> Self {
        let count = points.dims()[0];
        assert!(count > k, "{count} points have no {k} neighbours each");
        let radius = |i: usize| {
            let mut others = distances(points, row(points, i));
            others.swap_remove(i);
            *others.select_nth_unstable_by(k - 1, f32::total_cmp).1
        };
        Balls {
            radii: (0..count).map(radius).collect(),
            points: points.clone(),
        }
    }
    // ANCHOR_END: balls

    // ANCHOR: overlap
    /// Where `forged`, `[M, D]`, lie among these balls, which were made with `k`.
    pub fn overlap(&self, forged: &Tensor, k: usize) -> Overlap {
        let count = forged.dims()[0];
        let mut found = vec![false; self.radii.len()];
        let (mut inside, mut hits) = (0, 0);
        for j in 0..count {
            let before = hits;
            let to_each = distances(&self.points, row(forged, j));
            for (i, (distance, radius)) in to_each.iter().zip(&self.radii).enumerate() {
                if distance <= radius {
                    found[i] = true;
                    hits += 1;
                }
            }
            inside += usize::from(hits > before);
        }
        let share = |part: usize, whole: usize| part as f64 / whole as f64;
        Overlap {
            precision: share(inside, count),
            density: share(hits, k * count),
            coverage: share(found.iter().filter(|f| **f).count(), found.len()),
        }
    }
    // ANCHOR_END: overlap
}

/// The coverage to expect of `forged` points from the very source of the `real` ones: a ball stays empty only if the
/// `k` nearest of all other points are all real.
pub fn coverage_of_equals(real: usize, forged: usize, k: usize) -> f64 {
    let all_real = (0..k).map(|i| {
        let (left, all) = (real - 1 - i, real + forged - 1 - i);
        left as f64 / all as f64
    });
    1.0 - all_real.product::<f64>()
}

/// For each of `of`, the place of the nearest row of `among`, and how far that is.
pub fn nearest(of: &Tensor, among: &Tensor) -> Vec<(usize, f32)> {
    let one = |j| {
        let to_each = distances(among, row(of, j));
        let nearest = to_each.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1));
        nearest.map_or((0, f32::NAN), |(i, square)| (i, square.sqrt()))
    };
    (0..of.dims()[0]).map(one).collect()
}

fn row(points: &Tensor, i: usize) -> &[f32] {
    let width = points.shape().last();
    &points.data()[i * width..][..width]
}

/// The squared distance of `from` to each row of `points`.
fn distances(points: &Tensor, from: &[f32]) -> Vec<f32> {
    let rows = points.data().chunks_exact(from.len());
    rows.map(|row| square_distance(row, from)).collect()
}

/// Eight sums side by side: a single one would have to wait for itself at every addition.
fn square_distance(a: &[f32], b: &[f32]) -> f32 {
    const LANES: usize = 8;
    let mut sums = [0.0; LANES];
    let (a, b) = (a.chunks(LANES), b.chunks(LANES));
    for (a, b) in a.zip(b) {
        for ((sum, a), b) in sums.iter_mut().zip(a).zip(b) {
            *sum += (a - b) * (a - b);
        }
    }
    sums.iter().sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::latent::noise;

    /// Two modes of a dozen points each, far apart.
    fn two_modes() -> Tensor {
        let point = |i: usize| {
            let middle = if i < 12 { 0.0 } else { 100.0 };
            [middle + (i % 12) as f32, (i * i % 7) as f32]
        };
        Tensor::from_vec((0..24).flat_map(point).collect(), [24, 2])
    }

    #[test]
    fn radii_by_hand() {
        let points = Tensor::from_vec(vec![0.0, 1.0, 3.0, 7.0], [4, 1]);
        assert_eq!(Balls::around(&points, 1).radii, [1.0, 1.0, 4.0, 16.0]);
        assert_eq!(Balls::around(&points, 2).radii, [9.0, 4.0, 9.0, 36.0]);
    }

    #[test]
    fn overlap_by_hand() {
        // Balls with k = 1: [−1, 1], [0, 2], [1, 5], [3, 11].
        let real = Tensor::from_vec(vec![0.0, 1.0, 3.0, 7.0], [4, 1]);
        let forged = Tensor::from_vec(vec![0.5, 0.75, -3.0, 4.0, 20.0], [5, 1]);
        let overlap = Balls::around(&real, 1).overlap(&forged, 1);
        assert_eq!(overlap.precision, 3.0 / 5.0);
        assert_eq!(overlap.density, 6.0 / 5.0);
        assert_eq!(overlap.coverage, 1.0);
    }

    #[test]
    fn one_mode_of_two_is_precise_and_covers_half() {
        let real = two_modes();
        let overlap = Balls::around(&real, NEIGHBOURS).overlap(&real.rows(0..12), NEIGHBOURS);
        assert_eq!((overlap.precision, overlap.coverage), (1.0, 0.5));
    }

    /// Naeem et al. prove it: the expected coverage of equals depends on the counts alone.
    #[test]
    fn points_from_the_same_source_get_what_theory_says() {
        for (real, forged) in [(600, 600), (600, 300)] {
            let mut rng = nabla::rng(3);
            let (a, b) = (noise(real, 10, &mut rng), noise(forged, 10, &mut rng));
            let overlap = Balls::around(&a, NEIGHBOURS).overlap(&b, NEIGHBOURS);
            let want = coverage_of_equals(real, forged, NEIGHBOURS);
            assert!(
                (overlap.coverage - want).abs() < 0.03,
                "{overlap:?}, theory {want}"
            );
            assert!((overlap.density - 1.0).abs() < 0.15, "{overlap:?}");
        }
        assert!((coverage_of_equals(1_000, 1_000, 5) - 31.0 / 32.0).abs() < 1e-3);
    }

    #[test]
    fn the_nearest_is_found_with_its_distance() {
        let among = Tensor::from_vec(vec![0.0, 0.0, 3.0, 4.0, 10.0, 0.0], [3, 2]);
        let of = Tensor::from_vec(vec![3.0, 1.0, 9.0, 0.5], [2, 2]);
        let found = nearest(&of, &among);
        assert_eq!(found[0], (1, 3.0));
        assert_eq!(found[1].0, 2);
    }
}
