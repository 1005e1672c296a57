//! Every relative link in the book and in the READMEs leads somewhere.

use super::headings::{Link, outline};
use super::{files, shown};
use crate::Findings;
use crate::scan::line_of;
use std::fs;
use std::path::{Component, Path, PathBuf};

/// Checks the links of the chapters in `root/book/src` and of every other Markdown file in the workspace.
/// Returns how many relative links there are. What begins with a scheme (`https:`) is not followed.
///
/// # Errors
/// Every link whose file or heading is missing, every chapter that leads out of the book, and every chapter
/// that the table of contents forgot.
pub fn check_links(root: &Path) -> Result<usize, Findings> {
    let mut findings = Findings::new();
    let mut looked_at = 0;
    for file in files(root, "md") {
        let name = shown(&file, root);
        let Ok(text) = fs::read_to_string(&file) else {
            findings.push(format!("{name} cannot be read"));
            continue;
        };
        for link in outline(&text).links {
            if let Some(outcome) = check_link(root, &file, &link) {
                looked_at += 1;
                if let Err(why) = outcome {
                    findings.push(format!(
                        "{name}:{}: the link to `{}`: {why}",
                        line_of(&text, link.at),
                        link.to
                    ));
                }
            }
        }
    }
    findings.extend(forgotten_chapters(root));
    findings.verdict(looked_at)
}

/// `None` for a link that leaves this computer.
fn check_link(root: &Path, from: &Path, link: &Link) -> Option<Result<(), String>> {
    let to = link.to.replace("%20", " ");
    let scheme = to
        .split(['/', '#'])
        .next()
        .is_some_and(|first| first.contains(':'));
    if scheme || to.starts_with("//") {
        return None;
    }
    let (path, fragment) = to
        .split_once('#')
        .map_or((to.as_str(), None), |(path, fragment)| {
            (path, Some(fragment))
        });
    let target = if path.is_empty() {
        from.to_path_buf()
    } else {
        flat(&from.parent().unwrap_or(root).join(path))
    };
    Some(check_target(root, from, &target, fragment))
}

fn check_target(
    root: &Path,
    from: &Path,
    target: &Path,
    fragment: Option<&str>,
) -> Result<(), String> {
    let book = root.join("book/src");
    if from.starts_with(&book) && !target.starts_with(&book) {
        return Err("it leads out of the book, where a reader of the built pages finds nothing; name the file in `code` instead".into());
    }
    if !target.exists() {
        return Err("there is no such file".into());
    }
    let Some(fragment) = fragment.filter(|_| {
        target
            .extension()
            .is_some_and(|extension| extension == "md")
    }) else {
        return Ok(());
    };
    let text = fs::read_to_string(target).map_err(|error| error.to_string())?;
    if outline(&text).ids.iter().any(|id| id == fragment) {
        Ok(())
    } else {
        Err(format!("the file has no heading `#{fragment}`"))
    }
}

/// The path without `.` and `..`, without asking the disk.
pub(crate) fn flat(path: &Path) -> PathBuf {
    path.components().fold(PathBuf::new(), |mut flat, part| {
        match part {
            Component::ParentDir => _ = flat.pop(),
            Component::CurDir => {}
            other => flat.push(other),
        }
        flat
    })
}

fn forgotten_chapters(root: &Path) -> Findings {
    let mut findings = Findings::new();
    let book = root.join("book/src");
    let Ok(summary) = fs::read_to_string(book.join("SUMMARY.md")) else {
        return findings;
    };
    let listed: Vec<PathBuf> = outline(&summary)
        .links
        .iter()
        .map(|link| flat(&book.join(&link.to)))
        .collect();
    for chapter in files(&book, "md") {
        if !chapter.ends_with("SUMMARY.md") && !listed.contains(&chapter) {
            findings.push(format!(
                "{} is not listed in book/src/SUMMARY.md",
                shown(&chapter, root)
            ));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(chapter: &str, readme: &str) -> Result<usize, Findings> {
        let root = tempfile::tempdir().unwrap();
        let book = root.path().join("book/src");
        fs::create_dir_all(&book).unwrap();
        fs::write(book.join("SUMMARY.md"), "- [A](a.md)\n- [B](b.md)\n").unwrap();
        fs::write(book.join("a.md"), chapter).unwrap();
        fs::write(book.join("b.md"), "# B\n## Two words\n").unwrap();
        fs::write(root.path().join("README.md"), readme).unwrap();
        check_links(root.path())
    }

    #[test]
    fn good_links_are_counted() {
        let links = "[b](b.md) [c](b.md#two-words) [d](#here) [e](https://example.org/nowhere)\n\n## Here\n";
        assert_eq!(check(links, "[book](book/src/a.md)").unwrap(), 2 + 4);
    }

    #[test]
    fn broken_links_are_named() {
        for (link, why) in [
            ("[x](c.md)", "no such file"),
            ("[x](b.md#three)", "#three"),
            ("[x](#nowhere)", "#nowhere"),
            ("[x](../../README.md)", "out of the book"),
        ] {
            let complaint = check(link, "").unwrap_err().to_string();
            assert!(
                complaint.starts_with("book/src/a.md:1:") && complaint.contains(why),
                "{complaint}"
            );
        }
        assert!(
            check("", "one\n[lab](labs/01)")
                .unwrap_err()
                .to_string()
                .starts_with("README.md:2:")
        );
    }

    #[test]
    fn a_chapter_outside_the_table_of_contents_is_named() {
        let root = tempfile::tempdir().unwrap();
        let book = root.path().join("book/src");
        fs::create_dir_all(&book).unwrap();
        fs::write(book.join("SUMMARY.md"), "").unwrap();
        fs::write(book.join("lost.md"), "").unwrap();
        assert!(
            check_links(root.path())
                .unwrap_err()
                .to_string()
                .contains("lost.md is not listed")
        );
    }
}
