//! A class that hardly comes.

use super::Story;
use lab07::network::Dense;
use lab07::training::{Plan, train};
use lab07::trouble::{class_weights, rare, recall_and_precision};
use lab07::{exercises, solutions};
use labkit::numerals::{count, num, percent};
use labkit::statistics::mean;
use labkit::{Chart, Lesson, Quantity, Result, Table};
use trainer::{Examples, answers, outputs};

/// The class that is made rare, and how many of it are left.
const CLASS: u8 = 4;
const LEFT: usize = 6;

type Weighted = fn(&[f64], &[usize], &[f64]) -> f64;

/// What is measured of one network.
struct Found {
    recall: Vec<f64>,
    precision: f64,
    right: f64,
}

pub fn imbalance(story: &Story, lesson: &mut Lesson) -> Result<()> {
    let images = rare(&story.all.take(1_200), CLASS, LEFT);
    let name = images.class_name(usize::from(CLASS));
    let counts: Vec<usize> = (0..10)
        .map(|k| images.labels.iter().filter(|&&l| l == k).count())
        .collect();
    lesson.say(format!(
        "Somebody lost nearly all pictures of class {name}: {LEFT} are left among {}, beside about {} of every other class. The test pictures are as before.",
        count(images.len()),
        (images.len() - counts[usize::from(CLASS)]) / 9,
    ));
    let weights = class_weights(&images.labels, 10);
    lesson.number("rare_left", LEFT as f64);
    lesson.number("rare_weight", f64::from(weights[usize::from(CLASS)]));
    let weight = f64::from(weights[usize::from(CLASS)]);
    let all = count(images.len());
    let weighted = lesson.answer(
        "weighted_loss",
        exercises::weighted_loss as Weighted,
        solutions::weighted_loss,
    );
    let three = weighted(&[0.1, 0.2, 3.0], &[0, 0, 1], &[1.0, 16.0]);
    let (whole, learn) = (
        Examples::from(story.all.take(1_200)),
        Examples::from(images),
    );
    let found = [
        ("early, none lost", measure(story, lesson, (&whole, 3), &[])),
        ("early, all alike", measure(story, lesson, (&learn, 3), &[])),
        (
            "early, weighted",
            measure(story, lesson, (&learn, 3), &weights),
        ),
        ("late, all alike", measure(story, lesson, (&learn, 40), &[])),
        (
            "late, weighted",
            measure(story, lesson, (&learn, 40), &weights),
        ),
    ];
    lesson.predict_number(
        &format!("After three epochs on all pictures the network finds {} of the {name}s among the test pictures: their *recall*. How many with the {LEFT}?", percent(found[0].1.recall[usize::from(CLASS)])),
        Quantity::percent(found[1].1.recall[usize::from(CLASS)], 1).within(0.1),
        &format!("{}, while of all test pictures {} are still read right. One number hides who suffers: so look at each class.", percent(found[1].1.recall[usize::from(CLASS)]), percent(found[1].1.right)),
    );
    lesson.say("The loss is a mean over examples, and a class with few examples has little voice in it. *Weighting* gives it the voice back: an example of class k counts wₖ, and the loss is the weighted mean.");
    lesson.predict_number(
        &format!("{all} pictures of 10 classes, {LEFT} of them of the rare one. All classes are to count alike, and the weights of all pictures are to add up to {all}. What is the weight of each of the {LEFT}?"),
        Quantity::new(weight, 2).within(0.2),
        &format!("{all}/(10 · {LEFT}) = {}. A picture of class 0 counts {all}/(10 · {}) = {}.", num(weight, 2), counts[0], num(f64::from(weights[0]), 2)),
    );
    lesson.say(format!(
        "Three examples with the losses 0.1, 0.2 and 3.0, the last of a rare class, which counts 16: the plain mean is {}, the weighted one {}. Now the same for the pictures:",
        num(3.3 / 3.0, 2),
        num(three, 2),
    ));
    table(lesson, name, &found);
    let mut chart = Chart::new("class", "recall on test pictures, %").y_range(0.0..100.0);
    for (label, found) in &found[1..3] {
        chart = chart.bars(
            *label,
            found
                .recall
                .iter()
                .enumerate()
                .map(|(k, r)| (k.to_string(), 100.0 * r)),
        );
    }
    lesson.chart(
        "recall",
        "Recall of each class after three epochs; one of them was rare in training.",
        &chart,
    )?;
    lesson.say(format!(
        "Late, the network knows its {LEFT} examples by heart either way, and the weights have less to say: a loss near 0, times {}, is still near 0 (Byrd and Lipton, 2019). Weights cannot show it a {name} that it has never seen. More pictures of the class would be better, and turned and shifted ones help too.",
        num(weight, 0),
    ));
    Ok(())
}

fn table(lesson: &mut Lesson, name: &str, found: &[(&str, Found)]) {
    let mut table = Table::new([
        "trained",
        &format!("recall of {name}"),
        &format!("precision of {name}"),
        "of the others",
        "all read right",
    ]);
    for (label, found) in found {
        let others = (0..10).filter(|&k| k != usize::from(CLASS));
        let others = mean(others.map(|k| found.recall[k]));
        let key = label.replace(", ", "_").replace(' ', "_");
        let recall = found.recall[usize::from(CLASS)];
        lesson.number(&format!("rare_{key}_recall"), recall);
        lesson.number(&format!("rare_{key}_right"), found.right);
        table.push([
            (*label).to_string(),
            percent(recall),
            percent(found.precision),
            percent(others),
            percent(found.right),
        ]);
    }
    lesson.table(&table.caption("*Early* is after 3 epochs, *late* after 40. *Recall*: of the pictures of the class, the fraction that is found. *Precision*: of the answers with that class, the fraction that is right. Means of three seeds."));
}

/// Trains with these weights and looks at each class of the test pictures.
fn measure(
    story: &Story,
    lesson: &Lesson,
    (learn, passes): (&Examples, usize),
    class_weights: &[f32],
) -> Found {
    let truth = story.test.labels.as_slice();
    let runs: Vec<Vec<(f64, f64)>> = lesson
        .seeds(3, 2)
        .into_iter()
        .map(|seed| {
            let mut model = Dense::USUAL.build(&mut nabla::rng(seed));
            let plan = Plan {
                class_weights: class_weights.to_vec(),
                ..Plan::new(lesson.shortened(passes, 4), seed)
            };
            train(&mut model, learn, &plan, |_, _, _| true);
            let said = answers(&outputs(&model, &story.test.images));
            let right = truth.iter().zip(&said).filter(|(a, b)| a == b).count() as f64;
            let mut found: Vec<(f64, f64)> = (0..10)
                .map(|k| recall_and_precision(truth, &said, k))
                .collect();
            found.push((right / truth.len() as f64, 0.0));
            found
        })
        .collect();
    let recall = |k: usize| mean(runs.iter().map(|run| run[k].0));
    Found {
        recall: (0..10).map(recall).collect(),
        precision: mean(runs.iter().map(|run| run[usize::from(CLASS)].1)),
        right: recall(10),
    }
}
