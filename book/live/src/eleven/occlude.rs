//! A patch over a digit: what is left of the answer, and what every place of the patch would cost.

use crate::six::reader::trained;
use crate::{About, Board, Entry, Figure, Frame, Picture, Plot, Scale};
use lab11::sight::maps::{covered, occlusion, probability};
use labkit::numerals::percentage;
use nabla::{Sequential, Tensor};

pub const ENTRY: Entry = Entry {
    about: About {
        name: "occlude",
        title: "A patch over a digit",
        attempt: "Drag the patch over the strokes of the digit and read what is left of the answer. Then give the patch ink, and try the same places again.",
        notice: "Most places cost nothing. Over paper a white patch can do nothing at all, whatever the network has learned; a grey one can, for it adds a stroke. So the map says something about the network and something about the patch.",
    },
    open: || Box::new(Occlude::new()),
};

const SIDE: usize = 28;

struct Occlude {
    board: Board,
    network: Sequential,
    /// Test pictures, one of each digit.
    pictures: Vec<Tensor>,
    /// What each pixel costs, for the digit and the patch as they are.
    map: Vec<f32>,
}

impl Occlude {
    fn new() -> Self {
        let last = (SIDE - 1) as f64;
        let board = Board::new()
            .slider("digit", "digit", 0.0..=9.0, 1.0, 4.0)
            .slider("side", "side of the patch", 3.0..=13.0, 2.0, 7.0)
            .slider("ink", "ink of the patch", 0.0..=1.0, 0.1, 0.0)
            .handle(
                "patch",
                "the middle of the patch, from the left and from below",
                0.0..=last,
                0.0..=last,
                [1.0, 1.0],
                [15.0, 12.0],
            );
        let mut occlude = Occlude {
            board,
            network: trained(),
            pictures: pictures(),
            map: Vec::new(),
        };
        occlude.look();
        occlude
    }

    fn picture(&self) -> &Tensor {
        &self.pictures[self.board.count("digit")]
    }

    /// The upper left corner of the patch: none of it hangs over the edge.
    fn corner(&self) -> (usize, usize) {
        let side = self.board.count("side");
        let [x, y] = self.board.point("patch").map(|v| v.round() as usize);
        let inside = |middle: usize| middle.saturating_sub(side / 2).min(SIDE - side);
        (inside(SIDE - 1 - y), inside(x))
    }

    /// The ten probabilities of a picture.
    fn answer(&self, picture: &Tensor) -> Vec<f64> {
        let logits = trainer::outputs(&self.network, picture);
        (0..10)
            .map(|class| probability(logits.data(), class))
            .collect()
    }

    fn look(&mut self) {
        let (class, side) = (self.board.count("digit"), self.board.count("side"));
        self.map = occlusion(&self.network, self.picture(), class, side);
    }

    fn paper(&self, shown: &Tensor) -> Plot {
        let (top, left) = self.corner();
        let (side, whole) = (self.board.number("side"), SIDE as f64);
        let ink = Picture::new([SIDE, SIDE], shown.data().to_vec(), Scale::Ink(1.0));
        let (left, above) = (left as f64, whole - top as f64);
        let rim = [
            [left, above],
            [left + side, above],
            [left + side, above - side],
            [left, above - side],
            [left, above],
        ];
        Plot::plane(
            "paper",
            "The digit and the patch",
            [250.0, 250.0],
            0.0..=whole,
            0.0..=whole,
        )
        .picture(ink)
        .line(rim, "blue thick")
        .handle("patch", [left + side / 2.0, above - side / 2.0], "blue")
    }

    fn costs(&self) -> Plot {
        let most = self.map.iter().fold(0.05_f32, |most, x| most.max(x.abs()));
        let map = Picture::new([SIDE, SIDE], self.map.clone(), Scale::Signed(most));
        let title = "What a patch without ink costs, at each pixel the mean of all patches over it: blue where the answer loses, orange where it gains";
        Plot::bare("costs", title, [250.0, 250.0]).picture(map)
    }

    fn bars(&self, answer: &[f64]) -> Plot {
        let label = self.board.count("digit");
        let mut plot = Plot::bare("bars", "The ten probabilities", [380.0, 200.0]);
        for (class, p) in answer.iter().enumerate() {
            let left = 10.0 + 36.0 * class as f64;
            let colour = if class == label { "green" } else { "blue" };
            plot = plot
                .bar([left + 4.0, 30.0], [left + 30.0, 30.0 + 140.0 * p], colour)
                .text(
                    [left + 17.0, 35.0 + 140.0 * p],
                    "middle",
                    "tick",
                    &percentage(*p, 0),
                )
                .text([left + 17.0, 10.0], "middle", "in big", &class.to_string());
        }
        plot
    }
}

/// The first test picture of each digit, `[1, 28, 28, 1]`.
fn pictures() -> Vec<Tensor> {
    let test = trainer::Examples::from(datasets::digits().test).as_pictures();
    let labels = test.labels.as_slice();
    let first = |digit: u32| {
        let at = labels.iter().position(|&label| label == digit).unwrap_or(0);
        test.images.rows(at..at + 1)
    };
    (0..10).map(first).collect()
}

impl Figure for Occlude {
    fn board(&self) -> &Board {
        &self.board
    }

    fn board_mut(&mut self) -> &mut Board {
        &mut self.board
    }

    fn turned(&mut self, knob: &str) {
        if matches!(knob, "digit" | "side") {
            self.look();
        }
    }

    fn show(&self) -> Frame {
        let (digit, side) = (self.board.count("digit"), self.board.count("side"));
        let ink = self.board.number("ink") as f32;
        let shown = covered(self.picture(), self.corner(), side, ink);
        let (whole, left) = (self.answer(self.picture()), self.answer(&shown));
        let best = (0..10)
            .max_by(|&a, &b| left[a].total_cmp(&left[b]))
            .unwrap_or(0);
        let words = if best == digit {
            format!(
                "Under the patch it is still a {digit} to the network, with {}.",
                percentage(left[digit], 1)
            )
        } else {
            format!(
                "Under the patch the network reads a {best}, with {}.",
                percentage(left[best], 1)
            )
        };
        Frame::new()
            .panel(self.paper(&shown))
            .panel(self.costs())
            .panel(self.bars(&left))
            .reading("whole", "the answer without the patch", whole[digit], 3)
            .reading("left", "with it", left[digit], 3)
            .words(words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Session;

    fn left(session: &Session) -> String {
        session.frame().readings[1].value.clone()
    }

    #[test]
    fn paper_on_paper_changes_nothing_and_ink_on_paper_does() {
        let mut session = Session::open(&ENTRY);
        session.set("patch", "0,27");
        session.set("side", "3");
        assert_eq!(session.frame().readings[0].value, left(&session));
        session.set("side", "13");
        session.set("ink", "1");
        assert_ne!(session.frame().readings[0].value, left(&session));
    }

    #[test]
    fn somewhere_the_patch_costs_the_answer() {
        let mut session = Session::open(&ENTRY);
        let places = (3..25)
            .step_by(3)
            .flat_map(|x| (3..25).step_by(3).map(move |y| (x, y)));
        let lowest = places.map(|(x, y)| {
            session.set("patch", &format!("{x},{y}"));
            left(&session).parse::<f64>().unwrap()
        });
        assert!(lowest.fold(1.0, f64::min) < 0.5);
    }
}
