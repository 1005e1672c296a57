//! Deep Q.

use super::reinforce::{Course, chart, courses, solved};
use lab14::balancing::agent::course;
use lab14::balancing::deepq::{BATCH, CARTS, CURIOUS, DeepQ, FOLLOW, MEMORY, RANDOM, Targets};
use lab14::{exercises, solutions};
use labkit::numerals::{count, num};
use labkit::{Lesson, Quantity, Result};

/// Steps of carts between two exams, and how many exams there are.
pub const PLAN: (usize, usize) = (2_000, 20);

/// Five seeds.
pub fn learned(lesson: &Lesson, memory: usize, marks: usize, targets: Targets) -> Vec<Course> {
    let plan = (PLAN.0, lesson.shortened(marks, 10));
    courses(lesson, "deep Q", move |seed| {
        let mut agent = DeepQ::new(memory, &mut nabla::rng(seed));
        agent.targets = targets;
        let mut learner = DeepQ::learner(plan.0 * plan.1 / CARTS);
        course(&mut agent, &mut learner, plan, seed)
    })
}

/// The section.
pub fn deep(lesson: &mut Lesson) -> Result<()> {
    let (yours, ours) = (exercises::double_q_targets, solutions::double_q_targets);
    let targets: Targets = lesson.answer("double_q_targets", yours, ours);
    lesson.say("[Q-learning](#q-learning) had a table: a number for each state and action. A cart has as many states as there are numbers, so a network takes the place of the table. Three things keep it from shaking itself apart:");
    lesson.say(format!("- a *memory*: the last {} steps are kept, and each step of learning draws {} of them at random. Neighbours in time are nearly the same, and would be learned together;\n- a *target network*: what is aimed at, r + γ·max Q(s′), comes from a copy that follows slowly, {} of the way at a time. Otherwise each step would move its own target;\n- *curiosity*: the share ε of random pushes falls from 1 to {} over {} steps.", count(MEMORY), BATCH, num(f64::from(FOLLOW), 2), RANDOM, count(CURIOUS)));
    let plays = BATCH as f64 / CARTS as f64;
    lesson.predict_number(
        &format!("{CARTS} carts play a step, then {} remembered steps are learned from, and so on. How often is a step learned from on average, before it is forgotten?", BATCH),
        Quantity::new(plays, 0).within(0.5).unit("times"),
        &format!("{} times: {} for every {CARTS}. An actor with its critic learns from each step once, and then throws it away, for its policy is another one by then. What an action is *worth* does not depend on who tried it: Q-learning may learn from old steps, and from those of others.", num(plays, 0), BATCH),
    );
    let all = learned(lesson, MEMORY, PLAN.1, targets);
    let [ever, last] = solved(&all);
    lesson.number("deep_ever", ever);
    lesson.number("deep_last", last);
    lesson.predict_number(
        &format!("Five seeds play {} steps each, a fifth of what the actor had. {ever} have an exam of 475 or more at some time. How many at the last one?", count(PLAN.0 * PLAN.1)),
        Quantity::new(last as f64, 0).within(0.0),
        &format!("{last}."),
    );
    let caption = "Deep Q: the mean of five seeds, and from the worst to the best.";
    lesson.chart("deep", caption, &chart(&[("deep Q", &all)], PLAN.0))?;
    lesson.say("It comes to good games from fewer steps, and does not stay there: the two actions differ by little in worth, and a small error turns the policy over. So one keeps the weights that played best. That is what `cargo run --release -p lab14 -- --network deepq` does, for longer, and examines them on 100 fresh games.");
    Ok(())
}
