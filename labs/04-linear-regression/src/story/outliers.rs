//! Squares against absolute values.

use labkit::numerals::num;
use labkit::{Area, Chart, Lesson, Result, Table, ink};

use super::figures::{FINE, curve, dashed, dot, line, panel};

use lab04::robust::{
    absolute_descent, absolute_error, best_absolute_line, mean_absolute_loss, squared_error,
};
use lab04::samples::noisy_line;
use lab04::stochastic::{best_line, mean_loss};
use lab04::{exercises, solutions};

pub fn outliers(lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "Why squares, and not simply the distances? Take the smallest model of all: one number c, \
         the same answer for everybody. Which c makes Σ (y − c)² smallest, and which Σ |y − c|? That is \
         exercise `best_constants`. Look at what one wild value does to either:",
    );
    let constants: fn(&[f64]) -> (f64, f64) = lesson.answer(
        "best_constants",
        exercises::best_constants as fn(&[f64]) -> (f64, f64),
        solutions::best_constants,
    );
    let values = [3.0, -1.0, 2.5, 4.0, 10.0];
    let mut table = Table::new(["values", "best c for squares", "best c for distances"]);
    for last in [10.0, 100.0, 1000.0] {
        let mut moved = values;
        moved[4] = last;
        let (mean, median) = constants(&moved);
        table.push([
            format!("3, −1, 2.5, 4, {last}"),
            num(mean, 1),
            num(median, 1),
        ]);
    }
    lesson.table(&table);
    lesson.fine_figure(
        "two-losses",
        "One answer c for 3, −1, 2.5, 4 and 10 (dots): squares (left) and distances (right), each with \
         its smallest place.",
        (800, 320),
        FINE,
        |area| {
            let parts = area.split_evenly((1, 2));
            let (mean, median) = constants(&values);
            bottoms(
                &parts[0],
                "mean of (y − c)²",
                50.0,
                &values,
                squared_error,
                mean,
            )?;
            bottoms(
                &parts[1],
                "mean of |y − c|",
                7.0,
                &values,
                absolute_error,
                median,
            )
        },
    )?;
    lesson.predict_choice(
        "Thirty points on the line y = −x + 1 with a little noise, and three typing errors far above. \
         Which of the two losses gives the better line?",
        &["the squares", "the distances", "There is no great difference."],
        1,
        "The distances. To them three wild points are three votes of thirty-three; to the squares \
         they are most of the loss.",
    );
    let mut data = noisy_line(33, 0.2, &mut lesson.rng());
    let mut rightmost: Vec<usize> = (0..33).collect();
    rightmost.sort_by(|&i, &j| data.x[j].total_cmp(&data.x[i]));
    for place in [1, 4, 6] {
        data.y[rightmost[place]] += 8.0;
    }
    let squares = best_line(&data);
    let distances = best_absolute_line(&data);
    let walked = absolute_descent(&data, 0.5, 0.002, 8000);
    let mut table = Table::new(["line", "W", "b", "mean square", "mean distance"]);
    for (name, line) in [
        ("truth", [-1.0, 1.0]),
        ("least squares", squares),
        ("least distances", distances),
        ("the same by descent", walked),
    ] {
        table.push([
            name.to_string(),
            num(line[0], 3),
            num(line[1], 3),
            num(mean_loss(line, &data), 3),
            num(mean_absolute_loss(line, &data), 3),
        ]);
    }
    lesson.table(&table);
    lesson.say(
        "Least distances has no closed form. The third line was found by trying every line through \
         two of the points, since one of the best always passes through two; the fourth by gradient \
         descent with a decaying rate. Decaying, because this gradient does not fade near the bottom: a \
         constant rate would hop around it for ever.",
    );
    let ends = |line: [f64; 2]| [-2.0, 3.0].map(|x| (x, line[0] * x + line[1]));
    lesson.chart(
        "outliers",
        "Three wild points bend the line of least squares; the line of least distances stays.",
        &Chart::new("x", "y")
            .line("least squares", ends(squares))
            .line("least distances", ends(distances))
            .points("measured", data.points()),
    )
}

/// One loss of a constant answer c, with the values below it and its smallest place marked.
fn bottoms(
    area: &Area,
    title: &str,
    highest: f64,
    values: &[f64],
    loss: fn(f64, &[f64]) -> f64,
    best: f64,
) -> Result<()> {
    let (xs, ys) = (-3.0..11.0, 0.0..highest);
    let mut chart = panel(area, title, (xs.clone(), ys.clone()), ("c", ""))?;
    let drop = vec![(best, 0.0), (best, loss(best, values))];
    chart.draw_series(dashed(drop))?;
    for piece in curve(|c| loss(c, values), xs, ys) {
        chart.draw_series([line(piece, ink::BLUE)])?;
    }
    chart.draw_series([dot((best, loss(best, values)), 5, ink::BLUE)])?;
    let floor = highest / 40.0;
    chart.draw_series(values.iter().map(|&v| dot((v, floor), 4, ink::ORANGE)))?;
    Ok(())
}
