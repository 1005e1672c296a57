//! What the book shows of a first hour was recorded: this program and lab 1 say the same today.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// The lines of one part of the recording, without the commands typed.
fn recorded(part: &str) -> Vec<String> {
    let path = place::root()
        .unwrap()
        .join("book/recorded/first-hour/session.txt");
    let session = fs::read_to_string(path).unwrap();
    let (open, close) = (format!("# ANCHOR: {part}"), format!("# ANCHOR_END: {part}"));
    let lines = session.lines().skip_while(|line| *line != open).skip(1);
    let lines = lines.take_while(|line| *line != close);
    let said: Vec<String> = lines
        .filter(|line| !line.starts_with("$ "))
        .map(unplaced)
        .collect();
    assert!(!said.is_empty(), "nothing is recorded as {part}");
    said
}

/// Without the number of a line in the learner's file: it moves with what is written above.
fn unplaced(line: &str) -> String {
    match line.rsplit_once(".rs:") {
        Some((file, number)) if number.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("{file}.rs")
        }
        _ => line.trim_end().to_string(),
    }
}

/// A course of lab 1 alone, with nothing answered.
fn fresh(name: &str) -> PathBuf {
    let (home, root) = (
        place::root().unwrap(),
        place::target().unwrap().join("tmp/first-hour").join(name),
    );
    let _ = fs::remove_dir_all(&root);
    let copy = |path: &str, change: &dyn Fn(String) -> String| {
        let to = root.join(path);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::write(to, change(fs::read_to_string(home.join(path)).unwrap())).unwrap();
    };
    let as_it_is = |text: String| text;
    copy("Cargo.toml", &as_it_is);
    copy("labs/01-sigmoid-neuron/Cargo.toml", &as_it_is);
    copy("book/recorded/lab01/exercises.json", &as_it_is);
    let exercises = fs::read_to_string(root.join("book/recorded/lab01/exercises.json")).unwrap();
    let list: Vec<Value> = serde_json::from_str(&exercises).unwrap();
    let stub = |it: &Value| {
        format!(
            "pub fn {}() {{\n    todo!()\n}}\n",
            it["name"].as_str().unwrap()
        )
    };
    let stubs: String = list.iter().map(stub).collect();
    copy("labs/01-sigmoid-neuron/src/exercises.rs", &|_| {
        stubs.clone()
    });
    root
}

/// What this program says there.
fn says(root: &Path, arguments: &[&str]) -> Vec<String> {
    let mut course = Command::new(env!("CARGO_BIN_EXE_course"));
    course
        .args(arguments)
        .current_dir(root)
        .env("CARGO_MANIFEST_DIR", root)
        .env("CARGO", "there-is-no-cargo");
    let output = course.output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(unplaced)
        .collect()
}

#[test]
fn the_map_and_the_next_step_are_as_recorded() {
    let map = recorded("clone");
    // There are ten labs in the recording, and titles as long.
    for line in says(&fresh("map"), &[]) {
        let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            map.iter().any(|it| words(it) == words(&line)),
            "`{line}` is not in {map:#?}"
        );
    }
}

#[test]
fn the_hint_is_as_recorded() {
    let root = fresh("hint");
    let hint = recorded("hint");
    let number = |line: &&String| line.starts_with("1. ");
    let today = says(&root, &["hint", "logistic"]);
    assert_eq!(hint.iter().find(number), today.iter().find(number));
    assert_eq!((hint.first(), hint.last()), (today.first(), today.last()));
}

#[test]
fn the_judge_still_has_the_sentence_for_that_mistake() {
    let home = place::root().unwrap().join("labs/01-sigmoid-neuron/src");
    let mut sources = fs::read_to_string(home.join("judging.rs")).unwrap();
    for entry in fs::read_dir(home.join("judging"))
        .into_iter()
        .flatten()
        .flatten()
    {
        sources += &fs::read_to_string(entry.path()).unwrap();
    }
    // A text goes on behind a backslash.
    let plain = |text: &str| {
        text.replace("\\\n", " ")
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    let said = recorded("wrong").join("\n");
    let sources = plain(&sources);
    let paragraphs = said.split("\n\n").map(plain);
    let known = paragraphs.filter(|text| text.ends_with('.') && sources.contains(text.as_str()));
    assert_eq!(known.count(), 1, "{said}");
    // And it is the same mistake that is hinted at.
    let mended = recorded("watch").join("\n");
    assert!(
        mended.contains("✓ logistic") && mended.contains("`logistic` is right."),
        "{mended}"
    );
}
