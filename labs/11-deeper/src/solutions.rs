//! Our answers.

// -- counting: solutions go here --

// -- depth: solutions go here --

// -- transfer: solutions go here --

// -- looking: solutions go here --

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
    [
        together(a, b),
        together(a_reversed, b_reversed),
        together(a, b_reversed),
        (apart(a, a_reversed) + apart(b, b_reversed)) / 8.0,
        apart(b, b_reversed) / 8.0,
    ]
}
// ANCHOR_END: which_losses_notice
