//! Lab 9: autoencoders, and other ways to put a picture into few numbers.
//!
//! - [`autoencoder`]: an encoder, a decoder, and the narrow place between them
//! - [`training`]: the picture is its own answer; with noise, with a penalty on the code
//! - [`pca`]: the best that a straight map can do
//! - [`project`]: random directions
//! - [`against_pca`]: an autoencoder and PCA of the same width
//! - [`noise`]: pictures spoilt, and how far two pictures are apart
//! - [`anomaly`]: what the network has never seen; [`roc`]: how well a score finds it
//! - [`few_labels`]: what codes are worth when labels are few
//! - [`tsne`]: a map on which neighbours stay neighbours
//! - [`vae`]: the variational autoencoder
//!
//! The learner's file is [`exercises`]; everything else is there to be read.

pub mod against_pca;
pub mod anomaly;
pub mod autoencoder;
pub mod by_hand;
pub mod exercises;
pub mod few_labels;
pub mod judging;
pub mod mistakes;
pub mod noise;
pub mod pca;
pub mod project;
pub mod roc;
pub mod solutions;
pub mod training;
pub mod tsne;
pub mod vae;
