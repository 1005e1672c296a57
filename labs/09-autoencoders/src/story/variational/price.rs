//! KL(N(μ, σ²) ‖ N(0, 1)): closed, and by draws.

use crate::story::{count, num};
use lab09::vae::bound::Normal;
use lab09::vae::estimators::mean_and_spread;
use lab09::{exercises, solutions};
use labkit::{Chart, Lesson, Result, Table};
use rand_distr::{Distribution, StandardNormal};

type Kl = fn(&[Vec<f64>], &[Vec<f64>]) -> f64;

/// Draws for each row.
const DRAWS: usize = 20_000;

/// The section.
pub fn price(lesson: &mut Lesson) -> Result<()> {
    lesson.say("The second term, KL(q ‖ p), is the mean of ln q(z) − ln p(z) over z ~ q. It could be drawn, too. With two normal distributions it need not be:");
    lesson.show(
        "
         ln q(z) = −½·ln 2π − ½·ln σ² − (z − μ)²/(2σ²)
         ln p(z) = −½·ln 2π           − z²/2

         ln q − ln p = ½·( z² − (z − μ)²/σ² − ln σ² )

         over z ~ N(μ, σ²):   E (z − μ)² = σ²         its variance
                              E z² = σ² + μ²          variance and squared mean

         KL = ½·( σ² + μ² − 1 − ln σ² )",
    );
    lesson.say("Where is it smallest? The slopes are μ in the mean, and ½·(σ² − 1) in λ = ln σ². Both are 0 at μ = 0, σ = 1 only, negative below and positive above. So that is the lowest point, and KL is 0 there: a code that says nothing costs nothing. A small σ is dear, for −ln σ² grows without end: to be exact costs. Numbers of a code add up, because both distributions have independent parts.");
    let kl = lesson.answer(
        "gaussian_kl",
        exercises::gaussian_kl as Kl,
        solutions::gaussian_kl,
    );
    let mut rng = lesson.rng();
    let mut table = Table::new(["μ", "σ", "closed", "by draws", "off by"]);
    let mut worst = 0.0_f64;
    for (mean, deviation) in [
        (0.0, 1.0),
        (1.0, 1.0),
        (0.0, 0.1),
        (2.0, 0.5),
        (-1.5, 0.05),
        (0.5, 3.0),
    ] {
        let q = Normal { mean, deviation };
        let terms: Vec<f64> = (0..DRAWS)
            .map(|_| {
                let noise: f64 = StandardNormal.sample(&mut rng);
                let z = mean + deviation * noise;
                q.ln_density(z) - Normal::STANDARD.ln_density(z)
            })
            .collect();
        let (drawn, spread) = mean_and_spread(&terms);
        let error = spread / (DRAWS as f64).sqrt();
        let closed = kl(&[vec![mean]], &[vec![2.0 * deviation.ln()]]);
        let off = if error > 0.0 {
            (drawn - closed).abs() / error
        } else {
            0.0
        };
        worst = worst.max(off);
        table.push([
            num(mean, 1),
            num(deviation, 2),
            num(closed, 4),
            format!("{} ± {}", num(drawn, 4), num(error, 4)),
            format!("{} errors", num(off, 1)),
        ]);
    }
    lesson.table(&table.caption(format!(
        "{} draws a row; ± is one standard error, and two of them are exceeded once in twenty times. In the first row q is p: every draw gives 0.",
        count(DRAWS)
    )));
    lesson.number("kl_worst", worst);
    let curve = |of: fn(f64) -> f64| {
        (1..=120).map(move |i| (0.025 * f64::from(i), of(0.025 * f64::from(i))))
    };
    let chart = Chart::new("σ, or |μ|", "nats")
        .y_range(0.0..4.0)
        .line(
            "μ = 0, σ changes",
            curve(|s| 0.5 * (s * s - 1.0 - 2.0 * s.ln())),
        )
        .line("σ = 1, μ changes", curve(|m| 0.5 * m * m));
    lesson.chart(
        "price",
        "What one number of a code costs: to be sharp is dear, and to lie far out is dear.",
        &chart,
    )
}
