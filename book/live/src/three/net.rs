//! Backpropagation on the 3-3-2 net: along each road from a weight to the error the factors are multiplied, and roads are added.

use crate::net::{self, Part, W1, W2};
use crate::{About, Board, Entry, Figure, Frame};
use lab03::by_hand::{Gradients, INPUTS, Net, TARGETS, Trace, error, sigmoid_derivative};
use lab03::numeric::central_difference;
use labkit::numerals::num;

pub const ENTRY: Entry = Entry {
    about: About {
        name: "net",
        title: "Roads from a weight to the error",
        attempt: "Point to a line on the left and read its two roads to the error; then move the target of O1 until one of the two is 0.",
        notice: "Along a road the factors are multiplied, and the two roads are added. A unit that is nearly 0 or 1 puts a small factor on every road that passes through it.",
    },
    open: || Box::new(Roads::new()),
};

const RATES: &[f64] = &[0.01, 0.1, 0.5, 1.0, 2.0, 5.0, 10.0];
/// The weight whose gradient, with the lesson's own numbers, the exercise `gradient_by_hand` asks for.
const EXERCISE: Part = Part::Edge(2, 1, 1);
/// Half of the change of the difference quotient.
const NUDGE: f64 = 1e-5;

struct Roads {
    board: Board,
    net: Net,
    pointed: Part,
    /// What the last step promised, and what came of it.
    step: Option<[f64; 2]>,
}

impl Roads {
    fn new() -> Self {
        let net = Net::lecture();
        let mut board = Board::new()
            .slider("t1", "target of O1", 0.0..=1.0, 0.01, TARGETS[0])
            .slider("t2", "target of O2", 0.0..=1.0, 0.01, TARGETS[1])
            .ladder("rate", "learning rate λ", RATES, 1.0)
            .button("step", "one step");
        for j in 0..3 {
            for (n, row) in W1.iter().enumerate() {
                board = board.field(
                    row[j],
                    &format!("weight from x{} to H{}", n + 1, j + 1),
                    -9.0..=9.0,
                    0.01,
                    net.w1[n][j],
                );
            }
        }
        board = board.grouped("weights of H1, H2, H3, a row each", 9, 3);
        for k in 0..2 {
            for (j, row) in W2.iter().enumerate() {
                board = board.field(
                    row[k],
                    &format!("weight from H{} to O{}", j + 1, k + 1),
                    -9.0..=9.0,
                    0.01,
                    net.w2[j][k],
                );
            }
        }
        let board = board.grouped("weights of O1, O2, a row each", 6, 3);
        Roads {
            board,
            net,
            pointed: Part::Edge(1, 0, 1),
            step: None,
        }
    }

    fn targets(&self) -> [f64; 2] {
        ["t1", "t2"].map(|knob| self.board.number(knob))
    }

    /// Whether the gradient would be the answer to the exercise.
    fn is_asked(&self) -> bool {
        let (net, lesson) = (&self.net, Net::lecture());
        self.pointed == EXERCISE
            && self.targets() == TARGETS
            && (net.w1, net.b1, net.w2, net.b2) == (lesson.w1, lesson.b1, lesson.w2, lesson.b2)
    }

    /// A step moves further than the fields can show; they show the nearest.
    fn follow(&mut self) {
        for (names, weights) in W1.iter().flatten().zip(self.net.w1.as_flattened()) {
            self.board.put(names, *weights);
        }
        for (names, weights) in W2.iter().flatten().zip(self.net.w2.as_flattened()) {
            self.board.put(names, *weights);
        }
    }

    /// The error with one weight moved by `by`.
    fn error_with(&self, part: Part, by: f64) -> f64 {
        let mut net = self.net.clone();
        match part {
            Part::Edge(1, n, j) => net.w1[n][j] += by,
            Part::Edge(_, j, k) => net.w2[j][k] += by,
            Part::Unit(..) => {}
        }
        error(&self.targets(), &net.forward(INPUTS).output)
    }

    fn words(&self, trace: &Trace, g: &Gradients) -> String {
        let two = |number: f64| num(number, 4);
        let slopes = trace.output.map(sigmoid_derivative);
        if self.is_asked() {
            return "From H2 to O2: with the lesson’s numbers this is the exercise gradient_by_hand. One road, three factors: multiply them yourself, then turn any number to see the product here.".into();
        }
        match self.pointed {
            Part::Edge(1, n, j) => {
                let before = trace.x[n] * sigmoid_derivative(trace.hidden[j]);
                let road = |k: usize| {
                    let factors = [
                        trace.x[n],
                        sigmoid_derivative(trace.hidden[j]),
                        self.net.w2[j][k],
                        slopes[k],
                        g.d_output[k],
                    ];
                    let product = before * self.net.w2[j][k] * g.d_sum2[k];
                    format!(
                        "by O{}: {} = {}",
                        k + 1,
                        factors.map(two).join(" · "),
                        two(product)
                    )
                };
                format!(
                    "From x{} to H{}. {}; {}. Together {}.",
                    n + 1,
                    j + 1,
                    road(0),
                    road(1),
                    two(g.d_w1[n][j])
                )
            }
            Part::Edge(_, j, k) => {
                let factors = [trace.hidden[j], slopes[k], g.d_output[k]];
                format!(
                    "From H{} to O{}: one road only, {} = {}.",
                    j + 1,
                    k + 1,
                    factors.map(two).join(" · "),
                    two(g.d_w2[j][k])
                )
            }
            Part::Unit(0, n) => format!(
                "∂E/∂x{} = {}: the input sends three lines, and collects from all of them.",
                n + 1,
                two(g.d_x[n])
            ),
            Part::Unit(1, j) => {
                let roads =
                    [0, 1].map(|k| format!("{} · {}", two(self.net.w2[j][k]), two(g.d_sum2[k])));
                format!(
                    "∂E/∂H{} = {} = {}: two lines leave, so two roads are added.",
                    j + 1,
                    roads.join(" + "),
                    two(g.d_hidden[j])
                )
            }
            Part::Unit(_, k) => format!(
                "∂E/∂O{} = O − T = {}; times O(1 − O) = {} that is δ = {}.",
                k + 1,
                two(g.d_output[k]),
                two(slopes[k]),
                two(g.d_sum2[k])
            ),
        }
    }
}

impl Figure for Roads {
    fn board(&self) -> &Board {
        &self.board
    }

    fn board_mut(&mut self) -> &mut Board {
        &mut self.board
    }

    fn turned(&mut self, knob: &str) {
        self.step = None;
        for (n, j) in (0..3).flat_map(|n| (0..3).map(move |j| (n, j))) {
            if W1[n][j] == knob {
                self.net.w1[n][j] = self.board.number(knob);
            }
        }
        for (j, k) in (0..3).flat_map(|j| (0..2).map(move |k| (j, k))) {
            if W2[j][k] == knob {
                self.net.w2[j][k] = self.board.number(knob);
            }
        }
    }

    fn pressed(&mut self, _button: &str) {
        let (rate, targets) = (self.board.number("rate"), self.targets());
        let trace = self.net.forward(INPUTS);
        let before = error(&targets, &trace.output);
        let g = self.net.backward(&trace, targets);
        // To first order every weight brings its gradient squared, times the rate.
        let squares = [
            g.d_w1.as_flattened(),
            &g.d_b1,
            g.d_w2.as_flattened(),
            &g.d_b2,
        ]
        .concat();
        let promised = rate * squares.iter().map(|d| d * d).sum::<f64>();
        self.net.step(&g, rate);
        let after = error(&targets, &self.net.forward(INPUTS).output);
        self.step = Some([promised, before - after]);
        self.follow();
    }

    fn pointed(&mut self, part: Option<&str>) {
        // What was pointed to stays, so that it can be watched while something else is turned.
        if let Some(part) = part.and_then(net::part) {
            self.pointed = part;
        }
    }

    fn show(&self) -> Frame {
        let targets = self.targets();
        let trace = self.net.forward(INPUTS);
        let g = self.net.backward(&trace, targets);
        let drawn = net::Net {
            x: trace.x,
            w1: self.net.w1,
            hidden: trace.hidden,
            w2: self.net.w2,
            output: trace.output,
        };
        let frame = Frame::new()
            .panel(net::draw("The net: point to a line or a unit", &drawn))
            .reading("o1", "O1", trace.output[0], 4)
            .reading("o2", "O2", trace.output[1], 4)
            .reading("e", "E", error(&targets, &trace.output), 5);
        let gradient = match self.pointed {
            Part::Edge(1, n, j) => Some(g.d_w1[n][j]),
            Part::Edge(_, j, k) => Some(g.d_w2[j][k]),
            Part::Unit(..) => None,
        };
        let frame = match gradient.filter(|_| !self.is_asked()) {
            None => frame,
            Some(gradient) => {
                let nudged =
                    central_difference(&|by| self.error_with(self.pointed, by), 0.0, NUDGE);
                frame
                    .reading("gradient", "its gradient, by the chain rule", gradient, 6)
                    .reading("nudged", "by a nudge", nudged, 6)
            }
        };
        let frame = match self.step {
            None => frame,
            Some([promised, kept]) => frame
                .reading("promised", "the step promised that E falls by", promised, 5)
                .reading("kept", "it fell by", kept, 5),
        };
        frame.words(self.words(&trace, &g))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Session;

    #[test]
    fn the_exercise_is_left_to_the_reader() {
        let mut session = Session::open(&ENTRY);
        session.point(Some("edge 2 1 1"));
        assert!(session.frame().words.contains("gradient_by_hand"));
        let readings = &session.frame().readings;
        assert!(readings.iter().all(|reading| reading.id != "gradient"));
        session.set("t1", "0.5");
        assert!(session.number("gradient") > 0.0);
    }

    #[test]
    fn every_weights_gradient_is_that_of_a_nudge_and_the_sum_of_its_roads() {
        let mut session = Session::open(&ENTRY);
        session.restore("t1:0.3;a21:-1.5;c12:0.7");
        let mut edges = Vec::new();
        edges.extend((0..9).map(|i| format!("edge 1 {} {}", i / 3, i % 3)));
        edges.extend((0..6).map(|i| format!("edge 2 {} {}", i / 2, i % 2)));
        for edge in edges {
            session.point(Some(&edge));
            let [gradient, nudged] = ["gradient", "nudged"].map(|id| session.number(id));
            assert!(
                (gradient - nudged).abs() < 2e-6 && gradient != 0.0,
                "{edge}: {gradient} {nudged}"
            );
            let words = session.frame().words.replace('−', "-");
            let results = words
                .split(" = ")
                .skip(1)
                .filter_map(|rest| rest.split([';', '.', ' ']).next().map(|_| rest));
            let numbers: Vec<f64> = results
                .filter_map(|rest| {
                    let end = rest
                        .find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-'))
                        .unwrap_or(rest.len());
                    rest[..end].trim_end_matches('.').parse().ok()
                })
                .collect();
            let total: f64 = numbers.iter().sum();
            assert!((total - gradient).abs() < 2e-4, "{words}: {numbers:?}");
        }
    }

    #[test]
    fn a_small_step_keeps_its_promise_and_a_large_one_does_not() {
        let mut session = Session::open(&ENTRY);
        session.set("rate", "0.01");
        session.press("step");
        let [promised, kept] = ["promised", "kept"].map(|id| session.number(id));
        assert!(
            (promised - kept).abs() <= 0.02 * promised + 1e-5,
            "{promised} {kept}"
        );
        session.set("rate", "10");
        session.press("step");
        let [promised, kept] = ["promised", "kept"].map(|id| session.number(id));
        assert!(promised > 1.5 * kept, "{promised} {kept}");
    }
}
