//! The model that types, as `assets/letters.bin` keeps it.

use crate::packed;
use lab08::model::CharLstm;
use lab08::text::VOCABULARY;

/// Numbers of a character's vector.
pub const EMBEDDING: usize = 64;
/// Numbers of the memory.
pub const HIDDEN: usize = 128;

/// A model of the size that the file has, with fresh weights.
pub fn fresh(seed: u64) -> CharLstm {
    CharLstm::new(VOCABULARY, EMBEDDING, HIDDEN, &mut nabla::rng(seed))
}

/// The model that these bytes are: [`packed::unpack`].
pub fn unpack(bytes: &[u8]) -> Option<CharLstm> {
    packed::unpack(fresh(0), bytes)
}
