//! Squared paper with two classes of points on its way through a network, and a line to part them.

mod layers;

use super::drawing::marks;
use crate::{About, Board, Entry, Figure, Frame, Plot};
use lab02::plane::{Point, squared_paper};
use layers::Way;

pub const ENTRY: Entry = Entry {
    about: About {
        name: "warp",
        title: "The plane on its way through the layers",
        attempt: "Move the slider to the end, and lay the line so that it parts the points as well as it can: with two neurons, with three, and on the moons.",
        notice: "A layer moves the whole plane and never tears it. What lies inside a ring stays inside, until a third dimension lets it rise.",
    },
    open: || Box::new(Warp::new()),
};

const LINES: usize = 9;
/// How much of the way the switch goes in a second, in percent.
const PACE: f64 = 20.0;
const END: f64 = 1.1;

struct Warp {
    board: Board,
    way: Way,
    due: f64,
}

/// What is to be seen at one moment, in the panel's units: the paper reaches from −1 to 1.
struct Seen {
    paper: Vec<Vec<Point>>,
    points: Vec<(Point, bool)>,
    /// What was subtracted from each coordinate, and what it was divided by.
    middle: Point,
    half: f64,
}

impl Warp {
    fn new() -> Self {
        let ends = || -END..=END;
        let board = Board::new()
            .choice(
                "network",
                "network",
                &[
                    ("two", "rings, one layer of two neurons"),
                    ("three", "rings, one layer of three"),
                    ("deep", "moons, four layers of two"),
                ],
            )
            .slider("at", "way through the network, in %", 0.0..=100.0, 1.0, 0.0)
            .switch("run", "go through", false)
            .button("own", "the output's own line")
            .handle(
                "a",
                "one end of the line",
                ends(),
                ends(),
                [0.02; 2],
                [-1.0, -0.3],
            )
            .handle(
                "b",
                "the line's other end",
                ends(),
                ends(),
                [0.02; 2],
                [1.0, 0.3],
            );
        Warp {
            board,
            way: Way::through("two"),
            due: 0.0,
        }
    }

    fn layers(&self) -> f64 {
        self.board.number("at") / 100.0 * self.way.depth() as f64
    }

    /// The paper is shown as large as the panel allows, wherever it has gone.
    fn seen(&self) -> Seen {
        let layers = self.layers();
        let place = |p: Point| self.way.place(p, layers);
        let paper = squared_paper(LINES).into_iter().map(|line| {
            let points = line
                .into_iter()
                .map(|p| place(p.map(|v| self.way.reach * v)));
            points.collect::<Vec<Point>>()
        });
        let mut paper: Vec<_> = paper.collect();
        let labelled = self.way.samples.iter();
        let mut points: Vec<_> = labelled
            .map(|(p, label)| (place(p), label == 1.0))
            .collect();
        let (mut low, mut high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
        for at in paper.iter().flatten() {
            low = [0, 1].map(|axis| low[axis].min(at[axis]));
            high = [0, 1].map(|axis| high[axis].max(at[axis]));
        }
        let middle = [0, 1].map(|axis| (low[axis] + high[axis]) / 2.0);
        let half = ((high[0] - low[0]) / 2.0)
            .max((high[1] - low[1]) / 2.0)
            .max(1e-9);
        let fit = |at: &mut Point| *at = [0, 1].map(|axis| (at[axis] - middle[axis]) / half);
        paper.iter_mut().flatten().for_each(fit);
        points.iter_mut().for_each(|(at, _)| fit(at));
        Seen {
            paper,
            points,
            middle,
            half,
        }
    }

    /// How many points the line has on the right sides, whichever side is whose.
    fn parted(&self, seen: &Seen) -> usize {
        let ([ax, ay], [bx, by]) = (self.board.point("a"), self.board.point("b"));
        let left = |[x, y]: Point| (bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0.0;
        let agree = seen.points.iter().filter(|&&(at, class)| left(at) == class);
        let agree = agree.count();
        agree.max(seen.points.len() - agree)
    }

    /// Goes to the end, and lays the line as the output neuron does.
    fn lay(&mut self) {
        let Some([a, b, c]) = self.way.own else {
            return;
        };
        self.board.put("at", 100.0);
        let seen = self.seen();
        // The same line in the panel's units.
        let c = (c + a * seen.middle[0] + b * seen.middle[1]) / seen.half;
        let ends = if a.abs() < b.abs() {
            [-1.0, 1.0].map(|x| [x, -(a * x + c) / b])
        } else {
            [-1.0, 1.0].map(|y| [-(b * y + c) / a, y])
        };
        self.board.move_to("a", ends[0]);
        self.board.move_to("b", ends[1]);
    }

    fn panel(&self, seen: &Seen) -> Plot {
        let title = match self.way.is_a_cube() && self.layers() > 0.0 {
            true => "The paper and the points, in three dimensions, seen from the side",
            false => "The paper and the points on their way",
        };
        let reach = -1.15..=1.15;
        let mut plot = Plot::square("paper", title, [400.0, 390.0], reach.clone(), reach);
        for line in &seen.paper {
            plot = plot.line(line.iter().copied(), "soft thin");
        }
        for (class, colour) in [(false, "blue"), (true, "orange")] {
            let of_class = seen.points.iter().filter(|point| point.1 == class);
            let pixels: Vec<_> = of_class.map(|point| plot.pixel(point.0)).collect();
            plot.raw(&marks(&pixels, class, &format!("dot {colour}")));
        }
        let (a, b) = (self.board.point("a"), self.board.point("b"));
        let along = |part: f64| [0, 1].map(|axis| a[axis] + part * (b[axis] - a[axis]));
        plot.line([along(-9.0), along(10.0)], "green thick")
            .handle("a", a, "green")
            .handle("b", b, "green")
    }

    fn words(&self) -> String {
        let (layers, depth) = (self.layers(), self.way.depth());
        let (whole, part) = (layers as usize, layers.fract());
        let of = match depth {
            1 => "The layer".into(),
            _ => format!("Layer {} of {depth}", whole + 1),
        };
        match part {
            _ if layers == 0.0 => "The plane as it comes in.".into(),
            0.0 if whole == depth => "Behind the last layer: what the output neuron sees.".into(),
            0.0 => format!("Behind layer {whole} of {depth}."),
            p if p <= 0.5 => {
                format!("{of}, W·x + b: it turns, stretches and shifts, and bends nothing.")
            }
            _ => format!("{of}, {}: now it bends.", self.way.bend()),
        }
    }
}

impl Figure for Warp {
    fn board(&self) -> &Board {
        &self.board
    }

    fn board_mut(&mut self) -> &mut Board {
        &mut self.board
    }

    fn turned(&mut self, knob: &str) {
        match knob {
            "network" => self.way = Way::through(self.board.chosen("network")),
            "run" if self.board.number("at") >= 100.0 => self.board.put("at", 0.0),
            _ => {}
        }
    }

    fn pressed(&mut self, _button: &str) {
        self.lay();
    }

    fn tick(&mut self, seconds: f64) {
        self.due += seconds * PACE;
        let whole = self.due.floor();
        self.due -= whole;
        let at = self.board.number("at") + whole;
        self.board.put("at", at);
        if at >= 100.0 {
            self.board.set("run", "off");
        }
    }

    fn show(&self) -> Frame {
        let seen = self.seen();
        let parted = format!("{} of {}", self.parted(&seen), seen.points.len());
        Frame::new()
            .panel(self.panel(&seen))
            .told("parted", "points on the right side of the line", &parted)
            .reading("layers", "layers passed", self.layers(), 2)
            .words(self.words())
            .running(self.board.on("run"))
            .idle("own", self.way.own.is_none())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Session;

    fn parted(session: &Session) -> usize {
        let reading = &session.frame().readings[0].value;
        reading.split(' ').next().unwrap().parse().unwrap()
    }

    /// The best of many lines, tried by hand.
    fn best(session: &mut Session) -> usize {
        let mut best = 0;
        for n in 0..30 {
            let (sin, cos) = (std::f64::consts::PI * f64::from(n) / 30.0).sin_cos();
            for m in -9..=9 {
                let away = 0.1 * f64::from(m);
                for (knob, along) in [("a", -0.5), ("b", 0.5)] {
                    let [x, y] = [along * cos - away * sin, along * sin + away * cos];
                    session.set(knob, &format!("{x},{y}"));
                }
                best = best.max(parted(session));
            }
        }
        best
    }

    #[test]
    fn two_neurons_never_free_the_inner_ring() {
        let mut session = Session::open(&ENTRY);
        assert!(session.frame().idle.contains(&"own"));
        for at in ["0", "50", "100"] {
            session.set("at", at);
            let best = best(&mut session);
            assert!((75..100).contains(&best), "{best} of 120 at {at} %");
        }
    }

    #[test]
    fn three_neurons_and_four_layers_make_a_line_enough() {
        for (network, count) in [("three", 120), ("deep", 200)] {
            let mut session = Session::open(&ENTRY);
            session.set("network", network);
            assert!(
                best(&mut session) < count,
                "{network}: not at the beginning"
            );
            session.press("own");
            assert_eq!(parted(&session), count, "{network}");
            let mut other = Session::open(&ENTRY);
            other.restore(&session.state());
            assert_eq!(other.frame(), session.frame());
        }
    }

    #[test]
    fn the_switch_goes_to_the_end_and_then_from_the_beginning() {
        let mut session = Session::open(&ENTRY);
        session.set("network", "deep");
        session.set("run", "on");
        let mut said = Vec::new();
        for _ in 0..120 {
            session.tick(0.05);
            said.push(session.frame().words.clone());
        }
        said.dedup();
        assert_eq!(
            said.len(),
            12,
            "four times two moves, three stops, the end: {said:?}"
        );
        assert!(!session.frame().running);
        assert!(said[11].starts_with("Behind the last layer"));
        session.set("run", "on");
        session.tick(0.1);
        assert!(session.state().contains("at:2;"), "{}", session.state());
    }
}
