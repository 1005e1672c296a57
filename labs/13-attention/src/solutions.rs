//! Reference answers.

// ANCHOR: patches
/// The p × p patches of a picture, row by row, and each of them row by row.
pub fn patches(picture: &[Vec<f64>], p: usize) -> Vec<Vec<f64>> {
    let mut patches = Vec::new();
    for rows in picture.chunks_exact(p) {
        let across = rows[0].len() / p;
        for column in (0..across).map(|patch| patch * p) {
            let piece = rows.iter().flat_map(|row| &row[column..column + p]);
            patches.push(piece.copied().collect());
        }
    }
    patches
}
// ANCHOR_END: patches

/// With pencil and paper. Of 20 tokens 20 · 0.15 are chosen, and 8 of 10 of them are masks. Shown as they were: those not
/// chosen, and of the chosen 1 of 10 that is left, and 1 of 10 whose random token is the old one by luck, 1 of 50.
pub fn masking() -> [f64; 5] {
    let left = 0.1 + 0.1 / 50.0;
    let shown = 20.0 * (0.85 + 0.15 * left);
    [3.0, 2.4, shown, 0.85_f64.powi(20), left / 0.2]
}
