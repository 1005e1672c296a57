//! A tape, number by number: forward while it is filled, backward while gradients are handed on.

use super::expression::{LETTERS, Recorded, record};
use crate::{About, Board, Entry, Figure, Frame, Plot};
use lab03::numeric::central_difference;
use labkit::numerals::num;

pub const ENTRY: Entry = Entry {
    about: About {
        name: "tape",
        title: "A tape, forward and back",
        attempt: "Step forward to the end and back to the start; then type an expression of your own in which a occurs twice, and guess the gradient of a first.",
        notice: "Forward every number is made from numbers above it. On the way back each hands its gradient up, times a derivative, and what is used twice gets two parts, which are added.",
    },
    open: || Box::new(Walk::new()),
};

const FIRST: &str = "(a*b + c) * tanh(a)";
/// Where a row's columns begin, and how high it is.
const COLUMNS: [f64; 5] = [14.0, 44.0, 110.0, 236.0, 330.0];
const ROW: f64 = 23.0;
const NUDGE: f64 = 1e-5;

struct Walk {
    board: Board,
}

/// How far one has walked: so many numbers are made, and so many of these have handed their gradient on.
#[derive(Clone, Copy)]
struct Walked {
    made: usize,
    handed: usize,
}

impl Walk {
    fn new() -> Self {
        let board = Board::new()
            .line("expression", "expression of a, b and c", 60, FIRST)
            .slider("a", "a", -3.0..=3.0, 0.1, 0.5)
            .slider("b", "b", -3.0..=3.0, 0.1, 2.0)
            .slider("c", "c", -3.0..=3.0, 0.1, 0.5)
            .slider("step", "steps taken", 0.0..=28.0, 1.0, 0.0)
            .button("forth", "a step on")
            .button("back", "a step back")
            .button("end", "to the end");
        Walk { board }
    }

    fn values(&self) -> [f64; 3] {
        ["a", "b", "c"].map(|letter| self.board.number(letter))
    }

    fn walked(&self, numbers: usize) -> Walked {
        let step = self.board.count("step").min(2 * numbers);
        Walked {
            made: step.min(numbers),
            handed: step.saturating_sub(numbers),
        }
    }

    /// What has arrived at each number by now.
    fn arrived(recorded: &Recorded, walked: Walked) -> Vec<f64> {
        let records = recorded.tape.records();
        let mut gradients = vec![0.0; records.len()];
        if let Some(last) = gradients.last_mut() {
            *last = 1.0;
        }
        for from in (0..records.len()).rev().take(walked.handed) {
            for &(to, derivative) in &records[from] {
                gradients[to] += derivative * gradients[from];
            }
        }
        gradients
    }

    fn drawn(recorded: &Recorded, walked: Walked) -> Plot {
        let records = recorded.tape.records();
        let numbers = records.len();
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
        let arrived = Self::arrived(recorded, walked);
        let backward = walked.made == numbers;
        let now = Self::now(walked, numbers);
        for (n, record) in records.iter().enumerate() {
            let y = line(n + 1);
            if Some(n) == now {
                plot = plot.bar([4.0, y - 1.0], [396.0, y + ROW - 3.0], "blue faint");
            }
            let made = n < walked.made;
            let from: Vec<String> = record.iter().map(|(place, _)| format!("{place}")).collect();
            let value = if made {
                num(recorded.tape.value(n), 4)
            } else {
                String::new()
            };
            let gradient = if backward {
                num(arrived[n], 4)
            } else {
                String::new()
            };
            let settled = n + walked.handed >= numbers || (backward && n + 1 == numbers);
            let gradient_class = if settled { "in green" } else { "in" };
            let words = [
                (n.to_string(), "tick"),
                (recorded.names[n].clone(), "in"),
                (from.join(", "), "tick"),
                (value, "in"),
                (gradient, gradient_class),
            ];
            for (column, (word, class)) in COLUMNS.into_iter().zip(words) {
                plot = plot.text([column, y + 5.0], "start", class, &word);
            }
        }
        plot
    }

    /// The number that was made or handed on last.
    fn now(walked: Walked, numbers: usize) -> Option<usize> {
        match walked.handed {
            0 => walked.made.checked_sub(1),
            handed => Some(numbers - handed),
        }
    }

    fn words(recorded: &Recorded, walked: Walked) -> String {
        let records = recorded.tape.records();
        let numbers = records.len();
        let value = |n: usize| num(recorded.tape.value(n), 4);
        let Some(now) = Self::now(walked, numbers) else {
            return "The tape is empty. Step on: each number is written down when it is made."
                .into();
        };
        if walked.handed == 0 {
            let from: Vec<String> = records[now]
                .iter()
                .map(|(place, _)| format!("number {place}, {}", value(*place)))
                .collect();
            let name = &recorded.names[now];
            return match from.is_empty() {
                true => format!("Number {now} is {name}: {}.", value(now)),
                false => format!(
                    "Number {now}: {name} of {}: {}.",
                    from.join(" and "),
                    value(now)
                ),
            };
        }
        let own = Self::arrived(recorded, walked)[now];
        let hand = |&(place, derivative): &(usize, f64)| {
            format!(
                "{} · {} = {} to number {place}",
                num(own, 4),
                num(derivative, 4),
                num(own * derivative, 4)
            )
        };
        let handed: Vec<String> = records[now].iter().map(hand).collect();
        match handed.is_empty() {
            true => format!(
                "Number {now} was made from nothing: its gradient, {}, is a result.",
                num(own, 4)
            ),
            false => format!("Number {now} hands on {}.", handed.join(", and ")),
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
                recorded.tape.value(recorded.names.len() - 1)
            })
        };
        central_difference(&at, 0.0, NUDGE)
    }
}

impl Figure for Walk {
    fn board(&self) -> &Board {
        &self.board
    }

    fn board_mut(&mut self) -> &mut Board {
        &mut self.board
    }

    fn pressed(&mut self, button: &str) {
        let step = self.board.number("step");
        let last = record(self.board.text("expression"), self.values())
            .map_or(0, |recorded| 2 * recorded.names.len());
        let to = match button {
            "forth" => step + 1.0,
            "back" => step.min(last as f64) - 1.0,
            _ => last as f64,
        };
        self.board.put("step", to.min(last as f64));
    }

    fn show(&self) -> Frame {
        let recorded = match record(self.board.text("expression"), self.values()) {
            Ok(recorded) => recorded,
            Err(mistake) => {
                let paper = Plot::bare("tape", "The tape: nothing can be recorded", [400.0, 60.0]);
                let words = format!("At sign {}: {}.", mistake.at, mistake.why);
                return Frame::new().panel(paper).words(words);
            }
        };
        let numbers = recorded.names.len();
        let walked = self.walked(numbers);
        let mut frame = Frame::new()
            .panel(Self::drawn(&recorded, walked))
            .words(Self::words(&recorded, walked));
        if walked.made == numbers {
            frame = frame.reading("value", "the whole", recorded.tape.value(numbers - 1), 4);
        }
        if walked.handed == numbers {
            let gradients = recorded.tape.gradients();
            let names = [["da", "na"], ["db", "nb"], ["dc", "nc"]];
            for (letter, [by_tape, by_nudge]) in names.into_iter().enumerate() {
                if let Some(place) = recorded.letters[letter] {
                    frame = frame
                        .reading(
                            by_tape,
                            &format!("gradient of {}", LETTERS[letter]),
                            gradients[place],
                            4,
                        )
                        .reading(by_nudge, "by a nudge", self.nudged(letter), 4);
                }
            }
        }
        frame
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Session;

    #[test]
    fn the_walk_ends_with_the_gradients_of_a_nudge() {
        let mut session = Session::open(&ENTRY);
        for text in [FIRST, "a*a*a - b/c", "sigmoid(2*a) * exp(b) + ln(c*c)", "a"] {
            session.set("expression", text);
            session.press("end");
            for [by_tape, by_nudge] in [["da", "na"], ["db", "nb"], ["dc", "nc"]] {
                let [one, other] = [by_tape, by_nudge].map(|id| session.number(id));
                assert!(
                    (one - other).abs() < 2e-4 || one.is_nan() && other.is_nan(),
                    "{text}: {one} {other}"
                );
            }
            assert!(session.number("da").is_finite(), "{text}");
        }
        // d/da of (ab + c)·tanh a at ½, 2, ½: b·tanh a + (ab + c)(1 − tanh² a) = 2 · 0.46212 + 1.5 · 0.78645.
        session.set("expression", FIRST);
        session.press("end");
        assert_eq!(session.number("da"), 2.1039);
    }

    #[test]
    fn each_step_says_what_happens() {
        let mut session = Session::open(&ENTRY);
        let mut said = Vec::new();
        for _ in 0..14 {
            session.press("forth");
            said.push(session.frame().words.clone());
        }
        assert_eq!(
            said[2],
            "Number 2: × of number 0, 0.5000 and number 1, 2.0000: 1.0000."
        );
        assert_eq!(
            said[7],
            "Number 6 hands on 1.0000 · 0.4621 = 0.4621 to number 4, and 1.0000 · 1.5000 = 1.5000 to number 5."
        );
        session.press("back");
        assert_eq!(session.frame().words, said[12]);
    }

    #[test]
    fn a_mistake_is_told_and_nothing_is_lost() {
        let mut session = Session::open(&ENTRY);
        session.set("expression", "(a +");
        assert_eq!(
            session.frame().words,
            "At sign 5: something is missing at the end."
        );
        for button in ["forth", "end", "back"] {
            session.press(button);
        }
        session.set("expression", "a + b");
        assert!(
            session.frame().words.starts_with("The tape is empty"),
            "{}",
            session.frame().words
        );
    }
}
