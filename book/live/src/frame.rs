//! What a figure shows: panels, readings, a sentence.

use crate::Board;
use labkit::numerals::num;
use serde_json::{Value as Json, json};

/// All that is to be seen of a figure at one moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Frame {
    /// Side by side where there is room, else one below the other.
    pub panels: Vec<Panel>,
    /// Numbers with a name.
    pub readings: Vec<Reading>,
    /// What just happened or what is pointed to, in a sentence.
    pub words: String,
    /// Whether time is to pass: [`crate::Figure::tick`].
    pub running: bool,
    /// Knobs that can do nothing now.
    pub idle: Vec<&'static str>,
}

/// A named number, as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// Its name for tests.
    pub id: &'static str,
    /// Its name for readers.
    pub label: String,
    /// The number.
    pub value: String,
}

/// One drawing.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// Its name in the figure.
    pub id: &'static str,
    /// What it shows: its name for everyone, the ones who cannot see it too.
    pub title: String,
    /// Width and height, in the units of `body`; pixels where there is room for them.
    pub size: [f64; 2],
    /// What is inside of the `<svg>`.
    pub body: String,
    /// Below the lines, in this order.
    pub pictures: Vec<Picture>,
    /// Whether it takes strokes: [`crate::Figure::pen`].
    pub pen: bool,
    /// The handles on it.
    pub handles: Vec<Handle>,
    /// Where the data's ranges lie on it, for handles.
    pub view: View,
}

/// Something to drag, and where it is: between (0, 0), the upper left corner of the panel, and (1, 1).
#[derive(Clone, Debug, PartialEq)]
pub struct Handle {
    /// The knob that it moves.
    pub knob: &'static str,
    /// Where it is.
    pub at: [f64; 2],
    /// Which of the colours of [`crate::plot`] it has.
    pub colour: &'static str,
}

/// A grid of values as coloured squares: a heat map, a digit, a decision region.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// Columns and rows.
    pub cells: [usize; 2],
    /// One number for each cell, row by row from the top.
    pub values: Vec<f32>,
    /// What colours the numbers get.
    pub scale: Scale,
    /// Left, top, width and height, between 0 and 1 of the panel.
    pub place: [f64; 4],
    /// Whether the squares flow into each other.
    pub smooth: bool,
}

/// How a number becomes a colour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scale {
    /// 0 is the page's own colour, this number and all above it are the text's.
    Ink(f32),
    /// Minus this number is orange, 0 the page's own colour, this number blue.
    Signed(f32),
    /// As [`Scale::Signed`], half as strong: other things lie on top.
    Faint(f32),
    /// From 0, nearly black, over violet and orange to this number, nearly white: loss surfaces.
    Heat(f32),
}

/// The ranges of a plot's axes, and its place on the panel: left, top, width, height between 0 and 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// The data from left to right.
    pub x: [f64; 2],
    /// The data from bottom to top.
    pub y: [f64; 2],
    /// The place on the panel.
    pub place: [f64; 4],
}

impl View {
    /// The whole panel, from 0 to 1.
    pub const WHOLE: View = View {
        x: [0.0, 1.0],
        y: [0.0, 1.0],
        place: [0.0, 0.0, 1.0, 1.0],
    };

    /// Where a point of the data lies on the panel, between (0, 0), the upper left corner, and (1, 1).
    pub fn to_panel(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        let part = |value: f64, [from, to]: [f64; 2]| (value - from) / (to - from);
        let [left, top, width, height] = self.place;
        [
            left + width * part(x, self.x),
            top + height * (1.0 - part(y, self.y)),
        ]
    }

    /// Which point of the data lies there: the way back of [`View::to_panel`].
    pub fn to_data(&self, [across, down]: [f64; 2]) -> [f64; 2] {
        let [left, top, width, height] = self.place;
        let between = |part: f64, [from, to]: [f64; 2]| from + part * (to - from);
        [
            between((across - left) / width, self.x),
            between(1.0 - (down - top) / height, self.y),
        ]
    }
}

impl Frame {
    /// Without anything.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a panel.
    pub fn panel(mut self, panel: impl Into<Panel>) -> Self {
        self.panels.push(panel.into());
        self
    }

    /// Adds a number with `digits` after the point.
    pub fn reading(self, id: &'static str, label: &str, number: f64, digits: usize) -> Self {
        self.told(id, label, &num(number, digits))
    }

    /// Adds a reading that is not just a number.
    pub fn told(mut self, id: &'static str, label: &str, value: &str) -> Self {
        self.readings.push(Reading {
            id,
            label: label.into(),
            value: value.into(),
        });
        self
    }

    /// Says this below the panels.
    pub fn words(mut self, words: impl Into<String>) -> Self {
        self.words = words.into();
        self
    }

    /// Lets time pass while `running`.
    pub fn running(mut self, running: bool) -> Self {
        self.running = running;
        self
    }

    /// Switches a knob off as long as `idle`.
    pub fn idle(mut self, knob: &'static str, idle: bool) -> Self {
        if idle {
            self.idle.push(knob);
        }
        self
    }

    /// The frame and the values on `board`, as a page wants them.
    pub fn json(&self, board: &Board) -> Json {
        let readings = self.readings.iter().map(
            |reading| json!({ "id": reading.id, "label": reading.label, "value": reading.value }),
        );
        let knobs: serde_json::Map<String, Json> = board
            .texts()
            .map(|(id, text)| (id.to_string(), Json::String(text)))
            .collect();
        json!({
            "panels": self.panels.iter().map(Panel::json).collect::<Json>(),
            "readings": readings.collect::<Json>(),
            "words": self.words,
            "running": self.running,
            "idle": self.idle,
            "knobs": knobs,
        })
    }
}

impl Panel {
    /// A handle for `knob`, at this point of the data.
    pub fn handle(mut self, knob: &'static str, at: [f64; 2], colour: &'static str) -> Self {
        let at = self.view.to_panel(at);
        self.handles.push(Handle { knob, at, colour });
        self
    }

    /// Lets the panel take strokes.
    pub fn with_pen(mut self) -> Self {
        self.pen = true;
        self
    }

    fn json(&self) -> Json {
        let handles = self
            .handles
            .iter()
            .map(|handle| json!({ "knob": handle.knob, "at": handle.at, "colour": handle.colour }));
        let pictures = self.pictures.iter().map(|picture| {
            json!({ "cells": picture.cells, "place": picture.place, "smooth": picture.smooth })
        });
        json!({
            "id": self.id,
            "title": self.title,
            "size": self.size,
            "body": self.body,
            "pen": self.pen,
            "handles": handles.collect::<Json>(),
            "pictures": pictures.collect::<Json>(),
        })
    }
}

impl Picture {
    /// A picture of `cells` columns and rows that fills the panel. Put it elsewhere with [`Picture::at`].
    ///
    /// # Panics
    /// If there is not one value a cell.
    pub fn new(cells: [usize; 2], values: Vec<f32>, scale: Scale) -> Self {
        assert_eq!(
            values.len(),
            cells[0] * cells[1],
            "a picture of {cells:?} cells"
        );
        Picture {
            cells,
            values,
            scale,
            place: [0.0, 0.0, 1.0, 1.0],
            smooth: false,
        }
    }

    /// Left, top, width and height between 0 and 1 of the panel.
    pub fn at(mut self, place: [f64; 4]) -> Self {
        self.place = place;
        self
    }

    /// Lets the squares flow into each other.
    pub fn smooth(mut self) -> Self {
        self.smooth = true;
        self
    }

    /// Four bytes a cell: red, green, blue and how much of them covers the page.
    pub fn rgba(&self, dark: bool) -> Vec<u8> {
        let colours = self.values.iter();
        colours
            .flat_map(|&value| self.scale.colour(value, dark))
            .collect()
    }
}

/// The warm and the cold end of [`Scale::Signed`], and the two ends of [`Scale::Ink`] for light and dark.
const ORANGE: [u8; 3] = [217, 108, 16];
const BLUE: [u8; 3] = [47, 129, 224];
const INK: [[u8; 3]; 2] = [[35, 40, 47], [205, 211, 226]];

impl Scale {
    fn colour(self, value: f32, dark: bool) -> [u8; 4] {
        // What is no number is shown as what it is: nothing that the scale knows.
        if value.is_nan() {
            return [222, 68, 84, 255];
        }
        let cover = |part: f32| (255.0 * part.clamp(0.0, 1.0)).round() as u8;
        let with = |[r, g, b]: [u8; 3], alpha| [r, g, b, alpha];
        let side = if value < 0.0 { ORANGE } else { BLUE };
        match self {
            Scale::Ink(most) => with(INK[usize::from(dark)], cover(value / most)),
            Scale::Signed(most) => with(side, cover(value.abs() / most)),
            Scale::Faint(most) => with(side, cover(0.5 * value.abs() / most)),
            Scale::Heat(most) => with(heat((value / most).clamp(0.0, 1.0)), 255),
        }
    }
}

/// From nearly black over violet and orange to nearly white.
fn heat(part: f32) -> [u8; 3] {
    const STOPS: [[f32; 3]; 5] = [
        [24.0, 18.0, 52.0],
        [96.0, 40.0, 130.0],
        [190.0, 62.0, 90.0],
        [240.0, 150.0, 50.0],
        [252.0, 243.0, 200.0],
    ];
    let at = part * (STOPS.len() - 1) as f32;
    let below = (at as usize).min(STOPS.len() - 2);
    let rest = at - below as f32;
    std::array::from_fn(|c| {
        (STOPS[below][c] + rest * (STOPS[below + 1][c] - STOPS[below][c])).round() as u8
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_goes_there_and_back() {
        let view = View {
            x: [-2.0, 6.0],
            y: [1.0, 3.0],
            place: [0.1, 0.05, 0.8, 0.6],
        };
        assert_eq!(view.to_panel([-2.0, 3.0]), [0.1, 0.05]);
        let [across, down] = view.to_panel([6.0, 1.0]);
        assert!((across - 0.9).abs() < 1e-12 && (down - 0.65).abs() < 1e-12);
        let back = view.to_data(view.to_panel([0.7, 2.2]));
        assert!((back[0] - 0.7).abs() < 1e-12 && (back[1] - 2.2).abs() < 1e-12);
    }

    #[test]
    fn colours_have_signs_and_limits() {
        let picture = Picture::new(
            [5, 1],
            vec![-9.0, -0.5, 0.0, 1.0, f32::NAN],
            Scale::Signed(1.0),
        );
        let bytes = picture.rgba(false);
        let colours: Vec<&[u8]> = bytes.chunks(4).collect();
        assert_eq!(colours[0], [217, 108, 16, 255]);
        assert_eq!(colours[1], [217, 108, 16, 128]);
        assert_eq!(colours[2][3], 0);
        assert_eq!(colours[3], [47, 129, 224, 255]);
        assert_eq!(colours[4], [222, 68, 84, 255]);
    }
}
