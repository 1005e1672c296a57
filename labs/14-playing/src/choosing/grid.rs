//! A grid world: cells, walls, ends, and ground on which one slips to the side.

use nabla::Rng;
use rand::RngExt;

/// The actions: up, right, down, left, as rows and columns.
pub const MOVES: [(isize, isize); 4] = [(-1, 0), (0, 1), (1, 0), (0, -1)];

/// The world of the lesson and of the book's figure, and the cells of a row: a cliff, and walls behind it.
pub const CLIFF: &str = "........\
                         .##.##..\
                         ........\
                         .PPPPPPG";
/// See [`CLIFF`].
pub const COLUMNS: usize = 8;

/// A small world; its cells are numbered row by row.
#[derive(Clone, Debug)]
pub struct Grid {
    /// What stands where: `#` is a wall; `G` a goal (+1) and `P` a pit (−1), at which a walk ends; all else is free.
    pub cells: Vec<char>,
    /// Cells of a row.
    pub columns: usize,
    /// How likely one slips: to the left or the right of where one was to go, each equally likely.
    pub slip: f64,
    /// The reward of every step, on top of that of an end.
    pub step: f64,
}

// ANCHOR: grid
impl Grid {
    /// A world from the letters of its cells, row after row.
    pub fn new(cells: &str, columns: usize, slip: f64, step: f64) -> Grid {
        Grid {
            cells: cells.chars().collect(),
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
        let column = column.filter(|&column| column < self.columns);
        let to = row.zip(column).map(|(r, c)| r * self.columns + c);
        let is_open = |to: &usize| self.cells.get(*to).is_some_and(|&cell| cell != '#');
        to.filter(is_open).unwrap_or(from)
    }

    /// Where an action may lead, and how likely: straight on, or to either side.
    pub fn outcomes(&self, from: usize, action: usize) -> [(f64, usize); 3] {
        let to = |turn| self.beside(from, (action + turn) % 4);
        let side = self.slip / 2.0;
        [(1.0 - self.slip, to(0)), (side, to(1)), (side, to(3))]
    }

    /// What it brings to come to this cell.
    pub fn reward(&self, to: usize) -> f64 {
        match self.cells[to] {
            'G' => self.step + 1.0,
            'P' => self.step - 1.0,
            _ => self.step,
        }
    }
}
// ANCHOR_END: grid

impl Grid {
    /// Whether a walk is over here.
    pub fn ends(&self, at: usize) -> bool {
        matches!(self.cells[at], 'G' | 'P')
    }

    /// The cells where one can stand and go on.
    pub fn free(&self) -> Vec<usize> {
        let free = |&at: &usize| self.cells[at] != '#' && !self.ends(at);
        (0..self.cells.len()).filter(free).collect()
    }

    /// A cell as a letter: a wall, an end, or an arrow for the action.
    pub fn letter(&self, at: usize, action: usize) -> &'static str {
        match self.cells[at] {
            '#' => "■",
            'G' => "G",
            'P' => "P",
            _ => ["↑", "→", "↓", "←"][action],
        }
    }

    /// One step, with its slip.
    pub fn step(&self, from: usize, action: usize, rng: &mut Rng) -> usize {
        let [(on, straight), (side, right), (_, left)] = self.outcomes(from, action);
        match rng.random::<f64>() {
            chance if chance < on => straight,
            chance if chance < on + side => right,
            _ => left,
        }
    }
}
