//! A graph convolution in burn 0.22.1, to be put beside `burn.rs`: the names of lab 15.

use burn::module::Module;
use burn::nn::{Linear, LinearConfig};
use burn::tensor::{Device, IndexingUpdateOp, Int, Tensor};

// ANCHOR: layer
#[derive(Module, Debug)]
struct GraphConvolution {
    weigh: Linear,
}

impl GraphConvolution {
    fn new(inputs: usize, outputs: usize, device: &Device) -> Self {
        let weigh = LinearConfig::new(inputs, outputs).with_bias(false).init(device);
        GraphConvolution { weigh }
    }

    /// `x` is `[N, C]`; of each link `to`, `from` and how loud it is, `[E, 1]`: both ways, and with loops.
    fn forward(&self, x: Tensor<2>, to: Tensor<1, Int>, from: Tensor<1, Int>, loudness: Tensor<2>) -> Tensor<2> {
        let x = self.weigh.forward(x);
        let silence = x.zeros_like();
        silence.select_assign(0, to, x.select(0, from) * loudness, IndexingUpdateOp::Add)
    }
}
// ANCHOR_END: layer
