//! The 3-3-2 network: circles, lines as thick as their weights, and the numbers that run through.

use lab02::network::{HIDDEN, INPUT, OUTPUT, layer_by_hand};
use labkit::numerals::num;
use labkit::{Result, ink};
use plotters::prelude::*;

use super::{Area, FINE, centred, stroke};

/// The size of the whole figure in pixels.
pub const SIZE: (u32, u32) = (740, 420);

/// The radius of a circle, in pixels.
const RADIUS: f64 = 33.0;

/// A column of neurons: where it stands, the names, and the numbers in the circles.
struct Column {
    x: f64,
    names: Vec<String>,
    values: Vec<String>,
}

impl Column {
    fn new(x: f64, letter: &str, values: &[f64], decimals: usize) -> Self {
        let names = (1..=values.len()).map(|i| format!("{letter}{i}")).collect();
        let values = values.iter().map(|v| num(*v, decimals)).collect();
        Self { x, names, values }
    }

    /// The middle of circle `i`; the columns are centred on the same height.
    fn place(&self, i: usize) -> (f64, f64) {
        (
            self.x,
            225.0 + 65.0 * (2.0 * i as f64 + 1.0 - self.values.len() as f64),
        )
    }
}

/// Draws the whole network with the numbers of the first forward pass.
pub fn draw(area: &Area) -> Result<()> {
    let hidden = layer_by_hand(&HIDDEN, 0.0, &INPUT);
    let output = layer_by_hand(&OUTPUT, 0.0, &hidden);
    let columns = [
        Column::new(80.0, "x", &INPUT, 1),
        Column::new(370.0, "H", &hidden, 3),
        Column::new(660.0, "O", &output, 3),
    ];
    for (title, column) in ["inputs", "hidden layer", "output layer"]
        .iter()
        .zip(&columns)
    {
        area.draw_text(title, &centred(15, &ink::MUTED), units((column.x, 22.0)))?;
    }
    edges(area, &columns[0], &columns[1], &HIDDEN)?;
    edges(area, &columns[1], &columns[2], &OUTPUT)?;
    columns.iter().try_for_each(|column| circles(area, column))
}

/// A line for every weight, with the weight written near the neuron it belongs to.
fn edges(area: &Area, from: &Column, to: &Column, weights: &[[f64; 3]]) -> Result<()> {
    for (neuron, row) in weights.iter().enumerate() {
        for (input, &weight) in row.iter().enumerate() {
            let (start, end) = (from.place(input), to.place(neuron));
            let length = (end.0 - start.0).hypot(end.1 - start.1);
            let at = |t: f64| {
                (
                    start.0 + t * (end.0 - start.0),
                    start.1 + t * (end.1 - start.1),
                )
            };
            let colour = match weight {
                w if w > 0.0 => ink::BLUE,
                w if w < 0.0 => ink::ORANGE,
                _ => ink::MUTED,
            };
            let rim = RADIUS / length;
            let line = vec![units(at(rim)), units(at(1.0 - rim))];
            area.draw(&PathElement::new(
                line,
                stroke(colour, weight.abs().max(0.5) * 1.3),
            ))?;
            // Close to the neuron the weight belongs to, where its three lines are in the order of the inputs.
            let label = at(1.0 - (RADIUS + 40.0) / length);
            let text = format!("{weight}").replace('-', "−");
            area.draw_text(
                &text,
                &centred(15, &colour),
                units((label.0, label.1 - 12.0)),
            )?;
        }
    }
    Ok(())
}

fn circles(area: &Area, column: &Column) -> Result<()> {
    for (i, (name, value)) in column.names.iter().zip(&column.values).enumerate() {
        let (x, y) = column.place(i);
        let radius = (RADIUS * f64::from(FINE)) as i32;
        area.draw(&Circle::new(units((x, y)), radius, stroke(ink::INK, 1.5)))?;
        area.draw_text(name, &centred(13, &ink::MUTED), units((x, y - 13.0)))?;
        area.draw_text(value, &centred(17, &ink::INK), units((x, y + 7.0)))?;
    }
    Ok(())
}

/// Pixels to units of the drawing.
fn units((x, y): (f64, f64)) -> (i32, i32) {
    ((x * f64::from(FINE)) as i32, (y * f64::from(FINE)) as i32)
}
