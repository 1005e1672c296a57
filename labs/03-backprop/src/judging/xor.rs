//! The loop that trains the learner's engine.

use super::engine::{OURS, mul, walk_backward};
use crate::mistakes::engine as mistakes;
use crate::tape::Engine;
use crate::{exercises, solutions};
use labkit::judge::Exercise;
use std::sync::OnceLock;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// The learner's engine, of those parts that are right; ours stands in for the others, which is said once.
fn yours() -> &'static Engine {
    static YOURS: OnceLock<Engine> = OnceLock::new();
    YOURS.get_or_init(|| {
        let mut engine = Engine {
            mul: exercises::mul,
            walk: exercises::walk_backward,
        };
        let mut ours = Vec::new();
        if !is_right(mul()) {
            engine.mul = OURS.mul;
            ours.push("`mul`");
        }
        if !is_right(walk_backward()) {
            engine.walk = OURS.walk;
            ours.push("`walk_backward`");
        }
        if !ours.is_empty() {
            println!(
                "(with our {}: yours is not right yet)",
                ours.join(" and our ")
            );
        }
        engine
    })
}

/// Whether the learner's answer is right; one that does not come back soon is not.
fn is_right(exercise: Exercise) -> bool {
    let (sender, right) = mpsc::channel();
    // Nobody listens to one that is late.
    thread::spawn(move || sender.send(exercise.verdict_here().is_right()));
    right.recv_timeout(Duration::from_secs(2)) == Ok(true)
}

type Training = ([f64; 9], f64, usize);

fn trainings() -> [(Training, [f64; 9]); 4] {
    let weights = [0.5, -1.0, 0.25, 1.5, -0.75, 2.0, -0.5, -1.25, 0.1];
    [
        (
            (weights, 0.5, 1),
            [
                0.4903042936948913,
                -0.997153845648103,
                0.236747401860401,
                1.4806229026017865,
                -0.7419150457035201,
                2.002059478741901,
                -0.4834859686267996,
                -1.2489771316069809,
                0.07715363213642151,
            ],
        ),
        (
            (
                [1.5, -0.5, -0.25, 2.0, 0.75, 1.25, 0.5, -1.0, -0.75],
                2.0,
                3,
            ),
            [
                1.3978872348472164,
                -0.37622929968948543,
                -0.23602923877210374,
                2.0146318802473524,
                0.6989555508110024,
                1.1859357400282122,
                0.47122096657599155,
                -0.77256561530308,
                -0.5385340050703877,
            ],
        ),
        // Long enough to learn it.
        (
            ([2.0, 2.0, -1.0, 3.0, -1.5, -1.0, 2.0, 2.5, -1.0], 1.0, 300),
            [
                5.676920787239997,
                5.665780056994408,
                -2.3867476215401418,
                5.995869765091205,
                -4.122891793416837,
                -4.120529936489837,
                6.157552549384751,
                5.930241037907476,
                -8.6340824308984,
            ],
        ),
        ((weights, 0.5, 0), weights),
    ]
}

pub fn train_xor() -> Exercise {
    Exercise::new("train_xor", 20, "gradient descent on XOR, with an engine of your own")
        .hints([
            "What stands on a tape was made from the weights as they were. After a step they are others.",
            "For each step: an empty tape, the nine weights on it, the loss, the gradients. Which of the gradients are the \
             weights'?",
            "let mut tape = engine.tape(); let places = weights.map(|w| tape.number(w)); xor_loss(&mut tape, &places); let grads \
             = tape.gradients(); then weights[i] -= rate * grads[places[i]]",
        ])
        .probes(trainings())
        .property(
            "Where three steps end, two more begin: five steps in all.",
            |draws| (std::array::from_fn(|_| draws.number(-2.0..2.0)), draws.number(0.1..3.0), 5),
            |train, &(weights, rate, _)| {
                let three = train(&(weights, rate, 3));
                let five = (weights, rate, 5);
                (five, train(&five), train(&(three, rate, 2)))
            },
        )
        .tolerance(1e-8)
        .answer(|&(weights, rate, steps)| exercises::train_xor(yours(), weights, rate, steps))
        .solution(|&(weights, rate, steps)| solutions::train_xor(&OURS, weights, rate, steps))
        .mistake(
            "uphill",
            "You added the gradient. It points to where the loss grows: step against it.",
            |&(weights, rate, steps)| mistakes::train_xor_uphill(&OURS, weights, rate, steps),
        )
        .mistake(
            "one tape",
            "Every step takes the gradient of the first weights. What stands on a tape does not follow when a weight moves: \
             make a new tape for each step.",
            |&(weights, rate, steps)| mistakes::train_xor_on_one_tape(&OURS, weights, rate, steps),
        )
        .mistake(
            "from the start",
            "Every step begins at the first weights again. A step moves the weights that the step before has left.",
            |&(weights, rate, steps)| {
                mistakes::train_xor_from_the_start(&OURS, weights, rate, steps)
            },
        )
        .mistake(
            "not zeroed",
            "You added up the gradients of all steps. Each step takes the gradient of its own weights alone: the third of the \
             lesson's planted bugs.",
            |&(weights, rate, steps)| mistakes::train_xor_not_zeroed(&OURS, weights, rate, steps),
        )
        .mistake(
            "one at a time",
            "You moved each weight before the gradient of the next was taken. A step of gradient descent moves all of them, by \
             one gradient.",
            |&(weights, rate, steps)| mistakes::train_xor_one_at_a_time(&OURS, weights, rate, steps),
        )
        .mistake(
            "no rate",
            "You stepped by the whole gradient. A step is `rate` times as long.",
            |&training| mistakes::train_xor_with(&(None, 0), &OURS, training),
        )
        .variants(
            "another rate",
            "The direction is right and the length of a step is not. The loss on the tape is the mean over the four cases \
             already: a step is `rate` times its gradient.",
            [0.25, 0.5, 2.0, 4.0],
            |&factor, &training| mistakes::train_xor_with(&(Some(factor), 0), &OURS, training),
        )
        .variants(
            "miscounted",
            "One step too many, or one too few: `steps` steps, and none if `steps` is 0.",
            [1, -1],
            |&more, &training| mistakes::train_xor_with(&(Some(1.0), more), &OURS, training),
        )
        .variants(
            "once",
            "Your weights moved once, whatever `steps` says. Is the second step's gradient that of the second step's weights?",
            [false, true],
            |&even_of_none, &training| mistakes::train_xor_once(even_of_none, &OURS, training),
        )
        .why("Your engine has learned XOR, and it never heard of XOR, nor of a net. The loop is the one around every network: \
              forwards, backwards, a step.")
        .done()
}
