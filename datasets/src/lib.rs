//! The data of the course: real digits and a real regression inside the crate, the MNIST family
//! from disk, and small made-up worlds.
//!
//! ```
//! let digits = datasets::digits();
//! assert_eq!(digits.train.pixels.dim(), (1437, 28 * 28));
//! assert_eq!(digits.test.len(), 360);
//! ```

mod batches;
mod diabetes;
mod digits;
mod embedded;
mod error;
mod images;
pub mod synthetic;

pub use batches::Batches;
pub use diabetes::{Regression, diabetes};
pub use digits::{digits, digits8};
pub use error::Error;
pub use images::{Images, Split};

/// The picture set of this name, as given to a lesson's `--data`: `digits`, `mnist` or `fashion`.
///
/// # Errors
/// [`Error::Unknown`] for any other name; for `mnist` and `fashion` every way in which files can
/// be absent, unreadable or wrong.
pub fn images(name: &str) -> Result<Split, Error> {
    match name {
        "digits" => Ok(digits()),
        _ => Err(Error::Unknown { name: name.into() }),
    }
}
