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
    lesson.say("Two knobs of every recipe. The paper of 2014 lets the discriminator take k steps before the generator takes one, and then sets k to 1, the cheapest. [The best expert](#the-best-expert) asks for the opposite. And Adam's β₁: 0.9 as it comes, 0.5 in the DCGAN (Radford, Metz and Chintala, 2015), because 0.9 made training unstable. Measure both on the line:");
    let seeds = lesson.seeds(3, 1);
    let total = lesson.shortened(800, 8);
    let mut asked: Vec<_> = STEPS.iter().flat_map(|&k| BETAS.map(|b| (k, b))).collect();
    let own = (lesson.count_of("k"), lesson.number_of("beta1") as f32);
    if !asked.contains(&own) {
        asked.push(own);
    }
    let mut table = Table::new([
        "k",
        "β₁",
        "JS · 1000, mean",
        "worst seed",
        "arrived in round",
    ]);
    let mut ends = Vec::new();
    let mut bar = lesson.progress("games", asked.len());
    for (k, beta1) in asked {
        let (late, arrived) = play_all((k, beta1), &seeds, total);
        let worst = late.iter().copied().fold(0.0, f64::max);
        ends.push(mean(late));
        table.push([
            made(k),
            beta1.to_string(),
            num(1e3 * ends[ends.len() - 1], 1),
            num(1e3 * worst, 1),
            arrived.to_string(),
        ]);
        bar.tick();
    }
    bar.done();
    // Of the three times three.
    let corners = [0, 2, 6, 8].map(|i| ends[i]);
    lesson.predict_choice(
        "After equally many rounds, which of these four games is farthest from the data?",
        &["k = 1, β₁ = 0", "k = 1, β₁ = 0.9", "k = 5, β₁ = 0", "k = 5, β₁ = 0.9"],
        (0..4).max_by(|&a, &b| corners[a].total_cmp(&corners[b])).unwrap_or(0),
        "A long memory runs on in a direction that the other player has already answered, above all where that one gets only a single step. Five steps make the end no better than two and the way longer: a sure discriminator gives its gradient only at the edge of what it believes.",
    );
    lesson.table(&table.caption(format!(
        "JS between what is forged and the data over the last three tenths of {total} rounds: mean and worst of {} seeds. *Arrived*: JS below 0.01 for the first time, median.",
        seeds.len()
    )));
    lesson.say("So neither extreme: a discriminator that lags is answered wrongly, and one that is ever the best there is holds the generator up. No number in this table is a law for larger networks. What carries over is the question: *does the discriminator keep up?*");
    Ok(())
}

/// Towards the end, the mean of JS in each game; and the round in which half of them had arrived.
fn play_all((k, beta1): (usize, f32), seeds: &[u64], rounds: usize) -> (Vec<f64>, usize) {
    let (mut late, mut arrived) = (Vec::new(), Vec::new());
    for &seed in seeds {
        let plan = Plan {
            discriminator_steps: k,
            discriminator: adam(0.01, beta1),
            generator: adam(0.02, beta1),
            rounds,
            ..Plan::usual(seed)
        };
        let mut way = Vec::new();
        play(&plan, |state| {
            if state.round % 20 == 0 {
                way.push((state.round, divergence(state.forged())));
            }
        });
        let first = way.iter().find(|(_, js)| *js < 0.01);
        arrived.push(first.map_or(rounds, |(round, _)| *round));
        let end = way.iter().filter(|(round, _)| 10 * round > 7 * rounds);
        late.push(mean(end.map(|(_, js)| *js)));
    }
    arrived.sort_unstable();
    (late, arrived[arrived.len() / 2])
}
