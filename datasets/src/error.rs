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
        /// The names that there are.
        choice: &'static str,
    },
    /// No photograph inside the crate goes by this name.
    NoPhoto {
        /// The name that was asked for.
        name: String,
        /// The names that there are.
        choice: String,
    },
    /// The data set is known, but its files are nowhere to be found.
    Missing {
        /// The data set: `mnist`, `fashion`, `cifar10` or `cifar100`.
        name: String,
        /// The file that was looked for first.
        file: String,
        /// The folders that were searched, in order.
        searched: Vec<PathBuf>,
        /// A file that may be the set in a form that is not read.
        unread: Option<PathBuf>,
    },
    /// The files are those of another data set.
    Foreign {
        /// The file that was noticed.
        path: PathBuf,
        /// The data set that was asked for.
        name: String,
        /// The data set whose file it is.
        other: String,
    },
    /// The folder is nowhere to be found, and has to be put there by hand.
    ByHand {
        /// The folder that was looked for.
        folder: &'static str,
        /// The archive that holds it.
        source: &'static str,
        /// The places that were searched, in order.
        searched: Vec<PathBuf>,
    },
    /// Nothing says where the data sets could be.
    Lost(place::Lost),
    /// The file exists, and the system will not let us read it.
    Unreadable {
        /// The file in question.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The system will not let us write the file or make the folder.
    Unwritable {
        /// The file or folder in question.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// No mirror gave the right bytes.
    NotFetched {
        /// The file that was asked for.
        file: String,
        /// Each address that was tried, and what was wrong there.
        attempts: Vec<(String, String)>,
        /// How many bytes are kept to continue from.
        kept: u64,
    },
    /// Another process is fetching into the same folder.
    Busy {
        /// That folder.
        folder: PathBuf,
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

    pub(crate) fn unwritable(path: &Path, source: io::Error) -> Self {
        Self::Unwritable {
            path: path.to_owned(),
            source,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { name, choice } => {
                write!(
                    f,
                    "there is no data set called `{name}` here: choose {choice}"
                )
            }
            Self::NoPhoto { name, choice } => write!(
                f,
                "there is no photograph called `{name}`: choose one of {choice}, or read a file of your own"
            ),
            Self::Missing {
                name,
                file,
                searched,
                unread,
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
                )?;
                match unread {
                    Some(path) => write!(f, " ({} is there, and is not read)", path.display()),
                    None => Ok(()),
                }
            }
            Self::Foreign { path, name, other } => write!(
                f,
                "{} is the file of `{other}`, not of `{name}`: use it with `--data {other}`, and get `{name}` with \
                 `cargo run -p datasets -- fetch {name}`",
                path.display()
            ),
            Self::ByHand {
                folder,
                source,
                searched,
            } => {
                write!(f, "there is no folder ")?;
                for (i, path) in searched.iter().enumerate() {
                    let or = if i == 0 { "" } else { " or " };
                    write!(f, "{or}{}", path.display())?;
                }
                write!(
                    f,
                    ": unpack {source} there, or set DATASETS_DIR to the folder that holds `{folder}/`"
                )
            }
            Self::Lost(lost) => write!(
                f,
                "{lost}, or set DATASETS_DIR to the folder that holds the data sets"
            ),
            Self::Unreadable { path, source } => {
                write!(
                    f,
                    "cannot read {} ({source}): {}",
                    path.display(),
                    to_read(source)
                )
            }
            Self::Unwritable { path, source } => {
                write!(
                    f,
                    "cannot write {} ({source}): {}",
                    path.display(),
                    to_write(source)
                )
            }
            Self::NotFetched {
                file,
                attempts,
                kept,
            } => {
                write!(f, "{file} could not be fetched:")?;
                for (url, reason) in attempts {
                    write!(f, "\n  {url}: {reason}")?;
                }
                match kept {
                    0 => write!(f, "\ntry again later, or name another place with --mirror"),
                    kept => write!(
                        f,
                        "\n{kept} bytes are kept: give the same command again to continue"
                    ),
                }
            }
            Self::Busy { folder } => write!(
                f,
                "another fetch is at work in {}: wait until it is done",
                folder.display()
            ),
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
            Self::Unreadable { source, .. } | Self::Unwritable { source, .. } => Some(source),
            _ => None,
        }
    }
}

/// What to do when something cannot be read.
fn to_read(source: &io::Error) -> &'static str {
    match source.kind() {
        io::ErrorKind::PermissionDenied => {
            "give yourself the right to read it, or bring a copy of your own"
        }
        io::ErrorKind::NotFound => "it went away just now; try again",
        _ => "see that the disk is in order, or bring a copy on another",
    }
}

/// What to do when something cannot be written.
fn to_write(source: &io::Error) -> &'static str {
    use io::ErrorKind::{
        AlreadyExists, FileTooLarge, NotADirectory, PermissionDenied, QuotaExceeded,
        ReadOnlyFilesystem, StorageFull,
    };
    match source.kind() {
        PermissionDenied | ReadOnlyFilesystem => {
            "choose a folder in which you may write: data go to DATASETS_DIR, temporary files to TMPDIR (TEMP on Windows)"
        }
        StorageFull | QuotaExceeded | FileTooLarge => {
            "make room, or choose another disk: data go to DATASETS_DIR, temporary files to TMPDIR (TEMP on Windows)"
        }
        AlreadyExists | NotADirectory => "something else lies in its place; move that away",
        _ => {
            "choose another folder: data go to DATASETS_DIR, temporary files to TMPDIR (TEMP on Windows)"
        }
    }
}
