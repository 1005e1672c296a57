//! A network as data, drawn from its data: from top to bottom, paths side by side.

use lab11::architecture::{Architecture, Layer};
use labkit::draw::{At, text};
use labkit::{Area, Result, ink};
use plotters::prelude::*;

/// From the middle of one layer to that of the next.
const STEP: i32 = 44;
/// Half a layer's height.
const HALF: i32 = 13;

/// How many layers stand one under the other.
pub fn height(net: &Architecture) -> i32 {
    net.0.iter().map(rows).sum()
}

fn rows(layer: &Layer) -> i32 {
    let longest = layer.paths().iter().map(height).max();
    longest.map_or(1, |rows| rows.max(1) + 1)
}

/// Draws `net` below `from`, on so many pixels.
pub fn draw(area: &Area<'_>, net: &Architecture, from: At, width: i32) -> Result<()> {
    // What connects lies under what is connected.
    for part in [Part::Lines, Part::Layers] {
        run(area, net, from, width, part)?;
    }
    Ok(())
}

#[derive(Clone, Copy, PartialEq)]
enum Part {
    Lines,
    Layers,
}

/// Where it ends.
fn run(area: &Area<'_>, net: &Architecture, from: At, width: i32, part: Part) -> Result<At> {
    let mut at = from;
    for layer in &net.0 {
        let end = (from.0, at.1 + STEP * rows(layer));
        let paths = layer.paths();
        for (i, path) in (0..).zip(paths) {
            let own = width / paths.len() as i32;
            let middle = from.0 - width / 2 + own / 2 + own * i;
            let begin = (middle, at.1 + if path.0.is_empty() { 0 } else { 4 });
            let last = run(area, path, begin, own, part)?;
            if part == Part::Lines {
                line(area, &[at, begin])?;
                line(area, &[last, (middle, end.1 - STEP / 2), end])?;
            }
        }
        match (part, layer) {
            (Part::Lines, Layer::Sum(_) | Layer::Concat(_)) => {}
            (Part::Lines, _) => line(area, &[at, end])?,
            (_, Layer::Sum(_)) => sign(area, end, "+")?,
            (_, Layer::Concat(_)) => bar(area, end, width - 12, "concat")?,
            _ => bar(area, end, (width - 12).min(150), &layer.to_string())?,
        }
        at = end;
    }
    Ok(at)
}

fn line(area: &Area<'_>, points: &[At]) -> Result<()> {
    labkit::draw::line(area, points, ink::MUTED, 2)
}

fn bar(area: &Area<'_>, (x, y): At, width: i32, words: &str) -> Result<()> {
    let corners = [(x - width / 2, y - HALF), (x + width / 2, y + HALF)];
    let has_weights = words.starts_with("conv") || words.starts_with("dense");
    let colour = match (words, has_weights) {
        ("concat", _) => ink::ORANGE,
        (_, true) => ink::BLUE,
        _ => ink::MUTED,
    };
    area.draw(&Rectangle::new(corners, colour.filled()))?;
    text(area, words, (x, y), 13, WHITE)
}

fn sign(area: &Area<'_>, at: At, words: &str) -> Result<()> {
    area.draw(&Circle::new(at, HALF, ink::ORANGE.filled()))?;
    text(area, words, at, 18, WHITE)
}
