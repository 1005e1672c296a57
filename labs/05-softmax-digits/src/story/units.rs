//! Pixels from 0 to 255, from 0 to 1, and standardised.

use super::Story;
use lab05::cost::{Cost, Order, descend};
use lab05::network::RECIPES;
use lab05::scaling::Scale;
use lab05::{exercises, solutions};
use labkit::numerals::{count, list, num};
use labkit::{Lesson, Result, Table};
use trainer::{Examples, score};

const RATES: [f32; 4] = [5e-6, 5e-4, 5e-2, 0.5];

pub fn units(story: &Story, lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "The file of MNIST stores a pixel as a byte, 0 to 255. The sources divide by 255. Does it matter? The network could just learn weights 255 times smaller.",
    );
    lesson.predict_choice(
        "The pixels are left at 0 to 255, all else is as before, rate 0.5. What happens?",
        &[
            "Not much: the weights become 255 times smaller.",
            "It learns faster.",
            "Its steps are far too long.",
        ],
        2,
        "The gradient with respect to a weight is its pixel times p − y: 255 times as large. And the sum answers to a step of the weight 255 times as strongly. Together 65,025: \
         the steps are that much too long.",
    );
    let passes = lesson.shortened(10, 4);
    let mut table = Table::new(["pixels", "mean |x|²", "λ = 5·10⁻⁶", "5·10⁻⁴", "0.05", "0.5"]);
    for scale in Scale::ALL {
        let train = scale.apply(&story.examples.train, &story.examples.train);
        let valid = scale.apply(&story.examples.valid, &story.examples.train);
        let length = mean_square(&train);
        lesson.number(
            &format!("length_{}", scale.name().replace(' ', "_")),
            length,
        );
        let mut row = vec![scale.name().to_string(), count(length.round() as usize)];
        row.extend(RATES.map(|rate| cell(&train, &valid, rate, passes, lesson.flags().seed)));
        table.push(row);
    }
    lesson.table(&table.caption(format!(
        "Validation loss, and the fraction read right, after {passes} epochs from the same weights, at four rates λ."
    )));
    lesson.say(
        "Each unit has a rate that suits it, and they lie far apart. Lab 1 found the limit: 2 divided by the largest curvature. For softmax the curvature grows with the mean of |x|², the \
         second column, so the rate has to shrink by the same factor. For bytes, 5·10⁻⁶ is such a rate, and there a second trouble shows: the first weights were drawn for pixels near 1, so the first \
         logits are 255 times too large, and the network begins sure of nonsense. At a rate that is far too large the logits jump by hundreds in one step; with a naive softmax \
         this would be NaN, with ours it is merely a network that shouts.

         *Standardised* takes the mean of each pixel away and divides by its standard deviation. Pixels then count alike, whether they lie in the middle or at the \
         rim. That is a mixed blessing: a rim pixel that is nearly always empty has a tiny standard deviation, and the one picture that has ink there is blown up.",
    );
    pixel(story, lesson);
    Ok(())
}

fn mean_square(examples: &Examples) -> f64 {
    let total: f64 = examples
        .images
        .data()
        .iter()
        .map(|&x| f64::from(x) * f64::from(x))
        .sum();
    total / examples.len() as f64
}

fn cell(train: &Examples, valid: &Examples, rate: f32, passes: usize, seed: u64) -> String {
    let mut model = RECIPES[0].build(&mut nabla::rng(seed));
    let how = (Cost::CrossEntropy, Order::Shuffled);
    descend(&mut model, train, how, (rate, passes), seed, |_, _| {});
    let score = score(&model, valid);
    let decimals = if score.loss < 100.0 { 2 } else { 0 };
    format!(
        "{}, {} %",
        num(score.loss, decimals),
        num(100.0 * score.accuracy, 0)
    )
}

/// The learner's own standardising, at work on two pixels.
fn pixel(story: &Story, lesson: &mut Lesson) {
    let standardise = lesson.answer(
        "standardise",
        exercises::standardise as fn(&[f64], &[f64]) -> Vec<f64>,
        solutions::standardise,
    );
    let column = |images: &datasets::Images, at: usize, rows: usize| -> Vec<f64> {
        (0..rows)
            .map(|i| f64::from(images.pixels[[i, at]]))
            .collect()
    };
    let mut lines = Vec::new();
    for (name, at) in [("row 14, column 14", 14 * 28 + 14), ("row 0, column 0", 0)] {
        let train = column(&story.train, at, story.train.len());
        let test = column(&story.test, at, 4);
        let fresh = standardise(&train, &test);
        lines.push(format!(
            "{name:<18}  {}   →   {}",
            list(test, 2),
            list(fresh, 2)
        ));
    }
    lesson.say("Two pixels of the first four test pictures, in units of the *training* pictures. The corner is always empty, so its standard deviation is 0 and nothing can be divided by it:");
    lesson.show(lines.join("\n"));
}
