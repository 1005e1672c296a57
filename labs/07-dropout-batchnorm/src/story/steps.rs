//! Adam's first steps, at full rate and warmed up.

use super::Story;
use lab07::network::Dense;
use lab07::warmup::{dead, train_warmed, warmed};
use labkit::numerals::{give_or_take, num, percent, percentage};
use labkit::statistics::mean;
use labkit::{Chart, Lesson, Quantity, Result, Table};
use nabla::optim::{Adam, Optimizer};
use nabla::{Parameters, Sequential, Tape, Tensor};

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
    let [full, gentle] = &grids[3];
    lesson.predict_number(
        &format!("At a rate of 0.1, from the first step on, it reads {} of the validation pictures after {EPOCHS} epochs. How many with a warm-up?", percent(right(full))),
        Quantity::percent(right(gentle), 1).within(0.04),
        &format!("{}. Nearly all of the damage was done in the first steps.", percent(right(gentle))),
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
        let losses = runs[0].losses.iter().take(60).map(|&loss| f64::from(loss));
        (1..).map(f64::from).zip(losses.collect::<Vec<_>>())
    };
    lesson.chart(
        "warm-up",
        "The first sixty steps of the first network at a rate of 0.1, at full rate from the start and with a warm-up.",
        &Chart::new("step", "loss")
            .line("full rate", points(full))
            .line("warm-up", points(gentle))
            .log_y(),
    )?;
    lesson.say("No pixel is negative, and weights that all take the same step move a neuron's sum far. Many sums fall below 0 for every picture, and a ReLU that is never above 0 has no gradient. Later the gradients of a weight contradict each other, their mean is smaller than the root of their squares, and the steps are shorter. At the usual rate the mean step, in units of the rate:");
    let paces = paces(story, lesson);
    let shown = [1, 2, 5, 10, 20].map(|step| (step, paces[step - 1]));
    for (step, pace) in shown {
        lesson.number(&format!("pace_{step}"), pace);
    }
    let cells = |cell: &dyn Fn(&(usize, f64)) -> String| {
        let cells = shown.iter().map(|pair| format!("{:>6}", cell(pair)));
        cells.collect::<String>()
    };
    lesson.show(format!(
        "step       {}\nmean step  {}",
        cells(&|(step, _)| step.to_string()),
        cells(&|(_, pace)| num(*pace, 2)),
    ));
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

/// How far Adam moves the weights at each step, on average, in units of the rate. Weights whose pixel is always empty stay
/// where they are, and are left out.
fn paces(story: &Story, lesson: &Lesson) -> Vec<f64> {
    let values = |model: &Sequential| {
        let mut values = Vec::new();
        model.visit(&mut |param| values.extend_from_slice(param.value().data()));
        values
    };
    let seed = lesson.flags().seed;
    let mut model = Dense::USUAL.build(&mut nabla::rng(seed));
    let (mut before, mut paces) = (values(&model), Vec::new());
    train_warmed(
        &mut model,
        &story.many,
        (RATES[0], 0),
        (2, seed),
        |_, model| {
            let now = values(model);
            let rate = f64::from(warmed(RATES[0], paces.len(), 0, 2 * 20));
            let moves = now
                .iter()
                .zip(&before)
                .map(|(a, b)| f64::from((a - b).abs()));
            let moves: Vec<f64> = moves.filter(|&by| by > 0.0).collect();
            paces.push(mean(moves) / rate);
            before = now;
        },
    );
    paces
}

fn highest(run: &Run) -> f64 {
    f64::from(run.losses.iter().copied().fold(0.0, f32::max))
}

/// Networks that differ in their seed alone.
fn several(story: &Story, lesson: &Lesson, rate: f32, warm: usize) -> Vec<Run> {
    let one = |seed| {
        let mut model = Dense::USUAL.build(&mut nabla::rng(seed));
        let epochs = lesson.shortened(EPOCHS, 4);
        let (plan, mut losses) = ((epochs, seed), Vec::new());
        train_warmed(&mut model, &story.many, (rate, warm), plan, |loss, _| {
            losses.push(loss);
        });
        Run {
            losses,
            dead: dead(&model, Dense::USUAL.hidden.len(), &story.many.images),
            right: trainer::score(&model, &story.rest).accuracy,
        }
    };
    lesson.seeds(5, 2).into_iter().map(one).collect()
}
