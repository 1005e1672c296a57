//! Boxes, what is kept of them, and how they are counted.

use crate::solutions::iou;

type Box4 = [f64; 4];

fn sides(b: Box4) -> (f64, f64) {
    (b[2] - b[0], b[3] - b[1])
}

/// Width and height of what both cover; negative where they lie apart.
fn common(a: Box4, b: Box4) -> (f64, f64) {
    (
        a[2].min(b[2]) - a[0].max(b[0]),
        a[3].min(b[3]) - a[1].max(b[1]),
    )
}

fn area((width, height): (f64, f64)) -> f64 {
    width * height
}

/// Negative times negative.
pub fn iou_apart(a: Box4, b: Box4) -> f64 {
    let both = area(common(a, b));
    both / (area(sides(a)) + area(sides(b)) - both)
}

/// What both cover over something else, made of both areas and what is common.
pub fn iou_over(over: impl Fn(f64, f64, f64) -> f64, a: Box4, b: Box4) -> f64 {
    let (width, height) = common(a, b);
    let both = width.max(0.0) * height.max(0.0);
    both / over(area(sides(a)), area(sides(b)), both)
}

/// The last pixel is counted, as in programs whose boxes end *on* a pixel.
pub fn iou_inclusive(a: Box4, b: Box4) -> f64 {
    let more = |b: Box4| [b[0], b[1], b[2] + 1.0, b[3] + 1.0];
    iou(more(a), more(b))
}

/// Smooth L1 with another parabola, line, slope and divisor: `inner(d)`, `outer(|d|)`, and their slopes.
pub fn smooth_l1_by(
    (found, wanted, beta): (&[f64], &[f64], f64),
    near: impl Fn(f64) -> (f64, f64),
    far: impl Fn(f64) -> (f64, f64),
    (loss_over, slope_over): (f64, f64),
) -> (f64, Vec<f64>) {
    let d = found.iter().zip(wanted).map(|(f, w)| f - w);
    let each = d.map(|d| if d.abs() < beta { near(d) } else { far(d) });
    let (costs, slopes): (Vec<f64>, Vec<f64>) = each.unzip();
    (
        costs.iter().sum::<f64>() / loss_over,
        slopes.iter().map(|s| s / slope_over).collect(),
    )
}

/// Suppression in an order, by a rule: `goes(kept, other)`; with `also_gone`, boxes that went make others go.
pub fn suppress(
    order: impl IntoIterator<Item = usize>,
    goes: impl Fn(usize, usize) -> bool,
    also_gone: bool,
) -> Vec<usize> {
    let (mut kept, mut seen): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
    for i in order {
        let judges = if also_gone { &seen } else { &kept };
        if !judges.iter().any(|&k| goes(k, i)) {
            kept.push(i);
        }
        seen.push(i);
    }
    kept
}

/// Places by falling score; of equals the later one first if `later`.
pub fn by_score(scores: &[f64], later: bool) -> Vec<usize> {
    let mut order: Vec<usize> = (0..scores.len()).collect();
    if later {
        order.reverse();
    }
    order.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]));
    order
}

/// (recall, precision) after each box of this order.
pub fn curve(order: &[usize], right: &[bool], truths: usize) -> Vec<(f64, f64)> {
    let mut hits = 0.0;
    let taken = order.iter().enumerate().map(|(seen, &i)| {
        hits += f64::from(u8::from(right[i]));
        (hits / truths as f64, hits / (seen + 1) as f64)
    });
    taken.collect()
}

/// Each precision raised to the best that comes later.
pub fn envelope(mut curve: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    let mut best = 0.0_f64;
    for point in curve.iter_mut().rev() {
        best = best.max(point.1);
        point.1 = best;
    }
    curve
}

/// The mean precision at so many recalls from 0 to 1; `beyond` where the curve has ended.
pub fn at_points(curve: &[(f64, f64)], steps: u32, beyond: f64) -> f64 {
    let at = |recall: f64| {
        let point = curve.iter().find(|point| point.0 >= recall);
        point.map_or(beyond, |point| point.1)
    };
    let recalls = (0..=steps).map(|i| f64::from(i) * (1.0 / f64::from(steps)));
    recalls.map(at).sum::<f64>() / f64::from(steps + 1)
}

/// Width times height of each strip under the curve.
pub fn strips(curve: &[(f64, f64)]) -> f64 {
    let mut before = 0.0;
    let strip = |&(recall, precision): &(f64, f64)| {
        let area = (recall - before) * precision;
        before = recall;
        area
    };
    curve.iter().map(strip).sum()
}
