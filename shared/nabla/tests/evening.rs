//! The README's path through the sources: that its files exist, and that an evening is enough.

use std::path::{Path, PathBuf};

const MOST: usize = 3_000;

fn package() -> PathBuf {
    let folder = std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo says which package it tests");
    PathBuf::from(folder)
}

/// The files of the table, in its order: `| `src/tape.rs` | … |`.
fn path() -> Vec<String> {
    let readme = std::fs::read_to_string(package().join("README.md")).expect("nabla has a README");
    let rows = readme
        .lines()
        .filter_map(|line| line.strip_prefix("| `src/"));
    rows.map(|row| {
        format!(
            "src/{}",
            row.split('`').next().expect("split gives one piece")
        )
    })
    .collect()
}

/// The lines before the file's tests.
fn lines(file: &Path) -> usize {
    let read = std::fs::read_to_string(file);
    let text = read.unwrap_or_else(|why| panic!("{}: {why}", file.display()));
    let tests = text.find("#[cfg(test)]\nmod tests");
    text[..tests.unwrap_or(text.len())].lines().count()
}

#[test]
fn an_evening_is_enough() {
    let files = path();
    assert_eq!(
        files.len(),
        17,
        "the README says seventeen files: {files:?}"
    );
    let counted: Vec<(usize, &String)> = files
        .iter()
        .map(|file| (lines(&package().join(file)), file))
        .collect();
    let all: usize = counted.iter().map(|(count, _)| count).sum();
    assert!(
        counted.iter().all(|(count, _)| *count > 20),
        "a file of nothing: {counted:?}"
    );
    assert!(all <= MOST, "{all} lines are more than {MOST}: {counted:?}");
}

/// The first link of both READMEs.
#[test]
fn the_example_is_one_page() {
    let count = lines(&package().join("examples/mnist.rs"));
    assert!(
        (30..=70).contains(&count),
        "examples/mnist.rs has {count} lines, at most 70 are promised"
    );
}
