//! Section 4: a linear autoencoder finds the space of PCA.

use super::{Story, epochs, num};
use lab09::autoencoder::{Plan, weight};
use lab09::noise::mse;
use lab09::pca::{matrix_of, mean_squared, principal_angles, tensor_of};
use lab09::training::{Recipe, Training};
use labkit::{Chart, Lesson, Result, Table};
use nabla::Device;
use nalgebra::DMatrix;

/// The latent width.
const WIDTH: usize = 4;

/// Section 4.
pub fn lands(story: &Story, lesson: &mut Lesson) -> Result<()> {
    lesson.say(format!("Back to networks: encoder and decoder one layer each, {} to {WIDTH} to {}, no activation. All that it can draw are sums of {WIDTH} pictures and a bias. No such sum can do better than PCA. Will descent get there, from random weights?", story.inputs(), story.inputs()));
    let pca = story.pca();
    let x = story.x();
    let best = mean_squared(&pca.reconstruct(&x, WIDTH), &x);
    let plane = pca.directions.columns(0, WIDTH).into_owned();
    let passes = epochs(lesson, 300);
    let recipe = Recipe {
        rate: 0.01,
        ..Recipe::new(passes, lesson.flags().seed)
    };
    let pictures = tensor_of(&x);
    let model = Plan::linear(story.inputs(), WIDTH).build(&mut nabla::rng(recipe.seed));
    let mut training = Training::new(model, &pictures, &recipe, &Device::Cpu);
    let mut bar = lesson.progress("linear", passes * training.steps_an_epoch());
    let (mut largest, mut smallest) = (Vec::new(), Vec::new());
    let mut table = Table::new([
        "epochs",
        "its error",
        "PCA's",
        "angles to PCA's space, degrees",
    ]);
    for epoch in 0..=passes {
        if epoch > 0 {
            training.epoch(|loss| bar.step(loss, None));
        }
        let angles = principal_angles(&drawn(&training), &plane);
        smallest.push((epoch as f64, angles[0]));
        largest.push((epoch as f64, angles[WIDTH - 1]));
        if [0, 1, 5, 20, 50, 100, 200, passes].contains(&epoch) {
            let error = mse(&training.model.reconstruct(&pictures), &pictures);
            table.push([
                epoch.to_string(),
                num(error, 4),
                num(best, 4),
                angles
                    .iter()
                    .map(|a| num(*a, 1))
                    .collect::<Vec<_>>()
                    .join("  "),
            ]);
        }
    }
    bar.done();
    lesson.table(&table.caption("*Angles*: the principal angles between the space that the decoder's weights span and that of PCA's first four directions. 90° is nothing in common, 0° is the same."));
    lesson.chart(
        "angles",
        "A linear autoencoder turns into the space of PCA.",
        &Chart::new("epoch", "degrees")
            .line("largest angle", largest)
            .dashed("smallest angle", smallest)
            .y_range(0.0..90.0),
    )?;
    columns(lesson, &drawn(&training), &plane);
    Ok(())
}

/// What the decoder draws for each number of the code: a column each, `[D, latent]`.
fn drawn(training: &Training<'_>) -> DMatrix<f64> {
    matrix_of(&weight(&training.model, "decoder.0.weight")).transpose()
}

/// The same space, but not the same directions.
fn columns(lesson: &mut Lesson, drawn: &DMatrix<f64>, plane: &DMatrix<f64>) {
    lesson.say("The same space. Are its columns the same directions as well? The cosines between the decoder's four columns and PCA's four:");
    let mut table = Table::new(["", "v₁", "v₂", "v₃", "v₄"]);
    for (i, column) in drawn.column_iter().enumerate() {
        let mut cells = vec![format!("column {}", i + 1)];
        for v in plane.column_iter() {
            cells.push(num(column.dot(&v) / column.norm(), 2));
        }
        table.push(cells);
    }
    lesson.table(&table);
    lesson.say("No. Each is a mixture. If A is any matrix that can be inverted, the code z·A with the decoder A⁻¹·D draws the same pictures as z with D. The loss cannot tell them apart, so nothing makes the first number of the code the most important one. PCA's order and its right angles are a choice of PCA's, beyond the task.");
}
