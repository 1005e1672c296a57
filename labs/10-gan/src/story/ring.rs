//! Eight clouds, a generator that covers a few, and what makes it cover all.

use super::made;
use crate::figures::clouds::{Panel, draw};
use lab10::ring::{CURED, Covered, MODES, NAIVE, Recipe, STD_DEV, centre, play, points, real};
use lab10::{exercises, solutions};
use labkit::numerals::percentage;
use labkit::statistics::mean;
use labkit::{Lesson, Result, Table};
use nabla::Tensor;

type Modes = fn(&[(f64, f64)], &[(f64, f64)], f64, f64) -> usize;

/// How many points decide.
const POINTS: usize = 2_000;
/// How many are drawn.
const DRAWN: usize = 120;

/// A collapse, over time.
pub fn collapse(lesson: &mut Lesson) -> Result<()> {
    lesson.say("A bell curve has one top. Real data have many kinds of things in them, digits ten; does the generator learn all? The usual test: eight small clouds on a circle of radius 2, with standard deviation 0.1. Two numbers of noise go in, a point comes out. Both networks have two hidden layers of 64, and learn by Adam as it comes, β₁ = 0.9.");
    let seed = lesson.flags().seed;
    let recipe = Recipe {
        rounds: lesson.shortened(NAIVE.rounds, 8),
        ..NAIVE
    };
    lesson.predict(
        "What will the points look like after 500 rounds, 1,000, 1,500?",
        "Nearly all in a few heaps, with thin strands between them, and each time somewhere else. The generator has found the places that this discriminator believes in most; when the discriminator has learned that they are full of forgeries, the heaps move on.",
    );
    let mut panels = vec![(
        "the world".to_string(),
        pairs(&real(DRAWN, &mut nabla::rng(seed))),
    )];
    let every = recipe.rounds / 7;
    let mut table = Table::new([
        "round",
        "clouds covered",
        "good points",
        "most in one cloud",
    ]);
    play(&recipe, seed, |round, generator| {
        if round > 0 && round % every == 0 {
            let forged = points(generator, POINTS);
            let covered = Covered::by(&forged);
            let most = covered.shares.iter().copied().fold(0.0, f64::max);
            panels.push((format!("round {round}"), pairs(&forged.rows(0..DRAWN))));
            table.push([
                made(round),
                covered.modes().to_string(),
                percentage(covered.good(), 0),
                percentage(most, 0),
            ]);
        }
    });
    lesson.figure(
        "collapse",
        "A generator that collapses, over time. Circles: the eight clouds, three standard deviations wide. Orange: what is forged.",
        (730, 400),
        |area| draw(area, &panels, 4, 160),
    )?;
    lesson.say("This is *mode collapse*, and counting makes it a number. A point is good if it lies within three standard deviations of a centre; of real points 98.9 % do. A cloud (a *mode* of the data) is covered if at least 2 % of all points are good there; its due would be 12.5 %.");
    let modes = lesson.answer(
        "modes_covered",
        exercises::modes_covered as Modes,
        solutions::modes_covered,
    );
    let real = real(POINTS, &mut nabla::rng(seed));
    let wide = |p: [f32; 2]| (f64::from(p[0]), f64::from(p[1]));
    let found = modes(
        &pairs(&real).into_iter().map(wide).collect::<Vec<_>>(),
        &(0..8).map(|k| wide(centre(k))).collect::<Vec<_>>(),
        f64::from(3.0 * STD_DEV),
        0.02,
    );
    lesson.table(&table.caption(format!(
        "Of {POINTS} points each. Of as many real points {} are good, in {found} clouds.",
        percentage(Covered::by(&real).good(), 0)
    )));
    lesson.say("Why does nothing hold the generator back? Its loss asks of each forgery only: do you look real? No term says that they must not all be alike. The best answer to one *fixed* discriminator is a single point, where D is largest; only a discriminator that is done for every generator, as in min over G, max over D, would prevent that.");
    Ok(())
}

/// What is changed, the recipe, and over how many seeds.
fn ladder() -> [(&'static str, Recipe, usize); 7] {
    [
        ("as before", NAIVE, 5),
        (
            "… four times the rounds",
            Recipe {
                rounds: 4 * NAIVE.rounds,
                ..NAIVE
            },
            3,
        ),
        (
            "… five steps of the discriminator",
            Recipe {
                discriminator_steps: 5,
                ..NAIVE
            },
            3,
        ),
        (
            "… β₁ = 0.5",
            Recipe {
                beta1: 0.5,
                ..NAIVE
            },
            3,
        ),
        ("… packs of four", Recipe { pack: 4, ..NAIVE }, 3),
        ("packs of two", Recipe { pack: 2, ..NAIVE }, 3),
        ("the whole cure", CURED, 5),
    ]
}

/// What helps.
pub fn cured(lesson: &mut Lesson) -> Result<()> {
    lesson.say("Two kinds of cures. One lets the discriminator keep up, or keeps the generator from running: more time, more steps of the discriminator, a shorter memory. The other lets the discriminator *see* the trouble: two points of a heap are each fine for itself, but two *real* points are from different clouds in seven cases of eight. So show it two side by side. That is PacGAN (Lin, Khetan, Fanti and Oh, 2018), one line in front of the discriminator's first layer.");
    lesson.predict(
        "Five changes, one at a time: four times the rounds, five steps of the discriminator, β₁ = 0.5, packs of four, packs of two. Which of them bring back all eight clouds?",
        "Patience, to begin with: on this ring the collapse is a phase, if a long one. In 2,000 rounds a shorter memory and packs of two do it. Five steps of the discriminator bring back most; packs of four do not.",
    );
    let mut table = Table::new([
        "recipe",
        "rounds",
        "clouds covered, seed by seed",
        "good points",
    ]);
    let mut panels: Vec<Panel> = Vec::new();
    let mut last = Vec::new();
    for (name, recipe, count) in ladder() {
        let recipe = Recipe {
            rounds: lesson.shortened(recipe.rounds, 8),
            ..recipe
        };
        last.clear();
        for seed in lesson.seeds(count, 1) {
            let forged = points(&play(&recipe, seed, |_, _| ()), POINTS);
            if last.is_empty() && !name.starts_with('…') {
                panels.push((name.to_string(), pairs(&forged.rows(0..DRAWN))));
            }
            last.push(Covered::by(&forged));
        }
        let modes: Vec<String> = last.iter().map(|s| s.modes().to_string()).collect();
        table.push([
            made(name),
            recipe.rounds.to_string(),
            modes.join(" "),
            percentage(mean(last.iter().map(Covered::good)), 0),
        ]);
    }
    lesson.figure(
        "cured",
        "From a few heaps to eight clouds: the first seed of three of the recipes.",
        (550, 206),
        |area| draw(area, &panels, 3, 160),
    )?;
    lesson.table(&table.caption(format!("Of {POINTS} points each, after the last round. *The whole cure*: packs of two, β₁ = 0.5, rates that fade to 0, batches of 128 in place of 64.")));
    whole_cure(lesson, &last);
    lesson.say("Other cures need the gradient of a gradient: penalties on how steep the discriminator is (WGAN-GP, R1), and generators that look some steps of the discriminator ahead (unrolled GANs: Metz, Poole, Pfau and Sohl-Dickstein, 2016). Our tape gives gradients that are numbers, not values with a tape of their own, so they are left out here.");
    Ok(())
}

fn whole_cure(lesson: &mut Lesson, covered: &[Covered]) {
    let full = covered.iter().filter(|s| s.modes() == MODES).count();
    lesson.number("cured_seeds", full);
    lesson.number("cured_of", covered.len());
    lesson.say(format!(
        "**Eight of eight, in {full} of {} games.** The slow way ends with the most good points of all: before calling a collapse a failure, or a change a cure, give both the same time, and then more. A short memory alone covers every cloud, but its points still wander. Packs keep them where they belong, and rates that fade let the game settle.",
        covered.len()
    ));
    lesson.predict(
        "Of real points 99 % are good, of the best generator's fewer. Where are the others?",
        "On the way from one cloud to the next. A network is a continuous function of its noise; what it makes hangs together, and eight separate clouds do not.",
    );
}

fn pairs(points: &Tensor) -> Vec<[f32; 2]> {
    points
        .data()
        .chunks_exact(2)
        .map(|p| [p[0], p[1]])
        .collect()
}
