//! What an XOR net answers over the plane, and what its hidden neurons see.

use super::{Area, At, disc, heat, line, text};
use lab03::xor::{CASES, XorNet};
use labkit::{Result, ink};
use plotters::prelude::*;

const SIDE: i32 = 220;
const TOP: i32 = 40;
const LEFT: i32 = 20;

/// Three panels: a solved net, its hidden neurons' view, a net that is stuck.
pub fn xor(area: &Area, solved: &XorNet, stuck: &XorNet) -> Result<()> {
    let panels = area.split_evenly((1, 3));
    plane(&panels[0], "solved", solved)?;
    hidden(&panels[1], solved)?;
    plane(&panels[2], "stuck", stuck)
}

/// Maps `low..high` in both directions to the panel's square.
fn placer(low: f64, high: f64) -> impl Fn([f64; 2]) -> At {
    move |[x, y]| {
        let scale = |v: f64| ((v - low) / (high - low) * f64::from(SIDE)).round() as i32;
        (LEFT + scale(x), TOP + SIDE - scale(y))
    }
}

/// From blue (0) over nothing (½) to orange (1), in twelve steps.
fn tint(answer: f64) -> RGBAColor {
    let steps = (12.0 * (answer - 0.5)).round() / 6.0;
    let colour = if answer < 0.5 { ink::BLUE } else { ink::ORANGE };
    colour.mix(0.75 * steps.abs())
}

fn plane(area: &Area, title: &str, net: &XorNet) -> Result<()> {
    let (low, high) = (-0.4, 1.4);
    let place = placer(low, high);
    text(area, title, (LEFT + SIDE / 2, 18), 16, ink::INK)?;
    heat(area, (low, high), 44, &place, |x| tint(net.answer(x)))?;
    cases(area, place)?;
    text(
        area,
        "x₁",
        (LEFT + SIDE / 2, TOP + SIDE + 14),
        15,
        ink::MUTED,
    )?;
    text(area, "x₂", (LEFT - 11, TOP + SIDE / 2), 15, ink::MUTED)
}

fn hidden(area: &Area, net: &XorNet) -> Result<()> {
    let (low, high) = (-0.15, 1.15);
    let place = placer(low, high);
    text(
        area,
        "as the hidden neurons see it",
        (LEFT + SIDE / 2, 18),
        16,
        ink::INK,
    )?;
    let answer =
        |h: [f64; 2]| lab03::by_hand::sigmoid(net.b2 + net.w2[0] * h[0] + net.w2[1] * h[1]);
    heat(area, (low, high), 44, &place, |h| tint(answer(h)))?;
    let corners = [
        [low, low],
        [high, low],
        [high, high],
        [low, high],
        [low, low],
    ]
    .map(&place);
    line(area, &corners, ink::MUTED, 1)?;
    cases(area, |x| {
        let h = net.hidden(x);
        place([h[0], h[1]])
    })?;
    text(
        area,
        "H₁",
        (LEFT + SIDE / 2, TOP + SIDE + 14),
        15,
        ink::MUTED,
    )?;
    text(area, "H₂", (LEFT - 11, TOP + SIDE / 2), 15, ink::MUTED)
}

fn cases(area: &Area, place: impl Fn([f64; 2]) -> At) -> Result<()> {
    for (x, y) in CASES {
        let at = place(x);
        disc(area, at, 12, ink::INK)?;
        text(area, &y.to_string(), at, 16, ink::INK)?;
    }
    Ok(())
}
