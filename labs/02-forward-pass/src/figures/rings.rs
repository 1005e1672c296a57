//! Two rings, seen in the plane and in hidden space.

use lab02::plane::Point;
use lab02::rings::{Net, seen_from_the_side};
use lab02::samples::Samples;
use labkit::{Result, ink};
use plotters::prelude::*;

use super::{Area, FINE, Plane, bare, centred, dots, font, plane, stroke, tint};

/// The size of a figure with two parts, in pixels.
pub const TWO_PARTS: (u32, u32) = (760, 400);

/// The size of a figure with three parts, in pixels.
pub const THREE_PARTS: (u32, u32) = (780, 285);

const REACH: f64 = 1.3;
const CLASSES: [(f64, RGBColor); 2] = [(0.0, ink::BLUE), (1.0, ink::ORANGE)];

/// The plane on the left; on the right where two hidden neurons send it, with the two circles followed whole.
pub fn two(area: &Area, net: &Net, samples: &Samples) -> Result<()> {
    let cells = area.split_evenly((1, 2));
    let mut plane = plane(&cells[0], "the plane", REACH)?;
    for (class, colour) in CLASSES {
        plane.draw_series(LineSeries::new(
            circle(class).map(|[x, y]| (x, y)),
            stroke(colour.mix(0.5), 1.5),
        ))?;
        dots(&mut plane, samples.of_class(class), colour)?;
    }
    let mut hidden = ChartBuilder::on(&cells[1])
        .margin(8 * FINE)
        .caption("where two hidden neurons send it", font(15, &ink::INK))
        .x_label_area_size(40 * FINE)
        .y_label_area_size(40 * FINE)
        .build_cartesian_2d(0.0..1.0, 0.0..1.04)?;
    hidden
        .configure_mesh()
        .x_desc("H1")
        .y_desc("H2")
        .x_labels(3)
        .y_labels(3)
        .max_light_lines(0)
        .bold_line_style(stroke(ink::GRID, 1.0))
        .axis_style(stroke(ink::GRID, 1.0))
        .set_all_tick_mark_size(4 * FINE)
        .label_style(font(12, &ink::MUTED))
        .draw()?;
    let place = |p: Point| {
        let h: Vec<f64> = net.hidden(p).collect();
        (h[0], h[1])
    };
    for (class, colour) in CLASSES {
        hidden.draw_series(LineSeries::new(
            circle(class).map(place),
            stroke(colour.mix(0.5), 1.5),
        ))?;
        let at = samples.of_class(class).map(place);
        hidden.draw_series(at.map(|at| Circle::new(at, 3 * FINE, colour.filled())))?;
    }
    Ok(())
}

/// The ring itself, without the scatter of the points.
fn circle(class: f64) -> impl Iterator<Item = Point> {
    let radius = if class == 0.0 { 0.5 } else { 1.0 };
    (0..=120).map(move |i| {
        let (sin, cos) = (std::f64::consts::TAU * f64::from(i) / 120.0).sin_cos();
        [radius * cos, radius * sin]
    })
}

/// The plane on the left, the cube of three hidden neurons on the right.
pub fn three(area: &Area, net: &Net, samples: &Samples) -> Result<()> {
    let cells = area.split_evenly((1, 2));
    in_the_plane(&cells[0], "the plane, and three cuts", net, samples)?;
    let mut cube = bare(&cells[1], "where three hidden neurons send it", 1.05)?;
    let project = |corner| <(f64, f64)>::from(seen_from_the_side(corner));
    let edges = cube_edges().map(|edge| edge.map(project).to_vec());
    cube.draw_series(edges.map(|edge| PathElement::new(edge, stroke(ink::MUTED.mix(0.6), 1.0))))?;
    // The output weighs all three alike, so its plane is seen from its edge: a level line.
    let height = (net.parameters[12] - 1.5) / 3f64.sqrt();
    cube.draw_series(LineSeries::new(
        [(-0.95, height), (0.95, height)],
        stroke(ink::INK, 2.0),
    ))?;
    for (class, colour) in CLASSES {
        let places = samples.of_class(class).map(|p| {
            let h: Vec<f64> = net.hidden(p).collect();
            seen_from_the_side([h[0], h[1], h[2]])
        });
        dots(&mut cube, places, colour)?;
    }
    let corners = [
        ("all three say yes", [1.0, 1.0, 1.0], 0.07),
        ("none says yes", [0.0, 0.0, 0.0], -0.07),
        ("only H1", [1.0, 0.0, 0.0], -0.07),
        ("only H2", [0.0, 1.0, 0.0], -0.07),
        ("only H3", [0.0, 0.0, 1.0], -0.07),
    ];
    cube.draw_series(corners.map(|(text, corner, above)| {
        let (x, y) = project(corner);
        Text::new(text, (x, y + above), centred(12, &ink::MUTED))
    }))?;
    Ok(())
}

/// The twelve edges of the unit cube.
fn cube_edges() -> impl Iterator<Item = [[f64; 3]; 2]> {
    let corner = |i: usize| [i & 1, i >> 1 & 1, i >> 2 & 1].map(|bit| bit as f64);
    (0..8usize).flat_map(move |i| {
        [1, 2, 4]
            .into_iter()
            .filter(move |bit| i & bit == 0)
            .map(move |bit| [corner(i), corner(i | bit)])
    })
}

/// The nets found by searching, side by side.
pub fn searched(area: &Area, nets: &[Net], samples: &Samples) -> Result<()> {
    let titles = ["one hidden neuron", "two", "three"];
    for ((cell, title), net) in area.split_evenly((1, 3)).iter().zip(titles).zip(nets) {
        in_the_plane(cell, title, net, samples)?;
    }
    Ok(())
}

/// The points, the cuts as lines, and a tint where the net says "inner ring".
fn in_the_plane(area: &Area, title: &str, net: &Net, samples: &Samples) -> Result<()> {
    let mut plane: Plane = plane(area, title, REACH)?;
    tint(&mut plane, REACH, ink::BLUE, |p| -net.score(p))?;
    for neuron in net.neurons() {
        plane.draw_series(LineSeries::new(cut(neuron), stroke(ink::INK, 1.0)))?;
    }
    CLASSES
        .into_iter()
        .try_for_each(|(class, colour)| dots(&mut plane, samples.of_class(class), colour))
}

/// The line where a hidden neuron says ½, as far as it is in the picture.
fn cut(neuron: &[f64]) -> Vec<(f64, f64)> {
    let length = neuron[0].hypot(neuron[1]);
    let (nx, ny) = (neuron[0] / length, neuron[1] / length);
    let (x, y) = (-neuron[2] / length * nx, -neuron[2] / length * ny);
    let along = (-300..=300)
        .map(|i| f64::from(i) / 100.0)
        .map(|t| (x - t * ny, y + t * nx));
    let inside: Vec<_> = along
        .filter(|(x, y)| x.abs() < REACH && y.abs() < REACH)
        .collect();
    inside
        .first()
        .into_iter()
        .chain(inside.last())
        .copied()
        .collect()
}
