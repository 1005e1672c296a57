//! mdBook hands a preprocessor `[context, book]` as JSON and takes the book back the same way. The format is
//! small enough to walk without mdBook's own types, which keeps the `neuron` command quick to compile.

use crate::checks::anchors;
use crate::listings::{Chapter, Listings};
use crate::{Findings, Records, expand, minutes};
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
    preprocess(book, &root, &source, false).map_err(|findings| findings.to_string())?;
    serde_json::to_string(book).map_err(|error| error.to_string())
}

/// Expands every chapter of `book` (mdBook's JSON) in place. `root` holds `book.toml`; `source` is the folder
/// of the chapters, relative to it. Figures can be woken if their programs are there: `alive`.
///
/// # Errors
/// Every mistake in every chapter.
pub fn preprocess(
    book: &mut Value,
    root: &Path,
    source: &Path,
    alive: bool,
) -> Result<(), Findings> {
    let mut expander = Expander {
        records: Records::new(root.join("recorded")).alive(alive),
        source: root.join(source),
        listings: Listings::new(root.parent().unwrap_or(root)),
        findings: Findings::new(),
    };
    let items = if book.get("items").is_some() {
        "items"
    } else {
        "sections"
    };
    if let Some(Value::Array(items)) = book.get_mut(items) {
        for item in items {
            expander.walk(item);
        }
    }
    let Expander {
        source,
        listings,
        mut findings,
        ..
    } = expander;
    if findings.is_empty()
        && let Err(error) = listings.write(&source.join("code"))
    {
        findings.push(format!("the pages of the code cannot be written: {error}"));
    }
    findings.verdict(0).map(|_| ())
}

struct Expander {
    records: Records,
    /// The folder of the chapters.
    source: PathBuf,
    listings: Listings,
    findings: Findings,
}

impl Expander {
    fn walk(&mut self, item: &mut Value) {
        let Some(chapter) = item.get_mut("Chapter") else {
            return;
        };
        let text_of = |name: &str| chapter[name].as_str().map(str::to_string);
        let (path, title) = (text_of("source_path"), text_of("name").unwrap_or_default());
        if let (Some(path), Some(Value::String(content))) = (path, chapter.get_mut("content")) {
            let file = self.source.join(&path);
            anchors::check_includes(&path, &file, content, &mut self.findings);
            let expanded = expand(&path, content, &self.records, &mut self.findings);
            let chapter = Chapter {
                file: &file,
                path: &path,
                title: &title,
            };
            *content = self.listings.fill(&chapter, &expanded);
            // The chapters of the labs begin with their numbers; other pages are one sitting.
            if path.starts_with(|c: char| c.is_ascii_digit()) {
                match minutes::with_minutes(content) {
                    Ok(timed) => *content = timed,
                    Err(why) => self.findings.push(format!("{path}: {why}")),
                }
            }
        }
        if let Some(Value::Array(items)) = chapter.get_mut("sub_items") {
            for item in items {
                self.walk(item);
            }
        }
    }
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
