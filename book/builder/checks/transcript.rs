//! What the book says a lab prints is what the lab prints.

use super::compare::lines_agree;
use crate::Findings;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// How far a printed number may be from its record, relative to the larger of the two.
pub const TOLERANCE: f64 = 0.02;

/// Compares the transcripts of `lab` recorded in `root/book/recorded` with those just made in `fresh` (a folder
/// as [`run_lab`](crate::record::run_lab) fills it). Words must be equal, numbers within `tolerance`
/// (see [`TOLERANCE`]). Lines that begin with ⏱ tell times, and lines that begin with ✎ what a network made up
/// by drawing lots; neither are compared. Returns how many sections were compared.
///
/// # Errors
/// The first line that differs in each section, and each section that only one side has.
pub fn check_transcript(
    root: &Path,
    lab: &str,
    fresh: &Path,
    tolerance: f64,
) -> Result<usize, Findings> {
    let recorded = root.join("book/recorded").join(lab).join("transcript");
    let fresh = fresh.join("transcript");
    let (old, new) = (names(&recorded), names(&fresh));
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
        let file = format!("{name}.txt");
        match (
            fs::read_to_string(recorded.join(&file)),
            fs::read_to_string(fresh.join(&file)),
        ) {
            (Ok(old), Ok(new)) => {
                if let Some((line, old, new)) = first_difference(&old, &new, tolerance) {
                    findings.push(format!(
                        "{lab}: recorded/{lab}/transcript/{file}:{line} differs by more than {tolerance}\n  recorded: {old}\n  now:      {new}\n  {remedy}"
                    ));
                }
            }
            (Err(error), _) | (_, Err(error)) => {
                findings.push(format!("{lab}: {file} cannot be read: {error}"))
            }
        }
    }
    if old.is_empty() {
        findings.push(format!("{lab} has no recorded transcript; {remedy}"));
    }
    findings.verdict(old.len())
}

/// The names of the sections that have a transcript.
fn names(folder: &Path) -> BTreeSet<String> {
    let files = super::files(folder, "txt");
    files
        .iter()
        .filter_map(|file| file.file_stem())
        .map(|stem| stem.to_string_lossy().into_owned())
        .collect()
}

/// The first line of the recorded text that the fresh one does not repeat: its number and both lines.
fn first_difference(
    recorded: &str,
    fresh: &str,
    tolerance: f64,
) -> Option<(usize, String, String)> {
    let said = |text: &str| -> Vec<(usize, String)> {
        let lines = text
            .lines()
            .enumerate()
            .map(|(i, line)| (i + 1, line.to_string()));
        lines
            .filter(|(_, line)| {
                !line.trim().is_empty() && !line.trim_start().starts_with(['⏱', '✎'])
            })
            .collect()
    };
    let (recorded, fresh) = (said(recorded), said(fresh));
    let nothing = (
        recorded.last().map_or(1, |(line, _)| line + 1),
        "(nothing)".to_string(),
    );
    (0..recorded.len().max(fresh.len())).find_map(|i| {
        let (old, new) = (
            recorded.get(i).unwrap_or(&nothing),
            fresh.get(i).unwrap_or(&nothing),
        );
        (!lines_agree(&old.1, &new.1, tolerance)).then(|| (old.0, old.1.clone(), new.1.clone()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(recorded: &[(&str, &str)], fresh: &[(&str, &str)]) -> Result<usize, Findings> {
        let root = tempfile::tempdir().unwrap();
        for (folder, sections) in [("book/recorded/lab01", recorded), ("fresh", fresh)] {
            let folder = root.path().join(folder).join("transcript");
            fs::create_dir_all(&folder).unwrap();
            for (name, text) in sections {
                fs::write(folder.join(format!("{name}.txt")), text).unwrap();
            }
        }
        check_transcript(root.path(), "lab01", &root.path().join("fresh"), TOLERANCE)
    }

    #[test]
    fn the_same_but_for_digits_and_times_holds() {
        let old = [
            ("a", "loss 0.500\n⏱ 3.1 s\nend\n"),
            ("b", "x\n  ✎ the cat\n"),
        ];
        let new = [
            ("a", "loss 0.504\n\n⏱ 9.9 s\nend\n"),
            ("b", "x\n  ✎ a dog sat\n  ✎ down\n"),
        ];
        assert_eq!(check(&old, &new).unwrap(), 2);
    }

    #[test]
    fn the_first_line_that_differs_is_shown() {
        let complaint = check(
            &[("a", "one\nloss 0.5\nend")],
            &[("a", "one\nloss 0.7\nfin")],
        )
        .unwrap_err()
        .to_string();
        assert!(
            complaint.contains("a.txt:2")
                && complaint.contains("loss 0.7")
                && !complaint.contains("fin"),
            "{complaint}"
        );
        assert!(
            check(&[("a", "one\ntwo")], &[("a", "one")])
                .unwrap_err()
                .to_string()
                .contains("(nothing)")
        );
        assert!(check(&[("a", "one")], &[("a", "one\ntwo")]).is_err());
    }

    #[test]
    fn sections_that_came_or_went_are_named() {
        let complaint = check(&[("old", "x")], &[("new", "x")])
            .unwrap_err()
            .to_string();
        assert!(
            complaint.contains("`old` is recorded") && complaint.contains("`new` is in the lab"),
            "{complaint}"
        );
        assert!(
            check(&[], &[])
                .unwrap_err()
                .to_string()
                .contains("no recorded transcript")
        );
    }
}
