//! What a network has never seen, it cannot draw: a score for oddness.

use crate::autoencoder::{Autoencoder, Plan};
use crate::noise::mse_of_rows;
use crate::pca::{Pca, matrix_of, tensor_of};
use crate::project::squared_distance;
use crate::roc::{area, roc};
use crate::training::{Recipe, train};
use datasets::{Images, Split};
use nabla::Tensor;

/// Those pictures that are of a class, and those that are not.
pub fn apart(images: &Images, class: u8) -> (Images, Images) {
    let (of, others): (Vec<usize>, Vec<usize>) =
        (0..images.len()).partition(|&i| images.labels[i] == class);
    (images.select(&of), images.select(&others))
}

/// How many training codes are kept to be near to.
const KEPT: usize = 2_000;

// ANCHOR: detector
/// An autoencoder that knows some pictures, and says how odd others are.
pub struct Detector {
    /// The network.
    pub model: Autoencoder,
    /// Codes of pictures that it knows, each number in units of its spread.
    known: Vec<Vec<f64>>,
    /// How far each number of the code spreads.
    spread: Vec<f64>,
}

impl Detector {
    /// Of a trained network and the pictures that it knows, `[N, D]`.
    pub fn new(model: Autoencoder, known: &Tensor) -> Self {
        let some = known.rows(0..known.dims()[0].min(KEPT));
        let codes = matrix_of(&model.encode(&some));
        let spread = codes.column_iter().map(|c| c.variance().sqrt().max(1e-9));
        let mut detector = Detector {
            model,
            known: Vec::new(),
            spread: spread.collect(),
        };
        detector.known = detector.codes(&some);
        detector
    }

    /// By how much each picture is redrawn wrongly: its mean squared error.
    pub fn by_error(&self, pictures: &Tensor) -> Vec<f64> {
        mse_of_rows(&self.model.reconstruct(pictures), pictures)
    }

    /// How far the code of each picture is from the nearest code that is known.
    pub fn by_distance(&self, pictures: &Tensor) -> Vec<f64> {
        let nearest = |code: &Vec<f64>| {
            let squared = self.known.iter().map(|known| squared_distance(known, code));
            squared.fold(f64::INFINITY, f64::min).sqrt()
        };
        self.codes(pictures).iter().map(nearest).collect()
    }

    /// The codes of pictures, in units of their spread.
    fn codes(&self, pictures: &Tensor) -> Vec<Vec<f64>> {
        let codes = self.model.encode(pictures);
        let in_units = |code: &[f32]| {
            let pairs = code.iter().zip(&self.spread);
            pairs.map(|(&z, spread)| f64::from(z) / spread).collect()
        };
        codes
            .data()
            .chunks_exact(self.spread.len())
            .map(in_units)
            .collect()
    }
}
// ANCHOR_END: detector

/// How well a class that was left out is found: areas under the ROC curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    /// The class.
    pub class: u8,
    /// By the error of the autoencoder.
    pub by_error: f64,
    /// By the distance of its code from known ones.
    pub by_distance: f64,
    /// By the error of PCA of the same width.
    pub by_pca: f64,
}

/// Scores of test pictures of the classes that are known, and of the class that is not.
#[derive(Debug, Clone, PartialEq)]
pub struct Scores {
    /// Of known classes.
    pub usual: Vec<f64>,
    /// Of the class that was left out.
    pub odd: Vec<f64>,
}

impl Scores {
    /// The area under the ROC curve.
    pub fn area(&self) -> f64 {
        area(&roc(&self.usual, &self.odd))
    }
}

/// One class left out: what the network learns from, and the test pictures of both kinds.
pub struct Task {
    /// The class that is left out.
    pub class: u8,
    /// Training pictures of the other classes, `[N, D]`.
    pub known: Tensor,
    /// Test pictures of the other classes.
    pub usual: Tensor,
    /// All pictures of the class: none of them is learned from.
    pub odd: Tensor,
}

impl Task {
    /// Leaves `class` out.
    pub fn new(split: &Split, class: u8) -> Self {
        let (odd, known) = apart(&split.train, class);
        let (odd_test, usual) = apart(&split.test, class);
        let all: Vec<f32> = odd
            .pixels
            .iter()
            .chain(&odd_test.pixels)
            .copied()
            .collect::<Vec<f32>>();
        let inputs = split.train.height * split.train.width;
        let count = all.len() / inputs;
        Task {
            class,
            known: Tensor::from(known.pixels),
            usual: Tensor::from(usual.pixels),
            odd: Tensor::from_vec(all, [count, inputs]),
        }
    }

    /// Trains a network on what is known.
    pub fn train(&self, plan: &Plan<'_>, recipe: &Recipe, after: impl FnMut(f32)) -> Detector {
        let model = plan.build(&mut nabla::rng(recipe.seed));
        Detector::new(train(model, &self.known, recipe, after), &self.known)
    }

    /// Scores by the error of the autoencoder.
    pub fn by_error(&self, detector: &Detector) -> Scores {
        Scores {
            usual: detector.by_error(&self.usual),
            odd: detector.by_error(&self.odd),
        }
    }

    /// Scores by the distance of the code.
    pub fn by_distance(&self, detector: &Detector) -> Scores {
        Scores {
            usual: detector.by_distance(&self.usual),
            odd: detector.by_distance(&self.odd),
        }
    }

    /// Scores by the error of PCA with `latent` directions.
    pub fn by_pca(&self, latent: usize) -> Scores {
        let pca = Pca::fit(&matrix_of(&self.known));
        let errors = |pictures: &Tensor| {
            let redrawn = pca.reconstruct(&matrix_of(pictures), latent);
            mse_of_rows(&tensor_of(&redrawn), pictures)
        };
        Scores {
            usual: errors(&self.usual),
            odd: errors(&self.odd),
        }
    }

    /// The three areas.
    pub fn found(&self, detector: &Detector, latent: usize) -> Found {
        Found {
            class: self.class,
            by_error: self.by_error(detector).area(),
            by_distance: self.by_distance(detector).area(),
            by_pca: self.by_pca(latent).area(),
        }
    }
}

/// The hidden layers of the network that looks for what is odd among pictures of 28 × 28.
pub const LARGE_HIDDEN: [usize; 2] = [256, 128];
/// Its latent width.
pub const LARGE_LATENT: usize = 16;

/// Its recipe: five epochs.
pub fn large_recipe(seed: u64) -> Recipe {
    Recipe {
        batch: 128,
        rate: 0.001,
        ..Recipe::new(5, seed)
    }
}

/// Leaves out each class in turn, on pictures of 28 × 28, and trains for `epochs` epochs. `after` gets the class and the loss of
/// each step.
pub fn each_left_out(
    split: &Split,
    epochs: usize,
    seed: u64,
    mut after: impl FnMut(u8, f32),
) -> Vec<Found> {
    let inputs = split.train.height * split.train.width;
    let plan = Plan::deep(inputs, &LARGE_HIDDEN, LARGE_LATENT);
    let recipe = Recipe {
        epochs,
        ..large_recipe(seed)
    };
    let one = |class| {
        let task = Task::new(split, class);
        let detector = task.train(&plan, &recipe, |loss| after(class, loss));
        task.found(&detector, LARGE_LATENT)
    };
    (0..split.train.classes as u8).map(one).collect()
}
