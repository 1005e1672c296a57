//! What was played lately, to learn from.

use super::network::{Network, boards};
use super::selfplay::Example;
use super::{Game, cells};
use nabla::{Param, Rng, Tensor};
use rand::RngExt;
use std::marker::PhantomData;

/// A network and the positions it learns from, of which the newest are kept. They lie beside the weights, so that a training
/// that was interrupted goes on with what it remembered.
pub struct Learning {
    /// What learns.
    pub network: Network,
    /// `[positions, numbers of a row]`, the newest first. A row is a board, a policy, a result, and a 1; of zeros while free.
    memory: Param,
}
nabla::parts!(Learning { network, memory });

const fn row<G: Game>() -> usize {
    2 * cells::<G>() + G::MOVES + 2
}

impl Learning {
    /// With room for so many positions.
    pub fn new<G: Game>(network: Network, positions: usize) -> Self {
        let memory = Tensor::zeros([positions, row::<G>()]);
        Learning {
            network,
            memory: Param::statistic("memory", memory),
        }
    }

    /// Puts these in front; the oldest are forgotten.
    pub fn remember<G: Game>(&mut self, examples: &[Example<G>]) {
        let memory = self.memory.value_mut().data_mut();
        let examples = &examples[..examples.len().min(memory.len() / row::<G>())];
        memory.rotate_right(examples.len() * row::<G>());
        for (example, row) in examples.iter().zip(memory.chunks_mut(row::<G>())) {
            let board = boards(&[example.game]);
            let policy = example.policy.iter().map(|&share| share as f32);
            let numbers = board.data().iter().copied().chain(policy);
            let numbers = numbers.chain([example.result as f32, 1.0]);
            row.iter_mut()
                .zip(numbers)
                .for_each(|(to, from)| *to = from);
        }
    }

    /// What is remembered now.
    pub fn rows<G: Game>(&self) -> Rows<G> {
        let memory = self.memory.value().clone();
        let filled = memory.data().chunks(row::<G>());
        let filled = filled.take_while(|row| row[row.len() - 1] == 1.0).count();
        Rows(memory, filled, PhantomData)
    }
}

/// Rows to draw from, and how many there are.
pub struct Rows<G>(Tensor, usize, PhantomData<G>);

/// Boards `[N, H, W, 2]`, policies `[N, MOVES]` and results `[N, 1]`.
pub type Batch = [Tensor; 3];

impl<G: Game> Rows<G> {
    // ANCHOR: batch
    /// So many positions, drawn at random, each turned or mirrored at random. What is good on a board is as good in a mirror,
    /// so one game teaches as much as several.
    pub fn batch(&self, size: usize, rng: &mut Rng) -> Batch {
        let (cells, moves) = (cells::<G>(), G::MOVES);
        let mut boards = vec![0.0; size * 2 * cells];
        let mut policies = vec![0.0; size * moves];
        let mut results = Vec::with_capacity(size);
        let rows = boards.chunks_mut(2 * cells).zip(policies.chunks_mut(moves));
        for (board, policy) in rows {
            let from = &self.0.data()[rng.random_range(0..self.1) * row::<G>()..];
            let turn = rng.random_range(0..G::SYMMETRIES);
            for cell in 0..cells {
                let to = 2 * G::turned(turn, cell);
                board[to..to + 2].copy_from_slice(&from[2 * cell..2 * cell + 2]);
            }
            for action in 0..moves {
                policy[G::turned_move(turn, action)] = from[2 * cells + action];
            }
            results.push(from[2 * cells + moves]);
        }
        [
            Tensor::from_vec(boards, [size, G::BOARD[0], G::BOARD[1], 2]),
            Tensor::from_vec(policies, [size, moves]),
            Tensor::from_vec(results, [size, 1]),
        ]
    }
    // ANCHOR_END: batch
}
