//! The karate club.

use super::messages::{Normalise, pairs};
use crate::figures::club;
use lab15::graphs::graph::sparse;
use lab15::graphs::training::{Run, guesses};
use lab15::graphs::{Graph, Recipe, Task};
use lab15::{exercises, solutions};
use labkit::numerals::{list, num};
use labkit::{Lesson, Quantity, Result, Table};

/// The instructor and the administrator.
const LABELLED: [usize; 2] = [0, 33];

/// The section.
pub fn karate(lesson: &mut Lesson) -> Result<()> {
    let normalise: Normalise = lesson.answer(
        "normalised_adjacency",
        exercises::normalised_adjacency,
        solutions::normalised_adjacency,
    );
    let graph = Graph::karate();
    lesson.say(format!("In the early seventies Wayne Zachary watched a karate club of {} members, and wrote down who met whom outside the lessons: {} pairs. Then the instructor (member 0) wanted more money, the administrator (member 33) did not, and the club fell apart. The network is told where these two stand, and nothing of the others but their friends: an input is a name, a row of the unit matrix.", graph.nodes, graph.links.len()));
    let heard = sparse(&normalise(graph.nodes, &pairs(&graph)));
    let task = Task::karate(Some(heard), &LABELLED);
    let steps = lesson.shortened(Recipe::KARATE.steps, 10);
    let recipe = Recipe {
        steps,
        ..Recipe::KARATE
    };
    let mut runs = Vec::new();
    let mut rights = Vec::new();
    let mut bar = lesson.progress("five networks on the club", 5 * steps);
    for seed in lesson.seeds(5, 1) {
        let mut run = Run::new(&task, &recipe, seed);
        for _ in 0..steps {
            bar.step(run.step(&task), None);
        }
        rights.push(members(&task, &run));
        runs.push(run);
    }
    bar.done();
    let right = lesson.number("karate_right", rights[0]);
    lesson.predict_number(
        &format!("Two layers, {} numbers between them, two labels. How many of the {} members does the network put on the side to which they went?", recipe.hidden, graph.nodes),
        Quantity::new(right as f64, 0).within(1.0),
        &format!("{right}; other first weights: {}.", list(rights[1..].iter().map(|&n| n as f64), 0)),
    );
    let [logits, _] = runs[0].look(&task);
    let chances: Vec<f64> = logits
        .data()
        .chunks(2)
        .map(|l| 1.0 / (1.0 + f64::from(l[0] - l[1]).exp()))
        .collect();
    club::club(lesson, &graph, &task.kinds, &chances)?;
    wrong(lesson, &task, &guesses(&logits), &chances);
    deaf(lesson, &recipe, right);
    Ok(())
}

fn members(task: &Task, run: &Run) -> usize {
    let [logits, _] = run.look(task);
    (task.right(&logits, &task.test) * task.test.len() as f64).round() as usize
}

/// Who was put on the other side, and what friends he has.
fn wrong(lesson: &mut Lesson, task: &Task, guesses: &[u8], chances: &[f64]) {
    let near = Graph::karate().neighbours();
    let mut table = Table::new([
        "member",
        "p(administrator)",
        "friends on the instructor's side",
        "on the other",
    ]);
    for member in (0..guesses.len()).filter(|&i| guesses[i] != task.kinds[i]) {
        let side = |of: u8| {
            near[member]
                .iter()
                .filter(|&&j| task.kinds[j] == of)
                .count()
        };
        table.push([
            member.to_string(),
            num(chances[member], 2),
            side(0).to_string(),
            side(1).to_string(),
        ]);
    }
    lesson.table(&table.caption("Members on the wrong side."));
    lesson.say("Member 8 had most of his friends with the administrator, and would have gone with them. But he was three weeks from his test for the black belt, and only the instructor could give it to him, Zachary writes. That is not in the graph.");
}

/// The same network without a link.
fn deaf(lesson: &mut Lesson, recipe: &Recipe, hearing: usize) {
    let task = Task::karate(None, &LABELLED);
    let seeds = lesson.seeds(5, 1);
    let rights = seeds.iter().map(|&seed| {
        let mut run = Run::new(&task, recipe, seed);
        (0..recipe.steps).for_each(|_| {
            run.step(&task);
        });
        members(&task, &run) as f64
    });
    let mean = lesson.number("karate_deaf", rights.sum::<f64>() / seeds.len() as f64);
    lesson.predict_number(
        &format!("The same network without links, each member for himself. How many of 34 are right, on the average of {} first weights?", seeds.len()),
        Quantity::new(mean, 0).within(3.0),
        &format!("{}; a coin would have 17, and the two labels for nothing. A name says nothing of other names. All that lifted the network to {hearing} is in who met whom.", num(mean, 0)),
    );
}
