//! Lab 11: deeper networks, and what one has learned for another.
//!
//! - [`architecture`]: a network as data, counted and built; [`blocks`]: what it is put together from; [`families`]: ten of them
pub mod architecture;
pub mod blocks;
pub mod exercises;
pub mod families;
pub mod judging;
pub mod mistakes;
pub mod network;
pub mod sight;
pub mod sizes;
pub mod slopes;
pub mod solutions;
pub mod transfer;
pub mod trial;
