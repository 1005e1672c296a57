//! What batch norm buys, and where it belongs.

use super::Story;
use lab07::network::{Dense, Place};
use lab07::training::{Plan, train};
use labkit::numerals::{give_or_take, num, percent};
use labkit::statistics::mean;
use labkit::{Chart, Lesson, Quantity, Result, Table};
use nabla::{Activation, Init, Tape, Tensor};
use trainer::Rule;
use trainer::score;

/// Learning rates from too small to absurd.
const RATES: [f32; 6] = [0.01, 0.1, 0.5, 1.0, 2.0, 4.0];
/// Four hidden layers.
const DEEP: [usize; 4] = [64; 4];

/// The validation loss after each epoch of plain descent; and what is read right in the end.
fn descend(
    story: &Story,
    dense: &Dense<'_>,
    (rate, passes): (f32, usize),
    seed: u64,
) -> (Vec<f64>, f64) {
    let mut model = dense.build(&mut nabla::rng(seed));
    let plan = Plan {
        rule: Rule::sgd(rate),
        ..Plan::new(passes, seed)
    };
    let mut losses = Vec::new();
    train(&mut model, &story.many, &plan, |_, _, model| {
        losses.push(score(model, &story.rest).told_as("valid").loss);
        true
    });
    (losses, score(&model, &story.rest).accuracy)
}

fn deep(activation: Activation, init: Init, place: Place) -> Dense<'static> {
    Dense {
        hidden: &DEEP,
        activation,
        init,
        place,
        rate: 0.0,
    }
}

pub fn buys(story: &Story, lesson: &mut Lesson) -> Result<()> {
    lesson.say("Four hidden layers of 64, plain descent, all else equal. First the networks that earlier labs failed with: sigmoids, which fade the gradient from layer to layer (lab 3), and weights that start far too small or too large (lab 5).");
    let order = order(lesson);
    lesson.predict_choice(
        "Which of these sick networks learn with batch norm?",
        &["none", "the one with sigmoids", "all of them", "those with tiny and with large weights"],
        2,
        "Whatever the weights' size, each channel is brought back to a standard deviation of 1. The scale of the weights matters far less. It still matters for speed: weights that start too large take small steps.",
    );
    let passes = lesson.shortened(12, 4);
    let (relu, sigmoid) = (Activation::Relu, Activation::Sigmoid);
    let cases = [
        ("he", "ReLU, He", relu, Init::He, 0.1),
        ("sigmoid", "sigmoid, Xavier", sigmoid, Init::Xavier, 0.5),
        ("tiny", "ReLU, tiny (0.01)", relu, Init::Normal(0.01), 0.1),
        ("large", "ReLU, large (1)", relu, Init::Normal(1.0), 0.1),
    ];
    let mut table = Table::new([
        "network",
        "rate",
        "without: loss",
        "right",
        "with: loss",
        "right",
    ]);
    let mut chart = Chart::new("epoch", "validation loss").y_range(0.0..2.5);
    let seed = lesson.flags().seed;
    for (key, name, activation, init, rate) in cases {
        let mut cells = vec![name.to_string(), num(f64::from(rate), 1)];
        for place in [Place::Nowhere, order] {
            let (losses, right) =
                descend(story, &deep(activation, init, place), (rate, passes), seed);
            let last = losses.last().copied().unwrap_or(f64::NAN);
            cells.extend([num(last, 2), percent(right)]);
            lesson.number(&format!("bn_{key}_{}", with(place)), right);
            let points = (1..).map(f64::from).zip(losses);
            if activation == sigmoid || init == Init::Normal(0.01) {
                chart = match place {
                    Place::Nowhere => chart.dashed(format!("{name}, without"), points),
                    _ => chart.line(format!("{name}, with"), points),
                };
            }
        }
        table.push(cells);
    }
    lesson.table(&table.caption(format!(
        "*Without* and *with* batch norm {} each activation.",
        lesson.choice("order")
    )));
    lesson.chart(
        "sick",
        "Two networks that would not learn, and the same with batch norm.",
        &chart,
    )?;
    rates(story, lesson, passes)
}

/// Where the learner wants batch norm.
fn order(lesson: &Lesson) -> Place {
    match lesson.choice("order") {
        "after" => Place::After,
        _ => Place::Before,
    }
}

/// The word for it in the names of numbers.
fn with(place: Place) -> &'static str {
    match place {
        Place::Nowhere => "without",
        _ => "with",
    }
}

/// Small and large learning rates.
fn rates(story: &Story, lesson: &mut Lesson, passes: usize) -> Result<()> {
    let mut table = Table::new(["rate", "without: right", "with: right"]);
    let mut curves = [Vec::new(), Vec::new()];
    for rate in RATES {
        let mut cells = vec![rate.to_string()];
        for (place, curve) in [Place::Nowhere, order(lesson)].into_iter().zip(&mut curves) {
            let dense = deep(Activation::Relu, Init::He, place);
            let (_, right) = descend(story, &dense, (rate, passes), lesson.flags().seed);
            cells.push(percent(right));
            curve.push((f64::from(rate), 100.0 * right));
            lesson.number(&format!("bn_rate_{rate}_{}", with(place)), right);
        }
        table.push(cells);
    }
    let [without, with] = curves;
    let learns = |&(_, right): &(f64, f64)| right > 50.0;
    let largest = |curve: &[(f64, f64)]| curve.iter().rposition(learns).unwrap_or(0);
    let [alone, normed] = [&without, &with].map(|curve| RATES[largest(curve)]);
    lesson.predict_number(
        &format!("The healthy network, ReLU from He's start, is trained at the rates 0.01, 0.1, 0.5, 1, 2 and 4. It reads more than half up to a rate of {alone}. Up to which with batch norm?"),
        Quantity::new(f64::from(normed), 1).within(0.0),
        &format!("Up to {normed}. A rate that is too high makes weights that are too large, and these take shorter steps."),
    );
    lesson.table(&table);
    lesson.chart(
        "rates",
        "What batch norm allows: rates at which the plain network falls apart.",
        &Chart::new("learning rate", "validation right, %")
            .line("without", without)
            .line("with batch norm", with)
            .log_x()
            .y_range(0.0..100.0),
    )?;
    lesson.say(
        "That it works is measured; why, is still argued about. The chapter says between whom.",
    );
    Ok(())
}

pub fn before_or_after(story: &Story, lesson: &mut Lesson) -> Result<()> {
    lesson.say("Before or after the activation? The paper normalises the sums, *before*. The network of the score normalises *after* the ReLU [PSC]. Both are in use.");
    let passes = lesson.shortened(12, 4);
    let seeds = lesson.seeds(3, 2);
    let mut table = Table::new(["batch norm", "ReLU: right", "sigmoid: right"]);
    for (name, place) in [
        ("nowhere", Place::Nowhere),
        ("before", Place::Before),
        ("after", Place::After),
    ] {
        let mut cells = vec![name.to_string()];
        for (kind, activation, init) in [
            ("relu", Activation::Relu, Init::He),
            ("sigmoid", Activation::Sigmoid, Init::Xavier),
        ] {
            let dense = deep(activation, init, place);
            let end = |&seed: &u64| descend(story, &dense, (0.2, passes), seed).1;
            let right = seeds.iter().map(end).collect::<Vec<f64>>().into_iter();
            lesson.number(&format!("place_{name}_{kind}"), mean(right.clone()));
            cells.push(give_or_take(right));
        }
        table.push(cells);
    }
    lesson.table(&table.caption(format!(
        "Four hidden layers of 64, rate 0.2, {passes} epochs, {} seeds.",
        seeds.len()
    )));
    lesson.say("For sigmoids batch norm is the difference between learning and not learning; for ReLU it is a few points. Between *before* and *after* the difference is of the size of the luck between seeds. Whoever says that one of them is right owes you more than one seed.");
    lesson.predict_choice(
        "A layer computes x·W + b, and batch norm follows at once. b is raised from 0 to 100. What becomes of the output?",
        &["It grows by 100·γ.", "It grows by 100·γ/σ.", "It stays."],
        2,
        "b moves all numbers of its channel together, the mean moves along, and the subtraction takes it away again. Its gradient is 0, so b would stay for ever what it was. β does what b did.",
    );
    bias(lesson);
    Ok(())
}

/// The bias before batch norm: no effect, no gradient.
fn bias(lesson: &mut Lesson) {
    let x = Tensor::from_slice(&[0.5, -1.0, 2.0, 1.5, 0.25, -0.75, -2.0, 1.0], [4, 2]);
    let mut table = Table::new(["bias", "first output", "gradient of the bias"]);
    for bias in [0.0, 1.0, 100.0] {
        let tape = Tape::new();
        let b = tape.variable(Tensor::full([1, 2], bias));
        let gamma = tape.constant(Tensor::ones([2]));
        let beta = tape.constant(Tensor::zeros([2]));
        let y = (tape.constant(x.clone()) + b).batch_norm(gamma, beta, 1e-5);
        let first = y.value().at(&[0, 0]);
        let loss = (y * tape.constant(x.clone())).sum();
        let gradient = f64::from(loss.backward().of(b).data()[0]);
        // What is left is rounding: beside 100 an `f32` has steps of 8e-6.
        let gradient = if gradient.abs() < 1e-3 {
            "0".to_string()
        } else {
            num(gradient, 4)
        };
        table.push([num(f64::from(bias), 0), num(f64::from(first), 4), gradient]);
    }
    lesson.table(&table);
    lesson.say("So a layer right before batch norm goes without: `use_bias=False` in Keras, `bias=False` in PyTorch, `.without_bias()` in nabla. *Right* before: if a ReLU stands between, as in the network of the score, the bias decides what the ReLU cuts off, and stays.");
}
