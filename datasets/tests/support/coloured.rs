//! Made-up sets in the form of CIFAR, of a few pictures.

use datasets::cifar::{Archive, Batch, Cifar, PIXELS, set};
use sha2::{Digest as _, Sha256};

use super::Folder;

pub fn sha256(bytes: &[u8]) -> &'static str {
    let digest = Sha256::digest(bytes);
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    hex.leak()
}

/// Byte `j` of the pixels of picture `i` in file `number`: no two planes, rows or columns are alike.
pub fn byte(number: usize, i: usize, j: usize) -> u8 {
    (number * 89 + i * 31 + j * 7 + j / 32 + j / 1024 * 5) as u8
}

/// A set of two files to learn from, three pictures and two, and one to test on, with two.
pub fn small(grouped: bool) -> Cifar {
    let model = set(if grouped { "cifar100" } else { "cifar10" }).unwrap();
    let names = [("one.bin", 3), ("two.bin", 2), ("test.bin", 2)];
    let mut files = names.map(|(name, count)| Batch {
        name,
        count,
        sha256: "",
    });
    let mut small = Cifar {
        name: "small",
        title: "",
        classes: model.classes,
        grouped,
        files: &[],
        folder: "in-the-archive",
        pickled: "in-pickles",
        archive: Archive {
            name: "small-binary.tar.gz",
            size: 0,
            sha256: "",
            mirrors: &[],
        },
    };
    for (number, batch) in files.iter_mut().enumerate() {
        batch.sha256 = sha256(&bytes(&small, number, batch.count));
    }
    small.files = Vec::from(files).leak();
    small
}

/// The bytes of one of its files.
pub fn file(set: &Cifar, batch: &Batch) -> Vec<u8> {
    let number = set.files.iter().position(|file| file.name == batch.name);
    bytes(set, number.unwrap(), batch.count)
}

fn bytes(set: &Cifar, number: usize, count: u32) -> Vec<u8> {
    let record = |i: usize| {
        // Apples, bicycles and cans; in the other set airplanes, ships and frogs.
        let labels: &[u8] = match (set.grouped, i) {
            (true, 0) => &[4, 0],
            (true, 1) => &[18, 8],
            (true, _) => &[3, 16],
            (false, 0) => &[0],
            (false, 1) => &[8],
            (false, _) => &[6],
        };
        let pixels = (0..PIXELS).map(|j| byte(number, i, j));
        labels.iter().copied().chain(pixels).collect::<Vec<u8>>()
    };
    (0..count as usize).flat_map(record).collect()
}

/// Writes all its files into `inner`, which is empty or ends in a slash.
pub fn write_all(set: &Cifar, folder: &Folder, inner: &str) {
    for batch in set.files {
        folder.write(&format!("{inner}{}", batch.name), &file(set, batch));
    }
}
