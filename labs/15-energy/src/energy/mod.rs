//! The restricted Boltzmann machine.
//!
//! - [`machine`]: its numbers, and the energy of a state
//! - [`exact`]: what can be computed where one layer is small: Z, the likelihood, its gradient, where chains get to
//! - [`patterns`]: bars and stripes
//! - [`learning`]: contrastive divergence
//! - [`digits`]: a larger one on nabla's tape, which completes pictures

pub mod digits;
pub mod exact;
pub mod learning;
pub mod machine;
pub mod patterns;
