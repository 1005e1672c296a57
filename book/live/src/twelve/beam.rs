//! A small tree of sentences, and which of their beginnings a beam keeps, round after round.

use crate::{About, Board, Entry, Figure, Frame, Plot};
use lab12::captions::example::{PHRASES, made_up, spoken};
use lab12::solutions::round;
use labkit::numerals::num;

pub const ENTRY: Entry = Entry {
    about: About {
        name: "beam",
        title: "What a beam keeps",
        attempt: "Make the beam two wide and see which sentence wins; then let the model stop after “a three” more often, and raise α until the long sentence wins again.",
        notice: "What leaves the beam is lost with all that could follow it; with α = 0 a short sentence wins as soon as it is likely enough, however good the long ones are.",
    },
    open: || Box::new(Beam::new()),
};

/// Rounds until all sentences are finished.
const ROUNDS: usize = 4;
/// The panel, and from one phrase to the next.
const SIZE: [f64; 2] = [660.0, 270.0];
const STEP: f64 = 158.0;
/// Half a card.
const CARD: [f64; 2] = [57.0, 15.0];

/// Sentences with the logarithms of their probabilities, the best first.
type Kept = Vec<(Vec<usize>, f64)>;

struct Beam {
    board: Board,
}

impl Beam {
    fn new() -> Self {
        let board = Board::new()
            .slider("width", "width of the beam", 1.0..=5.0, 1.0, 1.0)
            .slider("alpha", "α, the power of the length", 0.0..=2.0, 0.1, 0.0)
            .slider(
                "stops",
                "how often it stops after “a three”",
                0.0..=0.9,
                0.1,
                0.0,
            );
        Beam { board }
    }

    fn next(&self, said: &[usize]) -> Vec<f64> {
        made_up(self.board.number("stops"), said)
    }

    /// The beam after each round.
    fn rounds(&self) -> Vec<Kept> {
        let (width, alpha) = (self.board.count("width"), self.board.number("alpha"));
        let mut beam = vec![(Vec::new(), 0.0)];
        let mut rounds = Vec::new();
        for _ in 0..ROUNDS {
            beam = round(beam, &|said| self.next(said), 0, width, alpha);
            // What cannot be said is no sentence, even if there is room for it.
            beam.retain(|(_, log_p)| log_p.is_finite());
            rounds.push(beam.clone());
        }
        rounds
    }

    /// The tree, from left to right. Green is what is in the beam after its round, the rest is grey.
    fn tree(&self, rounds: &[Kept]) -> Plot {
        let title = "All that can be said. Green: in the beam. Thick: what is said in the end";
        let plot = Plot::bare("tree", title, SIZE);
        self.branch(plot, rounds, &mut Vec::new(), &mut 0).0
    }

    /// What can follow `said`; also returns its height. Each sentence takes the next row.
    fn branch(
        &self,
        mut plot: Plot,
        rounds: &[Kept],
        said: &mut Vec<usize>,
        row: &mut usize,
    ) -> (Plot, f64) {
        let next = self.next(said);
        let open = next
            .iter()
            .enumerate()
            .filter(|(_, log_p)| log_p.is_finite());
        let open: Vec<(usize, f64)> = open.map(|(word, &log_p)| (word, log_p)).collect();
        if said.last() == Some(&0) {
            *row += 1;
            return (plot, SIZE[1] + 26.0 - 52.0 * *row as f64);
        }
        let mut heights = Vec::new();
        for &(word, _) in &open {
            said.push(word);
            let (drawn, y) = self.branch(plot, rounds, said, row);
            plot = drawn;
            said.pop();
            heights.push(y);
        }
        let middle = heights.iter().sum::<f64>() / heights.len() as f64;
        let left = STEP * said.len() as f64;
        for ((word, log_p), y) in open.into_iter().zip(heights) {
            let reached = [said.as_slice(), &[word]].concat();
            let x = left + 34.0 + CARD[0];
            let mut class = String::from(self.colour(rounds, &reached));
            if rounds
                .last()
                .is_some_and(|last| last[0].0.starts_with(&reached))
            {
                class += " thick";
            }
            let wide = if word == 0 { 20.0 } else { CARD[0] };
            let x = if word == 0 { x - CARD[0] + wide } else { x };
            plot = plot
                .line([[left, middle], [x - wide, y]], "soft thin")
                .bar(
                    [x - wide, y - CARD[1]],
                    [x + wide, y + CARD[1]],
                    &format!("outline {class}"),
                )
                .text(
                    [x, y - 4.0],
                    "middle",
                    "in",
                    if word == 0 { "end" } else { PHRASES[word] },
                );
            if log_p < 0.0 {
                let between = [left + 15.0, 0.5 * (middle + y) + 6.0];
                plot = plot.text(between, "middle", "tick", &num(log_p.exp(), 2));
            }
        }
        (plot, middle)
    }

    /// A beginning's colour: was it kept in the round that made it?
    fn colour(&self, rounds: &[Kept], said: &[usize]) -> &'static str {
        let made = rounds.get(said.len() - 1);
        match made.is_some_and(|kept| kept.iter().any(|(words, _)| words == said)) {
            true => "green",
            false => "soft",
        }
    }
}

impl Figure for Beam {
    fn board(&self) -> &Board {
        &self.board
    }

    fn board_mut(&mut self) -> &mut Board {
        &mut self.board
    }

    fn show(&self) -> Frame {
        let (rounds, alpha) = (self.rounds(), self.board.number("alpha"));
        let (words, log_p) = &rounds[ROUNDS - 1][0];
        let length = words.len() as f64;
        let kept: Vec<String> = rounds[0]
            .iter()
            .map(|(said, _)| format!("“{}”", spoken(said)))
            .collect();
        Frame::new()
            .panel(self.tree(&rounds))
            .told("said", "it says", &spoken(words))
            .reading("p", "its probability", log_p.exp(), 3)
            .reading("score", "its score, ln p / nᵅ", log_p / length.powf(alpha), 3)
            .words(format!(
                "After the first round the beam holds {}; in the end “{}” wins, with n = {length} phrases, its end among them.",
                kept.join(" and "),
                spoken(words),
            ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Session;

    fn says(session: &Session) -> String {
        session.frame().readings[0].value.clone()
    }

    #[test]
    fn each_knob_changes_the_winner() {
        let mut session = Session::open(&ENTRY);
        assert_eq!(says(&session), "a large seven right of a three");
        session.set("width", "2");
        assert_eq!(says(&session), "a three left of a large seven");
        session.set("stops", "0.8");
        session.set("width", "5");
        assert_eq!(says(&session), "a three");
        session.set("alpha", "1");
        assert_eq!(says(&session), "a large seven right of a three");
    }

    #[test]
    fn the_readings_are_those_of_the_lab() {
        let mut session = Session::open(&ENTRY);
        session.set("width", "3");
        session.set("stops", "0.5");
        session.set("alpha", "0.5");
        let found = lab12::solutions::beam_search(&|said| made_up(0.5, said), 0, 3, ROUNDS, 0.5);
        assert_eq!(says(&session), spoken(&found));
    }
}
