//! Actor and critic.

use super::reinforce::{Course, chart, courses, solved};
use lab14::balancing::agent::course;
use lab14::balancing::cart::End;
use lab14::balancing::critic::{ActorCritic, Advantages, CARTS, LAMBDA, STEPS};
use lab14::balancing::reinforce::DISCOUNT;
use lab14::{exercises, solutions};
use labkit::numerals::{count, num};
use labkit::{Lesson, Quantity, Result};

/// Steps of carts between two exams, and how many exams there are.
pub const PLAN: (usize, usize) = (10_000, 20);

/// Five seeds.
pub fn learned(lesson: &Lesson, advantages: Advantages) -> Vec<Course> {
    let plan = (PLAN.0, lesson.shortened(PLAN.1, 10));
    courses(lesson, "actor and critic", move |seed| {
        let mut agent = ActorCritic::new(&mut nabla::rng(seed));
        agent.advantages = advantages;
        course(
            &mut agent,
            &mut ActorCritic::learner(plan.0 * plan.1 / (CARTS * STEPS)),
            plan,
            seed,
        )
    })
}

/// The section.
pub fn critic(lesson: &mut Lesson) -> Result<()> {
    let advantages: Advantages =
        lesson.answer("advantages", exercises::advantages, solutions::advantages);
    lesson.say("REINFORCE waits for the end of a game, and then blames every push for all that came. But a network that forecasts can do more than be compared with. One step later it forecasts again, and knows more: the error δ = r + γ·V(s′) − V(s) says at once whether the push was better than expected. The network that acts is the *actor*, the one that forecasts the *critic*.");
    ends(lesson, advantages);
    lesson.say(format!("{CARTS} carts play side by side, {STEPS} steps each; then both networks learn from these {} steps, with advantages that add up the errors to come, each worth γλ of the one before it (λ = 0.95). No game has to end for that.", CARTS * STEPS));
    let all = learned(lesson, advantages);
    let [ever, last] = solved(&all);
    lesson.number("critic_ever", ever);
    lesson.number("critic_last", last);
    lesson.predict_number(
        &format!("Five seeds play {} steps each. How many play 475 steps or more at their last exam?", count(PLAN.0 * PLAN.1)),
        Quantity::new(last as f64, 0).within(0.0),
        &format!("{last} of five; {ever} had it at some time. On the way they rise and fall, for both networks learn from each other's mistakes. It calms down as the learning rate falls."),
    );
    let caption = "Actor and critic: the mean of five seeds, and from the worst to the best.";
    let bands = [("actor and critic", &all[..])];
    lesson.chart("critic", caption, &chart(&bands, PLAN.0))?;
    lesson.say("`cargo run --release -p lab14 -- --network critic` trains five seeds for longer and examines them on 100 fresh games.");
    Ok(())
}

/// The last of three steps, and how it ends.
fn ends(lesson: &mut Lesson, advantages: Advantages) {
    let last = |end| {
        let ends = [End::Not, End::Not, end];
        let made = advantages(&[1.0; 3], &[60.0; 3], &[60.0; 3], &ends, DISCOUNT, LAMBDA);
        num(made[2], 1)
    };
    let (fell, late) = (last(End::Fell), last(End::Late));
    lesson.predict_choice(
        "A pole stands firmly, and the critic forecasts 60. Then a game is over because 500 steps are done. What is the forecast of the state after that, in the error of the last step?",
        &["0: nothing comes any more", "60: the pole still stands"],
        1,
        &format!("60. The network does not see the clock. With 0 the last push would be blamed for the time: an error of {fell} in the place of {late}. Where the pole *falls*, 0 is right."),
    );
}
