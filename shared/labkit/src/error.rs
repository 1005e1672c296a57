use std::fmt;
use std::io::{self, ErrorKind, Write};
use std::path::Path;
use std::process::ExitCode;

use crate::about::short;

/// What a lesson's own functions return.
pub type Result<T> = std::result::Result<T, Error>;

/// Something went wrong outside the program's control: a message, and what to do about it.
///
/// Every `std` error turns into one with `?`. Mistakes of the programmer panic instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    message: String,
    remedy: Option<String>,
    code: u8,
}

impl Error {
    /// An error that says `message`.
    pub fn new(message: impl Into<String>) -> Self {
        Error {
            message: message.into(),
            remedy: None,
            code: 1,
        }
    }

    /// The same for something that did not go wrong, but was asked for: a program ends with this code, which says so.
    pub fn code(mut self, code: u8) -> Self {
        self.code = code;
        self
    }

    /// What happened, without the remedy.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Says it on standard error, if that is still there; the code that the program ends with.
    pub(crate) fn report(&self) -> ExitCode {
        let kind = if self.code == 1 { "error: " } else { "" };
        let _ = writeln!(io::stderr(), "{kind}{self}");
        ExitCode::from(self.code)
    }

    /// The same error, with a sentence that says what to do.
    pub fn remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = Some(remedy.into());
        self
    }
}

/// The error of a file that could not be written.
pub(crate) fn cannot_write(path: &Path, error: &io::Error) -> Error {
    Error::new(format!("cannot write {}: {error}", short(path))).remedy(format!(
        "{}choose another directory with --out",
        in_its_place(error.kind())
    ))
}

/// What would help where the file was to lie, if anything would.
fn in_its_place(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "make room on its disk, or ",
        ErrorKind::PermissionDenied => "see that its folder may be written to, or ",
        ErrorKind::IsADirectory => "move the folder that lies there, or ",
        ErrorKind::NotADirectory | ErrorKind::AlreadyExists => {
            "move the file that lies where a folder should be, or "
        }
        ErrorKind::NotFound => "see that its folder exists, or ",
        _ => "",
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.remedy {
            Some(remedy) => write!(f, "\n  remedy: {remedy}"),
            None => Ok(()),
        }
    }
}

// `Error` itself is no `std::error::Error`, or this blanket conversion would overlap with `From<T> for T`.
impl<E: std::error::Error> From<E> for Error {
    fn from(error: E) -> Self {
        let mut message = error.to_string();
        let mut source = error.source();
        while let Some(cause) = source {
            let text = cause.to_string();
            // Many errors already repeat their cause in their own message.
            if !message.contains(&text) {
                message = format!("{message}: {text}");
            }
            source = cause.source();
        }
        Error::new(message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_std_error_becomes_ours_and_keeps_its_text() {
        fn parse() -> Result<i32> {
            Ok("seven".parse::<i32>()?)
        }
        assert_eq!(
            parse().unwrap_err().to_string(),
            "invalid digit found in string"
        );
    }

    #[test]
    fn the_remedy_fits_what_is_wrong() {
        let said = |kind| cannot_write(Path::new("page"), &io::Error::from(kind)).to_string();
        for (kind, words) in [
            (ErrorKind::StorageFull, "make room"),
            (ErrorKind::PermissionDenied, "may be written to"),
            (ErrorKind::NotADirectory, "where a folder should be"),
        ] {
            let error = said(kind);
            assert!(error.contains(words) && error.contains("--out"), "{error}");
        }
        for kind in [ErrorKind::ReadOnlyFilesystem, ErrorKind::InvalidFilename] {
            let error = said(kind);
            assert!(
                error.ends_with("remedy: choose another directory with --out"),
                "{error}"
            );
        }
    }

    #[test]
    fn the_remedy_follows_the_message() {
        let error = Error::new("no such file").remedy("fetch it first");
        assert_eq!(error.to_string(), "no such file\n  remedy: fetch it first");
    }
}
