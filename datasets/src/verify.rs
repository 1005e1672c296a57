//! Is a file on disk the very file that was published?

use std::fs;
use std::io::{self, BufReader, Seek};
use std::path::Path;

use crate::catalog::{Digest, File};
use crate::cifar::{Archive, Batch, Cifar, records};
use crate::csv;
use crate::identity::{Hasher, sha256};
use crate::idx::{self, Fault};

/// How sure we are of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// Its SHA-256 is the published one.
    Checksum,
    /// It has the right form; no checksum of this form of the file has been published.
    Form,
}

/// Checks the form of the file at `path`, then its SHA-256 where one is known.
pub fn verify(path: &Path, file: &File) -> Result<Trust, Fault> {
    if !fs::metadata(path).map_err(Fault::Read)?.is_file() {
        return Err(Fault::Contents("is not a file".into()));
    }
    let mut source = fs::File::open(path).map_err(Fault::Read)?;
    let mut plain = Hasher::default();
    let mut reader = BufReader::new(&source);
    let gzipped = idx::is_gzipped(&mut reader).map_err(Fault::Read)?;
    idx::check(reader, file, &mut plain)?;

    let (found, expected) = match file.digest {
        Digest::Plain(expected) => (plain.hex(), expected),
        Digest::Gzipped(_) if !gzipped => return Ok(Trust::Form),
        Digest::Gzipped(expected) => {
            let mut packed = Hasher::default();
            source.rewind().map_err(Fault::Read)?;
            io::copy(&mut source, &mut packed).map_err(Fault::Read)?;
            (packed.hex(), expected)
        }
    };
    compare(&found, expected)
}

/// Checks a table of both, and the SHA-256 of the file that it was made from where one is known: of its pictures if `index`
/// is 0, of its labels if it is 1.
pub fn verify_table(path: &Path, files: [&File; 2], index: usize) -> Result<Trust, Fault> {
    let table = BufReader::new(fs::File::open(path).map_err(Fault::Read)?);
    let (mut images, mut labels) = (Hasher::default(), Hasher::default());
    csv::unpack(table, files, [&mut images, &mut labels])?;
    let found = [images, labels].map(Hasher::hex);
    match files[index].digest {
        Digest::Plain(expected) => compare(&found[index], expected),
        Digest::Gzipped(_) => Ok(Trust::Form),
    }
}

/// Checks the form of a file of CIFAR, then its SHA-256.
pub fn verify_batch(path: &Path, set: &Cifar, batch: &Batch) -> Result<Trust, Fault> {
    let source = BufReader::with_capacity(1 << 16, records::open(set, batch, path)?);
    records::read(set, batch, source, &mut |_, _| {})?;
    compare(&sha256(path).map_err(Fault::Read)?, batch.sha256)
}

/// Checks the SHA-256 of an archive.
pub fn verify_archive(path: &Path, archive: &Archive) -> Result<Trust, Fault> {
    let about = fs::metadata(path).map_err(Fault::Read)?;
    if !about.is_file() {
        return Err(Fault::Contents("is not a file".into()));
    }
    if about.len() != archive.size {
        return Err(Fault::Contents(format!(
            "has {} bytes, and {} are expected",
            about.len(),
            archive.size
        )));
    }
    compare(&sha256(path).map_err(Fault::Read)?, archive.sha256)
}

fn compare(found: &str, expected: &str) -> Result<Trust, Fault> {
    if found == expected {
        return Ok(Trust::Checksum);
    }
    Err(Fault::Contents(format!(
        "has the SHA-256 {found}, and {expected} is expected"
    )))
}
