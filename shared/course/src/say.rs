//! Standard output. Who reads with `head` has read enough when it closes: that ends the program quietly. Any other
//! refusal, a full disk for instance, ends it with a word and a code.

use std::fmt::Arguments;
use std::io::{ErrorKind, Write, stdout};
use std::process::exit;

/// Writes a line to standard output, as `println!` does, and never panics.
macro_rules! say {
    ($($text:tt)*) => { $crate::say::line(format_args!($($text)*)) };
}
pub(crate) use say;

/// The line that [`say!`] writes.
pub(crate) fn line(text: Arguments) {
    let written = writeln!(stdout().lock(), "{text}");
    match written.map_err(|error| (error.kind(), error)) {
        Ok(()) => {}
        Err((ErrorKind::BrokenPipe, _)) => exit(0),
        Err((_, error)) => {
            complain(&format!("cannot write to standard output: {error}"));
            exit(1)
        }
    }
}

/// A line on standard error; nobody is left to tell if that is closed, too.
pub(crate) fn complain(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}
