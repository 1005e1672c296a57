//! A grid world: how good each cell is, as a colour and a number, and where its arrow points.

use lab14::choosing::grid::{Cell, Grid, MOVES};
use labkit::numerals::num;
use labkit::{Area, Result, draw, ink};

const CELL: i32 = 42;
const GAP: i32 = 24;
const TOP: i32 = 26;

/// A world, its title, its values and its arrows.
pub struct Panel<'a> {
    /// What is said above it.
    pub title: &'a str,
    /// The world.
    pub grid: &'a Grid,
    /// Of each cell.
    pub values: &'a [f64],
    /// Of each cell, an action.
    pub arrows: &'a [usize],
}

impl Panel<'_> {
    fn size(&self) -> draw::At {
        let columns = self.grid.columns as i32;
        (
            CELL * columns,
            CELL * self.grid.cells.len() as i32 / columns,
        )
    }

    /// The arrows as letters, a row a line.
    pub fn letters(&self) -> Vec<String> {
        let letter = |at: usize| match self.grid.cells[at] {
            Cell::Free => ["↑", "→", "↓", "←"][self.arrows[at]],
            Cell::Wall => "■",
            Cell::End(reward) if reward > 0.0 => "G",
            Cell::End(_) => "P",
        };
        let all: Vec<&str> = (0..self.values.len()).map(letter).collect();
        all.chunks(self.grid.columns)
            .map(|row| row.join(" "))
            .collect()
    }

    fn draw(&self, area: &Area<'_>, (left, top): draw::At) -> Result<()> {
        draw::text(
            area,
            self.title,
            (left + self.size().0 / 2, top + 10),
            14,
            ink::INK,
        )?;
        for (at, cell) in self.grid.cells.iter().enumerate() {
            let (row, column) = (at / self.grid.columns, at % self.grid.columns);
            let corner = (left + CELL * column as i32, top + TOP + CELL * row as i32);
            let middle = (corner.0 + CELL / 2, corner.1 + CELL / 2);
            let size = (CELL, CELL);
            match cell {
                Cell::Wall => draw::block(area, corner, size, ink::GRID)?,
                Cell::End(reward) => {
                    let (hue, word) = if *reward > 0.0 {
                        (ink::GREEN, "goal")
                    } else {
                        (ink::RED, "pit")
                    };
                    draw::card(area, middle, size, hue)?;
                    draw::text(area, word, middle, 13, ink::INK)?;
                }
                Cell::Free => {
                    draw::block(area, corner, size, draw::signed(0.5 * self.values[at]))?;
                    let (down, across) = MOVES[self.arrows[at]];
                    let end = |far: i32| {
                        (
                            middle.0 + far * across as i32,
                            middle.1 - 6 + far * down as i32,
                        )
                    };
                    draw::arrow(area, end(-9), end(9), ink::INK)?;
                    draw::text(
                        area,
                        &num(self.values[at], 2),
                        (middle.0, middle.1 + 15),
                        10,
                        ink::INK,
                    )?;
                }
            }
            draw::frame(area, corner, size, ink::GRID, 1)?;
        }
        Ok(())
    }
}

/// How large the figure of these is: two in a row.
pub fn size(panels: &[Panel<'_>]) -> (u32, u32) {
    let (wide, high) = panels[0].size();
    let rows = panels.len().div_ceil(2) as i32;
    (
        (2 * wide + GAP + 2) as u32,
        (rows * (high + TOP + 8)) as u32,
    )
}

/// Two in a row.
pub fn draw(area: &Area<'_>, panels: &[Panel<'_>]) -> Result<()> {
    for (i, panel) in panels.iter().enumerate() {
        let (wide, high) = panel.size();
        let (row, column) = (i as i32 / 2, i as i32 % 2);
        panel.draw(area, (1 + column * (wide + GAP), row * (high + TOP + 8)))?;
    }
    Ok(())
}

/// Arrows as letters, side by side under their titles.
pub fn letters(panels: &[Panel<'_>]) -> String {
    let mut lines = vec![String::new(); panels[0].letters().len() + 1];
    for panel in panels {
        let title = [panel.title.to_string()].into_iter();
        for (line, more) in lines.iter_mut().zip(title.chain(panel.letters())) {
            *line += &format!("{more:<36}");
        }
    }
    lines
        .iter()
        .map(|line| line.trim_end())
        .collect::<Vec<_>>()
        .join("\n")
}
