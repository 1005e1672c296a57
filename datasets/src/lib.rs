//! The data of the course: real digits, photographs and a real regression inside the crate, the MNIST family,
//! CIFAR, film reviews and Shakespeare's plays from disk, and small made-up worlds.
//!
//! ```
//! let digits = datasets::digits();
//! assert_eq!(digits.train.pixels.dim(), (1437, 28 * 28));
//! assert_eq!(digits.test.len(), 360);
//! ```

mod batches;
pub mod catalog;
pub mod cifar;
pub mod csv;
mod diabetes;
mod digits;
mod embedded;
mod error;
#[cfg(feature = "fetch")]
pub mod fetch;
pub mod graphs;
mod identity;
pub mod idx;
mod images;
#[cfg(feature = "photos")]
pub mod photos;
pub mod places;
pub mod plays;
pub mod reviews;
mod stage;
mod store;
pub mod synthetic;
pub mod text;
#[cfg(feature = "fetch")]
pub mod verify;

use std::path::{Path, PathBuf};

pub use batches::Batches;
pub use diabetes::{Regression, diabetes};
pub use digits::{digits, digits8};
pub use error::Error;
pub use images::{Images, Split};
#[cfg(feature = "photos")]
pub use photos::{Picture, photo, photo_names, picture_from, picture_to};
pub use plays::shakespeare;
pub use reviews::{Review, Reviews, reviews, reviews_in};

/// The set of grey pictures of this name, as given to a lesson's `--data`: `digits`, `mnist` or `fashion`.
///
/// `digits` is inside the crate. The others are read from `$DATASETS_DIR/<name>` or, failing that,
/// `datasets/cache/<name>` in the workspace, gzipped or plain; also from where torchvision and Kaggle put them
/// ([`places::under`]).
///
/// # Errors
/// [`Error::Unknown`] for any other name; for `mnist` and `fashion` every way in which files can
/// be absent, unreadable or wrong.
pub fn images(name: &str) -> Result<Split, Error> {
    if name == "digits" {
        return Ok(digits());
    }
    let family = known(name)?;
    let roots = places::roots()?;
    let under = |root: &PathBuf| places::under(root, family);
    let places: Vec<_> = roots.iter().flat_map(under).collect();
    store::load(family, &places, places::folders(name)?)
}

/// The set `mnist` or `fashion` from the files in `folder`, or in the `raw` in it.
///
/// # Errors
/// As [`images`].
pub fn images_in(name: &str, folder: &Path) -> Result<Split, Error> {
    let searched = vec![folder.to_owned()];
    store::load(known(name)?, &places::with_raw(folder), searched)
}

/// The set of coloured pictures of this name, `cifar10` or `cifar100`, which takes 740 MB of memory.
///
/// It is read from `$DATASETS_DIR/<name>` or, failing that, `datasets/cache/<name>` in the workspace, or from the folder
/// in it as which its archive unpacks ([`cifar::Cifar::places_under`]).
///
/// # Errors
/// [`Error::Unknown`] for any other name; every way in which files can be absent, unreadable or wrong.
pub fn coloured(name: &str) -> Result<Split, Error> {
    let set = cifar::set(name).ok_or_else(|| unknown(name, "cifar10 or cifar100"))?;
    let roots = places::roots()?;
    let places: Vec<_> = roots.iter().flat_map(|r| set.places_under(r)).collect();
    cifar::load(set, &places, places::folders(name)?)
}

fn known(name: &str) -> Result<&'static catalog::Family, Error> {
    catalog::family(name).ok_or_else(|| unknown(name, "digits, mnist or fashion"))
}

fn unknown(name: &str, choice: &'static str) -> Error {
    let name = name.into();
    Error::Unknown { name, choice }
}
