//! Reference answers: what the lesson uses where the learner has not answered yet.

// ANCHOR: normalised_adjacency
/// Both roots stand under one: entry (i, j) of A + I over √(dᵢ·dⱼ).
pub fn normalised_adjacency(nodes: usize, links: &[(usize, usize)]) -> Vec<Vec<f64>> {
    let mut matrix = vec![vec![0.0; nodes]; nodes];
    for (i, row) in matrix.iter_mut().enumerate() {
        row[i] = 1.0;
    }
    for &(i, j) in links {
        (matrix[i][j], matrix[j][i]) = (1.0, 1.0);
    }
    let degrees: Vec<f64> = matrix.iter().map(|row| row.iter().sum()).collect();
    for (row, own) in matrix.iter_mut().zip(&degrees) {
        for (entry, other) in row.iter_mut().zip(&degrees) {
            *entry /= (own * other).sqrt();
        }
    }
    matrix
}
// ANCHOR_END: normalised_adjacency

// ANCHOR: message_round
/// All listen before anybody speaks again: what is read is never what was just written.
pub fn message_round(neighbours: &[Vec<usize>], x: &[f64]) -> Vec<f64> {
    let mean = |(own, near): (&f64, &Vec<usize>)| {
        let sum: f64 = near.iter().map(|&j| x[j]).sum();
        (own + sum) / (1 + near.len()) as f64
    };
    x.iter().zip(neighbours).map(mean).collect()
}
// ANCHOR_END: message_round

// ANCHOR: reach_by_hand
/// {16, 5, 6}; {0, 4, 10} besides; 16–5–0–8–33; 34·16 + 16·2.
pub fn reach_by_hand() -> [usize; 4] {
    [3, 6, 4, 576]
}
// ANCHOR_END: reach_by_hand

// ANCHOR: csr_product
/// Row i of the product adds up rows of x, one for each entry.
pub fn csr_product(
    starts: &[usize],
    columns: &[usize],
    values: &[f64],
    x: &[f64],
    width: usize,
) -> Vec<f64> {
    let mut y = vec![0.0; starts.len().saturating_sub(1) * width];
    for (row, range) in y.chunks_exact_mut(width).zip(starts.windows(2)) {
        for k in range[0]..range[1] {
            let from = &x[columns[k] * width..][..width];
            row.iter_mut()
                .zip(from)
                .for_each(|(y, x)| *y += values[k] * x);
        }
    }
    y
}
// ANCHOR_END: csr_product
