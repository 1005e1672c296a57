//! What is said and what is understood: lines on standard output, numbers on the command line.

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

/// Reads a whole number from 1 to `most`.
pub fn count_to(most: usize) -> impl Fn(&str) -> Result<usize, String> + Clone + Send + Sync {
    move |text| {
        let number = text.parse().ok();
        number
            .filter(|number| (1..=most).contains(number))
            .ok_or_else(|| format!("it takes a whole number from 1 to {most}"))
    }
}

/// Reads seconds: more than none, an hour at most.
pub fn seconds(text: &str) -> Result<f64, String> {
    let number = text.parse().ok();
    number
        .filter(|&number: &f64| number > 0.0 && number <= 3600.0)
        .ok_or_else(|| "it takes seconds, above 0 and at most 3600".to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_without_sense_are_refused() {
        for text in ["0", "-1", "11", "1e1", "18446744073709551615", ""] {
            let error = count_to(10)(text).expect_err(text);
            assert_eq!(error, "it takes a whole number from 1 to 10");
        }
        assert_eq!([count_to(10)("1"), count_to(10)("10")], [Ok(1), Ok(10)]);
        for text in ["0", "-1", "NaN", "inf", "3601", ""] {
            seconds(text).expect_err(text);
        }
        assert_eq!(seconds("0.01"), Ok(0.01));
    }
}
