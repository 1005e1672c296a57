//! Units, and a bug predicted on paper.

use crate::mistakes::units as mistakes;
use crate::{exercises, solutions};
use labkit::judge::Exercise;

pub fn standardise() -> Exercise {
    let probes = [
        (
            (vec![0.0, 0.5, 1.0, 0.25], vec![0.5, 0.75, 0.0]),
            vec![0.1690308509457033, 0.8451542547285166, -1.1832159566199232],
        ),
        (
            (vec![3.0, 5.0, 4.0, 8.0, 1.5], vec![2.0, 9.0]),
            vec![-1.054203271582443, 2.1542414680162967],
        ),
        // Never changes in training: the mean is 0.25, the scale stays.
        (
            (vec![0.25, 0.25, 0.25], vec![0.25, 0.75, 1.0]),
            vec![0.0, 0.5, 0.75],
        ),
        // The mean of three times 0.1 is not quite 0.1, and yet the pixel never changed.
        ((vec![0.1, 0.1, 0.1], vec![0.1, 0.6]), vec![0.0, 0.5]),
        // A value that occurs three times counts three times.
        (
            (vec![2.0, 2.0, 2.0, 7.0], vec![2.0, 7.0, 0.0]),
            vec![-0.5773502691896257, 1.7320508075688772, -1.5011106998930268],
        ),
        // Far from zero, and in a narrow range.
        (
            (
                vec![100_000_001.0, 100_000_003.0, 100_000_008.0],
                vec![100_000_002.0, 100_000_010.0],
            ),
            vec![-0.6793662204867574, 2.0380986614602725],
        ),
        (
            (vec![0.1, 0.1003, 0.1008], vec![0.1002]),
            vec![-0.5050762722761365],
        ),
    ];
    Exercise::new("standardise", 15, "test pixels in units of the training data")
        .hints([
            "Which of the two lists may decide what mean and standard deviation are? The network will have learned with those of one of them.",
            "Mean and standard deviation from `train`; then (x − mean)/(standard deviation) for every x of `test`.",
            "If all values of `train` are the same, divide by 1.0 in place of their standard deviation.",
        ])
        .probes(probes)
        .tolerance(1e-9)
        .property(
            "Another zero and another unit change nothing: 2x + 1024 is standardised to the same numbers as x.",
            |draws| (draws.numbers(5, -3.0..3.0), draws.numbers(3, -5.0..5.0)),
            |standardise, (train, test): &(Vec<f64>, Vec<f64>)| {
                let other = |column: &[f64]| column.iter().map(|x| 2.0 * x + 1024.0).collect::<Vec<_>>();
                let input = (other(train), other(test));
                (input.clone(), standardise(&input), standardise(&(train.clone(), test.clone())))
            },
        )
        .answer(|(train, test)| exercises::standardise(train, test))
        .solution(|(train, test)| solutions::standardise(train, test))
        .mistake(
            "statistics of the test",
            "You measured mean and standard deviation on the test pictures. The network learned in units of the *training* \
             pictures; and what you know of the test pictures should not shape the input.",
            |(train, test)| mistakes::standardise_by_test(train, test),
        )
        .mistake(
            "variance",
            "You divided by the variance. In units of the standard deviation, its square root, a typical distance becomes 1.",
            |(train, test)| mistakes::standardise_by_variance(train, test),
        )
        .mistake(
            "divides by zero",
            "A pixel that never changes has the standard deviation 0, and 0/0 is NaN. The corners of MNIST are such pixels: one of \
             them, and every loss is NaN.",
            |(train, test)| mistakes::standardise_dividing_by_zero(train, test),
        )
        .mistake(
            "not centred",
            "You rescaled the values and left their mean in them. Take it away first.",
            |(train, test)| mistakes::standardise_uncentred(train, test),
        )
        .mistake(
            "divides by a rounding error",
            "A pixel that is 0.1 in every picture has a mean that is not quite 0.1: rounding leaves a variance of 10⁻³⁴, and you divided \
             by its root. Ask whether the values differ, or whether the variance is more than such an error.",
            |(train, test)| mistakes::standardise_by_rounding(train, test),
        )
        .mistake(
            "mean of squares less square of mean",
            "On paper E[x²] − m² is the same variance. Far from zero two numbers near 10¹⁶ are subtracted, and of their sixteen digits hardly \
             one is left: take the mean away first, then square.",
            |(train, test)| mistakes::standardise_by_squares(train, test),
        )
        .mistake(
            "divides by n − 1",
            "Here the standard deviation is the root of the mean squared distance: divide by n, not n − 1.",
            |(train, test)| mistakes::standardise_by_sample_deviation(train, test),
        )
        .mistake(
            "statistics of both",
            "Mean and standard deviation come from training and test pictures together. What the network learned with knows the training \
             pictures alone.",
            |(train, test)| solutions::standardise(&[train.as_slice(), test].concat(), test),
        )
        .mistake(
            "returns the training values",
            "You standardised the training values. The test values are asked for, in units of the training.",
            |(train, _)| solutions::standardise(train, train),
        )
        .variants(
            "props the deviation up",
            "A small number added to the deviation bends every value a little. Only a pixel that never changed needs help: its scale is 1.",
            [1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8],
            |extra, (train, test)| mistakes::standardise_propped(train, test, *extra, 0.0),
        )
        .variants(
            "props the variance up",
            "A small number added to the variance bends every value a little. Only a pixel that never changed needs help: its scale is 1.",
            [1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8],
            |extra, (train, test)| mistakes::standardise_propped(train, test, 0.0, *extra),
        )
        .mistake(
            "all zeros where nothing changes",
            "Where the pixel never changed you returned 0 for everything. Take the mean away, and leave the scale alone.",
            |(train, test)| mistakes::standardise_to_zeros(train, test),
        )
        .mistake(
            "unchanged where nothing changes",
            "Where the pixel never changed you returned the values as they were. The mean still has to go; only the scale is left alone.",
            |(train, test)| mistakes::standardise_untouched(train, test),
        )
        .mistake(
            "only shifts",
            "You took the mean away and did not divide by the standard deviation.",
            |(train, test)| mistakes::standardise_shifted(train, test),
        )
        .mistake(
            "squeezes into 0 to 1",
            "You put the smallest training value to 0 and the largest to 1. Standardised, they have mean 0 and standard deviation 1.",
            |(train, test)| mistakes::standardise_by_range(train, test),
        )
        .why("The test pictures stand in for the future: whatever is done to them must be fixed before they arrive.")
        .done()
}

pub fn softmax_twice() -> Exercise {
    Exercise::new("softmax_twice", 15, "what the planted bug costs, on paper, to four decimals")
        .hints([
            "The second softmax gets ten numbers: a 1 and nine 0. Raise e to each of them.",
            "e¹ = 2.71828 and nine times e⁰ = 1. The probability is one share of their sum.",
            "p = 2.71828/11.71828, and the loss is −ln p = ln(11.71828/2.71828).",
        ])
        .probes([((), [0.231_969_316_684_073_92, 1.461_150_171_734_475])])
        .digits(4)
        .entries(["the probability", "the loss"])
        .answer(|()| exercises::softmax_twice())
        .solution(|()| solutions::softmax_twice())
        .mistake(
            "harmless",
            "You let the 1 and the 0s through unchanged. The second softmax takes them for logits: a lead of 1 is worth a factor e, no more.",
            |()| mistakes::softmax_twice_harmless(),
        )
        .mistake(
            "ten zeros",
            "There are ten classes in all: one of them is sure, so nine stand at 0.",
            |()| mistakes::softmax_twice_with_ten_zeros(),
        )
        .mistake(
            "no lead",
            "That is a tie of all ten. The true class leads by 1, so its power is e¹ and the others' is e⁰ = 1.",
            |()| mistakes::softmax_twice_as_a_tie(),
        )
        .mistake(
            "swapped",
            "The two are in the wrong order: the probability first, then the loss.",
            |()| {
                let [p, loss] = solutions::softmax_twice();
                [loss, p]
            },
        )
        .variants(
            "other logarithms",
            "The probability is right. Your logarithm has the base 2 or 10; the loss takes the natural one.",
            [std::f64::consts::LN_2, std::f64::consts::LN_10],
            |unit, ()| {
                let [p, loss] = solutions::softmax_twice();
                [p, loss / unit]
            },
        )
        .mistake(
            "sign",
            "The probability is right. ln p is negative, as p is below 1; the loss is minus that.",
            |()| {
                let [p, loss] = solutions::softmax_twice();
                [p, -loss]
            },
        )
        .mistake(
            "divides by ten",
            "You divided e by the number of classes. What stands below the bar is the sum of the powers, e + 9.",
            |()| [std::f64::consts::E / 10.0, -(std::f64::consts::E / 10.0).ln()],
        )
        .mistake(
            "two classes",
            "That is a sigmoid: the 1 against a single 0. There are nine of them.",
            |()| mistakes::softmax_twice_among(1.0),
        )
        .mistake(
            "another class",
            "That is what one of the nine others gets: 1/(e + 9). The true class has e above the bar.",
            |()| {
                let p = 1.0 / (std::f64::consts::E + 9.0);
                [p, -p.ln()]
            },
        )
        .mistake(
            "a third time",
            "You put the probability through a softmax once more. There are two, and the first one's result is given: 1 and nine 0.",
            |()| mistakes::softmax_thrice(),
        )
        .why("A loss that never falls below 1.46 and an accuracy that looks fine: if you see that pair, look for a second softmax.")
        .done()
}
