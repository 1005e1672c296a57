//! Every way in which an IDX stream can be wrong is told apart, and none of them panics.

mod support;

use std::io::{self, BufRead, BufReader, Read};

use datasets::catalog::{Digest, File, Kind};
use datasets::idx::{Fault, check};
use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use support::{gzip, idx, images, labels};

const N: u32 = 3;

fn file(kind: Kind) -> File {
    File {
        name: "made-up",
        kind,
        count: N,
        digest: Digest::Plain(""),
    }
}

/// What `check` finds wrong with these bytes, plain and gzipped, which must agree.
fn problem(bytes: &[u8], kind: Kind) -> String {
    let plain = problem_as_is(bytes, kind);
    assert_eq!(problem_as_is(&gzip(bytes), kind), plain);
    plain
}

fn problem_as_is(bytes: &[u8], kind: Kind) -> String {
    let mut copy = Vec::new();
    let outcome = check(bytes, &file(kind), &mut copy);
    assert!(copy.len() as u64 <= file(kind).size());
    match outcome {
        Ok(()) => "nothing".into(),
        Err(Fault::Contents(problem)) => problem,
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn good_files_pass_and_are_copied_plain() {
    for (kind, bytes) in [(Kind::Images, images(3)), (Kind::Labels, labels(3))] {
        for packed in [bytes.clone(), gzip(&bytes)] {
            let mut copy = Vec::new();
            check(&packed[..], &file(kind), &mut copy).unwrap();
            assert_eq!(copy, bytes);
        }
    }
    // A gzip file may have several members, one after the other.
    let bytes = labels(3);
    let members = [gzip(&bytes[..5]), gzip(&bytes[5..])].concat();
    assert_eq!(problem_as_is(&members, Kind::Labels), "nothing");
}

#[test]
fn an_empty_file() {
    assert_eq!(problem(&[], Kind::Images), "is empty");
}

#[test]
fn a_header_that_breaks_off() {
    let text = "is truncated: it ends inside its header, after 15 bytes";
    assert_eq!(problem(&images(3)[..15], Kind::Images), text);
    let text = "is truncated: it ends inside its header, after 3 bytes";
    assert_eq!(problem(&labels(3)[..3], Kind::Labels), text);
}

#[test]
fn another_magic_number() {
    let float_images = idx(&[0xD03, 3, 28, 28], &[0; 3 * 784]);
    let text =
        "is no IDX file of this kind: its magic number is 0x00000d03, and 0x00000803 is expected";
    assert_eq!(problem(&float_images, Kind::Images), text);
}

#[test]
fn labels_for_images_and_images_for_labels() {
    let text = problem(&labels(3), Kind::Images);
    assert!(
        text.starts_with("holds labels where images are expected"),
        "{text}"
    );
    let text = problem(&images(3), Kind::Labels);
    assert!(
        text.starts_with("holds images where labels are expected"),
        "{text}"
    );
}

#[test]
fn another_count_than_the_set_has() {
    let text = problem(&labels(2), Kind::Labels);
    assert!(
        text.starts_with("declares 2 labels, and 3 are expected"),
        "{text}"
    );
    // Far more than there could be memory for: refused before any is reserved.
    let text = problem(&idx(&[0x803, u32::MAX, 28, 28], &[]), Kind::Images);
    assert!(
        text.starts_with("declares 4294967295 images, and 3 are"),
        "{text}"
    );
}

#[test]
fn other_dimensions() {
    let text = "declares images of 32×28 pixels, and 28×28 are expected";
    assert_eq!(
        problem(&idx(&[0x803, 3, 32, 28], &[0; 3 * 896]), Kind::Images),
        text
    );
    let text = "declares images of 28×4294967295 pixels, and 28×28 are expected";
    assert_eq!(
        problem(&idx(&[0x803, 3, 28, u32::MAX], &[]), Kind::Images),
        text
    );
}

#[test]
fn pixels_and_labels_that_break_off() {
    let text = "is truncated: it has 2367 bytes, and its header promises 2368";
    assert_eq!(problem(&images(3)[..2367], Kind::Images), text);
    let text = "is truncated: it has 8 bytes, and its header promises 11";
    assert_eq!(problem(&labels(3)[..8], Kind::Labels), text);
}

#[test]
fn bytes_behind_the_end() {
    let mut bytes = labels(3);
    bytes.push(0);
    let text = "goes on after the 11 bytes that its header promises";
    assert_eq!(problem(&bytes, Kind::Labels), text);
}

#[test]
fn a_label_that_is_no_digit() {
    let bytes = idx(&[0x801, 3], &[9, 0, 10]);
    let text = "has the label 10 at position 2, and labels run from 0 to 9";
    assert_eq!(problem(&bytes, Kind::Labels), text);
}

#[test]
fn a_web_page() {
    let page = b"\n <!DOCTYPE html><html><body>404</body></html>";
    assert_eq!(problem(page, Kind::Images), "is a web page, not data");
}

#[test]
fn a_gzip_stream_that_breaks_off() {
    let packed = gzip(&images(3));
    let text = "is truncated: the gzip stream breaks off";
    for end in [2, 10, 100, packed.len() - 8, packed.len() - 1] {
        assert_eq!(problem_as_is(&packed[..end], Kind::Images), text, "{end}");
    }
}

#[test]
fn a_gzip_stream_that_was_damaged() {
    let packed = gzip(&labels(3));
    // The checksum, and one byte of rubbish after the end.
    let mut damaged = packed.clone();
    let crc = packed.len() - 8;
    damaged[crc] ^= 1;
    let followed = [&packed[..], b"rubbish, and more rubbish"].concat();
    for bytes in [damaged, followed] {
        let text = problem_as_is(&bytes, Kind::Labels);
        assert!(text.starts_with("is a damaged gzip file"), "{text}");
    }
}

#[test]
fn gzip_inside_gzip() {
    assert_eq!(
        problem_as_is(&gzip(&gzip(&labels(3))), Kind::Labels),
        "is gzipped twice"
    );
}

/// Counts what is read from a gzip bomb, so that the test sees how much of it was set off.
struct Counting<R>(R, u64);

impl<R: Read> Read for Counting<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.0.read(buffer)?;
        self.1 += n as u64;
        Ok(n)
    }
}

#[test]
fn a_gzip_bomb_is_not_set_off() {
    // A right header, then a gigabyte of zeros in a megabyte.
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    io::copy(&mut &idx(&[0x803, 3, 28, 28], &[])[..], &mut packer).unwrap();
    io::copy(&mut io::repeat(0).take(1 << 30), &mut packer).unwrap();
    let bomb = packer.finish().unwrap();
    let size = bomb.len() as u64;

    let mut source = BufReader::with_capacity(512, Counting(&bomb[..], 0));
    let mut copy = Vec::new();
    let fault = check(&mut source, &file(Kind::Images), &mut copy).unwrap_err();
    assert_eq!(
        fault.to_string(),
        "goes on after the 2368 bytes that its header promises"
    );
    assert!(copy.len() <= 2368);
    let read = source.get_ref().1;
    assert!(read < size / 100, "{read} of {size} bytes were unpacked");
}

/// A disk that fails in the middle of the file.
struct Broken;

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::other("the disk is on fire"))
    }
}

impl io::Write for Broken {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::Error::other("the disk is full"))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_failing_disk_is_not_called_a_bad_file() {
    for bytes in [labels(3), gzip(&labels(3))] {
        let half = &bytes[..bytes.len() / 2];
        let mut source = BufReader::new(half.chain(Broken));
        assert!(!source.fill_buf().unwrap().is_empty());
        let fault = check(&mut source, &file(Kind::Labels), &mut io::sink());
        assert!(matches!(fault, Err(Fault::Read(_))), "{fault:?}");
        let fault = check(&bytes[..], &file(Kind::Labels), &mut Broken);
        assert!(matches!(fault, Err(Fault::Write(_))), "{fault:?}");
    }
}

/// One change to a file: where, and what.
fn change(bytes: &mut Vec<u8>, place: usize, what: u8, value: u8) {
    let place = place % (bytes.len() + 1);
    match what % 4 {
        0 => bytes.insert(place, value),
        1 => bytes.truncate(place),
        2 if place < bytes.len() => bytes[place] ^= value,
        _ => drop(bytes.drain(place..(place + usize::from(value)).min(bytes.len()))),
    }
}

proptest! {
    /// Whatever is done to a good file, it is accepted only if what comes out is well formed.
    #[test]
    fn changed_files_never_panic(
        as_images: bool,
        packed: bool,
        pack_again: bool,
        changes in prop::collection::vec((0usize..3000, 0u8..4, any::<u8>()), 1..5),
    ) {
        let (kind, good) = if as_images {
            (Kind::Images, images(3))
        } else {
            (Kind::Labels, labels(3))
        };
        let mut bytes = if packed { gzip(&good) } else { good.clone() };
        for (place, what, value) in changes {
            change(&mut bytes, place, what, value);
        }
        if pack_again {
            bytes = gzip(&bytes);
        }
        let mut copy = Vec::new();
        let outcome = check(&bytes[..], &file(kind), &mut copy);
        prop_assert!(copy.len() as u64 <= file(kind).size());
        if outcome.is_ok() {
            let header = file(kind).header();
            prop_assert_eq!(copy.len(), good.len());
            prop_assert_eq!(&copy[..4 * header.len()], &idx(&header, &[])[..]);
            if kind == Kind::Labels {
                prop_assert!(copy[8..].iter().all(|&label| label <= 9));
            }
        }
    }

    #[test]
    fn rubbish_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..200), as_images: bool) {
        let kind = if as_images { Kind::Images } else { Kind::Labels };
        let outcome = check(&bytes[..], &file(kind), &mut io::sink());
        prop_assert!(outcome.is_err() || kind == Kind::Labels);
    }
}
