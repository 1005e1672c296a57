//! Answers that are plausible and wrong. The judge compares a wrong answer with these, to say which
//! thought went astray; and our tests use them to prove that the judge's questions are sharp enough.

use crate::paper::sigmoid;
use crate::solutions;

/// Leaves the label out.
pub fn best_discriminator_hard(data: f64, forged: f64, _label: f64) -> f64 {
    data / (data + forged)
}

/// Sets the label apart from its density.
pub fn best_discriminator_label_below(data: f64, forged: f64, label: f64) -> f64 {
    label * data / (label * data + forged)
}

/// How sure it is that a number is forged.
pub fn best_discriminator_of_forged(data: f64, forged: f64, label: f64) -> f64 {
    label * forged / (data + forged)
}

/// The ratio of the densities.
pub fn best_discriminator_ratio(data: f64, forged: f64, label: f64) -> f64 {
    label * data / forged
}

/// Takes the answer for real things at both places, and the forged ones as well.
pub fn value_without_one_minus() -> [f64; 4] {
    let [a, b, ..] = solutions::value_by_hand();
    let value = 0.8 * a.ln() + 1.2 * b.ln();
    [a, b, value, (value + 4_f64.ln()) / 2.0]
}

/// All places alike.
pub fn value_unweighted() -> [f64; 4] {
    let [a, b, ..] = solutions::value_by_hand();
    let value = a.ln() + b.ln() + (1.0 - a).ln() + (1.0 - b).ln();
    [a, b, value, (value + 4_f64.ln()) / 2.0]
}

/// V + ln 4, not halved.
pub fn value_of_two_divergences() -> [f64; 4] {
    let [a, b, value, js] = solutions::value_by_hand();
    [a, b, value, 2.0 * js]
}

/// In bits.
pub fn value_in_bits() -> [f64; 4] {
    let [a, b, value, js] = solutions::value_by_hand();
    [a, b, value / 2_f64.ln(), js / 2_f64.ln()]
}

type Gradients = [Vec<f64>; 3];

fn gradients(logits: &[f64], share: f64, of: [fn(f64) -> f64; 3]) -> Gradients {
    of.map(|of| logits.iter().map(|&s| share * of(sigmoid(s))).collect())
}

/// Of the sums.
pub fn gradients_of_sums(logits: &[f64]) -> Gradients {
    gradients(logits, 1.0, [|d| -d, |d| d - 1.0, |d| -d / (1.0 - d)])
}

/// With respect to the outputs, not to the logits.
pub fn gradients_of_outputs(logits: &[f64]) -> Gradients {
    let share = 1.0 / logits.len() as f64;
    let third = |d: f64| -1.0 / (1.0 - d).powi(2);
    gradients(logits, share, [|d| -1.0 / (1.0 - d), |d| -1.0 / d, third])
}

/// Uphill.
pub fn gradients_uphill(logits: &[f64]) -> Gradients {
    let down = solutions::generator_gradients(logits);
    down.map(|of| of.iter().map(|g| -g).collect())
}

/// One for the other.
pub fn gradients_swapped(logits: &[f64]) -> Gradients {
    let [first, second, third] = solutions::generator_gradients(logits);
    [second, first, third]
}

/// The output D in place of the odds: the third loss taken for the mean of −D.
pub fn gradients_without_odds(logits: &[f64]) -> Gradients {
    let [first, second, _] = solutions::generator_gradients(logits);
    let share = 1.0 / logits.len() as f64;
    let third = |&s: &f64| -share * sigmoid(s) * (1.0 - sigmoid(s));
    [first, second, logits.iter().map(third).collect()]
}

/// Only the forgery moves: what was to be.
pub fn one_optimizer_without_the_bug() -> [f64; 4] {
    let [x, ..] = solutions::one_optimizer();
    [x, 2.0, -2.0, sigmoid(-1.0)]
}

/// The discriminator moves against the forgery.
pub fn one_optimizer_against() -> [f64; 4] {
    let of_logit = sigmoid(-1.0) - 1.0;
    let (w, c) = (2.0 + of_logit * 0.5, -2.0 + of_logit);
    [0.5 - of_logit * 2.0, w, c, sigmoid(w * 0.5 + c)]
}

/// One after the other: w takes its step where x already is.
pub fn one_optimizer_in_turn() -> [f64; 4] {
    let of_logit = sigmoid(-1.0) - 1.0;
    let x = 0.5 - of_logit * 2.0;
    let (w, c) = (2.0 - of_logit * x, -2.0 - of_logit);
    [x, w, c, sigmoid(w * 0.5 + c)]
}

/// The output for the forgery where it is now.
pub fn one_optimizer_of_the_new() -> [f64; 4] {
    let [x, w, c, _] = solutions::one_optimizer();
    [x, w, c, sigmoid(w * x + c)]
}

type Points<'a> = &'a [(f64, f64)];

fn covered(
    points: Points<'_>,
    centres: Points<'_>,
    is: impl Fn(Points<'_>, (f64, f64)) -> bool,
) -> usize {
    centres.iter().filter(|&&c| is(points, c)).count()
}

fn near(points: Points<'_>, c: (f64, f64), radius: f64) -> usize {
    let good = |p: &&(f64, f64)| (p.0 - c.0).hypot(p.1 - c.1) <= radius;
    points.iter().filter(good).count()
}

/// One point is enough.
pub fn modes_by_one_point(
    points: Points<'_>,
    centres: Points<'_>,
    radius: f64,
    _enough: f64,
) -> usize {
    covered(points, centres, |points, c| near(points, c, radius) > 0)
}

/// A share of the good points, not of all.
pub fn modes_of_the_good(
    points: Points<'_>,
    centres: Points<'_>,
    radius: f64,
    enough: f64,
) -> usize {
    let good: usize = centres.iter().map(|&c| near(points, c, radius)).sum();
    covered(points, centres, |points, c| {
        let count = near(points, c, radius);
        count > 0 && count as f64 >= enough * good as f64
    })
}

/// A square around the centre, not a circle.
pub fn modes_in_squares(
    points: Points<'_>,
    centres: Points<'_>,
    radius: f64,
    enough: f64,
) -> usize {
    covered(points, centres, |points, c| {
        let inside = |p: &&(f64, f64)| (p.0 - c.0).abs() <= radius && (p.1 - c.1).abs() <= radius;
        let count = points.iter().filter(inside).count();
        count > 0 && count as f64 >= enough * points.len() as f64
    })
}

/// Every point goes to the nearest centre, however far that is.
pub fn modes_by_the_nearest(
    points: Points<'_>,
    centres: Points<'_>,
    _radius: f64,
    enough: f64,
) -> usize {
    let mut counts = vec![0_usize; centres.len()];
    for p in points {
        let far = |c: &(f64, f64)| (p.0 - c.0).hypot(p.1 - c.1);
        let nearest =
            (0..centres.len()).min_by(|&a, &b| far(&centres[a]).total_cmp(&far(&centres[b])));
        nearest.into_iter().for_each(|k| counts[k] += 1);
    }
    let need = enough * points.len() as f64;
    counts
        .iter()
        .filter(|&&count| count > 0 && count as f64 >= need)
        .count()
}

/// More than enough is asked for.
pub fn modes_strictly(points: Points<'_>, centres: Points<'_>, radius: f64, enough: f64) -> usize {
    covered(points, centres, |points, c| {
        near(points, c, radius) as f64 > enough * points.len() as f64
    })
}

type Rows = Vec<Vec<f64>>;

/// Goes through a transposed convolution: `put` gets a place of the canvas and what is painted there.
fn conv_transpose(
    (x, kernel): (&[Vec<f64>], &[Vec<f64>]),
    stride: usize,
    margin: usize,
    put: impl Fn(&mut f64, f64),
) -> Rows {
    let rows = (x.len() - 1) * stride + kernel.len();
    let columns = (x[0].len() - 1) * stride + kernel[0].len();
    let mut canvas = vec![vec![0.0; columns]; rows];
    for (i, row) in x.iter().enumerate() {
        for (j, strength) in row.iter().enumerate() {
            for (a, weights) in kernel.iter().enumerate() {
                for (b, weight) in weights.iter().enumerate() {
                    put(
                        &mut canvas[stride * i + a][stride * j + b],
                        strength * weight,
                    );
                }
            }
        }
    }
    let inner = &canvas[margin..rows - margin];
    inner
        .iter()
        .map(|row| row[margin..columns - margin].to_vec())
        .collect()
}

/// The last copy covers what lay there.
pub fn painted_over(x: &[Vec<f64>], kernel: &[Vec<f64>], stride: usize, margin: usize) -> Rows {
    conv_transpose((x, kernel), stride, margin, |place, new| *place = new)
}

/// Turns the kernel by half a turn.
pub fn painted_turned(x: &[Vec<f64>], kernel: &[Vec<f64>], stride: usize, margin: usize) -> Rows {
    let turn = |row: &Vec<f64>| row.iter().rev().copied().collect();
    let turned: Rows = kernel.iter().rev().map(turn).collect();
    conv_transpose((x, &turned), stride, margin, |place, new| *place += new)
}

/// Leaves the margin on.
pub fn painted_with_margin(x: &[Vec<f64>], kernel: &[Vec<f64>], stride: usize) -> Rows {
    conv_transpose((x, kernel), stride, 0, |place, new| *place += new)
}

/// Adds the margin, as a convolution would.
pub fn painted_margin_added(
    x: &[Vec<f64>],
    kernel: &[Vec<f64>],
    stride: usize,
    margin: usize,
) -> Rows {
    let conv_transpose = painted_with_margin(x, kernel, stride);
    let width = conv_transpose[0].len() + 2 * margin;
    let beside = vec![0.0; margin];
    let mut framed = vec![vec![0.0; width]; margin];
    framed.extend(
        conv_transpose
            .iter()
            .map(|row| [&beside, row.as_slice(), &beside].concat()),
    );
    framed.extend(vec![vec![0.0; width]; margin]);
    framed
}

/// Moves the kernel by one, and then leaves places out: a convolution with a stride.
pub fn painted_by_one(x: &[Vec<f64>], kernel: &[Vec<f64>], stride: usize, margin: usize) -> Rows {
    let dense = conv_transpose((x, kernel), 1, 0, |place, new| *place += new);
    let thinned = dense.iter().step_by(stride);
    let rows: Rows = thinned
        .map(|row| row.iter().step_by(stride).copied().collect())
        .collect();
    let cut = |side: usize| margin.min(side)..side.saturating_sub(margin).max(margin.min(side));
    rows[cut(rows.len())]
        .iter()
        .map(|row| row[cut(row.len())].to_vec())
        .collect()
}

/// The straight way.
pub fn arc_straight(from: &[f64], to: &[f64], at: f64) -> Vec<f64> {
    weigh(from, 1.0 - at, to, at)
}

/// From the end to the beginning.
pub fn arc_backwards(from: &[f64], to: &[f64], at: f64) -> Vec<f64> {
    solutions::slerp(from, to, 1.0 - at)
}

/// Forgets to divide by sin Ω.
pub fn arc_undivided(from: &[f64], to: &[f64], at: f64) -> Vec<f64> {
    let angle = angle(from, to);
    if angle.sin() < 1e-6 {
        return arc_straight(from, to, at);
    }
    weigh(from, ((1.0 - at) * angle).sin(), to, (at * angle).sin())
}

/// Takes the product of the two for the cosine.
pub fn arc_of_the_product(from: &[f64], to: &[f64], at: f64) -> Vec<f64> {
    let product: f64 = from.iter().zip(to).map(|(a, b)| a * b).sum();
    turned_by(product.clamp(-1.0, 1.0).acos(), (from, to), at)
}

/// Walks between the directions, and forgets the lengths.
pub fn arc_of_directions(from: &[f64], to: &[f64], at: f64) -> Vec<f64> {
    let unit = |z: &[f64]| -> Vec<f64> {
        let length = z.iter().map(|x| x * x).sum::<f64>().sqrt();
        z.iter().map(|x| x / length).collect()
    };
    solutions::slerp(&unit(from), &unit(to), at)
}

/// Divides by 0 where both have one direction.
pub fn arc_without_the_straight_case(from: &[f64], to: &[f64], at: f64) -> Vec<f64> {
    let angle = angle(from, to);
    let (first, second) = (((1.0 - at) * angle).sin(), (at * angle).sin());
    weigh(from, first / angle.sin(), to, second / angle.sin())
}

fn turned_by(angle: f64, (from, to): (&[f64], &[f64]), at: f64) -> Vec<f64> {
    let sine = angle.sin();
    if sine < 1e-6 {
        return arc_straight(from, to, at);
    }
    weigh(
        from,
        ((1.0 - at) * angle).sin() / sine,
        to,
        (at * angle).sin() / sine,
    )
}

fn angle(from: &[f64], to: &[f64]) -> f64 {
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let lengths = (product(from, from) * product(to, to)).sqrt();
    (product(from, to) / lengths).clamp(-1.0, 1.0).acos()
}

fn weigh(a: &[f64], of_a: f64, b: &[f64], of_b: f64) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| of_a * a + of_b * b).collect()
}

fn apart(a: &[f64], b: &[f64]) -> f64 {
    a.iter()
        .zip(b)
        .map(|(a, b)| (a - b).powi(2))
        .sum::<f64>()
        .sqrt()
}

/// Counts the point itself among its neighbours.
pub fn neighbours_with_oneself(real: &[Vec<f64>], forged: &[Vec<f64>], k: usize) -> [f64; 2] {
    let radius = |i| if k == 1 { 0.0 } else { kth(real, i, k - 1) };
    within(real, forged, radius)
}

/// One ball size for all: the mean.
pub fn neighbours_in_equal_balls(real: &[Vec<f64>], forged: &[Vec<f64>], k: usize) -> [f64; 2] {
    let mean = (0..real.len()).map(|i| kth(real, i, k)).sum::<f64>() / real.len() as f64;
    within(real, forged, |_| mean)
}

/// Puts the balls around the forged points.
pub fn neighbours_of_the_forged(real: &[Vec<f64>], forged: &[Vec<f64>], k: usize) -> [f64; 2] {
    let k = k.min(forged.len() - 1);
    let [found, good] = within(forged, real, |i| kth(forged, i, k));
    [good, found]
}

/// The two shares in the other order.
pub fn neighbours_swapped(real: &[Vec<f64>], forged: &[Vec<f64>], k: usize) -> [f64; 2] {
    let [precision, coverage] = solutions::precision_and_coverage(real, forged, k);
    [coverage, precision]
}

/// Counts hits, not points: the density.
pub fn neighbours_by_hits(real: &[Vec<f64>], forged: &[Vec<f64>], k: usize) -> [f64; 2] {
    let [_, coverage] = solutions::precision_and_coverage(real, forged, k);
    let hits = |i: usize| {
        let radius = kth(real, i, k);
        forged
            .iter()
            .filter(|point| apart(point, &real[i]) <= radius)
            .count()
    };
    let all: usize = (0..real.len()).map(hits).sum();
    [all as f64 / (k * forged.len()) as f64, coverage]
}

fn kth(points: &[Vec<f64>], i: usize, k: usize) -> f64 {
    let others = points.iter().enumerate().filter(|(j, _)| *j != i);
    let mut distances: Vec<f64> = others.map(|(_, other)| apart(&points[i], other)).collect();
    distances.sort_by(f64::total_cmp);
    distances[k - 1]
}

fn within(real: &[Vec<f64>], forged: &[Vec<f64>], radius: impl Fn(usize) -> f64) -> [f64; 2] {
    let radii: Vec<f64> = (0..real.len()).map(radius).collect();
    let lies = |point: &Vec<f64>, i: usize| apart(point, &real[i]) <= radii[i];
    let good = forged
        .iter()
        .filter(|point| (0..real.len()).any(|i| lies(point, i)));
    let found = (0..real.len()).filter(|&i| forged.iter().any(|point| lies(point, i)));
    [
        good.count() as f64 / forged.len() as f64,
        found.count() as f64 / real.len() as f64,
    ]
}
