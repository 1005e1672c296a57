//! An LSTM's step.

use super::{Rows, sum};

/// An LSTM's step with this rule for `(h, c)`, of the old c and the four sums.
fn gates(
    x: &[f64],
    (h, c): (&[f64], &[f64]),
    (w_x, w_h, b): (&Rows, &Rows, &[f64]),
    rule: impl Fn(f64, [f64; 4]) -> (f64, f64),
) -> (Vec<f64>, Vec<f64>) {
    let n = c.len();
    let one = |at: usize| sum(x, w_x, at) + sum(h, w_h, at) + b[at];
    (0..n)
        .map(|j| rule(c[j], [0, 1, 2, 3].map(|gate| one(gate * n + j))))
        .unzip()
}

fn sigmoid(s: f64) -> f64 {
    1.0 / (1.0 + (-s).exp())
}

/// What `lstm_step` is asked: x, (h, c), (W_x, W_h, b).
pub type Lstm<'a> = (
    &'a [f64],
    (&'a [f64], &'a [f64]),
    (&'a Rows, &'a Rows, &'a [f64]),
);

/// Takes the blocks for i, f, o, g.
pub fn lstm_other_order((x, state, w): Lstm<'_>) -> (Vec<f64>, Vec<f64>) {
    gates(x, state, w, |c, [i, f, o, g]| {
        let c = sigmoid(f) * c + sigmoid(i) * g.tanh();
        (sigmoid(o) * c.tanh(), c)
    })
}

/// Lets σ make the candidate.
pub fn lstm_candidate_by_sigmoid((x, state, w): Lstm<'_>) -> (Vec<f64>, Vec<f64>) {
    gates(x, state, w, |c, [i, f, g, o]| {
        let c = sigmoid(f) * c + sigmoid(i) * sigmoid(g);
        (sigmoid(o) * c.tanh(), c)
    })
}

/// Shows c as it is.
pub fn lstm_shown_bare((x, state, w): Lstm<'_>) -> (Vec<f64>, Vec<f64>) {
    gates(x, state, w, |c, [i, f, g, o]| {
        let c = sigmoid(f) * c + sigmoid(i) * g.tanh();
        (sigmoid(o) * c, c)
    })
}

/// Never forgets.
pub fn lstm_without_forgetting((x, state, w): Lstm<'_>) -> (Vec<f64>, Vec<f64>) {
    gates(x, state, w, |c, [i, _, g, o]| {
        let c = c + sigmoid(i) * g.tanh();
        (sigmoid(o) * c.tanh(), c)
    })
}

/// Shows the memory of the step before.
pub fn lstm_shown_late((x, state, w): Lstm<'_>) -> (Vec<f64>, Vec<f64>) {
    gates(x, state, w, |old, [i, f, g, o]| {
        let c = sigmoid(f) * old + sigmoid(i) * g.tanh();
        (sigmoid(o) * old.tanh(), c)
    })
}

/// Puts tanh on the road itself.
pub fn lstm_squashed_road((x, state, w): Lstm<'_>) -> (Vec<f64>, Vec<f64>) {
    gates(x, state, w, |c, [i, f, g, o]| {
        let c = (sigmoid(f) * c + sigmoid(i) * g.tanh()).tanh();
        (sigmoid(o) * c, c)
    })
}

/// Lets in what f says, keeps what i says.
pub fn lstm_exchanged((x, state, w): Lstm<'_>) -> (Vec<f64>, Vec<f64>) {
    gates(x, state, w, |c, [i, f, g, o]| {
        let c = sigmoid(i) * c + sigmoid(f) * g.tanh();
        (sigmoid(o) * c.tanh(), c)
    })
}

/// As it should be.
pub fn lstm_right((x, state, w): Lstm<'_>) -> (Vec<f64>, Vec<f64>) {
    gates(x, state, w, |c, [i, f, g, o]| {
        let c = sigmoid(f) * c + sigmoid(i) * g.tanh();
        (sigmoid(o) * c.tanh(), c)
    })
}

/// Shows σ(c).
pub fn lstm_shown_by_sigmoid((x, state, w): Lstm<'_>) -> (Vec<f64>, Vec<f64>) {
    gates(x, state, w, |c, [i, f, g, o]| {
        let c = sigmoid(f) * c + sigmoid(i) * g.tanh();
        (sigmoid(o) * sigmoid(c), c)
    })
}

/// tanh in place of every σ.
pub fn lstm_gates_by_tanh((x, state, w): Lstm<'_>) -> (Vec<f64>, Vec<f64>) {
    gates(x, state, w, |c, [i, f, g, o]| {
        let c = f.tanh() * c + i.tanh() * g.tanh();
        (o.tanh() * c.tanh(), c)
    })
}

/// One gate for both: i = 1 − f.
pub fn lstm_coupled((x, state, w): Lstm<'_>) -> (Vec<f64>, Vec<f64>) {
    gates(x, state, w, |c, [_, f, g, o]| {
        let c = sigmoid(f) * c + (1.0 - sigmoid(f)) * g.tanh();
        (sigmoid(o) * c.tanh(), c)
    })
}

/// Forgets the input gate.
pub fn lstm_letting_all_in((x, state, w): Lstm<'_>) -> (Vec<f64>, Vec<f64>) {
    gates(x, state, w, |c, [_, f, g, o]| {
        let c = sigmoid(f) * c + g.tanh();
        (sigmoid(o) * c.tanh(), c)
    })
}

/// Forgets the output gate.
pub fn lstm_showing_all((x, state, w): Lstm<'_>) -> (Vec<f64>, Vec<f64>) {
    gates(x, state, w, |c, [i, f, g, _]| {
        let c = sigmoid(f) * c + sigmoid(i) * g.tanh();
        (c.tanh(), c)
    })
}

/// Takes the four sums of a unit from four places in a row.
pub fn lstm_unit_by_unit((x, (h, c), (w_x, w_h, b)): Lstm<'_>) -> (Vec<f64>, Vec<f64>) {
    let one = |at: usize| sum(x, w_x, at) + sum(h, w_h, at) + b[at];
    let unit = |j: usize| {
        let [i, f, g, o] = [0, 1, 2, 3].map(|gate| one(4 * j + gate));
        let c = sigmoid(f) * c[j] + sigmoid(i) * g.tanh();
        (sigmoid(o) * c.tanh(), c)
    };
    (0..c.len()).map(unit).unzip()
}
