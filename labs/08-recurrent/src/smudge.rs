//! A letter is smudged: which one was it? One network may only look at what stands before it, one at both sides.

use crate::text;
use nabla::rnn::{Lstm, Recurrent};
use nabla::{Embedding, Init, Linear, Module, Rng, Tape, Tensor, Tokens, Var};
use rand::RngExt;
use trainer::{Learner, Rule};

// ANCHOR: model
/// Readers of a text with a gap, and a layer that guesses what stood there.
pub struct Restorer {
    embedding: Embedding,
    left: Lstm,
    right: Option<Lstm>,
    output: Linear,
}

/// Share that is dropped of what the guess is made from.
const DROPOUT: f32 = 0.3;

impl Restorer {
    /// One reader, from left to right, with a memory of `hidden` numbers.
    pub fn one_sided(vocabulary: usize, width: usize, hidden: usize, rng: &mut Rng) -> Self {
        Restorer {
            embedding: Embedding::new(vocabulary, width, Init::Normal(1.0), rng),
            left: Lstm::new(width, hidden, rng),
            right: None,
            output: Linear::new(hidden, vocabulary, Init::Xavier, rng),
        }
    }

    /// Two readers, one from each side, who share these numbers evenly.
    pub fn two_sided(vocabulary: usize, width: usize, hidden: usize, rng: &mut Rng) -> Self {
        let mut model = Restorer::one_sided(vocabulary, width, hidden, rng);
        model.left = Lstm::new(width, hidden / 2, rng);
        model.right = Some(Lstm::new(width, hidden / 2, rng).reversed());
        model
    }

    /// Tokens `[N, T]` become logits `[N·T, V]`, row after row: for each place what stands
    /// there, guessed without a look at the place itself.
    pub fn forward<'t>(&self, tape: &'t Tape, tokens: &Tokens) -> Var<'t> {
        let vectors = self.embedding.forward(tape, tokens);
        let there = self.left.run(tape, vectors, None, None).outputs;
        let mut known = one_later(tape, there);
        if let Some(right) = &self.right {
            let back = right.run(tape, vectors, None, None).outputs;
            known = Var::concat(&[known, one_earlier(tape, back)], 2);
        }
        let width = known.shape().last();
        let rows = known.reshape([tokens.len(), width]).dropout(DROPOUT);
        self.output.forward(tape, rows)
    }
}

/// At each place what was known one place before: `[N, T, H]`, zeros at the first.
fn one_later<'t>(tape: &'t Tape, x: Var<'t>) -> Var<'t> {
    let [n, t, h] = three(x);
    let nothing = tape.constant(Tensor::zeros([n, 1, h]));
    Var::concat(&[nothing, x.slice(1, 0..t - 1)], 1)
}

/// At each place what a reader from the right knew one place after: zeros at the last.
fn one_earlier<'t>(tape: &'t Tape, x: Var<'t>) -> Var<'t> {
    let [n, t, h] = three(x);
    let nothing = tape.constant(Tensor::zeros([n, 1, h]));
    Var::concat(&[x.slice(1, 1..t), nothing], 1)
}
// ANCHOR_END: model

fn three(x: Var<'_>) -> [usize; 3] {
    let shape = x.shape();
    [0, 1, 2].map(|axis| shape.dims()[axis])
}

nabla::parts!(Restorer {
    embedding,
    left,
    right,
    output
});

/// Examples a step.
const BATCH: usize = 32;
/// Characters of an example.
const WINDOW: usize = 64;
/// Adam's rate at the beginning.
const RATE: f32 = 0.006;

/// Whether this is one of a to z: only letters are smudged.
pub fn is_letter(id: u32) -> bool {
    text::character(id).is_ascii_lowercase()
}

// ANCHOR: train
/// Trains on windows from anywhere in the text, every letter of which is smudged in turn. Calls `after` with the loss of
/// each step, in bits a letter.
pub fn train(
    model: &mut Restorer,
    learn: &[u32],
    steps: usize,
    seed: u64,
    mut after: impl FnMut(f64),
) {
    let mut rng = nabla::rng(seed);
    let mut learner = Learner::new(Rule::adamw(RATE, 0.0).cosine(), steps).clip(1.0);
    for _ in 0..steps {
        let windows: Vec<u32> = (0..BATCH)
            .flat_map(|_| {
                let from = rng.random_range(0..=learn.len() - WINDOW);
                learn[from..from + WINDOW].iter().copied()
            })
            .collect();
        let weights: Vec<f32> = windows
            .iter()
            .map(|&id| if is_letter(id) { 1.0 } else { 0.0 })
            .collect();
        let tokens = Tokens::new(&windows, [BATCH, WINDOW], text::VOCABULARY);
        let loss = learner.learn(model, Tape::training(&mut rng), |model, tape| {
            let logits = model.forward(tape, &tokens);
            logits.weighted_softmax_cross_entropy(&tokens.labels(), &weights)
        });
        after(f64::from(loss.item()) / 2_f64.ln());
    }
}
// ANCHOR_END: train

/// One letter and how probable it is.
pub type Guess = (char, f64);

/// For each place of `line` that is wanted: all 26 letters, the likeliest first.
pub fn guesses(
    model: &Restorer,
    line: &[u32],
    wanted: impl Fn(usize) -> bool,
) -> Vec<(usize, Vec<Guess>)> {
    let tape = Tape::new();
    let tokens = Tokens::new(line, [1, line.len()], text::VOCABULARY);
    let logits = model.forward(&tape, &tokens).value();
    let letters = text::id('a') as usize..=text::id('z') as usize;
    let of = |place: usize| {
        let row = &logits.data()[place * text::VOCABULARY..][..text::VOCABULARY];
        let row: Vec<f64> = row[letters.clone()].iter().map(|&x| f64::from(x)).collect();
        let p = crate::solutions::with_temperature(&row, 1.0);
        let mut guesses: Vec<Guess> = ('a'..='z').zip(p).collect();
        guesses.sort_by(|(_, a), (_, b)| b.total_cmp(a));
        (place, guesses)
    };
    (0..line.len())
        .filter(|&place| wanted(place))
        .map(of)
        .collect()
}

/// How a network restores every letter of a text, one at a time.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Score {
    /// For each letter in turn whether the likeliest guess was right.
    pub right: Vec<bool>,
    /// For each letter its place in its word: 0 for the first. And how many letters the word has.
    pub places: Vec<(usize, usize)>,
}

impl Score {
    /// The share of right guesses, among the letters that `such` says of their place in the word.
    pub fn share(&self, such: impl Fn((usize, usize)) -> bool) -> f64 {
        let chosen = self.right.iter().zip(&self.places);
        let chosen: Vec<bool> = chosen
            .filter(|(_, place)| such(**place))
            .map(|(right, _)| *right)
            .collect();
        chosen.iter().filter(|right| **right).count() as f64 / chosen.len().max(1) as f64
    }
}

/// Every letter of every line is smudged, alone, and guessed.
pub fn score(model: &Restorer, test: &[u32]) -> Score {
    let mut score = Score::default();
    for line in test
        .split(|&id| id == text::END)
        .filter(|line| !line.is_empty())
    {
        // A line break on both sides, as there is in what was learned from.
        let line = [&[text::END], line, &[text::END]].concat();
        for (place, guesses) in guesses(model, &line, |place| is_letter(line[place])) {
            score
                .right
                .push(guesses[0].0 == text::character(line[place]));
            score.places.push(in_word(&line, place));
        }
    }
    score
}

/// Where in its word the letter at `place` stands, and how long the word is.
fn in_word(line: &[u32], place: usize) -> (usize, usize) {
    let before = line[..place]
        .iter()
        .rev()
        .take_while(|&&id| is_letter(id))
        .count();
    let after = line[place..]
        .iter()
        .take_while(|&&id| is_letter(id))
        .count();
    (before, before + after)
}

#[cfg(test)]
mod tests {
    use super::*;
    use nabla::parameters;

    fn both() -> [Restorer; 2] {
        let rng = &mut nabla::rng(2);
        [
            Restorer::one_sided(text::VOCABULARY, 8, 12, rng),
            Restorer::two_sided(text::VOCABULARY, 8, 12, rng),
        ]
    }

    /// Changes each place in turn; says which guesses that changes.
    fn sees(model: &Restorer, line: &[u32], guess: usize) -> Vec<bool> {
        let of = |line: &[u32]| guesses(model, line, |place| place == guess)[0].1.clone();
        let plain = of(line);
        (0..line.len())
            .map(|place| {
                let mut other = line.to_vec();
                other[place] = (other[place] + 5) % 20;
                of(&other) != plain
            })
            .collect()
    }

    #[test]
    fn nobody_peeks_and_only_one_looks_to_the_right() {
        let line = text::encode("chased");
        let [one, two] = both();
        let expected = [true, true, true, false, false, false];
        assert_eq!(sees(&one, &line, 3), expected);
        assert_eq!(sees(&two, &line, 3), [true, true, true, false, true, true]);
        assert_eq!(sees(&one, &line, 0), [false; 6]);
        assert_eq!(sees(&two, &line, 5), [true, true, true, true, true, false]);
    }

    #[test]
    fn the_one_sided_network_is_not_the_smaller_one() {
        let [one, two] = both();
        assert!(parameters(&one) > parameters(&two));
        assert_eq!(nabla::names(&two).len(), parameters_listed(&two));
    }

    fn parameters_listed(model: &Restorer) -> usize {
        let mut count = 0;
        nabla::Parameters::visit(model, &mut |_| count += 1);
        count
    }

    #[test]
    fn what_the_next_letter_decides_only_two_sides_learn() {
        // "ab", "cd" in any order: after b or d nobody knows what comes, but it stands before b or d.
        let mut rng = nabla::rng(5);
        let learn: Vec<u32> = (0..3000)
            .flat_map(|_| text::encode(["ab ", "cd "][rng.random_range(0..2)]))
            .collect();
        let [mut one, mut two] = both();
        let mut losses = Vec::new();
        train(&mut one, &learn, 250, 1, |_| {});
        train(&mut two, &learn, 250, 1, |loss| losses.push(loss));
        assert!(losses[249] < 0.3 * losses[0], "{losses:?}");
        let test = text::encode("ab ab cd ab cd cd cd ab");
        let (one, two) = (score(&one, &test), score(&two, &test));
        assert_eq!(two.share(|(place, _)| place == 0), 1.0);
        assert!(one.share(|(place, _)| place == 0) < 1.0);
        assert_eq!(one.places[..3], [(0, 2), (1, 2), (0, 2)]);
        assert_eq!(two.right.len(), 16);
    }
}
