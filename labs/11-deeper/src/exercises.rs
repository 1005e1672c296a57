//! Your answers. This is the only file of the lab you edit.
//!
//! Replace a `todo!()` by your code, then run `cargo test -p lab11`: each exercise comes back `ok`,
//! `FAILED` with what went wrong, or `ignored` while you have not answered it. They can be done in
//! any order. `cargo run -p lab11` then uses your functions in the lesson itself.
//! Stuck? `cargo run -p course -- hint conv_cost`.

#![allow(
    unused_variables,
    reason = "a question does not use its arguments until you answer it"
)]

/// **1. What a convolution costs** (20 minutes)
///
/// `picture` is `[height, width, channels]`. A window of `size` × `size`, with `size` odd, slides over it in steps of `stride`, with a
/// margin of zeros of (size − 1)/2 on each side, and makes `outputs` channels. Channels and outputs are cut into `groups` equal groups:
/// an output sees the channels of its own group only. With `bias` each output has a number of its own besides.
///
/// Return `[parameters, multiply-adds for one picture]`. A multiply-add is one weight times one number of the picture, added to the
/// rest; biases are not counted there, and zeros of the margin are.
pub fn conv_cost(
    picture: [usize; 3],
    outputs: usize,
    size: usize,
    stride: usize,
    groups: usize,
    bias: bool,
) -> [usize; 2] {
    todo!()
}

/// **2. How far it sees** (20 minutes)
///
/// One number of the last layer depends on a piece of the first picture. How long is that piece along one axis? `layers` are windows one
/// after the other, the first layer first: `(size, stride)`, convolutions or pooling. Without a layer a number sees itself alone: 1.
pub fn sees(layers: &[(usize, usize)]) -> usize {
    todo!()
}

/// **3. Small for large** (15 minutes, paper)
///
/// Layers with as many channels in as out, without biases, stride 1. And a path of an Inception block: 5×5 from 480 channels to 48,
/// either directly or behind a 1×1 to 16 channels. Work out
///
/// `[how many layers of 3×3 see what one of 7×7 sees,
///   their weights together, as a share of the weights of the 7×7,
///   the same for a layer of 1×7 and one of 7×1 behind it,
///   the weights of the 5×5 directly,
///   the weights with the 1×1 before]`
///
/// Give the shares with two decimals.
pub fn two_small_for_one_large() -> [f64; 5] {
    todo!()
}

/// **4. Find the slip** (15 minutes, paper)
///
/// A lecture [FAR] prints how many blocks the four stages of three residual networks have:
///
/// | layers | blocks |
/// |---|---|
/// | 50 | 3, 4, 6, 3 |
/// | 101 | 3, 4, 23, 8 |
/// | 152 | 3, 8, 36, 3 |
///
/// A block is a bottleneck of three convolutions. Before the stages stands one convolution, behind them one dense layer; what leads around
/// a block is not counted. One entry is a slip. All three networks have equally many blocks in the first stage, and equally many in the
/// last. Count, and return
///
/// `[which of the three networks it is (50, 101 or 152),
///   how many layers it has as printed,
///   the entry that is wrong,
///   what it should be]`
pub fn find_the_slip() -> [usize; 4] {
    todo!()
}

/// **5. The gradient of a residual stack** (20 minutes)
///
/// One number goes through a stack of residual blocks: with each weight in turn, `x ← x + w·tanh(x)`. What comes out is worth
/// `upstream`: ∂loss/∂(last x). Return ∂loss/∂w for each weight, in the order of `weights`. There may be none.
///
/// The derivative of tanh(x) is 1 − tanh²(x).
pub fn residual_gradient(x: f64, weights: &[f64], upstream: f64) -> Vec<f64> {
    todo!()
}

/// **6. Cut out and flipped** (15 minutes)
///
/// `picture[row][column]` has the channels of a pixel. Put a margin of `padding` zeros around it on all sides; cut out a piece of the
/// old size whose upper left corner lies at row `down` and column `right` of the wide picture (both from 0 to 2·`padding`); then, if
/// `flip`, let left and right of the piece change places.
pub fn crop_and_flip(
    picture: &[Vec<Vec<f64>>],
    padding: usize,
    [down, right]: [usize; 2],
    flip: bool,
) -> Vec<Vec<Vec<f64>>> {
    todo!()
}

/// **7. A way around in the wrong place: predict, then look** (10 minutes, paper)
///
/// Six blocks of one number each, y = x + v·relu(w·x), with w = 0.8; x is positive. Predict ∂(last y)/∂(first x), with four decimals,
///
/// `[as it is, with v = 0,
///   with v = 0, if each block returns half of that sum, "to keep the mean",
///   with v = 0, if the way around begins too late: h = relu(w·x), y = h + v·h,
///   as it is, with v = 0.1]`
///
/// Then see what the third does to 56 layers: `cargo run -p lab11 -- --section a-path-without-weights --shortcut late`.
pub fn wrong_way_around() -> [f64; 4] {
    todo!()
}

/// **8. Which fit** (20 minutes)
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

/// **9. Their layout** (20 minutes)
///
/// A convolution's weights, in nabla's layout `[height, width, inputs, outputs]`: the numbers in rows, so that two neighbours
/// differ in their output. PyTorch keeps them as `[outputs, inputs, height, width]`. Return the same numbers in that order.
pub fn to_their_layout(ours: &[f32], [height, width, inputs, outputs]: [usize; 4]) -> Vec<f32> {
    todo!()
}

/// **10. Frozen, but awake** (15 minutes, paper)
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

/// **11. Grad-CAM** (15 minutes)
///
/// A layer of a network holds `activations`: `[H][W][C]`, rows of pixels of channels. `gradients`, of the same shape, are those
/// of the answer's logit with respect to them. Return the map `[H][W]` of Selvaraju and others (2017):
///
/// - the weight of a channel is the mean of its gradients over all pixels;
/// - a pixel's value is the sum of its activations, each times the weight of its channel;
/// - what speaks against the answer is left out: below 0 it becomes 0.
pub fn grad_cam(activations: &[Vec<Vec<f64>>], gradients: &[Vec<Vec<f64>>]) -> Vec<Vec<f64>> {
    todo!()
}

/// **12. The Gram matrix** (10 minutes)
///
/// `features` has a row for each position of a picture, with a number for each channel. Return the `[C][C]` matrix whose entry (i, j)
/// is the mean over all positions of channel i times channel j. (Gatys and others take the sum; the mean is the same
/// for pictures of different sizes.)
pub fn gram(features: &[Vec<f64>]) -> Vec<Vec<f64>> {
    todo!()
}

/// **13. Which losses notice** (10 minutes, paper)
///
/// A picture has four positions in a row and two channels: a = 1, 0, 2, 1 and b = 0, 1, 3, 2. Now the positions are reversed: a
/// = 1, 2, 0, 1 and b = 2, 3, 1, 0. Or b alone is reversed and a stays. The content loss is the mean squared difference to
/// the picture as it was, over all eight numbers. Predict
///
/// `[the Gram matrix's entry (a, b) before,
///   the same after both channels were reversed,
///   the same after b alone was reversed,
///   the content loss after both were reversed,
///   the content loss after b alone was reversed]`
///
/// The Gram matrix is that of exercise 10. Give two decimals.
pub fn which_losses_notice() -> [f64; 5] {
    todo!()
}
