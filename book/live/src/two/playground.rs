//! A network that learns while one looks on: what it says of every place, what each unit says, and how the loss falls.

use super::drawing::{ROWS, marks, places, region, thumbnails};
use super::learner::{Learner, Plan, Score};
use super::points::{MOST, Points, REACH};
use crate::{About, Board, Entry, Figure, Frame, Panel, Pen, Plot};
use labkit::numerals::{num, percent};
use nabla::{Activation, Tensor};

pub const ENTRY: Entry = Entry {
    about: About {
        name: "playground",
        title: "A playground: every unit of a network that learns",
        attempt: "Run it on the moons; then on the spirals, and find the smallest network that parts them: fewer layers, fewer units, another activation.",
        notice: "The first layer's units only ever cut the plane in two, softly. Each layer bends what it is given, and the last unit's picture is the answer. What it learns from and what is held out part ways when the noise grows and the weights may be large.",
    },
    open: || Box::new(Playground::new()),
};

const DATA: &[(&str, &str)] = &[
    ("moons", "moons"),
    ("xor", "XOR"),
    ("rings", "rings"),
    ("spirals", "spirals"),
    ("own", "your own points"),
];
const ACTIVATIONS: &[(&str, &str)] = &[
    ("tanh", "tanh"),
    ("relu", "ReLU"),
    ("sigmoid", "sigmoid"),
    ("none", "none"),
];
const RATES: &[f64] = &[0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0];
const DECAYS: &[f64] = &[0.0, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1];
const BATCHES: &[f64] = &[1.0, 5.0, 10.0, 20.0, 50.0, 200.0];
/// Examples shown in one tick: as many epochs as that makes, at least one.
const EXAMPLES: usize = 800;
/// A unit's picture is drawn anew after so many ticks.
const REST: usize = 4;
/// Two layers of 8 and a batch of 10: a step of one example costs about as much as ten in a batch.
const STEP_COSTS: usize = 6;

struct Playground {
    board: Board,
    own: Points,
    train: Points,
    held_out: Points,
    learner: Learner,
    places: [Tensor; 2],
    /// What the units said at the coarse places when they were drawn last.
    seen: Vec<Tensor>,
    region: Vec<f32>,
    /// Epochs, and both losses then.
    losses: Vec<(usize, [f64; 2])>,
    score: [Score; 2],
    ticks: usize,
    pointed: Option<String>,
}

impl Playground {
    fn new() -> Self {
        let board = Board::new()
            .switch("run", "run", false)
            .button("epoch", "one epoch")
            .button("restart", "start again")
            .choice("data", "data", DATA)
            .slider("noise", "noise", 0.0..=0.4, 0.02, 0.16)
            .slider("layers", "hidden layers", 0.0..=4.0, 1.0, 2.0)
            .slider("units", "units in each", 1.0..=8.0, 1.0, 8.0)
            .choice("activation", "activation", ACTIVATIONS)
            .ladder("rate", "learning rate", RATES, 0.1)
            .ladder("decay", "L2: weight decay", DECAYS, 0.0)
            .ladder("batch", "batch size", BATCHES, 10.0)
            .slider("seed", "seed", 1.0..=9.0, 1.0, 1.0)
            .choice(
                "class",
                "a tap puts",
                &[("1", "a blue point"), ("0", "an orange point")],
            )
            .handle(
                "new",
                "a new point",
                -2.4..=2.4,
                -2.4..=2.4,
                [0.1, 0.1],
                [2.0, -2.0],
            )
            .button("put", "put the point here")
            .hidden("points", 3 * MOST);
        let (train, held_out) = sets(&board, &Points::default());
        let learner = Learner::new(&plan(&board), &train);
        let nothing = Score {
            loss: 0.0,
            accuracy: 0.0,
        };
        let mut playground = Playground {
            board,
            own: Points::default(),
            train,
            held_out,
            learner,
            places: [places(ROWS[0]), places(ROWS[1])],
            seen: Vec::new(),
            region: Vec::new(),
            losses: Vec::new(),
            score: [nothing; 2],
            ticks: 0,
            pointed: None,
        };
        playground.restart();
        playground
    }

    fn restart(&mut self) {
        (self.train, self.held_out) = sets(&self.board, &self.own);
        self.learner = Learner::new(&plan(&self.board), &self.train);
        self.losses.clear();
        self.ticks = 0;
        self.look();
    }

    fn epoch(&mut self) {
        let [rate, decay] = ["rate", "decay"].map(|knob| self.board.number(knob) as f32);
        self.learner.epoch(rate, decay);
    }

    /// Scores the network and looks at what its output and, now and then, its units say.
    fn look(&mut self) {
        self.score = [&self.train, &self.held_out].map(|points| self.learner.score(points));
        self.losses
            .push((self.learner.epochs, self.score.map(|score| score.loss)));
        let last = self.learner.look(&self.places[0]).pop();
        self.region = last.map(|logits| region(&logits)).unwrap_or_default();
        if self.ticks.is_multiple_of(REST) {
            self.seen = self.learner.look(&self.places[1]);
        }
        self.ticks += 1;
    }

    fn plane(&self) -> Panel {
        let reach = f64::from(REACH);
        let title = "What the network says of every place, and the points, discs blue, squares orange: hollow ones are held out";
        let mut plot = Plot::plane(
            "plane",
            title,
            [310.0, 310.0],
            -reach..=reach,
            -reach..=reach,
        )
        .picture(super::drawing::plane(&self.region));
        for (points, class) in [(&self.train, ""), (&self.held_out, "ring")] {
            for (y, colour) in [(0, "orange"), (1, "blue")] {
                let all = points.at.iter().zip(&points.class);
                let of_class = all.filter(|(_, class)| **class == y);
                let pixels: Vec<[f64; 2]> = of_class
                    .map(|(at, _)| plot.pixel(at.map(f64::from)))
                    .collect();
                plot.raw(&marks(&pixels, y == 0, &format!("dot {class} {colour}")));
            }
        }
        if self.board.chosen("data") == "own" {
            plot = plot.handle(
                "new",
                self.board.point("new"),
                colour(self.board.chosen("class")),
            );
        }
        Panel::from(plot).with_pen()
    }

    fn curves(&self) -> Plot {
        let epochs = self.learner.epochs.max(20) as f64;
        let every = (self.losses.len() / 150).max(1);
        let curve = |which: usize| -> Vec<[f64; 2]> {
            let moments = self.losses.iter().step_by(every);
            let moments = moments.map(|(epoch, loss)| [*epoch as f64, loss[which]]);
            moments.collect()
        };
        let losses = self.losses.iter().flat_map(|(_, losses)| losses);
        let most = losses.fold(0.8f64, |most, loss| most.max(*loss)).min(3.0);
        let title = "The loss: solid of the points it learns from, dashed of those held out";
        Plot::new(
            "loss",
            title,
            [330.0, 200.0],
            (0.0..=epochs, "epoch"),
            (0.0..=most, "loss, in nats"),
        )
        .line(curve(0), "blue")
        .line(curve(1), "orange rule")
    }

    /// Whether the weights are numbers still.
    fn is_sound(&self) -> bool {
        self.score[0].loss.is_finite()
    }

    fn words(&self) -> String {
        if !self.is_sound() {
            return "The weights have run off, and there are no numbers left. Take a smaller learning rate, and start again.".into();
        }
        if let Some(part) = &self.pointed {
            return super::drawing::told(part, &self.learner).unwrap_or_default();
        }
        let apart = self.score[1].loss - self.score[0].loss;
        match self.learner.epochs {
            0 => "Nothing is learned yet: the weights are random.".into(),
            _ if apart > 0.1 => format!(
                "Its loss on what it learns from is {} lower than on what is held out: it learns the noise by heart.",
                num(apart, 2)
            ),
            _ => "Point to a unit or a weight of the network.".into(),
        }
    }
}

fn colour(class: &str) -> &'static str {
    if class == "1" { "blue" } else { "orange" }
}

fn plan(board: &Board) -> Plan {
    Plan {
        layers: board.count("layers"),
        units: board.count("units"),
        activation: match board.chosen("activation") {
            "relu" => Activation::Relu,
            "sigmoid" => Activation::Sigmoid,
            "none" => Activation::Identity,
            _ => Activation::Tanh,
        },
        batch: board.count("batch"),
        seed: board.count("seed") as u64,
    }
}

/// What is learned from, and what is held out: of the reader's own points every third.
fn sets(board: &Board, own: &Points) -> (Points, Points) {
    let (name, noise, seed) = (
        board.chosen("data"),
        board.number("noise") as f32,
        board.count("seed") as u64,
    );
    if name != "own" || own.len() < 6 {
        let name = if name == "own" { "moons" } else { name };
        return (
            Points::of(name, noise, 2 * seed),
            Points::of(name, noise, 2 * seed + 1),
        );
    }
    let (mut train, mut held_out) = (Points::default(), Points::default());
    for (i, (&at, &class)) in own.at.iter().zip(&own.class).enumerate() {
        let set = if i % 3 == 2 {
            &mut held_out
        } else {
            &mut train
        };
        set.add(at, class);
    }
    (train, held_out)
}

impl Figure for Playground {
    fn board(&self) -> &Board {
        &self.board
    }

    fn board_mut(&mut self) -> &mut Board {
        &mut self.board
    }

    fn turned(&mut self, knob: &str) {
        match knob {
            // These may be turned while it learns.
            "run" | "rate" | "decay" | "class" | "new" => {}
            "points" => {
                self.own = Points::read(self.board.text("points"));
                self.restart();
            }
            _ => self.restart(),
        }
    }

    fn pressed(&mut self, button: &str) {
        match button {
            "epoch" => {
                self.epoch();
                self.ticks = 0;
                self.look();
            }
            "put" => self.put(self.board.point("new")),
            _ => self.restart(),
        }
    }

    fn pen(&mut self, _panel: &str, phase: Pen, at: [f64; 2]) {
        if phase == Pen::Down {
            let Some(panel) = self.show().panels.into_iter().next() else {
                return;
            };
            self.put(panel.view.to_data(at));
        }
    }

    fn pointed(&mut self, part: Option<&str>) {
        self.pointed = part.map(str::to_string);
    }

    fn tick(&mut self, _seconds: f64) {
        let batch = self.board.count("batch");
        let steps = self.train.len().div_ceil(batch).max(1);
        let cost = steps * (batch + STEP_COSTS);
        for _ in 0..(EXAMPLES / cost).clamp(1, 4) {
            self.epoch();
        }
        self.look();
    }

    fn show(&self) -> Frame {
        let [train, held_out] = self.score;
        let own = self.board.chosen("data") == "own";
        let words = if own && self.own.len() < 6 {
            format!(
                "Tap on the plane: {} of at least 6 points are there. Until then it learns the moons.",
                self.own.len()
            )
        } else {
            self.words()
        };
        Frame::new()
            .panel(self.plane())
            .panel(thumbnails(&self.learner, &self.seen))
            .panel(self.curves())
            .reading("epoch", "epoch", self.learner.epochs as f64, 0)
            .reading("loss", "loss", train.loss, 3)
            .reading("held", "loss, held out", held_out.loss, 3)
            .told("right", "right, held out", &percent(held_out.accuracy))
            .words(words)
            .running(self.board.on("run") && self.is_sound())
            .idle("put", !own)
            .idle("noise", own)
    }
}

impl Playground {
    /// One of the reader's own points. The first one leaves the ready-made sets.
    fn put(&mut self, at: [f64; 2]) {
        self.board.set("data", "own");
        let class = u8::from(self.board.chosen("class") == "1");
        self.own.add(at.map(|v| v as f32), class);
        self.board.set("points", &self.own.text());
        self.own = Points::read(self.board.text("points"));
        self.restart();
    }
}

#[cfg(test)]
#[path = "playground_tests.rs"]
mod tests;
