//! nabla's optimisers on two losses that can be seen.

use labkit::numerals::scientific;
use labkit::{Chart, Lesson, Result, Table, ink};
use nabla::optim::Optimizer;
use plotters::prelude::RGBColor;

use super::figures::{FINE, Map, levels};
use lab04::bowl::Point;
use lab04::surface::{GOAL, Landscape, WALKERS, follow, mean_squares, steps_to};

/// The colours of the walkers.
const COLOURS: [RGBColor; 6] = [
    ink::BLUE,
    ink::ORANGE,
    ink::GREEN,
    ink::PURPLE,
    ink::RED,
    ink::TEAL,
];

/// A walk that has not arrived after so many steps is called off.
const STEPS: usize = 600;

/// A walker with its best rate of those tried.
struct Best {
    name: &'static str,
    colour: RGBColor,
    rate: f32,
    steps: Option<usize>,
    /// Steps at twice and at half that rate.
    beside: [Option<usize>; 2],
    path: Vec<Point>,
}

pub fn six_walkers(lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "nabla's *optimisers* all see the same gradient g and differ in what they remember. On a loss \
         with two parameters one can watch them walk, with the code that will train a million later.",
    );
    lesson.show(
        "plain                                     a ← a − η·g\n\
         momentum    v ← ν·v + g                   a ← a − η·v\n\
         Nesterov    v ← ν·v + g                   a ← a − η·(g + ν·v)\n\
         RMSProp     s ← α·s + (1 − α)·g²          a ← a − η·g/(√s + ε)\n\
         Adam        s, and m ← β·m + (1 − β)·g    a ← a − η·m̂/(√ŝ + ε)\n\
         Adadelta    s, and a mean u of steps²     a ← a − η·√(u + ε)·g/√(s + ε)",
    );
    lesson.say(
        "A hat frees a mean from its start at zero. The first landscape is our line, a straight valley. The second is the \
         smallest deep network, two weights in a row, ŷ = q·tanh(p·x): its valley is bent. Each walker gets the best of fifteen rates, and 600 steps to \
         bring the loss below 0.0001.",
    );
    lesson.predict_choice(
        "Which walker needs the fewest steps?",
        &["plain", "momentum", "Nesterov", "RMSProp", "Adam", "Adadelta"],
        2,
        "Nesterov's momentum, in both valleys. But look at the columns beside: plain descent at half its \
         best rate needs twice the steps, and at twice the rate it never arrives. The rate matters more \
         than the name.",
    );
    let line = valley(lesson, Landscape::Line, "The straight valley: W·x + b.");
    let map = Map {
        loss: &|at| Landscape::Line.loss(at),
        levels: levels(0.02, 40.0, 10),
        ..super::line::bowl_map()
    };
    draw(
        lesson,
        "straight-valley",
        "Six walkers in the straight valley, each at its best rate.",
        &map,
        &line,
    )?;
    let bend = valley(lesson, Landscape::Bend, "The bent valley: q·tanh(p·x).");
    let map = Map {
        loss: &|at| Landscape::Bend.loss(at),
        levels: levels(0.002, 5.0, 11),
        window: (-0.4..3.4, -0.9..2.9),
        names: ("p", "q"),
        bottom: Landscape::Bend.bottom(),
    };
    draw(
        lesson,
        "bent-valley",
        "Six walkers in the bent valley, each at its best rate.",
        &map,
        &bend,
    )?;
    let mut chart = Chart::new("step", "loss").log_y().y_range(1e-8..10.0);
    for best in &bend {
        let losses = best.path.iter().take(301).enumerate();
        chart = chart.line(
            best.name,
            losses.map(|(i, at)| (i as f64, Landscape::Bend.loss(*at))),
        );
    }
    lesson.chart("race", "The loss in the bent valley.", &chart)?;
    lesson.say(
        "Plain descent zigzags and crawls along the straight valley, and keeps up in the bent one; momentum and Nesterov \
         swing through the bend and come back; RMSProp and \
         Adam walk at nearly the same pace in every direction, so their rate is a step length rather than a factor: near \
         the bottom RMSProp needs a tiny one to stand still. Adadelta finds its own step length, begins with tiny steps, \
         and has not quite arrived when the time is up.",
    );
    Ok(())
}

/// Finds each walker's best rate on a landscape and tells the table.
fn valley(lesson: &mut Lesson, landscape: Landscape, caption: &str) -> Vec<Best> {
    let walk = |make: fn(f32) -> Box<dyn Optimizer>, rate: f32| {
        follow(
            landscape,
            landscape.start(),
            mean_squares,
            make(rate).as_mut(),
            STEPS,
        )
    };
    let mut bar = lesson.progress("six walkers", WALKERS.len());
    let mut found = Vec::new();
    for ((name, make), colour) in WALKERS.into_iter().zip(COLOURS) {
        let steps = |rate: f32| steps_to(landscape, &walk(make, rate), GOAL);
        let rate = best_rate(landscape, |rate| walk(make, rate));
        let beside = [steps(2.0 * rate), steps(rate / 2.0)];
        found.push(Best {
            name,
            colour,
            rate,
            steps: steps(rate),
            beside,
            path: walk(make, rate),
        });
        bar.step(0.0, None);
    }
    bar.done();
    let text = |steps: Option<usize>| steps.map_or("–".to_string(), |steps| steps.to_string());
    let mut table = Table::new([
        "walker",
        "best rate",
        "steps",
        "at twice the rate",
        "at half",
        "loss after 600",
    ]);
    for best in &found {
        let [twice, half] = best.beside.map(text);
        // Below this the loss is rounding noise of `f32`.
        let end = landscape.loss(best.path[STEPS]);
        let end = if end < 1e-9 {
            "below 10⁻⁹".to_string()
        } else {
            scientific(end, 0)
        };
        table.push([
            best.name.to_string(),
            rate_text(best.rate),
            text(best.steps),
            twice,
            half,
            end,
        ]);
    }
    lesson.table(&table.caption(caption));
    found
}

/// The rate with which a walk arrives first, of 15 from 1/512 to 32. If none arrives: the one whose walk
/// ends lowest.
fn best_rate(landscape: Landscape, walk: impl Fn(f32) -> Vec<Point>) -> f32 {
    let merit = |rate: f32| {
        let path = walk(rate);
        let steps = steps_to(landscape, &path, GOAL).unwrap_or(usize::MAX);
        let end = landscape.loss(path[STEPS]);
        (steps, if end.is_nan() { f64::INFINITY } else { end })
    };
    let rates = (-9..=5)
        .map(|k| 2.0_f32.powi(k))
        .map(|rate| (merit(rate), rate));
    let better = |a: &((usize, f64), f32), b: &((usize, f64), f32)| {
        a.0.0.cmp(&b.0.0).then(a.0.1.total_cmp(&b.0.1))
    };
    rates.min_by(better).map_or(1.0, |(_, rate)| rate)
}

/// Powers of two as they are usually written: 1/64, 0.25, 2.
fn rate_text(rate: f32) -> String {
    if rate < 0.1 {
        format!("1/{:.0}", 1.0 / rate)
    } else {
        rate.to_string()
    }
}

fn draw(lesson: &mut Lesson, slug: &str, caption: &str, map: &Map, walkers: &[Best]) -> Result<()> {
    lesson.fine_figure(slug, caption, (800, 590), FINE, |area| {
        for (panel, best) in area.split_evenly((2, 3)).iter().zip(walkers) {
            let title = format!("{}, rate {}", best.name, rate_text(best.rate));
            map.draw(panel, &title, &[(best.colour, &best.path)])?;
        }
        Ok(())
    })
}
