//! What turns the chapters of *One Neuron Up* into a book, and what checks that the book tells the truth.
//!
//! The chapters hold no code, no number and no picture of their own. They name them, and this crate
//! fetches them: code from the labs' sources, everything else from `book/recorded`, which
//! `cargo run -p book -- record all` fills by running the labs.
//!
//! Without the feature `serve` nothing here depends on mdBook.

mod blocks;
mod directive;
mod expand;
mod figures;
mod findings;
mod inline;
mod listings;
mod map;
mod math;
mod minutes;
mod number;
mod overview;
mod protocol;
mod readme;
mod records;
mod references;
mod results;
mod say;
mod scan;
mod shot;
mod solutions;
mod svg;

pub mod checks;
pub mod labs;
pub mod record;

#[cfg(feature = "serve")]
pub mod build;
#[cfg(feature = "serve")]
pub mod epub;
#[cfg(feature = "serve")]
mod neighbours;
#[cfg(feature = "serve")]
pub mod pack;
#[cfg(feature = "serve")]
pub mod programs;
#[cfg(feature = "serve")]
pub mod serve;
#[cfg(feature = "serve")]
mod xhtml;

pub use checks::anchors::check_anchors;
pub use checks::links::check_links;
pub use checks::numbers::check_numbers;
pub use checks::offline::check_offline;
pub use checks::sections::{check_references, check_section_numbers};
pub use checks::transcript::{TOLERANCE, check_transcript};
pub use checks::words::check_words;
pub use expand::expand;
pub use findings::Findings;
pub use math::{Display, to_mathml};
pub use protocol::{preprocess, preprocess_json};
pub use records::Records;
pub use say::{complain, say};

/// The root of the workspace that this program lies in.
///
/// # Panics
/// If it lies in none.
pub fn workspace_root() -> std::path::PathBuf {
    place::root().unwrap_or_else(|lost| panic!("{lost}"))
}
