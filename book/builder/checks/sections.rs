//! Sections are called by their names: a number says nothing to a reader, and is wrong once a section is added.

use super::{files, shown};
use crate::references;
use crate::scan::line_of;
use crate::{Findings, Records, labs};
use std::fs;
use std::path::Path;

/// Looks for "section 7" in the chapters and in what the labs said when they were recorded. Returns how many texts
/// were looked at.
///
/// # Errors
/// Every section that is called by its number. (Section 4.4 of somebody's book is another matter.)
pub fn check_section_numbers(root: &Path) -> Result<usize, Findings> {
    let mut findings = Findings::new();
    let mut texts = files(&root.join("book/src"), "md");
    texts.extend(files(&root.join("book/recorded"), "json"));
    for file in &texts {
        let text = fs::read_to_string(file).unwrap_or_default();
        for (at, words) in numbered(&text) {
            findings.push(format!(
                "{}:{}: \"{words}\": call the section by its name",
                shown(file, root),
                line_of(&text, at)
            ));
        }
    }
    findings.verdict(texts.len())
}

/// Each "section 7", and where it stands.
fn numbered(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let found = move |(at, word): (usize, &str)| {
        let after = at + word.len();
        let rest = &text[after..];
        let number = rest.strip_prefix('s').unwrap_or(rest).strip_prefix(' ')?;
        let length = digits(number);
        let decimal = number[length..]
            .strip_prefix('.')
            .is_some_and(|s| digits(s) > 0);
        let from = at - 1;
        let starts = matches!(text.as_bytes()[from], b's' | b'S');
        let inside = text[..from].ends_with(|c: char| c.is_alphanumeric() || c == '-');
        let end = after + rest.len() - number.len() + length;
        (length > 0 && !decimal && starts && !inside).then(|| (from, &text[from..end]))
    };
    // The first letter may be a capital.
    text.match_indices("ection")
        .filter(|(at, _)| *at > 0)
        .filter_map(found)
}

/// Checks that every reference in what the labs said leads to a section that some lab has. Returns how many there are.
///
/// # Errors
/// Every reference that leads nowhere.
pub fn check_references(root: &Path) -> Result<usize, Findings> {
    let records = Records::new(root.join("book/recorded"));
    let mut findings = Findings::new();
    let mut looked_at = 0;
    for lab in labs::all(root) {
        for file in files(&records.of(&lab.package).join("transcript"), "json") {
            let section = file.file_stem().unwrap_or_default().to_string_lossy();
            let blocks = match records.blocks(&lab.package, &section) {
                Ok(blocks) => blocks,
                Err(why) => {
                    findings.push(why);
                    continue;
                }
            };
            let said: Vec<String> = blocks.iter().flat_map(|block| block.said()).collect();
            for to in said.iter().flat_map(|line| references::all(line)) {
                looked_at += 1;
                let other = to.lab.unwrap_or(&lab.package);
                if records.blocks(other, to.slug).is_err() {
                    findings.push(format!(
                        "{}: section `{section}` refers to `{}`, but {other} has no section `{}`",
                        lab.package, to.title, to.slug
                    ));
                }
            }
        }
    }
    findings.verdict(looked_at)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A workspace with one chapter and one lab of one section that says one line.
    fn workspace(chapter: &str, line: &str) -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        let at = |path: &str| root.path().join(path);
        for folder in ["book/src", "book/recorded/lab01/transcript", "labs/01-x"] {
            fs::create_dir_all(at(folder)).unwrap();
        }
        fs::write(at("labs/01-x/Cargo.toml"), "").unwrap();
        fs::write(at("book/src/01-x.md"), chapter).unwrap();
        let blocks = serde_json::json!([{ "kind": "prose", "lines": [line] }]);
        fs::write(
            at("book/recorded/lab01/transcript/here.json"),
            blocks.to_string(),
        )
        .unwrap();
        root
    }

    #[test]
    fn a_section_called_by_its_number_is_named() {
        for (chapter, line, complaint) in [
            (
                "one\nas section 7 says",
                "",
                "book/src/01-x.md:2: \"section 7\"",
            ),
            ("Sections 3 and 4", "", "\"Sections 3\""),
            ("", "(see section 15.)", "here.json:1: \"section 15\""),
        ] {
            let root = workspace(chapter, line);
            let found = check_section_numbers(root.path()).unwrap_err().to_string();
            assert!(found.contains(complaint), "{found}");
        }
    }

    #[test]
    fn other_sections_and_numbers_are_none() {
        let fine = "the section 'Here', `--section 3`, section 4.4 of [GBC], 3 sections, dissection 2, ection 1";
        let root = workspace(fine, fine);
        assert_eq!(check_section_numbers(root.path()).unwrap(), 2);
    }

    #[test]
    fn references_lead_to_a_section() {
        let check = |line| check_references(workspace("", line).path());
        assert_eq!(check("[Here](#here), [Here](lab01#here)").unwrap(), 2);
        for line in ["[There](#there)", "[Here](lab02#here)"] {
            let found = check(line).unwrap_err().to_string();
            assert!(found.contains("lab01: section `here` refers to"), "{found}");
        }
    }
}
