//! Average precision, as COCO counts it.
//!
//! Checked against pycocotools: `tests/reference/make_coco.py`.

use super::{Found, Truth};
use crate::solutions::iou;
use labkit::statistics::mean;
use std::ops::RangeInclusive;

/// `average_precision`: scores, which are right, how many there are to be found.
pub type Ap = fn(&[f64], &[bool], usize) -> f64;

// ANCHOR: hits
/// Which of the boxes found in one scene are right, all of one class and the surest first: each takes the free truth that
/// it covers best, if IoU is at least `least`. A truth is taken once: the second box on it is wrong.
pub fn hits(found: &[Found], truths: &[Truth], least: f64) -> Vec<bool> {
    let mut free: Vec<&Truth> = truths.iter().collect();
    let hit = |it: &Found| {
        let covers = free.iter().map(|truth| iou(it.edges, truth.edges));
        let best = covers.enumerate().max_by(|a, b| a.1.total_cmp(&b.1));
        let best = best.filter(|&(_, cover)| cover >= least.min(1.0 - 1e-10));
        best.map(|(i, _)| free.remove(i)).is_some()
    };
    found.iter().map(hit).collect()
}
// ANCHOR_END: hits

/// Every box of these classes in many scenes, class by class, scene by scene, the surest first within each: its score,
/// and whether it is right. And how many there are to be found.
pub fn judged(
    scenes: &[(Vec<Found>, Vec<Truth>)],
    classes: RangeInclusive<u8>,
    least: f64,
) -> (Vec<(f64, bool)>, usize) {
    let (mut all, mut count) = (Vec::new(), 0);
    for class in classes {
        for (found, truths) in scenes {
            let found = found.iter().copied();
            let mut found: Vec<Found> = found.filter(|f| f.class == class).collect();
            found.sort_by(|a, b| b.score.total_cmp(&a.score)); // a stable sort, as everywhere here
            let truths = truths.iter().copied();
            let truths: Vec<Truth> = truths.filter(|t| t.class == class).collect();
            let right = hits(&found, &truths, least);
            all.extend(found.iter().map(|f| f.score).zip(right));
            count += truths.len();
        }
    }
    (all, count)
}

/// The average precision of each class that occurs, and their mean; NaN where there is nothing to be found.
pub fn mean_average_precision(scenes: &[(Vec<Found>, Vec<Truth>)], least: f64, ap: Ap) -> f64 {
    let of = |class| {
        let (judged, count) = judged(scenes, class..=class, least);
        let (scores, right): (Vec<f64>, Vec<bool>) = judged.into_iter().unzip();
        (count > 0).then(|| ap(&scores, &right, count))
    };
    mean((0..10).filter_map(of))
}

/// COCO's measure: the mean over the thresholds 0.5, 0.55, …, 0.95.
pub fn coco(scenes: &[(Vec<Found>, Vec<Truth>)], ap: Ap) -> f64 {
    let thresholds = (0..10).map(|i| 0.5 + 0.05 * f64::from(i));
    mean(thresholds.map(|t| mean_average_precision(scenes, t, ap)))
}

/// Precision and recall after each box of all classes, the surest first; equal scores come together.
pub fn curve(scenes: &[(Vec<Found>, Vec<Truth>)], least: f64) -> Vec<(f64, f64)> {
    let (mut judged, count) = judged(scenes, 0..=9, least);
    judged.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut seen, mut right) = (0.0, 0.0);
    let mut points = Vec::new();
    for equal in judged.chunk_by(|a, b| a.0 == b.0) {
        seen += equal.len() as f64;
        right += equal.iter().filter(|(_, is_right)| *is_right).count() as f64;
        points.push((right / count as f64, right / seen));
    }
    points
}
