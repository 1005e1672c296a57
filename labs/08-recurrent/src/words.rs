//! From texts to numbers of words, in rows of uneven length.

use nabla::Tokens;
use std::collections::HashMap;

/// What fills a row up to the longest of its batch. No word has this number.
pub const PADDING: u32 = 0;

/// What stands for a word that is not in the list.
pub const UNKNOWN: u32 = 1;

/// Numbers that are no word's.
const RESERVED: usize = 2;

/// The words of a text: lower case, without punctuation and without what stands in `<…>`.
pub fn words(text: &str) -> Vec<String> {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, tag)) = rest.split_once('<') {
        plain.push_str(before);
        plain.push(' ');
        rest = tag.split_once('>').map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    let parts = plain.split(|c: char| !c.is_alphanumeric() && c != '\'');
    let word = |part: &str| part.trim_matches('\'').to_lowercase();
    parts.map(word).filter(|word| !word.is_empty()).collect()
}

// ANCHOR: vocabulary
/// A list of words, each with its number.
pub struct Vocabulary {
    numbers: HashMap<String, u32>,
    words: Vec<String>,
}

impl Vocabulary {
    /// The words that are most frequent in `texts`, so many that the list has `limit` numbers at most, with those
    /// for padding and for unknown words. Of equally frequent words the first in the alphabet come first.
    pub fn new<'a>(texts: impl IntoIterator<Item = &'a str>, limit: usize) -> Self {
        let mut counts: HashMap<String, usize> = HashMap::new();
        for word in texts.into_iter().flat_map(words) {
            *counts.entry(word).or_default() += 1;
        }
        let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
        counts.sort_by(|(a, m), (b, n)| n.cmp(m).then_with(|| a.cmp(b)));
        counts.truncate(limit.saturating_sub(RESERVED));
        let words: Vec<String> = counts.into_iter().map(|(word, _)| word).collect();
        let numbers = words.iter().cloned().zip(RESERVED as u32..);
        Vocabulary {
            numbers: numbers.collect(),
            words,
        }
    }

    /// The numbers of a text's words; of a text longer than `longest` words, those of its beginning.
    pub fn encode(&self, text: &str, longest: usize) -> Vec<u32> {
        let number = |word: String| self.numbers.get(&word).copied().unwrap_or(UNKNOWN);
        words(text).into_iter().take(longest).map(number).collect()
    }
    // ANCHOR_END: vocabulary

    /// How many numbers there are.
    pub fn len(&self) -> usize {
        self.words.len() + RESERVED
    }

    /// Whether no word is known.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The number of this word.
    pub fn number(&self, word: &str) -> u32 {
        self.numbers.get(word).copied().unwrap_or(UNKNOWN)
    }
}

// ANCHOR: padded
/// Rows of uneven length, filled up to the longest, and how long each of them is.
///
/// # Panics
/// If a row is empty: there is nothing to read, so nothing can be said about it.
pub fn padded(rows: &[&[u32]], vocabulary: usize) -> (Tokens, Vec<usize>) {
    let lengths: Vec<usize> = rows.iter().map(|row| row.len()).collect();
    assert!(
        lengths.iter().all(|&length| length > 0),
        "row {:?} has no word",
        lengths.iter().position(|&length| length == 0)
    );
    let longest = lengths.iter().copied().max().unwrap_or(0);
    let mut ids = vec![PADDING; rows.len() * longest];
    for (place, row) in ids.chunks_exact_mut(longest.max(1)).zip(rows) {
        place[..row.len()].copy_from_slice(row);
    }
    (
        Tokens::new(&ids, [rows.len(), longest], vocabulary),
        lengths,
    )
}
// ANCHOR_END: padded

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_without_tags_and_marks() {
        assert_eq!(
            words("It's <br /><br />NOT bad... 'Très' bien, 10/10!Good.Bad <unclosed"),
            [
                "it's", "not", "bad", "très", "bien", "10", "10", "good", "bad"
            ]
        );
        assert!(words(" . <b></b> ").is_empty());
    }

    #[test]
    fn frequent_words_first_and_no_more_than_asked_for() {
        let list = Vocabulary::new(["b a b", "c a b . d"], 5);
        assert_eq!((list.len(), list.is_empty()), (5, false));
        assert_eq!(
            ["b", "a", "c", "d"].map(|w| list.number(w)),
            [2, 3, 4, UNKNOWN]
        );
        assert_eq!(list.encode("C d B a", 3), [4, UNKNOWN, 2]);
    }

    #[test]
    fn short_rows_are_filled_up() {
        let (tokens, lengths) = padded(&[&[5, 6], &[7, 8, 9], &[4]], 10);
        assert_eq!(tokens.as_slice(), [5, 6, 0, 7, 8, 9, 4, 0, 0]);
        assert_eq!(lengths, [2, 3, 1]);
    }

    #[test]
    #[should_panic(expected = "has no word")]
    fn an_empty_row_cannot_be_read() {
        padded(&[&[1], &[]], 10);
    }
}
