//! The digits in two halves.

use crate::trial::pictures;
use datasets::{Images, Split};
use nabla::{Labels, Rng, Tensor};
use rand::RngExt;
use rand::seq::SliceRandom;
use trainer::Examples;

/// The classes of one half.
pub const HALF: usize = 5;
/// One of so many pictures to learn from is kept to choose recipes by.
const KEPT: usize = 4;

/// Reading five of the digits. They keep their labels, 0 to 9.
pub struct Task {
    /// To learn from.
    pub learn: Examples,
    /// To choose a recipe by.
    pub valid: Examples,
    /// To judge by, in the end.
    pub test: Examples,
}

/// The digits 0 to 4, and the digits 5 to 9; pictures are `[N, H, W, 1]`.
pub fn halves(split: &Split) -> [Task; 2] {
    [0, HALF].map(|first| {
        let train = of(&split.train, first);
        let (learn, valid) = train.split_at(train.len() - train.len() / KEPT);
        Task {
            learn,
            valid,
            test: of(&split.test, first),
        }
    })
}

/// The pictures of the five classes from `first` on.
fn of(images: &Images, first: usize) -> Examples {
    let ours = first..first + HALF;
    let is_ours = |&i: &usize| ours.contains(&usize::from(images.labels[i]));
    let places: Vec<usize> = (0..images.len()).filter(is_ours).collect();
    pictures(images.select(&places))
}

/// `each` examples of every class that there is, drawn at random.
///
/// # Panics
/// If a class has fewer.
pub fn few(examples: &Examples, each: usize, rng: &mut Rng) -> Examples {
    let labels = examples.labels.as_slice();
    let mut chosen = Vec::new();
    for class in 0..examples.labels.classes() as u32 {
        let mut places: Vec<usize> = (0..labels.len()).filter(|&i| labels[i] == class).collect();
        assert!(
            places.is_empty() || places.len() >= each,
            "class {class} has only {} examples, and {each} are asked for",
            places.len()
        );
        places.shuffle(rng);
        chosen.extend(places.into_iter().take(each));
    }
    let (images, labels) = examples.gather(&chosen);
    Examples { images, labels }
}

/// All of both.
pub fn together(one: &Examples, other: &Examples) -> Examples {
    let [a, b] = [one, other].map(|examples| examples.images.data());
    let mut dims = one.images.dims().to_vec();
    dims[0] += other.len();
    let labels = [one, other].map(|examples| examples.labels.as_slice());
    let labels: Vec<u8> = labels.concat().iter().map(|&label| label as u8).collect();
    Examples {
        images: Tensor::from_vec([a, b].concat(), dims.as_slice()),
        labels: Labels::new(&labels, one.labels.classes()),
    }
}

/// Each picture `copies` times, every time somewhere else on a field of `side` × `side` pixels, empty apart from it.
///
/// # Panics
/// If the field is smaller than the pictures.
pub fn scattered(examples: &Examples, side: usize, copies: usize, rng: &mut Rng) -> Examples {
    let images = &examples.images;
    let &[count, height, width, 1] = images.dims() else {
        panic!("pictures are [N, H, W, 1], here {}", images.shape())
    };
    assert!(
        side >= height.max(width),
        "a field of {side} × {side} is too small for pictures of {height} × {width}"
    );
    let mut pixels = vec![0.0; copies * count * side * side];
    for (picture, field) in pixels.chunks_exact_mut(side * side).enumerate() {
        let top = rng.random_range(0..=side - height);
        let left = rng.random_range(0..=side - width);
        let from = &images.data()[picture % count * height * width..][..height * width];
        for (y, row) in from.chunks_exact(width).enumerate() {
            field[(top + y) * side + left..][..width].copy_from_slice(row);
        }
    }
    let places: Vec<usize> = (0..copies * count).map(|i| i % count).collect();
    Examples {
        images: Tensor::from_vec(pixels, [copies * count, side, side, 1]),
        labels: examples.labels.gather(&places),
    }
}
