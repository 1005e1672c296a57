//! Minimum, saddle, plateau.

use crate::figures;
use lab03::terrain::{Terrain, eigenvalues, length};
use labkit::numerals::{count, num, scientific};
use labkit::{Lesson, Quantity, Result, Table};

const RATE: f64 = 0.1;

pub fn terrain(lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "Gradient descent stops where the gradient is zero. Such a place is called *stationary*, and not every one is \
         a success. Three landscapes over two weights u and v:",
    );
    lesson.show(
        "
        a bowl      ½(u² + 3v²)             minimum at (0, 0)
        a saddle    ½u² + ¼(v² − 1)²        saddle at (0, 0), minima at (0, ±1)
        a plain     1 − exp(−½(u² + v²))    minimum at (0, 0), nearly flat far out",
    );
    let starts = [
        vec![[2.2, 1.4], [-2.0, 0.5]],
        vec![[2.2, 0.0], [-2.0, 1e-6]],
        vec![[1.2, 1.0], [2.6, 1.9]],
    ];
    let steps = 400;
    let paths: Vec<Vec<Vec<[f64; 2]>>> = Terrain::ALL
        .iter()
        .zip(&starts)
        .map(|(terrain, starts)| {
            starts
                .iter()
                .map(|&start| terrain.descend(start, RATE, steps))
                .collect()
        })
        .collect();
    lesson.figure(
        "terrain",
        "The stronger the colour, the lower the ground. Gradient descent from two starts (circles) in each landscape, 400 steps at rate 0.1; the dots \
         mark where it ends.",
        (780, 300),
        |area| figures::terrain::three(area, &paths),
    )?;
    let mut table = Table::new([
        "landscape",
        "start",
        "end after 400 steps",
        "gradient there",
        "curvatures there",
    ]);
    for ((name, terrain), paths) in ["bowl", "saddle", "plain"]
        .iter()
        .zip(Terrain::ALL)
        .zip(&paths)
    {
        for path in paths {
            let end = path[path.len() - 1];
            let [large, small] = eigenvalues(terrain.curvature(end));
            table.push([
                name.to_string(),
                point(path[0]),
                format!("({}, {})", num(end[0], 3), num(end[1], 3)),
                scientific(length(terrain.gradient(end)), 1),
                format!("{}, {}", num(large, 2), num(small, 2)),
            ]);
        }
    }
    lesson.table(&table);
    lesson.predict_number(
        "The second walk on the saddle started a millionth beside the ridge; close to it the distance grows by a factor 1.1 a step. \
         After how many steps is it half a unit away?",
        Quantity::new(138.0, 0).within(15.0),
        "From a millionth to one half it takes ln(500,000)/ln 1.1, or 138 steps. The table below counts.",
    );
    let leave = |nudge: f64| {
        let path = Terrain::Saddle.descend([1.5, nudge], RATE, 2000);
        path.iter()
            .position(|p| p[1].abs() > 0.5)
            .map_or("never".to_string(), |n| n.to_string())
    };
    let reach = |start: [f64; 2]| {
        let path = Terrain::Plain.descend(start, RATE, 30_000);
        path.iter()
            .position(|&p| length(p) < 0.1)
            .map_or("more than 30,000".to_string(), count)
    };
    let mut table = Table::new([
        "saddle: started beside the ridge by",
        "steps until v is beyond ½",
    ]);
    for nudge in [1e-1, 1e-3, 1e-6, 1e-9, 0.0] {
        table.push([scientific(nudge, 1), leave(nudge)]);
    }
    lesson.table(&table);
    let mut table = Table::new([
        "plain: started at",
        "gradient there",
        "steps until 0.1 from (0, 0)",
    ]);
    for start in [[1.0, 0.8], [2.0, 1.5], [3.0, 2.5], [3.5, 3.0]] {
        table.push([
            point(start),
            scientific(length(Terrain::Plain.gradient(start)), 1),
            reach(start),
        ]);
    }
    lesson.table(&table);
    lesson.say(
        "How to tell them apart: by how the ground curves, the eigenvalues of the matrix of second derivatives. Both \
         positive: a minimum. One positive, one negative: a saddle, downhill is sideways. Both near 0: a plateau, and \
         the saturated neuron of [the race](#two-costs-race) sits on one. In a space of a million weights a stationary point that curves \
         up in *every* direction is believed to be rare, and a saddle common; the noise of small batches is a welcome nudge.",
    );
    Ok(())
}

fn point([u, v]: [f64; 2]) -> String {
    let short = |c: f64| {
        if c != 0.0 && c.abs() < 0.01 {
            scientific(c, 0)
        } else {
            c.to_string()
        }
    };
    format!("({}, {})", short(u), short(v)).replace('-', "−")
}
