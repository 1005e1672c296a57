//! How well a score tells two kinds apart: the ROC curve and the area under it.

// ANCHOR: roc
/// From (0, 0) to (1, 1): the threshold falls from the highest score to the lowest, and each time it passes one, this is the
/// fraction of the usual that raises a false alarm, and the fraction of the odd that is found. Equal scores are passed together.
pub fn roc(usual: &[f64], odd: &[f64]) -> Vec<(f64, f64)> {
    let mut scores: Vec<(f64, bool)> = usual.iter().map(|&s| (s, false)).collect();
    scores.extend(odd.iter().map(|&s| (s, true)));
    scores.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut alarms, mut found) = (0, 0);
    let mut curve = vec![(0.0, 0.0)];
    for equal in scores.chunk_by(|a, b| a.0 == b.0) {
        let hits = equal.iter().filter(|(_, is_odd)| *is_odd).count();
        found += hits;
        alarms += equal.len() - hits;
        curve.push((
            alarms as f64 / usual.len() as f64,
            found as f64 / odd.len() as f64,
        ));
    }
    curve
}
// ANCHOR_END: roc

/// The area under such a curve, strip by strip: width times mean height.
pub fn area(curve: &[(f64, f64)]) -> f64 {
    curve
        .windows(2)
        .map(|strip| (strip[1].0 - strip[0].0) * 0.5 * (strip[0].1 + strip[1].1))
        .sum()
}

/// A curve with at most about `points` points, for a picture; the ends stay.
pub fn thinned(curve: &[(f64, f64)], points: usize) -> Vec<(f64, f64)> {
    let step = curve.len().div_ceil(points.max(1)).max(1);
    let mut few: Vec<(f64, f64)> = curve.iter().copied().step_by(step).collect();
    few.extend(curve.last());
    few
}
