//! A small language for scenes with two digits, and its words as numbers.

use crate::scene::Object;

/// All words. The first begins every sentence and the second ends it; neither is spoken.
pub const WORDS: [&str; 20] = [
    "<begin>", "<end>", "a", "small", "large", "left", "right", "of", "above", "below", "zero",
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
];
/// The number of the word that every sentence begins with.
pub const BEGIN: u32 = 0;
/// The number of the word that every sentence ends with.
pub const END: u32 = 1;
/// Words of the longest sentence, its end among them: "a small two right of a large six".
pub const LONGEST: usize = 9;
/// The digit "zero" is the word with this number.
const ZERO: usize = 10;

/// Pixels of the longer side: up to the first a digit is small, from the second on it is large.
const SIZES: (f32, f32) = (17.0, 25.0);

/// 0 for small, 2 for large, 1 for neither.
pub fn size(object: &Object) -> usize {
    let side = object.bounds.width().max(object.bounds.height());
    usize::from(side > SIZES.0) + usize::from(side >= SIZES.1)
}

/// What a digit is called.
fn name(object: &Object) -> String {
    let size = ["small ", "", "large "][size(object)];
    format!("a {size}{}", WORDS[ZERO + usize::from(object.class)])
}

// ANCHOR: sentences
/// The two sentences that are right for a scene with these two digits: either may come first. The relation is that of the
/// middles, along the axis on which they lie farther apart.
pub fn sentences(first: &Object, second: &Object) -> [String; 2] {
    let ((x1, y1), (x2, y2)) = (first.bounds.centre(), second.bounds.centre());
    let (right, down) = (x2 - x1, y2 - y1);
    let way = match right.abs() > down.abs() {
        true if right > 0.0 => "left of",
        true => "right of",
        false if down > 0.0 => "above",
        false => "below",
    };
    let (back, first, second) = (turned_round(way), name(first), name(second));
    [(&first, way, &second), (&second, &back, &first)].map(|(a, way, b)| format!("{a} {way} {b}"))
}
// ANCHOR_END: sentences

/// The numbers of a sentence's words, with its end.
///
/// # Panics
/// If it has a word that the language has not.
pub fn encode(sentence: &str) -> Vec<u32> {
    let number = |word| WORDS.iter().position(|&known| known == word);
    let words = sentence.split_whitespace().map(|word| {
        number(word).unwrap_or_else(|| panic!("the language of captions has no word {word:?}"))
    });
    words.map(|word| word as u32).chain([END]).collect()
}

/// The sentence of such numbers, up to its end.
pub fn decode(words: impl IntoIterator<Item = u32>) -> String {
    let words = words.into_iter().take_while(|&word| word != END);
    let words: Vec<&str> = words.map(|word| WORDS[word as usize]).collect();
    words.join(" ")
}

/// The opposite relation in the place of a sentence's own: of a true one it makes a false one, by one word.
pub fn turned_round(sentence: &str) -> String {
    let opposite = |word| match word {
        "left" => "right",
        "right" => "left",
        "above" => "below",
        "below" => "above",
        other => other,
    };
    let words: Vec<&str> = sentence.split_whitespace().map(opposite).collect();
    words.join(" ")
}
