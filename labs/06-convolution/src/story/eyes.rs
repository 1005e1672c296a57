//! The networks of the sources, and whether they see.

use super::Story;
use lab06::network::{IMAGE, NETWORKS, anywhere, cnn2};
use lab06::shifts::by_shift;
use labkit::numerals::{count, num, percentage};
use labkit::{Chart, Lesson, Quantity, Result, Table};
use std::cmp::Ordering;
use trainer::accuracy;

/// The section.
pub fn eyes(story: &Story, lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "Filters, ReLU, more filters on what the first ones found, pooling; at the end a dense layer. That is a *convolutional network*. One of the sources' [PSC]:",
    );
    lesson.show(nabla::summary(&cnn2(&mut nabla::rng(story.seed)), IMAGE));
    sources(lesson);
    lesson.say(format!(
        "`--network` trains them. Here are two that are small enough for a lesson, trained on the {} pictures of [Shuffled and shifted](#shuffled-and-shifted), none of them moved. Look at their last pooling. In `small` it is {pool} × {pool}, and the dense layer sees a map of places. In `anywhere` it covers the whole picture: of each of 32 things the dense layer learns only whether it is anywhere at all.",
        count(story.pictures.train.len()),
        pool = lesson.count_of("pool"),
    ));
    moved(story, lesson)
}

/// Training pictures of MNIST.
const MNIST: usize = 60_000;

/// The table of the sources.
fn sources(lesson: &mut Lesson) {
    let mut table = Table::new(["network", "parameters", "recipe", "MNIST"]);
    for network in NETWORKS {
        let recipe = network.recipe;
        let parameters = nabla::parameters(&(network.build)(&mut nabla::rng(1)));
        lesson.number(&format!("parameters_{}", network.name), parameters);
        let steps = recipe.epochs * MNIST.div_ceil(recipe.batch);
        lesson.number(&format!("steps_{}", network.name), steps);
        table.push([
            network.name.to_string(),
            count(parameters),
            recipe.in_words(),
            network.printed.map_or("–".to_string(), |printed| {
                format!("{} %", num(100.0 * printed, 2))
            }),
        ]);
    }
    lesson.table(&table.caption("*MNIST*: read right, as [PSC] prints it, who has all of them but the first [FAR]; [YAK], from whom the last one is, prints 99.3 %. The rates fall along half a cosine to 0, which the sources' do not; at a fixed rate the last epoch is luck."));
}

/// Three networks on moved pictures.
fn moved(story: &Story, lesson: &mut Lesson) -> Result<()> {
    let dense = story.dense(lesson);
    let small = story.small(lesson);
    let anywhere = story.train("anywhere", anywhere, &story.pictures, lesson);
    let test = &story.pictures.test;
    let runs = [
        ("64-64 (lab 5)", &dense.model, &story.flat.test),
        ("small", &small.model, test),
        ("anywhere", &anywhere.model, test),
    ];
    let curves = runs.map(|(name, model, test)| {
        let curve = by_shift(test, super::MOST_SHIFT, |moved| accuracy(model, moved));
        (name, model, curve)
    });
    let right = |network: usize, by: usize| curves[network].2[by].1;
    lesson.predict_number(
        &format!(
            "In place `small` reads {} of the test pictures. Moved by 3 pixels, the dense network of lab 5 reads {}. And `small`?",
            percentage(right(1, 0), 0),
            percentage(right(0, 3), 0)
        ),
        Quantity::percent(right(1, 3), 0).within(0.1),
        &format!("{}. Its filters find the strokes wherever they are, and then its dense layer asks for their places.", percentage(right(1, 3), 0)),
    );
    let [by_2, by_4] = [2, 4].map(|by| right(2, by));
    lesson.predict_choice(
        "`anywhere` has forgotten the places, and holds better. When does it read more: moved by 2 pixels, or by 4?",
        &["moved by 2", "moved by 4", "equally many"],
        match by_2.total_cmp(&by_4) {
            Ordering::Greater => 0,
            Ordering::Less => 1,
            Ordering::Equal => 2,
        },
        "Its two poolings have stride 2, so a number of its last map stands for 4 × 4 pixels. Move the picture by 4, and each map is what it was, one place further on, with the same largest number, and only what leaves the picture is lost. Move it by 2, and the second pooling pairs other numbers than it used to.",
    );
    let mut table = Table::new([
        "network",
        "parameters",
        "in place",
        "by 1",
        "by 2",
        "by 3",
        "by 4",
    ]);
    let mut chart = Chart::new("moved by (pixels)", "read right");
    for (name, model, curve) in curves {
        let mut row = vec![name.to_string(), count(nabla::parameters(model))];
        row.extend(curve.iter().map(|(_, right)| percentage(*right, 0)));
        table.push(row);
        chart = chart.line(name, curve);
    }
    lesson.table(&table.caption("Test pictures moved in the four directions."));
    lesson.chart(
        "moved",
        "How much is still read right when the test pictures are moved.",
        &chart.y_range(0.0..1.0),
    )?;
    lesson.say("A convolution follows every shift. It is pooling's *stride* that does not.");
    Ok(())
}
