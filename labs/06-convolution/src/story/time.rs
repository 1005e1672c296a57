//! Where the time of a training step goes.

use lab06::profile::{Cost, profile};
use labkit::numerals::{count, num, percentage};
use labkit::{Chart, Lesson, Result, Table};

/// Images in the batch that is timed.
const BATCH: usize = 32;

/// The section.
pub fn time(lesson: &mut Lesson) -> Result<()> {
    let times = if lesson.flags().quick { 2 } else { 8 };
    let costs = profile(BATCH, times, lesson.flags().seed);
    let parameters: usize = costs.iter().map(|cost| cost.parameters).sum();
    let (convolution, dense) = (&costs[1], &costs[3]);
    let part = |of: &Cost| of.parameters as f64 / parameters as f64;
    lesson.number("part_in_the_dense_layer", part(dense));
    lesson.number("part_in_the_second_convolution", part(convolution));
    let layers: Vec<&Cost> = costs.iter().filter(|cost| cost.products > 0).collect();
    let names: Vec<&str> = layers.iter().map(|layer| layer.name).collect();
    let busiest = (0..layers.len()).max_by_key(|&i| layers[i].products);
    lesson.predict_choice(
        &format!(
            "The network cnn2 has {} numbers, and {} of them are in `dense 128`. Which layer takes most multiplications?",
            count(parameters),
            percentage(part(dense), 0)
        ),
        &names,
        busiest.unwrap_or(0),
        "A weight of a dense layer is used once for each picture. A weight of the second convolution is used at 24 · 24 = 576 places.",
    );
    let all: usize = costs.iter().map(|cost| cost.products).sum();
    let mut table = Table::new(["layer", "parameters", "products an image", "share"]);
    for cost in layers {
        table.push([
            cost.name.to_string(),
            count(cost.parameters),
            count(cost.products),
            format!("{} %", num(100.0 * cost.products as f64 / all as f64, 1)),
        ]);
    }
    lesson.table(&table.caption("Forward only. Backward there are about twice as many."));
    lesson.number("products_cnn2", all);
    lesson.say(format!("Now the stopwatch: each layer alone, {BATCH} pictures at a time, the shortest of {times} runs. This is your machine; the book shows another."));
    let whole: f64 = costs.iter().map(seconds).sum();
    let lines: Vec<String> = costs
        .iter()
        .map(|cost| {
            format!(
                "⏱ {:<10} forward {:>8} ms   backward {:>8} ms   {:>5} %",
                cost.name,
                num(1e3 * cost.forward.as_secs_f64(), 3),
                num(1e3 * cost.backward.as_secs_f64(), 3),
                num(100.0 * seconds(cost) / whole, 1)
            )
        })
        .collect();
    lesson.show(lines.join("\n"));
    lesson.chart(
        "profile",
        "Where a training step of cnn2 goes: milliseconds for a batch of 32, on one machine.",
        &Chart::new("layer", "milliseconds")
            .bars(
                "forward",
                costs
                    .iter()
                    .map(|c| (c.name, 1e3 * c.forward.as_secs_f64())),
            )
            .bars(
                "backward",
                costs
                    .iter()
                    .map(|c| (c.name, 1e3 * c.backward.as_secs_f64())),
            ),
    )?;
    lesson.say(format!(
        "The second convolution takes most of it, with {} of the parameters. In the dense layer every product needs a number of its own from memory. So a convolution wants a machine that multiplies fast, a dense layer one that reads fast. Graphics cards do both.",
        percentage(part(convolution), 1)
    ));
    Ok(())
}

fn seconds(cost: &Cost) -> f64 {
    (cost.forward + cost.backward).as_secs_f64()
}
