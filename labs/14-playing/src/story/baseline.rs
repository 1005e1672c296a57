//! A baseline.

use super::reinforce::{PLAN, chart, learned, solved};
use lab14::balancing::agent::course;
use lab14::balancing::reinforce::{GAMES, Reinforce};
use labkit::numerals::num;
use labkit::statistics::{mean, standard_deviation};
use labkit::{Lesson, Quantity, Result};

/// The section.
pub fn baseline(lesson: &mut Lesson) -> Result<()> {
    lesson.say("All returns are positive, so every push is made likelier; only how much differs. Better: compare with what was to be expected. A second network learns to forecast the return of a state, V(s), and a push is made likelier if more came of it than that, less likely if less. The mean of the slope stays the same, since a number that does not depend on the action changes nothing in the mean. What changes is how far the estimates scatter.");
    let [plain, with] =
        slopes(lesson, GAMES, lesson.shortened(60, 6)).map(|slopes| scatter(&slopes));
    let ratio = lesson.number("baseline_ratio", plain / with);
    lesson.predict_number(
        &format!("A policy half-way. Its slope is estimated from {GAMES} games, again and again from other games, without a baseline and from the same games with one. By which factor does the baseline divide the variance?"),
        Quantity::new(ratio, 1).factor(1.5),
        &format!("By {}. Who wants the same accuracy without a baseline has to play {} times as many games.", num(ratio, 1), num(ratio, 1)),
    );
    let (before, after) = (learned(lesson, false), learned(lesson, true));
    let [ever, last] = solved(&after);
    lesson.number("baseline_ever", ever);
    lesson.number("baseline_last", last);
    let caption = "REINFORCE without a baseline and with one: means of five seeds, from the worst to the best.";
    let bands = [("without a baseline", &before[..]), ("with it", &after)];
    lesson.chart("baseline", caption, &chart(&bands, PLAN.0))?;
    lesson.say(format!("At their last exam {last} of five seeds play 475 steps or more. The curves say less than the variance does: five seeds with a baseline and five without lie in one band. Late on both fall back, for a reason that a baseline cannot help: after 500 steps the clock cuts the returns off, and neither network sees a clock. The next section puts that right."));
    Ok(())
}

/// A policy half-way, and so many slopes of it, each from `games` fresh games: without its baseline, and from the same games with it.
pub fn slopes(lesson: &Lesson, games: usize, count: usize) -> [Vec<Vec<f64>>; 2] {
    let mut rng = lesson.rng();
    let mut agent = Reinforce::new(true, &mut rng);
    course(&mut agent, &mut Reinforce::learner(), (6_000, 1), 1);
    let games: Vec<_> = (0..count).map(|_| agent.play(games, &mut rng)).collect();
    [false, true].map(|with| games.iter().map(|games| agent.slope(games, with)).collect())
}

/// The mean of slopes, weight by weight.
pub fn mean_of(slopes: &[Vec<f64>]) -> Vec<f64> {
    let of = |i: usize| mean(slopes.iter().map(|slope| slope[i]));
    (0..slopes[0].len()).map(of).collect()
}

/// The variance of all weights' slopes, added up.
fn scatter(slopes: &[Vec<f64>]) -> f64 {
    let of = |i: usize| standard_deviation(slopes.iter().map(|slope| slope[i])).powi(2);
    (0..slopes[0].len()).map(of).sum()
}
