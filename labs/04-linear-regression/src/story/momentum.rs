//! Steps that remember the last one.

use labkit::numerals::num;
use labkit::{Chart, Lesson, Quantity, Result, Table, ink};

use super::figures::FINE;
use super::line::{X64, Y64, bowl_map};
use super::rates::losses;
use lab04::bowl::{self, Point, walk};
use lab04::momentum::{Update, roll, stable_limit, usual_step};
use lab04::{exercises, solutions};

const START: Point = [0.3, -0.3];

pub fn momentum(lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "Plain descent forgets. *Momentum* averages the gradients: those across the valley point to \
         and fro and cancel, those along it agree and add up. With the rate η, and ν for how much of \
         the last change is kept, the source [YAK, equation 5] writes it in the first of these forms, \
         most programs in the second:",
    );
    lesson.show(
        "first    Δa ← −(1 − ν)·η·∇ + ν·Δa     a ← a + Δa\n\
         usual    v ← ν·v − η·∇                a ← a + v",
    );
    lesson.predict_number(
        "ν = 0.9 and η = 0.1 in the first form. Which rate makes the usual form take exactly the \
         same steps?",
        Quantity::new(0.01, 3).within(0.0),
        "η = 0.01. The factor 1 − ν = 0.1 only rescales the rate; nothing else differs.",
    );
    let update: Update = lesson.answer(
        "momentum_step",
        exercises::momentum_step as Update,
        solutions::momentum_step,
    );
    let ours = roll(update, START, (0.1, 0.9), 300, &X64, &Y64);
    let usual = roll(usual_step, START, (0.1 * (1.0 - 0.9), 0.9), 300, &X64, &Y64);
    let mut table = Table::new([
        "step",
        "W, first form",
        "W, usual form",
        "b, first form",
        "b, usual form",
    ]);
    for step in [1, 10, 100, 300] {
        let digits = |v: f64| num(v, 10);
        table.push([
            step.to_string(),
            digits(ours[step][0]),
            digits(usual[step][0]),
            digits(ours[step][1]),
            digits(usual[step][1]),
        ]);
    }
    lesson.table(&table);
    lesson.say(
        "Now the race, from the same start with the same rate 0.01 (in the usual form), until the \
         loss stays below a millionth:",
    );
    let table = race();
    lesson.table(&table);
    let (flat, steep) = bowl::curvatures(&bowl::hessian(&X64));
    let root = (steep / flat).sqrt();
    lesson.number("best_nu", ((root - 1.0) / (root + 1.0)).powi(2));
    lesson.number("curvature_ratio_root", root);
    lesson.say(format!(
        "Too much memory is a burden too: with ν = 0.95 the walk overshoots and swings back, like a \
         ball in a bowl. At the best rate the best ν for a valley with condition number κ is \
         ((√κ − 1)/(√κ + 1))², here {:.2}, and the number of steps grows with √κ instead of κ: with \
         {root:.1} instead of {:.1}.",
        ((root - 1.0) / (root + 1.0)).powi(2),
        root * root,
    ));
    let limit = bowl::stable_limit(&X64);
    let larger = lesson.number("momentum_limit", stable_limit(0.9, &X64));
    lesson.say(format!(
        "Momentum also stands a larger rate: a direction with the curvature λ comes down as long as \
         η·λ < 2·(1 + ν). For ν = 0.9 the limit is 1.9 times as large: {larger:.5} instead of {limit:.5}.",
    ));
    let plain = walk(|_| 0.01, START, 60, &X64, &Y64);
    let rolled = roll(usual_step, START, (0.01, 0.8), 60, &X64, &Y64);
    lesson.fine_figure(
        "momentum-path",
        "Sixty steps without momentum (blue) and with ν = 0.8 (orange), rate 0.01.",
        (560, 400),
        FINE,
        |area| {
            bowl_map().draw(
                area,
                "sixty steps",
                &[(ink::ORANGE, &rolled), (ink::BLUE, &plain)],
            )
        },
    )?;
    let mut chart = Chart::new("step", "loss").log_y().y_range(1e-12..1e2);
    for nu in [0.0, 0.8, 0.95] {
        let path = roll(usual_step, START, (0.01, nu), 400, &X64, &Y64);
        chart = chart.line(format!("ν = {nu}"), losses(&path));
    }
    lesson.chart(
        "momentum",
        "The same rate 0.01 with more and more memory.",
        &chart,
    )
}

fn race() -> Table {
    let mut table = Table::new(["ν", "steps"]);
    for nu in [0.0, 0.5, 0.8, 0.9, 0.95] {
        let path = roll(usual_step, START, (0.01, nu), 1000, &X64, &Y64);
        let last = path
            .iter()
            .rposition(|at| bowl::loss(*at, &X64, &Y64) >= 1e-6);
        let steps = last.map_or(0, |last| last + 1);
        table.push([nu.to_string(), steps.to_string()]);
    }
    table
}
