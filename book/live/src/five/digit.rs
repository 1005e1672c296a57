//! A digit becomes ten logits, ten powers, ten probabilities; and any of the logits can be taken apart.

use super::reader::{Digits, Reader};
use crate::strokes::{LIMIT, SIDE, as_mnist};
use crate::{About, Board, Entry, Figure, Frame, Panel, Pen, Picture, Plot, Scale, Strokes};
use lab05::network::{CLASSES, PIXELS};
use lab05::softmax::{cross_entropy, softmax};
use labkit::numerals::num;

pub const ENTRY: Entry = Entry {
    about: About {
        name: "digit",
        title: "What a digit is read from",
        attempt: "Draw a digit on the paper, and point to a class below its bars to lay its weights over your drawing; then add a stroke that turns the answer.",
        notice: "Every logit is nothing but a sum of ink × weight: one stroke in the wrong place can cost a class more than all the right ones bring.",
    },
    open: || Box::new(Digit::new()),
};

/// The paper's cells: four to each pixel of the network's picture.
const PAPER: usize = 4 * SIDE;
const EPOCHS: &[f64] = &[0.0, 1.0, 2.0, 5.0, 10.0, 20.0];
/// Where the three rows of bars stand, in pixels from below, and how high their bars get.
const ROWS: [f64; 3] = [226.0, 122.0, 38.0];
const HIGH: f64 = 46.0;

struct Digit {
    board: Board,
    digits: Digits,
    reader: Reader,
    strokes: Strokes,
    pointed: Option<usize>,
}

/// The network's answer to a picture.
struct Answer {
    logits: Vec<f32>,
    probabilities: Vec<f32>,
    best: usize,
}

impl Digit {
    fn new() -> Self {
        let board = Board::new()
            .choice(
                "paper",
                "on the paper",
                &[("test", "a test picture"), ("own", "your own drawing")],
            )
            .slider("picture", "test picture", 1.0..=360.0, 1.0, 14.0)
            .slider("pen", "width of the pen", 2.0..=5.0, 0.25, 4.0)
            .ladder("epochs", "epochs of training", EPOCHS, 20.0)
            .button("clear", "clean paper")
            .hidden("ink", LIMIT);
        let digits = Digits::embedded();
        let reader = Reader::train(&digits.train, board.count("epochs"));
        Digit {
            board,
            digits,
            reader,
            strokes: Strokes::new(),
            pointed: None,
        }
    }

    fn own(&self) -> bool {
        self.board.chosen("paper") == "own"
    }

    /// The paper as it was painted, four cells to a pixel.
    fn painted(&self) -> Vec<f32> {
        // Half a width, in cells.
        let radius = self.board.number("pen") * PAPER as f64 / SIDE as f64 / 2.0;
        self.strokes.paint([PAPER, PAPER], radius)
    }

    /// What the network is shown, and what it is if somebody knows.
    fn shown(&self) -> (Vec<f32>, Option<usize>) {
        if self.own() {
            let picture = as_mnist(&self.painted(), [PAPER, PAPER]);
            return (picture.unwrap_or_else(|| vec![0.0; PIXELS]), None);
        }
        let (pixels, label) = self.digits.test(self.board.count("picture") - 1);
        (pixels.to_vec(), Some(label))
    }

    fn answer(&self, pixels: &[f32]) -> Answer {
        let logits = self.reader.logits(pixels);
        let probabilities = softmax(&logits);
        let best = (0..CLASSES).max_by(|&a, &b| logits[a].total_cmp(&logits[b]));
        Answer {
            best: best.unwrap_or(0),
            logits,
            probabilities,
        }
    }

    fn paper(&self) -> Panel {
        let picture = if self.own() {
            Picture::new([PAPER, PAPER], self.painted(), Scale::Ink(1.0))
        } else {
            Picture::new([SIDE, SIDE], self.shown().0, Scale::Ink(1.0))
        };
        let plot = Plot::bare("paper", "The paper: draw here", [250.0, 250.0]);
        Panel::from(plot.picture(picture.smooth())).with_pen()
    }

    fn seen(&self, pixels: &[f32]) -> Plot {
        let title = match self.pointed {
            Some(class) => format!(
                "The weights of class {class} over the 28 × 28 pixels: orange speaks for it, blue against it"
            ),
            None => "What the network is shown: 28 × 28 pixels".into(),
        };
        let ink = Picture::new([SIDE, SIDE], pixels.to_vec(), Scale::Ink(1.0));
        let plot = Plot::bare("seen", &title, [250.0, 250.0]).picture(ink);
        let Some(class) = self.pointed else {
            return plot;
        };
        // The scale's orange is for numbers below 0; here it is to speak for the class, as in the chapter's pictures.
        let weights = self.reader.template(class).iter().map(|w| -w).collect();
        let strongest = 0.6 * self.reader.strongest();
        plot.picture(Picture::new(
            [SIDE, SIDE],
            weights,
            Scale::Signed(strongest),
        ))
    }

    fn bars(&self, answer: &Answer) -> Plot {
        let mut plot = Plot::bare(
            "bars",
            "From above: the ten logits z; e to the power of z, less the largest; the ten probabilities",
            [380.0, 300.0],
        );
        let largest = answer.logits[answer.best];
        let reach = answer
            .logits
            .iter()
            .fold(1.0f32, |most, z| most.max(z.abs()));
        let rows: [(&str, f32); 3] = [("z", reach), ("exp", 1.0), ("p", 1.0)];
        for ((name, _), floor) in rows.iter().zip(ROWS) {
            plot = plot
                .text([4.0, floor + 4.0], "start", "name", name)
                .line([[26.0, floor], [378.0, floor]], "soft thin");
        }
        for class in 0..CLASSES {
            let left = 26.0 + 35.2 * class as f64;
            let (z, p) = (answer.logits[class], answer.probabilities[class]);
            let values = [z, (z - largest).exp(), p];
            let colour = if class == answer.best {
                "green"
            } else {
                "blue"
            };
            for (row, (value, (_, most))) in values.into_iter().zip(rows).enumerate() {
                let up = HIGH * f64::from(value / most);
                let floor = ROWS[row];
                let above = floor + up.max(0.0) + 4.0;
                let digits = if row == 0 { 1 } else { 2 };
                let number = num(f64::from(value), digits);
                plot = plot
                    .bar([left + 4.0, floor], [left + 30.0, floor + up], colour)
                    .text([left + 17.0, above], "middle", "tick", &number);
            }
            plot = plot
                .text([left + 17.0, 16.0], "middle", "in big", &class.to_string())
                .cell(
                    [left, 4.0],
                    [left + 34.0, 296.0],
                    "bare",
                    &format!("class {class}"),
                );
        }
        plot
    }

    fn words(&self, pixels: &[f32], label: Option<usize>, answer: &Answer) -> String {
        if let Some(class) = self.pointed {
            let [plus, minus] = self.reader.votes(pixels, class);
            let logit = f64::from(answer.logits[class]);
            let [plus, against, bias, logit] =
                [plus, -minus, logit - plus - minus, logit].map(|sum| num(sum, 2));
            return format!(
                "Class {class}: the ink × weight of all pixels adds up to {plus} for it and {against} against it; with the bias of {bias} that is the logit {logit}."
            );
        }
        let best = answer.best;
        let sure = 100.0 * answer.probabilities[best];
        match label {
            Some(label) if label == best => {
                format!(
                    "It reads a {best}, with {sure:.0} %, and a {label} it is. Point to a class to see its weights."
                )
            }
            Some(label) => {
                format!(
                    "It reads a {best}, with {sure:.0} %, but it is a {label}. Point to both classes to see why."
                )
            }
            None if self.strokes.is_empty() => {
                "The paper is empty: draw a digit. Without ink only the biases speak.".into()
            }
            None => {
                format!("It reads a {best}, with {sure:.0} %. Point to a class to see its weights.")
            }
        }
    }
}

impl Figure for Digit {
    fn board(&self) -> &Board {
        &self.board
    }

    fn board_mut(&mut self) -> &mut Board {
        &mut self.board
    }

    fn turned(&mut self, knob: &str) {
        match knob {
            "epochs" => {
                let epochs = self.board.count("epochs");
                self.reader = Reader::train(&self.digits.train, epochs);
            }
            "ink" => self.strokes = Strokes::read(self.board.text("ink")),
            _ => {}
        }
    }

    fn pressed(&mut self, _button: &str) {
        self.strokes.clear();
        self.board.set("ink", "");
        self.board.set("paper", "own");
    }

    fn pen(&mut self, _panel: &str, phase: Pen, at: [f64; 2]) {
        if phase == Pen::Down && !self.own() {
            self.strokes.clear();
            self.board.set("paper", "own");
        }
        self.strokes.pen(phase, at);
        self.board.set("ink", &self.strokes.text());
    }

    fn pointed(&mut self, part: Option<&str>) {
        let class = part.and_then(|part| part.strip_prefix("class ")?.parse().ok());
        self.pointed = class.filter(|class| *class < CLASSES);
    }

    fn show(&self) -> Frame {
        let (pixels, label) = self.shown();
        let answer = self.answer(&pixels);
        let mut frame = Frame::new()
            .panel(self.paper())
            .panel(self.seen(&pixels))
            .panel(self.bars(&answer))
            .reading("answer", "answer", answer.best as f64, 0)
            .reading(
                "p",
                "its probability",
                f64::from(answer.probabilities[answer.best]),
                3,
            );
        if let Some(label) = label {
            let loss = f64::from(cross_entropy(&answer.logits, label));
            frame = frame.reading("label", "label", label as f64, 0).reading(
                "loss",
                "loss, −ln p of the label",
                loss,
                3,
            );
        }
        frame
            .words(self.words(&pixels, label, &answer))
            .idle("picture", self.own())
            .idle("pen", !self.own())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Session;

    #[test]
    fn a_logit_is_the_sum_of_its_votes_and_its_bias() {
        let mut session = Session::open(&ENTRY);
        session.set("picture", "77");
        session.point(Some("class 4"));
        let words = session.frame().words.replace('−', "-");
        let number = |after: &str| -> f64 {
            let (_, rest) = words.split_once(after).unwrap();
            let end = rest.find(|c: char| !(c.is_ascii_digit() || "-.".contains(c)));
            rest[..end.unwrap_or(rest.len())]
                .trim_end_matches('.')
                .parse()
                .unwrap()
        };
        let sum = number("adds up to ") - number("for it and ") + number("bias of ");
        assert!((sum - number("the logit ")).abs() < 0.03, "{words}");
        // Independently: the sums over the picture and the template, straight from the data set.
        let digits = Digits::embedded();
        let reader = Reader::train(&digits.train, 20);
        let (pixels, _) = digits.test(76);
        let dot: f32 = pixels
            .iter()
            .zip(reader.template(4))
            .map(|(x, w)| x * w)
            .sum();
        assert!((f64::from(dot) - (number("adds up to ") - number("for it and "))).abs() < 0.02);
        assert!(session.frame().panels[1].title.contains("class 4"));
        session.point(None);
        assert!(!session.frame().panels[1].title.contains("class"));
    }

    #[test]
    fn most_test_pictures_are_read_and_an_untrained_network_knows_nothing() {
        let mut session = Session::open(&ENTRY);
        let right = |session: &mut Session| {
            (1..=50)
                .filter(|number| {
                    session.set("picture", &number.to_string());
                    let shown = &session.frame().readings;
                    shown[0].value == shown[2].value
                })
                .count()
        };
        assert!(right(&mut session) >= 45);
        session.set("epochs", "0");
        assert!(right(&mut session) <= 20);
    }

    #[test]
    fn a_pen_draws_what_the_address_keeps() {
        let mut session = Session::open(&ENTRY);
        session.pen("paper", Pen::Down, [0.5, 0.15]);
        session.pen("paper", Pen::Move, [0.5, 0.5]);
        session.pen("paper", Pen::Up, [0.5, 0.85]);
        assert_eq!(session.frame().readings[0].value, "1", "an upright line");
        let mut other = Session::open(&ENTRY);
        other.restore(&session.state());
        assert_eq!(session.frame(), other.frame());
        session.press("clear");
        assert!(session.frame().words.contains("empty"));
    }
}
