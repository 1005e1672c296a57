//! An autoencoder and PCA of the same width, on the same pictures.

use crate::autoencoder::{Autoencoder, Plan};
use crate::noise::mse;
use crate::pca::{Pca, matrix, mean_squared};
use crate::training::{Objective, train};
use datasets::Split;
use nabla::Tensor;
use trainer::{Recipe, Rule};

// ANCHOR: large
/// The hidden layers of the encoder for pictures of 28 × 28; `--network autoencoder` trains it.
pub const LARGE_HIDDEN: [usize; 2] = [512, 256];
/// Its latent width.
pub const LARGE_LATENT: usize = 32;
/// Its recipe.
pub const LARGE_RECIPE: Recipe = Recipe::new(Rule::adam(0.001).cosine(), 128, 20);
// ANCHOR_END: large

/// Mean squared errors per pixel, on pictures that nothing was fitted to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AgainstPca {
    /// Numbers in between.
    pub latent: usize,
    /// Of the autoencoder.
    pub autoencoder: f64,
    /// Of PCA, fitted to the same training pictures.
    pub pca: f64,
    /// Of the autoencoder, on the pictures that it learned from.
    pub autoencoder_train: f64,
    /// Of PCA, on the pictures that it was fitted to.
    pub pca_train: f64,
}

impl AgainstPca {
    /// Measured on a finished network, and on PCA fitted to the training pictures; `[N, D]`, to learn from and to test.
    pub fn of(
        model: &Autoencoder,
        pca: &Pca,
        latent: usize,
        train: &Tensor,
        test: &Tensor,
    ) -> Self {
        let network = |pictures: &Tensor| mse(&model.reconstruct(pictures), pictures);
        let x_test = matrix(test);
        AgainstPca {
            latent,
            autoencoder: network(test),
            pca: mean_squared(&pca.reconstruct(&x_test, latent), &x_test),
            autoencoder_train: network(train),
            pca_train: pca.error(latent, train.dims()[0]),
        }
    }
}

/// Trains the large network on pictures of 28 × 28 for `epochs` epochs, and measures it beside PCA. `after` gets the loss of
/// each step.
pub fn against_pca(split: &Split, epochs: usize, seed: u64, after: impl FnMut(f32)) -> AgainstPca {
    let pixels = [&split.train, &split.test].map(|images| Tensor::from(images.pixels.clone()));
    let [pictures, test] = &pixels;
    let plan = Plan::deep(pictures.shape().last(), &LARGE_HIDDEN, LARGE_LATENT);
    let recipe = LARGE_RECIPE.epochs(epochs).seed(seed);
    let model = plan.build(&mut nabla::rng(seed));
    let model = train(model, pictures, &recipe, &Objective::PLAIN, after);
    AgainstPca::of(
        &model,
        &Pca::fit(&matrix(pictures)),
        LARGE_LATENT,
        pictures,
        test,
    )
}
