//! The reader of lab 8 in burn 0.22.1, to be put beside `burn.rs`, whose optimiser fits it as it stands.

use burn::grad_clipping::GradientClippingConfig;
use burn::module::Module;
use burn::nn::{Linear, LinearConfig, Lstm, LstmConfig};
use burn::optim::AdamConfig;
use burn::tensor::{Device, Tensor};

// ANCHOR: reader
#[derive(Module, Debug)]
struct Reader {
    lstm: Lstm,
    head: Linear,
}

impl Reader {
    fn new(symbols: usize, hidden: usize, answers: usize, device: &Device) -> Self {
        Reader {
            lstm: LstmConfig::new(symbols, hidden, true).init(device), // true: with biases
            head: LinearConfig::new(hidden, answers).init(device),
        }
    }

    /// `x` is `[N, T, C]`; every row is read to the end of the block.
    fn forward(&self, x: Tensor<3>) -> Tensor<2> {
        let (_outputs, state) = self.lstm.forward(x, None);
        self.head.forward(state.hidden)
    }
}

fn optimizer() -> AdamConfig {
    AdamConfig::new().with_grad_clipping(Some(GradientClippingConfig::Norm(1.0)))
}
// ANCHOR_END: reader
