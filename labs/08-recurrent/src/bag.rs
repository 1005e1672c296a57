//! A review as a bag: which words are in it and how often, in no order. And as a bag of pairs, a little order.

use rand::seq::SliceRandom;
use std::collections::HashMap;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bag {
    /// Words.
    Words,
    /// Words, and pairs of neighbours.
    Pairs,
}

/// What is thrown into the bag: a word, or a pair of neighbours.
type Item = (u32, Option<u32>);

impl Bag {
    fn items(self, words: &[u32]) -> Vec<Item> {
        let single = words.iter().map(|&word| (word, None));
        let pairs = words.windows(2).map(|pair| (pair[0], Some(pair[1])));
        match self {
            Bag::Words => single.collect(),
            Bag::Pairs => single.chain(pairs).collect(),
        }
    }
}

// ANCHOR: bag
/// Logistic regression: a weight for everything that may be in the bag. A sum above 0 means praise.
pub struct BagModel {
    bag: Bag,
    weights: HashMap<Item, f64>,
    bias: f64,
}

impl BagModel {
    /// The logit: every word votes with its weight, as often as it comes.
    pub fn logit(&self, words: &[u32]) -> f64 {
        let weight = |item| self.weights.get(&item).copied().unwrap_or(0.0);
        let votes = self.bag.items(words).into_iter().map(weight);
        self.bias + votes.sum::<f64>()
    }

    /// One step of descent: the gradient with respect to the logit is p − y.
    fn step(&mut self, words: &[u32], positive: bool, rate: f64) {
        let p = 1.0 / (1.0 + (-self.logit(words)).exp());
        let gradient = p - f64::from(u8::from(positive));
        self.bias -= rate * gradient;
        for item in self.bag.items(words) {
            *self.weights.entry(item).or_default() -= rate * gradient;
        }
    }
}
// ANCHOR_END: bag

/// A review's words and verdict.
pub type Example = (Vec<u32>, bool);

impl BagModel {
    /// All weights 0.
    pub fn new(bag: Bag) -> Self {
        BagModel {
            bag,
            weights: HashMap::new(),
            bias: 0.0,
        }
    }

    /// The weight of one word.
    pub fn weight(&self, word: u32) -> f64 {
        self.weights.get(&(word, None)).copied().unwrap_or(0.0)
    }

    /// The share of examples that it judges right.
    pub fn accuracy<'a>(&self, examples: impl IntoIterator<Item = &'a Example>) -> f64 {
        let right = |(words, positive): &Example| (self.logit(words) > 0.0) == *positive;
        let (mut count, mut sum) = (0, 0);
        for example in examples {
            count += 1;
            sum += usize::from(right(example));
        }
        sum as f64 / f64::from(count.max(1))
    }

    /// Trained with the one of `rates` that judges most of `choose` right; also returns that rate. Of equals the
    /// first.
    pub fn best(
        bag: Bag,
        (learn, choose): (&[Example], &[Example]),
        rates: &[f64],
        epochs: usize,
        seed: u64,
    ) -> (Self, f64) {
        let mut best: Option<(Self, f64, f64)> = None;
        for &rate in rates {
            let model = BagModel::trained(bag, learn, rate, epochs, seed);
            let accuracy = model.accuracy(choose);
            if best.as_ref().is_none_or(|(_, _, least)| accuracy > *least) {
                best = Some((model, rate, accuracy));
            }
        }
        let (model, rate, _) = best.expect("there is a rate to try");
        (model, rate)
    }

    fn trained(bag: Bag, learn: &[Example], rate: f64, epochs: usize, seed: u64) -> Self {
        let mut rng = nabla::rng(seed);
        let mut order: Vec<usize> = (0..learn.len()).collect();
        let mut model = BagModel::new(bag);
        for epoch in 0..epochs {
            order.shuffle(&mut rng);
            // Towards the end smaller steps: the noise of single examples averages out.
            let rate = rate * (1.0 - epoch as f64 / epochs as f64);
            for &i in &order {
                model.step(&learn[i].0, learn[i].1, rate);
            }
        }
        model
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Word 1 praises, word 2 blames, word 3 turns the next one around.
    fn plain() -> Vec<Example> {
        vec![
            (vec![1, 9], true),
            (vec![2, 9], false),
            (vec![9, 1], true),
            (vec![2, 9], false),
        ]
    }

    #[test]
    fn words_that_decide_get_weights_and_others_do_not() {
        let examples = plain();
        let (model, _) = BagModel::best(Bag::Words, (&examples, &examples), &[0.5], 50, 1);
        assert!(model.weight(1) > 1.0 && model.weight(2) < -1.0);
        assert!(model.weight(9).abs() < 0.5 && model.weight(77) == 0.0);
        assert_eq!(model.accuracy(&examples), 1.0);
    }

    #[test]
    fn one_step_by_hand() {
        let mut model = BagModel::new(Bag::Words);
        model.step(&[4, 4, 5], true, 0.1);
        // p = 1/2, gradient −1/2; word 4 came twice.
        assert!((model.weight(4) - 0.1).abs() < 1e-12 && (model.weight(5) - 0.05).abs() < 1e-12);
        assert!((model.logit(&[4]) - 0.15).abs() < 1e-12);
    }

    #[test]
    fn only_pairs_see_an_order() {
        let mut examples = plain();
        examples.extend([(vec![3, 1], false), (vec![3, 2], true)]);
        let accuracy = |bag| {
            let both = (examples.as_slice(), examples.as_slice());
            BagModel::best(bag, both, &[0.1, 1.0], 100, 1)
                .0
                .accuracy(&examples)
        };
        assert!(accuracy(Bag::Words) < 1.0);
        assert_eq!(accuracy(Bag::Pairs), 1.0);
    }

    #[test]
    fn the_best_rate_is_chosen_on_other_examples() {
        let examples = plain();
        let (_, rate) = BagModel::best(Bag::Words, (&examples, &examples), &[0.0, 0.3], 9, 1);
        assert_eq!(rate, 0.3);
    }
}
