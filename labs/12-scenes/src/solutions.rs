//! Our answers.

use crate::captions::bleu::groups;
use std::collections::HashSet;

// ANCHOR: iou
/// What both cover over what either covers. A box is `[left, top, right, bottom]`.
pub fn iou(a: [f64; 4], b: [f64; 4]) -> f64 {
    let area = |b: [f64; 4]| (b[2] - b[0]).max(0.0) * (b[3] - b[1]).max(0.0);
    let [left, top] = [0, 1].map(|i| a[i].max(b[i]));
    let [right, bottom] = [2, 3].map(|i| a[i].min(b[i]));
    let both = area([left, top, right, bottom]);
    both / (area(a) + area(b) - both)
}
// ANCHOR_END: iou

// ANCHOR: smooth_l1
/// A parabola within β, a line beyond; both meet with the same value and the same slope.
pub fn smooth_l1(found: &[f64], wanted: &[f64], beta: f64) -> (f64, Vec<f64>) {
    let n = found.len() as f64;
    let (mut loss, mut gradient) = (0.0, Vec::new());
    for d in found.iter().zip(wanted).map(|(f, w)| f - w) {
        if d.abs() < beta {
            loss += 0.5 * d * d / beta / n;
            gradient.push(d / beta / n);
        } else {
            loss += (d.abs() - 0.5 * beta) / n;
            gradient.push(d.signum() / n);
        }
    }
    (loss, gradient)
}
// ANCHOR_END: smooth_l1

// ANCHOR: non_maximum_suppression
/// The surest box stays; of its class, what overlaps it too much goes. Then the surest of the rest.
pub fn non_maximum_suppression(
    boxes: &[[f64; 4]],
    scores: &[f64],
    classes: &[u8],
    threshold: f64,
) -> Vec<usize> {
    let mut order: Vec<usize> = (0..boxes.len()).collect();
    order.sort_by(|&a, &b| scores[b].total_cmp(&scores[a])); // stable: of equals, the earlier one
    let mut kept: Vec<usize> = Vec::new();
    for i in order {
        let is_double =
            |&k: &usize| classes[k] == classes[i] && iou(boxes[k], boxes[i]) > threshold;
        if !kept.iter().any(is_double) {
            kept.push(i);
        }
    }
    kept
}
// ANCHOR_END: non_maximum_suppression

// ANCHOR: average_precision
/// The best precision that is still to be had at each of 101 recalls, on average.
pub fn average_precision(scores: &[f64], right: &[bool], truths: usize) -> f64 {
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]));
    let mut hits = 0.0;
    let mut curve = Vec::new(); // (recall, precision) after each box
    for (seen, &i) in order.iter().enumerate() {
        hits += f64::from(u8::from(right[i]));
        curve.push((hits / truths as f64, hits / (seen + 1) as f64));
    }
    let mut best = 0.0_f64;
    for point in curve.iter_mut().rev() {
        best = best.max(point.1); // never lower than what comes later
        point.1 = best;
    }
    let at = |recall: f64| {
        let point = curve.iter().find(|point| point.0 >= recall);
        point.map_or(0.0, |point| point.1)
    };
    (0..=100).map(|i| at(f64::from(i) * 0.01)).sum::<f64>() / 101.0
}
// ANCHOR_END: average_precision

// ANCHOR: precision_by_hand
/// Right, double, right, nothing, right; the fourth digit is never found. Precision is ⅔ at its best from a recall of ¼ to
/// ½ (25 of the 101 points), ⅗ from there to ¾. Where IoU ¾ is asked for, the first box alone is right.
pub fn precision_by_hand() -> [f64; 6] {
    let half = (26.0 + 25.0 * 2.0 / 3.0 + 25.0 * 3.0 / 5.0) / 101.0;
    let first = 26.0 / 101.0;
    [2.0 / 3.0, 2.0 / 4.0, 3.0 / 5.0, 3.0 / 4.0, half, first]
}
// ANCHOR_END: precision_by_hand

// ANCHOR: dice_loss
/// L = 1 − A/B. The quotient rule: −(2y·B − A)/B², since A grows by 2y with p, and B by 1.
pub fn dice_loss(p: &[f64], y: &[f64]) -> (f64, Vec<f64>) {
    let common: f64 = p.iter().zip(y).map(|(p, y)| p * y).sum();
    let both: f64 = p.iter().chain(y).sum();
    let (above, below) = (2.0 * common + 1.0, both + 1.0);
    let slope = |y: &f64| -(2.0 * y * below - above) / (below * below);
    (1.0 - above / below, y.iter().map(slope).collect())
}
// ANCHOR_END: dice_loss

// ANCHOR: lazy
/// No storm: 982,000 of a million are right, and all of them are in one class.
pub fn lazy() -> [f64; 4] {
    let storm: f64 = 0.018;
    let rest = 1.0 - storm;
    let nats = -storm * storm.ln() - rest * rest.ln();
    [rest, (rest + 0.0) / 2.0, nats, rest / storm]
}
// ANCHOR_END: lazy

// ANCHOR: triplet_loss
/// In |a − p|² − |a − n|² the a² falls out: what is left in a is −2p + 2n.
pub fn triplet_loss(a: &[f64], p: &[f64], n: &[f64], margin: f64) -> (f64, [Vec<f64>; 3]) {
    let squared = |b: &[f64]| -> f64 { a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum() };
    let loss = squared(p) - squared(n) + margin;
    let twice = |from: &[f64], to: &[f64]| -> Vec<f64> {
        let slope = |(f, t)| if loss > 0.0 { 2.0 * (t - f) } else { 0.0 };
        from.iter().zip(to).map(slope).collect()
    };
    (loss.max(0.0), [twice(p, n), twice(a, p), twice(n, a)])
}
// ANCHOR_END: triplet_loss

// ANCHOR: beam_search
/// Round after round, until all that is left is finished.
pub fn beam_search(
    next: &dyn Fn(&[usize]) -> Vec<f64>,
    end: usize,
    width: usize,
    longest: usize,
    alpha: f64,
) -> Vec<usize> {
    let mut beam = vec![(Vec::new(), 0.0)];
    for _ in 0..longest {
        beam = round(beam, next, end, width, alpha);
        if beam.iter().all(|(words, _)| words.last() == Some(&end)) {
            break;
        }
    }
    beam.swap_remove(0).0
}

/// One round: finished sentences stay as they are, the others get every word; the best of all
/// these, best first. Each sentence has its ln p beside it.
pub fn round(
    beam: Vec<(Vec<usize>, f64)>,
    next: &dyn Fn(&[usize]) -> Vec<f64>,
    end: usize,
    width: usize,
    alpha: f64,
) -> Vec<(Vec<usize>, f64)> {
    let mut all = Vec::new();
    for (words, log_p) in beam {
        if words.last() == Some(&end) {
            all.push((words, log_p));
            continue;
        }
        for (word, more) in next(&words).into_iter().enumerate() {
            all.push(([&words[..], &[word]].concat(), log_p + more));
        }
    }
    let score = |(words, log_p): &(Vec<usize>, f64)| log_p / (words.len() as f64).powf(alpha);
    all.sort_by(|a, b| score(b).total_cmp(&score(a)));
    all.truncate(width);
    all
}
// ANCHOR_END: beam_search

// ANCHOR: clipped_precision
/// A group counts as often as in that reference which has it most often, and no more.
pub fn clipped_precision(sentence: &str, references: &[&str], n: usize) -> (usize, usize) {
    let own = groups(sentence, n);
    let references: Vec<_> = references.iter().map(|it| groups(it, n)).collect();
    let count = |all: &[Vec<&str>], group: &[&str]| all.iter().filter(|g| *g == group).count();
    let different: HashSet<_> = own.iter().collect();
    let found = different.into_iter().map(|group| {
        let most = references.iter().map(|all| count(all, group)).max();
        count(&own, group).min(most.unwrap_or(0))
    });
    (found.sum(), own.len())
}
// ANCHOR_END: clipped_precision

// ANCHOR: greedy_by_hand
/// Greedy: 0.45 · 0.4. The beams of two and of three keep `two` and `all` as well.
pub fn greedy_by_hand() -> [f64; 4] {
    [0.18, 0.195, 0.225, -0.225_f64.ln()]
}
// ANCHOR_END: greedy_by_hand

// ANCHOR: shifted
/// It repeats what it is given. The first that it is given is <begin>.
pub fn shifted() -> [f64; 4] {
    [0.0, 1.0, 0.0, 2.0_f64.ln() / 8.0]
}
// ANCHOR_END: shifted
