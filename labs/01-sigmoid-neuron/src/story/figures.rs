//! The figures that are more than a chart.

use super::grid;
use lab01::loss::mean_log_loss;
use lab01::neuron::sigmoid;
use lab01::{Example, Neuron, data};
use labkit::ink::{BLUE, GREEN, GRID, INK, MUTED, ORANGE, PURPLE, RED};
use labkit::numerals::num;
use labkit::{Area, Chart, Result};
use plotters::chart::ChartContext;
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use std::ops::Range;

type Frame<'a, 'b> = ChartContext<'a, SVGBackend<'b>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

const CENTRE: Pos = Pos {
    h_pos: HPos::Center,
    v_pos: VPos::Center,
};
const LEFT: Pos = Pos {
    h_pos: HPos::Left,
    v_pos: VPos::Center,
};

fn words(
    area: &Area<'_>,
    text: &str,
    at: (i32, i32),
    size: i32,
    colour: RGBColor,
    anchor: Pos,
) -> Result<()> {
    let style = ("sans-serif", size).into_font().color(&colour).pos(anchor);
    Ok(area.draw(&Text::new(text.to_string(), at, style))?)
}

/// Axes with names, and room for them.
fn axes<'a, 'b>(
    area: &'a Area<'b>,
    x: Range<f64>,
    y: Range<f64>,
    names: [&str; 2],
) -> Result<Frame<'a, 'b>> {
    let mut frame = ChartBuilder::on(area)
        .margin(12)
        .x_label_area_size(44)
        .y_label_area_size(44)
        .build_cartesian_2d(x, y)?;
    frame
        .configure_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(GRID)
        .axis_style(MUTED)
        .x_desc(names[0])
        .y_desc(names[1])
        .x_labels(6)
        .y_labels(6)
        .x_label_formatter(&|x| num(*x, 0))
        .y_label_formatter(&|y| num(*y, 0))
        .label_style(("sans-serif", 16).into_font().color(&MUTED))
        .axis_desc_style(("sans-serif", 18).into_font().color(&INK))
        .draw()?;
    Ok(frame)
}

pub fn parts_of_a_neuron(area: &Area<'_>) -> Result<()> {
    let (sum, phi) = ((330, 140), (475, 140));
    let arrow = |from: (i32, i32), to: (i32, i32)| -> Result<()> {
        area.draw(&PathElement::new([from, to], INK.stroke_width(2)))?;
        let (dx, dy) = (f64::from(to.0 - from.0), f64::from(to.1 - from.1));
        let (dx, dy) = (dx / dx.hypot(dy), dy / dx.hypot(dy));
        let back = |side: f64| {
            let (x, y) = (f64::from(to.0), f64::from(to.1));
            (
                (x - 11.0 * dx - side * dy).round() as i32,
                (y - 11.0 * dy + side * dx).round() as i32,
            )
        };
        Ok(area.draw(&Polygon::new([to, back(5.0), back(-5.0)], INK.filled()))?)
    };
    for (i, (name, weight)) in [("x₁", "w₁"), ("x₂", "w₂"), ("x₃", "w₃")]
        .into_iter()
        .enumerate()
    {
        let y = 50 + 90 * i as i32;
        area.draw(&Circle::new((70, y), 25, BLUE.stroke_width(3)))?;
        words(area, name, (70, y), 26, INK, CENTRE)?;
        let (dx, dy) = (f64::from(sum.0 - 70), f64::from(sum.1 - y));
        let along = |from: f64| {
            let t = from / dx.hypot(dy);
            (70 + (dx * t).round() as i32, y + (dy * t).round() as i32)
        };
        arrow(along(27.0), along(dx.hypot(dy) - 37.0))?;
        let (x, y) = along(0.5 * dx.hypot(dy));
        words(area, weight, (x, y - 18), 24, ORANGE, CENTRE)?;
    }
    arrow((330, 30), (330, 103))?;
    words(area, "b", (346, 44), 24, ORANGE, CENTRE)?;
    area.draw(&Circle::new(sum, 35, GREEN.stroke_width(3)))?;
    words(area, "Σ", sum, 36, INK, CENTRE)?;
    arrow((367, 140), (438, 140))?;
    words(area, "s", (400, 122), 24, INK, CENTRE)?;
    area.draw(&Rectangle::new(
        [(440, 105), (510, 175)],
        PURPLE.stroke_width(3),
    ))?;
    let curve = (-30..=30).map(|i| {
        let height = 50.0 * sigmoid(f64::from(i) / 5.0);
        (phi.0 + i, phi.1 + 25 - height.round() as i32)
    });
    area.draw(&PathElement::new(
        curve.collect::<Vec<_>>(),
        PURPLE.stroke_width(3),
    ))?;
    arrow((512, 140), (590, 140))?;
    words(area, "φ(s)", (600, 140), 26, INK, LEFT)?;
    for (text, x, colour) in [
        ("features", 70, BLUE),
        ("weights, bias", 188, ORANGE),
        ("accumulation", 330, GREEN),
        ("activation", 475, PURPLE),
    ] {
        words(area, text, (x, 280), 19, colour, CENTRE)?;
    }
    words(area, "output", (620, 280), 19, INK, CENTRE)
}

/// The minutes of the slices with this answer, as dots at one height.
fn dots(toast: &[Example<1>], answer: f64, at: f64) -> Vec<(f64, f64)> {
    toast
        .iter()
        .filter(|slice| slice.y == answer)
        .map(|slice| (slice.x[0], at))
        .collect()
}

pub fn toast_strip(toast: &[Example<1>]) -> Chart {
    Chart::new("minutes in the toaster", "")
        .points("not burnt", dots(toast, 0.0, 0.0))
        .points("burnt", dots(toast, 1.0, 1.0))
        .x_range(0.0..5.0)
        .y_range(-0.6..1.6)
        .size(640, 190)
}

/// The logistic curve of a neuron, as points.
fn curve(neuron: Neuron<1>) -> impl Iterator<Item = (f64, f64)> {
    grid(0.0, 5.0).map(move |x| (x, neuron.probability(&[x])))
}

/// For each slice a stick from what did not happen to the curve: p long for a burnt slice, 1 − p for the others.
pub fn sticks(neuron: &Neuron<1>, slices: &[Example<1>]) -> Chart {
    const GAP: (f64, f64) = (f64::NAN, f64::NAN);
    let of = |answer: f64| -> Vec<(f64, f64)> {
        let chosen = slices.iter().filter(move |slice| slice.y == answer);
        chosen
            .flat_map(|slice| {
                [
                    (slice.x[0], 1.0 - answer),
                    (slice.x[0], neuron.probability(&slice.x)),
                    GAP,
                ]
            })
            .collect()
    };
    Chart::new("minutes in the toaster", "probability")
        .line("not burnt: 1 − p", of(0.0))
        .line("burnt: p", of(1.0))
        .line("p", curve(*neuron))
        .x_range(0.0..5.0)
        .y_range(0.0..1.0)
}

pub fn fit(toast: &[Example<1>], neuron: &Neuron<1>) -> Chart {
    Chart::new("minutes in the toaster", "probability of burnt")
        .points("not burnt", dots(toast, 0.0, 0.0))
        .points("burnt", dots(toast, 1.0, 1.0))
        .line("the neuron", curve(*neuron))
        .dashed(
            "the truth",
            curve(Neuron {
                w: [data::TRUE_W],
                b: data::TRUE_B,
            }),
        )
        .line(
            "boundary",
            [(neuron.boundary(), 0.0), (neuron.boundary(), 1.0)],
        )
        .x_range(0.0..5.0)
        .y_range(-0.05..1.05)
}

pub fn valley(
    area: &Area<'_>,
    toast: &[Example<1>],
    slow: &[Neuron<1>],
    fast: &[Neuron<1>],
    best: &Neuron<1>,
) -> Result<()> {
    const COLUMNS: u32 = 32;
    const ROWS: u32 = 24;
    let (w, b) = (-1.0..4.0, -9.0..3.0);
    let mut frame = axes(area, w.clone(), b.clone(), ["w", "b"])?;
    let (width, height) = (
        (w.end - w.start) / f64::from(COLUMNS),
        (b.end - b.start) / f64::from(ROWS),
    );
    let lowest = mean_log_loss(best, toast);
    frame.draw_series((0..COLUMNS * ROWS).map(|cell| {
        let (column, row) = (f64::from(cell % COLUMNS), f64::from(cell / COLUMNS));
        let (left, bottom) = (w.start + column * width, b.start + row * height);
        let middle = Neuron {
            w: [left + width / 2.0],
            b: bottom + height / 2.0,
        };
        // On a logarithmic scale, or the steep walls would leave the floor without any contrast.
        let above = mean_log_loss(&middle, toast) / lowest;
        let strength = (1.0 - above.ln() / 3.0).clamp(0.0, 1.0);
        Rectangle::new(
            [(left, bottom), (left + width, bottom + height)],
            PURPLE.mix(0.75 * strength.powi(2)).filled(),
        )
    }))?;
    let inside = |n: &&Neuron<1>| w.contains(&n.w[0]) && b.contains(&n.b);
    for (walk, colour) in [(fast, ORANGE), (slow, BLUE)] {
        let points: Vec<_> = walk.iter().filter(inside).map(|n| (n.w[0], n.b)).collect();
        frame.draw_series([PathElement::new(points.clone(), colour.stroke_width(2))])?;
        // Dots where single steps can be told apart.
        frame.draw_series(
            points
                .iter()
                .take(60)
                .map(|&at| Circle::new(at, 3, colour.filled())),
        )?;
    }
    frame.draw_series([Circle::new((best.w[0], best.b), 8, RED.stroke_width(3))])?;
    words(area, "λ = 0.5", (580, 32), 18, BLUE, LEFT)?;
    words(area, "λ = 2", (580, 56), 18, ORANGE, LEFT)
}

/// What neurons with two inputs say over a square around the four corners, side by side.
pub fn squares(area: &Area<'_>, neurons: &[(&str, Neuron<2>, [Example<2>; 4])]) -> Result<()> {
    for (panel, (name, neuron, corners)) in
        area.split_evenly((1, neurons.len())).iter().zip(neurons)
    {
        let (low, high, cells) = (-0.3, 1.3, 20);
        let mut frame = ChartBuilder::on(panel)
            .margin(8)
            .caption(name, ("sans-serif", 18).into_font().color(&INK))
            .build_cartesian_2d(low..high, low..high)?;
        let size = (high - low) / f64::from(cells);
        frame.draw_series((0..cells * cells).map(|cell| {
            let (x, y) = (
                low + f64::from(cell % cells) * size,
                low + f64::from(cell / cells) * size,
            );
            let p = neuron.probability(&[x + size / 2.0, y + size / 2.0]);
            let colour = if p > 0.5 { ORANGE } else { BLUE };
            let strength = 0.7 * (2.0 * p - 1.0).abs();
            Rectangle::new(
                [(x, y), (x + size, y + size)],
                colour.mix(strength).filled(),
            )
        }))?;
        frame.draw_series([Rectangle::new(
            [(low, low), (high, high)],
            MUTED.stroke_width(1),
        )])?;
        let line = line_across(neuron, low, high);
        frame.draw_series([PathElement::new(line, INK.stroke_width(2))])?;
        for corner in corners {
            let at = (corner.x[0], corner.x[1]);
            if corner.y == 1.0 {
                frame.draw_series([Circle::new(at, 7, INK.filled())])?;
            } else {
                frame.draw_series([Circle::new(at, 7, INK.stroke_width(2))])?;
            }
        }
    }
    Ok(())
}

/// Where the line s = 0 enters and leaves the square; nothing if it misses it.
fn line_across(neuron: &Neuron<2>, low: f64, high: f64) -> Vec<(f64, f64)> {
    let [w1, w2] = neuron.w;
    let inside = |value: &f64| (low..=high).contains(value);
    let edges = [low, high];
    let across = edges
        .iter()
        .map(|&x| (x, -(neuron.b + w1 * x) / w2))
        .filter(|(_, y)| inside(y));
    let up = edges
        .iter()
        .map(|&y| (-(neuron.b + w2 * y) / w1, y))
        .filter(|(x, _)| inside(x));
    across.chain(up).take(2).collect()
}
