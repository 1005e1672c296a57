//! Film.

use lab12::film::{DIRECTIONS, FRAMES, Films, SIDE, Watcher, Watching, epoch, recipe, right};
use labkit::numerals::percent;
use labkit::{Chart, Lesson, Quantity, Result};
use nabla::Device;
use trainer::Training;

/// The section.
pub fn film(lesson: &mut Lesson) -> Result<()> {
    lesson.say(format!("A film is pictures in a row. To the convolutions that does not matter: they look at each frame alone. What they make of it goes, frame after frame, to something that can remember [FAR]. Here a digit moves to the right, to the left, down or up over {SIDE} × {SIDE} pixels, for {FRAMES} frames; what leaves at one edge comes in at the opposite one."));
    let (seed, split) = (lesson.flags().seed, datasets::digits8());
    let learn = Films::draw(&split.train, lesson.shortened(1000, 8), seed);
    let test = Films::draw(&split.test, 400, seed ^ 0x7465);
    let frame = SIDE * SIDE;
    let films = test.frames.data().chunks_exact(FRAMES * frame).take(3);
    let name = |direction: &u8| DIRECTIONS[usize::from(*direction)].0;
    let rows = films.zip(&test.directions);
    let rows = rows.map(|(film, direction)| (name(direction), film.chunks_exact(frame).collect()));
    let caption = "Three films, frame by frame, and the direction of each.";
    lesson.sheet("films", caption, SIDE, &rows.collect::<Vec<_>>())?;
    let recipe = recipe(lesson.shortened(14, 7), seed);
    let watchers = [
        ("one frame", Watching::One),
        ("the mean", Watching::Mean),
        ("memory", Watching::Lstm),
    ];
    let models = watchers.map(|(name, watching)| {
        let model = Watcher::new(watching, &mut nabla::rng(recipe.seed));
        let training = Training::new(model, &recipe, learn.directions.len(), &Device::Cpu);
        training.finish(lesson, name, |training, step| epoch(training, &learn, step))
    });
    let [one, mean, lstm] = models.each_ref().map(|model| right(model, &test));
    let (one, mean) = (one[0], mean[0]);
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
    let backwards = right(&models[2], &test.backwards());
    let (whole, back) = (lstm[FRAMES - 1], backwards[FRAMES - 1]);
    let enough = 1 + lstm.iter().position(|&told| told >= 0.75).unwrap_or(FRAMES);
    lesson.predict_number(
        "The third hands the same to an LSTM, and is asked after every frame. After how many frames does it tell three directions in four?",
        Quantity::new(enough as f64, 0).within(1.0),
        &format!("After {enough}. The first frame says nothing; from two on the way can be seen, and the others make it surer. In the end it tells {}, and of the same films played backwards {}.", percent(whole), percent(back)),
    );
    let told = (1..).zip(lstm);
    let points = told.map(|(t, told)| (f64::from(t), 100.0 * told));
    let level = [1.0, FRAMES as f64].map(|t| (t, 100.0 * mean));
    let chart = Chart::new("frames seen", "directions told, %")
        .line("convolutions + LSTM", points)
        .dashed("mean of all frames", level)
        .y_range(0.0..100.0);
    let caption = "Directions that the LSTM tells after each frame.";
    lesson.chart("film-frames", caption, &chart)?;
    lesson.say("Time is an axis like the others, with one difference: it has a direction. A mean throws that away, as a mean over the words of a sentence throws away who bit whom.");
    Ok(())
}
