//! Sequences whose answer depends on one thing, and a network that looks once.

use crate::block::Block;
use crate::positions::{Places, rotary, sinusoid_table};
use nabla::{Embedding, Heads, Init, Labels, Linear, Module, Rng, Tape, Tensor, Tokens, Var};
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

    /// One sequence of this length, and what is wanted, question by question at each place. A marked
    /// letter is LETTERS more than itself.
    ///
    /// # Panics
    /// If there are fewer than 4 places, or more than LETTERS where no letter comes twice.
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

/// Numbers of a token.
pub const WIDTH: usize = 32;

// ANCHOR: reader
/// Looks once, then thinks at each place: one layer of attention and no norm, so that what it finds is found by looking.
pub struct Reader {
    /// What it is asked.
    pub task: Task,
    /// What a letter is, C numbers.
    pub words: Embedding,
    /// What a place is, where that is learned: `[T, C]`.
    pub table: Embedding,
    /// Queries, keys and values, C to 3C.
    pub look: Linear,
    /// C to C.
    pub seen: Linear,
    /// Stand in the place of the one look, if there are any.
    pub blocks: Vec<Block>,
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
    blocks,
    think,
    guess
});

impl Reader {
    /// Tokens plus places, `[N, T, C]`.
    pub fn placed<'t>(&self, tape: &'t Tape, tokens: &Tokens) -> Var<'t> {
        let x = self.words.forward(tape, tokens);
        let length = x.shape().dims()[1];
        match self.places {
            Places::Sinusoids => x + tape.constant(sinusoid_table(length, WIDTH)),
            Places::Learned => x + tape.param(&self.table.table).slice(0, 0..length),
            Places::Nowhere | Places::Rotary => x,
        }
    }

    /// What each token sees at the others, `[N, T, C]`.
    fn looked<'t>(&self, tape: &'t Tape, x: Var<'t>, heads: Heads<'_>) -> Var<'t> {
        let asked = self.look.forward(tape, x);
        let [q, k, v] = [0, 1, 2].map(|i| asked.slice(2, i * WIDTH..(i + 1) * WIDTH));
        let turned = |x| match self.places {
            Places::Rotary => rotary(x, self.heads),
            _ => x,
        };
        let seen = turned(q).attention(turned(k), v, heads);
        self.seen.forward(tape, seen)
    }

    /// The logits of the answers to each question at each place, `[N, T·questions, LETTERS]`.
    pub fn forward<'t>(&self, tape: &'t Tape, tokens: &Tokens) -> Var<'t> {
        let heads = Heads::new(self.heads);
        let heads = if self.causal { heads.causal() } else { heads };
        let x = self.placed(tape, tokens);
        let step = |x, block: &Block| block.forward(tape, x, heads);
        let x = match self.blocks.is_empty() {
            true => x + self.looked(tape, x, heads),
            false => self.blocks.iter().fold(x, step),
        };
        let logits = self.guess.forward(tape, self.think.forward(tape, x).gelu());
        let asked = tokens.len() / x.shape().dims()[0] * self.task.questions();
        logits.reshape([x.shape().dims()[0], asked, LETTERS])
    }
}
// ANCHOR_END: reader

impl Reader {
    /// One head and fresh weights; places are learned up to `longest`.
    pub fn new(task: Task, places: Places, longest: usize, rng: &mut Rng) -> Self {
        let mut table = |rows| Embedding::new(rows, WIDTH, Init::Normal(1.0), rng);
        let (words, table) = (table(2 * LETTERS), table(longest));
        let mut linear = |i, o| Linear::new(i, o, Init::Xavier, rng).without_bias();
        Reader {
            task,
            words,
            table,
            look: linear(WIDTH, 3 * WIDTH),
            seen: linear(WIDTH, WIDTH),
            blocks: Vec::new(),
            think: linear(WIDTH, 4 * WIDTH),
            guess: linear(4 * WIDTH, task.questions() * LETTERS),
            places,
            heads: 1,
            causal: false,
        }
    }

    // ANCHOR: maps
    /// Where each head looks in one sequence, if it may look everywhere: `[heads, T, T]`. `split` is `split_heads`.
    pub fn maps(&self, tokens: &Tokens, split: fn(&[f64], usize, usize) -> Vec<f64>) -> Tensor {
        let tape = Tape::new();
        let asked = self.look.forward(&tape, self.placed(&tape, tokens));
        let (length, width) = (tokens.len(), WIDTH / self.heads);
        let [q, k] = [0, 1].map(|i| {
            let rows = asked.slice(2, i * WIDTH..(i + 1) * WIDTH).value();
            let rows: Vec<f64> = rows.data().iter().map(|&x| f64::from(x)).collect();
            let heads = split(&rows, length, self.heads);
            let heads = heads.into_iter().map(|x| x as f32).collect();
            tape.constant(Tensor::from_vec(heads, [self.heads, length, width]))
        });
        let scores = q.matmul_t(k) * (width as f32).powf(-0.5);
        scores.softmax().value()
    }
    // ANCHOR_END: maps

    /// What becomes of it by Adam with this rule, in so many steps on sequences of this length; `after` sees each loss.
    pub fn learned(
        mut self,
        rule: Rule,
        (length, steps): (usize, usize),
        seed: u64,
        mut after: impl FnMut(f32),
    ) -> Self {
        let (mut learner, rng) = (Learner::new(rule, steps), &mut nabla::rng(seed));
        for _ in 0..steps {
            let (tokens, wanted) = self.task.batch(BATCH, length, rng);
            let loss = learner.learn(&mut self, Tape::new(), |reader, tape| {
                reader.forward(tape, &tokens).softmax_cross_entropy(&wanted)
            });
            after(loss.item());
        }
        self
    }

    /// The loss of new sequences, and the share of right answers at the places from `from` on.
    pub fn exam(&self, length: usize, from: usize) -> (f64, f64) {
        let (tokens, wanted) = self.task.batch(200, length, &mut nabla::rng(9));
        let tape = Tape::new();
        let logits = self.forward(&tape, &tokens);
        let (answers, questions) = (logits.value().argmax(2), self.task.questions());
        let (mut right, mut asked) = (0, 0);
        for (i, (answer, wanted)) in answers.as_slice().iter().zip(wanted.as_slice()).enumerate() {
            if *wanted != NOTHING && i / questions % length >= from {
                asked += 1;
                right += usize::from(answer == wanted);
            }
        }
        let loss = logits.softmax_cross_entropy(&wanted).item();
        (f64::from(loss), right as f64 / asked as f64)
    }

    /// The sequence with what the reader takes for the rest of it, one place after another.
    pub fn writes(&self, mut tokens: Vec<u32>, length: usize) -> Vec<u32> {
        while tokens.len() < length {
            let so_far = Tokens::new(&tokens, [1, tokens.len()], 2 * LETTERS);
            let answers = self.forward(&Tape::new(), &so_far).value().argmax(2);
            tokens.extend(answers.as_slice().last());
        }
        tokens
    }
}
