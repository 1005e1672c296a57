//! What three sections do with networks that are shallow and deep: train them, and draw their gradients and slopes.

use lab11::slopes::{INPUTS, correlation, inputs, slopes};
use lab11::trial::{Trial, best_loss, gradient_lengths, pictures};
use labkit::numerals::{count, num};
use labkit::statistics::mean;
use labkit::{Chart, Lesson, Table};
use trainer::Examples;

/// Blocks a stage: 8, 20 and 56 layers, as in the paper.
pub const BLOCKS: [usize; 3] = [1, 3, 9];
/// What a network says that knows nothing: ln 10.
pub const LUCK: f64 = std::f64::consts::LN_10;
/// Slopes are compared with those so many places further, a sixteenth of the way from one whole number to the next.
const LAG: usize = 4;

/// What these networks learn from.
pub fn examples() -> Examples {
    pictures(datasets::digits8().train.take(480))
}

pub fn epochs(lesson: &Lesson) -> usize {
    lesson.shortened(12, 6)
}

/// The training losses of these networks in the end.
pub fn losses(lesson: &Lesson, trials: &[Trial]) -> Vec<f64> {
    let (examples, epochs) = (examples(), epochs(lesson));
    let seed = lesson.flags().seed;
    let mut bar = lesson.progress("training", trials.len() * 2 * epochs);
    let one = |trial| best_loss(trial, &examples, epochs, seed, || bar.tick());
    let losses = trials.iter().map(one).collect();
    bar.done();
    losses
}

/// A loss for a table.
pub fn shown(loss: f64) -> String {
    match loss.is_finite() {
        true => num(loss, 2),
        false => "fell apart".to_string(),
    }
}

/// The gradient lengths of a fresh network, over the place of the layer from 0 to 1.
pub fn lengths(lesson: &Lesson, trial: &Trial) -> Vec<(f64, f64)> {
    let model = trial.build(lesson.flags().seed);
    let (some, _) = examples().split_at(128);
    let lengths = gradient_lengths(&model, &some);
    let last = (lengths.len() - 1) as f64;
    let places = (0..lengths.len()).map(|layer| layer as f64 / last);
    places.zip(lengths).collect()
}

/// Says how much slopes tell about their neighbours, by depth.
pub fn neighbours(lesson: &mut Lesson, around: bool) {
    let seeds = lesson.seeds(10, 3);
    let rows = [6, 18, 54].map(|layers| {
        let of = |&seed: &u64| correlation(&slopes(layers, around, seed), LAG);
        [count(layers + 2), num(mean(seeds.iter().map(of)), 2)]
    });
    let table = Table::new(["layers", "correlation of neighbours"]).rows(rows);
    let apart = num(4.0 * LAG as f64 / (INPUTS - 1) as f64, 2);
    lesson.table(&table.caption(format!("Between slopes that lie {apart} apart, mean of {} networks of 128 units a layer. 1: the one says what the other is; 0: it says nothing.", seeds.len())));
}

/// A chart of the gradients' lengths, layer by layer.
pub fn lengths_chart() -> Chart {
    let place = "place in the network, 0 first, 1 last";
    Chart::new(place, "length of the gradient").log_y()
}

/// The slopes of one network along the line, with mean 0 and deviation 1.
pub fn along(lesson: &Lesson, layers: usize, around: bool) -> Vec<(f64, f64)> {
    let slopes = slopes(layers, around, lesson.flags().seed);
    let middle = mean(slopes.iter().copied());
    let square = mean(slopes.iter().map(|slope| (slope - middle).powi(2)));
    let scaled = slopes.iter().map(|slope| (slope - middle) / square.sqrt());
    inputs().into_iter().map(f64::from).zip(scaled).collect()
}
