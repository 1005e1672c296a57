//! What the book says a lab prints is what the lab prints.

use super::compare::lines_agree;
use crate::blocks::Block;
use crate::{Findings, Records};
use std::collections::BTreeSet;
use std::path::Path;

/// How far a printed number may be from its record, relative to the larger of the two.
pub const TOLERANCE: f64 = 0.02;

/// Compares the transcripts of `lab` recorded in `root/book/recorded` with those just made in `fresh` (a folder
/// as [`run_lab`](crate::record::run_lab) fills it), block by block. Kinds and words must be equal, numbers within
/// `tolerance` (see [`TOLERANCE`]). Lines that begin with ⏱ tell times, and lines that begin with ✎ what a network made up
/// by drawing at random; neither are compared. Returns how many sections were compared.
///
/// # Errors
/// The first line that differs in each section, and each section that only one side has.
pub fn check_transcript(
    root: &Path,
    lab: &str,
    fresh: &Path,
    tolerance: f64,
) -> Result<usize, Findings> {
    let recorded = root.join("book/recorded").join(lab);
    let (old, new) = (names(&recorded), names(fresh));
    let mut findings = Findings::new();
    let remedy = format!("record it with `cargo run -p book -- record {lab}`");
    for name in old.symmetric_difference(&new) {
        let where_it_is = if old.contains(name) {
            "recorded, but the lab has it no more"
        } else {
            "in the lab, but was never recorded"
        };
        findings.push(format!(
            "{lab}: section `{name}` is {where_it_is}; {remedy}"
        ));
    }
    for name in old.intersection(&new) {
        match (blocks_of(&recorded, name), blocks_of(fresh, name)) {
            (Ok(old), Ok(new)) => {
                if let Some(difference) = first_difference(&old, &new, tolerance) {
                    findings.push(format!("{lab}: section `{name}`, {difference}\n  {remedy}"));
                }
            }
            (Err(why), _) | (_, Err(why)) => findings.push(format!("{lab}: {why}")),
        }
    }
    if old.is_empty() {
        findings.push(format!("{lab} has no recorded transcript; {remedy}"));
    }
    findings.verdict(old.len())
}

/// The names of the sections in a lab's record.
fn names(record: &Path) -> BTreeSet<String> {
    let files = super::files(&record.join("transcript"), "json");
    files
        .iter()
        .filter_map(|file| file.file_stem())
        .map(|stem| stem.to_string_lossy().into_owned())
        .collect()
}

/// The blocks of a section that say something that can be compared: the number and the kind of each, and its lines
/// with their numbers.
type Said = Vec<(usize, &'static str, Vec<(usize, String)>)>;

fn blocks_of(record: &Path, section: &str) -> Result<Said, String> {
    let holds = |line: &str| {
        let line = line.trim_start();
        !line.is_empty() && !line.starts_with(['⏱', '✎'])
    };
    let said = |(i, block): (usize, &Block)| {
        let lines = (1..).zip(block.said());
        let lines: Vec<_> = lines.filter(|(_, line)| holds(line)).collect();
        (!lines.is_empty()).then(|| (i + 1, block.kind(), lines))
    };
    let lab = record.file_name().unwrap_or_default().to_string_lossy();
    let records = Records::new(record.parent().unwrap_or(record));
    let blocks = records.blocks(&lab, section)?;
    Ok(blocks.iter().enumerate().filter_map(said).collect())
}

/// The first place where the record is not repeated, in words.
fn first_difference(recorded: &Said, fresh: &Said, tolerance: f64) -> Option<String> {
    for (i, (number, kind, old)) in recorded.iter().enumerate() {
        let Some((_, now, new)) = fresh.get(i) else {
            return Some(format!("block {number} ({kind}) is there no more"));
        };
        if kind != now {
            return Some(format!("block {number} was {kind} and is now {now}"));
        }
        let end = old.last().map_or(1, |(line, _)| line + 1);
        let nothing = (end, "(nothing)".to_string());
        for j in 0..old.len().max(new.len()) {
            let (line, old) = old.get(j).unwrap_or(&nothing);
            let (_, new) = new.get(j).unwrap_or(&nothing);
            if !lines_agree(old, new, tolerance) {
                return Some(format!(
                    "block {number} ({kind}), line {line} differs by more than {tolerance}\n  recorded: {old}\n  now:      {new}"
                ));
            }
        }
    }
    let (number, kind, _) = fresh.get(recorded.len())?;
    Some(format!("block {number} ({kind}) was never recorded"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};
    use std::fs;

    /// Sections, each with its blocks.
    fn check(recorded: &[(&str, Value)], fresh: &[(&str, Value)]) -> Result<usize, Findings> {
        let root = tempfile::tempdir().unwrap();
        for (folder, sections) in [("book/recorded/lab01", recorded), ("fresh", fresh)] {
            let folder = root.path().join(folder).join("transcript");
            fs::create_dir_all(&folder).unwrap();
            for (name, blocks) in sections {
                fs::write(folder.join(format!("{name}.json")), blocks.to_string()).unwrap();
            }
        }
        check_transcript(root.path(), "lab01", &root.path().join("fresh"), TOLERANCE)
    }

    fn complaint(recorded: Value, fresh: Value) -> String {
        let checked = check(&[("a", recorded)], &[("a", fresh)]);
        checked.unwrap_err().to_string()
    }

    fn lines<const N: usize>(lines: [&str; N]) -> Value {
        json!({ "kind": "lines", "lines": lines[..] })
    }

    fn prose<const N: usize>(lines: [&str; N]) -> Value {
        json!({ "kind": "prose", "lines": lines[..] })
    }

    #[test]
    fn the_same_but_for_digits_and_times_holds() {
        let table = |loss: &str, made_up: &str| json!({ "kind": "table", "header": ["step", "loss"], "numeric": [1], "rows": [["100", loss], ["✎ T", made_up]] });
        let old = [
            (
                "a",
                json!([lines(["loss 0.500", "⏱ 3.1 s", "end"]), prose(["⏱ 3.1 s"])]),
            ),
            (
                "b",
                json!([lines(["x", "  ✎ the cat"]), table("0.500", "cat")]),
            ),
        ];
        let new = [
            ("a", json!([lines(["loss 0.504", "", "⏱ 9.9 s", "end"])])),
            (
                "b",
                json!([
                    lines(["x", "  ✎ a dog sat", "  ✎ down"]),
                    table("0.501", "dog")
                ]),
            ),
        ];
        assert_eq!(check(&old, &new).unwrap(), 2);
    }

    #[test]
    fn the_first_line_that_differs_is_shown() {
        let one = prose(["first"]);
        let said = complaint(
            json!([one, lines(["one", "loss 0.5", "end"])]),
            json!([one, lines(["one", "loss 0.7", "fin"])]),
        );
        assert!(
            said.contains("lab01: section `a`, block 2 (lines), line 2 differs")
                && said.contains("loss 0.7")
                && !said.contains("fin"),
            "{said}"
        );
        let shorter = complaint(json!([prose(["one", "two"])]), json!([prose(["one"])]));
        assert!(shorter.contains("(nothing)"), "{shorter}");
        complaint(json!([prose(["one"])]), json!([prose(["one", "two"])]));
    }

    #[test]
    fn each_field_is_compared() {
        let prediction =
            |answer| json!([{ "kind": "prediction", "question": "q", "answer": answer }]);
        complaint(prediction("yes"), prediction("no"));
        let table = |cell, caption| json!([{ "kind": "table", "header": ["n", "m"], "numeric": [], "rows": [[cell, ""]], "caption": caption }]);
        complaint(table("a", "c"), table("b", "c"));
        complaint(table("a", "c"), table("a", "d"));
        let moved = json!([{ "kind": "table", "header": ["n", "m"], "numeric": [], "rows": [["", "a"]], "caption": "c" }]);
        complaint(table("a", "c"), moved);
        let picture = |caption, letters| json!([{ "kind": "picture", "slug": "s", "caption": caption, "lines": [letters] }]);
        complaint(picture("c", "@@"), picture("c", ".@"));
        complaint(picture("c", "@@"), picture("d", "@@"));
    }

    #[test]
    fn blocks_that_came_went_or_changed_their_kind_are_named() {
        let (words, figures) = (prose(["a"]), lines(["a"]));
        let said = complaint(json!([words, words]), json!([words, figures]));
        assert!(
            said.contains("block 2 was prose and is now lines"),
            "{said}"
        );
        let said = complaint(json!([words, words]), json!([words]));
        assert!(said.contains("block 2 (prose) is there no more"), "{said}");
        let said = complaint(json!([words]), json!([words, figures]));
        assert!(
            said.contains("block 2 (lines) was never recorded"),
            "{said}"
        );
    }

    #[test]
    fn sections_that_came_or_went_are_named() {
        let complaint = check(&[("old", json!([]))], &[("new", json!([]))])
            .unwrap_err()
            .to_string();
        assert!(
            complaint.contains("`old` is recorded") && complaint.contains("`new` is in the lab"),
            "{complaint}"
        );
        let nothing = check(&[], &[]).unwrap_err().to_string();
        assert!(nothing.contains("no recorded transcript"), "{nothing}");
    }
}
