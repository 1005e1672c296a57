//! Which files are read, and what in them is text.

use crate::markdown::{self, of_html};
use serde_json::Value;
use std::fs;
use std::path::Path;

pub const GROUPS: [&str; 3] = [
    "the chapters",
    "the pages beside the book",
    "what the labs say",
];

/// Words, and the line that they begin on.
pub struct Text {
    pub line: usize,
    pub said: String,
}

/// What the recorded files hold for readers; the rest are names and numbers.
const SAID: [&str; 16] = [
    "answer", "body", "caption", "choices", "header", "hints", "label", "lines", "notice",
    "question", "task", "title", "try", "value", "why", "words",
];

/// The files of each group, from the root and with forward slashes.
pub fn groups(root: &Path) -> Vec<(&'static str, Vec<String>)> {
    let chapters = files(root, "book/src", &|name| name.ends_with(".md"));
    let mut beside = vec!["CONTRIBUTING.md".to_string(), "README.md".to_string()];
    for folder in ["book", "datasets", "labs", "shared", "tests"] {
        beside.extend(files(root, folder, &|name| name.ends_with("/README.md")));
    }
    let recorded = files(root, "book/recorded", &|name| {
        let is_text = [".json", ".md", ".svg"]
            .iter()
            .any(|end| name.ends_with(end));
        is_text && !name.ends_with("/numbers.json")
    });
    GROUPS
        .into_iter()
        .zip([chapters, beside, recorded])
        .collect()
}

fn files(root: &Path, folder: &str, wanted: &dyn Fn(&str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(root.join(folder))
        .into_iter()
        .flatten()
        .flatten()
    {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{folder}/{name}");
        let is_built = name == "target" || name.starts_with('.') || path == "book/book";
        if entry.path().is_dir() && !is_built {
            found.extend(files(root, &path, wanted));
        } else if wanted(&path) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The texts in a file.
pub fn of(path: &Path, name: &str) -> Result<Vec<Text>, String> {
    let complain = |why: &dyn std::fmt::Display| format!("{name}: {why}");
    let whole = fs::read_to_string(path).map_err(|why| complain(&why))?;
    if name.ends_with(".md") {
        Ok(of_page(&whole, name.ends_with("bibliography.md")))
    } else if name.ends_with(".svg") {
        Ok(lines(&of_html(&whole)))
    } else {
        let json: Value = serde_json::from_str(&whole).map_err(|why| complain(&why))?;
        Ok(of_record(&json, &whole))
    }
}

pub fn of_page(page: &str, is_bibliography: bool) -> Vec<Text> {
    let pieces = markdown::prose(page, is_bibliography).into_iter();
    pieces
        .map(|(at, said)| Text {
            line: 1 + page[..at].matches('\n').count(),
            said,
        })
        .collect()
}

fn lines(text: &str) -> Vec<Text> {
    (1..)
        .zip(text.lines())
        .map(|(line, said)| Text {
            line,
            said: said.to_string(),
        })
        .collect()
}

/// What a lab or a live figure said. A file that is one table of names holds captions.
pub fn of_record(json: &Value, whole: &str) -> Vec<Text> {
    let mut said = Vec::new();
    match json {
        Value::Object(captions) if captions.values().all(Value::is_string) => {
            said.extend(
                captions
                    .values()
                    .filter_map(Value::as_str)
                    .map(String::from),
            );
        }
        _ => collect(json, &mut said),
    }
    let mut texts = Vec::new();
    for string in said {
        let quoted = Value::from(string.as_str()).to_string();
        let line = 1 + whole
            .find(&quoted)
            .map_or(0, |at| whole[..at].matches('\n').count());
        if string.starts_with('<') {
            let said = of_html(&string);
            texts.push(Text { line, said });
            continue;
        }
        // What is set in by four blanks is not code here.
        let pieces = markdown::prose(string.trim_start(), false).into_iter();
        texts.extend(pieces.map(|(_, said)| Text { line, said }));
    }
    texts
}

fn collect(value: &Value, said: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, said)),
        Value::Object(fields) => {
            // Other lines are arithmetic, code, pictures made of letters, and what a network wrote.
            let is_prose = fields.get("kind").is_some_and(|kind| kind == "prose");
            for (name, field) in fields {
                let is_said = SAID.contains(&name.as_str()) && (is_prose || name != "lines");
                match field {
                    Value::String(text) if is_said => said.push(text.clone()),
                    Value::Array(items) if is_said => {
                        said.extend(items.iter().filter_map(Value::as_str).map(String::from));
                    }
                    Value::Array(_) | Value::Object(_) => collect(field, said),
                    _ => {}
                }
            }
        }
        _ => {}
    }
}
