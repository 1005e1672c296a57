//! What β does, and numbers of the code that nobody uses.

use super::{Models, SIXTEEN, far, shortened};
use lab09::vae::evaluate::{bound, divergences};
use lab09::vae::latent::drawn;
use lab09::vae::training::epoch;
use lab09::vae::{Plan, Vae};
use lab09::{exercises, solutions};
use labkit::numerals::num;
use labkit::{Chart, Lesson, Result, Table};
use nabla::Device;

/// A number of the code is used if it costs more than this, in nats.
const USED: f64 = 0.1;

/// The section.
pub fn collapse(models: &Models, lesson: &mut Lesson) -> Result<()> {
    lesson.say("KL is a price. Multiply it by β, and the network buys less. With β = 1 the loss is minus the bound.");
    lesson.predict(
        "A code has 16 numbers. Raise β from 0.1 to 10. Do all of them say a little less?",
        "They do, but not for long: one after the other falls silent altogether. KL of that number is then 0, its μ is 0 for every picture, and the decoder ignores it.",
    );
    let plan = shortened(lesson, SIXTEEN);
    let seed = plan.recipe.seed;
    let mut table = Table::new(COLUMNS);
    let mut chart = Chart::new("number of the code, most used first", "KL, nats");
    for beta in [0.1, 1.0, 4.0, 10.0] {
        let (cells, each) = if beta == 1.0 {
            row(models, seed, &models.sixteen(lesson).vae, beta)
        } else {
            row(
                models,
                seed,
                &trained(models, lesson, Plan { beta, ..plan }),
                beta,
            )
        };
        let points = (1..).map(f64::from).zip(each);
        chart = chart.line(format!("β = {}", cells[0]), points);
        table.push(cells);
    }
    lesson.chart(
        "used",
        "KL of each number of the code, most used first. What is 0 is not used.",
        &chart,
    )?;
    lesson.table(&table.caption(format!(
        "784 → 150 → (16, 16) → 16 → 150 → 784, {} epochs. *Used*: KL above {USED} nats on the test pictures. *From the nearest*: how far pictures from N(0, I) are from training pictures, as before.",
        plan.recipe.epochs
    )));
    lesson.say("This is **posterior collapse**: q(z | x) becomes the prior, whatever x is. It is not a fault in itself; a number that nobody needs ought to be silent. It is one if *all* fall silent, because β is too large, the decoder needs no code, or training began with a price that nothing was worth yet. The usual cures: let β rise from 0 in the first epochs, or give each number a few free bits. Below 1, β buys better copies and worse new pictures: codes are exact and expensive again, and N(0, I) has holes.");
    let [a, b, nats, _] = lesson.answer(
        "sum_or_mean",
        exercises::sum_or_mean as fn() -> [f64; 4],
        solutions::sum_or_mean,
    )();
    let mut table = Table::new(COLUMNS);
    let beta = a as f32;
    table.push(
        row(
            models,
            seed,
            &trained(models, lesson, Plan { beta, ..plan }),
            beta,
        )
        .0,
    );
    lesson.table(&table.caption("Program A of exercise `sum_or_mean`."));
    lesson.say(format!(
        "It is what a program does that takes the *mean* over the pixels, the default of every framework, and the *sum* over the code: β = {}. With means in both, and 20 numbers, it is {}. Such a program prints a loss of 0.105 where it ought to say {} nats, and nothing warns you.",
        num(a, 0),
        num(b, 1),
        num(nats, 1),
    ));
    Ok(())
}

const COLUMNS: [&str; 6] = [
    "β",
    "used",
    "KL, nats",
    "reconstruction",
    "bound (β = 1)",
    "drawn, from the nearest",
];

/// A row of the table, and KL of each number of the code, the largest first.
fn row(models: &Models, seed: u64, vae: &Vae, beta: f32) -> ([String; 6], Vec<f64>) {
    let test = &models.test.images;
    let found = bound(vae, test, seed);
    let mut each = divergences(vae, test);
    each.sort_by(|a, b| b.total_cmp(a));
    let used = each.iter().filter(|kl| **kl > USED).count();
    let pictures = vae.draw(&drawn(500, vae.latent(), &mut nabla::rng(seed)));
    let cells = [
        num(f64::from(beta), if beta < 1.0 { 1 } else { 0 }),
        format!("{used} of {}", each.len()),
        num(found.divergence, 1),
        num(found.reconstruction, 0),
        num(found.elbo(), 0),
        num(far(models, &pictures), 0),
    ];
    (cells, each)
}

/// The network of this section, with another price.
fn trained(models: &Models, lesson: &Lesson, plan: Plan) -> Vae {
    let mut training = plan.begin(&models.train.images, &Device::Cpu);
    let mut bar = lesson.progress(&format!("β = {}", plan.beta), plan.recipe.epochs);
    for _ in 0..plan.recipe.epochs {
        let loss = epoch(&mut training, &models.train.images, plan.beta, |_| {});
        bar.step(loss, None);
    }
    bar.done();
    training.model
}
