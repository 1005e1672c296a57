//! Expressions as graphs: the values forward, the gradients back.

use super::{Area, At, arrow, card, disc, text};
use lab03::by_hand::OneWeight;
use labkit::numerals::num;
use labkit::{Result, ink};

/// w → s → O → E with the derivative of each step, and what has come back so far under each.
pub fn one_weight(area: &Area, derivatives: &OneWeight) -> Result<()> {
    let back_at_sum = derivatives.error_by_output * derivatives.output_by_sum;
    let nodes = [
        ("w", "−3", derivatives.error_by_weight, 5),
        ("s", "−0.62", back_at_sum, 4),
        ("O", "0.35", derivatives.error_by_output, 2),
        ("E", "0.151", 1.0, 0),
    ];
    let (forward, y) = (["w · I + the rest", "σ(s)", "½(T − O)²"], 95);
    let backward = [
        format!("× I = {}", num(derivatives.sum_by_weight, 2)),
        format!("× O(1 − O) = {}", num(derivatives.output_by_sum, 4)),
        format!("× (O − T) = {}", num(derivatives.error_by_output, 2)),
    ];
    let x = |i: usize| 80 + 200 * i as i32;
    for i in 0..3 {
        arrow(
            area,
            (x(i) + 38, y - 10),
            (x(i + 1) - 38, y - 10),
            ink::BLUE,
        )?;
        text(area, forward[i], (x(i) + 100, y - 28), 15, ink::BLUE)?;
        arrow(
            area,
            (x(i + 1) - 38, y + 10),
            (x(i) + 38, y + 10),
            ink::ORANGE,
        )?;
        text(area, &backward[i], (x(i) + 100, y + 30), 15, ink::ORANGE)?;
    }
    for (i, (name, value, grad, digits)) in nodes.iter().enumerate() {
        disc(area, (x(i), y), 34, ink::BLUE)?;
        text(area, name, (x(i), y - 10), 18, ink::INK)?;
        text(area, value, (x(i), y + 11), 15, ink::BLUE)?;
        text(
            area,
            &format!("∂E/∂{name}"),
            (x(i), y + 70),
            15,
            ink::ORANGE,
        )?;
        text(area, &num(*grad, *digits), (x(i), y + 92), 18, ink::ORANGE)?;
    }
    text(area, "forward", (380, 28), 16, ink::BLUE)?;
    text(area, "backward", (380, 226), 16, ink::ORANGE)
}

/// y = 2x² + 3x² twice over: visited in the right order, and in the wrong one.
pub fn diamonds(area: &Area) -> Result<()> {
    let halves = area.split_evenly((1, 2));
    diamond(
        &halves[0],
        "right: y, c, b, a, x",
        [
            ("y", "45", "1"),
            ("b", "18", "1"),
            ("c", "27", "1"),
            ("a", "9", "∂y/∂a = 2 + 3 = 5"),
            ("x", "3", "5 · 6 = 30"),
        ],
        None,
    )?;
    diamond(
        &halves[1],
        "wrong: y, b, a, x, c",
        [
            ("y", "45", "1"),
            ("b", "18", "1"),
            ("c", "27", "1"),
            ("a", "9", "∂y/∂a = 2; 3 is late"),
            ("x", "3", "2 · 6 = 12"),
        ],
        Some(4),
    )
}

fn diamond(
    area: &Area,
    title: &str,
    nodes: [(&str, &str, &str); 5],
    wrong: Option<usize>,
) -> Result<()> {
    let places: [At; 5] = [(320, 170), (215, 100), (215, 240), (120, 170), (30, 170)];
    text(area, title, (190, 24), 16, ink::INK)?;
    for (from, to) in [(4, 3), (3, 1), (3, 2), (1, 0), (2, 0)] {
        let (a, b) = (places[from], places[to]);
        let (dx, dy) = (f64::from(b.0 - a.0), f64::from(b.1 - a.1));
        let inset = |k: f64| ((dx * k).round() as i32, (dy * k).round() as i32);
        let (start, stop) = (inset(25.0 / dx.hypot(dy)), inset(1.0 - 26.0 / dx.hypot(dy)));
        arrow(
            area,
            (a.0 + start.0, a.1 + start.1),
            (a.0 + stop.0, a.1 + stop.1),
            ink::BLUE,
        )?;
    }
    for (label, at) in [
        ("x²", (75, 152)),
        ("· 2", (155, 120)),
        ("· 3", (155, 220)),
        ("+", (276, 122)),
        ("+", (276, 220)),
    ] {
        text(area, label, at, 15, ink::MUTED)?;
    }
    for (i, ((name, value, grad), at)) in nodes.iter().zip(places).enumerate() {
        let bad = wrong.is_some_and(|wrong| i == wrong || i == 3);
        disc(area, at, 24, if bad { ink::RED } else { ink::BLUE })?;
        text(area, name, (at.0, at.1 - 8), 15, ink::INK)?;
        text(area, value, (at.0, at.1 + 9), 14, ink::BLUE)?;
        let below = if i == 1 { at.1 - 36 } else { at.1 + 38 };
        let shift = if i == 4 { 18 } else { 0 };
        let place = match i {
            2 => (at.0 + 38, at.1),
            3 => (at.0 + 6, at.1 + 112),
            _ => (at.0 + shift, below),
        };
        text(
            area,
            grad,
            place,
            15,
            if bad { ink::RED } else { ink::ORANGE },
        )?;
    }
    card(
        area,
        (126, 282),
        (170, 26),
        if wrong.is_some() {
            ink::RED
        } else {
            ink::ORANGE
        },
    )
}
