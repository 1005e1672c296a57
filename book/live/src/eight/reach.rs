//! How far a gradient reaches: back through a plain recurrent network, and along the memory of an LSTM.

use crate::{About, Board, Entry, Figure, Frame, Plot};
use lab08::gates::Lstm;
use lab08::holding::{SYMBOLS, rows};
use lab08::reach::{inputs, of_radius, reach};
use nabla::{Param, Tape, Tensor};
use ndarray::{Array1, Array2};

pub const ENTRY: Entry = Entry {
    about: About {
        name: "reach",
        title: "How far a gradient reaches",
        attempt: "Set the gap to 40; then find a spectral radius with which about as much arrives as left, and a forget bias with which the LSTM does as well.",
        notice: "On the logarithmic axis a factor a step is a straight line. For the RNN a little to either side of the right radius is too little or too much, and the tanh keeps it below the powers of ρ; for the LSTM any bias from about 3 on will do, and its side roads keep it above the powers of σ(bias).",
    },
    open: || Box::new(Reach::new()),
};

/// Units of the RNN, as in the lesson.
const RNN: usize = 32;
/// Units of the LSTM: fewer, for its gates are computed anew while the reader drags.
const LSTM: usize = 16;
/// Numbers of an input: as many as there are symbols in a row of letters.
const INPUTS: usize = SYMBOLS;
/// Steps of a row.
const STEPS: usize = 100;
/// Size of the noise that is added to the RNN's sums, as in the lesson.
const NOISE: f64 = 0.3;
const SIZE: [f64; 2] = [380.0, 260.0];

struct Reach {
    board: Board,
    row: Vec<Array1<f64>>,
    rnn: Vec<f64>,
    lstm: Vec<f64>,
    /// The mean of all units' forget gates at each step.
    gates: Vec<f64>,
}

impl Reach {
    fn new() -> Self {
        let board = Board::new()
            .slider("radius", "RNN: spectral radius ρ", 0.2..=3.0, 0.05, 0.9)
            .switch("tanh", "with tanh", true)
            .slider("bias", "LSTM: forget bias", 0.0..=6.0, 0.25, 1.0)
            .slider("gap", "gap", 0.0..=(STEPS - 2) as f64, 1.0, 20.0)
            .choice(
                "row",
                "both read",
                &[
                    ("noise", "random numbers"),
                    ("letters", "a capital, small letters, a question mark"),
                ],
            )
            .slider("seed", "seed", 1.0..=8.0, 1.0, 1.0);
        let mut figure = Reach {
            board,
            row: Vec::new(),
            rnn: Vec::new(),
            lstm: Vec::new(),
            gates: Vec::new(),
        };
        figure.draw_row();
        figure
    }

    fn seed(&self) -> u64 {
        self.board.count("seed") as u64
    }

    fn draw_row(&mut self) {
        let mut rng = nabla::rng(self.seed());
        self.row = if self.board.chosen("row") == "letters" {
            let (symbols, _) = rows(1, STEPS - 2, &mut rng);
            let steps = symbols.data().chunks_exact(INPUTS);
            steps
                .map(|step| step.iter().map(|&x| f64::from(x)).collect())
                .collect()
        } else {
            inputs(INPUTS, STEPS, 1.0, &mut rng)
        };
        self.run_rnn();
        self.run_lstm();
    }

    fn run_rnn(&mut self) {
        let mut rng = nabla::rng(self.seed());
        let row = if self.board.chosen("row") == "letters" {
            let layer = nabla::rnn::Rnn::new(INPUTS, RNN, &mut rng);
            let w_x = matrix(&layer.w_x);
            self.row.iter().map(|x| x.dot(&w_x)).collect()
        } else {
            inputs(RNN, STEPS, NOISE, &mut rng)
        };
        let w = of_radius(RNN, self.board.number("radius"), &mut rng);
        self.rnn = reach(&w, &row, self.board.on("tanh"));
    }

    fn run_lstm(&mut self) {
        let layer = starting(self.seed(), self.board.number("bias"));
        let steps = Lstm {
            w_x: matrix(&layer.w_x),
            w_h: matrix(&layer.w_h),
            b: vector(&layer.b),
        };
        let gates = steps.run(&self.row);
        self.gates = gates.iter().map(|s| s.f.mean().unwrap_or(0.0)).collect();
        self.lstm = along_the_memory(&layer, &self.row);
    }

    /// Steps between the two states.
    fn distance(&self) -> usize {
        self.board.count("gap") + 1
    }

    fn curves(&self) -> Plot {
        let k = self.distance() as f64;
        let points = |sizes: &[f64]| {
            let numbered = sizes.iter().enumerate();
            let points: Vec<_> = numbered.map(|(k, s)| [k as f64, s.log10()]).collect();
            points
        };
        let far = STEPS as f64 - 1.0;
        let formula = |factor: f64| [[0.0, 0.0], [far, far * factor.log10()]];
        let rho = formula(self.board.number("radius"));
        let gate = formula(sigmoid(self.board.number("bias")));
        Plot::new(
            "sizes",
            "What is left of a gradient, by distance: RNN orange and thin, LSTM blue and thick; dashed the powers of ρ and of σ(forget bias)",
            SIZE,
            (0.0..=far, "steps back"),
            (-20.0..=6.0, "power of ten"),
        )
        .rule([k, -20.0], [k, 6.0], "ink")
        .rule(rho[0], rho[1], "orange")
        .rule(gate[0], gate[1], "blue")
        .line(points(&self.rnn), "orange")
        .line(points(&self.lstm), "blue thick")
        .dot([k, self.rnn[k as usize].log10()], 4.0, "orange")
        .dot([k, self.lstm[k as usize].log10()], 5.0, "blue")
    }

    fn gate_panel(&self) -> Plot {
        let last = STEPS as f64;
        let numbered = self.gates.iter().enumerate();
        let from = last - self.distance() as f64;
        Plot::new(
            "gates",
            "The LSTM's forget gates at each step, mean of all units; dashed σ(forget bias)",
            SIZE,
            (1.0..=last, "step of the row"),
            (0.0..=1.0, "forget gate"),
        )
        .rule([from, 0.0], [from, 1.0], "ink")
        .rule(
            [1.0, sigmoid(self.board.number("bias"))],
            [last, sigmoid(self.board.number("bias"))],
            "blue",
        )
        .line(numbered.map(|(t, f)| [t as f64 + 1.0, *f]), "blue thick")
    }
}

/// An LSTM as nabla starts it.
fn starting(seed: u64, bias: f64) -> nabla::rnn::Lstm {
    let layer = nabla::rnn::Lstm::new(INPUTS, LSTM, &mut nabla::rng(seed));
    layer.forget_bias(bias as f32)
}

/// The size of ∂c_T/∂c_t after 0, 1, 2, … steps back, as [`reach`] measures it: the mean stretch of a direction. What the
/// cell shows, h_t, is held; later states are not, so side roads count. The tape takes one example for each unit of c_T,
/// and nabla's cell in one operation: that of single ones, from the lab, takes three times as long.
fn along_the_memory(layer: &nabla::rnn::Lstm, row: &[Array1<f64>]) -> Vec<f64> {
    let tape = Tape::new();
    let constant = |param: &Param| tape.constant(param.value().clone());
    let [w_x, w_h, b] = [&layer.w_x, &layer.w_h, &layer.b].map(constant);
    let zeros = || tape.variable(Tensor::zeros([LSTM, LSTM]));
    let mut state = (zeros(), zeros());
    let mut memories = Vec::new();
    for x in row {
        let same = x.iter().map(|&x| x as f32).collect::<Vec<_>>().repeat(LSTM);
        let x = tape.constant(Tensor::from_vec(same, [LSTM, INPUTS]));
        state = x.lstm_cell(state, w_x, w_h, b);
        memories.push(state.1);
    }
    let mut units = Tensor::zeros([LSTM, LSTM]);
    for unit in 0..LSTM {
        units.data_mut()[unit * (LSTM + 1)] = 1.0;
    }
    let grads = (state.1 * tape.constant(units))
        .sum()
        .backward_keeping_all();
    let size = |g: &Tensor| {
        let squares = g.data().iter().map(|&g| f64::from(g).powi(2));
        (squares.sum::<f64>() / LSTM as f64).sqrt()
    };
    let back = memories.into_iter().rev();
    back.map(|c| size(grads.of(c))).collect()
}

fn matrix(param: &Param) -> Array2<f64> {
    let value = param.value();
    let columns = value.shape().last();
    let place = |(i, j): (usize, usize)| f64::from(value.data()[i * columns + j]);
    Array2::from_shape_fn((value.dims()[0], columns), place)
}

fn vector(param: &Param) -> Array1<f64> {
    param.value().data().iter().map(|&x| f64::from(x)).collect()
}

fn sigmoid(s: f64) -> f64 {
    1.0 / (1.0 + (-s).exp())
}

/// A number with two digits, and the power of ten if it needs one.
fn scientific(number: f64) -> String {
    if number == 0.0 || (0.01..1000.0).contains(&number) {
        return format!("{number:.2}");
    }
    let power = number.log10().floor();
    let digits: String = format!("{power}")
        .chars()
        .map(|sign| match sign.to_digit(10) {
            Some(digit) => ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'][digit as usize],
            None => '⁻',
        })
        .collect();
    format!("{:.1}·10{digits}", number / 10f64.powf(power))
}

/// In how many steps a half is lost, if this is left after `steps`.
fn half_life(left: f64, steps: usize) -> String {
    if left >= 1.0 {
        return "none: it does not shrink".into();
    }
    if left == 0.0 {
        return "0".into();
    }
    format!("{:.1} steps", steps as f64 * 0.5_f64.ln() / left.ln())
}

impl Figure for Reach {
    fn board(&self) -> &Board {
        &self.board
    }

    fn board_mut(&mut self) -> &mut Board {
        &mut self.board
    }

    fn turned(&mut self, knob: &str) {
        match knob {
            "seed" | "row" => self.draw_row(),
            "radius" | "tanh" => self.run_rnn(),
            "bias" => self.run_lstm(),
            _ => {}
        }
    }

    fn show(&self) -> Frame {
        let k = self.distance();
        let (rnn, lstm) = (self.rnn[k], self.lstm[k]);
        let power = |factor: f64| scientific(factor.powi(k as i32));
        let words = match (rnn, lstm) {
            (r, l) if (0.1..10.0).contains(&r) && (0.1..10.0).contains(&l) => {
                "Over this gap both could learn."
            }
            (r, l) if r > 10.0 && l < 0.1 => "The RNN's gradient explodes, the LSTM's vanishes.",
            (r, _) if r > 10.0 => "The RNN's gradient explodes.",
            (r, l) if r < 0.1 && l < 0.1 => "Both gradients vanish on the way.",
            (r, _) if r < 0.1 => "The RNN's gradient vanishes on the way; the LSTM's arrives.",
            (_, l) if l < 0.1 => "The LSTM's gradient vanishes on the way; the RNN's arrives.",
            _ => "More arrives along the LSTM's memory than left.",
        };
        Frame::new()
            .panel(self.curves())
            .panel(self.gate_panel())
            .reading("distance", "steps over the gap", k as f64, 0)
            .told("rnn", "RNN, |∂h_T/∂h_t|", &scientific(rnn))
            .told("rho", "power of ρ", &power(self.board.number("radius")))
            .told("rnn half", "RNN, half is lost in", &half_life(rnn, k))
            .told("lstm", "LSTM, |∂c_T/∂c_t|", &scientific(lstm))
            .told(
                "gate",
                "power of σ(bias)",
                &power(sigmoid(self.board.number("bias"))),
            )
            .told("lstm half", "LSTM, half is lost in", &half_life(lstm, k))
            .words(words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Session;

    fn reading(session: &Session, id: &str) -> String {
        let mut readings = session.frame().readings.iter();
        readings.find(|r| r.id == id).unwrap().value.clone()
    }

    #[test]
    fn along_the_memory_is_what_moving_it_a_little_gives() {
        let figure = Reach::new();
        let layer = starting(1, 1.0);
        let lstm = Lstm {
            w_x: matrix(&layer.w_x),
            w_h: matrix(&layer.w_h),
            b: vector(&layer.b),
        };
        let steps = lstm.run(&figure.row);
        for k in [1, 3, 10] {
            let (before, after) = figure.row.split_at(STEPS - k);
            let from = &steps[before.len() - 1];
            let end = |c: Array1<f64>| {
                let (mut h, mut c) = (from.h.clone(), c);
                for x in after {
                    let step = lstm.step(x, &h, &c);
                    (h, c) = (step.h, step.c);
                }
                c
            };
            let mut squares = 0.0;
            for unit in 0..LSTM {
                let moved = |by: f64| {
                    let mut c = from.c.clone();
                    c[unit] += by;
                    end(c)
                };
                let slope = (moved(1e-5) - moved(-1e-5)) / 2e-5;
                squares += slope.dot(&slope);
            }
            let want = (squares / LSTM as f64).sqrt();
            let have = figure.lstm[k];
            assert!((have / want - 1.0).abs() < 1e-3, "{k}: {have} {want}");
        }
    }

    #[test]
    fn without_tanh_a_long_way_is_a_power_of_the_radius() {
        let mut session = Session::open(&ENTRY);
        session.set("tanh", "off");
        session.set("radius", "0.5");
        session.set("gap", "98");
        let mut figure = Reach::new();
        figure.board.set("tanh", "off");
        figure.board.put("radius", 0.5);
        figure.run_rnn();
        let factor = figure.rnn[99] / figure.rnn[59];
        assert!((factor.log2() + 40.0).abs() < 0.8, "{}", factor.log2());
        assert_eq!(reading(&session, "rho"), "1.6·10⁻³⁰");
        assert_eq!(reading(&session, "distance"), "99");
    }

    #[test]
    fn a_radius_is_a_ridge_and_an_open_gate_a_road() {
        let mut session = Session::open(&ENTRY);
        session.set("gap", "40");
        let mut told = Vec::new();
        for (radius, bias) in [("0.9", "0"), ("3", "1"), ("0.5", "4")] {
            session.set("radius", radius);
            session.set("bias", bias);
            told.push(session.frame().words.clone());
        }
        assert_eq!(told[0], "Both gradients vanish on the way.");
        assert!(
            told[1].starts_with("The RNN's gradient explodes"),
            "{}",
            told[1]
        );
        assert_eq!(
            told[2],
            "The RNN's gradient vanishes on the way; the LSTM's arrives."
        );
    }

    #[test]
    fn numbers_and_half_lives_are_written_short() {
        let texts = [0.25, 1.6e-5, 2500.0, 0.0].map(scientific);
        assert_eq!(texts, ["0.25", "1.6·10⁻⁵", "2.5·10³", "0.00"]);
        assert_eq!(half_life(0.25, 10), "5.0 steps");
        assert_eq!(half_life(2.0, 10), "none: it does not shrink");
    }
}
