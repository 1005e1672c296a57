use super::*;
use difference::which;
use ndarray::array;

const JUDGED: Closeness = Closeness {
    measure: Measure::Tolerance(1e-6),
    nan_is_nan: false,
};
const ALIKE: Closeness = Closeness {
    measure: Measure::Tolerance(1e-6),
    nan_is_nan: true,
};

#[test]
fn tolerance_is_relative_above_one_and_absolute_below() {
    assert!(1e9.compare(&(1e9 + 500.0), &JUDGED).is_ok());
    assert!(1e9.compare(&(1e9 + 5000.0), &JUDGED).is_err());
    assert!(0.0.compare(&9e-7, &JUDGED).is_ok());
    assert!(0.0.compare(&2e-6, &JUDGED).is_err());
}

#[test]
fn nan_never_passes_and_yet_behaves_like_itself() {
    assert!(f64::NAN.compare(&f64::NAN, &JUDGED).is_err());
    assert!(f64::NAN.compare(&1.0, &JUDGED).is_err());
    assert!(1.0.compare(&f64::NAN, &JUDGED).is_err());
    assert!(
        vec![1.0, f32::NAN]
            .compare(&vec![1.0, 2.0], &JUDGED)
            .is_err()
    );
    assert!(f64::NAN.compare(&f64::NAN, &ALIKE).is_ok());
    assert!(f64::NAN.compare(&1.0, &ALIKE).is_err());
}

#[test]
fn infinity_equals_only_itself() {
    assert!(f64::INFINITY.compare(&f64::INFINITY, &JUDGED).is_ok());
    assert!(f64::INFINITY.compare(&f64::NEG_INFINITY, &JUDGED).is_err());
    assert!(1e300.compare(&f64::INFINITY, &JUDGED).is_err());
    assert!(f64::INFINITY.compare(&1e300, &JUDGED).is_err());
}

#[test]
fn the_first_difference_is_located() {
    let got = vec![(1.0, vec![1.0, 2.0]), (3.0, vec![4.0, 9.0])];
    let want = vec![(1.0, vec![1.0, 2.0]), (3.0, vec![4.0, 5.0])];
    assert_eq!(
        got.compare(&want, &JUDGED).unwrap_err().to_string(),
        "at [1].1[1]: 9.0 instead of 5.0"
    );
    let short = vec![1.0];
    assert_eq!(
        short
            .compare(&vec![1.0, 2.0], &JUDGED)
            .unwrap_err()
            .to_string(),
        "1 values, but 2 are expected"
    );
}

#[test]
fn matrices_compare_shape_before_values() {
    let wide = array![[1.0, 2.0, 3.0]];
    let tall = array![[1.0], [2.0], [3.0]];
    assert_eq!(
        wide.compare(&tall, &JUDGED).unwrap_err().to_string(),
        "shape [1, 3], but [3, 1] is expected"
    );
    let other = array![[1.0, 2.0, 4.0]];
    assert_eq!(
        wide.compare(&other, &JUDGED).unwrap_err().to_string(),
        "at [0, 2]: 3.0 instead of 4.0"
    );
    assert!(
        array![1.0_f32, 2.0]
            .compare(&array![1.0, 2.0], &JUDGED)
            .is_ok()
    );
}

#[test]
fn texts_options_and_numbers_compare_exactly() {
    assert!("left".compare(&"left", &JUDGED).is_ok());
    assert!("left".compare(&"right", &JUDGED).is_err());
    assert!(Some(3_usize).compare(&Some(3), &JUDGED).is_ok());
    assert!(None.compare(&Some(3_usize), &JUDGED).is_err());
    assert!([1_u8, 2].compare(&[1, 3], &JUDGED).is_err());
}

#[test]
fn floats_are_shown_without_rounding_noise() {
    assert_eq!((0.1 + 0.2).show(), "0.3");
    assert_eq!(0.1_f32.show(), "0.1");
    assert_eq!(1e-20.show(), "1e-20");
    assert_eq!((-0.0_f64).show(), "-0.0");
    assert_eq!(f64::NAN.show(), "NaN");
    assert_eq!(0.6224593312018546.show(), "0.622459331201855");
    assert_eq!(array![[1.0, 2.5]].show(), "[[1.0, 2.5]]");
    assert_eq!((Some(1.0), "x").show(), "(Some(1.0), \"x\")");
}

#[test]
fn long_lists_are_cut() {
    let long: Vec<u8> = (0..100).collect();
    assert!(long.show().ends_with("15, … 100 values in all]"));
}

const PAPER: Closeness = Closeness {
    measure: Measure::Decimals(4),
    nan_is_nan: false,
};
const SHORT: Closeness = Closeness {
    measure: Measure::Short(4),
    nan_is_nan: false,
};

#[test]
fn four_decimals_are_four_decimals_at_any_size() {
    for right in [0.9041, 0.9040, 0.90408] {
        assert!(right.compare(&0.904_081_2, &PAPER).is_ok(), "{right}");
    }
    assert!(0.904.compare(&0.904_181_2, &PAPER).is_err());
    assert!(784.2041.compare(&784.204_08, &PAPER).is_ok());
    assert!(784.21.compare(&784.204_08, &PAPER).is_err());
}

#[test]
fn short_is_right_as_far_as_it_goes() {
    let short = |got: f64, want: f64| got.compare(&want, &SHORT).is_ok();
    assert!(short(0.9, 0.904_081_2) && short(0.904, 0.904_081_2) && short(12.0, 12.0412));
    assert!(
        (0.904_f32).compare(&0.904_181_2, &SHORT).is_ok(),
        "as an f32 is written"
    );
    assert!(!short(0.91, 0.904_081_2), "wrong in a digit it gives");
    assert!(
        !short(1.0, 0.904_081_2) && !short(0.0, 0.0918),
        "no digit that counts"
    );
    assert!(!short(0.9043, 0.904_081_2), "enough decimals, and wrong");
    assert!(
        [0.9, 12.0412]
            .compare(&[0.904_081_2, 12.0412], &SHORT)
            .is_ok()
    );
    assert!(
        [0.9, 12.5]
            .compare(&[0.904_081_2, 12.0412], &SHORT)
            .is_err()
    );
}

#[test]
fn entries_are_told_apart() {
    let entries = (1.0, vec![2.0], 3).entries(&(1.0, vec![2.5], 3), &JUDGED);
    assert_eq!(entries, [true, false, true]);
    let said = |entries: &[bool], names: &[&str]| which(entries, names);
    let two = |a: &str, b: &str| Some((a.to_string(), b.to_string()));
    assert_eq!(
        said(&entries, &[]),
        two("in the second value", "the first and the third are right")
    );
    assert_eq!(
        said(&[false, false, true], &[]),
        two("in the first and the second values", "the third is right")
    );
    assert_eq!(
        said(&[true, false], &["∂ℓ/∂w", "∂ℓ/∂b"]),
        two("in ∂ℓ/∂b", "∂ℓ/∂w is right")
    );
    assert_eq!(said(&[false, false], &[]), two("in every value", ""));
    assert_eq!(said(&[true, true], &[]), None);
    assert_eq!(said(&[false; 9], &[]), None, "too many to count");
}

#[test]
fn small_matrices_are_pictures() {
    let got = vec![vec![1.0, -20.5], vec![0.123_456_789, 9.0]];
    let want = vec![vec![1.0, -20.5], vec![0.123_456_789, 5.0]];
    let (shown, expected) = got.pictures(&want, &JUDGED).unwrap();
    assert_eq!(shown, "    1.0   -20.5\n 0.1235    >9.0<");
    assert_eq!(expected, "    1.0   -20.5\n 0.1235    >5.0<");
    let matrix = array![[1.0, -20.5], [0.123_456_789, 9.0]];
    let other = array![[1.0, -20.5], [0.123_456_789, 5.0]];
    assert_eq!(matrix.pictures(&other, &JUDGED).unwrap().0, shown);
    let wider = array![[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]];
    assert!(!wider.pictures(&other, &JUDGED).unwrap().0.contains('>'));
    assert_eq!(
        vec![vec![1.0; 9]; 2].pictures(&vec![vec![2.0; 9]; 2], &JUDGED),
        None
    );
    assert_eq!(vec![1.0, 2.0].pictures(&vec![2.0, 2.0], &JUDGED), None);
    assert_eq!(
        vec![vec![vec![1.0; 2]; 2]; 2].pictures(&vec![vec![vec![1.0; 2]; 2]; 2], &JUDGED),
        None
    );
}

#[test]
fn nudging_moves_every_number() {
    let value = (vec![1.0, 0.0], 3_usize, Some(-2.0_f32), true);
    let moved = value.nudged(0.5);
    assert!(value.0.iter().zip(&moved.0).all(|(a, b)| a != b));
    assert!(value.1 != moved.1 && value.2 != moved.2 && !moved.3);
}
