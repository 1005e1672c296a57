//! One round on paper, and the same on the tape.

use lab10::game::{GeneratorLoss, against, generator_loss};
use lab10::paper::{
    Batch, Pair, discriminator_gradient, generator_gradient, sigmoid, step_of_both,
};
use lab10::{exercises, solutions};
use labkit::numerals::num;
use labkit::{Lesson, Result, Table};
use nabla::{Activation, Tape, Tensor, Var};

/// The learning rate of the round.
const RATE: f64 = 0.5;

/// What is shown in the round.
pub fn shown() -> Batch {
    Batch {
        real: vec![2.0, 4.0],
        noise: vec![-0.5, 1.0],
    }
}

/// How the players begin.
pub const START: Pair = Pair {
    a: 2.0,
    b: 1.0,
    w: 1.0,
    c: -2.0,
};

pub fn round(lesson: &mut Lesson) -> Result<()> {
    let shown = shown();
    lesson.say("The smallest game there is: everything is a single number. The world sends 2 and 4. The generator makes G(z) = a·z + b of a number z, the discriminator answers D(x) = σ(w·x + c): logistic regression, as in lab 1. They begin with a = 2, b = 1, w = 1, c = −2, and the noise happens to be −½ and 1.");
    lesson.show(outputs(&START, &shown));
    lesson.predict(
        "The discriminator's turn first: does its step make w larger or smaller?",
        "Smaller. The real 4 pulls w up, but D of it is 0.88 already; the forgery at 3 pulls it down, and is taken for real with 0.73.",
    );
    lesson.say("*The discriminator's turn.* Its gradient is that of lab 1, for the real numbers and for the forged ones, and it goes *up* V:");
    let (dw, dc) = discriminator_gradient(&START, &shown);
    let after = Pair {
        w: START.w + RATE * dw,
        c: START.c + RATE * dc,
        ..START
    };
    lesson.show(format!(
        "
        ∂V/∂w = ½[ (1 − 0.5000)·2 + (1 − 0.8808)·4 ] − ½[ 0.1192·0 + 0.7311·3 ]
              = 0.7384 − 1.0966 = {}
        ∂V/∂c = ½[ (1 − 0.5000) + (1 − 0.8808) ] − ½[ 0.1192 + 0.7311 ]
              = 0.3096 − 0.4251 = {}

        w ← 1 + ½·({}) = {}        c ← −2 + ½·({}) = {}

        V: {} → {}",
        num(dw, 4),
        num(dc, 4),
        num(dw, 4),
        num(after.w, 4),
        num(dc, 4),
        num(after.c, 4),
        num(START.value(&shown), 4),
        num(after.value(&shown), 4),
    ));
    lesson.predict(
        "The forgeries lie at 0 and at 3. Now it is the generator's turn, against the discriminator as it is now. Which way does it move each of them?",
        "Both up: D grows with x, and of each forgery it is asked for itself that it look more real. Nobody asks that the two look different.",
    );
    generators_turn(lesson, &after, &shown);
    on_the_tape(lesson, &after, &shown);
    lesson.say("A round is one step of each. The order inside a step is what programs get wrong. In the discriminator's step the forgeries are plain numbers: no gradient may run back into G. In the generator's step the gradient must run *through* D, but D must not move: it would learn to be fooled.");
    one_optimizer(lesson);
    Ok(())
}

/// The planted bug: one step that changes both.
fn one_optimizer(lesson: &mut Lesson) {
    lesson.predict(
        "And if D does move? Somebody gives the generator's step an optimiser that holds the parameters of *both*. What becomes of the generator's loss?",
        "It falls faster than ever, and means less: part of the fall is a discriminator that learns to be fooled.",
    );
    lesson.say("So much for the plan. Here it is with the bug: one forgery at 0.5, a discriminator with w = 2 and c = −2, loss −ln D, learning rate 1.");
    let answer = lesson.answer(
        "one_optimizer",
        exercises::one_optimizer as fn() -> [f64; 4],
        solutions::one_optimizer,
    );
    let [place, w, c, old] = answer();
    let mut table = Table::new(["the step changes", "forgery", "w", "c", "D(0.5)"]);
    let (moved, _) = step_of_both(0.5, (2.0, -2.0), 1.0);
    table.push([
        "the generator".to_string(),
        num(moved, 4),
        num(2.0, 4),
        num(-2.0, 4),
        num(sigmoid(2.0 * 0.5 - 2.0), 4),
    ]);
    table.push([
        "both".to_string(),
        num(place, 4),
        num(w, 4),
        num(c, 4),
        num(old, 4),
    ]);
    lesson.table(&table.caption("The discriminator learned from the generator's loss to believe a forgery that nobody changed. Its next step unlearns that, and so on: the loss of the generator falls nicely, and nothing gets better."));
}

fn outputs(pair: &Pair, shown: &Batch) -> String {
    let real = shown.real.iter().map(|&x| ("real  ", None, x));
    let forged = shown
        .noise
        .iter()
        .map(|&z| ("forged", Some(z), pair.generate(z)));
    let mut lines = vec!["             z      x     w·x + c        D".to_string()];
    for (kind, z, x) in real.chain(forged) {
        lines.push(format!(
            "{kind}  {:>6} {:>6} {:>11} {:>8}",
            z.map_or("–".to_string(), |z| num(z, 1)),
            num(x, 0),
            num(pair.w * x + pair.c, 4),
            num(pair.output(x), 4),
        ));
    }
    lines.push(String::new());
    lines.push(format!(
        "V = ½[ln 0.5000 + ln 0.8808] + ½[ln(1 − 0.1192) + ln(1 − 0.7311)] = {}",
        num(pair.value(shown), 4)
    ));
    lines.join("\n")
}

fn generators_turn(lesson: &mut Lesson, pair: &Pair, shown: &Batch) {
    lesson.say("*The generator's turn*, against the discriminator as it is now. The chain has one link more: from V to the logit (−D), from the logit to the forged number (w), from there to a and b (z and 1). It goes *down* V:");
    let d: Vec<f64> = shown
        .noise
        .iter()
        .map(|&z| pair.output(pair.generate(z)))
        .collect();
    let (da, db) = generator_gradient(pair, shown, GeneratorLoss::Saturating);
    let after = Pair {
        a: pair.a - RATE * da,
        b: pair.b - RATE * db,
        ..*pair
    };
    lesson.show(format!(
        "
        now  D(0) = {},  D(3) = {}

        ∂V/∂a = ½[ −{}·{}·(−½) − {}·{}·1 ] = {}
        ∂V/∂b = ½[ −{}·{} − {}·{} ] = {}

        a ← 2 − ½·({}) = {}        b ← 1 − ½·({}) = {}

        forgeries: 0 and 3 → {} and {}        V: {} → {}",
        num(d[0], 4),
        num(d[1], 4),
        num(d[0], 4),
        num(pair.w, 4),
        num(d[1], 4),
        num(pair.w, 4),
        num(da, 4),
        num(d[0], 4),
        num(pair.w, 4),
        num(d[1], 4),
        num(pair.w, 4),
        num(db, 4),
        num(da, 4),
        num(after.a, 4),
        num(db, 4),
        num(after.b, 4),
        num(after.generate(shown.noise[0]), 4),
        num(after.generate(shown.noise[1]), 4),
        num(pair.value(shown), 4),
        num(after.value(shown), 4),
    ));
    lesson.say("Both forgeries moved up, to where this discriminator believes the real numbers to be. Neither player saw the other's weights.");
}

/// The gradients from paper, beside those of the tape.
fn on_the_tape(lesson: &mut Lesson, after: &Pair, shown: &Batch) {
    let paper = [
        discriminator_gradient(&START, shown),
        generator_gradient(after, shown, GeneratorLoss::Saturating),
        generator_gradient(after, shown, GeneratorLoss::NonSaturating),
    ];
    let tape = [
        tape_gradient(&START, shown, None),
        tape_gradient(after, shown, Some(GeneratorLoss::Saturating)),
        tape_gradient(after, shown, Some(GeneratorLoss::NonSaturating)),
    ];
    let names = [
        ("V", "w, c"),
        ("ln(1 − D), of forgeries", "a, b"),
        ("−ln D, of forgeries", "a, b"),
    ];
    let mut table = Table::new([
        "gradient of",
        "with respect to",
        "paper",
        "tape",
        "paper",
        "tape",
    ]);
    for ((name, of), (by_hand, by_tape)) in names.iter().zip(paper.iter().zip(&tape)) {
        table.push([
            (*name).to_string(),
            (*of).to_string(),
            num(by_hand.0, 5),
            num(by_tape.0, 5),
            num(by_hand.1, 5),
            num(by_tape.1, 5),
        ]);
    }
    lesson.table(&table.caption("The same gradients from nabla's tape. The last row is another loss of the generator, of which more in [A gradient for a forger who loses](#a-gradient-for-a-forger-who-loses)."));
}

/// The gradient with respect to (w, c), or of a loss of the generator with respect to (a, b).
fn tape_gradient(pair: &Pair, shown: &Batch, loss: Option<GeneratorLoss>) -> (f64, f64) {
    let tape = Tape::new();
    let column = |numbers: &[f64]| {
        let numbers: Vec<f32> = numbers.iter().map(|&x| x as f32).collect();
        let count = numbers.len();
        tape.constant(Tensor::from_vec(numbers, [count, 1]))
    };
    let [a, w] = [pair.a, pair.w].map(|v| tape.variable(Tensor::full([1, 1], v as f32)));
    let [b, c] = [pair.b, pair.c].map(|v| tape.variable(Tensor::full([1], v as f32)));
    let forged = affine(column(&shown.noise), a, b);
    let (loss, of, sign) = match loss {
        // The discriminator's loss is −V.
        None => {
            let real = against(affine(column(&shown.real), w, c), 1.0);
            (
                real + against(affine(forged.detach(), w, c), 0.0),
                (w, c),
                -1.0,
            )
        }
        Some(loss) => (generator_loss(affine(forged, w, c), loss), (a, b), 1.0),
    };
    let grads = loss.backward();
    let gradient = |v: Var<'_>| sign * f64::from(grads.of(v).item());
    (gradient(of.0), gradient(of.1))
}

fn affine<'t>(x: Var<'t>, weight: Var<'t>, bias: Var<'t>) -> Var<'t> {
    x.linear(weight, bias, Activation::Identity)
}
