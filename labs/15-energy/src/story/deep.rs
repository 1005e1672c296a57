//! Too many layers.

use super::papers::LIBRARY;
use lab15::graphs::graph::spread;
use lab15::graphs::library::library;
use lab15::graphs::training::{Outcome, Run, train};
use lab15::graphs::{Cure, Recipe, Task};
use labkit::numerals::{num, percent, scientific};
use labkit::{Chart, Lesson, Quantity, Result, Table};
use nabla::{Tape, Tensor};

const DEPTHS: [usize; 5] = [2, 4, 8, 16, 32];
const CURES: [(Cure, &str); 3] = [
    (Cure::None, "plain"),
    (Cure::Residual, "residual"),
    (Cure::Initial, "the beginning mixed in"),
];
/// Steps of each training: as many layers take as many times as long.
const STEPS: usize = 100;
/// Rounds after which the vectors are looked at.
const ROUNDS: [usize; 6] = [0, 1, 2, 8, 32, 128];

/// The section.
pub fn deep(lesson: &mut Lesson) -> Result<()> {
    let task = Task::papers(&library(LIBRARY));
    lesson.say("Two layers see two links far. In pictures depth was the cure for nearly everything. Here each layer is also a mean, and a mean of means is more alike than what it was made of.");
    rounds(lesson, &task);
    let outcomes = trained(lesson, &task);
    let [two, deepest] = [0, DEPTHS.len() - 1].map(|k| outcomes[0][k].right);
    lesson.number("deep_two", two);
    lesson.number("deep_plain", deepest);
    lesson.predict_number(
        &format!(
            "With two layers {} of the papers are right. With {}, after as many steps?",
            percent(two),
            DEPTHS[DEPTHS.len() - 1]
        ),
        Quantity::percent(deepest, 0).within(0.1),
        &format!(
            "{}; a guess has {}.",
            percent(deepest),
            percent(1.0 / task.classes as f64)
        ),
    );
    let [residual, initial] = [1, 2].map(|cure: usize| outcomes[cure][DEPTHS.len() - 1].right);
    lesson.number("deep_residual", residual);
    lesson.number("deep_initial", initial);
    lesson.predict_choice(
        "Two cures. *Residual*: what comes into a layer is added to what leaves it, as in chapter 11. *The beginning mixed in* (Chen and others, 2020): each layer's mean gets a tenth of the first layer's vectors, and its weights fade into the unit matrix. Which helps more at the greatest depth?",
        &["residual", "the beginning mixed in"],
        usize::from(initial > residual),
        &format!("Residual gets {}, the beginning mixed in {}.", percent(residual), percent(initial)),
    );
    fresh(lesson, &task);
    let mut table = Table::new(["layers", "plain", "residual", "the beginning mixed in"]);
    for (k, layers) in DEPTHS.iter().enumerate() {
        let cells = outcomes.iter().map(|of| percent(of[k].right));
        table.push(std::iter::once(layers.to_string()).chain(cells));
    }
    lesson.table(&table.caption(format!("Papers that are right, after {STEPS} steps.")));
    let mut chart = Chart::new("layers", "right, %").log_x().y_range(0.0..100.0);
    for ((_, name), of) in CURES.iter().zip(&outcomes) {
        let right = of.iter().map(|outcome| 100.0 * outcome.right);
        chart = chart.line(
            *name,
            DEPTHS.map(|layers| layers as f64).into_iter().zip(right),
        );
    }
    lesson.chart("depth", "Depth without a cure, and with two.", &chart)?;
    let all = outcomes.iter().flatten().map(|outcome| outcome.right);
    let best = all.fold(0.0, f64::max);
    lesson.say(format!("No depth that we tried does better than {}, and two layers have {}. What a paper is about can be heard two links away. Depth pays where the answer lies far away, and there the number of nodes within reach grows faster than a vector of sixteen numbers can hold.", percent(best), percent(two)));
    Ok(())
}

/// Nothing but rounds.
fn rounds(lesson: &mut Lesson, task: &Task) {
    let Some(graph) = &task.graph else { return };
    let mut x = task.inputs.clone();
    let mut table = Table::new(["rounds", "spread"]);
    let mut last = 1.0;
    for round in 0..=ROUNDS[ROUNDS.len() - 1] {
        if ROUNDS.contains(&round) {
            last = spread(x.data(), x.dims()[1]);
            table.push([round.to_string(), num(last, 3)]);
        }
        x = once(graph, &x);
    }
    lesson.number("deep_spread", last);
    lesson.table(&table.caption("No weights, no training: the words of all papers sent round. Spread is 1 less the cosine between two papers, the mean of all pairs."));
    lesson.say("This is *over-smoothing* (Li, Han and Wu, 2018): all vectors turn into the one direction that the matrix keeps, √d times a constant. Once they point the same way no last layer can tell them apart.");
}

/// What networks of the greatest depth do before they have learned anything.
fn fresh(lesson: &mut Lesson, task: &Task) {
    let layers = DEPTHS[DEPTHS.len() - 1];
    let mut table = Table::new(["fresh weights", "length, last over first", "spread"]);
    let square = |&x: &f32| f64::from(x).powi(2);
    let length = |x: &Tensor| x.data().iter().map(square).sum::<f64>().sqrt();
    for (cure, name) in CURES {
        let last = |layers| {
            let recipe = Recipe {
                layers,
                cure,
                ..Recipe::PAPERS
            };
            let [_, vectors] = Run::new(task, &recipe, lesson.flags().seed).look(task);
            vectors
        };
        // With two layers the last vectors are the first.
        let [first, last] = [2, layers].map(last);
        let wide = spread(last.data(), last.dims()[1]);
        table.push([
            name.to_string(),
            scientific(length(&last) / length(&first), 1),
            scientific(wide, 1),
        ]);
    }
    lesson.table(&table.caption(format!(
        "{layers} layers before the first step of training."
    )));
    lesson.say("Plain vectors die away, and are alike besides. Residual ones are added to in each layer, and what is added is smooth: they grow beyond measure, and are alike as well. A tenth of the *beginning* in each layer can neither be averaged away nor pile up.");
}

fn once(graph: &nabla::Sparse, x: &Tensor) -> Tensor {
    let tape = Tape::new();
    tape.constant(x.clone()).sparse_matmul(graph).value()
}

/// A row for each cure, an outcome for each depth.
fn trained(lesson: &mut Lesson, task: &Task) -> Vec<Vec<Outcome>> {
    let steps = lesson.shortened(STEPS, 20);
    let all = CURES.len() * DEPTHS.len() * steps;
    let mut bar = lesson.progress("fifteen networks", all);
    let seed = lesson.flags().seed;
    let of = |cure, layers, bar: &mut labkit::Progress| {
        let recipe = Recipe {
            layers,
            steps,
            cure,
            ..Recipe::PAPERS
        };
        train(task, &recipe, seed, |loss| bar.step(loss, None))
    };
    let outcomes = CURES.map(|(cure, _)| DEPTHS.map(|layers| of(cure, layers, &mut bar)).to_vec());
    bar.done();
    outcomes.to_vec()
}
