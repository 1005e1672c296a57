//! From scores to probabilities: the formula as the textbook writes it, which is not how to run it.

// ANCHOR: naive
/// `exp(sᵢ) / Σ exp(sⱼ)`, word for word. Right for small scores; `exp` overflows
/// beyond about 709.
pub fn softmax_word_for_word(scores: &[f64]) -> Vec<f64> {
    let exponentials: Vec<f64> = scores.iter().map(|s| s.exp()).collect();
    let total: f64 = exponentials.iter().sum();
    exponentials.iter().map(|e| e / total).collect()
}
// ANCHOR_END: naive
