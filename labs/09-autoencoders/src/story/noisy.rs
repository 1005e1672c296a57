//! Section 6: denoising.

use super::{Story, epochs, num, row};
use lab09::autoencoder::{Autoencoder, Plan};
use lab09::noise::{Noise, mse, psnr};
use lab09::pca::{matrix_of, tensor_of};
use lab09::training::{Recipe, Target, train};
use labkit::{Lesson, Result, Table};
use nabla::Tensor;

/// The noise that one network learns to take away.
const NORMAL: Noise = Noise::Normal(0.3);
/// Another.
const BLANK: Noise = Noise::Blank(0.3);

/// Section 6.
pub fn noisy(story: &Story, lesson: &mut Lesson) -> Result<()> {
    lesson.say("Somebody's scanner is bad: each pixel comes with normal noise of deviation 0.3. An autoencoder knows digits, so it should draw clean ones. This one is not even narrow, 64 numbers in the middle for 64 pixels, and redraws clean test pictures almost perfectly.");
    lesson.predict(
        "It was trained on clean pictures only. What does it make of noisy ones?",
        "Noisy ones: most of the noise is still there. It has learned to hand on what it is shown. Nobody ever asked it to tell a digit from dirt.",
    );
    let plain = network(story, lesson, None, Target::Clean);
    let copied = network(story, lesson, Some(NORMAL), Target::Shown);
    let cleans = network(story, lesson, Some(NORMAL), Target::Clean);
    let mut rng = nabla::rng(lesson.flags().seed);
    let spoilt = [NORMAL, BLANK].map(|noise| noise.on(&story.test, &mut rng));
    let straight = |pictures: &Tensor| {
        tensor_of(
            &story
                .pca()
                .reconstruct(&matrix_of(pictures), 16.min(story.inputs())),
        )
    };
    let ways: [(&str, &str, [Tensor; 2]); 5] = [
        ("nothing", "spoilt", spoilt.clone()),
        (
            "plain",
            "trained on clean pictures",
            spoilt.each_ref().map(|x| plain.reconstruct(x)),
        ),
        (
            "copied",
            "noisy in, noisy wanted",
            spoilt.each_ref().map(|x| copied.reconstruct(x)),
        ),
        ("pca", "PCA, 16 directions", spoilt.each_ref().map(straight)),
        (
            "cleans",
            "noisy in, clean wanted",
            spoilt.each_ref().map(|x| cleans.reconstruct(x)),
        ),
    ];
    lesson.say("Two more networks of the same kind get noisy pictures to learn from, other noise at each step. One is asked for the noisy picture that it was shown, which is a mistake that is easily made, and the other for the clean one:");
    lesson.show("step(model, optimizer, noisy, &noisy, …)      the mistake\nstep(model, optimizer, noisy, &clean, …)      denoising");
    let mut table = Table::new(["", "normal: MSE", "PSNR", "blanked: MSE", "PSNR"]);
    for (key, words, made) in &ways {
        let mut cells = vec![(*words).to_string()];
        for (made, kind) in made.iter().zip(["normal", "blank"]) {
            let error = mse(made, &story.test);
            lesson.number(&format!("noise_{key}_{kind}"), error);
            lesson.number(&format!("noise_{key}_{kind}_psnr"), psnr(error));
            cells.extend([num(error, 4), format!("{} dB", num(psnr(error), 1))]);
        }
        table.push(cells);
    }
    lesson.table(&table.caption("Test pictures, spoilt, against the clean ones: normal noise of deviation 0.3, cut off at 0 and 1; or three pixels of ten blanked. The peak signal-to-noise ratio is 10·log₁₀(1/MSE): twice the error is 3 dB less."));
    pictures(story, lesson, &ways)?;
    lesson.say("The network that was asked for clean pictures leaves about a third of the error. It cannot know what a pixel was; it knows which pictures there are, and draws the mean of those that fit. PCA with few directions does something of the kind, too: noise goes in all directions alike, and most of them are left out. \
         The right half of the table is another kind of dirt, which none of them has seen. A denoiser knows its noise as well as its digits.");
    Ok(())
}

/// A wide network; what spoils the pictures it is shown, and what it is asked for.
fn network(story: &Story, lesson: &Lesson, noise: Option<Noise>, target: Target) -> Autoencoder {
    let recipe = Recipe {
        noise,
        target,
        ..Recipe::new(epochs(lesson, 100), lesson.flags().seed)
    };
    let plan = Plan::deep(story.inputs(), &[128], 64);
    let mut bar = lesson.progress("denoising", recipe.steps(&story.train));
    let model = plan.build(&mut nabla::rng(recipe.seed));
    let model = train(model, &story.train, &recipe, |loss| bar.step(loss, None));
    bar.done();
    model
}

fn pictures(
    story: &Story,
    lesson: &mut Lesson,
    ways: &[(&str, &str, [Tensor; 2]); 5],
) -> Result<()> {
    let places = story.one_of_each(&[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    let pick = |set| places.iter().map(|&i| row(set, i)).collect::<Vec<_>>();
    let mut rows = vec![("clean", pick(&story.test))];
    let short = ["spoilt", "plain", "noisy wanted", "PCA, 16", "clean wanted"];
    for (short, (_, _, made)) in short.into_iter().zip(ways) {
        rows.push((short, pick(&made[0])));
    }
    lesson.sheet(
        "denoised",
        "Ten test digits, spoilt by normal noise, and what four ways make of them.",
        story.size().0,
        &rows,
    )
}
