//! The cart and the pole, pushed by the reader or by four weights.

use crate::{About, Board, Entry, Figure, Frame, Plot};
use lab14::balancing::cart::{EDGE, LIMIT, State, fell, seen, start};
use lab14::solutions::cart_step;
use nabla::Rng;

pub const ENTRY: Entry = Entry {
    about: About {
        name: "balance",
        title: "A cart and a pole",
        attempt: "Start it and keep the pole up with the two buttons; make the clock slower if you need to. Then let the policy push.",
        notice: "There is no button for not pushing. What do you look at: where the pole is, or where it is going?",
    },
    open: || Box::new(Balance::new()),
};

/// What the policy gives for a push to the right, for each number that is seen: learned by REINFORCE, in
/// `tests/reference/make_policy.py` of the lab.
const WEIGHTS: [f32; 4] = [0.82, -0.26, 3.23, 2.85];
/// Steps a second, at full speed.
const PACE: f64 = 50.0;

struct Balance {
    board: Board,
    state: State,
    right: bool,
    steps: usize,
    best: usize,
    /// The part of a step that has passed.
    due: f64,
    rng: Rng,
}

impl Balance {
    fn new() -> Self {
        let board = Board::new()
            .switch("run", "run", false)
            .button("left", "◀ push")
            .button("right", "push ▶")
            .choice(
                "who",
                "who pushes",
                &[("you", "you"), ("policy", "the policy")],
            )
            .slider("speed", "speed", 0.05..=1.0, 0.05, 0.2)
            .button("again", "a new game");
        let mut rng = nabla::rng(14);
        let state = start(&mut rng);
        Balance {
            board,
            state,
            right: true,
            steps: 0,
            best: 0,
            due: 0.0,
            rng,
        }
    }

    fn is_over(&self) -> bool {
        self.steps == LIMIT || fell(&self.state)
    }

    /// Between two presses the push goes on in the same direction.
    fn go_on(&mut self) {
        if self.board.chosen("who") == "policy" {
            let terms = seen(&self.state).into_iter().zip(WEIGHTS);
            self.right = terms.map(|(x, w)| w * x).sum::<f32>() > 0.0;
        }
        self.state = cart_step(self.state, self.right);
        self.steps += 1;
        self.best = self.best.max(self.steps);
        if self.is_over() {
            self.board.set("run", "off");
        }
    }

    fn drawn(&self) -> Plot {
        let [place, _, angle, _] = self.state;
        let (low, high) = (0.12, 0.34);
        let tip = [place + angle.sin(), high + angle.cos()];
        let arrow = if self.right { 0.45 } else { -0.45 };
        let size = [520.0, 180.0];
        Plot::plane(
            "cart",
            "The cart on its track, with the pole",
            size,
            -2.8..=2.8,
            0.0..=1.5,
        )
        .line([[-2.8, low], [2.8, low]], "ink")
        .rule([-EDGE, 0.0], [-EDGE, 1.5], "red")
        .rule([EDGE, 0.0], [EDGE, 1.5], "red")
        .bar([place - 0.25, low], [place + 0.25, high], "blue")
        .line([[place, high], tip], "orange thick")
        .line([[place, 0.05], [place + arrow, 0.05]], "green thick")
    }
}

impl Figure for Balance {
    fn board(&self) -> &Board {
        &self.board
    }

    fn board_mut(&mut self) -> &mut Board {
        &mut self.board
    }

    fn pressed(&mut self, button: &str) {
        match button {
            "again" => (self.state, self.steps) = (start(&mut self.rng), 0),
            _ => self.right = button == "right",
        }
    }

    fn tick(&mut self, seconds: f64) {
        self.due += seconds * PACE * self.board.number("speed");
        while self.due >= 1.0 {
            self.due -= 1.0;
            if !self.is_over() {
                self.go_on();
            }
        }
    }

    fn show(&self) -> Frame {
        let [_, _, angle, spin] = self.state.map(f64::to_degrees);
        let words = match (fell(&self.state), self.steps) {
            (true, steps) => format!("Lost after {steps} steps. A coin lasts about 22."),
            (_, LIMIT) => "All 500 steps: it stands.".to_string(),
            (_, 0) => "Nearly at rest. Switch it on.".to_string(),
            _ => String::new(),
        };
        let policy = self.board.chosen("who") == "policy";
        Frame::new()
            .panel(self.drawn())
            .reading("steps", "steps", self.steps as f64, 0)
            .reading("best", "longest game", self.best as f64, 0)
            .reading("angle", "angle, °", angle, 1)
            .reading("spin", "spin, °/s", spin, 0)
            .words(words)
            .running(self.board.on("run") && !self.is_over())
            .idle("run", self.is_over())
            .idle("left", policy)
            .idle("right", policy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Session;

    #[test]
    fn the_policy_keeps_it_up_and_a_hand_that_rests_does_not() {
        let mut session = Session::open(&ENTRY);
        session.set("speed", "1");
        session.set("run", "on");
        (0..300).for_each(|_| session.tick(0.05));
        let alone = session.number("steps");
        assert!((8.0..12.0).contains(&alone), "{alone}");
        assert!(session.frame().words.starts_with("Lost"));
        for _ in 0..5 {
            session.set("who", "policy");
            session.press("again");
            session.set("run", "on");
            (0..300).for_each(|_| session.tick(0.05));
            assert_eq!(session.number("steps"), 500.0);
        }
    }
}
