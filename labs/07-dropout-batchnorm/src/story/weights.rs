//! Weights that are kept small.

use super::{Outcome, Story, joined};
use lab07::network::Dense;
use lab07::training::{Plan, decaying};
use labkit::numerals::num;
use labkit::{Chart, Lesson, Result, Table};
use nabla::Module;

pub fn weights(story: &Story, lesson: &mut Lesson) -> Result<()> {
    lesson.say("A network that is sure of every picture needs large weights: its logits have to lie far apart. So make large weights cost something. Lab 4 did so for polynomials: add half the sum of all squared weights to the loss, times a number d. That is *L2*, and its gradient is simple:");
    lesson.show(
        "
         L + d/2 · Σ w²            has the gradient g + d·w        for each w

         w ← w − λ·(g + d·w)  =  (1 − λ·d)·w − λ·g",
    );
    lesson.say(
        "Each step takes the fraction λ·d off every weight: *weight decay*. Here it stands beside Adam (AdamW), with λ = 0.001.",
    );
    let own = lesson.number_of("decay") as f32;
    let decays = joined(&[0.0, 0.3, 1.0, 3.0, 10.0], own);
    lesson.predict_choice(
        &format!("d is raised from 0 to {}. What happens to the loss in the end?", decays[decays.len() - 1]),
        &[
            "On the training pictures it falls, on the validation pictures it rises.",
            "On the training pictures it rises, on the validation pictures it falls.",
            "On the training pictures it rises, on the validation pictures it falls, then rises.",
            "On both it falls, then rises.",
        ],
        2,
        "The training loss rises all the way: the network may not be as sure as it would like. The validation loss falls first, then rises, when the weights are too small to say anything.",
    );
    let mut table = Table::new([
        "decay d",
        "√(mean w²)",
        "train loss",
        "valid. loss",
        "train right",
        "valid. right",
    ]);
    let mut valley = Vec::new();
    for decay in decays {
        let plan = Plan {
            rule: decaying(decay),
            ..Plan::new(0, lesson.flags().seed)
        };
        let (outcome, size) = if decay == 0.0 {
            let runs = story.plain(lesson);
            (
                Outcome::plain(&runs[..runs.len().min(3)]),
                size(&runs[0].model),
            )
        } else {
            let models = story.several(lesson, &Dense::USUAL, &plan, 3);
            (story.outcome(&models), size(&models[0]))
        };
        let [train, valid, seen, unseen] = outcome.cells();
        table.push([decay.to_string(), num(size, 4), train, valid, seen, unseen]);
        lesson.number(&format!("decay_{decay}_loss"), outcome.loss());
        lesson.number(&format!("decay_{decay}_right"), outcome.right());
        valley.push((f64::from(decay), outcome.loss()));
    }
    lesson.table(
        &table.caption("Means of three seeds; the size of the weights is that of the first."),
    );
    lesson.chart(
        "decay",
        "Validation loss against decay: a valley between too sure and too timid. The dashed line is the loss without decay.",
        &Chart::new("decay d", "validation loss")
            .line("", valley[1..].to_vec())
            .points("", valley[1..].to_vec())
            .hline(valley[0].1, "")
            .log_x(),
    )?;
    lesson.say("A little decay makes the network less sure, and its loss on new pictures smaller. It does not make it read more of them. To count mistakes and to weigh them are two things, and decay works on the second.");
    Ok(())
}

/// The root of the mean square of all weights, biases left out.
fn size(model: &dyn Module) -> f64 {
    let (mut sum, mut many) = (0.0, 0);
    model.visit(&mut |param| {
        if param.name() == "weight" {
            sum += param
                .value()
                .data()
                .iter()
                .map(|&w| f64::from(w).powi(2))
                .sum::<f64>();
            many += param.value().len();
        }
    });
    (sum / many.max(1) as f64).sqrt()
}
