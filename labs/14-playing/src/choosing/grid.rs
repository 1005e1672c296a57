//! A grid world: cells, walls, ends, and ground on which one slips to the side.

use super::draw;
use nabla::Rng;

/// What stands on a cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell {
    /// One can stand there.
    Free,
    /// One cannot.
    Wall,
    /// Who comes there gets this reward, and the walk is over.
    End(f64),
}

/// The actions: up, right, down, left, as rows and columns.
pub const MOVES: [(isize, isize); 4] = [(-1, 0), (0, 1), (1, 0), (0, -1)];

/// A small world; its cells are numbered row by row.
#[derive(Clone, Debug)]
pub struct Grid {
    /// What stands where.
    pub cells: Vec<Cell>,
    /// Cells of a row.
    pub columns: usize,
    /// How likely one slips; then one goes to the left or to the right of where one wanted to go, each equally likely.
    pub slip: f64,
    /// The reward of every step, on top of that of an end.
    pub step: f64,
}

// ANCHOR: grid
impl Grid {
    /// A world from a drawing: `#` is a wall, `G` a goal (+1), `P` a pit (−1), all else is free. A row that is shorter than
    /// the first ends in walls.
    pub fn new(rows: &[&str], slip: f64, step: f64) -> Grid {
        let columns = rows.first().map_or(0, |row| row.chars().count());
        let cell = |letter| match letter {
            '#' => Cell::Wall,
            'G' => Cell::End(1.0),
            'P' => Cell::End(-1.0),
            _ => Cell::Free,
        };
        let walls = std::iter::repeat('#');
        let row =
            |row: &&str| -> String { row.chars().chain(walls.clone()).take(columns).collect() };
        let drawing: String = rows.iter().map(row).collect();
        let cells = drawing.chars().map(cell).collect();
        Grid {
            cells,
            columns,
            slip,
            step,
        }
    }

    /// Where a step in this direction leads: nowhere, if a wall or the border is in the way.
    fn beside(&self, from: usize, action: usize) -> usize {
        let (down, across) = MOVES[action];
        let row = (from / self.columns).checked_add_signed(down);
        let column = (from % self.columns).checked_add_signed(across);
        let to = row.zip(column.filter(|column| *column < self.columns));
        let to = to.map_or(from, |(row, column)| row * self.columns + column);
        match self.cells.get(to) {
            None | Some(Cell::Wall) => from,
            _ => to,
        }
    }

    /// Where an action may lead, and how likely: straight on, or to either side.
    pub fn outcomes(&self, from: usize, action: usize) -> [(f64, usize); 3] {
        let turned = |by| self.beside(from, (action + by) % 4);
        let side = self.slip / 2.0;
        [
            (1.0 - self.slip, turned(0)),
            (side, turned(1)),
            (side, turned(3)),
        ]
    }

    /// What it brings to come to this cell.
    pub fn reward(&self, to: usize) -> f64 {
        match self.cells[to] {
            Cell::End(reward) => self.step + reward,
            _ => self.step,
        }
    }
}
// ANCHOR_END: grid

impl Grid {
    /// Whether a walk is over here.
    pub fn ends(&self, at: usize) -> bool {
        matches!(self.cells[at], Cell::End(_))
    }

    /// The cells where one can stand and go on.
    pub fn free(&self) -> Vec<usize> {
        let free = |at: &usize| self.cells[*at] == Cell::Free;
        (0..self.cells.len()).filter(free).collect()
    }

    /// One step as the world has it.
    pub fn step(&self, from: usize, action: usize, rng: &mut Rng) -> usize {
        let ways = self.outcomes(from, action);
        ways[draw(ways.map(|way| way.0), rng)].1
    }
}
