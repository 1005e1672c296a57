//! The restricted Boltzmann machine.
