//! The first computations on nabla's tape: two nodes, three nodes, and a gradient.

use nabla::{Tape, Tensor};

// ANCHOR: adder
/// a + b, as a graph of three records: two leaves and their sum.
pub fn add(a: &Tensor, b: &Tensor) -> Tensor {
    let tape = Tape::new();
    let sum = tape.constant(a.clone()) + tape.constant(b.clone());
    sum.value()
}
// ANCHOR_END: adder

/// What [`add_and_triple`] found.
pub struct Tripled {
    /// (a + b)·3.
    pub value: f32,
    /// Its derivatives with respect to a and to b.
    pub gradient: (f32, f32),
    /// The tape, one line a record.
    pub listing: String,
}

// ANCHOR: triple
/// (a + b)·3, and backwards: its derivatives with respect to a and b.
pub fn add_and_triple(a: f32, b: f32) -> Tripled {
    let tape = Tape::new();
    let a = tape.variable(Tensor::scalar(a));
    let b = tape.variable(Tensor::scalar(b));
    let result = (a + b) * 3.0;
    let grads = result.backward();
    Tripled {
        value: result.item(),
        gradient: (grads.of(a).item(), grads.of(b).item()),
        listing: tape.listing(),
    }
}
// ANCHOR_END: triple

/// The summed squared loss on the tape. With `column` the predictions are a column, \[n, 1\], while
/// the targets stay a list, \[n\]: the subtraction then quietly makes a table, \[n, n\].
pub fn descend(start: (f32, f32), rate: f32, steps: usize, column: bool) -> Vec<(f32, f32)> {
    let x = Tensor::from_slice(&crate::line::X, [4]);
    let y = Tensor::from_slice(&crate::line::Y, [4]);
    let mut path = vec![start];
    let (mut w, mut b) = start;
    for _ in 0..steps {
        let tape = Tape::new();
        let (w_var, b_var) = (
            tape.variable(Tensor::scalar(w)),
            tape.variable(Tensor::scalar(b)),
        );
        let mut prediction = w_var * tape.constant(x.clone()) + b_var;
        if column {
            prediction = prediction.reshape([4, 1]);
        }
        let loss = (prediction - tape.constant(y.clone())).square().sum();
        let grads = loss.backward();
        w -= rate * grads.of(w_var).item();
        b -= rate * grads.of(b_var).item();
        path.push((w, b));
    }
    path
}
