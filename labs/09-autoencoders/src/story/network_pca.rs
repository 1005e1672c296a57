//! A linear autoencoder finds the space of PCA.

use super::Story;
use lab09::autoencoder::{Autoencoder, Plan};
use lab09::noise::mse;
use lab09::pca::{matrix, mean_squared, principal_angles, tensor_of};
use lab09::training::{Objective, epoch};
use labkit::numerals::{list, num};
use labkit::{Chart, Lesson, Quantity, Result, Table};
use nabla::Device;
use nalgebra::DMatrix;
use trainer::{Recipe, Rule, Training};

/// The latent width.
const WIDTH: usize = 4;

/// The section.
pub fn lands(story: &Story, lesson: &mut Lesson) -> Result<()> {
    lesson.say(format!("Encoder and decoder one layer each, {} to {WIDTH} to {}, no activation. All that it can draw are sums of {WIDTH} pictures and a bias. No such sum can do better than PCA.", story.inputs(), story.inputs()));
    let pca = story.pca();
    let x = story.x();
    let best = mean_squared(&pca.reconstruct(&x, WIDTH), &x);
    let plane = pca.directions.columns(0, WIDTH).into_owned();
    let (epochs, seed) = (lesson.shortened(300, 10), lesson.flags().seed);
    let recipe = Recipe::new(Rule::adam(0.01).cosine(), 50, epochs).seed(seed);
    let pictures = tensor_of(&x);
    let model = Plan::linear(story.inputs(), WIDTH).build(&mut nabla::rng(seed));
    let mut training = Training::new(model, &recipe, x.nrows(), &Device::Cpu);
    let mut bar = lesson.progress("linear", epochs * training.steps_an_epoch());
    let (mut largest, mut smallest) = (Vec::new(), Vec::new());
    let mut table = Table::new([
        "epochs",
        "its error",
        "PCA's",
        "angles to PCA's space, degrees",
    ]);
    for done in 0..=epochs {
        if done > 0 {
            epoch(&mut training, &pictures, &Objective::PLAIN, |loss| {
                bar.step(loss, None);
            });
        }
        let angles = principal_angles(&drawn(&training.model), &plane);
        smallest.push((done as f64, angles[0]));
        largest.push((done as f64, angles[WIDTH - 1]));
        if [0, 1, 5, 20, 50, 100, 200, epochs].contains(&done) {
            let error = mse(&training.model.reconstruct(&pictures), &pictures);
            table.push([
                done.to_string(),
                num(error, 4),
                num(best, 4),
                list(angles, 1),
            ]);
        }
    }
    bar.done();
    let (from, to) = (largest[0].1, largest[epochs].1);
    lesson.predict_number(
        &format!("From random weights its space has a direction {}° away from all of PCA's. How many degrees is the largest angle after {epochs} epochs of descent?", num(from, 0)),
        Quantity::new(to, 1).unit("degrees").within(2.0),
        &format!("{}. It finds the same space.", num(to, 1)),
    );
    lesson.table(&table.caption("*Angles*: the principal angles between the space that the decoder's weights span and that of PCA's first four directions. 90° is nothing in common, 0° is the same."));
    lesson.chart(
        "angles",
        "A linear autoencoder, and the space of PCA.",
        &Chart::new("epoch", "degrees")
            .line("largest angle", largest)
            .dashed("smallest angle", smallest)
            .y_range(0.0..90.0),
    )?;
    columns(lesson, &drawn(&training.model), &plane);
    Ok(())
}

/// What the decoder draws for each number of the code: a column each, `[D, latent]`.
fn drawn(model: &Autoencoder) -> DMatrix<f64> {
    matrix(&model.drawings()).transpose()
}

/// The same space, but not the same directions.
fn columns(lesson: &mut Lesson, drawn: &DMatrix<f64>, plane: &DMatrix<f64>) {
    lesson.predict_choice(
        "Are the decoder's four columns PCA's four directions?",
        &["yes, in the same order", "no, mixtures of them", "yes, in another order"],
        1,
        "The loss cannot tell such mixtures apart, so nothing makes the first number of the code the most important one. PCA's order and its right angles are a choice of PCA's, beyond the task.",
    );
    let mut table = Table::new(["", "v₁", "v₂", "v₃", "v₄"]);
    for (i, column) in drawn.column_iter().enumerate() {
        let mut cells = vec![format!("column {}", i + 1)];
        for v in plane.column_iter() {
            cells.push(num(column.dot(&v) / column.norm(), 2));
        }
        table.push(cells);
    }
    lesson.table(&table.caption("Cosines between the decoder's columns and PCA's directions."));
}
