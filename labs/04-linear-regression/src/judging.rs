//! What the judge needs to know about the exercises: probes, hints, known mistakes.
//!
//! Every expected value comes from NumPy or PyTorch: `tests/reference/make.py`, whose names stand
//! beside the probes.

use labkit::judge::Exercise;

use crate::{exercises, mistakes, solutions};

/// The exercises of this lab, in the order of the lesson.
pub fn exercises() -> Vec<Exercise> {
    vec![
        loss_gradient(),
        broadcast_bug(),
        largest_stable_rate(),
        momentum_step(),
        ridge(),
        minibatch_gradient(),
        best_constants(),
        standardise(),
    ]
}

type Pairs32 = (f32, f32, Vec<f32>, Vec<f32>);

fn loss_gradient() -> Exercise {
    Exercise::new(
        "loss_gradient",
        10,
        "the two slopes of the summed squared loss",
    )
    .hints([
        "One pair contributes (W·x + b − y)². Use the chain rule: the outer function is a \
             square, the inner one a line.",
        "The square gives 2(W·x + b − y). The inner derivative is x for W and 1 for b.",
        "For each pair let slope = 2·(W·x + b − y); add slope·x to the first sum, slope to the \
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
        "The derivative of a square is twice the thing squared: your slopes are half as steep \
             as they should be.",
        |(w, b, x, y)| mistakes::gradient_without_two(*w, *b, x, y),
    )
    .mistake(
        "forgets the inner derivative",
        "W is multiplied by x inside the square, so ∂L/∂W has a factor x; yours is the slope \
             for b twice.",
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

fn broadcast_bug() -> Exercise {
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

fn largest_stable_rate() -> Exercise {
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

fn momentum_step() -> Exercise {
    Exercise::new("momentum_step", 10, "one update with momentum")
        .hints([
            "Two lines: first the new change, from the slope and the last change; then the \
             parameter.",
            "The new change mixes two things with the weights (1 − ν) and ν: −λ·∇ and the last \
             change.",
            "new = −(1 − nu)·rate·slope + nu·change; return (a + new, new).",
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
            "takes the full slope",
            "This is the usual form, without the factor 1 − ν before the slope; asked is the \
             mixture, whose weights add up to 1.",
            |&(a, d, s, r, n)| mistakes::momentum_usual(a, d, s, r, n),
        )
        .mistake(
            "swaps the weights",
            "ν is how much of the last change is kept; you gave it to the slope.",
            |&(a, d, s, r, n)| mistakes::momentum_swapped(a, d, s, r, n),
        )
        .mistake(
            "climbs",
            "The slope points uphill, so it enters with a minus.",
            |&(a, d, s, r, n)| mistakes::momentum_uphill(a, d, s, r, n),
        )
        .mistake(
            "moves by the old change",
            "Compute the new change first and move the parameter by that one.",
            |&(a, d, s, r, n)| mistakes::momentum_late(a, d, s, r, n),
        )
        .why(
            "The change is an average of past slopes. Slopes that point to and fro cancel in it; \
             slopes that agree add up.",
        )
        .done()
}

type Ridge = (Vec<f64>, Vec<f64>, usize, f64);

fn ridge() -> Exercise {
    Exercise::new("ridge", 25, "a polynomial that pays for large coefficients")
        .hints([
            "Write the loss with matrices: (1/n)‖V·a − y‖² + μ‖a‖². Set its gradient to zero.",
            "The gradient is (2/n)·Vᵀ(V·a − y) + 2μ·a. Collect what stands before a.",
            "(VᵀV/n + μI)·a = Vᵀy/n. `DMatrix::identity(degree + 1, degree + 1) * mu` is μI.",
        ])
        .probes([
            // ridge_a, ridge_b, ridge_c
            (
                (
                    vec![-1.0, -0.5, 0.0, 0.5, 1.5],
                    vec![2.0, -1.0, 0.5, 1.0, 3.0],
                    2,
                    0.1,
                ),
                vec![
                    0.215_804_165_771_956_27,
                    0.167_919_261_327_033_94,
                    1.127_764_655_357_526_7,
                ],
            ),
            (
                (vec![0.5, 1.0, 2.0, 3.0], vec![1.0, 3.0, 2.0, 5.0], 3, 0.01),
                vec![
                    0.840_249_850_023_274_2,
                    2.276_227_824_469_507_3,
                    -1.575_545_370_164_764_2,
                    0.422_461_765_306_631_43,
                ],
            ),
            (
                (vec![-2.0, 1.0, 3.0], vec![4.0, 1.5, -2.0], 1, 2.0),
                vec![0.539_772_727_272_727_4, -0.678_977_272_727_272_7],
            ),
        ])
        .tolerance(1e-8)
        .answer(|(x, y, degree, mu): &Ridge| exercises::ridge(x, y, *degree, *mu))
        .solution(|(x, y, degree, mu)| solutions::ridge(x, y, *degree, *mu))
        .mistake(
            "forgets the 1/n",
            "The data term is a mean, so VᵀV and Vᵀy are divided by n before μ is added; your \
             penalty is n times too weak.",
            |(x, y, degree, mu)| mistakes::ridge_of_the_sum(x, y, *degree, *mu),
        )
        .mistake(
            "adds μ to every entry",
            "μΣa_j² is μ·aᵀI·a: μ belongs on the diagonal, not in every entry of the matrix.",
            |(x, y, degree, mu)| mistakes::ridge_everywhere(x, y, *degree, *mu),
        )
        .mistake(
            "spares the constant",
            "a_0 goes unpunished. Many programs do that on purpose, but here every coefficient \
             pays.",
            |(x, y, degree, mu)| mistakes::ridge_spares_the_constant(x, y, *degree, *mu),
        )
        .mistake(
            "rewards large coefficients",
            "The penalty has the wrong sign: + μ·Σa² in the loss puts + μ on the diagonal.",
            |(x, y, degree, mu)| mistakes::ridge_rewards(x, y, *degree, *mu),
        )
        .why(
            "μ on the diagonal lifts every curvature by 2μ. So the penalty calms the coefficients \
             and the condition number at once.",
        )
        .done()
}

type Batch = (f64, f64, Vec<usize>);

fn minibatch_gradient() -> Exercise {
    const X: [f64; 5] = [0.5, -1.0, 2.0, 3.5, -2.5];
    const Y: [f64; 5] = [1.0, 0.5, -1.0, -3.0, 4.0];
    Exercise::new(
        "minibatch_gradient",
        10,
        "the slope, estimated from a few rows",
    )
    .hints([
        "It is your loss_gradient again, but the sum runs over the rows in the batch.",
        "`for &i in batch` gives the row numbers: use x[i] and y[i].",
        "Sum 2(W·x_i + b − y_i)·x_i and 2(W·x_i + b − y_i) over the batch, then divide both by \
             batch.len().",
    ])
    .probes([
        // batch_a, batch_b, batch_c
        ((0.3, -0.3, vec![3, 1]), (14.225, 2.65)),
        ((-1.5, 0.25, vec![4, 0, 2]), (-17.0 / 6.0, -13.0 / 6.0)),
        ((2.0, 1.0, vec![3]), (77.0, 22.0)),
    ])
    .tolerance(1e-9)
    .answer(|(w, b, rows): &Batch| exercises::minibatch_gradient(*w, *b, &X, &Y, rows))
    .solution(|(w, b, rows)| solutions::minibatch_gradient(*w, *b, &X, &Y, rows))
    .mistake(
        "divides by all rows",
        "The mean is over the batch: divide by batch.len(), or a small batch takes tiny steps.",
        |(w, b, rows)| mistakes::minibatch_over_all(*w, *b, &X, &Y, rows),
    )
    .mistake(
        "does not divide",
        "This is the sum over the batch. Take the mean, so that the same rate suits every \
             batch size.",
        |(w, b, rows)| mistakes::minibatch_sum(*w, *b, &X, &Y, rows),
    )
    .mistake(
        "takes the first rows",
        "The batch lists row numbers; you used the first rows of the data instead, so most \
             rows would never be seen.",
        |(w, b, rows)| mistakes::minibatch_first(*w, *b, &X, &Y, rows),
    )
    .why(
        "Averaged over all batches this is the gradient of all rows. A batch is a poll, and \
             its error shrinks with the root of its size.",
    )
    .done()
}

fn best_constants() -> Exercise {
    Exercise::new(
        "best_constants",
        10,
        "one guess for all: two losses, two answers",
    )
    .hints([
        "Set the derivative of the mean of (v − c)² to zero and solve for c.",
        "The derivative of |v − c| is −1 for values above c and +1 for values below. When do \
             these balance?",
        "The mean, and the median: sort a copy; the middle value, or the middle between the \
             two middle values.",
    ])
    .probes([
        // constants_odd, constants_even, constants_six
        (vec![3.0, -1.0, 10.0, 2.5, 4.0], (3.7, 3.0)),
        (vec![7.0, 1.0, 2.0, 40.0], (12.5, 4.5)),
        (vec![0.5, -2.0, 8.0, 3.0, 1.25, -6.0], (4.75 / 6.0, 0.875)),
    ])
    .tolerance(1e-9)
    .answer(|values: &Vec<f64>| exercises::best_constants(values))
    .solution(|values| solutions::best_constants(values))
    .mistake(
        "swaps the two",
        "The other way round: squares lead to the mean, absolute values to the median.",
        |values| mistakes::constants_swapped(values),
    )
    .mistake(
        "does not sort",
        "The median is the middle of the *sorted* values; you took the middle of the list as it \
             came.",
        |values| mistakes::constants_unsorted(values),
    )
    .mistake(
        "takes the upper middle",
        "With an even number of values there are two in the middle: return the middle between \
             them.",
        |values| mistakes::constants_upper(values),
    )
    .why(
        "The loss decides what “typical” means. Move the largest value to a million: the mean \
             follows it, the median does not notice.",
    )
    .done()
}

fn standardise() -> Exercise {
    Exercise::new("standardise", 15, "one scale for training and test data")
        .hints([
            "Which data may a model know before it is tested? Only the training column.",
            "Compute the mean and the deviation of the training column once; use them for both.",
            "mean = Σ/n; deviation = √(Σ(v − mean)²/n); both columns become (v − mean)/deviation.",
        ])
        .probes([
            // standardise_a, standardise_b, standardise_c
            (
                (vec![1.0, 3.0, 8.0], vec![2.0, 10.0]),
                (
                    vec![
                        -1.019_049_330_730_136_3,
                        -0.339_683_110_243_378_7,
                        1.358_732_440_973_515,
                    ],
                    vec![-0.679_366_220_486_757_4, 2.038_098_661_460_272_5],
                ),
            ),
            (
                (vec![-0.5, 2.5, 0.0, 6.0], vec![4.0, -1.0, 0.25]),
                (
                    vec![
                        -0.971_285_862_357_264_1,
                        0.194_257_172_471_452_83,
                        -0.777_028_689_885_811_3,
                        1.554_057_379_771_622_6,
                    ],
                    vec![
                        0.777_028_689_885_811_3,
                        -1.165_543_034_828_717,
                        -0.679_900_103_650_085,
                    ],
                ),
            ),
            (
                (vec![10.0, 12.0, 11.0, 17.0, 15.0], vec![16.5, 9.0]),
                (
                    vec![
                        -1.150_447_483_271_055_6,
                        -0.383_482_494_423_685_2,
                        -0.766_964_988_847_370_4,
                        1.533_929_977_694_740_8,
                        0.766_964_988_847_370_4,
                    ],
                    vec![1.342_188_730_482_898, -1.533_929_977_694_740_8],
                ),
            ),
        ])
        .tolerance(1e-9)
        .answer(|(train, test): &(Vec<f64>, Vec<f64>)| exercises::standardise(train, test))
        .solution(|(train, test)| solutions::standardise(train, test))
        .mistake(
            "scales the test data by themselves",
            "The test column got its own mean and deviation: the same measurement would mean two \
             different things in training and in use.",
            |(train, test)| mistakes::standardise_apart(train, test),
        )
        .mistake(
            "lets the test data leak",
            "Mean and deviation come from both columns together, so the training has already seen \
             the test. Use the training column alone.",
            |(train, test)| mistakes::standardise_together(train, test),
        )
        .mistake(
            "divides by the variance",
            "Divide by the deviation, the root of the variance; otherwise the units do not cancel.",
            |(train, test)| mistakes::standardise_by_variance(train, test),
        )
        .mistake(
            "divides by n − 1",
            "Here the deviation is the root of the mean squared distance: divide by n, not n − 1.",
            |(train, test)| mistakes::standardise_by_sample_deviation(train, test),
        )
        .why(
            "A model is used on data that nobody has seen yet. Whatever is computed from data — \
             even a mean — belongs to the training.",
        )
        .done()
}
