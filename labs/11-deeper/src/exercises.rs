//! Your answers. This is the only file of the lab you edit.
//!
//! Replace a `todo!()` by your code, then run `cargo test -p lab11`: each exercise comes back `ok`,
//! `FAILED` with what went wrong, or `ignored` while you have not answered it. They can be done in
//! any order. `cargo run -p lab11` then uses your functions in the lesson itself.
//! Stuck? `cargo run -p course -- hint TODO`.

#![allow(
    unused_variables,
    reason = "a question does not use its arguments until you answer it"
)]

// -- counting: exercises go here --

// -- depth: exercises go here --

// -- transfer: exercises go here --

/// **7. Which fit** (20 minutes)
///
/// A file holds arrays, a model wants some; of each you get the name and the shape. Return four lists of names,
///
/// `[those that fit: in both, with the same shape,
///   those that are in both, with another shape,
///   those that the model wants and the file has not,
///   those that are in the file and that the model does not want]`
///
/// The first three in the model's order, the last in the file's. No name occurs twice in a file, nor in a model.
pub fn which_fit(
    file: &[(String, Vec<usize>)],
    model: &[(String, Vec<usize>)],
) -> [Vec<String>; 4] {
    todo!()
}

/// **8. Their layout** (20 minutes)
///
/// A convolution's weights, in nabla's layout `[height, width, inputs, outputs]`: the numbers in rows, so that two neighbours
/// differ in their output. PyTorch keeps them as `[outputs, inputs, height, width]`. Return the same numbers in that order.
pub fn to_their_layout(ours: &[f32], [height, width, inputs, outputs]: [usize; 4]) -> Vec<f32> {
    todo!()
}

/// **9. Frozen, but awake** (15 minutes, paper)
///
/// The body of a network is frozen: no optimiser touches it. But it was left in training mode, and in it is a batch
/// normalisation of one channel, with γ = 2, β = 1, ε = 0, a running mean of 1 and a running variance of 4. Its momentum
/// is 0.25, PyTorch's way: the share of the new. Two batches of a new task come by, each of five numbers. The first has
/// the mean 9 and the variance 16, the second the mean 7 and the variance 9.6; both variances are sums of squares divided by 5.
///
/// `[the running mean afterwards,
///   the running variance afterwards,
///   what the layer made of an old picture's number 3, in use, before the new task,
///   what it makes of it in use now]`
///
/// to four decimals or better. Then see it: `cargo run -p lab11 -- --section what-is-forgotten`.
pub fn frozen_but_awake() -> [f64; 4] {
    todo!()
}

// -- looking: exercises go here --
