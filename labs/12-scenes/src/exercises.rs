//! Your answers. This is the only file of the lab you edit.
//!
//! Replace a `todo!()` by your code, then run `cargo test -p lab12`: each exercise comes back `ok`,
//! `FAILED` with what went wrong, or `ignored` while you have not answered it. They can be done in
//! any order. `cargo run -p lab12` then uses your functions in the lesson itself.
//! Stuck? `cargo run -p course -- hint beam_search`.

#![allow(
    unused_variables,
    reason = "a question does not use its arguments until you answer it"
)]

/// **1. How much in common** (10 minutes)
///
/// Two boxes `[left, top, right, bottom]`, each of a positive area. Return their *intersection over union*: the area that both
/// cover, divided by the area that at least one covers. 1 for the same box twice; 0 for boxes that touch or lie apart.
pub fn iou(a: [f64; 4], b: [f64; 4]) -> f64 {
    todo!()
}

/// **2. A parabola between two lines** (15 minutes)
///
/// For each number let d = found − wanted. It costs ½d²/β where |d| < β, and |d| − ½β elsewhere. Return
///
/// `(the mean cost over the numbers, the gradient of that mean in each found number)`.
pub fn smooth_l1(found: &[f64], wanted: &[f64], beta: f64) -> (f64, Vec<f64>) {
    todo!()
}

/// **3. Keep the best** (25 minutes)
///
/// Many boxes `[left, top, right, bottom]`, each with a score and a class. The box with the highest score stays; every box *of its
/// class* whose IoU with it is greater than `threshold` goes. Then the same with the best of those that neither stayed nor went yet, until
/// none is left. Of equal scores the one that comes first in the list is taken first. Return the places of those that
/// stay, in the order in which they were taken. Our IoU is there: `crate::solutions::iou`.
pub fn non_maximum_suppression(
    boxes: &[[f64; 4]],
    scores: &[f64],
    classes: &[u8],
    threshold: f64,
) -> Vec<usize> {
    todo!()
}

/// **4. One number for a detector** (25 minutes)
///
/// Boxes that a detector found, in any order: the score of each, and whether it is right. `truths` objects were to be found. Take
/// the boxes one by one, the highest score first (of equal scores, the one that comes first in the list). After each, precision is the share of
/// right ones among those taken, recall the share of the truths that they make up.
///
/// For each of the 101 recalls 0, 0.01, …, 1: what is the best precision at that recall *or any higher one*? 0 if so much recall is never
/// reached. Return the mean of the 101. (So counts COCO.)
pub fn average_precision(scores: &[f64], right: &[bool], truths: usize) -> f64 {
    todo!()
}

/// **5. Precision and recall by hand** (15 minutes, paper)
///
/// Four sevens are in some scenes: A, B, C, D. A detector found five boxes that it calls a seven:
///
/// | score | lies on | IoU |
/// |---|---|---|
/// | 0.9 | A | 0.80 |
/// | 0.8 | A | 0.70 |
/// | 0.7 | B | 0.60 |
/// | 0.5 | C | 0.20 |
/// | 0.3 | C | 0.55 |
///
/// A box is right if its IoU with a seven that no surer box has taken is at least ½. Return
///
/// `[precision and recall of the boxes with a score of 0.6 or more,
///   precision and recall of all five,
///   the average precision as in exercise 4,
///   the average precision if an IoU of ¾ is asked for]`
///
/// to four decimals.
pub fn precision_by_hand() -> [f64; 6] {
    todo!()
}

/// **6. Overlap as a loss** (20 minutes)
///
/// One class: `p[i]` is the probability that the network gives it at pixel i, `y[i]` is 1 where it is and 0 where it is not. The
/// Dice loss is
///
/// `L = 1 − (2·Σpy + 1)/(Σp + Σy + 1)`.
///
/// Return `(L, its gradient in each p[i])`.
pub fn dice_loss(p: &[f64], y: &[f64]) -> (f64, Vec<f64>) {
    todo!()
}

/// **7. Right by saying nothing** (15 minutes, paper)
///
/// A map of a million pixels, of which 18,000 show a storm. A network knows no more than that: at every pixel it gives the storm
/// the probability 0.018, and so it calls no pixel a storm. Work out
///
/// `[its accuracy,
///   the mean of the IoU of both classes, storm and no storm,
///   its mean cross-entropy in nats a pixel,
///   the weight of a storm pixel with which both classes weigh the same in the loss; a pixel without a storm weighs 1]`
///
/// to four decimals or better.
pub fn lazy() -> [f64; 4] {
    todo!()
}

/// **8. Nearer than the other** (20 minutes)
///
/// Three points: an anchor a, a positive p of the same class, a negative n of another. With |·|² the squared distance, the
/// triplet loss is
///
/// `L = max(0, |a − p|² − |a − n|² + margin)`.
///
/// Return `(L, [its gradient in a, in p, in n])`. Where L is 0, so are they.
pub fn triplet_loss(a: &[f64], p: &[f64], n: &[f64], margin: f64) -> (f64, [Vec<f64>; 3]) {
    todo!()
}

/// **9. Greedy by hand** (10 minutes, paper)
///
/// A model writes sentences of two words. Its first word, and what follows it:
///
/// | first | probability | then |
/// |---|---|---|
/// | `no` | 0.45 | `cats` 0.4, `dogs` 0.35, `birds` 0.25 |
/// | `two` | 0.3 | `cats` 0.65, `dogs` 0.35 |
/// | `all` | 0.25 | `dogs` 0.9, `birds` 0.1 |
///
/// Return
///
/// `[the probability of the sentence that greedy search writes,
///   that of the sentence that a beam of width 2 writes,
///   that of the most probable sentence of all,
///   what this last one costs: the negative logarithm of its probability, in nats]`
///
/// to three decimals or better.
pub fn greedy_by_hand() -> [f64; 4] {
    todo!()
}

/// **10. A beam** (30 minutes)
///
/// `next` takes the words of a sentence so far and gives, for each word of the vocabulary, the natural logarithm of the probability
/// that it comes next: −∞ where it cannot. The word `end` finishes a sentence. A sentence of n words, `end` among them, has
///
/// score = ln p / n^alpha,
///
/// where p is the product of the probabilities of all its words. So with alpha 0 the most probable sentence is the best; with 1 the
/// one with the best mean.
///
/// Begin with the empty sentence. In each round every sentence in the beam that is not finished is continued with every word, one
/// at a time; finished ones stay as they are. Of all these, finished or not, the `width` with the highest scores are the next beam.
/// Stop when all in the beam are finished, or after `longest` rounds. Return the best in the beam, with its `end` if it has one. No
/// two scores that matter are equal.
pub fn beam_search(
    next: &dyn Fn(&[usize]) -> Vec<f64>,
    end: usize,
    width: usize,
    longest: usize,
    alpha: f64,
) -> Vec<usize> {
    todo!()
}

/// **11. Moved by none** (15 minutes, paper)
///
/// A captioner learns by teacher forcing: at each place it is given one word and asked for the next. Somebody forgets to move the
/// words by one. Given and wanted are now both `<begin> a three above a two`, the same word at the same place. Each scene has
/// two right sentences of 8 words (`<end>` counts, `<begin>` does not), shown equally often. The network is large enough, and
/// training goes on until nothing improves. Predict:
///
/// `[the training loss of this captioner, in nats a word,
///   the share of words that it gets right in training,
///   the share of new scenes for which the first word that it writes, greedily, is a word of the language: no <begin>, no <end>,
///   the loss, in nats a word, that no captioner can get below whose words are moved by one as they should]`
///
/// to four decimals or better. Then see it: `cargo run -p lab12 -- --section in-words --words not-moved`.
pub fn shifted() -> [f64; 4] {
    todo!()
}

/// **12. No credit for repeating** (20 minutes)
///
/// A sentence, and references: sentences that people wrote for the same picture. Words are what spaces separate. Cut the sentence into
/// all groups of `n` words that follow each other (they overlap). A group counts as found as often as it occurs in the sentence, but
/// not more often than in that one of the references which has it most often. Return
///
/// `(how many groups are found, how many groups the sentence has)`.
///
/// Their quotient is the clipped precision of BLEU. `n` is 1 or more; there is a reference at least.
pub fn clipped_precision(sentence: &str, references: &[&str], n: usize) -> (usize, usize) {
    todo!()
}
