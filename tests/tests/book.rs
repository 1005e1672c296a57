//! The book against the code: every piece of code it shows exists, every link leads somewhere.

use std::fs;

use book::labs::all;
use book::{check_anchors, check_links, check_references, check_section_numbers, workspace_root};
use serde_json::Value;

#[test]
fn every_piece_of_code_the_book_shows_exists_and_is_not_empty() {
    let checked = check_anchors(&workspace_root()).unwrap_or_else(|findings| panic!("{findings}"));
    assert!(
        checked >= 25,
        "only {checked} pieces of code in the whole book: were they lost?"
    );
}

#[test]
fn every_relative_link_leads_somewhere() {
    let checked = check_links(&workspace_root()).unwrap_or_else(|findings| panic!("{findings}"));
    assert!(
        checked >= 20,
        "only {checked} links in the whole project: were they lost?"
    );
}

#[test]
fn every_section_that_a_lab_refers_to_is_there() {
    check_references(&workspace_root()).unwrap_or_else(|findings| panic!("{findings}"));
}

#[test]
fn sections_are_called_by_their_names() {
    let checked =
        check_section_numbers(&workspace_root()).unwrap_or_else(|findings| panic!("{findings}"));
    assert!(
        checked >= 100,
        "only {checked} chapters and recorded sections: were they lost?"
    );
}

/// As many lines as a lesson prints at most between two stops: a section's end or a question.
const BREATH: usize = 40;

#[test]
fn a_lesson_lets_one_breathe() {
    let mut long = Vec::new();
    for lab in all(&workspace_root()) {
        let recorded = workspace_root().join("book/recorded").join(&lab.package);
        for entry in fs::read_dir(recorded.join("transcript")).unwrap() {
            let path = entry.unwrap().path();
            let blocks: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
            let lines = without_a_stop(blocks.as_array().unwrap());
            if lines > BREATH {
                let section = path.file_stem().unwrap().display().to_string();
                long.push(format!("{}: {section}: {lines} lines", lab.package));
            }
        }
    }
    assert!(
        long.is_empty(),
        "more than {BREATH} lines without a stop: {long:#?}"
    );
}

/// The most lines of a recorded section that a terminal of 80 columns shows in a row.
fn without_a_stop(blocks: &[Value]) -> usize {
    // The heading, its rule, and the line behind it.
    let mut run = 3;
    let mut longest = run;
    for block in blocks {
        let text = |name: &str| block[name].as_str().map_or(0, wrapped);
        let many = |name: &str| block[name].as_array().map_or(0, Vec::len);
        let lines = match block["kind"].as_str().unwrap() {
            "prose" => {
                let paragraphs = block["lines"].as_array().unwrap();
                let lines: usize = paragraphs
                    .iter()
                    .map(|p| wrapped(p.as_str().unwrap()))
                    .sum();
                lines + paragraphs.len()
            }
            "prediction" => {
                let choices = many("choices");
                longest =
                    longest.max(run + text("question") + 1 + choices + usize::from(choices > 0));
                run = 0;
                text("answer") + 1
            }
            "table" => many("rows") + 3 + text("caption") + usize::from(text("caption") > 0),
            "figure" | "picture" => {
                many("lines") + usize::from(many("lines") > 0) + text("caption") + 1
            }
            _ => many("lines") + 1,
        };
        run += lines;
        longest = longest.max(run);
    }
    longest
}

/// Lines of 80 columns that a text takes, about: marks and links count as if they were shown.
fn wrapped(text: &str) -> usize {
    let (mut lines, mut column) = (1, 0);
    for word in text.split_whitespace() {
        let width = word.chars().count();
        if column > 0 && column + 1 + width > 80 {
            (lines, column) = (lines + 1, 0);
        }
        column += width + usize::from(column > 0);
    }
    lines
}
