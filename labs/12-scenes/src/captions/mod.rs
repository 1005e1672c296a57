//! Pictures in words.
//!
//! - [`grammar`]: which sentences are right for a scene, and its words as numbers
//! - [`pictures`]: scenes with two digits about which there is no doubt
//! - [`network`]: convolutions read the scene, an LSTM writes
//! - [`writing`]: how sentences are written with it, and how often they are right
//! - [`example`]: a made-up captioner, to search by hand
//! - [`bleu`]: how near a sentence is to those that people wrote

pub mod bleu;
pub mod example;
pub mod grammar;
pub mod network;
pub mod pictures;
pub mod writing;
