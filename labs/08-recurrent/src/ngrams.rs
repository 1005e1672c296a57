//! The opponent of the character model: counting what followed the last few characters.

use std::collections::HashMap;

/// Bits a character's number takes when some are packed into one key.
const BITS: u32 = 6;

/// The most characters that are packed into a key.
const LONGEST: usize = (u64::BITS / BITS) as usize;

// ANCHOR: ngrams
/// How often each character followed each context of 0, 1, …, `order − 1` characters; and how
/// much a short context's opinion counts when a longer one is asked.
pub struct Ngrams {
    vocabulary: usize,
    orders: Vec<Order>,
}

/// Contexts of one length.
struct Order {
    /// That length.
    length: usize,
    /// How often a context came.
    contexts: HashMap<u64, u32>,
    /// How often a context came with this character after it.
    followed: HashMap<u64, u32>,
    /// How many observations the shorter context's opinion is worth.
    weight: f64,
}

impl Ngrams {
    /// The probability that `next` follows `context`, of which only the end is looked at.
    ///
    /// Each order mixes what it has counted with the opinion of the next shorter one, as if
    /// that had been observed `weight` times (MacKay and Peto, 1995). Order 0 believes that all
    /// characters are equally frequent.
    pub fn probability(&self, context: &[u32], next: u32) -> f64 {
        let mut belief = 1.0 / self.vocabulary as f64;
        for order in &self.orders {
            belief = mix(order.seen(context, next), order.weight, belief);
        }
        belief
    }
    // ANCHOR_END: ngrams

    /// Counts in `text` with contexts of up to `weights.len() − 1` characters.
    ///
    /// # Panics
    /// If a context does not fit into a key, or a weight is not positive.
    pub fn new(text: &[u32], vocabulary: usize, weights: &[f64]) -> Self {
        assert!(
            vocabulary <= 1 << BITS && weights.len() <= LONGEST,
            "{vocabulary} characters in contexts of {} do not fit into 64 bits",
            weights.len()
        );
        assert!(
            weights.iter().all(|&weight| weight > 0.0),
            "a weight of 0 makes characters impossible: {weights:?}"
        );
        let orders = weights.iter().enumerate();
        Ngrams {
            vocabulary,
            orders: orders
                .map(|(length, &weight)| Order::new(text, length, weight))
                .collect(),
        }
    }
}

impl Order {
    fn new(text: &[u32], length: usize, weight: f64) -> Self {
        let (mut contexts, mut followed) = (HashMap::new(), HashMap::new());
        for window in text.windows(length + 1) {
            let before = key(&window[..length]);
            *contexts.entry(before).or_default() += 1;
            *followed
                .entry(before << BITS | u64::from(window[length]))
                .or_default() += 1;
        }
        Order {
            length,
            contexts,
            followed,
            weight,
        }
    }

    /// How often the end of this context came, and how often with `next` after it.
    fn seen(&self, context: &[u32], next: u32) -> (f64, f64) {
        let Some(from) = context.len().checked_sub(self.length) else {
            return (0.0, 0.0); // so near the beginning only shorter contexts have a say
        };
        let before = key(&context[from..]);
        let after = before << BITS | u64::from(next);
        (count(&self.contexts, before), count(&self.followed, after))
    }
}

// ANCHOR: mix
/// What was seen in `came` places, and a shorter context's belief that is worth `weight` places.
fn mix((came, followed): (f64, f64), weight: f64, shorter: f64) -> f64 {
    (followed + weight * shorter) / (came + weight)
}
// ANCHOR_END: mix

/// The characters in one number. Those of other lengths are kept in other tables.
fn key(characters: &[u32]) -> u64 {
    let pack = |key, &character: &u32| key << BITS | u64::from(character);
    characters.iter().fold(0, pack)
}

fn count(table: &HashMap<u64, u32>, key: u64) -> f64 {
    f64::from(table.get(&key).copied().unwrap_or(0))
}

// ANCHOR: choose
/// What is tried for the weight of the shorter context.
const WEIGHTS: [f64; 8] = [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0];

/// For contexts of 0, 1, …, `order − 1` characters, one after the other: the weight with which `choose` takes the
/// fewest bits after counting in `learn`.
pub fn chosen_weights(learn: &[u32], choose: &[u32], vocabulary: usize, order: usize) -> Vec<f64> {
    let mut beliefs = vec![1.0 / vocabulary as f64; choose.len()];
    let best_of = |length| {
        let table = Order::new(learn, length, 1.0);
        let place = |at: usize| table.seen(&choose[..at], choose[at]);
        let seen: Vec<(f64, f64)> = (0..choose.len()).map(place).collect();
        let mixed = |weight| -> Vec<f64> {
            let pairs = seen.iter().zip(&beliefs);
            pairs
                .map(|(&seen, &shorter)| mix(seen, weight, shorter))
                .collect()
        };
        let tried = WEIGHTS.map(|weight| (weight, mixed(weight)));
        let bits = |beliefs: &[f64]| -> f64 { beliefs.iter().map(|belief| -belief.log2()).sum() };
        let best = tried
            .into_iter()
            .min_by(|(_, a), (_, b)| bits(a).total_cmp(&bits(b)));
        let (weight, longer) = best.expect("there are weights to try");
        beliefs = longer;
        weight
    };
    (0..order).map(best_of).collect()
}
// ANCHOR_END: choose

#[cfg(test)]
mod tests {
    use super::*;

    /// a = 0, b = 1, c = 2.
    const TEXT: [u32; 7] = [0, 1, 0, 1, 0, 2, 1];

    /// Bits a character of `text`, from its character `skip` on.
    fn bits(model: &Ngrams, text: &[u32], skip: usize) -> f64 {
        let bits = |at: usize| -model.probability(&text[..at], text[at]).log2();
        (skip..text.len()).map(bits).sum::<f64>() / (text.len() - skip) as f64
    }

    #[test]
    fn two_orders_by_hand() {
        // Alone: a came 3 times of 7, so (3 + 3·1/3)/(7 + 3) = 0.4; b the same; c (1 + 1)/10 = 0.2.
        for (next, expected) in [(0, 0.4), (1, 0.4), (2, 0.2)] {
            let alone = Ngrams::new(&TEXT, 3, &[3.0]);
            assert!((alone.probability(&[1, 2], next) - expected).abs() < 1e-12);
        }
        let model = Ngrams::new(&TEXT, 3, &[3.0, 2.0]);
        // After a: b 2 of 3, c 1 of 3.
        assert!((model.probability(&[2, 0], 1) - (2.0 + 2.0 * 0.4) / 5.0).abs() < 1e-12);
        assert!((model.probability(&[0], 2) - (1.0 + 2.0 * 0.2) / 5.0).abs() < 1e-12);
        // a after a was never seen: only the shorter context speaks.
        assert!((model.probability(&[0], 0) - 2.0 * 0.4 / 5.0).abs() < 1e-12);
    }

    #[test]
    fn after_every_context_the_probabilities_add_up_to_1() {
        let model = Ngrams::new(&TEXT, 5, &[0.5, 2.0, 8.0]);
        for context in [vec![], vec![0], vec![0, 1], vec![4, 4], vec![1, 0]] {
            let sum: f64 = (0..5).map(|next| model.probability(&context, next)).sum();
            assert!((sum - 1.0).abs() < 1e-12, "{context:?}: {sum}");
        }
    }

    #[test]
    fn bits_of_what_is_certain_and_of_what_is_not() {
        let coin: Vec<u32> = (0..4000).map(|i| (i * i / 7 + i / 3) % 2).collect();
        let even = Ngrams::new(&coin, 2, &[1e9]);
        assert!((bits(&even, &coin, 0) - 1.0).abs() < 1e-3);
        let turns: Vec<u32> = (0..4000).map(|i| i % 2).collect();
        let knows = Ngrams::new(&turns, 2, &[1.0, 1.0]);
        assert!(bits(&knows, &turns, 1) < 0.01);
    }

    #[test]
    fn weights_are_chosen_by_what_was_not_counted() {
        // Where text and test agree, little smoothing; where they do not, much.
        let turns: Vec<u32> = (0..400).map(|i| i % 2).collect();
        assert_eq!(chosen_weights(&turns, &turns, 2, 2)[1], 0.5);
        let other: Vec<u32> = (0..400).map(|i| i / 2 % 2).collect();
        assert_eq!(chosen_weights(&turns, &other, 2, 2)[1], 64.0);
    }
}
