//! The exercises about fits: a penalty, and one answer for all.

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
            // ridge_wide: more coefficients than points; ridge_repeated; ridge_constant
            (
                (vec![2.0, -1.0], vec![3.0, 0.5], 3, 0.25),
                vec![
                    0.205_003_474_635_163_27,
                    -0.071_577_484_364_142_02,
                    0.338_429_464_906_184_9,
                    0.195_274_496_177_901_19,
                ],
            ),
            (
                (vec![1.0, 1.0, 1.0, -3.0], vec![2.0, 4.0, 9.0, 1.0], 1, 0.5),
                vec![8.0 / 3.0, 6.0 / 7.0],
            ),
            ((vec![5.0, -7.0, 2.0], vec![1.0, 3.0, 8.0], 0, 3.0), vec![1.0]),
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
        .mistake(
            "highest power first",
            "The coefficients are right and in the wrong order: a_0 first.",
            |(x, y, degree, mu)| {
                let mut a = solutions::ridge(x, y, *degree, *mu);
                a.reverse();
                a
            },
        )
        .mistake(
            "divides one side",
            "You divided VᵀV by n and not Vᵀy: both come from the mean.",
            |(x, y, degree, mu)| mistakes::ridge_scaled(x, y, *degree, *mu, x.len() as f64),
        )
        .mistake(
            "divides the other side",
            "You divided Vᵀy by n and not VᵀV: both come from the mean.",
            |(x, y, degree, mu)| {
                let n = x.len() as f64;
                mistakes::ridge_scaled(x, y, *degree, *mu / n, 1.0 / n)
            },
        )
        .mistake(
            "squares μ",
            "The penalty is μ·Σ a_j²: the coefficients are squared, μ is not.",
            |(x, y, degree, mu)| solutions::ridge(x, y, *degree, mu * mu),
        )
        .mistake(
            "penalises n times",
            "Your penalty is n times too strong: if you multiply the equation by n, μ becomes n·μ once.",
            |(x, y, degree, mu)| solutions::ridge(x, y, *degree, mu * x.len() as f64),
        )
        .mistake(
            "one coefficient short",
            "A polynomial of this degree has `degree + 1` coefficients: from a_0 to the one before x^degree.",
            |(x, y, degree, mu)| match degree {
                0 => Vec::new(),
                _ => solutions::ridge(x, y, degree - 1, *mu),
            },
        )
        .mistake(
            "no penalty",
            "That is the fit without a penalty; where there are more coefficients than points it does not even exist. μ belongs on \
             the diagonal.",
            |(x, y, degree, _)| mistakes::unpenalised(x, y, *degree),
        )
        .why(
            "μ on the diagonal lifts every curvature by 2μ. So the penalty calms the coefficients \
             and the condition number at once.",
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
        // constants_ties, constants_tied_middle, constants_wide, constants_one
        (vec![7.0, -2.0, 30.0, -2.0, -2.0, 31.0], (31.0 / 3.0, 2.5)),
        (vec![4.0, 1.0, 4.0, 4.0, 10.0, 12.0, 1.0], (36.0 / 7.0, 4.0)),
        (vec![1e6, -3.0, 2.0], (333_333.0, 2.0)),
        (vec![-7.5], (-7.5, -7.5)),
    ])
    .tolerance(1e-12)
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
    .mistake(
        "takes the lower middle",
        "With an even number of values there are two in the middle, and you took the lower one: return \
             the middle between them.",
        |values| mistakes::constants_lower(values),
    )
    .mistake(
        "counts each value once",
        "You dropped values that occur twice before you looked for the middle. Every value has its \
             vote: three times −2 weighs three times.",
        |values| mistakes::constants_deduplicated(values),
    )
    .mistake(
        "middle of the range",
        "The middle between the smallest and the largest value looks at two values only. It makes the \
             *largest* error smallest, not the mean one.",
        |values| mistakes::constants_mid_range(values),
    )
    .mistake(
        "divides by one less",
        "You divided the sum by one less than the number of values. A mean divides by their number.",
        |values| {
            let n = values.len() as f64;
            let (mean, median) = solutions::best_constants(values);
            (mean * n / (n - 1.0), median)
        },
    )
    .mistake(
        "the mean twice",
        "The mean is right for squares. For absolute values a far value pulls no harder than a near one: \
             what matters is how many lie on each side.",
        |values| {
            let (mean, _) = solutions::best_constants(values);
            (mean, mean)
        },
    )
    .mistake(
        "the median twice",
        "The median is right for absolute values. For squares a far value pulls harder: set the \
             derivative of Σ(v − c)² to zero.",
        |values| {
            let (_, median) = solutions::best_constants(values);
            (median, median)
        },
    )
    .mistake(
        "sorts by size",
        "You sorted by |v|. The middle is meant on the line, where −6 lies left of −2.",
        |values| mistakes::constants_by_size(values),
    )
    .mistake(
        "the errors",
        "Those are the two errors at their smallest. Asked are the answers that lead to them.",
        |values| mistakes::constants_errors(values),
    )
    .why(
        "The loss decides what “typical” means. Move the largest value to a million: the mean \
             follows it, the median does not notice.",
    )
    .done()
}
