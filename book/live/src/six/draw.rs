//! A digit on paper, and what each layer of a trained convolutional network makes of it.

use super::reader::{PAPER, layers, painted, shown, trained};
use super::samples::{SAMPLES, sample};
use crate::strokes::{LIMIT, SIDE};
use crate::{About, Board, Entry, Figure, Frame, Panel, Pen, Picture, Plot, Scale, Strokes};
use lab05::softmax::softmax;
use labkit::numerals::percent;
use nabla::{Sequential, Tensor};

pub const ENTRY: Entry = Entry {
    about: About {
        name: "draw",
        title: "Draw a digit, and look through a network",
        attempt: "Close the top of the 4 with a round stroke, slowly, and see when the answer turns into a 9; then clean the paper and write digits of your own.",
        notice: "The first maps show where an edge of their direction is; the later ones are smaller, and answer to things that no single pixel shows. Where on the paper you write, and how large, hardly matters: the strokes are scaled and centred as MNIST's were.",
    },
    open: || Box::new(Draw::new()),
};

/// The layers whose maps are shown, and how they stand in rows and columns.
const MAPS: [(usize, &str, &str, [usize; 2]); 4] = [
    (0, "conv1", "First convolution: 6 maps of 28 × 28", [3, 2]),
    (1, "pool1", "After pooling: 6 maps of 14 × 14", [3, 2]),
    (2, "conv2", "Second convolution: 16 maps of 10 × 10", [4, 4]),
    (3, "pool2", "After pooling: 16 maps of 5 × 5", [4, 4]),
];
/// The edge of a panel, and the room between two maps.
const EDGE: f64 = 200.0;
const GAP: f64 = 5.0;
/// The pens one can choose from, in 28ths of the paper.
const PENS: std::ops::RangeInclusive<f64> = 1.0..=3.5;

struct Draw {
    board: Board,
    network: Sequential,
    strokes: Strokes,
    picture: Vec<f32>,
    outputs: Vec<Tensor>,
    pointed: Option<String>,
}

impl Draw {
    fn new() -> Self {
        let board = Board::new()
            .choice("sample", "on the paper", SAMPLES)
            .slider("pen", "width of the pen", PENS, 0.1, 1.8)
            .button("clear", "clean paper")
            .hidden("ink", LIMIT);
        let mut draw = Draw {
            board,
            network: trained(),
            strokes: Strokes::new(),
            picture: Vec::new(),
            outputs: Vec::new(),
            pointed: None,
        };
        draw.turned("sample");
        draw
    }

    /// The network looks at the paper.
    fn look(&mut self) {
        self.picture = shown(&self.painted());
        self.outputs = layers(&self.network, &self.picture);
    }

    fn painted(&self) -> Vec<f32> {
        painted(&self.strokes, self.board.number("pen"))
    }

    fn probabilities(&self) -> Vec<f32> {
        let logits = self.outputs.last().map(|logits| logits.data().to_vec());
        softmax(&logits.unwrap_or_default())
    }

    fn paper(&self) -> Panel {
        let ink = Picture::new([PAPER, PAPER], self.painted(), Scale::Ink(1.0));
        let plot = Plot::bare("paper", "The paper: draw here", [EDGE, EDGE]);
        Panel::from(plot.picture(ink.smooth())).with_pen()
    }

    fn seen(&self) -> Plot {
        let ink = Picture::new([SIDE, SIDE], self.picture.clone(), Scale::Ink(1.0));
        Plot::bare("seen", "What the network is shown: 28 × 28", [EDGE, EDGE]).picture(ink)
    }

    /// All maps of a layer side by side, each on the same scale.
    fn maps(
        &self,
        layer: usize,
        id: &'static str,
        title: &str,
        [columns, rows]: [usize; 2],
    ) -> Plot {
        let output = &self.outputs[layer];
        let &[_, side, _, channels] = output.dims() else {
            unreachable!("the first layers of this network make maps")
        };
        let size = [EDGE, EDGE * rows as f64 / columns as f64];
        let (wide, high) = (size[0] / columns as f64, size[1] / rows as f64);
        let numbers = output.data();
        let mut plot = Plot::bare(id, title, size);
        for channel in 0..channels {
            let map = numbers
                .iter()
                .skip(channel)
                .step_by(channels)
                .copied()
                .collect();
            let (column, row) = (channel % columns, channel / columns);
            let low = [
                column as f64 * wide + GAP / 2.0,
                size[1] - (row + 1) as f64 * high + GAP / 2.0,
            ];
            let top = [low[0] + wide - GAP, low[1] + high - GAP];
            plot = plot
                .picture_at(
                    Picture::new([side, side], map, Scale::Signed(1.0)),
                    low,
                    top,
                )
                .cell(low, top, "outline soft", &format!("{id} {}", channel + 1));
        }
        plot
    }

    fn bars(&self, probabilities: &[f32]) -> Plot {
        let mut plot = Plot::bare("bars", "How probable it finds each digit", [EDGE, EDGE]);
        let best = guesses(probabilities)[0];
        for (digit, &p) in probabilities.iter().enumerate() {
            let low = EDGE - 20.0 * (digit + 1) as f64;
            let colour = if digit == best { "green" } else { "blue" };
            let end = 22.0 + 130.0 * f64::from(p);
            plot = plot
                .text([4.0, low + 5.0], "start", "in big", &digit.to_string())
                .bar([22.0, low + 3.0], [end, low + 17.0], colour)
                .text(
                    [end + 4.0, low + 6.0],
                    "start",
                    "tick",
                    &percent(f64::from(p)),
                );
        }
        plot
    }

    fn words(&self) -> String {
        if let Some(part) = &self.pointed {
            return self.told(part).unwrap_or_default();
        }
        if self.strokes.is_empty() {
            return "The paper is clean: what the network says now is nothing but its biases."
                .into();
        }
        let probabilities = self.probabilities();
        let [first, second] = guesses(&probabilities);
        let [p, q] = [first, second].map(|digit| percent(f64::from(probabilities[digit])));
        format!("It reads a {first} with {p}; its second guess is a {second}, with {q}.")
    }

    /// Where a map answers most.
    fn told(&self, part: &str) -> Option<String> {
        let (id, number) = part.split_once(' ')?;
        let channel = number.parse::<usize>().ok()?.checked_sub(1)?;
        let (layer, ..) = *MAPS.iter().find(|(_, name, ..)| *name == id)?;
        let output = &self.outputs[layer];
        let (side, channels) = (output.dims()[1], output.dims()[3]);
        let map = output.data().iter().skip(channel).step_by(channels);
        let (at, most) = map.enumerate().max_by(|(_, a), (_, b)| a.total_cmp(b))?;
        (channel < channels).then(|| {
            format!(
                "Map {} of {channels}: it answers most, {most:.2}, in row {} and column {} of {side}.",
                channel + 1,
                at / side + 1,
                at % side + 1
            )
        })
    }
}

/// The most probable digit, and the next.
fn guesses(probabilities: &[f32]) -> [usize; 2] {
    let mut digits: Vec<usize> = (0..probabilities.len()).collect();
    digits.sort_by(|&a, &b| probabilities[b].total_cmp(&probabilities[a]));
    [digits[0], digits[1]]
}

impl Figure for Draw {
    fn board(&self) -> &Board {
        &self.board
    }

    fn board_mut(&mut self) -> &mut Board {
        &mut self.board
    }

    fn turned(&mut self, knob: &str) {
        match knob {
            "ink" => self.strokes = Strokes::read(self.board.text("ink")),
            "sample" => match sample(self.board.chosen("sample")) {
                Some(strokes) => {
                    self.strokes = strokes;
                    self.board.set("ink", "");
                }
                // An address without ink is that of a clean paper.
                None => self.strokes = Strokes::read(self.board.text("ink")),
            },
            _ => {}
        }
        self.look();
    }

    fn pressed(&mut self, _button: &str) {
        self.board.set("sample", "own");
        self.board.set("ink", "");
        self.strokes.clear();
        self.look();
    }

    fn pen(&mut self, _panel: &str, phase: Pen, at: [f64; 2]) {
        self.board.set("sample", "own");
        self.strokes.pen(phase, at);
        self.board.set("ink", &self.strokes.text());
        self.look();
    }

    fn pointed(&mut self, part: Option<&str>) {
        self.pointed = part.map(str::to_string);
    }

    fn show(&self) -> Frame {
        let probabilities = self.probabilities();
        let [first, second] = guesses(&probabilities);
        let frame = Frame::new()
            .panel(self.paper())
            .panel(self.seen())
            .panel(self.bars(&probabilities));
        let maps = MAPS.iter().fold(frame, |frame, &(layer, id, title, grid)| {
            frame.panel(self.maps(layer, id, title, grid))
        });
        maps.told("first", "first guess", &first.to_string())
            .told(
                "p1",
                "probability",
                &percent(f64::from(probabilities[first])),
            )
            .told("second", "second guess", &second.to_string())
            .told(
                "p2",
                "probability",
                &percent(f64::from(probabilities[second])),
            )
            .words(self.words())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Session;
    use nabla::{Module, Tape};

    fn guess(session: &Session) -> String {
        session.frame().readings[0].value.clone()
    }

    #[test]
    fn every_sample_is_read_and_comes_back_from_its_address() {
        let mut session = Session::open(&ENTRY);
        for digit in 0..10 {
            session.set("sample", &digit.to_string());
            assert_eq!(guess(&session), digit.to_string());
        }
        session.press("clear");
        for at in [[0.5, 0.2], [0.5, 0.5], [0.49, 0.8]] {
            session.pen("paper", if at[1] < 0.3 { Pen::Down } else { Pen::Move }, at);
        }
        session.pen("paper", Pen::Up, [0.49, 0.8]);
        assert_eq!(guess(&session), "1");
        let mut other = Session::open(&ENTRY);
        other.restore(&session.state());
        assert_eq!(other.frame().readings, session.frame().readings);
    }

    #[test]
    fn a_clean_paper_comes_back_clean() {
        let ways: [fn(&mut Session); 3] = [
            |session| session.press("clear"),
            |session| {
                session.set("sample", "7");
                session.set("sample", "own");
            },
            |session| {
                session.pen("paper", Pen::Down, [0.3, 0.3]);
                session.press("clear");
            },
        ];
        for way in ways {
            let mut session = Session::open(&ENTRY);
            way(&mut session);
            assert!(session.frame().words.contains("clean"));
            let mut other = Session::open(&ENTRY);
            other.restore(&session.state());
            assert_eq!(other.frame(), session.frame());
        }
    }

    #[test]
    fn a_four_with_a_round_lid_is_a_nine() {
        let mut session = Session::open(&ENTRY);
        assert_eq!(guess(&session), "4");
        let lid = [[0.4, 0.22], [0.45, 0.17], [0.55, 0.17], [0.61, 0.24]];
        session.pen("paper", Pen::Down, lid[0]);
        assert_eq!(guess(&session), "4", "the lid has only begun");
        for at in &lid[1..] {
            session.pen("paper", Pen::Move, *at);
        }
        assert_eq!(guess(&session), "9");
        let second = &session.frame().readings[2];
        assert_ne!(second.value, "9", "the second guess is another digit");
    }

    #[test]
    fn what_the_layers_make_one_after_the_other_is_what_the_network_makes() {
        let draw = Draw::new();
        let tape = Tape::new();
        let x = tape.constant(Tensor::from_slice(&draw.picture, [1, SIDE, SIDE, 1]));
        let logits = draw.network.forward(&tape, x).value();
        assert_eq!(Some(&logits), draw.outputs.last());
        let sides: Vec<usize> = MAPS
            .iter()
            .map(|(layer, ..)| draw.outputs[*layer].dims()[1])
            .collect();
        assert_eq!(sides, [28, 14, 10, 5]);
    }

    #[test]
    fn a_map_that_is_pointed_to_says_where_it_answers_most() {
        let mut session = Session::open(&ENTRY);
        session.point(Some("conv2 16"));
        assert!(
            session
                .frame()
                .words
                .starts_with("Map 16 of 16: it answers most"),
            "{}",
            session.frame().words
        );
        for odd in ["conv2 17", "conv2 0", "conv3 1", "x"] {
            session.point(Some(odd));
            assert_eq!(session.frame().words, "");
        }
    }
}
