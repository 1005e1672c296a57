//! Networks from which neurons are missing.

use labkit::{Area, Result, ink};
use plotters::prelude::*;

/// Networks side by side; each a list of layers, each of these who stays.
pub fn draw(area: &Area<'_>, nets: &[Vec<Vec<bool>>]) -> Result<()> {
    for (i, net) in nets.iter().enumerate() {
        one(area, 30 + 240 * i as i32, net)?;
    }
    Ok(())
}

fn one(area: &Area<'_>, left: i32, net: &[Vec<bool>]) -> Result<()> {
    let at = |layer: usize, unit: usize| {
        let units = net[layer].len() as i32;
        let y = 125 + (2 * unit as i32 - (units - 1)) * 19;
        (left + 60 * layer as i32, y)
    };
    for layer in 1..net.len() {
        for (to, &there) in net[layer].iter().enumerate() {
            for (from, &here) in net[layer - 1].iter().enumerate() {
                if here && there {
                    let line = [at(layer - 1, from), at(layer, to)];
                    area.draw(&PathElement::new(line, ink::BLUE.mix(0.45).stroke_width(1)))?;
                }
            }
        }
    }
    for (layer, units) in net.iter().enumerate() {
        for (unit, &there) in units.iter().enumerate() {
            let (x, y) = at(layer, unit);
            if there {
                area.draw(&Circle::new((x, y), 10, ink::BLUE.filled()))?;
            } else {
                area.draw(&Circle::new((x, y), 10, ink::MUTED.stroke_width(1)))?;
                for slant in [-5, 5] {
                    let line = [(x - 5, y - slant), (x + 5, y + slant)];
                    area.draw(&PathElement::new(line, ink::ORANGE.stroke_width(2)))?;
                }
            }
        }
    }
    Ok(())
}
