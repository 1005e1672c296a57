//! Batch norm at work: one unit's sums before and after it, what the batches say and what is remembered, and a twin
//! without.

use super::deep::{LAYERS, Losses, Moments, REMEMBERED, Run, UNITS};
use crate::{About, Board, Entry, Figure, Frame, Plot};
use labkit::numerals::num;

pub const ENTRY: Entry = Entry {
    about: About {
        name: "batchnorm",
        title: "Numbers in order, batch by batch",
        attempt: "Switch on “learn” with batches of 32, then of 4, and watch the dots of the batch against the line of what is remembered; then take 32 again and a learning rate of 3.",
        notice: "The smaller the batch, the further its mean and variance jump, and the more of that passes into the loss. At a rate of 3 the twin without batch norm learns nothing or has no numbers left; the network with it still learns.",
    },
    open: || Box::new(Norm::new()),
};

const SIZE: [f64; 2] = [340.0, 210.0];
/// Steps in all.
const STEPS: usize = 600;
/// Bars of a histogram.
const BARS: usize = 24;

struct Norm {
    board: Board,
    run: Run,
}

impl Norm {
    fn new() -> Self {
        let board = Board::new()
            .ladder(
                "size",
                "batch",
                &[2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0],
                32.0,
            )
            .ladder(
                "rate",
                "learning rate",
                &[0.03, 0.1, 0.3, 1.0, 3.0, 10.0],
                0.3,
            )
            .ladder(
                "momentum",
                "momentum, the fraction of the new",
                &[0.01, 0.1, 0.5],
                0.1,
            )
            .choice(
                "mode",
                "normalise by",
                &[
                    ("training", "the batch, as in training"),
                    ("inference", "what is remembered, as in use"),
                ],
            )
            .slider("layer", "hidden layer", 1.0..=LAYERS as f64, 1.0, 2.0)
            .slider("unit", "unit", 1.0..=UNITS as f64, 1.0, 1.0)
            .slider("seed", "seed", 1.0..=8.0, 1.0, 1.0)
            .switch("run", "learn", false)
            .button("step", "one step")
            .button("again", "from the start");
        let run = fresh(&board);
        Norm { board, run }
    }

    /// The unit that one looks at, both counted from 0.
    fn place(&self) -> (usize, usize) {
        (self.board.count("layer") - 1, self.board.count("unit") - 1)
    }

    fn by_memory(&self) -> bool {
        self.board.chosen("mode") == "inference"
    }

    fn step(&mut self) {
        if self.run.steps < STEPS {
            self.run.step();
        }
    }

    fn histogram(&self, id: &'static str, title: &str, numbers: &[f64], reach: f64) -> Plot {
        let mut bars = [0.0; BARS];
        let wide = 2.0 * reach / BARS as f64;
        for number in numbers.iter().filter(|number| number.is_finite()) {
            let bar = ((number + reach) / wide)
                .floor()
                .clamp(0.0, (BARS - 1) as f64);
            bars[bar as usize] += 1.0 / numbers.len() as f64;
        }
        let most = bars.iter().copied().fold(0.0, f64::max);
        let up = (0.0..=round(most), "fraction of the batch");
        let mut plot = Plot::new(id, title, SIZE, (-reach..=reach, "number"), up);
        for (i, high) in bars.iter().enumerate().filter(|(_, high)| **high > 0.0) {
            let left = -reach + i as f64 * wide;
            plot = plot.bar([left, 0.0], [left + 0.9 * wide, *high], "blue");
        }
        plot.rule([0.0, 0.0], [0.0, 1.0], "ink")
    }

    /// One of the two statistics over the last steps: each batch's own as dots, what is remembered as a line.
    fn course(&self, id: &'static str, title: &str, of: fn(&Moments) -> &Vec<f64>) -> Plot {
        let (layer, unit) = self.place();
        let first = (self.run.steps - self.run.seen.len()) as f64 + 1.0;
        let series = |which: fn(&super::deep::Seen) -> &Vec<Moments>| -> Vec<[f64; 2]> {
            let steps = self.run.seen.iter().enumerate();
            let at = |(i, seen)| [first + i as f64, of(&which(seen)[layer])[unit]];
            steps.map(at).collect()
        };
        let (batch, running) = (series(|seen| &seen.batch), series(|seen| &seen.running));
        let values = || batch.iter().chain(&running).map(|point| point[1]);
        let most = round(values().fold(0.5, |most: f64, v| most.max(v.abs())));
        let least = if values().any(|v| v < 0.0) {
            -most
        } else {
            0.0
        };
        let last = first.max(1.0) + REMEMBERED as f64;
        Plot::new(id, title, SIZE, (first..=last, "step"), (least..=most, ""))
            .dots(batch, 2.0, "orange")
            .line(running, "blue thick")
    }

    fn losses(&self) -> Plot {
        let of = |value: fn(&Losses) -> f64| {
            let steps = self.run.losses.iter();
            steps.map(move |l| [l.step as f64, value(l)])
        };
        Plot::new(
            "losses",
            "The batch's loss: with batch norm blue, without it red and dashed",
            SIZE,
            (0.0..=STEPS as f64, "step"),
            (0.0..=1.5, "loss, in nats"),
        )
        .line(of(|l| l.without), "red rule")
        .line(of(|l| l.with), "blue")
    }

    fn words(&self, held: [f64; 2]) -> String {
        let [without, with] = held;
        if without.is_nan() && with.is_nan() {
            return "Both networks have no numbers left: NaN.".into();
        }
        if without.is_nan() {
            return "The network without batch norm has no numbers left: NaN.".into();
        }
        let size = self.board.count("size");
        match self.run.steps {
            0 => "Nothing is learned yet, and nothing remembered: mean 0, variance 1.".into(),
            _ if self.by_memory() => {
                "What is remembered is a mean over many batches, so this batch's own mean is not quite taken away.".into()
            }
            _ if size == 2 => {
                "Of two numbers one becomes +1 and the other −1, whatever they were, and then γ and β come.".into()
            }
            _ if size <= 8 => format!(
                "What is remembered takes in the variance divided by {}, not by {size}: its line lies above most of the dots.",
                size - 1
            ),
            _ => format!("The {size} numbers of the batch get mean 0 and variance 1, and then γ and β."),
        }
    }
}

/// The networks that the knobs ask for.
fn fresh(board: &Board) -> Run {
    Run::new(
        board.count("size"),
        board.number("rate"),
        board.number("momentum"),
        board.count("seed") as u64,
    )
}

/// The next of 1, 2, 5, 10, 20, … and their parts.
fn round(number: f64) -> f64 {
    if !number.is_finite() || number <= 0.0 {
        return 1.0;
    }
    let power = 10f64.powf(number.log10().floor());
    let steps = [1.0, 2.0, 5.0, 10.0].map(|times| times * power);
    let found = steps.into_iter().find(|step| *step >= 0.999 * number);
    found.unwrap_or(number)
}

fn mean_and_deviation(numbers: &[f64]) -> [f64; 2] {
    let mean = numbers.iter().sum::<f64>() / numbers.len() as f64;
    let squares = numbers.iter().map(|x| (x - mean).powi(2));
    [mean, (squares.sum::<f64>() / numbers.len() as f64).sqrt()]
}

impl Figure for Norm {
    fn board(&self) -> &Board {
        &self.board
    }

    fn board_mut(&mut self) -> &mut Board {
        &mut self.board
    }

    fn turned(&mut self, knob: &str) {
        match knob {
            "seed" | "rate" => self.run = fresh(&self.board),
            // Before the first step there is nothing to go on from.
            "size" | "momentum" if self.run.steps == 0 => self.run = fresh(&self.board),
            "size" => self.run.take(self.board.count("size")),
            "momentum" => self.run.remember(self.board.number("momentum")),
            _ => {}
        }
    }

    fn pressed(&mut self, button: &str) {
        match button {
            "again" => self.run = fresh(&self.board),
            _ => self.step(),
        }
    }

    fn tick(&mut self, _seconds: f64) {
        self.step();
        if self.run.steps >= STEPS {
            self.board.set("run", "off");
        }
    }

    fn show(&self) -> Frame {
        let (layer, unit) = self.place();
        let [sums, y] = self.run.unit(layer, unit, self.by_memory());
        let reach = |numbers: &[f64]| {
            let sizes = numbers.iter().filter(|x| x.is_finite()).map(|x| x.abs());
            round(sizes.fold(2.0, f64::max))
        };
        let running = self.run.running(layer);
        let [gamma, beta] = self.run.learned(layer, unit);
        let held = self.run.held();
        let of_batch = mean_and_deviation(&sums);
        let of_y = mean_and_deviation(&y);
        let pair = |pair: [f64; 2]| pair.map(|number| num(number, 2)).join(", ");
        let remembered = [running.mean[unit], running.variance[unit].sqrt()];
        let name = format!("unit {} of hidden layer {}", unit + 1, layer + 1);
        Frame::new()
            .panel(self.histogram(
                "before",
                &format!("Before: the sums of {name} for the last batch"),
                &sums,
                reach(&sums),
            ))
            .panel(self.histogram(
                "after",
                "After: the same numbers, normalised, times γ, plus β",
                &y,
                reach(&y),
            ))
            .panel(self.losses())
            .panel(self.course(
                "mean",
                "The mean before: of each batch (dots) and the running one (line)",
                |moments| &moments.mean,
            ))
            .panel(self.course(
                "variance",
                "The variance before: of each batch (dots) and the running one (line)",
                |moments| &moments.variance,
            ))
            .reading("steps", "steps", self.run.steps as f64, 0)
            .told("batch", "before: mean, standard deviation", &pair(of_batch))
            .told("running", "remembered", &pair(remembered))
            .told("after", "after", &pair(of_y))
            .reading("gamma", "γ", gamma, 3)
            .reading("beta", "β", beta, 3)
            .reading("with", "loss held out, in use: with batch norm", held[1], 2)
            .reading("without", "without", held[0], 2)
            .words(self.words(held))
            .running(self.board.on("run") && self.run.steps < STEPS)
            .idle("step", self.run.steps >= STEPS)
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

    fn pair(session: &Session, id: &str) -> [f64; 2] {
        let text = reading(session, id);
        let (mean, deviation) = text.split_once(", ").unwrap();
        [mean, deviation].map(|number| number.replace('−', "-").parse().unwrap())
    }

    #[test]
    fn before_the_first_step_the_batch_comes_out_in_order_and_memory_is_empty() {
        let mut session = Session::open(&ENTRY);
        assert_eq!(pair(&session, "after"), [0.0, 1.0]);
        assert_eq!(pair(&session, "running"), [0.0, 1.0]);
        assert_ne!(pair(&session, "batch"), [0.0, 1.0]);
        // In use an empty memory changes nothing.
        session.set("mode", "inference");
        assert_eq!(pair(&session, "after"), pair(&session, "batch"));
    }

    #[test]
    fn after_some_steps_y_has_the_learned_middle_and_width_and_memory_is_near() {
        let mut session = Session::open(&ENTRY);
        session.set("rate", "0.1");
        session.set("layer", "1");
        for _ in 0..60 {
            session.press("step");
        }
        let [mean, deviation] = pair(&session, "after");
        let [gamma, beta] = ["gamma", "beta"].map(|id| session.number(id));
        assert!((mean - beta).abs() < 0.006);
        assert!((deviation - gamma.abs()).abs() < 0.006);
        session.set("mode", "inference");
        let [mean, deviation] = pair(&session, "after");
        let apart = (mean - beta).abs() + (deviation - gamma.abs()).abs();
        assert!(apart > 0.01 && apart < 1.0, "{apart}");
    }

    #[test]
    fn at_a_rate_of_3_the_twin_does_not_learn() {
        let mut session = Session::open(&ENTRY);
        session.set("rate", "3");
        session.set("run", "on");
        for _ in 0..STEPS + 2 {
            session.tick(0.016);
        }
        assert!(!session.frame().running);
        assert_eq!(reading(&session, "without"), "NaN");
        assert!(session.number("with") < 0.4);
        assert!(session.frame().words.starts_with("The network without"));
    }

    #[test]
    fn two_numbers_become_plus_and_minus_one() {
        let mut session = Session::open(&ENTRY);
        session.set("size", "2");
        assert_eq!(pair(&session, "after"), [0.0, 1.0]);
        session.press("step");
        assert!(session.frame().words.starts_with("Of two numbers"));
    }
}
