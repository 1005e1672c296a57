//! Noughts and crosses, in two masks of nine bits.

use super::Game;

/// A position: the stones of the player to move, and those of the other. Bit `3·row + column` is a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Noughts {
    own: u16,
    other: u16,
}

/// Rows, columns, diagonals.
const LINES: [u16; 8] = [
    0b000_000_111,
    0b000_111_000,
    0b111_000_000,
    0b001_001_001,
    0b010_010_010,
    0b100_100_100,
    0b100_010_001,
    0b001_010_100,
];

impl Game for Noughts {
    const MOVES: usize = 9;
    const BOARD: [usize; 2] = [3, 3];
    const SYMMETRIES: usize = 8;

    fn start() -> Self {
        Noughts { own: 0, other: 0 }
    }

    fn is_legal(&self, action: usize) -> bool {
        action < 9 && (self.own | self.other) & (1 << action) == 0
    }

    fn play(&self, action: usize) -> Self {
        Noughts {
            own: self.other,
            other: self.own | 1 << action,
        }
    }

    fn outcome(&self) -> Option<f64> {
        if LINES.iter().any(|&line| line & !self.other == 0) {
            return Some(-1.0); // Only who moved last can have closed a line.
        }
        (self.own | self.other == 0b111_111_111).then_some(0.0)
    }

    fn stone(&self, cell: usize) -> i8 {
        let has = |stones: u16| (stones >> cell & 1) as i8;
        has(self.own) - has(self.other)
    }

    /// Four turns, each once more in a mirror.
    fn turned(symmetry: usize, cell: usize) -> usize {
        let (mut row, mut column) = (cell / 3, cell % 3);
        if symmetry >= 4 {
            column = 2 - column;
        }
        for _ in 0..symmetry % 4 {
            (row, column) = (column, 2 - row);
        }
        3 * row + column
    }

    fn turned_move(symmetry: usize, action: usize) -> usize {
        Self::turned(symmetry, action)
    }
}
