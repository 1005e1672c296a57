//! Lines on standard output.

use std::error::Error;
use std::io::{self, ErrorKind, Write};

/// Prints a line at once.
///
/// # Errors
/// If it cannot be written: the pipe is closed, the disk full.
pub fn line(text: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    stdout.write_all(b"\n")?;
    stdout.flush()
}

/// Whether somebody did not want to read on.
pub fn is_closed_pipe(error: &(dyn Error + 'static)) -> bool {
    let error = error.downcast_ref::<io::Error>();
    error.is_some_and(|error| error.kind() == ErrorKind::BrokenPipe)
}
