//! Matrices of graphs, and messages.

/// Nodes and links.
pub type Linked = (usize, Vec<(usize, usize)>);

/// Entries of A, with `own` on the diagonal, each divided by what `weight` makes of both ends' degrees, in which a loop counts `own`.
fn weighted(
    (nodes, links): &Linked,
    own: f64,
    counted: f64,
    weight: fn(f64, f64) -> f64,
) -> Vec<Vec<f64>> {
    let linked = |i, j| links.contains(&(i, j)) || links.contains(&(j, i));
    let degree = |i: usize| counted + (0..*nodes).filter(|&j| linked(i, j)).count() as f64;
    let entry = |i: usize, j: usize| match (i == j, linked(i, j)) {
        (true, _) => own / weight(degree(i), degree(j)).max(1e-9),
        (_, true) => 1.0 / weight(degree(i), degree(j)),
        _ => 0.0,
    };
    (0..*nodes)
        .map(|i| (0..*nodes).map(|j| entry(i, j)).collect())
        .collect()
}

/// D⁻¹(A + I): each row adds up to 1.
pub fn by_rows(asked: &Linked) -> Vec<Vec<f64>> {
    weighted(asked, 1.0, 1.0, |own, _| own)
}

/// D^(−½) A D^(−½).
pub fn no_loops(asked: &Linked) -> Vec<Vec<f64>> {
    weighted(asked, 0.0, 0.0, |a, b| (a * b).sqrt())
}

/// A + I with the degrees of A.
pub fn degrees_without_loops(asked: &Linked) -> Vec<Vec<f64>> {
    weighted(asked, 1.0, 0.0, |a, b| (a * b).sqrt().max(1.0))
}

/// Neighbours and numbers.
pub type Heard = (Vec<Vec<usize>>, Vec<f64>);

/// The code of the question.
pub fn in_place((neighbours, x): &Heard) -> Vec<f64> {
    let mut x = x.clone();
    for i in 0..x.len() {
        let sum: f64 = neighbours[i].iter().map(|&j| x[j]).sum();
        x[i] = (x[i] + sum) / (1 + neighbours[i].len()) as f64;
    }
    x
}

fn gathered((neighbours, x): &Heard, own: f64, over: fn(f64) -> f64) -> Vec<f64> {
    let sum = |i: usize| own * x[i] + neighbours[i].iter().map(|&j| x[j]).sum::<f64>();
    let all = (0..x.len()).map(|i| sum(i) / over(neighbours[i].len() as f64));
    all.collect()
}

/// The mean of the neighbours alone.
pub fn itself_left_out(asked: &Heard) -> Vec<f64> {
    gathered(asked, 0.0, |count| count.max(1.0))
}

/// The sum.
pub fn not_divided(asked: &Heard) -> Vec<f64> {
    gathered(asked, 1.0, |_| 1.0)
}

/// The member himself is left out.
pub fn without_himself(_: &()) -> [usize; 4] {
    [2, 5, 4, 576]
}

/// Whoever is reached on two ways is counted twice.
pub fn counted_twice(_: &()) -> [usize; 4] {
    [3, 11, 4, 576]
}

/// The members between, not the links.
pub fn members_between(_: &()) -> [usize; 4] {
    [3, 6, 3, 576]
}

/// A matrix for each of the 78 friendships.
pub fn weights_a_link(_: &()) -> [usize; 4] {
    [3, 6, 4, 78 * 576]
}

/// Starts, columns, values, x, width.
pub type Product = (Vec<usize>, Vec<usize>, Vec<f64>, Vec<f64>, usize);

/// `put` is told y, the row and the column of an entry, and its value.
fn product(asked: &Product, rows: usize, put: impl Fn(&mut [f64], [usize; 2], f64)) -> Vec<f64> {
    let (starts, columns, values, _, width) = asked;
    let mut y = vec![0.0; rows * width];
    for (i, range) in starts.windows(2).enumerate() {
        for k in range[0]..range[1] {
            put(&mut y, [i, columns[k]], values[k]);
        }
    }
    y
}

/// Every entry is 1.
pub fn values_forgotten(asked: &Product) -> Vec<f64> {
    let (starts, columns, values, x, width) = asked;
    crate::solutions::csr_product(starts, columns, &vec![1.0; values.len()], x, *width)
}

/// The last entry of a row overwrites the others.
pub fn overwritten(asked: &Product) -> Vec<f64> {
    let (starts, .., x, width) = asked;
    product(asked, starts.len() - 1, |y, [i, j], value| {
        (0..*width).for_each(|c| y[i * width + c] = value * x[j * width + c]);
    })
}

/// The transpose.
pub fn transposed(asked: &Product) -> Vec<f64> {
    let (.., x, width) = asked;
    product(asked, x.len() / width, |y, [i, j], value| {
        // Of a matrix that is not square, some rows are not there.
        let from = x.iter().skip(i * width).take(*width);
        from.enumerate()
            .for_each(|(c, x)| y[j * width + c] += value * x);
    })
}
