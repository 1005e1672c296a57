//! Tree search with visit counts: the next playout goes where the score of a move is highest, and its result is carried back.

use super::Game;
use crate::solutions;
use rand::RngExt;
use rand_distr::{Distribution, Gamma};

/// What somebody thinks of a position: how likely each move is (at most 0 for none at all), and what the position is worth
/// to the player to move, from −1 to 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Opinion {
    /// A share for each move; illegal ones are not looked at.
    pub policy: Vec<f64>,
    /// What the player to move may hope for.
    pub value: f64,
}

/// `(total, visits, prior, parent, c)` to a score: see [`solutions::puct`].
pub type Puct = fn(f64, u32, f64, u32, f64) -> f64;

/// How the move that the next playout takes is chosen.
#[derive(Debug, Clone, Copy)]
pub enum Rule {
    /// By upper confidence bounds: each move once, then by the mean and √(ln N/n) (Kocsis and Szepesvári, 2006: UCT).
    Ucb,
    /// By the mean and the prior (Silver and others, 2017).
    Puct(Puct),
}

/// How much what is unknown counts beside what is known, in either rule.
pub const CURIOSITY: f64 = 1.5;
const UCB: f64 = 1.0;

/// A move at a node: how likely it seemed, how often it was taken, and the sum of what came of it for who takes it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Edge {
    /// Its number.
    pub action: usize,
    /// The share that the opinion on the node gave it.
    pub prior: f64,
    /// Playouts that took it.
    pub visits: u32,
    /// The sum of their values.
    pub total: f64,
    child: Option<usize>,
}

impl Edge {
    /// The mean of what came of it; 0 if it was never taken.
    pub fn mean(&self) -> f64 {
        self.total / f64::from(self.visits.max(1))
    }
}

struct Node<G> {
    game: G,
    outcome: Option<f64>,
    edges: Vec<Edge>,
}

impl<G: Game> Node<G> {
    fn new(game: G) -> Self {
        let outcome = game.outcome();
        let edges = Vec::new();
        Node {
            game,
            outcome,
            edges,
        }
    }
}

/// The tree of one position. Node 0 is the position itself.
pub struct Tree<G> {
    nodes: Vec<Node<G>>,
    rule: Rule,
    /// Node and edge of each step of the playout under way, and the node at its end.
    path: Vec<(usize, usize)>,
    leaf: usize,
}

impl<G: Game> Tree<G> {
    /// A tree of one node without an opinion.
    pub fn new(game: G, rule: Rule) -> Self {
        Tree {
            nodes: vec![Node::new(game)],
            rule,
            path: Vec::new(),
            leaf: 0,
        }
    }

    // ANCHOR: descend
    /// Goes down by the rule to a position that is new, and returns it: somebody has to say what he thinks of it. A game that
    /// ends there needs no opinion; then its outcome is carried back, and there is nothing to return.
    pub fn descend(&mut self) -> Option<G> {
        self.path.clear();
        self.leaf = 0;
        while let Some(taken) = self.choose(self.leaf) {
            let node = &self.nodes[self.leaf];
            let edge = node.edges[taken];
            self.path.push((self.leaf, taken));
            self.leaf = match edge.child {
                Some(child) => child,
                None => self.add(node.game.play(edge.action), (self.leaf, taken)),
            };
        }
        let leaf = &self.nodes[self.leaf];
        let Some(outcome) = leaf.outcome else {
            return Some(leaf.game);
        };
        self.back_up(outcome);
        None
    }

    /// The edge with the highest score; `None` at a node that has none yet.
    fn choose(&self, node: usize) -> Option<usize> {
        let edges = &self.nodes[node].edges;
        let parent = 1 + edges.iter().map(|edge| edge.visits).sum::<u32>();
        let score = |edge: &Edge| match self.rule {
            Rule::Puct(puct) => puct(edge.total, edge.visits, edge.prior, parent, CURIOSITY),
            Rule::Ucb if edge.visits == 0 => f64::INFINITY,
            Rule::Ucb => {
                let log = f64::from(parent).ln();
                edge.mean() + UCB * (log / f64::from(edge.visits)).sqrt()
            }
        };
        let scores = edges.iter().map(score).enumerate();
        // The first of those that are equal.
        let best = scores.reduce(|best, next| if next.1 > best.1 { next } else { best });
        best.map(|(edge, _)| edge)
    }
    // ANCHOR_END: descend

    fn add(&mut self, game: G, (parent, edge): (usize, usize)) -> usize {
        let child = self.nodes.len();
        self.nodes[parent].edges[edge].child = Some(child);
        self.nodes.push(Node::new(game));
        child
    }

    // ANCHOR: grow
    /// Takes an opinion on the position that [`descend`](Self::descend) returned: it gets its moves, and the value is
    /// carried back.
    pub fn grow(&mut self, opinion: &Opinion) {
        let leaf = &mut self.nodes[self.leaf];
        let moves: Vec<usize> = leaf.game.legal().collect();
        let shares = moves.iter().map(|&action| opinion.policy[action]);
        let total: f64 = shares.clone().sum();
        let edge = |(&action, share): (&usize, f64)| Edge {
            action,
            prior: match total > 0.0 {
                true => share / total,
                false => 1.0 / moves.len() as f64,
            },
            visits: 0,
            total: 0.0,
            child: None,
        };
        leaf.edges = moves.iter().zip(shares).map(edge).collect();
        self.back_up(opinion.value);
    }

    /// Carries what the end of the playout is worth, to who is to move there, back to the root.
    fn back_up(&mut self, value: f64) {
        let mut value = value;
        for &(node, edge) in self.path.iter().rev() {
            value = -value; // The move was made by the other player.
            let edge = &mut self.nodes[node].edges[edge];
            edge.visits += 1;
            edge.total += value;
        }
    }
    // ANCHOR_END: grow

    /// Mixes chance into the priors of the root, so that self-play tries what it would not think of: a share of a draw from
    /// a Dirichlet distribution, which is large for few moves and small for most.
    pub fn disturb(&mut self, noise: &Noise, rng: &mut nabla::Rng) {
        let edges = &mut self.nodes[0].edges;
        let Ok(gamma) = Gamma::new(noise.alpha, 1.0) else {
            return;
        };
        let draws: Vec<f64> = edges.iter().map(|_| gamma.sample(rng)).collect();
        let total: f64 = draws.iter().sum();
        for (edge, draw) in edges.iter_mut().zip(draws) {
            edge.prior += noise.share * (draw / total - edge.prior);
        }
    }

    /// The moves at the root.
    pub fn root(&self) -> &[Edge] {
        &self.nodes[0].edges
    }

    /// How often each of all moves was taken at the root.
    pub fn visits(&self) -> Vec<u32> {
        let mut visits = vec![0; G::MOVES];
        self.root().iter().for_each(|e| visits[e.action] = e.visits);
        visits
    }

    /// The mean of all playouts, for the player to move.
    pub fn value(&self) -> f64 {
        let sum = |of: fn(&Edge) -> f64| self.root().iter().map(of).sum::<f64>();
        sum(|edge| edge.total) / sum(|edge| f64::from(edge.visits)).max(1.0)
    }

    /// The move with the most visits, the first of those that are equal.
    pub fn best(&self) -> usize {
        let edges = self.root().iter();
        let more =
            |best: (usize, u32), next: (usize, u32)| if next.1 > best.1 { next } else { best };
        let best = edges.map(|edge| (edge.action, edge.visits)).reduce(more);
        best.map_or(0, |(action, _)| action)
    }
}

/// How the root is disturbed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Noise {
    /// The smaller, the fewer moves share it.
    pub alpha: f64,
    /// The share of the prior that is noise.
    pub share: f64,
}

/// Who has an opinion on several positions at once.
pub type Judge<'a, G> = dyn FnMut(&[G]) -> Vec<Opinion> + 'a;

// ANCHOR: search
/// A tree for each position. All of them grow in step, so that `judge` is asked about many positions at once.
pub fn search<G: Game>(
    games: &[G],
    playouts: usize,
    rule: Rule,
    judge: &mut Judge<'_, G>,
    mut noise: Option<(&Noise, &mut nabla::Rng)>,
) -> Vec<Tree<G>> {
    let mut trees: Vec<Tree<G>> = games.iter().map(|&game| Tree::new(game, rule)).collect();
    for playout in 0..=playouts {
        let mut asking: Vec<(&mut Tree<G>, G)> = Vec::new();
        for tree in &mut trees {
            if let Some(leaf) = tree.descend() {
                asking.push((tree, leaf));
            }
        }
        let leaves: Vec<G> = asking.iter().map(|(_, leaf)| *leaf).collect();
        for ((tree, _), opinion) in asking.into_iter().zip(judge(&leaves)) {
            tree.grow(&opinion);
        }
        // The first opinion is the one on the root itself.
        if let (0, Some((noise, rng))) = (playout, &mut noise) {
            trees.iter_mut().for_each(|tree| tree.disturb(noise, rng));
        }
    }
    trees
}
// ANCHOR_END: search

// ANCHOR: playout
/// The opinion of who knows the rules and nothing else: all moves are alike, and a position is worth what a game of random
/// moves from there comes to.
pub fn by_chance<G: Game>(games: &[G], rng: &mut nabla::Rng) -> Vec<Opinion> {
    let opinion = |&game: &G| Opinion {
        policy: vec![1.0; G::MOVES],
        value: playout(game, rng),
    };
    games.iter().map(opinion).collect()
}

/// Plays random moves to the end; what that comes to for the player to move.
pub fn playout<G: Game>(mut game: G, rng: &mut nabla::Rng) -> f64 {
    let mut sign = 1.0;
    loop {
        if let Some(outcome) = game.outcome() {
            return sign * outcome;
        }
        game = game.play(random_move(&game, rng));
        sign = -sign;
    }
}

/// Any legal move of a game that goes on.
pub fn random_move<G: Game>(game: &G, rng: &mut nabla::Rng) -> usize {
    loop {
        let action = rng.random_range(0..G::MOVES);
        if game.is_legal(action) {
            return action;
        }
    }
}
// ANCHOR_END: playout

/// The rule that our networks search by.
pub const PUCT: Rule = Rule::Puct(solutions::puct);
