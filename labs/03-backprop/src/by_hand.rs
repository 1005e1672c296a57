//! Gradients worked out index by index, before any matrix appears.

#![allow(
    clippy::needless_range_loop,
    reason = "the loops run over the indices of the formulas, one letter each"
)]

/// σ(s) = 1/(1 + e⁻ˢ).
// ANCHOR: sigmoid
pub fn sigmoid(sum: f64) -> f64 {
    1.0 / (1.0 + (-sum).exp())
}

/// σ′ written with the output alone: if `output` is σ(s), the derivative at s is O(1 − O).
pub fn sigmoid_derivative(output: f64) -> f64 {
    output * (1.0 - output)
}
// ANCHOR_END: sigmoid

/// The four derivatives along the path from one weight to the error, in the order backpropagation meets them.
#[derive(Clone, Copy, Debug)]
pub struct OneWeight {
    /// ∂E/∂O = O − T.
    pub error_by_output: f64,
    /// ∂O/∂s = O(1 − O).
    pub output_by_sum: f64,
    /// ∂s/∂w = I.
    pub sum_by_weight: f64,
    /// ∂E/∂w, the product of the three.
    pub error_by_weight: f64,
}

/// The gradient of E = ½(T − O)² with respect to one weight into a sigmoid neuron with output `output`.
///
/// `input` is the number that weight multiplies. The lecture's example is (0.13, 0.35, 0.9) [PSC].
// ANCHOR: one_weight
pub fn one_weight(input: f64, output: f64, target: f64) -> OneWeight {
    let error_by_output = output - target;
    let output_by_sum = sigmoid_derivative(output);
    let sum_by_weight = input;
    OneWeight {
        error_by_output,
        output_by_sum,
        sum_by_weight,
        error_by_weight: error_by_output * output_by_sum * sum_by_weight,
    }
}
// ANCHOR_END: one_weight

/// Three inputs, three hidden sigmoids, two output sigmoids: lab 2's net.
#[derive(Clone, Debug)]
pub struct Net {
    /// `w1[n][j]`: from input n to hidden neuron j.
    pub w1: [[f64; 3]; 3],
    /// The hidden biases.
    pub b1: [f64; 3],
    /// `w2[j][k]`: from hidden neuron j to output k.
    pub w2: [[f64; 2]; 3],
    /// The output biases.
    pub b2: [f64; 2],
}

/// Everything the forward pass computed; the backward pass needs most of it.
#[derive(Clone, Debug)]
pub struct Trace {
    /// The inputs.
    pub x: [f64; 3],
    /// Weighted sums into the hidden neurons.
    pub sum1: [f64; 3],
    /// Their sigmoids.
    pub hidden: [f64; 3],
    /// Weighted sums into the outputs.
    pub sum2: [f64; 2],
    /// Their sigmoids.
    pub output: [f64; 2],
}

/// ∂E/∂(each of the quantities of the net), named as the quantities are.
#[derive(Clone, Debug, Default)]
pub struct Gradients {
    /// ∂E/∂output.
    pub d_output: [f64; 2],
    /// ∂E/∂sum2.
    pub d_sum2: [f64; 2],
    /// ∂E/∂w2.
    pub d_w2: [[f64; 2]; 3],
    /// ∂E/∂b2.
    pub d_b2: [f64; 2],
    /// ∂E/∂hidden.
    pub d_hidden: [f64; 3],
    /// ∂E/∂sum1.
    pub d_sum1: [f64; 3],
    /// ∂E/∂w1.
    pub d_w1: [[f64; 3]; 3],
    /// ∂E/∂b1.
    pub d_b1: [f64; 3],
    /// ∂E/∂x.
    pub d_x: [f64; 3],
}

/// The lecture's inputs [PSC].
pub const INPUTS: [f64; 3] = [0.5, 0.9, -0.3];
/// What we want out: 0.9 is the lecture's target for O1 [PSC]; 0.1 for O2 is ours.
pub const TARGETS: [f64; 2] = [0.9, 0.1];

impl Net {
    /// The weights of the lecture's net [PSC], without biases.
    pub fn lecture() -> Net {
        Net {
            w1: [[1.0, 2.0, 1.0], [-2.0, 1.0, -1.0], [2.0, -4.0, 0.0]],
            b1: [0.0; 3],
            w2: [[-3.0, 0.0], [1.0, 1.0], [-3.0, 2.0]],
            b2: [0.0; 2],
        }
    }

    /// Lab 2's forward pass, keeping what it computes on the way.
    // ANCHOR: net_forward
    pub fn forward(&self, x: [f64; 3]) -> Trace {
        let mut sum1 = self.b1;
        for j in 0..3 {
            for n in 0..3 {
                sum1[j] += x[n] * self.w1[n][j];
            }
        }
        let hidden = sum1.map(sigmoid);
        let mut sum2 = self.b2;
        for k in 0..2 {
            for j in 0..3 {
                sum2[k] += hidden[j] * self.w2[j][k];
            }
        }
        let output = sum2.map(sigmoid);
        Trace {
            x,
            sum1,
            hidden,
            sum2,
            output,
        }
    }
    // ANCHOR_END: net_forward

    /// Every gradient of E = Σₖ ½(Tₖ − Oₖ)², from right to left.
    // ANCHOR: net_backward
    pub fn backward(&self, trace: &Trace, targets: [f64; 2]) -> Gradients {
        let mut g = Gradients::default();
        for k in 0..2 {
            g.d_output[k] = trace.output[k] - targets[k];
            g.d_sum2[k] = g.d_output[k] * sigmoid_derivative(trace.output[k]);
            g.d_b2[k] = g.d_sum2[k];
        }
        for j in 0..3 {
            for k in 0..2 {
                g.d_w2[j][k] = trace.hidden[j] * g.d_sum2[k];
                // Hidden j reaches E by two roads, so it collects: +=.
                g.d_hidden[j] += self.w2[j][k] * g.d_sum2[k];
            }
            g.d_sum1[j] = g.d_hidden[j] * sigmoid_derivative(trace.hidden[j]);
            g.d_b1[j] = g.d_sum1[j];
        }
        for n in 0..3 {
            for j in 0..3 {
                g.d_w1[n][j] = trace.x[n] * g.d_sum1[j];
                g.d_x[n] += self.w1[n][j] * g.d_sum1[j];
            }
        }
        g
    }
    // ANCHOR_END: net_backward

    /// One step of gradient descent: every weight and bias moves against its gradient.
    pub fn step(&mut self, g: &Gradients, rate: f64) {
        let pairs = [
            (self.w1.as_flattened_mut(), g.d_w1.as_flattened()),
            (&mut self.b1[..], &g.d_b1[..]),
            (self.w2.as_flattened_mut(), g.d_w2.as_flattened()),
            (&mut self.b2[..], &g.d_b2[..]),
        ];
        for (weights, gradients) in pairs {
            for (w, d) in weights.iter_mut().zip(gradients) {
                *w -= rate * d;
            }
        }
    }
}

/// E = Σₖ ½(Tₖ − Oₖ)².
pub fn error(targets: &[f64], output: &[f64]) -> f64 {
    targets
        .iter()
        .zip(output)
        .map(|(t, o)| 0.5 * (t - o) * (t - o))
        .sum()
}
