//! Dropout: who stays, how loud, and in which dialect.

use crate::{exercises, mistakes, solutions};
use labkit::judge::Exercise;

pub fn dropout() -> Exercise {
    Exercise::new("dropout", 15, "what a layer becomes in training")
        .hints([
            "Take one number, 3, and a rate of 0.25. With which probability does it stay? What has to stand in its place then, so that the mean over all draws is 3?",
            "It stays with probability 1 − rate. p·(3·f) + (1 − p)·0 = 3 gives the factor f.",
            "0 where `draw < rate`, otherwise `x / (1.0 - rate)`.",
        ])
        .probes([
            (
                (vec![1.5, -2.0, 0.5, 3.0, -0.25], vec![0.9, 0.1, 0.6, 0.25, 0.2], 0.25),
                vec![2.0, 0.0, 0.666_666_666_666_666_6, 4.0, 0.0],
            ),
            (
                (vec![2.0, 4.0, -1.0, 0.75], vec![0.35, 0.85, 0.79, 0.81], 0.8),
                vec![0.0, 20.000_000_000_000_004, 0.0, 3.750_000_000_000_001],
            ),
            (
                (vec![1.0, -3.5, 2.25], vec![0.0, 0.5, 0.99], 0.0),
                vec![1.0, -3.5, 2.25],
            ),
        ])
        .answer(|(x, draws, rate)| exercises::dropout(x, draws, *rate))
        .solution(|(x, draws, rate)| solutions::dropout(x, draws, *rate))
        .mistake(
            "keep-probability",
            "You kept the fraction `rate` and dropped the rest. That is what TensorFlow 1 meant by its argument; here the rate is what is *dropped*.",
            |(x, draws, rate)| mistakes::dropout_keeping_the_rate(x, draws, *rate),
        )
        .mistake(
            "not made up for",
            "The right numbers are dropped, and nothing makes up for them: a sum over the layer is smaller in training than in use.",
            |(x, draws, rate)| mistakes::dropout_not_made_up(x, draws, *rate),
        )
        .mistake(
            "over the rate",
            "You divided by the rate. Divide by the probability to *stay*, 1 − rate: only then is the expected value x.",
            |(x, draws, rate)| mistakes::dropout_over_the_rate(x, draws, *rate),
        )
        .mistake(
            "quieter",
            "You multiplied by 1 − rate. What stays has to become louder, not quieter, because others are missing.",
            |(x, draws, rate)| mistakes::dropout_quieter(x, draws, *rate),
        )
        .mistake(
            "by the count",
            "You made up for the fraction that happened to be dropped this time. The factor must not depend on the draws: 1/(1 − rate).",
            |(x, draws, rate)| mistakes::dropout_by_count(x, draws, *rate),
        )
        .why("The expected value is x whatever the rate. So the network in use needs no correction: it is simply all there.")
        .done()
}

pub fn two_dialects() -> Exercise {
    Exercise::new("two_dialects", 10, "a keep-probability copied as a rate, on paper")
        .hints([
            "Kept with probability 0.8 means dropped with probability …?",
            "In both dialects a number that stays is divided by the probability to stay. In the copy that probability is not 0.8.",
            "The copy drops 0.8 and keeps 0.2: of 1,000 it keeps 200, and divides by 0.2.",
        ])
        // Closed form: 1 − 0.8, 1/0.8, 1000·(1 − 0.8), 1/(1 − 0.8).
        .probes([((), [0.2, 1.25, 200.0, 5.0])])
        .tolerance(1e-4)
        .answer(|()| exercises::two_dialects())
        .solution(|()| solutions::two_dialects())
        .mistake(
            "one dialect",
            "You took the 0.8 of 2017 for a rate. There it was the probability to *keep*: the rate is 0.2.",
            |()| mistakes::dialects_alike(),
        )
        .mistake(
            "divided by what is missing",
            "You divided by the fraction that is dropped. What makes up is one over the fraction that stays.",
            |()| mistakes::dialects_by_the_missing(),
        )
        .mistake(
            "counted the dropped",
            "800 is how many the copy *drops*. Asked was how many stay.",
            |()| mistakes::dialects_counting_the_dropped(),
        )
        .mistake(
            "nothing made up",
            "You let the copy multiply by 1. Today's frameworks make up in training, too: they divide by the fraction that stays.",
            |()| mistakes::dialects_without_making_up(),
        )
        .why("With a rate of 0.5 the two dialects say the same, and most examples use 0.5. So the slip may sleep for years.")
        .done()
}
