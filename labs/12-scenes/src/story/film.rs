//! Film.

use lab12::film::{DIRECTIONS, FRAMES, Films, SIDE, Watching, recipe, right, train};
use labkit::numerals::percent;
use labkit::{Chart, Lesson, Quantity, Result};

/// The section.
pub fn film(lesson: &mut Lesson) -> Result<()> {
    lesson.say(format!("A film is pictures in a row. To the convolutions that does not matter: they look at each frame alone. What they make of it goes, frame after frame, to something that can remember [FAR]. Here a digit moves to the right, to the left, down or up over {SIDE} × {SIDE} pixels, for {FRAMES} frames; what leaves at one edge comes in at the opposite one."));
    let (seed, split) = (lesson.flags().seed, datasets::digits8());
    let learn = Films::draw(&split.train, lesson.shortened(1000, 8), seed);
    let test = Films::draw(&split.test, 400, seed ^ 0x7465);
    let frame = SIDE * SIDE;
    let films = test.frames.data().chunks_exact(FRAMES * frame).take(3);
    let rows: Vec<(&str, Vec<&[f32]>)> = films
        .zip(&test.directions)
        .map(|(film, d)| {
            (
                DIRECTIONS[usize::from(*d)].0,
                film.chunks_exact(frame).collect(),
            )
        })
        .collect();
    lesson.sheet(
        "films",
        "Three films, frame by frame, and the direction of each.",
        SIDE,
        &rows,
    )?;
    let mut bar = lesson.progress(
        "three that watch",
        3 * lesson.shortened(14, 7) * learn.len().div_ceil(50),
    );
    let recipe = recipe(lesson.shortened(14, 7), seed);
    let models = [Watching::One, Watching::Mean, Watching::Lstm]
        .map(|watching| train(watching, &learn, &recipe, |loss| bar.step(loss, None)));
    bar.done();
    let [one, mean, lstm] = models.each_ref().map(|model| right(model, &test));
    let last = |name: &str, all: &[f64], lesson: &mut Lesson| {
        lesson.number(name, all.last().copied().unwrap_or(0.0))
    };
    let (one, mean) = (
        last("film_one", &one, lesson),
        last("film_mean", &mean, lesson),
    );
    lesson.predict_number(
        "The first network sees the frame in the middle alone. How many of the directions does it tell?",
        Quantity::percent(one, 1).within(0.05),
        &format!("{}, luck: one in four. A single frame has no direction in it, however good the convolutions are.", percent(one)),
    );
    lesson.predict_number(
        "The second sees all frames, and takes the *mean* of what the convolutions make of them. How many now? (Think of a film played backwards.)",
        Quantity::percent(mean, 1).within(0.1),
        &format!("{}. Backwards it has the same mean: right and left can never be told apart, nor can up and down. Across or along is all that is left, and half of the answers.", percent(mean)),
    );
    let whole = last("film_lstm", &lstm, lesson);
    let back = right(&models[2], &test.backwards());
    let back = last("film_backwards", &back, lesson);
    lesson.predict_number(
        "The third hands the same to an LSTM, and is asked after every frame. After how many frames does it tell three directions in four?",
        Quantity::new(after(&lstm, 0.75) as f64, 0).within(1.0),
        &format!("After {}. The first frame says nothing; from two on the way can be seen, and the others make it surer. In the end it tells {}, and of the same films played backwards {}.", after(&lstm, 0.75), percent(whole), percent(back)),
    );
    let points = |all: &[f64]| -> Vec<(f64, f64)> {
        (1..)
            .zip(all)
            .map(|(t, share)| (f64::from(t), 100.0 * share))
            .collect()
    };
    lesson.chart(
        "film-frames",
        "Directions that the LSTM tells after each frame.",
        &Chart::new("frames seen", "directions told, %")
            .line("convolutions + LSTM", points(&lstm))
            .dashed(
                "mean of all frames",
                [(1.0, 100.0 * mean), (FRAMES as f64, 100.0 * mean)],
            )
            .y_range(0.0..100.0),
    )?;
    lesson.say("Time is an axis like the others, with one difference: it has a direction. A mean throws that away, as a mean over the words of a sentence throws away who bit whom.");
    Ok(())
}

/// After how many frames so many are told; one more than there are, if never.
fn after(shares: &[f64], enough: f64) -> usize {
    1 + shares
        .iter()
        .position(|&share| share >= enough)
        .unwrap_or(shares.len())
}
