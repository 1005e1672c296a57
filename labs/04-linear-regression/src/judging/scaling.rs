//! The exercise about scales.

use labkit::judge::Exercise;

use crate::mistakes::scales as mistakes;
use crate::{exercises, solutions};

pub(super) fn standardise() -> Exercise {
    Exercise::new("standardise", 15, "one scale for training and test data")
        .hints([
            "Which data may a model know before it is tested? Only the training column.",
            "Compute the mean and the standard deviation of the training column once; use them for both.",
            "mean = Σ/n; s = √(Σ(v − mean)²/n); both columns become (v − mean)/s.",
        ])
        .probes([
            // standardise_a, standardise_b, standardise_c, standardise_far, standardise_tiny
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
            // The first column again, far from zero and small.
            (
                (
                    vec![100_000_001.0, 100_000_003.0, 100_000_008.0],
                    vec![100_000_002.0, 100_000_010.0],
                ),
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
                (vec![1e-9, 3e-9, 8e-9], vec![2e-9]),
                (
                    vec![
                        -1.019_049_330_730_136_3,
                        -0.339_683_110_243_378_7,
                        1.358_732_440_973_515,
                    ],
                    vec![-0.679_366_220_486_757_4],
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
        .mistake(
            "mean of squares less square of mean",
            "On paper E[v²] − m² is the same variance. Far from zero two numbers of 1e16 are subtracted, and of their sixteen \
             digits hardly one is left: take the mean away first, then square.",
            |(train, test)| mistakes::standardise_by_squares(train, test),
        )
        .variants(
            "props the deviation up",
            "A small number added to the deviation spoils a column of small values. The training column is never constant, so it \
             needs none.",
            [1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-12],
            |extra, (train, test)| mistakes::standardise_propped(train, test, *extra, 0.0),
        )
        .variants(
            "props the variance up",
            "A small number added to the variance spoils a column of small values. The training column is never constant, so it \
             needs none.",
            [1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-12],
            |extra, (train, test)| mistakes::standardise_propped(train, test, 0.0, *extra),
        )
        .mistake(
            "swaps the two",
            "The two columns are in the wrong order: the training column first.",
            |(train, test)| {
                let (train, test) = solutions::standardise(train, test);
                (test, train)
            },
        )
        .mistake(
            "only shifts",
            "You took the mean away and did not divide by the standard deviation.",
            |(train, test)| mistakes::standardise_by(train, test, |mean, _| (mean, 1.0)),
        )
        .mistake(
            "only scales",
            "You divided by the standard deviation and left the mean in.",
            |(train, test)| mistakes::standardise_by(train, test, |_, deviation| (0.0, deviation)),
        )
        .mistake(
            "leaves the test data alone",
            "The test column came back as it was. A model that learned from standardised data wants its test data in the same units.",
            |(train, test)| (solutions::standardise(train, test).0, test.clone()),
        )
        .mistake(
            "divides the mean too",
            "A bracket is missing: (v − mean)/s, not v − mean/s.",
            |(train, test)| mistakes::standardise_without_bracket(train, test),
        )
        .mistake(
            "squeezes into 0 to 1",
            "You put the smallest value to 0 and the largest to 1. Standardised data have mean 0 and standard deviation 1.",
            |(train, test)| mistakes::standardise_by_range(train, test),
        )
        .mistake(
            "mean absolute distance",
            "You divided by the mean absolute distance. The standard deviation is the root of the mean squared distance.",
            |(train, test)| mistakes::standardise_by_distance(train, test),
        )
        .why(
            "A model is used on data that nobody has seen yet. Whatever is computed from data — \
             even a mean — belongs to the training.",
        )
        .done()
}
