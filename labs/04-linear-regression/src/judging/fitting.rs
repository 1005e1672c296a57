//! The exercises about data: penalties, batches, outliers, scales.

use labkit::judge::Exercise;

use crate::{exercises, mistakes, solutions};

type Ridge = (Vec<f64>, Vec<f64>, usize, f64);

pub(super) fn ridge() -> Exercise {
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
            "halves the penalty",
            "Your penalty is half as strong as it should be: the derivative of μ·a_j² is 2μ·a_j, with the 2.",
            |(x, y, degree, mu)| mistakes::ridge_half_penalty(x, y, *degree, *mu),
        )
        .mistake(
            "doubles the penalty",
            "Your penalty is twice as strong as it should be: both terms have a 2 from their \
             squares, so it cancels.",
            |(x, y, degree, mu)| mistakes::ridge_double_penalty(x, y, *degree, *mu),
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

pub(super) fn minibatch_gradient() -> Exercise {
    const X: [f64; 5] = [0.5, -1.0, 2.0, 3.5, -2.5];
    const Y: [f64; 5] = [1.0, 0.5, -1.0, -3.0, 4.0];
    Exercise::new(
        "minibatch_gradient",
        10,
        "the gradient, estimated from a few rows",
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

pub(super) fn best_constants() -> Exercise {
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

pub(super) fn standardise() -> Exercise {
    Exercise::new("standardise", 15, "one scale for training and test data")
        .hints([
            "Which data may a model know before it is tested? Only the training column.",
            "Compute the mean and the standard deviation of the training column once; use them for both.",
            "mean = Σ/n; s = √(Σ(v − mean)²/n); both columns become (v − mean)/s.",
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
            "The test column got its own mean and standard deviation: the same measurement would mean two \
             different things in training and in use.",
            |(train, test)| mistakes::standardise_apart(train, test),
        )
        .mistake(
            "lets the test data leak",
            "Mean and standard deviation come from both columns together, so the training has already seen \
             the test. Use the training column alone.",
            |(train, test)| mistakes::standardise_together(train, test),
        )
        .mistake(
            "divides by the variance",
            "Divide by the standard deviation, the root of the variance; otherwise the units do not cancel.",
            |(train, test)| mistakes::standardise_by_variance(train, test),
        )
        .mistake(
            "divides by n − 1",
            "Here the standard deviation is the root of the mean squared distance: divide by n, not n − 1.",
            |(train, test)| mistakes::standardise_by_sample_deviation(train, test),
        )
        .why(
            "A model is used on data that nobody has seen yet. Whatever is computed from data — \
             even a mean — belongs to the training.",
        )
        .done()
}
