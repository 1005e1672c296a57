//! Lab 10: adversarial networks.
//!
//! - [`game`]: one step of the discriminator, one of the generator; all networks of this lab play by it
//! - [`paper`]: a round of four numbers
//! - [`theory`]: the best discriminator, and the value of the game against it
//! - [`line`]: the game of two normal distributions on a line
//! - [`spiral`]: the smallest game that does not settle
//! - [`ring`], [`pack`]: eight clouds, and what makes a generator cover them all
//! - [`networks`], [`layers`]: generators and discriminators of pictures, and their recipes
//! - [`ordered`]: drawings of the digit that is wanted
//! - [`training`]: such a pair in training, and in a file; [`measured`], [`long_run`]: on all of MNIST
//! - [`transposed`]: sizes and coverage of a transposed convolution
//! - [`latent`]: noise, and ways through it
//! - [`score`], [`neighbours`], [`frechet`], [`sharpness`]: what drawings are worth, by several measures
//! - [`vae`]: lab 9's network, to compare with
//!
//! The learner's file is [`exercises`]; everything else is there to be read.

pub mod exercises;
pub mod frechet;
pub mod game;
pub mod judging;
pub mod latent;
pub mod layers;
pub mod line;
pub mod long_run;
pub mod measured;
pub mod mistakes;
pub mod neighbours;
pub mod networks;
pub mod ordered;
pub mod pack;
pub mod paper;
pub mod ring;
pub mod score;
pub mod sharpness;
pub mod solutions;
pub mod spiral;
pub mod theory;
pub mod training;
pub mod transposed;
pub mod vae;
