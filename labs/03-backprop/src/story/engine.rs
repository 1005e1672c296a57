//! The scalar engine, and how to break it.

use crate::figures;
use lab03::broken;
use lab03::engine::Value;
use labkit::numerals::num;
use labkit::{Chart, Lesson, Quantity, Result, Table};

const ENGINE: &str = include_str!("../engine.rs");

pub fn engine(lesson: &mut Lesson) -> Result<()> {
    lesson.say(format!(
        "Every derivative so far was ours. But look at what we did each time: multiply derivatives along a road, add where \
         roads meet. A program can do that for any expression, if the expression remembers how it was made. \
         `src/engine.rs` is such a program, {} lines long. It needs three ideas.",
        ENGINE.lines().count()
    ));
    lesson.say(
        "*One: a value remembers its parents,* and its own derivative with respect to each of them. The derivative is known at once, when the \
         value is made; nothing needs to be differentiated later.",
    );
    lesson.say("*Two: an operator is one line:* its result, its derivative with respect to the left operand, and to the right one.");
    let rules: Vec<&str> = ENGINE
        .lines()
        .filter(|line| line.starts_with("operator!("))
        .collect();
    lesson.show(rules.join("\n"));
    lesson.say(
        "*Three: walk back in the right order.* A value may hand its gradient on only when its own is complete, that \
         is, after everything that was made from it. `sort` lists parents before children; `backward` reads that \
         list from its end.",
    );
    try_it(lesson)
}

fn try_it(lesson: &mut Lesson) -> Result<()> {
    let (i, w) = (Value::from(0.13), Value::from(-3.0));
    let rest = Value::from((0.35f64 / 0.65).ln() + 0.39);
    let output = (&w * &i + &rest).sigmoid();
    let wrong = &output - 0.9;
    let e = &wrong * &wrong * 0.5;
    e.backward();
    let gradient = lesson.number("engine_one_weight", w.grad());
    lesson.say(format!(
        "Does it know [One weight](#one-weight)? There `s = w * i + rest`, `o = s.sigmoid()`, `e = (o − 0.9)² / 2`, with the rest \
         chosen so that O = 0.35. Ask for `w.grad()`: {}. Nobody told it about O(1 − O)(O − T).",
        num(gradient, 5)
    ));
    let x = Value::from(3.0);
    let a = &x * &x;
    let (b, c) = (&a * 2.0, &a * 3.0);
    let end = &b + &c;
    end.backward();
    lesson.predict_number(
        "And a diamond: x = 3, a = x², b = 2a, c = 3a, y = b + c. What does it find for x?",
        Quantity::new(x.grad(), 0).within(0.0),
        &format!("y = 5x², and y′ = 10x = {}.", num(x.grad(), 0)),
    );
    lesson.figure(
        "diamond",
        "A diamond: a = x² is used twice. Blue: values. Orange: gradients. Left, a waits until both b and c have \
         paid in. Right, it hands on what b brought, and c's share never reaches x.",
        (760, 330),
        figures::graph::diamonds,
    )?;
    Ok(())
}

pub fn bugs(lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "The best way to know the engine is to break it. `src/broken.rs` holds `backward` with one thing wrong at a \
         time. Each of these has been written, in earnest, by many people.",
    );
    overwriting(lesson);
    too_early(lesson);
    not_zeroed(lesson)?;
    twice(lesson);
    lesson.say(
        "Our engine sets every gradient back to zero before a walk, so that the last two cannot happen. PyTorch keeps \
         adding, on purpose: gradients of several small batches may add up to that of a large one. The price is a \
         line that everybody forgets once, `optimizer.zero_grad()`.",
    );
    Ok(())
}

fn overwriting(lesson: &mut Lesson) {
    lesson.say("**Bug 1: overwritten, not added.** Replace `+=` by `=` where a parent's gradient is written.");
    lesson.predict_number(
        "y = x · x at x = 3. The right answer is 6. What does the broken engine say?",
        Quantity::new(3.0, 0).within(0.0),
        "It keeps the last road only: 1 for x + x, and 3 for x · x, where 6 is right.",
    );
    let mut table = Table::new(["y", "at", "right", "overwritten"]);
    let mut row = |name: &str, at: f64, make: &dyn Fn(&Value) -> Value| {
        let x = Value::from(at);
        let y = make(&x);
        y.backward();
        let right = x.grad();
        broken::backward_overwriting(&y);
        table.push([
            name.to_string(),
            format!("x = {at}"),
            num(right, 1),
            num(x.grad(), 1),
        ]);
    };
    row("x + x", 3.0, &|x| x + x);
    row("x · x", 3.0, &|x| x * x);
    row("tanh(5x)", 0.1, &|x| (x * 5.0).tanh());
    row("1/(1 + x)", 1.0, &|x| Value::from(1.0) / (x + 1.0));
    lesson.table(&table);
    lesson.say(
        "The last two rows are right: where each value is used once, the bug sleeps. The exercise `planted_bug` asks what \
         this engine reports for x · x + 3 · x at 2, where 7 is true. Predict it, then let `cargo test -p lab03` judge.",
    );
}

fn too_early(lesson: &mut Lesson) {
    let x = Value::from(3.0);
    let a = &x * &x;
    let end = &a * 2.0 + &a * 3.0;
    broken::backward_too_early(&end);
    lesson.say(
        "**Bug 2: the wrong order of visits.** Let each value hand its gradient on as soon as it is reached: a, before c has \
         paid in.",
    );
    lesson.predict_number(
        "x = 3, a = x², b = 2a, c = 3a, y = b + c. What does x get, where 30 is right?",
        Quantity::new(x.grad(), 0).within(0.0),
        &format!(
            "{}: a passes on 2 · 2x before c's 3 has come in. No error, no warning.",
            num(x.grad(), 0)
        ),
    );
}

fn not_zeroed(lesson: &mut Lesson) -> Result<()> {
    lesson.say("**Bug 3: gradients not set back to zero.** Gradient descent on (w − 3)², rate 0.1, from w = 0:");
    let right = broken::descend(Value::backward, 60);
    let wrong = broken::descend(broken::backward_without_zeroing, 60);
    let mut table = Table::new(["step", "w", "w, not zeroed"]);
    for step in [1, 2, 3, 5, 8, 15, 30, 60] {
        table.push([
            step.to_string(),
            num(right[step - 1], 4),
            num(wrong[step - 1], 4),
        ]);
    }
    lesson.table(&table);
    let line = |path: &[f64]| {
        path.iter()
            .enumerate()
            .map(|(i, &w)| (i as f64 + 1.0, w))
            .collect::<Vec<_>>()
    };
    lesson.chart(
        "not-zeroed",
        "The same descent with and without zeroing. The sum of all gradients so far acts like a mass that never \
         loses speed: w swings around 3 for ever.",
        &Chart::new("step", "w").line("zeroed", line(&right)).line("not zeroed", line(&wrong)).hline(3.0, "goal"),
    )
}

fn twice(lesson: &mut Lesson) {
    lesson.say(
        "**Bug 4: backward run twice** over one expression, without zeroing. Is every gradient doubled? Worse: what \
         the first walk left in the middle is handed on a second time.",
    );
    let mut table = Table::new([
        "multiplications between x and y",
        "x's gradient, times the right one",
    ]);
    for levels in [1, 2, 3, 5, 10] {
        table.push([
            levels.to_string(),
            num(broken::inflation_by_second_walk(levels), 0),
        ]);
    }
    lesson.table(&table);
}
