//! A grid world to be built: its values by sweeps with the map, or by a walker without one.

use crate::{About, Board, Entry, Figure, Frame, Panel, Pen, Picture, Plot, Scale};
use lab14::choosing::grid::{CLIFF, COLUMNS, Grid};
use lab14::choosing::planning::outlook;
use lab14::choosing::walking::Walker;
use lab14::solutions::{q_update, value_backup};
use labkit::numerals::num;

pub const ENTRY: Entry = Entry {
    about: About {
        name: "grid",
        title: "A world of cells",
        attempt: "Press “one sweep” a few times and watch where values come from; then make the ground slippery, or tear down a wall.",
        notice: "Values spread from the goal, one cell with each sweep. A walker without the map finds nearly the same arrows, much more slowly, and last where it seldom comes.",
    },
    open: || Box::new(World::new()),
};

/// Pixels of a cell.
const CELL: f64 = 56.0;
const BRUSHES: &[(&str, &str)] = &[("#", "wall"), ("G", "goal"), ("P", "pit"), (".", "ground")];

/// The walker's table is what is shown; a sweep fills it, too.
struct World {
    board: Board,
    walker: Walker,
}

impl World {
    fn new() -> Self {
        let board = Board::new()
            .choice("brush", "a click on a cell puts there", BRUSHES)
            .slider("discount", "discount", 0.5..=0.98, 0.01, 0.95)
            .slider("slip", "how likely one slips", 0.0..=0.6, 0.05, 0.0)
            .button("sweep", "one sweep")
            .switch("walk", "let Q-learning walk", false)
            .button("forget", "forget")
            .hidden("map", CLIFF.len());
        let walker = Walker::new(&Grid::new(CLIFF, COLUMNS, 0.0, 0.0), 0.2, 1);
        World { board, walker }
    }

    fn grid(&self) -> Grid {
        let map = Some(self.board.text("map")).filter(|map| !map.is_empty());
        // An address may hold too few cells.
        let cells = format!("{:.<32.32}", map.unwrap_or(CLIFF));
        Grid::new(&cells, COLUMNS, self.board.number("slip"), 0.0)
    }

    fn forget(&mut self) {
        self.walker = Walker::new(&self.grid(), 0.2, 1);
    }
}

impl Figure for World {
    fn board(&self) -> &Board {
        &self.board
    }

    fn board_mut(&mut self) -> &mut Board {
        &mut self.board
    }

    fn turned(&mut self, knob: &str) {
        if !["brush", "walk"].contains(&knob) {
            self.forget();
        }
    }

    fn pressed(&mut self, button: &str) {
        if button == "forget" {
            return self.forget();
        }
        let (values, grid) = (self.walker.learned().0, self.grid());
        let discount = self.board.number("discount");
        for at in grid.free() {
            let ways = outlook(&grid, &values, at);
            self.walker.q[at] = ways.map(|ways| value_backup(&[ways], discount).1);
        }
    }

    fn pen(&mut self, _panel: &str, phase: Pen, [x, y]: [f64; 2]) {
        if phase == Pen::Down && (0.0..1.0).contains(&x) && (0.0..1.0).contains(&y) {
            let mut map = self.grid().cells;
            let brush = self.board.chosen("brush").chars().next();
            map[(4.0 * y) as usize * COLUMNS + (8.0 * x) as usize] = brush.unwrap_or('.');
            self.board.set("map", &String::from_iter(map));
            self.forget();
        }
    }

    fn tick(&mut self, _seconds: f64) {
        let (grid, discount) = (self.grid(), self.board.number("discount"));
        if !grid.free().is_empty() {
            // So many steps each time that the figure is drawn.
            (0..100).for_each(|_| self.walker.step(&grid, discount, q_update));
        }
    }

    fn show(&self) -> Frame {
        let (grid, walks) = (self.grid(), self.board.on("walk"));
        let (values, actions) = self.walker.learned();
        let title = "The world: values and best actions; click to build";
        // The scale's orange is for numbers below 0; here it is for what is good, as in the chapter's pictures.
        let colour = |at| -(values[at] + grid.reward(at)) as f32;
        let colours = (0..values.len()).map(colour).collect();
        let colours = Picture::new([COLUMNS, 4], colours, Scale::Faint(1.0));
        let mut plot = Plot::bare("grid", title, [8.0 * CELL, 4.0 * CELL]).picture(colours);
        for (at, &value) in values.iter().enumerate() {
            let x = CELL * ((at % COLUMNS) as f64 + 0.5);
            let y = CELL * (3.5 - (at / COLUMNS) as f64);
            let [[l, b], [r, t]] = [-27.0, 27.0].map(|by| [x + by, y + by]);
            plot = plot.line([[l, b], [r, b], [r, t], [l, t], [l, b]], "soft thin");
            if grid.cells[at] == '#' {
                plot = plot.bar([l, b], [r, t], "ink");
            } else if grid.ends(at) || value != 0.0 {
                plot = plot.text([x, y], "middle", "in big", grid.letter(at, actions[at]));
            }
            if value != 0.0 {
                plot = plot.text([x, y - 20.0], "middle", "tick", &num(value, 2));
            }
            if walks && at == self.walker.at {
                plot = plot.dot([x - 17.0, y + 17.0], 6.0, "green");
            }
        }
        let known = values.iter().filter(|value| **value != 0.0).count();
        let words = match known {
            0 => "Nothing is known of any cell yet.".to_string(),
            _ => format!("{known} cells have a value."),
        };
        let frame = Frame::new()
            .panel(Panel::from(plot).with_pen())
            .words(words);
        frame.running(walks).idle("sweep", walks)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Session;

    fn body(session: &Session) -> &str {
        &session.frame().panels[0].body
    }

    #[test]
    fn values_spread_by_one_cell_with_each_sweep() {
        let mut session = Session::open(&ENTRY);
        session.press("sweep");
        assert!(body(&session).contains("1.00") && !body(&session).contains("0.95"));
        session.press("sweep");
        assert!(body(&session).contains("0.95") && !body(&session).contains("0.90"));
    }

    #[test]
    fn a_wall_is_built_where_one_clicks_and_stays_in_the_address() {
        let mut session = Session::open(&ENTRY);
        let walls = |session: &Session| body(session).matches("area ink").count();
        assert_eq!(walls(&session), 4);
        session.pen("grid", Pen::Down, [0.95, 0.6]);
        assert_eq!(walls(&session), 5);
        let state = session.state();
        let mut other = Session::open(&ENTRY);
        other.restore(&state);
        assert_eq!(walls(&other), 5);
    }

    #[test]
    fn a_walker_finds_the_goal_without_the_map() {
        let mut session = Session::open(&ENTRY);
        session.set("walk", "on");
        (0..300).for_each(|_| session.tick(0.02));
        assert!(body(&session).contains("1.00") && body(&session).contains("0.86"));
    }

    #[test]
    fn a_world_of_walls_does_no_harm() {
        let mut session = Session::open(&ENTRY);
        session.set("map", &"#".repeat(32));
        session.set("walk", "on");
        session.tick(0.02);
        session.press("sweep");
        session.set("map", "G");
        session.tick(0.02);
    }
}
