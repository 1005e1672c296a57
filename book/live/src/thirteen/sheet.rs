//! Three tokens that look at each other, with every number to be changed.

use crate::{About, Board, Entry, Figure, Frame, Picture, Plot, Scale};
use lab13::three::{Matrix, Sheet};
use labkit::numerals::num;

pub const ENTRY: Entry = Entry {
    about: About {
        name: "sheet",
        title: "Three tokens by hand",
        attempt: "Point to a cell of the weights and check its sum; then make the first query ten times as long, and look where its output goes.",
        notice: "An output lies within the triangle of the values, and nowhere else. Long queries or keys make one weight nearly 1: then it lies at a corner.",
    },
    open: || Box::new(Paper::new()),
};

/// The knobs of each matrix, row by row.
const TOKENS: [[&str; 2]; 3] = [["t11", "t12"], ["t21", "t22"], ["t31", "t32"]];
const QUERIES: [[&str; 2]; 2] = [["q11", "q12"], ["q21", "q22"]];
const KEYS: [[&str; 2]; 2] = [["k11", "k12"], ["k21", "k22"]];
const VALUES: [[&str; 2]; 2] = [["v11", "v12"], ["v21", "v22"]];

/// What marks a token in drawings.
const HUES: [&str; 3] = ["blue", "orange", "green"];
/// The edge of a panel, and of a cell of the weights.
const EDGE: f64 = 320.0;
const CELL: f64 = 88.0;

struct Paper {
    board: Board,
    pointed: Option<[usize; 2]>,
}

impl Paper {
    fn new() -> Self {
        let first = Sheet::example();
        let board = Board::new();
        let board = fields(board, &TOKENS, &first.tokens, "the tokens, a row each");
        let board = fields(board, &QUERIES, &first.queries, "what makes queries");
        let board = fields(board, &KEYS, &first.keys, "what makes keys");
        let board = fields(board, &VALUES, &first.values, "what makes values")
            .switch("scale", "divide by √d", first.scale)
            .switch("causal", "look back only", first.causal);
        Paper {
            board,
            pointed: None,
        }
    }

    fn sheet(&self) -> Sheet {
        let read = |names: &[[&str; 2]]| -> Matrix {
            let row = |row: &[&str; 2]| row.iter().map(|name| self.board.number(name)).collect();
            names.iter().map(row).collect()
        };
        Sheet {
            tokens: read(&TOKENS),
            queries: read(&QUERIES),
            keys: read(&KEYS),
            values: read(&VALUES),
            scale: self.board.on("scale"),
            causal: self.board.on("causal"),
        }
    }

    fn words(&self, sheet: &Sheet) -> String {
        let Some([asking, asked]) = self.pointed else {
            return "Point to a weight to read where it comes from.".into();
        };
        let [q, k] = [&sheet.queries, &sheet.keys].map(|matrix| sheet.of(matrix));
        let names = format!("Token {} looks at token {}", asking + 1, asked + 1);
        if sheet.causal && asked > asking {
            return format!("{names}? It stands later: the score is −∞, the weight 0.");
        }
        let terms = q[asking].iter().zip(&k[asked]);
        let terms: Vec<String> = terms
            .map(|(q, k)| format!("{} · {}", num(*q, 1), num(*k, 1)))
            .collect();
        let divided = if sheet.scale { ", divided by √2" } else { "" };
        format!(
            "{names}: {}{divided} is a score of {}. Softmax over the row gives {}.",
            terms.join(" + "),
            num(sheet.scores()[asking][asked], 3),
            num(sheet.weights()[asking][asked], 4)
        )
    }
}

fn fields(
    mut board: Board,
    names: &[[&'static str; 2]],
    numbers: &Matrix,
    group: &'static str,
) -> Board {
    for (i, row) in names.iter().enumerate() {
        for (j, name) in row.iter().enumerate() {
            let label = format!("{group}: row {}, number {}", i + 1, j + 1);
            board = board.field(name, &label, -20.0..=20.0, 0.5, numbers[i][j]);
        }
    }
    board.grouped(group, 2 * names.len(), 2)
}

/// A row of the table: what a token asks, is found by and gives, and what it gets.
fn table(sheet: &Sheet) -> Plot {
    let title = "Queries, keys, values and outputs, a row for each token";
    let mut plot = Plot::bare("numbers", title, [EDGE, 150.0]);
    let columns = [
        ("query", sheet.of(&sheet.queries)),
        ("key", sheet.of(&sheet.keys)),
        ("value", sheet.of(&sheet.values)),
        ("output", sheet.outputs()),
    ];
    for (c, (name, rows)) in columns.iter().enumerate() {
        let x = 78.0 * (c as f64 + 0.5) + 4.0;
        plot = plot.text([x, 126.0], "middle", "name", name);
        for (r, row) in rows.iter().enumerate() {
            let digits = if *name == "output" { 2 } else { 1 };
            let numbers: Vec<String> = row.iter().map(|x| num(*x, digits)).collect();
            let y = 92.0 - 34.0 * r as f64;
            plot = plot.text([x, y], "middle", "in", &numbers.join(", "));
        }
    }
    plot
}

/// Who looks at whom.
fn weights(sheet: &Sheet) -> Plot {
    let weights = sheet.weights();
    let title = "The weights: a row for each token that asks, a column for each that is asked";
    let shade = weights.iter().flatten().map(|&p| 0.55 * p as f32).collect();
    let (left, top) = (44.0, EDGE - 30.0);
    let corner = [left + 3.0 * CELL, top - 3.0 * CELL];
    let mut plot = Plot::bare("weights", title, [EDGE, EDGE]).picture_at(
        Picture::new([3, 3], shade, Scale::Signed(1.0)),
        [left, top],
        corner,
    );
    for (i, row) in weights.iter().enumerate() {
        let low = top - CELL * (i as f64 + 1.0);
        let said = format!("{} asks", i + 1);
        plot = plot.text([left - 4.0, low + CELL / 2.0], "end", "tick", &said);
        for (j, p) in row.iter().enumerate() {
            let x = left + CELL * j as f64;
            plot = plot
                .text(
                    [x + CELL / 2.0, low + CELL / 2.0 - 4.0],
                    "middle",
                    "in",
                    &num(*p, 3),
                )
                .cell(
                    [x, low],
                    [x + CELL, low + CELL],
                    "bare",
                    &format!("weight {i} {j}"),
                );
        }
    }
    plot
}

/// The values and the outputs, in the plane.
fn plane(sheet: &Sheet) -> Plot {
    let (values, outputs) = (sheet.of(&sheet.values), sheet.outputs());
    let point = |row: &Vec<f64>| [row[0], row[1]];
    let far = values
        .iter()
        .flatten()
        .fold(1.0_f64, |far, x| far.max(x.abs()));
    let range = -1.15 * far..=1.15 * far;
    let corners = values.iter().chain(values.first()).map(point);
    let title = "Values, and the outputs of the tokens among them, marked by crosses";
    let mut plot = Plot::new(
        "plane",
        title,
        [EDGE, EDGE],
        (range.clone(), "first number"),
        (range, "second number"),
    )
    .line(corners, "ink thin");
    for ((value, output), hue) in values.iter().zip(&outputs).zip(HUES) {
        let [[x, y], size] = [point(output), [0.04 * far; 2]];
        let [w, h] = size;
        plot = plot
            .dot(point(value), 5.0, hue)
            .line([[x - w, y - h], [x + w, y + h]], &format!("{hue} thick"))
            .line([[x - w, y + h], [x + w, y - h]], &format!("{hue} thick"));
    }
    plot
}

impl Figure for Paper {
    fn board(&self) -> &Board {
        &self.board
    }

    fn board_mut(&mut self) -> &mut Board {
        &mut self.board
    }

    fn pointed(&mut self, part: Option<&str>) {
        let place = |part: &str| {
            let (i, j) = part.strip_prefix("weight ")?.split_once(' ')?;
            Some([i.parse().ok()?, j.parse().ok()?])
        };
        self.pointed = part.and_then(place);
    }

    fn show(&self) -> Frame {
        let sheet = self.sheet();
        Frame::new()
            .panel(table(&sheet))
            .panel(weights(&sheet))
            .panel(plane(&sheet))
            .words(self.words(&sheet))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Session;

    #[test]
    fn a_weight_says_where_it_comes_from() {
        let mut session = Session::open(&ENTRY);
        session.point(Some("weight 2 0"));
        // q₃ = (2, 1), k₁ = (1, 0): 2 over √2. With −1·√2 and 0 beside it: 4.113 / (4.113 + 0.493 + 1).
        assert_eq!(
            session.frame().words,
            "Token 3 looks at token 1: 2.0 · 1.0 + 1.0 · 0.0, divided by √2 is a score of 1.414. Softmax over the row gives 0.7337."
        );
        session.set("scale", "off");
        assert!(session.frame().words.contains("a score of 2.000"));
        session.set("causal", "on");
        session.point(Some("weight 0 1"));
        assert!(session.frame().words.contains("the weight 0"));
    }

    #[test]
    fn long_queries_choose_one_value() {
        let mut session = Session::open(&ENTRY);
        session.set("t31", "20");
        let body = session.frame().json(&Board::new()).to_string();
        assert!(body.contains("1.000"), "{body}");
    }
}
