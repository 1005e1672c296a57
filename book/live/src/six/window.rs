//! A window of nine weights over a digit: the sum it makes at a place, the map of all its sums, and which pixels a weight meets.

use crate::{About, Board, Entry, Figure, Frame, Picture, Plot, Scale};
use lab06::backward::{weight_gradient, with_margin};
use lab06::filter::{Grid, flip, shape, zeros};
use lab06::size::places;
use lab06::volume::slide_volume;
use labkit::numerals::num;

pub const ENTRY: Entry = Entry {
    about: About {
        name: "window",
        title: "Nine weights over a digit",
        attempt: "Drag the window over the edge of a stroke and read the sum; then choose another filter, and make the stride 2. At last point to a weight of the filter.",
        notice: "The map is blue where what lies under the window looks like the filter, orange where it looks like the opposite. A weight meets one pixel at every place of the window, so its gradient is a sum over the whole picture.",
    },
    open: || Box::new(Slide::new()),
};

/// The picture's side: 28 pixels, each four of them made one.
const SIDE: usize = 14;
/// The filter's.
const K: usize = 3;
const WEIGHTS: [&str; 9] = [
    "w11", "w12", "w13", "w21", "w22", "w23", "w31", "w32", "w33",
];
type Filter = [f64; 9];
const FILTERS: [(&str, Filter); 6] = [
    ("vertical", [-1.0, 0.0, 1.0, -1.0, 0.0, 1.0, -1.0, 0.0, 1.0]),
    (
        "horizontal",
        [-1.0, -1.0, -1.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0],
    ),
    ("corner", [0.0, -1.0, -1.0, 1.0, 0.5, -1.0, 1.0, 1.0, 0.0]),
    ("blur", [0.1, 0.1, 0.1, 0.1, 0.2, 0.1, 0.1, 0.1, 0.1]),
    ("sharp", [0.0, -1.0, 0.0, -1.0, 5.0, -1.0, 0.0, -1.0, 0.0]),
    ("itself", [0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0]),
];
const NAMES: &[(&str, &str)] = &[
    ("vertical", "edge: ink on the right"),
    ("horizontal", "edge: ink below"),
    ("corner", "corner: ink at the lower left"),
    ("blur", "blur"),
    ("sharp", "sharpen"),
    ("itself", "one weight: the digit itself"),
    ("own", "your own"),
];

struct Slide {
    board: Board,
    /// One of each digit.
    pictures: [Grid; 10],
    pointed: Option<usize>,
}

impl Slide {
    fn new() -> Self {
        let mut board = Board::new()
            .slider("digit", "digit", 0.0..=9.0, 1.0, 7.0)
            .choice("filter", "filter", NAMES);
        for (name, value) in WEIGHTS.into_iter().zip(FILTERS[0].1) {
            let label = format!("row {}, column {}", &name[1..2], &name[2..]);
            board = board.field(name, &label, -9.0..=9.0, 0.1, value);
        }
        let board = board
            .grouped("the nine weights", 9, 3)
            .slider("stride", "stride", 1.0..=3.0, 1.0, 1.0)
            .slider("padding", "padding", 0.0..=2.0, 1.0, 0.0)
            .switch("turned", "filter turned by half a circle", false)
            .handle(
                "at",
                "the window",
                0.0..=13.0,
                0.0..=13.0,
                [1.0, 1.0],
                [4.0, 3.0],
            );
        Slide {
            board,
            pictures: pictures(),
            pointed: None,
        }
    }

    /// The digit with its margin of zeros.
    fn input(&self) -> Grid {
        let beyond = self.board.count("padding") + 1;
        with_margin(&self.pictures[self.board.count("digit")], [beyond, beyond])
    }

    /// The filter as it slides.
    fn filter(&self) -> Grid {
        let weights = WEIGHTS.map(|name| self.board.number(name));
        let filter: Grid = weights.chunks(K).map(<[f64]>::to_vec).collect();
        if self.board.on("turned") {
            flip(&filter)
        } else {
            filter
        }
    }

    /// The row and column of the output that the window makes: as far as there are places.
    fn place(&self, output: &Grid) -> [usize; 2] {
        let [x, y] = self.board.point("at").map(|v| v.round() as usize);
        let [rows, columns] = shape(output);
        [y.min(rows - 1), x.min(columns - 1)]
    }

    /// The gradient of the sum of all outputs: each of them counts 1. With a stride, there are zeros between.
    fn gradient(&self, input: &Grid, output: &Grid) -> Grid {
        let (stride, [rows, columns]) = (self.board.count("stride"), shape(output));
        let mut dy = zeros([(rows - 1) * stride + 1, (columns - 1) * stride + 1]);
        for row in dy.iter_mut().step_by(stride) {
            row.iter_mut().step_by(stride).for_each(|one| *one = 1.0);
        }
        weight_gradient(input, &dy)
    }

    fn picture(&self, input: &Grid, output: &Grid) -> Plot {
        let (side, stride, [row, column]) =
            (input.len(), self.board.count("stride"), self.place(output));
        let most = side as f64;
        let title = match self.pointed {
            Some(_) => "Orange: the pixels that this weight meets",
            None => "The digit, its margin, and the window",
        };
        let bounds = [0.0, most];
        let mut plot = Plot::plane(
            "input",
            title,
            [270.0, 270.0],
            bounds[0]..=bounds[1],
            bounds[0]..=bounds[1],
        )
        .picture(Picture::new([side, side], flat(input), Scale::Ink(1.0)));
        let cell = |r: usize, c: usize, wide: usize| {
            let (r, c) = (r as f64, c as f64);
            ([c, most - r], [c + wide as f64, most - r - wide as f64])
        };
        if let Some(weight) = self.pointed {
            let [rows, columns] = shape(output);
            for (r, c) in (0..rows).flat_map(|r| (0..columns).map(move |c| (r, c))) {
                let (low, high) = cell(r * stride + weight / K, c * stride + weight % K, 1);
                plot = plot.bar(low, high, "orange faint");
            }
        }
        let (low, high) = cell(row * stride, column * stride, K);
        let margin = self.board.count("padding");
        let (inner, outer) = cell(margin, margin, SIDE);
        plot.bar(inner, outer, "outline soft")
            .bar(low, high, "outline blue thick")
            .handle(
                "at",
                [(low[0] + high[0]) / 2.0, (low[1] + high[1]) / 2.0],
                "blue",
            )
    }

    fn kernel(&self, filter: &Grid) -> Plot {
        let mut plot = Plot::bare(
            "filter",
            "The filter as it slides: point to a weight",
            [150.0, 150.0],
        );
        for (i, weight) in filter.iter().flatten().enumerate() {
            let (row, column) = ((i / K) as f64, (i % K) as f64);
            let low = [50.0 * column + 2.0, 150.0 - 50.0 * (row + 1.0) + 2.0];
            let high = [low[0] + 46.0, low[1] + 46.0];
            let middle = [low[0] + 23.0, low[1] + 19.0];
            plot = plot
                .bar(low, high, "outline soft")
                .text(middle, "middle", "in", &num(*weight, 1))
                .cell(low, high, "bare", &format!("weight {}", i + 1));
        }
        plot
    }

    fn map(&self, output: &Grid) -> Plot {
        let [rows, columns] = shape(output);
        let [row, column] = self.place(output).map(|v| v as f64);
        let strongest = output
            .iter()
            .flatten()
            .fold(1e-9f64, |most, y| most.max(y.abs()));
        let title =
            format!("The map of all sums, {rows} × {columns}: blue above zero, orange below");
        let top = rows as f64;
        let map = Picture::new(
            [columns, rows],
            flat(output),
            Scale::Signed(strongest as f32),
        );
        Plot::plane(
            "map",
            &title,
            [270.0, 270.0],
            0.0..=columns as f64,
            0.0..=top,
        )
        .picture(map)
        .bar(
            [column, top - row],
            [column + 1.0, top - row - 1.0],
            "outline ink thick",
        )
    }

    /// The sum, product by product; those with a zero are left out.
    fn sum(&self, input: &Grid, filter: &Grid, output: &Grid) -> String {
        let ([row, column], stride) = (self.place(output), self.board.count("stride"));
        let under = |i: usize| input[row * stride + i / K][column * stride + i % K];
        let terms = (0..K * K).map(|i| (filter[i / K][i % K], under(i)));
        let terms: Vec<String> = terms
            .filter(|(w, x)| w * x != 0.0)
            .map(|(w, x)| format!("{} · {}", num(w, 1), num(x, 2)))
            .collect();
        let sum = num(output[row][column], 2);
        match terms.is_empty() {
            true => format!(
                "Row {}, column {}: nothing lies under the weights, the sum is 0.",
                row + 1,
                column + 1
            ),
            false => format!(
                "Row {}, column {}: {} = {sum}",
                row + 1,
                column + 1,
                terms.join(" + ")
            ),
        }
    }
}

/// The first of each digit that there is to learn from.
fn pictures() -> [Grid; 10] {
    let digits = datasets::digits().train;
    std::array::from_fn(|digit| {
        let place = digits
            .labels
            .iter()
            .position(|&label| usize::from(label) == digit);
        let pixels = digits.pixels.row(place.unwrap_or(0)).to_vec();
        let mean = |r: usize, c: usize| {
            let four = [[0, 0], [0, 1], [1, 0], [1, 1]];
            let four = four.map(|[i, j]| pixels[(2 * r + i) * 2 * SIDE + 2 * c + j]);
            f64::from(four.iter().sum::<f32>()) / 4.0
        };
        (0..SIDE)
            .map(|r| (0..SIDE).map(|c| mean(r, c)).collect())
            .collect()
    })
}

fn flat(grid: &Grid) -> Vec<f32> {
    grid.iter().flatten().map(|&v| v as f32).collect()
}

impl Figure for Slide {
    fn board(&self) -> &Board {
        &self.board
    }

    fn board_mut(&mut self) -> &mut Board {
        &mut self.board
    }

    fn turned(&mut self, knob: &str) {
        if knob == "filter" {
            let chosen = self.board.chosen("filter");
            let known = FILTERS.iter().find(|(name, _)| *name == chosen);
            for (name, weight) in WEIGHTS
                .into_iter()
                .zip(known.into_iter().flat_map(|(_, filter)| filter))
            {
                self.board.put(name, *weight);
            }
        } else if WEIGHTS.contains(&knob) {
            self.board.set("filter", "own");
        }
    }

    fn pointed(&mut self, part: Option<&str>) {
        let number = part.and_then(|part| part.strip_prefix("weight ")?.parse::<usize>().ok());
        self.pointed = number.filter(|n| (1..=K * K).contains(n)).map(|n| n - 1);
    }

    fn show(&self) -> Frame {
        let (input, filter) = (self.input(), self.filter());
        let (stride, padding) = (self.board.count("stride"), self.board.count("padding"));
        let output = slide_volume(
            std::slice::from_ref(&input),
            std::slice::from_ref(&filter),
            0.0,
            stride,
        );
        let [row, column] = self.place(&output);
        // What networks call a convolution does not turn the filter.
        let kind = if self.board.on("turned") {
            "convolution"
        } else {
            "cross-correlation"
        };
        let words = match self.pointed {
            None => self.sum(&input, &filter, &output),
            Some(weight) => {
                let gradient = self.gradient(&input, &output)[weight / K][weight % K];
                let met = shape(&output).iter().product::<usize>();
                format!(
                    "This weight meets {met} pixels, one for each place of the window. If every number of the map counts 1, its gradient is their sum, {}.",
                    num(gradient, 2)
                )
            }
        };
        Frame::new()
            .panel(self.picture(&input, &output))
            .panel(self.kernel(&filter))
            .panel(self.map(&output))
            .reading("sum", "the sum here", output[row][column], 2)
            .told(
                "size",
                "places along a side",
                &places(SIDE, K, padding, stride).to_string(),
            )
            .told("kind", "this is a", kind)
            .words(words)
    }
}

#[cfg(test)]
#[path = "window_tests.rs"]
mod tests;
