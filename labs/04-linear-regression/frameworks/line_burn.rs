//! The thousand steps of lab 4 in burn 0.22.1, with
//! `burn = { version = "=0.22.1", default-features = false, features = ["std", "optim", "flex"] }`.

use burn::module::Param;
use burn::nn::{Linear, LinearConfig};
use burn::optim::{GradientsParams, SgdConfig};
use burn::tensor::{Device, Tensor};

fn main() {
    let device = Device::flex().autodiff();
    // ANCHOR: line
    let x = Tensor::<2>::from_floats([[1.0], [2.0], [3.0], [4.0]], &device);
    let y = Tensor::<2>::from_floats([[0.0], [-1.0], [-2.0], [-3.0]], &device);
    let mut model: Linear = LinearConfig::new(1, 1).init(&device);
    model.weight = Param::from_data([[0.3]], &device);
    model.bias = Some(Param::from_data([-0.3], &device));
    let mut optimizer = SgdConfig::new().init();
    for _ in 0..1000 {
        let residual = model.forward(x.clone()) - y.clone();
        let loss = (residual.clone() * residual).sum();
        let grads = GradientsParams::from_grads(loss.backward(), &model);
        model = optimizer.step(0.01, model, grads);
    }
    println!("{} {}", model.weight.val(), model.bias.unwrap().val());
    // ANCHOR_END: line
}
