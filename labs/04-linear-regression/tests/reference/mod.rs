//! The values that `make.py` stored.

/// The numbers stored under `name`.
pub fn reference(name: &str) -> Vec<f64> {
    include_str!("values.txt")
        .lines()
        .filter_map(|line| line.split_once(' '))
        .find(|(key, _)| *key == name)
        .unwrap_or_else(|| panic!("values.txt has no `{name}`: run make.py"))
        .1
        .split(' ')
        .map(|number| number.parse().expect("a number"))
        .collect()
}

/// Same length, and every |got − want| ≤ tolerance·max(1, |want|); NaN is close to nothing.
pub fn assert_close(got: &[f64], want: &[f64], tolerance: f64) {
    assert_eq!(got.len(), want.len());
    for (got, want) in got.iter().zip(want) {
        let close = (got - want).abs() <= tolerance * want.abs().max(1.0);
        assert!(close, "{got:?} is not {want:?}");
    }
}
