//! Connect Four: seven columns of six, in two masks of 64 bits.

use super::Game;
use crate::solutions::has_four;

/// Columns, rows, and bits that a column takes: the bit above its top cell stays empty, so that no line runs on from the top
/// of one column to the bottom of the next.
const COLUMNS: usize = 7;
const ROWS: usize = 6;
const BITS: usize = ROWS + 1;

/// A position: the stones of the player to move, and those of the other. Bit `7·column + height` is a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Four {
    own: u64,
    other: u64,
}

const fn floor() -> u64 {
    let (mut column, mut floor) = (0, 0);
    while column < COLUMNS {
        floor |= 1 << (BITS * column);
        column += 1;
    }
    floor
}

/// The lowest cell of each column, and the spare bits above all cells.
const FLOOR: u64 = floor();
const ABOVE: u64 = FLOOR << ROWS;

// ANCHOR: four
impl Four {
    /// Where a stone falls: to add 1 at the foot of a full run of bits carries to the first free one.
    fn landing(&self, column: usize) -> u64 {
        let taken = self.own | self.other;
        let column_mask = ((1 << BITS) - 1) << (BITS * column);
        (taken + (1 << (BITS * column))) & column_mask & !taken
    }
}

impl Game for Four {
    const MOVES: usize = COLUMNS;
    const BOARD: [usize; 2] = [ROWS, COLUMNS];
    const SYMMETRIES: usize = 2;

    fn start() -> Self {
        Four { own: 0, other: 0 }
    }

    fn is_legal(&self, column: usize) -> bool {
        column < COLUMNS && (self.own | self.other) & (1 << (BITS * column + ROWS - 1)) == 0
    }

    fn play(&self, column: usize) -> Self {
        Four {
            own: self.other,
            other: self.own | self.landing(column),
        }
    }

    fn outcome(&self) -> Option<f64> {
        if has_four(self.other) {
            return Some(-1.0); // Only who moved last can have closed a line.
        }
        // One more in each column would fill the spare bits exactly if no cell is free.
        (self.own | self.other == ABOVE - FLOOR).then_some(0.0)
    }
    // ANCHOR_END: four

    fn stone(&self, cell: usize) -> i8 {
        let bit = BITS * (cell % COLUMNS) + ROWS - 1 - cell / COLUMNS;
        let has = |stones: u64| (stones >> bit & 1) as i8;
        has(self.own) - has(self.other)
    }

    fn turned(symmetry: usize, cell: usize) -> usize {
        match symmetry {
            0 => cell,
            _ => cell - cell % COLUMNS + Self::turned_move(symmetry, cell % COLUMNS),
        }
    }

    fn turned_move(symmetry: usize, column: usize) -> usize {
        match symmetry {
            0 => column,
            _ => COLUMNS - 1 - column,
        }
    }
}
