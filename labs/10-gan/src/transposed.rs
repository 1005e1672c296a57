//! What a transposed convolution of one channel does with sizes, and how evenly it covers.

use crate::solutions::conv_transpose;

/// Rows of numbers.
pub type Picture = Vec<Vec<f64>>;

// ANCHOR: size
/// How long a side becomes: the copies of the kernel lie `stride` apart, the last one reaches beyond its place by
/// the rest of the kernel, and `margin` numbers are cut off at either end.
pub fn side(input: usize, kernel: usize, stride: usize, margin: usize) -> usize {
    (input - 1) * stride + kernel - 2 * margin
}
// ANCHOR_END: size

/// How many copies of the kernel meet in each place of the result: [`conv_transpose`] of nothing but ones.
pub fn copies(input: usize, kernel: usize, stride: usize, margin: usize) -> Picture {
    let ones = |side: usize| vec![vec![1.0; side]; side];
    conv_transpose(&ones(input), &ones(kernel), stride, margin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes() {
        assert_eq!(side(2, 2, 2, 0), 4);
        assert_eq!(side(2, 3, 2, 0), 5);
        assert_eq!(side(7, 4, 2, 1), 14);
        assert_eq!(side(14, 4, 2, 1), 28);
    }

    #[test]
    fn copies_that_do_not_overlap_stand_side_by_side() {
        let x = vec![vec![1.0, 2.0], vec![3.0, 4.0]];
        let kernel = vec![vec![1.0, 0.5], vec![-1.0, 2.0]];
        let want = vec![
            vec![1.0, 0.5, 2.0, 1.0],
            vec![-1.0, 2.0, -2.0, 4.0],
            vec![3.0, 1.5, 4.0, 2.0],
            vec![-3.0, 6.0, -4.0, 8.0],
        ];
        assert_eq!(conv_transpose(&x, &kernel, 2, 0), want);
    }

    #[test]
    fn a_kernel_of_twice_the_stride_covers_evenly_within_the_margin() {
        let even = copies(4, 4, 2, 1);
        assert!(
            even[1..7]
                .iter()
                .all(|row| row[1..7].iter().all(|&n| n == 4.0))
        );
        let uneven = copies(4, 3, 2, 1);
        assert_eq!(uneven[2][2..6], [1.0, 2.0, 1.0, 2.0]);
        assert_eq!(uneven[3][2..6], [2.0, 4.0, 2.0, 4.0]);
    }
}
