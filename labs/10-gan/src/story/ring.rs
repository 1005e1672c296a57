//! Eight clouds, a generator that covers a few, and what makes it cover all.

use super::made;
use crate::figures::clouds::draw;
use lab10::ring::{
    CURED, Covered, MODES, NAIVE, Recipe, STD_DEV, centre, changes, play, points, real,
};
use lab10::{exercises, solutions};
use labkit::numerals::{count, percentage};
use labkit::statistics::mean;
use labkit::{Lesson, Quantity, Result, Table};
use nabla::Tensor;

type Modes = fn(&[(f64, f64)], &[(f64, f64)], f64, f64) -> usize;

/// How many points decide.
pub const POINTS: usize = 2_000;
/// How many are drawn.
const DRAWN: usize = 120;

/// The first recipe, with what `--k`, `--beta1` and `--pack` make of it.
fn asked(lesson: &Lesson) -> Recipe {
    let pack = lesson.count_of("pack");
    Recipe {
        discriminator_steps: lesson.count_of("k"),
        beta1: lesson.number_of("beta1") as f32,
        pack,
        // Only whole packs.
        batch: NAIVE.batch / pack * pack,
        ..NAIVE
    }
}

/// A collapse, over time.
pub fn collapse(lesson: &mut Lesson) -> Result<()> {
    let seed = lesson.flags().seed;
    let asked = asked(lesson);
    let recipe = Recipe {
        rounds: lesson.shortened(asked.rounds, 8),
        ..asked
    };
    lesson.say(format!(
        "A bell curve has one top. Real data have many kinds of things in them, digits ten; does the generator learn all? The usual test: eight small clouds on a circle of radius 2, with standard deviation 0.1. Two numbers of noise go in, a point comes out. Both networks have two hidden layers of 64 and learn by Adam with β₁ = {}. The discriminator takes {} in a round, and looks at {} at a time.",
        recipe.beta1,
        many(recipe.discriminator_steps, "step"),
        many(recipe.pack, "point"),
    ));
    lesson.say("Counting makes it a number. A point is *good* if it lies within three standard deviations of a centre; of real points 98.9 % do. A cloud, a *mode* of the data, is *covered* if at least 2 % of all points are good there, a sixth of its due.");
    let mut panels = vec![(
        "the world".to_string(),
        pairs(&real(DRAWN, &mut nabla::rng(seed))),
    )];
    let every = recipe.rounds / 7;
    let header = [
        "round",
        "clouds covered",
        "good points",
        "most in one cloud",
    ];
    let mut table = Table::new(header);
    let mut best = 0;
    play(&recipe, seed, |round, generator| {
        if round > 0 && round % every == 0 {
            let forged = points(generator, POINTS);
            let covered = Covered::by(&forged);
            let most = covered.shares.iter().copied().fold(0.0, f64::max);
            best = best.max(covered.modes());
            panels.push((
                format!("round {}", count(round)),
                pairs(&forged.rows(0..DRAWN)),
            ));
            table.push([
                made(count(round)),
                covered.modes().to_string(),
                percentage(covered.good(), 0),
                percentage(most, 0),
            ]);
        }
    });
    let why = if best > MODES / 2 {
        ""
    } else {
        " Nearly all points lie in a few heaps, each time somewhere else. The generator has found the places that this discriminator believes in most; when the discriminator has learned that they are full of forgeries, the heaps move on. This is *mode collapse*."
    };
    lesson.predict_number(
        "Seven times during the game the clouds are counted. How many of the eight are covered, at best?",
        Quantity::new(best as f64, 0).within(1.0),
        &format!("✎ {best} of {MODES}.{why}"),
    );
    lesson.figure(
        "collapse",
        "Circles: the eight clouds, three standard deviations wide. Orange: points of the world, then of the generator, over time.",
        (730, 400),
        |area| draw(area, &panels, 4, 160),
    )?;
    let modes = lesson.answer(
        "modes_covered",
        exercises::modes_covered as Modes,
        solutions::modes_covered,
    );
    let real = real(POINTS, &mut nabla::rng(seed));
    let wide = |p: [f32; 2]| (f64::from(p[0]), f64::from(p[1]));
    let found = modes(
        &pairs(&real).into_iter().map(wide).collect::<Vec<_>>(),
        &(0..MODES).map(|k| wide(centre(k))).collect::<Vec<_>>(),
        f64::from(3.0 * STD_DEV),
        0.02,
    );
    lesson.table(&table.caption(format!(
        "Of {} points each. Of as many real points {} are good, in {found} clouds.",
        count(POINTS),
        percentage(Covered::by(&real).good(), 0)
    )));
    lesson.say("What holds the generator? Its loss asks of each forgery only: do you look real? No term says that they must not all be alike. The best answer to one *fixed* discriminator is a single point, where D is largest; only a discriminator that is done for every generator, as in min over G, max over D, would prevent that.");
    Ok(())
}

/// Some games by one recipe: how each ended, and points of the first.
pub struct Games {
    name: &'static str,
    rounds: usize,
    ends: Vec<Covered>,
    points: Vec<[f32; 2]>,
}

impl Games {
    /// As many as there are seeds.
    pub fn play(lesson: &Lesson, (name, recipe): (&'static str, Recipe), seeds: usize) -> Games {
        let rounds = lesson.shortened(recipe.rounds, 8);
        let recipe = Recipe { rounds, ..recipe };
        let seeds = lesson.seeds(seeds, 1);
        let mut bar = lesson.progress(name, seeds.len() * (rounds + 1));
        let mut game = |&seed: &u64| points(&play(&recipe, seed, |_, _| bar.tick()), POINTS);
        let forged: Vec<Tensor> = seeds.iter().map(&mut game).collect();
        bar.done();
        Games {
            name,
            rounds,
            ends: forged.iter().map(Covered::by).collect(),
            points: pairs(&forged[0].rows(0..DRAWN)),
        }
    }

    /// How many of them ended with every cloud covered.
    fn full(&self) -> usize {
        self.ends.iter().filter(|end| end.modes() == MODES).count()
    }

    /// How many clouds each covered.
    pub fn modes(&self) -> String {
        let modes = self.ends.iter().map(|end| end.modes().to_string());
        modes.collect::<Vec<_>>().join(" ")
    }

    /// The share of good points, the mean of all.
    pub fn good(&self) -> f64 {
        mean(self.ends.iter().map(Covered::good))
    }
}

/// What helps.
pub fn cured(lesson: &mut Lesson) -> Result<()> {
    lesson.say("Two kinds of cures are recommended. One lets the discriminator keep up, or keeps the generator from running: more time, more steps of the discriminator, a shorter memory. The other lets the discriminator *see* the trouble: two points of a heap are each fine by themselves, but two *real* points are from different clouds in seven cases of eight. So show it two side by side. That is PacGAN (Lin, Khetan, Fanti and Oh, 2018), one line in front of the discriminator's first layer.");
    let naive = Games::play(lesson, ("as before", NAIVE), 5);
    let changed = changes().map(|change| Games::play(lesson, change, 3));
    let cures: Vec<&str> = changed
        .iter()
        .filter(|games| games.full() == games.ends.len())
        .map(|games| games.name)
        .collect();
    lesson.predict_number(
        "Five changes, one at a time: four times the rounds, five steps of the discriminator, β₁ = 0.5, packs of four, packs of two. How many of them bring back all eight clouds, in each of three games?",
        Quantity::new(cures.len() as f64, 0).within(0.0),
        &format!("✎ {}: {}. On this ring the collapse is a phase, if a long one.", cures.len(), cures.join(", ")),
    );
    let whole = Games::play(lesson, ("the whole cure", CURED), 5);
    let own = asked(lesson);
    let own = (own != NAIVE).then(|| Games::play(lesson, ("as you ask", own), 3));
    let header = ["recipe", "rounds", "clouds, seed by seed", "good points"];
    let mut table = Table::new(header);
    for games in [&naive]
        .into_iter()
        .chain(&changed)
        .chain([&whole])
        .chain(&own)
    {
        let good = percentage(games.good(), 0);
        table.push([made(games.name), count(games.rounds), games.modes(), good]);
    }
    let panels = [&naive, &changed[4], &whole];
    let panels = panels.map(|games| (games.name.to_string(), games.points.clone()));
    lesson.figure(
        "cured",
        "The first game by three of the recipes.",
        (550, 206),
        |area| draw(area, &panels, 3, 160),
    )?;
    lesson.table(&table.caption(format!("Of {} points each, after the last round. *The whole cure*: packs of two, β₁ = 0.5, rates that fade to 0, batches of 128 in place of 64.", count(POINTS))));
    lesson.number("cured_seeds", whole.full());
    lesson.number("cured_of", whole.ends.len());
    lesson.say("Before calling a collapse a failure, or a change a cure, give both the same time, and then more. A short memory alone covers every cloud, but its points still wander. Packs keep them where they belong, and rates that fade let the game settle.");
    lesson.predict_choice(
        "Of real points 99 % are good, of the best generator's fewer. Where are the others?",
        &["in the middle of the ring", "just outside the clouds, all round", "between neighbouring clouds"],
        2,
        "A network is a continuous function of its noise: what it makes hangs together, and eight separate clouds do not.",
    );
    lesson.say("Other cures need the gradient of a gradient: penalties on how steep the discriminator is (WGAN-GP, R1), and generators that look some of its steps ahead (unrolled GANs). Our tape gives gradients that are numbers, not values with a tape of their own.");
    Ok(())
}

/// `1 step`, `3 steps`.
fn many(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn pairs(points: &Tensor) -> Vec<[f32; 2]> {
    points
        .data()
        .chunks_exact(2)
        .map(|p| [p[0], p[1]])
        .collect()
}
