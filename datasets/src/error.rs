use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// What can go wrong between the name of a data set and its numbers.
///
/// Every variant prints as one or two sentences: what is wrong, where, and what to do about it.
#[derive(Debug)]
pub enum Error {
    /// No data set goes by this name.
    Unknown {
        /// The name that was asked for.
        name: String,
    },
    /// The data set is known, but its files are nowhere to be found.
    Missing {
        /// The data set: `mnist` or `fashion`.
        name: String,
        /// The file that was looked for first.
        file: String,
        /// The folders that were searched, in order.
        searched: Vec<PathBuf>,
    },
    /// The file exists, and the system will not let us read it (or write its unpacked copy).
    Unreadable {
        /// The file in question.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file can be read, and is not what it should be.
    Malformed {
        /// The file in question.
        path: PathBuf,
        /// What is wrong with it, as a full clause.
        problem: String,
        /// What to do about it.
        remedy: String,
    },
}

impl Error {
    pub(crate) fn unreadable(path: &Path, source: io::Error) -> Self {
        Self::Unreadable {
            path: path.to_owned(),
            source,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { name } => write!(
                f,
                "there is no data set called `{name}`: choose digits, mnist or fashion"
            ),
            Self::Missing {
                name,
                file,
                searched,
            } => {
                write!(f, "{file} of the data set `{name}` was not found in ")?;
                for (i, folder) in searched.iter().enumerate() {
                    let or = if i == 0 { "" } else { " or " };
                    write!(f, "{or}{}", folder.display())?;
                }
                write!(
                    f,
                    ": download it with `cargo run -p datasets -- fetch {name}`, \
                     or set DATASETS_DIR to the folder that holds `{name}/`"
                )
            }
            Self::Unreadable { path, source } => {
                write!(f, "cannot read {}: {source}", path.display())
            }
            Self::Malformed {
                path,
                problem,
                remedy,
            } => write!(f, "{} {problem}: {remedy}", path.display()),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Unreadable { source, .. } => Some(source),
            _ => None,
        }
    }
}
