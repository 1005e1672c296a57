//! One recurrent cell by hand: forward, unfolded, and back through time.

use nabla::{Tape, Tensor};
use ndarray::{Array1, Array2, Axis, array};

// ANCHOR: cell
/// A recurrent network: three matrices, used again at every step.
#[derive(Debug, Clone)]
pub struct Cell {
    /// From the input to the hidden units, `[C, H]`.
    pub w_xh: Array2<f64>,
    /// From the hidden units to themselves, one step later, `[H, H]`.
    pub w_hh: Array2<f64>,
    /// From the hidden units to the output, `[H, K]`.
    pub w_hy: Array2<f64>,
}

impl Cell {
    /// The new state, of an input and the old state.
    pub fn step(&self, x: &Array1<f64>, h: &Array1<f64>) -> Array1<f64> {
        (x.dot(&self.w_xh) + h.dot(&self.w_hh)).tanh()
    }

    /// What it says in this state.
    pub fn output(&self, h: &Array1<f64>) -> Array1<f64> {
        h.dot(&self.w_hy)
    }

    /// All states for a sequence, the starting state 0 first.
    pub fn states(&self, xs: &[Array1<f64>]) -> Vec<Array1<f64>> {
        let mut states = vec![Array1::zeros(self.w_hh.nrows())];
        for (t, x) in xs.iter().enumerate() {
            let next = self.step(x, &states[t]);
            states.push(next);
        }
        states
    }
}
// ANCHOR_END: cell

/// Half the sum of the squared distances of all outputs to what was wanted.
pub fn loss(cell: &Cell, xs: &[Array1<f64>], wanted: &[Array1<f64>]) -> f64 {
    let states = cell.states(xs);
    let halves = states[1..].iter().zip(wanted).map(|(h, wanted)| {
        let error = cell.output(h) - wanted;
        0.5 * error.dot(&error)
    });
    halves.sum()
}

/// What went back through one step.
#[derive(Debug, Clone)]
pub struct Back {
    /// ∂L/∂h_t: from this step's output, and from the step after.
    pub dh: Array1<f64>,
    /// ∂L/∂s_t, with the sum s_t inside the tanh.
    pub delta: Array1<f64>,
    /// This step's share of ∂L/∂W_hh.
    pub w_hh: Array2<f64>,
    /// This step's share of ∂L/∂W_xh.
    pub w_xh: Array2<f64>,
    /// This step's share of ∂L/∂W_hy.
    pub w_hy: Array2<f64>,
}

// ANCHOR: through_time
/// Back through time: from the last step to the first. `dy` are the gradients
/// with respect to the outputs, one for each step.
pub fn through_time(cell: &Cell, xs: &[Array1<f64>], dy: &[Array1<f64>]) -> Vec<Back> {
    let states = cell.states(xs);
    let mut from_later = Array1::zeros(cell.w_hh.nrows());
    let mut back = Vec::new();
    for t in (0..xs.len()).rev() {
        let (before, h) = (&states[t], &states[t + 1]);
        let dh = dy[t].dot(&cell.w_hy.t()) + &from_later; // two roads meet
        let delta = &dh * &h.mapv(|h| 1.0 - h * h); // back through the tanh
        from_later = delta.dot(&cell.w_hh.t()); // on to the step before
        back.push(Back {
            w_hh: outer(before, &delta),
            w_xh: outer(&xs[t], &delta),
            w_hy: outer(h, &dy[t]),
            dh,
            delta,
        });
    }
    back.reverse();
    back
}

/// The same matrix was used at every step, so its gradient is the sum.
pub fn summed(back: &[Back]) -> Cell {
    let add = |share: fn(&Back) -> &Array2<f64>| {
        let first = Array2::zeros(share(&back[0]).dim());
        back.iter().fold(first, |sum, step| sum + share(step))
    };
    Cell {
        w_xh: add(|step| &step.w_xh),
        w_hh: add(|step| &step.w_hh),
        w_hy: add(|step| &step.w_hy),
    }
}
// ANCHOR_END: through_time

/// Each number of the column times each of the row.
fn outer(column: &Array1<f64>, row: &Array1<f64>) -> Array2<f64> {
    let column = column.view().insert_axis(Axis(1));
    column.dot(&row.view().insert_axis(Axis(0)))
}

// ANCHOR: on_the_tape
/// The loss of the whole sequence on nabla's tape, step after step, and its gradients with
/// respect to the three matrices. The fused cell has a bias; here it is 0.
pub fn on_the_tape(cell: &Cell, xs: &[Array1<f64>], wanted: &[Array1<f64>]) -> (f32, [Tensor; 3]) {
    let tape = Tape::new();
    let [w_xh, w_hh, w_hy] =
        [&cell.w_xh, &cell.w_hh, &cell.w_hy].map(|w| tape.variable(w.mapv(|v| v as f32).into()));
    let b = tape.constant(Tensor::zeros([cell.w_hh.nrows()]));
    let row = |x: &Array1<f64>| {
        let numbers: Vec<f32> = x.iter().map(|&v| v as f32).collect();
        tape.constant(Tensor::from_vec(numbers, [1, x.len()]))
    };
    let mut h = tape.constant(Tensor::zeros([1, cell.w_hh.nrows()]));
    let mut loss = tape.constant(Tensor::scalar(0.0));
    for (x, wanted) in xs.iter().zip(wanted) {
        h = row(x).rnn_cell(h, w_xh, w_hh, b);
        let error = h.matmul(w_hy) - row(wanted);
        loss = loss + 0.5 * error.square().sum();
    }
    let grads = loss.backward();
    (loss.item(), [w_xh, w_hh, w_hy].map(|w| grads.of(w).clone()))
}
// ANCHOR_END: on_the_tape

/// The derivative of `f` with respect to each number of `at`, by moving that a little to both sides.
pub fn measured(at: &Array2<f64>, f: impl Fn(&Array2<f64>) -> f64) -> Array2<f64> {
    let h = 1e-5;
    let derivative = |place: (usize, usize)| {
        let moved = |by: f64| {
            let mut there = at.clone();
            there[place] += by;
            f(&there)
        };
        (moved(h) - moved(-h)) / (2.0 * h)
    };
    Array2::from_shape_fn(at.dim(), derivative)
}

/// The example of the lesson: two hidden units, and three steps.
pub struct Example {
    /// Its matrices.
    pub cell: Cell,
    /// What comes in: 1, 0, 1.
    pub xs: Vec<Array1<f64>>,
    /// What should go out: 0, 1, 1.
    pub wanted: Vec<Array1<f64>>,
}

/// The example of the lesson.
pub fn example() -> Example {
    let one = |x: f64| array![x];
    Example {
        cell: Cell {
            w_xh: array![[1.0, -0.5]],
            w_hh: array![[0.5, 1.0], [-1.0, 0.5]],
            w_hy: array![[1.0], [2.0]],
        },
        xs: [1.0, 0.0, 1.0].map(one).to_vec(),
        wanted: [0.0, 1.0, 1.0].map(one).to_vec(),
    }
}
