//! Your answers. This is the only file of the lab you edit.
//!
//! Replace a `todo!()` by your code, then run `cargo test -p lab13`: each exercise comes back `ok`,
//! `FAILED` with what went wrong, or `ignored` while you have not answered it. They can be done in
//! any order. `cargo run -p lab13` then uses your functions in the lesson itself.
//! Stuck? `cargo run -p course -- hint causal_mask`.

#![allow(
    unused_variables,
    reason = "a question does not use its arguments until you answer it"
)]

use crate::gpt::cache::Kept;

/// **1. Where to look** (15 minutes)
///
/// A decoder asks with a vector `query`. An encoder has left a vector for each letter that it read, in `letters`: one at least, all as
/// long as `query`. The score of a letter is the dot product of its vector with the query. The weights of the letters are the softmax
/// of their scores, and what the decoder finds is the mean of the letters' vectors by these weights. Return
///
/// `(the weights, what is found)`.
///
/// Scores may be large: 1,000 must not overflow.
pub fn attention_weights(query: &[f64], letters: &[Vec<f64>]) -> (Vec<f64>, Vec<f64>) {
    todo!()
}

/// **2. Weights by hand** (10 minutes, paper)
///
/// A decoder asks with (1, 2). The encoder has left (3, −1) for the first letter, (−2, 1) for the second and (0, 1) for the
/// third. Scores are dot products, weights their softmax, as in the exercise before. Return
///
/// `[the weight of the third letter,
///   the first number of what is found,
///   the weight of the third letter if 10 is added to each of the three scores,
///   the weight of the third letter if the decoder asks with (2, 4),
///   the weight of the third letter if it asks with (1, 2), and two places of padding behind the letters are not masked:
///     the encoder has left (0, 0) there]`
///
/// to three decimals or better.
pub fn weights_by_hand() -> [f64; 5] {
    todo!()
}

/// **3. Where a head goes** (20 minutes)
///
/// A head of a memory stands on its rows by shares that add up to 1. `before` is where it stood, `found` where it would go by content.
/// Three steps make of these where it goes:
///
/// 1. take `gate` of `found`, and of `before` what is missing from 1;
/// 2. move: `shares[0]` of that one row back (from row 3 to row 2), `shares[1]` nowhere, `shares[2]` one row on. Behind the last row
///    comes the first;
/// 3. sharpen: raise each share to the power `power`, then divide all by their sum.
///
/// Return the shares after the third step. Both lists have the same length, at least 2.
pub fn address(found: &[f64], before: &[f64], gate: f64, shares: [f64; 3], power: f64) -> Vec<f64> {
    todo!()
}

/// **4. When to stop thinking** (15 minutes)
///
/// After step n = 1, 2, … a network gives hₙ, its probability to halt (here `h[n - 1]`). It halts at the first step at which the sum
/// h₁ + … + hₙ is at least 1 − `epsilon`; if there is none, at the last. Call that step N. Each step before N gets the weight hₙ.
/// Step N gets what is then missing from 1, the *remainder* R. Steps after N get 0. Return
///
/// `(the weights of all steps, R, N + R)`. There is at least one step.
pub fn halting(h: &[f64], epsilon: f64) -> (Vec<f64>, f64, f64) {
    todo!()
}

/// **5. Who may look where** (10 minutes)
///
/// Queries and keys of one text, in its order. The `queries` stand at the *last* places of the `keys`: the first keys may come from
/// what was read before, so there are at least as many keys as queries. A query may look at the key of its own place, and at all before
/// it. Return a row for each query with an entry for each key: whether it may look there.
pub fn causal_mask(queries: usize, keys: usize) -> Vec<Vec<bool>> {
    todo!()
}

/// **6. Shares of what?** (10 minutes)
///
/// `scores[t][s]` says how well the query of token t fits the key of token s; −∞ where t must not look at s. Turn the scores into
/// the weights by which each token takes the mean of what it looks at, by a softmax. Scores may be as large as 1,000. A
/// token that must not look anywhere gets zeros.
pub fn softmax_rows(scores: &[Vec<f64>]) -> Vec<Vec<f64>> {
    todo!()
}

/// **7. To the heads, and back** (20 minutes)
///
/// The queries of all heads come from one layer. A row holds those of one token: C numbers, first the C/heads numbers of
/// head 0, then those of head 1, and so on. Tokens follow one another, row after row: `x` is `[tokens, C]`. Return the
/// same numbers with the heads outside, `[heads, tokens, C/heads]`: first all tokens of head 0.
///
/// Written in a general way the same function merges: `split_heads(&apart, heads, tokens)` is `x` again.
pub fn split_heads(x: &[f64], tokens: usize, heads: usize) -> Vec<f64> {
    todo!()
}

/// **8. Waves for places** (15 minutes)
///
/// A row of `width` numbers for each place t = 0, 1, …; `width` is even. They come in pairs, and pair i = 0, 1, … is
///
/// `sin(t / 10,000^(2i/width)), cos(t / 10,000^(2i/width))`.
pub fn sinusoids(places: usize, width: usize) -> Vec<Vec<f64>> {
    todo!()
}

/// **9. How large is GPT-2?** (15 minutes, paper)
///
/// The small one: 50,257 words, 1,024 places, 12 blocks, tokens of 768 numbers. Words and places are learned tables. A block has
/// the parts that you read in [`crate::block::Block`], with one difference: every layer and every norm has biases. Behind the last
/// block stands one more norm. The last layer, from a token to the logits of all words, is the table of words itself. Return how many
/// parameters have
///
/// `[both tables, the attention of one block with the norm before it, the two dense layers of one block with the norm before them,
///   the whole]`.
pub fn gpt2_parameters() -> [u64; 4] {
    todo!()
}

/// **10. One merge** (15 minutes)
///
/// Tokens of a text, two at least. Of all pairs of neighbours find the one that stands there most often; of equal ones the one that
/// comes first in the text. (In `x x x` the pair `x x` stands twice.) Then go through the text from left to right and put `new` in
/// the place of each such pair. What has been joined is not joined again: `x x x` becomes `new x`.
///
/// Return `(the pair, the tokens then)`.
pub fn bpe_merge(tokens: &[u32], new: u32) -> ((u32, u32), Vec<u32>) {
    todo!()
}

/// **11. The nucleus** (15 minutes)
///
/// `p` are the probabilities of some letters; they add up to 1. Keep the likeliest, as few as make up `share` or more together (of two
/// that are equal the earlier is taken first), at least one, and return their probabilities, divided by their sum. All others are 0.
pub fn top_p(p: &[f64], share: f64) -> Vec<f64> {
    todo!()
}

/// **12. A letter more** (20 minutes)
///
/// One head reads a text letter by letter. `kept` has the keys and values of the letters before; here are the query, the key and the
/// value of a new one, all of the same length d. Put key and value at the end of the lists, and return what the query sees:
/// the mean of the values with the weights softmax(q·k/√d). The new letter sees itself.
pub fn cache_update(kept: &mut Kept, query: &[f64], key: &[f64], value: &[f64]) -> Vec<f64> {
    todo!()
}

/// **13. A byte a weight** (15 minutes)
///
/// A row of weights is kept as whole numbers from −127 to 127, and one scale for all of them: each weight is about its whole number
/// times the scale. Choose the smallest scale with which the largest weight, whatever its sign, still has room, and round to the nearest.
/// A row of zeros has the scale 0, and zeros.
///
/// Return `(scale, whole numbers)`.
pub fn quantise_row(row: &[f32]) -> (f32, Vec<i8>) {
    todo!()
}

/// **14. A picture as a row of words** (15 minutes)
///
/// A picture `[H, W]`, whose height and width p divides. Cut it into patches of p × p pixels, and return them row by row of patches,
/// from left to right: `[H·W/p², p²]`. Within a patch the pixels stand row by row as well.
pub fn patches(picture: &[Vec<f64>], p: usize) -> Vec<Vec<f64>> {
    todo!()
}

/// **15. Who is asked** (10 minutes, paper)
///
/// BERT reads genomes: it is shown a row of 10 tokens, and there are 4 different ones. Each token of the row is chosen with probability 0.15, whatever
/// happens to the others. Of the chosen ones 80 % are replaced by a mask, 10 % by a token drawn evenly from all 4, and
/// 10 % are left as they are. A guess is wanted at the chosen places alone. Return
///
/// `[how many guesses are wanted of a row, on average,
///   how many masks a row shows, on average,
///   how many tokens of a row are shown as they were, on average,
///   the probability that nothing is wanted of a row,
///   of the tokens that are chosen and show no mask, the share that show what is wanted]`
///
/// to four decimals or better.
pub fn masking() -> [f64; 5] {
    todo!()
}
