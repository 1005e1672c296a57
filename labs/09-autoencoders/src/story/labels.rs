//! Section 9: few labels.

use super::{Story, deviation, epochs, mean, num, seeds};
use lab09::autoencoder::Plan;
use lab09::few_labels::{accuracy, choose, in_units, learn};
use lab09::noise::Noise;
use lab09::pca::tensor_of;
use lab09::training::{Recipe, train};
use labkit::{Chart, Lesson, Result, Table};
use nabla::{Labels, Tensor};

/// Numbers of a code.
const WIDTH: usize = 32;
/// Labels of each class.
const EACH: [usize; 4] = [1, 2, 5, 10];

/// A way to describe pictures: its name for tables and for the book, and the training and test pictures so described.
struct Space {
    key: &'static str,
    words: &'static str,
    train: Tensor,
    test: Tensor,
}

/// Section 9.
pub fn labels(story: &Story, lesson: &mut Lesson) -> Result<()> {
    lesson.say(format!("{} pictures, and somebody has labelled ten of them: one of each digit. A softmax on ten examples cannot know much. But the pictures without labels have something to say of what digits look like, and an autoencoder has listened to all of them. Is the softmax better off with codes than with pixels?", super::count(story.split.train.len())));
    let spaces = spaces(story, lesson);
    let known = |labels: &[u8]| Labels::new(labels, story.split.train.classes);
    let (all, truth) = (
        known(&story.split.train.labels),
        known(&story.split.test.labels),
    );
    let seeds = seeds(lesson, 20);
    let mut table = Table::new(["", "10 labels", "20", "50", "100"]);
    let mut chart = Chart::new("labels", "test pictures read right, %").log_x();
    for space in &spaces {
        let mut cells = vec![space.words.to_string()];
        let mut curve = Vec::new();
        for each in EACH {
            let right = |&seed: &u64| {
                // The same lots for every space: so they differ in nothing but the space.
                let places = choose(&all, each, &mut nabla::rng(seed));
                let model = learn(&space.train.gather_rows(&places), &all.gather(&places));
                accuracy(&model, &space.test, &truth)
            };
            let right: Vec<f64> = seeds.iter().map(right).collect();
            let middle = mean(right.iter().copied());
            let luck = deviation(right.iter().copied()) / (seeds.len() as f64).sqrt();
            cells.push(format!(
                "{} ± {} %",
                num(100.0 * middle, 1),
                num(100.0 * luck, 1)
            ));
            curve.push(((each * all.classes()) as f64, 100.0 * middle));
            lesson.number(
                &format!("few_{}_{}", space.key, each * all.classes()),
                middle,
            );
        }
        table.push(cells);
        chart = chart.line(space.words, curve);
    }
    lesson.table(&table.caption(format!("Test pictures read right: the mean over {} draws of the labelled pictures, the same for each row; ± is what luck does to that mean.", seeds.len())));
    lesson.chart(
        "few-labels",
        "What a softmax makes of few labels, by what it is shown.",
        &chart,
    )?;
    lesson.say("The honest answer: the codes of a plain autoencoder are worth *less* than pixels. They keep everything that is needed to draw the picture again, how thick the pen was and how far it leaned, and of all that the label is a small part. PCA's codes are the pixels seen from another side, without the directions that hardly matter; a softmax that learns by plain descent does not care from which side it looks, so the two rows are alike. \
         What helps is the autoencoder that had to take noise away. It had to learn which differences between pictures are none, and its codes gain a few points, most where labels are fewest. With a hundred labels next to nothing of the gain is left. That learning without labels saves labels is true here, and it is a small truth.");
    Ok(())
}

/// Pixels, and three kinds of codes.
fn spaces(story: &Story, lesson: &Lesson) -> Vec<Space> {
    let coded = |noise| {
        let recipe = Recipe {
            noise,
            ..Recipe::new(epochs(lesson, 100), lesson.flags().seed)
        };
        let plan = Plan::deep(story.inputs(), &[128, 64], WIDTH);
        let mut bar = lesson.progress("codes", recipe.steps(&story.train));
        let model = plan.build(&mut nabla::rng(recipe.seed));
        let model = train(model, &story.train, &recipe, |loss| bar.step(loss, None));
        bar.done();
        (model.encode(&story.train), model.encode(&story.test))
    };
    let space = |key, words, (train, test): (Tensor, Tensor)| Space {
        key,
        words,
        test: in_units(&train, &test),
        train: in_units(&train, &train),
    };
    let pca = story.pca();
    let straight = |x| tensor_of(&pca.encode(&x, WIDTH));
    vec![
        space(
            "pixels",
            "pixels",
            (story.train.clone(), story.test.clone()),
        ),
        space(
            "pca",
            "PCA",
            (straight(story.x()), straight(story.x_test())),
        ),
        space("plain", "autoencoder", coded(None)),
        space("denoising", "denoising", coded(Some(Noise::Normal(0.3)))),
    ]
}
