//! Sections 8 and 9: eight clouds, a forger that serves a few, and what makes it serve all.

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

/// Section 8.
pub fn collapse(lesson: &mut Lesson) -> Result<()> {
    lesson.say("A bell has one top. Real data have many kinds of things in them, digits ten; does the forger learn all? The usual test: eight small clouds on a circle, deviation 0.1, radius 2. Two numbers of noise go in, a point comes out. Forger and expert have two hidden layers of 64, and both learn by Adam as it comes, β1 = 0.9.");
    let seed = lesson.flags().seed;
    let recipe = Recipe {
        rounds: lesson.shortened(NAIVE.rounds, 8),
        ..NAIVE
    };
    lesson.predict(
        "What will the points look like after 500 rounds, 1,000, 1,500?",
        "Nearly all in a few heaps, with thin strands between them, and each time somewhere else. The forger has found the places that this expert believes in most; when the expert has learned that they are full of forgeries, the heaps move on.",
    );
    let mut panels = vec![(
        "the world".to_string(),
        pairs(&real(DRAWN, &mut nabla::rng(seed))),
    )];
    let every = recipe.rounds / 7;
    let mut table = Table::new(["round", "clouds served", "good points", "most in one cloud"]);
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
        "A forger that collapses, over time. Circles: the eight clouds, three deviations wide. Orange: what is forged.",
        (730, 400),
        |area| draw(area, &panels, 4, 160),
    )?;
    lesson.say("This is *mode collapse*, and counting makes it a number. A point is good if it lies within three deviations of a centre; of real points 98.9 % do. A cloud is served if at least 2 % of all points are good there; its due would be 12.5 %.");
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
    lesson.say("Why does nothing hold the forger back? Its loss asks of each forgery only: do you look real? No term says that they must not all be alike. min over G, max over D means: an expert that is *done* for every forger. If in truth the forger is nearly done while the expert has hardly moved, the game is max over D, min over G: the forger answers one fixed expert, and against that the best answer is a single point, where D is largest.");
    Ok(())
}

/// What is changed, the recipe, and over how many seeds.
fn ladder() -> [(&'static str, Recipe, usize); 7] {
    [
        ("as in section 8", NAIVE, 5),
        (
            "… four times the rounds",
            Recipe {
                rounds: 4 * NAIVE.rounds,
                ..NAIVE
            },
            3,
        ),
        (
            "… five steps of the expert",
            Recipe {
                discriminator_steps: 5,
                ..NAIVE
            },
            3,
        ),
        (
            "… β1 = 0.5",
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

/// Section 9.
pub fn cured(lesson: &mut Lesson) -> Result<()> {
    lesson.say("Two kinds of cures. One lets the expert keep up, or keeps the forger from running: more time, more steps of the expert, a shorter memory. The other lets the expert *see* the trouble. It is shown one point at a time, and each point of a heap is fine for itself. Shown two at once, it can learn that two real ones are from different clouds in seven cases of eight, and two forged ones hardly ever. That is PacGAN (Lin, Khetan, Fanti and Oh, 2018), and it changes one line: the expert's first layer gets two points side by side.");
    lesson.predict(
        "Five changes, one at a time: four times the rounds, five steps of the expert, β1 = 0.5, packs of four, packs of two. Which of them bring back all eight clouds?",
        "Patience, to begin with: on this ring the collapse is a phase, if a long one. In 2,000 rounds a shorter memory and packs of two do it. Five steps of the expert bring back most; packs of four do not.",
    );
    let mut table = Table::new([
        "recipe",
        "rounds",
        "clouds served, seed by seed",
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
    lesson.table(&table.caption(format!("Of {POINTS} points each, after the last round. *The whole cure*: packs of two, β1 = 0.5, rates that fade to 0, batches of 128 in place of 64.")));
    whole_cure(lesson, &last);
    lesson.say("Other cures need the slope of a slope: penalties on how steep the expert is (WGAN-GP, R1), and forgers that look some steps of the expert ahead (unrolled GANs: Metz, Poole, Pfau and Sohl-Dickstein, 2016). Our tape gives slopes that are numbers, not values with a tape of their own, so they are left out here; what they do is in the further reading of the chapter.");
    Ok(())
}

fn whole_cure(lesson: &mut Lesson, covered: &[Covered]) {
    let full = covered.iter().filter(|s| s.modes() == MODES).count();
    let good = mean(covered.iter().map(Covered::good));
    lesson.number("cured_seeds", full);
    lesson.number("cured_of", covered.len());
    lesson.say(format!(
        "**Eight of eight, in {full} of {} games.** The slow way ends with the most good points of all, and a collapse that looks final may be a phase: before calling one a failure, or a change a cure, give both the same time, and then more. What the others buy is time, and nobody knows beforehand how long a phase will be. A short memory alone serves every cloud, but its points still wander; the game ends where it happens to be when the clock stops. Packs keep them where they belong, and rates that fade let the game settle.",
        covered.len()
    ));
    lesson.say(format!(
        "✎ {} of the points are good; of real ones it would be 99 %.\n\nThe rest lie on the way from one cloud to the next. A network is a continuous function of its noise; what it makes hangs together, and eight separate clouds do not.",
        percentage(good, 0)
    ));
}

fn pairs(points: &Tensor) -> Vec<[f32; 2]> {
    points
        .data()
        .chunks_exact(2)
        .map(|p| [p[0], p[1]])
        .collect()
}
