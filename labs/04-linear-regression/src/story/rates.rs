//! How far a step may go, and steps that grow shorter.

use labkit::numerals::{num, scientific};
use labkit::{Chart, Lesson, Result, Table, ink};

use super::figures::{FINE, Map};
use super::line::{X64, Y64, bowl_map};
use lab04::bowl::{self, Point, decayed, walk};

const START: Point = [0.3, -0.3];

pub fn largest(lesson: &mut Lesson) -> Result<()> {
    lesson.say("The rate 0.01 was a lucky guess. Would 0.03 have been three times as quick?");
    lesson.predict_choice(
        "The same thousand steps with rate 0.03 instead of 0.01: what becomes of the loss?",
        &[
            "It gets there in a third of the steps.",
            "It gets there, with a zigzag on the way.",
            "It is far larger at the end than at the start.",
        ],
        2,
        &format!(
            "Far worse: the loss is {} at the end. The walk jumps across the valley, lands \
             higher on the other side, jumps back, and climbs out.",
            scientific(
                bowl::loss(walk(|_| 0.03, START, 1000, &X64, &Y64)[1000], &X64, &Y64),
                1
            )
        ),
    );
    lesson.say(
        "In one direction alone a loss is a parabola near its bottom. With e for the distance from the \
         bottom and λ for the *curvature*, the derivative is λ·e, and a step makes (1 − rate·λ)·e of e. \
         That shrinks if the rate is below 2/λ. Our loss has two directions and a matrix of second \
         derivatives; its eigenvalues are the curvatures.",
    );
    let hessian = bowl::hessian(&X64);
    let (flat, steep) = bowl::curvatures(&hessian);
    let limit = lesson.number("stable_limit", bowl::stable_limit(&X64));
    let measured = lesson.number("measured_limit", bowl::measured_limit(START, &X64, &Y64));
    lesson.number("curvature_flat", flat);
    lesson.number("curvature_steep", steep);
    lesson.number("curvature_ratio", steep / flat);
    lesson.number("best_factor", (steep - flat) / (steep + flat));
    lesson.number("factor_steep", 1.0 - 0.01 * steep);
    lesson.number("factor_flat", 1.0 - 0.01 * flat);
    lesson.number("factor_hundred", (1.0 - 0.01 * flat).powi(100));
    let path = walk(|_| 0.01, START, 200, &X64, &Y64);
    lesson.number("factor_seen", (path[200][0] + 1.0) / (path[100][0] + 1.0));
    lesson.show(format!(
        "Σx² = 30, Σx = 10, n = 4     H = 2·[[30, 10], [10, 4]]\n\
         λ = 34 ± √(34² − 4·20)       λ_min = {flat:.6}, λ_max = {steep:.6}\n\
         largest rate, by formula     2/λ_max = {limit:.8}\n\
         largest rate, by trying      {measured:.8}",
    ));
    lesson.say(
        "The last line knows no eigenvalues: it halves an interval of rates forty times, and keeps \
         the half whose walks settle.",
    );
    lesson.table(&rate_table(flat, steep));
    lesson.say(format!(
        "The steep direction forbids large rates, the flat one punishes small ones. Their ratio \
         λ_max/λ_min = {:.1} is the *condition number* κ. The best constant rate, 2/(λ_min + λ_max), \
         shrinks both distances by (κ − 1)/(κ + 1) = {:.4} a step, which is {:.0} steps to divide them by 2.7; \
         no constant rate does better.",
        steep / flat,
        (steep - flat) / (steep + flat),
        -1.0 / ((steep - flat) / (steep + flat)).ln()
    ));
    lesson.fine_figure(
        "three-rates",
        "The first 40 steps with three rates: too small, right, too large.",
        (800, 320),
        FINE,
        |area| {
            let panels = area.split_evenly((1, 3));
            for (panel, rate) in panels.iter().zip([0.001, 0.02, 0.031]) {
                let path = walk(|_| rate, START, 40, &X64, &Y64);
                let map = Map {
                    window: (-3.4..1.6, -1.5..3.5),
                    ..bowl_map()
                };
                map.draw(panel, &format!("rate {rate}"), &[(ink::BLUE, &path)])?;
            }
            Ok(())
        },
    )?;
    let mut chart = Chart::new("step", "loss").log_y();
    for rate in [0.001, 0.01, 0.029, 0.031] {
        chart = chart.line(
            format!("rate {rate}"),
            losses(&walk(|_| rate, START, 300, &X64, &Y64)),
        );
    }
    lesson.chart(
        "rates",
        &format!("The loss for four rates; the limit is {limit:.5}."),
        &chart,
    )
}

/// Step numbers with the loss there, for a chart.
pub fn losses(path: &[Point]) -> Vec<(f64, f64)> {
    let loss = |at: &Point| bowl::loss(*at, &X64, &Y64);
    path.iter()
        .enumerate()
        .map(|(i, at)| (i as f64, loss(at)))
        .collect()
}

fn rate_table(flat: f64, steep: f64) -> Table {
    let mut table = Table::new([
        "rate",
        "1 − rate·λ_max",
        "1 − rate·λ_min",
        "loss at 10",
        "at 100",
        "at 1000",
    ]);
    for rate in [0.001, 0.01, 0.02, 0.029, 0.0299, 0.03, 0.031] {
        let path = walk(|_| rate, START, 1000, &X64, &Y64);
        let loss = |step: usize| scientific(bowl::loss(path[step], &X64, &Y64), 1);
        table.push([
            rate.to_string(),
            num(1.0 - rate * steep, 4),
            num(1.0 - rate * flat, 4),
            loss(10),
            loss(100),
            loss(1000),
        ]);
    }
    table
}

pub fn decay(lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "Who does not know λ_max can begin boldly and grow careful: divide the rate η by 1 + δ after \
         every step [FAR].",
    );
    lesson.predict_choice(
        "Start with η_0 = 0.05, far above the limit. Which is safer?",
        &[
            "a slow decay, δ = 0.01",
            "a quick decay, δ = 0.5",
            "neither",
        ],
        2,
        "Both end badly in their own way. The slow one climbs for dozens of steps before it turns; \
         the quick one stops halfway and never arrives.",
    );
    let mut table = Table::new([
        "δ",
        "highest loss on the way",
        "loss at 100",
        "at 1000",
        "Σ η_i",
    ]);
    let mut chart = Chart::new("step", "loss").log_y().y_range(1e-6..1e24);
    for delta in [0.01, 0.02, 0.05, 0.5] {
        let path = walk(|i| decayed(0.05, delta, i), START, 1000, &X64, &Y64);
        let loss = |step: usize| bowl::loss(path[step], &X64, &Y64);
        let highest = (0..=1000).map(loss).fold(0.0, f64::max);
        table.push([
            delta.to_string(),
            scientific(highest, 1),
            scientific(loss(100), 1),
            scientific(loss(1000), 1),
            num(0.05 * (1.0 + delta) / delta, 2),
        ]);
        chart = chart.line(format!("δ = {delta}"), losses(&path[..301]));
    }
    lesson.table(&table);
    lesson.say(format!(
        "The last column is why: all the rates together have a finite sum, η_0·(1 + δ)/δ, and the flat \
         direction needs several times 1/λ_min = {:.2} to come down. On a loss without noise a constant \
         rate below the limit wins; decay earns its keep where the gradient itself is noisy, in \
         [All rows, a batch, or one](#all-rows-a-batch-or-one-stochastic-gradient-descent).",
        1.0 / bowl::curvatures(&bowl::hessian(&X64)).0
    ));
    lesson.chart(
        "decay",
        "Four decays from a rate that is too large.",
        &chart,
    )
}
