//! Our answers.

// -- boxes: solutions go here --

// -- pixels --

// ANCHOR: dice_loss
/// L = 1 − A/B. The quotient rule: −(2y·B − A)/B², since A grows by 2y with p, and B by 1.
pub fn dice_loss(p: &[f64], y: &[f64]) -> (f64, Vec<f64>) {
    let common: f64 = p.iter().zip(y).map(|(p, y)| p * y).sum();
    let both: f64 = p.iter().chain(y).sum();
    let (above, below) = (2.0 * common + 1.0, both + 1.0);
    let slope = |y: &f64| -(2.0 * y * below - above) / (below * below);
    (1.0 - above / below, y.iter().map(slope).collect())
}
// ANCHOR_END: dice_loss

// ANCHOR: lazy
/// No storm: 982,000 of a million are right, and all of them are in one class.
pub fn lazy() -> [f64; 4] {
    let storm: f64 = 0.018;
    let rest = 1.0 - storm;
    let nats = -storm * storm.ln() - rest * rest.ln();
    [rest, (rest + 0.0) / 2.0, nats, rest / storm]
}
// ANCHOR_END: lazy

// -- pairs --

// ANCHOR: triplet_loss
/// In |a − p|² − |a − n|² the a² falls out: what is left in a is −2p + 2n.
pub fn triplet_loss(a: &[f64], p: &[f64], n: &[f64], margin: f64) -> (f64, [Vec<f64>; 3]) {
    let squared = |b: &[f64]| -> f64 { a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum() };
    let loss = squared(p) - squared(n) + margin;
    let twice = |from: &[f64], to: &[f64]| -> Vec<f64> {
        let both = from.iter().zip(to);
        both.map(|(f, t)| if loss > 0.0 { 2.0 * (t - f) } else { 0.0 })
            .collect()
    };
    (loss.max(0.0), [twice(p, n), twice(a, p), twice(n, a)])
}
// ANCHOR_END: triplet_loss

// -- captions: solutions go here --
