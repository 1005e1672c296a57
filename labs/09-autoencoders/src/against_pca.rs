//! An autoencoder and PCA of the same width, on the same pictures.

use crate::autoencoder::{Autoencoder, Plan};
use crate::noise::mse;
use crate::pca::{Pca, matrix, mean_squared};
use crate::training::{Recipe, train};
use datasets::{Images, Split};
use nabla::Tensor;

// ANCHOR: large
/// The hidden layers of the encoder for pictures of 28 × 28; `--network autoencoder` trains it.
pub const LARGE_HIDDEN: [usize; 2] = [512, 256];
/// Its latent width.
pub const LARGE_LATENT: usize = 32;

/// Its recipe: 20 epochs of all pictures.
pub fn large_recipe(seed: u64) -> Recipe {
    Recipe {
        batch: 128,
        rate: 0.001,
        ..Recipe::new(20, seed)
    }
}
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
    /// Measured on a finished network, and on PCA fitted to the training pictures.
    pub fn of(model: &Autoencoder, pca: &Pca, latent: usize, split: &Split) -> Self {
        let network = |images: &Images| {
            let pictures = Tensor::from(images.pixels.clone());
            mse(&model.reconstruct(&pictures), &pictures)
        };
        let x_test = matrix(&split.test);
        AgainstPca {
            latent,
            autoencoder: network(&split.test),
            pca: mean_squared(&pca.reconstruct(&x_test, latent), &x_test),
            autoencoder_train: network(&split.train),
            pca_train: pca.error(latent, split.train.len()),
        }
    }
}

/// Trains the large network on pictures of 28 × 28 for `epochs` epochs, and measures it beside PCA. `after` gets the loss of
/// each step.
pub fn against_pca(split: &Split, epochs: usize, seed: u64, after: impl FnMut(f32)) -> AgainstPca {
    let inputs = split.train.height * split.train.width;
    let plan = Plan::deep(inputs, &LARGE_HIDDEN, LARGE_LATENT);
    let recipe = Recipe {
        epochs,
        ..large_recipe(seed)
    };
    let pictures = Tensor::from(split.train.pixels.clone());
    let model = train(plan.build(&mut nabla::rng(seed)), &pictures, &recipe, after);
    let pca = Pca::fit(&matrix(&split.train));
    AgainstPca::of(&model, &pca, LARGE_LATENT, split)
}
