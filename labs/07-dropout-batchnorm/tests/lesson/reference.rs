//! PyTorch's values, read from `tests/reference/values.txt`; `make.py` beside it made them.

use nabla::Tensor;

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

/// What is stored under `name`, in its shape.
#[track_caller]
pub fn tensor(name: &str) -> Tensor {
    let (sizes, numbers) = entry(name);
    let numbers: Vec<f32> = numbers.iter().map(|&n| n as f32).collect();
    Tensor::from_slice(&numbers, nabla::Shape::new(&sizes))
}

/// Asserts that numbers agree to `tolerance`, relative to 1 or to the larger ones.
#[track_caller]
pub fn close(got: &[f64], want: &[f64], tolerance: f64) {
    assert_eq!(got.len(), want.len(), "another number of values");
    for (i, (&got, &want)) in got.iter().zip(want).enumerate() {
        let near = (got - want).abs() <= tolerance * want.abs().max(1.0);
        assert!(near, "value {i}: got {got}, expected {want}");
    }
}

#[track_caller]
fn entry(name: &str) -> (Vec<usize>, Vec<f64>) {
    let line = include_str!("../reference/values.txt")
        .lines()
        .find(|line| line.split(' ').next() == Some(name))
        .unwrap_or_else(|| panic!("no reference value called {name}"));
    let mut words = line.split(' ').skip(1);
    let sizes = words.next().expect("a shape").split('x');
    (
        sizes.map(|n| n.parse().expect("a size")).collect(),
        words.map(|w| w.parse().expect("a number")).collect(),
    )
}
