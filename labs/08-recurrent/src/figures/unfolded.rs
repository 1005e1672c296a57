//! A recurrent network unfolded in time, with its numbers: forward, and the gradients that come back.

use super::{At, anchored, arrow, card, text};
use labkit::{Area, Result, ink};
use plotters::style::RGBColor;
use plotters::style::text_anchor::HPos;

/// What is written into the boxes of one step.
pub struct Step {
    /// At the bottom.
    pub x: String,
    /// In the middle, one line a hidden unit.
    pub h: [String; 2],
    /// On top.
    pub y: String,
    /// Beside the arrow to the next step.
    pub on: Option<String>,
}

/// Which way the arrows go.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Values, from left to right.
    Forward,
    /// Gradients, from right to left.
    Backward,
}

const STEP: i32 = 210;
const ROWS: [i32; 3] = [270, 160, 50];
const WIDE: At = (104, 50);
const FLAT: At = (104, 34);

/// The steps from left to right. `start` is what the state is before the first of them.
pub fn draw(area: &Area<'_>, steps: &[Step], start: &str, way: Way) -> Result<()> {
    let (hue, forward) = match way {
        Way::Forward => (ink::GREEN, true),
        Way::Backward => (ink::RED, false),
    };
    let left = 150;
    let [bottom, middle, top] = ROWS;
    text(area, start, (40, middle), 14, ink::MUTED)?;
    along(area, (76, middle), (left - WIDE.0 / 2, middle), forward)?;
    for (t, step) in steps.iter().enumerate() {
        let x = left + STEP * t as i32;
        card(area, (x, middle), WIDE, hue)?;
        text(area, &step.h[0], (x, middle - 11), 15, ink::INK)?;
        text(area, &step.h[1], (x, middle + 11), 15, ink::INK)?;
        labelled(area, (x, top), &step.y, ink::BLUE)?;
        let up = ((x, middle - WIDE.1 / 2), (x, top + FLAT.1 / 2));
        along(area, up.0, up.1, forward)?;
        labelled(area, (x, bottom), &step.x, ink::ORANGE)?;
        let up = ((x, bottom - FLAT.1 / 2), (x, middle + WIDE.1 / 2));
        along(area, up.0, up.1, forward)?;
        if forward {
            side(area, (x + 8, 104), "W_hy")?;
            side(area, (x + 8, 220), "W_xh")?;
        }
        if let Some(words) = &step.on {
            let (from, to) = (x + WIDE.0 / 2, x + STEP - WIDE.0 / 2);
            along(area, (from, middle), (to, middle), forward)?;
            text(area, words, ((from + to) / 2, middle - 14), 13, ink::MUTED)?;
        }
        let under = (x, bottom + 36);
        text(area, &format!("t = {}", t + 1), under, 14, ink::MUTED)?;
    }
    Ok(())
}

/// An arrow, the other way round if the way is back.
fn along(area: &Area<'_>, from: At, to: At, forward: bool) -> Result<()> {
    if forward {
        arrow(area, from, to, ink::MUTED)
    } else {
        arrow(area, to, from, ink::RED)
    }
}

fn labelled(area: &Area<'_>, at: At, words: &str, colour: RGBColor) -> Result<()> {
    card(area, at, FLAT, colour)?;
    text(area, words, at, 15, ink::INK)
}

fn side(area: &Area<'_>, at: At, words: &str) -> Result<()> {
    anchored(area, words, at, 13, ink::MUTED, HPos::Left)
}
