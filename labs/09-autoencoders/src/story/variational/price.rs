//! KL(N(μ, σ²) ‖ N(0, 1)): closed, and by draws.

use lab09::vae::bound::Normal;
use lab09::{exercises, solutions};
use labkit::numerals::{count, num};
use labkit::statistics::{mean, standard_deviation};
use labkit::{Chart, Lesson, Result, Table};
use rand_distr::{Distribution, StandardNormal};

type Kl = fn(&[Vec<f64>], &[Vec<f64>]) -> f64;

/// Draws for each row.
const DRAWS: usize = 20_000;

/// μ and σ; the first is p itself.
const CODES: [(f64, f64); 6] = [
    (0.0, 1.0),
    (1.0, 1.0),
    (0.0, 0.1),
    (2.0, 0.5),
    (-1.5, 0.05),
    (0.5, 3.0),
];

/// The section.
pub fn price(lesson: &mut Lesson) -> Result<()> {
    lesson.say("The second term of the bound, KL(q ‖ p), is the mean of ln q(z) − ln p(z) over z ~ q. It could be drawn. With two normal distributions it has a closed form, exercise `gaussian_kl`.");
    let kl = lesson.answer(
        "gaussian_kl",
        exercises::gaussian_kl as Kl,
        solutions::gaussian_kl,
    );
    let costs = CODES.map(|(mu, sigma)| kl(&[vec![mu]], &[vec![2.0 * sigma.ln()]]));
    let dearest = (0..CODES.len()).max_by(|&a, &b| costs[a].total_cmp(&costs[b]));
    let choices = CODES.map(|(mu, sigma)| format!("μ = {}, σ = {}", num(mu, 1), num(sigma, 2)));
    lesson.predict_choice(
        "Which number of a code is the dearest?",
        &choices.each_ref().map(String::as_str)[1..],
        dearest.unwrap_or(1) - 1,
        "To be exact is expensive, and to lie far out is; this one does both.",
    );
    let mut rng = lesson.rng();
    let mut table = Table::new(["μ", "σ", "closed", "by draws"]);
    for ((mu, sigma), closed) in CODES.into_iter().zip(costs) {
        let q = Normal { mean: mu, sigma };
        let terms: Vec<f64> = (0..DRAWS)
            .map(|_| {
                let noise: f64 = StandardNormal.sample(&mut rng);
                let z = mu + sigma * noise;
                q.ln_density(z) - Normal::STANDARD.ln_density(z)
            })
            .collect();
        let drawn = mean(terms.iter().copied());
        let error = standard_deviation(terms) / (DRAWS as f64).sqrt();
        table.push([
            num(mu, 1),
            num(sigma, 2),
            num(closed, 4),
            format!("{} ± {}", num(drawn, 4), num(error, 4)),
        ]);
    }
    lesson.table(&table.caption(format!(
        "{} draws a row; ± is one standard error, and two of them are exceeded once in twenty times. In the first row q is p.",
        count(DRAWS)
    )));
    let curve = |of: fn(f64) -> Normal| {
        let at = move |x: f64| (x, of(x).divergence(&Normal::STANDARD));
        (1..=120).map(move |i| at(0.025 * f64::from(i)))
    };
    let chart = Chart::new("σ, or |μ|", "nats")
        .y_range(0.0..4.0)
        .line(
            "μ = 0, σ changes",
            curve(|sigma| Normal { mean: 0.0, sigma }),
        )
        .line(
            "σ = 1, μ changes",
            curve(|mean| Normal { mean, sigma: 1.0 }),
        );
    lesson.chart(
        "price",
        "What one number of a code costs: to be exact is expensive, and to lie far out is expensive.",
        &chart,
    )
}
