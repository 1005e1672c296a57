//! All that the made-up captioner can say, from left to right.

use lab12::captions::example::{PHRASES, made_up};
use labkit::draw::{At, card, line, text};
use labkit::numerals::num;
use labkit::{Area, Result, ink};

/// From one phrase to the next.
const STEP: i32 = 220;
/// A card.
const CARD: At = (128, 30);

/// The tree. The way of the likeliest phrase each time is orange.
pub fn draw(area: &Area<'_>) -> Result<()> {
    let mut row = 0;
    branch(area, &mut Vec::new(), (30, 0), true, &mut row)?;
    Ok(())
}

/// What follows `said`, to the right of `from`; returns the height of its middle. Each sentence's end takes the next row.
fn branch(
    area: &Area<'_>,
    said: &mut Vec<usize>,
    (left, _): At,
    greedy: bool,
    row: &mut i32,
) -> Result<i32> {
    let next = made_up(0.0, said);
    let likeliest = (0..next.len()).max_by(|&a, &b| next[a].total_cmp(&next[b]));
    let mut ends = Vec::new();
    for (word, log_p) in next.into_iter().enumerate() {
        if !log_p.is_finite() || word == 0 {
            continue;
        }
        said.push(word);
        let is_greedy = greedy && likeliest == Some(word);
        let y = branch(area, said, (left + STEP, 0), is_greedy, row)?;
        said.pop();
        ends.push((word, log_p, y, is_greedy));
    }
    if ends.is_empty() {
        *row += 1;
        return Ok(60 * *row - 20);
    }
    let middle = ends.iter().map(|end| end.2).sum::<i32>() / ends.len() as i32;
    for (word, log_p, y, is_greedy) in ends {
        let colour = if is_greedy { ink::ORANGE } else { ink::BLUE };
        let at = (left + STEP / 2 + 34, y);
        let (from, to) = ((left - 12, middle), (at.0 - CARD.0 / 2, y));
        line(area, &[from, to], ink::MUTED, 2)?;
        card(area, at, CARD, colour)?;
        text(area, PHRASES[word], at, 15, ink::INK)?;
        if log_p < 0.0 {
            let beside = if to.1 > from.1 { 14 } else { -11 };
            let between = ((from.0 + to.0) / 2 - 6, (from.1 + to.1) / 2 + beside);
            text(area, &num(log_p.exp(), 2), between, 14, colour)?;
        }
    }
    Ok(middle)
}
