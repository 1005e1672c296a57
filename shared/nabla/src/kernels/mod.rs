//! The arithmetic, made fast. The matrix product has its plain version in [`naive`], which is its
//! specification: the tests compare the two. The others are short loops with their formula on top.

pub mod attention;
pub mod conv;
pub mod gemm;
pub mod largest;
pub mod lines;
pub mod math;
mod microkernel;
pub mod naive;
pub mod norm;
pub mod normal;
mod pack;
pub mod pairs;
mod panels;
pub mod pooling;
pub mod random;
pub mod recurrent;
pub mod row_norm;
pub mod rows;
pub mod scatter;
pub mod softmax;
pub mod sparse;
pub mod swap;
pub mod threads;
mod vector;

pub use gemm::{Matrix, gemm};
