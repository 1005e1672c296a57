//! The game on a line: what is real, what is forged, and what the discriminator says to each place.

use super::{At, text};
use lab10::line::{DATA, best};
use lab10::theory::Gaussian;
use labkit::draw::line;
use labkit::numerals::num;
use labkit::{Area, Result, ink};
use plotters::prelude::*;

/// The part of the line that is shown.
const FROM: f64 = -4.0;
const TO: f64 = 7.0;

/// The game at one moment.
#[derive(Clone)]
pub struct Moment {
    /// Rounds played.
    pub round: usize,
    /// What is forged.
    pub forged: Gaussian,
    /// The discriminator's outputs at [`places`].
    pub outputs: Vec<f64>,
}

/// Where the discriminator is asked.
pub fn places() -> Vec<f64> {
    (0..=66)
        .map(|i| FROM + (TO - FROM) * f64::from(i) / 66.0)
        .collect()
}

/// Where on the area a panel lies, and how fine its units are.
#[derive(Clone, Copy)]
pub struct Panel {
    pub corner: At,
    pub size: At,
    pub fine: i32,
}

impl Panel {
    fn at(self, x: f64, y: f64) -> At {
        let right = (x - FROM) / (TO - FROM) * f64::from(self.size.0);
        // A little room above 1; what is higher is cut off.
        let up = y.clamp(0.0, 1.1) / 1.1 * f64::from(self.size.1);
        (
            self.corner.0 + right.round() as i32,
            self.corner.1 + self.size.1 - up.round() as i32,
        )
    }

    fn curve(self, bell: Gaussian) -> Vec<At> {
        const REACH: i32 = 24;
        let mut points: Vec<At> = (-REACH..=REACH)
            .map(|i| bell.mean + 3.6 * bell.std_dev * f64::from(i) / f64::from(REACH))
            .filter(|x| (FROM..=TO).contains(x))
            .map(|x| self.at(x, bell.density(x)))
            .collect();
        points.dedup();
        points
    }
}

/// What stays: the axis, the real bell, and what the colours mean.
pub fn ground(area: &Area<'_>, panel: Panel, legend: bool) -> Result<()> {
    let fine = panel.fine;
    for y in [0.0, 0.5, 1.0] {
        let colour = if y == 0.0 {
            ink::MUTED.mix(1.0)
        } else {
            ink::GRID
        };
        line(
            area,
            &[panel.at(FROM, y), panel.at(TO, y)],
            colour,
            fine as u32,
        )?;
        let (left, height) = panel.at(FROM, y);
        let label = num(y, 1);
        text(
            area,
            &label,
            (left - 15 * fine, height),
            12 * fine as u32,
            ink::MUTED,
        )?;
    }
    for x in [-4.0, 0.0, 4.0] {
        let (across, down) = panel.at(x, 0.0);
        let label = num(x, 0);
        text(
            area,
            &label,
            (across, down + 11 * fine),
            12 * fine as u32,
            ink::MUTED,
        )?;
    }
    area.draw(&Polygon::new(
        panel.curve(DATA),
        ink::GREEN.mix(0.25).filled(),
    ))?;
    line(area, &panel.curve(DATA), ink::GREEN, 2 * fine as u32)?;
    if legend {
        let words = [
            ("real", ink::GREEN),
            ("forged", ink::ORANGE),
            ("discriminator D", ink::BLUE),
            ("the best D*", ink::MUTED),
        ];
        let mut left = panel.corner.0 + 150 * fine;
        for (word, colour) in words {
            let wide = 8 * word.len() as i32 * fine;
            text(
                area,
                word,
                (left + wide / 2, panel.corner.1 - 14 * fine),
                14 * fine as u32,
                colour,
            )?;
            left += wide + 16 * fine;
        }
    }
    Ok(())
}

/// What moves: the forged bell, the discriminator, and the best there could be.
pub fn moment(area: &Area<'_>, panel: Panel, now: &Moment) -> Result<()> {
    let fine = panel.fine;
    let places = places();
    let ideal: Vec<At> = places
        .iter()
        .map(|&x| panel.at(x, best(now.forged, x)))
        .collect();
    let discriminator: Vec<At> = places
        .iter()
        .zip(&now.outputs)
        .map(|(&x, &d)| panel.at(x, d))
        .collect();
    let forged = panel.curve(now.forged);
    area.draw(&Polygon::new(
        forged.clone(),
        ink::ORANGE.mix(0.25).filled(),
    ))?;
    line(area, &forged, ink::ORANGE, 2 * fine as u32)?;
    line(area, &ideal, ink::MUTED, fine as u32)?;
    line(area, &discriminator, ink::BLUE, 2 * fine as u32)?;
    let label = format!("round {}", now.round);
    let (left, top) = panel.corner;
    text(
        area,
        &label,
        (left + 42 * fine, top - 14 * fine),
        14 * fine as u32,
        ink::INK,
    )
}

/// Moments side by side, two rows of three.
pub fn strip(area: &Area<'_>, moments: &[Moment], fine: i32) -> Result<()> {
    for (i, now) in moments.iter().enumerate() {
        let (column, row) = (i as i32 % 3, i as i32 / 3);
        let panel = Panel {
            corner: ((34 + 252 * column) * fine, (30 + 190 * row) * fine),
            size: (206 * fine, 128 * fine),
            fine,
        };
        ground(area, panel, false)?;
        moment(area, panel, now)?;
    }
    Ok(())
}
