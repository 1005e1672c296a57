//! A network that may bend, against PCA, width by width.

use super::Story;
use lab09::against_pca::AgainstPca;
use lab09::pca::tensor_of;
use labkit::numerals::num;
use labkit::{Chart, Lesson, Quantity, Result, Table};

/// The section.
pub fn bend(story: &Story, lesson: &mut Lesson) -> Result<()> {
    lesson.say("Digits do not lie in a plane, so let the network bend: hidden layers of 128 and 64 with ELU before the narrow place, and the same again behind it; a sigmoid at the end, because a pixel lies between 0 and 1.");
    let mut table = Table::new([
        "width",
        "PCA, test",
        "network, test",
        "ratio",
        "PCA, training",
        "network, training",
    ]);
    let (mut straight, mut bent) = (Vec::new(), Vec::new());
    let mut won = 0_usize;
    for (width, model) in story.deep(lesson) {
        let both = AgainstPca::of(model, story.pca(), *width, &story.train, &story.test);
        let ratio = both.autoencoder / both.pca;
        table.push([
            width.to_string(),
            num(both.pca, 4),
            num(both.autoencoder, 4),
            if both.pca > 1e-9 {
                num(ratio, 2)
            } else {
                "–".to_string()
            },
            num(both.pca_train, 4),
            num(both.autoencoder_train, 4),
        ]);
        straight.push((*width as f64, both.pca));
        bent.push((*width as f64, both.autoencoder));
        if ratio < 1.0 {
            won = *width;
        }
        if *width == 64 {
            lesson.number("deep_parameters_64", nabla::parameters(model));
        }
    }
    lesson.predict_number(
        "The narrow place has 1, 2, 4, … up to 64 numbers. What is the largest of these widths at which the network still beats PCA on test pictures?",
        Quantity::new(won as f64, 0).within(0.0),
        &format!("{won}. Where it is narrow the network wins, and clearly. With as many numbers as pixels PCA loses nothing at all. A network has to learn to do nothing, from examples, through sigmoids, and never quite gets there."),
    );
    lesson.table(&table.caption(
        "Mean squared error per pixel. PCA is fitted to the pictures that the network learns from.",
    ));
    lesson.chart(
        "widths",
        "Test error by the number of numbers in the middle.",
        &Chart::new("width", "mean squared error")
            .line("PCA", straight)
            .line("network", bent)
            .log_x()
            .y_range(0.0..0.07),
    )?;
    lesson.number("pictures", story.split.train.len());
    redrawn(story, lesson)?;
    lesson.say("Compare the training columns, too. PCA's two errors are alike. The network has tens of thousands of weights, and at all but the smallest widths it knows its training pictures better than others. More pictures would help it, and hardly PCA: `cargo run -p lab09 -- --network autoencoder --data mnist` tries 60,000.");
    Ok(())
}

/// Test digits through two and through eight numbers.
fn redrawn(story: &Story, lesson: &mut Lesson) -> Result<()> {
    let x_test = story.x_test();
    let mut sets = vec![("test pictures".to_string(), story.test.clone())];
    for width in [2, 8] {
        let straight = tensor_of(&story.pca().reconstruct(&x_test, width));
        sets.push((format!("PCA, {width}"), straight));
        let found = story.deep(lesson).iter().find(|(w, _)| *w == width);
        if let Some((_, model)) = found {
            sets.push((format!("network, {width}"), model.reconstruct(&story.test)));
        }
    }
    let sets: Vec<_> = sets.iter().map(|(words, set)| (words, set)).collect();
    story.ten(
        lesson,
        "redrawn",
        "Ten test digits, and what is left of them after two numbers and after eight: straight, and bent.",
        &sets,
    )
}
