//! Which numbers share a mean: a grid of pictures by channels, for each way to normalise.

use super::{At, block, frame, text};
use lab07::sisters::Kind;
use labkit::{Area, Result, ink};

/// Pictures and channels drawn.
const PICTURES: usize = 4;
const CHANNELS: usize = 6;
/// The side of one channel of one picture, and the gap to the next.
const SIDE: i32 = 22;
const STEP: i32 = 26;

/// One panel a kind.
pub fn draw(area: &Area<'_>, kinds: &[Kind]) -> Result<()> {
    for (i, &kind) in kinds.iter().enumerate() {
        panel(area, (24 + 184 * i as i32, 64), kind)?;
    }
    Ok(())
}

fn panel(area: &Area<'_>, (left, top): At, kind: Kind) -> Result<()> {
    let middle = left + STEP * CHANNELS as i32 / 2;
    text(area, &kind.name(), (middle, top - 46), 18, ink::INK)?;
    text(area, "channels →", (middle, top - 22), 13, ink::MUTED)?;
    // The set of the second picture's third channel is the one shown in colour.
    let shown = kind.set(1, 2, CHANNELS);
    for n in 0..PICTURES {
        for c in 0..CHANNELS {
            let corner = (left + STEP * c as i32, top + STEP * n as i32);
            if kind.set(n, c, CHANNELS) == shown {
                block(area, corner, (SIDE, SIDE), ink::BLUE)?;
            } else {
                frame(area, corner, (SIDE, SIDE))?;
            }
        }
    }
    let below = top + STEP * PICTURES as i32 + 14;
    text(area, "pictures ↓", (middle, below), 13, ink::MUTED)
}
