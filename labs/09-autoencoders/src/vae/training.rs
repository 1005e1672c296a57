//! How a variational autoencoder is trained, here and on MNIST.

use super::latent::drawn;
use super::network::Vae;
use nabla::{Device, Parameters, Tape, Tensor, Var};
use trainer::{Recipe, Rule, Training};

/// A network and how to train it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plan {
    /// Width of the hidden layers.
    pub hidden: usize,
    /// Numbers in a code.
    pub latent: usize,
    /// What the second term of the loss counts; 1 in the bound.
    pub beta: f32,
    /// How it is trained.
    pub recipe: Recipe,
}

// ANCHOR: large
/// The network of PyTorch's example, which trains it for 10 epochs at a fixed rate.
pub const LARGE: Plan = Plan {
    hidden: 400,
    latent: 20,
    beta: 1.0,
    recipe: Recipe::new(Rule::adam(1e-3).cosine(), 128, 20),
};
// ANCHOR_END: large

impl Plan {
    /// A code of so many numbers, for the 28 × 28 digits of the lesson.
    pub const fn small(hidden: usize, latent: usize, epochs: usize) -> Self {
        let recipe = Recipe::new(Rule::adam(3e-3).cosine(), 64, epochs);
        Plan {
            hidden,
            latent,
            beta: 1.0,
            recipe,
        }
    }

    /// The same from `seed`, for so many epochs.
    pub const fn run(mut self, seed: u64, epochs: usize) -> Self {
        self.recipe = self.recipe.seed(seed).epochs(epochs);
        self
    }

    /// The network with fresh weights on `device`, about to learn `pictures`, `[N, pixels]`, 0 to 1.
    pub fn begin(&self, pictures: &Tensor, device: &Device) -> Training<Vae> {
        let (examples, pixels) = pictures.shape().as_rows();
        let seed = self.recipe.seed;
        let vae = Vae::new(pixels, self.hidden, self.latent, &mut nabla::rng(seed));
        let draws = nabla::rng(seed ^ 0x6c6f_7473); // another sequence than that of the weights
        let mut training = Training::new(vae, &self.recipe, examples, device).drawing_from(draws);
        training.observe(Box::new(|vae, progress| {
            if progress.steps == 0 && trainer::is_watched() {
                looked_at(vae);
            }
        }));
        training
    }
}

/// For TensorBoard: what the same codes draw after each epoch.
fn looked_at(vae: &Vae) {
    let drawings = vae.draw(&drawn(40, vae.latent(), &mut nabla::rng(0)));
    if drawings.dims()[1] == 28 * 28 {
        trainer::pictures("drawn from noise", &drawings, [28, 28], 10);
    }
}

// ANCHOR: epoch
/// Shows every picture once; `after` gets the loss of each step. The trainer's tapes are for training: z is drawn on them.
pub fn epoch(
    training: &mut Training<Vae>,
    pictures: &Tensor,
    beta: f32,
    mut after: impl FnMut(f32),
) -> f32 {
    let device = training.device.clone();
    training.epoch(
        |places, _| pictures.gather_rows(places).to(&device),
        |vae, tape, x| {
            let terms = vae.terms(tape, tape.constant(x));
            terms.reconstruction + beta * terms.divergence
        },
        |_, loss| after(loss),
    )
}
// ANCHOR_END: epoch

/// Trains any model on batches of `count` examples, on the processor: `loss` is given the places of a batch, `after` the mean
/// loss of each epoch.
pub fn fit<M: Parameters>(
    model: M,
    count: usize,
    recipe: &Recipe,
    mut loss: impl for<'t> FnMut(&M, &'t Tape, &[usize]) -> Var<'t>,
    mut after: impl FnMut(f32),
) -> M {
    let rng = nabla::rng(recipe.seed);
    let mut training = Training::new(model, recipe, count, &Device::Cpu).drawing_from(rng);
    for _ in 0..recipe.epochs {
        after(training.epoch(
            |places, _| places.to_vec(),
            |model, tape, places| loss(model, tape, &places),
            |_, _| {},
        ));
    }
    training.model
}

// ANCHOR: plain
/// The same network as a plain autoencoder: z = μ, and a code costs nothing. ln σ² has no part in it.
pub fn plain(plan: &Plan, pictures: &Tensor, after: impl FnMut(f32)) -> Vae {
    let (examples, pixels) = pictures.shape().as_rows();
    let rng = &mut nabla::rng(plan.recipe.seed);
    fit(
        Vae::new(pixels, plan.hidden, plan.latent, rng),
        examples,
        &plan.recipe,
        |vae, tape, places| {
            let x = pictures.gather_rows(places);
            let code = vae.encode(tape, tape.constant(x.clone()));
            vae.decode(tape, code.mean).bernoulli_loss(&x)
        },
        after,
    )
}
// ANCHOR_END: plain
