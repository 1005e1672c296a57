//! What a network has never seen, it cannot draw: a score for oddness.

use crate::autoencoder::{Autoencoder, Plan};
use crate::noise::mse_of_rows;
use crate::pca::{Pca, matrix, tensor_of};
use crate::project::squared_distance;
use crate::roc::{area, roc};
use crate::training::{Objective, train};
use datasets::{Images, Split};
use nabla::Tensor;
use trainer::{Recipe, Rule};

/// Those pictures that are of a class, and those that are not, `[N, D]` each.
pub fn apart(images: &Images, class: u8) -> (Tensor, Tensor) {
    let (of, others): (Vec<usize>, Vec<usize>) =
        (0..images.len()).partition(|&i| images.labels[i] == class);
    let pictures = |places: &[usize]| Tensor::from(images.select(places).pixels);
    (pictures(&of), pictures(&others))
}

/// How many training codes are kept to be near to.
const KEPT: usize = 2_000;

// ANCHOR: detector
/// An autoencoder that knows some pictures, and says how odd others are.
pub struct Detector {
    /// The network.
    pub model: Autoencoder,
    /// Codes of pictures that it knows, each number in units of its standard deviation.
    known: Vec<Vec<f64>>,
    /// The standard deviation of each number of the code.
    sigma: Vec<f64>,
}

impl Detector {
    /// Of a trained network and the pictures that it knows, `[N, D]`.
    pub fn new(model: Autoencoder, known: &Tensor) -> Self {
        let some = known.rows(0..known.dims()[0].min(KEPT));
        let codes = matrix(&model.encode(&some));
        let sigma = codes.column_iter().map(|c| c.variance().sqrt().max(1e-9));
        let mut detector = Detector {
            model,
            known: Vec::new(),
            sigma: sigma.collect(),
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

    /// The codes of pictures, in those units.
    fn codes(&self, pictures: &Tensor) -> Vec<Vec<f64>> {
        let codes = self.model.encode(pictures);
        let in_units = |code: &[f32]| {
            let pairs = code.iter().zip(&self.sigma);
            pairs.map(|(&z, sigma)| f64::from(z) / sigma).collect()
        };
        codes
            .data()
            .chunks_exact(self.sigma.len())
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
        let count = odd.dims()[0] + odd_test.dims()[0];
        let odd = [odd.data(), odd_test.data()].concat();
        Task {
            class,
            odd: Tensor::from_vec(odd, [count, known.dims()[1]]),
            known,
            usual,
        }
    }

    /// Trains a network on what is known.
    pub fn train(&self, plan: &Plan<'_>, recipe: &Recipe, after: impl FnMut(f32)) -> Detector {
        let model = plan.build(&mut nabla::rng(recipe.seed));
        let model = train(model, &self.known, recipe, &Objective::PLAIN, after);
        Detector::new(model, &self.known)
    }

    /// How odd `score` finds the pictures of both kinds.
    pub fn scores(&self, score: impl Fn(&Tensor) -> Vec<f64>) -> Scores {
        Scores {
            usual: score(&self.usual),
            odd: score(&self.odd),
        }
    }

    /// The three areas; PCA has `latent` directions.
    pub fn found(&self, detector: &Detector, latent: usize) -> Found {
        let pca = Pca::fit(&matrix(&self.known));
        let by_pca = |pictures: &Tensor| {
            let redrawn = pca.reconstruct(&matrix(pictures), latent);
            mse_of_rows(&tensor_of(&redrawn), pictures)
        };
        Found {
            class: self.class,
            by_error: self.scores(|x| detector.by_error(x)).area(),
            by_distance: self.scores(|x| detector.by_distance(x)).area(),
            by_pca: self.scores(by_pca).area(),
        }
    }
}

/// The hidden layers of the network that looks for what is odd among pictures of 28 × 28.
pub const LARGE_HIDDEN: [usize; 2] = [256, 128];
/// Its latent width.
pub const LARGE_LATENT: usize = 16;
/// Its recipe.
pub const LARGE_RECIPE: Recipe = Recipe::new(Rule::adam(0.001).cosine(), 128, 5);

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
    let recipe = LARGE_RECIPE.epochs(epochs).seed(seed);
    let one = |class| {
        let task = Task::new(split, class);
        let detector = task.train(&plan, &recipe, |loss| after(class, loss));
        task.found(&detector, LARGE_LATENT)
    };
    (0..split.train.classes as u8).map(one).collect()
}
