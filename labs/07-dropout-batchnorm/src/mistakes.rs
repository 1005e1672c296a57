//! Answers that are plausible and wrong. The judge compares a wrong answer with these, to say which
//! thought went astray; and our tests use them to prove that the judge's questions are sharp enough.

mod norms;

use crate::solutions;
pub use norms::*;

type Table = Vec<Vec<f64>>;

/// Takes the rate for the probability to stay.
pub fn dropout_keeping_the_rate(x: &[f64], draws: &[f64], rate: f64) -> Vec<f64> {
    kept(x, draws, |draw| draw < rate, 1.0 / rate)
}

/// Makes up for nothing.
pub fn dropout_not_made_up(x: &[f64], draws: &[f64], rate: f64) -> Vec<f64> {
    kept(x, draws, |draw| draw >= rate, 1.0)
}

/// Divides by the rate.
pub fn dropout_over_the_rate(x: &[f64], draws: &[f64], rate: f64) -> Vec<f64> {
    kept(x, draws, |draw| draw >= rate, 1.0 / rate)
}

/// Multiplies where it should divide.
pub fn dropout_quieter(x: &[f64], draws: &[f64], rate: f64) -> Vec<f64> {
    kept(x, draws, |draw| draw >= rate, 1.0 - rate)
}

/// Makes up for the fraction that happened to be dropped, not for the rate.
pub fn dropout_by_count(x: &[f64], draws: &[f64], rate: f64) -> Vec<f64> {
    let stay = draws.iter().filter(|&&draw| draw >= rate).count();
    kept(x, draws, |draw| draw >= rate, x.len() as f64 / stay as f64)
}

/// Drops those that should stay.
pub fn dropout_turned(x: &[f64], draws: &[f64], rate: f64) -> Vec<f64> {
    kept(x, draws, |draw| draw < rate, 1.0 / (1.0 - rate))
}

/// Drops the upper end of the draws.
pub fn dropout_from_above(x: &[f64], draws: &[f64], rate: f64) -> Vec<f64> {
    kept(x, draws, |draw| draw < 1.0 - rate, 1.0 / (1.0 - rate))
}

/// Drops at a tie.
pub fn dropout_with_ties(x: &[f64], draws: &[f64], rate: f64) -> Vec<f64> {
    kept(x, draws, |draw| draw > rate, 1.0 / (1.0 - rate))
}

fn kept(x: &[f64], draws: &[f64], stays: impl Fn(f64) -> bool, factor: f64) -> Vec<f64> {
    let pairs = x.iter().zip(draws);
    pairs
        .map(|(x, &draw)| if stays(draw) { x * factor } else { 0.0 })
        .collect()
}

/// Takes the 0.8 of 2017 for a rate.
pub fn dialects_alike() -> [f64; 4] {
    [0.8, 5.0, 200.0, 5.0]
}

/// Makes up by the share that is missing.
pub fn dialects_by_the_missing() -> [f64; 4] {
    [0.2, 5.0, 200.0, 1.25]
}

/// Counts those that go.
pub fn dialects_counting_the_dropped() -> [f64; 4] {
    [0.2, 1.25, 800.0, 5.0]
}

/// Thinks that today's frameworks make up when the network is used.
pub fn dialects_without_making_up() -> [f64; 4] {
    [0.2, 1.25, 200.0, 1.0]
}

/// Keras' momentum: the weight of the old.
pub fn remember_as_keras(old: (f64, f64), batch: &[f64], momentum: f64) -> (f64, f64) {
    solutions::remember(old, batch, 1.0 - momentum)
}

/// Takes in the variance that divides by N.
pub fn remember_biased(old: (f64, f64), batch: &[f64], momentum: f64) -> (f64, f64) {
    let (mean, variance) = moments(batch);
    (
        (1.0 - momentum) * old.0 + momentum * mean,
        (1.0 - momentum) * old.1 + momentum * variance,
    )
}

/// Forgets what was.
pub fn remember_the_last(_old: (f64, f64), batch: &[f64], _momentum: f64) -> (f64, f64) {
    let (mean, variance) = moments(batch);
    let n = batch.len() as f64;
    (mean, variance * n / (n - 1.0))
}

/// Adds the new without taking anything from the old.
pub fn remember_by_adding(old: (f64, f64), batch: &[f64], momentum: f64) -> (f64, f64) {
    let (mean, variance) = remember_the_last(old, batch, momentum);
    (old.0 + momentum * mean, old.1 + momentum * variance)
}

/// Takes in the sum of the squared distances.
pub fn remember_the_squares(old: (f64, f64), batch: &[f64], momentum: f64) -> (f64, f64) {
    let (mean, variance) = remember_the_last(old, batch, momentum);
    let squares = variance * (batch.len() as f64 - 1.0);
    (
        (1.0 - momentum) * old.0 + momentum * mean,
        (1.0 - momentum) * old.1 + momentum * squares,
    )
}

/// Takes in the standard deviation.
pub fn remember_the_deviation(old: (f64, f64), batch: &[f64], momentum: f64) -> (f64, f64) {
    let (mean, variance) = remember_the_last(old, batch, momentum);
    (
        (1.0 - momentum) * old.0 + momentum * mean,
        (1.0 - momentum) * old.1 + momentum * variance.sqrt(),
    )
}

/// The distances to the running mean.
pub fn remember_around_the_old(old: (f64, f64), batch: &[f64], momentum: f64) -> (f64, f64) {
    let squares = batch.iter().map(|x| (x - old.0).powi(2)).sum::<f64>();
    let variance = squares / (batch.len() as f64 - 1.0);
    let (mean, _) = solutions::remember(old, batch, momentum);
    (mean, (1.0 - momentum) * old.1 + momentum * variance)
}

/// The mean of the squares minus the square of the mean.
pub fn remember_by_squares(old: (f64, f64), batch: &[f64], momentum: f64) -> (f64, f64) {
    let n = batch.len() as f64;
    let mean = batch.iter().sum::<f64>() / n;
    let squares = batch.iter().map(|x| x * x).sum::<f64>() / n;
    let variance = (squares - mean * mean) * n / (n - 1.0);
    (
        (1.0 - momentum) * old.0 + momentum * mean,
        (1.0 - momentum) * old.1 + momentum * variance,
    )
}

fn moments(batch: &[f64]) -> (f64, f64) {
    let n = batch.len() as f64;
    let mean = batch.iter().sum::<f64>() / n;
    let variance = batch.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n;
    (mean, variance)
}

/// Counts four numbers for each place in the picture.
pub fn parameters_of_places() -> [usize; 3] {
    let places = 26 * 26 * 32 + 12 * 12 * 64 + 128;
    [1_199_882 + 4 * places, 1_199_882 + 2 * places, 2 * places]
}

/// Leaves γ and β out.
pub fn parameters_without_gamma() -> [usize; 3] {
    [1_199_882 + 448, 1_199_882, 448]
}

/// Takes everything for learned.
pub fn parameters_all_learned() -> [usize; 3] {
    [1_200_778, 1_200_778, 0]
}

/// Takes nothing of batch norm for learned.
pub fn parameters_none_learned() -> [usize; 3] {
    [1_200_778, 1_199_882, 896]
}

/// Divides by the number of examples.
pub fn weighted_over_count(losses: &[f64], labels: &[usize], class_weights: &[f64]) -> f64 {
    let weights = labels.iter().map(|&label| class_weights[label]);
    let sum: f64 = weights.zip(losses).map(|(w, loss)| w * loss).sum();
    sum / losses.len() as f64
}

/// Divides by the sum of the weights of the classes.
pub fn weighted_over_classes(losses: &[f64], labels: &[usize], class_weights: &[f64]) -> f64 {
    let total: f64 = class_weights.iter().sum();
    weighted_over_count(losses, labels, class_weights) * losses.len() as f64 / total
}

/// Weighs nothing.
pub fn weighted_not_at_all(losses: &[f64], _labels: &[usize], _class_weights: &[f64]) -> f64 {
    losses.iter().sum::<f64>() / losses.len() as f64
}

/// Takes the weights in the order of the examples.
pub fn weighted_by_place(losses: &[f64], _labels: &[usize], class_weights: &[f64]) -> f64 {
    let weights: Vec<f64> = (0..losses.len())
        .map(|i| class_weights[i % class_weights.len()])
        .collect();
    let sum: f64 = weights.iter().zip(losses).map(|(w, loss)| w * loss).sum();
    sum / weights.iter().sum::<f64>()
}

/// The mean of each class, weighted by the class.
pub fn weighted_by_class_means(losses: &[f64], labels: &[usize], class_weights: &[f64]) -> f64 {
    let classes = class_weights
        .iter()
        .enumerate()
        .filter_map(|(class, weight)| {
            let own = losses
                .iter()
                .zip(labels)
                .filter(|(_, label)| **label == class);
            let own: Vec<f64> = own.map(|(loss, _)| *loss).collect();
            let mean = own.iter().sum::<f64>() / own.len() as f64;
            (!own.is_empty()).then_some((weight * mean, *weight))
        });
    let (sum, total) = classes.fold((0.0, 0.0), |all, one| (all.0 + one.0, all.1 + one.1));
    sum / total
}

/// Up and to the left.
pub fn shifted_the_other_way(picture: &[Vec<f64>], down: isize, right: isize) -> Table {
    solutions::shifted(picture, -down, -right)
}

/// Rows and columns exchanged.
pub fn shifted_turned(picture: &[Vec<f64>], down: isize, right: isize) -> Table {
    solutions::shifted(picture, right, down)
}

/// What leaves on one side comes in on the other.
pub fn shifted_around(picture: &[Vec<f64>], down: isize, right: isize) -> Table {
    from(picture, |row, column, (height, width)| {
        (
            (row - down).rem_euclid(height),
            (column - right).rem_euclid(width),
        )
    })
}

/// The edge is smeared into the empty part.
pub fn shifted_smeared(picture: &[Vec<f64>], down: isize, right: isize) -> Table {
    from(picture, |row, column, (height, width)| {
        (
            (row - down).clamp(0, height - 1),
            (column - right).clamp(0, width - 1),
        )
    })
}

/// Begins with a copy, and empties nothing.
pub fn shifted_not_emptied(picture: &[Vec<f64>], down: isize, right: isize) -> Table {
    from(picture, |row, column, (height, width)| {
        let from = (row - down, column - right);
        let is_inside = (0..height).contains(&from.0) && (0..width).contains(&from.1);
        if is_inside { from } else { (row, column) }
    })
}

/// Writes into the picture while it is read, row after row.
pub fn shifted_in_place(picture: &[Vec<f64>], down: isize, right: isize) -> Table {
    let mut moved = picture.to_vec();
    for r in 0..moved.len() {
        for c in 0..moved[r].len() {
            let from = r
                .checked_add_signed(-down)
                .zip(c.checked_add_signed(-right));
            let from = from.and_then(|(r, c)| moved.get(r)?.get(c).copied());
            moved[r][c] = from.unwrap_or(0.0);
        }
    }
    moved
}

/// Does not look whether there is such a pixel; a negative place becomes a huge one.
pub fn shifted_unchecked(picture: &[Vec<f64>], down: isize, right: isize) -> Table {
    let at =
        |r: usize, c: usize| picture[(r as isize - down) as usize][(c as isize - right) as usize];
    let row = |r: usize| (0..picture[r].len()).map(|c| at(r, c)).collect();
    (0..picture.len()).map(row).collect()
}

/// The rows are shifted with zeros coming in, the numbers of a row go around.
pub fn shifted_rows_around(picture: &[Vec<f64>], down: isize, right: isize) -> Table {
    let moved = solutions::shifted(picture, down, 0);
    shifted_around(&moved, 0, right)
}

fn from(
    picture: &[Vec<f64>],
    place: impl Fn(isize, isize, (isize, isize)) -> (isize, isize),
) -> Table {
    let size = (picture.len() as isize, picture[0].len() as isize);
    let row = |r: isize| -> Vec<f64> {
        (0..size.1)
            .map(|c| {
                let (row, column) = place(r, c, size);
                picture[row as usize][column as usize]
            })
            .collect()
    };
    (0..size.0).map(row).collect()
}
