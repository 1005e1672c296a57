//! Lab 8: recurrent networks.
//!
//! - [`cell`]: one recurrent cell by hand, forward and back through time
//! - [`window`]: what a network of fixed size cannot do
//! - [`reader`]: a recurrent layer and a dense one; [`counting`]: odd and even, and as many b as a;
//!   [`holding`]: a letter over a gap; [`uneven`]: rows of uneven length in a batch
//! - [`reach`]: how far a gradient reaches; [`cliff`]: where it explodes, and clipping; [`truncated`]: where it is cut
//! - [`gates`]: LSTM and GRU by hand
//! - [`text`]: the chapters 1 to 7 of this book as they stood in November 2026, formulas and code left out;
//!   [`ngrams`]: what counting makes of it
//! - [`model`]: a network that reads letters; [`writing`]: its training, and what it writes
//! - [`smudge`]: a letter restored from one side or from both
//! - [`films`]: short reviews from a grammar; [`words`]: their words as numbers; [`bag`]: words in no order;
//!   [`sentiment`]: a network that reads them in order
//! - [`waves`]: a sine behind noise; [`conv_lstm`]: a moving square, frame by frame
//! - [`long_run`]: one long training in place of the lesson
//!
//! The learner's file is [`exercises`]; everything else is there to be read.

pub mod bag;
pub mod cell;
pub mod cliff;
pub mod conv_lstm;
pub mod counting;
pub mod exercises;
pub mod films;
pub mod gates;
pub mod holding;
pub mod judging;
pub mod long_run;
pub mod mistakes;
pub mod model;
pub mod ngrams;
pub mod reach;
pub mod reader;
pub mod sentiment;
pub mod smudge;
pub mod solutions;
pub mod text;
pub mod truncated;
pub mod uneven;
pub mod waves;
pub mod window;
pub mod words;
pub mod writing;
