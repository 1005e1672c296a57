//! Texts as numbers: the letters of a text, what is learned from and what is held out, windows of it.

use datasets::text::{ALPHABET, Corpus};
use labkit::numerals::count;
use labkit::{Error, Result};
use nabla::{Labels, Tokens};
use std::collections::{BTreeSet, HashMap};

/// The different characters of a text. The number of a character is its place among them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alphabet(Vec<char>);

impl Alphabet {
    /// Of these characters, in their order.
    pub fn new(characters: impl IntoIterator<Item = char>) -> Self {
        Alphabet(characters.into_iter().collect())
    }

    /// How many there are.
    pub fn size(&self) -> usize {
        self.0.len()
    }

    /// The numbers of a text.
    ///
    /// # Errors
    /// If a character is none of them.
    pub fn encode(&self, text: &str) -> Result<Vec<u32>> {
        let places: HashMap<char, u32> = self.0.iter().copied().zip(0..).collect();
        let unknown = |c| Error::new(format!("{c:?} does not occur in what is learned from"));
        let number = |c| places.get(&c).copied().ok_or_else(|| unknown(c));
        text.chars().map(number).collect()
    }

    /// The text of these numbers.
    ///
    /// # Panics
    /// If there is no such character.
    pub fn decode(&self, numbers: &[u32]) -> String {
        let characters = numbers.iter().map(|&number| self.0[number as usize]);
        characters.collect()
    }
}

/// A text in two parts.
pub struct Text {
    /// Its characters.
    pub alphabet: Alphabet,
    /// What is learned from.
    pub learn: Vec<u32>,
    /// What nothing is learned from.
    pub valid: Vec<u32>,
}

impl Text {
    /// The text called `data`: `shakespeare`, `book`, or else a file. Each part has more than `context` letters.
    ///
    /// # Errors
    /// If it cannot be had, is no text, or is too short.
    pub fn called(data: &str, context: usize) -> Result<Self> {
        let text = match data {
            "book" => Text::book(&Corpus::new()),
            "shakespeare" => Text::split(&datasets::shakespeare()?)?,
            file => Text::split(&read(file)?)?,
        };
        let (parts, needed) = ([text.learn.len(), text.valid.len()], context + 2);
        match parts.iter().all(|&letters| letters >= needed) {
            true => Ok(text),
            false => Err(Error::new(format!(
                "{data} has {} letters to learn from and {} to validate on, and a window takes {needed}",
                count(parts[0]),
                count(parts[1])
            ))
            .remedy("give a longer text, or a shorter --context")),
        }
    }

    /// The frozen chapters of this book, whose paragraphs are divided already.
    pub fn book(corpus: &Corpus) -> Self {
        Text {
            alphabet: Alphabet::new(ALPHABET.chars()),
            learn: corpus.learn_and_choose(),
            valid: corpus.test.clone(),
        }
    }

    /// nanoGPT's division: the first nine tenths of the letters, and the rest.
    fn split(text: &str) -> Result<Self> {
        let alphabet = Alphabet::new(text.chars().collect::<BTreeSet<_>>());
        let mut learn = alphabet.encode(text)?;
        let valid = learn.split_off(learn.len() * 9 / 10);
        Ok(Text {
            alphabet,
            learn,
            valid,
        })
    }
}

fn read(file: &str) -> Result<String> {
    std::fs::read_to_string(file).map_err(|error| {
        Error::new(format!("cannot read {file}: {error}"))
            .remedy("--data takes shakespeare, book, or a file of plain text in UTF-8")
    })
}

// ANCHOR: windows
/// The `length` letters from each of `starts` on, `[N, T]`, and the letter that follows each of them.
pub fn windows(text: &[u32], starts: &[usize], length: usize, letters: usize) -> (Tokens, Labels) {
    let pieces = |later: usize| -> Vec<u32> {
        let pieces = starts.iter().map(|start| &text[start + later..][..length]);
        pieces.flatten().copied().collect()
    };
    let tokens = Tokens::new(&pieces(0), [starts.len(), length], letters);
    (tokens, Labels::from_ids(&pieces(1), letters))
}
// ANCHOR_END: windows
