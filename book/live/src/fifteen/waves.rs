//! Two fronts that begin nearly alike, or a front and what a reservoir says of it.

use crate::{About, Board, Entry, Figure, Frame, Picture, Plot, Scale};
use lab15::chaos::DMatrix;
use lab15::chaos::forecast::{Film, Forecaster, LOST, Pieces, WARM, errors, horizon};
use lab15::chaos::lyapunov::{EXPONENT, neighbour};
use lab15::chaos::reservoir::Recipe;
use lab15::chaos::waves::{POINTS, STEP, Waves};
use lab15::solutions;
use labkit::numerals::num;

/// What the page shows.
pub const ENTRY: Entry = Entry {
    about: About {
        name: "waves",
        title: "A front, its neighbour, and the difference",
        attempt: "Let it run. Then make the distance at the start ten times smaller, and see how much later the difference shows. Let the reservoir forecast in the neighbour's place.",
        notice: "Each factor of ten buys the same time. What is lost is lost within a few waves; and both pictures go on to look like fronts.",
    },
    open: || Box::new(Pair::new()),
};

/// Steps of a picture, and steps between two columns; steps a second.
const STEPS: usize = 800;
const EVERY: usize = 4;
const PACE: f64 = 100.0;
/// A front is left alone for so long before it is shown: enough to forget its start, and too short for another machine's last digit to
/// become another front.
const SETTLED: f64 = 150.0;
/// The height that gets full colour.
const FULL: f64 = 3.0;
/// Units of the reservoir.
pub const UNITS: usize = 400;
/// The seed that it is drawn from.
pub const SEED: u64 = 1;
/// The deviation of the film that it learned from, and its readout, column by column: `examples/fifteen.rs` makes them. A page that
/// learned by itself would see another film: chaos turns the last digit of another machine into another front.
const LEARNED: &[u8] = include_bytes!("../../assets/waves.bin");

struct Pair {
    board: Board,
    film: Film,
    forecaster: Forecaster,
    /// A and B.
    pair: [DMatrix<f64>; 2],
    shown: f64,
}

impl Pair {
    fn new() -> Self {
        let board = Board::new()
            .choice(
                "other",
                "B is",
                &[
                    ("neighbour", "a start nearby"),
                    ("reservoir", "a reservoir's forecast"),
                ],
            )
            .slider(
                "power",
                "distance at the start, as a power of ten",
                -9.0..=0.0,
                1.0,
                -2.0,
            )
            .slider("start", "start", 0.0..=19.0, 1.0, 0.0)
            .button("again", "from the beginning")
            .switch("run", "run", false);
        let (numbers, _) = LEARNED.as_chunks();
        let numbers: Vec<f64> = numbers
            .iter()
            .map(|&bytes| f64::from_le_bytes(bytes))
            .collect();
        let film = Film {
            waves: Waves::lesson(),
            series: DMatrix::zeros(POINTS, 0),
            deviation: numbers[0],
        };
        let forecaster = Forecaster::learned(
            (&Recipe::of(UNITS), Pieces::one(POINTS)),
            DMatrix::from_column_slice(POINTS, UNITS, &numbers[1..]),
            solutions::reservoir_step,
            &mut nabla::rng(SEED),
        );
        let nothing = DMatrix::zeros(POINTS, STEPS);
        let mut pair = Pair {
            board,
            film,
            forecaster,
            pair: [nothing.clone(), nothing],
            shown: STEPS as f64,
        };
        pair.solve();
        pair
    }

    fn solve(&mut self) {
        let start = self.board.count("start");
        let waves = &self.film.waves;
        let settled = waves.settled_for(SETTLED, &mut nabla::rng(1 + start as u64));
        let past = waves.run(&settled, WARM);
        let truth = waves.run(past.column(WARM - 1).as_slice(), STEPS);
        let now = past.column(past.ncols() - 1);
        let other = if self.board.chosen("other") == "neighbour" {
            let apart = 10_f64.powf(self.board.number("power"));
            let mut rng = nabla::rng(start as u64);
            self.film
                .waves
                .run(&neighbour(now.as_slice(), apart, &mut rng), STEPS)
        } else {
            self.forecaster.forecast(&past, STEPS)
        };
        self.pair = [truth, other];
    }

    /// Time to the right, as far as it has gone; the ring from top to bottom.
    fn panel(&self, id: &'static str, title: &str, film: &DMatrix<f64>) -> Plot {
        let columns = STEPS / EVERY;
        let u = |k: usize| match k % columns * EVERY {
            step if (step as f64) < self.shown => film[(k / columns, step)] as f32,
            _ => 0.0,
        };
        let values = (0..POINTS * columns).map(u).collect();
        let picture = Picture::new([columns, POINTS], values, Scale::Signed(FULL as f32));
        let time = (0.0..=STEPS as f64 * STEP, "time");
        Plot::new(id, title, [680.0, 150.0], time, (0.0..=22.0, "place")).picture(picture)
    }
}

impl Figure for Pair {
    fn board(&self) -> &Board {
        &self.board
    }

    fn board_mut(&mut self) -> &mut Board {
        &mut self.board
    }

    fn turned(&mut self, knob: &str) {
        match knob {
            "run" if self.shown >= STEPS as f64 => self.shown = 0.0,
            "run" => (),
            _ => self.solve(),
        }
    }

    fn pressed(&mut self, _button: &str) {
        self.shown = 0.0;
        self.board.set("run", "on");
    }

    fn tick(&mut self, seconds: f64) {
        self.shown = (self.shown + PACE * seconds).min(STEPS as f64);
        if self.shown >= STEPS as f64 {
            self.board.set("run", "off");
        }
    }

    fn show(&self) -> Frame {
        let [a, b] = &self.pair;
        let errors = errors(a, b, self.film.deviation);
        let end = horizon(&errors);
        let time = end as f64 * STEP;
        let words = match end {
            STEPS => "To the end of the picture the two are alike.".to_string(),
            _ => format!(
                "After {} the difference is {LOST} deviations: {} Lyapunov times.",
                num(time, 0),
                num(time * EXPONENT, 1)
            ),
        };
        let neighbour = self.board.chosen("other") == "neighbour";
        let other = if neighbour {
            "B: the neighbour"
        } else {
            "B: the reservoir"
        };
        Frame::new()
            .panel(self.panel("a", "A: the front", a))
            .panel(self.panel("b", other, b))
            .panel(self.panel("difference", "A − B", &(a - b)))
            .reading("horizon", "Lyapunov times", time * EXPONENT, 1)
            .words(words)
            .running(self.board.on("run"))
            .idle("power", !neighbour)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Session;

    #[test]
    fn a_factor_of_ten_buys_time() {
        let mut session = Session::open(&ENTRY);
        let near = session.number("horizon");
        session.set("power", "-3");
        let nearer = session.number("horizon");
        assert!(nearer > near + 0.5, "{near} {nearer}");
    }

    #[test]
    fn the_reservoir_forecasts_and_the_film_runs() {
        let mut session = Session::open(&ENTRY);
        session.set("other", "reservoir");
        assert!(
            session.number("horizon") > 0.5,
            "{}",
            session.number("horizon")
        );
        session.press("again");
        for _ in 0..200 {
            session.tick(0.1);
        }
        assert!(!session.frame().running);
    }
}
