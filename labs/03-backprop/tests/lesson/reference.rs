//! PyTorch's values, read from `tests/reference/values.txt`; `make.py` beside it made them.

use ndarray::Array2;

/// The numbers stored under `name`, in row-major order.
#[track_caller]
pub fn values(name: &str) -> Vec<f64> {
    entry(name).1
}

/// The single number stored under `name`.
#[track_caller]
pub fn value(name: &str) -> f64 {
    let all = values(name);
    assert_eq!(all.len(), 1, "{name} is a list");
    all[0]
}

/// The matrix stored under `name`.
#[track_caller]
pub fn matrix(name: &str) -> Array2<f64> {
    let (shape, numbers) = entry(name);
    let sizes: Vec<usize> = shape
        .split('x')
        .map(|n| n.parse().expect("a size"))
        .collect();
    Array2::from_shape_vec((sizes[0], sizes[1]), numbers)
        .expect("as many numbers as the shape says")
}

#[track_caller]
fn entry(name: &str) -> (String, Vec<f64>) {
    let line = include_str!("../reference/values.txt")
        .lines()
        .find(|line| line.split(' ').next() == Some(name))
        .unwrap_or_else(|| panic!("no reference value called {name}"));
    let mut words = line.split(' ').skip(1);
    let shape = words.next().expect("a shape").to_string();
    (shape, words.map(|w| w.parse().expect("a number")).collect())
}
