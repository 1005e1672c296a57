//! The drawings of this lesson, one file for each subject.

pub mod bends;
pub mod network;
pub mod paper;
pub mod rings;
pub mod spirals;

pub use labkit::Area;
use labkit::{Result, ink};
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// How many units of the drawing make one pixel of the page.
pub const FINE: u32 = 4;

/// A part of a figure with coordinates of its own.
pub type Plane<'a> = ChartContext<'a, SVGBackend<'a>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

/// A font of so many pixels.
pub fn font(pixels: u32, colour: &RGBColor) -> TextStyle<'static> {
    ("sans-serif", pixels * FINE).into_font().color(colour)
}

/// Text in the middle of a place.
pub fn centred(pixels: u32, colour: &RGBColor) -> TextStyle<'static> {
    font(pixels, colour).pos(Pos::new(HPos::Center, VPos::Center))
}

/// A line so many pixels wide.
pub fn stroke(colour: impl Color, pixels: f64) -> ShapeStyle {
    colour.stroke_width((pixels * f64::from(FINE)).round() as u32)
}

/// A titled part of a figure, without axes.
pub fn bare<'a>(area: &Area<'a>, title: &str, reach: f64) -> Result<Plane<'a>> {
    let title_style = font(15, &ink::INK);
    Ok(ChartBuilder::on(area)
        .margin(8 * FINE)
        .caption(title, title_style)
        .build_cartesian_2d(-reach..reach, -reach..reach)?)
}

/// A square plane from `-reach` to `reach`, with a title and thin axes through zero.
pub fn plane<'a>(area: &Area<'a>, title: &str, reach: f64) -> Result<Plane<'a>> {
    let mut plane = bare(area, title, reach)?;
    let axes = [[(-reach, 0.0), (reach, 0.0)], [(0.0, -reach), (0.0, reach)]];
    plane.draw_series(axes.map(|axis| PathElement::new(axis.to_vec(), stroke(ink::GRID, 1.0))))?;
    Ok(plane)
}

/// Marks where `score` is above zero with a tint: level strips, each as long as the place is.
pub fn tint(
    plane: &mut Plane,
    reach: f64,
    colour: RGBColor,
    score: impl Fn([f64; 2]) -> f64,
) -> Result<()> {
    const STRIPS: usize = 110;
    let edge = |i: usize| (2.0 * i as f64 / STRIPS as f64 - 1.0) * reach;
    let mut strips = Vec::new();
    for row in 0..STRIPS {
        let y = (edge(row) + edge(row + 1)) / 2.0;
        let inside = |x: f64| score([x, y]) > 0.0;
        let mut start = inside(-reach).then_some(-reach);
        for i in 0..STRIPS {
            if inside(edge(i)) != inside(edge(i + 1)) {
                let x = crossing(edge(i), edge(i + 1), &inside);
                match start.take() {
                    Some(from) => strips.push([(from, edge(row)), (x, edge(row + 1))]),
                    None => start = Some(x),
                }
            }
        }
        strips.extend(start.map(|from| [(from, edge(row)), (reach, edge(row + 1))]));
    }
    plane.draw_series(
        strips
            .into_iter()
            .map(|corners| Rectangle::new(corners, colour.mix(0.18).filled())),
    )?;
    Ok(())
}

/// Where between `a` and `b` the answer changes, by halving.
fn crossing(mut a: f64, mut b: f64, inside: &impl Fn(f64) -> bool) -> f64 {
    let at_a = inside(a);
    for _ in 0..6 {
        let middle = (a + b) / 2.0;
        if inside(middle) == at_a {
            a = middle;
        } else {
            b = middle;
        }
    }
    (a + b) / 2.0
}

/// Small filled dots.
pub fn dots(
    plane: &mut Plane,
    points: impl Iterator<Item = [f64; 2]>,
    colour: RGBColor,
) -> Result<()> {
    let size = 3 * FINE;
    plane.draw_series(points.map(|[x, y]| Circle::new((x, y), size, colour.filled())))?;
    Ok(())
}
