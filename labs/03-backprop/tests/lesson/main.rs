//! What lab 3 claims, checked: PyTorch's values (`tests/reference`), finite differences, closed forms.

mod by_hand;
mod costs;
mod engine;
mod learners;
mod nets;
mod reference;
mod tape;

#[test]
fn the_judge_bites() {
    labkit::judge::prove(lab03::judging::exercises());
}

/// |a − b| within `tolerance` of the larger of 1 and |b|.
#[track_caller]
fn close(a: f64, b: f64, tolerance: f64) {
    assert!(
        (a - b).abs() <= tolerance * b.abs().max(1.0),
        "{a} is not {b} (tolerance {tolerance})"
    );
}

/// The same for lists.
#[track_caller]
fn all_close<'a>(
    a: impl IntoIterator<Item = &'a f64>,
    b: impl IntoIterator<Item = &'a f64>,
    tolerance: f64,
) {
    let (a, b): (Vec<f64>, Vec<f64>) = (
        a.into_iter().copied().collect(),
        b.into_iter().copied().collect(),
    );
    assert_eq!(a.len(), b.len(), "{a:?} and {b:?} differ in length");
    assert!(!a.is_empty(), "nothing to compare");
    for (a, b) in a.iter().zip(&b) {
        close(*a, *b, tolerance);
    }
}
