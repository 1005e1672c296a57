//! Is this stream of bytes the file of CIFAR we expect? Its pictures are read one at a time: a label, or two, and then the
//! red, the green and the blue of 32×32 pixels. The file has no header, so its length says how many there are.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use super::{Batch, Cifar, names};
use crate::idx::{Fault, looks_like_a_web_page};

/// Opens a file whose length is right.
pub(crate) fn open(set: &Cifar, batch: &Batch, path: &Path) -> Result<fs::File, Fault> {
    // Asked before it is opened: opening a pipe would wait for somebody to write to it.
    let about = fs::metadata(path).map_err(Fault::Read)?;
    if !about.is_file() {
        return contents("is not a file".into());
    }
    let mut file = fs::File::open(path).map_err(Fault::Read)?;
    if about.len() != set.size(batch) {
        let mut start = Vec::new();
        let read = (&mut file).take(64).read_to_end(&mut start);
        read.map_err(Fault::Read)?;
        return contents(wrong_length(set, batch, about.len(), &start));
    }
    Ok(file)
}

/// What a file of the wrong length is.
fn wrong_length(set: &Cifar, batch: &Batch, length: u64, start: &[u8]) -> String {
    let record = set.record() as u64;
    if start.is_empty() {
        "is empty".into()
    } else if looks_like_a_web_page(start) {
        "is a web page, not data".into()
    } else if start.starts_with(&[0x1f, 0x8b]) || start.starts_with(b"PK\x03\x04") {
        "is packed: it has to be unpacked first".into()
    } else if !length.is_multiple_of(record) {
        format!(
            "has {length} bytes, which is no multiple of the {record} of a picture with its label: \
             {} are expected (is it truncated, or another set's?)",
            set.size(batch)
        )
    } else {
        format!(
            "holds {} pictures, and {} are expected",
            length / record,
            batch.count
        )
    }
}

/// Reads a stream to its end and hands out each picture: its label, and its 3,072 bytes.
///
/// No more than a picture is held, and no more is read than the file may have, plus one byte.
///
/// # Errors
/// If it has another number of pictures, or a label that there is not.
pub fn read(
    set: &Cifar,
    batch: &Batch,
    mut stream: impl Read,
    picture: &mut dyn FnMut(u8, &[u8]),
) -> Result<(), Fault> {
    let mut record = vec![0; set.record()];
    for number in 0..batch.count {
        let filled = fill(&mut stream, &mut record)?;
        if filled < record.len() {
            return contents(format!(
                "is truncated: it ends after {filled} bytes of picture {number}, and {} pictures are expected",
                batch.count
            ));
        }
        let (labels, pixels) = record.split_at(set.labels());
        let label = label(set, labels)
            .map_err(|problem| Fault::Contents(format!("has {problem} at picture {number}")))?;
        picture(label, pixels);
    }
    if fill(&mut stream, &mut [0])? > 0 {
        let count = batch.count;
        return contents(format!(
            "goes on after the {count} pictures that it may have"
        ));
    }
    Ok(())
}

/// The class that the bytes before a picture name, or what is wrong with them.
fn label(set: &Cifar, labels: &[u8]) -> Result<u8, String> {
    let last = set.classes.len() - 1;
    let class = labels[labels.len() - 1];
    if usize::from(class) > last {
        return Err(format!(
            "the label {class}, and labels run from 0 to {last},"
        ));
    }
    if set.grouped {
        let group = usize::from(labels[0]);
        let own = names::group(class.into());
        if own != Some(group) {
            return Err(format!(
                "the coarse label {group} beside the fine label {class}, which go not together,"
            ));
        }
    }
    Ok(class)
}

/// Fills `piece` as far as the stream goes, and says how far.
fn fill(stream: &mut impl Read, piece: &mut [u8]) -> Result<usize, Fault> {
    let mut filled = 0;
    while filled < piece.len() {
        match stream.read(&mut piece[filled..]) {
            Ok(0) => break,
            Ok(n) => filled += n,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(Fault::Read(e)),
        }
    }
    Ok(filled)
}

fn contents<T>(problem: String) -> Result<T, Fault> {
    Err(Fault::Contents(problem))
}
