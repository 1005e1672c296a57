//! A block, line by line.

use lab13::block::{Block, Norm};
use lab13::counting::{LETTERS, Reader, Task, WIDTH};
use lab13::positions::Places;
use labkit::numerals::{count, num, percent};
use labkit::{Lesson, Quantity, Result, Table};
use nabla::inspect::Watch;
use nabla::{Heads, Parameters, Rng, Tape, Tensor};
use trainer::Rule;

/// Letters of a sequence.
const LENGTH: usize = 8;
/// Steps of each training, and their rate.
const STEPS: usize = 120;
const RATE: f32 = 0.01;

/// The section.
pub fn blocks(lesson: &mut Lesson) -> Result<()> {
    lesson.say("A transformer is one block, again and again. In it the tokens look at each other, then each thinks for itself; both parts only *add* to what goes past.");
    let block = Block::new(WIDTH, &mut lesson.rng());
    let tape = Tape::new().watched(Watch::default());
    let x = tape.constant(Tensor::ones([1, 10, WIDTH]));
    block.forward(&tape, x, Heads::new(4).causal());
    let nodes = tape.graph(&block).nodes.into_iter();
    let made = nodes.filter(|node| !node.op.is_empty());
    let rows = made.map(|node| [node.op, node.layer, node.shape.to_string()]);
    let table = Table::new(["operation", "layer", "result [N, T, …]"]).rows(rows);
    let caption = format!("What a block computes: a text of 10 tokens of {WIDTH} numbers.");
    lesson.table(&table.caption(caption));
    let weights = nabla::parameters(&block) - 2 * WIDTH;
    let squares = weights / (WIDTH * WIDTH);
    lesson.predict_number(
        "A matrix from C to C has C² weights. How many C² are in a block?",
        Quantity::new(squares as f64, 0).within(0.0),
        &format!("{squares}: 3 for queries, keys and values, 1 behind the heads, 4 up and 4 down. With {WIDTH} numbers that is {}, and 2·{WIDTH} more in the norms. Heads cost nothing.", count(weights)),
    );
    lesson.say(format!("How many parameters has the small GPT-2, 12 such blocks of 768 numbers? That is exercise `gpt2_parameters`: {}.", lesson.reveal("gpt2_parameters", count(lab13::solutions::gpt2_parameters()[3] as usize))));
    // 2·T·C = 12·C² at C = 768.
    let even = squares * 768 / 2;
    lesson.predict_number(
        "Each weight of a block is used once for each token. Looking costs more: a score with each of T tokens, and a mean over them, 2·T·C products. At which T does that equal the 12·C² of the weights, for C = 768?",
        Quantity::new(even as f64, 0).factor(1.2),
        &format!("6·C = {}. Up to there a transformer is mostly matrices; beyond, mostly looking.", count(even)),
    );
    let share = |t: usize| percent(t as f64 / (t + even) as f64);
    let shares = [256, 1024, 4096, 16_384].map(|t| format!("{}: {}", count(t), share(t)));
    lesson.show(format!("looking, T = {}", shares.join("   ")));
    norms(lesson);
    Ok(())
}

/// Blocks on top of each other, where the norms stand before the parts or behind.
fn norms(lesson: &mut Lesson) {
    lesson.say(format!("Where does the norm stand? The first transformer took it **behind** each sum, x = norm(x + part(x)). Today it stands **before** each part, x + part(norm(x)), and nothing touches the sum. The task is the last section's, the training short, by Adam at a rate of {RATE}; whoever knows nothing has a loss of ln {LETTERS} = {}.", num((LETTERS as f64).ln(), 2)));
    let (full, slow) = (Rule::adam(RATE), Rule::adam(RATE).one_cycle(0.5));
    let ways = [
        ("before", Norm::Before, full),
        ("behind", Norm::After, full),
        ("behind, warmed up", Norm::After, slow),
    ];
    let mut table = Table::new(["blocks"].into_iter().chain(ways.map(|(name, ..)| name)));
    let mut deep = [0.0; 3];
    for depth in [2, 12] {
        deep = ways.map(|(name, order, rule)| {
            let steps = lesson.shortened(STEPS, 20);
            let mut bar = lesson.progress(&format!("{depth} blocks, {name}"), steps);
            let (fresh, seed) = (stack(depth, order, &mut lesson.rng()), lesson.flags().seed);
            let after = |loss| bar.step(loss, None);
            let reader = fresh.learned(rule, (LENGTH, steps), seed, after);
            bar.done();
            reader.exam(LENGTH, 0).0
        });
        let losses = deep.map(|loss| num(loss, 3));
        table.push([depth.to_string()].into_iter().chain(losses));
    }
    lesson.predict_choice(
        "Twelve blocks. Which does not learn at all?",
        &["norms before", "norms behind", "norms behind, and a rate that rises from near 0 for half of the training"], 1,
        &format!("Norms behind end at {}, before at {}. With a rate that begins near 0 they come to {}: the first steps are what they cannot bear.", num(deep[1], 2), num(deep[0], 3), num(deep[2], 3)),
    );
    lesson.table(&table.caption("Loss on new sequences."));
}

/// A reader with blocks, their weights four times as large as GPT-2's, which are small to begin with: about as the first
/// transformer's were.
fn stack(depth: usize, order: Norm, rng: &mut Rng) -> Reader {
    let fresh = Reader::new(Task::Back(3), Places::Learned, LENGTH, rng);
    let mut blocks: Vec<_> = (0..depth).map(|_| Block::new(WIDTH, rng)).collect();
    blocks.iter_mut().for_each(|block| block.order = order);
    blocks.visit_mut(&mut |param| {
        if param.value().dims().len() == 2 {
            let weights = param.value_mut().data_mut();
            weights.iter_mut().for_each(|w| *w *= 4.0);
        }
    });
    Reader {
        blocks,
        heads: 4,
        causal: true,
        ..fresh
    }
}
