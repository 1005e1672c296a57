//! What the tests share: a folder that cleans up after itself, and made-up IDX files.
#![allow(dead_code, reason = "each test uses its part of this")]

pub mod coloured;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use flate2::Compression;
use flate2::write::GzEncoder;

/// The program of this crate, where it is now: the folder may have been moved since it was built.
pub fn program() -> PathBuf {
    let program = std::env::var_os("CARGO_BIN_EXE_datasets");
    program.expect("cargo says where it is").into()
}

/// A folder of its own for each test.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("datasets-test-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }

    pub fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.0.join(name)).unwrap()
    }

    pub fn has(&self, name: &str) -> bool {
        self.0.join(name).exists()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The bytes of an IDX file: its header, then the data.
pub fn idx(header: &[u32], data: &[u8]) -> Vec<u8> {
    let mut bytes: Vec<u8> = header.iter().flat_map(|n| n.to_be_bytes()).collect();
    bytes.extend_from_slice(data);
    bytes
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

/// Pixel `j` of picture `i` in the made-up sets: no two neighbours are alike.
pub fn pixel(i: usize, j: usize) -> u8 {
    (i.wrapping_mul(31) + j * 7 + j / 28) as u8
}

/// An image file with `count` made-up pictures of 28×28.
pub fn images(count: usize) -> Vec<u8> {
    let data: Vec<u8> = (0..count * 784).map(|k| pixel(k / 784, k % 784)).collect();
    idx(&[0x803, count as u32, 28, 28], &data)
}

/// The label of picture `i` in the made-up sets.
pub fn label(i: usize) -> u8 {
    ((i * 3 + i / 10) % 10) as u8
}

pub fn labels(count: usize) -> Vec<u8> {
    let data: Vec<u8> = (0..count).map(label).collect();
    idx(&[0x801, count as u32], &data)
}
