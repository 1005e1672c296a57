//! Vanishing and exploding gradients.

use lab03::depth::{Curve, Depths, Start, measure};
use labkit::numerals::scientific;
use labkit::{Chart, Lesson, Quantity, Result, Table};

const WIDTH: usize = 100;

pub fn depth(lesson: &mut Lesson) -> Result<()> {
    let depth = lesson.count_of("depth");
    lesson.say(format!(
        "Equation 4 and equation 1, layer after layer: at each layer the gradient is multiplied by Wᵀ and by φ′. \
         Through {depth} layers that is a product of {depth} factors, and a product of many factors is rarely near 1. \
         Build nets of {depth} layers with {WIDTH} neurons each, send 64 random samples forward and a random gradient \
         of size 1 back, and measure it on its way."
    ));
    let left = 0.25_f64.powi(depth as i32 - 1);
    lesson.predict_number(
        &format!(
            "The derivative of a sigmoid is ¼ at most. If the weights neither stretch nor shrink, what is left of a gradient \
             after {} sigmoids?",
            depth - 1
        ),
        Quantity::new(left, 1).factor(10.0),
        &format!(
            "At most {}. The first layer of such a net learns nothing; it only passes on noise.",
            scientific(left, 0)
        ),
    );
    let all: Vec<(Curve, Vec<(Start, Depths)>)> = Curve::ALL
        .map(|curve| {
            let seed = lesson.flags().seed;
            (
                curve,
                Start::ALL
                    .map(|start| (start, measure(curve, start, depth, WIDTH, seed)))
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
        "The gradient at layer 1 as a fraction of that at layer {depth}. 1 would be ideal."
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
            &format!("{name}: the gradient on its way from layer {depth} (right) to layer 1 (left), logarithmic."),
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
        "Straight lines on a logarithmic scale: each layer multiplies the *square* of the gradient by n · (variance of a \
         weight) · (mean of φ′²). A sigmoid's φ′ is at most ¼: no start saves it. tanh's is near 1 around 0, so variance 1/n, \
         Xavier's, nearly balances. ReLU's is 1 for half of the neurons, so the balance asks for 2/n, which is all of He's proposal.",
    );
    outputs(lesson, &all, depth);
    Ok(())
}

fn outputs(lesson: &mut Lesson, all: &[(Curve, Vec<(Start, Depths)>)], depth: usize) {
    let mut table = Table::new(["", "small", "Xavier", "He", "large"]);
    for (curve, rows) in all {
        let mut row = vec![curve.name().to_string()];
        row.extend(
            rows.iter()
                .map(|(_, depths)| match depths.standard_deviation[depth - 1] {
                    // Around ½ a sigmoid's outputs cannot differ by less than the last bit.
                    outputs if *curve == Curve::Sigmoid && outputs < 1e-15 => "0".to_string(),
                    outputs => scientific(outputs, 1),
                }),
        );
        table.push(row);
    }
    lesson.table(&table.caption(format!(
        "The way forward suffers as well: how much the outputs of layer {depth} differ between samples (standard \
         deviation)."
    )));
}
