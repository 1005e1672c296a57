//! The sections of the lesson.

pub mod bends;
pub mod cost;
pub mod forward;
pub mod scores;
pub mod space;

use labkit::numerals::num;
use ndarray::ArrayView2;

/// A matrix as text, one row a line, in brackets.
pub fn matrix(m: ArrayView2<f64>, decimals: usize) -> String {
    let cells: Vec<String> = m.iter().map(|v| num(*v, decimals)).collect();
    let width = cells
        .iter()
        .map(|cell| cell.chars().count())
        .max()
        .unwrap_or(0);
    let rows = cells.chunks(m.ncols()).map(|row| {
        let row: Vec<String> = row.iter().map(|cell| format!("{cell:>width$}")).collect();
        format!("│ {} │", row.join(" "))
    });
    rows.collect::<Vec<_>>().join("\n")
}

/// Blocks of text side by side, each centred in the height of the tallest.
pub fn beside(blocks: &[&str]) -> String {
    let tallest = blocks.iter().map(|b| b.lines().count()).max().unwrap_or(0);
    let line_of = |block: &str, row: usize| {
        let lines: Vec<&str> = block.lines().collect();
        let width = lines.iter().map(|l| l.chars().count()).max().unwrap_or(0);
        let above = (tallest - lines.len()) / 2;
        let text = row
            .checked_sub(above)
            .and_then(|i| lines.get(i))
            .copied()
            .unwrap_or("");
        format!("{text}{}", " ".repeat(width - text.chars().count()))
    };
    let row = |row| {
        blocks
            .iter()
            .map(|block| line_of(block, row))
            .collect::<Vec<_>>()
            .join(" ")
    };
    (0..tallest)
        .map(|i| row(i).trim_end().to_string())
        .collect::<Vec<_>>()
        .join("\n")
}
