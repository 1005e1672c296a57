//! The gradient of a picture: every y hands its part back, and the parts add up.

use super::{At, frame, numbers, text};
use lab06::backward::input_gradient_by_scattering;
use lab06::filter::{Grid, shape, zeros};
use labkit::{Area, Result, ink};

const CELL: i32 = 30;

/// A panel for each y with its part, and the sum of all.
pub fn draw(area: &Area<'_>, dy: &Grid, k: &Grid) -> Result<()> {
    let ([oh, ow], [kh, kw]) = (shape(dy), shape(k));
    let whole = input_gradient_by_scattering(dy, k);
    let [h, w] = shape(&whole);
    let (width, top) = (w as i32 * CELL, 64);
    for place in 0..oh * ow {
        let (r, c) = (place / ow, place % ow);
        let mut alone = zeros([oh, ow]);
        alone[r][c] = dy[r][c];
        let part = input_gradient_by_scattering(&alone, k);
        let x = 6 + place as i32 * (width + 26);
        let corner: At = (x + c as i32 * CELL, top + r as i32 * CELL);
        let words = format!(
            "from y{}{}: {} · k",
            sub(r),
            sub(c),
            crate::story::short(dy[r][c])
        );
        text(area, &words, (x + width / 2, 40), 15, ink::INK)?;
        numbers(area, (x, top), CELL, &part, h * w)?;
        frame(
            area,
            corner,
            (kw as i32 * CELL, kh as i32 * CELL),
            ink::PURPLE,
            3,
        )?;
        let sign = if place + 1 < oh * ow { "+" } else { "=" };
        let between = (x + width + 13, top + h as i32 * CELL / 2);
        text(area, sign, between, 20, ink::INK)?;
    }
    let x = 6 + (oh * ow) as i32 * (width + 26);
    text(area, "∂L/∂x", (x + width / 2, 40), 15, ink::INK)?;
    numbers(area, (x, top), CELL, &whole, h * w)
}

fn sub(index: usize) -> char {
    char::from_u32('₀' as u32 + index as u32).unwrap_or('?')
}
