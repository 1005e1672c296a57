//! Sections 8 and 9: eight clouds, a forger that serves one, and what makes it serve all.

use super::{mean, percent, rounds, seeds};
use crate::figures::clouds::{Panel, draw};
use lab10::ring::{CURED, DEVIATION, HASTY, MODES, Recipe, Served, centre, play, points, real};
use lab10::{exercises, solutions};
use labkit::{Lesson, Result, Table};
use nabla::Tensor;

type Modes = fn(&[(f64, f64)], &[(f64, f64)], f64, f64) -> usize;

/// How many points decide.
const POINTS: usize = 2_000;
/// How many are drawn.
const DRAWN: usize = 120;

/// Section 8.
pub fn collapse(lesson: &mut Lesson) -> Result<()> {
    lesson.say("A bell has one top. Real data have many kinds of things in them, digits ten; does the forger learn all? The usual test: eight small clouds on a circle, deviation 0.1, radius 2. Two numbers of noise go in, a point comes out. Forger and expert have two hidden layers of 64; the forger learns five times as fast as the expert.");
    let seed = lesson.flags().seed;
    let recipe = Recipe {
        rounds: rounds(lesson, HASTY.rounds),
        ..HASTY
    };
    lesson.predict(
        "What will the points look like after 500 rounds, 1,000, 1,500?",
        "All in one heap, and each time the heap is somewhere else. The forger has found the one place that this expert believes in most; when the expert has learned that this place is full of forgeries, the heap moves on.",
    );
    let mut panels = vec![(
        "the world".to_string(),
        pairs(&real(DRAWN, &mut nabla::rng(seed))),
    )];
    let every = recipe.rounds / 7;
    let mut table = Table::new(["round", "clouds served", "good points", "most in one cloud"]);
    play(&recipe, seed, |round, forger| {
        if round > 0 && round % every == 0 {
            let made = points(forger, POINTS);
            let served = Served::by(&made);
            let most = served.shares.iter().copied().fold(0.0, f64::max);
            panels.push((format!("round {round}"), pairs(&made.rows(0..DRAWN))));
            table.push([
                round.to_string(),
                served.modes().to_string(),
                percent(served.good()),
                percent(most),
            ]);
        }
    });
    lesson.figure(
        "collapse",
        "The hasty forger over time. Circles: the eight clouds, three deviations wide. Orange: what is forged.",
        (730, 430),
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
        f64::from(3.0 * DEVIATION),
        0.02,
    );
    lesson.table(&table.caption(format!(
        "Of {POINTS} points each. Of as many real points {} are good, in {found} clouds.",
        percent(Served::by(&real).good())
    )));
    lesson.say("Why does nothing hold the forger back? Its loss asks of each forgery only: do you look real? No term says that they must not all be alike. min over G, max over D means: an expert that is *done* for every forger. If in truth the forger is nearly done while the expert has hardly moved, the game is max over D, min over G: the forger answers one fixed expert, and against that the best answer is a single point, where D is largest.");
    Ok(())
}

/// What is changed, the recipe, and over how many seeds.
fn ladder() -> [(&'static str, Recipe, u64); 6] {
    [
        ("forger five times as fast", HASTY, 5),
        ("… in packs of four", Recipe { pack: 4, ..HASTY }, 3),
        (
            "… β1 = 0.5",
            Recipe {
                beta1: 0.5,
                ..HASTY
            },
            3,
        ),
        (
            "… five steps of the expert",
            Recipe {
                expert_steps: 5,
                ..HASTY
            },
            3,
        ),
        (
            "equally fast",
            Recipe {
                rates: (2e-3, 2e-3),
                ..HASTY
            },
            5,
        ),
        ("the whole cure", CURED, 5),
    ]
}

/// Section 9.
pub fn cured(lesson: &mut Lesson) -> Result<()> {
    lesson.say("If that is the reason, the cure is an expert that keeps up: more steps, or an equal rate. Other cures change what the expert can see. Shown *several points at once*, it notices at a glance that they are all alike: PacGAN lays them side by side and changes nothing else.");
    lesson.predict(
        "Five changes, one at a time. Which helps: packs of four, a shorter memory, five steps of the expert, equal rates?",
        "The two that let the expert keep up. What an expert could see does not help while it is too slow to learn it.",
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
            rounds: rounds(lesson, recipe.rounds),
            ..recipe
        };
        last.clear();
        for seed in seeds(lesson, count) {
            let made = points(&play(&recipe, seed, |_, _| ()), POINTS);
            if last.is_empty() && !name.starts_with('…') {
                panels.push((name.to_string(), pairs(&made.rows(0..DRAWN))));
            }
            last.push(Served::by(&made));
        }
        let modes: Vec<String> = last.iter().map(|s| s.modes().to_string()).collect();
        table.push([
            name.to_string(),
            recipe.rounds.to_string(),
            modes.join(" "),
            percent(mean(last.iter().map(Served::good))),
        ]);
    }
    lesson.figure(
        "cured",
        "From one heap to eight clouds: the first seed of three of the recipes.",
        (550, 206),
        |area| draw(area, &panels, 3, 160),
    )?;
    lesson.table(&table.caption(format!("Of {POINTS} points each, after the last round. *The whole cure*: equal rates that fade to 0, β1 = 0.5, batches of 128 in place of 64, shown in packs of two.")));
    whole_cure(lesson, &last);
    lesson.say("Other cures need the slope of a slope: penalties on how steep the expert is (WGAN-GP, R1), and forgers that look some steps of the expert ahead (unrolled GANs: Metz, Poole, Pfau and Sohl-Dickstein, 2016). Our tape gives slopes that are numbers, not values with a tape of their own, so they are left out here; what they do is in the further reading of the chapter.");
    Ok(())
}

fn whole_cure(lesson: &mut Lesson, served: &[Served]) {
    let full = served.iter().filter(|s| s.modes() == MODES).count();
    let good = mean(served.iter().map(Served::good));
    lesson.number("cured_seeds", full);
    lesson.number("cured_of", served.len());
    lesson.number("cured_good", good);
    lesson.say(format!(
        "**Eight of eight, in {full} of {} games.** Equal rates do most of it; but those games end where they happen to be when the clock stops, and now and then a cloud is missing. Rates that fade let the game settle, a short memory keeps it from swinging, and an expert that sees two points at once has a reason to mind when a cloud is left out.",
        served.len()
    ));
    lesson.say(format!(
        "Not all is well: {} of the points are good, of real ones it would be 99 %. The rest lie on the way from one cloud to the next. A network is a continuous function of its noise; what it makes hangs together, and eight separate clouds do not.",
        percent(good)
    ));
}

fn pairs(points: &Tensor) -> Vec<[f32; 2]> {
    points
        .data()
        .chunks_exact(2)
        .map(|p| [p[0], p[1]])
        .collect()
}
