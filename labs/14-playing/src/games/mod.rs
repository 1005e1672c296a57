//! Two games, three ways to look ahead in them, and a network that learns them by playing against itself.
//!
//! - [`noughts`] and [`four`]: the rules of noughts and crosses, and of Connect Four
//! - [`minimax`]: a game that is small enough to be solved, to its last position
//! - [`tree`]: tree search with visit counts, by random playouts or by a network's opinions
//! - [`network`]: a residual network with two heads; [`packed`] keeps it in a byte a weight
//! - [`selfplay`]: where it gets its examples from, and how it learns from them; [`memory`] keeps the last of them
//! - [`arena`]: players against each other

pub mod arena;
pub mod four;
pub mod memory;
pub mod minimax;
pub mod network;
pub mod noughts;
pub mod packed;
pub mod selfplay;
pub mod tree;

use std::hash::Hash;

// ANCHOR: game
/// A position of a game for two who move in turn. It is seen by the player to move: the stones are `own` and `other`, not
/// black and white, so that a network has to learn one side only.
pub trait Game: Copy + Eq + Hash + Send + Sync + 'static {
    /// Moves there may be at most, in any position.
    const MOVES: usize;
    /// Rows and columns of the board.
    const BOARD: [usize; 2];
    /// Ways to mirror and turn the board that leave the game as it is; number 0 changes nothing.
    const SYMMETRIES: usize;

    /// The empty board.
    fn start() -> Self;

    /// Whether this move can be made; its number is below [`MOVES`](Self::MOVES).
    fn is_legal(&self, action: usize) -> bool;

    /// The position after a legal move, seen by the other player.
    fn play(&self, action: usize) -> Self;

    /// How the game has ended for the player to move: 1 won, 0 drawn, −1 lost; `None` while it goes on.
    fn outcome(&self) -> Option<f64>;

    /// The stone on a cell, counted row by row from the top left: 1 own, −1 the other's, 0 none.
    fn stone(&self, cell: usize) -> i8;

    /// Where a symmetry brings a cell.
    fn turned(symmetry: usize, cell: usize) -> usize;

    /// Where it brings a move.
    fn turned_move(symmetry: usize, action: usize) -> usize;

    /// All legal moves, in order.
    fn legal(&self) -> impl Iterator<Item = usize> {
        (0..Self::MOVES).filter(|&action| self.is_legal(action))
    }
}
// ANCHOR_END: game

/// Cells of the board.
pub const fn cells<G: Game>() -> usize {
    G::BOARD[0] * G::BOARD[1]
}

/// The board in lines: `X` is who began, `O` the other, `.` nobody.
pub fn drawn<G: Game>(game: &G) -> String {
    let stones: Vec<i8> = (0..cells::<G>()).map(|cell| game.stone(cell)).collect();
    let placed = stones.iter().filter(|&&stone| stone != 0).count();
    // The player to move began if both have as many stones.
    let first = if placed.is_multiple_of(2) { 1 } else { -1 };
    let sign = |&stone: &i8| match stone * first {
        0 => ".",
        1 => "X",
        _ => "O",
    };
    let rows = stones.chunks(G::BOARD[1]);
    let rows = rows.map(|row| row.iter().map(sign).collect::<Vec<_>>().join(" "));
    rows.collect::<Vec<_>>().join("\n")
}
