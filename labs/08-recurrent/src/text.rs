//! The text that the character model learns, `corpus.txt`: the chapters 1 to 7 of this book as they stood in November
//! 2026, formulas and code left out.
//!
//! A line is a paragraph, in lower case, with one character in place of every formula. The file is frozen, so that a
//! chapter can be edited and the lesson's numbers stay.

use labkit::numerals::count;
use labkit::{Error, Lesson, Result};
use std::fs::File;
use std::io::Read;

// ANCHOR: alphabet
/// Every character there is, in the order of its number. Whatever else a text has becomes the
/// last one.
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
/// The text, in three parts of whole paragraphs.
pub struct Corpus {
    /// Eight paragraphs of ten, to learn from.
    pub learn: Vec<u32>,
    /// One of ten, to choose by: how much to smooth, how long to train.
    pub choose: Vec<u32>,
    /// One of ten, which nothing is learned from and nothing is chosen by.
    pub test: Vec<u32>,
}

impl Corpus {
    /// The frozen text.
    pub fn new() -> Self {
        Corpus::of(include_str!("../corpus.txt").lines())
    }

    /// Of these paragraphs. Each of them ends with a line break.
    fn of<'a>(paragraphs: impl IntoIterator<Item = &'a str>) -> Self {
        let mut parts = [const { Vec::new() }; 3];
        for (i, paragraph) in paragraphs.into_iter().enumerate() {
            let part = match i % 10 {
                4 => 1,
                9 => 2,
                _ => 0,
            };
            parts[part].extend(encode(paragraph));
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

    /// The text that `--text` names, or the frozen one.
    ///
    /// # Errors
    /// Those of [`Corpus::read`].
    pub fn asked(lesson: &Lesson) -> Result<Self> {
        match lesson.choice("text") {
            "" => Ok(Corpus::new()),
            file => Corpus::read(file),
        }
    }

    /// The text of a file, in lower case. Its paragraphs end with an empty line, or with each line if none is empty.
    ///
    /// # Errors
    /// If the file cannot be read, is short, or is mostly not in the alphabet.
    pub fn read(file: &str) -> Result<Self> {
        let mut bytes = Vec::new();
        File::open(file)
            .and_then(|opened| opened.take(MOST).read_to_end(&mut bytes))
            .map_err(|error| {
                Error::new(format!("cannot read {file}: {error}"))
                    .remedy("give --text a file of plain text")
            })?;
        let paragraphs = paragraphs(&String::from_utf8_lossy(&bytes));
        let corpus = Corpus::of(paragraphs.iter().map(String::as_str));
        let all = [&corpus.learn, &corpus.choose, &corpus.test];
        let characters: usize = all.iter().map(|part| part.len()).sum();
        if characters < LEAST || corpus.learn.len() < LEAST / 2 || paragraphs.len() < 20 {
            return Err(Error::new(format!(
                "{file} has {} characters in {} paragraphs, and little is to be learned from that",
                count(characters),
                count(paragraphs.len())
            ))
            .remedy(format!(
                "give --text a file of {} characters and 20 paragraphs at least",
                count(LEAST)
            )));
        }
        let others = all.into_iter().flatten();
        if others.filter(|&&id| id == self::id(OTHER)).count() > characters / 3 {
            return Err(Error::new(format!(
                "most of {file} is in none of the {VOCABULARY} characters that the network knows"
            ))
            .remedy("give --text a text in Latin letters"));
        }
        Ok(corpus)
    }

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

/// As many bytes of a file are read.
const MOST: u64 = 500_000;
/// A text of fewer characters is too short.
const LEAST: usize = 20_000;

/// The paragraphs of a text, each in one line and in lower case.
fn paragraphs(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let apart = lines.iter().any(|line| line.is_empty());
    let blocks: Vec<String> = if apart {
        let blocks = lines.split(|line| line.is_empty());
        blocks.map(|lines| lines.join(" ")).collect()
    } else {
        lines.into_iter().map(String::from).collect()
    };
    let blocks = blocks.iter().filter(|block| !block.is_empty());
    blocks.map(|block| block.to_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn paragraphs_end_where_lines_are_empty() {
        assert_eq!(paragraphs("One\ntwo\r\n\n \nThree"), ["one two", "three"]);
        assert_eq!(paragraphs("One\nTwo\n"), ["one", "two"]);
    }

    #[test]
    fn a_file_that_cannot_be_learned_from_is_refused_with_a_reason() {
        let folder = std::env::temp_dir().join(format!("lab08-text-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let message = |name: &str, text: String| {
            let file = folder.join(name);
            std::fs::write(&file, text).unwrap();
            let read = Corpus::read(&file.display().to_string());
            read.map_or_else(|error| error.to_string(), |_| String::new())
        };
        let short = message("short", "a line\n".repeat(30));
        assert!(short.contains("210 characters in 30 paragraphs"), "{short}");
        let one = message("one", "a line ".repeat(3_000));
        assert!(one.contains("in 1 paragraphs"), "{one}");
        let foreign = message("foreign", "всё не так\n".repeat(2_000));
        assert!(foreign.contains("Latin"), "{foreign}");
        assert_eq!(message("fine", "A Line of Words.\n".repeat(2_000)), "");
        std::fs::remove_dir_all(&folder).unwrap();
        assert!(Corpus::read("no/such/file").is_err());
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
    fn the_text_is_the_frozen_one_and_its_parts_share_no_paragraph() {
        let corpus = Corpus::new();
        let sizes = [&corpus.learn, &corpus.choose, &corpus.test].map(Vec::len);
        assert_eq!(sizes, [68_798, 10_223, 9_449]);
        let text = include_str!("../corpus.txt").replace("\r\n", "\n");
        assert!(text.chars().all(|character| ALPHABET.contains(character)));
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
