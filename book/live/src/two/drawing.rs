//! How the playground draws: the plane, and the network with what each unit says.

use super::learner::Learner;
use super::points::REACH;
use crate::{Picture, Plot, Scale};
use labkit::numerals::num;
use nabla::Tensor;

/// Cells along a side: of the plane, and of a unit's picture.
pub const ROWS: [usize; 2] = [40, 14];
/// The network's panel, and a unit's picture on it.
const SIZE: [f64; 2] = [400.0, 310.0];
const UNIT: f64 = 30.0;

/// The middles of the cells, row by row from the top: `[N, 2]`.
pub fn places(rows: usize) -> Tensor {
    let at = |i: usize| ((i as f32 + 0.5) / rows as f32 * 2.0 - 1.0) * REACH;
    let cells = (0..rows).flat_map(|row| (0..rows).map(move |column| [at(column), -at(row)]));
    Tensor::from_vec(cells.flatten().collect(), [rows * rows, 2])
}

/// Points in one path, in pixels: squares or discs.
pub fn marks(points: &[[f64; 2]], squares: bool, name: &str) -> String {
    let mark = |[x, y]: &[f64; 2]| match squares {
        true => format!("M{:.1} {:.1}h5.4v5.4h-5.4z", x - 2.7, y - 2.7),
        false => format!("M{:.1} {y:.1}a3 3 0 1 0 6 0a3 3 0 1 0-6 0z", x - 3.0),
    };
    let path: String = points.iter().map(mark).collect();
    format!("<path class=\"{name}\" d=\"{path}\"/>")
}

/// The network's opinion from its logits: 1 is certainly blue, −1 certainly orange.
pub fn region(logits: &Tensor) -> Vec<f32> {
    logits
        .data()
        .iter()
        .map(|logit| (logit / 2.0).tanh())
        .collect()
}

/// The plane under the points.
pub fn plane(region: &[f32]) -> Picture {
    Picture::new([ROWS[0]; 2], region.to_vec(), Scale::Faint(1.0)).smooth()
}

/// The network from left to right: its units' pictures, and lines as thick as the weights are large.
pub fn thumbnails(learner: &Learner, seen: &[Tensor]) -> Plot {
    let title = "What each unit says of every place: blue above zero, orange below. Blue and solid lines are positive weights, orange and dashed ones negative";
    let mut plot = Plot::bare("net", title, SIZE);
    let widths: Vec<usize> = std::iter::once(2)
        .chain(seen.iter().map(|layer| layer.dims()[1]))
        .collect();
    for layer in 1..widths.len() {
        for (from, row) in learner.weights(layer - 1).iter().enumerate() {
            for (to, &weight) in row.iter().enumerate() {
                // From edge to edge: lines lie above pictures.
                let ([x, y], [u, v]) =
                    (middle(&widths, layer - 1, from), middle(&widths, layer, to));
                let ends = [[x + UNIT / 2.0, y], [u - UNIT / 2.0, v]];
                let class = if weight < 0.0 {
                    "orange dashed"
                } else {
                    "blue"
                };
                let width = 0.4 + 2.2 * f64::from(weight.abs()).min(2.0);
                let part = format!("weight {layer} {} {}", from + 1, to + 1);
                plot = plot.edge(ends[0], ends[1], width, class, &part);
            }
        }
    }
    for (layer, values) in std::iter::once(None)
        .chain(seen.iter().map(Some))
        .enumerate()
    {
        for unit in 0..widths[layer] {
            let [x, y] = middle(&widths, layer, unit);
            let (low, high) = (
                [x - UNIT / 2.0, y - UNIT / 2.0],
                [x + UNIT / 2.0, y + UNIT / 2.0],
            );
            let part = format!("unit {layer} {}", unit + 1);
            plot = plot
                .picture_at(picture(values, layer + 1 == widths.len(), unit), low, high)
                .cell(low, high, "outline", &part);
        }
    }
    plot.text([6.0, 8.0], "start", "tick", "x, y").text(
        [SIZE[0] - 4.0, 8.0],
        "end",
        "tick",
        "answer",
    )
}

/// What one unit says, on its own scale; the inputs are the coordinates themselves.
fn picture(values: Option<&Tensor>, last: bool, unit: usize) -> Picture {
    let rows = ROWS[1];
    let numbers: Vec<f32> = match values {
        None => places(rows).data().chunks(2).map(|at| at[unit]).collect(),
        Some(values) if last => region(values),
        Some(values) => {
            let units = values.dims()[1];
            values
                .data()
                .iter()
                .skip(unit)
                .step_by(units)
                .copied()
                .collect()
        }
    };
    let largest = numbers
        .iter()
        .fold(1e-6f32, |most, value| most.max(value.abs()));
    Picture::new(
        [rows, rows],
        numbers,
        Scale::Signed(if last { 1.0 } else { largest }),
    )
}

/// Where a unit stands on the panel.
fn middle(widths: &[usize], layer: usize, unit: usize) -> [f64; 2] {
    let x = UNIT / 2.0 + 6.0 + (SIZE[0] - UNIT - 12.0) * layer as f64 / (widths.len() - 1) as f64;
    let free = SIZE[1] - 20.0;
    let y = 16.0 + free * (1.0 - (unit as f64 + 0.5) / widths[layer] as f64);
    [x, y]
}

/// What is said of a part that is pointed to: `unit LAYER NUMBER` or `weight LAYER FROM TO`, layers counted from the inputs, 0.
pub fn told(part: &str, learner: &Learner) -> Option<String> {
    let mut words = part.split(' ');
    let kind = words.next()?;
    let numbers: Vec<usize> = words.map_while(|word| word.parse().ok()).collect();
    let last = learner.model.len();
    match (kind, numbers.as_slice()) {
        ("unit", [0, input @ 1..=2]) => Some(format!(
            "Input {}: the coordinate itself.",
            ["x", "y"][input - 1]
        )),
        ("unit", &[layer, _]) if layer == last => Some(
            "The output: blue where it says blue, more strongly where it is more certain.".into(),
        ),
        ("unit", &[layer, unit]) if layer < last => Some(format!(
            "Unit {unit} of hidden layer {layer}: what it says of every place."
        )),
        ("weight", &[layer, from, to]) => {
            let rows = learner.weights(layer.checked_sub(1).filter(|&layer| layer < last)?);
            let weight = rows.get(from.checked_sub(1)?)?.get(to.checked_sub(1)?)?;
            let to = if layer == last {
                "the output".into()
            } else {
                format!("unit {to} of hidden layer {layer}")
            };
            let from = match (layer, from) {
                (1, 1) => "x".into(),
                (1, _) => "y".into(),
                (layer, from) => format!("unit {from} of hidden layer {}", layer - 1),
            };
            Some(format!(
                "The weight from {from} to {to}: {}.",
                num(f64::from(*weight), 3)
            ))
        }
        _ => None,
    }
}
