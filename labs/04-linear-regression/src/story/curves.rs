//! Polynomials, three closed forms, and what rounding does to each.

use labkit::numerals::{count, num, scientific};
use labkit::{Chart, Lesson, Result, Table};
use nalgebra::{DMatrix, DVector};

use lab04::poly::{
    by_gradient_descent, by_normal_equations, by_qr, by_svd, condition, evaluate, mean_curvatures,
    vandermonde,
};
use lab04::samples::{noisy_wave, wave};

pub fn polynomials(lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "A polynomial y(x) = a_0 + a_1·x + a_2·x² + … bends, and yet it is *linear regression*: the \
         unknowns a_j appear only once, never squared, never multiplied. Put the powers of x into a \
         matrix V, one row a measurement, and the predictions are V·a. The loss is now the mean:",
    );
    lesson.show("L(a) = (1/n)·‖V·a − y‖²        ∇L = (2/n)·Vᵀ(V·a − y)");
    lesson.say(
        "Gradient descent works as before. But where the gradient is zero one can also solve: \
         Vᵀ(V·a − y) = 0, the *normal equations*. Two more ways start from V itself: factor it as \
         Q·R, or as U·Σ·Zᵀ, the SVD. Forty noisy measurements of a wave, degree 5, all four:",
    );
    let data = noisy_wave(40, &mut lesson.rng());
    let (v, y) = (vandermonde(&data.x, 5), DVector::from_column_slice(&data.y));
    let (low, high) = mean_curvatures(&v);
    let steps = if lesson.flags().quick { 2_000 } else { 20_000 };
    let svd = by_svd(&v, &y, 1e-12);
    let ways = [
        (
            "gradient descent",
            Some(by_gradient_descent(&v, &y, 2.0 / (low + high), steps)),
        ),
        ("normal equations", by_normal_equations(&v, &y)),
        ("QR", by_qr(&v, &y)),
        ("SVD", Some(svd.clone())),
    ];
    let mut table = Table::new(["", "a_0", "a_1", "a_2", "a_3", "a_4", "a_5"]);
    for (name, found) in &ways {
        let found = found.as_ref().map_or(Vec::new(), |a| a.as_slice().to_vec());
        let cells = found.iter().map(|a| num(*a, 5));
        table.push([(*name).to_string()].into_iter().chain(cells));
    }
    lesson.table(&table.caption(format!(
        "{} steps at the best constant rate, 2/(λ_min + λ_max); condition number {:.0}.",
        count(steps),
        high / low
    )));
    let places = || (0..=120).map(|i| -1.0 + f64::from(i) / 60.0);
    lesson.chart(
        "polynomial",
        "Forty noisy measurements, the wave behind them, and the best polynomial of degree 5.",
        &Chart::new("x", "y")
            .line(
                "degree 5",
                places().map(|x| (x, evaluate(svd.as_slice(), x))),
            )
            .dashed("the wave", places().map(|x| (x, wave(x))))
            .points("measured", data.points()),
    )?;
    lesson.predict(
        "If all four agree, why would anybody bother with QR and SVD?",
        "Because they agree only while the columns of V look different enough. Higher powers of x on \
         0..1 look more and more alike.",
    );
    lesson.say(
        "A test with a known answer: 40 places from 0 to 1, y computed with all a_j = 1, no noise. \
         How many digits of the ones does each way get back?",
    );
    lesson.table(&digits_table());
    lesson.say(
        "The condition number of V says how much a rounding error may grow. Forming VᵀV *squares* \
         it: the normal equations have lost half of the 16 digits before they begin, and from degree \
         12 on VᵀV is no longer positive definite in `f64`. QR and SVD never form VᵀV. (The other cure \
         is in the last column: the same powers on −1..1 are far less alike. Scale your inputs.)",
    );
    twin_columns(lesson);
    Ok(())
}

fn digits_table() -> Table {
    let mut table = Table::new([
        "degree",
        "cond(V)",
        "cond(V)²",
        "normal",
        "QR",
        "SVD",
        "cond(V) on −1..1",
    ]);
    let unit: Vec<f64> = (0..40).map(|i| f64::from(i) / 39.0).collect();
    let centred: Vec<f64> = unit.iter().map(|x| 2.0 * x - 1.0).collect();
    for degree in [3, 6, 9, 12, 15] {
        let v = vandermonde(&unit, degree);
        let ones = DVector::from_element(degree + 1, 1.0);
        let y = &v * &ones;
        let digits = |found: Option<DVector<f64>>| match found {
            Some(a) => num(-(a - &ones).amax().log10(), 0),
            None => "–".to_string(),
        };
        let kappa = condition(&v);
        table.push([
            degree.to_string(),
            scientific(kappa, 1),
            scientific(kappa * kappa, 1),
            digits(by_normal_equations(&v, &y)),
            digits(by_qr(&v, &y)),
            digits(Some(by_svd(&v, &y, 1e-15))),
            scientific(condition(&vandermonde(&centred, degree)), 1),
        ]);
    }
    table.caption("Right digits of the worst coefficient; – means: no solution.")
}

/// The same measurement in centimetres and in inches: which of all the best fits?
fn twin_columns(lesson: &mut Lesson) {
    let v = DMatrix::from_fn(4, 3, |i, j| {
        [1.0, 1.0, 2.0][j] * if j == 0 { 1.0 } else { (i + 1) as f64 }
    });
    let y = DVector::from_column_slice(&[0.0, -1.0, -2.0, -3.0]);
    let shortest = by_svd(&v, &y, 1e-12);
    for (name, value) in ["twin_b", "twin_w1", "twin_w2"].iter().zip(shortest.iter()) {
        lesson.number(name, *value);
    }
    let diagonal = v.clone().qr().r()[(2, 2)].abs();
    lesson.say(format!(
        "And if two columns say the same, x and 2·x, in the line through four points? Then infinitely many \
         (b, W_1, W_2) fit: W_1 + 2·W_2 = −1 is all that counts. The normal equations cannot \
         choose. QR meets {} on the diagonal of R, divides by it, and returns one of the fits by \
         accident of rounding. The SVD sees a singular value of zero, leaves it out, and returns the \
         shortest fit of all: b = {}, W_1 = {}, W_2 = {}.",
        if diagonal < 1e-13 { "nothing but rounding noise" } else { "a number" },
        num(shortest[0], 3),
        num(shortest[1], 3),
        num(shortest[2], 3),
    ));
}
