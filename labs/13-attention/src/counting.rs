//! Sequences whose answer depends on one thing, and a network that looks once.

use crate::positions::{Places, rotary, sinusoid_table};
use crate::three::{Matrix, Sheet};
use nabla::{Embedding, Heads, Init, Labels, Linear, Module, Rng, Tape, Tokens, Var};
use rand::RngExt;
use rand::seq::SliceRandom;
use trainer::{Learner, Rule};

/// What is wanted at a place where nothing is asked.
pub const NOTHING: u32 = u32::MAX;

/// What is asked of a sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// No letter comes twice, one is marked. At its place: which letter follows it?
    Follows,
    /// Digits that count on by the same step of 1 to 4, from anywhere, round after 9. At each place: which comes next?
    Counts,
    /// At each place inside, four questions: which letters stand two before, one before, one behind, two behind?
    Around,
    /// At each place: which letter stands so many places before?
    Back(usize),
}

/// How many letters there are; digits are ten.
pub const LETTERS: usize = 10;
/// Sequences a step.
const BATCH: usize = 32;

impl Task {
    /// How many questions are asked at each place; each has LETTERS answers.
    pub const fn questions(self) -> usize {
        match self {
            Task::Around => 4,
            _ => 1,
        }
    }

    /// One sequence of this length, and what is wanted, question by question at each place. A marked letter is LETTERS more than itself.
    pub fn one(self, length: usize, rng: &mut Rng) -> (Vec<u32>, Vec<u32>) {
        let letters = LETTERS as u32;
        let mut tokens: Vec<u32> = (0..length).map(|_| rng.random_range(0..letters)).collect();
        let mut wanted = vec![NOTHING; length * self.questions()];
        match self {
            Task::Follows => {
                let mut all: Vec<u32> = (0..letters).collect();
                all.shuffle(rng);
                tokens = all[..length].to_vec();
                let marked = rng.random_range(0..length - 1);
                wanted[marked] = tokens[marked + 1];
                tokens[marked] += letters;
            }
            Task::Counts => {
                let step = rng.random_range(1..=4);
                let at = |t: usize| (tokens[0] + step * t as u32) % letters;
                wanted = (1..=length).map(at).collect();
                tokens = (0..length).map(at).collect();
            }
            Task::Around => {
                let inside = wanted[8..].chunks_exact_mut(4);
                for (wanted, five) in inside.zip(tokens.windows(5)) {
                    wanted.copy_from_slice(&[five[0], five[1], five[3], five[4]]);
                }
            }
            Task::Back(by) => wanted[by..].copy_from_slice(&tokens[..length - by]),
        }
        (tokens, wanted)
    }

    /// So many sequences.
    pub fn batch(self, count: usize, length: usize, rng: &mut Rng) -> (Tokens, Labels) {
        let (mut tokens, mut wanted) = (Vec::new(), Vec::new());
        for _ in 0..count {
            let (one, answers) = self.one(length, rng);
            tokens.extend(one);
            wanted.extend(answers);
        }
        let tokens = Tokens::new(&tokens, [count, length], 2 * LETTERS);
        (tokens, Labels::ignoring(&wanted, LETTERS, NOTHING))
    }
}

// ANCHOR: reader
/// Looks once, then thinks at each place: no norm, and one layer of attention, so that what it finds is found by looking.
pub struct Reader {
    /// What a letter is, C numbers.
    pub words: Embedding,
    /// What a place is, if that is learned: `[T, C]`.
    pub table: Option<Embedding>,
    /// Queries, keys and values, C to 3C.
    pub look: Linear,
    /// C to C.
    pub seen: Linear,
    /// C to 4C.
    pub think: Linear,
    /// 4C to the answers.
    pub guess: Linear,
    /// How it knows where a letter stands.
    pub places: Places,
    /// How many look side by side.
    pub heads: usize,
    /// Whether it must not look ahead.
    pub causal: bool,
}

nabla::parts!(Reader {
    words,
    table,
    look,
    seen,
    think,
    guess
});

impl Reader {
    /// Tokens plus places, `[N, T, C]`.
    pub fn placed<'t>(&self, tape: &'t Tape, tokens: &Tokens) -> Var<'t> {
        let x = self.words.forward(tape, tokens);
        let (length, width) = (x.shape().dims()[1], x.shape().last());
        match (self.places, &self.table) {
            (Places::Sinusoids, _) => x + tape.constant(sinusoid_table(length, width)),
            (Places::Learned, Some(table)) => x + tape.param(&table.table).slice(0, 0..length),
            _ => x,
        }
    }

    /// The logits of the answers to each question at each place, `[N, T·questions, LETTERS]`.
    pub fn forward<'t>(&self, tape: &'t Tape, tokens: &Tokens) -> Var<'t> {
        let x = self.placed(tape, tokens);
        let (asked, width) = (self.look.forward(tape, x), x.shape().last());
        let [q, k, v] = [0, 1, 2].map(|i| asked.slice(2, i * width..(i + 1) * width));
        let turned = |x| match self.places {
            Places::Rotary => rotary(x, self.heads),
            _ => x,
        };
        let heads = Heads::new(self.heads);
        let heads = if self.causal { heads.causal() } else { heads };
        let seen = turned(q).attention(turned(k), v, heads);
        let x = x + self.seen.forward(tape, seen);
        let logits = self.guess.forward(tape, self.think.forward(tape, x).gelu());
        let &[n, t, questions] = logits.shape().dims() else {
            return logits;
        };
        logits.reshape([n, t * questions / LETTERS, LETTERS])
    }
}
// ANCHOR_END: reader

impl Reader {
    /// Fresh weights for a task; places are learned up to `longest`.
    pub fn new(task: Task, places: Places, width: usize, longest: usize, rng: &mut Rng) -> Self {
        let words = Embedding::new(2 * LETTERS, width, Init::Normal(1.0), rng);
        let table = Embedding::new(longest, width, Init::Normal(1.0), rng);
        let mut linear = |i, o| Linear::new(i, o, Init::Xavier, rng).without_bias();
        Reader {
            words,
            table: (places == Places::Learned).then_some(table),
            look: linear(width, 3 * width),
            seen: linear(width, width),
            think: linear(width, 4 * width),
            guess: linear(4 * width, task.questions() * LETTERS),
            places,
            heads: 1,
            causal: false,
        }
    }

    // ANCHOR: sheets
    /// Each head as a sheet of paper, for one sequence `[1, T]`: `split` gives each its columns of the three matrices.
    pub fn sheets(
        &self,
        tokens: &Tokens,
        split: fn(&[f64], usize, usize) -> Vec<f64>,
    ) -> Vec<Sheet> {
        let tape = Tape::new();
        let x = self.placed(&tape, tokens).value();
        let (width, heads) = (x.shape().last(), self.heads);
        let wide = |numbers: &[f32]| numbers.iter().map(|&x| f64::from(x)).collect::<Vec<_>>();
        let rows = wide(self.look.weight.value().data());
        let all = [0, 1, 2].map(|which| {
            let of = |row: &[f64]| row[which * width..(which + 1) * width].to_vec();
            split(
                &rows.chunks(3 * width).flat_map(of).collect::<Vec<_>>(),
                width,
                heads,
            )
        });
        let piece = |which: usize, head: usize| -> Matrix {
            let rows = all[which].chunks(width / heads).map(<[f64]>::to_vec);
            rows.skip(head * width).take(width).collect()
        };
        let sheet = |head| Sheet {
            tokens: x.data().chunks(width).map(wide).collect(),
            queries: piece(0, head),
            keys: piece(1, head),
            values: piece(2, head),
            scale: true,
            causal: self.causal,
        };
        (0..heads).map(sheet).collect()
    }
    // ANCHOR_END: sheets

    /// After so many steps on sequences of this length; `after` sees each loss.
    pub fn learned(
        mut self,
        task: Task,
        (length, steps): (usize, usize),
        rng: &mut Rng,
        mut after: impl FnMut(f32),
    ) -> Self {
        let mut learner = Learner::new(Rule::adam(0.005).cosine(), steps);
        for _ in 0..steps {
            let (tokens, wanted) = task.batch(BATCH, length, rng);
            let loss = learner.learn(&mut self, Tape::new(), |reader, tape| {
                reader.forward(tape, &tokens).softmax_cross_entropy(&wanted)
            });
            after(loss.item());
        }
        self
    }

    /// The most probable answers, question by question, place by place, sequence after sequence.
    pub fn answers(&self, tokens: &Tokens) -> Labels {
        let tape = Tape::new();
        self.forward(&tape, tokens).value().argmax(2)
    }

    /// The share of right answers at the places from `from` on of which something is asked, in 200 new sequences.
    pub fn right(&self, task: Task, length: usize, from: usize, rng: &mut Rng) -> f64 {
        let (tokens, wanted) = task.batch(200, length, rng);
        let answers = self.answers(&tokens);
        let pairs = answers.as_slice().iter().zip(wanted.as_slice());
        let asked = |&(i, (_, &wanted)): &(usize, (_, &u32))| {
            i / task.questions() % length >= from && wanted != NOTHING
        };
        let asked: Vec<bool> = pairs
            .enumerate()
            .filter(asked)
            .map(|(_, (a, w))| a == w)
            .collect();
        asked.iter().filter(|&&right| right).count() as f64 / asked.len() as f64
    }

    /// The sequence with what the reader takes for the rest of it, one place after another.
    pub fn writes(&self, mut tokens: Vec<u32>, length: usize) -> Vec<u32> {
        while tokens.len() < length {
            let so_far = Tokens::new(&tokens, [1, tokens.len()], 2 * LETTERS);
            tokens.extend(self.answers(&so_far).as_slice().last());
        }
        tokens
    }
}
