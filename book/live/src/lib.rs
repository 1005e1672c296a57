//! The figures of the book that answer: the labs' own code, compiled for the reader's browser.
//!
//! A [`Figure`] is a [`Board`] of knobs and a [`Frame`] that shows what the lab's code makes of them. A [`Session`]
//! stands between one figure and whoever operates it: in the page that is `book/theme/live.js`, through the [`door`];
//! in the tests it is the same figure compiled natively, and both have to say the same.
//!
//! - [`board`]: the knobs: sliders, choices, switches, buttons, handles to drag, text;
//! - [`frame`]: panels, readings and a sentence; how they become JSON;
//! - [`plot`]: one panel drawn as SVG, in classes that `live.css` colours for light and dark;
//! - [`strokes`]: what a pen draws, for an address and for a network;
//! - [`session`]: what a reader can do to a figure;
//! - [`door`]: the same, as the browser sees it;
//! - a module for each chapter, with its figures in `FIGURES`.
//!
//! One program a chapter (`src/bin/`) keeps what a page loads small.

pub mod board;
pub mod door;
pub mod frame;
mod letters;
mod net;
pub mod packed;
pub mod plot;
pub mod retrace;
pub mod session;
pub mod strokes;

pub mod eight;
pub mod eleven;
pub mod fifteen;
pub mod five;
pub mod four;
pub mod fourteen;
pub mod nine;
pub mod one;
pub mod seven;
pub mod six;
pub mod ten;
pub mod thirteen;
pub mod three;
pub mod twelve;
pub mod two;

pub use board::Board;
pub use frame::{Frame, Panel, Picture, Scale};
pub use plot::Plot;
pub use session::Session;
pub use strokes::Strokes;

/// What a figure says of itself, whatever its knobs say.
#[derive(Clone, Copy, Debug)]
pub struct About {
    /// Its name in `{{#live 01 neuron}}` and in addresses.
    pub name: &'static str,
    /// A short title.
    pub title: &'static str,
    /// One sentence: what to try.
    pub attempt: &'static str,
    /// One sentence: what to notice.
    pub notice: &'static str,
}

/// A figure that can be operated. After each call that takes `&mut self`, [`Figure::show`] is asked again.
pub trait Figure {
    /// The knobs.
    fn board(&self) -> &Board;
    /// The knobs, to be turned. [`Figure::turned`] is told which one was.
    fn board_mut(&mut self) -> &mut Board;
    /// What is to be seen now.
    fn show(&self) -> Frame;
    /// A knob has another value: by the reader's hand, or from an address that was opened.
    fn turned(&mut self, _knob: &str) {}
    /// A button was pressed.
    fn pressed(&mut self, _button: &str) {}
    /// `seconds` have passed. Only asked while the frame says that it is [`Frame::running`].
    fn tick(&mut self, _seconds: f64) {}
    /// A pen, a finger or the mouse on a panel that takes strokes, at a place between (0, 0), the upper left corner,
    /// and (1, 1). A place may lie outside while the pen is down.
    fn pen(&mut self, _panel: &str, _phase: Pen, _at: [f64; 2]) {}
    /// The reader points to the part of this name (`data-part` in the drawing), or to none.
    fn pointed(&mut self, _part: Option<&str>) {}
}

/// What a pen does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pen {
    /// It touches the paper.
    Down,
    /// It moves on the paper.
    Move,
    /// It is lifted.
    Up,
}

/// A figure that has not been opened yet.
#[derive(Clone, Copy)]
pub struct Entry {
    /// What it says of itself.
    pub about: About,
    /// Opens it with its knobs as they are at first.
    pub open: fn() -> Box<dyn Figure>,
}

/// The chapters that have figures: the number in the name of their page, and the figures.
pub const CHAPTERS: &[(&str, &[Entry])] = &[
    ("01", one::FIGURES),
    ("02", two::FIGURES),
    ("03", three::FIGURES),
    ("04", four::FIGURES),
    ("05", five::FIGURES),
    ("06", six::FIGURES),
    ("07", seven::FIGURES),
    ("08", eight::FIGURES),
    ("09", nine::FIGURES),
    ("10", ten::FIGURES),
    ("11", eleven::FIGURES),
    ("12", twelve::FIGURES),
    ("13", thirteen::FIGURES),
    ("14", fourteen::FIGURES),
    ("15", fifteen::FIGURES),
];

/// The figure `name` of `chapter`, such as `"01"` and `"neuron"`.
pub fn find(chapter: &str, name: &str) -> Option<&'static Entry> {
    let (_, figures) = CHAPTERS.iter().find(|(number, _)| *number == chapter)?;
    figures.iter().find(|entry| entry.about.name == name)
}
