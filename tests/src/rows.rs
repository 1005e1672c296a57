//! The networks of the scoreboard: one row each, from the lab that teaches it.

use nabla::{Device, GpuError, Sequential};
use trainer::{Examples, Network, Recipe, Rule, Training};

/// The softmax network as the Expanse lecture trains it, which prints no accuracy; lab 5 follows
/// Yakushin's recipe.
const SOFTMAX_EXPANSE: Network = Network {
    name: "softmax_expanse",
    recipe: Recipe::new(Rule::sgd(0.01), 128, 5),
    source: "EXP",
    printed: None,
    ..lab05::network::NETWORKS[0]
};

/// All rows, in the order of the labs.
pub fn all() -> Vec<Network> {
    let [softmax, deeper @ ..] = lab05::network::NETWORKS;
    let dense = [softmax, SOFTMAX_EXPANSE].into_iter().chain(deeper);
    let images = lab06::network::NETWORKS.into_iter();
    dense
        .chain(images)
        .chain(lab07::network::NETWORKS)
        .chain(lab11::network::NETWORKS)
        .collect()
}

/// What the rows are called.
pub fn names() -> Vec<&'static str> {
    all().iter().map(|row| row.name).collect()
}

/// A network after `epochs` epochs of its recipe, on examples as it takes them. Calls `after` after each step.
///
/// # Errors
/// If the graphics card fails.
pub fn train(
    row: &Network,
    epochs: usize,
    examples: &Examples,
    seed: u64,
    device: &Device,
    mut after: impl FnMut(),
) -> Result<Sequential, GpuError> {
    let recipe = row.recipe.epochs(epochs).seed(seed);
    let model = (row.build)(&mut nabla::rng(seed));
    let mut training = Training::new(model, &recipe, examples.len(), device);
    for _ in 0..epochs {
        training.classify(examples, |_| after());
        device.status()?;
    }
    Ok(training.model)
}
