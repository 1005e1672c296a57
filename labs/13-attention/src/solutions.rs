//! Reference answers.

// ANCHOR: attention_weights
/// The largest score is subtracted first: the weights are the same, and no exponential overflows.
pub fn attention_weights(query: &[f64], letters: &[Vec<f64>]) -> (Vec<f64>, Vec<f64>) {
    let dot = |a: &[f64]| a.iter().zip(query).map(|(a, b)| a * b).sum::<f64>();
    let scores: Vec<f64> = letters.iter().map(|letter| dot(letter)).collect();
    let largest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let exps: Vec<f64> = scores.iter().map(|score| (score - largest).exp()).collect();
    let sum: f64 = exps.iter().sum();
    let weights: Vec<f64> = exps.iter().map(|exp| exp / sum).collect();
    let mut found = vec![0.0; query.len()];
    for (weight, letter) in weights.iter().zip(letters) {
        for (found, x) in found.iter_mut().zip(letter) {
            *found += weight * x;
        }
    }
    (weights, found)
}
// ANCHOR_END: attention_weights

// ANCHOR: weights_by_hand
/// The scores are 1, 0 and 2; asked twice as loudly 2, 0 and 4. A place of padding has the score 0, and so counts e⁰.
pub fn weights_by_hand() -> [f64; 5] {
    let [a, b, c] = [1.0_f64, 0.0, 2.0].map(f64::exp);
    let sum = a + b + c;
    let [a2, b2, c2] = [2.0_f64, 0.0, 4.0].map(f64::exp);
    [
        c / sum,
        (3.0 * a - 2.0 * b) / sum,
        c / sum,
        c2 / (a2 + b2 + c2),
        c / (sum + 2.0),
    ]
}
// ANCHOR_END: weights_by_hand
