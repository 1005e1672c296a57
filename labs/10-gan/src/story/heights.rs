//! A critic: heights in place of verdicts, and the distance that they measure.

use super::made;
use super::ring::{Games, POINTS};
use lab10::line::DATA;
use lab10::ring::{CRITIC, NAIVE, Recipe};
use lab10::theory::{Gaussian, carried, jensen_shannon};
use labkit::numerals::{count, num, percentage};
use labkit::{Lesson, Quantity, Result, Table};
use rand_distr::{Distribution, StandardNormal};

/// Grains of a heap.
const GRAINS: usize = 2_000;
/// Half the width over which a slope is measured.
const NUDGE: f64 = 0.05;

pub fn heights(lesson: &mut Lesson) -> Result<()> {
    lesson.say("What a discriminator at its best measures is the Jensen–Shannon divergence, JS, and that flattens once two bells hardly meet ([The best expert](#the-best-expert)). Another distance is *Wasserstein's*: how far each number has to be carried, on average, to make one heap of the other by the cheapest plan.");
    two_distances(lesson);
    lesson.say("Nobody can try all plans of carrying for pictures. But there is a second way to the same number (Kantorovich and Rubinstein): look for a function f that gives a *height* to every x, high for real ones and low for forged ones, and nowhere steeper than 1. The largest possible difference of mean heights *is* the distance. So let a network look for it, a *critic*: no sigmoid, no logarithm, its loss is the mean height of forgeries minus that of real ones. This is the WGAN (Arjovsky, Chintala and Bottou, 2017).");
    lesson.predict_choice(
        "Nothing in that loss says that f is to be no steeper than 1. What does a critic do whom nothing holds?",
        &["it keeps to slopes near 1 by itself", "it gives all the same height", "it makes its heights larger and larger"],
        2,
        "Heights a thousand times as large are a better difference, for free, and gradients that throw the generator about. The paper's way out is crude: after each step, every weight is cut back to a small interval around 0. A network with small weights cannot be steep.",
    );
    on_the_ring(lesson);
    lesson.say("The critic brings every cloud its points in the 2,000 rounds in which the naive pair collapses. Without the cut its heights run away. With Adam's usual memory the steps go on in a direction in which the other player has long turned round; the paper warns of just that, and takes RMSProp. And the cut has its price: a critic with small weights is blunt, and many points lie between the clouds. The successors hold the slope by a penalty on the gradient (WGAN-GP).");
    Ok(())
}

/// Two bells at several distances, by both measures.
fn two_distances(lesson: &mut Lesson) {
    let mut rng = lesson.rng();
    let grains: Vec<f64> = (0..GRAINS)
        .map(|_| StandardNormal.sample(&mut rng))
        .collect();
    let heap = |mean: f64| {
        grains
            .iter()
            .map(|z| mean + DATA.std_dev * z)
            .collect::<Vec<_>>()
    };
    let js = |far: f64| {
        let moved = Gaussian {
            mean: DATA.mean + far,
            ..DATA
        };
        jensen_shannon(DATA, moved)
    };
    let way = |far: f64| carried(heap(DATA.mean), heap(DATA.mean + far));
    let slope =
        |of: &dyn Fn(f64) -> f64, far: f64| (of(far + NUDGE) - of(far - NUDGE)) / (2.0 * NUDGE);
    lesson.predict_number(
        &format!("Two bells of equal width lie 4 apart. One moves a little further away: JS grows by {} for each unit. By how much does Wasserstein's distance grow?", num(slope(&js, 4.0), 2)),
        Quantity::new(slope(&way, 4.0), 2),
        "By 1 for each unit, for every number has that much further to go. It never flattens, and its slope points home from anywhere.",
    );
    let mut table = Table::new(["distance", "JS", "its slope", "carried", "its slope"]);
    for far in [0.5, 1.0, 2.0, 4.0, 8.0] {
        table.push([
            num(far, 1),
            num(js(far), 4),
            num(slope(&js, far), 4),
            num(way(far), 2),
            num(slope(&way, far), 2),
        ]);
    }
    lesson.table(&table.caption(format!(
        "Bells with a standard deviation of {}. *Slope*: what the measure changes by for each unit of distance.",
        num(DATA.std_dev, 1)
    )));
}

/// The critic on the ring, and what it hangs on.
fn on_the_ring(lesson: &mut Lesson) {
    let with = |critic, beta1| Recipe {
        critic,
        beta1,
        ..CRITIC
    };
    let [cut, free] = [CRITIC.critic, Some(f32::INFINITY)];
    let games = [
        ("naive", "a discriminator, as before", NAIVE),
        (
            "verdict",
            "a discriminator, at the critic's rates",
            with(None, 0.0),
        ),
        ("critic", "a critic", CRITIC),
        ("steep", "a critic whom nothing holds", with(free, 0.0)),
        ("memory", "a critic, and β₁ = 0.9", with(cut, 0.9)),
    ];
    let mut table = Table::new(["against", "clouds, seed by seed", "good points"]);
    for (key, name, recipe) in games {
        let games = Games::play(lesson, (name, recipe), 3);
        lesson.number(&format!("heights_{key}_good"), games.good());
        table.push([made(name), games.modes(), percentage(games.good(), 0)]);
    }
    lesson.table(&table.caption(format!(
        "Of {} points each, after {} rounds. The critic's weights are held between −{limit} and {limit}; both networks learn by Adam at {}, β₁ = 0.",
        count(POINTS),
        count(lesson.shortened(CRITIC.rounds, 8)),
        CRITIC.rate,
        limit = CRITIC.critic.unwrap_or(f32::INFINITY),
    )));
}
