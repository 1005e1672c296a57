//! A machine that has learned bars and stripes, some pixels that are known, and a chain that wanders over the others.

use crate::{About, Board, Entry, Figure, Frame, Panel, Pen, Picture, Plot, Scale};
use lab15::energy::machine::Machine;
use lab15::energy::patterns::bars_and_stripes;
use lab15::solutions::{free_energy, gibbs_step};
use rand::RngExt;

pub const ENTRY: Entry = Entry {
    about: About {
        name: "stripes",
        title: "Bars and stripes, half covered",
        attempt: "Let the chain wander and watch the free energy; then touch pixels on the left: unknown, ink, empty. Cover all but one row, or all but two pixels.",
        notice: "The free energy falls when a bar or a stripe is found, and the chain stays there for a while. With little known it finds one picture after the other, and the mean becomes grey.",
    },
    open: || Box::new(Stripes::new()),
};

/// Pixels of an edge and in all, and hidden units.
const EDGE: usize = 4;
const PIXELS: usize = EDGE * EDGE;
const HIDDEN: usize = 8;
/// What the machine has learned by the exact gradient, its numbers a line each: `examples/fifteen.rs` makes them.
const LEARNED: &str = include_str!("../../assets/stripes.txt");
/// The side of a panel.
const SIDE: f64 = 170.0;
/// What may be known at first: 1 for ink, 0 for none, any other sign for a pixel under the cover.
const KNOWN: &[(&str, &str)] = &[
    ("10011001xxxxxxxx", "upper half"),
    ("xxxx1111xxxxxxxx", "one row"),
    ("1xxx0x1xxxxxxxxx", "neither bar nor stripe"),
    ("xxxxxxxxxxxxxxxx", "nothing"),
    ("own", "what you touch"),
];

struct Stripes {
    board: Board,
    machine: Machine,
    patterns: Vec<Vec<f64>>,
    rng: nabla::Rng,
    /// The visible units and the hidden ones.
    state: [Vec<f64>; 2],
    steps: usize,
    /// How often each pixel was on.
    on: Vec<f64>,
}

impl Stripes {
    fn new() -> Self {
        let board = Board::new()
            .choice("known", "known", KNOWN)
            .switch("run", "wander", false)
            .button("step", "one step")
            .button("again", "from noise")
            .hidden("cells", PIXELS);
        let patterns = bars_and_stripes(EDGE);
        let mut rng = nabla::rng(1);
        let mut machine = Machine::fresh(PIXELS, HIDDEN, &mut rng);
        let learned = LEARNED.lines().filter_map(|line| line.parse().ok());
        for (number, learned) in machine.numbers_mut().zip(learned) {
            *number = learned;
        }
        let mut stripes = Stripes {
            board,
            machine,
            patterns,
            rng,
            state: Default::default(),
            steps: 0,
            on: Vec::new(),
        };
        stripes.begin();
        stripes
    }

    fn known(&self) -> Vec<Option<f64>> {
        let chosen = self.board.chosen("known");
        let own = self.board.text("cells");
        let text = if chosen == "own" { own } else { chosen };
        let mut cells = text.chars().map(|c| c.to_digit(2).map(f64::from));
        (0..PIXELS).map(|_| cells.next().flatten()).collect()
    }

    /// From noise.
    fn begin(&mut self) {
        let noise = |_| f64::from(self.rng.random_bool(0.5));
        let noise = (0..PIXELS).map(noise).collect();
        self.state = [self.clamped(noise), vec![0.0; HIDDEN]];
        (self.steps, self.on) = (0, vec![0.0; PIXELS]);
    }

    fn clamped(&self, v: Vec<f64>) -> Vec<f64> {
        let both = self.known().into_iter().zip(v);
        both.map(|(known, v)| known.unwrap_or(v)).collect()
    }

    fn step(&mut self) {
        let dice: Vec<f64> = (0..HIDDEN + PIXELS).map(|_| self.rng.random()).collect();
        let (h, v) = gibbs_step(&self.machine, &self.state[0], &dice);
        self.state = [self.clamped(v), h];
        self.steps += 1;
        let both = self.on.iter_mut().zip(&self.state[0]);
        both.for_each(|(on, v)| *on += v);
    }

    fn picture(id: &'static str, title: &str, pixels: impl Iterator<Item = f64>) -> Plot {
        let ink = pixels.map(|x| x as f32).collect();
        let picture = Picture::new([EDGE, EDGE], ink, Scale::Ink(1.0));
        let plot = Plot::bare(id, title, [SIDE, SIDE]).picture(picture);
        plot.cell([0.0, 0.0], [SIDE, SIDE], "outline soft", id)
    }

    fn given(&self) -> Panel {
        let known = self.known();
        let ink = known.iter().map(|known| known.unwrap_or(0.0));
        let mut plot = Self::picture("given", "What is known: touch a pixel", ink);
        for i in (0..PIXELS).filter(|&i| known[i].is_none()) {
            let cell = SIDE / EDGE as f64;
            let [row, column] = [i / EDGE, i % EDGE].map(|i| cell * (i as f64 + 0.5));
            plot = plot.text([column, SIDE - row - 5.0], "middle", "in", "?");
        }
        Panel::from(plot).with_pen()
    }

    fn words(&self) -> String {
        let agrees = |v: &&Vec<f64>| self.clamped((*v).clone()) == **v;
        let fit = self.patterns.iter().filter(agrees).count();
        let shown = if self.patterns.contains(&self.state[0]) {
            "one"
        } else {
            "none"
        };
        format!("{fit} of all bars and stripes agree with what is known. Now it shows {shown}.")
    }
}

impl Figure for Stripes {
    fn board(&self) -> &Board {
        &self.board
    }

    fn board_mut(&mut self) -> &mut Board {
        &mut self.board
    }

    fn turned(&mut self, knob: &str) {
        if knob != "run" {
            self.begin();
        }
    }

    fn pressed(&mut self, button: &str) {
        match button {
            "step" => self.step(),
            _ => self.begin(),
        }
    }

    fn pen(&mut self, _panel: &str, phase: Pen, [x, y]: [f64; 2]) {
        if phase != Pen::Down {
            return;
        }
        let [row, column] = [y, x].map(|part| ((part * EDGE as f64) as usize).min(EDGE - 1));
        let touched = row * EDGE + column;
        let cell = |(i, known): (usize, Option<f64>)| match (known, i == touched) {
            (Some(1.0), false) | (None, true) => '1',
            (Some(1.0), true) | (Some(_), false) => '0',
            _ => 'x',
        };
        let cells: String = self.known().into_iter().enumerate().map(cell).collect();
        self.board.set("known", "own");
        self.board.set("cells", &cells);
        self.begin();
    }

    fn tick(&mut self, _seconds: f64) {
        self.step();
    }

    fn show(&self) -> Frame {
        let [v, h] = &self.state;
        let often = self.on.iter().map(|on| on / self.steps.max(1) as f64);
        let free = free_energy(&self.machine, v);
        Frame::new()
            .panel(self.given())
            .panel(Self::picture("now", "What it shows now", v.iter().copied()))
            .panel(Self::picture("often", "How often each pixel was on", often))
            .reading("steps", "steps", self.steps as f64, 0)
            .reading("energy", "energy E(v, h)", self.machine.energy(v, h), 1)
            .reading("free", "free energy F(v)", free, 1)
            .words(self.words())
            .running(self.board.on("run"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Session;

    #[test]
    fn known_pixels_stay_and_most_of_what_it_finds_agrees_with_them() {
        let mut stripes = Stripes::new();
        let mut right = 0;
        for _ in 0..1000 {
            stripes.step();
            assert_eq!(stripes.state[0][..8], [1., 0., 0., 1., 1., 0., 0., 1.]);
            right += usize::from(stripes.patterns.contains(&stripes.state[0]));
        }
        // The one picture that fits; all 256 lower halves would hit it 4 times.
        assert!(right > 500, "{right}");
    }

    #[test]
    fn what_is_touched_is_known_and_comes_back_from_its_address() {
        let agree = |session: &Session, count: &str| session.frame().words.starts_with(count);
        let mut session = Session::open(&ENTRY);
        assert!(agree(&session, "1 of all"));
        session.set("known", "xxxxxxxxxxxxxxxx");
        assert!(agree(&session, "30 of all"));
        session.pen("given", Pen::Down, [0.9, 0.1]);
        session.pen("given", Pen::Up, [0.9, 0.1]);
        // With one pixel of ink: 8 bars and 8 stripes, and the full picture is both.
        assert!(agree(&session, "15 of all"), "{}", session.frame().words);
        let mut other = Session::open(&ENTRY);
        other.restore(&session.state());
        assert!(agree(&other, "15 of all"));
        session.pen("given", Pen::Down, [0.9, 0.1]);
        session.pen("given", Pen::Down, [0.9, 0.1]);
        assert!(agree(&session, "30 of all"));
    }
}
