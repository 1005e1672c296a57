//! A layer as a movement of space, and what width is good for.

use lab02::plane::{BIAS, WEIGHT, determinant};
use lab02::rings::{Net, best_of, three_cuts, two_neurons};
use lab02::samples::Samples;
use lab02::spirals::WideNet;
use labkit::numerals::{count, num, percent};
use labkit::{Chart, Lesson, Quantity, Result, Table};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use crate::figures::{self, FINE};

pub fn paper(lesson: &mut Lesson) -> Result<()> {
    lesson.say(format!(
        "So far a layer was arithmetic. It is also a movement. With two inputs and two neurons, every point of the plane
         is sent to another point of the plane. Take squared paper with a letter on it, the matrix ({}, {}; {}, {}) and the bias ({}, {}):",
        WEIGHT[0][0], WEIGHT[0][1], WEIGHT[1][0], WEIGHT[1][1], BIAS[0], BIAS[1]
    ).replace('-', "−"));
    lesson.predict_choice(
        "Three things happen to the paper. Which of them can bend a straight line?",
        &["`W·x`", "`+ b`", "`tanh`", "all three"],
        2,
        "Only tanh. A matrix skews, turns and stretches, but straight stays straight and parallel stays parallel. The bias only slides.",
    );
    lesson.fine_figure(
        "squared-paper",
        "Squared paper on its way through one layer. All four pictures have the same scale.",
        figures::paper::SIZE,
        FINE,
        figures::paper::draw,
    )?;
    let area = determinant(&WEIGHT);
    lesson.number("determinant", area);
    lesson.say(format!(
        "The matrix makes every area {area:.2} times as large (that is its determinant). The bias slides the sheet without
         changing it. tanh then presses it into the square from −1 to 1: the middle survives almost as it was, and the edges
         crowd together. That crowding is saturation, seen from above.

         Note what does *not* happen: the sheet is not torn, and no two points land on the same spot. Points that were
         neighbours stay neighbours. Remember this for the next section."
    ));
    Ok(())
}

pub fn rings(lesson: &mut Lesson) -> Result<()> {
    let samples = Samples::rings(lesson.flags().seed);
    lesson.say(
        "Here is a ring of points inside another ring. The output neuron can only draw a straight line (in three dimensions, a flat
         plane), and no straight line parts the two. So the hidden layer must first move the points to where a straight line
         will do.",
    );
    lesson.predict_number(
        "Hidden neurons are dimensions: with two of them the points move within a plane, with three they move in a cube. How many does
         it take?",
        Quantity::new(3.0, 0).within(0.0),
        "Three. With two it fails, whatever the weights. Two neurons move the plane onto a piece of a plane without tearing it, and the inner ring is still inside.",
    );
    let two = two_neurons();
    lesson.sketch(&rings_before(&samples));
    lesson.sketch(&rings_behind(&two, &samples));
    lesson.fine_figure(
        "two-neurons",
        "The rings, and where two hidden neurons send them. The picture is skewed and bent, but the inner ring is still inside.",
        figures::rings::TWO_PARTS,
        FINE,
        |area| figures::rings::two(area, &two, &samples),
    )?;
    lesson.say(
        "A line that has the whole outer ring on one side has everything inside it on the same side too (the book has the
         proof). A second layer of two neurons, or a tenth, changes nothing. In three dimensions the inner ring can be lifted out.",
    );
    let by_hand = three_cuts(2.35);
    let says = |class| {
        let sums = samples
            .of_class(class)
            .map(|p| by_hand.hidden(p).sum::<f64>());
        sums.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), s| {
            (low.min(s), high.max(s))
        })
    };
    let (inner, outer) = (says(0.0), says(1.0));
    lesson.number("inner_least", inner.0);
    lesson.number("outer_most", outer.1);
    lesson.say(
        "**Three, set by hand.** No training: put one soft cut on each of three sides of the inner ring, and let each neuron say yes on
         the inner side. Add up what they say:",
    );
    lesson.table(
        &Table::new(["ring", "smallest H1+H2+H3", "largest H1+H2+H3"])
            .row(["inner".to_string(), num(inner.0, 2), num(inner.1, 2)])
            .row(["outer".to_string(), num(outer.0, 2), num(outer.1, 2)]),
    );
    let right = lesson.number("rings_by_hand", samples.accuracy(|p| by_hand.score(p)));
    lesson.say(format!(
        "The output neuron asks only whether the sum is above 2.35: {} right. And H1+H2+H3 = 2.35 is a flat plane in the cube.",
        percent(right)
    ));
    lesson.fine_figure(
        "three-cuts",
        "Left: three soft cuts, 0.6 from the middle; the tint shows where the output says “inner ring”. Right: the cube of the \
         three hidden values, seen from the side. The inner ring has moved up, towards the corner where all three say yes, and a \
         flat plane (seen from its edge) fits between the two.",
        figures::rings::TWO_PARTS,
        FINE,
        |area| figures::rings::three(area, &by_hand, &samples),
    )?;
    search(lesson, &samples)
}

/// The rings in the plane.
fn rings_before(samples: &Samples) -> Chart {
    let ring = |class| samples.of_class(class).map(|[x, y]| (x, y));
    Chart::new("x₁", "x₂")
        .points("inner ring", ring(0.0))
        .points("outer ring", ring(1.0))
}

/// The rings as two hidden neurons see them.
fn rings_behind(net: &Net, samples: &Samples) -> Chart {
    let seen = |p| {
        let hidden: Vec<f64> = net.hidden(p).collect();
        (hidden[0], hidden[1])
    };
    Chart::new("H1", "H2")
        .points("inner ring", samples.of_class(0.0).map(seen))
        .points("outer ring", samples.of_class(1.0).map(seen))
}

/// Trains nets of one, two and three hidden neurons by nudging.
fn search(lesson: &mut Lesson, samples: &Samples) -> Result<()> {
    lesson.say(
        "**One, two and three, by searching.** There is a slow way to a gradient that needs no idea at all: nudge each number a
         little up, then a little down, run the whole net both times, and see how the loss changes. Then step downhill.",
    );
    lesson.predict_number(
        "Two inputs, three hidden neurons, one output, and a bias for each neuron. How many runs of the net does one such step cost?",
        Quantity::new(26.0, 0).within(0.0),
        "Two for each of its 3·2 + 3 + 3 + 1 = 13 numbers: 26.",
    );
    let (starts, steps) = if lesson.flags().quick {
        (3, 400)
    } else {
        (8, 1000)
    };
    let mut rng = lesson.rng();
    let mut table = Table::new([
        "hidden neurons",
        "numbers",
        "runs for one step",
        "wrong at best",
        "right",
    ]);
    let mut bar = lesson.progress("nudging", 3);
    let mut nets = Vec::new();
    for units in 1..=3 {
        let best = best_of(starts, units, samples, steps, &mut rng);
        let right = samples.accuracy(|p| best.score(p));
        bar.step(best.loss(samples), Some(right));
        let (n, parameters) = (samples.points.len(), best.parameters.len());
        let wrong = ((1.0 - right) * n as f64).round();
        table.push([
            units.to_string(),
            parameters.to_string(),
            (2 * parameters).to_string(),
            format!("{wrong} of {n}"),
            percent(right),
        ]);
        nets.push(best);
    }
    bar.done();
    lesson.table(&table.caption(format!(
        "{starts} random starts each, {} steps a start.",
        count(steps)
    )));
    lesson.fine_figure(
        "searched",
        "The best nets found. Lines are the hidden neurons' cuts, the tint is what the output makes of them. One cut halves the \
         plane, two leave a gap, three close.",
        figures::rings::THREE_PARTS,
        FINE,
        |area| figures::rings::searched(area, &nets, samples),
    )?;
    lesson.say(
        "The search has found by itself what we set by hand. A net with a million numbers would need two million runs for a single
         step. Back-propagation finds the whole gradient for the price of two or three runs. That is why lab 3 exists.",
    );
    Ok(())
}

pub fn spirals(lesson: &mut Lesson) -> Result<()> {
    let samples = Samples::spirals(lesson.flags().seed);
    lesson.say(
        "Two spirals, wound round each other, are harder than rings. We cannot train a wide hidden layer yet, so here is a trick:
         *do not train it*. Draw its weights at random and leave them. Then only the output neuron has to learn, from
         inputs that never change, and that is exactly lab 1.",
    );
    let quick = lesson.flags().quick;
    let (draws, steps) = if quick { (2, 500) } else { (5, 3000) };
    let arm = |class| samples.of_class(class).map(|[x, y]| (x, y));
    lesson.sketch(
        &Chart::new("x₁", "x₂")
            .points("one arm", arm(0.0))
            .points("the other", arm(1.0)),
    );
    let asked = lesson.count_of("hidden");
    let mut widths = vec![2, 4, 8, 16, 32, 64];
    widths.extend((!widths.contains(&asked)).then_some(asked));
    let mut table = Table::new(["hidden neurons", "worst draw", "mean", "best draw"]);
    let mut shown = Vec::new();
    let mut means = Vec::new();
    let mut bar = lesson.progress("spirals", widths.len());
    for width in widths {
        let nets: Vec<WideNet> = (0..draws)
            .map(|draw| {
                let mut net = WideNet::random(
                    width,
                    &mut ChaCha8Rng::seed_from_u64(lesson.flags().seed + draw),
                );
                net.train_output(&samples, steps);
                net
            })
            .collect();
        let right: Vec<f64> = nets.iter().map(|net| net.accuracy(&samples)).collect();
        let mean = right.iter().sum::<f64>() / right.len() as f64;
        means.push(mean);
        let worst = right.iter().copied().fold(1.0, f64::min);
        let best = right.iter().copied().fold(0.0, f64::max);
        bar.step(1.0 - mean, Some(mean));
        table.push([
            width.to_string(),
            percent(worst),
            percent(mean),
            percent(best),
        ]);
        if [2, 4, 8, 32].contains(&width) {
            shown.extend(nets.into_iter().next().map(|net| (width, net)));
        }
    }
    bar.done();
    lesson.predict_number(
        &format!(
            "With 4 such neurons {} of the points come out on the right side, on average. How many with 64, which know nothing of
             spirals either?",
            percent(means[1])
        ),
        Quantity::percent(means[5], 1).within(0.03),
        &format!(
            "{}. Each neuron adds a dimension, and in enough dimensions almost any two sets of points can be parted by a flat cut.",
            percent(means[5])
        ),
    );
    lesson.table(&table.caption(format!(
        "Points on the right side, {draws} random hidden layers of each width."
    )));
    lesson.fine_figure(
        "spirals",
        "One random hidden layer of each width, with a trained output neuron. The tint shows where it says “orange”.",
        figures::spirals::SIZE,
        FINE,
        |area| figures::spirals::draw(area, &shown, &samples),
    )?;
    narrow(lesson, &samples)
}

/// The same spirals with a narrow hidden layer of which every weight is trained.
fn narrow(lesson: &mut Lesson, samples: &Samples) -> Result<()> {
    let (starts, steps) = if lesson.flags().quick {
        (2, 200)
    } else {
        (6, 1000)
    };
    let best: Net = best_of(starts, 2, samples, steps, &mut lesson.rng());
    let right = lesson.number("spirals_2_trained", samples.accuracy(|p| best.score(p)));
    lesson.say(format!(
        "Was it the randomness or the width that failed with two? Train *all* numbers of a two-neuron net by
         nudging, best of {starts} starts: {} right. Two dimensions were not enough, trained or not. A trained layer needs
         fewer neurons than a random one, because it can put its cuts where they are needed; but it too needs room.",
        percent(right)
    ));
    Ok(())
}
