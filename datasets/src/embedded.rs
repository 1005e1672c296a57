//! Reading the tables that are compiled into the crate. They cannot be bad at run time: a test
//! reads each of them, and a failure here is a mistake in the crate.

use std::io::Read;

use flate2::read::GzDecoder;

/// The rows of a gzipped table of numbers.
pub(crate) fn table(gz: &[u8], separator: char) -> Vec<Vec<f64>> {
    let mut text = String::new();
    GzDecoder::new(gz)
        .read_to_string(&mut text)
        .expect("an embedded table unpacks");
    text.lines()
        .map(|line| {
            line.split(separator)
                .map(|number| number.trim().parse().expect("an embedded table is numeric"))
                .collect()
        })
        .collect()
}
