//! Kuramoto and Sivashinsky.

use crate::figures::chaos::films;
use lab15::chaos::forecast::deviation;
use lab15::chaos::lyapunov::distance;
use lab15::chaos::waves::{LENGTH, POINTS, STEP, Waves, rate};
use labkit::numerals::{num, scientific};
use labkit::{Lesson, Quantity, Result, Table};
use std::f64::consts::TAU;

/// Steps of the film.
const FILM: usize = 600;
/// The time after which steps of different sizes are compared.
const COMPARED: f64 = 10.0;

/// The section.
pub fn waves(lesson: &mut Lesson) -> Result<()> {
    lesson.say("A flame front is never quite straight. Kuramoto (1976) and Sivashinsky (1977) wrote down how the height u of such a front moves, on a ring of length L:");
    lesson.show("u_t = − u u_x − u_xx − u_xxxx");
    lesson.say(format!("Where u is small, u u_x is smaller still. What is left treats each wave for itself: one with q waves in 2π units of length grows as e^{{σt}}, σ = q² − q⁴. Into the ring of L = {LENGTH} fit q = 2πk/L:"));
    let mut table = Table::new(["k", "wavelength", "rate σ"]);
    for k in 1..=5 {
        let q = TAU * f64::from(k) / LENGTH;
        table.push([k.to_string(), num(TAU / q, 1), num(rate(q), 3)]);
    }
    lesson.table(&table);
    let waves = Waves::lesson();
    let angles = waves.places().map(|x| TAU * x / LENGTH);
    // Without the 1 it would be its own mirror image turned upside down, and stay that for ever.
    let small: Vec<f64> = angles
        .map(|a| 0.01 * (a.cos() + 0.5 * (2.0 * a + 1.0).cos()))
        .collect();
    let film = waves.run(&small, FILM);
    let late = waves.run(film.column(FILM - 1).as_slice(), 4000);
    let (deviation, highest) = (
        lesson.number("wave_deviation", deviation(&late)),
        lesson.number("wave_highest", late.amax()),
    );
    lesson.predict_choice(
        "Three of the waves grow. A front begins with a height of 0.01. How does it end?",
        &["it grows without end, in the shape of the fastest", "it comes to rest in some shape", "it grows to some height, and never rests nor repeats"],
        2,
        &format!("It grows to heights of up to {} (standard deviation {}), and there it stays and moves on for ever. The term u u_x takes from the long waves and gives to the short ones, which u_xxxx damps.", num(highest, 1), num(deviation, 2)),
    );
    films(
        lesson,
        (
            "waves",
            &format!(
                "A front from a height of 0.01: the ring from top to bottom, {} units of time to the right; orange is high, blue is low.",
                num(FILM as f64 * STEP, 0)
            ),
        ),
        &[("u", &film)],
        0,
    )?;
    halved(lesson, late.column(0).as_slice());
    lesson.say("No other start gives the same picture, and yet all of them look alike: waves some nine units long, that join and part. That is *chaos* in space and time, from an equation in which nothing is random.");
    Ok(())
}

/// The error of steps of several sizes.
fn halved(lesson: &mut Lesson, start: &[f64]) {
    let after = |h: f64| {
        let steps = (COMPARED / h).round() as usize;
        let run = Waves::new(LENGTH, POINTS, h).run(start, steps);
        run.column(steps - 1).as_slice().to_vec()
    };
    let finest = after(STEP / 256.0);
    let errors: Vec<(f64, f64)> = (0..6)
        .map(|i| STEP / f64::from(1 << i))
        .map(|h| (h, distance(&after(h), &finest)))
        .collect();
    let gained = lesson.number("halved_gain", errors[4].1 / errors[5].1);
    lesson.say("The solver takes the linear part exactly, mode by mode, and the rest with four slopes a step, as Runge and Kutta's does (ETDRK4, Cox and Matthews, 2002). Is it of fourth order, as they say?");
    lesson.predict_number(
        "Halve the step of a method of fourth order. By what is its error divided?",
        Quantity::new(16.0, 0).within(0.5),
        &format!(
            "16 = 2⁴, if the step is small enough. Measured, from h = {} to {}: {}.",
            errors[4].0,
            errors[5].0,
            num(gained, 1)
        ),
    );
    let mut table = Table::new(["step h", "error after 10", "times smaller"]);
    let mut before = None;
    for (h, error) in errors {
        let gain = before.map_or(String::new(), |before: f64| num(before / error, 1));
        table.push([h.to_string(), scientific(error, 1), gain]);
        before = Some(error);
    }
    lesson.table(&table.caption(format!(
        "Distance from a run with h = {}, over the {POINTS} points.",
        STEP / 256.0
    )));
}
