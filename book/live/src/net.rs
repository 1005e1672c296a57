//! The net of chapters 2 and 3, drawn: three inputs, three hidden units, two outputs.

use crate::Plot;
use labkit::numerals::num;

/// What stands in the net: `w1[n][j]` leads from input n to hidden unit j, `w2[j][k]` from there to output k.
pub struct Net {
    pub x: [f64; 3],
    pub w1: [[f64; 3]; 3],
    pub hidden: [f64; 3],
    pub w2: [[f64; 2]; 3],
    pub output: [f64; 2],
}

/// A part that can be pointed to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Part {
    /// Of layer 0, 1 or 2, counted from 0.
    Unit(usize, usize),
    /// Into layer 1 or 2: from, to.
    Edge(usize, usize, usize),
}

/// The knobs of the weights, and what each is called for who cannot see where it stands.
pub const W1: [[&str; 3]; 3] = [
    ["a11", "a12", "a13"],
    ["a21", "a22", "a23"],
    ["a31", "a32", "a33"],
];
pub const W2: [[&str; 2]; 3] = [["c11", "c12"], ["c21", "c22"], ["c31", "c32"]];

const SIZE: [f64; 2] = [420.0, 300.0];
const RADIUS: f64 = 25.0;

/// The net from left to right: positive weights blue and solid, negative ones orange and dashed, thick where they are large.
pub fn draw(title: &str, net: &Net) -> Plot {
    let mut plot = Plot::bare("net", title, SIZE);
    for (n, row) in net.w1.iter().enumerate() {
        for (j, &weight) in row.iter().enumerate() {
            plot = edge(plot, 1, n, j, weight);
        }
    }
    for (j, row) in net.w2.iter().enumerate() {
        for (k, &weight) in row.iter().enumerate() {
            plot = edge(plot, 2, j, k, weight);
        }
    }
    let layers: [&[f64]; 3] = [&net.x, &net.hidden, &net.output];
    for (layer, values) in layers.into_iter().enumerate() {
        for (unit, &value) in values.iter().enumerate() {
            let at = place(layer, unit);
            let digits = if layer == 0 { 1 } else { 3 };
            let name = format!("{}{}", ["x", "H", "O"][layer], unit + 1);
            plot = plot
                .text([at[0], at[1] + RADIUS + 6.0], "middle", "tick", &name)
                .node(
                    at,
                    RADIUS,
                    "ink",
                    &num(value, digits),
                    &format!("unit {layer} {unit}"),
                );
        }
    }
    plot
}

fn edge(plot: Plot, layer: usize, from: usize, to: usize, weight: f64) -> Plot {
    let class = if weight < 0.0 {
        "orange dashed"
    } else {
        "blue"
    };
    let width = 0.8 + weight.abs().min(4.0);
    plot.edge(
        place(layer - 1, from),
        place(layer, to),
        width,
        class,
        &format!("edge {layer} {from} {to}"),
    )
}

fn place(layer: usize, unit: usize) -> [f64; 2] {
    let x = [40.0, 210.0, 380.0][layer];
    let y = if layer == 2 {
        [205.0, 85.0][unit]
    } else {
        [238.0, 145.0, 52.0][unit]
    };
    [x, y]
}

/// The part of this name, if there is one.
pub fn part(name: &str) -> Option<Part> {
    let mut words = name.split(' ');
    let kind = words.next()?;
    let numbers: Vec<usize> = words.map_while(|word| word.parse().ok()).collect();
    let size = |layer: usize| [3, 3, 2].get(layer).copied().unwrap_or(0);
    match (kind, numbers.as_slice()) {
        ("unit", &[layer, unit]) if unit < size(layer) => Some(Part::Unit(layer, unit)),
        ("edge", &[layer @ 1..=2, from, to]) if from < size(layer - 1) && to < size(layer) => {
            Some(Part::Edge(layer, from, to))
        }
        _ => None,
    }
}

/// `0.5 · 1.0 + 0.9 · −2.0 + …`: values times weights.
pub fn sum(values: &[f64], weights: &[f64], digits: usize) -> String {
    let term =
        |(value, weight): (&f64, &f64)| format!("{} · {}", num(*value, digits), num(*weight, 1));
    values
        .iter()
        .zip(weights)
        .map(term)
        .collect::<Vec<_>>()
        .join(" + ")
}
