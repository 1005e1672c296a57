//! REINFORCE.

use lab14::balancing::agent::course;
use lab14::balancing::long::SOLVED;
use lab14::balancing::reinforce::{GAMES, Reinforce};
use labkit::numerals::count;
use labkit::statistics::mean;
use labkit::{Chart, Lesson, Quantity, Result};
use std::panic::resume_unwind;
use std::thread;

/// Steps of carts between two exams, and how many exams there are.
pub const PLAN: (usize, usize) = (3_000, 20);

/// How one seed gets on: its exams, in order.
pub type Course = Vec<f64>;

/// Five seeds, each on a thread of its own.
pub fn courses(lesson: &Lesson, what: &str, learn: impl Fn(u64) -> Course + Sync) -> Vec<Course> {
    let seeds = lesson.seeds(5, 2);
    let (mut bar, learn) = (lesson.progress(what, seeds.len()), &learn);
    thread::scope(|scope| {
        let start = |&seed: &u64| scope.spawn(move || learn(seed));
        let runs: Vec<_> = seeds.iter().map(start).collect();
        let ended = runs.into_iter().map(|run| {
            bar.tick();
            run.join().unwrap_or_else(|panic| resume_unwind(panic))
        });
        ended.collect()
    })
}

/// The places of a band: the mean of the seeds, the worst and the best.
fn band(courses: &[Course], every: usize) -> impl Iterator<Item = (f64, f64, f64, f64)> {
    (0..courses[0].len()).map(move |mark| {
        let here = || courses.iter().map(|course| course[mark]);
        let low = here().fold(f64::INFINITY, f64::min);
        let played = ((mark + 1) * every) as f64;
        (played, mean(here()), low, here().fold(0.0, f64::max))
    })
}

/// How many have solved it at some exam, and how many at the last.
pub fn solved(courses: &[Course]) -> [usize; 2] {
    let count = |solved: fn(&Course) -> bool| courses.iter().filter(|&c| solved(c)).count();
    let last = |course: &Course| course.last().is_some_and(|&mean| mean >= SOLVED);
    [
        count(|course| course.iter().any(|&mean| mean >= SOLVED)),
        count(last),
    ]
}

/// Exams of five seeds as bands.
pub fn chart(bands: &[(&str, &[Course])], every: usize) -> Chart {
    let chart = Chart::new("steps played", "steps of a game").y_range(0.0..500.0);
    bands.iter().fold(chart, |chart, (name, courses)| {
        chart.band(*name, band(courses, every))
    })
}

/// REINFORCE, with a baseline or without.
pub fn learned(lesson: &Lesson, with_baseline: bool) -> Vec<Course> {
    let plan = (PLAN.0, lesson.shortened(PLAN.1, 10));
    courses(lesson, "REINFORCE", move |seed| {
        let mut agent = Reinforce::new(with_baseline, &mut nabla::rng(seed));
        course(&mut agent, &mut Reinforce::learner(), plan, seed)
    })
}

/// The section.
pub fn reinforce(lesson: &mut Lesson) -> Result<()> {
    lesson.say(format!("Play {GAMES} games with a network that gives the probability of each push. Then make every push that was done likelier, by as much as came after it: Σ Gₜ · ∇ ln π(aₜ|sₜ), where the return Gₜ adds up the rewards from step t on. That is REINFORCE (Williams, 1992): [the policy gradient](#the-policy-gradient) with a network in the place of a few numbers."));
    lesson.say("Nobody says which push was right. In a long game all are made likelier, the bad ones too, in a short one all of them a little. Only in the mean over many games does the good outweigh the bad. An exam of 20 games after every 3,000 steps takes the likelier push each time.");
    let all = learned(lesson, false);
    let [ever, last] = solved(&all);
    lesson.number("reinforce_ever", ever);
    lesson.number("reinforce_last", last);
    lesson.predict_number(
        &format!("Five seeds play {} steps each; {ever} of them have an exam of 475 steps or more on the way. How many still do at their last exam?", count(PLAN.0 * PLAN.1)),
        Quantity::new(last as f64, 0).within(0.0),
        &format!("{last}. What was learned is not kept: a few unlucky batches of games, and the policy is another."),
    );
    let caption = "REINFORCE: the mean of five seeds, and from the worst to the best.";
    lesson.chart("reinforce", caption, &chart(&[("REINFORCE", &all)], PLAN.0))?;
    lesson.say("It works, and one must not look at one curve only. Where the band is wide, a single seed would have told a story, and another seed another one.");
    Ok(())
}
