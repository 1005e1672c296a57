use std::io::{self, Write};

/// Prints a line. A reader who has gone, as in `| true`, is no error.
///
/// # Errors
/// When it cannot be written: the disk is full, say.
pub fn say(line: &str) -> Result<(), String> {
    let mut out = io::stdout();
    match writeln!(out, "{line}").and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(format!("cannot print: {error}"))
        }
        _ => Ok(()),
    }
}

/// Prints a line on the standard error, if somebody takes it.
pub fn complain(line: &str) {
    // There is nowhere left to say that nobody listens.
    let _ = writeln!(io::stderr(), "{line}");
}
