//! A pair trained on all of a set of pictures, and what its drawings are worth.

use crate::latent::noise;
use crate::networks::Recipe;
use crate::score::{Judge, Jury, Score};
use crate::training::{Losses, Pair, Training, draw};
use nabla::{Device, Tensor};
use trainer::Examples;

/// At most so many drawings are judged, and compared with as many real pictures.
const JUDGED: usize = 1_000;
/// Epochs of the judge: on MNIST it then reads about 98.5 % right. A small set needs more of them for as many steps.
pub fn judge_epochs(pictures: usize) -> usize {
    if pictures < 10_000 { 12 } else { 4 }
}

/// The seed of the noise that is judged: not that of any training.
pub const FRESH: u64 = 0x6672_6573;

/// What a training came to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measured {
    /// Of drawings of noise that was never trained on.
    pub drawings: Score,
    /// Of as many test pictures: what could be reached.
    pub real: Score,
    /// The share of test pictures that the judge reads right.
    pub judge: f64,
}

// ANCHOR: measure
/// Trains the pair of `recipe`, and a judge, on the training pictures; then measures. `after` gets the losses of each
/// step. The examples are pictures, `[N, 28, 28, 1]`.
///
/// # Panics
/// If they are not.
pub fn measure(
    recipe: &Recipe,
    (train, test): (&Examples, &Examples),
    seed: u64,
    device: &Device,
    mut after: impl FnMut(Losses),
) -> (Pair, Measured) {
    let mut training = Training::new(recipe, &train.images, seed, device);
    for _ in 0..recipe.epochs {
        training.epoch(|_, losses| after(losses));
    }
    let judge = Judge::learn(train, judge_epochs(train.len()), seed, device, |_| {});
    let bench = Bench::new(judge, train, test);
    let measured = Measured {
        drawings: bench.score(&training.pair, recipe),
        real: bench.real,
        judge: trainer::accuracy(&bench.jury.judge, test),
    };
    (training.pair, measured)
}
// ANCHOR_END: measure

/// A jury for these pictures, and its score of the real ones.
pub struct Bench {
    /// Who judges.
    pub jury: Jury,
    /// The score of test pictures.
    pub real: Score,
    judged: usize,
}

impl Bench {
    /// A jury with this judge. It compares with training pictures from all over the set: neighbours in it are
    /// often by one hand.
    pub fn new(judge: Judge, train: &Examples, test: &Examples) -> Self {
        let judged = JUDGED.min(test.len()).min(train.len());
        let places: Vec<usize> = (0..judged).map(|i| i * train.len() / judged).collect();
        let jury = Jury::new(judge, &train.images.gather_rows(&places));
        Bench {
            real: jury.score(&test.images.rows(0..judged)),
            jury,
            judged,
        }
    }

    /// The score of as many drawings of this pair.
    pub fn score(&self, pair: &Pair, recipe: &Recipe) -> Score {
        self.jury.score(&drawings(pair, recipe, self.judged))
    }
}

/// Drawings of noise that no training has seen, the same at each call: `[count, 28, 28, 1]`.
pub fn drawings(pair: &Pair, recipe: &Recipe, count: usize) -> Tensor {
    let z = noise(count, recipe.latent, &mut nabla::rng(FRESH));
    draw(&pair.generator, &z)
}
