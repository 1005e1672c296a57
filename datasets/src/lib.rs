//! The data of the course: real digits and a real regression inside the crate, the MNIST family
//! and film reviews from disk, and small made-up worlds.
//!
//! ```
//! let digits = datasets::digits();
//! assert_eq!(digits.train.pixels.dim(), (1437, 28 * 28));
//! assert_eq!(digits.test.len(), 360);
//! ```

mod batches;
pub mod catalog;
mod diabetes;
mod digits;
mod embedded;
mod error;
#[cfg(feature = "fetch")]
pub mod fetch;
pub mod idx;
mod images;
pub mod reviews;
mod stage;
pub mod store;
pub mod synthetic;
#[cfg(feature = "fetch")]
pub mod verify;

use std::path::Path;

pub use batches::Batches;
pub use diabetes::{Regression, diabetes};
pub use digits::{digits, digits8};
pub use error::Error;
pub use images::{Images, Split};
pub use reviews::{Review, Reviews, reviews, reviews_in};

/// The picture set of this name, as given to a lesson's `--data`: `digits`, `mnist` or `fashion`.
///
/// `digits` is inside the crate. The others are read from `$DATASETS_DIR/<name>` or, failing that,
/// `datasets/cache/<name>` in the workspace, gzipped or plain.
///
/// # Errors
/// [`Error::Unknown`] for any other name; for `mnist` and `fashion` every way in which files can
/// be absent, unreadable or wrong.
pub fn images(name: &str) -> Result<Split, Error> {
    match name {
        "digits" => Ok(digits()),
        _ => store::load(known(name)?, &store::folders(name)?),
    }
}

/// The set `mnist` or `fashion` from the four files in `folder`.
///
/// # Errors
/// As [`images`].
pub fn images_in(name: &str, folder: &Path) -> Result<Split, Error> {
    store::load(known(name)?, &[folder.to_owned()])
}

fn known(name: &str) -> Result<&'static catalog::Family, Error> {
    catalog::family(name).ok_or_else(|| Error::Unknown { name: name.into() })
}
