//! The sections of the lesson, in order.

pub mod bend;
pub mod door;
pub mod labels;
pub mod long_run;
pub mod map;
pub mod network_pca;
pub mod noisy;
pub mod odd;
pub mod random;
pub mod sparse;
pub mod variational;
pub mod widest;

pub use labkit::numerals::{count, list, num, percent};

use datasets::Split;
use lab09::autoencoder::{Autoencoder, Plan};
use lab09::pca::{Pca, matrix};
use lab09::training::{Recipe, train};
use labkit::{Lesson, Result};
use nabla::Tensor;
use nalgebra::DMatrix;
use std::cell::OnceCell;

/// How many pictures of a large set the lesson takes, so that it stays short: to learn from, and to test.
const AT_MOST: (usize, usize) = (3_000, 500);

/// The pictures of the lesson, and what several sections look at.
pub struct Story {
    /// To learn from and to test with: the embedded digits in their own 8 × 8 pixels, or what `--data` names.
    pub split: Split,
    /// The pictures to learn from, `[N, D]`.
    pub train: Tensor,
    /// The pictures to test with, `[N, D]`.
    pub test: Tensor,
    pca: OnceCell<Pca>,
    deep: OnceCell<Vec<(usize, Autoencoder)>>,
}

impl Story {
    /// The pictures that `--data` names.
    pub fn new(lesson: &Lesson) -> Result<Self> {
        let split = match lesson.flags().data.as_str() {
            "digits" => datasets::digits8(),
            other => datasets::images(other)?,
        };
        let split = Split {
            train: split.train.take(AT_MOST.0),
            test: split.test.take(AT_MOST.1),
        };
        Ok(Story {
            train: Tensor::from(split.train.pixels.clone()),
            test: Tensor::from(split.test.pixels.clone()),
            split,
            pca: OnceCell::new(),
            deep: OnceCell::new(),
        })
    }

    /// Rows and columns of a picture.
    pub fn size(&self) -> (usize, usize) {
        (self.split.train.height, self.split.train.width)
    }

    /// Numbers of a picture.
    pub fn inputs(&self) -> usize {
        self.split.train.height * self.split.train.width
    }

    /// The training pictures as a matrix.
    pub fn x(&self) -> DMatrix<f64> {
        matrix(&self.split.train)
    }

    /// The test pictures as a matrix.
    pub fn x_test(&self) -> DMatrix<f64> {
        matrix(&self.split.test)
    }

    /// Their principal directions, found once.
    pub fn pca(&self) -> &Pca {
        self.pca.get_or_init(|| Pca::fit(&self.x()))
    }

    /// Networks that may bend, one a width, trained once.
    pub fn deep(&self, lesson: &Lesson) -> &[(usize, Autoencoder)] {
        self.deep.get_or_init(|| {
            let recipe = Recipe::new(epochs(lesson, 120), lesson.flags().seed);
            let widths: [usize; 7] = [1, 2, 4, 8, 16, 32, 64];
            let mut bar = lesson.progress("widths", widths.len() * recipe.steps(&self.train));
            let mut one = |width| {
                let plan = Plan::deep(self.inputs(), &[128, 64], width);
                let model = plan.build(&mut nabla::rng(recipe.seed));
                let model = train(model, &self.train, &recipe, |loss| bar.step(loss, None));
                (width, model)
            };
            let models = widths.into_iter().map(&mut one).collect();
            bar.done();
            models
        })
    }

    /// The first test picture of each of these classes, as far as there is one.
    pub fn one_of_each(&self, classes: &[u8]) -> Vec<usize> {
        let first = |class: &u8| {
            self.split
                .test
                .labels
                .iter()
                .position(|label| label == class)
        };
        classes.iter().filter_map(first).collect()
    }
}

/// Row `i` of a tensor.
pub fn row(tensor: &Tensor, i: usize) -> &[f32] {
    let columns = tensor.shape().last();
    &tensor.data()[i * columns..][..columns]
}

/// The seeds of `count` networks, from the lesson's own on; with `--quick` one alone.
pub fn seeds(lesson: &Lesson, count: usize) -> Vec<u64> {
    let count = if lesson.flags().quick { 1 } else { count };
    let first = lesson.flags().seed;
    (0..count as u64).map(|i| first.wrapping_add(i)).collect()
}

/// The mean.
pub fn mean(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let count = values.len().max(1) as f64;
    values.sum::<f64>() / count
}

/// The standard deviation, of a sample.
pub fn deviation(values: impl ExactSizeIterator<Item = f64> + Clone) -> f64 {
    let (middle, count) = (mean(values.clone()), values.len());
    let squares: f64 = values.map(|v| (v - middle).powi(2)).sum();
    (squares / count.saturating_sub(1).max(1) as f64).sqrt()
}

/// So many epochs, or a tenth with `--quick`.
pub fn epochs(lesson: &Lesson, usual: usize) -> usize {
    if lesson.flags().quick {
        usual.div_ceil(10)
    } else {
        usual
    }
}
