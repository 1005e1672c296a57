//! What the learned filters look like, and what they answer to.

use super::Story;
use crate::figures;
use lab06::looking::FirstLayer;
use labkit::{Lesson, Result};

/// The first 4 of the test pictures, or the first picture if there is none: strokes in several directions.
pub fn a_four(story: &Story) -> Vec<f32> {
    let test = &story.pictures.test;
    let place = test.labels.as_slice().iter().position(|&label| label == 4);
    test.images.data()[784 * place.unwrap_or(0)..][..784].to_vec()
}

/// The section.
pub fn filters(story: &Story, lesson: &mut Lesson) -> Result<()> {
    let small = FirstLayer::of(&story.small(lesson).model);
    let (side, count) = (small.side(), small.filters());
    lesson.say(format!(
        "The first layer of `small` began as random numbers. Here is what became of its filters of {side} × {side} (there are {count}), and below each what it answers to a picture: the stronger the ink, the more it found of what it looks for.",
    ));
    let picture = a_four(story);
    show(
        lesson,
        (
            "filters-3",
            "The filters of the first layer, orange for positive and blue for negative weights, and what each answers to the picture on the left.",
        ),
        &picture,
        &small,
    )?;
    lesson.say(
        "Find those for upright edges and for slanted ones, those for where ink begins and for where it ends. One may answer to ink of any kind, another to nothing at all in this picture. Larger filters have more to show, so here is another network, trained the same way, with 16 filters of 9 × 9 [EXP].",
    );
    let wide = FirstLayer::of(&story.wide(lesson).model);
    show(
        lesson,
        (
            "filters-9",
            "Sixteen filters 9 × 9, learned from the same pictures, and their answers.",
        ),
        &picture,
        &wide,
    )?;
    lesson.say(
        "They are strokes: a bar that leans to the right, the end of a line, the inside of a bend. Lab 5's templates were whole digits, one a class. These are parts that many digits share, and the layers behind decide which parts, together, make a 7. Not all of them are tidy. No gradient asks a filter to be beautiful.",
    );
    Ok(())
}

/// The filters of a layer, and what they answer to a picture.
fn show(
    lesson: &mut Lesson,
    (slug, caption): (&str, &str),
    picture: &[f32],
    layer: &FirstLayer,
) -> Result<()> {
    let (map, answers) = layer.answers(picture);
    let filters: Vec<Vec<f32>> = (0..layer.filters()).map(|k| layer.filter(k)).collect();
    let filters = (&filters[..], layer.side());
    let size = (730, figures::filters::height(layer.filters()));
    lesson.figure(slug, caption, size, |area| {
        figures::filters::draw(area, picture, filters, (&answers, map))
    })
}
