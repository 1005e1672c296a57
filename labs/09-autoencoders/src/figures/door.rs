//! The bottleneck, and four points on two lines.

use super::{At, text};
use lab09::by_hand::POINTS;
use labkit::{Area, Result, ink};
use plotters::prelude::*;

/// Layers of 6, 4, 2, 4, 6 units.
pub fn network(area: &Area<'_>) -> Result<()> {
    const LAYERS: [i32; 5] = [6, 4, 2, 4, 6];
    let at = |layer: usize, unit: i32| -> At {
        let y = 118 + (2 * unit - (LAYERS[layer] - 1)) * 16;
        (80 + 120 * layer as i32, y)
    };
    for layer in 1..LAYERS.len() {
        for to in 0..LAYERS[layer] {
            for from in 0..LAYERS[layer - 1] {
                let line = [at(layer - 1, from), at(layer, to)];
                area.draw(&PathElement::new(line, ink::MUTED.mix(0.5).stroke_width(1)))?;
            }
        }
    }
    for (layer, &units) in LAYERS.iter().enumerate() {
        let colour = if layer == 2 { ink::ORANGE } else { ink::BLUE };
        for unit in 0..units {
            area.draw(&Circle::new(at(layer, unit), 11, colour.filled()))?;
        }
    }
    for (words, x) in [
        ("x", 80),
        ("encoder", 200),
        ("code z", 320),
        ("decoder", 440),
        ("x̂", 560),
    ] {
        text(area, words, (x, 232), 16, ink::INK)?;
    }
    Ok(())
}

/// The points, a line, and their feet on it; twice.
pub fn lines(area: &Area<'_>) -> Result<()> {
    let half = 0.5_f64.sqrt();
    panel(area, 160, "along (1, 0): 10 of 20 lost", [1.0, 0.0])?;
    panel(area, 480, "along (1, 1): 2 of 20 lost", [half, half])
}

fn panel(area: &Area<'_>, middle: i32, words: &str, u: [f64; 2]) -> Result<()> {
    let at = |x: [f64; 2]| -> At {
        let (right, up) = ((50.0 * x[0]).round() as i32, (50.0 * x[1]).round() as i32);
        (middle + right, 165 - up)
    };
    text(area, words, (middle, 20), 16, ink::INK)?;
    for axis in [[1.0, 0.0], [0.0, 1.0]] {
        let line = [-2.5, 2.5].map(|t| at([t * axis[0], t * axis[1]]));
        area.draw(&PathElement::new(line, ink::GRID.stroke_width(1)))?;
    }
    let line = [-2.6, 2.6].map(|t| at([t * u[0], t * u[1]]));
    area.draw(&PathElement::new(line, ink::ORANGE.stroke_width(2)))?;
    for x in POINTS {
        let along = x[0] * u[0] + x[1] * u[1];
        let foot = [along * u[0], along * u[1]];
        area.draw(&PathElement::new(
            [at(x), at(foot)],
            ink::MUTED.stroke_width(2),
        ))?;
        area.draw(&Circle::new(at(foot), 4, ink::ORANGE.filled()))?;
        area.draw(&Circle::new(at(x), 6, ink::BLUE.filled()))?;
    }
    Ok(())
}
