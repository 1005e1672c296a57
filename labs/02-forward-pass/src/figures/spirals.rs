//! What networks of different widths make of two spirals.

use lab02::samples::Samples;
use lab02::spirals::{WideNet, rows};
use labkit::{Result, ink};

use super::{Area, dots, plane, tint};

/// The size of the whole figure in pixels.
pub const SIZE: (u32, u32) = (720, 750);

const REACH: f64 = 1.25;

/// One picture for each network, two by two.
pub fn draw(area: &Area, nets: &[(usize, WideNet)], samples: &Samples) -> Result<()> {
    for (cell, (width, net)) in area.split_evenly((2, 2)).iter().zip(nets) {
        let right = 100.0 * net.accuracy(samples);
        let title = format!("{width} hidden neurons: {right:.1} % right");
        let mut plane = plane(cell, &title, REACH)?;
        tint(&mut plane, REACH, ink::ORANGE, |p| {
            net.scores(&rows(&[p]))[0]
        })?;
        dots(&mut plane, samples.of_class(0.0), ink::BLUE)?;
        dots(&mut plane, samples.of_class(1.0), ink::ORANGE)?;
    }
    Ok(())
}
