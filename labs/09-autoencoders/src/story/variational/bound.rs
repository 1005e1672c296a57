//! The bound below ln p(x), where ln p(x) can be computed.

use lab09::vae::bound::{Blurred, Causes, Normal, divergence};
use labkit::numerals::{list, num};
use labkit::{Chart, Lesson, Result, Table};

/// The section.
pub fn bound(lesson: &mut Lesson) -> Result<()> {
    lesson.say("If a decoder is to draw pictures like ours from codes z ~ N(0, I), then ours should be probable under it: ln p(x), with p(x) = Σ p(z)·p(x | z) over *all* codes z. For pictures that sum is out of reach. So take it first where it is not.");
    lesson.say("A stroke was seen at the top of a picture; that is x. It can have three causes z: a 1, a 4 or a 7.");
    let causes = Causes {
        prior: vec![0.5, 0.3, 0.2],
        likelihood: vec![0.1, 0.4, 0.8],
    };
    let posterior = causes.posterior();
    let mut table = Table::new(["z", "p(z)", "p(x | z)", "product", "p(z | x)"]);
    for (i, name) in ["a 1", "a 4", "a 7"].into_iter().enumerate() {
        table.push([
            name.to_string(),
            num(causes.prior[i], 1),
            num(causes.likelihood[i], 1),
            num(causes.prior[i] * causes.likelihood[i], 2),
            num(posterior[i], 4),
        ]);
    }
    let exact = causes.evidence().ln();
    lesson.table(&table.caption(format!(
        "The products add up to p(x) = {}, so ln p(x) = {}. Each product over that sum is p(z | x), the *posterior*: what the stroke says about its cause.",
        num(causes.evidence(), 2),
        num(exact, 4),
    )));
    guesses(lesson, &causes);
    picture(lesson)
}

fn guesses(lesson: &mut Lesson, causes: &Causes) {
    lesson.say("Now somebody guesses the cause: any distribution q(z) will do. The chapter derives that bound = E ln p(x | z) − KL(q ‖ p(z)) is below ln p(x), by KL(q ‖ p(z | x)).");
    lesson.predict(
        "Which guess q makes the bound as large as it can be, and how large is it then?",
        "The posterior itself. Then nothing is missing: the bound is ln p(x).",
    );
    let guesses = [
        ("as it was before", causes.prior.clone()),
        ("all alike", vec![1.0 / 3.0; 3]),
        ("certainly a 7", vec![0.0, 0.0, 1.0]),
        ("close", vec![0.2, 0.3, 0.5]),
        ("the posterior", causes.posterior()),
    ];
    let mut table = Table::new([
        "guess",
        "q(1) q(4) q(7)",
        "E ln p(x | z)",
        "KL(q ‖ p(z))",
        "bound",
        "gap",
        "sum",
    ]);
    for (name, q) in &guesses {
        let price = divergence(q, &causes.prior);
        let gap = divergence(q, &causes.posterior());
        let bound = causes.bound(q);
        table.push([
            name.to_string(),
            list(q.iter().copied(), 2),
            num(bound + price, 4),
            num(price, 4),
            num(bound, 4),
            num(gap, 4),
            num(bound + gap, 4),
        ]);
    }
    lesson.table(&table.caption("*Before*: p(z), as if nobody had seen the stroke. *Gap* is KL(q ‖ p(z | x)), computed on its own. The *sum* of bound and gap is the same in every row: ln p(x). To be certain of the likeliest cause is a bad guess."));
}

fn picture(lesson: &mut Lesson) -> Result<()> {
    let (model, x) = (Blurred { tau: 0.5 }, 1.5);
    let (exact, posterior) = (model.ln_evidence(x), model.posterior(x));
    lesson.say("The same with a number behind it: z ~ N(0, 1), and what is seen is z with noise, x ~ N(z, ½²). We saw x = 1.5. The guess is a normal distribution with a mean and a standard deviation, as an encoder's will be:");
    let mut chart = Chart::new("mean of q", "nats").y_range(-6.0..0.0);
    for (name, sigma) in [
        ("σ = 0.2", 0.2),
        ("σ = 0.447, the posterior's", posterior.sigma),
        ("σ = 1", 1.0),
    ] {
        let points = (0..=120).map(|i| {
            let mean = -0.8 + 0.03 * f64::from(i);
            (mean, model.bound(x, &Normal { mean, sigma }))
        });
        chart = chart.line(name, points);
    }
    lesson.chart(
        "bound",
        "The bound for guesses of three widths. It never crosses ln p(x), and touches it in one point: where the guess is the posterior.",
        &chart.hline(exact, "ln p(x)"),
    )?;
    let mut table = Table::new(["mean", "σ", "bound", "gap", "bound + gap"]);
    let at = |mean: f64, sigma: f64| Normal { mean, sigma };
    for q in [at(0.0, 1.0), at(1.5, 0.2), at(1.2, 0.2), posterior] {
        let (bound, gap) = (model.bound(x, &q), q.divergence(&posterior));
        table.push([
            num(q.mean, 2),
            num(q.sigma, 3),
            num(bound, 4),
            num(gap, 4),
            num(bound + gap, 4),
        ]);
    }
    lesson.table(&table.caption(format!(
        "ln p(x) = {}. The best mean is not 1.5, where x points, but {}: large codes are rare.",
        num(exact, 4),
        num(posterior.mean, 2)
    )));
    lesson.say("For pictures, q(z) becomes q(z | x): one encoder makes the guess for every picture. p(x | z) is the decoder, p(z) = N(0, I) says where codes ought to lie. What [Holes in the latent space](#holes-in-the-latent-space) missed, a place for the codes and a decoder that knows more of it than points, comes from one formula.");
    Ok(())
}
