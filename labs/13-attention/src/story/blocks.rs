//! A block, line by line.

use lab13::block::{Block, Norm};
use labkit::numerals::{count, num, percent};
use labkit::{Lesson, Quantity, Result, Table};
use nabla::inspect::Watch;
use nabla::{Heads, Tape, Tensor};

/// Numbers of a token.
const WIDTH: usize = 64;

/// The section.
pub fn blocks(lesson: &mut Lesson) -> Result<()> {
    lesson.say("A transformer is one block, again and again. In it the tokens look at each other, then each thinks for itself; both parts only *add* to what goes past.");
    let block = Block::new(WIDTH, &mut lesson.rng());
    let tape = Tape::new().watched(Watch::default());
    let x = tape.constant(Tensor::ones([1, 10, WIDTH]));
    block.forward(&tape, x, Heads::new(4).causal());
    let mut table = Table::new(["operation", "layer", "result [N, T, …]"]);
    for node in tape.graph(&block).nodes.iter().filter(|node| !node.op.is_empty()) {
        table.push([node.op.clone(), node.layer.clone(), node.shape.to_string()]);
    }
    lesson.table(&table.caption(format!("What a block computes, in order: one text of 10 tokens of {WIDTH} numbers.")));
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
    let shares = [256, 1024, 4096, 16_384].map(|t| format!("{}: {}", count(t), percent(t as f64 / (t as f64 + 4608.0))));
    lesson.show(format!("share of the work that is looking, at T of\n{}", shares.join("   ")));
    norms(lesson);
    Ok(())
}

/// Gradients of fresh blocks on top of each other, where the norms stand before the parts or behind.
fn norms(lesson: &mut Lesson) {
    lesson.say("Where does the norm stand? The first transformer took it **behind** each sum, x = norm(x + part(x)). Today it stands **before** each part, x + part(norm(x)), and nothing touches the sum. How much gradient reaches the first block, measured by that of the last?");
    let mut table = Table::new(["blocks", "behind", "before"]);
    let mut deep = 0.0;
    for depth in [2, 6, 12] {
        let [behind, before] = [Norm::After, Norm::Before].map(|order| first_to_last(depth, order, lesson));
        table.push([depth.to_string(), num(behind, 3), num(before, 2)]);
        deep = behind;
    }
    lesson.number("norms_behind", deep);
    lesson.predict_number(
        "Of 12 fresh blocks with the norms behind: the length of the first one's gradient, over that of the last?",
        Quantity::new(deep, 3).factor(2.0),
        &format!("{}. Each of 24 norms divides by the length of a sum of two, and so does the way back.", num(deep, 3)),
    );
    lesson.table(&table.caption("Length of the first block's gradient over that of the last one's, before any training."));
    lesson.say("So the first transformers needed a rate that began near 0 and warmed up over thousands of steps. With the norms before, warm-up is a help, and no longer a condition.");
}

// ANCHOR: first_to_last
/// Length of the gradient of the first block over that of the last, for weights of deviation 1/√C.
fn first_to_last(depth: usize, order: Norm, lesson: &Lesson) -> f64 {
    let rng = &mut lesson.rng();
    let blocks: Vec<Block> = (0..depth).map(|_| fresh(order, rng)).collect();
    let (x, target) = (Tensor::normal([8, 16, WIDTH], rng), Tensor::normal([8, 16, WIDTH], rng));
    let tape = Tape::new();
    let x = tape.constant(x);
    let y = blocks.iter().fold(x, |x, block| block.forward(&tape, x, Heads::new(4)));
    let grads = y.mse(&target).backward();
    f64::from(grads.norm(&blocks[0]) / grads.norm(&blocks[depth - 1]))
}
// ANCHOR_END: first_to_last

/// A block whose weights are drawn larger than GPT-2's, which are small to begin with, as the first transformer's were.
fn fresh(order: Norm, rng: &mut nabla::Rng) -> Block {
    use nabla::Parameters;
    let mut block = Block { order, ..Block::new(WIDTH, rng) };
    let larger = (WIDTH as f32).powf(-0.5) / 0.02;
    block.visit_mut(&mut |param| {
        if param.value().dims().len() == 2 {
            param.value_mut().data_mut().iter_mut().for_each(|w| *w *= larger);
        }
    });
    block
}
