use std::fmt;
use std::io;
use std::path::Path;

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
}

impl Error {
    /// An error that says `message`.
    pub fn new(message: impl Into<String>) -> Self {
        Error {
            message: message.into(),
            remedy: None,
        }
    }

    /// The same error, with a sentence that says what to do.
    pub fn remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = Some(remedy.into());
        self
    }
}

/// The error of a file that could not be written.
pub(crate) fn cannot_write(path: &Path, error: &io::Error) -> Error {
    Error::new(format!("cannot write {}: {error}", short(path)))
        .remedy("make room for it there, or choose another directory with --out")
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
    fn the_remedy_follows_the_message() {
        let error = Error::new("no such file").remedy("fetch it first");
        assert_eq!(error.to_string(), "no such file\n  remedy: fetch it first");
    }
}
