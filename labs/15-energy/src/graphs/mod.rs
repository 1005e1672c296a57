//! Networks whose layers are sums over neighbours.

pub mod graph;
pub mod layout;
pub mod library;
pub mod network;
pub mod training;

pub use graph::Graph;
pub use network::{Cure, Gcn};
pub use training::{Recipe, Task};
