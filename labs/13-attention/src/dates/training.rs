//! What both kinds of network have in common: batches of spellings, teacher forcing, writing, and marks.

use super::spellings::{Date, LONGEST, TOKENS, encode, spell};
use nabla::{Labels, Parameters, Rng, Tape, Tokens, Var};
use rand::RngExt;
use trainer::{Recipe, Rule, Training};

/// What a date in the one form is written with; a character's token is its place.
const CHARACTERS: &str = "0123456789-";
/// Logits for each place of a date.
pub const CHOICES: usize = CHARACTERS.len();
/// The token before the first character.
const BEGIN: u32 = CHOICES as u32;
/// Characters of `1997-05-03`.
pub const WRITTEN: usize = 10;

// ANCHOR: translator
/// A network that reads a spelling and writes a date.
pub trait Translator: Parameters {
    /// Reads N spellings: the encoder.
    fn read<'t>(&self, tape: &'t Tape, spelled: &Spelled) -> Read<'t>;

    /// Given the first t characters of each date, from the one before the first on, `[N, t]`: the logits of the
    /// character after each, `[N·t, 11]`. The decoder.
    fn write<'t>(&self, tape: &'t Tape, read: &Read<'t>, given: &Tokens) -> Var<'t>;
}

/// What the encoder leaves.
pub struct Read<'t> {
    /// A vector for each letter, `[N, S, C]`.
    pub states: Var<'t>,
    /// How many of the S letters are none of the padding.
    pub lengths: Vec<usize>,
    /// What the decoder begins with, `[N, H]`, where it is recurrent.
    pub start: Option<Var<'t>>,
}
// ANCHOR_END: translator

/// N spellings side by side, the shorter ones padded with 0.
pub struct Spelled {
    /// `[N, S]`.
    pub letters: Tokens,
    /// Letters of each.
    pub lengths: Vec<usize>,
}

impl Spelled {
    /// So many letters wide as the longest of them; letters beyond the longest spelling there can be are cut off.
    pub fn new<S: AsRef<str>>(texts: impl IntoIterator<Item = S>) -> Self {
        let rows = texts.into_iter().map(|text| encode(text.as_ref()));
        let rows: Vec<Vec<u32>> = rows.collect();
        let lengths: Vec<usize> = rows.iter().map(|row| row.len().min(LONGEST)).collect();
        let longest = lengths.iter().copied().max().unwrap_or(0);
        let padded = rows.into_iter().flat_map(|mut row| {
            row.resize(longest, 0);
            row
        });
        let ids: Vec<u32> = padded.collect();
        Spelled {
            letters: Tokens::new(&ids, [lengths.len(), longest], TOKENS),
            lengths,
        }
    }
}

/// Dates as tokens, one after another.
fn characters(dates: &[String]) -> Vec<u32> {
    let all = dates.iter().flat_map(|date| date.chars());
    all.filter_map(|c| CHARACTERS.find(c).map(|place| place as u32))
        .collect()
}

// ANCHOR: loss
/// What a decoder is given to write these dates: of each the beginning, and all characters but the last.
pub fn given(dates: &[String]) -> Tokens {
    let mut moved = characters(dates);
    for date in moved.chunks_exact_mut(WRITTEN) {
        date.rotate_right(1);
        date[0] = BEGIN;
    }
    Tokens::new(&moved, [dates.len(), WRITTEN], CHOICES + 1)
}

/// The mean of −ln p over the characters of these dates. Each place is given the right characters
/// before it, not those that the network would have written: teacher forcing.
pub fn loss<'t, M: Translator>(model: &M, tape: &'t Tape, dates: &[(Date, String)]) -> Var<'t> {
    let right: Vec<String> = dates.iter().map(|(date, _)| date.to_string()).collect();
    let read = model.read(tape, &Spelled::new(dates.iter().map(|(_, text)| text)));
    let logits = model.write(tape, &read, &given(&right));
    logits.softmax_cross_entropy(&Labels::from_ids(&characters(&right), CHOICES))
}
// ANCHOR_END: loss

/// Dates of a batch.
const BATCH: usize = 64;
/// Spellings of what is called an epoch here, fifty batches: every one is drawn anew.
pub const EXAMPLES: usize = 50 * BATCH;

/// How all of them are trained, in so many epochs.
pub const fn recipe(epochs: usize, seed: u64) -> Recipe {
    let rule = Rule::adam(0.008).one_cycle(0.1);
    Recipe::new(rule, BATCH, epochs).seed(seed).clip(1.0)
}

/// So many of these days, each spelled somehow.
pub fn drawn(days: &[Date], count: usize, rng: &mut Rng) -> Vec<(Date, String)> {
    let one = |_| {
        let date = days[rng.random_range(0..days.len())];
        (date, spell(&date, rng))
    };
    (0..count).map(one).collect()
}

/// An epoch of spellings of these days; `after` gets the loss of each. Returns their mean.
pub fn epoch<M: Translator>(
    training: &mut Training<M>,
    days: &[Date],
    mut after: impl FnMut(f32),
) -> f32 {
    training.epoch(
        |places, rng| drawn(days, places.len(), rng),
        |model, tape, dates| loss(model, tape, &dates),
        |_, loss| after(loss),
    )
}

// ANCHOR: translate
/// A date for each spelling, the likeliest character each time. Nobody says now what is right: each is given
/// what was written before it.
pub fn translate<M: Translator>(model: &M, texts: &[String]) -> Vec<String> {
    let tape = Tape::new();
    let read = model.read(&tape, &Spelled::new(texts));
    let mut written = vec![vec![BEGIN]; texts.len()];
    for t in 1..=WRITTEN {
        let given = Tokens::new(&written.concat(), [texts.len(), t], CHOICES + 1);
        let likeliest = model.write(&tape, &read, &given).value().argmax(1);
        for (date, all) in written.iter_mut().zip(likeliest.as_slice().chunks_exact(t)) {
            date.push(all[t - 1]);
        }
    }
    let character = |&token: &u32| CHARACTERS.chars().nth(token as usize);
    let spoken = |date: &Vec<u32>| date[1..].iter().filter_map(character).collect();
    written.iter().map(spoken).collect()
}
// ANCHOR_END: translate

/// The share of these dates that is written without a mistake.
pub fn exact<M: Translator>(model: &M, dates: &[(Date, String)]) -> f64 {
    let mut right = 0;
    for some in dates.chunks(200) {
        let (dates, texts): (Vec<Date>, Vec<String>) = some.iter().cloned().unzip();
        let pairs = dates.iter().zip(translate(model, &texts));
        right += pairs.filter(|(date, it)| date.to_string() == *it).count();
    }
    right as f64 / dates.len() as f64
}

/// A heat map: the date that was written, and for each of its characters the weights of the letters of `text`.
pub struct Alignment {
    /// What was read.
    pub text: String,
    /// What was written.
    pub date: String,
    /// A row for each character of the date, a column for each letter of the text.
    pub weights: Vec<Vec<f64>>,
}

impl Alignment {
    /// Of this text and this date.
    pub fn new(text: &str, date: String, weights: Vec<Vec<f64>>) -> Self {
        let text = text.to_string();
        Alignment {
            text,
            date,
            weights,
        }
    }
}

/// The rows of `[T, C]`, `[1, T, C]` or `[1, 1, T, C]`.
pub(crate) fn rows(x: Var<'_>) -> Vec<Vec<f64>> {
    let numbers: Vec<f64> = x.value().data().iter().map(|&x| x.into()).collect();
    let rows = numbers.chunks_exact(x.shape().last());
    rows.map(Vec::from).collect()
}
