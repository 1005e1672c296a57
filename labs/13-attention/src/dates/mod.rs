//! Dates, read as people write them and written in one form: by a recurrent network, with attention and without, and by
//! the blocks of a transformer.

pub mod network;
pub mod spellings;
pub mod training;
pub mod transformer;
