//! The drawings for pages where nothing can answer are those of today's figures.

use live::Session;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;

fn recorded() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../recorded/live")
}

/// What is the same on every machine: words, names, sizes. Lines and numbers may differ in their last digit.
fn outline(still: &Value) -> Value {
    let names = |list: &Value, keys: [&str; 2]| -> Value {
        let list = list.as_array().cloned().unwrap_or_default();
        list.iter()
            .map(|one| json!([one[keys[0]], one[keys[1]]]))
            .collect()
    };
    json!([
        names(&still["panels"], ["title", "size"]),
        names(&still["readings"], ["id", "label"]),
        still["knobs"],
    ])
}

#[test]
fn every_figure_is_drawn_as_it_is() {
    let remedy = "draw the figures with `cargo run -p book -- record live`";
    let mut known = BTreeSet::new();
    for (chapter, figures) in live::CHAPTERS {
        for entry in *figures {
            let name = format!("{chapter}-{}.json", entry.about.name);
            let source = std::fs::read_to_string(recorded().join(&name));
            let source = source.unwrap_or_else(|why| panic!("{name}: {why}; {remedy}"));
            let still: Value = serde_json::from_str(&source).expect("it was written as JSON");
            let about = entry.about;
            let says = [about.title, about.attempt, about.notice];
            assert_eq!(
                json!(says),
                json!([still["title"], still["try"], still["notice"]]),
                "{name}: {remedy}"
            );
            let now = Session::open(entry).json();
            assert_eq!(outline(&now), outline(&still), "{name}: {remedy}");
            known.insert(name);
        }
    }
    let files = std::fs::read_dir(recorded()).expect("the folder is there");
    let files: BTreeSet<String> = files
        .flatten()
        .filter_map(|file| file.file_name().into_string().ok())
        .collect();
    assert_eq!(files, known, "{remedy}");
}

/// A figure that no chapter shows, or a chapter's figure that is not there, is somebody's mistake.
#[test]
fn every_figure_stands_in_its_chapter_once() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src");
    let pages = std::fs::read_dir(&source)
        .expect("the chapters are there")
        .flatten();
    let mut shown = Vec::new();
    for page in pages {
        let text = std::fs::read_to_string(page.path()).unwrap_or_default();
        let directives = text
            .split("{{#live ")
            .skip(1)
            .filter_map(|rest| rest.split("}}").next());
        shown.extend(directives.map(str::to_string));
    }
    shown.sort();
    let figures = |(chapter, figures): &(&str, &[live::Entry])| -> Vec<String> {
        figures
            .iter()
            .map(|entry| format!("{chapter} {}", entry.about.name))
            .collect()
    };
    let mut known: Vec<String> = live::CHAPTERS.iter().flat_map(figures).collect();
    known.sort();
    assert_eq!(shown, known);
}
