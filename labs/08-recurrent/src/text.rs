//! The text that the character model learns: chapters 1 to 7 of this book.
//!
//! Only their prose is taken, in lower case, with one character in place of every formula. The later chapters are not
//! part of it, so what a lesson prints about itself does not become its own data.

use std::fmt::Write;

/// The chapters of labs 1 to 7, as they are written.
const CHAPTERS: [&str; 7] = [
    include_str!("../../../book/src/01-one-sigmoid-neuron.md"),
    include_str!("../../../book/src/02-forward-pass.md"),
    include_str!("../../../book/src/03-backprop.md"),
    include_str!("../../../book/src/04-linear-regression.md"),
    include_str!("../../../book/src/05-softmax-digits.md"),
    include_str!("../../../book/src/06-convolution.md"),
    include_str!("../../../book/src/07-dropout-batchnorm.md"),
];

// ANCHOR: alphabet
/// Every character there is, in the order of its number. Whatever else the chapters have becomes the last one.
pub const ALPHABET: &str = "\n abcdefghijklmnopqrstuvwxyz0123456789.,;:!?'\"()[]/-+=<>%#";

/// What stands for a formula, and for any character that is not in the alphabet.
pub const OTHER: char = '#';
// ANCHOR_END: alphabet

/// Where a paragraph ends.
pub const END: u32 = 0;

/// The number of characters in the alphabet, 64 at most.
pub const VOCABULARY: usize = ALPHABET.len();

/// The number of a character.
pub fn id(character: char) -> u32 {
    let place = ALPHABET.find(character);
    place.unwrap_or(VOCABULARY - 1) as u32
}

/// The character with this number.
///
/// # Panics
/// If there is none.
pub fn character(id: u32) -> char {
    char::from(ALPHABET.as_bytes()[id as usize])
}

/// The numbers of a text's characters.
pub fn encode(text: &str) -> Vec<u32> {
    text.chars().map(id).collect()
}

/// The text that these numbers stand for.
pub fn decode(ids: &[u32]) -> String {
    ids.iter().map(|&id| character(id)).collect()
}

// ANCHOR: parts
/// The chapters, in three parts of whole paragraphs.
pub struct Corpus {
    /// Eight paragraphs of ten, to learn from.
    pub learn: Vec<u32>,
    /// One of ten, to choose by: how much to smooth, how long to train.
    pub choose: Vec<u32>,
    /// One of ten, which nothing is learned from and nothing is chosen by.
    pub test: Vec<u32>,
}

impl Corpus {
    /// Chapters 1 to 7. A paragraph ends with a line break.
    pub fn new() -> Self {
        let paragraphs = CHAPTERS.iter().flat_map(|chapter| prose(chapter));
        let mut parts = [const { Vec::new() }; 3];
        for (i, paragraph) in paragraphs.enumerate() {
            let part = match i % 10 {
                4 => 1,
                9 => 2,
                _ => 0,
            };
            parts[part].extend(encode(&paragraph));
            parts[part].push(END);
        }
        let [learn, choose, test] = parts;
        Corpus {
            learn,
            choose,
            test,
        }
    }
    // ANCHOR_END: parts

    /// Everything that may be learned from once all choices are made.
    pub fn learn_and_choose(&self) -> Vec<u32> {
        [self.learn.as_slice(), &self.choose].concat()
    }
}

impl Default for Corpus {
    fn default() -> Self {
        Corpus::new()
    }
}

/// The paragraphs of a chapter, without programs, displayed formulas, tables, and everything from "Further reading" on:
/// names and titles are not prose.
pub fn prose(markdown: &str) -> Vec<String> {
    let body = markdown.split("\n## Further reading").next();
    let mut paragraphs = Vec::new();
    let mut current = String::new();
    let mut skipping: Option<&str> = None;
    for line in body.unwrap_or_default().lines().map(str::trim) {
        if let Some(until) = skipping {
            if line.ends_with(until) {
                skipping = None;
            }
            continue;
        }
        if let Some(fence) = ["```", "$$"].into_iter().find(|f| line.starts_with(f)) {
            let closed = line.len() > fence.len() && line.ends_with(fence);
            skipping = (!closed).then_some(fence);
        } else if line.is_empty() || line.starts_with('#') {
            flush(&mut current, &mut paragraphs);
            if line.starts_with('#') {
                current.push_str(line.trim_start_matches('#'));
                flush(&mut current, &mut paragraphs);
            }
        } else if !is_aside(line) {
            let _ = write!(current, " {line}"); // to a String: it cannot fail
        }
    }
    flush(&mut current, &mut paragraphs);
    paragraphs
}

/// A line of a table, or one that stands for a figure or a transcript.
fn is_aside(line: &str) -> bool {
    line.starts_with('|') || (line.starts_with("{{") && line.ends_with("}}"))
}

/// A paragraph is complete.
fn flush(current: &mut String, paragraphs: &mut Vec<String>) {
    let text = plain(current);
    if !text.is_empty() {
        paragraphs.push(text);
    }
    current.clear();
}

/// A line of Markdown in the characters of the [`ALPHABET`].
fn plain(markdown: &str) -> String {
    let mut text = String::new();
    let mut rest = markdown;
    while let Some(first) = rest.chars().next() {
        let after = &rest[first.len_utf8()..];
        rest = match first {
            '$' => formula(after, "$", &mut text),
            '{' if rest.starts_with("{{") => formula(after, "}}", &mut text),
            ']' if after.starts_with('(') => after.split_once(')').map_or("", |(_, rest)| rest),
            '[' if is_link(after) => after,
            '*' | '`' | '_' => after,
            other => {
                push(other, &mut text);
                after
            }
        };
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// One character for everything up to `end`; returns what comes after.
fn formula<'a>(rest: &'a str, end: &str, text: &mut String) -> &'a str {
    text.push(OTHER);
    rest.split_once(end).map_or("", |(_, rest)| rest)
}

/// Whether the bracket that was just opened is closed by `](`.
fn is_link(rest: &str) -> bool {
    rest.find(']')
        .is_some_and(|end| rest[end + 1..].starts_with('('))
}

/// One character, in lower case and without typography.
fn push(character: char, text: &mut String) {
    match character {
        '–' | '−' | '—' => text.push('-'),
        '“' | '”' => text.push('"'),
        '’' => text.push('\''),
        '×' => text.push('x'),
        '…' => text.push_str("..."),
        other => {
            for lower in other.to_lowercase() {
                let known = lower.is_whitespace() || ALPHABET.contains(lower);
                text.push(if known { lower } else { OTHER });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn prose_is_what_is_left_of_a_chapter() {
        let chapter = "# Title\n\n*Two*\nlines with $x^2$ and {{#number a b}}.\n\n```rust\nlet gone = 1;\n```\n\n$$a\n= b$$\n\n{{#figure a b}}\n\n| a | b |\n\nSee [the page](http://x.y/z) [PSC] – “λ”.\n$$c$$\nGoes on.\n\n## Further reading\n\n- Gone\n";
        assert_eq!(
            prose(chapter),
            [
                "title",
                "two lines with # and #.",
                "see the page [psc] - \"#\". goes on."
            ]
        );
    }

    #[test]
    fn there_and_back() {
        let text = "a cat, 1 dog!\n";
        assert_eq!(decode(&encode(text)), text);
        assert_eq!(encode("\nz€"), [END, 27, VOCABULARY as u32 - 1]);
        assert_eq!(character(id('€')), OTHER);
    }

    #[test]
    fn the_alphabet_has_64_characters_at_most_and_each_once() {
        assert!(ALPHABET.is_ascii() && VOCABULARY <= 64);
        let different: HashSet<char> = ALPHABET.chars().collect();
        assert_eq!(different.len(), VOCABULARY);
    }

    #[test]
    fn the_parts_share_no_paragraph_and_are_about_so_large() {
        let corpus = Corpus::new();
        let sizes = [&corpus.learn, &corpus.choose, &corpus.test].map(Vec::len);
        let all: usize = sizes.iter().sum();
        assert!(all > 60_000, "{sizes:?}");
        for small in [sizes[1], sizes[2]] {
            assert!(
                (0.05..0.2).contains(&(small as f64 / all as f64)),
                "{sizes:?}"
            );
        }
        // Long paragraphs only: headings such as "exercises" are in every chapter.
        let long = |ids: &[u32]| -> HashSet<String> {
            let text = decode(ids);
            let lines = text.lines().filter(|line| line.len() > 90);
            lines.map(str::to_string).collect()
        };
        let (learn, test) = (long(&corpus.learn_and_choose()), long(&corpus.test));
        assert!(test.len() > 20 && test.is_disjoint(&learn));
    }
}
