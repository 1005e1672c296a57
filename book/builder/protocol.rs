//! mdBook hands a preprocessor `[context, book]` as JSON and takes the book back the same way. The format is
//! small enough to walk without mdBook's own types, which keeps the `neuron` command quick to compile.

use crate::checks::anchors;
use crate::{Findings, Records, expand};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// Answers mdBook: reads `[context, book]`, returns the book with every chapter expanded.
///
/// # Errors
/// When the input is no such pair, or the chapters have mistakes; the text names each.
pub fn preprocess_json(input: &str) -> Result<String, String> {
    let mut pair: Value = serde_json::from_str(input)
        .map_err(|error| format!("mdBook sent something that is not JSON: {error}"))?;
    let root = pair
        .pointer("/0/root")
        .and_then(Value::as_str)
        .ok_or("mdBook sent no root folder")?;
    let source = pair
        .pointer("/0/config/book/src")
        .and_then(Value::as_str)
        .unwrap_or("src");
    let (root, source) = (PathBuf::from(root), PathBuf::from(source));
    let book = pair.get_mut(1).ok_or("mdBook sent no book")?;
    preprocess(book, &root, &source).map_err(|findings| findings.to_string())?;
    serde_json::to_string(book).map_err(|error| error.to_string())
}

/// Expands every chapter of `book` (mdBook's JSON) in place. `root` holds `book.toml`; `source` is the folder
/// of the chapters, relative to it.
///
/// # Errors
/// Every mistake in every chapter.
pub fn preprocess(book: &mut Value, root: &Path, source: &Path) -> Result<(), Findings> {
    let records = Records::new(root.join("recorded"));
    let mut findings = Findings::new();
    let items = if book.get("items").is_some() {
        "items"
    } else {
        "sections"
    };
    if let Some(Value::Array(items)) = book.get_mut(items) {
        for item in items {
            walk(item, &root.join(source), &records, &mut findings);
        }
    }
    if findings.is_empty() {
        Ok(())
    } else {
        Err(findings)
    }
}

fn walk(item: &mut Value, source: &Path, records: &Records, findings: &mut Findings) {
    let Some(chapter) = item.get_mut("Chapter") else {
        return;
    };
    let path = chapter
        .get("source_path")
        .and_then(Value::as_str)
        .map(str::to_string);
    if let (Some(path), Some(Value::String(content))) = (path, chapter.get_mut("content")) {
        anchors::check_includes(&path, &source.join(&path), content, findings);
        *content = expand(&path, content, records, findings);
        *content = include_code(&source.join(&path), content);
    }
    if let Some(Value::Array(items)) = chapter.get_mut("sub_items") {
        for item in items {
            walk(item, source, records, findings);
        }
    }
}

/// Replaces every line that is an include with an anchor by that code. Other includes are left to mdBook.
fn include_code(chapter: &Path, text: &str) -> String {
    let line = |line: &str| {
        let target = line
            .trim_end()
            .strip_prefix("{{#include ")?
            .strip_suffix("}}")?;
        anchors::code_of(chapter, target.trim())
    };
    text.lines()
        .map(|text| line(text).unwrap_or_else(|| text.to_string()))
        .collect::<Vec<_>>()
        .join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn answer(content: &str) -> Result<Value, String> {
        let chapter = json!({"Chapter": {"name": "A", "content": "", "source_path": "a.md", "sub_items": [
            {"Chapter": {"name": "B", "content": content, "source_path": "b.md", "sub_items": []}}]}});
        let input = json!([{"root": "/nowhere", "config": {"book": {"src": "src"}}}, {"items": ["Separator", chapter]}]);
        preprocess_json(&input.to_string()).map(|out| serde_json::from_str(&out).unwrap())
    }

    #[test]
    fn nested_chapters_are_expanded() {
        let book = answer("$x$").unwrap();
        let content = book
            .pointer("/items/1/Chapter/sub_items/0/Chapter/content")
            .unwrap();
        assert_eq!(content, "<math><mi>x</mi></math>");
    }

    #[test]
    fn anchored_code_is_included() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(
            folder.path().join("x.rs"),
            "  // ANCHOR: a\n  let x = 1;\n  // ANCHOR_END: a\n",
        )
        .unwrap();
        let text = "```rust\n{{#include x.rs:a}}\n```\n\\{{#include x.rs:a}}";
        let out = include_code(&folder.path().join("a.md"), text);
        assert_eq!(out, "```rust\nlet x = 1;\n```\n\\{{#include x.rs:a}}");
    }

    #[test]
    fn mistakes_name_their_chapter() {
        assert!(answer("$\\nosuch$").unwrap_err().contains("b.md:1"));
        assert!(
            answer("{{#include nowhere.rs:a}}")
                .unwrap_err()
                .contains("nowhere.rs")
        );
    }

    #[test]
    fn what_is_not_from_mdbook_is_refused() {
        assert!(preprocess_json("hello").is_err());
        assert!(preprocess_json("[]").is_err());
    }
}
