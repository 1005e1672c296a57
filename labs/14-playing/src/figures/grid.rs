//! A grid world: how good each cell is, as a colour and a number, and where its arrow points.

use lab14::choosing::grid::Grid;
use labkit::numerals::num;
use labkit::{Area, Lesson, Result, draw, ink};

/// Pixels of a cell, between two worlds, and for a title.
const CELL: i32 = 42;
const GAP: i32 = 24;
const TOP: i32 = 30;

/// A title, a world, its values and its arrows.
pub type Panel<'a> = (&'a str, &'a Grid, &'a [f64], &'a [usize]);

/// Two worlds of one size: for the terminal in letters, for the page side by side.
pub fn show(lesson: &mut Lesson, slug: &str, caption: &str, panels: [Panel<'_>; 2]) -> Result<()> {
    let columns = panels[0].1.columns;
    for (title, grid, _, arrows) in panels {
        let letters = arrows.iter().enumerate();
        let letters: Vec<_> = letters
            .map(|(at, &action)| grid.letter(at, action))
            .collect();
        let rows: Vec<_> = letters.chunks(columns).map(|row| row.join(" ")).collect();
        lesson.show(format!("{title}:\n{}", rows.join("\n")));
    }
    let (wide, rows) = (CELL as usize * columns, panels[0].2.len() / columns);
    let size = (2 * wide + GAP as usize, TOP as usize + CELL as usize * rows);
    lesson.figure(
        slug,
        caption,
        (size.0 as u32 + 1, size.1 as u32 + 1),
        |area| {
            world(area, 0, panels[0])?;
            world(area, wide as i32 + GAP, panels[1])
        },
    )
}

fn world(area: &Area<'_>, left: i32, (title, grid, values, arrows): Panel<'_>) -> Result<()> {
    let say = |words: &str, x, y, size| draw::text(area, words, (x, y), size, ink::INK);
    say(title, left + CELL * grid.columns as i32 / 2, TOP / 2, 15)?;
    for (at, &value) in values.iter().enumerate() {
        let (row, column) = (at / grid.columns, at % grid.columns);
        let (x, y) = (left + CELL * column as i32, TOP + CELL * row as i32);
        let colour = match grid.cells[at] {
            '#' => ink::GRID,
            _ => draw::signed(0.5 * value + grid.reward(at)),
        };
        draw::block(area, (x, y), (CELL, CELL), colour)?;
        draw::frame(area, (x, y), (CELL, CELL), ink::GRID, 1)?;
        if grid.cells[at] != '#' {
            say(grid.letter(at, arrows[at]), x + CELL / 2, y + 15, 17)?;
        }
        if value != 0.0 {
            say(&num(value, 2), x + CELL / 2, y + 34, 10)?;
        }
    }
    Ok(())
}
