//! Two thresholds over the boxes of a scene: from which score on a box counts, and from which overlap on two are one.

use super::stored::{Stored, stored};
use crate::{About, Board, Entry, Figure, Frame, Picture, Plot, Scale};
use lab12::detect::Found;
use lab12::detect::average::hits;
use lab12::solutions::{average_precision, non_maximum_suppression};
use labkit::numerals::percentage;

pub const ENTRY: Entry = Entry {
    about: About {
        name: "keep",
        title: "Which boxes are kept",
        attempt: "Set the overlap to 1, so that nothing is dropped, and look for the doubles; then bring it down until each digit has one box, and move the score up and down.",
        notice: "A lower score finds more of the digits and brings more wrong boxes: recall against precision. Too low an overlap drops boxes of neighbours, too high a one leaves doubles, which count as wrong.",
    },
    open: || Box::new(Keep::new()),
};

/// The edge of the panels.
const EDGE: f64 = 320.0;
/// Pixels of the panel for one of the scene.
const SCALE: f64 = EDGE / 64.0;
/// The IoU with the truth that makes a box right.
const RIGHT: f64 = 0.5;

struct Keep {
    board: Board,
    scenes: Vec<Stored>,
}

impl Keep {
    fn new() -> Self {
        let board = Board::new()
            .choice(
                "scene",
                "scene",
                &[("0", "the first"), ("1", "the second"), ("2", "the third")],
            )
            .slider(
                "score",
                "a box counts from a score of",
                0.02..=0.95,
                0.01,
                0.1,
            )
            .slider(
                "overlap",
                "two are one from an IoU above",
                0.05..=1.0,
                0.05,
                1.0,
            );
        Keep {
            board,
            scenes: stored(),
        }
    }

    fn scene(&self) -> &Stored {
        let chosen = self.board.chosen("scene").parse().unwrap_or(0);
        &self.scenes[chosen]
    }

    /// The boxes that stay with at least this score, the surest first, and which of them are right.
    fn kept(&self, least: f64) -> Vec<(Found, bool)> {
        let scene = self.scene();
        let sure = scene.found.iter().copied().filter(|f| f.score >= least);
        let sure: Vec<Found> = sure.collect();
        let edges: Vec<_> = sure.iter().map(|f| f.edges).collect();
        let scores: Vec<_> = sure.iter().map(|f| f.score).collect();
        let classes: Vec<_> = sure.iter().map(|f| f.class).collect();
        let overlap = self.board.number("overlap");
        let stay = non_maximum_suppression(&edges, &scores, &classes, overlap);
        let mut kept: Vec<(Found, bool)> = stay.into_iter().map(|i| (sure[i], false)).collect();
        for class in 0..10 {
            let of_class = |f: &&mut (Found, bool)| f.0.class == class;
            let found: Vec<Found> = kept
                .iter()
                .map(|f| f.0)
                .filter(|f| f.class == class)
                .collect();
            let truths: Vec<_> = scene
                .truths
                .iter()
                .copied()
                .filter(|t| t.class == class)
                .collect();
            let right = hits(&found, &truths, RIGHT);
            for (place, is_right) in kept.iter_mut().filter(of_class).zip(right) {
                place.1 = is_right;
            }
        }
        kept
    }

    /// Recall and precision of these boxes; a precision of 1 where there is none.
    fn rates(&self, kept: &[(Found, bool)]) -> [f64; 2] {
        let right = kept.iter().filter(|(_, is_right)| *is_right).count() as f64;
        let precision = if kept.is_empty() {
            1.0
        } else {
            right / kept.len() as f64
        };
        [right / self.scene().truths.len() as f64, precision]
    }

    fn picture(&self, kept: &[(Found, bool)]) -> Plot {
        let scene = self.scene();
        let ink = Picture::new([64, 64], scene.pixels.clone(), Scale::Ink(1.0));
        let title = "The scene: right boxes green, wrong ones red, missed digits dashed";
        let mut plot = Plot::bare("scene", title, [EDGE, EDGE]).picture(ink);
        let outline = |[l, t, r, b]: [f64; 4]| {
            let at = |x: f64, y: f64| [SCALE * x, EDGE - SCALE * y];
            [at(l, t), at(r, t), at(r, b), at(l, b), at(l, t)]
        };
        let is_found = |edges: [f64; 4]| {
            let mut right = kept.iter().filter(|(_, is_right)| *is_right);
            right.any(|(f, _)| lab12::solutions::iou(f.edges, edges) >= RIGHT)
        };
        for truth in scene.truths.iter().filter(|t| !is_found(t.edges)) {
            plot = plot.line(outline(truth.edges), "blue rule");
        }
        for (found, is_right) in kept.iter().rev() {
            let colour = if *is_right {
                "green thick"
            } else {
                "red thick"
            };
            let corners = outline(found.edges);
            let at = [corners[0][0] + 2.0, (corners[0][1] + 4.0).min(EDGE - 14.0)];
            plot = plot
                .line(corners, colour)
                .text(at, "start", "in", &found.class.to_string());
        }
        plot
    }

    fn curve(&self, kept: &[(Found, bool)]) -> Plot {
        let axes = ((0.0..=1.0, "recall"), (0.0..=1.0, "precision"));
        let title = "Precision and recall while the score falls";
        let all = self.kept(0.0);
        let points = (1..=all.len()).map(|taken| self.rates(&all[..taken]));
        Plot::new("curve", title, [EDGE, EDGE], axes.0, axes.1)
            .line(points, "blue")
            .dot(self.rates(kept), 5.0, "orange")
    }
}

impl Figure for Keep {
    fn board(&self) -> &Board {
        &self.board
    }

    fn board_mut(&mut self) -> &mut Board {
        &mut self.board
    }

    fn show(&self) -> Frame {
        let kept = self.kept(self.board.number("score"));
        let [recall, precision] = self.rates(&kept);
        let right = kept.iter().filter(|(_, is_right)| *is_right).count();
        let all = self.kept(0.0);
        let (scores, hits): (Vec<f64>, Vec<bool>) = all.iter().map(|(f, r)| (f.score, *r)).unzip();
        let digits = self.scene().truths.len();
        Frame::new()
            .panel(self.picture(&kept))
            .panel(self.curve(&kept))
            .told("boxes", "boxes kept", &kept.len().to_string())
            .told("right", "right", &right.to_string())
            .told("precision", "precision", &percentage(precision, 0))
            .told("recall", "recall", &percentage(recall, 0))
            .told(
                "ap",
                "average precision, all classes together",
                &percentage(average_precision(&scores, &hits, digits), 0),
            )
            .words(format!(
                "{} boxes for {digits} digits; {right} of them are right, {} digits are missed.",
                kept.len(),
                digits - right
            ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Session;

    fn reading(session: &Session, id: &str) -> String {
        let frame = session.frame();
        let found = frame.readings.iter().find(|r| r.id == id);
        found.map(|r| r.value.clone()).unwrap_or_default()
    }

    #[test]
    fn fewer_boxes_the_lower_the_overlap_and_the_higher_the_score() {
        let mut session = Session::open(&ENTRY);
        let mut boxes = |overlap: &str, score: &str| -> usize {
            session.set("overlap", overlap);
            session.set("score", score);
            reading(&session, "boxes").parse().expect("a count")
        };
        let all = boxes("1", "0.1");
        let few = boxes("0.45", "0.1");
        assert!(few < all && boxes("0.45", "0.6") <= few && boxes("0.45", "0.95") == 0);
        assert_eq!(reading(&session, "recall"), "0 %");
        assert_eq!(reading(&session, "precision"), "100 %");
    }

    #[test]
    fn suppression_raises_precision_and_finds_no_fewer() {
        let mut session = Session::open(&ENTRY);
        for scene in ["0", "1", "2"] {
            session.set("scene", scene);
            session.set("score", "0.1");
            session.set("overlap", "1");
            let before = session.frame().readings.clone();
            session.set("overlap", "0.45");
            let after = session.frame().readings.clone();
            let number = |value: &str| {
                value
                    .trim_end_matches(" %")
                    .parse::<f64>()
                    .expect("a share")
            };
            assert!(
                number(&after[2].value) > number(&before[2].value),
                "{scene}"
            );
            assert_eq!(after[3].value, before[3].value, "{scene}");
        }
    }
}
