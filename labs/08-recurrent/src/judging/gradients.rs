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
                    (
                (
                    1.25,
                    0.5,
                    vec![0.5, 0.5, -1.0, 0.0, 0.0, 2.0, -0.5, -0.5, 0.25, -2.0, 0.75, 1.0],
                    0.75,
                ),
                (-0.30471400556422734, 0.11006202677098374),
            ),
            // Far out tanh is flat: nothing comes back.
            ((0.5, 2.0, vec![1.0, 400.0], 0.25), (0.0, 0.0)),
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
        .mistake(
            "no tanh at all",
            "The derivative of the tanh is nowhere in it, 1 − h². Every step went through a tanh, so every step has one on the way back.",
            |(w, u, xs, wanted)| mistakes::time_without_any_tanh(*w, *u, xs, *wanted),
        )
        .mistake(
            "exchanged",
            "The right numbers in the wrong order: first ∂L/∂w, then ∂L/∂u.",
            |(w, u, xs, wanted)| {
                let (dw, du) = solutions::through_time(*w, *u, xs, *wanted);
                (du, dw)
            },
        )
        .mistake(
            "uphill",
            "The signs are turned: ∂L/∂h is h − wanted, and you took wanted − h.",
            |(w, u, xs, wanted)| {
                let (dw, du) = solutions::through_time(*w, *u, xs, *wanted);
                (-dw, -du)
            },
        )
        .mistake(
            "twice",
            "Twice too much: the loss is ½(h − wanted)², and the 2 of its derivative takes the ½ away.",
            |(w, u, xs, wanted)| {
                let (dw, du) = solutions::through_time(*w, *u, xs, *wanted);
                (2.0 * dw, 2.0 * du)
            },
        )
        .mistake(
            "the state before in tanh",
            "The derivative of a tanh is 1 − h² with the h that *came out* of it. You took the state before the step.",
            |(w, u, xs, wanted)| mistakes::time_with_the_tanh_before(*w, *u, xs, *wanted),
        )
        .mistake(
            "u on the way back",
            "From step to step the gradient goes by way of h, and h was multiplied by w. You multiplied by u.",
            |(w, u, xs, wanted)| mistakes::time_with_u(*w, *u, xs, *wanted),
        )
        .mistake(
            "h itself",
            "∂L/∂h is h − wanted. You began with h.",
            |(w, u, xs, wanted)| mistakes::time_from_h(*w, *u, xs, *wanted),
        )
        .mistake(
            "the mean over the steps",
            "You took the mean over the steps. The shares of all steps add up: there is one loss, at the end.",
            |(w, u, xs, wanted)| {
                let (dw, du) = solutions::through_time(*w, *u, xs, *wanted);
                (dw / xs.len() as f64, du / xs.len() as f64)
            },
        )
        .mistake(
            "without the first step",
            "The share of the first step is missing. Its state before is 0, but its input is not.",
            |(w, u, xs, wanted)| mistakes::time_without_the_first(*w, *u, xs, *wanted),
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
                    // No length at all; just as long as allowed; a long list among short ones.
            ((vec![vec![0.0, 0.0], vec![0.0]], 2.0), vec![vec![0.0, 0.0], vec![0.0]]),
            ((vec![vec![], vec![3.0, 4.0]], 5.0), vec![vec![], vec![3.0, 4.0]]),
            (
                (vec![vec![2e60, 2e60], vec![2e60, -2e60]], 1.0),
                vec![vec![0.5, 0.5], vec![0.5, -0.5]],
            ),
            ((vec![vec![0.003], vec![-0.004]], 1e-3), vec![vec![6e-4], vec![-8e-4]]),
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
        .mistake(
            "added up",
            "You added up the absolute values. The length is the root of the sum of the squares, as Pythagoras has it.",
            |(gradients, longest)| mistakes::clip_by_sum(gradients, *longest),
        )
        .mistake(
            "the largest number",
            "You took the largest number for the length, and made that one fit. All numbers count: the root of the sum of the squares.",
            |(gradients, longest)| mistakes::clip_by_largest(gradients, *longest),
        )
        .mistake(
            "to length one",
            "You shortened it to length 1. It may be `longest`.",
            |(gradients, longest)| mistakes::clip_to_one(gradients, *longest),
        )
        .mistake(
            "the mean of the squares",
            "You took the root of the *mean* of the squares. A length is not divided by how many numbers there are.",
            |(gradients, longest)| mistakes::clip_by_mean(gradients, *longest),
        )
        .mistake(
            "never clipped",
            "Nothing is ever shortened in yours.",
            |(gradients, _)| gradients.clone(),
        )
        .mistake(
            "squares compared",
            "You compared the *square* of the length with `longest`. Compare the length, or square both.",
            |(gradients, longest)| mistakes::clip_comparing_squares(gradients, *longest),
        )
        .mistake(
            "upside down",
            "Your factor is upside down: it is above 1, and makes long gradients longer. longest/length.",
            |(gradients, longest)| mistakes::clip_upside_down(gradients, *longest),
        )
        .why("At a cliff the direction still tells the truth. The length tells how steep it is here, and nothing about how far the slope goes on.")
        .done()
}
