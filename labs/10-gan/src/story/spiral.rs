//! A game of two numbers that goes round, and our own game doing the same.

use super::made;
use lab10::game::adam;
use lab10::line::{Plan, play};
use lab10::spiral::{Place, Turns, distance, factors, middle, walk};
use labkit::numerals::num;
use labkit::{Chart, Lesson, Result, Table};

const START: Place = (1.0, 1.0);

/// Going round.
pub fn spiral(lesson: &mut Lesson) -> Result<()> {
    lesson.say("Going downhill on a loss ends in a valley. Two who go down different hills need not end anywhere. The smallest example: one player chooses a number θ and pays θ·ψ, the other chooses ψ and gets it. The gradient with respect to θ is ψ, with respect to ψ it is θ. The first goes down, the second up; only at (0, 0) does nobody want to move.");
    lesson.predict_choice(
        "Both start at (1, 1) and take small steps, both at once. Where do they go?",
        &["to (0, 0)", "round (0, 0) for ever", "away, ever further"],
        2,
        "In a spiral, however small the step: each stands at a right angle to the way to (0, 0), and goes straight past. If they take turns they go round for ever.",
    );
    lesson.say("What comes in looks ahead. *Extragradient* takes a step on trial, sees the gradients there, goes back, and takes the real step by those. *Optimistic* steps guess them: twice the gradient of now minus that of before. And a mean of all places lies near the middle of a way that goes round.");
    let [together, ahead] = factors(0.1).map(|factor| factor.powi(100));
    let ways = [
        ("both at once", Turns::Together, "√(1 + η²)", Some(together)),
        ("taking turns", Turns::Alternating, "1, on an ellipse", None),
        (
            "looking ahead",
            Turns::LookAhead,
            "√(1 − η² + η⁴)",
            Some(ahead),
        ),
        ("optimistic", Turns::Optimistic, "", None),
    ];
    let mut table = Table::new([
        "how",
        "factor a step",
        "formula",
        "after 100 steps",
        "mean of the way",
    ]);
    let mut chart = Chart::new("θ", "ψ")
        .size(470, 470)
        .x_range(-3.2..3.2)
        .y_range(-3.2..3.2);
    for (name, turns, formula, predicted) in ways {
        let way = walk(turns, START, 0.1, 100);
        let far = distance(way[100]) / distance(START);
        table.push([
            name.to_string(),
            formula.to_string(),
            predicted.map_or(String::new(), |p| num(p, 4)),
            num(far, 4),
            num(distance(middle(&way)) / distance(START), 4),
        ]);
        lesson.number(&format!("far_{turns:?}").to_lowercase(), far);
        chart = chart.line(name, walk(turns, START, 0.2, 36));
    }
    lesson.table(&table.caption(
        "Distance from (0, 0) in units of the first one, with the learning rate η = 0.1.",
    ));
    lesson.chart(
        "spiral",
        "The game θ·ψ from (1, 1), 36 steps with η = 0.2.",
        &chart,
    )?;
    our_own(lesson)
}

/// The forged mean over time, once in a hurry.
fn our_own(lesson: &mut Lesson) -> Result<()> {
    lesson.predict_choice(
        "Our own game in a hurry: the generator of [A forger on a line](#a-forger-on-a-line) with the rate 0.05 in place of 0.02, one step of the discriminator in place of two, and Adam with β₁ = 0.9, which keeps a gradient in mind for ten steps. What does the mean of its forgeries do?",
        &["it reaches 4 sooner, and stays", "it stops halfway", "it runs past 4, turns, and runs past it again"],
        2,
        "A player with a long memory runs on in a direction that the other has already answered.",
    );
    let calm = Plan {
        rounds: lesson.shortened(600, 8),
        ..Plan::usual(lesson.flags().seed)
    };
    let hasty = Plan {
        discriminator_steps: 1,
        discriminator: adam(0.01, 0.9),
        generator: adam(0.05, 0.9),
        ..calm
    };
    let means = |plan: &Plan| {
        let mut means = Vec::new();
        play(plan, |state| {
            if state.round % 4 == 0 {
                means.push((state.round as f64, state.forged().mean));
            }
        });
        means
    };
    let (calm, hasty) = (means(&calm), means(&hasty));
    let swing = |means: &[(f64, f64)]| {
        let late = &means[means.len() / 2..];
        let of = |pick: fn(f64, f64) -> f64, from| late.iter().map(|m| m.1).fold(from, pick);
        (of(f64::min, f64::INFINITY), of(f64::max, f64::NEG_INFINITY))
    };
    let (slow, quick) = (swing(&calm), swing(&hasty));
    lesson.chart(
        "round-and-round",
        "The mean of what is forged. The data's is 4.",
        &Chart::new("round", "mean of the forged bell")
            .line("as before", calm)
            .line("in a hurry", hasty)
            .hline(4.0, "data"),
    )?;
    let mut table = Table::new(["generator", "lowest mean", "highest mean"]);
    for (name, (lowest, highest)) in [("as before", slow), ("in a hurry", quick)] {
        table.push([made(name), num(lowest, 1), num(highest, 1)]);
    }
    lesson.table(
        &table.caption("In the second half of the game: one of the two creeps up to the 4."),
    );
    Ok(())
}
