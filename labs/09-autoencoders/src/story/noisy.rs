//! Denoising.

use super::Story;
use lab09::autoencoder::{Autoencoder, Plan};
use lab09::noise::{Noise, mse, psnr};
use lab09::pca::{matrix, tensor_of};
use lab09::training::{Objective, Target};
use labkit::numerals::{num, percentage};
use labkit::{Lesson, Quantity, Result, Table};
use nabla::Tensor;

/// The noise that one network learns to take away.
const NORMAL: Noise = Noise::Normal(0.3);
/// Another.
const BLANK: Noise = Noise::Blank(0.3);

/// What became of spoilt test pictures: words for a table, words for a sheet; and the pictures, for both kinds of noise.
struct Made(&'static str, &'static str, [Tensor; 2]);

/// The section.
pub fn noisy(story: &Story, lesson: &mut Lesson) -> Result<()> {
    lesson.say("Somebody's scanner is bad: each pixel comes with normal noise of standard deviation 0.3. An autoencoder knows digits, so it should draw clean ones. This one is not even narrow, 64 numbers in the middle, and redraws clean test pictures almost perfectly. Another of its kind learns from noisy pictures, drawn anew at each step, and is asked for the clean ones.");
    let plain = network(story, lesson, None, Target::Clean);
    let cleans = network(story, lesson, Some(NORMAL), Target::Clean);
    let mut rng = nabla::rng(lesson.flags().seed);
    let spoilt = [NORMAL, BLANK].map(|noise| noise.on(&story.test, &mut rng));
    let by = |model: &Autoencoder| spoilt.each_ref().map(|x| model.reconstruct(x));
    let directions = 16.min(story.inputs());
    let straight = |x: &Tensor| tensor_of(&story.pca().reconstruct(&matrix(x), directions));
    let ways = [
        Made("spoilt", "spoilt", spoilt.clone()),
        Made("trained on clean pictures", "plain", by(&plain)),
        Made(
            "PCA, 16 directions",
            "PCA, 16",
            spoilt.each_ref().map(straight),
        ),
        Made("noisy in, clean wanted", "clean wanted", by(&cleans)),
    ];
    let left = mse(&ways[1].2[0], &story.test) / mse(&spoilt[0], &story.test);
    lesson.predict_number(
        "The first saw clean pictures only. What share of the noise's squared error is left in what it makes of noisy ones?",
        Quantity::percent(left, 0).within(0.1),
        &format!("{}. It has learned to hand on what it is shown. Nobody ever asked it to tell a digit from dirt.", percentage(left, 0)),
    );
    let rows = errors(story, &ways);
    lesson.table(&table(rows).caption("Test pictures, spoilt, against the clean ones: normal noise of standard deviation 0.3, cut off at 0 and 1; or three pixels of ten blanked. The peak signal-to-noise ratio is 10·log₁₀(1/MSE): twice the error is 3 dB less."));
    let mut sets = vec![("clean", &story.test)];
    sets.extend(ways.iter().map(|Made(_, words, made)| (*words, &made[0])));
    story.ten(
        lesson,
        "denoised",
        "Ten test digits, spoilt by normal noise, and what three ways make of them.",
        &sets,
    )?;
    lesson.say("The one that was asked for clean pictures cannot know what a pixel was, and draws the mean of those that fit. PCA with few directions does something of the kind: noise goes in all directions alike, and most are left out. The right half is another dirt, which none of them has seen: a denoiser knows its noise as well as its digits.");
    lesson.say("And a mistake that is easily made: a network that sees noisy pictures, and is asked for the noisy pictures that it sees. What becomes of it is exercise `noisy_target`; its row opens once that is solved.");
    let copied = network(story, lesson, Some(NORMAL), Target::Shown);
    let [nothing, ..] = ways;
    let ways = [
        nothing,
        Made("noisy in, noisy wanted", "noisy wanted", by(&copied)),
    ];
    let mut rows = errors(story, &ways);
    for cell in &mut rows[1][1..] {
        *cell = lesson.reveal("noisy_target", &*cell);
    }
    lesson.table(&table(rows).caption("The same test pictures."));
    Ok(())
}

fn table(rows: Vec<Vec<String>>) -> Table {
    let columns = ["", "normal: MSE", "PSNR", "blanked: MSE", "PSNR"];
    rows.into_iter().fold(Table::new(columns), Table::row)
}

/// How far from the clean pictures each of these is, a row each.
fn errors(story: &Story, ways: &[Made]) -> Vec<Vec<String>> {
    let row = |Made(words, _, made): &Made| {
        let cells = made.iter().flat_map(|made| {
            let error = mse(made, &story.test);
            [num(error, 4), format!("{} dB", num(psnr(error), 1))]
        });
        [(*words).to_string()].into_iter().chain(cells).collect()
    };
    ways.iter().map(row).collect()
}

/// A wide network; what spoils the pictures it is shown, and what it is asked for.
fn network(story: &Story, lesson: &Lesson, noise: Option<Noise>, target: Target) -> Autoencoder {
    let objective = Objective {
        noise,
        target,
        ..Objective::PLAIN
    };
    let plan = Plan::deep(story.inputs(), &[128], 64);
    story.trained(lesson, "denoising", &plan, 100, &objective)
}
