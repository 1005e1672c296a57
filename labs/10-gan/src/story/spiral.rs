//! Section 5: a game of two numbers that goes round, and our own game doing the same.

use super::made;
use lab10::game::adam;
use lab10::line::{Plan, play};
use lab10::spiral::{Place, Turns, distance, factors, middle, walk};
use labkit::numerals::num;
use labkit::{Chart, Lesson, Result, Table};

const START: Place = (1.0, 1.0);

/// Section 5.
pub fn spiral(lesson: &mut Lesson) -> Result<()> {
    lesson.say("Going downhill on a loss ends in a valley. Two who go down different hills need not end anywhere. The smallest example: one player chooses x and pays x·y, the other chooses y and gets it. The slope of x·y in x is y, in y it is x. The first goes down, the second up; only at (0, 0) does nobody want to move.");
    lesson.predict(
        "Both start at (1, 1) and take small steps, both at once. Do they come to (0, 0), go round it, or run away?",
        "They run away, in a spiral, however small the step. If they take turns they go round for ever.",
    );
    lesson.show(
        "
        both at once, step η:       x' = x − η·y        y' = y + η·x

        x'² + y'² = x² − 2η·x·y + η²·y²  +  y² + 2η·x·y + η²·x²
                  = (1 + η²)·(x² + y²)

        each step:  distance · √(1 + η²)  >  distance",
    );
    lesson.say("The mixed terms cancel: every step stands at a right angle to the way to (0, 0), and goes straight past. If y waits and answers the *new* x, something else holds:");
    lesson.show(
        "
        taking turns:               x' = x − η·y        y' = y + η·x'

        x'² − η·x'·y' + y'²  =  x'² + y'·(y' − η·x')
                             =  x'² + y'·y                         since y' − η·x' = y
                             =  x'² + y² + η·x'·y                  since y' = y + η·x'
                             =  x'·(x' + η·y) + y²
                             =  x'·x + y²                          since x' + η·y = x
                             =  x² − η·x·y + y²                    what it was before

        so the two stay on one ellipse, for ever (for η < 2)",
    );
    lesson.say("What does come in? To look ahead: take a step on trial, see the slopes there, go back, and take the real step by those (*extragradient*). The same algebra gives the factor √((1 − η²)² + η²) = √(1 − η² + η⁴), which is below 1 for η < 1. *Optimistic* steps do nearly that without the second look: twice the slope of now minus the slope of before, a guess at the next one. And the mean of all places of a way that goes round lies near its middle: averaging helps without changing the game.");
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
        "by formula",
        "after 100 steps",
        "mean of the way",
    ]);
    let mut chart = Chart::new("x", "y")
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
    lesson.table(&table.caption("Distance from (0, 0) in units of the first one, η = 0.1."));
    lesson.chart(
        "spiral",
        "The game x·y from (1, 1), 36 steps with η = 0.2.",
        &chart,
    )?;
    our_own(lesson)
}

/// The forged mean over time, once in a hurry.
fn our_own(lesson: &mut Lesson) -> Result<()> {
    lesson.say("The same in our own game. The forger of section 4, once as it was, and once in a hurry: rate 0.05 in place of 0.02, one step of the expert in place of two, and Adam's β1 = 0.9, which keeps a slope in mind for ten steps. A player with a long memory runs on in a direction that the other has already answered.");
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
            .line("as in section 4", calm)
            .line("in a hurry", hasty)
            .hline(4.0, "data"),
    )?;
    let mut table = Table::new(["forger", "lowest mean", "highest mean"]);
    for (name, (lowest, highest)) in [("as in section 4", slow), ("in a hurry", quick)] {
        table.push([made(name), num(lowest, 1), num(highest, 1)]);
    }
    lesson.table(&table.caption("In the second half of the game. One of the two creeps up to the 4, the other runs past it again and again."));
    Ok(())
}
