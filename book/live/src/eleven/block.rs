//! A residual block to put together, and what it costs.

use crate::{About, Board, Entry, Figure, Frame, Plot};
use lab11::architecture::Architecture;
use lab11::architecture::count::{Counted, Row};
use lab11::blocks::{residual, window};
use labkit::numerals::{count, num, percent};

pub const ENTRY: Entry = Entry {
    about: About {
        name: "block",
        title: "Build a block",
        attempt: "Make the window 5, then the narrow place 16. Then set the stride to 2, and find a way around that fits.",
        notice: "The window's weights grow with its square, and with the square of the channels that it sees. What leads around costs nothing, or one convolution of 1×1.",
    },
    open: || Box::new(Build::new()),
};

/// The side of the picture that comes in.
const SIDE: usize = 28;
const CHANNELS: &[f64] = &[16.0, 32.0, 64.0, 128.0, 256.0, 512.0];
const KINDS: &[(&str, &str)] = &[
    ("bottleneck", "1×1, a window, 1×1"),
    ("basic", "two windows"),
];
const AROUND: &[(&str, &str)] = &[
    ("itself", "the input itself"),
    ("padded", "its every stride-th pixel"),
    ("projected", "a convolution of 1×1"),
    ("nothing", "nothing"),
];

struct Build {
    board: Board,
}

impl Build {
    fn new() -> Self {
        let board = Board::new()
            .choice("kind", "the block", KINDS)
            .ladder("channels", "channels in and out", CHANNELS, 256.0)
            .ladder("narrow", "channels in the narrow place", CHANNELS, 64.0)
            .slider("window", "window", 1.0..=7.0, 2.0, 3.0)
            .slider("stride", "stride", 1.0..=2.0, 1.0, 1.0)
            .choice("around", "what leads around", AROUND);
        Build { board }
    }

    fn input(&self) -> [usize; 3] {
        [SIDE, SIDE, self.board.count("channels")]
    }

    /// What learns.
    fn path(&self, kind: &str) -> Architecture {
        let [channels, narrow, size, stride] =
            ["channels", "narrow", "window", "stride"].map(|knob| self.board.count(knob));
        let path = Architecture::new();
        match kind {
            "basic" => path
                .conv_norm(channels, size, stride)
                .relu()
                .conv_norm(channels, size, 1),
            _ => path
                .conv_norm(narrow, 1, 1)
                .relu()
                .conv_norm(narrow, size, stride)
                .relu()
                .conv_norm(channels, 1, 1),
        }
    }

    fn block(&self) -> Architecture {
        let [channels, stride] = ["channels", "stride"].map(|knob| self.board.count(knob));
        let (path, around) = (self.path(self.board.chosen("kind")), Architecture::new());
        match self.board.chosen("around") {
            "nothing" => path.relu(),
            "padded" => residual(path, around.subsample(channels, stride)),
            "projected" => {
                let around = around.conv(channels, window(1, stride)).norm();
                residual(path, around)
            }
            _ => residual(path, around),
        }
    }

    /// The block beside the other kind.
    fn words(&self, counted: &Counted) -> String {
        let (other, name) = match self.board.chosen("kind") {
            "basic" => ("bottleneck", "With 1×1, window, 1×1 the path"),
            _ => ("basic", "With two windows on all channels the path"),
        };
        match self.path(other).count(self.input()) {
            Ok(other) => format!(
                "{name} would have {} parameters: {} times those of this block.",
                count(other.parameters() as usize),
                num(other.parameters() as f64 / counted.parameters() as f64, 2),
            ),
            Err(misfit) => misfit.to_string(),
        }
    }
}

/// A bar for each convolution, as a share of the whole block.
fn bars(id: &'static str, title: &str, rows: &[Row], of: impl Fn(&Row) -> u64) -> Plot {
    let all: u64 = rows.iter().map(&of).sum();
    let mut plot = Plot::bare(id, title, [360.0, 180.0]);
    let convolutions = rows.iter().filter(|row| row.multiply_adds > 0);
    for (i, row) in convolutions.enumerate() {
        let (share, top) = (of(row) as f64 / all.max(1) as f64, 175.0 - 44.0 * i as f64);
        let around = if row.place.get(1) == Some(&1) {
            ", around"
        } else {
            ""
        };
        let words = format!("{}{around}: {}", row.layer, percent(share));
        plot = plot.text([4.0, top - 12.0], "start", "in", &words).bar(
            [4.0, top - 18.0],
            [6.0 + 346.0 * share, top - 34.0],
            "blue",
        );
    }
    plot
}

impl Figure for Build {
    fn board(&self) -> &Board {
        &self.board
    }

    fn board_mut(&mut self) -> &mut Board {
        &mut self.board
    }

    fn show(&self) -> Frame {
        let block = self.block();
        let counted = block.count(self.input());
        let rows = counted.as_ref().map_or(&[][..], |counted| &counted.rows);
        let [seen, _] = block.sees();
        let told = |of: fn(&Counted) -> String| counted.as_ref().map_or("–".to_string(), of);
        let frame = Frame::new()
            .panel(bars(
                "parameters",
                "Where the parameters are",
                rows,
                |row| row.parameters,
            ))
            .panel(bars("work", "Where the multiply-adds are", rows, |row| {
                row.multiply_adds
            }))
            .told(
                "parameters",
                "parameters",
                &told(|c| count(c.parameters() as usize)),
            )
            .told(
                "work",
                "multiply-adds",
                &told(|c| num(c.multiply_adds() as f64, 0)),
            )
            .told("output", "what comes out", &told(|c| c.output.to_string()))
            .told("sees", "one number sees", &format!("{seen}×{seen}"))
            .idle("narrow", self.board.chosen("kind") == "basic");
        match &counted {
            Ok(counted) => frame.words(self.words(counted)),
            Err(misfit) => frame.words(format!("It makes no network. {misfit}.")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// ResNet-50's usual block, by hand; and one that does not fit.
    #[test]
    fn a_block_is_counted() {
        let mut build = Build::new();
        let reading = |build: &Build, id: &str| {
            let frame = build.show();
            let reading = frame.readings.into_iter().find(|reading| reading.id == id);
            reading.expect("it is read").value
        };
        // 256·64 + 9·64·64 + 64·256, and 2·(64 + 64 + 256) of the norms.
        assert_eq!(reading(&build, "parameters"), "70,400");
        assert_eq!(reading(&build, "work"), "54,591,488");
        assert!(build.board.set("stride", "2"));
        assert_eq!(reading(&build, "parameters"), "–");
        assert!(
            build
                .show()
                .words
                .contains("[14, 14, 256], another [28, 28, 256]")
        );
        assert!(build.board.set("around", "projected"));
        // 256·256 and 2·256 more.
        assert_eq!(reading(&build, "parameters"), "136,448");
        assert_eq!(reading(&build, "output"), "[14, 14, 256]");
    }
}
