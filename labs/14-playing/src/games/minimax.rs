//! A game that is small enough, solved to its last position.

use super::Game;
use std::collections::HashMap;

/// What each position that can be reached is worth to the player to move, if both play as well as they can.
#[derive(Debug, Clone)]
pub struct Solved<G>(HashMap<G, i8>);

// ANCHOR: minimax
impl<G: Game> Solved<G> {
    /// Every position that can be reached from the start. Connect Four has 4,531,985,219,092 of them: do not wait.
    pub fn new() -> Self {
        let mut solved = Solved(HashMap::new());
        solved.solve(G::start());
        solved
    }

    fn solve(&mut self, game: G) -> i8 {
        if let Some(&known) = self.0.get(&game) {
            return known;
        }
        let value = match game.outcome() {
            Some(outcome) => outcome as i8,
            // What is good for the other is bad for me: the least of his values, with its sign turned, is the best of mine.
            None => {
                let moves: Vec<usize> = game.legal().collect();
                let values = moves.into_iter().map(|m| -self.solve(game.play(m)));
                values.max().unwrap_or(0)
            }
        };
        self.0.insert(game, value);
        value
    }
    // ANCHOR_END: minimax

    /// How many positions there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All positions at which the game goes on, in a fixed order.
    pub fn open(&self) -> Vec<G>
    where
        G: Ord,
    {
        let open = self.0.keys().filter(|game| game.outcome().is_none());
        let mut open: Vec<G> = open.copied().collect();
        open.sort_unstable();
        open
    }

    /// What a position is worth to the player to move; `None` if it cannot be reached.
    pub fn value(&self, game: &G) -> Option<i8> {
        self.0.get(game).copied()
    }

    /// The moves that keep what the position is worth.
    pub fn best(&self, game: &G) -> Vec<usize> {
        let worth = self.value(game);
        let keeps = |&m: &usize| self.value(&game.play(m)).map(|value| -value) == worth;
        game.legal().filter(keeps).collect()
    }
}

impl<G: Game> Default for Solved<G> {
    fn default() -> Self {
        Solved::new()
    }
}
