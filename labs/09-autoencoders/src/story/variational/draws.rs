//! A draw has no gradient: what fails, what helps, and how much each varies.

use super::Models;
use lab09::vae::Vae;
use lab09::vae::estimators::{Gradient, Integrand, blocked, reparameterised, score_function};
use lab09::vae::evaluate::bound;
use lab09::vae::race::Way;
use lab09::vae::training::fit;
use lab09::{exercises, solutions};
use labkit::numerals::{count, list, num};
use labkit::statistics::{mean, standard_deviation};
use labkit::{Chart, Lesson, Quantity, Result, Table};
use rand_distr::{Distribution, StandardNormal};
use trainer::{Recipe, Rule};

type Draw = (Vec<f64>, Vec<f64>, Vec<f64>);
type Reparameterize = fn(&[f64], &[f64], &[f64], &[f64]) -> Draw;

/// x ~ N(z, ½²) and x = 1.5, as in the section before: f(z) = ln p(x | z), and f′(z) = (x − z)/½².
const SEEN: f64 = 1.5;
const F: Integrand = Integrand {
    value: |z| {
        let variance = 0.25;
        -0.5 * (std::f64::consts::TAU * variance).ln() - (SEEN - z) * (SEEN - z) / (2.0 * variance)
    },
    derivative: |z| (SEEN - z) / 0.25,
};
/// μ and σ where the gradient is wanted.
const AT: (f64, f64) = (0.5, 0.8);
/// Draws.
const DRAWS: usize = 10_000;

/// The section.
pub fn draws(models: &Models, lesson: &mut Lesson) -> Result<()> {
    lesson.say("Between encoder and decoder stands a draw, z ~ N(μ, σ²), and the tape sees a number come from nowhere. The first try has z as a constant; the second is the score function; the third is z = μ + σε with ε ~ N(0, 1).");
    let exact = ((SEEN - AT.0) / 0.25, -AT.1 * AT.1 / (2.0 * 0.25));
    lesson.say(format!(
        "The second example of [A bound that can be seen](#a-bound-that-can-be-seen), at μ = {}, σ = {}, where E ln p(x | z) = const − ((x − μ)² + σ²)/(2·½²) has exact derivatives. From draws:",
        AT.0,
        AT.1,
    ));
    by_draws(lesson, exact)?;
    on_the_network(models, lesson);
    by_hand(lesson);
    Ok(())
}

/// One way: its name, and the gradients of all draws.
type Drawn = (&'static str, Vec<Gradient>);

fn by_draws(lesson: &mut Lesson, exact: (f64, f64)) -> Result<()> {
    let mut rng = lesson.rng();
    let noise: Vec<f64> = (0..DRAWS)
        .map(|_| StandardNormal.sample(&mut rng))
        .collect();
    let (mu, sigma) = AT;
    let each = |way: &dyn Fn(f64) -> Gradient| -> Vec<Gradient> {
        noise.iter().map(|&e| way(e)).collect()
    };
    // A baseline from other draws, so that it does not depend on the one it is taken off.
    let rewards: Vec<f64> = (0..DRAWS)
        .map(|_| {
            let e: f64 = StandardNormal.sample(&mut rng);
            (F.value)(mu + sigma * e)
        })
        .collect();
    let baseline = mean(rewards);
    let score = |baseline| each(&|e| score_function(&F, mu, sigma, e, baseline));
    let ways: [Drawn; 4] = [
        ("blocked", each(&|e| blocked(&F, mu, sigma, e))),
        ("score function", score(0.0)),
        ("score − baseline", score(baseline)),
        (
            "reparameterised",
            each(&|e| reparameterised(&F, mu, sigma, e)),
        ),
    ];
    let mut table = Table::new(["way", "∂/∂μ", "sd", "∂/∂λ", "sd", "draws for ±1 %"]);
    let root = (DRAWS as f64).sqrt();
    for (name, gradients) in &ways {
        let column = |of: fn(&Gradient) -> f64| {
            let all = gradients.iter().map(of);
            (mean(all.clone()), standard_deviation(all))
        };
        let (in_mean, sd) = column(|g| g.0);
        let (in_variance, other) = column(|g| g.1);
        let needed = (sd / (0.01 * exact.0)).powi(2);
        let needed = match *name {
            "blocked" => "never".to_string(),
            _ => count((needed / 100.0).round() as usize * 100),
        };
        table.push([
            name.to_string(),
            format!("{} ± {}", num(in_mean, 2), num(sd / root, 2)),
            num(sd, 1),
            format!("{} ± {}", num(in_variance, 2), num(other / root, 2)),
            num(other, 1),
            needed,
        ]);
    }
    lesson.table(&table.caption(format!(
        "{} draws each; ± is the standard error of their mean. *sd*: the standard deviation of a single draw, and a training step has a single one for each picture. The last column is for the derivative in μ. Exact are {} and {}.",
        count(DRAWS),
        num(exact.0, 2),
        num(exact.1, 2),
    )));
    lesson.say("Blocked is wrong for ever. The score function is right on average and asks nothing of f, which may even have jumps: so games are learned with it. But it knows f only by its value; the reparameterised gradient knows in which direction f rises.");
    longer(lesson)
}

/// The same with more numbers to a code, each with its own f: the standard deviation of the gradient in the first μ.
fn longer(lesson: &mut Lesson) -> Result<()> {
    const FEWER: usize = 4_000;
    let (mu, sigma) = AT;
    let mut rng = lesson.rng();
    let mut lines = [Vec::new(), Vec::new(), Vec::new()];
    for numbers in [1, 2, 4, 8, 16, 32, 64] {
        let drawn: Vec<(f64, f64, f64)> = (0..FEWER)
            .map(|_| {
                let first: f64 = StandardNormal.sample(&mut rng);
                let others = (1..numbers).map(|_| {
                    let e: f64 = StandardNormal.sample(&mut rng);
                    (F.value)(mu + sigma * e)
                });
                let reward = (F.value)(mu + sigma * first) + others.sum::<f64>();
                (first, reward, reparameterised(&F, mu, sigma, first).0)
            })
            .collect();
        let baseline = mean(drawn.iter().map(|d| d.1));
        let sd = |of: &dyn Fn(&(f64, f64, f64)) -> f64| standard_deviation(drawn.iter().map(of));
        let sds = [
            sd(&|(e, reward, _)| reward * e / sigma),
            sd(&|(e, reward, _)| (reward - baseline) * e / sigma),
            sd(&|(_, _, derivative)| *derivative),
        ];
        for (line, sd) in lines.iter_mut().zip(sds) {
            line.push((f64::from(numbers), sd));
        }
    }
    let [score, with_baseline, ours] = lines;
    let many = score[score.len() - 1].1;
    lesson.predict_number(
        "Give the code 64 numbers in place of one, each with an f of its own. What becomes of the standard deviation of one draw of the score function, in the first μ?",
        Quantity::new(many, 0).factor(2.0),
        &format!("{}. It multiplies what it knows of one number by the sum of all f, and blames each for what the others did. The reparameterised gradient of a number has its own f′ alone, and stays as it is.", num(many, 0)),
    );
    for (key, line) in [
        ("score", &score),
        ("baseline", &with_baseline),
        ("ours", &ours),
    ] {
        lesson.number(&format!("sd_64_{key}"), line[line.len() - 1].1);
    }
    lesson.chart(
        "estimators",
        "The standard deviation of one draw's gradient when the code has more numbers.",
        &Chart::new("numbers in the code", "standard deviation of one draw")
            .log_x()
            .log_y()
            .y_range(1.0..1_000.0)
            .line("score function", score.iter().copied())
            .line("score − baseline", with_baseline.iter().copied())
            .line("reparameterised", ours.iter().copied()),
    )?;
    Ok(())
}

/// The same on pictures.
fn on_the_network(models: &Models, lesson: &mut Lesson) {
    let seed = lesson.flags().seed;
    let recipe = Recipe::new(Rule::adam(2e-3).cosine(), 64, lesson.shortened(25, 10)).seed(seed);
    lesson.say("On pictures: one network, 784 → 100 → 4 → 100 → 784, the same first weights and the same draws; only the way past the draw differs. Its encoder gets a gradient from the KL term in any case, for that has no draw in it.");
    let mut table = Table::new(["way past the draw", "reconstruction", "KL", "−bound, test"]);
    let images = &models.train.images;
    for way in Way::ALL {
        let mut bar = lesson.progress(way.name(), recipe.epochs);
        let vae = fit(
            Vae::new(784, 100, 4, &mut nabla::rng(seed)),
            models.train.len(),
            &recipe,
            |vae, tape, places| way.loss(vae, tape, tape.constant(images.gather_rows(places))),
            |loss| bar.step(loss, None),
        );
        bar.done();
        let test = bound(&vae, &models.test.images, seed);
        let scored = matches!(way, Way::Score | Way::ScoreWithBaseline);
        table.push([
            format!("{}{}", if scored { "✎ " } else { "" }, way.name()),
            num(test.reconstruction, 0),
            num(test.divergence, 1),
            num(-test.elbo(), 0),
        ]);
    }
    lesson.predict_choice(
        "And where z is a constant, what does the encoder learn?",
        &["nothing: it stays as it began", "to give all pictures the same code", "the same as the others, only more slowly"],
        1,
        "The one thing that it hears of is to make KL small: all codes become N(0, I), and the decoder draws the mean of all digits.",
    );
    lesson.table(&table.caption(format!(
        "Nats a picture after {} epochs. Rows with ✎ come from so noisy a training that another processor ends some nats away.",
        recipe.epochs
    )));
}

fn by_hand(lesson: &mut Lesson) {
    let draw = lesson.answer(
        "reparameterize",
        exercises::reparameterize as Reparameterize,
        solutions::reparameterize,
    );
    let (mean, lambda) = ([0.5, -1.25], [0.6, -1.4]);
    let (noise, dz) = ([1.5, -0.75], [2.0, -3.0]);
    let (z, d_mean, d_lambda) = draw(&mean, &lambda, &noise, &dz);
    let [d_mean, d_lambda] =
        [d_mean, d_lambda].map(|d| lesson.reveal("reparameterize", list(d, 4)));
    lesson.say("By hand: the network gives μ = (0.5, −1.25) and λ = ln σ² = (0.6, −1.4), the draw is ε = (1.5, −0.75), and dz = (2, −3) comes back. The rest opens with exercise `reparameterize`:");
    lesson.show(format!(
        "z = {}      dμ = {d_mean}      dλ = {d_lambda}",
        list(z, 4)
    ));
}
