//! Vanishing and exploding gradients.

use lab03::depth::{Curve, Depths, Start, measure};
use labkit::numerals::scientific;
use labkit::{Chart, Lesson, Result, Table};

const WIDTH: usize = 100;
const DEPTH: usize = 20;

pub fn depth(lesson: &mut Lesson) -> Result<()> {
    lesson.say(format!(
        "Equation 4 and equation 1, layer after layer: at each layer the gradient is multiplied by Wᵀ and by φ′. \
         Through {DEPTH} layers that is a product of {DEPTH} factors, and a product of many factors is rarely near 1. \
         Build nets of {DEPTH} layers with {WIDTH} neurons each, send 64 random samples forward and a random gradient \
         of size 1 back, and measure it on its way."
    ));
    lesson.predict(
        "The derivative of a sigmoid is ¼ at most. If the weights neither stretch nor shrink, what is left of a gradient \
         after 19 sigmoids?",
        "At most 0.25¹⁹ = 4·10⁻¹². The first layer of such a net learns nothing; it only passes on noise.",
    );
    let all: Vec<(Curve, Vec<(Start, Depths)>)> = Curve::ALL
        .map(|curve| {
            let seed = lesson.flags().seed;
            (
                curve,
                Start::ALL
                    .map(|start| (start, measure(curve, start, DEPTH, WIDTH, seed)))
                    .to_vec(),
            )
        })
        .to_vec();
    let mut table = Table::new(["", "small 0.01", "Xavier √(1/n)", "He √(2/n)", "large 3/√n"]);
    for (curve, rows) in &all {
        let mut row = vec![curve.name().to_string()];
        row.extend(
            rows.iter()
                .map(|(_, depths)| scientific(depths.survival(), 1)),
        );
        table.push(row);
    }
    lesson.table(&table.caption(format!(
        "The gradient at layer 1 as a fraction of that at layer {DEPTH}. 1 would be ideal."
    )));
    for (curve, rows) in &all {
        let mut chart = Chart::new("layer", "rms of ∂L/∂sum").log_y();
        for (start, depths) in rows {
            let points = depths
                .gradient
                .iter()
                .enumerate()
                .map(|(i, &g)| (i as f64 + 1.0, g.max(1e-40)));
            chart = chart.line(start.name(), points.collect::<Vec<_>>());
        }
        let name = curve.name();
        lesson.chart(
            &format!("depth-{}", name.to_lowercase()),
            &format!("{name}: the gradient on its way from layer {DEPTH} (right) to layer 1 (left), logarithmic."),
            &chart,
        )?;
        for (start, depths) in rows {
            lesson.number(
                &format!(
                    "survival_{}_{}",
                    name.to_lowercase(),
                    start.name().to_lowercase()
                ),
                depths.survival(),
            );
        }
    }
    lesson.say(
        "Straight lines on a logarithmic scale: each layer multiplies by the same factor. It can be computed. A sum of n \
         products has n times the variance of one, so per layer the *square* of the gradient is multiplied by \
         n · (variance of a weight) · (mean of φ′²).

         - sigmoid: φ′ is at most ¼, so no start that keeps sums moderate can save it. Deep nets of sigmoids waited for \
           decades for that reason.
         - tanh: φ′ is near 1 around 0, so variance 1/n, Xavier's, nearly balances.
         - ReLU: φ′ is 1 for half of the neurons and 0 for the rest; the mean of φ′² is ½, so the balance asks for \
           variance 2/n. That factor 2 is all of He's proposal.
         - large: with ReLU a factor √4.5 = 2.1 a layer, a million in all. An exploding gradient; the first step throws \
           the weights anywhere. tanh saturates instead, and is saved a little by its own flatness.",
    );
    outputs(lesson, &all);
    Ok(())
}

fn outputs(lesson: &mut Lesson, all: &[(Curve, Vec<(Start, Depths)>)]) {
    let mut table = Table::new(["", "small", "Xavier", "He", "large"]);
    for (curve, rows) in all {
        let mut row = vec![curve.name().to_string()];
        row.extend(
            rows.iter()
                .map(|(_, depths)| match depths.standard_deviation[DEPTH - 1] {
                    // Around ½ a sigmoid's outputs cannot differ by less than the last bit.
                    outputs if *curve == Curve::Sigmoid && outputs < 1e-15 => "0".to_string(),
                    outputs => scientific(outputs, 1),
                }),
        );
        table.push(row);
    }
    lesson.table(&table.caption(format!(
        "The way forward suffers as well: how much the outputs of layer {DEPTH} differ between samples (standard \
         deviation). At 10⁻¹³ all samples look alike up there; 0 means alike to the last bit."
    )));
}
