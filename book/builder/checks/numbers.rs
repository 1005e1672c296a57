//! The numbers the book quotes are the numbers the lab gets.

use super::compare::numbers_agree;
use crate::Findings;
use serde_json::{Map, Value};
use std::fs;
use std::path::Path;

/// Compares `numbers.json` of `lab` recorded in `root/book/recorded` with the one just made in `fresh`: the same
/// names, every value within `tolerance` (relative). Returns how many numbers were compared.
///
/// # Errors
/// Every number that differs, and every name that only one side has.
pub fn check_numbers(
    root: &Path,
    lab: &str,
    fresh: &Path,
    tolerance: f64,
) -> Result<usize, Findings> {
    let mut findings = Findings::new();
    let remedy = format!("record it with `cargo run -p book -- record {lab}`");
    let recorded = read(&root.join("book/recorded").join(lab), &mut findings);
    let fresh = read(fresh, &mut findings);
    for (name, old) in &recorded {
        match fresh.get(name) {
            None => findings.push(format!(
                "{lab}: the number `{name}` is recorded, but the lab has it no more; {remedy}"
            )),
            Some(new) if !agree(old, new, tolerance) => {
                findings.push(format!(
                    "{lab}: the number `{name}` was recorded as {old} and is now {new}; {remedy}"
                ));
            }
            Some(_) => {}
        }
    }
    for name in fresh.keys().filter(|name| !recorded.contains_key(*name)) {
        findings.push(format!(
            "{lab}: the number `{name}` was never recorded; {remedy}"
        ));
    }
    findings.verdict(recorded.len())
}

fn agree(a: &Value, b: &Value, tolerance: f64) -> bool {
    match (a.as_f64(), b.as_f64()) {
        (Some(a), Some(b)) => numbers_agree(a, b, tolerance),
        _ => a == b,
    }
}

fn read(folder: &Path, findings: &mut Findings) -> Map<String, Value> {
    let path = folder.join("numbers.json");
    let parsed = fs::read_to_string(&path).map_err(|error| error.to_string());
    match parsed.and_then(|text| serde_json::from_str(&text).map_err(|error| error.to_string())) {
        Ok(numbers) => numbers,
        Err(error) => {
            findings.push(format!("{} cannot be read: {error}", path.display()));
            Map::new()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(recorded: &str, fresh: &str) -> Result<usize, Findings> {
        let root = tempfile::tempdir().unwrap();
        let (old, new) = (
            root.path().join("book/recorded/lab05"),
            root.path().join("fresh"),
        );
        for (folder, text) in [(&old, recorded), (&new, fresh)] {
            fs::create_dir_all(folder).unwrap();
            fs::write(folder.join("numbers.json"), text).unwrap();
        }
        check_numbers(root.path(), "lab05", &new, 0.02)
    }

    #[test]
    fn close_numbers_hold() {
        assert_eq!(
            check(r#"{"a": 0.921, "b": 7850}"#, r#"{"b": 7850.0, "a": 0.925}"#).unwrap(),
            2
        );
    }

    #[test]
    fn far_lost_and_new_numbers_are_named() {
        assert!(
            check(r#"{"a": 0.92}"#, r#"{"a": 0.82}"#)
                .unwrap_err()
                .to_string()
                .contains("0.82")
        );
        assert!(
            check(r#"{"a": 1}"#, "{}")
                .unwrap_err()
                .to_string()
                .contains("no more")
        );
        assert!(
            check("{}", r#"{"a": 1}"#)
                .unwrap_err()
                .to_string()
                .contains("never recorded")
        );
        assert!(check(r#"{"a": 1}"#, r#"{"a": null}"#).is_err());
        assert!(
            check("[", "{}")
                .unwrap_err()
                .to_string()
                .contains("cannot be read")
        );
    }
}
