//! A filter of three slices on a picture of three channels.

use super::{anchored, arrow, frame, numbers, text};
use crate::story::short;
use lab06::filter::{Grid, at};
use labkit::{Area, Result, ink};
use plotters::style::text_anchor::HPos;

const CELL: i32 = 20;
const TOP: i32 = 32;

/// The channels with the window for the number `(row, column)` of `output`, stride 2; the slices below; the sum on the right.
pub fn draw(
    area: &Area<'_>,
    picture: &[Grid],
    filter: &[Grid],
    output: &Grid,
    (row, column): (usize, usize),
) -> Result<()> {
    let slices_top = TOP + 7 * CELL + 46;
    for (c, (channel, slice)) in picture.iter().zip(filter).enumerate() {
        let x = 8 + c as i32 * 166;
        text(area, &format!("channel {c}"), (x + 70, 14), 15, ink::INK)?;
        numbers(area, (x, TOP), CELL, channel, 49)?;
        let corner = (x + 2 * column as i32 * CELL, TOP + 2 * row as i32 * CELL);
        frame(area, corner, (3 * CELL, 3 * CELL), ink::PURPLE, 3)?;
        text(
            area,
            &format!("slice {c}"),
            (x + 30, slices_top - 14),
            15,
            ink::INK,
        )?;
        numbers(area, (x, slices_top), CELL, slice, 9)?;
        let answer = at(channel, slice, (2 * row, 2 * column));
        let words = format!("answers {}", short(answer));
        anchored(
            area,
            &words,
            (x + 3 * CELL + 8, slices_top + 30),
            15,
            ink::INK,
            HPos::Left,
        )?;
    }
    let (left, top) = (600, 96);
    text(area, "output", (left + 45, top - 18), 15, ink::INK)?;
    arrow(area, (508, top + 45), (left - 10, top + 45))?;
    text(area, "add up,", (552, top + 12), 13, ink::MUTED)?;
    text(area, "and the bias", (552, top + 28), 13, ink::MUTED)?;
    numbers(area, (left, top), 30, output, 9)?;
    let corner = (left + column as i32 * 30, top + row as i32 * 30);
    frame(area, corner, (30, 30), ink::PURPLE, 3)
}
