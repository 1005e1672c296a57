//! Is a file on disk the very file that was published?

use std::fs;
use std::io::{self, BufReader, Seek, Write};
use std::path::Path;

use sha2::{Digest as _, Sha256};

use crate::catalog::{Digest, File};
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
    if found == expected {
        Ok(Trust::Checksum)
    } else {
        Err(Fault::Contents(format!(
            "has the SHA-256 {found}, and {expected} is expected"
        )))
    }
}

/// Hashes what is written to it.
#[derive(Default)]
struct Hasher(Sha256);

impl Hasher {
    fn hex(self) -> String {
        let digest = self.0.finalize();
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl Write for Hasher {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        self.0.update(piece);
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
