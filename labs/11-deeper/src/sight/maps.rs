//! Which pixels an answer hangs on: three ways to ask, each a map as large as the picture.

use super::canvas::{resized, size};
use super::network::activations;
use labkit::statistics::mean;
use nabla::{Labels, Sequential, Tape, Tensor, Var};
use trainer::outputs;

/// The exercise's function: activations and gradients `[H][W][C]` to a map `[H][W]`.
pub type GradCam = fn(&[Vec<Vec<f64>>], &[Vec<Vec<f64>>]) -> Vec<Vec<f64>>;

/// Softmax of the logits of one picture, of one class.
pub fn probability(logits: &[f32], class: usize) -> f64 {
    let highest = logits.iter().copied().fold(f32::MIN, f32::max);
    let of = |&logit: &f32| f64::from(logit - highest).exp();
    of(&logits[class]) / logits.iter().map(of).sum::<f64>()
}

// ANCHOR: occlusion
/// The picture `[1, H, W, C]` with a patch of `side` × `side` pixels, all of them `ink`, at (top, left).
pub fn covered(picture: &Tensor, (top, left): (usize, usize), side: usize, ink: f32) -> Tensor {
    let [_, width, channels] = size(picture);
    let mut covered = picture.clone();
    for y in top..top + side {
        let from = (y * width + left) * channels;
        covered.data_mut()[from..from + side * channels].fill(ink);
    }
    covered
}

/// A patch in the colour of the paper covers each place in turn. At each pixel: the probability that `class` loses, the
/// mean over the patches that covered it (Zeiler and Fergus, 2014). `picture` is `[1, H, W, C]`.
pub fn occlusion(net: &Sequential, picture: &Tensor, class: usize, side: usize) -> Vec<f32> {
    let [height, width, channels] = size(picture);
    let (rows, columns) = (height - side + 1, width - side + 1);
    let places = || (0..rows).flat_map(|y| (0..columns).map(move |x| (y, x)));
    let all = places().flat_map(|place| covered(picture, place, side, 0.0).data().to_vec());
    let all = Tensor::from_vec(all.collect(), [rows * columns, height, width, channels]);
    let logits = outputs(net, &all);
    let whole = probability(outputs(net, picture).data(), class);
    let (mut lost, mut count) = (vec![0.0; height * width], vec![0_u32; height * width]);
    let answers = logits.data().chunks_exact(logits.shape().last());
    for ((top, left), logits) in places().zip(answers) {
        let drop = whole - probability(logits, class);
        for y in top..top + side {
            for x in left..left + side {
                lost[y * width + x] += drop;
                count[y * width + x] += 1;
            }
        }
    }
    let means = lost.iter().zip(count);
    means.map(|(sum, n)| (sum / f64::from(n)) as f32).collect()
}
// ANCHOR_END: occlusion

// ANCHOR: saliency
/// The slope of the logit of `class` with respect to each pixel, `[1, H, W, 1]` (Simonyan and others, 2014).
pub fn gradient(net: &Sequential, picture: &Tensor, class: usize) -> Tensor {
    let tape = Tape::new();
    tape.hold(net);
    let x = tape.variable(picture.clone());
    answer(&activations(net, &tape, x), class)
        .backward()
        .of(x)
        .clone()
}

/// The logit of `class`, the last thing that the network makes.
fn answer<'t>(made: &[Var<'t>], class: usize) -> Var<'t> {
    let logits = made[made.len() - 1];
    let class = Labels::new(&[class as u8], logits.shape().last());
    logits.pick(&class).sum()
}
// ANCHOR_END: saliency

/// Grad-CAM of layer `layer` for `class`: what that layer holds and the gradients there, put together by `combine`, and
/// as large as the picture again (Selvaraju and others, 2017).
pub fn grad_cam(
    net: &Sequential,
    (picture, class): (&Tensor, usize),
    layer: usize,
    combine: GradCam,
) -> Vec<f32> {
    let tape = Tape::new();
    tape.hold(net);
    let made = activations(net, &tape, tape.variable(picture.clone()));
    let grads = answer(&made, class).backward_keeping_all();
    let (held, slopes) = (made[layer].value(), grads.of(made[layer]).clone());
    let map = combine(&nested(&held), &nested(&slopes));
    let (rows, columns) = (map.len(), map[0].len());
    let map = map.concat().iter().map(|&x| x as f32).collect();
    let map = Tensor::from_vec(map, [1, rows, columns, 1]);
    let [height, width, _] = size(picture);
    resized(&map, height, width).data().to_vec()
}

/// The numbers of `[1, H, W, C]` as rows of pixels of channels.
pub fn nested(maps: &Tensor) -> Vec<Vec<Vec<f64>>> {
    let [_, width, channels] = size(maps);
    let pixel = |p: &[f32]| p.iter().map(|&x| f64::from(x)).collect();
    let row = |r: &[f32]| r.chunks_exact(channels).map(pixel).collect();
    let rows = maps.data().chunks_exact(width * channels);
    rows.map(row).collect()
}

/// From 0 to 1, by its largest number; negative ones become 0.
pub fn as_ink(map: &[f32]) -> Vec<f32> {
    let largest = map.iter().copied().fold(0.0, f32::max).max(1e-9);
    map.iter().map(|&x| (x / largest).max(0.0)).collect()
}

/// Pearson's correlation of two maps; 0 where one of them is flat.
pub fn correlation(a: &[f32], b: &[f32]) -> f64 {
    let apart = |map: &[f32]| -> Vec<f64> {
        let numbers = map.iter().map(|&x| f64::from(x));
        let middle = mean(numbers.clone());
        numbers.map(|x| x - middle).collect()
    };
    let (a, b) = (apart(a), apart(b));
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    match product(&a, &a) * product(&b, &b) {
        alone if alone > 0.0 => product(&a, &b) / alone.sqrt(),
        _ => 0.0,
    }
}
