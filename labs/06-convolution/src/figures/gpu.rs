//! Workgroups over a product of matrices, tiles, and who reads what.

use super::{At, anchored, arrow, block, frame, text};
use labkit::{Area, Result, ink};
use plotters::prelude::*;
use plotters::style::text_anchor::HPos;

const CELL: i32 = 15;
const SIDE: i32 = 8;
const A: At = (90, 180);
const B: At = (300, 30);
const C: At = (300, 180);

/// The product A·B of 8 × 8 numbers in four workgroups of 4 × 4: a single invocation with what it reads, or a workgroup with
/// its tiles.
pub fn workgroups(area: &Area<'_>, tiled: bool) -> Result<()> {
    let whole = SIDE * CELL;
    for (name, at) in [("A", A), ("B", B)] {
        text(area, name, (at.0 - 18, at.1 + whole / 2), 17, ink::INK)?;
    }
    let right = C.0 + whole + 14;
    anchored(
        area,
        "A·B",
        (right, C.1 + whole / 2),
        17,
        ink::INK,
        HPos::Left,
    )?;
    let hues = [ink::BLUE, ink::ORANGE, ink::GREEN, ink::PURPLE];
    for (i, hue) in hues.iter().enumerate() {
        let (row, column) = (i as i32 / 2, i as i32 % 2);
        let corner = (C.0 + column * 4 * CELL, C.1 + row * 4 * CELL);
        block(area, corner, (4 * CELL, 4 * CELL), hue.mix(0.2))?;
    }
    if tiled {
        tiles(area)?;
    } else {
        one_invocation(area)?;
    }
    for at in [A, B, C] {
        grid(area, at)?;
    }
    for i in 0..4 {
        let corner = (C.0 + i % 2 * 4 * CELL, C.1 + i / 2 * 4 * CELL);
        frame(area, corner, (4 * CELL, 4 * CELL), ink::MUTED, 2)?;
    }
    Ok(())
}

/// Row 2 of A and column 5 of B, for the number where they meet.
fn one_invocation(area: &Area<'_>) -> Result<()> {
    let (row, column) = (2, 5);
    let whole = SIDE * CELL;
    let strong = ink::ORANGE.mix(0.6);
    block(area, (A.0, A.1 + row * CELL), (whole, CELL), strong)?;
    block(area, (B.0 + column * CELL, B.1), (CELL, whole), strong)?;
    let mine = (C.0 + column * CELL, C.1 + row * CELL);
    block(area, mine, (CELL, CELL), ink::ORANGE)?;
    let from = (A.0 + whole + 4, mine.1 + CELL / 2);
    arrow(area, from, (C.0 - 4, from.1))?;
    let words = (C.0 + whole + 14, mine.1 + CELL / 2);
    anchored(area, "one invocation", words, 14, ink::ORANGE, HPos::Left)?;
    let group = (C.0 + whole + 14, C.1 + 7 * CELL);
    anchored(area, "four workgroups", group, 14, ink::MUTED, HPos::Left)
}

/// The tiles of the workgroup on the upper right, in their first and second round.
fn tiles(area: &Area<'_>) -> Result<()> {
    let whole = SIDE * CELL;
    let tile = (4 * CELL, 4 * CELL);
    let (now, next) = (ink::ORANGE.mix(0.6), ink::ORANGE.mix(0.22));
    let right = B.0 + 4 * CELL;
    block(area, A, tile, now)?;
    block(area, (A.0 + 4 * CELL, A.1), tile, next)?;
    block(area, (right, B.1), tile, now)?;
    block(area, (right, B.1 + 4 * CELL), tile, next)?;
    block(area, (C.0 + 4 * CELL, C.1), tile, ink::ORANGE.mix(0.35))?;
    let above = A.1 - 12;
    arrow(area, (A.0 + 2 * CELL, above), (A.0 + 6 * CELL, above))?;
    let beside = B.0 + whole + 12;
    arrow(area, (beside, B.1 + 2 * CELL), (beside, B.1 + 6 * CELL))?;
    let words = (C.0 + whole + 14, C.1 + 2 * CELL);
    anchored(area, "one workgroup", words, 14, ink::ORANGE, HPos::Left)
}

fn grid(area: &Area<'_>, (x, y): At) -> Result<()> {
    let whole = SIDE * CELL;
    for i in 0..=SIDE {
        let at = i * CELL;
        let lines = [
            [(x + at, y), (x + at, y + whole)],
            [(x, y + at), (x + whole, y + at)],
        ];
        for line in lines {
            area.draw(&PathElement::new(line, ink::GRID.stroke_width(1)))?;
        }
    }
    Ok(())
}

/// Eight invocations read neighbours, or numbers that lie apart.
pub fn coalescing(area: &Area<'_>) -> Result<()> {
    pieces(area, 20, "neighbours: one piece of memory is fetched", 1)?;
    pieces(
        area,
        145,
        "four apart: every piece is fetched, for two numbers each",
        4,
    )
}

/// 32 cells of memory in pieces of eight; invocation i reads cell i·stride.
fn pieces(area: &Area<'_>, top: i32, words: &str, stride: i32) -> Result<()> {
    const WIDTH: i32 = 18;
    let left = 32;
    anchored(area, words, (left, top), 15, ink::INK, HPos::Left)?;
    let memory = top + 62;
    for i in 0..32 {
        let read = i % stride == 0 && i / stride < 8;
        let fetched = stride > 1 || i < 8;
        let tint = match (read, fetched) {
            (true, _) => ink::ORANGE.mix(0.75),
            (false, true) => ink::ORANGE.mix(0.16),
            _ => ink::GRID.mix(0.3),
        };
        let corner = (left + i * WIDTH, memory);
        block(area, corner, (WIDTH, 22), tint)?;
        frame(area, corner, (WIDTH, 22), ink::GRID, 1)?;
    }
    for i in 0..8 {
        let x = left + i * WIDTH + WIDTH / 2;
        let from = (x, top + 24);
        area.draw(&Circle::new(from, 5, ink::BLUE.filled()))?;
        let to = (left + i * stride * WIDTH + WIDTH / 2, memory - 2);
        let line = [(from.0, from.1 + 6), to];
        area.draw(&PathElement::new(line, ink::BLUE.stroke_width(1)))?;
    }
    for piece in 0..4 {
        let corner = (left + piece * 8 * WIDTH, memory);
        frame(area, corner, (8 * WIDTH, 22), ink::MUTED, 2)?;
    }
    Ok(())
}
