//! Values that another program computed, kept beside the tests with the script that made them.
//!
//! One value a line: its name, its shape, its numbers in row-major order.
//!
//! ```text
//! loss 1 0.69314718
//! hidden.weight 2x3 0.5 -1 0.25 0 2 1
//! ```

/// The lines of such a file.
///
/// ```
/// use labkit::reference::Stored;
///
/// let stored = Stored("loss 1 0.5\nweight 1x2 3 -4");
/// assert_eq!(stored.value("loss"), 0.5);
/// assert_eq!(stored.entry("weight"), (vec![1, 2], vec![3.0, -4.0]));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Stored(
    /// The file's text: `include_str!("../reference/values.txt")`.
    pub &'static str,
);

impl Stored {
    /// The numbers stored under `name`, in row-major order.
    ///
    /// # Panics
    /// If there are none, or the line is not of the form above; as for everything here.
    #[track_caller]
    pub fn values(&self, name: &str) -> Vec<f64> {
        self.entry(name).1
    }

    /// The single number stored under `name`.
    ///
    /// # Panics
    /// If it is a list.
    #[track_caller]
    pub fn value(&self, name: &str) -> f64 {
        let all = self.values(name);
        assert_eq!(all.len(), 1, "{name} is a list");
        all[0]
    }

    /// The matrix stored under `name`, row by row.
    ///
    /// # Panics
    /// If it is no matrix.
    #[track_caller]
    pub fn matrix(&self, name: &str) -> Vec<Vec<f64>> {
        let (sizes, numbers) = self.entry(name);
        let [_, width] = sizes[..] else {
            panic!("{name} is no matrix")
        };
        numbers.chunks_exact(width).map(<[f64]>::to_vec).collect()
    }

    /// The shape and the numbers stored under `name`.
    ///
    /// # Panics
    /// If there are not as many numbers as the shape says.
    #[track_caller]
    pub fn entry(&self, name: &str) -> (Vec<usize>, Vec<f64>) {
        let line = self
            .0
            .lines()
            .find(|line| line.split(' ').next() == Some(name))
            .unwrap_or_else(|| panic!("no reference value called {name}"));
        let mut words = line.split(' ').skip(1);
        let sizes = words.next().expect("a shape").split('x');
        let sizes: Vec<usize> = sizes.map(|n| n.parse().expect("a size")).collect();
        let numbers: Vec<f64> = words.map(|w| w.parse().expect("a number")).collect();
        assert_eq!(
            numbers.len(),
            sizes.iter().product::<usize>(),
            "{name}: another number of values than its shape {sizes:?} says"
        );
        (sizes, numbers)
    }
}

/// Asserts that numbers agree to `tolerance`, relative to 1 or to the larger ones.
///
/// # Panics
/// If they do not, or there is another number of them; NaN agrees with nothing.
#[track_caller]
pub fn close<T: Copy + Into<f64>>(got: &[T], want: &[f64], tolerance: f64) {
    assert_eq!(got.len(), want.len(), "another number of values");
    for (i, (&got, &want)) in got.iter().zip(want).enumerate() {
        let got: f64 = got.into();
        let near = (got - want).abs() <= tolerance * want.abs().max(1.0);
        assert!(near, "value {i}: got {got}, expected {want}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[should_panic(expected = "value 1: got 2.1")]
    fn a_number_that_is_off_is_named() {
        close(&[1.0, 2.1], &[1.0, 2.0], 1e-3);
    }

    #[test]
    #[should_panic(expected = "value 0: got NaN")]
    fn nan_agrees_with_nothing() {
        close(&[f32::NAN], &[f64::NAN], 1.0);
    }

    #[test]
    #[should_panic(expected = "no reference value called w")]
    fn a_name_that_begins_another_is_not_it() {
        Stored("weight 1 2").values("w");
    }

    #[test]
    #[should_panic(expected = "its shape [2, 2] says")]
    fn a_line_that_was_cut_is_noticed() {
        Stored("w 2x2 1 2 3").values("w");
    }
}
