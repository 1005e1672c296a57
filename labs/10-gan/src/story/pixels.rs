//! A generator that makes pictures, pixel by pixel.

use super::drawn::{Drawn, Film, first};
use labkit::numerals::count;
use labkit::{Chart, Lesson, Result};
use nabla::{Tensor, parameters};

/// The dense pair.
pub fn pixels(drawn: &Drawn, lesson: &mut Lesson) -> Result<()> {
    lesson.say("Now pictures. A forgery has 784 numbers; of these no density can be drawn, and nobody can say how far the forged distribution is from the real one. You can look, though.");
    let film = drawn.dense(lesson);
    lesson.say(format!(
        "The players are dense layers, as in lab 5. The generator has {} parameters and one batch norm, the discriminator {} and some dropout. They learn by {}.",
        count(parameters(&film.pair.generator)),
        count(parameters(&film.pair.discriminator)),
        film.recipe.in_words()
    ));
    lesson.predict_choice(
        "Nine points of noise. What does the generator draw of them after a hundred steps?",
        &["nine kinds of grey noise", "nine times nearly the same blot", "the rough outlines of nine digits"],
        1,
        "One grainy blot, whatever the noise: the mean of all digits looks more real than what there was before. The digits come later.",
    );
    show_film(
        lesson,
        (
            "dense-film",
            "What the dense generator makes of the same nine points of noise, step by step. Lowest row: real digits.",
        ),
        film,
        &drawn.train.images,
    )?;
    show_losses(
        lesson,
        (
            "dense-losses",
            "Both losses of the dense pair. Dashed: what a discriminator pays that always says a half.",
        ),
        film,
    )?;
    lesson.say("Three things go wrong, and only one of them is luck.\n\n- *Grain.* Nothing in this network says that a pixel of ink has inked neighbours; it has to be learned 784 times, and what is left over looks like sand.\n- *Favourites.* Some digits come again and again, others hardly at all: the collapse of the ring in milder form.\n- *Losses that say little.* Each is measured against an opponent who learns as well. The discriminator's loss rises: is that a worse discriminator, or a better generator?\n\nThe first has a cure that you know: convolution takes neighbours for neighbours. It goes from a picture to a decision. What goes from a decision to a picture?");
    Ok(())
}

/// The frames of a film, and real pictures below.
pub fn show_film(
    lesson: &mut Lesson,
    (slug, caption): (&str, &str),
    film: &Film,
    real: &Tensor,
) -> Result<()> {
    let frames = film.frames.iter();
    let mut rows: Vec<(String, Vec<&[f32]>)> = frames
        .map(|(step, pictures)| (format!("step {}", count(*step)), first(pictures)))
        .collect();
    rows.push(("real".to_string(), first(real)));
    lesson.sheet(slug, caption, 28, &rows)
}

/// The losses of a film.
pub fn show_losses(lesson: &mut Lesson, (slug, caption): (&str, &str), film: &Film) -> Result<()> {
    let curve = |which: usize| film.losses.iter().map(move |at| (at[0], at[which]));
    let chart = Chart::new("step", "loss, nats")
        .line("discriminator", curve(1))
        .line("generator", curve(2))
        .hline(4.0_f64.ln(), "ln 4")
        .y_range(0.0..4.0);
    lesson.chart(slug, caption, &chart)
}
