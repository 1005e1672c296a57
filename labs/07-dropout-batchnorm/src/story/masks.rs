//! Neurons that are left out, and how loud the others must be.

use super::Story;
use crate::figures;
use lab07::dropout::{Drop, Scaling, expected, stays};
use lab07::network::{CLASSES, Dense};
use lab07::training::{Plan, train};
use lab07::{exercises, solutions};
use labkit::numerals::{list, num, percent};
use labkit::{Lesson, Quantity, Result, Table};
use nabla::{Activation, Init, Linear, Sequential, Tape, Tensor};
use rand::RngExt;
use trainer::{Examples, Score, half, score};

type Dropout = fn(&[f64], &[f64], f64) -> Vec<f64>;

pub fn masks(story: &Story, lesson: &mut Lesson) -> Result<()> {
    lesson.say("A neuron may rely on another: *if that one has seen the hook of this very 2, I need not look*. Dropout makes such pairs unreliable. At every step of training each neuron is left out at random, and the rest has to manage without it.");
    let mut rng = lesson.rng();
    let nets: Vec<Vec<Vec<bool>>> = (0..3)
        .map(|_| {
            let mut layer = |units: usize| {
                let draws: Vec<f64> = (0..units).map(|_| rng.random_range(0.0..1.0)).collect();
                stays(&draws, 0.5)
            };
            vec![vec![true; 4], layer(6), layer(6), vec![true; 3]]
        })
        .collect();
    lesson.figure(
        "thinned",
        "Three steps of training, a rate of 0.5 in both hidden layers: three different networks, which share their weights.",
        (720, 250),
        |area| figures::thinned::draw(area, &nets),
    )?;
    layer_masks(lesson)?;
    pixels(story, lesson)?;
    by_hand(lesson);
    Ok(())
}

/// What nabla drops of a hidden layer in four steps.
fn layer_masks(lesson: &mut Lesson) -> Result<()> {
    let absent = |mask: &Vec<f32>| mask.iter().filter(|&&x| x == 0.0).count();
    let mut rng = nabla::rng(lesson.flags().seed);
    let passes: Vec<Vec<f32>> = (0..4)
        .map(|_| {
            let tape = Tape::training(&mut rng);
            let ones = tape.constant(Tensor::ones([1, 128]));
            ones.dropout(0.25).value().data().to_vec()
        })
        .collect();
    lesson.predict_number(
        "A layer of 128 neurons, a rate of 0.25. How many are left out in the first step?",
        Quantity::new(absent(&passes[0]) as f64, 0).within(5.0),
        &format!("{} here. A quarter of 128 is 32; by chance it is a few more or fewer, and others each time.", absent(&passes[0])),
    );
    let labels: Vec<String> = passes
        .iter()
        .map(|mask| format!("{} dropped", absent(mask)))
        .collect();
    let shown: Vec<Vec<f32>> = passes
        .iter()
        .map(|m| m.iter().map(|&x| if x > 0.0 { 0.8 } else { 0.0 }).collect())
        .collect();
    let pictures: Vec<(&str, usize, usize, &[f32])> = labels
        .iter()
        .zip(&shown)
        .map(|(label, mask)| (label.as_str(), 8, 16, mask.as_slice()))
        .collect();
    lesson.grey(
        "Masks for 128 neurons at a rate of 0.25, in four steps. An empty field is a neuron left out.",
        &pictures,
    )
}

/// A digit with its pixels dropped.
fn pixels(story: &Story, lesson: &mut Lesson) -> Result<()> {
    let picture = Tensor::from_slice(&half(story.shown().data()), [1, 14 * 14]);
    let mut rng = nabla::rng(lesson.flags().seed);
    let rates = [0.0, 0.25, 0.5, 0.75];
    let shown: Vec<Vec<f32>> = rates
        .iter()
        .map(|&rate| {
            let tape = Tape::training(&mut rng);
            let x = tape.constant(picture.clone()).dropout(rate);
            // Without the making up: ink is at most 1.
            (x.value().data().iter())
                .map(|p| p * (1.0 - rate))
                .collect()
        })
        .collect();
    let labels = rates.map(|rate| format!("rate {rate}"));
    let pictures: Vec<(&str, usize, usize, &[f32])> = labels
        .iter()
        .zip(&shown)
        .map(|(label, picture)| (label.as_str(), 14, 14, picture.as_slice()))
        .collect();
    lesson.grey(
        "A digit whose pixels are dropped. How far do you still read it? No single pixel is needed.",
        &pictures,
    )
}

/// Five numbers and their draws.
fn by_hand(lesson: &mut Lesson) {
    let dropout = lesson.answer("dropout", exercises::dropout as Dropout, solutions::dropout);
    let (x, draws) = ([1.5, -2.0, 0.5, 3.0, -0.25], [0.9, 0.1, 0.6, 0.25, 0.2]);
    let y = dropout(&x, &draws, 0.25);
    lesson.say("Five numbers and a rate of 0.25. A number is dropped if its draw, a random number from 0 to 1, is below the rate. What stays is made larger, so that the *expected* value of each number, over all draws, is the number itself.");
    lesson.predict_number(
        "A 3 has the draw 0.25. What does it become?",
        Quantity::new(y[3], 4).within(0.01),
        "4. It stays in three quarters of all cases, and 3/4 · 4 + 1/4 · 0 = 3.",
    );
    let mut table = Table::new(["x", "draw", "stays", "becomes"]);
    for ((x, draw), y) in x.iter().zip(draws).zip(&y) {
        let stays = if draw < 0.25 { "no" } else { "yes" };
        table.push([num(*x, 2), num(draw, 2), stays.to_string(), num(*y, 4)]);
    }
    lesson.table(&table);
    lesson.say("The gradient goes the same way back: a neuron that was absent does not learn from this step.");
}

pub fn scaling(story: &Story, lesson: &mut Lesson) -> Result<()> {
    lesson.say("In use all neurons are there. A neuron behind a layer of which half was missing in training suddenly gets about twice the sum. So something must make up for it, for a number x, a rate r, and a mask m of 0s and 1s:");
    lesson.show(
        "
         scale in use        training: m·x            use: (1 − r)·x
         scale in training   training: m·x/(1 − r)    use: x          (inverted)",
    );
    lesson.say("To compare them without any luck, take a neuron behind four numbers and go through *all* 2⁴ = 16 masks, each weighted by its probability:");
    let (x, weights, rate) = ([1.5, -0.5, 2.0, 0.25], [0.75, 1.0, -0.5, 2.0], 0.3);
    let whole: f64 = x.iter().zip(weights).map(|(x, w)| x * w).sum();
    lesson.show(format!(
        "x = {}\nw = {}\nΣ wx = {}      r = 0.3",
        list(x, 2),
        list(weights, 2),
        num(whole, 4)
    ));
    let mut table = Table::new(["made up for", "mean of 16 masks", "in use", "agree"]);
    for scaling in Scaling::ALL {
        let (training, using) = (
            expected(&x, &weights, rate, scaling),
            whole * scaling.in_use(rate),
        );
        let agree = if (training - using).abs() < 1e-9 {
            "yes"
        } else {
            "no"
        };
        table.push([
            scaling.name().to_string(),
            num(training, 4),
            num(using, 4),
            agree.to_string(),
        ]);
    }
    lesson.table(&table);
    let runs = Scaling::ALL.map(|scaling| (scaling, trained(story, lesson, scaling)));
    let [_, _, nowhere, twice] = runs.map(|(_, (_, valid))| valid.loss);
    lesson.predict_choice(
        "Two layers with a rate of 0.5 are trained, and made up for nowhere, or in both places. Which mistake has the larger validation loss?",
        &["in both places", "nowhere", "neither: the largest logit stays the largest"],
        usize::from(nowhere > twice),
        "Two such layers make a factor of four. Made up for nowhere, the network in use shouts: its logits are about four times what was learned. In both places it whispers. Neither costs many right answers, for the largest logit stays the largest; the loss tells.",
    );
    let mut table = Table::new([
        "made up for",
        "train loss, as trained",
        "valid. loss",
        "valid. right",
    ]);
    for (scaling, (last, valid)) in runs {
        lesson.number(
            &format!("scaling_{scaling:?}_loss").to_lowercase(),
            valid.loss,
        );
        lesson.number(
            &format!("scaling_{scaling:?}_right").to_lowercase(),
            valid.accuracy,
        );
        table.push([
            scaling.name().to_string(),
            num(f64::from(last), 3),
            num(valid.loss, 3),
            percent(valid.accuracy),
        ]);
    }
    lesson.table(&table.caption("Two hidden layers of 128, rate 0.5 in both, one seed. The first two are right; they differ by luck, and because the second starts from quieter layers."));
    lesson.say("Everybody inverts today: then the network in use is simply the network, and whoever uses it need not know that there ever was dropout.");
    Ok(())
}

/// Trains with dropout made up for as told; returns the last training loss and the score in use.
fn trained(story: &Story, lesson: &Lesson, scaling: Scaling) -> (f32, Score) {
    let seed = lesson.flags().seed;
    let mut rng = nabla::rng(seed);
    let mut model = Sequential::new();
    for inputs in [784, 128] {
        model = model
            .push(Linear::new(inputs, 128, Init::He, &mut rng).activation(Activation::Relu))
            .push(Drop { rate: 0.5, scaling });
    }
    let mut model = model.push(Linear::new(128, CLASSES, Init::Xavier, &mut rng));
    let plan = Plan::new(lesson.shortened(60, 4), seed);
    let mut last = f32::NAN;
    train(&mut model, &story.few, &plan, |_, loss, _| {
        last = loss;
        true
    });
    (last, score(&model, &story.valid))
}

/// The usual network with dropout at this rate.
pub fn dropped(rate: f32) -> Dense<'static> {
    Dense {
        rate,
        ..Dense::USUAL
    }
}

/// How a network reads if its pass is said to be for training: dropout goes on dropping, batch norm looks at the batch.
pub fn score_in_training(model: &Sequential, examples: &Examples, rng: &mut nabla::Rng) -> Score {
    let tape = Tape::training(rng);
    let x = tape.constant(examples.images.clone());
    let logits = nabla::Module::forward(model, &tape, x);
    let answers = trainer::answers(&logits.value());
    let pairs = answers.iter().zip(examples.labels.as_slice());
    let right = pairs.filter(|(a, b)| a == b).count();
    Score {
        loss: f64::from(logits.softmax_cross_entropy(&examples.labels).item()),
        accuracy: right as f64 / examples.len() as f64,
    }
}
