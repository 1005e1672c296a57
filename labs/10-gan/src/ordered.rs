//! Drawings to order: both networks are told which digit is wanted (conditional adversarial networks: Mirza and
//! Osindero, 2014).
//!
//! The order is a row of ten numbers beside the noise, 0 but for one. It stays pinned to the drawing, as the label of a real picture does, so the
//! discriminator can ask not only "is that a digit?" but "is that a 7?"; the steps of the game stay as they are.

use crate::game::{GeneratorLoss, Player, discriminator_step, generator_step};
use crate::latent::noise;
use crate::networks::{Recipe, dense_discriminator, dense_generator};
use datasets::Batches;
use nabla::{Module, Rng, Row, Sequential, Shape, Tape, Tensor, Var};
use trainer::{Examples, Learner, outputs};

/// Kinds of things that can be ordered.
pub const CLASSES: usize = 10;
/// The one number of an order that is not 0. With a 1 among 784 pixels neither network takes notice of it for a long time.
const PINNED: f32 = 3.0;
/// Pixels of a picture.
const PIXELS: usize = 784;

// ANCHOR: ordered
/// Noise and an order in, `[N, latent + 10]`; a drawing with the order pinned to it out, `[N, 784 + 10]`.
pub struct Ordered {
    draw: Sequential,
}

nabla::parts!(Ordered { draw });

impl Module for Ordered {
    fn forward<'t>(&self, tape: &'t Tape, x: Var<'t>) -> Var<'t> {
        let (count, width) = x.shape().as_rows();
        let order = x.slice(1, width - CLASSES..width);
        let drawing = self.draw.forward(tape, x).reshape([count, PIXELS]);
        Var::concat(&[drawing, order], 1)
    }
    // ANCHOR_END: ordered

    fn describe(&self, input: Shape, rows: &mut Vec<Row>) -> Shape {
        self.draw.describe(input, rows);
        Shape::new(&[PIXELS + CLASSES])
    }
}

/// `[N, width]` and a class for each → `[N, width + 10]`: the class as a row of ten behind, 3 at the class and 0 elsewhere.
///
/// # Panics
/// If there is a class of 10 or more, or not one a row.
pub fn pin(rows: &Tensor, classes: impl IntoIterator<Item = usize>) -> Tensor {
    let (count, width) = rows.shape().as_rows();
    let mut pinned = Vec::with_capacity(count * (width + CLASSES));
    let mut classes = classes.into_iter();
    for row in rows.data().chunks_exact(width) {
        let mut order = [0.0; CLASSES];
        order[classes.next().expect("a class for each row")] = PINNED;
        pinned.extend_from_slice(row);
        pinned.extend_from_slice(&order);
    }
    Tensor::from_vec(pinned, [count, width + CLASSES])
}

/// A generator that learned to draw to order from these pictures, `[N, 28, 28, 1]`. `after` gets the discriminator's loss
/// of each step.
pub fn learn(recipe: &Recipe, real: &Examples, seed: u64, mut after: impl FnMut(f32)) -> Ordered {
    let mut rng = nabla::rng(seed);
    let mut generator = Ordered {
        draw: dense_generator(recipe.latent + CLASSES, recipe.width, &mut rng),
    };
    let mut discriminator = dense_discriminator(PIXELS + CLASSES, recipe.width, &mut rng);
    let labels: Vec<usize> = real.labels.as_slice().iter().map(|&l| l as usize).collect();
    let pictures = real.images.reshape([real.len(), PIXELS]);
    let mut batches = Batches::new(real.len(), recipe.batch, seed);
    let steps = recipe.epochs * batches.per_epoch();
    let [mut g_learner, mut d_learner] = recipe.rules().map(|rule| Learner::new(rule, steps));
    for _ in 0..recipe.epochs {
        for places in batches.epoch() {
            // As many orders of each digit as the world sends.
            let wanted = || places.iter().map(|&place| labels[place]);
            let real = pin(&pictures.gather_rows(places), wanted());
            let z = |rng: &mut Rng| pin(&noise(places.len(), recipe.latent, rng), wanted());
            let expert = Player {
                network: &mut discriminator,
                learner: &mut d_learner,
            };
            let orders = z(&mut rng);
            after(discriminator_step(expert, &generator, &real, &orders, 1.0, &mut rng).item());
            let forger = Player {
                network: &mut generator,
                learner: &mut g_learner,
            };
            let (orders, loss) = (z(&mut rng), GeneratorLoss::NonSaturating);
            generator_step(forger, &discriminator, &orders, loss, &mut rng);
        }
    }
    generator
}

impl Ordered {
    /// One drawing of each of `noise`, `[N, latent]`, as ordered: `[N, 28, 28, 1]`.
    pub fn draw(&self, noise: &Tensor, classes: impl IntoIterator<Item = usize>) -> Tensor {
        outputs(&self.draw, &pin(noise, classes))
    }
}
