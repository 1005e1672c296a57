//! What models of letters need. The expected values are closed forms, worked out on paper.

use crate::{exercises, mistakes, solutions};
use labkit::judge::Exercise;

/// What people keep a probability above, or add to it.
const SMALL: [f64; 7] = [1e-15, 1e-12, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6];

pub fn bits_per_character() -> Exercise {
    Exercise::new("bits_per_character", 10, "how many bits a model takes for a text")
        .hints([
            "What is certain takes 0 bits, p = 1/2 takes one, p = 1/8 takes three. Which function is that?",
            "log₂(1/p) = −log₂ p. In Rust: p.log2().",
            "Add up −log₂ p over all characters, and divide by their number.",
        ])
        .probes([
            // Powers of two can be read off: (1 + 3 + 2)/3 and (5 + 0)/2.
            (vec![0.5, 0.125, 0.25], 2.0),
            (vec![0.031_25, 1.0], 2.5),
            // (log₂ 10 + log₂ 5 + log₂ 2.5 + log₂ 8)/4 = log₂ 1000/4, and log₂ 10 = 3.321928094887362.
            (vec![0.1, 0.2, 0.4, 0.125], 2.491_446_071_165_522),
                    // Hardly possible, and yet it came: log₂ 10³⁰⁰ bits, however small the probability. And many small ones.
            (vec![1e-300, 1.0], 150.0 * std::f64::consts::LOG2_10),
            (vec![1e-200, 1e-200, 1e-200], 200.0 * std::f64::consts::LOG2_10),
            (vec![1.0], 0.0),
])
        .tolerance(1e-9)
        .answer(|p| exercises::bits_per_character(p))
        .solution(|p| solutions::bits_per_character(p))
        .mistake(
            "nats",
            "That is the natural logarithm: nats, what the loss of a network is in. A bit is a logarithm to the base 2; divide by ln 2.",
            |p| mistakes::nats_per_character(p),
        )
        .mistake(
            "the whole text",
            "These are the bits of the whole text. Divide by the number of characters, or texts of different length cannot be compared.",
            |p| mistakes::bits_of_the_text(p),
        )
        .mistake(
            "the mean first",
            "You took the mean of the probabilities, then the logarithm. Each character is paid for by itself: one that was thought impossible must cost a lot, and in a mean it hides.",
            |p| mistakes::bits_of_the_mean(p),
        )
        .mistake(
            "perplexity",
            "That is the perplexity, 2 to the power of the bits: among how many equally likely characters the model is in doubt.",
            |p| mistakes::perplexity(p),
        )
        .mistake(
            "negative",
            "The logarithm of a probability is negative. Bits are what is to be paid: turn the sign.",
            |p| mistakes::negative_bits(p),
        )
        .variants(
            "kept away from 0",
            "You kept the probabilities away from 0. Then what was thought nearly impossible costs too little when it comes, and the model is not told.",
            SMALL,
            |least: &f64, p: &Vec<f64>| {
                let raised: Vec<f64> = p.iter().map(|p| p.max(*least)).collect();
                solutions::bits_per_character(&raised)
            },
        )
        .variants(
            "kept away from 0",
            "You kept the probabilities away from 0. Then what was thought nearly impossible costs too little when it comes, and the model is not told.",
            SMALL,
            |more: &f64, p: &Vec<f64>| {
                let raised: Vec<f64> = p.iter().map(|p| p + more).collect();
                solutions::bits_per_character(&raised)
            },
        )
        .mistake(
            "the product first",
            "You multiplied the probabilities and took the logarithm of that. On paper it is the same; here the product of many small numbers becomes 0. Add up logarithms.",
            |p| -p.iter().product::<f64>().log2() / p.len() as f64,
        )
        .mistake(
            "base ten",
            "That is the logarithm to the base 10. A bit has two sides: log₂.",
            |p| -p.iter().map(|p| p.log10()).sum::<f64>() / p.len() as f64,
        )
        .mistake(
            "the entropy",
            "You weighed each logarithm by its probability: that is an entropy, what the model *expects*. Here the characters have come; each counts once.",
            |p| -p.iter().map(|p| p * p.log2()).sum::<f64>(),
        )
        .mistake(
            "nats of the text",
            "You took natural logarithms, and added them up without dividing: nats a *text*.",
            |p| -p.iter().map(|p| p.ln()).sum::<f64>(),
        )
        .variants(
            "whole bits",
            "You rounded to whole bits. A character may take 0.3 of one; over a text the fractions add up.",
            [f64::ceil as fn(f64) -> f64, f64::round, f64::floor],
            |rounded, p: &Vec<f64>| p.iter().map(|p| rounded(-p.log2())).sum::<f64>() / p.len() as f64,
        )
        .mistake(
            "of what did not come",
            "You took 1 − p, the probability of all the *others*. What came has the probability p.",
            |p| p.iter().map(|p| -(1.0 - p).log2()).sum::<f64>() / p.len() as f64,
        )
        .why("It is the cross-entropy loss divided by ln 2. A program that packs files with this model's help would need as many bits a character: to predict and to compress are one thing.")
        .done()
}

pub fn with_temperature() -> Exercise {
    let ln = f64::ln;
    Exercise::new("with_temperature", 10, "bolder or more careful draws")
        .hints([
            "Divide every logit by the temperature, then take the softmax as in lab 5.",
            "What if a divided logit is 10,000? Its exp is infinite, and ∞/∞ is NaN. A softmax does not change if the same number is taken away from all its logits.",
            "exp((logit − largest)/temperature), divided by the sum of all of these.",
        ])
        .probes([
            // exp(ln 9/2) = 3: at temperature 2 the odds 1 : 4 : 9 become 1 : 2 : 3.
            (
                (vec![0.0, ln(4.0), ln(9.0)], 2.0),
                vec![1.0 / 6.0, 2.0 / 6.0, 3.0 / 6.0],
            ),
            // At ½ they are squared: 3 : 1 : 2 becomes 9 : 1 : 4.
            (
                (vec![ln(3.0), 0.0, ln(2.0)], 0.5),
                vec![9.0 / 14.0, 1.0 / 14.0, 4.0 / 14.0],
            ),
            // At 1 nothing happens; 999 more on every logit does nothing either.
            (
                (vec![999.0 + ln(3.0), 999.0, 999.0 + ln(6.0)], 1.0),
                vec![0.3, 0.1, 0.6],
            ),
            // Near 0 only the largest is left.
            ((vec![2.0, -1.0, 14.0, 3.0], 0.01), vec![0.0, 0.0, 1.0, 0.0]),
                    // Cold, and near each other: the odds are 1 : 3, however small the differences.
            ((vec![0.0, 0.01 * ln(3.0)], 0.01), vec![0.25, 0.75]),
            // Spread as wide as 32 bits of a logit may be, the smallest first; equal ones; a single one; very hot.
            ((vec![-3e38, 0.0, 3e38], 1.0), vec![0.0, 0.0, 1.0]),
            ((vec![0.0, 1e6, 1e6, -1e6], 0.01), vec![0.0, 0.5, 0.5, 0.0]),
            ((vec![-7e5], 0.5), vec![1.0]),
            ((vec![1.0, -2.0, 5.0, 0.5], 1e12), vec![0.25; 4]),
])
        .tolerance(1e-9)
        .property(
            "The same number added to every logit changes no probability.",
            |draws| (draws.numbers(5, -20.0..20.0), draws.number(0.1..5.0)),
            |answer, (logits, t)| {
                let raised = (logits.iter().map(|logit| logit - 900.0).collect(), *t);
                let (got, want) = (answer(&raised), answer(&(logits.clone(), *t)));
                (raised, got, want)
            },
        )
        .answer(|(logits, t)| exercises::with_temperature(logits, *t))
        .solution(|(logits, t)| solutions::with_temperature(logits, *t))
        .mistake(
            "upside down",
            "You multiplied by the temperature. Then a hot model is the careful one.",
            |(logits, t)| mistakes::temperature_upside_down(logits, *t),
        )
        .mistake(
            "too late",
            "You divided the probabilities. All of them shrink alike, and they no longer add up to 1: the logits are what is divided.",
            |(logits, t)| mistakes::temperature_too_late(logits, *t),
        )
        .mistake(
            "overflow",
            "Right where the numbers are small. A logit of 999 has an infinite exp: take the largest logit away first.",
            |(logits, t)| mistakes::temperature_that_overflows(logits, *t),
        )
        .mistake(
            "no temperature",
            "That is the softmax. The temperature is not in it yet.",
            |(logits, t)| mistakes::no_temperature(logits, *t),
        )
        .variants(
            "the wrong one taken away",
            "You took something else away than the largest logit. What is left above 0 may be huge, and its exp infinite.",
            [mistakes::Taken::Mean, mistakes::Taken::Smallest, mistakes::Taken::First],
            |taken, (logits, t): &(Vec<f64>, f64)| mistakes::temperature_without(*taken, logits, *t),
        )
        .variants(
            "cut off",
            "You cut the logits off where exp would become infinite. Then two large ones look alike; take the largest away from all instead.",
            [20.0, 30.0, 50.0, 100.0, 500.0, 700.0],
            |bound: &f64, (logits, t): &(Vec<f64>, f64)| mistakes::temperature_clamped(*bound, logits, *t),
        )
        .mistake(
            "taken away too early",
            "You took the largest away from logits that were already divided, without dividing it.",
            |(logits, t)| mistakes::temperature_mixed(logits, *t),
        )
        .mistake(
            "not divided by the sum",
            "These are the powers. Divide by their sum, and they are probabilities.",
            |(logits, t)| mistakes::temperature_powers(logits, *t),
        )
        .mistake(
            "the likeliest alone",
            "You gave everything to the largest. That is temperature 0; at others the rest has its share.",
            |(logits, _)| mistakes::temperature_of_zero(logits),
        )
        .mistake(
            "the root of the probabilities",
            "You raised the probabilities to 1/T, which is the right thing, and did not divide by their new sum.",
            |(logits, t)| solutions::with_temperature(logits, 1.0).iter().map(|p| p.powf(1.0 / t)).collect(),
        )
        .variants(
            "not so cold",
            "You did not let the temperature go below some bound. Divided by 0.01, logits that lie close together come apart: that is the point of a low one.",
            [0.02, 0.05, 0.1, 0.2, 0.5, 1.0],
            |least: &f64, (logits, t): &(Vec<f64>, f64)| solutions::with_temperature(logits, t.max(*least)),
        )
        .why("Odds of a to b become odds of a to b raised to 1/T. At T → 0 the likeliest always wins; at T → ∞ all are drawn alike.")
        .done()
}

pub fn both_sides() -> Exercise {
    let left = vec![
        vec![0.1, -0.4],
        vec![0.2, 0.5],
        vec![0.3, -0.6],
        vec![0.7, 0.8],
    ];
    let right = vec![vec![1.1], vec![-1.2], vec![1.3], vec![-1.4]];
    Exercise::new("both_sides", 15, "what may be used to guess a smudged letter")
        .hints([
            "left[gap] was computed after letter number gap was read. Is that allowed to be known?",
            "The first reader arrives at the gap after letter gap − 1, the second after letter gap + 1.",
            "left[gap − 1] followed by right[gap + 1]. At the beginning and at the end of the word one of them has not read anything: zeros, as many as its memory has numbers.",
        ])
        .probes([
            ((left.clone(), right.clone(), 1), vec![0.1, -0.4, 1.3]),
            ((left.clone(), right.clone(), 2), vec![0.2, 0.5, -1.4]),
            ((left.clone(), right.clone(), 0), vec![0.0, 0.0, -1.2]),
            ((left, right, 3), vec![0.3, -0.6, 0.0]),
            ((vec![vec![5.0]], vec![vec![6.0, 7.0]], 0), vec![0.0, 0.0, 0.0]),
        ])
        .answer(|(left, right, gap)| exercises::both_sides(left, right, *gap))
        .solution(|(left, right, gap)| solutions::both_sides(left, right, *gap))
        .mistake(
            "peeking",
            "left[gap] and right[gap] were computed after the smudged letter was read: the answer is in them. Trained like this, a model reads its own answer off, is right every time, and helps nobody in front of a real smudge.",
            |(left, right, gap)| mistakes::both_sides_peeking(left, right, *gap),
        )
        .mistake(
            "one side for both",
            "gap − 1 is right for the reader from the left. The one from the right has gone over the smudge by then: it arrives at gap + 1.",
            |(left, right, gap)| mistakes::both_sides_before(left, right, *gap),
        )
        .mistake(
            "swapped",
            "The right numbers in the wrong order: first the memory of the reader from the left.",
            |(left, right, gap)| mistakes::both_sides_swapped(left, right, *gap),
        )
        .mistake(
            "at the end",
            "These are the memories at the end of each way. Both have gone over the smudge.",
            |(left, right, gap)| mistakes::both_sides_at_the_end(left, right, *gap),
        )
        .variants(
            "one of them peeks",
            "One of your two readers has read the smudged letter already. Before the gap stands gap − 1, behind it gap + 1.",
            [true, false],
            |first, (left, right, gap): &(Vec<Vec<f64>>, Vec<Vec<f64>>, usize)| mistakes::both_sides_one_peeks(*first, left, right, *gap),
        )
        .mistake(
            "nothing at the ends",
            "At the beginning or the end of the word yours runs out of the list. There one reader has read nothing yet: zeros, as many as its memory has numbers.",
            |(left, right, gap)| mistakes::both_sides_without_ends(left, right, *gap),
        )
        .mistake(
            "too short at the ends",
            "Where a reader has not read anything yours leaves it out. Its memory is there, full of zeros, and the answer as long as ever.",
            |(left, right, gap)| mistakes::both_sides_cut(left, right, *gap),
        )
        .mistake(
            "stays at the ends",
            "At the ends of the word you took the nearest letter that there is: the smudged one. There stand zeros.",
            |(left, right, gap)| mistakes::both_sides_staying(left, right, *gap),
        )
        .mistake(
            "the sides exchanged",
            "You read in the wrong direction: the first reader comes from the left and arrives after letter gap − 1.",
            |(left, right, gap)| mistakes::both_sides_crossed(left, right, *gap),
        )
        .mistake(
            "added up",
            "You added the two memories up. Put one behind the other: what they know of the two sides must not be mixed.",
            |(left, right, gap)| mistakes::both_sides_added(left, right, *gap),
        )
        .mistake(
            "one letter too far",
            "You left a letter out on each side. The one just before the gap has been read by the first reader, the one just behind it by the second.",
            |(left, right, gap)| mistakes::both_sides_too_far(left, right, *gap),
        )
        .why("Two readers, no peeking: so a single pass over a text gives a question for every letter of it, and no letter need be smudged for that.")
        .done()
}
