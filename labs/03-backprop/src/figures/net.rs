//! The 3-3-2 net with its gradients on the lines.

use super::{Area, At, disc, line, text};
use lab03::by_hand::{Gradients, INPUTS, Trace};
use labkit::numerals::num;
use labkit::{Result, ink};

/// Lines as thick as their gradients; outputs in the circles; ∂E/∂sum below them. An exercise asks for the gradient from
/// H2 to O2: there stands `asked`.
pub fn gradients(area: &Area, trace: &Trace, g: &Gradients, asked: &str) -> Result<()> {
    let inputs = column(90, 3);
    let hidden = column(370, 3);
    let outputs = column(650, 2);
    text(area, "inputs", (90, 22), 16, ink::MUTED)?;
    text(area, "hidden", (370, 22), 16, ink::MUTED)?;
    text(area, "outputs", (650, 22), 16, ink::MUTED)?;
    for (n, from) in inputs.iter().enumerate() {
        for (j, to) in hidden.iter().enumerate() {
            let share = if (n, j) == (0, 2) {
                0.8
            } else {
                [0.2, 0.34, 0.27][j]
            };
            let label = num(g.d_w1[n][j], 3);
            edge(area, *from, *to, g.d_w1[n][j], &label, share)?;
        }
    }
    for (j, from) in hidden.iter().enumerate() {
        for (k, to) in outputs.iter().enumerate() {
            let share = [[0.3, 0.2], [0.34, 0.3], [0.28, 0.45]][j][k];
            let label = match (j, k) {
                (1, 1) => asked.to_string(),
                _ => num(g.d_w2[j][k], 3),
            };
            edge(area, *from, *to, g.d_w2[j][k], &label, share)?;
        }
    }
    for (n, at) in inputs.iter().enumerate() {
        disc(area, *at, 30, ink::MUTED)?;
        text(area, &num(INPUTS[n], 1), *at, 17, ink::INK)?;
    }
    let neurons = hidden.iter().zip(trace.hidden).zip(g.d_sum1);
    let outputs = outputs.iter().zip(trace.output).zip(g.d_sum2);
    for ((at, output), d_sum) in neurons.chain(outputs) {
        disc(area, *at, 30, ink::BLUE)?;
        text(area, &num(output, 3), *at, 17, ink::INK)?;
        text(
            area,
            &format!("∂E/∂s = {}", num(d_sum, 4)),
            (at.0, at.1 + 43),
            14,
            ink::PURPLE,
        )?;
    }
    Ok(())
}

fn column(x: i32, neurons: i32) -> Vec<At> {
    (0..neurons)
        .map(|i| (x, 200 + 125 * i - 125 * (neurons - 1) / 2))
        .collect()
}

/// One weight's line, as thick as its gradient, with `label` written `share` of the way along it.
fn edge(area: &Area, from: At, to: At, gradient: f64, label: &str, share: f64) -> Result<()> {
    let colour = if gradient > 0.0 {
        ink::ORANGE
    } else {
        ink::BLUE
    };
    let width = (1.0 + 70.0 * gradient.abs()).round() as u32;
    let along = |k: f64| {
        let mix = |a: i32, b: i32| a + (f64::from(b - a) * k).round() as i32;
        (mix(from.0, to.0), mix(from.1, to.1))
    };
    let reach = 30.0 / f64::from(to.0 - from.0).hypot(f64::from(to.1 - from.1));
    line(area, &[along(reach), along(1.0 - reach)], colour, width)?;
    // Beside the line, on its upper side, so that the number stays clear of a thick one.
    let (dx, dy) = (f64::from(to.0 - from.0), f64::from(to.1 - from.1));
    let off = (9.0 + f64::from(width) / 2.0) / dx.hypot(dy);
    let at = along(share);
    let at = (
        at.0 + (dy * off).round() as i32,
        at.1 - (dx * off).round() as i32,
    );
    text(area, label, at, 13, colour)
}
