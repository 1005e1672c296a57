//! The two drawings of the masks: a network with what is missing, and what it says of every place.

use super::thinned::{Run, Seen, UNITS, is_wrong};
use crate::{Picture, Plot, Scale};
use nabla::{Linear, Tensor};
use std::ops::RangeInclusive;

const X: RangeInclusive<f64> = -1.75..=2.75;
const Y: RangeInclusive<f64> = -1.3..=1.7;
/// Columns and rows of the map.
const CELLS: [usize; 2] = [45, 30];
/// Which units of a layer are there.
pub fn there(run: &Run, seen: Seen, layer: usize) -> Vec<bool> {
    match (layer, seen) {
        (1 | 2, Seen::Thinned(example)) => {
            let mask = run.mask(example)[layer - 1];
            mask.iter().map(|&factor| factor > 0.0).collect()
        }
        _ => vec![true; UNITS[layer]],
    }
}

/// The network that one looks at: weights as lines, thick where they are large, blue above 0.
pub fn net(run: &Run, seen: Seen) -> Plot {
    let title = match seen {
        Seen::Thinned(example) => format!(
            "The network as example {} met it in this step; × is dropped",
            example + 1
        ),
        Seen::Whole => "The whole network, as it is used".to_string(),
        Seen::Twin => "The twin, which learned without dropout".to_string(),
    };
    let mut plot = Plot::bare("net", &title, [340.0, 270.0]);
    let at = |layer: usize, unit: usize| {
        let (units, gap) = (UNITS[layer] as f64, 250.0 / 12.0);
        let down = (unit as f64 - (units - 1.0) / 2.0) * gap;
        [24.0 + 97.0 * layer as f64, 135.0 - down]
    };
    let there: Vec<Vec<bool>> = (0..4).map(|layer| there(run, seen, layer)).collect();
    for layer in 0..3 {
        let Some(dense) = run.model(seen).get::<Linear>(2 * layer) else {
            continue;
        };
        let weights = dense.weight.value();
        for (i, &weight) in weights.data().iter().enumerate() {
            let (from, to) = (i / UNITS[layer + 1], i % UNITS[layer + 1]);
            let kind = match weight.abs() {
                size if size < 0.15 => continue,
                size if size < 0.8 => "thin",
                _ => "",
            };
            if there[layer][from] && there[layer + 1][to] {
                let colour = if weight > 0.0 { "blue" } else { "orange" };
                let line = [at(layer, from), at(layer + 1, to)];
                plot = plot.line(line, &format!("{colour} {kind}"));
            }
        }
    }
    for (layer, units) in there.iter().enumerate() {
        for (unit, &there) in units.iter().enumerate() {
            let (class, word) = if there { ("ink", "") } else { ("soft", "×") };
            plot = plot.node(at(layer, unit), 8.0, class, word, &part(layer, unit));
        }
    }
    plot
}

/// What it says of every place, and the points it learned from; one of them is `marked`.
pub fn region(run: &Run, seen: Seen, marked: usize) -> Plot {
    let [columns, rows] = CELLS;
    let across = |range: &RangeInclusive<f64>, part: f64| {
        range.start() + part * (range.end() - range.start())
    };
    let places = (0..columns * rows).flat_map(|cell| {
        let (column, row) = (cell % columns, cell / columns);
        let x = across(&X, (column as f64 + 0.5) / columns as f64);
        let y = across(&Y, 1.0 - (row as f64 + 0.5) / rows as f64);
        [x as f32, y as f32]
    });
    let places = Tensor::from_vec(places.collect(), [columns * rows, 2]);
    let p = run.probabilities(places, seen);
    // Orange where class 1 is likely, as its points are.
    let values = p.iter().map(|p| 0.5 - p).collect();
    let title = match seen {
        Seen::Thinned(_) => "What this thinned network says of every place",
        Seen::Whole => "What the whole network says of every place",
        Seen::Twin => "What the twin without dropout says of every place",
    };
    let mut plot = Plot::new("region", title, [340.0, 270.0], (X, "x"), (Y, "y"))
        .picture(Picture::new(CELLS, values, Scale::Faint(0.5)).smooth());
    let learn = &run.learn;
    let points = learn.places.data().chunks_exact(2);
    for (i, (place, &label)) in points.zip(learn.labels.as_slice()).enumerate() {
        let at = [f64::from(place[0]), f64::from(place[1])];
        if is_wrong(i) {
            plot = ring(plot, at, 8.0, "red");
        }
        if i == marked {
            plot = ring(plot, at, 11.0, "ink thick");
        }
        plot = if label == 0 {
            plot.dot(at, 4.0, "blue")
        } else {
            let half = [0.05, 0.05];
            let corner = |sign: f64| [at[0] + sign * half[0], at[1] + sign * half[1]];
            plot.bar(corner(-1.0), corner(1.0), "orange")
        };
    }
    plot
}

fn ring(mut plot: Plot, at: [f64; 2], radius: f64, class: &str) -> Plot {
    let [x, y] = plot.pixel(at);
    plot.raw(&format!(
        "<circle class=\"line {class}\" fill=\"none\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius}\"/>"
    ));
    plot
}

/// The name of a unit in the drawing.
fn part(layer: usize, unit: usize) -> String {
    format!("layer {layer} unit {}", unit + 1)
}

/// The way back of [`part`].
pub fn unit_of(name: &str) -> Option<(usize, usize)> {
    let (layer, unit) = name.strip_prefix("layer ")?.split_once(" unit ")?;
    let (layer, unit): (usize, usize) = (layer.parse().ok()?, unit.parse().ok()?);
    let known = layer < UNITS.len() && (1..=UNITS[layer]).contains(&unit);
    known.then(|| (layer, unit - 1))
}
