//! The networks of the scoreboard: one row each, from the lab that teaches it.

use datasets::Batches;
use lab05::network::Rule;
use lab05::training::Examples;
use lab06::training::{Training, as_pictures, step};
use nabla::{Device, GpuError, Rng, Sequential, Shape};

/// A network, and how it is trained.
#[derive(Clone, Copy)]
pub enum Row {
    /// From lab 5: sees an image as 784 numbers in a row.
    Dense(&'static lab05::network::Recipe),
    /// From labs 6 and 7: sees an image as an image.
    Image(&'static lab06::network::Recipe),
}

/// The softmax network as the Expanse lecture trains it, which prints no accuracy; lab 5 follows
/// Yakushin's recipe.
static SOFTMAX_EXPANSE: lab05::network::Recipe = lab05::network::Recipe {
    flag: "softmax-expanse",
    name: "softmax_expanse",
    hidden: &[],
    rule: Rule::Sgd(0.01),
    batch: 128,
    epochs: 5,
    source: "EXP",
    printed: f64::NAN,
};

/// All rows, in the order of the labs.
pub fn all() -> Vec<Row> {
    let [softmax, deeper @ ..] = const { &lab05::network::RECIPES };
    let dense = [softmax, &SOFTMAX_EXPANSE].into_iter().chain(deeper);
    let images = const { &lab06::network::RECIPES }.iter();
    let images = images.chain(const { &lab07::network::RECIPES });
    dense
        .map(Row::Dense)
        .chain(images.map(Row::Image))
        .collect()
}

/// What the rows are called.
pub fn names() -> Vec<&'static str> {
    all().iter().map(Row::name).collect()
}

impl Row {
    pub fn name(&self) -> &'static str {
        match self {
            Row::Dense(recipe) => recipe.name,
            Row::Image(recipe) => recipe.name,
        }
    }

    /// The lecture that trains this network.
    pub fn source(&self) -> &'static str {
        match self {
            Row::Dense(recipe) => recipe.source,
            Row::Image(recipe) => recipe.source,
        }
    }

    /// The accuracy that it prints.
    pub fn printed(&self) -> Option<f64> {
        match self {
            Row::Dense(recipe) => Some(recipe.printed).filter(|printed| !printed.is_nan()),
            Row::Image(recipe) => recipe.printed,
        }
    }

    pub fn epochs(&self) -> usize {
        match self {
            Row::Dense(recipe) => recipe.epochs,
            Row::Image(recipe) => recipe.epochs,
        }
    }

    /// The network with fresh weights.
    pub fn build(&self, rng: &mut Rng) -> Sequential {
        match self {
            Row::Dense(recipe) => recipe.build(rng),
            Row::Image(recipe) => (recipe.build)(rng),
        }
    }

    /// The shape of `count` images, as the network takes them.
    pub fn images(&self, count: usize) -> Shape {
        match self {
            Row::Dense(_) => [count, lab05::network::PIXELS].into(),
            Row::Image(_) => {
                let [height, width, channels] = lab06::network::IMAGE;
                [count, height, width, channels].into()
            }
        }
    }

    /// The examples, as the network takes them.
    pub fn examples(&self, examples: &Examples) -> Examples {
        match self {
            Row::Dense(_) => examples.clone(),
            Row::Image(_) => as_pictures(examples),
        }
    }

    /// The network after `epochs` epochs of its recipe. Calls `after` with each step's place.
    ///
    /// # Errors
    /// If the graphics card fails.
    pub fn train(
        &self,
        epochs: usize,
        examples: &Examples,
        seed: u64,
        device: &Device,
        after: &mut dyn FnMut(),
    ) -> Result<Sequential, GpuError> {
        let examples = &self.examples(examples);
        let model = match self {
            Row::Dense(recipe) => train_dense(recipe, epochs, examples, seed, device, after),
            Row::Image(recipe) => {
                let mut training = Training::new(recipe, epochs, examples, seed, device);
                for _ in 0..epochs {
                    training.epoch(|_| after());
                    device.status()?;
                }
                training.model
            }
        };
        device.status()?;
        Ok(model)
    }

    /// How many steps [`train`](Self::train) makes.
    pub fn steps(&self, epochs: usize, examples: &Examples) -> usize {
        let batch = match self {
            Row::Dense(recipe) => recipe.batch,
            Row::Image(recipe) => recipe.batch,
        };
        epochs * examples.len().div_ceil(batch)
    }
}

/// As lab 5 trains, but on either device.
fn train_dense(
    recipe: &lab05::network::Recipe,
    epochs: usize,
    examples: &Examples,
    seed: u64,
    device: &Device,
    after: &mut dyn FnMut(),
) -> Sequential {
    let mut model = recipe.build(&mut nabla::rng(seed));
    nabla::move_to(&mut model, device);
    let mut optimizer = recipe.rule.optimizer();
    let mut batches = Batches::new(examples.len(), recipe.batch, seed);
    let (steps, mut done) = (epochs * batches.per_epoch(), 0);
    let mut rng = nabla::rng(seed); // Nothing is dropped in these networks.
    for _ in 0..epochs {
        for batch in batches.epoch() {
            let (images, labels) = examples.gather(batch);
            optimizer.set_rate(recipe.rule.rate(done, steps));
            step(
                &mut model,
                optimizer.as_mut(),
                images.to(device),
                &labels,
                &mut rng,
            );
            done += 1;
            after();
        }
    }
    model
}
