//! The forward pass by hand: every number can be another one, every sum can be read.

use crate::net::{self, Net, Part, W1, W2};
use crate::{About, Board, Entry, Figure, Frame};
use lab02::network::{HIDDEN, INPUT, OUTPUT, layer_by_hand, weighted_sum};
use labkit::numerals::num;

pub const ENTRY: Entry = Entry {
    about: About {
        name: "pass",
        title: "Three numbers in, two numbers out",
        attempt: "Point to each unit and check its sum; then change one weight of H1, and guess first which of the other numbers will move.",
        notice: "What a weight changes lies to the right of it, and nothing else does. A unit that is nearly 0 or nearly 1 hardly moves, whatever comes in.",
    },
    open: || Box::new(Pass::new()),
};

const X: [&str; 3] = ["x1", "x2", "x3"];

struct Pass {
    board: Board,
    pointed: Option<Part>,
}

impl Pass {
    fn new() -> Self {
        let mut board = Board::new();
        for (n, name) in X.into_iter().enumerate() {
            board = board.field(name, &format!("input {}", n + 1), -9.0..=9.0, 0.1, INPUT[n]);
        }
        board = board.grouped("the inputs", 3, 1);
        // As the lab writes them: a row for each unit of the next layer.
        for j in 0..3 {
            for (n, row) in W1.iter().enumerate() {
                board = board.field(
                    row[j],
                    &format!("weight from x{} to H{}", n + 1, j + 1),
                    -9.0..=9.0,
                    0.1,
                    HIDDEN[j][n],
                );
            }
        }
        board = board.grouped("weights of H1, H2, H3, a row each", 9, 3);
        for k in 0..2 {
            for (j, row) in W2.iter().enumerate() {
                board = board.field(
                    row[k],
                    &format!("weight from H{} to O{}", j + 1, k + 1),
                    -9.0..=9.0,
                    0.1,
                    OUTPUT[k][j],
                );
            }
        }
        let board = board.grouped("weights of O1, O2, a row each", 6, 3).slider(
            "bias",
            "bias of every unit",
            -4.0..=4.0,
            0.1,
            0.0,
        );
        Pass {
            board,
            pointed: None,
        }
    }

    fn net(&self) -> Net {
        let number = |name: &str| self.board.number(name);
        let (x, b) = (X.map(number), number("bias"));
        let (w1, w2) = (W1.map(|row| row.map(number)), W2.map(|row| row.map(number)));
        // The lab's layer takes a row of weights for each unit.
        let rows1: [[f64; 3]; 3] = std::array::from_fn(|j| w1.map(|row| row[j]));
        let rows2: [[f64; 3]; 2] = std::array::from_fn(|k| w2.map(|row| row[k]));
        let hidden = layer_by_hand(&rows1, b, &x);
        let output = layer_by_hand(&rows2, b, &hidden);
        Net {
            x,
            w1,
            hidden: [hidden[0], hidden[1], hidden[2]],
            w2,
            output: [output[0], output[1]],
        }
    }

    fn words(&self, net: &Net) -> String {
        match self.pointed {
            None => "Point to a unit to read its sum, to a line to read its weight.".into(),
            Some(Part::Unit(0, n)) => format!("x{}: what goes in, {}.", n + 1, num(net.x[n], 1)),
            Some(Part::Unit(1, j)) => {
                let weights = net.w1.map(|row| row[j]);
                self.said(&format!("H{}", j + 1), &net.x, &weights, 1)
            }
            Some(Part::Unit(_, k)) => {
                let weights = net.w2.map(|row| row[k]);
                self.said(&format!("O{}", k + 1), &net.hidden, &weights, 3)
            }
            Some(Part::Edge(layer, from, to)) => {
                let (value, weight, names) = match layer {
                    1 => (net.x[from], net.w1[from][to], ["x", "H"]),
                    _ => (net.hidden[from], net.w2[from][to], ["H", "O"]),
                };
                let [before, after] = names;
                format!(
                    "From {before}{} to {after}{}: {} · {} = {} is added to the sum.",
                    from + 1,
                    to + 1,
                    num(value, 3),
                    num(weight, 1),
                    num(value * weight, 3)
                )
            }
        }
    }

    fn said(&self, name: &str, values: &[f64; 3], weights: &[f64; 3], digits: usize) -> String {
        let bias = self.board.number("bias");
        let total = weighted_sum(weights, values) + bias;
        let with_bias = if bias == 0.0 {
            String::new()
        } else {
            format!(" + {}", num(bias, 1))
        };
        format!(
            "{name}: {}{with_bias} = {}, and σ({}) = {}.",
            net::sum(values, weights, digits),
            num(total, 3),
            num(total, 3),
            num(lab02::network::sigmoid(total), 4)
        )
    }
}

impl Figure for Pass {
    fn board(&self) -> &Board {
        &self.board
    }

    fn board_mut(&mut self) -> &mut Board {
        &mut self.board
    }

    fn pointed(&mut self, part: Option<&str>) {
        self.pointed = part.and_then(net::part);
    }

    fn show(&self) -> Frame {
        let net = self.net();
        let title = "The net from left to right: blue and solid lines are positive weights, orange and dashed ones negative";
        Frame::new()
            .panel(net::draw(title, &net))
            .reading("h1", "H1", net.hidden[0], 4)
            .reading("h2", "H2", net.hidden[1], 4)
            .reading("h3", "H3", net.hidden[2], 4)
            .reading("o1", "O1", net.output[0], 4)
            .reading("o2", "O2", net.output[1], 4)
            .words(self.words(&net))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Session;

    #[test]
    fn the_lectures_numbers_come_out() {
        let mut session = Session::open(&ENTRY);
        // σ(−1.9), σ(3.1), σ(−0.4), by a pocket calculator.
        assert_eq!(
            ["h1", "h2", "h3"].map(|id| session.number(id)),
            [0.1301, 0.9569, 0.4013]
        );
        assert_eq!(session.number("o1"), 0.3458);
        session.point(Some("unit 1 0"));
        assert_eq!(
            session.frame().words,
            "H1: 0.5 · 1.0 + 0.9 · −2.0 + −0.3 · 2.0 = −1.900, and σ(−1.900) = 0.1301."
        );
        session.point(Some("edge 2 1 0"));
        assert_eq!(
            session.frame().words,
            "From H2 to O1: 0.957 · 1.0 = 0.957 is added to the sum."
        );
    }

    #[test]
    fn a_weight_changes_what_lies_to_the_right_of_it() {
        let mut session = Session::open(&ENTRY);
        let all = |session: &Session| ["h1", "h2", "h3", "o1", "o2"].map(|id| session.number(id));
        let before = all(&session);
        session.set("c12", "2");
        let after = all(&session);
        assert_eq!(before[..4], after[..4]);
        assert_ne!(before[4], after[4]);
        session.set("bias", "1");
        session.point(Some("unit 2 1"));
        assert!(
            session.frame().words.contains(" + 1.0 = "),
            "{}",
            session.frame().words
        );
        session.point(Some("unit 2 2"));
        assert!(session.frame().words.starts_with("Point to"));
    }
}
