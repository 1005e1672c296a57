//! An IDX file, plain or gzipped. The first byte says which of the files it is taken for.

use super::Target;
use datasets::catalog::{Digest, File, Kind};
use datasets::idx::check;

pub const TARGET: Target = Target {
    name: "idx",
    run,
    seeds,
    words: &["\0\0\x08\x01", "\0\0\x08\x03", "\0\0\0\x1c", "<html"],
};

fn file(choice: u8) -> File {
    File {
        name: "made-up",
        kind: if choice & 1 == 0 {
            Kind::Labels
        } else {
            Kind::Images
        },
        count: u32::from(choice >> 1),
        digest: Digest::Plain(""),
    }
}

fn run(data: &[u8]) {
    let Some((&choice, bytes)) = data.split_first() else {
        return;
    };
    let file = file(choice);
    let mut plain = Vec::new();
    let outcome = check(bytes, &file, &mut plain);
    assert!(
        plain.len() as u64 <= file.size(),
        "more than the file may hold"
    );
    if outcome.is_ok() {
        let header: Vec<u8> = file.header().iter().flat_map(|n| n.to_be_bytes()).collect();
        assert_eq!(plain.len() as u64, file.size());
        assert!(plain.starts_with(&header));
        let labels = file.kind == Kind::Labels;
        assert!(!labels || plain[8..].iter().all(|&label| label <= 9));
        assert!(bytes.starts_with(&[0x1f, 0x8b]) || bytes == plain);
    }
}

fn seeds() -> Vec<Vec<u8>> {
    let whole = |choice: u8| {
        let file = file(choice);
        let header = file.header();
        let mut bytes: Vec<u8> = header.iter().flat_map(|n| n.to_be_bytes()).collect();
        bytes.extend((bytes.len() as u64..file.size()).map(|i| (i % 10) as u8));
        [vec![choice], bytes].concat()
    };
    // Three labels, gzipped.
    let packed = b"\x06\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\x63\x60\xe0\x60\x64\x60\x60\x60\x66\x64\x62\x06\x00\x8b\xe5\xbd\xa4\x0b\x00\x00\x00";
    vec![whole(0), whole(6), whole(3), whole(5), packed.to_vec()]
}
