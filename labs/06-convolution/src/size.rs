//! How large what comes out is, and how many numbers are learned.

// ANCHOR: places
/// The places of a window on a row: ⌊(W − N + 2P)/S⌋ + 1, with W the numbers in the row, N the window, P the zeros added
/// on *each* side, S the stride.
pub fn places(w: usize, n: usize, p: usize, s: usize) -> usize {
    (w + 2 * p - n) / s + 1
}
// ANCHOR_END: places

// ANCHOR: weights
/// What a convolution learns: N·N·D weights for each of K filters, and K biases. The size of the picture is not in it.
pub fn convolution(n: usize, depth: usize, filters: usize) -> usize {
    n * n * depth * filters + filters
}

/// What a dense layer learns: a weight for each pair, and a bias for each output.
pub fn dense(inputs: usize, outputs: usize) -> usize {
    inputs * outputs + outputs
}
// ANCHOR_END: weights
