//! Code that the chapters show: it is cut out of its file, the listing says which file that is, and the whole file
//! gets a page of its own in the built book.
//!
//! mdBook empties the folder that it builds into, and copies there what lies beside the chapters. So the pages are
//! written to `src/code` (which git ignores): `cargo run -p book` and plain `mdbook build` and `serve` alike then find
//! them. What plain mdBook cannot do: `mdbook serve` builds once more when it sees that pages have changed there, and
//! follows only the files that book.toml lists, so a change in a lab shows when a chapter is saved.

use crate::checks::anchors::{Code, code_of};
use crate::checks::links::flat;
use crate::inline::escape;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

const STYLE: &str = include_str!("listings.css");

/// The files that are shown, from the root of the workspace, and the chapters that show each: page and title.
pub(crate) struct Listings {
    root: PathBuf,
    shown: BTreeMap<String, BTreeSet<(String, String)>>,
}

/// A chapter: its file, where it lies below the folder of the chapters, and its title.
pub(crate) struct Chapter<'c> {
    pub file: &'c Path,
    pub path: &'c str,
    pub title: &'c str,
}

impl Listings {
    /// Nothing is shown yet; `root` is the workspace's.
    pub(crate) fn new(root: &Path) -> Self {
        Self {
            root: root.to_path_buf(),
            shown: BTreeMap::new(),
        }
    }

    /// Replaces every line that includes code from an anchor by that code (other includes are left to mdBook), and
    /// says under each block that consists of code alone where it is from.
    pub(crate) fn fill(&mut self, chapter: &Chapter<'_>, text: &str) -> String {
        let mut out: Vec<String> = Vec::new();
        let mut fence: Option<Fence> = None;
        for line in text.lines() {
            let Some(target) = include(line) else {
                let closed = match &mut fence {
                    Some(open) => open.goes_on(line),
                    None => {
                        fence = Fence::opened_by(line);
                        false
                    }
                };
                out.push(line.to_string());
                if closed && let Some(fence) = fence.take() {
                    out.extend(self.origin(chapter, &fence));
                }
                continue;
            };
            let code = code_of(chapter.file, target);
            if let (Some(open), Some(code)) = (&mut fence, &code) {
                open.code.push((target.to_string(), code.line));
            }
            let anchored = code.filter(|_| target.contains(':'));
            out.push(anchored.map_or_else(|| line.to_string(), |Code { text, .. }| text));
        }
        out.join("\n")
    }

    /// The lines that say where the code in `fence` is from.
    fn origin(&mut self, chapter: &Chapter<'_>, fence: &Fence) -> Option<String> {
        if fence.other || fence.code.is_empty() {
            return None;
        }
        let up = "../".repeat(chapter.path.matches('/').count());
        let folder = chapter.file.parent()?;
        let mut links = Vec::new();
        for (target, line) in &fence.code {
            let path = flat(&folder.join(target.split(':').next()?));
            let parts = path.strip_prefix(&self.root).ok()?.iter();
            let parts: Vec<_> = parts.map(|part| part.to_string_lossy()).collect();
            let path = parts.join("/");
            links.push(format!(
                "<a href=\"{up}code/{path}.html#L{line}\">{path}</a>"
            ));
            let page = chapter.path.trim_end_matches(".md").to_string() + ".html";
            let shown = self.shown.entry(path).or_default();
            shown.insert((page, chapter.title.to_string()));
        }
        let (margin, links) = (&fence.margin, links.join(", "));
        Some(format!("\n{margin}<p class=\"listing-from\">{links}</p>\n"))
    }

    /// Writes a page for each file into `folder`, and removes the pages of files that are shown no more.
    pub(crate) fn write(&self, folder: &Path) -> io::Result<()> {
        let mut pages = BTreeSet::new();
        for (path, chapters) in &self.shown {
            let page = folder.join(format!("{path}.html"));
            let html = page_of(path, &fs::read_to_string(self.root.join(path))?, chapters);
            // A page that is as it was is left alone, or whoever watches the folder would build for ever.
            if fs::read_to_string(&page).ok().as_ref() != Some(&html) {
                fs::create_dir_all(page.parent().unwrap_or(folder))?;
                fs::write(&page, html)?;
            }
            pages.insert(page);
        }
        for old in crate::checks::files(folder, "html") {
            if !pages.contains(&old) {
                fs::remove_file(old)?;
            }
        }
        Ok(())
    }
}

/// The target of a line that is nothing but an include.
fn include(line: &str) -> Option<&str> {
    let inside = line.trim().strip_prefix("{{#include ")?;
    Some(inside.strip_suffix("}}")?.trim())
}

/// A code block that is open.
struct Fence {
    mark: String,
    margin: String,
    /// What it includes, and the first line of each.
    code: Vec<(String, usize)>,
    /// Whether it holds anything else.
    other: bool,
}

impl Fence {
    fn opened_by(line: &str) -> Option<Fence> {
        let rest = line.trim_start();
        let mark = rest.chars().next().filter(|c| matches!(c, '`' | '~'))?;
        let run = rest.chars().take_while(|&c| c == mark).count();
        (run >= 3).then(|| Fence {
            mark: mark.to_string().repeat(run),
            margin: line[..line.len() - rest.len()].to_string(),
            code: Vec::new(),
            other: false,
        })
    }

    /// Reads the next line; whether it closes the block.
    fn goes_on(&mut self, line: &str) -> bool {
        let line = line.trim();
        let closes = line.starts_with(&self.mark) && line.trim_matches(['`', '~']).is_empty();
        self.other |= !closes && !line.is_empty();
        closes
    }
}

fn page_of(path: &str, source: &str, chapters: &BTreeSet<(String, String)>) -> String {
    let up = "../".repeat(path.split('/').count());
    let back = chapters
        .iter()
        .map(|(page, title)| format!("<a href=\"{up}{page}\">{}</a>", escape(title)));
    let back = back.collect::<Vec<_>>().join(", ");
    let line = |(i, line): (usize, &str)| {
        let n = i + 1;
        format!(
            "<span id=\"L{n}\"><a href=\"#L{n}\" tabindex=\"-1\">{n}</a>{}\n</span>",
            escape(line)
        )
    };
    let lines: String = source.lines().enumerate().map(line).collect();
    // The reader's choice of theme in the book holds here too.
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{path}</title>\n\
         <style>\n{STYLE}</style>\n<script>\ntry {{\n  const theme = localStorage.getItem(\"mdbook-theme\");\n  \
         if (theme) document.documentElement.style.colorScheme = /coal|navy|ayu/.test(theme) ? \"dark\" : \"light\";\n\
         }} catch {{}}\n</script>\n</head>\n<body>\n<header><h1>{path}</h1><p>Shown in {back}</p></header>\n\
         <main tabindex=\"0\"><pre>{lines}</pre></main>\n</body>\n</html>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A workspace with a source file of five lines, and a chapter that says `text`; what becomes of it.
    fn filled(text: &str) -> (tempfile::TempDir, Listings, String) {
        let root = tempfile::tempdir().unwrap();
        let at = |path: &str| root.path().join(path);
        fs::create_dir_all(at("labs/01-x/src")).unwrap();
        fs::create_dir_all(at("book/src/part")).unwrap();
        let source = "// <top>\n  // ANCHOR: a\n\n  let x = 1;\n  // ANCHOR_END: a\n";
        fs::write(at("labs/01-x/src/x.rs"), source).unwrap();
        let mut listings = Listings::new(root.path());
        let chapter = Chapter {
            file: &at("book/src/part/a.md"),
            path: "part/a.md",
            title: "A & B",
        };
        let out = listings.fill(&chapter, text);
        (root, listings, out)
    }

    const FROM: &str = "<p class=\"listing-from\"><a href=\"../code/labs/01-x/src/x.rs.html#L4\">labs/01-x/src/x.rs</a></p>";

    #[test]
    fn a_listing_is_filled_and_says_where_it_is_from() {
        let include = "{{#include ../../../labs/01-x/src/x.rs:a}}";
        let (_root, _, out) = filled(&format!("```rust\n{include}\n```\n\\{include}"));
        assert_eq!(
            out,
            format!("```rust\n\nlet x = 1;\n```\n\n{FROM}\n\n\\{include}")
        );
    }

    #[test]
    fn a_whole_file_is_left_to_mdbook_and_begins_on_its_first_line() {
        let include = "{{#include ../../../labs/01-x/src/x.rs}}";
        let (_root, _, out) = filled(&format!("- ~~~~\n  ~~~~\n  {include}\n  ~~~~"));
        let from = FROM.replace("#L4", "#L1");
        assert!(
            out.ends_with(&format!("  {include}\n  ~~~~\n\n  {from}\n")),
            "{out}"
        );
    }

    #[test]
    fn what_is_no_listing_says_nothing() {
        for text in [
            "```text\nno include\n```",
            "```rust\nlet y = 2;\n{{#include ../../../labs/01-x/src/x.rs:a}}\n```",
            "{{#include ../../../labs/01-x/src/x.rs:a}}",
            "```rust\n{{#include ../../../../elsewhere.rs}}\n```",
        ] {
            let (_root, listings, out) = filled(text);
            assert!(!out.contains("listing-from"), "{out}");
            assert!(listings.shown.is_empty());
        }
    }

    #[test]
    fn each_file_that_is_shown_has_a_page_and_no_other() {
        let text = "```rust\n{{#include ../../../labs/01-x/src/x.rs:a}}\n```";
        let (root, listings, _) = filled(text);
        let folder = root.path().join("book/src/code");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("old.html"), "").unwrap();
        listings.write(&folder).unwrap();
        let path = folder.join("labs/01-x/src/x.rs.html");
        let page = fs::read_to_string(&path).unwrap();
        for part in [
            "<a href=\"../../../../part/a.html\">A &amp; B</a>",
            "<span id=\"L1\"><a href=\"#L1\" tabindex=\"-1\">1</a>// &lt;top&gt;\n</span>",
            "<span id=\"L5\">",
        ] {
            assert!(page.contains(part), "{part} is not in {page}");
        }
        assert!(!folder.join("old.html").exists());
        let written = fs::metadata(&path).unwrap().modified().unwrap();
        listings.write(&folder).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), written);
    }
}
