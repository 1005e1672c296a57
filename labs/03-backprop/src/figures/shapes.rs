//! The four equations of the backward pass as grids of cells.

use super::{Area, At, text};
use labkit::{Result, ink};
use plotters::prelude::*;

const CELL: i32 = 17;

/// A grid with its top left corner, its size in cells, and its colour.
struct Grid {
    at: At,
    rows: i32,
    columns: i32,
    colour: RGBColor,
}

impl Grid {
    fn draw(&self, area: &Area, name: &str, shape: &str) -> Result<()> {
        let (x, y) = self.at;
        for row in 0..self.rows {
            for column in 0..self.columns {
                let corner = (x + column * CELL, y + row * CELL);
                let cell = [corner, (corner.0 + CELL - 2, corner.1 + CELL - 2)];
                area.draw(&Rectangle::new(cell, self.colour.mix(0.45).filled()))?;
            }
        }
        let middle = x + self.columns * CELL / 2;
        text(area, name, (middle, y - 14), 17, ink::INK)?;
        text(
            area,
            shape,
            (middle, y + self.rows * CELL + 12),
            13,
            ink::MUTED,
        )
    }
}

/// δ, dW, db and dX of one layer with N = 5, 3 inputs and 2 neurons.
pub fn four_equations(area: &Area) -> Result<()> {
    let grid = |at, rows, columns, colour| Grid {
        at,
        rows,
        columns,
        colour,
    };
    let (delta, input, weight) = (ink::ORANGE, ink::BLUE, ink::GREEN);

    text(area, "1", (24, 90), 20, ink::MUTED)?;
    grid((60, 50), 5, 2, delta).draw(area, "δ", "[5, 2]")?;
    text(area, "=", (118, 92), 20, ink::INK)?;
    grid((145, 50), 5, 2, ink::PURPLE).draw(area, "dO", "[5, 2]")?;
    text(area, "⊙", (202, 92), 20, ink::INK)?;
    grid((228, 50), 5, 2, ink::TEAL).draw(area, "O(1 − O)", "[5, 2]")?;

    text(area, "2", (404, 90), 20, ink::MUTED)?;
    grid((440, 67), 3, 2, weight).draw(area, "dW", "[3, 2]")?;
    text(area, "=", (500, 92), 20, ink::INK)?;
    grid((526, 67), 3, 5, input).draw(area, "Xᵀ", "[3, 5]")?;
    text(area, "·", (632, 92), 20, ink::INK)?;
    grid((655, 50), 5, 2, delta).draw(area, "δ", "[5, 2]")?;

    text(area, "3", (24, 290), 20, ink::MUTED)?;
    grid((60, 284), 1, 2, weight).draw(area, "db", "[2]")?;
    text(area, "=", (118, 291), 20, ink::INK)?;
    text(area, "Σ rows", (170, 291), 17, ink::INK)?;
    grid((228, 250), 5, 2, delta).draw(area, "δ", "[5, 2]")?;

    text(area, "4", (404, 290), 20, ink::MUTED)?;
    grid((440, 250), 5, 3, input).draw(area, "dX", "[5, 3]")?;
    text(area, "=", (514, 291), 20, ink::INK)?;
    grid((544, 250), 5, 2, delta).draw(area, "δ", "[5, 2]")?;
    text(area, "·", (600, 291), 20, ink::INK)?;
    grid((628, 275), 2, 3, weight).draw(area, "Wᵀ", "[2, 3]")
}
