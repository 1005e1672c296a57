//! Your answers. This is the only file of the lab you edit.
//!
//! Replace a `todo!()` by your code, then run `cargo test -p lab15`: each exercise comes back `ok`,
//! `FAILED` with what went wrong, or `ignored` while you have not answered it. They can be done in
//! any order. `cargo run -p lab15` then uses your functions in the lesson itself.
//! Stuck? `cargo run -p course -- hint NAME`.

#![allow(
    unused_variables,
    reason = "a question does not use its arguments until you answer it"
)]

/// **1. Normalise** (20 minutes)
///
/// `links` are pairs of nodes below `nodes`: no direction, each pair once, no node with itself. Let A be the matrix with a 1 at
/// (i, j) and at (j, i) for each pair, I the unit matrix, and dᵢ the sum of row i of A + I. Return the rows of
///
/// `D^(−½) (A + I) D^(−½)`, where D has the dᵢ on its diagonal.
///
/// A node without links is possible.
pub fn normalised_adjacency(nodes: usize, links: &[(usize, usize)]) -> Vec<Vec<f64>> {
    todo!()
}

/// **2. Find the slip** (15 minutes)
///
/// One round of messages: each node takes the mean of its own number and those of its neighbours; `neighbours[i]` lists those of
/// node i. Somebody wrote
///
/// ```text
/// let mut x = x.to_vec();
/// for i in 0..x.len() {
///     let sum: f64 = neighbours[i].iter().map(|&j| x[j]).sum();
///     x[i] = (x[i] + sum) / (1 + neighbours[i].len()) as f64;
/// }
/// x
/// ```
///
/// and found it right on a graph without links, and right where all numbers were equal. It is wrong. Write it as it should be.
pub fn message_round(neighbours: &[Vec<usize>], x: &[f64]) -> Vec<f64> {
    todo!()
}

/// **3. How far a layer sees** (10 minutes, paper)
///
/// In the karate club member 16 has two friends, 5 and 6. The friends of 5 are 0, 6, 10 and 16; those of 6 are 0, 4, 5 and 16; those
/// of 4 are 0, 6 and 10; those of 10 are 0, 4 and 5. Member 0 has sixteen friends, 8 and 31 among them. Those of 8 are 0, 2, 30, 32
/// and 33, and those of 31 are 0, 24, 25, 28, 32 and 33. In a layer each member takes a mean of himself and his friends. Return
///
/// `[on how many members' inputs the vector of member 16 depends after one layer, himself counted,
///   on how many after two,
///   how many layers it takes until it depends on member 33,
///   how many weights a network of two layers has without biases, from 34 numbers a member by way of 16 to 2]`.
pub fn reach_by_hand() -> [usize; 4] {
    todo!()
}

/// **4. A product without zeros** (20 minutes)
///
/// A matrix with N rows in "compressed sparse rows": `starts` has N + 1 numbers, and the entries of row i are those from `starts[i]`
/// up to, and without, `starts[i + 1]`. Entry k stands in column `columns[k]` and has the value `values[k]`; whatever is not
/// listed is 0. `x` is a dense matrix with `width` numbers a row, row after row. Return the product of the two, `N · width` numbers,
/// row after row. A row may be empty; its columns need not be in order.
pub fn csr_product(
    starts: &[usize],
    columns: &[usize],
    values: &[f64],
    x: &[f64],
    width: usize,
) -> Vec<f64> {
    todo!()
}
