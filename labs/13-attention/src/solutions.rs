//! Reference answers.

// ANCHOR: address
/// Row i gets what comes on from the row before it, what stays, and what comes back from the row behind it.
pub fn address(found: &[f64], before: &[f64], gate: f64, shares: [f64; 3], power: f64) -> Vec<f64> {
    let rows = found.len();
    let kept = |i: usize| gate * found[i % rows] + (1.0 - gate) * before[i % rows];
    let [back, stay, on] = shares;
    let moved = |i: usize| back * kept(i + 1) + stay * kept(i) + on * kept(i + rows - 1);
    let raised: Vec<f64> = (0..rows).map(|i| moved(i).powf(power)).collect();
    let sum: f64 = raised.iter().sum();
    raised.iter().map(|w| w / sum).collect()
}
// ANCHOR_END: address

// ANCHOR: halting
/// What is left of 1 is handed out step by step; the step at which ε or less would be left takes all of it.
pub fn halting(h: &[f64], epsilon: f64) -> (Vec<f64>, f64, f64) {
    let mut weights = vec![0.0; h.len()];
    let mut left = 1.0;
    for (n, &h_n) in h.iter().enumerate() {
        if left - h_n <= epsilon || n + 1 == h.len() {
            weights[n] = left;
            return (weights, left, (n + 1) as f64 + left);
        }
        weights[n] = h_n;
        left -= h_n;
    }
    (weights, left, left) // Without a step nothing was thought.
}
// ANCHOR_END: halting
