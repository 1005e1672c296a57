//! The game on a line: a forged bell to drag, the best expert against it, and a real game to watch.

use super::record::{EVERY, Record};
use crate::{About, Board, Entry, Figure, Frame, Picture, Plot, Scale};
use lab10::game::GeneratorLoss;
use lab10::line::{DATA, Plan, best, divergence};
use lab10::theory::{Gaussian, best_logit, js, value};
use labkit::numerals::num;
use std::ops::RangeInclusive;

pub const ENTRY: Entry = Entry {
    about: About {
        name: "line",
        title: "A forger, and the best expert against it",
        attempt: "Drag the dot on the map until the best expert can only say one half; then put it far away to the left, and play the game from there.",
        notice: "Far from the data the map is flat: an expert that is always right tells the forger nothing. The expert that learns is never quite the best one, and the forger finds its way, by detours.",
    },
    open: || Box::new(Line::new()),
};

const MEANS: RangeInclusive<f64> = -4.0..=8.0;
const WIDTHS: RangeInclusive<f64> = 0.1..=3.0;
const ROUNDS: usize = 1000;
/// Rounds in one piece of time.
const PIECE: usize = 5;
/// The map's cells.
const CELLS: [usize; 2] = [40, 28];

struct Line {
    board: Board,
    /// The Jensen–Shannon divergence for every forger; it never changes.
    map: Vec<f32>,
    record: Option<Record>,
}

impl Line {
    fn new() -> Self {
        let Gaussian { mean, std_dev } = Plan::usual(1).start;
        let board = Board::new()
            .slider("mean", "mean of the forged", MEANS, 0.1, mean)
            .slider("width", "its standard deviation", WIDTHS, 0.05, std_dev)
            .ladder("k", "steps of the expert in a round", &[1.0, 2.0, 5.0], 2.0)
            .choice(
                "loss",
                "loss of the forger",
                &[("turned", "−ln D"), ("written", "ln(1 − D)")],
            )
            .slider("seed", "seed", 1.0..=9.0, 1.0, 1.0)
            .switch("play", "play the game", false)
            .slider("round", "round", 0.0..=ROUNDS as f64, EVERY as f64, 0.0)
            .handle(
                "at",
                "the forger on the map",
                MEANS,
                WIDTHS,
                [0.1, 0.05],
                [mean, std_dev],
            );
        Line {
            board,
            map: map(),
            record: None,
        }
    }

    fn start(&self) -> Gaussian {
        Gaussian {
            mean: self.board.number("mean"),
            std_dev: self.board.number("width"),
        }
    }

    fn plan(&self) -> Plan {
        let usual = Plan::usual(self.board.count("seed") as u64);
        let loss = match self.board.chosen("loss") {
            "written" => GeneratorLoss::Saturating,
            _ => GeneratorLoss::NonSaturating,
        };
        Plan {
            start: self.start(),
            rounds: ROUNDS,
            discriminator_steps: self.board.count("k"),
            loss,
            ..usual
        }
    }

    fn forged(&self) -> Gaussian {
        let round = self.board.count("round");
        let recorded = self.record.as_ref().map(|record| record.at(round).forged);
        recorded.unwrap_or_else(|| self.start())
    }

    fn bells(&self, forged: Gaussian) -> Plot {
        let places = || (0..=160).map(|i| -4.0 + 12.0 * f64::from(i) / 160.0);
        let bell = |of: Gaussian| places().map(move |x| [x, of.density(x)]);
        let under = |of: Gaussian| {
            [[-4.0, 0.0]]
                .into_iter()
                .chain(bell(of))
                .chain([[8.0, 0.0]])
        };
        let mut plot = Plot::new(
            "bells",
            "Green: the density of the real; orange: of the forged; dashed: the best expert D*; blue: the expert that learns",
            [380.0, 290.0],
            (-4.0..=8.0, "x"),
            (0.0..=1.1, "density, and D(x)"),
        )
        .area(under(DATA), "green faint")
        .area(under(forged), "orange faint")
        .line(bell(DATA), "green")
        .line(bell(forged), "orange")
        .line(places().map(|x| [x, best(forged, x)]), "ink rule");
        if let Some(record) = &self.record {
            let moment = record.at(self.board.count("round"));
            plot = plot.line(places().map(|x| [x, moment.output(x)]), "blue thick");
        }
        plot
    }

    fn surface(&self, forged: Gaussian) -> Plot {
        let heat = Picture::new(CELLS, self.map.clone(), Scale::Heat(2f32.ln()));
        let place = |of: Gaussian| [of.mean, of.std_dev];
        let mut plot = Plot::new(
            "map",
            "For every forger: how far it is from the real (Jensen–Shannon), dark where it is near",
            [380.0, 290.0],
            (MEANS, "mean of the forged"),
            (WIDTHS, "its standard deviation"),
        )
        .picture(heat.smooth());
        if let Some(record) = &self.record {
            let way = record.way(self.board.count("round"));
            plot = plot
                .line(way.map(place), "white")
                .dot(place(forged), 5.0, "orange");
        }
        plot.handle("at", place(self.start()), "white")
    }

    fn words(&self, forged: Gaussian) -> String {
        let Gaussian { mean, std_dev } = forged;
        let ideal = num(best(forged, mean), 2);
        let [middle, width] = [mean, std_dev].map(|v| num(v, 1));
        let Some(record) = &self.record else {
            return format!(
                "Nobody has learned anything yet. At x = {middle}, in the middle of the forged, the best expert says {ideal}."
            );
        };
        let round = self.board.count("round").min(record.last());
        let said = num(record.at(round).output(mean), 2);
        format!(
            "Round {round}: forged with mean {middle} and standard deviation {width}. In the middle of it the expert says {said}, the best expert would say {ideal}."
        )
    }
}

/// The divergence of probabilities in narrow bins, which is near the one of the densities and much quicker for a thousand of
/// them.
fn map() -> Vec<f32> {
    let bins = |of: Gaussian| -> Vec<f64> {
        (0..580)
            .map(|i| 0.05 * of.density(-13.0 + 0.05 * f64::from(i)))
            .collect()
    };
    let data = bins(DATA);
    let between = |range: RangeInclusive<f64>, part: f64| {
        range.start() + part * (range.end() - range.start())
    };
    let cell = |cell: usize| {
        let [across, down] = [cell % CELLS[0], cell / CELLS[0]].map(|i| i as f64 + 0.5);
        let forged = Gaussian {
            mean: between(MEANS, across / CELLS[0] as f64),
            std_dev: between(WIDTHS, 1.0 - down / CELLS[1] as f64),
        };
        js(&data, &bins(forged)) as f32
    };
    (0..CELLS[0] * CELLS[1]).map(cell).collect()
}

impl Figure for Line {
    fn board(&self) -> &Board {
        &self.board
    }

    fn board_mut(&mut self) -> &mut Board {
        &mut self.board
    }

    fn turned(&mut self, knob: &str) {
        match knob {
            "play" => {
                let over = self
                    .record
                    .as_ref()
                    .is_some_and(|record| record.last() >= ROUNDS);
                if self.board.on("play") && (over || self.record.is_none()) {
                    self.record = Some(Record::new(&self.plan()));
                    self.board.put("round", 0.0);
                }
            }
            "round" => {
                let last = self.record.as_ref().map_or(0, Record::last);
                let round = self.board.count("round").min(last);
                self.board.put("round", round as f64);
            }
            _ => {
                if knob == "at" {
                    let [mean, width] = self.board.point("at");
                    self.board.put("mean", mean);
                    self.board.put("width", width);
                }
                let Gaussian { mean, std_dev } = self.start();
                self.board.move_to("at", [mean, std_dev]);
                self.board.put("round", 0.0);
                self.record = self.board.on("play").then(|| Record::new(&self.plan()));
            }
        }
    }

    fn tick(&mut self, _seconds: f64) {
        let Some(record) = &mut self.record else {
            return;
        };
        record.play(PIECE.min(ROUNDS.saturating_sub(record.last())));
        self.board.put("round", record.last() as f64);
        if record.last() >= ROUNDS {
            self.board.set("play", "off");
        }
    }

    fn show(&self) -> Frame {
        let forged = self.forged();
        let ideal = value(DATA, forged, |x| {
            best_logit(DATA.density(x), forged.density(x))
        });
        let mut frame = Frame::new()
            .panel(self.bells(forged))
            .panel(self.surface(forged))
            .reading("best", "V against the best expert", ideal, 3)
            .reading("gap", "how far that is above −ln 4", ideal + 4f64.ln(), 3)
            .reading("js", "Jensen–Shannon divergence", divergence(forged), 3);
        if let Some(record) = &self.record {
            let moment = record.at(self.board.count("round"));
            frame = frame.reading("value", "V against the expert that learns", moment.value, 2);
        }
        frame
            .words(self.words(forged))
            .running(self.board.on("play"))
            .idle("round", self.record.is_none())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Session;

    #[test]
    fn the_best_expert_is_worth_twice_the_divergence_more_than_the_balance() {
        let mut session = Session::open(&ENTRY);
        for at in ["4,0.8", "3,2", "-4,0.2", "8,3"] {
            session.set("at", at);
            let [gap, js] = ["gap", "js"].map(|id| session.number(id));
            assert!((gap - 2.0 * js).abs() < 2e-3, "{at}: {gap} {js}");
        }
        session.set("at", "4,0.8");
        assert_eq!(session.number("gap"), 0.0);
        session.set("at", "-4,0.2");
        assert_eq!(session.number("js"), 0.693, "never more than ln 2");
    }

    #[test]
    fn the_map_is_the_divergence() {
        let map = map();
        // A cell near the data.
        let (column, row) = (27, 22);
        let forged = Gaussian {
            mean: -4.0 + 12.0 * 27.5 / 40.0,
            std_dev: 0.1 + 2.9 * (1.0 - 22.5 / 28.0),
        };
        let shown = f64::from(map[row * CELLS[0] + column]);
        assert!((shown - divergence(forged)).abs() < 2e-3, "{shown}");
    }

    #[test]
    fn the_forger_that_learns_comes_to_the_data() {
        let mut session = Session::open(&ENTRY);
        let before = session.number("js");
        session.set("play", "on");
        assert!(session.number("value").is_finite());
        while session.frame().running {
            session.tick(0.1);
        }
        assert!(session.number("js") < 0.1 * before);
        assert!(session.frame().words.starts_with("Round 1000"));
        session.set("round", "0");
        assert_eq!(
            session.number("js"),
            before,
            "the first round is looked at again"
        );
        session.set("mean", "1");
        assert!(
            session.number("value").is_nan(),
            "another start is another game"
        );
    }
}
