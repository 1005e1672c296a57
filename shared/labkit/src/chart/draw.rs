//! Draws a chart on an area that is [`FINE`] times as fine as the page.

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::axis::{self, Scale, Tick};
use super::clip::{self, Place};
use super::layout::{LINE, Layout, SAMPLE, SMALL, TEXT, text_width};
use super::{Chart, Data, FINE};
use crate::error::Result;
use crate::ink;
use crate::svg::Area;

/// More dots than this are thinned.
const DOTS: usize = 800;

/// Draws all of `chart`.
pub(super) fn chart(chart: &Chart, area: &Area<'_>) -> Result<()> {
    let categories = chart.categories();
    let y = axis::vertical(chart);
    let y_ticks = y.ticks((chart.size.1 / 60).clamp(3, 8) as usize);
    let x = axis::horizontal(chart);
    let x_ticks = if categories.is_empty() {
        x.ticks((chart.size.0 / 90).clamp(3, 9) as usize)
    } else {
        axis::categories(&categories)
    };
    let x_ends = x_ticks.last().map_or(0.0, |tick| {
        if tick.at > 0.95 {
            text_width(&tick.text, SMALL)
        } else {
            0.0
        }
    });
    let names: Vec<&str> = chart
        .series
        .iter()
        .map(|s| s.name.as_str())
        .filter(|name| !name.is_empty())
        .collect();
    let layout = Layout::new(chart.size, &chart.y.label, x_ends, &y_ticks, &names);
    let pen = Pen { area, layout };
    pen.axes(chart, &x_ticks, &y_ticks, categories.is_empty())?;
    for (place, label) in &chart.rules {
        pen.rule(y.place(*place), label)?;
    }
    let bar_series = chart.bar_series();
    let mut bars_drawn = 0;
    for (i, series) in chart.series.iter().enumerate() {
        let colour = ink::hue(i);
        let place = |&(vx, vy): &(f64, f64)| x.place(vx).zip(y.place(vy));
        match &series.data {
            Data::Line(points) => pen.line(points.iter().map(place), colour, false)?,
            Data::Dashed(points) => pen.line(points.iter().map(place), colour, true)?,
            Data::Points(points) => pen.dots(points.iter().filter_map(place), colour)?,
            Data::Band(band) => {
                let at = |x, y| place(&(x, y));
                let edges = band
                    .iter()
                    .filter_map(|s| at(s.x, s.low).zip(at(s.x, s.high)));
                pen.area_between(&edges.collect::<Vec<_>>(), colour)?;
                let middle = || band.iter().map(|s| at(s.x, s.middle));
                pen.line(middle(), colour, false)?;
                pen.dots(middle().flatten(), colour)?;
            }
            Data::Bars(bars) => {
                let values: Vec<f64> = bars.iter().map(|(_, value)| *value).collect();
                pen.bars(
                    &values,
                    (bars_drawn, bar_series),
                    categories.len(),
                    &y,
                    colour,
                )?;
                bars_drawn += 1;
            }
        }
    }
    pen.legend(chart)
}

/// An area and the layout on it; all lengths are pixels of the page.
struct Pen<'a, 'b> {
    area: &'a Area<'b>,
    layout: Layout,
}

impl Pen<'_, '_> {
    /// Pixels of the page to pixels of the area.
    fn fine(&self, (x, y): (f64, f64)) -> (i32, i32) {
        let fine = f64::from(FINE);
        ((x * fine).round() as i32, (y * fine).round() as i32)
    }

    /// A place in the unit square to pixels of the page.
    fn at(&self, (x, y): Place) -> (f64, f64) {
        let Layout {
            left,
            right,
            top,
            bottom,
            ..
        } = self.layout;
        (left + x * (right - left), bottom - y * (bottom - top))
    }

    fn stroke(&self, line: impl IntoIterator<Item = (f64, f64)>, style: ShapeStyle) -> Result<()> {
        let points: Vec<(i32, i32)> = line.into_iter().map(|point| self.fine(point)).collect();
        Ok(self.area.draw(&PathElement::new(points, style))?)
    }

    fn text(
        &self,
        text: &str,
        at: (f64, f64),
        size: f64,
        anchor: (HPos, VPos),
        colour: RGBColor,
    ) -> Result<()> {
        // The backend divides the size of a font by 1.24.
        let style = ("sans-serif", size * 1.24 * f64::from(FINE)).into_text_style(self.area);
        let style = style.color(&colour).pos(Pos::new(anchor.0, anchor.1));
        Ok(self.area.draw_text(text, &style, self.fine(at))?)
    }

    /// Grid, numbers, labels. Bars have no vertical grid.
    fn axes(
        &self,
        chart: &Chart,
        x_ticks: &[Tick],
        y_ticks: &[Tick],
        vertical_grid: bool,
    ) -> Result<()> {
        let Layout {
            left,
            right,
            top,
            bottom,
            ..
        } = self.layout;
        for tick in y_ticks {
            let y = self.at((0.0, tick.at)).1;
            self.stroke([(left, y), (right, y)], hair(1.0))?;
            self.text(
                &tick.text,
                (left - 7.0, y),
                SMALL,
                (HPos::Right, VPos::Center),
                ink::MUTED,
            )?;
        }
        for tick in readable(x_ticks, right - left) {
            let x = self.at((tick.at, 0.0)).0;
            if vertical_grid {
                self.stroke([(x, top), (x, bottom)], hair(1.0))?;
            }
            self.text(
                &tick.text,
                (x, bottom + 6.0),
                SMALL,
                (HPos::Center, VPos::Top),
                ink::MUTED,
            )?;
        }
        self.stroke([(left, bottom), (right, bottom)], width(ink::MUTED, 1.2))?;
        let middle = 0.5 * (left + right);
        self.text(
            &chart.x.label,
            (middle, bottom + LINE + 6.0),
            TEXT,
            (HPos::Center, VPos::Top),
            ink::INK,
        )?;
        self.text(
            &chart.y.label,
            (4.0, LINE * 0.5 + 2.0),
            TEXT,
            (HPos::Left, VPos::Center),
            ink::INK,
        )
    }

    /// A horizontal rule with its label above its right end.
    fn rule(&self, place: Option<f64>, label: &str) -> Result<()> {
        let Some(place) = place.filter(|place| (0.0..=1.0).contains(place)) else {
            return Ok(());
        };
        let (right, y) = self.at((1.0, place));
        let whole = [(self.layout.left, y), (right, y)];
        for dash in clip::dashes(&whole, 3.0, 4.0) {
            self.stroke(dash, width(ink::MUTED, 1.5))?;
        }
        self.text(
            label,
            (right - 4.0, y - 4.0),
            SMALL,
            (HPos::Right, VPos::Bottom),
            ink::MUTED,
        )
    }

    fn line(
        &self,
        places: impl Iterator<Item = Option<Place>>,
        colour: RGBColor,
        dashed: bool,
    ) -> Result<()> {
        let columns = (self.layout.right - self.layout.left) as usize;
        for part in clip::inside(places) {
            let part: Vec<Place> = clip::thin(&part, columns)
                .into_iter()
                .map(|place| self.at(place))
                .collect();
            let pieces = if dashed {
                clip::dashes(&part, 7.0, 5.0)
            } else {
                vec![part]
            };
            for piece in pieces {
                self.stroke(piece, width(colour, 2.2))?;
            }
        }
        Ok(())
    }

    /// What lies between the lower and the upper edge, thinly painted; cut off at the frame.
    fn area_between(&self, edges: &[(Place, Place)], colour: RGBColor) -> Result<()> {
        let inside = |&(x, y): &Place| self.fine(self.at((x.clamp(0.0, 1.0), y.clamp(0.0, 1.0))));
        let there = edges.iter().map(|(low, _)| inside(low));
        let back = edges.iter().rev().map(|(_, high)| inside(high));
        let corners: Vec<(i32, i32)> = there.chain(back).collect();
        Ok(self
            .area
            .draw(&Polygon::new(corners, colour.mix(0.2).filled()))?)
    }

    fn dots(&self, places: impl Iterator<Item = Place>, colour: RGBColor) -> Result<()> {
        let inside = |&(x, y): &Place| {
            (-1e-9..=1.0 + 1e-9).contains(&x) && (-1e-9..=1.0 + 1e-9).contains(&y)
        };
        let places: Vec<Place> = places.filter(inside).collect();
        let radius = if places.len() > 300 { 2.4 } else { 3.6 };
        for &place in places.iter().step_by(places.len().div_ceil(DOTS).max(1)) {
            self.dot(self.at(place), radius, colour)?;
        }
        Ok(())
    }

    fn dot(&self, at: (f64, f64), radius: f64, colour: RGBColor) -> Result<()> {
        let radius = (radius * f64::from(FINE)).round() as i32;
        Ok(self.area.draw(&Circle::new(
            self.fine(at),
            radius,
            colour.mix(0.85).filled(),
        ))?)
    }

    /// The bars of series `which.0` of `which.1`.
    fn bars(
        &self,
        values: &[f64],
        which: (usize, usize),
        slots: usize,
        y: &Scale,
        colour: RGBColor,
    ) -> Result<()> {
        let slot = 1.0 / slots.max(1) as f64;
        let wide = 0.72 * slot / which.1.max(1) as f64;
        let clamp = |value: f64| y.place(value).map(|place| place.clamp(0.0, 1.0));
        let ground = clamp(0.0).unwrap_or(0.0);
        for (i, &value) in values.iter().enumerate().take(slots) {
            let Some(height) = clamp(value) else { continue };
            let left = slot * (i as f64 + 0.14) + wide * which.0 as f64;
            let corners = [
                self.at((left, height.max(ground))),
                self.at((left + wide * 0.94, height.min(ground))),
            ];
            let corners = corners.map(|corner| self.fine(corner));
            self.area.draw(&Rectangle::new(corners, colour.filled()))?;
        }
        Ok(())
    }

    fn legend(&self, chart: &Chart) -> Result<()> {
        let named = chart
            .series
            .iter()
            .enumerate()
            .filter(|(_, series)| !series.name.is_empty());
        for ((i, series), &(x, y)) in named.zip(&self.layout.legend) {
            let colour = ink::hue(i);
            let sample = [(x, y), (x + SAMPLE, y)];
            match &series.data {
                Data::Line(_) => self.stroke(sample, width(colour, 2.6))?,
                Data::Dashed(_) => {
                    for dash in clip::dashes(&sample, 7.0, 5.0) {
                        self.stroke(dash, width(colour, 2.6))?;
                    }
                }
                Data::Points(_) => self.dot((x + SAMPLE - 7.0, y), 4.0, colour)?,
                Data::Band(_) => {
                    let corners = [(x, y - 5.0), (x + SAMPLE, y + 5.0)].map(|c| self.fine(c));
                    let area = colour.mix(0.2).filled();
                    self.area.draw(&Rectangle::new(corners, area))?;
                    self.stroke(sample, width(colour, 2.6))?;
                }
                Data::Bars(_) => {
                    let corners = [(x + SAMPLE - 13.0, y - 6.0), (x + SAMPLE - 1.0, y + 6.0)];
                    self.area.draw(&Rectangle::new(
                        corners.map(|c| self.fine(c)),
                        colour.filled(),
                    ))?;
                }
            }
            self.text(
                &series.name,
                (x + SAMPLE + 6.0, y),
                TEXT,
                (HPos::Left, VPos::Center),
                ink::INK,
            )?;
        }
        Ok(())
    }
}

/// Of ticks too close to be read, every second, third, … .
fn readable(ticks: &[Tick], length: f64) -> Vec<&Tick> {
    let widest = ticks
        .iter()
        .map(|tick| text_width(&tick.text, SMALL))
        .fold(0.0, f64::max)
        + 8.0;
    let apart = ticks
        .windows(2)
        .map(|pair| (pair[1].at - pair[0].at).abs() * length)
        .fold(f64::INFINITY, f64::min);
    let every = if apart.is_finite() && apart > 0.0 {
        (widest / apart).ceil().max(1.0) as usize
    } else {
        1
    };
    ticks.iter().step_by(every).collect()
}

fn width(colour: RGBColor, pixels: f64) -> ShapeStyle {
    colour.stroke_width((pixels * f64::from(FINE)).round() as u32)
}

fn hair(pixels: f64) -> ShapeStyle {
    ink::GRID.stroke_width((pixels * f64::from(FINE)).round() as u32)
}
