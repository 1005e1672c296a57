//! One network with two heads: which move, and how it will end.

use super::tree::Opinion;
use super::{Game, cells};
use nabla::{
    Activation, Conv2d, Device, Init, Linear, Module, Padding, Rng, Tape, Tensor, Var, Window,
};

/// How large it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sizes {
    /// Channels of each convolution of the trunk.
    pub channels: usize,
    /// Residual blocks.
    pub blocks: usize,
}

/// Channels of each head, and numbers of the hidden layer of the value.
const HEAD: usize = 4;
const HIDDEN: usize = 32;

// ANCHOR: network
/// Two convolutions, and the way around them.
#[derive(Clone)]
pub struct Block {
    first: Conv2d,
    second: Conv2d,
}
nabla::parts!(Block { first, second });

/// A trunk of residual blocks that both heads share.
#[derive(Clone)]
pub struct Network {
    stem: Conv2d,
    blocks: Vec<Block>,
    policy: (Conv2d, Linear),
    value: (Conv2d, Linear, Linear),
}
nabla::parts!(Network {
    stem,
    blocks,
    policy,
    value
});

impl Network {
    /// A fresh one for the boards of `G`. It has no opinion yet: the last layer of each block and of each head is zero.
    pub fn new<G: Game>(sizes: &Sizes, rng: &mut Rng) -> Self {
        let Sizes { channels, blocks } = *sizes;
        let conv = |inputs, outputs, size: usize, init, rng: &mut Rng| {
            let window = Window::new(size).padding(Padding::Same);
            Conv2d::new(inputs, outputs, window, init, rng)
        };
        let relu = |conv: Conv2d| conv.activation(Activation::Relu);
        let stem = relu(conv(2, channels, 3, Init::He, rng));
        let block = |_| Block {
            first: relu(conv(channels, channels, 3, Init::He, rng)),
            second: conv(channels, channels, 3, Init::Zeros, rng),
        };
        let blocks = (0..blocks).map(block).collect();
        let seen = HEAD * cells::<G>();
        let policy = (
            relu(conv(channels, HEAD, 1, Init::He, rng)),
            Linear::new(seen, G::MOVES, Init::Zeros, rng),
        );
        let value = (
            relu(conv(channels, HEAD, 1, Init::He, rng)),
            Linear::new(seen, HIDDEN, Init::He, rng).activation(Activation::Relu),
            Linear::new(HIDDEN, 1, Init::Zeros, rng).activation(Activation::Tanh),
        );
        Network {
            stem,
            blocks,
            policy,
            value,
        }
    }

    /// Boards `[N, H, W, 2]` to the logits of all moves `[N, MOVES]`, and values `[N, 1]` from −1 to 1.
    pub fn forward<'t>(&self, tape: &'t Tape, boards: Var<'t>) -> (Var<'t>, Var<'t>) {
        let mut x = self.stem.forward(tape, boards);
        for Block { first, second } in &self.blocks {
            let change = second.forward(tape, first.forward(tape, x));
            x = (x + change).relu();
        }
        let (conv, moves) = &self.policy;
        let logits = moves.forward(tape, conv.forward(tape, x).flatten());
        let (conv, hidden, value) = &self.value;
        let hidden = hidden.forward(tape, conv.forward(tape, x).flatten());
        (logits, value.forward(tape, hidden))
    }
    // ANCHOR_END: network

    /// Where it computes.
    pub fn device(&self) -> Device {
        self.stem.weight.value().device()
    }

    /// What it thinks of these positions.
    pub fn judge<G: Game>(&self, games: &[G]) -> Vec<Opinion> {
        if games.is_empty() {
            return Vec::new();
        }
        let tape = Tape::new();
        let boards = boards(games).to(&self.device());
        let (logits, values) = self.forward(&tape, tape.constant(boards));
        let (shares, values) = (logits.softmax().value(), values.value());
        let rows = shares.data().chunks(G::MOVES).zip(values.data());
        rows.map(|(row, &value)| Opinion {
            policy: row.iter().map(|&share| f64::from(share)).collect(),
            value: f64::from(value),
        })
        .collect()
    }
}

/// Positions as the network sees them, `[N, H, W, 2]`: a plane of own stones and one of the other's.
pub fn boards<G: Game>(games: &[G]) -> Tensor {
    let size = 2 * cells::<G>();
    let mut planes = vec![0.0; games.len() * size];
    for (game, planes) in games.iter().zip(planes.chunks_mut(size)) {
        for (cell, plane) in planes.chunks_mut(2).enumerate() {
            let stone = game.stone(cell);
            plane[0] = f32::from(u8::from(stone > 0));
            plane[1] = f32::from(u8::from(stone < 0));
        }
    }
    Tensor::from_vec(planes, [games.len(), G::BOARD[0], G::BOARD[1], 2])
}
