//! How bent a curve may be, what large coefficients cost, how much data is enough.

use labkit::numerals::{num, scientific};
use labkit::{Area, Chart, Lesson, Quantity, Result, Table, ink};
use nalgebra::DVector;
use rand::Rng;

use super::figures::{FINE, clipped, curve, dashed, dot, line, panel};
use lab04::poly::{by_svd, evaluate, mean_squared_loss, vandermonde};
use lab04::samples::{Samples, WAVE_NOISE, even_wave, noisy_wave, three_way, wave};
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

/// Twelve points for the pictures, a hundred others in three parts, 70, 20 and 10, and a thousand more
/// that only a made-up world can afford. All from one stream of random numbers, so that none is
/// among two of them.
struct Data {
    few: Samples,
    train: Samples,
    validation: Samples,
    test: Samples,
    fresh: Samples,
}

fn data(lesson: &Lesson) -> Data {
    let mut rng = lesson.rng();
    let few = even_wave(12, &mut rng);
    let all = noisy_wave(100, &mut rng);
    let (train, validation, test) = three_way(100, &mut rng);
    Data {
        few,
        train: all.pick(&train),
        validation: all.pick(&validation),
        test: all.pick(&test),
        fresh: noisy_wave(1000, &mut rng),
    }
}

/// Four decimals, or a power of ten.
fn large(loss: f64) -> String {
    if loss < 1000.0 {
        num(loss, 4)
    } else {
        scientific(loss, 1)
    }
}

pub fn too_stiff_too_loose(lesson: &mut Lesson) -> Result<()> {
    lesson.say("Twelve noisy measurements of the wave. Which degree would you take?");
    lesson.predict_number(
        "Degree 11 has twelve coefficients for twelve points. What is its training loss?",
        Quantity::new(0.0, 2).within(0.001),
        "Its loss is zero: it goes through every point. It is the worst choice of all.",
    );
    let Data {
        few,
        train,
        validation,
        test,
        fresh,
    } = data(lesson);
    let degree = lesson.count_of("degree");
    let curve = |degree| {
        let a = fit(&few, degree);
        (-50..=50)
            .map(move |i| f64::from(i) / 50.0)
            .map(move |x| (x, evaluate(&a, x)))
    };
    lesson.sketch(
        &Chart::new("x", "y")
            .line("degree 1", curve(1))
            .line("degree 5", curve(5))
            .line(format!("degree {degree}"), curve(degree))
            .points("measured", few.points())
            .y_range(-2.0..2.0),
    );
    lesson.fine_figure(
        "under-over",
        &format!("Degree 1, degree 5, and degree {degree}. Dashed: the wave."),
        (800, 290),
        FINE,
        |area| {
            panels(
                area,
                &few,
                &[1, 5, degree].map(|d| (format!("degree {d}"), fit(&few, d))),
            )
        },
    )?;
    let third = fit(&few, degree);
    lesson.say(format!(
        "Degree {degree} has the training loss {}, and on a thousand fresh points {}.",
        num(loss(&third, &few), 4),
        large(loss(&third, &fresh)),
    ));
    lesson.say(
        "So the training loss cannot choose the degree: it only ever falls. Take a hundred other \
         measurements and divide them: 70 % to *train* the coefficients, 20 % to *validate* the choice of degree, and 10 % for one \
         final *test* of what was chosen.",
    );
    let mut table = Table::new(["degree", "training loss", "validation loss"]);
    let mut curves = (Vec::new(), Vec::new());
    let mut best = (0, f64::INFINITY);
    for degree in 0..=20 {
        let a = fit(&train, degree);
        let (t, v) = (loss(&a, &train), loss(&a, &validation));
        curves.0.push((degree as f64, t));
        curves.1.push((degree as f64, v));
        if v < best.1 {
            best = (degree, v);
        }
        if [0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20].contains(&degree) {
            table.push([degree.to_string(), num(t, 4), num(v, 4)]);
        }
    }
    lesson.table(&table);
    lesson.number("best_degree", best.0);
    lesson.number("noise_variance", WAVE_NOISE * WAVE_NOISE);
    let chosen = fit(&train, best.0);
    lesson.number("best_degree_validation", best.1);
    let tested = lesson.number("best_degree_test", loss(&chosen, &test));
    let known = lesson.number("best_degree_fresh", loss(&chosen, &fresh));
    lesson.say(format!(
        "The training loss falls all the way. The validation loss falls, then rises: degree {} wins, with \
         {:.3}. That number flatters: the degree was chosen *because* its loss is small on these \
         twenty points. Its loss on the ten test points, used only now, is {tested:.3}; ten points \
         are few. On a thousand fresh points, which only a made-up world can afford, it is {known:.3}, \
         and the noise alone has a variance of {:.2}.",
        best.0,
        best.1,
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
            chart.draw_series(dashed(piece))?;
        }
        for piece in curve(|x| evaluate(coefficients, x), xs, ys) {
            chart.draw_series([line(piece, ink::BLUE)])?;
        }
        chart.draw_series(data.points().map(|at| dot(at, 4, ink::ORANGE)))?;
    }
    Ok(())
}

pub fn penalty(lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "A curve that swings wildly needs large coefficients that almost cancel. So let them cost: add \
         μ·Σa² to the loss. The gradient gets a term 2μ·a. Setting it to zero gives a closed form \
         again; finding it is exercise `ridge`.",
    );
    let ridge: fn(&[f64], &[f64], usize, f64) -> Vec<f64> = lesson.answer(
        "ridge",
        exercises::ridge as fn(&[f64], &[f64], usize, f64) -> Vec<f64>,
        solutions::ridge,
    );
    let Data {
        few, validation, ..
    } = data(lesson);
    lesson.fine_figure(
        "penalty",
        "Degree 11 on twelve points, with a growing price on its coefficients.",
        (800, 290),
        FINE,
        |area| {
            let fits = [(1e-8, "μ = 10⁻⁸"), (1e-3, "μ = 10⁻³"), (0.3, "μ = 0.3")];
            panels(
                area,
                &few,
                &fits.map(|(mu, title)| (title.to_string(), ridge(&few.x, &few.y, 11, mu))),
            )
        },
    )?;
    let mut table = Table::new(["μ", "Σa²", "training loss", "validation loss"]);
    let mut best = (0.0, f64::INFINITY);
    for exponent in -8..=0 {
        let mu = 10.0_f64.powi(exponent);
        let a = ridge(&few.x, &few.y, 11, mu);
        let validated = loss(&a, &validation);
        if validated < best.1 {
            best = (mu, validated);
        }
        table.push([
            scientific(mu, 0),
            num(a.iter().map(|a| a * a).sum::<f64>(), 1),
            num(loss(&a, &few), 4),
            num(validated, 4),
        ]);
    }
    lesson.table(
        &table
            .caption("Degree 11 on the twelve points of the picture, validated on twenty others."),
    );
    lesson.number("best_mu", best.0);
    lesson.say(format!(
        "Training loss and Σa² move in opposite directions; the validation loss finds the balance, \
         here at μ = {}. μ is chosen like the degree: on the validation data.",
        scientific(best.0, 0)
    ));
    Ok(())
}

pub fn learning_curves(lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "Will more data help? That depends on what is wrong. Train on more and more points, each time on \
         many random draws, and follow the losses on the training points and on fresh ones.",
    );
    lesson.predict_choice(
        "Degree 1 on the wave: will a thousand points make it good?",
        &["Yes: with many points the noise averages out.", "No."],
        1,
        "No. Its two curves meet soon, and meet high: it is too stiff for the wave, and no amount \
         of data bends a line. Degree 12 is the opposite: bad with few points, good with many.",
    );
    let draws = if lesson.flags().quick { 15 } else { 101 };
    let mut rng = lesson.rng();
    let fresh = noisy_wave(1000, &mut rng);
    let mut bar = lesson.progress("learning curves", SIZES.len());
    let mut table = Table::new([
        "points",
        "degree 1",
        "fresh",
        "degree 5",
        "fresh",
        "degree 12",
        "fresh",
    ]);
    let mut curves: [LearningCurve; 3] = Default::default();
    for size in SIZES {
        let mut row = vec![size.to_string()];
        for (curve, degree) in curves.iter_mut().zip(DEGREES) {
            let (train, test) = typical(degree, size, draws, &fresh, &mut rng);
            curve.train.push((size as f64, train));
            curve.fresh.push((size as f64, test));
            row.extend([train, test].map(|v| {
                if v < 100.0 {
                    num(v, 3)
                } else {
                    scientific(v, 0)
                }
            }));
        }
        bar.step(0.0, None);
        table.push(row);
    }
    bar.done();
    lesson.table(&table.caption(format!(
        "Medians of {draws} draws: training loss, and loss on 1000 fresh points."
    )));
    lesson.fine_figure(
        "learning-curves",
        "Loss against the number of training points: on fresh points (orange) and on the training \
         points (blue). The dashed line is the noise.",
        (800, 300),
        FINE,
        |area| {
            let titles = [
                "degree 1: too stiff",
                "degree 5",
                "degree 12: too loose at first",
            ];
            let parts = area.split_evenly((1, 3));
            parts
                .iter()
                .zip(titles)
                .zip(&curves)
                .try_for_each(|((part, title), c)| draw(part, title, c))
        },
    )?;
    lesson.say(
        "Read such curves like a doctor. Far apart: too loose, get more data or raise μ. Together but \
         high: too stiff, get a better model. Together and at the noise: done.",
    );
    Ok(())
}

const SIZES: [usize; 8] = [14, 20, 30, 50, 80, 120, 200, 300];
const DEGREES: [usize; 3] = [1, 5, 12];

/// Losses of one degree against the number of training points.
#[derive(Default)]
struct LearningCurve {
    train: Vec<(f64, f64)>,
    fresh: Vec<(f64, f64)>,
}

fn draw(area: &Area, title: &str, losses: &LearningCurve) -> Result<()> {
    let ys = 0.0..0.65;
    let mut chart = panel(
        area,
        title,
        (0.0..310.0, ys.clone()),
        ("training points", "loss"),
    )?;
    let noise = [0.0, 310.0].map(|n| (n, WAVE_NOISE * WAVE_NOISE));
    chart.draw_series(dashed(noise.to_vec()))?;
    for (points, colour) in [(&losses.train, ink::BLUE), (&losses.fresh, ink::ORANGE)] {
        chart.draw_series(
            clipped(points, &ys)
                .into_iter()
                .map(|piece| line(piece, colour)),
        )?;
        let inside = points.iter().filter(|p| ys.contains(&p.1));
        chart.draw_series(inside.map(|&at| dot(at, 3, colour)))?;
    }
    Ok(())
}

/// Median training loss and median fresh loss over many draws of `size` points.
fn typical(
    degree: usize,
    size: usize,
    draws: usize,
    fresh: &Samples,
    rng: &mut impl Rng,
) -> (f64, f64) {
    let (mut train, mut test) = (Vec::new(), Vec::new());
    for _ in 0..draws {
        let data = noisy_wave(size, rng);
        let a = fit(&data, degree);
        train.push(loss(&a, &data));
        test.push(loss(&a, fresh));
    }
    (
        solutions::best_constants(&train).1,
        solutions::best_constants(&test).1,
    )
}
