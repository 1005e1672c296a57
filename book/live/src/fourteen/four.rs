//! Connect Four against the stored network, with what it thinks.

use crate::{About, Board, Entry, Figure, Frame, Panel, Pen, Plot};
use lab14::games::Game;
use lab14::games::four::Four;
use lab14::games::network::Network;
use lab14::games::packed::stored;
use lab14::games::tree::{Edge, PUCT, search};

pub const ENTRY: Entry = Entry {
    about: About {
        name: "four",
        title: "Connect Four",
        attempt: "Click on a column. Look at the grey outlines, what the network thinks at once, and at the blue bars, where its search has gone; then play with 10 playouts against you, and with 400.",
        notice: "The search confirms most of the time what the network thought at once. Where the two differ, somebody is about to win.",
    },
    open: || Box::new(Table::new()),
};

/// A cell of the board, in pixels, and the size of the bars' panel.
const CELL: f64 = 46.0;
const BARS: [f64; 2] = [7.0 * CELL, 200.0];

struct Table {
    board: Board,
    network: Option<Network>,
    game: Four,
    /// What it thought last: value, and a move each.
    thought: (f64, Vec<Edge>),
}

impl Table {
    fn new() -> Self {
        let board = Board::new()
            .slider("playouts", "playouts a move", 10.0..=400.0, 10.0, 100.0)
            .button("begin", "a new game, it begins")
            .button("again", "a new game, you begin")
            .button("undo", "take back")
            .hidden("moves", 42);
        let mut table = Table {
            board,
            network: stored().ok(),
            game: Four::start(),
            thought: (0.0, Vec::new()),
        };
        table.think();
        table
    }

    /// The columns so far, as the address has them. What is no legal move is left out.
    fn moves(&self) -> Vec<usize> {
        let digits = self.board.text("moves").chars();
        digits
            .filter_map(|digit| digit.to_digit(10))
            .filter_map(|digit| (digit as usize).checked_sub(1))
            .collect()
    }

    fn go_to(&mut self, moves: &[usize]) {
        let mut game = Four::start();
        let mut made = String::new();
        for &column in moves {
            if game.outcome().is_none() && game.is_legal(column) {
                game = game.play(column);
                made += &(column + 1).to_string();
            }
        }
        self.board.set("moves", &made);
        self.game = game;
    }

    /// Its move here, if the game goes on.
    fn think(&mut self) -> Option<usize> {
        let network = self.network.as_ref()?;
        if self.game.outcome().is_some() {
            return None;
        }
        let playouts = self.board.count("playouts");
        let mut judge = |leaves: &[Four]| network.judge(leaves);
        let tree = search(&[self.game], playouts, PUCT, &mut judge, None).swap_remove(0);
        self.thought = (tree.value(), tree.root().to_vec());
        Some(tree.best())
    }

    fn answer(&mut self) {
        if let Some(column) = self.think() {
            let moves = [self.moves(), vec![column]].concat();
            self.go_to(&moves);
        }
    }

    fn stones(&self) -> Panel {
        let size = [7.0 * CELL, 6.0 * CELL];
        let title = "The board: blue is who began, orange the other";
        let mut plot = Plot::bare("board", title, size);
        let placed = self.moves().len();
        for cell in 0..42 {
            let (x, y) = ((cell % 7) as f64, (5 - cell / 7) as f64);
            let at = [CELL * (x + 0.5), CELL * (y + 0.5)];
            // The player to move began if the number of stones is even.
            let first = self.game.stone(cell) * if placed.is_multiple_of(2) { 1 } else { -1 };
            let (radius, class) = match first {
                0 => (3.0, "soft"),
                1 => (0.42 * CELL, "blue"),
                _ => (0.42 * CELL, "orange"),
            };
            plot = plot.dot(at, radius, class);
        }
        Panel::from(plot).with_pen()
    }

    fn thoughts(&self) -> Plot {
        let title =
            "What it thought last: outlined the network's prior, blue the visits of its search";
        let mut plot = Plot::bare("thoughts", title, BARS);
        let total: u32 = self.thought.1.iter().map(|edge| edge.visits).sum();
        for edge in &self.thought.1 {
            let x = CELL * edge.action as f64;
            let high = |share: f64| 24.0 + 150.0 * share;
            let share = f64::from(edge.visits) / f64::from(total.max(1));
            let [left, right] = [x + 6.0, x + CELL - 6.0];
            let outline = [
                [left, 24.0],
                [left, high(edge.prior)],
                [right, high(edge.prior)],
                [right, 24.0],
            ];
            plot = plot
                .bar([left, 24.0], [right, high(share)], "blue")
                .line(outline, "ink thin")
                .text(
                    [x + CELL / 2.0, high(share.max(edge.prior)) + 4.0],
                    "middle",
                    "tick",
                    &edge.visits.to_string(),
                )
                .text(
                    [x + CELL / 2.0, 6.0],
                    "middle",
                    "in",
                    &(edge.action + 1).to_string(),
                );
        }
        plot
    }

    fn words(&self) -> String {
        let placed = self.moves().len();
        match self.game.outcome() {
            Some(0.0) => "The board is full: a draw.".into(),
            Some(_) if placed % 2 == 1 => "Blue has four in a line.".into(),
            Some(_) => "Orange has four in a line.".into(),
            None if self.network.is_none() => "The network is missing.".into(),
            None => "Your move: click on a column.".into(),
        }
    }
}

impl Figure for Table {
    fn board(&self) -> &Board {
        &self.board
    }

    fn board_mut(&mut self) -> &mut Board {
        &mut self.board
    }

    fn turned(&mut self, knob: &str) {
        if knob == "moves" {
            self.go_to(&self.moves());
            self.think();
        }
    }

    fn pressed(&mut self, button: &str) {
        let moves = self.moves();
        match button {
            "undo" => self.go_to(&moves[..moves.len().saturating_sub(2)]),
            _ => self.go_to(&[]),
        }
        match button {
            "begin" => self.answer(),
            _ => drop(self.think()),
        }
    }

    fn pen(&mut self, _panel: &str, phase: Pen, [x, _]: [f64; 2]) {
        let column = (7.0 * x.clamp(0.0, 0.999)) as usize;
        if phase == Pen::Down && self.game.outcome().is_none() && self.game.is_legal(column) {
            self.go_to(&[self.moves(), vec![column]].concat());
            self.answer();
        }
    }

    fn show(&self) -> Frame {
        let chance = 50.0 * (self.thought.0 + 1.0);
        Frame::new()
            .panel(self.stones())
            .panel(self.thoughts())
            .reading(
                "chance",
                "it expected for itself, in % of the points",
                chance,
                0,
            )
            .words(self.words())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Session;

    #[test]
    fn a_click_is_a_move_and_gets_an_answer() {
        let mut session = Session::open(&ENTRY);
        session.set("playouts", "20");
        session.pen("board", Pen::Down, [0.07, 0.5]);
        let state = session.state();
        assert!(
            state.contains("moves:1") && !state.ends_with("moves:1"),
            "{state}"
        );
        session.press("undo");
        assert!(!session.state().contains("moves"), "{}", session.state());
    }

    #[test]
    fn what_an_address_says_is_played_as_far_as_it_is_legal() {
        let mut session = Session::open(&ENTRY);
        session.set("moves", "1111111x9");
        assert!(session.state().contains("111111"), "{}", session.state());
        session.set("moves", "1212121");
        assert_eq!(session.frame().words, "Blue has four in a line.");
        session.pen("board", Pen::Down, [0.5, 0.5]);
        assert_eq!(session.frame().words, "Blue has four in a line.");
    }

    #[test]
    fn it_closes_a_line() {
        let mut session = Session::open(&ENTRY);
        // It has three in the third column, and it is its move after mine in the seventh.
        session.set("moves", "132363");
        session.pen("board", Pen::Down, [0.99, 0.2]);
        assert_eq!(session.frame().words, "Orange has four in a line.");
    }
}
