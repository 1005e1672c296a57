//! Against the three loops, and of every kernel set the same bits.

use super::*;
use crate::kernels::{microkernel, naive};
use crate::{Rng, Tensor, rng};
use rand::RngExt;

fn random(rng: &mut Rng, rows: usize, columns: usize) -> Tensor {
    let numbers = (0..rows * columns)
        .map(|_| rng.random_range(-1.0..1.0))
        .collect();
    Tensor::from_vec(numbers, [rows, columns])
}

fn transposed(t: &Tensor) -> Tensor {
    Tensor::from(t.view().reversed_axes().to_owned())
}

#[test]
fn every_kernel_set_agrees_with_the_three_loops() {
    let mut rng = rng(7);
    for (m, n, k) in [
        (1, 1, 1),
        (3, 5, 2),
        (12, 32, 256),
        (13, 33, 257),
        (128, 10, 784),
        (50, 70, 600),
        (7, 16, 1),
    ] {
        if cfg!(miri) && m * n * k > 5_000 {
            continue; // Too many products to interpret.
        }
        let (a, b) = (random(&mut rng, m, k), random(&mut rng, k, n));
        let (at, bt) = (transposed(&a), transposed(&b));
        let want = naive::matmul(&a, &b);
        for set in microkernel::all() {
            let plain = (Matrix::new(a.data(), m, k), Matrix::new(b.data(), k, n));
            let turned = (
                Matrix::new(at.data(), k, m).t(),
                Matrix::new(bt.data(), n, k).t(),
            );
            for (a, b) in [plain, (turned.0, plain.1), (plain.0, turned.1), turned] {
                let mut c = vec![f32::NAN; m * n];
                gemm_with(&set, a, b, &mut c, How::default(), |_, _| {});
                for (got, want) in c.iter().zip(want.data()) {
                    assert!(
                        (got - want).abs() <= 1e-6 * k as f32 + 1e-6,
                        "{m}×{n}×{k}, {} lanes: {got} {want}",
                        set.lanes
                    );
                }
            }
        }
    }
}

/// Each element is summed along k in the same order whatever the width of the vectors, so a
/// training run is the same bits on any machine with fused multiply-add.
#[test]
fn the_instruction_set_does_not_change_a_bit() {
    let fused = cfg!(any(target_feature = "fma", target_arch = "aarch64"));
    let mut rng = rng(8);
    let (m, n, k) = (61, 75, 519);
    let (a, b) = (random(&mut rng, m, k), random(&mut rng, k, n));
    let products: Vec<Vec<u32>> = microkernel::all()
        .iter()
        .filter(|set| fused || set.lanes > 4) // Plain x86-64 rounds twice where others round once.
        .map(|set| {
            let mut c = vec![0.0; m * n];
            let (a, b) = (Matrix::new(a.data(), m, k), Matrix::new(b.data(), k, n));
            gemm_with(set, a, b, &mut c, How::default(), |_, _| {});
            c.iter().map(|x| x.to_bits()).collect()
        })
        .collect();
    assert!(products.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn finish_sees_every_element_once() {
    let (m, n, k) = (130, 70, 40);
    let zeros = vec![0.0; m * k.max(n)];
    let mut c = vec![0.0; m * n];
    let b = vec![0.0; k * n];
    gemm(
        Matrix::new(&zeros[..m * k], m, k),
        Matrix::new(&b, k, n),
        &mut c,
        |first, row| {
            for (j, x) in row.iter_mut().enumerate() {
                *x += (first + j) as f32;
            }
        },
    );
    assert!(
        c.chunks(n)
            .all(|row| row.iter().enumerate().all(|(j, &x)| x == j as f32))
    );
}

#[test]
fn an_empty_inner_size_gives_zeros() {
    let mut c = [1.0; 6];
    gemm(
        Matrix::new(&[], 2, 0),
        Matrix::new(&[], 0, 3),
        &mut c,
        |_, _| {},
    );
    assert_eq!(c, [0.0; 6]);
}
