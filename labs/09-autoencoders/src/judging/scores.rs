//! What a network is asked for, and how a score is scored.

use crate::{exercises, mistakes, solutions};
use labkit::judge::Exercise;

pub fn noisy_target() -> Exercise {
    Exercise::new("noisy_target", 15, "predict, then see: a cleaner that was asked for the noisy picture")
        .hints([
            "Loss 0 means that model(noisy) = noisy, always. What does such a network do with noise?",
            "It hands everything on. So what comes out differs from the clean picture by the noise alone; its mean square is the standard deviation squared.",
            "A perfect cleaner returns the clean picture, and is asked for the noisy one: the difference is the noise again. 10·log₁₀(16) is 12.04.",
        ])
        // By hand: 0.25² = 1/16.
        .probes([((), [0.0625, 0.0625, 12.041_199_826_559_248, 0.0625])])
        .answer(|()| exercises::noisy_target())
        .solution(|()| solutions::noisy_target())
        .mistake(
            "cleans by nature",
            "You trust that it cleans. It was asked for the noise as well, there is no narrow place to hold that back, and the loss of 0 says that it delivers.",
            |()| mistakes::noisy_target_cleans(),
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
        .why("Mann and Whitney counted these pairs in 1947. The area depends on the order of the scores alone: square them, and it is the same.")
        .done()
}
