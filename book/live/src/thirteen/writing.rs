//! A small GPT that writes, and what it may choose from.

use super::stored::{BITS, after, stored};
use crate::letters::{named, page, shown, unknown};
use crate::{About, Board, Entry, Figure, Frame, Plot};
use datasets::text;
use lab13::gpt::Gpt;
use lab13::gpt::writing::{pick, softmax};
use lab13::solutions::top_p;
use nabla::Rng;

pub const ENTRY: Entry = Entry {
    about: About {
        name: "writing",
        title: "What to write next",
        attempt: "Let it write at a temperature of 1.3 with all letters allowed; then bring p down to 0.9, then to 0.5, and write again from the same seed.",
        notice: "A high temperature makes the bars alike, the many unlikely letters at the end too, and one of them soon spoils a word. A smaller p cuts that tail off, and leaves more letters where the model is unsure than where it is sure.",
    },
    open: || Box::new(Writing::new()),
};

/// Letters of the prompt, and of what is written.
const PROMPT: usize = 60;
const MOST: usize = 300;
/// Letters a second.
const PACE: f64 = 10.0;
/// Bars, letters of a line, and lines.
const BARS: usize = 12;
const LINE: usize = 40;
const LINES: usize = 10;

struct Writing {
    board: Board,
    model: Option<Gpt>,
    logits: Vec<f32>,
    written: Vec<u32>,
    rng: Rng,
    due: f64,
}

impl Writing {
    fn new() -> Self {
        let board = Board::new()
            .line("prompt", "go on from", PROMPT, "the network")
            .slider("temperature", "temperature τ", 0.1..=2.0, 0.05, 1.0)
            .slider(
                "p",
                "from the likeliest that make up p",
                0.05..=1.0,
                0.05,
                1.0,
            )
            .slider("seed", "seed", 1.0..=99.0, 1.0, 1.0)
            .switch("run", "write", false)
            .button("step", "one letter")
            .button("again", "from the prompt");
        let mut writing = Writing {
            board,
            model: stored(),
            logits: vec![0.0; text::VOCABULARY],
            written: Vec::new(),
            rng: nabla::rng(1),
            due: 0.0,
        };
        writing.begin();
        writing
    }

    fn begin(&mut self) {
        self.rng = nabla::rng(self.board.count("seed") as u64);
        self.written.clear();
        self.read();
    }

    fn prompt(&self) -> Vec<u32> {
        text::encode(&self.board.text("prompt").to_lowercase())
    }

    /// All of the text is read again for each letter: at ten letters a second there is time.
    fn read(&mut self) {
        let all = [&[text::END], self.prompt().as_slice(), &self.written].concat();
        if let Some(model) = &self.model {
            self.logits = after(model, &all);
        }
    }

    /// Probabilities at this temperature, before and after the tail is cut off.
    fn probabilities(&self) -> [Vec<f64>; 2] {
        let all = softmax(&self.logits, self.board.number("temperature"));
        let kept = top_p(&all, self.board.number("p"));
        [all, kept]
    }

    fn full(&self) -> bool {
        self.written.len() >= MOST
    }

    fn step(&mut self) {
        if !self.full() {
            let [_, kept] = self.probabilities();
            self.written.push(pick(&kept, &mut self.rng) as u32);
            self.read();
        }
    }

    fn bars(&self) -> Plot {
        let [all, kept] = self.probabilities();
        let mut order: Vec<usize> = (0..all.len()).collect();
        order.sort_by(|&a, &b| all[b].total_cmp(&all[a]));
        let title = "The next letter: outlined before the tail is cut off, blue after it";
        let mut plot = Plot::bare("next", title, [340.0, 272.0]);
        for (place, &letter) in order.iter().take(BARS).enumerate() {
            let y = 272.0 - 22.0 * (place as f64 + 1.0);
            let [high, low] = [y + 17.0, y + 3.0];
            let right = |p: f64| 40.0 + 230.0 * p;
            let corners = [
                [40.0, low],
                [right(all[letter]), low],
                [right(all[letter]), high],
            ];
            let share = format!("{:.1} %", 100.0 * kept[letter]);
            plot = plot.text([30.0, y + 6.0], "end", "in", shown(letter as u32));
            if kept[letter] > 0.0 {
                let end = right(kept[letter]).max(40.5);
                plot = plot.bar([40.0, low], [end, high], "blue");
            }
            plot = plot
                .line(
                    corners.into_iter().chain([[40.0, high], [40.0, low]]),
                    "ink thin",
                )
                .text([334.0, y + 6.0], "end", "tick", &share);
        }
        plot
    }

    fn page(&self) -> Plot {
        let text = text::decode(&self.prompt()) + &text::decode(&self.written);
        let title = "The prompt and what was written; # stands for a formula";
        page(title, &text, [LINE, LINES])
    }

    fn words(&self) -> String {
        if self.model.is_none() {
            return "The weights could not be read.".into();
        }
        if let Some(character) = unknown(&self.board.text("prompt").to_lowercase()) {
            return format!("It does not know “{character}”, and reads # for it.");
        }
        let [_, kept] = self.probabilities();
        let left = kept.iter().filter(|p| **p > 0.0).count();
        match (self.full(), self.written.last()) {
            (true, _) => format!("{MOST} letters are enough; go back to the prompt."),
            (_, Some(last)) => format!("Drawn: {}. {left} may come next.", named(*last)),
            _ => format!("It has read the prompt. {left} letters may come next."),
        }
    }
}

impl Figure for Writing {
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

    fn show(&self) -> Frame {
        let [_, kept] = self.probabilities();
        let left = kept.iter().filter(|p| **p > 0.0).count();
        Frame::new()
            .panel(self.page())
            .panel(self.bars())
            .reading("written", "written", self.written.len() as f64, 0)
            .reading("left", "letters that may come next", left as f64, 0)
            .told("test", "bits a letter of text it never saw", BITS)
            .words(self.words())
            .running(self.board.on("run") && !self.full())
            .idle("step", self.full())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Session;

    #[test]
    fn the_same_seed_writes_the_same_and_p_leaves_fewer() {
        let mut session = Session::open(&ENTRY);
        let all = session.number("left");
        (0..5).for_each(|_| session.press("step"));
        let first = session.frame().words.clone();
        session.press("again");
        (0..5).for_each(|_| session.press("step"));
        assert_eq!(session.frame().words, first);
        session.press("again");
        session.set("p", "0.5");
        assert!(session.number("left") < all);
        assert_eq!(all, text::VOCABULARY as f64);
    }
}
