//! Is this stream of bytes the IDX file we expect? Everything is checked before anything is
//! believed: no memory is reserved because a header says so, and no more is unpacked than the
//! file we expect can hold, plus one byte.
//!
//! The format: big-endian numbers of four bytes (magic `0x08` `dimensions`, then each dimension),
//! then the bytes themselves.

use std::fmt;
use std::io::{self, BufRead, Read, Write};

use flate2::bufread::MultiGzDecoder;

use crate::catalog::{File, Kind, SIDE};

/// Why a stream was refused.
#[derive(Debug)]
pub enum Fault {
    /// The source could not be read.
    Read(io::Error),
    /// The copy could not be written.
    Write(io::Error),
    /// The contents are wrong. The text completes "The file …".
    Contents(String),
}

/// Completes "The file …".
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read(e) => write!(f, "cannot be read ({e})"),
            Self::Write(e) => write!(f, "cannot be unpacked ({e})"),
            Self::Contents(problem) => f.write_str(problem),
        }
    }
}

/// Whether a stream is gzipped, told by its first bytes, not by its name: browsers unpack files
/// and keep the `.gz`, or the other way round.
pub fn is_gzipped(stream: &mut impl BufRead) -> io::Result<bool> {
    Ok(stream.fill_buf()?.starts_with(&[0x1f, 0x8b]))
}

/// Reads a stream to its end, unpacking it if it is gzipped, and copies the plain bytes to `sink`.
///
/// At most `file.size()` bytes reach the sink.
pub fn check(mut stream: impl BufRead, file: &File, sink: &mut impl Write) -> Result<(), Fault> {
    if is_gzipped(&mut stream).map_err(Fault::Read)? {
        check_plain(MultiGzDecoder::new(stream), file, sink).map_err(explain_gzip)
    } else {
        check_plain(stream, file, sink)
    }
}

/// Reads no more than the header of a stream, unpacking it if it is gzipped, and refuses what [`check`] would refuse in it.
pub fn check_start(mut stream: impl BufRead, file: &File) -> Result<(), Fault> {
    if is_gzipped(&mut stream).map_err(Fault::Read)? {
        let mut plain = MultiGzDecoder::new(stream);
        check_header(&mut plain, file).map_err(explain_gzip)?;
    } else {
        check_header(&mut stream, file)?;
    }
    Ok(())
}

fn check_plain(stream: impl Read, file: &File, sink: &mut impl Write) -> Result<(), Fault> {
    // One byte more than there should be, to see whether there is more.
    let mut stream = stream.take(file.size() + 1);
    let header = check_header(&mut stream, file)?;
    sink.write_all(&header).map_err(Fault::Write)?;

    let mut seen = header.len() as u64;
    let mut piece = vec![0; 1 << 16];
    loop {
        let n = match stream.read(&mut piece) {
            Ok(n) => n,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
            Err(e) => return Err(Fault::Read(e)),
        };
        if n == 0 {
            break;
        }
        if file.kind == Kind::Labels {
            check_labels(&piece[..n], seen - header.len() as u64)?;
        }
        seen += n as u64;
        if seen > file.size() {
            return contents(format!(
                "goes on after the {} bytes that its header promises",
                file.size()
            ));
        }
        sink.write_all(&piece[..n]).map_err(Fault::Write)?;
    }
    if seen < file.size() {
        return contents(format!(
            "is truncated: it has {seen} bytes, and its header promises {}",
            file.size()
        ));
    }
    Ok(())
}

/// Reads the header, compares each number with what it must be, and hands its bytes back.
fn check_header(stream: &mut impl Read, file: &File) -> Result<Vec<u8>, Fault> {
    let expected = file.header();
    let mut bytes = Vec::new();
    stream
        .take(4 * expected.len() as u64)
        .read_to_end(&mut bytes)
        .map_err(Fault::Read)?;
    if bytes.is_empty() {
        return contents("is empty".into());
    }
    if looks_like_a_web_page(&bytes) {
        return contents("is a web page, not data".into());
    }
    let (numbers, _) = bytes.as_chunks::<4>();
    let numbers: Vec<u32> = numbers.iter().map(|&n| u32::from_be_bytes(n)).collect();
    if let Some(&magic) = numbers.first() {
        check_magic(magic, file)?;
    }
    if bytes.len() < 4 * expected.len() {
        return contents(format!(
            "is truncated: it ends inside its header, after {} bytes",
            bytes.len()
        ));
    }
    let what = match file.kind {
        Kind::Images => "images",
        Kind::Labels => "labels",
    };
    if numbers[1] != file.count {
        return contents(format!(
            "declares {} {what}, and {} are expected (are the training and the test file swapped?)",
            numbers[1], file.count
        ));
    }
    if numbers[2..] != expected[2..] {
        return contents(format!(
            "declares images of {}×{} pixels, and {SIDE}×{SIDE} are expected",
            numbers[2], numbers[3]
        ));
    }
    Ok(bytes)
}

fn check_magic(magic: u32, file: &File) -> Result<(), Fault> {
    match (magic, file.kind) {
        (0x803, Kind::Images) | (0x801, Kind::Labels) => Ok(()),
        (0x801, Kind::Images) => {
            contents("holds labels where images are expected (are the two files swapped?)".into())
        }
        (0x803, Kind::Labels) => {
            contents("holds images where labels are expected (are the two files swapped?)".into())
        }
        _ if magic >> 16 == 0x1f8b => contents("is gzipped twice".into()),
        _ => contents(format!(
            "is no IDX file of this kind: its magic number is {magic:#010x}, and {:#010x} is expected",
            file.header()[0]
        )),
    }
}

fn check_labels(labels: &[u8], before: u64) -> Result<(), Fault> {
    match labels.iter().position(|&label| label > 9) {
        Some(i) => contents(format!(
            "has the label {} at position {}, and labels run from 0 to 9",
            labels[i],
            before + i as u64
        )),
        None => Ok(()),
    }
}

/// Whether data begins like HTML or XML: what a log-in page or an error page sends instead.
pub fn looks_like_a_web_page(start: &[u8]) -> bool {
    start.trim_ascii_start().first() == Some(&b'<')
}

/// The unpacker reports what is wrong with the gzip stream as a read error; tell the two apart.
fn explain_gzip(fault: Fault) -> Fault {
    let Fault::Read(e) = fault else { return fault };
    match e.kind() {
        io::ErrorKind::UnexpectedEof => {
            Fault::Contents("is truncated: the gzip stream breaks off".into())
        }
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => {
            Fault::Contents(format!("is a damaged gzip file ({e})"))
        }
        _ => Fault::Read(e),
    }
}

fn contents<T>(problem: String) -> Result<T, Fault> {
    Err(Fault::Contents(problem))
}
