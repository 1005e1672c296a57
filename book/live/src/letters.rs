//! Text that models of letters read and write, as a figure shows it.

use crate::Plot;
use crate::plot::escape;
use datasets::text::{self, ALPHABET, OTHER};

/// A letter in a drawing.
pub fn shown(letter: u32) -> &'static str {
    match ALPHABET.get(letter as usize..=letter as usize) {
        Some("\n") => "¶",
        Some(" ") => "␣",
        Some(letter) => letter,
        None => "?",
    }
}

/// A letter in a sentence.
pub fn named(letter: u32) -> String {
    match text::character(letter) {
        '\n' => "the end of the paragraph".into(),
        ' ' => "a space".into(),
        letter => format!("“{letter}”"),
    }
}

/// The first character of a text that is in no alphabet of ours.
pub fn unknown(text: &str) -> Option<char> {
    let is_foreign = |c: &char| *c != OTHER && text::character(text::id(*c)) != *c;
    text.chars().find(is_foreign)
}

/// The panel `text`: the end of a text, `width` letters a line and so many lines, and where it goes on.
pub fn page(title: &str, text: &str, [width, rows]: [usize; 2]) -> Plot {
    let mut plot = Plot::bare("text", title, [340.0, 18.0 * rows as f64 + 14.0]);
    let lines = wrapped(&format!("{text}▏"), width);
    let first = lines.len().saturating_sub(rows);
    for (i, line) in lines[first..].iter().enumerate() {
        plot.raw(&format!(
            "<text class=\"in\" style=\"font-family:ui-monospace,monospace;font-size:13px;white-space:pre\" xml:space=\"preserve\" x=\"10\" y=\"{:.0}\">{}</text>",
            18.0 * (i as f64 + 1.0),
            escape(line)
        ));
    }
    plot
}

/// Lines of at most so many characters, broken behind spaces where there are any, and at line breaks.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut count = 0;
    for word in text.split_inclusive([' ', '\n']) {
        let visible = word.trim_end().chars().count();
        if count > 0 && count + visible > width {
            lines.push(String::new());
            count = 0;
        }
        for character in word.chars() {
            if character == '\n' || count >= width {
                lines.push(String::new());
                count = 0;
            }
            // A space at the beginning of a line that was broken is nothing to see.
            if character != '\n' && !(character == ' ' && count == 0) {
                let last = lines.len() - 1;
                lines[last].push(character);
                count += 1;
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_behind_spaces() {
        assert_eq!(wrapped("one two three", 8), ["one two ", "three"]);
        assert_eq!(wrapped("one two  x", 7), ["one two", "x"]);
        assert_eq!(wrapped("abcdefghij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(wrapped("a\nb\n", 4), ["a", "b", ""]);
    }
}
