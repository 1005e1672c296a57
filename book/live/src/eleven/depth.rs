//! How deep: the size of numbers on their way through a stack, and of gradients on their way back.

use crate::{About, Board, Entry, Figure, Frame, Plot};
use lab11::sizes::{Sizes, sizes};

pub const ENTRY: Entry = Entry {
    about: About {
        name: "depth",
        title: "How deep",
        attempt: "Make the stack 40 blocks deep, then look for a size of weights at which neither line leaves the picture: without a way around, and with one.",
        notice: "Plain, both lines are straight on this scale, and one size of weights alone keeps them level; with a way around, every size that is small enough will do.",
    },
    open: || Box::new(Deep::new()),
};

const SIZE: [f64; 2] = [420.0, 240.0];
/// Powers of ten that are drawn.
const REACH: f64 = 12.0;

struct Deep {
    board: Board,
}

impl Deep {
    fn new() -> Self {
        let board = Board::new()
            .slider("blocks", "blocks of two layers", 1.0..=40.0, 1.0, 10.0)
            .slider("scale", "weights, times He's", 0.0..=2.0, 0.05, 0.7)
            .switch("around", "a way around each block", false)
            .slider("seed", "seed", 1.0..=8.0, 1.0, 1.0);
        Deep { board }
    }

    fn sizes(&self) -> Sizes {
        let seed = self.board.count("seed") as u64;
        let (blocks, scale) = (self.board.count("blocks"), self.board.number("scale"));
        sizes(blocks, scale, self.board.on("around"), seed)
    }

    fn plot(&self, id: &'static str, title: &str, sizes: &[f64], class: &str) -> Plot {
        let blocks = self.board.count("blocks") as f64;
        // No size at all lies below the picture.
        let power = |size: f64| size.log10().clamp(-REACH, REACH);
        let points = sizes.iter().enumerate();
        Plot::new(
            id,
            title,
            SIZE,
            (0.0..=blocks, "block"),
            (-REACH..=REACH, "power of ten"),
        )
        .rule([0.0, 0.0], [blocks, 0.0], "ink")
        .line(points.map(|(i, &size)| [i as f64, power(size)]), class)
    }
}

impl Figure for Deep {
    fn board(&self) -> &Board {
        &self.board
    }

    fn board_mut(&mut self) -> &mut Board {
        &mut self.board
    }

    fn show(&self) -> Frame {
        let Sizes { numbers, gradients } = self.sizes();
        let (last, first) = (numbers[numbers.len() - 1], gradients[0]);
        let words = match first {
            0.0 => "Nothing of the gradient reaches the first block: it cannot learn.",
            x if x < 1e-3 => "The gradient fades on its way back: the first blocks hardly learn.",
            x if x > 1e3 => {
                "The gradient grows on its way back: the first step throws the weights away."
            }
            _ => "What comes from behind arrives at the first block about as large as it was.",
        };
        let forward = "Numbers on their way through: what goes in has size 1";
        let back = "Gradients on their way back: what comes from behind has size 1";
        Frame::new()
            .panel(self.plot("numbers", forward, &numbers, "blue thick"))
            .panel(self.plot("gradients", back, &gradients, "orange thick"))
            .reading("last", "size of what comes out", last, 4)
            .reading("first", "size of the gradient at the first block", first, 4)
            .words(words)
    }
}
