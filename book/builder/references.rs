//! References from a recorded text to a section: `[Title](#slug)` in the same lab, `[Title](lab05#slug)` in another.
//!
//! A lesson turns the title into the slug; a chapter has a heading for each section of its lab.

use crate::checks::headings::outline;
use crate::labs;
use std::fs;
use std::path::Path;

/// Where a reference leads.
#[derive(Debug, PartialEq)]
pub(crate) struct Reference<'t> {
    pub title: &'t str,
    /// `lab05`; `None` for the lab that says it.
    pub lab: Option<&'t str>,
    pub slug: &'t str,
}

/// The reference that `text` begins with, and its length.
pub(crate) fn leading(text: &str) -> Option<(Reference<'_>, usize)> {
    let (title, rest) = text.strip_prefix('[')?.split_once("](")?;
    let (target, _) = rest.split_once(')')?;
    let (lab, slug) = target.split_once('#')?;
    let lab_or_none = lab.is_empty() || lab.starts_with("lab");
    let plain = |text: &str| !text.is_empty() && !text.contains(['[', ']', '(', ' ']);
    let fits = lab_or_none && plain(slug) && !title.is_empty() && !title.contains(['[', ']']);
    fits.then(|| {
        let lab = (!lab.is_empty()).then_some(lab);
        let length = "[](#)".len() + title.len() + target.len() - "#".len();
        (Reference { title, lab, slug }, length)
    })
}

/// Every reference in `text`.
pub(crate) fn all(text: &str) -> impl Iterator<Item = Reference<'_>> {
    let opens = text.match_indices('[');
    opens.filter_map(|(at, _)| Some(leading(&text[at..])?.0))
}

/// The page and heading of a section, as seen from any other chapter; `chapters` is the folder of the chapters. A lab may
/// have several.
///
/// # Errors
/// When there is no chapter of that lab, or none of its headings is called like the section.
pub(crate) fn href(chapters: &Path, lab: &str, slug: &str) -> Result<String, String> {
    let names = labs::chapters(chapters, lab.trim_start_matches("lab"));
    for name in &names {
        let text = fs::read_to_string(chapters.join(name)).map_err(|e| format!("{name}: {e}"))?;
        if let Some(id) = heading(&outline(&text).ids, slug) {
            return Ok(format!("{}.html#{id}", name.trim_end_matches(".md")));
        }
    }
    Err(match names.is_empty() {
        true => format!("there is no chapter of {lab}"),
        false => format!(
            "{} has no heading for the section `{slug}`",
            names.join(" or ")
        ),
    })
}

/// The heading that is called like the section, or begins so and goes on.
fn heading<'i>(ids: &'i [String], slug: &str) -> Option<&'i String> {
    // A heading's id keeps a dash for each space; a slug has one between two words.
    let words = |id: &str| {
        let words = id.split('-').filter(|word| !word.is_empty());
        words.collect::<Vec<_>>().join("-")
    };
    let goes_on = format!("{slug}-");
    let exact = ids.iter().find(|id| words(id) == slug);
    exact.or_else(|| ids.iter().find(|id| words(id).starts_with(&goes_on)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_a_reference() {
        let (found, length) = leading("[Downhill](lab01#downhill), and").unwrap();
        assert_eq!(
            found,
            Reference {
                title: "Downhill",
                lab: Some("lab01"),
                slug: "downhill"
            }
        );
        assert_eq!(length, "[Downhill](lab01#downhill)".len());
        assert_eq!(leading("[A b](#a-b)").unwrap().0.lab, None);
        for text in [
            "[1, 2](3)",
            "[a](#)",
            "[](#a)",
            "x[0](#a b)",
            "[a[0]](#a)",
            "[a](b.md#c)",
        ] {
            assert_eq!(leading(text), None, "{text}");
        }
        assert_eq!(all("see [A](#a) or [0] or [B](lab02#b)").count(), 2);
    }

    #[test]
    fn a_section_is_found_by_its_heading() {
        let folder = tempfile::tempdir().unwrap();
        let text = "# C\n## A narrow door: the autoencoder\n## A — b\n## Narrow\n";
        fs::write(folder.path().join("09-codes.md"), text).unwrap();
        let to = |slug| href(folder.path(), "lab09", slug);
        assert_eq!(to("a-b").unwrap(), "09-codes.html#a--b");
        assert_eq!(
            to("a-narrow-door").unwrap(),
            "09-codes.html#a-narrow-door-the-autoencoder"
        );
        fs::write(folder.path().join("09-more.md"), "# M\n## On\n").unwrap();
        assert_eq!(to("on").unwrap(), "09-more.html#on");
        assert!(to("door").unwrap_err().contains("`door`"));
        assert!(href(folder.path(), "lab08", "a-b").is_err());
    }
}
