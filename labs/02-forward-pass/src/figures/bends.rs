//! Nine activations and their derivatives.

use lab02::activation::{Activation, noise, random_slope};
use labkit::numerals::num;
use labkit::{Result, ink};
use plotters::prelude::*;
use rand_chacha::ChaCha8Rng;

use super::{Area, FINE, Plane, font, stroke};

/// The size of the whole figure in pixels.
pub const SIZE: (u32, u32) = (780, 720);

const REACH: f64 = 3.0;
const TOP: f64 = 2.25;

/// Nine small charts: the value in blue, the derivative dashed in orange.
pub fn draw(area: &Area, rng: &mut ChaCha8Rng) -> Result<()> {
    for (cell, activation) in area.split_evenly((3, 3)).iter().zip(Activation::ALL) {
        let mut chart = frame(cell, activation.name())?;
        match activation {
            Activation::NoisyRelu(_) => {
                let draws: Vec<_> = places(160)
                    .map(|s| (s, Activation::NoisyRelu(noise(s, rng)).value(s)))
                    .collect();
                let draws = draws.into_iter().filter(|&(_, y)| y <= TOP);
                let dot = ink::BLUE.mix(0.6).filled();
                chart.draw_series(draws.map(|at| Circle::new(at, 2 * FINE, dot)))?;
                chart.draw_series(derivative(Activation::Relu))?;
                continue;
            }
            Activation::RandomizedLeakyRelu(_) => {
                for _ in 0..8 {
                    let line = [(-REACH, -REACH * random_slope(rng)), (0.0, 0.0)];
                    chart.draw_series(LineSeries::new(line, stroke(ink::BLUE.mix(0.45), 1.0)))?;
                }
            }
            _ => {}
        }
        chart.draw_series(LineSeries::new(
            curve(|s| activation.value(s)),
            stroke(ink::BLUE, 2.0),
        ))?;
        chart.draw_series(derivative(activation))?;
    }
    Ok(())
}

/// An empty chart with a light grid.
fn frame<'a>(cell: &Area<'a>, title: &str) -> Result<Plane<'a>> {
    let mut chart = ChartBuilder::on(cell)
        .margin(10 * FINE)
        .caption(title, font(16, &ink::INK))
        .x_label_area_size(22 * FINE)
        .y_label_area_size(24 * FINE)
        .build_cartesian_2d(-REACH..REACH, -1.25..TOP)?;
    chart
        .configure_mesh()
        .x_labels(7)
        .y_labels(4)
        .max_light_lines(0)
        .bold_line_style(stroke(ink::GRID, 1.0))
        .axis_style(stroke(ink::GRID, 1.0))
        .set_all_tick_mark_size(4 * FINE)
        .label_style(font(11, &ink::MUTED))
        .x_label_formatter(&|x| num(*x, 0))
        .y_label_formatter(&|y| num(*y, 0))
        .draw()?;
    Ok(chart)
}

fn places(n: usize) -> impl Iterator<Item = f64> {
    (0..n).map(move |i| REACH * (2.0 * i as f64 / (n - 1) as f64 - 1.0))
}

/// The part of a curve that fits into the chart.
fn curve(f: impl Fn(f64) -> f64) -> Vec<(f64, f64)> {
    places(241)
        .map(|s| (s, f(s)))
        .filter(|&(_, y)| y <= TOP)
        .collect()
}

/// The derivative, dashed.
fn derivative(activation: Activation) -> DashedLineSeries<std::vec::IntoIter<(f64, f64)>, u32> {
    let points = curve(|s| activation.derivative(s)).into_iter();
    DashedLineSeries::new(points, 5 * FINE, 4 * FINE, stroke(ink::ORANGE, 2.0))
}
