//! What β does, and numbers of the code that nobody uses.

use super::{Models, SIXTEEN, asked, far};
use lab09::vae::evaluate::{bound, divergences};
use lab09::vae::latent::drawn;
use lab09::vae::training::epoch;
use lab09::vae::{Plan, Vae};
use lab09::{exercises, solutions};
use labkit::numerals::num;
use labkit::{Chart, Lesson, Quantity, Result, Table};
use nabla::Device;

/// A number of the code is used if it costs more than this, in nats.
const USED: f64 = 0.1;

/// The section.
pub fn collapse(models: &Models, lesson: &mut Lesson) -> Result<()> {
    lesson.say(format!("KL is a price. Multiply it by β, and the network buys less. With β = 1 the loss is minus the bound. A number of the code counts as used if it costs more than {USED} nats on the test pictures."));
    let plan = asked(lesson, SIXTEEN);
    let mut table = Table::new(COLUMNS);
    let mut chart = Chart::new("number of the code, most used first", "KL, nats");
    let mut betas = vec![0.1, 1.0, 4.0, 10.0];
    if !betas.contains(&plan.beta) {
        betas.push(plan.beta);
    }
    let mut left = Vec::new();
    for beta in betas {
        let fresh;
        let vae = if beta == plan.beta {
            &models.sixteen(lesson).vae
        } else {
            fresh = trained(
                models,
                lesson,
                &format!("β = {beta}"),
                Plan { beta, ..plan },
            );
            &fresh
        };
        let each = each_divergence(models, vae);
        left.push(used(&each));
        table.push(row(models, &plan, vae, (format!("{beta}"), &each)));
        let points = (1..).map(f64::from).zip(each);
        chart = chart.line(format!("β = {beta}"), points);
    }
    lesson.predict_number(
        &format!("A code has {} numbers. With β = 1, {} of them are used. How many with β = 10?", plan.latent, left[1]),
        Quantity::new(left[3] as f64, 0).within(1.0),
        &format!("{}. All say a little less, but not for long: one after the other falls silent altogether. KL of that number is then 0, its μ is 0 for every picture, and the decoder ignores it.", left[3]),
    );
    lesson.chart(
        "used",
        "KL of each number of the code, most used first. What is 0 is not used.",
        &chart,
    )?;
    lesson.table(&table.caption(format!(
        "784 → 150 → (16, 16) → 16 → 150 → 784, {} epochs. *From the nearest*: how far pictures from N(0, I) are from training pictures, as before.",
        plan.recipe.epochs
    )));
    lesson.say("This is **posterior collapse**: q(z | x) becomes the prior, whatever x is. A number that nobody needs ought to be silent; it is a fault if *all* are. Below 1, β buys better copies and worse new pictures: codes are exact and expensive again, and N(0, I) has holes.");
    let [a, b, nats, _] = lesson.answer(
        "sum_or_mean",
        exercises::sum_or_mean as fn() -> [f64; 4],
        solutions::sum_or_mean,
    )();
    let beta = a as f32;
    let vae = trained(models, lesson, "program A", Plan { beta, ..plan });
    let [a, b, nats] = [(a, 0), (b, 1), (nats, 1)]
        .map(|(x, decimals)| lesson.reveal("sum_or_mean", num(x, decimals)));
    let each = each_divergence(models, &vae);
    let table = Table::new(COLUMNS).row(row(models, &plan, &vae, (a.clone(), &each)));
    lesson.table(&table.caption(
        "Program A of exercise `sum_or_mean`. Its question marks open once that is solved.",
    ));
    lesson.say(format!(
        "Program A takes the *mean* over the pixels, the default of every framework, and the *sum* over the code: β = {a}. With means in both, as in program B, it is {b}. And where they print 0.105 for the pixels they ought to say {nats} nats; nothing warns you.",
    ));
    Ok(())
}

const COLUMNS: [&str; 6] = [
    "β",
    "used",
    "KL, nats",
    "reconstruction",
    "bound (β = 1)",
    "from the nearest",
];

/// KL of each number of the code on the test pictures, the largest first.
fn each_divergence(models: &Models, vae: &Vae) -> Vec<f64> {
    let mut each = divergences(vae, &models.test.images);
    each.sort_by(|a, b| b.total_cmp(a));
    each
}

fn used(each: &[f64]) -> usize {
    each.iter().filter(|kl| **kl > USED).count()
}

/// A row of the table.
fn row(models: &Models, plan: &Plan, vae: &Vae, (beta, each): (String, &[f64])) -> [String; 6] {
    let seed = plan.recipe.seed;
    let found = bound(vae, &models.test.images, seed);
    let pictures = vae.draw(&drawn(500, vae.latent(), &mut nabla::rng(seed)));
    [
        beta,
        format!("{} of {}", used(each), each.len()),
        num(found.divergence, 1),
        num(found.reconstruction, 0),
        num(found.elbo(), 0),
        num(far(models, &pictures), 0),
    ]
}

/// The network of this section, with another price.
fn trained(models: &Models, lesson: &Lesson, what: &str, plan: Plan) -> Vae {
    let mut training = plan.begin(&models.train.images, &Device::Cpu);
    let mut bar = lesson.progress(what, plan.recipe.epochs);
    for _ in 0..plan.recipe.epochs {
        let loss = epoch(&mut training, &models.train.images, plan.beta, |_| {});
        bar.step(loss, None);
    }
    bar.done();
    training.model
}
