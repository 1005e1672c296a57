//! A tape, number by number: forward while it is filled, backward while gradients are handed on.

use super::expression::{Mistake, record};
use super::recorded::{LETTERS, Recorded};
use super::rule::shown;
use crate::{About, Board, Entry, Figure, Frame, Plot};
use lab03::numeric::central_difference;

pub const ENTRY: Entry = Entry {
    about: About {
        name: "tape",
        title: "A tape, forward and back",
        attempt: "Step forward to the end and back to the start, and point to a record to read its rule; then type an expression of your own in which a occurs twice, and guess the gradient of a first.",
        notice: "Forward every number is made from numbers above it. On the way back each hands its gradient up, times a derivative, and what is used twice gets two parts, which are added.",
    },
    open: || Box::new(Walk::new()),
};

const FIRST: &str = "(a*b + c) * tanh(a)";
/// Where a row's columns begin, and how high it is.
const COLUMNS: [f64; 5] = [14.0, 38.0, 104.0, 206.0, 306.0];
const ROW: f64 = 23.0;
/// The most signs of a row's name.
const LONGEST: usize = 16;
const NUDGE: f64 = 1e-5;
/// How many signs of a wrong expression are shown, and how far apart.
const SIGNS: usize = 40;
const APART: f64 = 9.4;

struct Walk {
    board: Board,
    pointed: Option<usize>,
    /// Whether pointing is what the reader did last.
    reads: bool,
}

/// How far one has walked: so many numbers are made, and so many of these have handed their gradient on.
#[derive(Clone, Copy)]
struct Walked {
    made: usize,
    handed: usize,
}

/// One expression at one moment.
struct Moment {
    recorded: Recorded,
    walked: Walked,
    pointed: Option<usize>,
    reads: bool,
}

impl Walk {
    fn new() -> Self {
        let board = Board::new()
            .line(
                "expression",
                "expression of a, b, c with + - * / ^ tanh exp ln sigmoid relu",
                60,
                FIRST,
            )
            .slider("a", "a", -3.0..=3.0, 0.1, 0.5)
            .slider("b", "b", -3.0..=3.0, 0.1, 2.0)
            .slider("c", "c", -3.0..=3.0, 0.1, 0.5)
            .slider("step", "steps taken", 0.0..=28.0, 1.0, 0.0)
            .button("forth", "a step on")
            .button("back", "a step back")
            .button("end", "to the end");
        Walk {
            board,
            pointed: None,
            reads: false,
        }
    }

    /// The numbers that the sliders show, without what is left from counting in tenths.
    fn values(&self) -> [f64; 3] {
        ["a", "b", "c"].map(|letter| (self.board.number(letter) * 10.0).round() / 10.0)
    }

    fn recorded(&self) -> Result<Recorded, Mistake> {
        record(self.board.text("expression"), self.values())
    }

    fn moment(&self, recorded: Recorded) -> Moment {
        let numbers = recorded.numbers();
        let step = self.board.count("step").min(recorded.steps());
        Moment {
            walked: Walked {
                made: step.min(numbers),
                handed: step.saturating_sub(numbers),
            },
            pointed: self.pointed.filter(|place| *place < numbers),
            reads: self.reads,
            recorded,
        }
    }

    /// The derivatives of the whole in a, b and c by nudging each.
    fn nudged(&self, letter: usize) -> f64 {
        let (text, values) = (self.board.text("expression"), self.values());
        let at = |by: f64| {
            let mut values = values;
            values[letter] += by;
            let recorded = record(text, values);
            recorded.map_or(f64::NAN, |recorded| {
                recorded.tape.value(recorded.numbers() - 1)
            })
        };
        central_difference(&at, 0.0, NUDGE)
    }

    /// What was typed, with the sign at which it is wrong.
    fn mistaken(&self, mistake: &Mistake) -> Frame {
        let signs: Vec<char> = self.board.text("expression").chars().collect();
        let wrong = (mistake.at - 1).min(signs.len());
        let from = (wrong + 10).saturating_sub(SIGNS);
        let across = |sign: usize| 14.0 + APART * (sign - from) as f64;
        let mut paper = Plot::bare("tape", "The tape: nothing can be recorded", [400.0, 60.0]).bar(
            [across(wrong) - 0.5 * APART, 16.0],
            [across(wrong) + 0.5 * APART, 44.0],
            "red faint",
        );
        for (n, sign) in signs.iter().enumerate().skip(from).take(SIGNS) {
            // What is cut off is not passed over in silence.
            let cut = n == from && from > 0;
            let sign = if cut { '…' } else { *sign };
            paper = paper.text([across(n), 26.0], "middle", "in mono", &sign.to_string());
        }
        let place = match wrong < signs.len() {
            true => format!("At sign {}", mistake.at),
            false => "At the end".into(),
        };
        Frame::new()
            .panel(paper)
            .words(format!("{place}: {}.", mistake.why))
    }
}

impl Moment {
    /// The number that was made or handed on last.
    fn now(&self) -> Option<usize> {
        match self.walked.handed {
            0 => self.walked.made.checked_sub(1),
            handed => Some(self.recorded.numbers() - handed),
        }
    }

    fn backward(&self) -> bool {
        self.walked.made == self.recorded.numbers() && self.recorded.broken().is_none()
    }

    /// Whether nothing more can arrive at a number.
    fn settled(&self, place: usize) -> bool {
        let numbers = self.recorded.numbers();
        place + self.walked.handed >= numbers || self.backward() && place + 1 == numbers
    }

    /// Whether the walk has come to where it cannot go on.
    fn stopped(&self) -> Option<usize> {
        let stop = match self.recorded.broken() {
            None => self.recorded.burst().filter(|_| self.walked.handed > 0),
            broken => broken,
        };
        stop.filter(|stop| self.now() == Some(*stop))
    }

    fn drawn(&self) -> Plot {
        let numbers = self.recorded.numbers();
        let high = ROW * (numbers as f64 + 1.0) + 10.0;
        let mut plot = Plot::bare(
            "tape",
            "The tape: number, what it is, made from, its value, its gradient so far",
            [400.0, high],
        );
        let line = |row: usize| high - ROW * (row as f64 + 1.0);
        for (column, head) in COLUMNS
            .into_iter()
            .zip(["", "", "made from", "value", "gradient"])
        {
            plot = plot.text([column, line(0) + 6.0], "start", "tick", head);
        }
        let arrived = self.recorded.arrived(self.walked.handed);
        for (place, gradient) in arrived.into_iter().enumerate() {
            plot = self.row(plot, line(place + 1), place, gradient);
        }
        plot
    }

    fn row(&self, mut plot: Plot, y: f64, place: usize, gradient: f64) -> Plot {
        let (low, high) = ([4.0, y - 1.0], [396.0, y + ROW - 3.0]);
        // One colour a row: two on top of each other are a third.
        let light = if self.is_read(place) {
            Some("orange faint")
        } else if self.stopped() == Some(place) {
            Some("red faint")
        } else {
            Some("blue faint").filter(|_| self.now() == Some(place))
        };
        if let Some(class) = light {
            plot = plot.bar(low, high, class);
        }
        let from = self.recorded.tape.records()[place].iter();
        let from: Vec<String> = from.map(|(place, _)| place.to_string()).collect();
        let [mut value, mut handed] = [String::new(), String::new()];
        if place < self.walked.made {
            value = shown(self.recorded.tape.value(place));
        }
        if self.backward() {
            handed = shown(gradient);
        }
        let class = if self.settled(place) {
            "in green"
        } else {
            "in"
        };
        let words = [
            (place.to_string(), "tick"),
            (short(self.recorded.name(place)), "in"),
            (from.join(", "), "tick"),
            (value, "in"),
            (handed, class),
        ];
        for (column, (word, class)) in COLUMNS.into_iter().zip(words) {
            plot = plot.text([column, y + 5.0], "start", class, &word);
        }
        plot.cell(low, high, "bare", &format!("record {place}"))
    }

    /// Whether the record that is pointed to reads this number.
    fn is_read(&self, place: usize) -> bool {
        let record = self
            .pointed
            .map(|pointed| &self.recorded.tape.records()[pointed]);
        record.is_some_and(|record| record.iter().any(|(from, _)| *from == place))
    }

    fn words(&self) -> String {
        let stop = match (self.stopped(), self.walked.handed) {
            (None, _) => None,
            (Some(at), 0) => Some((at, self.recorded.break_of(at))),
            (Some(at), _) => Some((at, self.recorded.burst_of(at))),
        };
        match (self.pointed.filter(|_| self.reads), stop) {
            (Some(place), Some((at, stop))) if place == at => stop,
            (Some(place), _) => self.rule(place),
            (None, Some((_, stop))) => stop,
            (None, None) => self.step(),
        }
    }

    fn rule(&self, place: usize) -> String {
        let gradient = self.recorded.arrived(self.walked.handed)[place];
        let gradient = Some(gradient).filter(|_| self.settled(place));
        self.recorded
            .rule(place, place < self.walked.made, gradient)
    }

    /// What the last step did.
    fn step(&self) -> String {
        let Some(now) = self.now() else {
            return "The tape is empty. Step on: each number is written down when it is made."
                .into();
        };
        let record = &self.recorded.tape.records()[now];
        let value = |n: usize| shown(self.recorded.tape.value(n));
        if self.walked.handed == 0 {
            let from: Vec<String> = record
                .iter()
                .map(|(place, _)| format!("number {place}, {}", value(*place)))
                .collect();
            let name = self.recorded.name(now);
            return match from.is_empty() {
                true => format!("Number {now} is {name}: {}.", value(now)),
                false => format!(
                    "Number {now}: {name} of {}: {}.",
                    from.join(" and "),
                    value(now)
                ),
            };
        }
        let own = self.recorded.arrived(self.walked.handed)[now];
        let hand = |&(place, derivative): &(usize, f64)| {
            format!(
                "{} · {} = {} to number {place}",
                shown(own),
                shown(derivative),
                shown(own * derivative)
            )
        };
        let handed: Vec<String> = record.iter().map(hand).collect();
        match handed.is_empty() {
            true => format!(
                "Number {now} was made from nothing: its gradient, {}, is a result.",
                shown(own)
            ),
            false => format!("Number {now} hands on {}.", handed.join(", and ")),
        }
    }
}

/// A name that keeps to its column: a number can be typed with many digits.
fn short(name: String) -> String {
    match name.char_indices().nth(LONGEST) {
        None => name,
        Some((end, _)) => format!("{}…", &name[..end]),
    }
}

impl Figure for Walk {
    fn board(&self) -> &Board {
        &self.board
    }

    fn board_mut(&mut self) -> &mut Board {
        &mut self.board
    }

    fn turned(&mut self, knob: &str) {
        self.reads &= knob != "step";
    }

    fn pressed(&mut self, button: &str) {
        self.reads = false;
        let step = self.board.number("step");
        let last = self
            .recorded()
            .map_or(0.0, |recorded| recorded.steps() as f64);
        let to = match button {
            "forth" => step + 1.0,
            "back" => step.min(last) - 1.0,
            _ => last,
        };
        self.board.put("step", to.min(last));
    }

    fn pointed(&mut self, part: Option<&str>) {
        let place = part.and_then(|part| part.strip_prefix("record "));
        self.pointed = place.and_then(|place| place.parse().ok());
        self.reads = self.pointed.is_some();
    }

    fn show(&self) -> Frame {
        let moment = match self.recorded() {
            Ok(recorded) => self.moment(recorded),
            Err(mistake) => return self.mistaken(&mistake),
        };
        let mut frame = Frame::new().panel(moment.drawn()).words(moment.words());
        let (recorded, numbers) = (&moment.recorded, moment.recorded.numbers());
        if moment.backward() {
            frame = frame.told(
                "value",
                "the whole",
                &shown(recorded.tape.value(numbers - 1)),
            );
        }
        if moment.walked.handed == numbers && recorded.burst().is_none() {
            let gradients = recorded.tape.gradients();
            let names = [["da", "na"], ["db", "nb"], ["dc", "nc"]];
            for (letter, [by_tape, by_nudge]) in names.into_iter().enumerate() {
                if let Some(place) = recorded.letters[letter] {
                    let label = format!("gradient of {}", LETTERS[letter]);
                    frame = frame.told(by_tape, &label, &shown(gradients[place])).told(
                        by_nudge,
                        "by a nudge",
                        &shown(self.nudged(letter)),
                    );
                }
            }
        }
        frame
    }
}

#[cfg(test)]
#[path = "tape_tests.rs"]
mod tests;
