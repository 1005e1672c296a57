//! What the learned filters look like, and what they answer to.

use super::Story;
use crate::figures;
use lab06::looking::FirstLayer;
use labkit::{Lesson, Result};

/// The first 4 of the test pictures, or the first picture if there is none: strokes in several directions.
fn a_four(story: &Story) -> Vec<f32> {
    let test = &story.pictures.test;
    let place = test.labels.as_slice().iter().position(|&label| label == 4);
    test.images.data()[784 * place.unwrap_or(0)..][..784].to_vec()
}

/// The section.
pub fn filters(story: &Story, lesson: &mut Lesson) -> Result<()> {
    let small = FirstLayer::of(&story.small(lesson).model);
    lesson.say(
        "Nobody told the network what an edge is. Its first layer began as random numbers. Here are the eight filters 3 × 3 that it has now, and under each what it answers to a picture: the stronger the ink, the more it found of what it looks for.",
    );
    let picture = a_four(story);
    let (side, answers) = small.answers(&picture);
    let of: Vec<Vec<f32>> = (0..small.filters()).map(|k| small.filter(k)).collect();
    lesson.figure(
        "filters-3",
        "The eight filters 3 × 3 of the first layer, orange for positive and blue for negative weights, and what each answers to the picture on the left.",
        (730, 150),
        |area| figures::filters::draw(area, &picture, (&of, 3), (&answers, side)),
    )?;
    lesson.say(
        "Find those for upright edges and for slanted ones, those for where ink begins and for where it ends. One may answer to ink of any kind, another to the empty page; one may answer to nothing at all in this picture. With nine weights there is not much more to be said. Larger filters have more to show, so here is another network, trained the same way, with 16 filters of 9 × 9 [EXP].",
    );
    let wide = FirstLayer::of(&story.wide(lesson).model);
    let (side, answers) = wide.answers(&picture);
    let of: Vec<Vec<f32>> = (0..wide.filters()).map(|k| wide.filter(k)).collect();
    lesson.figure(
        "filters-9",
        "Sixteen filters 9 × 9, learned from the same pictures, and their answers.",
        (730, 310),
        |area| figures::filters::draw(area, &picture, (&of, 9), (&answers, side)),
    )?;
    lesson.say(
        "They are strokes: a bar that leans to the right, the end of a line, the inside of a bend. Compare them with lab 5's templates, which were whole digits, one a class. These are parts that many digits share, and the layers behind decide which parts, together, make a 7. \
         Not all of them are tidy, and some seem to have found nothing. That is usual. No gradient asks a filter to be beautiful.",
    );
    Ok(())
}
