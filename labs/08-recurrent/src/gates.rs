//! LSTM and GRU cells by hand: gates, and a road on which nothing is multiplied but by a gate.

use nabla::Var;
use ndarray::{Array1, Array2, array, s};

/// 1/(1 + e⁻ˢ), number by number.
fn sigmoid(s: &Array1<f64>) -> Array1<f64> {
    s.mapv(|s| 1.0 / (1.0 + (-s).exp()))
}

// ANCHOR: lstm
/// A long short-term memory. The blocks of the four gates stand side by side, in the order i,
/// f, g, o.
#[derive(Debug, Clone)]
pub struct Lstm {
    /// From the input, `[C, 4H]`.
    pub w_x: Array2<f64>,
    /// From what the cell showed one step before, `[H, 4H]`.
    pub w_h: Array2<f64>,
    /// `[4H]`.
    pub b: Array1<f64>,
}

/// All that an LSTM computes in one step, each `[H]`.
#[derive(Debug, Clone)]
pub struct LstmStep {
    /// How much is let in.
    pub i: Array1<f64>,
    /// How much is kept.
    pub f: Array1<f64>,
    /// What would come in.
    pub g: Array1<f64>,
    /// How much is shown.
    pub o: Array1<f64>,
    /// What it remembers now.
    pub c: Array1<f64>,
    /// What it shows.
    pub h: Array1<f64>,
}

impl Lstm {
    /// One step: from the input and the state `(h, c)`.
    pub fn step(&self, x: &Array1<f64>, h: &Array1<f64>, c: &Array1<f64>) -> LstmStep {
        let n = h.len();
        let sums = x.dot(&self.w_x) + h.dot(&self.w_h) + &self.b;
        let block = |k: usize| sums.slice(s![k * n..(k + 1) * n]).to_owned();
        let (i, f) = (sigmoid(&block(0)), sigmoid(&block(1)));
        let (g, o) = (block(2).tanh(), sigmoid(&block(3)));
        let c = &f * c + &i * &g; // the straight road
        let h = &o * &c.tanh();
        LstmStep { i, f, g, o, c, h }
    }

    /// All steps of a sequence, from a state of 0.
    pub fn run(&self, xs: &[Array1<f64>]) -> Vec<LstmStep> {
        let n = self.w_h.nrows();
        let (mut h, mut c) = (Array1::zeros(n), Array1::zeros(n));
        let step = |x| {
            let step = self.step(x, &h, &c);
            (h, c) = (step.h.clone(), step.c.clone());
            step
        };
        xs.iter().map(step).collect()
    }
}
// ANCHOR_END: lstm

// ANCHOR: gru
/// A gated recurrent unit. The blocks stand side by side, in the order r, z, n.
#[derive(Debug, Clone)]
pub struct Gru {
    /// From the input, `[C, 3H]`.
    pub w_x: Array2<f64>,
    /// From the state, `[H, 3H]`.
    pub w_h: Array2<f64>,
    /// Added to what comes from the input, `[3H]`.
    pub b_x: Array1<f64>,
    /// Added to what comes from the state, `[3H]`.
    pub b_h: Array1<f64>,
}

/// All that a GRU computes in one step, each `[H]`.
#[derive(Debug, Clone)]
pub struct GruStep {
    /// How much of the state the new value sees.
    pub r: Array1<f64>,
    /// How much of the state is kept.
    pub z: Array1<f64>,
    /// The new value.
    pub n: Array1<f64>,
    /// The state now.
    pub h: Array1<f64>,
}

impl Gru {
    /// One step: from the input and the state.
    pub fn step(&self, x: &Array1<f64>, h: &Array1<f64>) -> GruStep {
        let size = h.len();
        let (from_x, from_h) = (x.dot(&self.w_x) + &self.b_x, h.dot(&self.w_h) + &self.b_h);
        let block =
            |sums: &Array1<f64>, k: usize| sums.slice(s![k * size..(k + 1) * size]).to_owned();
        let r = sigmoid(&(block(&from_x, 0) + block(&from_h, 0)));
        let z = sigmoid(&(block(&from_x, 1) + block(&from_h, 1)));
        let n = (block(&from_x, 2) + &r * &block(&from_h, 2)).tanh();
        let h = &z * h + (1.0 - &z) * &n; // what is kept and what is new add up to one
        GruStep { r, z, n, h }
    }

    /// All steps of a sequence, from a state of 0.
    pub fn run(&self, xs: &[Array1<f64>]) -> Vec<GruStep> {
        let mut h = Array1::zeros(self.w_h.nrows());
        let step = |x| {
            let step = self.step(x, &h);
            h = step.h.clone();
            step
        };
        xs.iter().map(step).collect()
    }
}
// ANCHOR_END: gru

// ANCHOR: parts
/// One step of an LSTM on nabla's tape, of single operations; the state is `(h, c)`, the
/// weights `(w_x, w_h, b)`.
pub fn lstm_of_parts<'t>(
    x: Var<'t>,
    (h, c): (Var<'t>, Var<'t>),
    (w_x, w_h, b): (Var<'t>, Var<'t>, Var<'t>),
) -> (Var<'t>, Var<'t>) {
    let n = h.shape().last();
    let sums = x.matmul(w_x) + h.matmul(w_h) + b;
    let block = |k: usize| sums.slice(1, k * n..(k + 1) * n);
    let (i, f, g, o) = (
        block(0).sigmoid(),
        block(1).sigmoid(),
        block(2).tanh(),
        block(3).sigmoid(),
    );
    let c = f * c + i * g;
    (o * c.tanh(), c)
}
// ANCHOR_END: parts

/// The LSTM of the lesson: one input, one unit. It lets a 1 in, and next to nothing of a 0 or a −1.
pub fn small_lstm() -> Lstm {
    Lstm {
        w_x: array![[6.0, 0.0, 1.0, 0.0]],
        w_h: array![[0.0, 0.0, -0.5, 1.0]],
        b: array![-3.0, 3.0, 0.0, 0.0],
    }
}

/// The GRU of the lesson, with the same habit.
pub fn small_gru() -> Gru {
    Gru {
        w_x: array![[0.0, -6.0, 1.0]],
        w_h: array![[0.0, 0.0, -0.5]],
        b_x: array![1.0, 3.0, 0.0],
        b_h: array![0.0, 0.0, 0.0],
    }
}

/// What both read: 1, 0, −1.
pub fn small_input() -> Vec<Array1<f64>> {
    [1.0, 0.0, -1.0].map(|x| array![x]).to_vec()
}

// ANCHOR: memories
/// Three ways to keep the first number of a row in a single state, the rest being noise:
/// through a tanh, by adding, and by adding behind a gate that is open at the first step only.
pub fn memories(row: &[f64]) -> [Vec<f64>; 3] {
    let (mut squashed, mut added, mut gated) = (0.0_f64, 0.0, 0.0);
    let mut kept = [const { Vec::new() }; 3];
    for (t, x) in row.iter().enumerate() {
        let gate = if t == 0 { 1.0 } else { 0.0 };
        squashed = (squashed + x).tanh();
        added += x;
        gated += gate * x;
        for (list, value) in kept.iter_mut().zip([squashed, added, gated]) {
            list.push(value);
        }
    }
    kept
}
// ANCHOR_END: memories

/// How many numbers are learned by a layer of `gates` blocks with `biases` rows of biases.
pub fn parameters(inputs: usize, hidden: usize, gates: usize, biases: usize) -> usize {
    gates * hidden * (inputs + hidden + biases)
}
