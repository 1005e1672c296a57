//! Your answers. Together with the shaders in `exercises/` this is the only file of the lab you edit.
//!
//! Replace a `todo!()` by your code, then run `cargo test -p lab06`: each exercise comes back `ok`,
//! `FAILED` with what went wrong, or `ignored` while you have not answered it. They can be done in
//! any order. `cargo run -p lab06` then uses your functions in the lesson itself.
//! Stuck? `cargo run -p course -- hint convolve`.
//!
//! A picture here is a list of rows, `image[row][column]`. It need not be square, and neither need a filter.

#![allow(
    unused_variables,
    reason = "a question does not use its arguments until you answer it"
)]

/// **1. How many places** (5 minutes)
///
/// A window of `f` numbers slides along a row of `w`. Before that, `p` zeros are added to *each* end of the row, and the window
/// moves by `s` at each step. Return how many places it has. What does not fill a whole step at the end is left over.
pub fn output_size(w: usize, f: usize, p: usize, s: usize) -> usize {
    todo!()
}

/// **2. Find the slip: the seven** (5 minutes, paper)
///
/// A lecture slides a filter of 3 × 3 over the tip of a seven, a patch of 5 rows and 6 columns, without padding, one pixel
/// at a time. It says that the output has 3 rows and 5 columns. Return what it really has, `[rows, columns]`.
pub fn size_of_the_seven() -> [usize; 2] {
    todo!()
}

/// **3. Slide a filter** (20 minutes)
///
/// Return what `filter` answers at every place where it fits on `image`: the sum of its numbers times the pixels under
/// them. No padding, stride 1, and the filter is *not* turned. It fits at least once.
pub fn convolve(image: &[Vec<f64>], filter: &[Vec<f64>]) -> Vec<Vec<f64>> {
    todo!()
}

/// **4. Find the slips: the volume** (15 minutes, paper)
///
/// The well-known picture of two filters on a 7 × 7 × 3 volume (section “Colours, and many filters”; the numbers are in
/// `sources.rs`) prints as its second output
///
/// ```text
/// 4  8  3
/// 7 11  4
/// 3  7  4
/// ```
///
/// Two of the nine are wrong. Return them as `(row, column, what it should be)`, rows and columns counted from 0, in
/// the order of reading. Both are in the same column; that saves you six.
pub fn wrong_in_the_volume() -> Vec<(usize, usize, f64)> {
    todo!()
}

/// **5. Keep the largest** (15 minutes)
///
/// Return the largest number in every window of `size` × `size` that moves by `stride`, down and to the right. Windows that would
/// stick out are left out. Numbers may be negative.
pub fn max_pool(image: &[Vec<f64>], size: usize, stride: usize) -> Vec<Vec<f64>> {
    todo!()
}

/// **6. What a shift does to a pool: predict, then look** (10 minutes, paper)
///
/// A large picture is empty but for a single bright pixel somewhere in the middle; each place is equally likely. It is max-pooled with windows of 2 × 2
/// and stride 2. Then the pixel moves, and we pool again. How likely is it that the pooled picture stays *exactly* as
/// it was? Return three probabilities:
///
/// - the pixel moves one to the right, and there is one pooling
/// - the pixel moves one to the right, and there are two poolings, one after the other
/// - the pixel moves one to the right *and* one down, and there is one pooling
///
/// Give two decimals. Then `cargo run -p lab06 -- --section pooling-and-small-shifts` shows them counted.
pub fn unmoved() -> [f64; 3] {
    todo!()
}

/// **7. How many numbers it learns** (15 minutes)
///
/// A network for square pictures of `side` × `side` with one channel: a row of convolutions 3 × 3, valid, stride 1, with
/// so many filters each (`filters`, at least one); then max pooling 2 × 2 with stride 2; then everything in one list; a dense layer
/// of `dense` neurons; and ten outputs. Return the number of its parameters, biases included.
pub fn network_parameters(side: usize, filters: &[usize], dense: usize) -> usize {
    todo!()
}

/// **8. The gradient of a filter** (30 minutes)
///
/// y is what a filter makes of `x` (exercise 3). `dy` is the gradient of the loss with respect to y. Return its gradient with
/// respect to the filter. Its size follows from the sizes of the other two.
pub fn weight_gradient(x: &[Vec<f64>], dy: &[Vec<f64>]) -> Vec<Vec<f64>> {
    todo!()
}

/// **9. The gradient of the picture** (30 minutes)
///
/// As before; now `filter` and `dy` are given. Return the gradient of the loss with respect to x. Begin with a picture of zeros
/// that is as large as x was.
pub fn input_gradient(filter: &[Vec<f64>], dy: &[Vec<f64>]) -> Vec<Vec<f64>> {
    todo!()
}
