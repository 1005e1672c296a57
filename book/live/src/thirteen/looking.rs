//! Where a small GPT looks while it reads what somebody typed.

use super::stored::{after, stored};
use crate::letters::{named, shown, unknown};
use crate::{About, Board, Entry, Figure, Frame, Picture, Plot, Scale};
use datasets::text;
use lab13::gpt::Gpt;
use lab13::gpt::looking::looks;
use lab13::gpt::writing::softmax;
use labkit::numerals::{num, percent};

pub const ENTRY: Entry = Entry {
    about: About {
        name: "looking",
        title: "Where a letter looks",
        attempt: "Type a sentence of your own, and go through blocks and heads: find a head that looks at the letter before, one that looks at the beginning of the word, one that looks at a space.",
        notice: "Each row adds up to 1 and ends at its own letter: nobody looks ahead. Nobody told a head what to look for either; what each does was found by the training, and some seem to do little.",
    },
    open: || Box::new(Looking::new()),
};

/// Letters that can be typed.
const MOST: usize = 32;
/// The edge of the map.
const EDGE: f64 = 420.0;
/// Room for the letters at its sides.
const SIDE: f64 = 20.0;

struct Looking {
    board: Board,
    model: Option<Gpt>,
    pointed: Option<usize>,
}

impl Looking {
    fn new() -> Self {
        let board = Board::new()
            .line("text", "read", MOST, "the weights of the network")
            .choice(
                "block",
                "block",
                &[("1", "first"), ("2", "second"), ("3", "third")],
            )
            .choice(
                "head",
                "head",
                &[
                    ("1", "first"),
                    ("2", "second"),
                    ("3", "third"),
                    ("4", "fourth"),
                ],
            );
        Looking {
            board,
            model: stored(),
            pointed: None,
        }
    }

    /// A line break, with which a paragraph begins, and what was typed.
    fn letters(&self) -> Vec<u32> {
        let typed = text::encode(&self.board.text("text").to_lowercase());
        [&[text::END], typed.as_slice()].concat()
    }

    fn weights(&self) -> Vec<Vec<f64>> {
        let chosen = |knob| self.board.chosen(knob).parse::<usize>().unwrap_or(1) - 1;
        match &self.model {
            Some(model) => looks(model, &self.letters(), chosen("block"), chosen("head")),
            None => Vec::new(),
        }
    }

    /// The row that is read: the one pointed to, or the last.
    fn row(&self) -> usize {
        let last = self.letters().len() - 1;
        self.pointed.map_or(last, |row| row.min(last))
    }

    fn map(&self, weights: &[Vec<f64>]) -> Plot {
        let (letters, size) = (self.letters(), weights.len().max(1));
        let cell = (EDGE - SIDE) / size as f64;
        let shade = weights.iter().flatten().map(|&p| p as f32).collect();
        let title = "A row for each letter that looks, a column for each that is looked at";
        let mut plot = Plot::bare("map", title, [EDGE, EDGE]);
        if !weights.is_empty() {
            let picture = Picture::new([size, size], shade, Scale::Ink(1.0));
            plot = plot.picture_at(picture, [SIDE, EDGE - SIDE], [EDGE, 0.0]);
        }
        for (i, letter) in letters.iter().enumerate() {
            let at = SIDE + cell * (i as f64 + 0.5);
            let y = EDGE - at - 4.0;
            let low = EDGE - SIDE - cell * (i as f64 + 1.0);
            plot = plot
                .text([SIDE / 2.0, y], "middle", "in", shown(*letter))
                .text([at, EDGE - SIDE + 5.0], "middle", "in", shown(*letter))
                .cell([0.0, low], [EDGE, low + cell], "bare", &format!("row {i}"));
        }
        plot
    }

    fn words(&self, weights: &[Vec<f64>]) -> String {
        let Some(model) = &self.model else {
            return "The weights could not be read.".into();
        };
        if let Some(character) = unknown(&self.board.text("text").to_lowercase()) {
            return format!("It does not know “{character}”, and reads # for it.");
        }
        let (letters, row) = (self.letters(), self.row());
        let (place, p) = largest(&weights[row]);
        let guess = softmax(&after(model, &letters[..=row]), 1.0);
        let (next, sure) = largest(&guess);
        format!(
            "At letter {row}, {}, this head looks most at letter {place}, {}: {}. The whole network then expects {}, with {}.",
            named(letters[row]),
            named(letters[place]),
            percent(p),
            named(next as u32),
            percent(sure)
        )
    }
}

/// The largest number, and its place.
fn largest(numbers: &[f64]) -> (usize, f64) {
    let pairs = numbers.iter().copied().enumerate();
    pairs.fold((0, 0.0), |best, it| if it.1 > best.1 { it } else { best })
}

impl Figure for Looking {
    fn board(&self) -> &Board {
        &self.board
    }

    fn board_mut(&mut self) -> &mut Board {
        &mut self.board
    }

    fn pointed(&mut self, part: Option<&str>) {
        let row = |part: &str| part.strip_prefix("row ")?.parse().ok();
        self.pointed = part.and_then(row);
    }

    fn show(&self) -> Frame {
        let weights = self.weights();
        let row = weights.get(self.row()).map_or(&[][..], |row| row);
        let bits: f64 = row
            .iter()
            .filter(|p| **p > 0.0)
            .map(|p| -p * p.log2())
            .sum();
        Frame::new()
            .panel(self.map(&weights))
            .told(
                "spread",
                "this row looks at as many as",
                &num(bits.exp2(), 1),
            )
            .words(self.words(&weights))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Session;

    #[test]
    fn each_letter_looks_back_alone() {
        let figure = Looking::new();
        for (i, row) in figure.weights().iter().enumerate() {
            assert!((row.iter().sum::<f64>() - 1.0).abs() < 1e-6);
            assert!(
                row[i + 1..].iter().all(|&p| p == 0.0),
                "row {i} looks ahead"
            );
        }
    }

    #[test]
    fn what_was_typed_is_read() {
        let mut session = Session::open(&ENTRY);
        session.set("text", "the gradien");
        let words = session.frame().words.clone();
        assert!(words.contains("expects “t”"), "{words}");
        session.set("text", "é");
        assert!(session.frame().words.contains("does not know “é”"));
        session.set("text", "");
        assert!(session.frame().words.contains("At letter 0"));
    }
}
