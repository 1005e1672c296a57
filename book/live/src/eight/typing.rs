//! The model that types: what it expects next, at a temperature, and what comes of drawing it.

use super::weights::unpack;
use crate::letters::{named, page, shown, unknown};
use crate::{About, Board, Entry, Figure, Frame, Picture, Plot, Scale};
use lab08::model::CharLstm;
use lab08::solutions::with_temperature;
use lab08::text::{self, VOCABULARY};
use lab08::writing::pick;
use nabla::Rng;
use nabla::rnn::Memory;

pub const ENTRY: Entry = Entry {
    about: About {
        name: "typing",
        title: "The model that types",
        attempt: "Let it type from “the network” at a temperature of 0.2, then at 1, then at 1.6; or take one character at a time and guess which comes before you look at the bars.",
        notice: "Cold, nearly all of the probability goes to the first bar, and the text turns in circles; hot, the bars come nearer to each other and the words fall apart. Inside of a word one bar is often long, and at its beginning none.",
    },
    open: || Box::new(Typing::new()),
};

/// What `examples/letters.rs` made.
const WEIGHTS: &[u8] = include_bytes!("../../assets/letters.bin");
/// What it needs for the paragraphs that nothing was learned from and nothing chosen by.
const BITS: &str = "1.98";
/// Characters of the prompt, and of what is typed.
const PROMPT: usize = 60;
const MOST: usize = 400;
/// Characters a second.
const PACE: f64 = 12.0;
/// Bars, and characters of a line.
const BARS: usize = 12;
const LINE: usize = 40;
const LINES: usize = 12;

struct Typing {
    board: Board,
    model: Option<CharLstm>,
    memory: Option<Memory>,
    /// For the character that comes next.
    logits: Vec<f64>,
    typed: Vec<u32>,
    /// The bits that the last character took, at a temperature of 1.
    surprise: Option<f64>,
    rng: Rng,
    due: f64,
    pointed: Option<usize>,
}

impl Typing {
    fn new() -> Self {
        let board = Board::new()
            .line("prompt", "go on from", PROMPT, "the network")
            .slider("temperature", "temperature τ", 0.1..=2.0, 0.05, 0.7)
            .slider("seed", "seed", 1.0..=99.0, 1.0, 1.0)
            .switch("run", "type", false)
            .button("step", "one character")
            .button("again", "from the prompt");
        let mut typing = Typing {
            board,
            model: unpack(WEIGHTS),
            memory: None,
            logits: vec![0.0; VOCABULARY],
            typed: Vec::new(),
            surprise: None,
            rng: nabla::rng(1),
            due: 0.0,
            pointed: None,
        };
        typing.begin();
        typing
    }

    fn prompt(&self) -> Vec<u32> {
        text::encode(&self.board.text("prompt").to_lowercase())
    }

    /// Reads the prompt, as what a paragraph begins with.
    fn begin(&mut self) {
        self.rng = nabla::rng(self.board.count("seed") as u64);
        self.memory = None;
        self.typed.clear();
        self.surprise = None;
        self.read(text::END);
        for character in self.prompt() {
            self.read(character);
        }
    }

    fn read(&mut self, character: u32) {
        let Some(model) = &self.model else { return };
        let (logits, memory) = model.step(&[character], self.memory.as_ref());
        self.logits = logits.data().iter().map(|&x| f64::from(x)).collect();
        self.memory = Some(memory);
    }

    fn probabilities(&self, temperature: f64) -> Vec<f64> {
        with_temperature(&self.logits, temperature)
    }

    fn full(&self) -> bool {
        self.typed.len() >= MOST
    }

    fn step(&mut self) {
        if self.full() {
            return;
        }
        let p = self.probabilities(self.board.number("temperature"));
        let character = pick(&p, &mut self.rng) as u32;
        self.surprise = Some(-self.probabilities(1.0)[character as usize].log2());
        self.typed.push(character);
        self.read(character);
    }

    /// The characters that are most probable, the first first: at every temperature in the same order.
    fn likely(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..VOCABULARY).collect();
        order.sort_by(|&a, &b| self.logits[b].total_cmp(&self.logits[a]));
        order.truncate(BARS);
        order
    }

    fn bars(&self) -> Plot {
        let (plain, now) = (
            self.probabilities(1.0),
            self.probabilities(self.board.number("temperature")),
        );
        let mut plot = Plot::bare(
            "next",
            "The next character: blue at this temperature, outlined at a temperature of 1",
            [340.0, 272.0],
        );
        for (place, character) in self.likely().into_iter().enumerate() {
            let y = 272.0 - 22.0 * (place as f64 + 1.0);
            let [high, low] = [y + 17.0, y + 3.0];
            let right = |p: f64| 40.0 + 230.0 * p;
            let outline = [
                [40.0, low],
                [right(plain[character]), low],
                [right(plain[character]), high],
                [40.0, high],
                [40.0, low],
            ];
            plot = plot
                .text([30.0, y + 6.0], "end", "in", shown(character as u32))
                .cell(
                    [40.0, low],
                    [right(now[character]).max(40.5), high],
                    "blue",
                    &named(character as u32),
                )
                .line(outline, "ink thin")
                .text(
                    [334.0, y + 6.0],
                    "end",
                    "tick",
                    &format!("{:.1} %", 100.0 * now[character]),
                );
        }
        plot
    }

    fn page(&self) -> Plot {
        let text = text::decode(&self.prompt()) + &text::decode(&self.typed);
        let title = "The prompt and what was typed; # stands for a formula";
        page(title, &text, [LINE, LINES])
    }

    fn mind(&self) -> Option<Plot> {
        let memory = self.memory.as_ref()?.hidden.data().to_vec();
        let rows = memory.len() / 16;
        let picture = Picture::new([16, rows], memory, Scale::Signed(1.0));
        let plot = Plot::bare(
            "mind",
            "What it shows of its memory: 128 numbers, blue above 0, orange below",
            [340.0, 170.0],
        );
        Some(plot.picture(picture))
    }

    fn words(&self) -> String {
        if self.model.is_none() {
            return "The weights could not be read.".into();
        }
        if let Some(at) = self.pointed {
            let [plain, now] = [1.0, self.board.number("temperature")]
                .map(|temperature| 100.0 * self.probabilities(temperature)[at]);
            return format!(
                "{}: {plain:.2} % at a temperature of 1, {now:.2} % now.",
                named(at as u32)
            );
        }
        if let Some(character) = unknown(&self.board.text("prompt").to_lowercase()) {
            return format!(
                "The network does not know “{character}”: it reads # for it, as for every formula."
            );
        }
        if self.full() {
            return format!("{MOST} characters are enough; go back to the prompt.");
        }
        match (self.typed.last(), self.surprise) {
            (Some(last), Some(bits)) => {
                format!("Drawn: {}, for {bits:.1} bits.", named(*last))
            }
            _ => "It has read the prompt, and nothing is drawn yet.".into(),
        }
    }
}

impl Figure for Typing {
    fn board(&self) -> &Board {
        &self.board
    }

    fn board_mut(&mut self) -> &mut Board {
        &mut self.board
    }

    fn turned(&mut self, knob: &str) {
        if matches!(knob, "prompt" | "seed") {
            self.begin();
        }
    }

    fn pressed(&mut self, button: &str) {
        match button {
            "again" => self.begin(),
            _ => self.step(),
        }
    }

    fn tick(&mut self, seconds: f64) {
        self.due += seconds * PACE;
        while self.due >= 1.0 {
            self.due -= 1.0;
            self.step();
        }
        if self.full() {
            self.board.set("run", "off");
        }
    }

    fn pointed(&mut self, part: Option<&str>) {
        let at = |part: &str| (0..VOCABULARY).find(|&c| named(c as u32) == part);
        self.pointed = part.and_then(at);
    }

    fn show(&self) -> Frame {
        let p = self.probabilities(self.board.number("temperature"));
        let bits = p.iter().filter(|p| **p > 0.0).map(|p| -p * p.log2());
        let likely = self.likely();
        let mut frame = Frame::new().panel(self.page()).panel(self.bars());
        if let Some(mind) = self.mind() {
            frame = frame.panel(mind);
        }
        frame
            .reading("typed", "typed", self.typed.len() as f64, 0)
            .told("first", "most probable", &named(likely[0] as u32))
            .reading(
                "entropy",
                "expected bits of the next, at τ",
                bits.sum::<f64>(),
                1,
            )
            .told(
                "test",
                "bits a character of text it never saw, at τ = 1",
                BITS,
            )
            .words(self.words())
            .running(self.board.on("run") && !self.full())
            .idle("step", self.full())
    }
}

#[cfg(test)]
#[path = "typing_tests.rs"]
mod tests;
