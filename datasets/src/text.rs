//! A text to learn to write from, `embedded/corpus.txt`: the chapters 1 to 7 of this book as they stood in November
//! 2026, formulas and code left out.
//!
//! A line is a paragraph, in lower case, with one character in place of every formula. The file is frozen, so that a
//! chapter can be edited and the lessons' numbers stay.

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
        Corpus::of(include_str!("../embedded/corpus.txt").lines())
    }

    /// Of these paragraphs. Each of them ends with a line break.
    pub fn of<'a>(paragraphs: impl IntoIterator<Item = &'a str>) -> Self {
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

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
        let text = include_str!("../embedded/corpus.txt").replace("\r\n", "\n");
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
