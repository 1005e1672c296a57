//! The pictures of the project's first page, the README: drawn from what was recorded, and kept beside it.

use crate::{overview, shot};
use std::fs;
use std::path::Path;

/// The columns of a terminal that a wide page has room for, and of one that fits a telephone.
const COLUMNS: (usize, usize) = (96, 44);

/// Draws the pictures anew, from what is recorded under `root`.
///
/// # Errors
/// When something that they are drawn from is missing or has another form, or they cannot be written.
pub(crate) fn draw(root: &Path) -> Result<(), String> {
    let folder = root.join("book/recorded");
    for (name, svg) in pictures(&folder)? {
        let path = folder.join(name);
        fs::write(&path, svg)
            .map_err(|error| format!("{} cannot be written: {error}", path.display()))?;
    }
    Ok(())
}

/// Each picture's file in the folder of what is recorded, and what belongs into it.
fn pictures(recorded: &Path) -> Result<[(&'static str, String); 3], String> {
    let read = |name: &str| {
        let path = recorded.join(name);
        fs::read_to_string(&path)
            .map_err(|error| format!("{} cannot be read: {error}", path.display()))
    };
    let session = read("first-hour/session.txt")?;
    let network = read("lab02/figures/network.svg")?;
    let reading = read("lab05/figures/network.svg")?;
    Ok([
        ("first-hour/failed.svg", shot::draw(&session, COLUMNS.0)?),
        (
            "first-hour/failed-narrow.svg",
            shot::draw(&session, COLUMNS.1)?,
        ),
        (
            "first-hour/course.svg",
            overview::draw(&network, &reading, &session)?,
        ),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pictures_show_what_is_recorded_now() {
        let folder = crate::workspace_root().join("book/recorded");
        for (name, svg) in pictures(&folder).unwrap() {
            let kept = fs::read_to_string(folder.join(name)).unwrap_or_default();
            assert!(
                kept.replace("\r\n", "\n") == svg,
                "book/recorded/{name} is out of date: cargo run -p book -- record readme"
            );
        }
    }

    #[test]
    fn no_line_of_the_terminal_is_too_long() {
        let folder = crate::workspace_root().join("book/recorded");
        let session = fs::read_to_string(folder.join("first-hour/session.txt")).unwrap();
        for columns in [COLUMNS.0, COLUMNS.1] {
            let svg = shot::draw(&session, columns).unwrap();
            for line in svg.lines().filter(|line| line.starts_with("<text")) {
                let tags = line.split('>').filter_map(|piece| piece.split('<').next());
                let long: usize = tags.map(|text| text.chars().count()).sum();
                assert!(long <= columns, "{long} characters of {columns}: {line}");
            }
        }
    }
}
