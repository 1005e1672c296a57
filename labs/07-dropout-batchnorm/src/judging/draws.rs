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
                    // Spread wide, and a tie on each side of it. On paper: times 2.
            (
                (
                    vec![-1e150, 1e-150, 3.0, 3.0, -8.0],
                    vec![0.5, 0.7, 0.499_999, 0.5, 0.0],
                    0.5,
                ),
                vec![-2e150, 2e-150, 0.0, 6.0, 0.0],
            ),
            ((vec![], vec![], 0.25), vec![]),
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
        .mistake(
            "the other ones",
            "You dropped the others: a number goes if its draw is *below* the rate. With a rate of 0.25 yours drops three quarters.",
            |(x, draws, rate)| mistakes::dropout_turned(x, draws, *rate),
        )
        .mistake(
            "ties dropped",
            "A draw that is exactly the rate stays: dropped is what lies *below* it. With a rate of 0 nothing may go, not even at a draw of 0.",
            |(x, draws, rate)| mistakes::dropout_with_ties(x, draws, *rate),
        )
        .mistake(
            "never dropped",
            "You made every number louder and dropped none. Where the draw is below the rate stands 0.",
            |(x, _, rate)| x.iter().map(|x| x / (1.0 - rate)).collect(),
        )
        .mistake(
            "scaled by the draw",
            "You multiplied by the draw. A draw only decides who goes; what stays is divided by 1 − rate, always the same.",
            |(x, draws, rate)| {
                let stay = |(x, &draw): (&f64, &f64)| if draw < *rate { 0.0 } else { x * draw };
                x.iter().zip(draws).map(stay).collect()
            },
        )
        .mistake(
            "from above",
            "You dropped where the draw is above 1 − rate. As many go, but other ones: asked is below the rate.",
            |(x, draws, rate)| mistakes::dropout_from_above(x, draws, *rate),
        )
        .why("The expected value is x whatever the rate. So the network in use needs no correction: it is simply all there.")
        .done()
}

pub fn two_dialects() -> Exercise {
    Exercise::new("two_dialects", 10, "a number copied from one dialect into another, on paper; two decimals")
        .entries(["the right rate", "the factor of 2017", "how many stay", "the factor of the copy"])
        .hints([
            "Kept with probability 0.8 means dropped with probability …?",
            "In both dialects a number that stays is divided by the probability to stay. In the copy that probability is not 0.8.",
            "The copy drops 0.8 and keeps 0.2: of 1,000 it keeps 200, and divides by 0.2.",
        ])
        // Closed form: 1 − 0.8, 1/0.8, 1000·(1 − 0.8), 1/(1 − 0.8).
        .probes([((), [0.2, 1.25, 200.0, 5.0])])
        .digits(2)
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
        .variants(
            "kept in both",
            "You read 0.8 as the probability to keep in both programs. In the copy it is the *rate*: 0.8 of the neurons go.",
            [[0.8, 1.25, 800.0, 1.25], [0.2, 1.25, 800.0, 1.25]],
            |answer, ()| *answer,
        )
        .variants(
            "multiplied by what stays",
            "You multiplied by the fraction that stays. Then the sum shrinks twice; what makes up is one *over* that fraction.",
            [[0.2, 0.8, 200.0, 0.2], [0.2, 0.8, 200.0, 5.0], [0.2, 1.25, 200.0, 0.2]],
            |answer, ()| *answer,
        )
        .mistake(
            "a fraction",
            "Asked was how many of 1,000 stay. You gave the fraction.",
            |()| [0.2, 1.25, 0.2, 5.0],
        )
        .mistake(
            "the factor of 2017",
            "The copy keeps only 200 of 1,000, so what stays must become five times as large, not 1.25 times: each program divides by what *it* keeps.",
            |()| [0.2, 1.25, 200.0, 1.25],
        )
        .why("With a rate of 0.5 the two dialects say the same, and most examples use 0.5. So the slip may sleep for years.")
        .done()
}
