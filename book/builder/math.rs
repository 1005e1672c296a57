//! Formulas, from LaTeX to MathML, when the book is built: the reader's browser needs no script and no network.

use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// How a formula is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Display {
    /// In the line of text, `$…$`.
    Inline,
    /// On a line of its own, `$$…$$`.
    Block,
}

/// The MathML of a LaTeX formula, on one line, safe to stand inside Markdown.
///
/// # Errors
/// What the converter could not understand, for example an unknown command or an unclosed group.
pub fn to_mathml(latex: &str, display: Display) -> Result<String, String> {
    let converter =
        LatexToMathML::new(MathCoreConfig::default()).map_err(|error| format!("{error:?}"))?;
    let how = match display {
        Display::Inline => MathDisplay::Inline,
        Display::Block => MathDisplay::Block,
    };
    let latex = mark_boxes(latex.trim())?;
    // It panics where a column ends inside of an index, `a_&b`.
    let convert = || converter.convert_with_local_state(&latex, how);
    let math = catch_unwind(AssertUnwindSafe(convert))
        .map_err(|_| "the converter gives up on this formula")?
        .map_err(|error| error.to_string())?;
    let math = shield(&draw_boxes(&lower_primes(&math.mathml)));
    Ok(match display {
        Display::Inline => math,
        // A span, not a div: it may stand in a paragraph, a list or a table cell alike.
        Display::Block => format!("<span class=\"equation\">{math}</span>"),
    })
}

/// The converter knows no `\boxed`, and MathML Core has no box: it is a row with a border, in the style sheet. So
/// the two ends of a box go through the converter as words that no formula contains.
const BOX: [&str; 2] = ["boxopens", "boxcloses"];

fn mark_boxes(latex: &str) -> Result<String, String> {
    let [opens, closes] = BOX;
    let Some((before, inside)) = latex.split_once(r"\boxed{") else {
        return Ok(latex.to_string());
    };
    let end = closing_brace(inside).ok_or(r"`\boxed{` is never closed")?;
    let (inside, after) = (mark_boxes(&inside[..end])?, mark_boxes(&inside[end + 1..])?);
    Ok(format!(
        r"{before}{{\text{{{opens}}}{inside}\text{{{closes}}}}}{after}"
    ))
}

/// Where the brace closes that was opened just before `text`.
fn closing_brace(text: &str) -> Option<usize> {
    let mut depth = 0;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '{' => depth += 1,
            '}' if depth == 0 => return Some(at),
            '}' => depth -= 1,
            _ => {}
        }
    }
    None
}

fn draw_boxes(mathml: &str) -> String {
    let [opens, closes] = BOX.map(|word| format!("<mtext>{word}</mtext>"));
    mathml
        .replace(&opens, "<mrow class=\"boxed\">")
        .replace(&closes, "</mrow>")
}

/// Takes a lone prime out of its superscript. The prime of a mathematical font is already raised and small;
/// as a superscript it would be raised and shrunk twice, and σ′ would read as σ.
fn lower_primes(mathml: &str) -> String {
    let mut out = mathml.to_string();
    for prime in ["′", "″", "‴"] {
        let end = format!("<mo>{prime}</mo></msup>");
        while let Some(close) = out.find(&end) {
            let Some(open) = opening_msup(&out[..close]) else {
                break;
            };
            out.replace_range(
                close..close + end.len(),
                &format!("<mo lspace=\"0\" rspace=\"0\">{prime}</mo></mrow>"),
            );
            out.replace_range(open..open + "<msup>".len(), "<mrow>");
        }
    }
    out
}

/// The `<msup>` still open at the end of `before`.
fn opening_msup(before: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut end = before.len();
    while let Some(at) = before[..end].rfind("msup>") {
        if before[..at].ends_with("</") {
            depth += 1;
        } else if depth == 0 {
            return Some(at - 1);
        } else {
            depth -= 1;
        }
        end = at;
    }
    None
}

/// Writes as character references, between tags, the signs that Markdown would take for its own.
fn shield(mathml: &str) -> String {
    let mut out = String::with_capacity(mathml.len());
    let mut in_tag = false;
    for c in mathml.chars() {
        match c {
            '<' => in_tag = true,
            '>' => in_tag = false,
            '\n' => {
                out.push(' ');
                continue;
            }
            '*' | '_' | '|' | '[' | ']' | '\\' | '`' | '$' | '~' | '"' | '\'' | '-' | '{' | '}'
            | '!' | '^'
                if !in_tag =>
            {
                out.push_str(&format!("&#{};", c as u32));
                continue;
            }
            _ => {}
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fraction_becomes_mathml() {
        let math = to_mathml(r"\sigma(z) = \frac{1}{1 + e^{-z}}", Display::Inline).unwrap();
        assert!(
            math.starts_with("<math>") && math.ends_with("</math>"),
            "{math}"
        );
        assert!(
            math.contains("<mfrac><mn>1</mn>") && math.contains("<mi>σ</mi>"),
            "{math}"
        );
    }

    #[test]
    fn a_displayed_formula_is_wrapped_so_that_it_can_scroll() {
        let math = to_mathml("a", Display::Block).unwrap();
        assert!(
            math.starts_with("<span class=\"equation\"><math display=\"block\">"),
            "{math}"
        );
    }

    #[test]
    fn a_formula_on_which_the_converter_panics_is_an_error() {
        let said = to_mathml(r"\begin{aligned} a_&b \end{aligned}", Display::Block);
        assert!(said.unwrap_err().contains("gives up"));
    }

    #[test]
    fn mistakes_are_errors() {
        assert!(to_mathml(r"\frac{a}{b", Display::Inline).is_err());
        assert!(
            to_mathml(r"\nosuchcommand x", Display::Inline)
                .unwrap_err()
                .contains("nosuchcommand")
        );
        assert!(to_mathml("x^2^3", Display::Block).is_err());
    }

    #[test]
    fn what_markdown_would_eat_is_shielded() {
        let math = to_mathml(r"|a_1| * [b] ! x_{i}", Display::Inline).unwrap();
        let between_tags: String = math
            .split('<')
            .filter_map(|s| s.split_once('>'))
            .map(|(_, text)| text)
            .collect();
        assert!(
            !between_tags.contains(['|', '*', '[', ']', '_', '!']),
            "{between_tags}"
        );
    }

    #[test]
    fn a_box_is_a_row_with_a_class() {
        let math = to_mathml(r"a = \boxed{\frac{b}{\boxed{c}}} + 1", Display::Block).unwrap();
        assert_eq!(math.matches("<mrow class=\"boxed\">").count(), 2, "{math}");
        assert_eq!(
            math.matches("<mrow").count(),
            math.matches("</mrow>").count()
        );
        assert!(
            !math.contains("boxopens") && !math.contains("boxcloses"),
            "{math}"
        );
        assert!(to_mathml(r"\boxed{a", Display::Block).is_err());
    }

    #[test]
    fn a_prime_stands_beside_its_letter() {
        let math = to_mathml(r"\sigma'(z) + (f^2)''", Display::Inline).unwrap();
        assert!(
            math.contains("<mrow><mi>σ</mi><mo lspace=\"0\" rspace=\"0\">′</mo></mrow>"),
            "{math}"
        );
        assert_eq!(
            math.matches("<msup>").count(),
            math.matches("</msup>").count(),
            "{math}"
        );
        assert_eq!(
            math.matches("<mrow>").count(),
            math.matches("</mrow>").count(),
            "{math}"
        );
        assert!(math.contains("<msup><mi>f</mi><mn>2</mn></msup>"), "{math}");
    }
}
