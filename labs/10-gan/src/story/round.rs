//! One round on paper, and a planted bug.

use lab10::game::GeneratorLoss;
use lab10::paper::{
    Batch, Pair, discriminator_gradient, generator_gradient, sigmoid, step_of_both,
};
use lab10::solutions;
use labkit::numerals::num;
use labkit::{Lesson, Result, Table};

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
    lesson.say("The smallest game there is: everything is a single number. The world sends 2 and 4. The generator makes G(z) = a·z + b, the discriminator answers D(x) = σ(w·x + c): logistic regression, as in lab 1. They begin with a = 2, b = 1, w = 1, c = −2, and the noise happens to be −½ and 1.");
    lesson.show(outputs(&START, &shown));
    let (dw, dc) = discriminator_gradient(&START, &shown);
    lesson.predict_choice(
        "The discriminator's turn first: it goes *up* V. What does its step do to w?",
        &["w grows", "w shrinks", "nothing: the pulls cancel"],
        usize::from(dw < 0.0),
        "The real 4 pulls w up, but D of it is 0.88 already; the forgery at 3 pulls it down, and is taken for real with 0.73.",
    );
    let after = Pair {
        w: START.w + RATE * dw,
        c: START.c + RATE * dc,
        ..START
    };
    lesson.show(format!(
        "
        ∂V/∂w = ½[ (1 − 0.5000)·2 + (1 − 0.8808)·4 ] − ½[ 0.1192·0 + 0.7311·3 ]
              = 0.7384 − 1.0966 = {dw}
        ∂V/∂c = ½[ (1 − 0.5000) + (1 − 0.8808) ] − ½[ 0.1192 + 0.7311 ]
              = 0.3096 − 0.4251 = {dc}

        w ← 1 + ½·({dw}) = {}        c ← −2 + ½·({dc}) = {}

        V: {} → {}",
        num(after.w, 4),
        num(after.c, 4),
        num(START.value(&shown), 4),
        num(after.value(&shown), 4),
        dw = num(dw, 4),
        dc = num(dc, 4),
    ));
    lesson.predict_choice(
        "The forgeries lie at 0 and at 3. Now the generator goes *down* V, against the discriminator as it is now. Which way does it move them?",
        &["apart: 0 down, 3 up", "both up", "together: 0 up, 3 down"],
        1,
        "D grows with x, and of each forgery it is asked for itself that it look more real. Nobody asks that the two look different.",
    );
    generators_turn(lesson, &after, &shown);
    one_optimizer(lesson);
    Ok(())
}

/// The planted bug: one step that changes both. The exercise has other numbers.
fn one_optimizer(lesson: &mut Lesson) {
    let (x, rate) = (1.0, 1.0);
    let (w, c) = (1.5, -2.0);
    lesson.predict_choice(
        "Somebody gives the generator's step an optimiser that holds the parameters of *both* networks. What becomes of the generator's loss, −ln D of its forgery?",
        &["it falls as it should", "it falls faster", "it rises: the discriminator learns, too"],
        1,
        "It falls faster, and means less: part of the fall is a discriminator that learns to be fooled.",
    );
    let (moved, both) = step_of_both(x, (w, c), rate);
    let mut table = Table::new(["the step changes", "forgery", "w", "c", "−ln D", "D(1)"]);
    for (name, forged, (w, c)) in [
        ("nothing yet", x, (w, c)),
        ("the generator", moved, (w, c)),
        ("both", moved, both),
    ] {
        let loss = -sigmoid(w * forged + c).ln();
        let numbers = [forged, w, c, loss, sigmoid(w * x + c)];
        let cells = numbers.map(|number| num(number, 4));
        table.push([name.to_string()].into_iter().chain(cells));
    }
    let [.., believed] = solutions::one_optimizer();
    let believed = lesson.reveal("one_optimizer", num(believed, 4));
    lesson.table(&table.caption(format!(
        "A forgery at 1, learning rate 1. In the last row the discriminator believes a forgery at 1 that nobody changed. Its own next step unlearns that, and so on: a loss that falls nicely, and nothing gets better. In the exercise `one_optimizer` the belief rises from 0.2689 to {believed} by the same bug."
    )));
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
    let forgeries = |pair: &Pair| {
        let of = |i: usize| pair.generate(shown.noise[i]);
        [of(0), of(1)]
    };
    let [first, second] = forgeries(pair).map(|g| num(pair.output(g), 4));
    let (da, db) = generator_gradient(pair, shown, GeneratorLoss::Saturating);
    let after = Pair {
        a: pair.a - RATE * da,
        b: pair.b - RATE * db,
        ..*pair
    };
    let [left, right] = forgeries(&after).map(|g| num(g, 4));
    lesson.say("The chain has one link more: from V to the logit (−D), from there to the forged number (w), and from there to a and b (z and 1).");
    lesson.show(format!(
        "
        now  D(0) = {first},  D(3) = {second}

        ∂V/∂a = ½[ −{first}·{w}·(−½) − {second}·{w}·1 ] = {da}
        ∂V/∂b = ½[ −{first}·{w} − {second}·{w} ] = {db}

        a ← 2 − ½·({da}) = {}        b ← 1 − ½·({db}) = {}

        forgeries: 0 and 3 → {left} and {right}        V: {} → {}",
        num(after.a, 4),
        num(after.b, 4),
        num(pair.value(shown), 4),
        num(after.value(shown), 4),
        w = num(pair.w, 4),
        da = num(da, 4),
        db = num(db, 4),
    ));
    lesson.say("A round is one step of each, and neither saw the other's weights. The order inside a step is what programs get wrong. In the discriminator's step the forgeries are plain numbers: no gradient may run back into G. In the generator's step the gradient has to run *through* D.");
}
