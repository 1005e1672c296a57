//! Nearer than the other.

type Slopes = [Vec<f64>; 3];

fn zip(a: &[f64], b: &[f64], f: impl Fn(f64, f64) -> f64) -> Vec<f64> {
    a.iter().zip(b).map(|(&a, &b)| f(a, b)).collect()
}

fn squared(a: &[f64], b: &[f64]) -> f64 {
    zip(a, b, |a, b| (a - b).powi(2)).iter().sum()
}

/// Each gradient times a number of its own.
pub fn triplet_scaled(
    factors: [f64; 3],
    (a, p, n, margin): (&[f64], &[f64], &[f64], f64),
) -> (f64, Slopes) {
    let (loss, slopes) = crate::solutions::triplet_loss(a, p, n, margin);
    let mut factors = factors.into_iter();
    let slopes = slopes.map(|slope| {
        let factor = factors.next().unwrap_or(1.0);
        slope.iter().map(|s| factor * s).collect()
    });
    (loss, slopes)
}

/// Not cut off at 0: it goes on pulling.
pub fn triplet_uncut(a: &[f64], p: &[f64], n: &[f64], margin: f64) -> (f64, Slopes) {
    let loss = squared(a, p) - squared(a, n) + margin;
    (loss, slopes(a, p, n))
}

/// The loss is cut off, the gradients are not.
pub fn triplet_slopes_uncut(a: &[f64], p: &[f64], n: &[f64], margin: f64) -> (f64, Slopes) {
    (triplet_uncut(a, p, n, margin).0.max(0.0), slopes(a, p, n))
}

fn slopes(a: &[f64], p: &[f64], n: &[f64]) -> Slopes {
    let twice = |from: &[f64], to: &[f64]| zip(from, to, |f, t| 2.0 * (t - f));
    [twice(p, n), twice(a, p), twice(n, a)]
}

/// The distances are not squared.
pub fn triplet_of_roots(a: &[f64], p: &[f64], n: &[f64], margin: f64) -> (f64, Slopes) {
    let (own, other) = (squared(a, p).sqrt(), squared(a, n).sqrt());
    let loss = (own - other + margin).max(0.0);
    let along = |from: &[f64], to: &[f64], far: f64| {
        let far = if loss > 0.0 && far > 0.0 {
            far
        } else {
            f64::INFINITY
        };
        zip(from, to, |f, t| (t - f) / far)
    };
    let (to_p, to_n) = (along(a, p, own), along(n, a, other));
    let of_a = zip(&to_p, &to_n, |p, n| -p - n);
    (loss, [of_a, to_p, to_n])
}

/// Positive and negative exchanged.
pub fn triplet_exchanged(a: &[f64], p: &[f64], n: &[f64], margin: f64) -> (f64, Slopes) {
    let (loss, [of_a, of_n, of_p]) = crate::solutions::triplet_loss(a, n, p, margin);
    (loss, [of_a, of_p, of_n])
}

/// The anchor moves towards the positive alone.
pub fn triplet_half_anchor(a: &[f64], p: &[f64], n: &[f64], margin: f64) -> (f64, Slopes) {
    let (loss, [_, of_p, of_n]) = crate::solutions::triplet_loss(a, p, n, margin);
    (loss, [of_p.iter().map(|s| -s).collect(), of_p, of_n])
}

/// The margin taken away.
pub fn triplet_minus_margin(a: &[f64], p: &[f64], n: &[f64], margin: f64) -> (f64, Slopes) {
    crate::solutions::triplet_loss(a, p, n, -margin)
}
