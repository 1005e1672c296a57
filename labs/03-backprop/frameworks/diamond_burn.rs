//! The diamond y = 2x² + 3x² in burn 0.22.1, with
//! `burn = { version = "=0.22.1", default-features = false, features = ["std", "flex", "autodiff"] }`.

use burn::tensor::{Device, Tensor};

fn main() {
    let device = Device::flex().autodiff();
    // ANCHOR: diamond
    let x = Tensor::<1>::from_floats([3.0], &device).require_grad();
    let a = x.clone() * x.clone();
    let y = a.clone() * 2.0 + a * 3.0;
    let grads = y.backward();
    println!("{}", x.grad(&grads).unwrap()); // 30
    // ANCHOR_END: diamond
}
