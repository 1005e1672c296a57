//! A graph, a line, a thousand steps, and points that were kept back.

use labkit::numerals::{count, num, scientific};
use labkit::{Area, Chart, Lesson, Quantity, Result, Table, ink};
use nabla::Tensor;
use plotters::prelude::*;

use super::figures::{FINE, Map, dot, levels, line as draw_line, panel, px};
use lab04::bowl::{self, Point};
use lab04::line::{self, EVAL_X, EVAL_Y, Gradient, START, X, Y};
use lab04::{exercises, graph, solutions};

/// The four points in `f64`, for the maps.
pub const X64: [f64; 4] = [1.0, 2.0, 3.0, 4.0];
/// Their targets.
pub const Y64: [f64; 4] = [0.0, -1.0, -2.0, -3.0];

pub fn graph(lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "Every network is a graph of small computations. Numbers flow in at one end; each node does \
         one thing and hands its result on. Start with the smallest graph there is: two numbers and \
         a plus.",
    );
    let add = |a: &[f32], b: &[f32]| {
        let tensor = |v: &[f32]| Tensor::from_slice(v, [v.len()]);
        graph::add(&tensor(a), &tensor(b)).data().to_vec()
    };
    let tripled = graph::add_and_triple(3.0, 4.5);
    lesson.show(format!(
        "3.0 + 4.0        = {:.1}\n3.0 + 4.5        = {:.1}\n[1, 3] + [2, 4]  = {:?}\n(3 + 4.5) · 3    = {:.1}",
        add(&[3.0], &[4.0])[0],
        add(&[3.0], &[4.5])[0],
        add(&[1.0, 3.0], &[2.0, 4.0]),
        tripled.value,
    ));
    lesson.say(
        "nabla writes the graph down while it computes. Its tape after the last line has a record for \
         each number: the two leaves, then the sum, then the sum times three.",
    );
    lesson.show(&tripled.listing);
    lesson.predict_number(
        "The tape can be read backwards. If the first number grows by 0.01, by how much does \
         (3 + 4.5)·3 grow?",
        Quantity::new(0.03, 2).within(0.0005),
        &format!(
            "By 0.03: the derivative with respect to either number is {:.0}. Reading the tape backwards \
             gives all derivatives at once. Together they are the *gradient*, and learning is made of it.",
            tripled.gradient.0
        ),
    );
    Ok(())
}

pub fn how_wrong(lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "Now a graph with two numbers that may change: a line, `W·x + b`. It gets x and answers ŷ. \
         Four measurements are to be met, and we begin with a guess, W = 0.3 and b = −0.3.",
    );
    let mut table = Table::new(["x", "ŷ = W·x + b", "y", "ŷ − y", "(ŷ − y)²"]);
    for ((x, y), guess) in X.iter().zip(Y).zip(line::predict(START.0, START.1, &X)) {
        let residual = guess - y;
        table.push([
            format!("{x}"),
            num(guess.into(), 1),
            num(y.into(), 0),
            num(residual.into(), 1),
            num((residual * residual).into(), 2),
        ]);
    }
    lesson.table(&table);
    let loss = lesson.number(
        "start_loss",
        line::summed_squared_loss(START.0, START.1, &X, &Y),
    );
    lesson.say(format!(
        "The distance ŷ − y is the *residual*. Squares make all of them count, up or down, and the \
         large ones most. Their sum is the *loss*: {loss:.2}.",
    ));
    lesson.fine_figure(
        "residuals",
        "The guess (blue), its four residuals (red), and the line that has none (green).",
        (640, 380),
        FINE,
        residuals,
    )?;
    lesson.predict_number(
        "One W and one b bring the loss down to 0. Which W?",
        Quantity::new(-1.0, 0).within(0.01),
        &format!(
            "W = −1 and b = 1: every step to the right takes y down by one, and at x = 1 the line \
             must be at 0. Loss: {}.",
            line::summed_squared_loss(-1.0, 1.0, &X, &Y)
        ),
    );
    lesson.say(
        "You saw that because there are four points and one line. A machine sees two numbers, W and \
         b, and a loss that depends on them. Draw the loss above the plane of all (W, b), and you \
         get a valley; seen from above, with lines of equal loss:",
    );
    lesson.fine_figure(
        "bowl",
        "The loss for every (W, b), as a map. The cross is its bottom; the dot is our guess.",
        (560, 400),
        FINE,
        |area| bowl_map().draw(area, "Σ (W·x + b − y)²", &[(ink::BLUE, &[[0.3, -0.3]])]),
    )
}

/// The map of the line's loss that several sections use.
pub fn bowl_map() -> Map<'static> {
    Map {
        loss: &|at| bowl::loss(at, &X64, &Y64),
        levels: levels(0.05, 150.0, 11),
        window: (-2.2..1.2, -1.5..3.5),
        names: ("W", "b"),
        bottom: [-1.0, 1.0],
    }
}

fn residuals(area: &Area) -> Result<()> {
    let mut chart = panel(area, "", (0.5..4.5, -3.5..1.5), ("x", "y"))?;
    let ends = |w: f64, b: f64| [(0.5, w * 0.5 + b), (4.5, w * 4.5 + b)];
    chart.draw_series([draw_line(ends(-1.0, 1.0), ink::GREEN)])?;
    chart.draw_series([draw_line(ends(0.3, -0.3), ink::BLUE)])?;
    for (x, y) in X64.into_iter().zip(Y64) {
        let residual = [(x, y), (x, 0.3 * x - 0.3)];
        chart.draw_series([draw_line(residual, ink::RED)])?;
        chart.draw_series([dot((x, y), 5, ink::INK)])?;
    }
    Ok(())
}

/// The rate of the run that [YAK] prints.
const PRINTED_RATE: f32 = 0.01;

pub fn downhill(lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "Which way is down? One pair contributes (W·x + b − y)². By the chain rule its derivative is \
         twice the inside, times x for W and times 1 for b. Summed over all pairs:",
    );
    lesson.show("∂L/∂W = Σ 2·(W·x + b − y)·x\n∂L/∂b = Σ 2·(W·x + b − y)");
    let gradient: Gradient = lesson.answer(
        "loss_gradient",
        exercises::loss_gradient as Gradient,
        solutions::loss_gradient,
    );
    let (dw, db) = gradient(START.0, START.1, &X, &Y);
    lesson.say(format!(
        "At our guess the two are {dw:.1} and {db:.1}: the loss grows with W and with b. So take a small \
         part of each away, again and again:",
    ));
    let rate = lesson.number_of("rate") as f32;
    lesson.show(format!("W ← W − {rate}·∂L/∂W\nb ← b − {rate}·∂L/∂b"));
    let steps = if lesson.flags().quick { 200 } else { 1000 };
    let path = line::descend(gradient, START, rate, steps, &X, &Y);
    let loss = |step: usize| line::summed_squared_loss(path[step].0, path[step].1, &X, &Y);
    let last = f64::from(loss(steps));
    lesson.predict_number(
        &format!(
            "After 100 steps the loss has gone from {:.2} to {:.3}. And after {}?",
            loss(0),
            loss(100),
            count(steps),
        ),
        Quantity::new(last, 3).factor(100.0),
        &format!(
            "To {}: each further hundred divides it by about {:.0} again. Look at the last column.",
            scientific(last, 1),
            loss(100) / loss(200)
        ),
    );
    let table = step_table(lesson, &path);
    lesson.table(&table);
    if rate == PRINTED_RATE {
        lesson.say(
            "These are the digits that TensorFlow printed in 2017 [YAK], all of them. One rounding more or less in \
             each step changes them a little:",
        );
        compare_roundings(lesson, gradient, &path);
    }
    let walk = path.iter().map(|&(w, b)| (f64::from(w), f64::from(b)));
    lesson.sketch(
        &Chart::new("W", "b")
            .line("the walk", walk)
            .points("bottom", [(-1.0, 1.0)]),
    );
    lesson.fine_figure(
        "thousand-steps",
        "The walk: a few steps across the valley, then a long way along its floor.",
        (560, 400),
        FINE,
        |area| {
            let walk: Vec<Point> = path
                .iter()
                .map(|&(w, b)| [f64::from(w), f64::from(b)])
                .collect();
            bowl_map().draw(
                area,
                &format!("a thousand steps, rate {rate}"),
                &[(ink::BLUE, &walk)],
            )
        },
    )?;
    if lesson.choice("residual") == "broadcast" {
        observe_broadcast(lesson);
    } else {
        lesson.say(
            "One bug of this program is worth meeting: exercise `broadcast_bug`. Predict where it \
             ends, then run this section with `--residual broadcast`.",
        );
    }
    Ok(())
}

fn step_table(lesson: &mut Lesson, path: &[(f32, f32)]) -> Table {
    let mut table = Table::new(["step", "W", "b", "loss"]);
    for step in [0, 1, 2, 5, 10, 100, 200, 500, 900, 1000] {
        let Some(&(w, b)) = path.get(step) else {
            continue;
        };
        let loss = line::summed_squared_loss(w, b, &X, &Y);
        if step == 1000 {
            lesson.number("final_w", w);
            lesson.number("final_b", b);
        }
        table.push([
            count(step),
            num(w.into(), 8),
            num(b.into(), 8),
            if loss < 0.01 {
                scientific(loss.into(), 6)
            } else {
                num(loss.into(), 6)
            },
        ]);
    }
    table
}

/// The same steps by nabla's tape, and with a fused update: who differs from whom, and by how much.
fn compare_roundings(lesson: &mut Lesson, gradient: Gradient, path: &[(f32, f32)]) {
    let steps = path.len() - 1;
    let furthest = |other: &[(f32, f32)]| {
        let gaps = path
            .iter()
            .zip(other)
            .map(|(a, b)| (a.0 - b.0).abs().max((a.1 - b.1).abs()));
        gaps.fold(0.0, f32::max)
    };
    let tape = graph::descend(START, PRINTED_RATE, steps, false);
    let fused = line::descend_fused(gradient, START, PRINTED_RATE, steps, &X, &Y);
    let tape_gap = lesson.number("tape_gap", furthest(&tape));
    lesson.say(format!(
        "- By nabla's tape, which finds the gradient by itself: never further away than {}.\n\
         - With the processor's fused multiply-add, one rounding for two, as PyTorch does it: never further than {}.",
        scientific(tape_gap.into(), 0),
        scientific(furthest(&fused).into(), 0),
    ));
    let at = steps.min(500);
    let mut table = Table::new(["who", "W", "b"]);
    for (who, walk) in [
        ("our formula", path),
        ("nabla's tape", &tape),
        ("fused update", &fused),
    ] {
        table.push([
            who.to_string(),
            num(walk[at].0.into(), 8),
            num(walk[at].1.into(), 8),
        ]);
    }
    lesson.table(&table.caption(format!("The same step {at}, three times.")));
}

fn observe_broadcast(lesson: &mut Lesson) {
    let path = graph::descend(START, 0.005, 2000, true);
    let (w, b) = path[2000];
    lesson.say(format!(
        "With a column minus a list the residual is a table of sixteen numbers, and the walk ends at \
         W = {}, b = {}. No error, no warning, and a loss that falls: only the shape of the \
         residual, [4, 4], gives it away.",
        num(w.into(), 4),
        num(b.into(), 4)
    ));
}

pub fn never_seen(lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "Has the line learned the rule, or only its four points? Four measurements were kept back, the \
         *test set*. They are a little off the line, as measurements are, and two of them lie further \
         right than any point of the training.",
    );
    let gradient: Gradient = lesson.answer(
        "loss_gradient",
        exercises::loss_gradient as Gradient,
        solutions::loss_gradient,
    );
    let (w, b) = line::descend(gradient, START, 0.01, 1000, &X, &Y)[1000];
    let mut table = Table::new(["x", "predicted", "measured", "difference"]);
    for ((x, y), guess) in EVAL_X.iter().zip(EVAL_Y).zip(line::predict(w, b, &EVAL_X)) {
        table.push([
            format!("{x}"),
            num(guess.into(), 3),
            num(y.into(), 2),
            num((guess - y).into(), 2),
        ]);
    }
    lesson.table(&table);
    let train = lesson.number("train_loss", line::summed_squared_loss(w, b, &X, &Y) / 4.0);
    let eval = lesson.number(
        "eval_loss",
        line::summed_squared_loss(w, b, &EVAL_X, &EVAL_Y) / 4.0,
    );
    lesson.say(format!(
        "Mean squared loss on the training points: {}. On the points kept back: {eval:.6}, \
         which is (0.01² + 0.1²)/4, the noise we put in and nothing else. The second number is the \
         honest one.",
        scientific(train.into(), 1),
    ));
    let line = |x: f64| (x, f64::from(w) * x + f64::from(b));
    let kept = EVAL_X
        .iter()
        .zip(EVAL_Y)
        .map(|(&x, y)| (f64::from(x), f64::from(y)));
    lesson.fine_figure(
        "never-seen",
        "The line, the points it was made from (filled), and the points that judge it (rings).",
        (640, 380),
        FINE,
        |area| {
            let mut chart = panel(area, "", (0.0..9.0, -8.0..1.0), ("x", "y"))?;
            chart.draw_series([draw_line([line(0.0), line(9.0)], ink::GREEN)])?;
            let trained = X64.into_iter().zip(Y64);
            chart.draw_series(trained.map(|at| dot(at, 5, ink::INK)))?;
            chart.draw_series(
                kept.map(|at| Circle::new(at, px(8), ink::ORANGE.stroke_width(px(2)))),
            )?;
            Ok(())
        },
    )
}
