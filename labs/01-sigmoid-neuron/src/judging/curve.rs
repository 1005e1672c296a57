//! The exercises about the curve of one neuron.

use labkit::judge::Exercise;

use crate::{exercises, mistakes, solutions};

pub(super) fn logistic() -> Exercise {
    Exercise::new("logistic", 5, "σ(b + w·x), the output of a neuron with one input")
        .hints([
            "Work from the inside out: first the sum s = b + w·x, then e to the power −s.",
            "A sum of 800 must give 1, a sum of −800 must give 0. Try both in your head: where may e overflow?",
            "1.0 / (1.0 + (-s).exp()): with the minus it can only overflow below the fraction bar.",
        ])
        .probes([
            ((0.5, 2.0, -1.7), 0.3318122278318339),
            ((-1.3, 0.8, 0.4), 0.34524653939368083),
            ((3.0, -1.5, 2.0), 0.07585818002124355),
            ((2.5, 12.0, 0.5), 0.9999999999999432),
            ((8.0, 100.0, 0.5), 1.0), // closed form: 1/(1 + e⁻⁸⁰⁰·⁵) rounds to 1
            ((-8.0, 100.0, 0.5), 0.0),
        ])
        // Every digit of an f64 counts here: an f32 has seven, and a sum held below 30 is off by 1e-13.
        .tolerance(1e-14)
        .answer(|&(x, w, b)| exercises::logistic(x, w, b))
        .solution(|&(x, w, b)| solutions::logistic(x, w, b))
        .mistake(
            "turned round",
            "Your curve falls where it should climb: the exponent is −(b + w·x), and your minus is missing.",
            |&(x, w, b)| mistakes::logistic_turned_round(x, w, b),
        )
        .mistake(
            "forgets the bias",
            "You left out b. Without it the curve always crosses ½ at x = 0 and can never shift.",
            |&(x, w, b)| mistakes::logistic_without_bias(x, w, b),
        )
        .mistake(
            "weights the bias",
            "You computed w·(x + b). The bias is added after the weight has done its work: b + w·x.",
            |&(x, w, b)| mistakes::logistic_with_weighted_bias(x, w, b),
        )
        .mistake(
            "turns the bias alone",
            "Your minus reached b and not w·x: you have −b + w·x. It belongs before the bracket: −(b + w·x).",
            |&(x, w, b)| 1.0 / (1.0 + (-b + w * x).exp()),
        )
        .mistake(
            "turns the weight alone",
            "Your minus reached w·x and not b: the exponent is −(b + w·x), which is −b − w·x.",
            |&(x, w, b)| 1.0 / (1.0 + (b - w * x).exp()),
        )
        .mistake(
            "exchanges w and b",
            "w and b have changed places: w multiplies x, b is added.",
            |&(x, w, b)| solutions::logistic(x, b, w),
        )
        .mistake(
            "tanh",
            "That is tanh of the sum. It has the same shape, but runs from −1 to 1; σ runs from 0 to 1.",
            |&(x, w, b)| (b + w * x).tanh(),
        )
        .mistake(
            "no bracket below",
            "Without brackets below the bar, Rust divides 1 by 1 and then adds e⁻ˢ: write 1.0 / (1.0 + …).",
            |&(x, w, b)| 1.0 + (-(b + w * x)).exp(),
        )
        .mistake(
            "2 for e",
            "`exp2` is 2 to a power. The base here is e: `exp`.",
            |&(x, w, b)| 1.0 / (1.0 + (-(b + w * x)).exp2()),
        )
        .mistake(
            "step",
            "That is a decision, 0 or 1, as the perceptron takes it. The curve says how sure it is.",
            |&(x, w, b)| crate::neuron::step(b + w * x),
        )
        .mistake(
            "stops at the sum",
            "That is the sum b + w·x alone. It has no bounds; σ bends it into 0 to 1.",
            |&(x, w, b)| b + w * x,
        )
        .variants(
            "single precision",
            "Right to about seven digits: somewhere your numbers pass through an f32. An f64 keeps sixteen.",
            [mistakes::logistic_in_f32, mistakes::logistic_from_f32_sum],
            |f, &(x, w, b)| f(x, w, b),
        )
        .variants(
            "clamps the sum",
            "You kept the sum within bounds. Nothing overflows, but beyond the bounds your curve stands still, and \
             the true one goes on. With the minus in the exponent no bounds are needed.",
            [10.0, 15.0, 16.0, 20.0, 25.0, 30.0],
            |&bound, &(x, w, b)| solutions::logistic((b + w * x).clamp(-bound, bound), 1.0, 0.0),
        )
        .mistake(
            "overflows",
            "eˢ/(1 + eˢ) is the same curve on paper, but for a sum of 800 it is infinity over infinity, \
             which is NaN. Divide above and below by eˢ: only e⁻ˢ is left.",
            |&(x, w, b)| mistakes::logistic_that_overflows(x, w, b),
        )
        .why(
            "An f64 overflows just above e⁷⁰⁹. Written with e⁻ˢ the overflow stands below the fraction bar, \
             and 1/∞ = 0 is the right answer.",
        )
        .done()
}

pub(super) fn logistic_derivative() -> Exercise {
    Exercise::new("logistic_derivative", 10, "the derivative of the logistic curve with respect to x")
        .hints([
            "Two functions are nested: σ of a sum, and the sum is b + w·x. Which rule is that?",
            "σ′(s) = σ(s)·(1 − σ(s)), and the sum changes by w when x changes by 1.",
            "With p = logistic(x, w, b) the derivative is w · p · (1 − p).",
        ])
        .probes([
            ((0.5, 2.0, -1.7), 0.44342574658621814),
            ((-1.3, 0.8, 0.4), 0.18084109314429475),
            ((3.0, -1.5, 2.0), -0.10515557481766222),
            ((0.0, 5.0, 1.2), 0.8894722032340288),
            ((8.0, 100.0, 0.5), 0.0), // flat where the curve is flat
            ((-8.0, 100.0, 0.5), 0.0),
        ])
        .tolerance(1e-12)
        .answer(|&(x, w, b)| exercises::logistic_derivative(x, w, b))
        .solution(|&(x, w, b)| solutions::logistic_derivative(x, w, b))
        .mistake(
            "forgets the inner derivative",
            "p·(1 − p) is the derivative with respect to the *sum*. Seen from x the sum itself changes w times as fast: \
             the chain rule multiplies by w.",
            |&(x, w, b)| mistakes::derivative_without_w(x, w, b),
        )
        .mistake(
            "squeezes twice",
            "You put p through σ once more. σ′(s) = σ(s)·(1 − σ(s)) wants σ of the sum, and p already is that.",
            |&(x, w, b)| mistakes::derivative_of_the_output(x, w, b),
        )
        .mistake(
            "stops halfway",
            "w·p never flattens at the top, but the curve does: the factor (1 − p) is missing.",
            |&(x, w, b)| mistakes::derivative_without_the_rest(x, w, b),
        )
        .mistake(
            "with respect to w",
            "x·p·(1 − p) is the derivative with respect to *w*. Asked is the one with respect to x: what stands before x \
             in the sum is w.",
            |&(x, w, b)| x * mistakes::derivative_without_w(x, w, b),
        )
        .mistake(
            "tanh",
            "1 − p² belongs to tanh. For σ it is p·(1 − p).",
            |&(x, w, b)| w * (1.0 - solutions::logistic(x, w, b).powi(2)),
        )
        .mistake(
            "sign",
            "Your sign is turned round: for a positive w the curve climbs, so its derivative is positive.",
            |&(x, w, b)| -solutions::logistic_derivative(x, w, b),
        )
        .mistake(
            "multiplies by w twice",
            "There is a w too much: the inner derivative comes in once.",
            |&(x, w, b)| w * solutions::logistic_derivative(x, w, b),
        )
        .variants(
            "difference quotient",
            "That is the slope between two points close together: near the derivative, and never equal to it. Derive the \
             formula.",
            mistakes::quotients(),
            |&(back, ahead), &(x, w, b)| {
                let rise = solutions::logistic(x + ahead, w, b) - solutions::logistic(x - back, w, b);
                rise / (ahead + back)
            },
        )
        .variants(
            "overflows",
            "w·e/(1 + e)² is right on paper, with e⁻ˢ and with eˢ. But where e is infinite it is infinity over infinity, which \
             is NaN. Go through p, which never overflows.",
            [1.0, -1.0],
            |sign, &(x, w, b)| mistakes::derivative_that_overflows(x, w, b, *sign),
        )
        .why("The curve is steepest where p = ½, and there the slope is w/4: the weight is the steepness.")
        .done()
}
