//! A text in one file, which comes from outside: Shakespeare's plays, as char-rnn and nanoGPT learn them.

use std::fs;
use std::io::{self, BufReader, Read, Write};
use std::path::{Path, PathBuf};

use flate2::bufread::MultiGzDecoder;

use crate::identity::Hasher;
use crate::idx::{Fault, is_gzipped};
use crate::{Error, places};

/// A text, and how to know that it is the right one.
#[derive(Debug)]
pub struct Plays {
    /// The name of the folder.
    pub name: &'static str,
    /// The name of the plain file.
    pub file: &'static str,
    /// Its size in bytes.
    pub size: u64,
    /// Its SHA-256, in hexadecimal.
    pub sha256: &'static str,
    /// Places that serve it; its address is mirror + file.
    pub mirrors: &'static [&'static str],
}

/// 1,115,394 letters of 65 kinds.
pub static SHAKESPEARE: Plays = Plays {
    name: "shakespeare",
    file: "input.txt",
    size: 1_115_394,
    sha256: "86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed",
    mirrors: &["https://raw.githubusercontent.com/karpathy/char-rnn/master/data/tinyshakespeare/"],
};

/// Who wrote it, and who put it together.
pub const CREDIT: &str = "W. Shakespeare; put together by A. Karpathy: char-rnn, 2015";

/// On which terms it may be used.
pub const TERMS: &str = "public domain";

/// The plays, from `$DATASETS_DIR/shakespeare` or, failing that, `datasets/cache/shakespeare` in the workspace, gzipped or plain.
///
/// # Errors
/// [`Error::Missing`] if they are nowhere to be found; [`Error::Malformed`] if they are others.
pub fn shakespeare() -> Result<String, Error> {
    let searched = places::folders(SHAKESPEARE.name)?;
    match searched.iter().find_map(|folder| SHAKESPEARE.find(folder)) {
        Some(path) => SHAKESPEARE.read(&path),
        None => Err(Error::Missing {
            name: SHAKESPEARE.name.into(),
            file: SHAKESPEARE.file.into(),
            searched,
            unread: None,
        }),
    }
}

impl Plays {
    /// The file in this folder, plain or gzipped.
    pub fn find(&self, folder: &Path) -> Option<PathBuf> {
        let packed = format!("{}.gz", self.file);
        let mut paths = [self.file, &packed]
            .map(|name| folder.join(name))
            .into_iter();
        paths.find(|path| path.exists())
    }

    /// The text of this file.
    ///
    /// # Errors
    /// If it cannot be read, or is another.
    pub fn read(&self, path: &Path) -> Result<String, Error> {
        self.checked(path).map_err(|fault| match fault {
            Fault::Read(e) | Fault::Write(e) => Error::unreadable(path, e),
            Fault::Contents(problem) => Error::Malformed {
                path: path.to_owned(),
                problem,
                remedy: format!(
                    "move it away and fetch a good copy with `cargo run -p datasets -- fetch {}`",
                    self.name
                ),
            },
        })
    }

    /// The same, with what is wrong.
    ///
    /// # Errors
    /// If it cannot be read, or is another.
    pub fn checked(&self, path: &Path) -> Result<String, Fault> {
        let bytes = unpacked(path, self.size + 1)?;
        let mut hasher = Hasher::default();
        hasher.write_all(&bytes).map_err(Fault::Read)?;
        let found = hasher.hex();
        let text = String::from_utf8(bytes)
            .ok()
            .filter(|_| found == self.sha256);
        text.ok_or_else(|| {
            Fault::Contents(format!(
                "is another text: its SHA-256 is not {}",
                self.sha256
            ))
        })
    }
}

/// The first `most` bytes of a file, of what is in it if it is gzipped.
pub(crate) fn unpacked(path: &Path, most: u64) -> Result<Vec<u8>, Fault> {
    if !fs::metadata(path).map_err(Fault::Read)?.is_file() {
        return Err(Fault::Contents("is not a file".into()));
    }
    let mut source = BufReader::new(fs::File::open(path).map_err(Fault::Read)?);
    let mut bytes = Vec::new();
    let read = match is_gzipped(&mut source).map_err(Fault::Read)? {
        true => MultiGzDecoder::new(source)
            .take(most)
            .read_to_end(&mut bytes),
        false => source.take(most).read_to_end(&mut bytes),
    };
    read.map_err(|e| match e.kind() {
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => {
            Fault::Contents(format!("is damaged ({e})"))
        }
        _ => Fault::Read(e),
    })?;
    Ok(bytes)
}
