//! Dropout at work: the network that one example meets, what the whole network says, and a twin without dropout.

use super::drawn::{net, region, there, unit_of};
use super::thinned::{LEARN, Learner, PASSES, Run, Seen, UNITS};
use crate::{About, Board, Entry, Figure, Frame, Plot};

pub const ENTRY: Entry = Entry {
    about: About {
        name: "masks",
        title: "Neurons that are not there",
        attempt: "Switch on “learn” and let both networks take their steps; the points with a red ring have a wrong label. Then compare the network in use with its twin, and try another rate or another seed.",
        notice: "The twin without dropout bends round wrong labels, and its loss on points that were held out climbs; with dropout it climbs less, how much less depends on the seed. The whole network in one pass answers nearly as the mean of a hundred thinned ones; with seed 4 it is too sure of a few points.",
    },
    open: || Box::new(Masks::new()),
};

/// Steps a tick, and in all.
const PACE: usize = 5;
const STEPS: usize = 1_500;
/// Steps between two points of the curves.
const EVERY: usize = 10;

/// Both losses of both networks after so many steps.
struct Losses {
    step: usize,
    /// What is learned from, then what was held out.
    with: [f64; 2],
    without: [f64; 2],
}

struct Masks {
    board: Board,
    run: Run,
    losses: Vec<Losses>,
    /// The loss of the committee, that of one pass, and how far apart they are; not while the network is learning.
    committee: Option<[f64; 3]>,
    pointed: Option<String>,
}

impl Masks {
    fn new() -> Self {
        let board = Board::new()
            .slider(
                "rate",
                "rate, the fraction that is dropped",
                0.0..=0.8,
                0.05,
                0.4,
            )
            .slider("seed", "seed", 1.0..=8.0, 1.0, 3.0)
            .slider("example", "example", 1.0..=LEARN as f64, 1.0, 8.0)
            .choice(
                "mode",
                "network",
                &[
                    ("training", "in training: as this example meets it"),
                    ("inference", "in use: all of it"),
                    ("twin", "the twin without dropout"),
                ],
            )
            .switch("run", "learn", false)
            .button("step", "one step")
            .button("again", "from the start");
        let mut masks = Masks {
            run: Run::new(0.0, 1),
            board,
            losses: Vec::new(),
            committee: None,
            pointed: None,
        };
        masks.begin();
        masks
    }

    fn begin(&mut self) {
        let rate = self.board.number("rate") as f32;
        self.run = Run::new(rate, self.board.count("seed") as u64);
        self.losses.clear();
        self.look();
        self.ask();
    }

    /// Writes down the losses.
    fn look(&mut self) {
        let Run {
            learn,
            held,
            with,
            without,
            steps,
            ..
        } = &self.run;
        self.losses.push(Losses {
            step: *steps,
            with: [learn, held].map(|cloud| with.loss(cloud)),
            without: [learn, held].map(|cloud| without.loss(cloud)),
        });
    }

    fn ask(&mut self) {
        self.committee = Some(self.run.committee());
    }

    fn step(&mut self) {
        if self.run.steps >= STEPS {
            return;
        }
        self.run.step();
        if self.run.steps.is_multiple_of(EVERY) {
            self.look();
        }
    }

    fn example(&self) -> usize {
        self.board.count("example") - 1
    }

    fn seen(&self) -> Seen {
        match self.board.chosen("mode") {
            "training" => Seen::Thinned(self.example()),
            "inference" => Seen::Whole,
            _ => Seen::Twin,
        }
    }

    fn curves(&self) -> Plot {
        let of = |value: fn(&Losses) -> f64| {
            let points = self.losses.iter();
            points.map(move |l| [l.step as f64, value(l)])
        };
        Plot::new(
            "losses",
            "The losses: held out (thick) and learned from (thin), with dropout blue, without red and dashed",
            [340.0, 270.0],
            (0.0..=STEPS as f64, "steps"),
            (0.0..=2.0, "loss, in nats"),
        )
        .line(of(|l| l.without[0]), "red thin rule")
        .line(of(|l| l.without[1]), "red thick rule")
        .line(of(|l| l.with[0]), "blue thin")
        .line(of(|l| l.with[1]), "blue thick")
    }

    fn words(&self) -> String {
        if let Some(words) = self.pointed.as_deref().and_then(|part| self.told(part)) {
            return words;
        }
        let committee = match self.committee {
            Some([_, _, apart]) => format!(
                "On average the whole network is {apart:.2} away from the mean of {PASSES} thinned ones."
            ),
            None => format!("Stop, and {PASSES} thinned networks are asked."),
        };
        if self.run.steps >= STEPS {
            format!("{STEPS} steps are done. {committee}")
        } else {
            committee
        }
    }

    /// What is to be said of a unit.
    fn told(&self, part: &str) -> Option<String> {
        let (layer, unit) = unit_of(part)?;
        let name = match layer {
            0 => return Some(format!("Input {}: {}.", unit + 1, ["x", "y"][unit])),
            3 => return Some(format!("The logit of class {unit}.")),
            _ => format!("Unit {} of hidden layer {layer}", unit + 1),
        };
        let factor = 1.0 / (1.0 - self.run.rate());
        Some(match self.seen() {
            Seen::Whole => format!("{name}: in use it is there, multiplied by 1."),
            Seen::Twin => format!("{name} of the twin: it is always there."),
            Seen::Thinned(_) if there(&self.run, self.seen(), layer)[unit] => {
                format!("{name}: it stays, and what it says is multiplied by {factor:.2}.")
            }
            Seen::Thinned(_) => format!("{name}: dropped for this example in this step."),
        })
    }
}

impl Figure for Masks {
    fn board(&self) -> &Board {
        &self.board
    }

    fn board_mut(&mut self) -> &mut Board {
        &mut self.board
    }

    fn turned(&mut self, knob: &str) {
        match knob {
            "rate" | "seed" => self.begin(),
            "run" if self.board.on("run") && self.run.steps < STEPS => self.committee = None,
            "run" => self.ask(),
            _ => {}
        }
    }

    fn pressed(&mut self, button: &str) {
        match button {
            "again" => self.begin(),
            _ => {
                self.step();
                self.ask();
            }
        }
    }

    fn tick(&mut self, _seconds: f64) {
        (0..PACE).for_each(|_| self.step());
        self.committee = None;
        if self.run.steps >= STEPS {
            self.board.set("run", "off");
            self.ask();
        }
    }

    fn pointed(&mut self, part: Option<&str>) {
        self.pointed = part.map(str::to_string);
    }

    fn show(&self) -> Frame {
        let dropped: usize = (1..3)
            .map(|layer| {
                there(&self.run, self.seen(), layer)
                    .iter()
                    .filter(|there| !**there)
                    .count()
            })
            .sum();
        let rate = self.run.rate();
        let factor = match self.seen() {
            Seen::Thinned(_) => format!("1/(1 − {rate:.2}) = {:.2}", 1.0 / (1.0 - rate)),
            Seen::Whole => "1: made up for in training".to_string(),
            Seen::Twin => "1".to_string(),
        };
        let held = |learner: &Learner| learner.loss(&self.run.held);
        let committee = |i: usize| match self.committee {
            Some(numbers) => format!("{:.2}", numbers[i]),
            None => "–".to_string(),
        };
        Frame::new()
            .panel(net(&self.run, self.seen()))
            .panel(region(&self.run, self.seen(), self.example()))
            .panel(self.curves())
            .reading("steps", "steps", self.run.steps as f64, 0)
            .told(
                "dropped",
                "dropped here",
                &format!("{dropped} of {}", UNITS[1] + UNITS[2]),
            )
            .told("factor", "what stays is multiplied by", &factor)
            .reading(
                "with",
                "loss held out, with dropout",
                held(&self.run.with),
                1,
            )
            .reading("without", "without dropout", held(&self.run.without), 1)
            .told("one", "held out: one pass, whole network", &committee(1))
            .told("mean", &format!("mean of {PASSES} masks"), &committee(0))
            .words(self.words())
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

    #[test]
    fn the_readings_are_those_of_the_two_networks() {
        let mut session = Session::open(&ENTRY);
        session.set("rate", "0.25");
        session.set("seed", "5");
        for _ in 0..10 {
            session.press("step");
        }
        let mut run = Run::new(0.25, 5);
        (0..10).for_each(|_| run.step());
        assert_eq!(reading(&session, "steps"), "10");
        let shown = |loss: f64| format!("{loss:.1}");
        assert_eq!(reading(&session, "with"), shown(run.with.loss(&run.held)));
        assert_eq!(
            reading(&session, "without"),
            shown(run.without.loss(&run.held))
        );
        assert_eq!(reading(&session, "factor"), "1/(1 − 0.25) = 1.33");
        // One cross for each zero of the mask.
        let zeros = run.mask(7).concat().iter().filter(|m| **m == 0.0).count();
        assert_eq!(reading(&session, "dropped"), format!("{zeros} of 20"));
        let crosses = session.frame().panels[0].body.matches('×').count();
        assert_eq!(crosses, zeros);
        session.set("mode", "inference");
        assert_eq!(reading(&session, "dropped"), "0 of 20");
    }

    #[test]
    fn learning_stops_by_itself_and_the_twin_knows_more_by_heart() {
        let mut session = Session::open(&ENTRY);
        session.set("run", "on");
        assert_eq!(reading(&session, "mean"), "–");
        for _ in 0..STEPS / PACE + 3 {
            session.tick(0.016);
        }
        assert!(!session.frame().running);
        assert_eq!(reading(&session, "steps"), STEPS.to_string());
        let number = |id: &str| session.number(id);
        assert!(number("without") > 1.3 * number("with"));
        assert!((number("mean") - number("one")).abs() < 0.2);
    }

    #[test]
    fn what_is_pointed_to_is_told() {
        let mut session = Session::open(&ENTRY);
        for (part, words) in [
            ("layer 0 unit 2", "Input 2: y."),
            ("layer 3 unit 1", "The logit of class 0."),
        ] {
            session.point(Some(part));
            assert_eq!(session.frame().words, words);
        }
        for part in ["layer 1 unit 13", "layer 9 unit 1", "layer x", ""] {
            session.point(Some(part));
            assert!(session.frame().words.starts_with("On average"), "{part}");
        }
    }
}
