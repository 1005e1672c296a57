use std::io::{self, Write};

/// Prints a line. A reader who has gone, as in `| true`, is no error.
///
/// # Errors
/// When it cannot be written: the disk is full, say.
pub fn say(line: &str) -> Result<(), String> {
    say_to(&mut io::stdout(), line)
}

fn say_to(out: &mut impl Write, line: &str) -> Result<(), String> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::ErrorKind;

    /// What cannot be written to.
    struct Wall(ErrorKind);

    impl Write for Wall {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Err(self.0.into())
        }
    }

    #[test]
    fn a_reader_who_has_gone_is_no_error_and_a_full_disk_is() {
        assert_eq!(say_to(&mut Wall(ErrorKind::BrokenPipe), "built"), Ok(()));
        let full = say_to(&mut Wall(ErrorKind::StorageFull), "built");
        assert!(full.is_err_and(|error| error.starts_with("cannot print: ")));
    }
}
