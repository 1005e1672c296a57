//! Few labels.

use super::Story;
use lab09::autoencoder::Plan;
use lab09::few_labels::{RULE, choose, in_units, learn};
use lab09::noise::Noise;
use lab09::pca::{matrix, tensor_of};
use lab09::training::Objective;
use labkit::numerals::{count, num, percent};
use labkit::statistics::{mean, standard_deviation};
use labkit::{Chart, Lesson, Quantity, Result, Table};
use nabla::{Labels, Tensor};
use trainer::{Examples, Rule, accuracy};

/// Numbers of a code.
const WIDTH: usize = 32;
/// Labels of each class.
const EACH: [usize; 4] = [1, 2, 5, 10];

/// A way to describe pictures: its name for the book and for tables, and the pictures so described.
struct Space {
    key: &'static str,
    words: String,
    train: Examples,
    test: Examples,
}

impl Space {
    /// The fraction of test pictures read right after `each` labels of every class, drawn anew for each seed. The same draws
    /// for every space: so they differ in nothing but the space.
    fn right(&self, each: usize, seeds: &[u64], rule: Rule) -> Vec<f64> {
        let one = |&seed: &u64| {
            let places = choose(&self.train.labels, each, &mut nabla::rng(seed));
            let (images, labels) = self.train.gather(&places);
            accuracy(&learn(&Examples { images, labels }, rule), &self.test)
        };
        seeds.iter().map(one).collect()
    }
}

/// The section.
pub fn labels(story: &Story, lesson: &mut Lesson) -> Result<()> {
    lesson.say(format!("{} pictures, and somebody has labelled ten of them: one of each digit. A softmax on ten examples cannot know much. But the others have something to say of what digits look like, and an autoencoder has listened to all of them.", count(story.split.train.len())));
    let seeds = lesson.seeds(20, 1);
    let mut table = Table::new(["", "10 labels", "20", "50", "100"]);
    let mut chart = Chart::new("labels", "test pictures read right, %").log_x();
    let mut by_ten = Vec::new();
    for space in spaces(story, lesson) {
        let mut cells = vec![space.words.clone()];
        let mut curve = Vec::new();
        for each in EACH {
            let right = space.right(each, &seeds, RULE);
            let middle = mean(right.iter().copied());
            let error = standard_deviation(right) / (seeds.len() as f64).sqrt();
            cells.push(format!("{} ± {}", num(100.0 * middle, 1), percent(error)));
            let labels = each * space.train.labels.classes();
            curve.push((labels as f64, 100.0 * middle));
        }
        table.push(cells);
        by_ten.push(curve[0].1 / 100.0);
        if ["pixels", "turned"].contains(&space.key) {
            let by_adam = mean(space.right(1, &seeds, Rule::adam(0.03)));
            lesson.number(&format!("few_adam_{}", space.key), by_adam);
        }
        // Where all directions are kept the curve is that of the pixels.
        if space.key != "turned" {
            chart = chart.line(space.words, curve);
        }
    }
    let (pixels, plain) = (by_ten[0], by_ten[3]);
    lesson.predict_number(
        &format!("Shown the pixels of these ten, a softmax reads {} of the test pictures right. How many if it is shown codes of {WIDTH} numbers, from an autoencoder that learned to copy?", percent(pixels)),
        Quantity::percent(plain, 1).within(0.03),
        &format!("{}: *fewer*. Codes keep all that is needed to draw the picture again, how thick the pen was and how far it leaned, and of all that the label is a small part.", percent(plain)),
    );
    lesson.table(&table.caption(format!("Test pictures read right: the mean over {} draws of the labelled pictures, the same for each row; ± is the standard error of that mean.", seeds.len())));
    lesson.chart(
        "few-labels",
        "What a softmax makes of few labels, by what it is shown.",
        &chart,
    )?;
    lesson.say("PCA's codes are the pixels seen from another side, and plain gradient descent does not care from which side it looks. What helps is the autoencoder that had to take noise away, and so to learn which differences between pictures are none: its codes gain a few points, most where labels are fewest. That learning without labels saves labels is true here, and it is a small truth.");
    Ok(())
}

/// Pixels, and four kinds of codes.
fn spaces(story: &Story, lesson: &mut Lesson) -> Vec<Space> {
    let classes = story.split.train.classes;
    let pca = story.pca();
    let space = |key, words: String, code: &dyn Fn(&Tensor) -> Tensor| {
        let (train, test) = (code(&story.train), code(&story.test));
        let examples = |some, labels| Examples {
            images: in_units(&train, some),
            labels: Labels::new(labels, classes),
        };
        Space {
            key,
            words,
            test: examples(&test, &story.split.test.labels),
            train: examples(&train, &story.split.train.labels),
        }
    };
    let straight = |key, words, k| space(key, words, &|x| tensor_of(&pca.encode(&matrix(x), k)));
    let coded = |key, words: &str, noise| {
        let plan = Plan::deep(story.inputs(), &[128, 64], WIDTH);
        let objective = Objective {
            noise,
            ..Objective::PLAIN
        };
        let model = story.trained(lesson, "codes", &plan, 100, &objective);
        space(key, words.to_string(), &|x| model.encode(x))
    };
    let pixels = story.inputs();
    let spaces = vec![
        space("pixels", "pixels".to_string(), &Tensor::clone),
        straight("turned", format!("PCA, all {pixels}"), pixels),
        straight("pca", format!("PCA, {WIDTH}"), WIDTH),
        coded("plain", "autoencoder", None),
        coded("denoising", "denoising", Some(Noise::Normal(0.3))),
    ];
    lesson.number("few_explained", pca.explained(WIDTH));
    spaces
}
