//! The quadratic cost against cross-entropy, with ten outputs.

use super::Story;
use lab05::cost::{Cost, Order, descend, quadratic_gradient};
use lab05::network::RECIPES;
use lab05::softmax::logit_gradient;
use labkit::numerals::{list, num, percent};
use labkit::{Chart, Lesson, Result, Table};
use nabla::Init;
use trainer::accuracy;

pub fn costs(story: &Story, lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "Half the squared distance between answer and truth, C = ½ Σ (pₖ − yₖ)², is a cost as well. Its gradient goes through softmax, and softmax's own derivative, \
         ∂pₖ/∂z_j = pₖ·([k = j] − p_j), stays in it:",
    );
    lesson.show(
        "
         ∂C/∂z_j = Σₖ (pₖ − yₖ) · ∂pₖ/∂z_j
                 = Σₖ (pₖ − yₖ) · pₖ · ([k = j] − p_j)
                 = p_j · ( (p_j − y_j) − Σₖ pₖ·(pₖ − yₖ) )",
    );
    lesson.predict_choice(
        "A network is sure and wrong: logits 12, 0 and 0, and the third class is right. Which of the two costs corrects it?",
        &["cross-entropy", "the quadratic cost", "both, about equally"],
        0,
        "Cross-entropy: its gradient is p − y, nearly as large as can be. In the quadratic gradient every term has a factor p_j, or stands \
         beside one that is nearly 1 and cancels: almost nothing is left.",
    );
    let mut table = Table::new([
        "logits",
        "gradient of cross-entropy",
        "gradient of quadratic cost",
    ]);
    for logits in [[0.5_f32, 0.0, 0.0], [4.0, 0.0, 0.0], [12.0, 0.0, 0.0]] {
        let show = |values: Vec<f32>, decimals| list(values.into_iter().map(f64::from), decimals);
        table.push([
            list(logits.map(f64::from), 1),
            show(logit_gradient(&logits, 2), 4),
            show(quadratic_gradient(&logits, 2), 6),
        ]);
    }
    lesson.table(&table.caption(
        "The third class is right. The gradients are those with respect to the three logits.",
    ));
    lesson.say(
        "Now the race: the same softmax network, once from the usual small weights, once from weights forty times as large, with which it begins \
         sure of itself and wrong.",
    );
    let passes = lesson.shortened(20, 4);
    let mut table = Table::new([
        "start",
        "cost",
        "right at first",
        "after 50 steps",
        "in the end",
    ]);
    let mut charts = Vec::new();
    for (slug, name, init) in [
        ("race-usual", "small weights", Init::Xavier),
        ("race-saturated", "large weights", Init::Normal(2.0)),
    ] {
        let mut chart = Chart::new("step", "validation pictures read right, %");
        for (cost, label) in [
            (Cost::CrossEntropy, "cross-entropy"),
            (Cost::Quadratic, "quadratic"),
        ] {
            let points = race(story, lesson, cost, init, passes);
            let at = |step: f64| {
                let point = points.iter().rev().find(|p| p.0 <= step);
                percent(point.map_or(0.0, |p| p.1 / 100.0))
            };
            lesson.number(
                &format!("{}_{}", slug.replace('-', "_"), label.replace('-', "_")),
                points.last().map_or(0.0, |p| p.1 / 100.0),
            );
            table.push([
                name.to_string(),
                label.to_string(),
                at(0.0),
                at(50.0),
                at(f64::INFINITY),
            ]);
            chart = chart.line(label, points);
        }
        charts.push((slug, name, chart.y_range(0.0..100.0)));
    }
    lesson.table(&table);
    for (slug, name, chart) in &charts {
        lesson.chart(
            slug,
            &format!(
                "Starting from {name}: the two costs, at the same rate {}.",
                num(0.5, 1)
            ),
            chart,
        )?;
    }
    lesson.say(
        "From small weights the quadratic cost is a little slower and gets there. From large ones it crawls: what is sure of itself and wrong stays as it is. \
         That is lab 3's saturated neuron, ten at a time.",
    );
    Ok(())
}

/// Steps and percentages of validation pictures read right.
fn race(story: &Story, lesson: &Lesson, cost: Cost, init: Init, passes: usize) -> Vec<(f64, f64)> {
    let seed = lesson.flags().seed;
    let mut model = RECIPES[0].build_with(init, &mut nabla::rng(seed));
    let mut points = Vec::new();
    descend(
        &mut model,
        &story.examples.train,
        (cost, Order::Shuffled),
        (0.5, passes),
        seed,
        |step, model| {
            if step % 5 == 0 {
                let right = accuracy(model, &story.examples.valid);
                points.push((step as f64, 100.0 * right));
            }
        },
    );
    points
}
