//! A tape, and which record points at which.

use super::{Area, arrow, card, text};
use labkit::{Result, ink};
use plotters::prelude::*;

/// x, a = x·x, b = 2a, c = 3a, y = b + c.
pub fn diamond(area: &Area) -> Result<()> {
    let records = [
        ("x", "variable", "30"),
        ("a", "x · x", "5"),
        ("b", "2 · a", "1"),
        ("c", "3 · a", "1"),
        ("y", "b + c", "1"),
    ];
    let (y, x) = (120, |i: usize| 90 + 145 * i as i32);
    for (from, to) in [(1, 0), (2, 1), (3, 1), (4, 2), (4, 3)] {
        bow(area, x(from), x(to), y - 30)?;
    }
    for (i, (name, made, grad)) in records.iter().enumerate() {
        card(area, (x(i), y), (112, 56), ink::BLUE)?;
        text(area, &format!("{i}   {name}"), (x(i), y - 12), 17, ink::INK)?;
        text(area, made, (x(i), y + 12), 15, ink::BLUE)?;
        text(
            area,
            &format!("∂y/∂{name} = {grad}"),
            (x(i), y + 46),
            15,
            ink::ORANGE,
        )?;
    }
    arrow(area, (x(4), y + 76), (x(0), y + 76), ink::ORANGE)?;
    text(
        area,
        "backward reads this way",
        (x(2), y + 94),
        15,
        ink::ORANGE,
    )
}

/// An arch from one record's top to an earlier one's, with a head.
fn bow(area: &Area, from: i32, to: i32, y: i32) -> Result<()> {
    let (start, stop) = (f64::from(from) - 14.0, f64::from(to) + 14.0);
    let height = 22.0 + 0.14 * (start - stop).abs();
    let point = |k: f64| {
        let x = start + (stop - start) * k;
        (
            x.round() as i32,
            y - (height * 4.0 * k * (1.0 - k)).round() as i32,
        )
    };
    let arch: Vec<_> = (0..=24).map(|i| point(f64::from(i) / 24.0)).collect();
    area.draw(&PathElement::new(arch, ink::MUTED.stroke_width(2)))?;
    arrow(area, point(0.93), point(1.0), ink::MUTED)
}
