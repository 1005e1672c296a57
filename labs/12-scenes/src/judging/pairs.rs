//! The same or not. Expected values are those of PyTorch's tape, from `tests/reference/make_pixels.py`.

use crate::mistakes::pairs::{self as mistakes, Asked};
use crate::{exercises, solutions};
use labkit::judge::Exercise;

pub fn exercises() -> Vec<Exercise> {
    vec![triplet_loss()]
}

fn triplet_loss() -> Exercise {
    Exercise::new("triplet_loss", 20, "the triplet loss, and its gradient in each point")
        .entries(["the loss", "its gradients in a, p and n"])
        .hints([
            "First the loss before it is cut off at 0. If that is not above 0, the answer is all zeros.",
            "|a − p|² moves with p by −2(a − p), with a by 2(a − p). Likewise |a − n|², with a minus in front.",
            "In p: 2(p − a). In n: 2(a − n). In a: 2(a − p) − 2(a − n) = 2(n − p).",
        ])
        .probes([
            (
                (vec![1.0, 2.0], vec![1.5, 1.0], vec![2.0, 3.5], 2.5),
                (0.5, [vec![1.0, 5.0], vec![1.0, -2.0], vec![-2.0, -3.0]]),
            ),
            (
                (vec![0.5, -1.0, 2.0], vec![0.0, 0.25, 1.0], vec![0.75, -0.5, 1.0], 0.2),
                (1.7, [vec![1.5, -1.5, 0.0], vec![-1.0, 2.5, -2.0], vec![-0.5, -1.0, 2.0]]),
            ),
            // Far enough apart: nothing to learn.
            (
                (vec![0.0, 0.0], vec![1.0, 0.0], vec![3.0, 1.0], 0.5),
                (0.0, [vec![0.0; 2], vec![0.0; 2], vec![0.0; 2]]),
            ),
            // All in one point: a loss, and nowhere to go.
            (
                (vec![1.0], vec![1.0], vec![1.0], 0.3),
                (0.3, [vec![0.0], vec![0.0], vec![0.0]]),
            ),
            (
                (vec![-2.0, 0.5], vec![1.0, 0.25], vec![-1.0, 0.0], 0.0),
                (7.8125, [vec![-4.0, -0.5], vec![6.0, -0.5], vec![-2.0, 1.0]]),
            ),
            (
                (vec![0.3, 0.1], vec![0.8, 0.3], vec![0.1, 0.9], 0.5),
                (0.11, [vec![-1.4, 1.2], vec![1.0, 0.4], vec![0.4, -1.6]]),
            ),
            // Farther away by the margin to the last digit: a loss of 0 already.
            (
                (vec![1.0, 0.5], vec![2.0, 0.5], vec![1.0, 2.5], 3.0),
                (0.0, [vec![0.0; 2], vec![0.0; 2], vec![0.0; 2]]),
            ),
        ])
        .answer(|(a, p, n, margin): &Asked| exercises::triplet_loss(a, p, n, *margin))
        .solution(|(a, p, n, margin): &Asked| solutions::triplet_loss(a, p, n, *margin))
        .mistake(
            "not cut off",
            "Below 0 the loss is 0: a negative that is far enough away is left where it is. Yours pushes on for ever.",
            mistakes::uncut,
        )
        .mistake(
            "slopes not cut off",
            "The loss is cut off at 0, and its gradients are not. Where the loss is 0 it does not change.",
            mistakes::slopes_uncut,
        )
        .mistake(
            "exchanged",
            "You exchanged the positive and the negative: yours pulls the other class near.",
            mistakes::exchanged,
        )
        .mistake(
            "half of the anchor",
            "In the anchor you have |a − p|² alone. It stands in both distances: its gradient is 2(n − p).",
            mistakes::half_of_the_anchor,
        )
        .mistake(
            "without the 2",
            "The gradient of a square is twice what is squared.",
            |asked| mistakes::scaled([0.5; 3], asked),
        )
        .variants(
            "a sign",
            "A gradient points the wrong way. A step goes against it: p has to come to a, and n to leave it.",
            [[1.0, -1.0, -1.0], [1.0, -1.0, 1.0], [1.0, 1.0, -1.0], [-1.0, 1.0, 1.0], [-1.0; 3]],
            |&signs: &[f64; 3], asked: &Asked| mistakes::scaled(signs, asked),
        )
        .property(
            "Moving all three points by the same step changes nothing.",
            |draws| (draws.numbers(3, -1.0..1.0), draws.numbers(3, -1.0..1.0), draws.numbers(3, -1.0..1.0), draws.number(0.1..2.0)),
            |answer, asked| {
                let step = |v: &[f64]| -> Vec<f64> { v.iter().map(|x| x + 0.75).collect() };
                let moved = (step(&asked.0), step(&asked.1), step(&asked.2), asked.3);
                let (got, want) = (answer(&moved), answer(asked));
                (moved, got, want)
            },
        )
        .why("The gradient in the anchor, 2(n − p), does not have a in it: the step depends on where the two others lie, and not on where one is.")
        .done()
}
