//! Lab 6: Convolution, by hand and on the graphics card.

pub mod judging;
