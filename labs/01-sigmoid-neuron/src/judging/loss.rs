//! The exercise about the log-loss.

use labkit::judge::Exercise;

use crate::mistakes::losses;
use crate::{exercises, solutions};

pub(super) fn log_loss() -> Exercise {
    Exercise::new("log_loss", 25, "the log-loss from the sum, without overflow")
        .hints([
            "−ln σ(s) = ln(1 + e⁻ˢ) and −ln(1 − σ(s)) = ln(1 + eˢ): both are softplus, of −s and of s.",
            "ln(1 + eˢ) overflows for a large s. Pull eˢ out of the bracket: ln(1 + eˢ) = s + ln(1 + e⁻ˢ).",
            "softplus(s) = s.max(0.0) + (-s.abs()).exp().ln_1p(), and the loss is y·softplus(−s) + (1 − y)·softplus(s).",
        ])
        .probes([
            ((0.7, 1.0), 0.4031860488854579),
            ((-1.9, 1.0), 2.0393867582829603),
            ((2.4, 0.0), 2.4868361521539497),
            ((45.0, 0.0), 45.0),
            ((800.0, 0.0), 800.0),
            ((-800.0, 1.0), 800.0),
            ((800.0, 1.0), 0.0),
            ((0.0, 1.0), std::f64::consts::LN_2),
            ((30.5, 1.0), 5.675685232632562e-14),
            ((-45.0, 1.0), 45.0),
            ((1000.0, 0.0), 1000.0),
            ((-1000.0, 1.0), 1000.0),
            ((-1000.0, 0.0), 0.0),
        ])
        .tolerance(1e-12)
        .property(
            "The losses of the two answers lie s apart: −ln p − (−ln(1 − p)) = −s.",
            |draws| (draws.number(-900.0..900.0), 1.0),
            |loss, &(s, y)| ((s, y), loss(&(s, 1.0)) - loss(&(s, 0.0)), -s),
        )
        .answer(|&(s, y)| exercises::log_loss(s, y))
        .solution(|&(s, y)| solutions::log_loss(s, y))
        .variants(
            "naive",
            "This is the formula as it stands, and right until p rounds to exactly 1 or 0. Then it takes ln 0. \
             Never compute p: go from the sum to the loss directly.",
            [losses::log_loss_naive, losses::log_loss_by_case],
            |f, &(s, y)| f(s, y),
        )
        .variants(
            "clamped",
            "Keeping p away from 0 and 1 hides the infinity and puts a lie in its place: from some sum on the loss stops \
             growing, so its gradient is 0 and the most mistaken neuron learns nothing. Go from the sum to the loss directly.",
            losses::clamps(),
            |&(clamp, bound), &(s, y)| losses::log_loss_clamped(s, y, |p| clamp(p, bound)),
        )
        .variants(
            "props p up",
            "A small number added inside the logarithm hides the infinity, bends every loss a little, and lets none grow \
             beyond a bound. Go from the sum to the loss directly.",
            [1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-12, 1e-15],
            |&extra, &(s, y)| losses::log_loss_propped(s, y, extra),
        )
        .variants(
            "softplus overflows",
            "From the sum to the loss, that is the way. But e to 800 is infinite, and your logarithm meets it: let e have only \
             exponents below zero, on both sides.",
            [losses::softplus_plain, losses::softplus_ln_1p, losses::softplus_pulled_out],
            |softplus, &(s, y)| losses::log_loss_by(*softplus, s, y),
        )
        .mistake(
            "does not grow",
            "ln(1 + e^−|s|) is what remains after the large part has been pulled out, and the large part, max(s, 0), is missing.",
            |&(s, y)| losses::log_loss_by(|s| (-s.abs()).exp().ln_1p(), s, y),
        )
        .mistake(
            "only the large part",
            "max(s, 0) is softplus seen from afar: near 0 the part ln(1 + e^−|s|) is missing.",
            |&(s, y)| losses::log_loss_by(|s| s.max(0.0), s, y),
        )
        .variants(
            "another logarithm",
            "Right, in other units: the log-loss takes the natural logarithm, `ln`, not the one to base 2 or 10.",
            [std::f64::consts::LN_2, std::f64::consts::LN_10],
            |unit, &(s, y)| solutions::log_loss(s, y) / unit,
        )
        .variants(
            "squares",
            "That is the squared error of p. It never exceeds 1, however sure and wrong the neuron is.",
            [1.0, 0.5],
            |factor, &(s, y)| factor * (solutions::logistic(s, 1.0, 0.0) - y).powi(2),
        )
        .mistake(
            "distance",
            "That is the distance between p and y. It never exceeds 1, however sure and wrong the neuron is.",
            |&(s, y)| (solutions::logistic(s, 1.0, 0.0) - y).abs(),
        )
        .variants(
            "ignores the answer",
            "Your loss is the same for both answers. Where y is 1 it is −ln p, where y is 0 it is −ln(1 − p).",
            [1.0, 0.0],
            |&always, &(s, _)| solutions::log_loss(s, always),
        )
        .variants(
            "one answer only",
            "Yours has one of the two halves: −ln p counts where the answer is 1, −ln(1 − p) where it is 0.",
            [1.0, 0.0],
            |&only, &(s, y)| if y == only { solutions::log_loss(s, y) } else { 0.0 },
        )
        .mistake(
            "rewards the wrong answer",
            "Your loss is small when the neuron is wrong: y and 1 − y are exchanged.",
            |&(s, y)| losses::log_loss_swapped(s, y),
        )
        .mistake(
            "log-likelihood",
            "The sign is turned: this is the log-likelihood, which is never positive and should grow. The loss is minus that.",
            |&(s, y)| losses::log_loss_negated(s, y),
        )
        .why("Every framework has this function under a name such as `bce_with_logits`; now you know what `with_logits` is for.")
        .done()
}
