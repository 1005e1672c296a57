//! The variational autoencoder, and what it takes to understand it.
//!
//! - [`bound`]: log p(x), the bound below it and the gap between them, where all three can be computed
//! - [`estimators`]: the gradient of a mean over draws, in four ways
//! - [`network`]: the network, its loss, its conditional sister
//! - [`race`]: four of these ways on the network itself
//! - [`training`]: the recipe, one epoch on either device
//! - [`evaluate`]: the bound on pictures, its parts, a tighter one, the codes
//! - [`reader`]: a network that says which digit a picture shows, and how sure it is
//! - [`latent`]: grids, lines, directions in the space of the codes
//! - [`likelihood`]: nats, bits, and which of them may be compared

pub mod bound;
pub mod estimators;
pub mod evaluate;
pub mod latent;
pub mod likelihood;
pub mod network;
pub mod race;
pub mod reader;
pub mod training;

pub use network::{Code, Conditional, Terms, Vae};
pub use training::Plan;
