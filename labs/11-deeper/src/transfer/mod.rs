//! What one network has learned for another: a body that sees, a head that names.
//!
//! - [`interrupted`]: a training that ends in the middle, and goes on
//! - [`opened`]: a network from PyTorch, opened, and written back
//! - [`tasks`]: the digits in two halves, 0 to 4 and 5 to 9, and few examples of a class
//! - [`reader`]: the network, and how it learns: with a body that is held, that follows slowly, or that learns as the head does
//! - [`recipes`]: how, in numbers; [`world`]: on what
//! - [`work`]: what a step costs

pub mod interrupted;
pub mod opened;
pub mod reader;
pub mod recipes;
pub mod tasks;
pub mod work;
pub mod world;
