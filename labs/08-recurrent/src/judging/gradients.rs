//! Gradients through time, and gradients cut to a length.

use crate::{exercises, mistakes, solutions};
use labkit::judge::Exercise;

pub fn through_time() -> Exercise {
    Exercise::new("through_time", 30, "the gradient of a loss, back through all steps")
        .hints([
            "Write down all states first: h₀ = 0, h₁, …. At the end ∂L/∂h is h − wanted. What is the derivative with respect to the *sum* inside the last tanh?",
            "δ = ∂L/∂h·(1 − h²). This step's share of ∂L/∂w is δ times the state *before* the step, that of ∂L/∂u is δ·x. And on to the step before: ∂L/∂h = δ·w.",
            "A loop from the last step to the first: `delta = dh * (1.0 - after * after)`, `dw += delta * before`, `du += delta * x`, `dh = delta * w`.",
        ])
        .probes([
            (
                (0.8, 0.5, vec![1.0, -0.5, 2.0], 0.25),
                (0.096_046_548_786_826_72, 0.417_468_493_525_504_2),
            ),
            (
                (-1.5, 1.25, vec![0.5, 0.25, -0.75, 1.0, 0.3], -0.4),
                (-0.089_950_566_870_991_61, 0.012_574_039_917_846_162),
            ),
            // One step: the state before it is 0, and with it ∂L/∂w.
            ((0.6, -0.7, vec![1.5], 0.1), (0.0, -0.514_241_451_714_597_2)),
        ])
        .answer(|(w, u, xs, wanted)| exercises::through_time(*w, *u, xs, *wanted))
        .solution(|(w, u, xs, wanted)| solutions::through_time(*w, *u, xs, *wanted))
        .mistake(
            "the last step only",
            "You stopped after the last step. The weights were used at all of them; this is what truncated backpropagation does with a window of one.",
            |(w, u, xs, wanted)| mistakes::time_of_the_last_step(*w, *u, xs, *wanted),
        )
        .mistake(
            "overwritten",
            "Each step wrote over the share of the step after it. Shares of one weight add up.",
            |(w, u, xs, wanted)| mistakes::time_overwriting(*w, *u, xs, *wanted),
        )
        .mistake(
            "the state after",
            "∂L/∂w is δ times what w was multiplied by: the state *before* the step, not the one after it.",
            |(w, u, xs, wanted)| mistakes::time_with_the_state_after(*w, *u, xs, *wanted),
        )
        .mistake(
            "without w",
            "On the way to the step before, the factor w is missing: h went into the sum times w.",
            |(w, u, xs, wanted)| mistakes::time_without_w(*w, *u, xs, *wanted),
        )
        .mistake(
            "without tanh",
            "On the way to the step before, the derivative of the tanh is missing. Every step has one.",
            |(w, u, xs, wanted)| mistakes::time_without_tanh(*w, *u, xs, *wanted),
        )
        .why("From step to step the gradient is multiplied by w·(1 − h²). That one factor is the whole trouble of the sections that follow.")
        .done()
}

pub fn clip_by_norm() -> Exercise {
    Exercise::new("clip_by_norm", 10, "a gradient that is too long, made shorter")
        .hints([
            "How long is the vector that consists of *all* the numbers of all lists?",
            "One factor for everything: `longest / length` if the length is larger than `longest`, otherwise 1.",
            "length = √(Σ g²), over all lists. Multiply every number by the factor.",
        ])
        .probes([
            (
                (vec![vec![3.0, -4.0], vec![12.0]], 6.5),
                vec![vec![1.5, -2.0], vec![6.0]],
            ),
            (
                (vec![vec![0.5, 0.25, -1.0], vec![2.0, -0.75]], 5.0),
                vec![vec![0.5, 0.25, -1.0], vec![2.0, -0.75]],
            ),
            (
                (vec![vec![0.6], vec![-0.9, 1.1]], 0.5),
                vec![
                    vec![0.194_461_117_065_649_3],
                    vec![-0.291_691_675_598_474, 0.356_512_047_953_690_46],
                ],
            ),
        ])
        .answer(|(gradients, longest)| exercises::clip_by_norm(gradients, *longest))
        .solution(|(gradients, longest)| solutions::clip_by_norm(gradients, *longest))
        .mistake(
            "each number by itself",
            "You cut each number by itself. That turns the vector: large parts lose more than small ones. It is done too, and called clipping by value.",
            |(gradients, longest)| mistakes::clip_each_number(gradients, *longest),
        )
        .mistake(
            "each list by itself",
            "You shortened each list by itself. Together they are one vector; its direction changes if one list is cut and another is not.",
            |(gradients, longest)| mistakes::clip_each_list(gradients, *longest),
        )
        .mistake(
            "made longer",
            "You gave every vector the length `longest`. One that is shorter should stay as it is, or training never comes to rest.",
            |(gradients, longest)| mistakes::clip_to_the_length(gradients, *longest),
        )
        .mistake(
            "no root",
            "You took the sum of the squares for the length. The length is its root.",
            |(gradients, longest)| mistakes::clip_without_root(gradients, *longest),
        )
        .mistake(
            "thrown away",
            "You set the whole gradient to 0 if it is too long. Its direction is still good; only its length is not to be trusted.",
            |(gradients, longest)| mistakes::clip_to_nothing(gradients, *longest),
        )
        .why("At a cliff the direction still tells the truth. The length tells how steep it is here, and nothing about how far the slope goes on.")
        .done()
}
