//! 669,706 parameters learn a few pictures by heart.

use super::Story;
use lab05::network::{RECIPES, Recipe};
use labkit::numerals::{count, num, percent};
use labkit::{Chart, Lesson, Quantity, Result, Table};
use nabla::{Device, Sequential};
use trainer::{Examples, Training, score};

/// How many pictures the large network gets.
const SIZES: [usize; 4] = [50, 150, 450, 1_150];

pub fn gap(story: &Story, lesson: &mut Lesson) -> Result<()> {
    let big = Recipe::find("mlp512").unwrap_or(&RECIPES[2]);
    let few = 150;
    lesson.say(format!(
        "Two hidden layers of 512 have {} parameters. Give them {few} pictures: thousands of numbers to learn for every picture. What can possibly go wrong?",
        count(solutions_count(big)),
    ));
    let passes = lesson.shortened(40, 4);
    let train = first(story, few);
    let mut training = training(big, passes, &train, lesson);
    let mut points = Vec::new();
    for epoch in 0..=passes {
        if epoch > 0 {
            training.classify(&train, |_| {});
        }
        let seen = score(&training.model, &train);
        let unseen = score(&training.model, &story.examples.valid);
        points.push((epoch as f64, seen, unseen));
    }
    let (_, _, unseen) = points[passes];
    lesson.predict_number(
        "It reads all of these pictures right in the end: it can afford to learn each by heart. How many of the validation pictures?",
        Quantity::percent(unseen.accuracy, 1).within(0.05),
        &format!(
            "{}. Whether it learned anything about digits, only these can tell.",
            percent(unseen.accuracy)
        ),
    );
    lesson.chart(
        "gap",
        "512-512 on 150 pictures. Training loss goes to zero; validation loss turns.",
        &Chart::new("epoch", "loss")
            .line("training", points.iter().map(|p| (p.0, p.1.loss)))
            .line("validation", points.iter().map(|p| (p.0, p.2.loss)))
            .y_range(0.0..2.4),
    )?;
    let (_, seen, unseen) = points[points.len() - 1];
    let best = points.iter().min_by(|a, b| a.2.loss.total_cmp(&b.2.loss));
    let (when, lowest) = best.map_or((0.0, f64::NAN), |p| (p.0, p.2.loss));
    lesson.number("gap_seen", seen.accuracy);
    lesson.number("gap_unseen", unseen.accuracy);
    lesson.say(format!(
        "It reads {} of what it has seen, {} of what it has not. The difference is the *gap*. The validation loss was lowest after epoch {when}, {}, and is {} in the end: past that \
         point the network only gets surer, of its mistakes as well. To stop there is called *early stopping*, and costs nothing but a validation set.",
        percent(seen.accuracy),
        percent(unseen.accuracy),
        num(lowest, 3),
        num(unseen.loss, 3),
    ));
    sizes(story, lesson, big, passes)
}

fn solutions_count(recipe: &Recipe) -> usize {
    lab05::solutions::parameters(&recipe.sizes())
}

/// A fresh network, with so many epochs ahead.
fn training(
    recipe: &Recipe,
    epochs: usize,
    examples: &Examples,
    lesson: &Lesson,
) -> Training<Sequential> {
    let plan = recipe.train(epochs, lesson.flags().seed);
    let model = recipe.build(&mut nabla::rng(plan.seed));
    Training::new(model, &plan, examples.len(), &Device::Cpu)
}

fn first(story: &Story, count: usize) -> Examples {
    Examples::from(story.train.take(count))
}

fn sizes(story: &Story, lesson: &mut Lesson, big: &Recipe, passes: usize) -> Result<()> {
    let mut table = Table::new(["pictures", "network", "train right", "valid. right", "gap"]);
    let mut curves = Vec::new();
    for recipe in [&RECIPES[0], big] {
        let mut seen_points = Vec::new();
        let mut unseen_points = Vec::new();
        for size in SIZES {
            let train = first(story, size);
            // As many steps for few pictures as for many.
            let passes = (passes * SIZES[1] / train.len().max(1)).clamp(passes / 4, 2 * passes);
            let mut training = training(recipe, passes.max(1), &train, lesson);
            training.fit(&train, None, |_, _| {});
            let seen = score(&training.model, &train).accuracy;
            let unseen = score(&training.model, &story.examples.valid).accuracy;
            let gap = format!("{} points", num(100.0 * (seen - unseen), 1));
            table.push([
                count(train.len()),
                recipe.layers.to_string(),
                percent(seen),
                percent(unseen),
                gap,
            ]);
            seen_points.push((train.len() as f64, 100.0 * seen));
            unseen_points.push((train.len() as f64, 100.0 * unseen));
        }
        curves.push((recipe.layers, seen_points, unseen_points));
    }
    lesson.table(&table);
    let mut chart = Chart::new("pictures to learn from", "read right, %").log_x();
    for (name, seen, unseen) in curves {
        chart = chart
            .dashed(format!("{name}, training"), seen)
            .line(format!("{name}, validation"), unseen);
    }
    lesson.chart(
        "sizes",
        "More pictures close the gap from below.",
        &chart.y_range(60.0..100.0),
    )?;
    lesson.say(
        "Look at what did *not* happen. The large network has 85 times as many parameters, and learns everything by heart; yet it reads new pictures about as well as the small one. What closes the gap is the first column: more pictures. \
         Other cures (weight decay, dropout, pictures made from pictures) belong to later labs.",
    );
    Ok(())
}
