//! A sentence and what each of its characters costs.

use labkit::draw::{At, block, line, text};
use labkit::{Area, Result, ink};

/// From the left edge to the first character, and from one to the next.
const LEFT: i32 = 44;
const STEP: i32 = 20;
/// Where the bars stand, and pixels a bit.
const GROUND: i32 = 200;
const BIT: f64 = 21.0;

/// A bar for each character of `sentence`.
pub fn surprise(area: &Area<'_>, sentence: &str, bits: &[f64]) -> Result<()> {
    let right = LEFT + STEP * bits.len() as i32;
    for level in [2, 4, 6, 8] {
        let y = GROUND - (BIT * f64::from(level)) as i32;
        line(area, &[(LEFT, y), (right, y)], ink::GRID, 1)?;
        text(area, &level.to_string(), (LEFT - 14, y), 13, ink::MUTED)?;
    }
    text(area, "bits", (LEFT - 14, GROUND), 13, ink::MUTED)?;
    let mut before = ' ';
    for (i, (character, &bits)) in sentence.chars().zip(bits).enumerate() {
        let first = !before.is_alphabetic() && character.is_alphabetic();
        let colour = if first { ink::ORANGE } else { ink::BLUE };
        let height = (BIT * bits.min(8.5)).round() as i32;
        let x = LEFT + STEP * i as i32;
        block(area, (x + 3, GROUND - height), (STEP - 6, height), colour)?;
        let shown = if character == ' ' { '·' } else { character };
        text(area, &shown.to_string(), middle(x), 18, ink::INK)?;
        before = character;
    }
    Ok(())
}

fn middle(x: i32) -> At {
    (x + STEP / 2, GROUND + 18)
}
