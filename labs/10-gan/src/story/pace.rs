//! How many steps of the discriminator, and how long a memory.

use super::made;
use lab10::game::adam;
use lab10::line::{Plan, divergence, play};
use labkit::numerals::num;
use labkit::statistics::mean;
use labkit::{Lesson, Result, Table};

const STEPS: [usize; 3] = [1, 2, 5];
const BETAS: [f32; 3] = [0.0, 0.5, 0.9];

/// The corners of the table: steps of the discriminator, and β₁.
const CORNERS: [(usize, f32); 4] = [(1, 0.0), (1, 0.9), (5, 0.0), (5, 0.9)];

/// How some games with the same steps and the same memory went.
struct Games {
    of: (usize, f32),
    /// The mean of JS towards the end, game by game.
    late: Vec<f64>,
    /// The round in which half of them had arrived.
    arrived: usize,
}

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
    let games: Vec<Games> = asked.iter().map(|&of| play_all(of, &seeds, total)).collect();
    let far = |of| {
        let found = games.iter().find(|games| games.of == of);
        found.map_or(0.0, |games| mean(games.late.iter().copied()))
    };
    let corners = 0..CORNERS.len();
    lesson.predict_choice(
        "After equally many rounds, which of these four games is farthest from the data?",
        &["k = 1, β₁ = 0", "k = 1, β₁ = 0.9", "k = 5, β₁ = 0", "k = 5, β₁ = 0.9"],
        corners.max_by(|&a, &b| far(CORNERS[a]).total_cmp(&far(CORNERS[b]))).unwrap_or(0),
        "A long memory runs on in a direction that the other player has already answered, above all where that one gets only a single step. Five steps make the end no better than two and the way longer: a sure discriminator gives its gradient only at the edge of what it believes.",
    );
    let mut table = Table::new(["k", "β₁", "JS · 1000, mean", "worst seed", "arrived in round"]);
    for Games { of, late, arrived } in &games {
        let worst = late.iter().copied().fold(0.0, f64::max);
        table.push([
            made(of.0),
            of.1.to_string(),
            num(1e3 * mean(late.iter().copied()), 1),
            num(1e3 * worst, 1),
            arrived.to_string(),
        ]);
    }
    lesson.table(&table.caption(format!(
        "JS between what is forged and the data over the last three tenths of {total} rounds: mean and worst of {} seeds. *Arrived*: JS below 0.01 for the first time, median.",
        seeds.len()
    )));
    lesson.say("So neither extreme: a discriminator that lags is answered wrongly, and one that is ever the best there is holds the generator up. No number in this table is a law for larger networks. What carries over is the question: *does the discriminator keep up?*");
    Ok(())
}

fn play_all(of: (usize, f32), seeds: &[u64], rounds: usize) -> Games {
    let (mut late, mut arrived) = (Vec::new(), Vec::new());
    for &seed in seeds {
        let plan = Plan {
            discriminator_steps: of.0,
            discriminator: adam(0.01, of.1),
            generator: adam(0.02, of.1),
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
    let arrived = arrived[arrived.len() / 2];
    Games { of, late, arrived }
}
