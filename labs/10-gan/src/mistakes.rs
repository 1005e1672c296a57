//! Answers that are plausible and wrong. The judge compares a wrong answer with these, to say which
//! thought went astray; and our tests use them to prove that the judge's questions are sharp enough.

mod pictures;

use crate::paper::sigmoid;
use crate::solutions;
pub use pictures::*;

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

/// D of a thing being forged.
pub fn value_of_forged() -> [f64; 4] {
    let [a, b, value, js] = solutions::value_by_hand();
    [1.0 - a, 1.0 - b, value, js]
}

/// Another constant between V and the divergence.
pub fn value_with_constant(constant: f64) -> [f64; 4] {
    let [a, b, value, _] = solutions::value_by_hand();
    [a, b, value, (value + constant) / 2.0]
}

/// The weights of real and forged things exchanged.
pub fn value_with_weights_exchanged() -> [f64; 4] {
    let [a, b, ..] = solutions::value_by_hand();
    let of_real = 0.2 * a.ln() + 0.8 * b.ln();
    let value = of_real + 0.6 * (1.0 - a).ln() + 0.4 * (1.0 - b).ln();
    [a, b, value, (value + 4_f64.ln()) / 2.0]
}

/// Nothing is paid for the forged things.
pub fn value_of_real_alone() -> [f64; 4] {
    let [a, b, ..] = solutions::value_by_hand();
    let value = 0.6 * a.ln() + 0.4 * b.ln();
    [a, b, value, (value + 4_f64.ln()) / 2.0]
}

type Gradients = [Vec<f64>; 3];

/// These functions of the logit.
fn gradients(logits: &[f64], share: f64, of: [fn(f64) -> f64; 3]) -> Gradients {
    of.map(|of| logits.iter().map(|&s| share * of(s)).collect())
}

fn each(logits: &[f64], of: impl Fn(f64) -> f64) -> Vec<f64> {
    let share = 1.0 / logits.len() as f64;
    logits.iter().map(|&s| share * of(sigmoid(s))).collect()
}

/// Right on paper, by fractions that become 0/0 or x/0.
pub fn gradients_by_fractions(first: bool, third: bool, logits: &[f64]) -> Gradients {
    let [whole, second, power] = solutions::generator_gradients(logits);
    let fraction = each(logits, |d| -d * (1.0 - d) / (1.0 - d));
    let odds = each(logits, |d| -d / (1.0 - d));
    [
        if first { fraction } else { whole },
        second,
        if third { odds } else { power },
    ]
}

/// D is kept away from 0 and 1.
pub fn gradients_clamped(least: f64, logits: &[f64]) -> Gradients {
    let [first, second, _] = solutions::generator_gradients(logits);
    let odds = |d: f64| {
        let d = d.clamp(least, 1.0 - least);
        -d / (1.0 - d)
    };
    [first, second, each(logits, odds)]
}

/// The third times D·(1 − D).
pub fn gradients_with_another_link(logits: &[f64]) -> Gradients {
    let [first, second, third] = solutions::generator_gradients(logits);
    let slope = |(g, s): (&f64, &f64)| g * sigmoid(*s) * (1.0 - sigmoid(*s));
    [first, second, third.iter().zip(logits).map(slope).collect()]
}

/// The losses in place of their gradients.
pub fn gradients_not_taken(logits: &[f64]) -> Gradients {
    [
        each(logits, |d| (1.0 - d).ln()),
        each(logits, |d| -d.ln()),
        each(logits, |d| -d / (1.0 - d)),
    ]
}

/// The third with respect to D.
pub fn gradients_of_odds_in_outputs(logits: &[f64]) -> Gradients {
    let [first, second, _] = solutions::generator_gradients(logits);
    [first, second, each(logits, |d| -1.0 / (1.0 - d).powi(2))]
}

/// Of the sums.
pub fn gradients_of_sums(logits: &[f64]) -> Gradients {
    gradients(
        logits,
        1.0,
        [|s| -sigmoid(s), |s| sigmoid(s) - 1.0, |s| -s.exp()],
    )
}

/// With respect to the outputs, not to the logits.
pub fn gradients_of_outputs(logits: &[f64]) -> Gradients {
    [
        each(logits, |d| -1.0 / (1.0 - d)),
        each(logits, |d| -1.0 / d),
        each(logits, |d| -1.0 / (1.0 - d).powi(2)),
    ]
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

/// The step of x, w and c if their gradients have these factors.
pub fn one_optimizer_by([of_x, of_w, of_c]: [f64; 3]) -> [f64; 4] {
    let of_logit = sigmoid(-1.0) - 1.0;
    stepped([of_x, of_w, of_c].map(|factor| of_logit * factor))
}

/// Descends on ln(1 − D).
pub fn one_optimizer_saturating() -> [f64; 4] {
    stepped([2.0, 0.5, 1.0].map(|factor| -sigmoid(-1.0) * factor))
}

/// The slope of σ stays in.
pub fn one_optimizer_with_slope() -> [f64; 4] {
    let d = sigmoid(-1.0);
    stepped([2.0, 0.5, 1.0].map(|factor| (d - 1.0) * d * (1.0 - d) * factor))
}

fn stepped([dx, dw, dc]: [f64; 3]) -> [f64; 4] {
    let (w, c) = (2.0 - dw, -2.0 - dc);
    [0.5 - dx, w, c, sigmoid(w * 0.5 + c)]
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

/// A count of the points for which `is_good(dx, dy)` holds.
fn by_distance(
    points: Points<'_>,
    centres: Points<'_>,
    enough: f64,
    is_good: impl Fn(f64, f64) -> bool,
) -> usize {
    covered(points, centres, |points, c| {
        let good = points.iter().filter(|p| is_good(p.0 - c.0, p.1 - c.1));
        let count = good.count();
        count > 0 && count as f64 >= enough * points.len() as f64
    })
}

/// What lies on the rim is out.
pub fn modes_without_rim(
    points: Points<'_>,
    centres: Points<'_>,
    radius: f64,
    enough: f64,
) -> usize {
    by_distance(points, centres, enough, |x, y| x.hypot(y) < radius)
}

/// The squared distance is compared with the radius.
pub fn modes_without_root(
    points: Points<'_>,
    centres: Points<'_>,
    radius: f64,
    enough: f64,
) -> usize {
    by_distance(points, centres, enough, |x, y| x * x + y * y <= radius)
}

/// The distance along the axes.
pub fn modes_around_the_corner(
    points: Points<'_>,
    centres: Points<'_>,
    radius: f64,
    enough: f64,
) -> usize {
    by_distance(points, centres, enough, |x, y| x.abs() + y.abs() <= radius)
}

/// A share of the centres.
pub fn modes_of_the_centres(
    points: Points<'_>,
    centres: Points<'_>,
    radius: f64,
    enough: f64,
) -> usize {
    covered(points, centres, |points, c| {
        let count = near(points, c, radius);
        count > 0 && count as f64 >= enough * centres.len() as f64
    })
}

/// Every point counts for the first centre that it is near to.
pub fn modes_once_each(points: Points<'_>, centres: Points<'_>, radius: f64, enough: f64) -> usize {
    let mut counts = vec![0_usize; centres.len()];
    for p in points {
        let is_near = |c: &(f64, f64)| (p.0 - c.0).hypot(p.1 - c.1) <= radius;
        if let Some(first) = centres.iter().position(is_near) {
            counts[first] += 1;
        }
    }
    let need = enough * points.len() as f64;
    counts
        .iter()
        .filter(|&&count| count > 0 && count as f64 >= need)
        .count()
}

/// A share of the points, rounded down to whole ones.
pub fn modes_rounded_down(
    points: Points<'_>,
    centres: Points<'_>,
    radius: f64,
    enough: f64,
) -> usize {
    let need = (enough * points.len() as f64) as usize;
    covered(points, centres, |points, c| {
        let count = near(points, c, radius);
        count > 0 && count >= need
    })
}
