//! Sections 9 to 11: how bent a curve may be, what large coefficients cost, how much data is enough.

use labkit::{Area, Chart, Lesson, Result, Table, ink};
use nalgebra::DVector;
use plotters::prelude::*;

use super::figures::{curve, panel};
use lab04::poly::{by_svd, evaluate, mean_squared_loss, vandermonde};
use lab04::samples::{Samples, WAVE_NOISE, noisy_wave, three_way, wave};
use lab04::{exercises, solutions};

/// The best polynomial of a degree.
fn fit(data: &Samples, degree: usize) -> Vec<f64> {
    let v = vandermonde(&data.x, degree);
    by_svd(&v, &DVector::from_column_slice(&data.y), 1e-13)
        .as_slice()
        .to_vec()
}

fn loss(coefficients: &[f64], data: &Samples) -> f64 {
    mean_squared_loss(coefficients, &data.x, &data.y)
}

/// Training, validation and test data: 35, 10 and 5 of 50.
fn divided(lesson: &Lesson) -> [Samples; 3] {
    let mut rng = lesson.rng();
    let all = noisy_wave(50, &mut rng);
    let (train, validation, test) = three_way(50, &mut rng);
    [all.pick(&train), all.pick(&validation), all.pick(&test)]
}

pub fn too_stiff_too_loose(lesson: &mut Lesson) -> Result<()> {
    lesson.say("Twelve noisy measurements of the wave. Which degree would you take?");
    lesson.predict(
        "Degree 11 has twelve coefficients for twelve points. What is its training loss, and is it \
         the best choice?",
        "Its loss is zero: it goes through every point. It is the worst choice of all. Look:",
    );
    let few = noisy_wave(12, &mut lesson.rng());
    lesson.figure(
        "under-over",
        "Degree 1 is too stiff, degree 11 too loose: it learned the noise. Dashed: the wave.",
        (960, 320),
        |area| {
            panels(
                area,
                &few,
                &[1, 5, 11].map(|d| (format!("degree {d}"), fit(&few, d))),
            )
        },
    )?;
    lesson.say(
        "So the training loss cannot choose the degree: it only ever falls. Divide 50 measurements, \
         70 % to *train* the coefficients, 20 % to *validate* the choice of degree, and 10 % for one \
         final *test* of what was chosen.",
    );
    let [train, validation, test] = divided(lesson);
    let mut table = Table::new(["degree", "training loss", "validation loss"]);
    let mut curves = (Vec::new(), Vec::new());
    let mut best = (0, f64::INFINITY);
    for degree in 0..=15 {
        let a = fit(&train, degree);
        let (t, v) = (loss(&a, &train), loss(&a, &validation));
        curves.0.push((degree as f64, t));
        curves.1.push((degree as f64, v));
        if v < best.1 {
            best = (degree, v);
        }
        if [0, 1, 3, 4, 5, 6, 8, 10, 12, 15].contains(&degree) {
            table.push([degree.to_string(), format!("{t:.4}"), format!("{v:.4}")]);
        }
    }
    lesson.table(&table);
    lesson.number("best_degree", best.0);
    let tested = lesson.number("best_degree_test", loss(&fit(&train, best.0), &test));
    lesson.say(format!(
        "The training loss falls all the way. The validation loss falls, then rises: degree {} wins. Its \
         loss on the test points, used only now: {tested:.3}. The noise alone has a variance of \
         {:.2}, and five points are few: nobody can expect much less, or a sharper answer.",
        best.0,
        WAVE_NOISE * WAVE_NOISE
    ));
    let chart = Chart::new("degree", "mean squared loss")
        .log_y()
        .line("training", curves.0)
        .line("validation", curves.1)
        .hline(WAVE_NOISE * WAVE_NOISE, "noise");
    lesson.chart(
        "degrees",
        "The training loss falls for ever; the validation loss knows better.",
        &chart,
    )
}

/// One panel a fit: the data, the wave and the fitted curve.
fn panels(area: &Area, data: &Samples, fits: &[(String, Vec<f64>)]) -> Result<()> {
    for (part, (title, coefficients)) in area.split_evenly((1, fits.len())).iter().zip(fits) {
        let (xs, ys) = (-1.05..1.05, -2.2..2.2);
        let mut chart = panel(part, title, (xs.clone(), ys.clone()), ("x", "y"))?;
        for piece in curve(wave, xs.clone(), ys.clone()) {
            chart.draw_series(DashedLineSeries::new(
                piece,
                5,
                4,
                ink::MUTED.stroke_width(1),
            ))?;
        }
        for piece in curve(|x| evaluate(coefficients, x), xs, ys) {
            chart.draw_series([PathElement::new(piece, ink::BLUE.stroke_width(2))])?;
        }
        chart.draw_series(
            data.points()
                .map(|at| Circle::new(at, 4, ink::ORANGE.filled())),
        )?;
    }
    Ok(())
}

pub fn penalty(lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "A curve that swings wildly needs large coefficients that almost cancel. So let them cost: add \
         μ·Σa² to the loss. The gradient gets a term 2μ·a, and setting it to zero gives a closed form \
         again:",
    );
    lesson.show("(VᵀV/n + μ·I)·a = Vᵀy/n");
    let ridge: fn(&[f64], &[f64], usize, f64) -> Vec<f64> = lesson.answer(
        "ridge",
        exercises::ridge as fn(&[f64], &[f64], usize, f64) -> Vec<f64>,
        solutions::ridge,
    );
    let few = noisy_wave(12, &mut lesson.rng());
    lesson.figure(
        "penalty",
        "Degree 11 on twelve points, with a growing price on its coefficients.",
        (960, 320),
        |area| {
            let fits = [(1e-8, "μ = 10⁻⁸"), (1e-3, "μ = 10⁻³"), (0.3, "μ = 0.3")];
            panels(
                area,
                &few,
                &fits.map(|(mu, title)| (title.to_string(), ridge(&few.x, &few.y, 11, mu))),
            )
        },
    )?;
    let [train, validation, _] = divided(lesson);
    let mut table = Table::new(["μ", "Σa²", "training loss", "validation loss"]);
    let mut best = (0.0, f64::INFINITY);
    for exponent in -8..=0 {
        let mu = 10.0_f64.powi(exponent);
        let a = ridge(&train.x, &train.y, 15, mu);
        let validated = loss(&a, &validation);
        if validated < best.1 {
            best = (mu, validated);
        }
        table.push([
            format!("{mu:.0e}"),
            format!("{:.1}", a.iter().map(|a| a * a).sum::<f64>()),
            format!("{:.4}", loss(&a, &train)),
            format!("{validated:.4}"),
        ]);
    }
    lesson.table(&table.caption("Degree 15, 35 training points."));
    lesson.number("best_mu", best.0);
    lesson.say(format!(
        "Training loss and Σa² move in opposite directions; the validation loss finds the balance, \
         here at μ = {:.0e}. μ is chosen like the degree: on the validation data. It also \
         lifts every curvature by 2μ, so it cures the condition number as a by-product.",
        best.0
    ));
    Ok(())
}

pub fn learning_curves(lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "Will more data help? That depends on what is wrong. Train on more and more points, each time on \
         many random draws, and follow the losses on the training points and on fresh ones.",
    );
    lesson.predict(
        "Degree 1 on the wave: will a thousand points make it good?",
        "No. Its two curves meet soon, and meet high: it is too stiff for the wave, and no amount \
         of data bends a line. Degree 12 is the opposite: bad with few points, good with many.",
    );
    let draws = if lesson.flags().quick { 15 } else { 101 };
    let fresh = noisy_wave(1000, &mut lesson.rng());
    let mut table = Table::new([
        "points",
        "degree 1",
        "fresh",
        "degree 5",
        "fresh",
        "degree 12",
        "fresh",
    ]);
    let sizes = [14, 20, 30, 50, 80, 120, 200, 300];
    let degrees = [1, 5, 12];
    let mut lines: Vec<Vec<(f64, f64)>> = vec![Vec::new(); 6];
    let mut bar = lesson.progress("learning curves", sizes.len());
    for size in sizes {
        let mut row = vec![size.to_string()];
        for (k, degree) in degrees.into_iter().enumerate() {
            let (train, test) = typical(degree, size, draws, &fresh, lesson);
            lines[2 * k].push((size as f64, train));
            lines[2 * k + 1].push((size as f64, test));
            row.extend([format!("{train:.3}"), format!("{test:.3}")]);
        }
        bar.step(0.0, None);
        table.push(row);
    }
    bar.done();
    lesson.table(&table.caption(format!(
        "Medians of {draws} draws: training loss, and loss on 1000 fresh points."
    )));
    let mut chart = Chart::new("training points", "mean squared loss")
        .log_x()
        .log_y()
        .y_range(0.02..2.0);
    for (k, degree) in degrees.into_iter().enumerate() {
        chart = chart.line(format!("degree {degree}, fresh"), lines[2 * k + 1].clone());
        chart = chart.dashed(format!("degree {degree}, training"), lines[2 * k].clone());
    }
    lesson.chart(
        "learning-curves",
        "Solid: fresh points. Dashed: training points. The noise has variance 0.09.",
        &chart.hline(WAVE_NOISE * WAVE_NOISE, "noise"),
    )?;
    lesson.say(
        "Read such curves like a doctor. Far apart: too loose, get more data or raise μ. Together but \
         high: too stiff, get a better model. Together and at the noise: done.",
    );
    Ok(())
}

/// Median training loss and median fresh loss over many draws of `size` points.
fn typical(
    degree: usize,
    size: usize,
    draws: usize,
    fresh: &Samples,
    lesson: &Lesson,
) -> (f64, f64) {
    let mut rng = lesson.rng();
    let (mut train, mut test) = (Vec::new(), Vec::new());
    for _ in 0..draws {
        let data = noisy_wave(size, &mut rng);
        let a = fit(&data, degree);
        train.push(loss(&a, &data));
        test.push(loss(&a, fresh));
    }
    (
        solutions::best_constants(&train).1,
        solutions::best_constants(&test).1,
    )
}
