//! Boxes, what is kept of them, and how they are counted.

use crate::solutions::{iou, non_maximum_suppression};

type Edges = [f64; 4];

/// Found numbers, wanted ones, and β.
pub type Losses = (Vec<f64>, Vec<f64>, f64);
/// Boxes, their scores, their classes, and the threshold.
pub type Boxes = (Vec<Edges>, Vec<f64>, Vec<u8>, f64);

fn area(b: Edges) -> f64 {
    (b[2] - b[0]) * (b[3] - b[1])
}

/// Negative times negative.
pub fn iou_apart(a: Edges, b: Edges) -> f64 {
    let [left, top] = [0, 1].map(|i| a[i].max(b[i]));
    let [right, bottom] = [2, 3].map(|i| a[i].min(b[i]));
    let both = area([left, top, right, bottom]);
    both / (area(a) + area(b) - both)
}

/// What both cover, over something that is made of both areas.
pub fn iou_over(over: impl Fn(f64, f64) -> f64, a: Edges, b: Edges) -> f64 {
    let (share, [a, b]) = (iou(a, b), [a, b].map(area));
    let both = share / (1.0 + share) * (a + b);
    both / over(a, b)
}

/// What a difference costs, and the slope there, from d and β.
type Part = fn(f64, f64) -> (f64, f64);

/// Smooth L1 with another parabola or another line. Of how many numbers there are, `over` makes what the costs are divided
/// by, and what the slopes are.
pub fn smooth_l1(
    near: Part,
    far: Part,
    over: fn(f64) -> (f64, f64),
) -> impl Fn(&Losses) -> (f64, Vec<f64>) {
    move |(found, wanted, beta)| {
        let d = found.iter().zip(wanted).map(|(f, w)| f - w);
        let part = |d: f64| if d.abs() < *beta { near } else { far };
        let (costs, slopes): (Vec<f64>, Vec<f64>) = d.map(|d| part(d)(d, *beta)).unzip();
        let (cost_over, slope_over) = over(found.len() as f64);
        let cost = costs.iter().sum::<f64>() / cost_over;
        (cost, slopes.iter().map(|s| s / slope_over).collect())
    }
}

/// Boxes that have gone make others go.
pub fn the_dead_judge((boxes, scores, classes, threshold): &Boxes) -> Vec<usize> {
    let all = non_maximum_suppression(boxes, scores, classes, 2.0);
    let stays = |&i: &usize| {
        let mut surer = all.iter().take_while(|&&k| k != i);
        !surer.any(|&k| classes[k] == classes[i] && iou(boxes[k], boxes[i]) > *threshold)
    };
    all.iter().copied().filter(stays).collect()
}

/// (recall, precision) after each box, the surest first.
pub fn curve(scores: &[f64], right: &[bool], truths: usize) -> Vec<(f64, f64)> {
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]));
    let mut hits = 0.0;
    let taken = order.iter().enumerate().map(|(seen, &i)| {
        hits += f64::from(u8::from(right[i]));
        (hits / truths as f64, hits / (seen + 1) as f64)
    });
    taken.collect()
}

/// Each precision raised to the best that comes later.
pub fn raised(mut curve: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    let mut best = 0.0_f64;
    for point in curve.iter_mut().rev() {
        best = best.max(point.1);
        point.1 = best;
    }
    curve
}

/// The mean precision at so many recalls from 0 to 1.
pub fn at_points(curve: &[(f64, f64)], steps: u32) -> f64 {
    let at = |recall: f64| {
        let point = curve.iter().find(|point| point.0 >= recall);
        point.map_or(0.0, |point| point.1)
    };
    let recalls = (0..=steps).map(|i| f64::from(i) * (1.0 / f64::from(steps)));
    recalls.map(at).sum::<f64>() / f64::from(steps + 1)
}

/// Width times height of each strip under the curve.
pub fn strips(curve: &[(f64, f64)]) -> f64 {
    let before = [0.0].into_iter().chain(curve.iter().map(|point| point.0));
    let strip = |(point, before): (&(f64, f64), f64)| (point.0 - before) * point.1;
    curve.iter().zip(before).map(strip).sum()
}
