//! Sentences for pictures: the likeliest word each time, or a search; and how often they are right.

use super::grammar::{BEGIN, LONGEST, WORDS, decode};
use super::network::{Batch, Captioner};
use super::pictures::Captioned;
use crate::scene::pixels;
use datasets::Images;
use nabla::{Tape, Tokens};
use trainer::Training;

/// An epoch of scenes that are drawn on the way and never again; `asked` may change what is asked for, and `after` gets the
/// loss of each step. Returns their mean.
pub fn epoch(
    training: &mut Training<Captioner>,
    digits: &Images,
    asked: fn(Batch) -> Batch,
    mut after: impl FnMut(f32),
) -> f32 {
    let device = training.device.clone();
    training.epoch(
        |places, rng| {
            let scenes: Vec<_> = places
                .iter()
                .map(|_| Captioned::draw(digits, rng))
                .collect();
            let batch = asked(Batch::of(&scenes, rng));
            Batch {
                pictures: batch.pictures.to(&device),
                ..batch
            }
        },
        |model, tape, batch| model.loss(tape, batch),
        |_, loss| after(loss),
    )
}

/// What a word of a batch costs, in nats, if all words before it are given.
pub fn word_loss(model: &Captioner, batch: Batch) -> f64 {
    let tape = Tape::new();
    let [words, _] = model.losses(&tape, batch);
    f64::from(words.item())
}

// ANCHOR: greedy
/// A sentence for each scene, all written at the same time: always the likeliest word.
pub fn greedy(model: &Captioner, scenes: &[Captioned]) -> Vec<String> {
    let mut memory = model.memory(&pixels(scenes.iter().map(|it| &it.scene)));
    let mut last = vec![BEGIN; scenes.len()];
    let mut written = vec![Vec::new(); scenes.len()];
    for _ in 0..LONGEST {
        let (log_p, next) = model.step(&last, &memory);
        memory = next;
        last = log_p.argmax(1).as_slice().to_vec();
        for (words, &word) in written.iter_mut().zip(&last) {
            words.push(word);
        }
    }
    written.into_iter().map(decode).collect()
}
// ANCHOR_END: greedy

/// Scenes that are looked at together.
const TOGETHER: usize = 200;

/// A sentence for each scene, however many.
pub fn captions(model: &Captioner, scenes: &[Captioned]) -> Vec<String> {
    let some = scenes.chunks(TOGETHER);
    some.flat_map(|scenes| greedy(model, scenes)).collect()
}

/// The share of the sentences that are word for word one of those that are right.
pub fn exact(sentences: &[String], scenes: &[Captioned]) -> f64 {
    let pairs = sentences.iter().zip(scenes);
    let right = pairs.filter(|(sentence, scene)| scene.says(sentence));
    right.count() as f64 / scenes.len() as f64
}

/// The digits of a sentence, their sizes, and the relation: parts that can be right or wrong one by one.
fn parts(sentence: &str) -> [Vec<&str>; 3] {
    let mut parts = [vec![], vec![], vec![]];
    for word in sentence.split(' ') {
        match word {
            "a" => parts[1].push("neither"),
            "small" | "large" => parts[1]
                .splice(parts[1].len().saturating_sub(1).., [word])
                .for_each(drop),
            "left" | "right" | "of" | "above" | "below" => parts[2].push(word),
            digit => parts[0].push(digit),
        }
    }
    parts
}

/// The share of the sentences with the right digits, with the right sizes, and with the right relation. Each is compared with
/// the nearer one of the two right sentences.
pub fn right_parts(sentences: &[String], scenes: &[Captioned]) -> [f64; 3] {
    let mut right = [0.0; 3];
    for (sentence, scene) in sentences.iter().zip(scenes) {
        let said = parts(sentence);
        let same = |wanted: &str| {
            let wanted = parts(wanted);
            [0, 1, 2].map(|part| f64::from(u8::from(said[part] == wanted[part])))
        };
        let [first, second] = scene.references().map(same);
        // The digits differ, so they tell which one was meant.
        let near = |[digits, sizes, relation]: [f64; 3]| 4.0 * digits + 2.0 * sizes + relation;
        let nearer = if near(second) > near(first) {
            second
        } else {
            first
        };
        for (right, part) in right.iter_mut().zip(nearer) {
            *right += part / scenes.len() as f64;
        }
    }
    right
}

/// The logarithm of a sentence's probability: a sum, by the chain rule.
pub fn log_p(next: &dyn Fn(&[usize]) -> Vec<f64>, words: &[usize]) -> f64 {
    (0..words.len()).map(|t| next(&words[..t])[words[t]]).sum()
}

// ANCHOR: next_words
/// A scene as a search wants it: what has been said, and for each word the logarithm of its probability to come next. All
/// is read again from the beginning each time: sentences are short.
pub fn next_words(model: &Captioner, scene: &Captioned) -> impl Fn(&[usize]) -> Vec<f64> {
    let start = model.memory(&pixels([&scene.scene]));
    move |said| {
        let words: Vec<u32> = [BEGIN]
            .into_iter()
            .chain(said.iter().map(|&w| w as u32))
            .collect();
        let tape = Tape::new();
        let tokens = Tokens::new(&words, [1, words.len()], WORDS.len());
        let logits = model.write(&tape, start.on(&tape), &tokens);
        let log_p = logits.log_softmax().value();
        let last = log_p.rows(said.len()..words.len());
        last.data().iter().map(|&x| f64::from(x)).collect()
    }
}
// ANCHOR_END: next_words
