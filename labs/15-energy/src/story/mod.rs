//! The sections of the lesson, in order.

pub mod contrastive;
pub mod cora;
pub mod covered;
pub mod deep;
pub mod energy;
pub mod horizon;
pub mod karate;
pub mod long_chaos;
pub mod lyapunov;
pub mod messages;
pub mod papers;
pub mod parallel;
pub mod reservoir;
pub mod stripes;
pub mod waves;
