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

use datasets::Split;
use lab09::autoencoder::{Autoencoder, Plan};
use lab09::pca::{Pca, matrix};
use lab09::training::{Objective, recipe, train};
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
        matrix(&self.train)
    }

    /// The test pictures as a matrix.
    pub fn x_test(&self) -> DMatrix<f64> {
        matrix(&self.test)
    }

    /// Their principal directions, found once.
    pub fn pca(&self) -> &Pca {
        self.pca.get_or_init(|| Pca::fit(&self.x()))
    }

    /// A network that has learned the training pictures, under a bar called `what`.
    pub fn trained(
        &self,
        lesson: &Lesson,
        what: &str,
        plan: &Plan<'_>,
        epochs: usize,
        objective: &Objective,
    ) -> Autoencoder {
        let recipe = recipe(lesson.shortened(epochs, 10), lesson.flags().seed);
        let steps = recipe.epochs * self.split.train.len().div_ceil(recipe.batch);
        let mut bar = lesson.progress(what, steps);
        let model = plan.build(&mut nabla::rng(recipe.seed));
        let model = train(model, &self.train, &recipe, objective, |loss| {
            bar.step(loss, None);
        });
        bar.done();
        model
    }

    /// Networks that may bend, one a width, trained once.
    pub fn deep(&self, lesson: &Lesson) -> &[(usize, Autoencoder)] {
        self.deep.get_or_init(|| {
            let one = |width| {
                let plan = Plan::deep(self.inputs(), &[128, 64], width);
                let what = format!("width {width}");
                let model = self.trained(lesson, &what, &plan, 120, &Objective::PLAIN);
                (width, model)
            };
            [1, 2, 4, 8, 16, 32, 64].map(one).into()
        })
    }

    /// Ten test digits and what became of them: a row of a sheet for each of these sets of test pictures.
    pub fn ten(
        &self,
        lesson: &mut Lesson,
        slug: &str,
        caption: &str,
        sets: &[(impl AsRef<str>, &Tensor)],
    ) -> Result<()> {
        let places = self.one_of_each(&[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
        let pick = |set| places.iter().map(|&i| row(set, i)).collect();
        let rows = sets.iter().map(|(words, set)| (words.as_ref(), pick(*set)));
        lesson.sheet(slug, caption, self.size().0, &rows.collect::<Vec<_>>())
    }

    /// The first test picture of each of these classes, as far as there is one.
    pub fn one_of_each(&self, classes: &[u8]) -> Vec<usize> {
        let labels = &self.split.test.labels;
        let first = |class: &u8| labels.iter().position(|label| label == class);
        classes.iter().filter_map(first).collect()
    }
}

/// Row `i` of a tensor.
pub fn row(tensor: &Tensor, i: usize) -> &[f32] {
    let columns = tensor.shape().last();
    &tensor.data()[i * columns..][..columns]
}
