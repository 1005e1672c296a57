//! A small GPT.
//!
//! - [`model`]: letters in, logits of the next letter out
//! - [`training`]: how it learns, and what it knows then
//! - [`rival`]: a recurrent network for the same task
//! - [`writing`]: one letter drawn after another
//! - [`looking`]: where its heads look
//! - [`cache`]: reading without reading everything again
//! - [`eight`]: its weights in a byte each

pub mod cache;
pub mod eight;
pub mod looking;
pub mod model;
pub mod rival;
pub mod training;
pub mod writing;

pub use model::{Gpt, Sizes};
