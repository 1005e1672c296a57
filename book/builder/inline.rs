//! The light markup of a caption: `code`, *emphasis*, **strong**, references to sections, and formulas.

use crate::math::{Display, to_mathml};
use crate::{Records, references};

/// Text as HTML that Markdown leaves alone.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // mdBook's own directives must not wake up inside a transcript.
            '{' => out.push_str("&#123;"),
            '\r' => {}
            _ => out.push(c),
        }
    }
    out
}

/// What `lab` said, as HTML. The marks are those of labkit's `markup.rs`, and formulas.
///
/// # Errors
/// When a formula in it cannot be converted, or a reference leads nowhere.
pub(crate) fn html(text: &str, records: &Records, lab: &str) -> Result<String, String> {
    let mut out = String::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        // In `3*4*5` the stars are arithmetic.
        let after_word = text[..at].ends_with(char::is_alphanumeric);
        if let Some((html, length)) = marked(&text[at..], after_word, records, lab)? {
            out.push_str(&html);
            at += length;
        } else {
            out.push_str(&escape(&text[at..at + first.len_utf8()]));
            at += first.len_utf8();
        }
    }
    Ok(out)
}

/// The marked piece that `text` begins with, as HTML, and its length.
fn marked(
    text: &str,
    after_word: bool,
    records: &Records,
    lab: &str,
) -> Result<Option<(String, usize)>, String> {
    if let Some((to, length)) = references::leading(text) {
        let href = records.href(to.lab.unwrap_or(lab), to.slug)?;
        return Ok(Some((
            format!("<a href=\"{href}\">{}</a>", escape(to.title)),
            length,
        )));
    }
    for (mark, tag) in [("`", "code"), ("**", "strong"), ("*", "em")] {
        let Some(inside) = enclosed(text, mark).filter(|_| mark == "`" || !after_word) else {
            continue;
        };
        let inner = if tag == "code" {
            escape(inside)
        } else {
            html(inside, records, lab)?
        };
        let length = inside.len() + 2 * mark.len();
        return Ok(Some((format!("<{tag}>{inner}</{tag}>"), length)));
    }
    match enclosed(text, "$") {
        Some(inside) => Ok(Some((
            to_mathml(inside, Display::Inline)?,
            inside.len() + 2,
        ))),
        None => Ok(None),
    }
}

/// What stands between two marks, when it neither begins nor ends with a space. No word follows a star that closes.
fn enclosed<'t>(text: &'t str, mark: &str) -> Option<&'t str> {
    let inside = text.strip_prefix(mark)?;
    let goes_on = |c: char| c.is_alphanumeric() || c == '*';
    let closes = |&end: &usize| {
        let (before, after) = (&inside[..end], &inside[end + mark.len()..]);
        !mark.starts_with('*') || !(before.ends_with(' ') || after.starts_with(goes_on))
    };
    let mut ends = inside.match_indices(mark).map(|(end, _)| end);
    let inside = &inside[..ends.find(closes)?];
    let tight = !inside.is_empty() && !inside.starts_with([' ', '*']) && !inside.ends_with(' ');
    tight.then_some(inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(text: &str) -> Result<String, String> {
        super::html(text, &Records::new("nowhere"), "lab01")
    }

    #[test]
    fn each_mark() {
        assert_eq!(
            html("a < `b<c` & *d* **e**").unwrap(),
            "a &lt; <code>b&lt;c</code> &amp; <em>d</em> <strong>e</strong>"
        );
        assert!(
            html("slope $w$")
                .unwrap()
                .contains("<math><mi>w</mi></math>")
        );
        for plain in ["2 * 3 * 4 costs $5", "3*4*5 = 60", "w*x + *b", "2 ** 3"] {
            assert_eq!(html(plain).unwrap(), plain);
        }
    }

    #[test]
    fn a_wrong_formula_is_an_error() {
        assert!(html(r"see $\nosuch$").is_err());
    }

    #[test]
    fn a_reference_leads_to_the_heading_of_its_chapter() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("src")).unwrap();
        std::fs::write(folder.path().join("src/01-x.md"), "## Here, now").unwrap();
        let records = Records::new(folder.path().join("recorded"));
        let said = |text: &str, lab: &str| super::html(text, &records, lab);
        let link = "see <a href=\"01-x.html#here-now\">Here</a>";
        assert_eq!(said("see [Here](#here)", "lab01").unwrap(), link);
        assert_eq!(said("see [Here](lab01#here)", "lab02").unwrap(), link);
        assert!(said("see [There](#there)", "lab01").is_err());
    }
}
