//! The exercises about steps: gradients and momentum.

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
        // gradient_twice: a pair that occurs twice counts twice
        (
            (-0.5, 40.0, vec![30.0, 30.0, -2.0], vec![-1.0, -1.0, 0.0]),
            (2956.0, 186.0),
        ),
        // no pairs, no loss
        ((1.5, -0.5, vec![], vec![]), (0.0, 0.0)),
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
    .mistake(
        "swaps the two",
        "The two are in the wrong order: ∂L/∂W first, then ∂L/∂b.",
        |(w, b, x, y)| {
            let (dw, db) = solutions::loss_gradient(*w, *b, x, y);
            (db, dw)
        },
    )
    .mistake(
        "multiplies by W",
        "You multiplied the residual by W. The inner derivative with respect to W is what stands \
             beside it: x.",
        |(w, b, x, y)| {
            let (_, db) = solutions::loss_gradient(*w, *b, x, y);
            (w * db, db)
        },
    )
    .mistake(
        "forgets b",
        "The residual is W·x + b − y; b is missing from yours.",
        |(w, _, x, y)| solutions::loss_gradient(*w, 0.0, x, y),
    )
    .variants(
        "one sign",
        "One of your two derivatives has its sign turned round: both are sums of 2(W·x + b − y), \
             one of them times x.",
        [[1.0, -1.0], [-1.0, 1.0]],
        |signs, (w, b, x, y)| {
            let (dw, db) = solutions::loss_gradient(*w, *b, x, y);
            (signs[0] * dw, signs[1] * db)
        },
    )
    .mistake(
        "forgets the targets",
        "That is the gradient of Σ (W·x + b)². The residual compares with y.",
        |(w, b, x, _)| solutions::loss_gradient(*w, *b, x, &vec![0.0; x.len()]),
    )
    .mistake(
        "counts misses only",
        "You took the sign of each residual: that is the gradient of the sum of |W·x + b − y|. \
             The square lets a large miss count more.",
        |(w, b, x, y)| mistakes::gradient_of_distances(*w, *b, x, y),
    )
    .mistake(
        "the last pair only",
        "Yours holds the last pair alone: add up over all pairs, with += in place of =.",
        |(w, b, x, y)| {
            let last = x.len().saturating_sub(1);
            solutions::loss_gradient(*w, *b, &x[last..], &y[last..])
        },
    )
    .why(
        "The residual says how wrong the line is, and x says how much W had to do with it. \
             Backpropagation is this sentence, repeated layer by layer.",
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
            // momentum_flat, momentum_none
            ((1.5, -0.5, 0.0, 0.3, 0.6), (1.2, -0.3)),
            ((1.5, -0.5, 2.0, 0.3, 0.0), (0.9, -0.6)),
        ])
        .tolerance(1e-12)
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
        .mistake(
            "swaps the two",
            "The two are in the wrong order: the new parameter first, then the change.",
            |&(a, d, s, r, n)| {
                let (a, d) = solutions::momentum_step(a, d, s, r, n);
                (d, a)
            },
        )
        .mistake(
            "keeps the old change",
            "The parameter is right. But you returned the change that came in, and the next step needs the new one.",
            |&(a, d, s, r, n)| (solutions::momentum_step(a, d, s, r, n).0, d),
        )
        .mistake(
            "forgets the last change",
            "That is plain descent. The last change enters with the weight ν.",
            |&(a, _, s, r, n)| solutions::momentum_step(a, 0.0, s, r, n),
        )
        .mistake(
            "brakes",
            "You took ν·Δ away. The last change carries on in its direction: it is added.",
            |&(a, d, s, r, n)| solutions::momentum_step(a, -d, s, r, n),
        )
        .mistake(
            "rates the last change too",
            "You multiplied the whole mixture by the rate. It belongs to the gradient alone; the last change has had its rate.",
            |&(a, d, s, r, n)| solutions::momentum_step(a, r * d, s, r, n),
        )
        .mistake(
            "forgets the rate",
            "The learning rate is missing: it multiplies the gradient.",
            |&(a, d, s, _, n)| solutions::momentum_step(a, d, s, 1.0, n),
        )
        .mistake(
            "subtracts the change",
            "The minus is already in the change: the parameter is moved by + Δ(t+1).",
            |&(a, d, s, r, n)| {
                let (_, new) = solutions::momentum_step(a, d, s, r, n);
                (a - new, new)
            },
        )
        .why(
            "The change is an average of past gradients. Gradients that point to and fro cancel in it; \
             gradients that agree add up.",
        )
        .done()
}
