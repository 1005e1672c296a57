//! Our answers.

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

// ANCHOR: residual_gradient
/// Backwards, the gradient of a block's input is that of its output, and what comes through the weight on top.
pub fn residual_gradient(x: f64, weights: &[f64], upstream: f64) -> Vec<f64> {
    let mut inputs = vec![x];
    for (l, w) in weights.iter().enumerate() {
        inputs.push(inputs[l] + w * inputs[l].tanh());
    }
    let mut gradients = vec![0.0; weights.len()];
    let mut above = upstream; // ∂loss/∂(the block's output)
    for (l, w) in weights.iter().enumerate().rev() {
        let bent = inputs[l].tanh();
        gradients[l] = above * bent;
        above += above * w * (1.0 - bent * bent);
    }
    gradients
}
// ANCHOR_END: residual_gradient

// ANCHOR: crop_and_flip
/// Each pixel of the piece asks where in the wide picture it lies, and that one where in the picture.
pub fn crop_and_flip(
    picture: &[Vec<Vec<f64>>],
    padding: usize,
    [down, right]: [usize; 2],
    flip: bool,
) -> Vec<Vec<Vec<f64>>> {
    let channels = picture[0][0].len();
    let at = |row: usize, column: usize| -> Option<&Vec<f64>> {
        let row = picture.get(row.checked_sub(padding)?)?;
        row.get(column.checked_sub(padding)?)
    };
    let cut = |row: usize| -> Vec<Vec<f64>> {
        let columns = (0..picture[0].len()).map(|column| at(row + down, column + right));
        let pixels = columns.map(|pixel| pixel.cloned().unwrap_or(vec![0.0; channels]));
        let mut piece: Vec<_> = pixels.collect();
        if flip {
            piece.reverse();
        }
        piece
    };
    (0..picture.len()).map(cut).collect()
}
// ANCHOR_END: crop_and_flip

// ANCHOR: wrong_way_around
/// One factor a block, six times.
pub fn wrong_way_around() -> [f64; 4] {
    let (w, v): (f64, f64) = (0.8, 0.1);
    [1.0, 0.5, w, 1.0 + v * w].map(|factor: f64| factor.powi(6))
}
// ANCHOR_END: wrong_way_around

// ANCHOR: which_fit
/// Each name that the model wants is looked for in the file; what is then left of the file is unexpected.
pub fn which_fit(
    file: &[(String, Vec<usize>)],
    model: &[(String, Vec<usize>)],
) -> [Vec<String>; 4] {
    let [mut fits, mut misshapen, mut missing] = [const { Vec::new() }; 3];
    for (name, wanted) in model {
        let found = file.iter().find(|(other, _)| other == name);
        let list = match found {
            Some((_, shape)) if shape == wanted => &mut fits,
            Some(_) => &mut misshapen,
            None => &mut missing,
        };
        list.push(name.clone());
    }
    let is_wanted = |name: &String| model.iter().any(|(wanted, _)| wanted == name);
    let names = file.iter().map(|(name, _)| name);
    let unexpected = names.filter(|name| !is_wanted(name)).cloned().collect();
    [fits, misshapen, missing, unexpected]
}
// ANCHOR_END: which_fit

// ANCHOR: to_their_layout
/// Goes through the result in its order, and asks of each number where it is here.
pub fn to_their_layout(ours: &[f32], [height, width, inputs, outputs]: [usize; 4]) -> Vec<f32> {
    let mut theirs = Vec::with_capacity(ours.len());
    for output in 0..outputs {
        for input in 0..inputs {
            for row in 0..height {
                for column in 0..width {
                    let place = ((row * width + column) * inputs + input) * outputs + output;
                    theirs.push(ours[place]);
                }
            }
        }
    }
    theirs
}
// ANCHOR_END: to_their_layout

// ANCHOR: frozen_but_awake
/// In use the layer computes γ·(x − mean)/√variance + β. The variance that runs along is the unbiased one: that of a
/// batch of five, times 5/4.
pub fn frozen_but_awake() -> [f64; 4] {
    let follow = |running: f64, batch: f64| 0.75 * running + 0.25 * batch;
    let mean = follow(follow(1.0, 9.0), 7.0);
    let variance = follow(follow(4.0, 16.0 * 5.0 / 4.0), 9.6 * 5.0 / 4.0);
    let in_use = |mean: f64, variance: f64| 2.0 * (3.0 - mean) / variance.sqrt() + 1.0;
    [mean, variance, in_use(1.0, 4.0), in_use(mean, variance)]
}
// ANCHOR_END: frozen_but_awake

// ANCHOR: grad_cam
/// A channel counts as much as its mean gradient says; what speaks against the answer is left out.
pub fn grad_cam(activations: &[Vec<Vec<f64>>], gradients: &[Vec<Vec<f64>>]) -> Vec<Vec<f64>> {
    let pixels = gradients.iter().flatten();
    let count = pixels.clone().count() as f64;
    let mut weights = vec![0.0; gradients[0][0].len()];
    for pixel in pixels {
        for (weight, gradient) in weights.iter_mut().zip(pixel) {
            *weight += gradient / count;
        }
    }
    let value = |pixel: &Vec<f64>| {
        let products = pixel.iter().zip(&weights).map(|(a, w)| a * w);
        products.sum::<f64>().max(0.0)
    };
    let row = |row: &Vec<Vec<f64>>| row.iter().map(value).collect();
    activations.iter().map(row).collect()
}
// ANCHOR_END: grad_cam

// ANCHOR: gram
/// How often two channels are active together: the mean product, wherever it was.
pub fn gram(features: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let channels = features[0].len();
    let mut gram = vec![vec![0.0; channels]; channels];
    for position in features {
        for i in 0..channels {
            for j in 0..channels {
                gram[i][j] += position[i] * position[j] / features.len() as f64;
            }
        }
    }
    gram
}
// ANCHOR_END: gram

// ANCHOR: which_losses_notice
/// A sum does not ask in which order its products come, as long as the same numbers meet.
pub fn which_losses_notice() -> [f64; 5] {
    let (a, b) = ([1.0, 0.0, 2.0, 1.0], [0.0, 1.0, 3.0, 2.0]);
    let (a_reversed, b_reversed) = ([1.0, 2.0, 0.0, 1.0], [2.0, 3.0, 1.0, 0.0]);
    let together = |a: [f64; 4], b: [f64; 4]| (0..4).map(|p| a[p] * b[p]).sum::<f64>() / 4.0;
    let apart = |x: [f64; 4], y: [f64; 4]| (0..4).map(|p| (x[p] - y[p]).powi(2)).sum::<f64>();
    let gram = [(a, b), (a_reversed, b_reversed), (a, b_reversed)].map(|(a, b)| together(a, b));
    let [of_a, of_b] = [apart(a, a_reversed), apart(b, b_reversed)];
    [gram[0], gram[1], gram[2], (of_a + of_b) / 8.0, of_b / 8.0]
}
// ANCHOR_END: which_losses_notice
