//! Four of nabla's optimisers from one start, in a straight valley and in a bent one.

use super::ground::{Ground, log10, short};
use crate::{About, Board, Entry, Figure, Frame, Plot};
use lab04::bowl::Point;
use lab04::surface::{GOAL, Landscape, Named, WALKERS, follow, mean_squares, steps_to};

pub const ENTRY: Entry = Entry {
    about: About {
        name: "race",
        title: "Four walkers from one start",
        attempt: "Give each walker the learning rate with which it arrives first; then drag the start somewhere else, and do not touch the rates.",
        notice: "A rate that wins from one start can lose from another, and between the two halves of the bent valley, at (0, 0), nobody gets far.",
    },
    open: || Box::new(Race::new()),
};

/// The lab's walkers that race here, and what they look like.
const RACERS: [(usize, &str, &str); 4] = [
    (0, "blue", "P"),
    (1, "orange", "M"),
    (3, "violet", "R"),
    (4, "green", "A"),
];
const KNOBS: [&str; 4] = ["plain", "momentum", "rmsprop", "adam"];
const RATES: &[f64] = &[
    0.002, 0.004, 0.008, 0.015, 0.03, 0.06, 0.12, 0.25, 0.5, 1.0, 2.0,
];
const STEPS: f64 = 200.0;
/// How many steps a second the race takes.
const PACE: f64 = 25.0;

struct Race {
    board: Board,
    ground: Ground,
    /// The whole way of each racer, the start first.
    ways: [Vec<Point>; 4],
    due: f64,
}

fn named(racer: usize) -> Named {
    WALKERS[RACERS[racer].0]
}

impl Race {
    fn new() -> Self {
        let mut board = Board::new().choice(
            "valley",
            "valley",
            &[
                ("bent", "bent: q·tanh(p·x)"),
                ("straight", "straight: W·x + b"),
            ],
        );
        for (racer, knob) in KNOBS.into_iter().enumerate() {
            board = board.ladder(knob, named(racer).0, RATES, 0.06);
        }
        let board = board
            .grouped("learning rates", KNOBS.len(), 4)
            .slider("steps", "steps taken", 0.0..=STEPS, 1.0, 60.0)
            .button("step", "one step")
            .switch("run", "run", false)
            .button("again", "start again")
            .handle(
                "at",
                "the start",
                -3.0..=3.0,
                -3.0..=3.0,
                [0.1, 0.1],
                Landscape::Bend.start(),
            );
        let mut race = Race {
            board,
            ground: ground(Landscape::Bend),
            ways: Default::default(),
            due: 0.0,
        };
        race.run_all();
        race
    }

    fn landscape(&self) -> Landscape {
        match self.board.chosen("valley") {
            "straight" => Landscape::Line,
            _ => Landscape::Bend,
        }
    }

    fn run_all(&mut self) {
        (0..KNOBS.len()).for_each(|racer| self.run(racer));
    }

    /// One racer's whole way, with nabla's own optimiser.
    fn run(&mut self, racer: usize) {
        let rate = self.board.number(KNOBS[racer]) as f32;
        let mut optimizer = named(racer).1(rate);
        let (start, steps) = (self.board.point("at"), STEPS as usize);
        let optimizer = optimizer.as_mut();
        self.ways[racer] = follow(self.landscape(), start, mean_squares, optimizer, steps);
    }

    fn taken(&self) -> usize {
        self.board.count("steps")
    }

    fn go_on(&mut self) {
        let steps = self.board.number("steps");
        self.board.put("steps", steps + 1.0);
    }

    fn map(&self) -> Plot {
        let names = match self.landscape() {
            Landscape::Line => ["weight W", "bias b"],
            Landscape::Bend => ["weight p", "weight q"],
        };
        let mut plot = self
            .ground
            .plot("The four ways over the loss, dark where it is small", names);
        for (way, (_, colour, letter)) in self.ways.iter().zip(RACERS) {
            let way = &way[..=self.taken()];
            let end = way[way.len() - 1];
            // A pale edge keeps every colour apart from the map.
            plot = plot.line(way.iter().copied(), "white thick");
            plot = plot.line(way.iter().copied(), colour);
            plot = plot.node(end, 7.5, colour, letter, letter);
        }
        plot.handle("at", self.board.point("at"), "white")
    }

    fn losses(&self) -> Plot {
        let landscape = self.landscape();
        let mut plot = Plot::new(
            "loss",
            "The loss after each step, on a logarithmic scale; dashed: the goal",
            [360.0, 330.0],
            (0.0..=STEPS, "step"),
            (-8.0..=3.0, "log₁₀ of the loss"),
        )
        .rule([0.0, GOAL.log10()], [STEPS, GOAL.log10()], "soft");
        for (racer, (way, (_, colour, letter))) in self.ways.iter().zip(RACERS).enumerate() {
            let taken = way[..=self.taken()].iter().enumerate();
            let points = taken.map(|(step, at)| [step as f64, log10(landscape.loss(*at))]);
            let top = 2.55 - 0.75 * racer as f64;
            let name = format!("{letter}  {}", named(racer).0);
            plot = plot
                .line(points, colour)
                .line(
                    [[122.0, top + 0.1], [132.0, top + 0.1]],
                    &format!("{colour} thick"),
                )
                .text([136.0, top], "start", colour, &name);
        }
        plot
    }

    /// Who has arrived, and who first.
    fn words(&self) -> String {
        let landscape = self.landscape();
        let arrived = |(racer, way): (usize, &Vec<Point>)| {
            let steps = steps_to(landscape, &way[..=self.taken()], GOAL)?;
            Some((steps, named(racer).0))
        };
        let mut all: Vec<_> = self.ways.iter().enumerate().filter_map(arrived).collect();
        all.sort_by_key(|(steps, _)| *steps);
        match all.as_slice() {
            [] => format!(
                "After {} steps nobody's loss is below {GOAL}.",
                self.taken()
            ),
            [(steps, name), rest @ ..] => format!(
                "First below a loss of {GOAL}: {name}, after {steps} steps. {} arrived so far.",
                [
                    "None of the other three has",
                    "One of the other three has",
                    "Two of the other three have",
                    "The other three have"
                ][rest.len()]
            ),
        }
    }
}

fn ground(landscape: Landscape) -> Ground {
    Ground::new(|at| landscape.loss(at), -3.0..3.0, -3.0..3.0)
}

impl Figure for Race {
    fn board(&self) -> &Board {
        &self.board
    }

    fn board_mut(&mut self) -> &mut Board {
        &mut self.board
    }

    fn turned(&mut self, knob: &str) {
        match knob {
            "valley" => {
                self.ground = ground(self.landscape());
                self.run_all();
            }
            "at" => self.run_all(),
            _ => {
                if let Some(racer) = KNOBS.iter().position(|name| *name == knob) {
                    self.run(racer);
                }
            }
        }
    }

    fn pressed(&mut self, button: &str) {
        if button == "again" {
            self.board.put("steps", 0.0);
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
        let landscape = self.landscape();
        let full = self.taken() as f64 >= STEPS;
        let mut frame = Frame::new().panel(self.map()).panel(self.losses());
        for (racer, knob) in KNOBS.into_iter().enumerate() {
            let at = self.ways[racer][self.taken()];
            let name = format!("loss, {}", named(racer).0);
            frame = frame.told(knob, &name, &short(landscape.loss(at)));
        }
        frame
            .words(self.words())
            .running(self.board.on("run"))
            .idle("step", full)
            .idle("run", full)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Session;

    fn readings(session: &Session) -> Vec<String> {
        let readings = session.frame().readings.iter();
        readings.map(|reading| reading.value.clone()).collect()
    }

    #[test]
    fn plain_and_momentum_walk_as_the_formulas_say() {
        let mut session = Session::open(&ENTRY);
        session.set("valley", "straight");
        session.set("at", "0.3,-0.3");
        session.set("steps", "30");
        let (x, y) = (Landscape::Line.x(), Landscape::Line.y());
        // The mean of four squares: the rate of the sum is a quarter.
        for (racer, nu) in [(0, 0.0), (1, 0.9)] {
            session.set(KNOBS[racer], "0.03");
            let walked = lab04::momentum::roll(
                lab04::momentum::usual_step,
                [0.3, -0.3],
                (0.03 / 4.0, nu),
                30,
                &x,
                &y,
            );
            let [known, shown] = [
                Landscape::Line.loss(walked[30]),
                readings(&session)[racer].parse().unwrap(),
            ];
            assert!(
                (known - shown).abs() < 1e-4 + 1e-3 * known,
                "{shown}, not {known}"
            );
        }
    }

    #[test]
    fn the_first_to_arrive_is_named() {
        let mut session = Session::open(&ENTRY);
        session.set("steps", "0");
        assert!(session.frame().words.contains("nobody"));
        session.set("steps", "200");
        session.set("plain", "2");
        let words = &session.frame().words;
        assert!(words.starts_with("First below a loss of 0.0001"), "{words}");
        assert!(!words.contains("plain"), "far too large a rate: {words}");
    }

    #[test]
    fn on_the_saddle_nobody_moves() {
        let mut session = Session::open(&ENTRY);
        session.set("at", "0,0");
        session.set("steps", "200");
        let readings = readings(&session);
        assert!(
            readings.iter().all(|loss| *loss == readings[0]),
            "{readings:?}"
        );
        session.set("at", "-0.1,-0.1");
        assert!(
            session.frame().words.starts_with("First"),
            "the other half of the valley is as deep"
        );
    }
}
