//! The bound below ln p(x), where ln p(x) can be computed.

use lab09::vae::bound::{Blurred, Causes, Normal, divergence};
use labkit::numerals::{list, num};
use labkit::{Chart, Lesson, Result, Table};

/// The section.
pub fn bound(lesson: &mut Lesson) -> Result<()> {
    lesson.say("A decoder draws pictures like ours if ours are probable under it: ln p(x), with p(x) = Σ p(z)·p(x | z) over *all* codes z. For pictures that sum is out of reach, so first where it is not. A stroke was seen at the top of a picture; that is x. It can have three causes z: a 1, a 4 or a 7.");
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
    lesson.say("Now somebody guesses the cause: any distribution q(z) will do. The chapter derives that bound = E ln p(x | z) − KL(q ‖ p(z)) is never above ln p(x).");
    let guesses = [
        ("the prior p(z)", causes.prior.clone()),
        ("all alike", vec![1.0 / 3.0; 3]),
        ("close", vec![0.2, 0.3, 0.5]),
        ("the posterior", causes.posterior()),
        ("certainly a 7", vec![0.0, 0.0, 1.0]),
    ];
    // To come close is no answer: the posterior is among them.
    let asked: Vec<_> = guesses
        .iter()
        .filter(|(name, _)| *name != "close")
        .collect();
    let choices: Vec<&str> = asked.iter().map(|(name, _)| *name).collect();
    let bound = |i: usize| causes.bound(&asked[i].1);
    let best = (0..asked.len()).max_by(|&a, &b| bound(a).total_cmp(&bound(b)));
    lesson.predict_choice(
        "Which guess makes the bound largest?",
        &choices,
        best.unwrap_or(0),
        "Then nothing is missing: the bound is ln p(x).",
    );
    let mut table = Table::new([
        "guess",
        "q(1) q(4) q(7)",
        "E ln p",
        "KL",
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
    lesson.table(&table.caption("*E ln p* and *KL* are the two terms of the bound. *The prior*: as if nobody had seen the stroke. *Gap* is KL(q ‖ p(z | x)), computed on its own. The *sum* of bound and gap is the same in every row: ln p(x). To be certain of the likeliest cause is a bad guess."));
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
    lesson.say("For pictures, q(z) becomes q(z | x): one encoder guesses for all. p(x | z) is the decoder, and p(z) = N(0, I) says where codes ought to lie: what the plain network of [Codes at random](#codes-at-random) missed.");
    Ok(())
}
