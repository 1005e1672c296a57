//! One neuron, eight slices of toast: the curve, what each slice pays, and the map of the loss.

use crate::{About, Board, Entry, Figure, Frame, Picture, Plot, Scale};
use lab01::loss::{gradient, log_loss, mean_log_loss};
use lab01::{Example, Neuron, descent::descend};

pub const ENTRY: Entry = Entry {
    about: About {
        name: "neuron",
        title: "One neuron and its toast",
        attempt: "Drag the dot on the map, or a slice of toast; then let gradient descent walk from wherever you left the dot.",
        notice: "Every place on the map is a curve. The slices on the wrong side of the curve pay nearly all of the loss, and the step always goes downhill for the sum of them.",
    },
    open: || Box::new(Toast::new()),
};

/// Minutes in the toaster, and burnt or not: two of them the other way than the rest.
const SLICES: [[f64; 2]; 8] = [
    [0.8, 0.0],
    [1.3, 0.0],
    [1.7, 0.0],
    [2.2, 1.0],
    [2.6, 0.0],
    [3.1, 1.0],
    [3.6, 1.0],
    [4.3, 1.0],
];
const NAMES: [&str; 8] = ["s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8"];
const MINUTES: std::ops::RangeInclusive<f64> = 0.0..=5.0;
const W: std::ops::RangeInclusive<f64> = -2.0..=5.0;
const B: std::ops::RangeInclusive<f64> = -10.0..=4.0;
const STEP: f64 = 0.05;
/// The map's cells in each direction.
const CELLS: usize = 56;
/// How many steps a second the walk takes.
const PACE: f64 = 20.0;

struct Toast {
    board: Board,
    neuron: Neuron<1>,
    /// The neurons since the dot was last put somewhere by hand.
    walk: Vec<Neuron<1>>,
    map: Vec<f32>,
    /// The part of a step that has passed.
    due: f64,
}

impl Toast {
    fn new() -> Self {
        let start = [0.5, 1.0];
        let mut board = Board::new()
            .slider("w", "weight w", W, STEP, start[0])
            .slider("b", "bias b", B, STEP, start[1])
            .ladder(
                "rate",
                "learning rate λ",
                &[0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 3.0, 5.0],
                0.5,
            )
            .button("step", "one step")
            .switch("run", "walk", false)
            .handle("at", "the neuron on the map", W, B, [STEP, STEP], start);
        for (name, slice) in NAMES.into_iter().zip(SLICES) {
            let label = format!("slice {}", &name[1..]);
            board = board.handle(name, &label, MINUTES, 0.0..=1.0, [0.05, 1.0], slice);
        }
        let mut toast = Toast {
            board,
            neuron: Neuron {
                w: [start[0]],
                b: start[1],
            },
            walk: Vec::new(),
            map: Vec::new(),
            due: 0.0,
        };
        toast.draw_map();
        toast
    }

    fn data(&self) -> [Example<1>; 8] {
        NAMES.map(|name| {
            let [minutes, y] = self.board.point(name);
            Example { x: [minutes], y }
        })
    }

    /// The loss is the same until a slice moves: it is computed once for every place.
    fn draw_map(&mut self) {
        let data = self.data();
        let between = |range: &std::ops::RangeInclusive<f64>, part: f64| {
            range.start() + part * (range.end() - range.start())
        };
        let part = |cell: usize| (cell as f64 + 0.5) / CELLS as f64;
        self.map = (0..CELLS * CELLS)
            .map(|cell| {
                let w = [between(&W, part(cell % CELLS))];
                let b = between(&B, 1.0 - part(cell / CELLS));
                // The root shows the valley's floor and its walls at once.
                mean_log_loss(&Neuron { w, b }, &data).sqrt() as f32
            })
            .collect();
    }

    fn step(&mut self) {
        let data = self.data();
        let rate = self.board.number("rate");
        let walked = descend(self.neuron, rate, 1, |neuron| gradient(neuron, &data));
        self.walk.push(self.neuron);
        self.neuron = walked[1];
        self.follow();
    }

    /// Puts the knobs where the neuron is: to the nearest value that they can show.
    fn follow(&mut self) {
        let Neuron { w: [w], b } = self.neuron;
        self.board.put("w", w);
        self.board.put("b", b);
        self.board.move_to("at", [w, b]);
    }

    fn curve(&self, data: &[Example<1>]) -> Plot {
        let points = (0..=100).map(|i| f64::from(i) / 20.0);
        let p = |x: f64| self.neuron.probability(&[x]);
        let mut plot = Plot::new(
            "curve",
            "The curve: the probability of burnt, by minutes",
            [340.0, 250.0],
            (MINUTES, "minutes"),
            (-0.1..=1.1, "probability of burnt"),
        );
        for example in data {
            let [x] = example.x;
            plot = plot.line([[x, p(x)], [x, example.y]], "red");
        }
        plot = plot.line(points.map(|x| [x, p(x)]), "ink thick");
        for (name, example) in NAMES.into_iter().zip(data) {
            let colour = if example.y == 1.0 { "orange" } else { "blue" };
            plot = plot.handle(name, [example.x[0], example.y], colour);
        }
        plot
    }

    fn paid(&self, data: &[Example<1>]) -> Plot {
        let mut plot = Plot::new(
            "paid",
            "What each slice pays: its log-loss",
            [340.0, 250.0],
            (MINUTES, "minutes"),
            (0.0..=4.0, "log-loss, in nats"),
        );
        for example in data {
            let [x] = example.x;
            let loss = log_loss(self.neuron.sum(&example.x), example.y);
            plot = plot.bar([x - 0.06, 0.0], [x + 0.06, loss], "red");
        }
        plot
    }

    fn surface(&self) -> Plot {
        let place = |neuron: &Neuron<1>| [neuron.w[0], neuron.b];
        let walk = self.walk.iter().chain([&self.neuron]).map(place);
        Plot::new(
            "map",
            "The map: the mean log-loss for every weight and bias, dark where it is small",
            [340.0, 250.0],
            (W, "weight w"),
            (B, "bias b"),
        )
        .picture(Picture::new([CELLS, CELLS], self.map.clone(), Scale::Heat(2.5)).smooth())
        .line(walk.clone(), "white")
        .dots(walk, 2.0, "white")
        .handle("at", place(&self.neuron), "white")
    }
}

impl Figure for Toast {
    fn board(&self) -> &Board {
        &self.board
    }

    fn board_mut(&mut self) -> &mut Board {
        &mut self.board
    }

    fn turned(&mut self, knob: &str) {
        match knob {
            "w" => self.neuron.w[0] = self.board.number("w"),
            "b" => self.neuron.b = self.board.number("b"),
            "at" => [self.neuron.w[0], self.neuron.b] = self.board.point("at"),
            "rate" | "run" => return,
            _ => self.draw_map(),
        }
        self.walk.clear();
        self.follow();
    }

    fn pressed(&mut self, _button: &str) {
        self.step();
    }

    fn tick(&mut self, seconds: f64) {
        self.due += seconds * PACE;
        while self.due >= 1.0 {
            self.due -= 1.0;
            self.step();
        }
    }

    fn show(&self) -> Frame {
        let data = self.data();
        let slope = gradient(&self.neuron, &data);
        let boundary = self.neuron.boundary();
        let words = if boundary.is_finite() && MINUTES.contains(&boundary) {
            format!("This neuron changes its mind at {boundary:.2} minutes.")
        } else {
            "This neuron gives one answer to every slice on the axis.".into()
        };
        Frame::new()
            .panel(self.curve(&data))
            .panel(self.paid(&data))
            .panel(self.surface())
            .reading("w", "w", self.neuron.w[0], 3)
            .reading("b", "b", self.neuron.b, 3)
            .reading(
                "loss",
                "mean log-loss",
                mean_log_loss(&self.neuron, &data),
                4,
            )
            .reading("dw", "∂loss/∂w", slope.w[0], 4)
            .reading("db", "∂loss/∂b", slope.b, 4)
            .reading("steps", "steps", self.walk.len() as f64, 0)
            .words(words)
            .running(self.board.on("run"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Session;
    use labkit::numerals::num;

    #[test]
    fn the_walk_is_the_labs_descent() {
        let mut session = Session::open(&ENTRY);
        for _ in 0..7 {
            session.press("step");
        }
        let data = SLICES.map(|[minutes, y]| Example { x: [minutes], y });
        let start = Neuron { w: [0.5], b: 1.0 };
        let walked = descend(start, 0.5, 7, |neuron| gradient(neuron, &data));
        let shown = &session.frame().readings;
        assert_eq!(shown[0].value, num(walked[7].w[0], 3));
        assert_eq!(shown[1].value, num(walked[7].b, 3));
    }
}
