//! Which pictures a Siamese network sees together, and the exam: five classes, one example of each.

use crate::characters::Character;
use crate::hands::{Hand, Turn};
use crate::siamese::{Objective, distances, embed, points, unit};
use datasets::Images;
use nabla::{Rng, Sequential, Tensor};
use rand::RngExt;
use std::f32::consts::PI;
use trainer::{Recipe, Rule, Training};

/// Pictures, by class.
pub struct Family {
    /// Rows and columns of a picture.
    pub side: usize,
    /// `[N, side, side, 1]`.
    pub pictures: Tensor,
    /// The digit of each.
    pub digits: Vec<u8>,
    /// The places of each class's pictures.
    classes: Vec<Vec<usize>>,
}

/// What a batch is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Made {
    /// The classes as they are.
    Plain,
    /// Classes that nobody writes: halves of two digits, turned, leaning, mirrored; all pictures of a class in the same way.
    Up,
    /// Half of them made up, the others invented altogether: see [`Character`].
    Invented,
}

/// Pictures of each class in a batch.
const EACH: usize = 4;

impl Made {
    /// Classes of a batch.
    const fn classes(self) -> usize {
        match self {
            Made::Plain | Made::Up => 20,
            Made::Invented => 30,
        }
    }
}

impl Family {
    /// The pictures of these digits.
    pub fn new(images: &Images, digits: std::ops::Range<u8>) -> Self {
        let chosen = |i: &usize| digits.contains(&images.labels[*i]);
        let places: Vec<usize> = (0..images.len()).filter(chosen).collect();
        let images = images.select(&places);
        let of = |digit: u8| {
            let places = 0..images.len();
            places.filter(|&i| images.labels[i] == digit).collect()
        };
        let classes = digits.clone().map(of).collect();
        let shape = [images.len(), images.height, images.width, 1];
        Family {
            side: images.height,
            classes,
            pictures: Tensor::from(images.pixels).reshape(shape),
            digits: images.labels,
        }
    }

    fn picture(&self, i: usize) -> &[f32] {
        let size = self.side * self.side;
        &self.pictures.data()[i * size..][..size]
    }

    fn any(&self, class: usize, rng: &mut Rng) -> usize {
        let places = &self.classes[class];
        places[rng.random_range(0..places.len())]
    }

    // ANCHOR: batch
    /// Classes of four pictures, and the class of each. Every picture is also turned and stretched a little, as no two
    /// writers write alike.
    pub fn batch(&self, made: Made, rng: &mut Rng) -> (Tensor, Vec<u32>) {
        let (side, count) = (self.side, made.classes());
        let (mut pixels, mut labels) = (Vec::new(), Vec::new());
        for class in 0..count {
            if made == Made::Invented && rng.random_bool(0.5) {
                let character = Character::invent(rng);
                for _ in 0..EACH {
                    let written = character.written(side, rng);
                    pixels.extend(Hand::free(rng).write(&Turn::NONE, &written, side));
                    labels.push(class as u32);
                }
                continue;
            }
            let first = class % self.classes.len();
            let second = rng.random_range(0..self.classes.len());
            let (mut cut, mut is_row) = (side as f32, true);
            if made != Made::Plain && rng.random_bool(0.7) {
                cut *= rng.random_range(0.35..0.65_f32);
                is_row = rng.random_bool(0.5);
            }
            let turn = match made {
                Made::Plain => Turn::NONE,
                _ => Turn::draw(rng, PI, 0.3, 0.5).mirrored(rng.random_bool(0.5)),
            };
            for _ in 0..EACH {
                let [a, b] = [first, second].map(|class| self.picture(self.any(class, rng)));
                let half = |p: usize| {
                    let place = if is_row { p / side } else { p % side };
                    if (place as f32) < cut { a[p] } else { b[p] }
                };
                let both: Vec<f32> = (0..side * side).map(half).collect();
                let hand = match made {
                    Made::Invented => Hand::free(rng),
                    _ => Hand::steady(rng),
                };
                pixels.extend(hand.write(&turn, &both, side));
                labels.push(match made {
                    Made::Plain => first as u32,
                    _ => class as u32,
                });
            }
        }
        let pictures = Tensor::from_vec(pixels, [count * EACH, side, side, 1]);
        (pictures, labels)
    }
    // ANCHOR_END: batch
}

// ANCHOR: averaged
/// The points of pictures, each the mean of the points of `copies` of it that are turned and stretched a little: what an
/// accident of writing adds to one of them, the others do not have. `[N, D]`.
pub fn averaged(net: &Sequential, pictures: &Tensor, copies: usize, rng: &mut Rng) -> Tensor {
    let mut sum = points(net, pictures);
    let side = pictures.shape().dims()[1];
    for _ in 1..copies {
        let all = pictures.data().chunks_exact(side * side);
        let moved = all.flat_map(|one| Hand::steady(rng).write(&Turn::NONE, one, side));
        let moved = Tensor::from_vec(moved.collect(), pictures.shape());
        let more = points(net, &moved);
        let both = sum.data_mut().iter_mut().zip(more.data());
        both.for_each(|(sum, more)| *sum += more);
    }
    unit(&mut sum);
    sum
}
// ANCHOR_END: averaged

/// Steps of what is called an epoch here: every batch is drawn anew.
pub const STEPS: usize = 100;

/// The lesson's training, in so many epochs of a hundred steps.
pub const fn recipe(epochs: usize, seed: u64) -> Recipe {
    Recipe::new(Rule::adam(0.002).cosine(), 1, epochs).seed(seed)
}

/// The long run's.
pub const LARGE_RECIPE: Recipe = Recipe::new(Rule::adam(0.002).cosine(), 1, 100);

/// A hundred batches; `after` gets the loss of each. Returns their mean.
pub fn epoch(
    training: &mut Training<Sequential>,
    family: &Family,
    (objective, made): (Objective, Made),
    mut after: impl FnMut(f32),
) -> f32 {
    let device = training.device.clone();
    training.epoch(
        |_, rng| family.batch(made, rng),
        |net, tape, (pictures, labels)| {
            let x = tape.constant(pictures.to(&device));
            objective.of(distances(embed(net, tape, x)), &labels)
        },
        |_, loss| after(loss),
    )
}

// ANCHOR: five_way
/// The exam. From each class one picture is shown; then a picture of one of them is to be named by the nearest shown one.
/// Returns the share named rightly in so many rounds, a question from each class in each. `points` is `[N, D]`.
pub fn five_way(points: &Tensor, family: &Family, rounds: usize, rng: &mut Rng) -> f64 {
    let dim = points.len() / family.digits.len();
    let point = |i: usize| &points.data()[i * dim..][..dim];
    let mut right = 0;
    for _ in 0..rounds {
        let pairs = family.classes.iter().map(|places| {
            let shown = rng.random_range(0..places.len());
            let asked = (shown + rng.random_range(1..places.len())) % places.len();
            (places[shown], places[asked])
        });
        let pairs: Vec<(usize, usize)> = pairs.collect();
        for (class, &(_, asked)) in pairs.iter().enumerate() {
            let away = |c: usize| squared(point(asked), point(pairs[c].0));
            let nearest = (0..pairs.len()).min_by(|&b, &c| away(b).total_cmp(&away(c)));
            right += usize::from(nearest == Some(class));
        }
    }
    right as f64 / (rounds * family.classes.len()) as f64
}
// ANCHOR_END: five_way

/// The squared distance.
pub fn squared(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum()
}

/// Distances of `count` pairs of the same class, and of as many of two classes. `points` is `[N, D]`.
pub fn pairs(points: &Tensor, family: &Family, count: usize, rng: &mut Rng) -> [Vec<f64>; 2] {
    let dim = points.len() / family.digits.len();
    let classes = family.classes.len();
    let mut one = |other: usize| {
        let first = rng.random_range(0..classes);
        let second = (first + other) % classes;
        let [a, b] = [first, second].map(|class| family.any(class, rng));
        let point = |i: usize| &points.data()[i * dim..][..dim];
        f64::from(squared(point(a), point(b)).sqrt())
    };
    let same = (0..count).map(|_| one(0)).collect();
    let other = (0..count).map(|i| one(1 + i % (classes - 1))).collect();
    [same, other]
}

/// The share of pairs that a threshold tells rightly.
pub fn told([same, other]: &[Vec<f64>; 2], threshold: f64) -> f64 {
    let right = same.iter().filter(|d| **d < threshold).count()
        + other.iter().filter(|d| **d >= threshold).count();
    right as f64 / (same.len() + other.len()) as f64
}

/// The threshold that tells most pairs.
pub fn best_threshold(pairs: &[Vec<f64>; 2]) -> f64 {
    let all = pairs.iter().flatten().copied();
    let best = all.max_by(|&a, &b| told(pairs, a).total_cmp(&told(pairs, b)));
    best.unwrap_or(0.0)
}
