//! The two networks that four sections look into, each trained when it is first wanted.

use super::trained;
use lab11::sight::canvas;
use lab11::sight::network::{for_digits, for_photographs, patches, photo_and_turn, recipe};
use lab11::trial::pictures;
use labkit::{Lesson, Result};
use nabla::{Sequential, Tensor};
use std::cell::OnceCell;
use trainer::{Examples, answers, outputs, right};

/// Networks, and how they stand on what they have not seen.
#[derive(Default)]
pub struct Sight {
    digits: OnceCell<Digits>,
    photographs: OnceCell<Photographs>,
}

/// A network that knows digits.
pub struct Digits {
    /// Takes `[N, 28, 28, 1]`.
    pub net: Sequential,
    /// Not learned from.
    pub test: Examples,
    /// Share of them that it names right.
    pub accuracy: f64,
}

/// A network that knows the embedded photographs.
pub struct Photographs {
    /// Takes `[N, H, W, 3]`.
    pub net: Sequential,
    /// The same with its first weights.
    pub fresh: Sequential,
    /// Shares of patches, of the halves it learned from and of the others: the photograph right, the turn right.
    pub known: [[f64; 2]; 2],
}

impl Sight {
    /// The network for digits.
    pub fn digits(&self, lesson: &Lesson) -> &Digits {
        self.digits.get_or_init(|| {
            let split = datasets::digits();
            let [train, test] = [split.train, split.test].map(pictures);
            let mut rng = nabla::rng(lesson.flags().seed);
            let recipe = recipe(lesson.shortened(30, 6), lesson.flags().seed);
            let net = trained(lesson, "digits", for_digits(&mut rng), &recipe, &train);
            let accuracy = right(&outputs(&net, &test.images), &test.labels);
            Digits {
                net,
                test,
                accuracy,
            }
        })
    }

    /// The network for photographs.
    pub fn photographs(&self, lesson: &Lesson) -> &Photographs {
        self.photographs.get_or_init(|| {
            let mut rng = nabla::rng(lesson.flags().seed);
            let fresh = for_photographs(&mut rng);
            let train = patches(1400, false, &mut rng);
            let unseen = patches(700, true, &mut rng);
            let recipe = recipe(lesson.shortened(12, 6), lesson.flags().seed);
            let net = trained(lesson, "photographs", fresh.clone(), &recipe, &train);
            let stands =
                |on: &Examples| photo_and_turn(&answers(&outputs(&net, &on.images)), &on.labels);
            let known = [stands(&train), stands(&unseen)];
            Photographs { net, fresh, known }
        })
    }
}

/// One of the embedded photographs, `[1, 128, 128, 3]`.
pub fn photograph(name: &str) -> Result<Tensor> {
    Ok(canvas::tensor(&datasets::photo(name)?))
}

/// Shows these pictures, `[1, H, W, 3]` each, under their labels.
pub fn show(
    lesson: &mut Lesson,
    slug: &str,
    caption: &str,
    pictures: &[(&str, &Tensor)],
) -> Result<()> {
    let shown = pictures.iter().map(|&(label, picture)| {
        let [height, width, _] = canvas::size(picture);
        (label, height, width, picture.data())
    });
    let shown: Vec<_> = shown.collect();
    lesson.colour(slug, caption, &shown)
}
