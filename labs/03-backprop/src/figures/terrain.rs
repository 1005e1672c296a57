//! Three landscapes from above, with the walks of gradient descent.

use super::{Area, At, heat, line, text};
use lab03::terrain::Terrain;
use labkit::{Result, ink};
use plotters::prelude::*;

const SIDE: i32 = 230;
const TOP: i32 = 40;
const LEFT: i32 = 15;
const REACH: f64 = 2.8;

/// One panel a landscape, each with its paths.
pub fn three(area: &Area, paths: &[Vec<Vec<[f64; 2]>>]) -> Result<()> {
    let names = [
        "a bowl",
        "a saddle between two hollows",
        "a hole in a plain",
    ];
    for (((panel, terrain), name), paths) in area
        .split_evenly((1, 3))
        .iter()
        .zip(Terrain::ALL)
        .zip(names)
        .zip(paths)
    {
        one(panel, terrain, name, paths)?;
    }
    Ok(())
}

fn place([u, v]: [f64; 2]) -> At {
    let scale = |c: f64| ((c + REACH) / (2.0 * REACH) * f64::from(SIDE)).round() as i32;
    (LEFT + scale(u), TOP + SIDE - scale(v))
}

fn one(area: &Area, terrain: Terrain, name: &str, paths: &[Vec<[f64; 2]>]) -> Result<()> {
    text(area, name, (LEFT + SIDE / 2, 18), 16, ink::INK)?;
    // Twelve bands of height; square roots give the low ground more of them.
    let top = if terrain == Terrain::Plain { 1.0 } else { 8.0 };
    let band = |p: [f64; 2]| (12.0 * (terrain.height(p) / top).sqrt().min(1.0)).round() / 12.0;
    heat(area, (-REACH, REACH), 46, place, |p| {
        ink::TEAL.mix(0.75 * (1.0 - band(p)))
    })?;
    let corners = [
        [-REACH, -REACH],
        [REACH, -REACH],
        [REACH, REACH],
        [-REACH, REACH],
        [-REACH, -REACH],
    ]
    .map(place);
    line(area, &corners, ink::MUTED, 1)?;
    for (path, colour) in paths.iter().zip([ink::ORANGE, ink::RED]) {
        let pixels = thinned(path);
        line(area, &pixels, colour, 2)?;
        area.draw(&Circle::new(pixels[0], 5, colour.stroke_width(2)))?;
        area.draw(&Circle::new(pixels[pixels.len() - 1], 5, colour.filled()))?;
    }
    text(
        area,
        "u",
        (LEFT + SIDE / 2, TOP + SIDE + 14),
        15,
        ink::MUTED,
    )?;
    text(area, "v", (LEFT - 8, TOP + SIDE / 2), 15, ink::MUTED)
}

/// The path in pixels, without points that fall on the one before.
fn thinned(path: &[[f64; 2]]) -> Vec<At> {
    let mut pixels: Vec<At> = path.iter().map(|&p| place(p)).collect();
    pixels.dedup();
    pixels
}
