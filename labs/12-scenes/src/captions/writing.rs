//! Sentences for pictures: the likeliest word each time, or a search; and how often they are right.

use super::bleu::{Bleu, Clipped};
use super::grammar::{BEGIN, LONGEST, WORDS, decode, encode};
use super::network::{Batch, Captioner};
use super::pictures::Captioned;
use crate::scene::pixels;
use datasets::Images;
use nabla::{Tape, Tokens};
use std::ops::Range;
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
            let scenes = places.iter().map(|_| Captioned::draw(digits, rng));
            let scenes: Vec<_> = scenes.collect();
            let mut batch = asked(Batch::of(&scenes, rng));
            batch.pictures = batch.pictures.to(&device);
            batch
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

/// The share that is word for word the first of the two.
pub fn exact_first(sentences: &[String], scenes: &[Captioned]) -> f64 {
    let pairs = sentences.iter().zip(scenes);
    let right = pairs.filter(|(sentence, scene)| **sentence == scene.sentences[0]);
    right.count() as f64 / scenes.len() as f64
}

/// BLEU-4 of sentences beside the first, or both, of those that are right.
pub fn bleu(said: &[String], scenes: &[Captioned], references: usize, clipped: Clipped) -> f64 {
    let all: Vec<_> = scenes.iter().map(Captioned::references).collect();
    let pairs = said.iter().zip(&all);
    let corpus = pairs.map(|(said, all)| (said.as_str(), &all[..references]));
    Bleu::of(corpus, clipped).score()
}

/// Which words name digits, sizes, and the relation: parts that can be right or wrong one by one.
const PARTS: [Range<u32>; 3] = [10..20, 2..5, 5..10];

/// The share of the sentences with the right digits, with the right sizes, and with the right relation. Each is compared with
/// the nearer one of the two right sentences.
pub fn right_parts(sentences: &[String], scenes: &[Captioned]) -> [f64; 3] {
    let part = |sentence: &str, i: usize| -> Vec<u32> {
        let words = encode(sentence).into_iter();
        words.filter(|word| PARTS[i].contains(word)).collect()
    };
    let mut right = [0.0; 3];
    for (said, scene) in sentences.iter().zip(scenes) {
        let same = |wanted| [0, 1, 2].map(|i| part(said, i) == part(wanted, i));
        let [first, second] = scene.references().map(same);
        // The digits differ, so they tell first of all which one was meant.
        for (right, is_right) in right.iter_mut().zip(first.max(second)) {
            *right += f64::from(u8::from(is_right)) / scenes.len() as f64;
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
        let said = said.iter().map(|&word| word as u32);
        let words: Vec<u32> = [BEGIN].into_iter().chain(said).collect();
        let tape = Tape::new();
        let tokens = Tokens::new(&words, [1, words.len()], WORDS.len());
        let logits = model.write(&tape, start.on(&tape), &tokens);
        let log_p = logits.log_softmax().value();
        let last = log_p.rows(words.len() - 1..words.len());
        last.data().iter().map(|&x| f64::from(x)).collect()
    }
}
// ANCHOR_END: next_words
