//! The exercises about steps: gradients, rates, momentum.

use labkit::judge::Exercise;

use crate::{exercises, mistakes, solutions};

type Pairs32 = (f32, f32, Vec<f32>, Vec<f32>);

pub(super) fn loss_gradient() -> Exercise {
    Exercise::new(
        "loss_gradient",
        10,
        "the gradient of the summed squared loss",
    )
    .hints([
        "One pair contributes (W·x + b − y)². Use the chain rule: the outer function is a \
             square, the inner one a line.",
        "The square gives 2(W·x + b − y). The inner derivative is x for W and 1 for b.",
        "For each pair let d = 2·(W·x + b − y); add d·x to the first sum, d to the \
             second.",
    ])
    .probes([
        // gradient_line, gradient_three, gradient_two
        (
            (
                0.3,
                -0.3,
                vec![1.0, 2.0, 3.0, 4.0],
                vec![0.0, -1.0, -2.0, -3.0],
            ),
            (52.0_f32, 15.6_f32),
        ),
        (
            (-1.25, 0.5, vec![0.5, -2.0, 3.0], vec![1.0, 0.25, -4.0]),
            (-7.625, 4.75),
        ),
        (
            (2.0, -0.75, vec![1.5, -0.5], vec![0.25, 3.0]),
            (10.75, -5.5),
        ),
    ])
    .tolerance(1e-5)
    .answer(|(w, b, x, y): &Pairs32| exercises::loss_gradient(*w, *b, x, y))
    .solution(|(w, b, x, y)| solutions::loss_gradient(*w, *b, x, y))
    .mistake(
        "loses the 2",
        "The derivative of a square is twice the thing squared: your gradient is half as long \
             as it should be.",
        |(w, b, x, y)| mistakes::gradient_without_two(*w, *b, x, y),
    )
    .mistake(
        "forgets the inner derivative",
        "W is multiplied by x inside the square, so ∂L/∂W has a factor x; yours is ∂L/∂b \
             twice.",
        |(w, b, x, y)| mistakes::gradient_without_x(*w, *b, x, y),
    )
    .mistake(
        "points downhill",
        "The sign is turned round. The gradient points uphill; the minus comes later, in \
             W − rate·∂L/∂W.",
        |(w, b, x, y)| mistakes::gradient_uphill(*w, *b, x, y),
    )
    .mistake(
        "takes the mean",
        "This is the gradient of the mean squared loss. The loss here is the sum: do not \
             divide by the number of pairs.",
        |(w, b, x, y)| mistakes::gradient_of_mean(*w, *b, x, y),
    )
    .why(
        "The residual says how wrong the line is, and x says how much W had to do with it. \
             Backpropagation is this sentence, repeated layer by layer.",
    )
    .done()
}

pub(super) fn broadcast_bug() -> Exercise {
    Exercise::new(
        "broadcast_bug",
        15,
        "predict where a bug that nobody reports will end",
    )
    .hints([
        "Write the loss that the buggy program really minimises: one term for every i and \
             every j.",
        "Fix i. Which single number p makes Σ_j (p − y_j)² smallest? Does it depend on i?",
        "Every prediction wants to be the mean of all the targets. Which line gives the same \
             answer for every x?",
    ])
    .probes([((), (0.0, -1.5))])
    .answer(|()| exercises::broadcast_bug())
    .solution(|()| solutions::broadcast_bug())
    .mistake(
        "thinks it harmless",
        "That is where the right program ends. This one compares every prediction with every \
             target, so the pairs are lost.",
        |()| mistakes::broadcast_unnoticed(),
    )
    .mistake(
        "thinks that everything cancels",
        "W does go to 0, but the line still wants to be as close as it can to all the targets: \
             they are not 0 on average.",
        |()| mistakes::broadcast_cancels(),
    )
    .mistake(
        "keeps the slope",
        "b is right only if W is 0: a line that falls by 1 cannot be near the mean of the \
             targets at every x.",
        |()| mistakes::broadcast_only_b(),
    )
    .why(
        "A loss that falls and then stands still looks healthy. Check the shape of the \
             residual: it must have one entry a pair.",
    )
    .done()
}

pub(super) fn largest_stable_rate() -> Exercise {
    Exercise::new(
        "largest_stable_rate",
        15,
        "by hand: the rate at which descent tips over",
    )
    .hints([
        "The limit is 2/λ_max, where λ_max is the larger eigenvalue of the loss's matrix of \
             second derivatives.",
        "For a summed squared loss that matrix is 2·[[Σx², Σx], [Σx, n]]; here Σx² = 5, Σx = 3, \
             n = 3.",
        "The eigenvalues of [[5, 3], [3, 3]] solve λ² − 8λ + 6 = 0. Double the larger one, and \
             divide 2 by it.",
    ])
    .probes([((), 0.139_620_389_971_936_76)]) // limit_exercise
    .answer(|()| exercises::largest_stable_rate())
    .solution(|()| solutions::largest_stable_rate())
    .mistake(
        "loses the 2 of the square",
        "Twice too large: the second derivative of a square has a factor 2, so the matrix is \
             2·[[Σx², Σx], [Σx, n]].",
        |()| mistakes::rate_without_two(),
    )
    .mistake(
        "stops at the bottom",
        "1/λ_max is the rate that lands exactly at the bottom of the steepest direction. A \
             rate up to twice that still comes down.",
        |()| mistakes::rate_one_over(),
    )
    .mistake(
        "looks at the flat direction",
        "You used the smaller eigenvalue. The steepest direction runs away first, so the \
             larger one decides.",
        |()| mistakes::rate_of_the_flat_direction(),
    )
    .mistake(
        "adds the eigenvalues",
        "2/trace is safe, because the trace is larger than λ_max, but it is not the largest \
             rate.",
        |()| mistakes::rate_from_the_trace(),
    )
    .why(
        "One number of the data, λ_max, decides which rates are possible. Scaling the inputs \
             changes it: that is why one standardises.",
    )
    .done()
}

pub(super) fn momentum_step() -> Exercise {
    Exercise::new("momentum_step", 10, "one update with momentum")
        .hints([
            "Two lines: first the new change, from the gradient and the last change; then the \
             parameter.",
            "The new change mixes two things with the weights (1 − ν) and ν: −η·∇ and the last \
             change.",
            "new = −(1 − nu)·rate·gradient + nu·change; return (a + new, new).",
        ])
        .probes([
            // momentum_a, momentum_b, momentum_c
            ((2.0, 0.4, -3.0, 0.1, 0.9), (2.39, 0.39)),
            ((-1.0, -0.25, 2.0, 0.5, 0.75), (-1.4375, -0.4375)),
            ((0.3, 0.0, 8.0, 0.01, 0.2), (0.236, -0.064)),
        ])
        .tolerance(1e-9)
        .answer(|&(a, d, s, r, n)| exercises::momentum_step(a, d, s, r, n))
        .solution(|&(a, d, s, r, n)| solutions::momentum_step(a, d, s, r, n))
        .mistake(
            "takes the full gradient",
            "This is the usual form, without the factor 1 − ν before the gradient; asked is the \
             mixture, whose weights add up to 1.",
            |&(a, d, s, r, n)| mistakes::momentum_usual(a, d, s, r, n),
        )
        .mistake(
            "swaps the weights",
            "ν is how much of the last change is kept; you gave it to the gradient.",
            |&(a, d, s, r, n)| mistakes::momentum_swapped(a, d, s, r, n),
        )
        .mistake(
            "climbs",
            "The gradient points uphill, so it enters with a minus.",
            |&(a, d, s, r, n)| mistakes::momentum_uphill(a, d, s, r, n),
        )
        .mistake(
            "moves by the old change",
            "Compute the new change first and move the parameter by that one.",
            |&(a, d, s, r, n)| mistakes::momentum_late(a, d, s, r, n),
        )
        .why(
            "The change is an average of past gradients. Gradients that point to and fro cancel in it; \
             gradients that agree add up.",
        )
        .done()
}
