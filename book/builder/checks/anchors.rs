//! Every `{{#include path:anchor}}` of the book names code that is there.

use super::{files, shown};
use crate::Findings;
use crate::scan::line_of;
use std::fs;
use std::path::Path;

/// Checks every include in `root/book/src`. Returns how many there are.
///
/// # Errors
/// Every include whose file or anchor is missing, never closed, or empty.
pub fn check_anchors(root: &Path) -> Result<usize, Findings> {
    let mut findings = Findings::new();
    let mut looked_at = 0;
    for chapter in files(&root.join("book/src"), "md") {
        let name = shown(&chapter, root);
        match fs::read_to_string(&chapter) {
            Ok(text) => looked_at += check_includes(&name, &chapter, &text, &mut findings),
            Err(error) => findings.push(format!("{name} cannot be read: {error}")),
        }
    }
    findings.verdict(looked_at)
}

/// Checks the includes in one chapter's `text`, which is (or would be) the file at `path`. Returns how many.
pub(crate) fn check_includes(
    name: &str,
    path: &Path,
    text: &str,
    findings: &mut Findings,
) -> usize {
    let mut count = 0;
    for (at, _) in text.match_indices("{{#") {
        let inside = text[at + 3..].split("}}").next().unwrap_or("");
        let words: Vec<&str> = inside.split_whitespace().collect();
        let [kind, target, ..] = words.as_slice() else {
            continue;
        };
        if !matches!(*kind, "include" | "rustdoc_include" | "playground")
            || text[..at].ends_with('\\')
        {
            continue;
        }
        count += 1;
        if let Err(why) = check_target(path, target) {
            findings.push(format!(
                "{name}:{}: {{{{#{inside}}}}}: {why}",
                line_of(text, at)
            ));
        }
    }
    count
}

/// Code that a chapter shows.
#[derive(Debug, PartialEq)]
pub(crate) struct Code {
    pub text: String,
    /// The number of its first line that says something, in its file.
    pub line: usize,
}

/// The code an include stands for, without its anchor marks and moved to the left margin: code out of the middle
/// of an `impl` need not keep its distance from a margin that is not shown. `None` if there is no such code.
pub(crate) fn code_of(chapter: &Path, target: &str) -> Option<Code> {
    let (file, anchor) = target
        .split_once(':')
        .map_or((target, None), |(file, anchor)| (file, Some(anchor)));
    let source = fs::read_to_string(chapter.parent()?.join(file)).ok()?;
    let lines = match anchor {
        Some(anchor) => anchored(&source, anchor).ok()?,
        None => (1..).zip(source.lines()).collect(),
    };
    let unmarked = lines.into_iter().filter(|(_, line)| !is_mark(line));
    let (numbers, lines): (Vec<usize>, Vec<&str>) = unmarked.unzip();
    let first = lines.iter().position(|line| !line.trim().is_empty())?;
    let said = lines.iter().filter(|line| !line.trim().is_empty());
    let margin = said
        .map(|line| line.len() - line.trim_start_matches(' ').len())
        .min()
        .unwrap_or(0);
    let moved: Vec<&str> = lines
        .iter()
        .map(|line| line.get(margin..).unwrap_or(""))
        .collect();
    Some(Code {
        text: moved.join("\n"),
        line: numbers[first],
    })
}

/// Whether a line is nothing but an anchor's mark, of any anchor.
fn is_mark(line: &str) -> bool {
    line.contains("ANCHOR:") || line.contains("ANCHOR_END:")
}

fn check_target(chapter: &Path, target: &str) -> Result<(), String> {
    let (file, part) = target
        .split_once(':')
        .map_or((target, None), |(file, part)| (file, Some(part)));
    let path = chapter.parent().unwrap_or(chapter).join(file);
    let source =
        fs::read_to_string(&path).map_err(|error| format!("{file} cannot be read: {error}"))?;
    let code = match part {
        None => (1..).zip(source.lines()).collect(),
        Some(part) if part.starts_with(|c: char| c.is_ascii_digit() || c == ':') => {
            return Err("line numbers shift when the code changes; use an anchor".into());
        }
        Some(anchor) => anchored(&source, anchor)?,
    };
    let says_something = |(_, line): &(usize, &str)| !line.trim().is_empty() && !is_mark(line);
    if code.iter().any(says_something) {
        Ok(())
    } else {
        Err("there is nothing in it".into())
    }
}

/// The lines between `ANCHOR: name` and `ANCHOR_END: name`, with their numbers.
fn anchored<'s>(source: &'s str, anchor: &str) -> Result<Vec<(usize, &'s str)>, String> {
    let marks = |line: &str, mark: &str| {
        let name = line.split_once(mark).map(|(_, rest)| rest.trim_start());
        name.is_some_and(|name| {
            name.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-'))
                .next()
                == Some(anchor)
        })
    };
    let lines: Vec<&str> = source.lines().collect();
    let opens: Vec<usize> = (0..lines.len())
        .filter(|&i| marks(lines[i], "ANCHOR:"))
        .collect();
    let [open] = opens.as_slice() else {
        return Err(match opens.len() {
            0 => format!("there is no `// ANCHOR: {anchor}`"),
            many => format!("`// ANCHOR: {anchor}` is there {many} times"),
        });
    };
    let length = lines[open + 1..]
        .iter()
        .position(|line| marks(line, "ANCHOR_END:"));
    let length = length.ok_or_else(|| {
        format!("`// ANCHOR: {anchor}` is never closed with `// ANCHOR_END: {anchor}`")
    })?;
    let lines = (open + 2..).zip(lines[open + 1..].iter().copied());
    Ok(lines.take(length).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(chapter: &str, code: &str) -> Result<usize, Findings> {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("book/src")).unwrap();
        fs::write(root.path().join("book/src/a.md"), chapter).unwrap();
        fs::write(root.path().join("book/x.rs"), code).unwrap();
        check_anchors(root.path())
    }

    #[test]
    fn code_is_moved_to_the_margin_and_loses_its_marks() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("x.rs"), "    // ANCHOR: f\n    fn f() {\n        // ANCHOR: g\n\n        1\n        // ANCHOR_END: g\n    }\n    // ANCHOR_END: f\n").unwrap();
        assert_eq!(
            code_of(&root.path().join("a.md"), "x.rs:f").unwrap(),
            Code {
                text: "fn f() {\n\n    1\n}".into(),
                line: 2
            }
        );
        assert_eq!(code_of(&root.path().join("a.md"), "x.rs:h"), None);
    }

    const CODE: &str = "// ANCHOR: f\nfn f() {}\n// ANCHOR_END: f\n// ANCHOR: empty\n\n// ANCHOR_END: empty\n// ANCHOR: open\nfn g() {}\n";

    #[test]
    fn what_is_there_is_found() {
        let chapter = "{{#include ../x.rs:f}} {{#include ../x.rs}} \\{{#include nowhere}} {{#number lab01 a}}";
        assert_eq!(check(chapter, CODE).unwrap(), 2);
    }

    #[test]
    fn what_is_not_there_is_named() {
        for (target, why) in [
            ("../y.rs:f", "cannot be read"),
            ("../x.rs:ff", "no `// ANCHOR: ff`"),
            ("../x.rs:empty", "nothing in it"),
            ("../x.rs:open", "never closed"),
            ("../x.rs:2:3", "use an anchor"),
        ] {
            let complaint = check(&format!("text\n{{{{#include {target}}}}}"), CODE)
                .unwrap_err()
                .to_string();
            assert!(
                complaint.starts_with("book/src/a.md:2:") && complaint.contains(why),
                "{complaint}"
            );
        }
    }

    #[test]
    fn an_anchor_given_twice_is_refused() {
        let twice = format!("{CODE}{CODE}");
        assert!(
            check("{{#include ../x.rs:f}}", &twice)
                .unwrap_err()
                .to_string()
                .contains("2 times")
        );
    }
}
