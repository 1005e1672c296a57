//! The numbers that the source works out, and where it rounds on the way.

use approx::assert_abs_diff_eq;
use lab02::network::{HIDDEN, INPUT, OUTPUT, layer, layer_by_hand, matrix, weighted_sum};
use lab02::solutions;
use nalgebra::SVector;

use super::close;

#[test]
fn the_hidden_layer_of_the_source() {
    let sums: Vec<f64> = HIDDEN.iter().map(|row| weighted_sum(row, &INPUT)).collect();
    close(&sums, &[-1.9, 3.1, -0.4], 1e-12);
    close(
        &layer_by_hand(&HIDDEN, 0.0, &INPUT),
        &[0.130, 0.957, 0.401],
        5e-4,
    );
}

#[test]
fn the_output_layer_of_the_source_rounded_and_in_full() {
    let rounded = [0.13, 0.96, 0.40];
    assert_abs_diff_eq!(weighted_sum(&OUTPUT[0], &rounded), -0.63, epsilon = 1e-12);
    assert_abs_diff_eq!(weighted_sum(&OUTPUT[1], &rounded), 1.76, epsilon = 1e-12);
    close(&layer_by_hand(&OUTPUT, 0.0, &rounded), &[0.35, 0.85], 5e-3);
    let hidden = layer_by_hand(&HIDDEN, 0.0, &INPUT);
    assert_abs_diff_eq!(weighted_sum(&OUTPUT[0], &hidden), -0.6374, epsilon = 5e-5);
    close(
        &layer_by_hand(&OUTPUT, 0.0, &hidden),
        &[0.3458, 0.8531],
        5e-5,
    );
}

#[test]
fn a_bias_of_a_tenth() {
    let x = SVector::from(INPUT);
    let sums: [f64; 3] = (matrix(&HIDDEN) * x).add_scalar(0.1).into();
    close(&sums, &[-1.8, 3.2, -0.3], 1e-12);
    let hidden: [f64; 3] = layer(&matrix(&HIDDEN), &SVector::repeat(0.1), &x).into();
    close(&hidden, &[0.142, 0.961, 0.426], 5e-4);
}

#[test]
fn softmax_and_cross_entropy_of_the_source() {
    close(
        &[4.8f64.exp(), (-2.6f64).exp(), 2.9f64.exp()],
        &[121.5, 0.0743, 18.17],
        0.02,
    );
    close(
        &solutions::softmax(&[4.8, -2.6, 2.9]),
        &[0.869, 0.0005, 0.130],
        5e-4,
    );
    // The slide prints −0.13.
    assert_abs_diff_eq!(-0.87f64.ln(), 0.139, epsilon = 5e-4);
    assert_abs_diff_eq!(
        solutions::cross_entropy(&[4.8, -2.6, 2.9], 0),
        0.1399,
        epsilon = 5e-5
    );
}

#[test]
fn full_connection_to_a_full_hd_picture() {
    assert_eq!(1920 * 1080 * 3, 6_220_800);
    assert_eq!(solutions::parameters(&[6_220_800, 1000]), 6_220_801_000);
    assert_eq!(solutions::parameters(&[3, 3, 2]), 20);
    assert_eq!(solutions::parameters(&[784, 64, 64, 10]), 55_050);
}
