//! Discriminator and generator: the best output, the value of the game, gradients, and a bug.

use super::VALUES;
use crate::{exercises, mistakes, solutions};
use labkit::judge::Exercise;

pub fn best_discriminator() -> Exercise {
    Exercise::new("best_discriminator", 15, "the output that costs a discriminator least, with any label for what is real")
        .hints([
            "Write down what D costs on average at this place: each of the three logarithms, times how often it is paid.",
            "Cost = −data·label·ln D − (data·(1 − label) + forged)·ln(1 − D). It has the shape −A·ln D − B·ln(1 − D).",
            "−A·ln D − B·ln(1 − D) is smallest at D = A/(A + B), and here A + B = data + forged.",
        ])
        .probes([
            // The minimum, found by search and not by the formula; good to eight digits.
            ((0.3, 0.1, 1.0), 0.75),
            ((0.05, 0.4, 1.0), 0.111_111_111),
            ((0.25, 0.15, 0.9), 0.5625),
            ((1.6, 0.2, 0.8), 0.711_111_111),
            ((0.0, 0.4, 0.9), 0.0),
                    // On paper: where nothing is forged, where hardly anything comes at all, and where very much does.
            ((2.5, 0.0, 1.0), 1.0),
            ((2.5, 0.0, 0.75), 0.75),
            ((3e-200, 1e-200, 1.0), 0.75),
            ((1e200, 3e200, 0.8), 0.2),
])
        .answer(|&(p, q, label)| exercises::best_discriminator(p, q, label))
        .solution(|&(p, q, label)| solutions::best_discriminator(p, q, label))
        .mistake(
            "the label left out",
            "That is D* for the label 1. With the label 0.9 a tenth of every real number counts as forged.",
            |&(p, q, label)| mistakes::best_discriminator_hard(p, q, label),
        )
        .mistake(
            "the label below",
            "You put the label above and below. Below stands all that is shown here, and that is data + forged whatever it is called.",
            |&(p, q, label)| mistakes::best_discriminator_label_below(p, q, label),
        )
        .mistake(
            "of the forged",
            "You gave the probability that a number is forged. D says how *real* it is: the real ones stand above.",
            |&(p, q, label)| mistakes::best_discriminator_of_forged(p, q, label),
        )
        .mistake(
            "a ratio",
            "You gave the ratio of the densities. That is D/(1 − D), the odds; D lies between 0 and 1.",
            |&(p, q, label)| mistakes::best_discriminator_ratio(p, q, label),
        )
        .variants(
            "propped up",
            "You added a little below the bar against a division by 0. At least one of the densities is above 0; and where both are tiny, what you added is all that is left.",
            [1e-12, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6],
            |more, &(p, q, label): &(f64, f64, f64)| label * p / (p + q + more),
        )
        .mistake(
            "both labels smoothed",
            "You smoothed both labels. Here only what is real has the label 0.9; what is forged keeps its 0.",
            |&(p, q, label)| (label * p + (1.0 - label) * q) / (p + q),
        )
        .mistake(
            "the rest of the label",
            "Above the bar stands what is *taken* for real, label·data. 1 − label is the part that is taken for forged.",
            |&(p, q, label)| (1.0 - label) * p / (p + q),
        )
        .mistake(
            "the label alone",
            "You gave back the label. How real a number is depends on how many forged ones come to the same place.",
            |&(_, _, label)| label,
        )
        .mistake(
            "cut off by the label",
            "You capped D* at the label. The label enters the cost of every real number, not only of those that D is sure of.",
            |&(p, q, label)| (p / (p + q)).min(label),
        )
        .mistake(
            "the label of the forged",
            "You put the label to what is forged. It is the *real* numbers whose label is a little less than 1.",
            |&(p, q, label)| p / (p + label * q),
        )
        .why("The best discriminator is a comparison of densities. Whoever knows D knows p/q = D/(1 − D) without ever having seen a density.")
        .done()
}

pub fn value_by_hand() -> Exercise {
    Exercise::new("value_by_hand", 15, "the value of a game of two places, on paper; four decimals")
        .entries(["D*(A)", "D*(B)", "V(D*)", "the divergence"])
        .hints([
            "D* at each place is the fraction of real things among all that comes there: 0.6/(0.6 + 0.2) at A.",
            "V = Σ p·ln D* over the places, plus Σ q·ln(1 − D*): four products, each weighted by how often it comes.",
            "V* = 2·JS − ln 4 gives the last one: JS = (V + 1.3863)/2.",
        ])
        // JS from its definition.
        .probes([(
            (),
            [0.75, 1.0 / 3.0, -1.213_685_117_648_822_1, 0.086_304_621_735_534_19],
        )])
        .digits(4)
        .answer(|()| exercises::value_by_hand())
        .solution(|()| solutions::value_by_hand())
        .mistake(
            "without 1 −",
            "You took ln D for the forged things as well. For those the discriminator is paid ln(1 − D).",
            |()| mistakes::value_without_one_minus(),
        )
        .mistake(
            "unweighted",
            "You added the four logarithms as they are. Each counts as often as its case comes: 0.6, 0.4, 0.2, 0.8.",
            |()| mistakes::value_unweighted(),
        )
        .mistake(
            "two divergences",
            "V + ln 4 is *twice* the Jensen–Shannon divergence.",
            |()| mistakes::value_of_two_divergences(),
        )
        .mistake(
            "in bits",
            "You took logarithms to the base 2. The lesson, and every program, takes natural ones.",
            |()| mistakes::value_in_bits(),
        )
        .mistake(
            "of the forged",
            "You gave how likely a thing is *forged*. D says how real it is: 0.6 of 0.8 at A.",
            |()| mistakes::value_of_forged(),
        )
        .variants(
            "the constant",
            "V* = 2·JS − ln 4. The last number is (V + ln 4)/2; your constant is another one.",
            [-(4_f64.ln()), 2_f64.ln(), 0.0, 4_f64.log10()],
            |constant, ()| mistakes::value_with_constant(*constant),
        )
        .mistake(
            "positive",
            "The sign of V is turned: logarithms of numbers below 1 are negative, and V is their sum.",
            |()| {
                let [a, b, value, js] = solutions::value_by_hand();
                [a, b, -value, js]
            },
        )
        .mistake(
            "the real things alone",
            "You left the forged things out of V. The discriminator is paid for those as well: q·ln(1 − D*).",
            |()| mistakes::value_of_real_alone(),
        )
        .mistake(
            "places exchanged",
            "The numbers of A and of B are exchanged.",
            |()| {
                let [a, b, value, js] = solutions::value_by_hand();
                [b, a, value, js]
            },
        )
        .mistake(
            "halved twice",
            "V is the whole sum, over both kinds. You took their mean.",
            |()| {
                let [a, b, value, js] = solutions::value_by_hand();
                [a, b, value / 2.0, js]
            },
        )
        .mistake(
            "weights exchanged",
            "Your weights are exchanged: ln D* counts as often as *real* things come, ln(1 − D*) as often as forged ones.",
            |()| mistakes::value_with_weights_exchanged(),
        )
        .why("0.086 nats apart, and the value is −1.2137 in place of −1.3863. The generator could gain at most the difference.")
        .done()
}

pub fn generator_gradients() -> Exercise {
    Exercise::new("generator_gradients", 20, "the gradients of three losses of the generator, with respect to the logits")
        .hints([
            "dD/ds = D·(1 − D) for the logit s. Then the chain rule, once for each loss.",
            "d ln(1 − D)/ds = −D and d(−ln D)/ds = D − 1. And D/(1 − D) = eˢ, which is its own derivative.",
            "Of the *mean* over the batch each logit has one n-th of that.",
        ])
        .probes([0, 1, 2, 3].map(|i| {
            let stored = |what: &str| VALUES.values(&format!("gradients_{i}.{what}"));
            let losses = ["saturating", "non_saturating", "likelihood"];
            (stored("logits"), losses.map(stored))
        }))
        .tolerance(1e-9)
        .answer(|logits| exercises::generator_gradients(logits))
        .solution(|logits| solutions::generator_gradients(logits))
        .mistake(
            "of the sum",
            "These are the gradients of the sums. The losses are means: each logit has one n-th.",
            |logits| mistakes::gradients_of_sums(logits),
        )
        .mistake(
            "of the outputs",
            "These are the gradients with respect to D. One link is missing to the logit: times D·(1 − D).",
            |logits| mistakes::gradients_of_outputs(logits),
        )
        .mistake(
            "uphill",
            "The signs are turned round. All three losses *fall* when the logit grows: the generator wants large logits.",
            |logits| mistakes::gradients_uphill(logits),
        )
        .mistake(
            "swapped",
            "You gave the first two in the other order. The one that dies where D is small is that of ln(1 − D).",
            |logits| mistakes::gradients_swapped(logits),
        )
        .mistake(
            "without the odds",
            "Your third gradient is that of the mean of −D. The loss has the odds, D/(1 − D) = eˢ, in its place.",
            |logits| mistakes::gradients_without_odds(logits),
        )
        .variants(
            "by way of 1 − D",
            "Right, until D comes so near to 1 that 1 − D is 0. D·(1 − D)/(1 − D) is D and D/(1 − D) is eˢ: shorten the fraction on paper, and nothing is left to divide by.",
            [(true, true), (true, false), (false, true)],
            |&(first, third): &(bool, bool), logits: &Vec<f64>| mistakes::gradients_by_fractions(first, third, logits),
        )
        .mistake(
            "without the minus",
            "In the second a minus is missing: the loss is −ln D, and its gradient D − 1.",
            |logits| {
                let [first, second, third] = solutions::generator_gradients(logits);
                [first, second.iter().map(|g| -g).collect(), third]
            },
        )
        .mistake(
            "the values",
            "Those are the losses themselves. Asked are their gradients, a number for each logit.",
            |logits| mistakes::gradients_not_taken(logits),
        )
        .mistake(
            "the third exchanged",
            "You gave the second and the third in the other order.",
            |logits| {
                let [first, second, third] = solutions::generator_gradients(logits);
                [first, third, second]
            },
        )
        .mistake(
            "of the odds squared",
            "In the third you took the derivative of D/(1 − D) in D, 1/(1 − D)², and forgot dD/ds = D·(1 − D).",
            |logits| mistakes::gradients_of_odds_in_outputs(logits),
        )
        .mistake(
            "the discriminator",
            "With the opposite sign in the first: that is what the *discriminator* wants. The generator makes ln(1 − D) small.",
            |logits| {
                let [first, second, third] = solutions::generator_gradients(logits);
                [first.iter().map(|g| -g).collect(), second, third]
            },
        )
        .variants(
            "clamped",
            "You kept D away from 1. Then the third gradient stops growing, just where a forgery is best: D/(1 − D) is eˢ, which needs no care.",
            [1e-15, 1e-12, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6],
            |least: &f64, logits: &Vec<f64>| mistakes::gradients_clamped(*least, logits),
        )
        .mistake(
            "one link too many",
            "In the third you multiplied by D·(1 − D) once more. eˢ is a function of the logit already.",
            |logits| mistakes::gradients_with_another_link(logits),
        )
        .why("At D = 0.001 the second is a thousand times the first: that is all there is to the non-saturating loss. The third is that of maximum likelihood (Goodfellow, 2016): nearly all of its gradient goes to the few best forgeries.")
        .done()
}

pub fn one_optimizer() -> Exercise {
    Exercise::new("one_optimizer", 15, "a step of an optimiser that holds too much, by hand; four decimals")
        .entries(["x", "w", "c", "D at 0.5"])
        .hints([
            "The logit is s = w·x + c = −1, and the derivative of −ln D with respect to it is D − 1, with D = σ(−1) = 0.2689.",
            "∂s/∂x = w, ∂s/∂w = x, ∂s/∂c = 1. All three gradients are taken where all three numbers *were*.",
            "x = 0.5 + 0.7311·2, w = 2 + 0.7311·0.5, c = −2 + 0.7311; then σ(w·0.5 + c).",
        ])
        // torch.optim.SGD with all three in one list.
        .probes([((), [0, 1, 2, 3].map(|i| VALUES.values("both")[i]))])
        .digits(4)
        .answer(|()| exercises::one_optimizer())
        .solution(|()| solutions::one_optimizer())
        .mistake(
            "without the bug",
            "So it ought to be: only the forgery moves. But this optimiser was given w and c as well, and they have gradients.",
            |()| mistakes::one_optimizer_without_the_bug(),
        )
        .mistake(
            "against the forgery",
            "You let the discriminator defend itself. It would in its own step; here it goes down the *generator's* loss, with the generator.",
            |()| mistakes::one_optimizer_against(),
        )
        .mistake(
            "one after the other",
            "You moved x first and took the new x for the gradient of w. An optimiser has all gradients before anything moves.",
            |()| mistakes::one_optimizer_in_turn(),
        )
        .mistake(
            "of the new forgery",
            "That is D of the forgery where it is *now*. Asked is the old place, 0.5: nothing about it has changed but the discriminator.",
            |()| mistakes::one_optimizer_of_the_new(),
        )
        .mistake(
            "not multiplied",
            "You moved all three by the same amount. By the chain rule the gradient in x has the factor w, that in w the factor x.",
            |()| mistakes::one_optimizer_by([1.0, 1.0, 1.0]),
        )
        .mistake(
            "w and x exchanged",
            "The factors are exchanged: s = w·x + c, so the gradient in x is w times as large, and that in w is x times as large.",
            |()| mistakes::one_optimizer_by([0.5, 2.0, 1.0]),
        )
        .mistake(
            "the other loss",
            "That is a step on ln(1 − D), with D in place of 1 − D. The loss is −ln D.",
            |()| mistakes::one_optimizer_saturating(),
        )
        .mistake(
            "uphill",
            "You went uphill: descent takes the gradient *away*, and that of −ln D is negative here.",
            |()| mistakes::one_optimizer_by([-2.0, -0.5, -1.0]),
        )
        .mistake(
            "the slope of σ",
            "You multiplied by D·(1 − D) as well. In the derivative of −ln D it is shortened against 1/D: D − 1 is left.",
            |()| mistakes::one_optimizer_with_slope(),
        )
        .mistake(
            "D before the step",
            "D at 0.5 is still the old one in yours. w and c have moved, so it has, too.",
            |()| {
                let [x, w, c, _] = solutions::one_optimizer();
                [x, w, c, crate::paper::sigmoid(-1.0)]
            },
        )
        .mistake(
            "of the new forgery, before",
            "That is D of the new x with the old w and c. Asked is the other way round: the old x, with the new ones.",
            |()| {
                let [x, w, c, _] = solutions::one_optimizer();
                [x, w, c, crate::paper::sigmoid(2.0 * x - 2.0)]
            },
        )
        .why("D of an unchanged forgery rose from 0.27 to 0.48. The generator's loss falls, and the pictures do not get better.")
        .done()
}
