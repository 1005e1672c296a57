//! The sections of the lesson, in order: [`neighbours`], [`sliding`], [`volumes`], [`pools`], [`slopes`], [`eyes`],
//! [`filters`], [`time`], then those on the graphics card; and [`long_run`], which `--network` asks for.

pub mod sliding;
pub mod volumes;

use lab06::filter::Grid;

/// A number with so many decimals, a true minus sign and never a negative zero.
pub fn num(value: f64, decimals: usize) -> String {
    if value.is_nan() {
        return "NaN".to_string();
    }
    let text = format!("{value:.decimals$}");
    match text.strip_prefix('-') {
        Some(digits) if digits.chars().all(|c| c == '0' || c == '.') => digits.to_string(),
        Some(digits) => format!("−{digits}"),
        None => text,
    }
}

/// A number as short as it can be written: whole if it is whole.
pub fn short(value: f64) -> String {
    num(value, if value.fract() == 0.0 { 0 } else { 2 })
}

/// A share as a percentage with one decimal.
pub fn percent(share: f64) -> String {
    format!("{} %", num(100.0 * share, 1))
}

/// A count with commas between the thousands.
pub fn count(value: usize) -> String {
    match (value / 1000, value % 1000) {
        (0, rest) => rest.to_string(),
        (thousands, rest) => format!("{},{rest:03}", count(thousands)),
    }
}

/// The rows of a grid as lines, columns aligned.
pub fn lines(grid: &Grid) -> Vec<String> {
    let cells: Vec<Vec<String>> = grid
        .iter()
        .map(|row| row.iter().map(|&x| short(x)).collect())
        .collect();
    let widest = cells.iter().flatten().map(|cell| cell.chars().count());
    let width = widest.max().unwrap_or(1);
    let line = |row: &Vec<String>| {
        let cells: Vec<String> = row.iter().map(|cell| format!("{cell:>width$}")).collect();
        cells.join(" ")
    };
    cells.iter().map(line).collect()
}

/// Grids side by side, each under its name.
pub fn beside(grids: &[(&str, &Grid)]) -> String {
    let blocks: Vec<(Vec<String>, usize)> = grids
        .iter()
        .map(|(name, grid)| {
            let mut block = vec![(*name).to_string()];
            block.extend(lines(grid));
            let width = block.iter().map(|line| line.chars().count()).max();
            (block, width.unwrap_or(0))
        })
        .collect();
    let height = blocks.iter().map(|(block, _)| block.len()).max();
    let line = |i: usize| {
        let parts: Vec<String> = blocks
            .iter()
            .map(|(block, width)| format!("{:<width$}", block.get(i).map_or("", String::as_str)))
            .collect();
        parts.join("     ").trim_end().to_string()
    };
    (0..height.unwrap_or(0))
        .map(line)
        .collect::<Vec<_>>()
        .join("\n")
}
