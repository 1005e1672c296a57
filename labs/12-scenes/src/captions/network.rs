//! A network that looks at a picture and writes a sentence.

use super::grammar::{BEGIN, END, LONGEST, WORDS, encode};
use super::pictures::Captioned;
use crate::scene::{SIDE, pixels};
use nabla::rnn::{Lstm, Memory, Recurrent, State};
use nabla::{
    Activation, Conv2d, Embedding, Flatten, Init, Labels, Linear, MaxPool2d, Module, Padding, Rng,
    Sequential, Tape,
    Tensor, Tokens, Var, Window,
};
use rand::RngExt;

/// How large a captioner is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Size {
    /// Maps of the first convolution; later ones have twice and four times as many.
    pub maps: usize,
    /// Numbers that are left of the picture.
    pub code: usize,
    /// Numbers of the LSTM's state.
    pub hidden: usize,
}

// ANCHOR: captioner
/// Convolutions read the picture. What they found is where the LSTM's memory begins, and then
/// it writes one word after another.
pub struct Captioner {
    /// `[N, 64, 64, 1]` → `[N, code]`.
    pub eye: Sequential,
    /// From the code to the memory before the first word: what is shown of it, and what is kept.
    pub shown: Linear,
    /// The same for the cell.
    pub kept: Linear,
    /// `[20, E]`: a vector for each word.
    pub embedding: Embedding,
    /// E numbers a word in, H out.
    pub lstm: Lstm,
    /// From H to the logits of the 20 words.
    pub output: Linear,
}

nabla::parts!(Captioner { eye, shown, kept, embedding, lstm, output });

impl Captioner {
    /// Before the first word: `[N, 64, 64, 1]` → a state of N rows.
    pub fn look<'t>(&self, tape: &'t Tape, pictures: Var<'t>) -> State<'t> {
        let code = self.eye.forward(tape, pictures);
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

    /// The mean over all words of −ln p, if all words before are given: teacher forcing.
    pub fn loss<'t>(&self, tape: &'t Tape, batch: Batch) -> Var<'t> {
        let start = self.look(tape, tape.constant(batch.pictures));
        let logits = self.write(tape, start, &batch.given);
        logits.softmax_cross_entropy(&batch.wanted)
    }
}
// ANCHOR_END: captioner

impl Captioner {
    /// Fresh weights.
    pub fn new(size: Size, rng: &mut Rng) -> Self {
        let relu = Activation::Relu;
        let mut eye = Sequential::new();
        let mut side = SIDE;
        let widths = [1, size.maps, 2 * size.maps, 4 * size.maps];
        for (block, pair) in widths.windows(2).enumerate() {
            let (kernel, stride) = if block == 0 { (5, 2) } else { (3, 1) };
            let window = Window::new(kernel).stride(stride).padding(Padding::Same);
            eye = eye
                .push(Conv2d::new(pair[0], pair[1], window, Init::He, rng).activation(relu))
                .push(MaxPool2d::new(Window::new(2).stride(2)));
            side /= 2 * stride;
        }
        let numbers = side * side * widths[3];
        let (code, hidden) = (size.code, size.hidden);
        Captioner {
            eye: eye
                .push(Flatten)
                .push(Linear::new(numbers, code, Init::He, rng).activation(relu)),
            shown: Linear::new(code, hidden, Init::Xavier, rng),
            kept: Linear::new(code, hidden, Init::Xavier, rng),
            embedding: Embedding::new(WORDS.len(), EMBEDDING, Init::Normal(1.0), rng),
            lstm: Lstm::new(EMBEDDING, hidden, rng),
            output: Linear::new(hidden, WORDS.len(), Init::Xavier, rng),
        }
    }

    /// What is remembered of each picture before the first word.
    pub fn memory(&self, pictures: &Tensor) -> Memory {
        let tape = Tape::new();
        self.look(&tape, tape.constant(pictures.clone())).detach()
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
}

// ANCHOR: batch
impl Batch {
    /// One of the two sentences of each scene, drawn.
    pub fn of(scenes: &[Captioned], rng: &mut Rng) -> Self {
        let (mut given, mut wanted) = (Vec::new(), Vec::new());
        for scene in scenes {
            let words = encode(&scene.sentences[rng.random_range(0..2)]);
            let fill = |words: &[u32], with| {
                let behind = std::iter::repeat(with);
                words.iter().copied().chain(behind).take(LONGEST).collect::<Vec<u32>>()
            };
            given.extend(fill(&[&[BEGIN], &words[..words.len() - 1]].concat(), END));
            wanted.extend(fill(&words, Labels::IGNORED));
        }
        Batch {
            pictures: pixels(scenes.iter().map(|captioned| &captioned.scene)),
            given: Tokens::new(&given, [scenes.len(), LONGEST], WORDS.len()),
            wanted: Labels::ignoring(&wanted, WORDS.len(), Labels::IGNORED),
        }
    }
}
// ANCHOR_END: batch

impl Batch {
    /// A mistake, to look at: the word that is wanted is the one that is given.
    pub fn not_moved(self) -> Self {
        let pairs = self.given.as_slice().iter().zip(self.wanted.as_slice());
        let same = pairs.map(|(&given, &wanted)| match wanted {
            Labels::IGNORED => wanted,
            _ => given,
        });
        let same: Vec<u32> = same.collect();
        let wanted = Labels::ignoring(&same, WORDS.len(), Labels::IGNORED);
        Batch { wanted, ..self }
    }
}
