//! The sections of the lesson, in order.

pub mod arms;
pub mod baseline;
pub mod cart;
pub mod critic;
pub mod deep;
pub mod four;
pub mod long_balance;
pub mod long_games;
pub mod noughts;
pub mod play;
pub mod reinforce;
pub mod searching;
pub mod selfplay;
pub mod slope;
pub mod trying;
pub mod values;
pub mod wrong;
