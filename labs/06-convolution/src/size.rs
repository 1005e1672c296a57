//! How large what comes out is, and how many numbers are learned.

/// The places of a window on a row: ⌊(W − F + 2P)/S⌋ + 1, with W the numbers in the row, F the window, P the zeros added
/// on *each* side, S the stride.
pub fn places(w: usize, f: usize, p: usize, s: usize) -> usize {
    (w + 2 * p - f) / s + 1
}

/// What a convolution learns: F·F·C weights for each of K filters, and K biases. The size of the picture is not in it.
pub fn convolution(f: usize, channels: usize, filters: usize) -> usize {
    f * f * channels * filters + filters
}

/// What a dense layer learns: a weight for each pair, and a bias for each output.
pub fn dense(inputs: usize, outputs: usize) -> usize {
    inputs * outputs + outputs
}
