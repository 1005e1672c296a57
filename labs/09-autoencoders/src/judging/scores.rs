//! What a network is asked for, and how a score is scored.

use crate::{exercises, mistakes, solutions};
use labkit::judge::Exercise;

pub fn noisy_target() -> Exercise {
    Exercise::new("noisy_target", 15, "predict, then see: what a network of loss 0 makes of new pictures; four decimals")
        .entries([
            "the error of what comes out",
            "the error of what went in",
            "the PSNR",
            "the loss of a perfect cleaner",
        ])
        .hints([
            "Loss 0 means that model(noisy) = noisy, always. What does such a network do with noise?",
            "It hands everything on. So what comes out differs from the clean picture by the noise alone; its mean square is the standard deviation squared.",
            "A perfect cleaner returns the clean picture, and is asked for the noisy one: the difference is the noise again. 10·log₁₀(16) is 12.04.",
        ])
        // By hand: 0.25² = 1/16.
        .probes([((), [0.0625, 0.0625, 12.041_199_826_559_248, 0.0625])])
        .digits(4)
        .answer(|()| exercises::noisy_target())
        .solution(|()| solutions::noisy_target())
        .variants(
            "cleans by nature",
            "You trust that it cleans. It was asked for the noise as well, there is no narrow place to hold that back, and the loss of 0 says that it delivers.",
            [0.0625, 0.0],
            |of_perfect, ()| [0.0, 0.0625, f64::INFINITY, *of_perfect],
        )
        .mistake(
            "not squared",
            "0.25 is the standard deviation; the mean *squared* error is its square.",
            |()| mistakes::noisy_target_not_squared(),
        )
        .mistake(
            "a perfect loss",
            "A network that cleans perfectly returns the clean picture, and this loss compares it with the noisy one.",
            |()| mistakes::noisy_target_loss_zero(),
        )
        .mistake(
            "noise twice",
            "What comes out has the noise that went in, no more: none is added on the way.",
            |()| mistakes::noisy_target_twice(),
        )
        .mistake(
            "twenty",
            "20·log₁₀ is for ratios of amplitudes. A mean squared error is one of powers already: 10.",
            |()| mistakes::noisy_target_decibels(),
        )
        .mistake(
            "upside down",
            "You took the logarithm of the mse itself. It is that of 1/mse: less error, more decibels.",
            |()| [0.0625, 0.0625, -10.0 * 16.0_f64.log10(), 0.0625],
        )
        .mistake(
            "the natural logarithm",
            "You took the natural logarithm. Decibels count powers of ten.",
            |()| [0.0625, 0.0625, 10.0 * 16.0_f64.ln(), 0.0625],
        )
        .mistake(
            "of the root",
            "You took the PSNR of the standard deviation. The error in it is squared: 1/16.",
            |()| [0.0625, 0.0625, 10.0 * 4.0_f64.log10(), 0.0625],
        )
        .mistake(
            "a bel",
            "The factor 10 is missing: a decibel is a tenth of a bel.",
            |()| [0.0625, 0.0625, 16.0_f64.log10(), 0.0625],
        )
        .mistake(
            "halved",
            "You halved the noise on its way through. Nothing in this network holds it back.",
            |()| [0.03125, 0.0625, 10.0 * 32.0_f64.log10(), 0.0625],
        )
        .mistake(
            "noise on noise",
            "A perfect cleaner adds no noise of its own: it returns the clean picture, and only the target is noisy.",
            |()| [0.0625, 0.0625, 10.0 * 16.0_f64.log10(), 0.125],
        )
        .why("The loss that falls to 0 is the one of the wrong question. A good denoiser has a *higher* loss against the noisy picture than one that does nothing.")
        .done()
}

pub fn auc() -> Exercise {
    Exercise::new("auc", 20, "the area under the ROC curve, by counting pairs")
        .hints([
            "Go through every pair of an odd and a usual score.",
            "Add 1 if the odd one is higher, ½ if they are equal, 0 if it is lower.",
            "Divide by the number of pairs, `usual.len() * odd.len()`.",
        ])
        .probes([
            ((vec![0.1, 0.4, 0.35, 0.8], vec![0.4, 0.7, 0.9]), 0.791_666_666_666_666_6),
            ((vec![3.0, 1.0, 2.0], vec![1.5, 0.5]), 0.166_666_666_666_666_66),
            ((vec![0.2, 0.2, 0.5, 0.5, 0.9], vec![0.5, 0.5, 0.2]), 0.466_666_666_666_666_7),
                    // All the same: nothing is known. Nearly the same is not the same. And as far apart as numbers go.
            ((vec![-3.0, -3.0, -3.0], vec![-3.0, -3.0]), 0.5),
            ((vec![1.0, 0.0], vec![1.0 + 1e-12, 1e-13]), 0.75),
            ((vec![-1e300, 1e-300, 7.0], vec![1e300, 0.0, -1e300, 1e-300]), 0.5),
])
        .answer(|(usual, odd)| exercises::auc(usual, odd))
        .solution(|(usual, odd)| solutions::auc(usual, odd))
        .mistake(
            "ties lose",
            "A tie counts nothing in yours. Draw the curve: at a tie it runs diagonally, which is half of the step.",
            |(usual, odd)| mistakes::auc_ties_lose(usual, odd),
        )
        .mistake(
            "ties win",
            "A tie counts as won in yours. If all scores are the same the area must be ½: nothing is known.",
            |(usual, odd)| mistakes::auc_ties_win(usual, odd),
        )
        .mistake(
            "turned",
            "You counted the pairs in which the *usual* one is higher: 1 minus the area.",
            |(usual, odd)| mistakes::auc_turned(usual, odd),
        )
        .mistake(
            "side by side",
            "You compared the first with the first and the second with the second. Any odd one may meet any usual one.",
            |(usual, odd)| mistakes::auc_side_by_side(usual, odd),
        )
        .mistake(
            "above the mean",
            "You compared with the mean of the usual scores: that is one threshold. The area asks for all of them.",
            |(usual, odd)| mistakes::auc_above_the_mean(usual, odd),
        )
        .variants(
            "nearly a tie",
            "You took scores for equal that differ a little. A tie is a tie; where one is higher, by however little, it has won.",
            [1e-12, 1e-10, 1e-9, 1e-8, 1e-6],
            |near: &f64, (usual, odd): &(Vec<f64>, Vec<f64>)| mistakes::auc_nearly(*near, usual, odd),
        )
        .variants(
            "over the wrong count",
            "You divided by the wrong number: the pairs are as many as one list times the other.",
            [true, false],
            |is_sum: &bool, (usual, odd): &(Vec<f64>, Vec<f64>)| mistakes::auc_over_count(*is_sum, usual, odd),
        )
        .mistake(
            "the pairs themselves",
            "You counted the pairs. Divide by how many there are, and it is a probability.",
            |(usual, odd)| solutions::auc(usual, odd) * (usual.len() * odd.len()) as f64,
        )
        .mistake(
            "the largest alone",
            "You compared with the largest usual score alone. Any usual one may be drawn.",
            |(usual, odd)| mistakes::auc_above_the_largest(usual, odd),
        )
        .mistake(
            "above the median",
            "You compared with the median of the usual scores: that is one threshold. The area asks for all of them.",
            |(usual, odd)| mistakes::auc_above_the_median(usual, odd),
        )
        .why("Mann and Whitney counted these pairs in 1947. The area depends on the order of the scores alone: square them, and it is the same.")
        .done()
}
