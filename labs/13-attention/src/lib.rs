//! Lab 13: attention.
//!
//! - [`dates`]: dates in many spellings, read by a recurrent network with and without attention, and by blocks
//! - [`machine`]: a memory with addresses; [`ponder`]: a network that says how long it thinks
//! - [`three`]: self-attention with every number on paper; [`counting`]: sequences whose answer depends on one thing
//! - [`block`]: the block of a transformer; [`positions`]: where a token stands
//! - [`gpt`]: a small GPT: its training, what it writes, its cache, its weights in 8 bits
//! - [`pairs`]: byte-pair encoding; [`letters`]: the texts
//! - [`smudge`]: a smudged letter; [`patches`]: pictures as words
//!
//! The learner's file is [`exercises`]; everything else is there to be read.

pub mod block;
pub mod counting;
pub mod dates;
pub mod exercises;
pub mod gpt;
pub mod judging;
pub mod letters;
pub mod machine;
pub mod mistakes;
pub mod pairs;
pub mod patches;
pub mod ponder;
pub mod positions;
pub mod smudge;
pub mod solutions;
pub mod three;
