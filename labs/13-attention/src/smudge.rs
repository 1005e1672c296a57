//! A smudged letter, restored by blocks that look at both sides.

use crate::block::Block;
use datasets::text::{self, END, VOCABULARY};
use nabla::{Embedding, Heads, Init, Labels, LayerNorm, Module, Param, Rng, Tape, Tokens, Var};
use rand::RngExt;
use trainer::{Learner, Rule};

// ANCHOR: model
/// What stands for a smudged letter: a token more than the alphabet has.
pub const SMUDGE: u32 = VOCABULARY as u32;
/// Letters that the network sees at a time.
pub const WINDOW: usize = 16;
const WIDTH: usize = 48;
const HEADS: usize = 4;

/// Reads a window of text with gaps, both ways, and guesses what stood there.
pub struct Restorer {
    letters: Embedding,
    places: Param,
    blocks: [Block; 2],
    norm: LayerNorm,
}

nabla::parts!(Restorer {
    letters,
    places,
    blocks,
    norm
});

impl Restorer {
    /// Fresh weights.
    pub fn new(rng: &mut Rng) -> Self {
        let init = Init::Normal(0.15);
        let places = init.tensor([WINDOW, WIDTH], WINDOW, WIDTH, rng);
        Restorer {
            letters: Embedding::new(VOCABULARY + 1, WIDTH, init, rng),
            places: Param::new("places", places),
            // GPT-2's 0.02 suits 768 numbers a token; 48 of them would look at nothing in particular for long.
            blocks: [(); 2].map(|()| Block::drawn(WIDTH, 0.12, rng)),
            norm: LayerNorm::new(WIDTH).without_bias(),
        }
    }

    /// Tokens `[N, WINDOW]`, with gaps, become logits `[N·WINDOW, V + 1]`. Nobody's view is masked: a letter asks
    /// those before it and those behind it.
    pub fn forward<'t>(&self, tape: &'t Tape, tokens: &Tokens) -> Var<'t> {
        let mut x = self.letters.forward(tape, tokens) + tape.param(&self.places);
        for block in &self.blocks {
            x = block.forward(tape, x, Heads::new(HEADS));
        }
        let x = self.norm.forward(tape, x).reshape([tokens.len(), WIDTH]);
        self.letters.logits(tape, x)
    }
}
// ANCHOR_END: model

/// Whether this is one of a to z: only letters are smudged.
pub fn is_letter(id: u32) -> bool {
    text::character(id).is_ascii_lowercase()
}

// ANCHOR: hide
/// Which letters of a window are hidden in training.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Hidden {
    /// Each with this probability, wherever it stands.
    Share(f64),
    /// The one in the middle: a place in the window is then a distance from the gap.
    Middle,
}

impl Hidden {
    /// A window as it is shown, and what is wanted: where no letter is hidden, nothing, which is [`SMUDGE`].
    pub fn hide(self, window: &[u32], rng: &mut Rng) -> (Vec<u32>, Vec<u32>) {
        let one = |(place, &id): (usize, &u32)| {
            let chosen = match self {
                Hidden::Share(share) => rng.random_bool(share),
                Hidden::Middle => place == WINDOW / 2,
            };
            match chosen && is_letter(id) {
                true => (SMUDGE, id),
                false => (id, SMUDGE),
            }
        };
        window.iter().enumerate().map(one).unzip()
    }
}
// ANCHOR_END: hide

/// Windows a step: as many letters as lab 8's network saw.
pub const BATCH: usize = 128;
/// Adam's rate at its highest.
const RATE: f32 = 0.006;

// ANCHOR: train
/// Trains on windows from anywhere in the text. Calls `after` with the loss of each step, in bits a hidden letter.
pub fn train(
    model: &mut Restorer,
    hidden: Hidden,
    learn: &[u32],
    (steps, seed): (usize, u64),
    mut after: impl FnMut(f64),
) {
    let mut rng = nabla::rng(seed);
    let mut learner = Learner::new(Rule::adamw(RATE, 0.0).one_cycle(0.1), steps).clip(1.0);
    for _ in 0..steps {
        let (mut shown, mut wanted) = (Vec::new(), Vec::new());
        for _ in 0..BATCH {
            let from = rng.random_range(0..=learn.len() - WINDOW);
            let (given, truth) = hidden.hide(&learn[from..from + WINDOW], &mut rng);
            shown.extend(given);
            wanted.extend(truth);
        }
        let tokens = Tokens::new(&shown, [BATCH, WINDOW], VOCABULARY + 1);
        let wanted = Labels::ignoring(&wanted, VOCABULARY + 1, SMUDGE);
        let loss = learner.learn(model, Tape::training(&mut rng), |model, tape| {
            model.forward(tape, &tokens).softmax_cross_entropy(&wanted)
        });
        after(f64::from(loss.item()) / 2_f64.ln());
    }
}
// ANCHOR_END: train

/// One letter and how probable it is.
pub type Guess = (char, f64);

/// Of each of these places of a text, which is smudged alone: all 26 letters, the likeliest first.
pub fn guesses(model: &Restorer, text: &[u32], places: &[usize]) -> Vec<Vec<Guess>> {
    let ends = [END; WINDOW];
    let text = [&ends, text, &ends].concat();
    let mut all = Vec::with_capacity(places.len());
    // Many windows at a time: a window by itself is a small thing to multiply by.
    for some in places.chunks(256) {
        let window = |&place: &usize| {
            let mut window = text[place + WINDOW / 2..][..WINDOW].to_vec();
            window[WINDOW / 2] = SMUDGE;
            window
        };
        let windows: Vec<u32> = some.iter().flat_map(window).collect();
        let tokens = Tokens::new(&windows, [some.len(), WINDOW], VOCABULARY + 1);
        let tape = Tape::new();
        let logits = model.forward(&tape, &tokens);
        let logits = logits.reshape([some.len(), WINDOW, VOCABULARY + 1]);
        let letters = text::id('a') as usize..text::id('z') as usize + 1;
        let gaps = logits.select(1, WINDOW / 2).slice(1, letters);
        all.extend(gaps.softmax().value().data().chunks_exact(26).map(|row| {
            let p = row.iter().map(|&p| f64::from(p));
            let mut guesses: Vec<Guess> = ('a'..='z').zip(p).collect();
            guesses.sort_by(|(_, a), (_, b)| b.total_cmp(a));
            guesses
        }));
    }
    all
}

/// The share of the letters of a text that are restored, each smudged alone. A line is read by itself, as in lab 8.
pub fn score(model: &Restorer, test: &[u32]) -> f64 {
    let places: Vec<usize> = (0..test.len()).filter(|&i| is_letter(test[i])).collect();
    let guesses = guesses(model, test, &places);
    let pairs = guesses.iter().zip(&places);
    let right = pairs.filter(|(guess, place)| guess[0].0 == text::character(test[**place]));
    right.count() as f64 / places.len().max(1) as f64
}

/// The shares that lab 8's networks restore of the same text in as many steps: from the left, and from both sides.
pub const LAB8: [f64; 2] = [0.501_485_358_608_006_8, 0.699_957_561_182_628_4];
