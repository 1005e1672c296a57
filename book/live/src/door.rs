//! What `book/theme/live.js` calls. Everything goes through texts and numbers, so that the page needs to know nothing.

use crate::{Entry, Pen, Session};
use std::cell::Cell;
use wasm_bindgen::prelude::wasm_bindgen;

thread_local! {
    /// The figures of this chapter. Each program names its own, so that it holds no other's code.
    static FIGURES: Cell<&'static [Entry]> = const { Cell::new(&[]) };
}

/// Says which figures this program has; its `main` does that.
pub fn serve(figures: &'static [Entry]) {
    FIGURES.set(figures);
}

/// A figure in a page.
#[wasm_bindgen]
pub struct Live {
    session: Session,
}

#[wasm_bindgen]
impl Live {
    /// Opens the figure of this name; `undefined` if the chapter has none.
    pub fn open(name: &str) -> Option<Live> {
        let mut figures = FIGURES.get().iter();
        let entry = figures.find(|entry| entry.about.name == name)?;
        let session = Session::open(entry);
        Some(Live { session })
    }

    /// The knobs as JSON: [`crate::Board::json`].
    pub fn knobs(&self) -> String {
        self.session.knobs().to_string()
    }

    /// What is to be seen as JSON: [`crate::Frame::json`].
    pub fn frame(&self) -> String {
        self.session.json().to_string()
    }

    /// The colours of a picture of the frame, four bytes a cell.
    pub fn pixels(&self, panel: usize, picture: usize, dark: bool) -> Vec<u8> {
        let panel = self.session.frame().panels.get(panel);
        let picture = panel.and_then(|panel| panel.pictures.get(picture));
        picture
            .map(|picture| picture.rgba(dark))
            .unwrap_or_default()
    }

    /// [`Session::set`].
    pub fn set(&mut self, knob: &str, text: &str) {
        self.session.set(knob, text);
    }

    /// [`Session::drag`].
    pub fn drag(&mut self, knob: &str, x: f64, y: f64) {
        self.session.drag(knob, [x, y]);
    }

    /// [`Session::nudge`].
    pub fn nudge(&mut self, knob: &str, right: f64, up: f64) {
        self.session.nudge(knob, [right, up]);
    }

    /// [`Session::press`].
    pub fn press(&mut self, button: &str) {
        self.session.press(button);
    }

    /// [`Session::pen`]: phase 0 is down, 1 is a move, 2 is up.
    pub fn pen(&mut self, panel: &str, phase: u8, x: f64, y: f64) {
        let phase = match phase {
            0 => Pen::Down,
            1 => Pen::Move,
            _ => Pen::Up,
        };
        self.session.pen(panel, phase, [x, y]);
    }

    /// [`Session::point`]; the empty name is none.
    pub fn point(&mut self, part: &str) {
        self.session
            .point(Some(part).filter(|part| !part.is_empty()));
    }

    /// [`Session::tick`].
    pub fn tick(&mut self, seconds: f64) {
        self.session.tick(seconds);
    }

    /// [`Session::state`].
    pub fn state(&self) -> String {
        self.session.state()
    }

    /// [`Session::restore`].
    pub fn restore(&mut self, state: &str) {
        self.session.restore(state);
    }
}
