//! Reviews, word by word, and how a network judges what was read so far.

use labkit::draw::{block, line, text};
use labkit::{Area, Result, ink};

/// From the left edge to the first word, and from one word to the next.
const LEFT: i32 = 12;
const STEP: i32 = 96;
/// Height of one review, and of a bar at full certainty.
const ROW: i32 = 114;
const FULL: f64 = 38.0;

/// A row for each review: its words, and for each word the probability of praise.
pub fn draw(area: &Area<'_>, reviews: &[(Vec<&str>, Vec<f64>)]) -> Result<()> {
    for (i, (words, praise)) in reviews.iter().enumerate() {
        let ground = ROW * i as i32 + 50;
        let right = LEFT + STEP * words.len() as i32;
        line(area, &[(LEFT, ground), (right, ground)], ink::MUTED, 1)?;
        for (k, (word, p)) in words.iter().zip(praise).enumerate() {
            let x = LEFT + STEP * k as i32;
            let height = (FULL * (2.0 * p - 1.0)).round() as i32;
            let (top, colour) = match height {
                up if up >= 0 => (ground - up, ink::BLUE),
                _ => (ground, ink::ORANGE),
            };
            block(
                area,
                (x + 30, top),
                (STEP - 60, height.abs().max(1)),
                colour,
            )?;
            text(area, word, (x + STEP / 2, ground + 50), 16, ink::INK)?;
        }
    }
    Ok(())
}
