//! Our answers.

// -- counting: solutions go here --

// ANCHOR: conv_cost
/// Weights are paid once, and used at every place.
pub fn conv_cost(
    [height, width, channels]: [usize; 3],
    outputs: usize,
    size: usize,
    stride: usize,
    groups: usize,
    bias: bool,
) -> [usize; 2] {
    let weights = size * size * (channels / groups) * outputs;
    let places = height.div_ceil(stride) * width.div_ceil(stride);
    let biases = if bias { outputs } else { 0 };
    [weights + biases, weights * places]
}
// ANCHOR_END: conv_cost

// ANCHOR: sees
/// From the first layer to the last.
pub fn sees(layers: &[(usize, usize)]) -> usize {
    let (mut reach, mut step) = (1, 1);
    for &(size, stride) in layers {
        // Neighbours under this window stand `step` apart on the first picture.
        reach += (size - 1) * step;
        step *= stride;
    }
    reach
}
// ANCHOR_END: sees

// ANCHOR: two_small_for_one_large
/// The factor C·C falls out of the shares.
pub fn two_small_for_one_large() -> [f64; 5] {
    let shares = [3.0 * 9.0 / 49.0, (7.0 + 7.0) / 49.0];
    let directly = 25.0 * 480.0 * 48.0;
    let narrow = 480.0 * 16.0 + 25.0 * 16.0 * 48.0;
    [3.0, shares[0], shares[1], directly, narrow]
}
// ANCHOR_END: two_small_for_one_large

// ANCHOR: find_the_slip
/// Three layers a block, and one at each end.
pub fn find_the_slip() -> [usize; 4] {
    let layers = 1 + 3 * (3 + 4 + 23 + 8) + 1;
    [101, layers, 8, 3]
}
// ANCHOR_END: find_the_slip

// -- depth: solutions go here --

// -- transfer: solutions go here --

// -- looking: solutions go here --
