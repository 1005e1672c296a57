//! One figure and the reader who operates it.

use crate::{Entry, Figure, Frame, Pen};
use std::fmt::Write;

/// The most that passes between two frames, in seconds: a page that was in the background does not catch up.
const LONGEST: f64 = 0.1;

/// An opened figure. After each call [`Session::frame`] is what is to be seen.
pub struct Session {
    figure: Box<dyn Figure>,
    frame: Frame,
}

impl Session {
    /// Opens a figure.
    pub fn open(entry: &Entry) -> Self {
        let figure = (entry.open)();
        let frame = figure.show();
        Session { figure, frame }
    }

    /// What is to be seen.
    pub fn frame(&self) -> &Frame {
        &self.frame
    }

    /// The number that a reading shows; NaN if it shows none.
    pub fn number(&self, id: &str) -> f64 {
        let reading = self.frame.readings.iter().find(|reading| reading.id == id);
        let text = reading.map(|reading| reading.value.replace('−', "-").replace(',', ""));
        text.and_then(|text| text.parse().ok()).unwrap_or(f64::NAN)
    }

    /// The frame and the knobs' values.
    pub fn json(&self) -> serde_json::Value {
        self.frame.json(self.figure.board())
    }

    /// What the knobs are.
    pub fn knobs(&self) -> serde_json::Value {
        self.figure.board().json()
    }

    /// Gives a knob the value that this text stands for. What cannot be read changes nothing.
    pub fn set(&mut self, knob: &str, text: &str) {
        if self.figure.board_mut().set(knob, text) {
            self.figure.turned(knob);
            self.show();
        }
    }

    /// Drags the handle of `knob` to a place between (0, 0), the upper left corner of its panel, and (1, 1).
    pub fn drag(&mut self, knob: &str, at: [f64; 2]) {
        let has = |panel: &&crate::Panel| panel.handles.iter().any(|handle| handle.knob == knob);
        let Some(panel) = self.frame.panels.iter().find(has) else {
            return;
        };
        let [x, y] = panel.view.to_data(at);
        self.set(knob, &format!("{x},{y}"));
    }

    /// Moves the handle of `knob` by so many of its steps to the right and upwards.
    pub fn nudge(&mut self, knob: &str, steps: [f64; 2]) {
        if self.figure.board_mut().nudge(knob, steps) {
            self.figure.turned(knob);
            self.show();
        }
    }

    /// Presses a button.
    pub fn press(&mut self, button: &str) {
        if self.figure.board().has_button(button) {
            self.figure.pressed(button);
            self.show();
        }
    }

    /// A pen on a panel that takes strokes.
    pub fn pen(&mut self, panel: &str, phase: Pen, at: [f64; 2]) {
        if self.frame.panels.iter().any(|p| p.id == panel && p.pen) {
            self.figure.pen(panel, phase, at);
            self.show();
        }
    }

    /// Points to a part of a drawing, or to none.
    pub fn point(&mut self, part: Option<&str>) {
        self.figure.pointed(part);
        self.show();
    }

    /// Lets time pass, if the figure wants it to.
    pub fn tick(&mut self, seconds: f64) {
        if self.frame.running {
            self.figure.tick(seconds.clamp(0.0, LONGEST));
            self.show();
        }
    }

    /// The knobs that were turned, for an address: `w:1.25;data:moons`.
    pub fn state(&self) -> String {
        let mut state = String::new();
        for (knob, text) in self.figure.board().turned() {
            let separator = if state.is_empty() { "" } else { ";" };
            let _ = write!(state, "{separator}{knob}:{}", escape(&text));
        }
        state
    }

    /// Turns the knobs as an address says. What it says wrongly is left out.
    pub fn restore(&mut self, state: &str) {
        for part in state.split(';') {
            let Some((knob, text)) = part.split_once(':') else {
                continue;
            };
            if self.figure.board_mut().set(knob, &unescape(text)) {
                self.figure.turned(knob);
            }
        }
        self.show();
    }

    fn show(&mut self) {
        self.frame = self.figure.show();
    }
}

/// Letters, digits and a few signs as they are, all other bytes as `%3A`.
fn escape(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b".,-_".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// The way back of [`escape`]; what is no such text comes back with signs that say so.
fn unescape(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.bytes().next() {
        let hex = rest.get(1..3).filter(|_| first == b'%');
        if let Some(byte) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            bytes.push(byte);
            rest = &rest[3..];
        } else {
            let length = rest.chars().next().map_or(1, char::len_utf8);
            bytes.extend(&rest.as_bytes()[..length]);
            rest = &rest[length..];
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_text_survives_an_address() {
        for text in ["1.25,-3", "a;b:c", "π² %41", "50%", "%", "%zé", ""] {
            assert_eq!(unescape(&escape(text)), text);
        }
        assert_eq!(unescape("%zz%4"), "%zz%4");
        assert_eq!(unescape("50%é"), "50%é");
    }

    #[test]
    fn every_figure_comes_back_from_its_address() {
        for (chapter, figures) in crate::CHAPTERS {
            for entry in *figures {
                let mut one = Session::open(entry);
                let knobs = one.knobs();
                let sliders = knobs.as_array().unwrap().iter();
                for knob in sliders.filter(|knob| knob["kind"] == "slider") {
                    let (least, most) =
                        (knob["min"].as_f64().unwrap(), knob["max"].as_f64().unwrap());
                    one.set(
                        knob["id"].as_str().unwrap(),
                        &(0.4 * least + 0.6 * most).to_string(),
                    );
                }
                let mut other = Session::open(entry);
                other.restore(&one.state());
                assert_eq!(one.state(), other.state(), "{chapter} {}", entry.about.name);
                other.restore("nobody:1;;x;w:1:2;%:%");
            }
        }
    }
}
