//! A network that looks at a picture and writes a sentence.

use super::grammar::{BEGIN, END, LONGEST, WORDS, encode, size};
use super::pictures::Captioned;
use crate::scene::{SIDE, Scene, pixels};
use nabla::rnn::{Lstm, Memory, Recurrent, State};
use nabla::{
    Activation, Conv2d, Embedding, Init, Labels, Linear, MaxPool2d, Module, Padding, Rng,
    Sequential, Tape, Tensor, Tokens, Var, Window,
};
use rand::RngExt;

/// What a cell of the grid may show: nothing, or a digit of a size.
pub const NAMES: usize = 1 + 30;
/// How much of each digit of each size there is, and where.
const SEEN: usize = 3 * (NAMES - 1);
/// Cells along a side of the grid.
pub const CELLS: usize = 8;
/// How much the grid's loss counts: there is little in most of its cells.
const GRID: f32 = 10.0;

// ANCHOR: captioner
/// Convolutions say for each cell of a grid what it shows. How much of everything there is and
/// where, is what the LSTM's memory begins with; then it writes one word after another.
pub struct Captioner {
    /// `[N, 64, 64, 1]` → `[N, 8, 8, 31]`: logits for nothing, and for each digit of each size.
    pub eye: Sequential,
    /// From what was seen, `[N, 90]`, to a code.
    pub code: Linear,
    /// From the code to the memory before the first word: what is shown of it.
    pub shown: Linear,
    /// And what is kept.
    pub kept: Linear,
    /// `[20, E]`: a vector for each word.
    pub embedding: Embedding,
    /// E numbers a word in, H out.
    pub lstm: Lstm,
    /// From H to the logits of the 20 words.
    pub output: Linear,
}

nabla::parts!(Captioner {
    eye,
    code,
    shown,
    kept,
    embedding,
    lstm,
    output
});

impl Captioner {
    /// `[N, 64, 64, 1]` → `[N·64, 31]`: the logits of every cell.
    pub fn cells<'t>(&self, tape: &'t Tape, pictures: Var<'t>) -> Var<'t> {
        let maps = self.eye.forward(tape, pictures);
        maps.reshape([maps.shape().size() / NAMES, NAMES])
    }

    /// Before the first word: cells `[N·64, 31]` → a state of N rows. Of each name its
    /// probabilities are added up over the cells: as they are, times the cell's column, and
    /// times its row, both from −1 to 1.
    pub fn state<'t>(&self, tape: &'t Tape, cells: Var<'t>) -> State<'t> {
        let places = CELLS * CELLS;
        let count = cells.shape().size() / NAMES / places;
        let p = cells.softmax().slice(1, 1..NAMES);
        let p = p.reshape([count, places, NAMES - 1]).swap_axes(1, 2);
        let p = p.reshape([count * (NAMES - 1), places]);
        let sums = p.matmul(tape.constant(places_in_numbers().to(&cells.value().device())));
        let seen = sums / (sums.slice(1, 0..1) + 0.3);
        let code = self.code.forward(tape, seen.reshape([count, SEEN]));
        State {
            hidden: self.shown.forward(tape, code).tanh(),
            cell: Some(self.kept.forward(tape, code)),
        }
    }

    /// Words `[N, T]` become logits `[N·T, 20]` for the word after each.
    pub fn write<'t>(&self, tape: &'t Tape, start: State<'t>, words: &Tokens) -> Var<'t> {
        let vectors = self.embedding.forward(tape, words);
        let run = self.lstm.run(tape, vectors, Some(start), None);
        let rows = run.outputs.reshape([words.len(), self.lstm.hidden()]);
        self.output.forward(tape, rows)
    }

    /// The mean over all words of −ln p, if all words before are given (teacher forcing); and
    /// the same over the cells.
    pub fn losses<'t>(&self, tape: &'t Tape, batch: Batch) -> [Var<'t>; 2] {
        let cells = self.cells(tape, tape.constant(batch.pictures));
        let start = self.state(tape, cells);
        let words = self.write(tape, start, &batch.given);
        let words = words.softmax_cross_entropy(&batch.wanted);
        [words, cells.softmax_cross_entropy(&batch.cells)]
    }

    /// What becomes smaller in training: both, the grid ten times.
    pub fn loss<'t>(&self, tape: &'t Tape, batch: Batch) -> Var<'t> {
        let [words, cells] = self.losses(tape, batch);
        words + cells * GRID
    }
}
// ANCHOR_END: captioner

/// `[64, 3]`: for each cell 1, its column and its row.
fn places_in_numbers() -> Tensor {
    let along = |i: usize| (i as f32 + 0.5) * 2.0 / CELLS as f32 - 1.0;
    let cells = (0..CELLS * CELLS).flat_map(|i| [1.0, along(i % CELLS), along(i / CELLS)]);
    Tensor::from_vec(cells.collect(), [CELLS * CELLS, 3])
}

impl Captioner {
    /// Fresh weights: `maps` of the first convolution, later ones have twice and four times as many; and `hidden` numbers of
    /// the LSTM's state.
    pub fn new(maps: usize, hidden: usize, rng: &mut Rng) -> Self {
        let relu = Activation::Relu;
        let window = |side: usize| Window::new(side).padding(Padding::Same);
        let conv = |from, to, window, rng: &mut Rng| {
            Conv2d::new(from, to, window, Init::He, rng).activation(relu)
        };
        let pool = || MaxPool2d::new(Window::new(2).stride(2));
        Captioner {
            eye: Sequential::new()
                .push(conv(1, maps, window(5).stride(2), rng))
                .push(pool())
                .push(conv(maps, 2 * maps, window(3), rng))
                .push(pool())
                .push(conv(2 * maps, 4 * maps, window(3), rng))
                .push(conv(4 * maps, 4 * maps, window(3), rng))
                .push(Conv2d::new(4 * maps, NAMES, window(1), Init::Xavier, rng)),
            code: Linear::new(SEEN, hidden, Init::He, rng).activation(relu),
            shown: Linear::new(hidden, hidden, Init::Xavier, rng),
            kept: Linear::new(hidden, hidden, Init::Xavier, rng),
            embedding: Embedding::new(WORDS.len(), EMBEDDING, Init::Normal(1.0), rng),
            lstm: Lstm::new(EMBEDDING, hidden, rng),
            output: Linear::new(hidden, WORDS.len(), Init::Xavier, rng),
        }
    }

    /// What is remembered of each picture before the first word.
    pub fn memory(&self, pictures: &Tensor) -> Memory {
        let tape = Tape::new();
        let cells = self.cells(&tape, tape.constant(pictures.clone()));
        self.state(&tape, cells).detach()
    }

    /// Gives each of N sentences one word more: the logarithms of the probabilities of what comes after it, `[N, 20]`, and what
    /// is remembered now.
    pub fn step(&self, words: &[u32], memory: &Memory) -> (Tensor, Memory) {
        let tape = Tape::new();
        let tokens = Tokens::new(words, [words.len()], WORDS.len());
        let vectors = self.embedding.forward(&tape, &tokens);
        let state = self.lstm.step(&tape, vectors, Some(memory.on(&tape)));
        let logits = self.output.forward(&tape, state.hidden);
        (logits.log_softmax().value(), state.detach())
    }
}

/// Numbers of a word's vector.
const EMBEDDING: usize = 32;

/// Pictures and sentences, side by side.
pub struct Batch {
    /// `[N, 64, 64, 1]`.
    pub pictures: Tensor,
    /// `[N, 9]`: what the LSTM is given.
    pub given: Tokens,
    /// What it is to say then, row after row; nothing behind a sentence's end.
    pub wanted: Labels,
    /// What each cell shows, of picture after picture; nothing at the borders of a digit, where it is hard to say.
    pub cells: Labels,
}

/// A digit is seen in the cell that has its middle, and in those of its inner third. What else is in its box is left open.
fn seen(scene: &Scene) -> [u32; CELLS * CELLS] {
    let mut cells = [0; CELLS * CELLS];
    let side = (SIDE / CELLS) as f32;
    for object in &scene.objects {
        let (bounds, (x, y)) = (object.bounds, object.bounds.centre());
        for (i, cell) in cells.iter_mut().enumerate() {
            let (column, row) = ((i % CELLS) as f32, (i / CELLS) as f32);
            let (right, down) = (side * (column + 0.5) - x, side * (row + 0.5) - y);
            let within = |part: f32| {
                right.abs() < part * bounds.width() && down.abs() < part * bounds.height()
            };
            let has_middle = (x / side).floor() == column && (y / side).floor() == row;
            if has_middle || within(1.0 / 6.0) {
                *cell = 1 + 3 * u32::from(object.class) + size(object) as u32;
            } else if within(0.5) {
                *cell = Labels::IGNORED;
            }
        }
    }
    cells
}

// ANCHOR: batch
impl Batch {
    /// One of the two sentences of each scene, drawn.
    pub fn of(scenes: &[Captioned], rng: &mut Rng) -> Self {
        let (mut given, mut wanted, mut cells) = (Vec::new(), Vec::new(), Vec::new());
        for scene in scenes {
            cells.extend(seen(&scene.scene));
            let words = encode(&scene.sentences[rng.random_range(0..2)]);
            let begun = [&[BEGIN], &words[..words.len() - 1], &[END; LONGEST]].concat();
            let ended = [&words[..], &[Labels::IGNORED; LONGEST]].concat();
            given.extend_from_slice(&begun[..LONGEST]);
            wanted.extend_from_slice(&ended[..LONGEST]);
        }
        Batch {
            pictures: pixels(scenes.iter().map(|captioned| &captioned.scene)),
            given: Tokens::new(&given, [scenes.len(), LONGEST], WORDS.len()),
            wanted: Labels::ignoring(&wanted, WORDS.len(), Labels::IGNORED),
            cells: Labels::ignoring(&cells, NAMES, Labels::IGNORED),
        }
    }
}
// ANCHOR_END: batch

impl Batch {
    /// A mistake, to look at: the word that is wanted is the one that is given.
    pub fn not_moved(self) -> Self {
        let pairs = self.given.as_slice().iter().zip(self.wanted.as_slice());
        let is_asked = |wanted: &u32| *wanted != Labels::IGNORED;
        let same = pairs.map(|(given, wanted)| if is_asked(wanted) { *given } else { *wanted });
        let same: Vec<u32> = same.collect();
        let wanted = Labels::ignoring(&same, WORDS.len(), Labels::IGNORED);
        Batch { wanted, ..self }
    }
}
