//! A memory with addresses, and when to stop thinking. Expected values are those of `tests/reference/make_memory.py`.

use crate::mistakes::memory::{self as mistakes, Asked};
use crate::{exercises, solutions};
use labkit::judge::Exercise;

pub fn exercises() -> Vec<Exercise> {
    vec![address(), halting()]
}

fn address() -> Exercise {
    Exercise::new("address", 20, "where a head of a memory goes: gate, shift, sharpen")
        .hints([
            "Three loops over the rows, or three closures. The first gives g · found + (1 − g) · before for each row.",
            "Ask where a row gets its share from, not where it goes: row i gets shares[2] of what stood at row i − 1.",
            "Row i − 1 of R rows, the last one before the first, is (i + R − 1) % R; row i + 1 is (i + 1) % R.",
        ])
        .probes([
            (
                (vec![0.1, 0.2, 0.4, 0.05, 0.25], vec![0.6, 0.1, 0.1, 0.15, 0.05], 0.3, [0.2, 0.1, 0.7], 2.0),
                vec![0.0928410969, 0.5677785784, 0.0761073200, 0.1182087907, 0.1450642140],
            ),
            // All from before, and one row on.
            (
                (vec![0.0, 0.0, 1.0, 0.0], vec![1.0, 0.0, 0.0, 0.0], 0.0, [0.0, 0.25, 0.75], 1.0),
                vec![0.25, 0.75, 0.0, 0.0],
            ),
            (
                (vec![0.5, 0.125, 0.375], vec![0.25, 0.25, 0.5], 1.0, [0.75, 0.25, 0.0], 3.5),
                vec![0.0529425343, 0.1844852233, 0.7625722424],
            ),
            // Of two rows each is before and behind the other.
            (
                (vec![0.7, 0.3], vec![0.4, 0.6], 0.6, [0.1, 0.3, 0.6], 1.5),
                vec![0.4520818195, 0.5479181805],
            ),
        ])
        .answer(|(found, before, gate, shares, power): &Asked| {
            exercises::address(found, before, *gate, *shares, *power)
        })
        .solution(|(found, before, gate, shares, power): &Asked| {
            solutions::address(found, before, *gate, *shares, *power)
        })
        .mistake(
            "the gate is reversed",
            "A gate of 1 takes all of `found`. Yours takes all of `before`.",
            mistakes::gate_reversed,
        )
        .mistake(
            "the other way",
            "The last of the shares moves on, to the next row. Yours moves back. Row i gets it from row i − 1.",
            mistakes::other_way,
        )
        .mistake(
            "sharpened first",
            "Sharpen after the move. It is the move that blurs.",
            mistakes::sharpened_first,
        )
        .mistake(
            "not divided",
            "After the power the shares do not add up to 1 any more: divide them by their sum.",
            mistakes::not_divided,
        )
        .why("With the gate at 0 and one share at 1 the head is the pointer of an ordinary program: it goes on by one, whatever stands there. Because each step is a weighted sum, there is a gradient that says which way to move it.")
        .done()
}

fn halting() -> Exercise {
    Exercise::new("halting", 15, "from probabilities to halt to weights, remainder and cost")
        .entries(["the weights", "the remainder", "N + R"])
        .tolerance(1e-9)
        .hints([
            "Keep what is left of 1. It begins at 1, and each step before the last takes its h from it.",
            "Step N is the first that would leave epsilon or less, or the last of all. It takes everything that is left: that is R.",
            "At step n (from 0): if left − h[n] ≤ epsilon or n is the last, then weights[n] = left, R = left, and the cost is n + 1 + left.",
        ])
        .probes([
            (
                (vec![0.1, 0.3, 0.45, 0.5, 0.7], 0.01),
                (vec![0.1, 0.3, 0.45, 0.15, 0.0], 0.15, 4.15),
            ),
            // To the last digit: 1 − ε is enough.
            ((vec![0.5, 0.25, 0.125, 0.5], 0.25), (vec![0.5, 0.5, 0.0, 0.0], 0.5, 2.5)),
            // It never comes to that.
            ((vec![0.05, 0.1, 0.2], 0.01), (vec![0.05, 0.1, 0.85], 0.85, 3.85)),
            ((vec![0.995, 0.4], 0.01), (vec![1.0, 0.0], 1.0, 2.0)),
            ((vec![0.2, 0.795, 0.3, 0.6], 0.01), (vec![0.2, 0.8, 0.0, 0.0], 0.8, 2.8)),
        ])
        .answer(|(h, epsilon): &(Vec<f64>, f64)| exercises::halting(h, *epsilon))
        .solution(|(h, epsilon): &(Vec<f64>, f64)| solutions::halting(h, *epsilon))
        .mistake(
            "its own probability",
            "The weight of step N is the remainder, not its own h: otherwise the weights do not add up to 1.",
            mistakes::own_probability,
        )
        .mistake(
            "up to 1",
            "The sum has to come to 1 − ε, not to 1. Without ε no network could halt after one step, since σ stays below 1.",
            mistakes::up_to_one,
        )
        .mistake(
            "a coin after each step",
            "You take each h as a share of what is left, as if a coin were thrown after each step. That is PonderNet (Banino and others, 2021); here they are simply added up.",
            mistakes::coin,
        )
        .why("N is a count and has no gradient. R has one: −1 for every h before step N. So a smaller cost means larger h early on, until the sum comes to 1 − ε one step sooner, and N jumps.")
        .done()
}
