//! A block, line by line.

use lab13::block::{Block, Norm};
use lab13::counting::{LETTERS, Task};
use labkit::numerals::{count, num, percent};
use labkit::statistics::mean;
use labkit::{Lesson, Quantity, Result, Table};
use nabla::inspect::Watch;
use nabla::{
    Embedding, Heads, Init, LayerNorm, Linear, Module, Parameters, Rng, Tape, Tensor, Tokens, Var,
};
use trainer::{Learner, Rule};

/// Numbers of a token, of the block that is read and of those that learn.
const WIDTH: usize = 64;
const NARROW: usize = 32;
/// Letters of a sequence.
const LENGTH: usize = 12;
/// Steps of each training.
const STEPS: usize = 100;

/// The section.
pub fn blocks(lesson: &mut Lesson) -> Result<()> {
    lesson.say("A transformer is one block, again and again. In it the tokens look at each other, then each thinks for itself; both parts only *add* to what goes past.");
    let block = Block::new(WIDTH, &mut lesson.rng());
    let tape = Tape::new().watched(Watch::default());
    let x = tape.constant(Tensor::ones([1, 10, WIDTH]));
    block.forward(&tape, x, Heads::new(4).causal());
    let mut table = Table::new(["operation", "layer", "result [N, T, …]"]);
    for node in tape
        .graph(&block)
        .nodes
        .iter()
        .filter(|node| !node.op.is_empty())
    {
        table.push([node.op.clone(), node.layer.clone(), node.shape.to_string()]);
    }
    lesson.table(&table.caption(format!(
        "What a block computes, in order: one text of 10 tokens of {WIDTH} numbers."
    )));
    let weights = |width: usize| nabla::parameters(&Block::new(width, &mut nabla::rng(1)));
    lesson.predict_number(
        "A matrix from C to C has C² weights. How many C² are in a block?",
        Quantity::new(12.0, 0).within(0.0),
        &format!("12: 3 for queries, keys and values, 1 behind the heads, 4 up and 4 down. With {WIDTH} numbers that is {}, and 2·{WIDTH} more in the norms. Heads cost nothing.", count(weights(WIDTH) - 2 * WIDTH)),
    );
    lesson.say(format!("How many parameters has the small GPT-2, 12 such blocks of 768 numbers? That is exercise `gpt2_parameters`: {}.", lesson.reveal("gpt2_parameters", count(lab13::solutions::gpt2_parameters()[3] as usize))));
    lesson.predict_number(
        "Each weight of a block is used once for each token. Looking costs more: a score with each of T tokens, and a mean over them, 2·T·C products. At which T does that equal the 12·C² of the weights, for C = 768?",
        Quantity::new(4608.0, 0).factor(1.2),
        "6·C = 4,608. Up to there a transformer is mostly matrices; beyond, mostly looking.",
    );
    let shares = [256, 1024, 4096, 16_384]
        .map(|t| format!("{}: {}", count(t), percent(t as f64 / (t as f64 + 4608.0))));
    lesson.show(format!(
        "share of the work that is looking, at T of\n{}",
        shares.join("   ")
    ));
    norms(lesson);
    Ok(())
}

/// Blocks on top of each other, where the norms stand before the parts or behind.
fn norms(lesson: &mut Lesson) {
    lesson.say(format!("Where does the norm stand? The first transformer took it **behind** each sum, x = norm(x + part(x)). Today it stands **before** each part, x + part(norm(x)), and nothing touches the sum. The task is the last section's, {STEPS} steps of Adam at a rate of 0.01; whoever knows nothing has a loss of ln 10 = 2.30."));
    let (steps, full) = (lesson.shortened(STEPS, 20), Rule::adam(0.01));
    let ways = [
        ("before", Norm::Before, full),
        ("behind", Norm::After, full),
        ("behind, warmed up", Norm::After, full.one_cycle(0.9)),
    ];
    let mut table = Table::new(["blocks"].into_iter().chain(ways.map(|(name, ..)| name)));
    let mut deep = [0.0; 3];
    for depth in [2, 6, 12] {
        deep = ways.map(|(name, order, rule)| {
            let mut bar = lesson.progress(&format!("{depth} blocks, {name}"), steps);
            let loss =
                Stack::new(depth, order, &mut lesson.rng())
                    .learned(rule, steps, lesson, |loss| bar.step(loss, None));
            bar.done();
            loss
        });
        table.push(
            [depth.to_string()]
                .into_iter()
                .chain(deep.map(|loss| num(loss, 3))),
        );
    }
    lesson.predict_choice(
        "Twelve blocks. Which does not learn at all?",
        &["norms before", "norms behind", "norms behind, and a rate that rises to 0.01 over the whole training"], 1,
        &format!("Norms behind ends at {}, before at {}. With a rate that begins near 0 it comes to {}: the first steps are what it cannot bear.", num(deep[1], 2), num(deep[0], 3), num(deep[2], 3)),
    );
    lesson.table(&table.caption("Mean loss of the last ten steps."));
}

/// Words and places, blocks, a last norm, and a guess.
struct Stack {
    words: Embedding,
    places: Embedding,
    blocks: Vec<Block>,
    norm: LayerNorm,
    guess: Linear,
}

nabla::parts!(Stack {
    words,
    places,
    blocks,
    norm,
    guess
});

impl Stack {
    /// Weights are drawn four times as large as GPT-2's, which is small to begin with: about as the first transformer's were.
    fn new(depth: usize, order: Norm, rng: &mut Rng) -> Self {
        let mut table = |rows| Embedding::new(rows, NARROW, Init::Normal(1.0), rng);
        let (words, places) = (table(2 * LETTERS), table(LENGTH));
        let mut blocks: Vec<_> = (0..depth)
            .map(|_| Block {
                order,
                ..Block::new(NARROW, rng)
            })
            .collect();
        blocks.visit_mut(&mut |param| {
            let factor = if param.value().dims().len() == 2 {
                4.0
            } else {
                1.0
            };
            param
                .value_mut()
                .data_mut()
                .iter_mut()
                .for_each(|w| *w *= factor);
        });
        let (norm, guess) = (
            LayerNorm::new(NARROW),
            Linear::new(NARROW, LETTERS, Init::Xavier, rng),
        );
        Stack {
            words,
            places,
            blocks,
            norm,
            guess,
        }
    }

    fn forward<'t>(&self, tape: &'t Tape, tokens: &Tokens) -> Var<'t> {
        let x = self.words.forward(tape, tokens) + tape.param(&self.places.table);
        let x = self
            .blocks
            .iter()
            .fold(x, |x, block| block.forward(tape, x, Heads::new(4).causal()));
        self.guess.forward(tape, self.norm.forward(tape, x))
    }

    /// The mean loss of the last ten steps.
    fn learned(
        mut self,
        rule: Rule,
        steps: usize,
        lesson: &Lesson,
        mut after: impl FnMut(f32),
    ) -> f64 {
        let (mut learner, mut losses, rng) =
            (Learner::new(rule, steps), Vec::new(), &mut lesson.rng());
        for _ in 0..steps {
            let (tokens, wanted) = Task::Back(3).batch(16, LENGTH, rng);
            let loss = learner.learn(&mut self, Tape::new(), |stack, tape| {
                stack.forward(tape, &tokens).softmax_cross_entropy(&wanted)
            });
            losses.push(f64::from(loss.item()));
            after(loss.item());
        }
        mean(losses.into_iter().rev().take(10))
    }
}
