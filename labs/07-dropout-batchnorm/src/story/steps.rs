//! Adam's first steps, at full rate and warmed up.

use super::Story;
use lab07::network::Dense;
use lab07::warmup::{dead, train_warmed};
use labkit::numerals::{give_or_take, num, percent, percentage};
use labkit::statistics::mean;
use labkit::{Chart, Lesson, Quantity, Result, Table};
use nabla::optim::{Adam, Optimizer};
use nabla::{Tape, Tensor};

/// Learning rates of Adam: the usual one, and larger ones.
const RATES: [f32; 4] = [0.001, 0.01, 0.03, 0.1];
const EPOCHS: usize = 12;

/// One training: the loss of each step, and what it came to.
struct Run {
    losses: Vec<f32>,
    dead: f64,
    right: f64,
}

pub fn steps(story: &Story, lesson: &mut Lesson) -> Result<()> {
    lesson.say("Adam divides the mean of the gradients by the root of the mean of their squares (lab 4). In the first step each of the two means is made of one gradient.");
    lesson.predict_number(
        "A weight's first gradient is 0.0002. How far does Adam move it at a rate of 0.1?",
        Quantity::new(first_step(0.0002, 0.1), 4).within(0.001),
        "By 0.1: 0.0002/√(0.0002²) is 1, and so it is for every weight, however small its gradient. One batch has spoken, and all weights take the longest step there is.",
    );
    lesson.say("A **warm-up** makes the first steps shorter: the rate grows to its full size in equal parts, here in the 20 steps of the first epoch, and then falls along half a cosine, as it does without. The network is the usual one with two hidden layers of 128, on 1,000 pictures.");
    let grids = RATES.map(|rate| [0, 20].map(|warm| several(story, lesson, rate, warm)));
    let right = |runs: &[Run]| mean(runs.iter().map(|run| run.right));
    let [full, warmed] = &grids[3];
    lesson.predict_number(
        &format!("At a rate of 0.1, from the first step on, it reads {} of the validation pictures after {EPOCHS} epochs. How many with a warm-up?", percent(right(full))),
        Quantity::percent(right(warmed), 1).within(0.04),
        &format!("{}. The rate was not too high for the network, only for its beginning.", percent(right(warmed))),
    );
    let mut table = Table::new([
        "rate",
        "warm-up",
        "highest loss",
        "dead neurons",
        "valid. right",
    ]);
    for (rate, pair) in RATES.iter().zip(&grids) {
        for (name, runs) in ["none", "20 steps"].iter().zip(pair) {
            let key = format!("warm_{rate}_{}", name.split(' ').next().unwrap_or(name));
            let highest = mean(runs.iter().map(highest));
            lesson.number(&format!("{key}_highest"), highest);
            lesson.number(
                &format!("{key}_dead"),
                mean(runs.iter().map(|run| run.dead)),
            );
            lesson.number(&format!("{key}_right"), right(runs));
            table.push([
                rate.to_string(),
                name.to_string(),
                num(highest, 1),
                percentage(mean(runs.iter().map(|run| run.dead)), 0),
                give_or_take(runs.iter().map(|run| run.right)),
            ]);
        }
    }
    lesson.table(&table.caption(format!("Means of {} seeds. *Highest loss*: of a step. *Dead neurons*: the fraction of the 256 that answer 0 to every training picture in the end.", full.len())));
    let points = |runs: &[Run]| {
        let losses = runs[0].losses[..60].to_vec();
        (1..).map(f64::from).zip(losses.into_iter().map(f64::from))
    };
    lesson.chart(
        "warm-up",
        "The first sixty steps of the first network at a rate of 0.1. In its second step the one without a warm-up is a hundred times wrong.",
        &Chart::new("step", "loss")
            .line("full rate", points(full))
            .line("warm-up", points(warmed))
            .log_y(),
    )?;
    lesson.say("All pixels are positive, and a step that is equally long for every weight moves a neuron's whole sum one way. Many fall below 0 for every picture; then a ReLU has no gradient, and no later step brings it back. After some steps the gradients of a weight have begun to contradict each other, their mean is smaller than the root of their squares, and the full rate does no harm. At the usual rate there is nothing to cure.");
    Ok(())
}

/// How far Adam moves a weight in its first step.
fn first_step(gradient: f32, rate: f32) -> f64 {
    let mut weight = nabla::Param::new("weight", Tensor::zeros([1]));
    let tape = Tape::new();
    let grads = (tape.param(&weight) * tape.constant(Tensor::full([1], gradient)))
        .sum()
        .backward();
    drop(tape);
    Adam::new(rate).step(&mut weight, &grads);
    f64::from(weight.value().data()[0]).abs()
}

fn highest(run: &Run) -> f64 {
    f64::from(run.losses.iter().copied().fold(0.0, f32::max))
}

/// Networks that differ in their seed alone.
fn several(story: &Story, lesson: &Lesson, rate: f32, warm: usize) -> Vec<Run> {
    let one = |seed| {
        let mut model = Dense::USUAL.build(&mut nabla::rng(seed));
        let epochs = lesson.shortened(EPOCHS, 4);
        let losses = train_warmed(&mut model, &story.many, (rate, warm), epochs, seed);
        Run {
            losses,
            dead: dead(&model, Dense::USUAL.hidden.len(), &story.many.images),
            right: trainer::score(&model, &story.rest).accuracy,
        }
    };
    lesson.seeds(5, 2).into_iter().map(one).collect()
}
