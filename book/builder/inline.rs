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

/// A caption as HTML.
///
/// # Errors
/// When a formula in it cannot be converted.
pub(crate) fn html(text: &str) -> Result<String, String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if let Some((html, length)) = marked(rest)? {
            out.push_str(&html);
            rest = &rest[length..];
        } else {
            out.push_str(&escape(&rest[..first.len_utf8()]));
            rest = &rest[first.len_utf8()..];
        }
    }
    Ok(out)
}

/// The marked piece that `text` begins with, as HTML, and its length.
fn marked(text: &str) -> Result<Option<(String, usize)>, String> {
    for (mark, tag) in [("`", "code"), ("**", "strong"), ("*", "em")] {
        if let Some(inside) = enclosed(text, mark) {
            let inner = if tag == "code" {
                escape(inside)
            } else {
                html(inside)?
            };
            return Ok(Some((
                format!("<{tag}>{inner}</{tag}>"),
                inside.len() + 2 * mark.len(),
            )));
        }
    }
    match enclosed(text, "$") {
        Some(inside) => Ok(Some((
            to_mathml(inside, Display::Inline)?,
            inside.len() + 2,
        ))),
        None => Ok(None),
    }
}

/// What stands between two marks, when it neither begins nor ends with a space.
fn enclosed<'t>(text: &'t str, mark: &str) -> Option<&'t str> {
    let (inside, _) = text.strip_prefix(mark)?.split_once(mark)?;
    let tight = !inside.is_empty() && !inside.starts_with(' ') && !inside.ends_with(' ');
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
        assert_eq!(html("2 * 3 * 4 costs $5").unwrap(), "2 * 3 * 4 costs $5");
    }

    #[test]
    fn a_wrong_formula_is_an_error() {
        assert!(html(r"see $\nosuch$").is_err());
    }
}
