//! What the judge asks, what it expects, and what it says to a wrong answer it knows.

use crate::neuron::sigmoid;
use crate::{exercises, mistakes, solutions};
use labkit::judge::{Exercise, Source};

/// Where this lab's files lie, and the answers that are built in.
pub const SOURCE: Source = Source {
    folder: "labs/01-sigmoid-neuron",
    answers: include_str!("exercises.rs"),
};

/// The eight exercises of this lab, in the order of the file.
///
/// Expected values come from NumPy in double precision (`tests/reference/make.py`), unless a
/// comment says otherwise.
pub fn exercises() -> Vec<Exercise> {
    vec![
        logistic(),
        logistic_derivative(),
        bump(),
        nand_weights(),
        perceptron_update(),
        gradient(),
        log_loss(),
        frozen_bias(),
    ]
}

fn logistic() -> Exercise {
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
            ((8.0, 100.0, 0.5), 1.0), // closed form: 1/(1 + e⁻⁸⁰⁰·⁵) rounds to 1
            ((-8.0, 100.0, 0.5), 0.0),
        ])
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

fn logistic_derivative() -> Exercise {
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
        ])
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
        .why("The curve is steepest where p = ½, and there the slope is w/4: the weight is the steepness.")
        .done()
}

fn bump() -> Exercise {
    Exercise::new("bump", 10, "two logistic units that make a bump")
        .hints([
            "One unit goes up at `left`. What must the second one do at `right`, so that the sum comes down again?",
            "A unit with its middle at x = left has the sum steepness·(x − left).",
            "σ(steepness·(x − left)) − σ(steepness·(x − right)).",
        ])
        .probes([
            ((0.3, -1.0, 2.0, 3.0), 0.9740998927743384),
            ((2.2, -1.0, 2.0, 3.0), 0.35427596962458474),
            ((-1.5, -1.0, 2.0, 4.0), 0.11920209049408988),
            ((0.9, 0.5, 0.8, 6.0), 0.27117099728028227),
        ])
        .answer(|&(x, left, right, k)| exercises::bump(x, left, right, k))
        .solution(|&(x, left, right, k)| solutions::bump(x, left, right, k))
        .mistake(
            "adds",
            "You added the units: that climbs one stair at `left`, another at `right`, and stays up. \
             The second unit has to be taken away.",
            |&(x, left, right, k)| mistakes::bump_added(x, left, right, k),
        )
        .mistake(
            "takes the place for the bias",
            "A unit with b = −left has its middle at x = left/steepness. For the middle to be at `left` \
             the sum must be zero there: b = −steepness·left.",
            |&(x, left, right, k)| mistakes::bump_misplaced(x, left, right, k),
        )
        .mistake(
            "makes a dent",
            "Yours goes down at `left` and up at `right`: the signs of the two units are exchanged.",
            |&(x, left, right, k)| mistakes::bump_upside_down(x, left, right, k),
        )
        .why("Bumps of any place, width and height, added up, draw any curve: that is all a layer of neurons needs.")
        .done()
}

/// Two inputs for the neuron of `nand_weights`, a function that takes none: shown after the call's `()`.
#[derive(Clone, Copy)]
struct Corner(f64, f64);

impl std::fmt::Debug for Corner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "() at the inputs ({}, {})", self.0, self.1)
    }
}

/// What a sigmoid neuron with weights w1, w2 and bias b says to two inputs.
fn verdict([w1, w2, b]: [f64; 3], &Corner(x1, x2): &Corner) -> &'static str {
    match sigmoid(b + w1 * x1 + w2 * x2) {
        p if p > 0.95 => "yes",
        p if p < 0.05 => "no",
        p if p > 0.5 => "yes, but unsure",
        p if p < 0.5 => "no, but unsure",
        0.5 => "a coin toss",
        _ => "not a number",
    }
}

fn nand_weights() -> Exercise {
    Exercise::new("nand_weights", 10, "weights for NAND, chosen by hand")
        .hints([
            "Write down the four sums: b, b + w2, b + w1, b + w1 + w2. Which have to be positive, which negative?",
            "Start from a large positive b, so that the neuron says yes. Each input that is on has to pull \
             the sum down: alone not enough, together too much.",
            "σ(s) > 0.95 needs s > ln 19, which is 2.94. With both weights −10, b = 15 puts the sums at 15, 5, 5 and −5.",
        ])
        // The truth table itself; what is judged is what the neuron says, not which weights say it.
        .probes([
            (Corner(0.0, 0.0), "yes"),
            (Corner(0.0, 1.0), "yes"),
            (Corner(1.0, 0.0), "yes"),
            (Corner(1.0, 1.0), "no"),
        ])
        .answer(|x| verdict(exercises::nand_weights(), x))
        .solution(|x| verdict(solutions::nand_weights(), x))
        .mistake(
            "AND",
            "These are weights for AND: every answer is the wrong way round. Turn the sign of all three numbers.",
            |x| verdict(mistakes::nand_as_and(), x),
        )
        .mistake(
            "NOR",
            "One input alone already makes it say no: that is NOR. The bias has to outweigh one input, but not two.",
            |x| verdict(mistakes::nand_as_nor(), x),
        )
        .mistake(
            "no bias",
            "With b = 0 the sum for (0, 0) is 0 and the answer ½, whatever the weights: the bias decides this corner.",
            |x| verdict(mistakes::nand_without_bias(), x),
        )
        .mistake(
            "timid",
            "Every sum is on the right side of zero, but none is far from it, so the neuron is never sure. \
             Multiply all three numbers by ten: the line stays where it is, the curve gets steep.",
            |x| verdict(mistakes::nand_too_timid(), x),
        )
        .why("From NAND alone every other gate can be built, and from gates a whole computer: one neuron is already a building block for all of it.")
        .done()
}

fn perceptron_update() -> Exercise {
    Exercise::new("perceptron_update", 15, "one step of the perceptron rule")
        .hints([
            "First find out what the perceptron says now: 1 if b + w1·x1 + w2·x2 ≥ 0, else 0.",
            "The error y − says is 0 when it was right, +1 when it should have said yes, −1 when it should have said no.",
            "Each weight grows by error·x, the bias by error.",
        ])
        // Small enough to do in your head, which is where these values come from.
        .probes([
            (([0.5, -1.0], 0.25, [2.0, 1.0], 0.0), ([-1.5, -2.0], -0.75)),
            (([-1.0, 0.5], -0.5, [1.5, 3.0], 1.0), ([0.5, 3.5], 0.5)),
            (([1.0, 2.0], -1.5, [3.0, -0.5], 1.0), ([1.0, 2.0], -1.5)),
            (([1.0, -1.0], -3.0, [1.0, 0.5], 0.0), ([1.0, -1.0], -3.0)),
            (([0.5, -2.0], 1.0, [2.0, 1.0], 0.0), ([-1.5, -3.0], 0.0)),
        ])
        .answer(|&(w, b, x, y)| exercises::perceptron_update(w, b, x, y))
        .solution(|&(w, b, x, y)| solutions::perceptron_update(w, b, x, y))
        .mistake(
            "never content",
            "Yours moves although it was right. The perceptron learns from mistakes only: no error, no step.",
            |&(w, b, x, y)| mistakes::update_always(w, b, x, y),
        )
        .mistake(
            "runs away",
            "Yours moves away from the right answer, and gets worse with every example: the error is y − says.",
            |&(w, b, x, y)| mistakes::update_away(w, b, x, y),
        )
        .mistake(
            "leaves the bias",
            "Your bias never moves. Treat it as the weight of an input that is always 1.",
            |&(w, b, x, y)| mistakes::update_without_bias(w, b, x, y),
        )
        .mistake(
            "half a perceptron",
            "You compare y with the probability σ(s): that is a step of the sigmoid neuron. The perceptron \
             compares y with its decision, 0 or 1.",
            |&(w, b, x, y)| mistakes::update_with_sigmoid(w, b, x, y),
        )
        .mistake(
            "strict",
            "A sum of exactly 0 is a yes here: ≥, not >. (Otherwise the neuron of all zeros would start with no.)",
            |&(w, b, x, y)| mistakes::update_strict(w, b, x, y),
        )
        .why("Replace the decision by the probability, take it in small steps, and this very rule is gradient descent on the log-loss.")
        .done()
}

fn gradient() -> Exercise {
    let slices = vec![(0.8, 0.0), (1.7, 0.0), (2.9, 1.0), (3.1, 0.0), (4.2, 1.0)];
    Exercise::new("gradient", 20, "the gradient of the mean log-loss: ∂ℓ/∂w and ∂ℓ/∂b")
        .hints([
            "Do it for one slice first: what is its error, probability minus answer?",
            "For one slice ∂ℓ/∂b is p − y, and ∂ℓ/∂w is (p − y) times the minutes. No σ′: it cancels.",
            "Add both up over all slices, divide both by the number of slices, return (∂ℓ/∂w, ∂ℓ/∂b).",
        ])
        .probes([
            ((slices.clone(), 0.0, 0.0), (-0.15, 0.1)),
            ((slices.clone(), 0.9, -2.0), (0.26662401613140263, 0.1587270931517355)),
            ((slices, -0.4, 1.5), (0.009638738865539787, 0.2126264132473303)),
        ])
        .tolerance(1e-9)
        .answer(|(toast, w, b)| exercises::gradient(toast, *w, *b))
        .solution(|(toast, w, b)| solutions::gradient(toast, *w, *b))
        .mistake(
            "uphill",
            "The sign is turned: with y − p you get minus the gradient. The error is p − y; descent subtracts it.",
            |(toast, w, b)| mistakes::gradient_uphill(toast, *w, *b),
        )
        .mistake(
            "sum, not mean",
            "You added the slices up and did not divide. With the sum, twice the toast would mean steps twice as long.",
            |(toast, w, b)| mistakes::gradient_summed(toast, *w, *b),
        )
        .mistake(
            "forgets x",
            "Your two derivatives are equal. A change of w moves the sum by x, a change of b by 1: ∂ℓ/∂w has \
             a factor minutes.",
            |(toast, w, b)| mistakes::gradient_without_x(toast, *w, *b),
        )
        .mistake(
            "keeps σ′",
            "There is a factor p·(1 − p) too much: that is the gradient of half the squared error. In the log-loss it cancels.",
            |(toast, w, b)| mistakes::gradient_of_squares(toast, *w, *b),
        )
        .why("Error times input. You will meet this product again in every network of this course.")
        .done()
}

fn log_loss() -> Exercise {
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
        ])
        .tolerance(1e-9)
        .answer(|&(s, y)| exercises::log_loss(s, y))
        .solution(|&(s, y)| solutions::log_loss(s, y))
        .mistake(
            "naive",
            "This is the formula as it stands, and right until p rounds to exactly 1 or 0. Then it takes ln 0. \
             Never compute p: go from the sum to the loss directly.",
            |&(s, y)| mistakes::log_loss_naive(s, y),
        )
        .mistake(
            "clamped",
            "Clamping p hides the infinity and puts a lie in its place: the loss stops growing near 28, so its gradient \
             is 0 and the most mistaken neuron learns nothing. Go from the sum to the loss directly.",
            |&(s, y)| mistakes::log_loss_clamped(s, y),
        )
        .mistake(
            "rewards the wrong answer",
            "Your loss is small when the neuron is wrong: y and 1 − y are exchanged.",
            |&(s, y)| mistakes::log_loss_swapped(s, y),
        )
        .mistake(
            "log-likelihood",
            "The sign is turned: this is the log-likelihood, which is never positive and should grow. The loss is minus that.",
            |&(s, y)| mistakes::log_loss_negated(s, y),
        )
        .why("Every framework has this function under a name such as `bce_with_logits`; now you know what `with_logits` is for.")
        .done()
}

fn frozen_bias() -> Exercise {
    Exercise::new("frozen_bias", 10, "predict what a bias that never moves does")
        .hints([
            "At w = 0 and b = 0 every probability is ½. So what are the three errors p − y?",
            "∂ℓ/∂w is the mean of error·minutes: (½·1 + ½·2 − ½·4)/3. The step is −0.6 times that.",
            "At 0 minutes the sum is b + w·0 = b, and b is still what it was at the start.",
        ])
        // By hand: ∂ℓ/∂w is −1/6, so w = 0.1; σ(0) = ½.
        .probes([((), [0.1, 0.0, 0.5])])
        .tolerance(1e-3)
        .answer(|()| exercises::frozen_bias())
        .solution(|()| solutions::frozen_bias())
        .mistake(
            "no bug",
            "You moved the bias too. That is what a healthy descent does; this one leaves b at 0.",
            |()| mistakes::bias_not_frozen(),
        )
        .mistake(
            "sum, not mean",
            "Your step of w is three times too long: the gradient is the mean over the three slices.",
            |()| mistakes::frozen_bias_summed(),
        )
        .mistake(
            "uphill",
            "You went uphill. ∂ℓ/∂w is −1/6, so the step, minus the rate times that, is +0.1.",
            |()| mistakes::frozen_bias_uphill(),
        )
        .mistake(
            "sum for probability",
            "At 0 minutes the *sum* is 0, and the probability is σ(0), which is not 0.",
            |()| mistakes::frozen_bias_sum_for_probability(),
        )
        .why(
            "With b = 0 the curve passes through ½ at x = 0 for ever: the neuron calls untoasted bread a coin toss, \
             whatever w it learns.",
        )
        .done()
}
