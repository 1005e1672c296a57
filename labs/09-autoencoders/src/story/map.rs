//! t-SNE, and maps of six classes.

use super::Story;
use crate::figures;
use lab09::pca::{Pca, matrix};
use lab09::project::random_projection;
use lab09::tsne::{
    self, Plan, agreement, as_matrix, divergence, joint, map, probabilities, search,
};
use lab09::{exercises, solutions};
use labkit::numerals::{list, num, percent};
use labkit::{Chart, Lesson, Quantity, Result, Table};
use nabla::Tensor;
use nalgebra::DMatrix;

/// The digits 0 to 5 are on the map.
const CLASSES: u8 = 6;
/// Pictures on the map, at most.
const PICTURES: usize = 900;

type Perplexity = fn(&[f64], f64) -> f64;

/// The section on neighbours.
pub fn neighbours(lesson: &mut Lesson) -> Result<()> {
    lesson.say("No map in two dimensions can keep all distances of digits; t-SNE keeps the neighbours. Each point chooses one other point as its neighbour, at random: a near one probably, a far one hardly. It does so among the pictures and on the map, and the points of the map are moved until the probabilities agree.");
    let perplexity = lesson.answer(
        "perplexity",
        exercises::perplexity as Perplexity,
        solutions::perplexity,
    );
    lesson.say("A point has three others at squared distances of 1, 4 and 9. The probabilities are proportional to exp(−d²/(2σ²)). The *perplexity* is the number of neighbours, all alike, among which the choice would be as open.");
    let squared = [1.0, 4.0, 9.0];
    lesson.predict_number(
        "σ is very large: the point looks far, and hardly sees who is nearer. What is the perplexity?",
        Quantity::new(perplexity(&squared, 1e6), 1),
        "3, as many as there are others. With a tiny σ it is 1: the nearest, and nobody else.",
    );
    let mut table = Table::new(["σ", "probabilities", "perplexity"]);
    for sigma in [0.5, 1.0, 2.0, 4.0, 30.0] {
        let p = probabilities(&squared, 1.0 / (2.0 * sigma * sigma));
        table.push([
            num(sigma, 1),
            list(p, 4),
            num(perplexity(&squared, sigma), 3),
        ]);
    }
    lesson.table(&table);
    lesson.say("You choose the perplexity, 30 say, and for each point the σ is searched that has it: small where points are dense, large where they are lonely. For a perplexity of 2 this point needs");
    let sigma = (0.5 / search(&squared, 2.0)).sqrt();
    lesson.show(format!(
        "σ = {}      perplexity = {}",
        num(sigma, 4),
        num(perplexity(&squared, sigma), 4)
    ));
    lesson
        .say("On the map the probabilities are proportional to 1/(1 + d²), which has a long tail:");
    tails(lesson)
}

/// The bell and Student's curve.
fn tails(lesson: &mut Lesson) -> Result<()> {
    let at =
        |f: fn(f64) -> f64| (0..=80).map(move |i| (f64::from(i) * 0.05, f(f64::from(i) * 0.05)));
    lesson.chart(
        "tails",
        "How much a neighbour at distance d weighs: among the pictures, and on the map.",
        &Chart::new("distance d", "weight")
            .line("pictures: exp(−d²)", at(|d| (-d * d).exp()))
            .line("map: 1/(1 + d²)", at(|d| 1.0 / (1.0 + d * d))),
    )
}

/// The section on maps.
pub fn maps(story: &Story, lesson: &mut Lesson) -> Result<()> {
    let six: Vec<usize> = (0..story.split.train.len())
        .filter(|&i| story.split.train.labels[i] < CLASSES)
        .take(PICTURES)
        .collect();
    let pictures = story.split.train.select(&six);
    let shown = Tensor::from(pictures.pixels.clone());
    let x = matrix(&shown);
    lesson.say(format!("{} digits of the classes 0 to 5, {} pixels each, as points on paper: thrown at random, along PCA's first two directions, by the autoencoder with two numbers of [Bend the plane](#bend-the-plane), and by t-SNE. The maps know no labels; the colours are put on afterwards. A test: is a point's nearest neighbour on paper of the same class?", pictures.len(), x.ncols()));
    let mut rng = lesson.rng();
    let thrown = &x * random_projection(x.ncols(), 2, &mut rng);
    let straight = Pca::fit(&x).encode(&x, 2);
    let (_, model) = &story.deep(lesson)[1];
    let coded = matrix(&model.encode(&shown));
    let (points, history) = tsne_map(lesson, &x);
    let labels = &pictures.labels;
    let maps = [
        ("random projection", thrown),
        ("PCA", straight),
        ("autoencoder, two numbers", coded),
        ("t-SNE", as_matrix(&points)),
    ];
    let mut table = Table::new(["map", "nearest neighbour of the same class"]);
    let whole = agreement(&x, labels);
    table.push([format!("none: all {} pixels", x.ncols()), percent(whole)]);
    let found = maps.each_ref().map(|(_, points)| agreement(points, labels));
    for ((words, _), share) in maps.iter().zip(found) {
        table.push([(*words).to_string(), percent(share)]);
    }
    let [_, pca, _, tsne] = found;
    lesson.predict_number(
        &format!("Along PCA's two directions it is for {} of the points. For how many on the map of t-SNE?", percent(pca)),
        Quantity::percent(tsne, 1).within(0.02),
        &format!("{}; among the pixels themselves {}.", percent(tsne), percent(whole)),
    );
    lesson.figure(
        "maps",
        "Six classes of digits on paper, four times.",
        (700, 760),
        |area| figures::maps::draw(area, &maps, labels),
    )?;
    lesson.table(&table);
    lesson.chart(
        "divergence",
        "The divergence between the probabilities of the pictures and those of the map. For the first quarter of the steps neighbours attract each other twelve times as much as they should.",
        &Chart::new("step", "KL, nats").line("t-SNE", history).y_range(0.0..4.0),
    )?;
    lesson.say("What may you read from such a map? That points of an island are neighbours; not how far apart two islands are, nor how large one is. And islands may break where nothing is broken, if the perplexity is small: try others, and other seeds, before you believe in one. A new picture has no place on it: t-SNE has no encoder. PCA and the autoencoder have one, and pay for it.");
    Ok(())
}

/// Steps, and the divergence after them.
type History = Vec<(f64, f64)>;

/// The map, and the divergence on the way.
fn tsne_map(lesson: &mut Lesson, x: &DMatrix<f64>) -> (Vec<tsne::Point>, History) {
    let plan = Plan::new(lesson.shortened(500, 10));
    let p = joint(x, plan.perplexity);
    let mut bar = lesson.progress("t-SNE", plan.steps);
    let mut history = Vec::new();
    let points = map(x, &plan, &mut lesson.rng(), |step, y| {
        if step % 25 == 0 {
            history.push((step as f64, divergence(&p, y)));
        }
        bar.step(history.last().map_or(f64::NAN, |(_, kl)| *kl), None);
    });
    bar.done();
    (points, history)
}
