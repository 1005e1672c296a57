//! What β does, and numbers of the code that nobody uses.

use super::{Models, SIXTEEN, far, shortened};
use crate::story::num;
use lab09::vae::Vae;
use lab09::vae::evaluate::{bound, divergences};
use lab09::vae::latent::drawn;
use lab09::vae::training::{Recipe, Training};
use lab09::{exercises, solutions};
use labkit::{Chart, Lesson, Result, Table};
use nabla::Device;

/// A number of the code is used if it costs more than this, in nats.
const USED: f64 = 0.1;

/// The section.
pub fn collapse(models: &Models, lesson: &mut Lesson) -> Result<()> {
    lesson.say("KL is a price. Multiply it by β, and the network buys less:");
    lesson.show("loss = −ln p(x|z) + β·KL          β = 1 is the bound");
    lesson.predict(
        "A code has 16 numbers. Raise β from 0.1 to 10. Do all of them say a little less?",
        "They do, but not for long: one after the other falls silent altogether. KL of that number is then 0, its μ is 0 for every picture, and the decoder ignores it.",
    );
    let recipe = shortened(lesson, SIXTEEN);
    let seed = lesson.flags().seed;
    let mut table = Table::new([
        "β",
        "used",
        "KL, nats",
        "reconstruction",
        "bound (β = 1)",
        "drawn, from the nearest",
    ]);
    let mut chart = Chart::new("number of the code, dearest first", "KL, nats");
    for beta in [0.1, 1.0, 4.0, 10.0, 784.0] {
        let other;
        let vae = match beta {
            1.0 => &models.sixteen(lesson).vae,
            _ => {
                other = trained(models, lesson, Recipe { beta, ..recipe });
                &other
            }
        };
        let found = bound(vae, &models.test.images, seed);
        let mut each = divergences(vae, &models.test.images);
        each.sort_by(|a, b| b.total_cmp(a));
        let used = each.iter().filter(|kl| **kl > USED).count();
        let pictures = vae.draw(&drawn(500, recipe.latent, &mut nabla::rng(seed)));
        let distance = far(models, &pictures);
        let key = num(f64::from(beta), if beta < 1.0 { 1 } else { 0 });
        if beta < 500.0 {
            let points = each.iter().enumerate();
            chart = chart.line(
                format!("β = {key}"),
                points.map(|(i, kl)| (i as f64 + 1.0, *kl)),
            );
        }
        table.push([
            key,
            format!("{used} of 16"),
            num(found.divergence, 1),
            num(found.reconstruction, 0),
            num(found.elbo(), 0),
            num(distance, 0),
        ]);
    }
    lesson.chart(
        "used",
        "KL of each number of the code, dearest first. What is 0 is not used.",
        &chart,
    )?;
    lesson.table(&table.caption(format!(
        "784 → 150 → (16, 16) → 16 → 150 → 784, {} epochs. *Used*: KL above {USED} nats on the test pictures. *From the nearest*: how far pictures from N(0, I) are from training pictures, as before.",
        recipe.epochs
    )));
    lesson.say("This is **posterior collapse**: q(z | x) becomes the prior, whatever x is. It is not a fault in itself; a number that nobody needs ought to be silent. It is one if *all* fall silent, because β is too large, the decoder needs no code, or training began with a price that nothing was worth yet. The usual cures: let β rise from 0 in the first epochs, or give each number a few free bits. Below 1, β buys better copies and worse new pictures: codes are sharp and dear again, and N(0, I) has holes.");
    let [a, b, nats, _] = lesson.answer(
        "sum_or_mean",
        exercises::sum_or_mean as fn() -> [f64; 4],
        solutions::sum_or_mean,
    )();
    lesson.say(format!(
        "The last row is no whim. It is what a program does that takes the *mean* over the pixels, the default of every framework, and the *sum* over the code: β = {}. With means in both, and 20 numbers, it is {}. Such a program prints a loss of {} where it ought to say {} nats, and nothing warns you.",
        num(a, 0),
        num(b, 1),
        num(nats / 784.0, 3),
        num(nats, 1),
    ));
    Ok(())
}

/// The network of this section, with another price.
fn trained(models: &Models, lesson: &Lesson, recipe: Recipe) -> Vae {
    let seed = lesson.flags().seed;
    let mut training = Training::new(recipe, &models.train.images, seed, &Device::Cpu);
    let mut bar = lesson.progress(&format!("β = {}", recipe.beta), recipe.epochs);
    for _ in 0..recipe.epochs {
        let loss = training.epoch(|_| {});
        bar.step(loss, None);
    }
    bar.done();
    training.vae
}
