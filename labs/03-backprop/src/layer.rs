//! One layer and a whole batch: the backward pass as matrices.
//!
//! ```text
//! x      [N, in]    one sample a row
//! w      [in, out]  column j feeds neuron j
//! b      [out]
//! sum    [N, out]   x · w + b
//! output [N, out]   σ(sum)
//! ```
//!
//! A gradient has the shape of the thing it belongs to.

use crate::by_hand::{Net, sigmoid};
use ndarray::{Array1, Array2, Axis, aview1, aview2};

/// x · w + b, the bias added to every row.
// ANCHOR: layer
pub fn forward(x: &Array2<f64>, w: &Array2<f64>, b: &Array1<f64>) -> Array2<f64> {
    x.dot(w) + b
}

/// From the gradient of the sums `d_sum` `[N, out]` back to `(d_x [N, in], d_w [in, out], d_b [out])`.
pub fn backward(
    x: &Array2<f64>,
    w: &Array2<f64>,
    d_sum: &Array2<f64>,
) -> (Array2<f64>, Array2<f64>, Array1<f64>) {
    let d_x = d_sum.dot(&w.t());
    let d_w = x.t().dot(d_sum);
    let d_b = d_sum.sum_axis(Axis(0));
    (d_x, d_w, d_b)
}

/// Through a sigmoid: d_sum = d_output ⊙ O ⊙ (1 − O).
pub fn sigmoid_backward(output: &Array2<f64>, d_output: &Array2<f64>) -> Array2<f64> {
    d_output * &output.mapv(|o| o * (1.0 - o))
}
// ANCHOR_END: layer

/// Weights and biases of the net of [`crate::by_hand`], as arrays.
#[derive(Clone, Debug)]
pub struct BatchNet {
    /// `[3, 3]`, `[3]`.
    pub layer1: (Array2<f64>, Array1<f64>),
    /// `[3, 2]`, `[2]`.
    pub layer2: (Array2<f64>, Array1<f64>),
}

/// What the forward pass of a batch keeps: `[N, 3]` and `[N, 2]`.
#[derive(Clone, Debug)]
pub struct BatchTrace {
    /// The hidden layer's outputs.
    pub hidden: Array2<f64>,
    /// The net's outputs.
    pub output: Array2<f64>,
}

/// The gradients of a batch, shaped as the quantities are.
#[derive(Clone, Debug)]
#[allow(
    missing_docs,
    reason = "each field is the gradient of the quantity it is named after"
)]
pub struct BatchGradients {
    pub d_output: Array2<f64>,
    pub d_sum2: Array2<f64>,
    pub d_w2: Array2<f64>,
    pub d_b2: Array1<f64>,
    pub d_hidden: Array2<f64>,
    pub d_sum1: Array2<f64>,
    pub d_w1: Array2<f64>,
    pub d_b1: Array1<f64>,
    pub d_x: Array2<f64>,
}

impl BatchNet {
    /// The same weights as `net`'s.
    pub fn from_net(net: &Net) -> BatchNet {
        BatchNet {
            layer1: (aview2(&net.w1).to_owned(), aview1(&net.b1).to_owned()),
            layer2: (aview2(&net.w2).to_owned(), aview1(&net.b2).to_owned()),
        }
    }

    /// Two layers, each a product, a sum and a sigmoid. `x` is `[N, 3]`.
    // ANCHOR: batch_net
    pub fn forward(&self, x: &Array2<f64>) -> BatchTrace {
        let hidden = forward(x, &self.layer1.0, &self.layer1.1).mapv(sigmoid);
        let output = forward(&hidden, &self.layer2.0, &self.layer2.1).mapv(sigmoid);
        BatchTrace { hidden, output }
    }

    /// Gradients of the mean over the batch of Σₖ ½(T − O)². `targets` is `[N, 2]`.
    pub fn backward(
        &self,
        x: &Array2<f64>,
        trace: &BatchTrace,
        targets: &Array2<f64>,
    ) -> BatchGradients {
        let d_output = (&trace.output - targets) / x.nrows() as f64;
        let d_sum2 = sigmoid_backward(&trace.output, &d_output);
        let (d_hidden, d_w2, d_b2) = backward(&trace.hidden, &self.layer2.0, &d_sum2);
        let d_sum1 = sigmoid_backward(&trace.hidden, &d_hidden);
        let (d_x, d_w1, d_b1) = backward(x, &self.layer1.0, &d_sum1);
        BatchGradients {
            d_output,
            d_sum2,
            d_w2,
            d_b2,
            d_hidden,
            d_sum1,
            d_w1,
            d_b1,
            d_x,
        }
    }
    // ANCHOR_END: batch_net
}

/// The mean over the batch of Σₖ ½(T − O)².
pub fn mean_error(targets: &Array2<f64>, output: &Array2<f64>) -> f64 {
    (targets - output).mapv(|e| 0.5 * e * e).sum() / targets.nrows() as f64
}
