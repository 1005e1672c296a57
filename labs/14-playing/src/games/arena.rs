//! Players against each other.

use super::Game;
use super::minimax::Solved;
use super::network::Network;
use super::tree::{PUCT, Rule, Tree, by_chance, random_move, search};
use nabla::Rng;
use rand::RngExt;

// A player is a function: several positions, none of which is at its end, to a move for each.

/// Any legal move.
pub fn random<G: Game>(mut rng: Rng) -> impl FnMut(&[G]) -> Vec<usize> {
    move |games| games.iter().map(|g| random_move(g, &mut rng)).collect()
}

/// Plain tree search: upper confidence bounds and random playouts, so many a move.
pub fn plain<G: Game>(playouts: usize, mut rng: Rng) -> impl FnMut(&[G]) -> Vec<usize> {
    move |games| {
        let mut judge = |leaves: &[G]| by_chance(leaves, &mut rng);
        let trees = search(games, playouts, Rule::Ucb, &mut judge, None);
        trees.iter().map(Tree::best).collect()
    }
}

/// A network with its search, so many playouts a move; with one, the move that it likes best. The same position always gets
/// the same move.
pub fn trained<G: Game>(network: &Network, playouts: usize) -> impl FnMut(&[G]) -> Vec<usize> {
    move |games| {
        let trees = search(games, playouts, PUCT, &mut |l| network.judge(l), None);
        trees.iter().map(Tree::best).collect()
    }
}

/// One of the best moves, at random.
pub fn perfect<G: Game>(solved: &Solved<G>, mut rng: Rng) -> impl FnMut(&[G]) -> Vec<usize> {
    let mut choose = move |game: &G| {
        let best = solved.best(game);
        best[rng.random_range(0..best.len())]
    };
    move |games| games.iter().map(&mut choose).collect()
}

/// Games won, drawn and lost.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Score {
    /// Won.
    pub won: usize,
    /// Drawn.
    pub drawn: usize,
    /// Lost.
    pub lost: usize,
}

impl Score {
    /// All of them.
    pub fn games(&self) -> usize {
        self.won + self.drawn + self.lost
    }

    /// The share that was won; a draw counts half if `half` says so.
    pub fn won(&self, half: bool) -> f64 {
        let draws = if half { 0.5 * self.drawn as f64 } else { 0.0 };
        (self.won as f64 + draws) / self.games().max(1) as f64
    }

    fn count(&mut self, result: f64) {
        match result {
            x if x > 0.0 => self.won += 1,
            x if x < 0.0 => self.lost += 1,
            _ => self.drawn += 1,
        }
    }
}

// ANCHOR: duel
/// So many games side by side, as seen by `one`, who begins in every second.
pub fn duel<G: Game>(
    one: &mut impl FnMut(&[G]) -> Vec<usize>,
    two: &mut impl FnMut(&[G]) -> Vec<usize>,
    games: usize,
) -> Score {
    let mut score = Score::default();
    // Whose turn it is, and the position.
    let mut running: Vec<(bool, G)> = (0..games).map(|i| (i % 2 == 0, G::start())).collect();
    while !running.is_empty() {
        for mine in [true, false] {
            let places = (0..running.len()).filter(|&i| running[i].0 == mine);
            let places: Vec<usize> = places.collect();
            let positions: Vec<G> = places.iter().map(|&i| running[i].1).collect();
            let moves = match mine {
                true => one(&positions),
                false => two(&positions),
            };
            for (&i, action) in places.iter().zip(moves) {
                running[i] = (!mine, running[i].1.play(action));
            }
            running.retain(|(mine, game)| match game.outcome() {
                None => true,
                Some(outcome) => {
                    score.count(if *mine { outcome } else { -outcome });
                    false
                }
            });
        }
    }
    score
}
// ANCHOR_END: duel

// ANCHOR: walk
/// The player's games against everything that the other may do, beginning and not: the number of them that end in a win, a
/// draw and a loss. What it does at a position is looked up in `moves`.
pub fn walk<G: Game>(moves: &impl Fn(&G) -> usize) -> Score {
    let mut score = Score::default();
    for mine in [true, false] {
        visit(G::start(), mine, moves, &mut score);
    }
    score
}

fn visit<G: Game>(game: G, mine: bool, moves: &impl Fn(&G) -> usize, score: &mut Score) {
    if let Some(outcome) = game.outcome() {
        return score.count(if mine { outcome } else { -outcome });
    }
    match mine {
        true => visit(game.play(moves(&game)), false, moves, score),
        false => game
            .legal()
            .for_each(|m| visit(game.play(m), true, moves, score)),
    }
}
// ANCHOR_END: walk
