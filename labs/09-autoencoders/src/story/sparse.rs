//! Few units at a time.

use super::Story;
use crate::figures;
use lab09::autoencoder::{Autoencoder, Plan};
use lab09::noise::mse;
use lab09::training::Objective;
use labkit::numerals::{num, percent};
use labkit::{Lesson, Result, Table};
use nabla::{Activation, Tensor};

/// Units in the middle: more than there are pixels of a small digit.
const UNITS: usize = 100;
/// A unit counts as active above this.
const ACTIVE: f32 = 0.01;
/// Drawings shown.
const SHOWN: usize = 18;

/// The section.
pub fn sparse(story: &Story, lesson: &mut Lesson) -> Result<()> {
    lesson.say(format!("{UNITS} units with ReLU in the middle, one layer on each side. What comes out is a sum of drawings, one a unit, each as strong as its unit is active. To the error is added a penalty: α times the sum of the activities of a picture."));
    lesson.predict_choice(
        "To escape the penalty a network could make all activities ten times smaller. Would its pictures suffer?",
        &[
            "no, they could stay as they are",
            "yes, they would be ten times paler",
            "yes, there would be gaps in them",
        ],
        0,
        "It would make its drawings ten times stronger. The sums stay the same and the penalty falls: it would do nothing but grow the decoder. So after every step each drawing is brought back to length 1.",
    );
    let mut table = Table::new(["α", "test error", "active per picture", "never active"]);
    let mut drawings = Vec::new();
    for alpha in [0.0, 0.001, 0.003, 0.01] {
        let model = network(story, lesson, alpha);
        let error = mse(&model.reconstruct(&story.test), &story.test);
        let codes = model.encode(&story.test);
        let (active, idle) = activity(&codes);
        table.push([
            num(f64::from(alpha), 3),
            num(error, 4),
            format!("{} of {UNITS}", num(active, 0)),
            idle.to_string(),
        ]);
        if alpha == 0.0 || alpha == 0.003 {
            drawings.push((alpha, strongest(&model, &codes)));
        }
    }
    lesson.table(&table.caption(format!(
        "*Active*: above {ACTIVE}. *Never*: on no test picture; some ReLUs die early, and a high penalty starves most."
    )));
    for (alpha, shown) in &drawings {
        let (slug, words) = match alpha {
            0.0 => (
                "drawings-free",
                "Without a penalty: what the 18 busiest units draw. Orange adds ink, blue takes it away.",
            ),
            _ => (
                "drawings-sparse",
                "With α = 0.003: what the 18 busiest units draw.",
            ),
        };
        let cell = (56 / story.size().0 as i32).max(1);
        lesson.figure(slug, words, (664, 190), |area| {
            figures::signed::draw(area, shown, story.size(), (cell, 9))
        })?;
    }
    lesson.say("Without a penalty a single drawing looks like nothing. With one, drawings have something of strokes, arcs and whole digits. It costs error: α says how much of the one is worth how much of the other. And fourteen active units leave less error than sixteen of PCA's directions in [The widest directions](#the-widest-directions): each picture may choose *its* fourteen.");
    Ok(())
}

/// One layer, many units, one layer.
fn network(story: &Story, lesson: &Lesson, alpha: f32) -> Autoencoder {
    let plan = Plan {
        code: Activation::Relu,
        ..Plan::linear(story.inputs(), UNITS)
    };
    let objective = Objective {
        sparsity: alpha,
        unit_rows: true,
        ..Objective::PLAIN
    };
    story.trained(lesson, "sparse", &plan, 250, &objective)
}

/// How many units are active on a picture, on average; and how many on none.
fn activity(codes: &Tensor) -> (f64, usize) {
    let pictures = codes.dims()[0] as f64;
    let active = codes.data().iter().filter(|&&h| h > ACTIVE).count() as f64 / pictures;
    let busy = totals(codes);
    (
        active,
        busy.iter().filter(|&&(_, total)| total == 0.0).count(),
    )
}

/// Each unit and the sum of what it is active by, above the threshold.
fn totals(codes: &Tensor) -> Vec<(usize, f64)> {
    let units = codes.shape().last();
    let total = |unit: usize| {
        let of = codes.data().iter().skip(unit).step_by(units);
        of.filter(|&&h| h > ACTIVE).map(|&h| f64::from(h)).sum()
    };
    (0..units).map(|unit| (unit, total(unit))).collect()
}

/// The drawings of the busiest units, each with the fraction of pictures that it takes part in.
fn strongest(model: &Autoencoder, codes: &Tensor) -> Vec<(String, Vec<f64>)> {
    let drawings = model.drawings();
    let mut busiest = totals(codes);
    busiest.sort_by(|a, b| b.1.total_cmp(&a.1));
    let units = codes.shape().last();
    let one = |&(unit, _): &(usize, f64)| {
        let of = codes.data().iter().skip(unit).step_by(units);
        let fraction = of.filter(|&&h| h > ACTIVE).count() as f64 / codes.dims()[0] as f64;
        let numbers = super::row(&drawings, unit).iter().map(|&x| f64::from(x));
        (percent(fraction).replace(".0 %", " %"), numbers.collect())
    };
    busiest.iter().take(SHOWN).map(one).collect()
}
