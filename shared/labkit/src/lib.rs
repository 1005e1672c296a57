//! What every lesson's `main` needs: flags, sections, tables, figures, a page, and the judge of the exercises.
//!
//! A lesson is one call of [`Lesson::run`] with a function that narrates, section by section. Everything it
//! says goes to the terminal and to one page, `target/labs/labNN/index.html`.

mod about;
mod animation;
mod chart;
mod coloured;
pub mod draw;
mod error;
mod experiments;
mod files;
mod flags;
mod grey;
mod guess;
pub mod ink;
pub mod judge;
mod lesson;
mod marked;
mod markup;
mod memory;
mod narrate;
pub mod numerals;
mod page;
mod pictures;
mod predict;
mod progress;
mod question;
mod quick;
mod record;
pub mod reference;
mod rows;
mod score;
mod section;
mod serve;
mod sources;
mod standing;
pub mod statistics;
mod stops;
mod svg;
mod table;
mod terminal;

pub use about::About;
pub use animation::{Motion, assemble};
pub use chart::Chart;
pub use error::{Error, Result};
pub use flags::{Flag, Flags};
pub use guess::Quantity;
pub use lesson::{Lesson, Section};
pub use marked::{Mark, Marked};
pub use narrate::Number;
pub use progress::Progress;
pub use rows::Rows;
pub use section::section;
pub use svg::Area;
pub use table::Table;
