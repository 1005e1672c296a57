//! How good a detector is: what is kept of its candidates, and three numbers.

use super::average::{Ap, coco, mean_average_precision};
use super::{Found, Truth, network, truths};
use crate::scene::Scene;
use nabla::Sequential;

/// `non_maximum_suppression`: boxes, scores, classes, threshold → those that stay.
pub type Suppress = fn(&[[f64; 4]], &[f64], &[u8], f64) -> Vec<usize>;

/// Two boxes of the same digit with more than this IoU are one.
pub const SAME: f64 = 0.45;
/// Below this score a box is not even counted for average precision.
pub const LEAST: f64 = 0.01;

/// Those with at least this score, one for each digit.
pub fn kept(candidates: &[Found], least: f64, suppress: Suppress) -> Vec<Found> {
    let sure = candidates.iter().copied().filter(|f| f.score >= least);
    let sure: Vec<Found> = sure.collect();
    let edges: Vec<_> = sure.iter().map(|f| f.edges).collect();
    let scores: Vec<_> = sure.iter().map(|f| f.score).collect();
    let classes: Vec<_> = sure.iter().map(|f| f.class).collect();
    let stay = suppress(&edges, &scores, &classes, SAME);
    stay.into_iter().map(|i| sure[i]).collect()
}

/// Scenes, what was found in each, and what is there.
pub type Seen = Vec<(Vec<Found>, Vec<Truth>)>;

/// Everything that the model says of these scenes, and the truth.
pub fn said(model: &Sequential, scenes: &[Scene]) -> Seen {
    let candidates = network::candidates(model, scenes).into_iter();
    candidates.zip(scenes.iter().map(truths)).collect()
}

/// What of it is kept with at least this score, doubles removed.
pub fn seen(said: &Seen, least: f64, suppress: Suppress) -> Seen {
    let of = |(all, truths): &(Vec<Found>, _)| (kept(all, least, suppress), Vec::clone(truths));
    said.iter().map(of).collect()
}

/// How many digits there are, whichever: cells that are sure enough of any, doubles of all classes removed.
pub fn count(candidates: &[Found], least: f64, suppress: Suppress) -> usize {
    let sure = candidates.iter().filter(|f| f.any >= least);
    let any = |f: &Found| Found {
        class: 0,
        score: f.any,
        ..*f
    };
    kept(&sure.map(any).collect::<Vec<_>>(), least, suppress).len()
}

/// The share of scenes with the right count.
pub fn counts_right(said: &Seen, least: f64, suppress: Suppress) -> f64 {
    let right = said.iter();
    let right = right.filter(|(all, truths)| count(all, least, suppress) == truths.len());
    right.count() as f64 / said.len() as f64
}

/// The certainty from which on a cell counts, so that most scenes are counted right: chosen on scenes that are not the test.
pub fn best_threshold(said: &Seen, suppress: Suppress) -> f64 {
    let all = (1..20).map(|i| 0.05 * f64::from(i));
    let right = all.map(|least| (least, counts_right(said, least, suppress)));
    let best = right.max_by(|a, b| a.1.total_cmp(&b.1));
    best.map_or(0.5, |(least, _)| least)
}

/// What is said about a detector.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Report {
    /// Mean average precision at IoU ½.
    pub half: f64,
    /// The same averaged over .5, .55, …, .95.
    pub coco: f64,
    /// The share of scenes whose digits are counted right.
    pub counts: f64,
}

impl Report {
    /// Of what was said, with a certainty for counting.
    pub fn new(said: &Seen, least: f64, (suppress, ap): (Suppress, Ap)) -> Self {
        let seen = seen(said, LEAST, suppress);
        Report {
            half: mean_average_precision(&seen, 0.5, ap),
            coco: coco(&seen, ap),
            counts: counts_right(said, least, suppress),
        }
    }
}
