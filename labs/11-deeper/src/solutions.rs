//! Our answers.

// -- counting: solutions go here --

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
        let mut piece: Vec<_> = columns
            .map(|pixel| pixel.cloned().unwrap_or(vec![0.0; channels]))
            .collect();
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

// -- transfer: solutions go here --

// -- looking: solutions go here --
