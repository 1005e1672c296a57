//! A class for each pixel: how a network learns it, and how it is counted.

use crate::scene::{self, Plan, Scene, Sources};
use datasets::Images;
use nabla::{Labels, Module, Rng, Tape, Tensor, Var};
use trainer::{Recipe, Rule, Training};

/// What a pixel of a scene may be: no digit, or one of ten.
pub const KINDS: usize = 11;

/// Scenes as a network wants them.
pub struct Pixels {
    /// `[N, 64, 64, 1]`, 0 to 1.
    pub pictures: Tensor,
    /// The class of each pixel, `[N * 64 * 64]`: 0 for no digit, else the digit and one.
    pub classes: Vec<u8>,
}

impl Pixels {
    /// Of these scenes.
    pub fn of(scenes: &[Scene]) -> Self {
        Pixels {
            pictures: scene::pixels(scenes),
            classes: scenes.iter().flat_map(|s| &s.classes).copied().collect(),
        }
    }

    /// `count` of these digits, the same from the same seed.
    pub fn draw(digits: &Images, count: usize, seed: u64) -> Self {
        Self::of(&Plan::USUAL.scenes(digits, count, seed))
    }

    /// To learn from and to test with, from digits that both do not share.
    pub fn pair(sources: &Sources, [train, test]: [usize; 2], seed: u64) -> [Self; 2] {
        let train = Self::draw(&sources.train, train, seed);
        [train, Self::draw(&sources.test, test, seed ^ 0x7465_7374)]
    }

    /// The same with two classes: no digit, and any.
    pub fn any_digit(mut self) -> Self {
        let classes = self.classes.iter_mut();
        classes.for_each(|class| *class = (*class).min(1));
        self
    }

    /// How many pictures.
    pub fn count(&self) -> usize {
        self.pictures.dims()[0]
    }

    /// The share of pixels that are of another class than 0.
    pub fn share(&self) -> f64 {
        let shown = self.classes.iter().filter(|&&class| class > 0);
        shown.count() as f64 / self.classes.len() as f64
    }

    /// Those at `places`: pictures, and a label a pixel.
    pub fn gather(&self, places: &[usize], kinds: usize) -> (Tensor, Labels) {
        let size = self.classes.len() / self.count();
        let of = |&i: &usize| &self.classes[i * size..][..size];
        let classes: Vec<u8> = places.iter().flat_map(of).copied().collect();
        let pictures = self.pictures.gather_rows(places);
        (pictures, Labels::new(&classes, kinds))
    }
}

// ANCHOR: dice
/// 1 − the mean of 2·Σpy/(Σp + Σy) over the classes but the first, which is the background: with p the probabilities of
/// these logits `[N, H, W, K]`, y 1 where the label is, and both sums over all pixels of the batch. One is added above
/// and below the bar: a class that is not there and is not claimed costs nothing. (Milletari, Navab and Ahmadi, 2016.)
pub fn dice_loss<'t>(logits: Var<'t>, labels: &Labels) -> Var<'t> {
    let kinds = labels.classes();
    let truth = labels.one_hot().to(&logits.value().device());
    let truth = logits.tape().constant(truth);
    let p = logits.softmax().reshape([labels.len(), kinds]);
    let common = (p * truth).sum_axis(0);
    let both = p.sum_axis(0) + truth.sum_axis(0);
    let overlap = (2.0 * common + 1.0) / (both + 1.0);
    1.0 - overlap.slice(1, 1..kinds).mean()
}
// ANCHOR_END: dice

/// What is to become smaller.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Objective {
    /// Cross-entropy of each pixel, the mean of all.
    CrossEntropy,
    /// The same with so much weight on each pixel that is not background.
    Weighted(f32),
    /// One minus the overlap of each class, the mean of all.
    Dice,
    /// The sum of cross-entropy and Dice.
    Both,
}

impl Objective {
    /// Of these logits.
    pub fn of<'t>(self, logits: Var<'t>, labels: &Labels) -> Var<'t> {
        match self {
            Objective::CrossEntropy => logits.softmax_cross_entropy(labels),
            Objective::Weighted(weight) => {
                let of = |&class: &u32| if class > 0 { weight } else { 1.0 };
                let weights: Vec<f32> = labels.as_slice().iter().map(of).collect();
                logits.weighted_softmax_cross_entropy(labels, &weights)
            }
            Objective::Dice => dice_loss(logits, labels),
            Objective::Both => logits.softmax_cross_entropy(labels) + dice_loss(logits, labels),
        }
    }
}

/// The lesson's: 16 scenes a step, Adam with a rate that falls along half a cosine.
pub const fn recipe(epochs: usize, seed: u64) -> Recipe {
    Recipe::new(Rule::adam(0.004).cosine(), 16, epochs).seed(seed)
}

/// The long run's.
pub const LARGE_RECIPE: Recipe = Recipe::new(Rule::adam(0.002).cosine(), 16, 7);

/// Shows every picture once, with so many classes; `after` gets the loss of each step. Returns their mean.
pub fn epoch<M: Module>(
    training: &mut Training<M>,
    (scenes, kinds): (&Pixels, usize),
    objective: Objective,
    after: impl FnMut(f32),
) -> f32 {
    learn(training, objective, after, |places, _| {
        scenes.gather(places, kinds)
    })
}

/// An epoch of new scenes of these digits, a class for each digit.
pub fn epoch_anew<M: Module>(
    training: &mut Training<M>,
    digits: &Images,
    after: impl FnMut(f32),
) -> f32 {
    learn(training, Objective::CrossEntropy, after, |places, rng| {
        let scenes = places.iter().map(|_| Plan::USUAL.scene(digits, rng));
        let scenes = Pixels::of(&scenes.collect::<Vec<_>>());
        (scenes.pictures, Labels::new(&scenes.classes, KINDS))
    })
}

/// An epoch of such batches.
fn learn<M: Module>(
    training: &mut Training<M>,
    objective: Objective,
    mut after: impl FnMut(f32),
    batch: impl Fn(&[usize], &mut Rng) -> (Tensor, Labels),
) -> f32 {
    let device = training.device.clone();
    training.epoch(
        batch,
        |model, tape, (pictures, labels)| {
            let x = tape.constant(pictures.to(&device));
            objective.of(model.forward(tape, x), &labels)
        },
        |_, loss| after(loss),
    )
}

/// The class of each pixel, `[N * H * W]`, as the network says.
pub fn masks(model: &impl Module, pictures: &Tensor) -> Vec<u32> {
    let (count, device) = (pictures.dims()[0], trainer::device_of(model));
    let mut all = Vec::new();
    for start in (0..count).step_by(32) {
        let tape = Tape::new();
        let some = pictures.rows(start..count.min(start + 32)).to(&device);
        let logits = model.forward(&tape, tape.constant(some)).value();
        all.extend_from_slice(logits.argmax(3).as_slice());
    }
    all
}

// ANCHOR: confusion
/// How many pixels of each class were called what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confusion {
    /// How many classes there are.
    pub kinds: usize,
    /// `[truth * kinds + answer]`.
    counts: Vec<usize>,
}

impl Confusion {
    /// Of these answers, pixel by pixel.
    ///
    /// # Panics
    /// If there are not as many answers as pixels, or one is not below `kinds`.
    pub fn of(answers: &[u32], truth: &[u8], kinds: usize) -> Self {
        let (said, there) = (answers.len(), truth.len());
        assert_eq!(said, there, "confusion: an answer for each pixel");
        let mut counts = vec![0; kinds * kinds];
        for (&answer, &truth) in answers.iter().zip(truth) {
            counts[usize::from(truth) * kinds + answer as usize] += 1;
        }
        Confusion { kinds, counts }
    }

    /// The share of all pixels that are called what they are.
    pub fn accuracy(&self) -> f64 {
        let right: usize = self.counts.iter().step_by(self.kinds + 1).sum();
        right as f64 / self.counts.iter().sum::<usize>() as f64
    }

    /// Pixels that are of class `k`, pixels that are called so, and pixels that are both.
    fn counted(&self, k: usize) -> [usize; 3] {
        let are = self.counts[k * self.kinds..][..self.kinds].iter();
        let called = self.counts.iter().skip(k).step_by(self.kinds);
        [are.sum(), called.sum(), self.counts[k * self.kinds + k]]
    }

    /// Of the pixels of class `k` the share that is found; NaN where there are none.
    pub fn recall(&self, k: usize) -> f64 {
        let [are, _, both] = self.counted(k);
        both as f64 / are as f64
    }

    /// Of the pixels that are called `k` the share that is; `None` where there are none.
    pub fn precision(&self, k: usize) -> Option<f64> {
        let [_, called, both] = self.counted(k);
        (called > 0).then(|| both as f64 / called as f64)
    }

    /// Pixels that are of class `k` and are called so, as a share of those that are or are called so; `None` if there are
    /// neither.
    pub fn iou(&self, k: usize) -> Option<f64> {
        let [are, called, both] = self.counted(k);
        let either = are + called - both;
        (either > 0).then(|| both as f64 / either as f64)
    }

    /// The mean over the classes from `first` on: from 0 with the background, from 1 without it.
    pub fn mean_iou(&self, first: usize) -> f64 {
        labkit::statistics::mean((first..self.kinds).filter_map(|k| self.iou(k)))
    }
}
// ANCHOR_END: confusion
