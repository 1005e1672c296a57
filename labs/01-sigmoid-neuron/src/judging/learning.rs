//! The exercises about learning: a rule, a gradient, a loss, and a bug.

use labkit::judge::Exercise;

use crate::{exercises, mistakes, solutions};

pub(super) fn perceptron_update() -> Exercise {
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
            // Right already; with one minus in the sum, whichever, the decision would turn.
            (([2.0, -1.0], -0.5, [1.0, 1.0], 1.0), ([2.0, -1.0], -0.5)),
            (([-1.0, 2.0], -0.5, [1.0, 1.0], 1.0), ([-1.0, 2.0], -0.5)),
            // Both inputs 0: the bias decides, and it alone can move. Then a sum of 0 that is a right yes.
            (([3.0, -4.0], -0.25, [0.0, 0.0], 1.0), ([3.0, -4.0], 0.75)),
            (([1.0, 1.0], -2.0, [0.5, 1.5], 1.0), ([1.0, 1.0], -2.0)),
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
        .mistake(
            "forgets the bias in the sum",
            "You decided by w·x alone: the bias belongs to the sum, b + w·x.",
            |&(w, b, x, y)| mistakes::update_deciding_without_bias(w, b, x, y),
        )
        .mistake(
            "always adds",
            "You added the example at every mistake. A yes that should be a no takes it *away*.",
            |&(w, b, x, y)| mistakes::update_always_adding(w, b, x, y),
        )
        .mistake(
            "learns from a yes only",
            "Yours learns only where the answer is 1. A yes that should be a no is a mistake, too.",
            |&(w, b, x, y)| mistakes::update_by(y * (y - mistakes::decision(w, b, x)), w, b, x),
        )
        .mistake(
            "leaves the inputs out",
            "You moved both weights by the error alone. The example moves them: each by error·x, its own input.",
            |&(w, b, x, y)| mistakes::update_without_inputs(w, b, x, y),
        )
        .variants(
            "another length",
            "The direction is right and the step has another length: the perceptron moves by the whole example.",
            [0.1, 0.5, 2.0],
            |rate, &(w, b, x, y)| mistakes::update_by(rate * (y - mistakes::decision(w, b, x)), w, b, x),
        )
        .variants(
            "a minus in the sum",
            "Your decision subtracts where it should add: the sum is b + w1·x1 + w2·x2, whatever the signs of the numbers.",
            [[1.0, -1.0], [-1.0, 1.0], [-1.0, -1.0]],
            |signs, &(w, b, x, y)| {
                let seen = [signs[0] * x[0], signs[1] * x[1]];
                mistakes::update_by(y - mistakes::decision(w, b, seen), w, b, x)
            },
        )
        .mistake(
            "moves the bias by itself",
            "The bias moves by error·1, as the weight of an input that is always 1; yours moves by error·b.",
            |&(w, b, x, y)| {
                let error = y - mistakes::decision(w, b, x);
                (mistakes::update_by(error, w, b, x).0, b + error * b)
            },
        )
        .mistake(
            "compares 0 with −1",
            "Your perceptron says −1 for a no, and `y` says 0: every right no becomes an error. It says 0 or 1.",
            |&(w, b, x, y)| mistakes::update_by(y - mistakes::sign(w, b, x), w, b, x),
        )
        .mistake(
            "forgets the old weights",
            "You returned the step, not where it leads: add it to the weights and the bias that were there.",
            |&(w, b, x, y)| mistakes::update_by(y - mistakes::decision(w, b, x), [0.0; 2], 0.0, x),
        )
        .why("Replace the decision by the probability, take it in small steps, and this very rule is gradient descent on the log-loss.")
        .done()
}

pub(super) fn gradient() -> Exercise {
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
            // The same slice twice counts twice; and a neuron as sure as can be, and wrong.
            (
                (vec![(-3.0, 1.0), (1.5, 0.0), (1.5, 0.0)], 0.75, 0.25),
                (1.6789838557175036, 0.23852549250045335),
            ),
            ((vec![(20.0, 0.0)], 40.0, 0.5), (20.0, 1.0)),
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
        .mistake(
            "swapped",
            "The two are in the wrong order: ∂ℓ/∂w first, then ∂ℓ/∂b.",
            |(toast, w, b)| {
                let (dw, db) = solutions::gradient(toast, *w, *b);
                (db, dw)
            },
        )
        .variants(
            "one sign",
            "One of your two derivatives has its sign turned round: both are means of p − y, one of them times the minutes.",
            [[1.0, -1.0], [-1.0, 1.0]],
            |signs, (toast, w, b)| {
                let (dw, db) = solutions::gradient(toast, *w, *b);
                (signs[0] * dw, signs[1] * db)
            },
        )
        .mistake(
            "takes the step",
            "You returned w and b after a step. Asked is the gradient alone; whoever descends subtracts it, rate times.",
            |(toast, w, b)| {
                let (dw, db) = solutions::gradient(toast, *w, *b);
                (w - dw, b - db)
            },
        )
        .mistake(
            "forgets the answer",
            "You averaged p itself. The error is p − y: where the neuron is right, there is nothing to learn.",
            |(toast, w, b)| mistakes::gradient_without_answer(toast, *w, *b),
        )
        .mistake(
            "perceptron",
            "Your errors are those of decisions, 0 or 1: that is the perceptron. The log-loss looks at the probability p.",
            |(toast, w, b)| mistakes::gradient_of_decisions(toast, *w, *b),
        )
        .variants(
            "half a mean",
            "One of your two numbers is a mean and the other a sum: divide both by the number of slices.",
            [true, false],
            |&of_w, (toast, w, b)| mistakes::gradient_half_summed(toast, *w, *b, of_w),
        )
        .mistake(
            "doubles",
            "Twice too long: the 2 comes from a square, and the log-loss has none.",
            |(toast, w, b)| {
                let (dw, db) = solutions::gradient(toast, *w, *b);
                (2.0 * dw, 2.0 * db)
            },
        )
        .mistake(
            "divides by n − 1",
            "You divided by one less than the number of slices. A mean divides by their number.",
            |(toast, w, b)| mistakes::gradient_over_one_less(toast, *w, *b),
        )
        .mistake(
            "multiplies by w",
            "You multiplied the error by w where the minutes belong: in the sum b + w·x it is x that stands beside w.",
            |(toast, w, b)| {
                let (_, db) = solutions::gradient(toast, *w, *b);
                (w * db, db)
            },
        )
        .why("Error times input. You will meet this product again in every network of this course.")
        .done()
}

pub(super) fn frozen_bias() -> Exercise {
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
        .mistake(
            "no rate",
            "That is a whole step of the gradient. The learning rate 0.6 multiplies it.",
            |()| [1.0 / 6.0, 0.0, 0.5],
        )
        .mistake(
            "forgets the answers",
            "You averaged p·minutes. The error is p − y, and for the burnt slice it is −½.",
            |()| [-0.7, 0.0, 0.5],
        )
        .mistake(
            "one minute",
            "Your third number is σ(w), bread of one minute. At 0 minutes w is multiplied by 0.",
            |()| [0.1, 0.0, solutions::logistic(1.0, 0.1, 0.0)],
        )
        .mistake(
            "swapped",
            "w and b stand in the wrong order: it is w that moves.",
            |()| [0.0, 0.1, 0.5],
        )
        .mistake(
            "never starts",
            "w does move: the errors at the start are ½, ½ and −½, and they do not cancel once the minutes multiply them.",
            |()| [0.0, 0.0, 0.5],
        )
        .why(
            "With b = 0 the curve passes through ½ at x = 0 for ever: the neuron calls untoasted bread a coin toss, \
             whatever w it learns.",
        )
        .done()
}
