//! Lab 7: Dropout and batch normalisation.

pub mod judging;
