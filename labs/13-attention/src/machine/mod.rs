//! A memory with addresses: a Neural Turing machine (Graves, Wayne and Danihelka, 2014).
//!
//! [`addressing`] is how a head finds its row, [`network`] one step of the machine, [`copying`] what it learns here.

pub mod addressing;
pub mod copying;
pub mod network;
