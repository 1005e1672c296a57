//! The arithmetic, made fast. Each kernel has its plain version in [`naive`], which is its
//! specification: the tests compare the two.

pub mod gemm;
pub mod math;
mod microkernel;
pub mod naive;
mod pack;
pub mod rows;
pub mod threads;

pub use gemm::{Matrix, gemm};
