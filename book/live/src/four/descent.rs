//! Gradient descent in the bowl of a line's loss: how far a step may go, and what momentum does to it.

use super::ground::{Ground, log10, short};
use crate::{About, Board, Entry, Figure, Frame, Plot};
use lab04::bowl::{Point, loss};
use lab04::line;
use lab04::momentum::{roll, stable_limit, usual_step};
use std::ops::RangeInclusive;

pub const ENTRY: Entry = Entry {
    about: About {
        name: "descent",
        title: "How far may a step go?",
        attempt: "Raise the learning rate one notch at a time, and after each look at the walk and at the loss.",
        notice: "Watch the ratio of rate and limit: what happens to the walk between a half and 1, and what beyond 1, wherever it starts?",
    },
    open: || Box::new(Descent::new()),
};

const W: RangeInclusive<f64> = -3.4..=1.6;
const B: RangeInclusive<f64> = -1.5..=3.5;
const RATES: &[f64] = &[
    0.001, 0.002, 0.005, 0.01, 0.015, 0.02, 0.025, 0.028, 0.029, 0.03, 0.031, 0.035, 0.04, 0.05,
    0.056, 0.06,
];
const STEPS: f64 = 300.0;
/// How many steps a second the walk takes.
const PACE: f64 = 25.0;
/// As many steps are marked by a dot.
const DOTS: usize = 60;

struct Descent {
    board: Board,
    ground: Ground,
    /// Every point on the way, the start first.
    walk: Vec<Point>,
    /// The part of a step that has passed.
    due: f64,
}

fn data() -> [[f64; 4]; 2] {
    [line::X, line::Y].map(|numbers| numbers.map(f64::from))
}

impl Descent {
    fn new() -> Self {
        let start = [line::START.0, line::START.1].map(|v| (f64::from(v) * 100.0).round() / 100.0);
        let [x, y] = data();
        let board = Board::new()
            .ladder("rate", "learning rate η", RATES, 0.01)
            .slider("momentum", "momentum ν", 0.0..=0.95, 0.05, 0.0)
            .slider("steps", "steps taken", 0.0..=STEPS, 1.0, 40.0)
            .button("step", "one step")
            .switch("run", "run", false)
            .button("again", "start again")
            .handle("at", "the start", W, B, [0.05, 0.05], start);
        let mut descent = Descent {
            board,
            ground: Ground::new(
                |at| loss(at, &x, &y),
                *W.start()..*W.end(),
                *B.start()..*B.end(),
            ),
            walk: Vec::new(),
            due: 0.0,
        };
        descent.take();
        descent
    }

    /// Walks all the steps that are shown.
    fn take(&mut self) {
        let [x, y] = data();
        let knobs = (self.board.number("rate"), self.board.number("momentum"));
        let (start, steps) = (self.board.point("at"), self.board.count("steps"));
        self.walk = roll(usual_step, start, knobs, steps, &x, &y);
    }

    fn go_on(&mut self) {
        let steps = self.board.number("steps");
        self.board.put("steps", steps + 1.0);
        self.take();
    }

    fn map(&self) -> Plot {
        let start = self.walk[0];
        self.ground
            .plot(
                "The walk over the loss, dark where it is small",
                ["weight W", "bias b"],
            )
            // A pale edge keeps the walk apart from the map.
            .line(self.walk.iter().copied(), "white thick")
            .line(self.walk.iter().copied(), "blue")
            .dots(self.walk.iter().copied().take(DOTS), 3.0, "blue")
            .handle("at", start, "blue")
    }

    fn losses(&self) -> Plot {
        let [x, y] = data();
        let at = |(step, at): (usize, &Point)| [step as f64, log10(loss(*at, &x, &y))];
        let last = self.walk.len() as f64 - 1.0;
        Plot::new(
            "loss",
            "The loss after each step, on a logarithmic scale",
            [340.0, 250.0],
            (0.0..=last.max(20.0), "step"),
            (-8.0..=6.0, "log₁₀ of the loss"),
        )
        .rule([0.0, 0.0], [STEPS, 0.0], "soft")
        .line(self.walk.iter().enumerate().map(at), "blue")
    }

    fn fit(&self, here: Point) -> Plot {
        let [x, y] = data();
        let on = |at: f64| [at, here[0] * at + here[1]];
        let mut plot = Plot::new(
            "line",
            "The line that the last W and b draw, and the four points",
            [340.0, 250.0],
            (0.5..=4.5, "x"),
            (-4.0..=2.0, "y"),
        );
        for (x, y) in x.into_iter().zip(y) {
            plot = plot.line([[x, y], on(x)], "red");
        }
        plot.line([on(0.0), on(5.0)], "blue thick").dots(
            x.into_iter().zip(y).map(|(x, y)| [x, y]),
            4.5,
            "ink",
        )
    }

    /// What the last steps did, in words.
    fn words(&self, ratio: f64) -> String {
        let [x, y] = data();
        let mut losses = self.walk.iter().map(|at| loss(*at, &x, &y));
        let (first, last) = (losses.next(), losses.next_back());
        let (Some(first), Some(last)) = (first, last) else {
            return "The walk has not begun: take a step.".into();
        };
        let steps = self.walk.len() - 1;
        let many = if steps == 1 {
            "1 step"
        } else {
            &format!("{steps} steps")
        };
        let side = if ratio < 1.0 { "below" } else { "above" };
        if last > first {
            format!(
                "After {many} the loss is larger than at the start. The rate is {side} the limit."
            )
        } else {
            format!(
                "After {many} the loss is smaller than at the start. The rate is {side} the limit."
            )
        }
    }
}

impl Figure for Descent {
    fn board(&self) -> &Board {
        &self.board
    }

    fn board_mut(&mut self) -> &mut Board {
        &mut self.board
    }

    fn turned(&mut self, _knob: &str) {
        self.take();
    }

    fn pressed(&mut self, button: &str) {
        if button == "again" {
            self.board.put("steps", 0.0);
            self.take();
        } else {
            self.go_on();
        }
    }

    fn tick(&mut self, seconds: f64) {
        self.due += seconds * PACE;
        while self.due >= 1.0 {
            self.due -= 1.0;
            self.go_on();
        }
        if self.board.number("steps") >= STEPS {
            self.board.set("run", "off");
        }
    }

    fn show(&self) -> Frame {
        let [x, y] = data();
        let here = self.walk[self.walk.len() - 1];
        let limit = stable_limit(self.board.number("momentum"), &x);
        let ratio = self.board.number("rate") / limit;
        let full = self.board.number("steps") >= STEPS;
        Frame::new()
            .panel(self.map())
            .panel(self.losses())
            .panel(self.fit(here))
            .told("w", "W", &short(here[0]))
            .told("b", "b", &short(here[1]))
            .told("loss", "loss", &short(loss(here, &x, &y)))
            .reading("limit", "limit of the rate", limit, 5)
            .reading("ratio", "rate / limit", ratio, 3)
            .words(self.words(ratio))
            .running(self.board.on("run"))
            .idle("step", full)
            .idle("run", full)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Session;
    use lab04::bowl;

    fn reading(session: &Session, id: &str) -> String {
        let mut readings = session.frame().readings.iter();
        readings.find(|r| r.id == id).unwrap().value.clone()
    }

    #[test]
    fn forty_steps_without_momentum_are_plain_descent() {
        let session = Session::open(&ENTRY);
        let [x, y] = data();
        let walked = bowl::walk(|_| 0.01, [0.3, -0.3], 40, &x, &y)[40];
        assert_eq!(reading(&session, "w"), short(walked[0]));
        assert_eq!(reading(&session, "b"), short(walked[1]));
        // Two over the larger root of z² − 68z + 80 = 0.
        assert_eq!(
            reading(&session, "limit"),
            format!("{:.5}", 2.0 / (34.0 + 1076f64.sqrt()))
        );
    }

    #[test]
    fn the_limit_parts_walks_that_settle_from_walks_that_run_away() {
        let mut session = Session::open(&ENTRY);
        session.set("steps", "300");
        let mut grown = Vec::new();
        for momentum in ["0", "0.5", "0.9"] {
            session.set("momentum", momentum);
            for rate in [
                "0.028", "0.029", "0.03", "0.031", "0.04", "0.05", "0.056", "0.06",
            ] {
                session.set("rate", rate);
                let ratio = session.number("ratio");
                // Near the limit three hundred steps do not decide.
                if (ratio - 1.0).abs() > 0.02 {
                    let larger = session.frame().words.contains("larger");
                    assert_eq!(larger, ratio > 1.0, "momentum {momentum}, rate {rate}");
                    grown.push(larger);
                }
            }
        }
        assert!(grown.contains(&true) && grown.contains(&false));
    }

    #[test]
    fn buttons_and_time_take_steps() {
        let mut session = Session::open(&ENTRY);
        session.press("again");
        assert!(session.frame().words.contains("not begun"));
        session.press("step");
        // 52 and 15.6 are the gradient at the lab's guess.
        assert_eq!(reading(&session, "w"), short(0.3 - 0.52));
        assert_eq!(reading(&session, "b"), short(-0.3 - 0.156));
        session.set("run", "on");
        for _ in 0..200 {
            session.tick(0.1);
        }
        assert!(!session.frame().running, "it stops at the last step");
        assert!(session.state().contains("steps:300"));
    }
}
