//! Text that came from an answer, made fit to be shown.

use crate::numerals;

/// `text` with line ends as they should be and every other control character written out: no colour, no moving cursor,
/// no text that runs backwards.
pub(crate) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\n' => plain.push(c),
            '\r' => plain.push('\n'),
            '\t' => plain.push_str("    "),
            c if c.is_control() || is_invisible(c) => plain.extend(c.escape_unicode()),
            c => plain.push(c),
        }
    }
    plain
}

/// Characters that turn the direction of what follows, or show nothing.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// The first `most` characters of `text`; what is cut is said.
pub(super) fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_string(),
        Some((end, _)) => {
            let all = numerals::count(text.chars().count());
            format!("{} … cut here: it has {all} characters", &text[..end])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_written_out() {
        assert_eq!(plain("a\u{1b}[31mred\u{7}"), "a\\u{1b}[31mred\\u{7}");
        assert_eq!(plain("one\r\ntwo\rthree\tσ"), "one\ntwo\nthree    σ");
        assert_eq!(plain("\u{202e}txt \u{9b}2J"), "\\u{202e}txt \\u{9b}2J");
    }

    #[test]
    fn what_is_cut_is_said() {
        assert_eq!(cut("σσσ", 3), "σσσ");
        assert_eq!(
            cut(&"σ".repeat(1500), 2),
            "σσ … cut here: it has 1,500 characters"
        );
    }
}
