//! Film reviews, each with the verdict of whoever wrote it: the folder `aclImdb` of Maas and others, 2011.

use std::fs;
use std::path::{Path, PathBuf};

use crate::{Error, places};

/// The name of the folder in the archive.
pub const FOLDER: &str = "aclImdb";

/// Where its authors offer the archive.
pub const SOURCE: &str = "https://ai.stanford.edu/~amaas/data/sentiment/aclImdb_v1.tar.gz";

/// Whose work it is.
pub const CREDIT: &str = "A. L. Maas, R. E. Daly, P. T. Pham, D. Huang, A. Y. Ng, C. Potts: Learning Word Vectors for Sentiment Analysis, ACL 2011";

/// On which terms it may be used.
pub const TERMS: &str =
    "the texts are their writers' on IMDb; offered for research, with a request to cite the paper";

/// What to do if the folder is not in order.
const REMEDY: &str = "unpack the archive anew";

/// One review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// As it was written, with the odd `<br />` in it.
    pub text: String,
    /// Whether it praises.
    pub positive: bool,
}

/// Reviews to learn from and reviews to test on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reviews {
    /// To learn from; those that praise come first.
    pub train: Vec<Review>,
    /// To test on; those that praise come first.
    pub test: Vec<Review>,
}

/// The reviews of `aclImdb`, from `$DATASETS_DIR/aclImdb` or, failing that, `datasets/cache/aclImdb` in the workspace.
///
/// # Errors
/// [`Error::ByHand`] if the folder is nowhere to be found; otherwise as [`places::folders`] and [`reviews_in`].
pub fn reviews() -> Result<Reviews, Error> {
    let searched = places::folders(FOLDER)?;
    match searched.iter().find(|folder| folder.is_dir()) {
        Some(folder) => reviews_in(folder),
        None => Err(Error::ByHand {
            folder: FOLDER,
            source: SOURCE,
            searched,
        }),
    }
}

/// The reviews in `folder`, which holds `train/pos`, `train/neg`, `test/pos` and `test/neg`, with one text file for
/// each review. They come in the order of their files' names.
///
/// # Errors
/// If a folder is absent or holds no `.txt`, or a file is empty, not UTF-8 or cannot be read.
pub fn reviews_in(folder: &Path) -> Result<Reviews, Error> {
    let part = |name: &str| -> Result<Vec<Review>, Error> {
        let folder = folder.join(name);
        let mut all = verdicts(&folder.join("pos"), true)?;
        all.extend(verdicts(&folder.join("neg"), false)?);
        Ok(all)
    };
    Ok(Reviews {
        train: part("train")?,
        test: part("test")?,
    })
}

/// The reviews of one folder, which all say the same.
fn verdicts(folder: &Path, positive: bool) -> Result<Vec<Review>, Error> {
    if !folder.is_dir() {
        return Err(wrong(folder, "is not there, or is no folder"));
    }
    let unreadable = |source| Error::unreadable(folder, source);
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|end| end == "txt") {
            paths.push(path);
        }
    }
    if paths.is_empty() {
        return Err(wrong(folder, "holds no review (no file that ends in .txt)"));
    }
    // Folders list their files in any order they like.
    paths.sort();
    let read = |path: PathBuf| review(&path, positive);
    paths.into_iter().map(read).collect()
}

fn review(path: &Path, positive: bool) -> Result<Review, Error> {
    let bytes = fs::read(path).map_err(|source| Error::unreadable(path, source))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        wrong(path, &format!("is not UTF-8 text (at byte {at})"))
    })?;
    if text.trim().is_empty() {
        return Err(wrong(path, "is empty"));
    }
    Ok(Review { text, positive })
}

fn wrong(path: &Path, problem: &str) -> Error {
    Error::Malformed {
        path: path.to_owned(),
        problem: problem.to_string(),
        remedy: REMEDY.to_string(),
    }
}
