//! A set of the MNIST family as a table of text: a label and 784 shades a line, as on Kaggle. It becomes the two IDX
//! files that it was made from.

use std::io::{BufRead, Read, Write};

use crate::catalog::{File, SIDE};
use crate::idx::{Fault, looks_like_a_web_page};

/// The numbers in a line.
const NUMBERS: usize = 1 + (SIDE * SIDE) as usize;
/// The most bytes in a line: three digits and a comma each would be 3,140.
const LONGEST: u64 = 8192;

/// Writes the pictures and the labels of a table as IDX files. The first line may name the columns.
///
/// Never more than a line is held, and never more is read than the table may have.
///
/// # Errors
/// Anything but the number of lines that `images` has pictures, of 785 numbers from 0 to 255 each, the first of them 0 to 9.
pub fn unpack(
    mut table: impl BufRead,
    [images, labels]: [&File; 2],
    [pixels, classes]: [&mut dyn Write; 2],
) -> Result<(), Fault> {
    for (file, sink) in [(images, &mut *pixels), (labels, &mut *classes)] {
        let header = file.header();
        let header: Vec<u8> = header.iter().flat_map(|n| n.to_be_bytes()).collect();
        sink.write_all(&header).map_err(Fault::Write)?;
    }
    let mut rows = 0;
    let mut line = Vec::new();
    for number in 1_u64.. {
        line.clear();
        let mut limited = (&mut table).take(LONGEST);
        if limited.read_until(b'\n', &mut line).map_err(Fault::Read)? == 0 {
            break;
        }
        if number == 1 && is_title(&line)? || line.trim_ascii().is_empty() {
            continue;
        }
        if line.len() as u64 == LONGEST {
            return wrong(format!(
                "has a line of more than {LONGEST} bytes: line {number}"
            ));
        }
        if rows == images.count {
            let count = images.count;
            return wrong(format!(
                "goes on after the {count} pictures that it may have"
            ));
        }
        let row = row(&line).map_err(|what| Fault::Contents(format!("{what} in line {number}")))?;
        classes.write_all(&row[..1]).map_err(Fault::Write)?;
        pixels.write_all(&row[1..]).map_err(Fault::Write)?;
        rows += 1;
    }
    if rows == images.count {
        return Ok(());
    }
    wrong(format!(
        "has {rows} pictures, and {} are expected (is it truncated, or is it the other part?)",
        images.count
    ))
}

/// Whether the first line names the columns.
fn is_title(line: &[u8]) -> Result<bool, Fault> {
    if looks_like_a_web_page(line) {
        return wrong("is a web page, not data".into());
    }
    if line.starts_with(b"PK\x03\x04") || line.starts_with(&[0x1f, 0x8b]) {
        return wrong("is packed: unpack it first".into());
    }
    Ok(line
        .trim_ascii_start()
        .first()
        .is_some_and(|b| !b.is_ascii_digit()))
}

/// The numbers of a line, or what is wrong with it as the beginning of a clause.
fn row(line: &[u8]) -> Result<Vec<u8>, String> {
    let number = |text: &[u8]| -> Result<u8, String> {
        let text = String::from_utf8_lossy(text);
        let text = text.trim();
        text.parse().map_err(|_| {
            format!(
                "has `{}` where a number from 0 to 255 is expected",
                shown(text)
            )
        })
    };
    let row: Vec<u8> = line
        .split(|&byte| byte == b',')
        .map(number)
        .collect::<Result<_, _>>()?;
    if row.len() != NUMBERS {
        let count = row.len();
        return Err(format!("has {count} numbers, and {NUMBERS} are expected,"));
    }
    match row[0] {
        0..=9 => Ok(row),
        label => Err(format!(
            "has the label {label}, and labels run from 0 to 9,"
        )),
    }
}

/// A piece of a line, short and printable.
fn shown(text: &str) -> String {
    let printable = text.chars().map(|c| if c.is_control() { '?' } else { c });
    printable.take(20).collect()
}

fn wrong<T>(problem: String) -> Result<T, Fault> {
    Err(Fault::Contents(problem))
}
