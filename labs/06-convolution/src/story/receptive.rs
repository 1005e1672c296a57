//! What of the picture a number of a later map depends on.

use super::{Story, chosen};
use crate::figures;
use crate::figures::receptive::Panel;
use lab06::network::{IMAGE, stack};
use lab06::receptive::{Field, influence, middle, part_within, parts_of_columns, rows_seen, ways};
use labkit::numerals::{count, percentage};
use labkit::{Chart, Lesson, Quantity, Result, Table};
use nabla::{Module, Tensor};

/// So many pictures the gradient is measured on.
const PICTURES: usize = 100;
/// Layers of the stack that is looked through.
const LAYERS: usize = 10;
/// The side of the pictures.
const SIDE: usize = IMAGE[0];
/// What the middle is to hold.
const PART: f64 = 0.95;

/// The section.
pub fn receptive(story: &Story, lesson: &mut Lesson) -> Result<()> {
    let model = &story.small(lesson).model;
    let windows = chosen(lesson).windows();
    let [near, pool, far, _] = windows.map(|window| window.size[0]);
    let mut fields = Vec::new();
    windows.into_iter().fold(Field::PIXEL, |field, window| {
        fields.push(field.through(window));
        field.through(window)
    });
    let last = fields[windows.len() - 1];
    lesson.say(format!(
        "A number of the first map depends on a few pixels. One of a later map depends on numbers that each have pixels of their own; all of them together are its *receptive field*. `small` slides filters of {near} × {near}, pools {pool} × {pool} side by side, slides filters of {far} × {far}, and pools as before.",
    ));
    lesson.predict_number(
        "On how many pixels along a side does one number of its last map depend?",
        Quantity::new(last.size as f64, 0).within(0.0),
        &format!("{}. A window of F numbers reaches F − 1 neighbours further, and neighbours lie as many pixels apart as all strides before them multiply to:", last.size),
    );
    let pictures = &story.pictures.train.images;
    let pictures = pictures.rows(0..PICTURES.min(pictures.dims()[0]));
    let layers: Vec<&dyn Module> = model.iter().take(windows.len()).collect();
    let mut table = Table::new(["layer", "window", "stride", "apart", "pixels", "measured"]);
    let mut apart = 1;
    for (i, (window, field)) in windows.iter().zip(&fields).enumerate() {
        let seen = rows_seen(&influence(&layers[..=i], &pictures), SIDE);
        table.push([
            ["filters", "pooling"][i % 2].to_string(),
            format!("{0} × {0}", window.size[0]),
            window.stride[0].to_string(),
            apart.to_string(),
            field.size.to_string(),
            seen.to_string(),
        ]);
        apart = field.jump;
    }
    lesson.table(&table.caption(format!("*Measured*: so many rows of pixels have a gradient other than 0, from a number in the middle of the map, over {} pictures.", pictures.dims()[0])));
    lesson.number("field_of_small", last.size);
    let map = windows
        .iter()
        .fold(SIDE, |side, window| window.output([side; 2])[0]);
    let small = Panel {
        name: "small, trained",
        influence: influence(&layers, &pictures),
        first: map / 2 * last.jump,
        size: last.size,
    };
    unequal(story, lesson, small, &pictures)
}

/// That the pixels of a field do not count alike.
fn unequal(story: &Story, lesson: &mut Lesson, small: Panel<'_>, pictures: &Tensor) -> Result<()> {
    let counted = ways(LAYERS);
    let all = 3_usize.pow(LAYERS as u32);
    let at = |column: usize| count((counted[column] * all as f64).round() as usize);
    lesson.say(format!(
        "Do they count alike? Look through {LAYERS} layers of random filters 3 × 3, a field of {0} × {0}. On the way back to the pixels each layer leads one column to the left, straight on, or one to the right: {1} ways.",
        counted.len(),
        count(all),
    ));
    lesson.predict_number(
        "How many of these ways end in the leftmost column of the field?",
        Quantity::new((counted[0] * all as f64).round(), 0).within(0.0),
        &format!("{}: to the left at each layer. In the middle column end {}. With random weights the *square* of the gradient has, on average, the same part in a column as the ways have:", at(0), at(LAYERS)),
    );
    let random = stack(LAYERS, &mut nabla::rng(story.seed));
    let deep = Panel {
        name: "ten random layers 3 × 3",
        influence: influence(&random.iter().collect::<Vec<_>>(), pictures),
        first: (SIDE - 2 * LAYERS) / 2,
        size: counted.len(),
    };
    let measured = parts_of_columns(&deep.influence, SIDE);
    let measured = measured[deep.first..][..deep.size].to_vec();
    let place = |(i, share): (usize, f64)| (i as f64 - LAYERS as f64, 100.0 * share);
    lesson.chart(
        "ways",
        "What part of the ways ends so many columns from the middle, and what part of the squared gradient was measured there.",
        &Chart::new("columns from the middle", "part, %")
            .line("ways", counted.iter().copied().enumerate().map(place))
            .points("measured", measured.into_iter().enumerate().map(place)),
    )?;
    let digit = super::filters::a_four(story);
    let (half, quarter) = (small.size / 2, small.first + small.size / 4);
    let held = part_within(&small.influence, SIDE, (quarter, half));
    lesson.figure(
        "receptive",
        "The field of one number in the middle of the last map, of `small` and of ten layers: on which pixels it may depend (the frame), and how strongly it does.",
        (730, 250),
        |area| figures::receptive::draw(area, &digit, &[small, deep]),
    )?;
    let many = 4 * LAYERS;
    let holding = |layers| middle(&ways(layers), PART);
    lesson.predict_number(
        &format!("{many} such layers depend on {} columns. How many in the middle hold {} of the ways?", 2 * many + 1, percentage(PART, 0)),
        Quantity::new(holding(many) as f64, 0).within(4.0),
        &format!("{}, where {LAYERS} layers have {}: four times as many layers, about twice as many columns. It is a random walk, which gets √n far in n steps.", holding(many), holding(LAYERS)),
    );
    let mut table = Table::new(["layers", "columns", "hold 95 %", "of all"]);
    for layers in [1, 5, LAYERS, 2 * LAYERS, many] {
        let (columns, held) = (2 * layers + 1, holding(layers));
        let part = percentage(held as f64 / columns as f64, 0);
        table.push([
            layers.to_string(),
            columns.to_string(),
            held.to_string(),
            part,
        ]);
    }
    lesson.table(&table);
    lesson.number("held_by_ten", holding(LAYERS));
    lesson.number("held_by_small", held);
    lesson.say(format!(
        "The field of a stack grows with its depth, what counts in it with the root of that: the *effective* field is smaller. Strides and poolings widen both. In `small` the middle {half} × {half} pixels, about a quarter of its field, have {} of the squared gradient.",
        percentage(held, 0),
    ));
    Ok(())
}
