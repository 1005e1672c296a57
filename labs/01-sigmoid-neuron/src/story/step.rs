//! The step of the 1940s, the perceptron, and data it cannot settle on.

use super::{figures, grid, slices};
use lab01::data::{AND, gate};
use lab01::neuron::{sigmoid, step};
use lab01::perceptron::{mistakes, perceptron, recurrence};
use lab01::{Neuron, exercises, solutions};
use labkit::numerals::num;
use labkit::{Chart, Lesson, Quantity, Result, Table};

pub fn forties(lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "In 1943 Warren McCulloch and Walter Pitts drew a nerve cell as a switch: it adds up what comes
         in, and it *fires* if the sum reaches a threshold. All or nothing. Our neuron becomes theirs if we
         put a *step* in the place of σ: 1 if b + Σ xₙwₙ ≥ 0, else 0. Or we just make the weight large:",
    );
    let curve = |w: f64| grid(-3.0, 3.0).map(move |x| (x, sigmoid(w * x)));
    lesson.chart(
        "step",
        "The steeper the sigmoid, the closer to the step.",
        &Chart::new("s", "φ(s)")
            .line("σ(s)", curve(1.0))
            .line("σ(4s)", curve(4.0))
            .line("σ(20s)", curve(20.0))
            .dashed("step", [(-3.0, 0.0), (0.0, 0.0), (0.0, 1.0), (3.0, 1.0)]),
    )?;
    lesson.say("With steps you can build logic. Weights by hand, b + x₁ + x₂ in the first two, b − x₁ in the last:");
    let mut table = Table::new(["x₁ x₂", "AND  −1.5", "OR  −0.5", "NOT x₁  +0.5"]);
    for (x1, x2) in [(0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0)] {
        let cell = |s: f64| format!("{} → {}", num(s, 1), step(s));
        table.push([
            format!("{x1}  {x2}"),
            cell(x1 + x2 - 1.5),
            cell(x1 + x2 - 0.5),
            cell(0.5 - x1),
        ]);
    }
    lesson.table(&table);
    lesson.say(
        "Somebody had to choose these weights. Frank Rosenblatt's *perceptron* (1957) finds them from examples. Where it
         is right, nothing changes; where it said no for yes, the example is added to the weights, and 1 to the bias;
         where it said yes for no, they are subtracted. With y for the right answer and ŷ for what it says:",
    );
    lesson.show(
        "w ← w + (y − ŷ) · x
         b ← b + (y − ŷ)",
    );
    learn_and(lesson);
    lesson.say(
        "Correcting one example can spoil another. Still it gets there, and always will if some line separates the
         two kinds (Novikoff's theorem, 1962).",
    );
    Ok(())
}

/// Runs the learner's perceptron rule on AND until a round without mistakes.
fn learn_and(lesson: &mut Lesson) {
    type Rule = fn([f64; 2], f64, [f64; 2], f64) -> ([f64; 2], f64);
    let update = lesson.answer(
        "perceptron_update",
        exercises::perceptron_update as Rule,
        solutions::perceptron_update,
    );
    let corners = gate(AND);
    let mut walk = vec![Neuron::<2>::blank()];
    while let Some(last) = walk.last().filter(|last| mistakes(last, &corners) > 0)
        && walk.len() < 20
    {
        let mut neuron = *last;
        for corner in &corners {
            (neuron.w, neuron.b) = update(neuron.w, neuron.b, corner.x, corner.y);
        }
        walk.push(neuron);
    }
    let rounds = walk.len() - 1;
    lesson.predict_number(
        "It learns AND from zero weights; one round is the four corners in turn. After how many rounds is it right on all four?",
        Quantity::new(rounds as f64, 0).within(1.0),
        &format!("After {rounds}, and on the way there the mistakes may go up."),
    );
    let mut table = Table::new(["after round", "w₁", "w₂", "b", "mistakes"]);
    for (round, neuron) in walk.iter().enumerate() {
        let [w1, w2] = neuron.w;
        table.push([
            round.to_string(),
            num(w1, 0),
            num(w2, 0),
            num(neuron.b, 0),
            mistakes(neuron, &corners).to_string(),
        ]);
    }
    lesson.table(&table);
}

pub fn burnt_toast(lesson: &mut Lesson) -> Result<()> {
    let toast = slices(lesson);
    let burnt = toast.iter().filter(|slice| slice.y == 1.0).count();
    lesson.say(format!(
        "Now data with two kinds that overlap. We toast fifty slices of bread (`toast` in `src/data.rs`, no
         bread is harmed) and note for each the minutes in the toaster, and whether it came out burnt.
         {burnt} did. Chance plays a part: some slices survive three minutes, others barely two.",
    ));
    lesson.chart(
        "toast",
        "Fifty slices of toast, and what became of them.",
        &figures::toast_strip(&toast),
    )?;
    lesson.predict_choice(
        "The perceptron learns from these slices, round after round. Where does it end?",
        &[
            "at a threshold that sorts them all",
            "at the threshold with the fewest mistakes",
            "nowhere",
        ],
        2,
        "Nowhere. No threshold sorts them all. It changes whenever it makes a mistake, and here every threshold makes some. So it
         never stops.",
    );
    let trail = perceptron(&toast, 60);
    let wrong: Vec<usize> = trail
        .iter()
        .map(|neuron| mistakes(neuron, &toast))
        .collect();
    let rounds = |values: &[f64]| {
        values
            .iter()
            .enumerate()
            .map(|(i, &v)| (i as f64, v))
            .collect::<Vec<_>>()
    };
    lesson.chart(
        "perceptron-on-toast",
        "The perceptron on overlapping data: mistakes over all fifty slices, after each round.",
        &Chart::new("round", "mistakes")
            .line(
                "perceptron",
                rounds(&wrong.iter().map(|&n| n as f64).collect::<Vec<_>>()),
            )
            .y_range(0.0..1.05 * wrong.iter().copied().max().unwrap_or(1) as f64),
    )?;
    if let Some((first, period)) = recurrence(&trail) {
        lesson.number("perceptron_circle_start", first as f64);
        lesson.number("perceptron_circle", period as f64);
        lesson.say(format!(
            "Worse: after round {} it is the very neuron it was after round {first}. It runs in a circle
             of {period} rounds, and it will for ever. These are the thresholds it runs through:",
            first + period,
        ));
        let mut table = Table::new([
            "after round",
            "w",
            "b",
            "threshold −b/w, minutes",
            "mistakes",
        ]);
        for round in first..=first + period {
            let neuron = &trail[round];
            table.push([
                round.to_string(),
                num(neuron.w[0], 2),
                num(neuron.b, 0),
                num(neuron.boundary(), 3),
                wrong[round].to_string(),
            ]);
        }
        lesson.table(&table);
    }
    lesson.say(
        "Two things are missing. The step says only yes or no, where an honest answer for a slice near the
         threshold would be \"an even bet\". And it gives no direction: a step is flat everywhere,
         so a small change of w changes nothing, or suddenly everything. The sigmoid has both.",
    );
    Ok(())
}
