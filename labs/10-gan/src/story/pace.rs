//! How many steps of the discriminator, and how long a memory.

use super::made;
use lab10::game::adam;
use lab10::line::{Plan, divergence, play};
use labkit::numerals::num;
use labkit::statistics::mean;
use labkit::{Lesson, Result, Table};

const STEPS: [usize; 3] = [1, 2, 5];
const BETAS: [f32; 3] = [0.0, 0.5, 0.9];

/// Steps and memory.
pub fn pace(lesson: &mut Lesson) -> Result<()> {
    lesson.say("In the recipe of 2014 the discriminator takes some steps before the generator takes one, and the paper itself sets their number to 1, the cheapest. [The best expert](#the-best-expert) asks for the opposite: a discriminator that is the best there is. And the optimiser: momentum in 2014; since the DCGAN (Radford, Metz and Chintala, 2015) Adam with β₁ = 0.5, because 0.9 made training unstable. Measure both on the line:");
    lesson.predict(
        "Which is better after equally many rounds: one step of the discriminator or five? A short memory or a long one?",
        "A short memory, above all with one step: there the long one ruins the game. Two steps of the discriminator are enough here; five make the end no better and the way longer, for a sure discriminator gives its gradient only at the edge of what it believes.",
    );
    let seeds = lesson.seeds(3, 1);
    let total = lesson.shortened(800, 8);
    let mut table = Table::new([
        "steps of the discriminator",
        "β₁",
        "JS · 1000, mean",
        "worst seed",
        "arrived in round",
    ]);
    for discriminator_steps in STEPS {
        for beta1 in BETAS {
            let mut found = Vec::new();
            let mut arrived = Vec::new();
            for &seed in &seeds {
                let plan = Plan {
                    discriminator_steps,
                    discriminator: adam(0.01, beta1),
                    generator: adam(0.02, beta1),
                    rounds: total,
                    ..Plan::usual(seed)
                };
                let (mut late, mut first) = (Vec::new(), None);
                play(&plan, |state| {
                    if state.round % 20 == 0 {
                        let js = divergence(state.forged());
                        if js < 0.01 && first.is_none() {
                            first = Some(state.round);
                        }
                        if 10 * state.round > 7 * total {
                            late.push(js);
                        }
                    }
                });
                found.push(mean(late));
                arrived.push(first.unwrap_or(total));
            }
            let worst = found.iter().copied().fold(0.0, f64::max);
            arrived.sort_unstable();
            table.push([
                made(discriminator_steps),
                num(f64::from(beta1), 1),
                num(1e3 * mean(found.iter().copied()), 1),
                num(1e3 * worst, 1),
                arrived[arrived.len() / 2].to_string(),
            ]);
        }
    }
    lesson.table(&table.caption(format!(
        "JS between what is forged and the data over the last three tenths of {total} rounds: mean and worst of {} seeds. *Arrived*: JS below 0.01 for the first time, median.",
        seeds.len()
    )));
    lesson.say("So neither extreme. A discriminator that lags is answered wrongly, the more so by a generator with a long memory; one that is ever the best there is costs time and holds the generator up. No number in this table is a law for larger networks. What carries over is the question: *does the discriminator keep up?*");
    Ok(())
}
