//! Linear regression by gradient descent: a line, a polynomial and a table, each fitted step by
//! step and checked against the closed form.
//!
//! - [`graph`]: the first numbers on nabla's tape
//! - [`line`]: W·x + b in plain `f32`, and a thousand steps of gradient descent
//! - [`bowl`]: the curvature of the loss and the largest stable rate
//! - [`momentum`]: steps that remember the last one
//! - [`poly`]: polynomials, normal equations, QR and SVD
//! - [`samples`]: measurements with a known truth; training, validation and test rows
//! - [`stochastic`]: the gradient of a few rows, and its noise
//! - [`surface`]: two models of two parameters for nabla's optimisers
//! - [`robust`]: squares against absolute values
//! - [`table`]: a design matrix of standardised columns
//! - [`contour`]: level lines for the maps

pub mod bowl;
pub mod contour;
pub mod exercises;
pub mod graph;
pub mod judging;
pub mod line;
pub mod mistakes;
pub mod momentum;
pub mod poly;
pub mod robust;
pub mod samples;
pub mod solutions;
pub mod stochastic;
pub mod surface;
pub mod table;
