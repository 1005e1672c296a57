//! The exercises on paper.

use labkit::judge::Exercise;

use crate::{exercises, mistakes, solutions};

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
    .mistake(
        "swaps the two",
        "The two are in the wrong order: W first, then b.",
        |()| (-1.5, 0.0),
    )
    .mistake(
        "loses the sign",
        "The size of b is right. The targets are 0 or negative, and so is their mean.",
        |()| (0.0, 1.5),
    )
    .mistake(
        "adds the targets up",
        "You added the targets up. What lies nearest to all of them is their mean.",
        |()| (0.0, -6.0),
    )
    .variants(
        "stays at a target",
        "W does go to 0. But one target, or the middle of a pair, is not what lies nearest to all four: add up their squares.",
        [-1.0, -2.0, -3.0],
        |&b, ()| (0.0, b),
    )
    .mistake(
        "turns the line round",
        "W does not change its sign: fix one x, and see which prediction lies nearest to all four targets at once.",
        |()| (1.0, -4.0),
    )
    .mistake(
        "never moves",
        "That is where the lesson starts. The gradient of the buggy loss is not zero there, so descent goes on.",
        |()| (0.3, -0.3),
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
    .mistake(
        "takes the mean",
        "Three times too large: with the *mean* the curvature would be a third. The loss is the sum over the three points.",
        |()| 3.0 * solutions::largest_stable_rate(),
    )
    .mistake(
        "leaves b out",
        "You looked at W alone: 2/(2·Σx²). With b the valley is steeper, in a direction between the two.",
        |()| 0.2,
    )
    .variants(
        "stops at the eigenvalue",
        "That is an eigenvalue. The largest rate is 2 divided by the larger one.",
        [4.0, 8.0],
        |&a, ()| if a == 4.0 { 4.0 + 10_f64.sqrt() } else { 8.0 + 2.0 * 10_f64.sqrt() },
    )
    .mistake(
        "the lesson's data",
        "That is the limit for the lesson's x = 1, 2, 3, 4. Here x = 0, 1, 2.",
        |()| 0.029_939_026_657_163_744, // limit_line
    )
    .mistake(
        "guesses",
        "0.1 is a safe guess. There is a largest rate, and it can be computed: from the eigenvalues of the matrix of second \
             derivatives.",
        |()| 0.1,
    )
    .why(
        "One number of the data, λ_max, decides which rates are possible. Scaling the inputs \
             changes it: that is why one standardises.",
    )
    .done()
}
