//! Is it praise? A network that reads a review from both sides.

use crate::bag::Example;
use crate::words::padded;
use nabla::rnn::{Bidirectional, Lstm};
use nabla::{Activation, Device, Embedding, Init, Linear, Module, Rng, Tape, Tensor, Tokens, Var};
use trainer::{Recipe, Rule, Training};

// ANCHOR: model
/// Embedding 64 → BiLSTM 64 → BiLSTM 32 → Dense 64 → dropout ½ → 1 [PSC].
pub struct Sentiment {
    embedding: Embedding,
    words: Bidirectional<Lstm>,
    review: Bidirectional<Lstm>,
    dense: Linear,
    output: Linear,
}

nabla::parts!(Sentiment {
    embedding,
    words,
    review,
    dense,
    output
});

impl Sentiment {
    /// Fresh weights, for a list of so many words.
    pub fn new(vocabulary: usize, rng: &mut Rng) -> Self {
        let mut both = |inputs, hidden| {
            Bidirectional::new(
                Lstm::new(inputs, hidden, rng),
                Lstm::new(inputs, hidden, rng),
            )
        };
        let (words, review) = (both(64, 64), both(2 * 64, 32));
        let relu = Activation::Relu;
        Sentiment {
            embedding: Embedding::new(vocabulary, 64, Init::Uniform(0.05), rng),
            words,
            review,
            dense: Linear::new(2 * 32, 64, Init::He, rng).activation(relu),
            output: Linear::new(64, 1, Init::Xavier, rng),
        }
    }

    /// Reviews `[N, T]`, of which each has only so many words, become logits `[N, 1]`: above 0
    /// for praise.
    pub fn forward<'t>(&self, tape: &'t Tape, tokens: &Tokens, lengths: &[usize]) -> Var<'t> {
        let x = self.embedding.forward(tape, tokens); // [N, T, 64]
        let x = self.words.run(tape, x, Some(lengths)).outputs; // [N, T, 128]
        let x = self.review.run(tape, x, Some(lengths)).last; // [N, 64]
        let x = self.dense.forward(tape, x).dropout(0.5);
        self.output.forward(tape, x)
    }
    // ANCHOR_END: model

    /// The size of the list of words.
    pub fn vocabulary(&self) -> usize {
        self.embedding.table.value().dims()[0]
    }
}

/// Adam at this rate, 32 reviews a step, with clipped gradients.
pub const fn recipe(rate: f32, epochs: usize) -> Recipe {
    Recipe::new(Rule::adamw(rate, 0.0), 32, epochs).clip(1.0)
}

/// A training on so many reviews, before its first step.
pub fn training(
    model: Sentiment,
    recipe: &Recipe,
    reviews: usize,
    device: &Device,
) -> Training<Sentiment> {
    let rng = nabla::rng(recipe.seed ^ 0x7265_7669); // another sequence than that of the weights
    Training::new(model, recipe, reviews, device).drawing_from(rng)
}

// ANCHOR: epoch
/// Every review once. Calls `after` with the loss of each batch, and returns their mean.
pub fn epoch(
    training: &mut Training<Sentiment>,
    examples: &[Example],
    mut after: impl FnMut(f32),
) -> f32 {
    let (device, vocabulary) = (training.device.clone(), training.model.vocabulary());
    let batch = |places: &[usize]| {
        let rows: Vec<&[u32]> = places.iter().map(|&i| examples[i].0.as_slice()).collect();
        let praise = |&i: &usize| f32::from(u8::from(examples[i].1));
        let truth = Tensor::from_vec(places.iter().map(praise).collect(), [places.len(), 1]);
        (padded(&rows, vocabulary), truth.to(&device))
    };
    training.epoch(
        |places, _| batch(places),
        |model, tape, ((tokens, lengths), truth)| {
            let logits = model.forward(tape, &tokens, &lengths);
            logits.sigmoid_cross_entropy(&truth)
        },
        |_, loss| after(loss),
    )
}
// ANCHOR_END: epoch

/// Reviews that are read at once when nothing is learned.
const LOOK_AT: usize = 100;

/// The logit of each review, in their order.
pub fn logits(model: &Sentiment, examples: &[Example]) -> Vec<f32> {
    let mut all = Vec::with_capacity(examples.len());
    for some in examples.chunks(LOOK_AT) {
        let rows: Vec<&[u32]> = some.iter().map(|(words, _)| words.as_slice()).collect();
        let (tokens, lengths) = padded(&rows, model.vocabulary());
        let tape = Tape::new();
        all.extend_from_slice(model.forward(&tape, &tokens, &lengths).value().data());
    }
    all
}

/// The share of reviews that it judges right.
pub fn accuracy(model: &Sentiment, examples: &[Example]) -> f64 {
    let logits = logits(model, examples);
    let right = logits
        .iter()
        .zip(examples)
        .filter(|(logit, (_, positive))| (**logit > 0.0) == *positive);
    right.count() as f64 / examples.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use nabla::parameters;

    #[test]
    fn as_many_numbers_as_worked_out_by_hand() {
        let layer = |inputs: usize, hidden: usize| 2 * 4 * hidden * (inputs + hidden + 1);
        let count = |vocabulary: usize| {
            vocabulary * 64 + layer(64, 64) + layer(128, 32) + (64 * 64 + 64) + (64 + 1)
        };
        for vocabulary in [100, 10_000] {
            let model = Sentiment::new(vocabulary, &mut nabla::rng(1));
            assert_eq!(parameters(&model), count(vocabulary));
        }
        assert_eq!(count(10_000), 751_489);
    }

    #[test]
    fn what_fills_a_row_changes_nothing() {
        let model = Sentiment::new(20, &mut nabla::rng(1));
        let short: Example = (vec![3, 4, 5], true);
        let alone = logits(&model, std::slice::from_ref(&short))[0];
        let long: Example = (vec![7; 9], false);
        let beside = logits(&model, &[long, short])[1];
        assert!((alone - beside).abs() < 1e-6, "{alone} {beside}");
    }

    /// Word 2 praises, word 3 blames, word 4 turns the next one round.
    fn turned() -> Vec<Example> {
        let some = |i: usize| -> Example {
            let (praise, turn) = (i.is_multiple_of(2), i / 2 % 2 == 1);
            let mut words = vec![5 + (i / 4 % 5) as u32];
            if turn {
                words.push(4);
            }
            words.push(if praise != turn { 2 } else { 3 });
            words.extend((0..i / 20).map(|k| 5 + (k % 5) as u32));
            (words, praise)
        };
        (0..80).map(some).collect()
    }

    #[test]
    fn a_word_that_turns_another_round_is_learned() {
        let examples = turned();
        let model = Sentiment::new(10, &mut nabla::rng(1));
        let mut training = training(model, &recipe(0.005, 25), examples.len(), &Device::Cpu);
        let losses: Vec<f32> = (0..25)
            .map(|_| epoch(&mut training, &examples, |_| {}))
            .collect();
        let (first, last) = (losses[0], losses[24]);
        assert!(last < 0.3 * first, "{first} {last}");
        assert_eq!(accuracy(&training.model, &examples), 1.0);
    }
}
