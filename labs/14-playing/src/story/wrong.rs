//! What goes wrong.

use super::baseline::{mean_of, slopes};
use super::deep::{self, PLAN};
use super::reinforce::{chart, courses};
use lab14::balancing::agent::course;
use lab14::balancing::cart::{State, TILT};
use lab14::balancing::critic::{ActorCritic, CARTS, STEPS};
use lab14::balancing::deepq::MEMORY;
use lab14::solutions::double_q_targets;
use labkit::numerals::num;
use labkit::statistics::mean;
use labkit::{Chart, Lesson, Quantity, Result, Table};

/// The section.
pub fn wrong(lesson: &mut Lesson) -> Result<()> {
    noise(lesson)?;
    cheated(lesson);
    forgetting(lesson)
}

/// Each estimate of the slope as a dot: along the true slope, and across.
fn noise(lesson: &mut Lesson) -> Result<()> {
    lesson.say("**Noise.** A policy half-way again. Each dot is its slope, estimated from one game: how far it goes along the mean of all estimates (1 would be just right), and how far in one direction across (0 would be).");
    let estimates = slopes(lesson, 1, lesson.shortened(200, 10));
    let along = mean_of(&estimates[1]);
    let dot = |a: &[f64], b: &[f64]| -> f64 { a.iter().zip(b).map(|(a, b)| a * b).sum() };
    let turned: Vec<f64> = along.iter().rev().copied().collect();
    let share = dot(&turned, &along) / dot(&along, &along); // without it they stand at right angles
    let across: Vec<f64> = turned
        .iter()
        .zip(&along)
        .map(|(t, a)| t - share * a)
        .collect();
    let place = |slope: &Vec<f64>| [&along, &across].map(|d| dot(slope, d) / dot(d, d));
    let dots = estimates.map(|slopes| slopes.iter().map(place).collect::<Vec<_>>());
    let against = dots.each_ref().map(|dots| {
        let wrong = dots.iter().filter(|[x, _]| *x < 0.0).count();
        wrong as f64 / dots.len() as f64
    });
    lesson.number("noise_plain", against[0]);
    lesson.number("noise_with", against[1]);
    lesson.predict_number(
        "Without a baseline: of how many single games does the slope point backwards, away from where the mean goes?",
        Quantity::percent(against[0], 0).within(0.1),
        &format!("{} %; with a baseline {} %. A step by one game is nearly a coin's.", num(100.0 * against[0], 0), num(100.0 * against[1], 0)),
    );
    let [plain, with] = dots.map(|dots| dots.into_iter().map(|[x, y]| (x, y)));
    let chart = Chart::new("along the mean slope", "across it")
        .points("without a baseline", plain)
        .points("with it", with);
    let caption = "Slopes of a policy, each estimated from one game.";
    lesson.chart("noise", caption, &chart)
}

/// A reward for an upright pole, which is best had by falling at once.
fn cheated(lesson: &mut Lesson) {
    lesson.say("**A reward that is cheated on.** Somebody wants the pole not only to stand but to stand upright, and pays for that: each step costs as much as the pole leans, from 0 when upright to 1 at 12°. An actor with its critic learns by this reward alone.");
    let plan = (10_000, lesson.shortened(8, 4));
    let turns = plan.0 * plan.1 / (CARTS * STEPS);
    let by = |reward: fn(&State) -> f64| {
        let all = courses(lesson, "another reward", move |seed| {
            let mut agent = ActorCritic::new(&mut nabla::rng(seed));
            agent.reward = reward;
            course(&mut agent, &mut ActorCritic::learner(turns), plan, seed)
        });
        mean(all.iter().map(|course| course[course.len() - 1]))
    };
    let fee = by(|[_, _, angle, _]| -angle.abs() / TILT);
    let wage = by(|[_, _, angle, _]| 1.0 - angle.abs() / TILT);
    lesson.number("cheat_fee", fee);
    lesson.number("cheat_wage", wage);
    lesson.predict_number(
        "How long do its games last in the end, the mean of five seeds? A coin's last 22 steps.",
        Quantity::new(fee, 0).within(3.0).unit("steps"),
        &format!("{} steps: it throws the pole down as fast as it can. Every step costs something, and a game that is over costs nothing more. It has done what it was paid for.", num(fee, 1)),
    );
    let mut table = Table::new(["reward of a step", "steps of a game"]);
    table.push(["−lean".to_string(), num(fee, 1)]);
    table.push(["1 − lean".to_string(), num(wage, 1)]);
    let caption = "Two rewards that both prefer an upright pole: means of five seeds at the end.";
    lesson.table(&table.caption(caption));
}

/// A memory of a few steps.
fn forgetting(lesson: &mut Lesson) -> Result<()> {
    lesson.say("**Forgetting.** Deep Q once more, half as long, with all as before but for its memory, which holds no more than the last step of each cart.");
    let usual = deep::learned(lesson, MEMORY, PLAN.1 / 2, double_q_targets);
    let short = deep::learned(lesson, 8, PLAN.1 / 2, double_q_targets);
    let late = |course: &Vec<f64>| mean(course[course.len() / 2..].iter().copied());
    let half = |all: &[Vec<f64>]| mean(all.iter().map(late));
    let means = [half(&usual), half(&short)];
    lesson.number("forget_usual", means[0]);
    lesson.number("forget_short", means[1]);
    lesson.predict_number(
        &format!("In the second half of the training the exams of five seeds have a mean of {} steps with the whole memory. With the short one?", num(means[0], 0)),
        Quantity::new(means[1], 0).within(30.0).unit("steps"),
        &format!("{} steps. While the pole stands, all that it remembers is a standing pole. What it once knew about falling it unlearns, until it falls; and then it knows nothing of standing. Eight carts in eight moments are still a small memory; one cart would have none.", num(means[1], 0)),
    );
    let caption = "Deep Q with its memory and with a short one: means of five seeds, from the worst to the best.";
    let bands = [("a memory of 20,000 steps", &usual[..]), ("of 8", &short)];
    lesson.chart("forgetting", caption, &chart(&bands, PLAN.0))
}
