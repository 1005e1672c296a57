//! Cart and pole.

use lab14::balancing::agent::exam;
use lab14::balancing::cart::{LIMIT, State};
use lab14::{exercises, solutions};
use labkit::numerals::num;
use labkit::{Area, Lesson, Quantity, Result, Table, draw, ink};
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
    falls(lesson, step)?;
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
    let mut table =
        Table::new(["push", "steps, of 500"]).row(["as a coin says".to_string(), num(random, 1)]);
    for ((words, _), mean) in RULES.iter().zip(means) {
        table.push([words.to_string(), num(mean, 1)]);
    }
    lesson.table(&table.caption("How long games last: the mean of 1,000 of them."));
    lesson.say("So it can be done by four numbers, multiplied and added up, and their sign. Whoever has understood the cart finds them. The rest is about a network that has never heard of carts, and is told 1 for each step and nothing else.");
    Ok(())
}

/// One game in pictures.
fn falls(lesson: &mut Lesson, step: Step) -> Result<()> {
    let mut states = vec![[0.0, 0.0, 0.02, 0.0]];
    while states.len() <= 45 {
        let now = states[states.len() - 1];
        states.push(step(now, RULES[1].1(&now)));
    }
    let shown: Vec<(usize, State)> = [0, 15, 30, 45].map(|t| (t, states[t])).to_vec();
    lesson.figure(
        "cart",
        "A game of the rule that pushes to where the pole leans, at four moments.",
        (720, 170),
        |area| {
            shown.iter().enumerate().try_for_each(|(i, (t, state))| {
                draw_cart(area, 90 + 180 * i as i32, state)?;
                draw::text(
                    area,
                    &format!("step {t}"),
                    (90 + 180 * i as i32, 156),
                    14,
                    ink::INK,
                )
            })
        },
    )
}

/// The track, the cart and its pole, in a field around `middle`.
fn draw_cart(area: &Area<'_>, middle: i32, [place, _, angle, _]: &State) -> Result<()> {
    let (at, floor) = (middle + (30.0 * place) as i32, 128);
    let tip = [angle.sin(), -angle.cos()].map(|x| (85.0 * x) as i32);
    draw::line(
        area,
        &[(middle - 72, floor), (middle + 72, floor)],
        ink::INK,
        1,
    )?;
    draw::block(area, (at - 18, floor - 20), (36, 20), ink::BLUE)?;
    draw::line(
        area,
        &[(at, floor - 20), (at + tip[0], floor - 20 + tip[1])],
        ink::ORANGE,
        5,
    )
}
