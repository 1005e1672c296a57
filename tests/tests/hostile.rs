//! Inputs from outside that are not what they should be: a few hundred of each kind, made from good ones. With
//! `FUZZ_CASES=10000` there are more; `tests/fuzz` does the same for as long as one likes.

#[path = "../fuzz/harness/lib.rs"]
mod harness;

use harness::{TARGETS, Target};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{FileFailurePersistence, TestError, TestRunner};
use std::fmt::Write;
use std::ops::Range;
use std::path::Path;
use std::{env, fs, io};

/// One change to an input.
#[derive(Clone, Debug)]
enum Change {
    Flip(Index, u8),
    Cut(Index, Index),
    Repeat(Index, Index),
    Word(Index, Index),
    Exchange(Index, Index),
    Bytes(Index, Vec<u8>),
}

impl Change {
    fn apply(&self, input: &mut Vec<u8>, words: &[&str]) {
        let place = |index: &Index, input: &[u8]| index.index(input.len() + 1);
        let range = |from: &Index, to: &Index, input: &[u8]| {
            let (from, to) = (place(from, input), place(to, input));
            from.min(to)..from.max(to)
        };
        match self {
            Change::Flip(at, byte) => {
                let at = place(at, input);
                if let Some(old) = input.get_mut(at) {
                    *old ^= byte;
                }
            }
            Change::Cut(from, to) => {
                let range = range(from, to, input);
                drop(input.drain(range));
            }
            Change::Repeat(from, to) => {
                let range = range(from, to, input);
                let piece = input[range.clone()].to_vec();
                input.splice(range.end..range.end, piece);
            }
            Change::Word(at, word) => {
                let at = place(at, input);
                input.splice(at..at, word.get(words).bytes());
            }
            Change::Exchange(at, word) => {
                let pieces = pieces(input);
                if !pieces.is_empty() {
                    input.splice(at.get(&pieces).clone(), word.get(words).bytes());
                }
            }
            Change::Bytes(at, bytes) => {
                let at = place(at, input);
                input.splice(at..at, bytes.iter().copied());
            }
        }
    }
}

/// Where the words of an input lie, and the signs between them.
fn pieces(input: &[u8]) -> Vec<Range<usize>> {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let mut start = 0;
    let pieces = input.chunk_by(|one, next| is_part(one) && is_part(next));
    let places = pieces.map(|piece| {
        start += piece.len();
        start - piece.len()..start
    });
    places.collect()
}

fn change() -> impl Strategy<Value = Change> {
    let place = any::<Index>;
    prop_oneof![
        (place(), 1_u8..).prop_map(|(at, byte)| Change::Flip(at, byte)),
        (place(), place()).prop_map(|(from, to)| Change::Cut(from, to)),
        (place(), place()).prop_map(|(from, to)| Change::Repeat(from, to)),
        (place(), place()).prop_map(|(at, word)| Change::Word(at, word)),
        (place(), place()).prop_map(|(at, word)| Change::Exchange(at, word)),
        (place(), prop::collection::vec(any::<u8>(), 1..9))
            .prop_map(|(at, bytes)| Change::Bytes(at, bytes)),
    ]
}

/// `FUZZ_CASES`, or a few hundred.
fn cases() -> u32 {
    let asked = env::var("FUZZ_CASES").ok();
    asked.and_then(|cases| cases.parse().ok()).unwrap_or(300)
}

/// Runs a target on its seeds as they are, and on a few hundred changed ones.
fn holds(name: &str) {
    let target = harness::target(name);
    let seeds = (target.seeds)();
    for seed in &seeds {
        (target.run)(seed);
    }
    let mut runner = TestRunner::new(ProptestConfig {
        cases: cases(),
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        ..ProptestConfig::default()
    });
    let changes = prop::collection::vec(change(), 1..6);
    let outcome = runner.run(&(any::<Index>(), changes), |(seed, changes)| {
        let mut input = seed.get(&seeds).clone();
        for change in &changes {
            change.apply(&mut input, target.words);
        }
        (target.run)(&input);
        Ok(())
    });
    if let Err(TestError::Fail(why, (seed, changes))) = outcome {
        let mut input = seed.get(&seeds).clone();
        for change in &changes {
            change.apply(&mut input, target.words);
        }
        panic!("{why}: `{}`", input.escape_ascii());
    }
    outcome.expect("no other error is possible");
}

#[test]
fn an_idx_file_is_right_or_refused() {
    holds("idx");
}

#[test]
fn a_table_of_pictures_is_right_or_refused() {
    holds("csv");
}

#[test]
fn a_file_of_coloured_pictures_is_right_or_refused() {
    holds("cifar");
}

#[test]
fn a_picture_is_shown_or_refused() {
    holds("picture");
}

#[test]
fn a_file_of_tensors_is_right_or_refused() {
    holds("safetensors");
}

#[test]
fn a_folder_of_reviews_is_right_or_refused() {
    holds("reviews");
}

#[test]
fn a_shader_can_be_read() {
    holds("wgsl");
}

#[test]
fn a_shader_that_is_played_gets_a_verdict() {
    holds("played");
}

#[test]
fn a_chapter_is_expanded_or_refused() {
    holds("chapter");
}

#[test]
fn the_prose_of_a_lesson_can_be_shown() {
    holds("markup");
}

#[test]
fn a_command_line_is_right_or_refused() {
    holds("commands");
}

/// With `FUZZ_CORPUS` set to a folder, the seeds and the words of each target are written there, for cargo-fuzz. In any case
/// each target has some, and is a target of cargo-fuzz.
#[test]
fn each_target_has_a_beginning() -> io::Result<()> {
    let root = book::workspace_root().join("tests/fuzz");
    let manifest = fs::read_to_string(root.join("Cargo.toml"))?;
    for Target {
        name, seeds, words, ..
    } in TARGETS
    {
        assert!(!seeds().is_empty() && !words.is_empty(), "{name}");
        assert!(
            manifest.contains(&format!("path = \"fuzz_targets/{name}.rs\"")),
            "{name}"
        );
        let source = fs::read_to_string(root.join(format!("fuzz_targets/{name}.rs")))?;
        assert!(source.contains(&format!("target(\"{name}\")")), "{name}");
        if let Some(corpus) = env::var_os("FUZZ_CORPUS") {
            write(&Path::new(&corpus).join(name), &seeds(), words)?;
        }
    }
    Ok(())
}

fn write(folder: &Path, seeds: &[Vec<u8>], words: &[&str]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for (i, seed) in seeds.iter().enumerate() {
        fs::write(folder.join(format!("seed-{i}")), seed)?;
    }
    let mut lines = String::new();
    for word in words {
        let bytes = word.bytes().map(|byte| format!("\\x{byte:02x}"));
        let _ = writeln!(lines, "\"{}\"", bytes.collect::<String>());
    }
    fs::write(folder.with_extension("words"), lines)
}
