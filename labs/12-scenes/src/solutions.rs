//! Our answers.

// -- boxes: solutions go here --

// ANCHOR: iou
/// What both cover over what either covers. A box is `[left, top, right, bottom]`.
pub fn iou(a: [f64; 4], b: [f64; 4]) -> f64 {
    let area = |b: [f64; 4]| (b[2] - b[0]).max(0.0) * (b[3] - b[1]).max(0.0);
    let both = area([
        a[0].max(b[0]),
        a[1].max(b[1]),
        a[2].min(b[2]),
        a[3].min(b[3]),
    ]);
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
    [
        2.0 / 3.0,
        2.0 / 4.0,
        3.0 / 5.0,
        3.0 / 4.0,
        half,
        26.0 / 101.0,
    ]
}
// ANCHOR_END: precision_by_hand

// -- pixels: solutions go here --

// -- pairs: solutions go here --

// -- captions: solutions go here --
