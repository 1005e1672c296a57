//! Cart and pole.

use lab14::balancing::agent::exam;
use lab14::balancing::cart::{LIMIT, State, fell};
use lab14::{exercises, solutions};
use labkit::numerals::num;
use labkit::{Lesson, Quantity, Result, Table};
use rand::RngExt;

type Step = fn(State, bool) -> State;
type Rule = fn(&State) -> bool;

/// Rules that somebody may think of, from the least clever to the one that does it.
const RULES: [(&str, Rule); 4] = [
    ("always to the right", |_| true),
    ("to where the pole leans", |[_, _, angle, _]| *angle > 0.0),
    ("to where it will lean", |[_, _, angle, spin]| {
        angle + 0.2 * spin > 0.0
    }),
    (
        "the same, and back to the middle",
        |[place, speed, angle, spin]| angle + 0.2 * spin + 0.02 * place + 0.05 * speed > 0.0,
    ),
];

/// The section.
pub fn cart(lesson: &mut Lesson) -> Result<()> {
    let step: Step = lesson.answer("cart_step", exercises::cart_step, solutions::cart_step);
    lesson.say(format!("A cart on a track carries a pole on a hinge. Fifty times a second it is pushed to the left or to the right; not to push is not allowed. Each step is worth 1. The game is lost when the pole leans more than 12° or the cart is 2.4 m from the middle, and it ends after {LIMIT} steps. Barto, Sutton and Anderson (1983) made it a problem for networks; since then everybody tries it first."));
    let mut rng = lesson.rng();
    let random = lesson.number(
        "cart_random",
        exam(1000, 1, |states| {
            states.iter().map(|_| rng.random()).collect()
        }),
    );
    lesson.predict_number(
        &format!("Without any push it would stand for about a second, 50 steps. How long does a game last, of {LIMIT} steps at most, if each push is drawn by a coin?"),
        Quantity::new(random, 0).within(5.0).unit("steps"),
        &format!("{} steps on average: less than half a second.", num(random, 0)),
    );
    let means = RULES.map(|(_, rule)| exam(1000, 1, |states| states.iter().map(rule).collect()));
    lesson.number("cart_lean", means[1]);
    lesson.number("cart_spin", means[2]);
    lesson.predict_choice(
        "A rule looks at the pole and pushes the cart to where the pole leans, to get under it. What becomes of that?",
        &["it balances to the end", "it helps a little, and falls", "it is no better than a coin"],
        1,
        &format!("{} steps. When the pole stands upright again it is fast, and the rule sees no speed: each swing is larger than the one before.", num(means[1], 0)),
    );
    falls(lesson, step);
    let mut table =
        Table::new(["push", "steps, of 500"]).row(["as a coin says".to_string(), num(random, 1)]);
    for ((words, _), mean) in RULES.iter().zip(means) {
        table.push([words.to_string(), num(mean, 1)]);
    }
    lesson.table(&table.caption("How long games last: the mean of 1,000 of them."));
    lesson.say("So it can be done by four numbers, multiplied and added up, and their sign. Whoever has understood the cart finds them. The rest is about a network that has never heard of carts, and is told 1 for each step and nothing else.");
    Ok(())
}

/// One game in numbers.
fn falls(lesson: &mut Lesson, step: Step) {
    let mut table = Table::new(["step", "place, m", "speed, m/s", "angle, °", "spin, °/s"]);
    let mut state: State = [0.0, 0.0, 0.02, 0.0];
    for t in 0.. {
        let [place, speed, angle, spin] = state;
        if t % 10 == 0 || fell(&state) {
            let cells = [place, speed, angle.to_degrees(), spin.to_degrees()].map(|x| num(x, 2));
            table.push([t.to_string()].into_iter().chain(cells));
        }
        if fell(&state) || t == LIMIT {
            break;
        }
        state = step(state, RULES[1].1(&state));
    }
    lesson.table(&table.caption("A game of the rule that pushes to where the pole leans."));
}
