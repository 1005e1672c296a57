//! The light markup of a caption: `code`, *emphasis*, **strong** and formulas.

use crate::math::{Display, to_mathml};

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

/// A caption as HTML. The marks are those of labkit's `markup.rs`, and formulas.
///
/// # Errors
/// When a formula in it cannot be converted.
pub(crate) fn html(text: &str) -> Result<String, String> {
    let mut out = String::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        // In `3*4*5` the stars are arithmetic.
        let after_word = text[..at].ends_with(char::is_alphanumeric);
        if let Some((html, length)) = marked(&text[at..], after_word)? {
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
fn marked(text: &str, after_word: bool) -> Result<Option<(String, usize)>, String> {
    for (mark, tag) in [("`", "code"), ("**", "strong"), ("*", "em")] {
        let Some(inside) = enclosed(text, mark).filter(|_| mark == "`" || !after_word) else {
            continue;
        };
        let inner = if tag == "code" {
            escape(inside)
        } else {
            html(inside)?
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
}
