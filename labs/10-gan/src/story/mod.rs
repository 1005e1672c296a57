//! The sections of the lesson, in order: [`game`], [`round`], [`best`], [`line`], [`spiral`], [`pace`], [`losses`],
//! [`ring`], [`heights`], [`pixels`], [`brush`], [`order`], [`between`], [`beside`], [`scores`]; and what the last of them share, [`drawn`].

pub mod beside;
pub mod best;
pub mod between;
pub mod brush;
pub mod drawn;
pub mod game;
pub mod heights;
pub mod line;
pub mod losses;
pub mod order;
pub mod pace;
pub mod pixels;
pub mod ring;
pub mod round;
pub mod scores;
pub mod spiral;

/// The first cell of a row that came out of a long game. The book does not insist on the digits of such a row: in a game
/// the smallest difference between two processors grows.
pub fn made(what: impl std::fmt::Display) -> String {
    format!("✎ {what}")
}
