//! Contrastive divergence.

use super::stripes::{EDGE, HIDDEN};
use lab15::energy::exact::{after, gradient, log_likelihood, mean as means_of, means, states};
use lab15::energy::learning::{Gradient, Recipe, learn};
use lab15::energy::machine::{Machine, dot};
use lab15::energy::patterns::bars_and_stripes;
use lab15::{exercises, solutions};
use labkit::numerals::num;
use labkit::statistics::mean;
use labkit::{Chart, Lesson, Quantity, Result, Table};

/// The machines that are asked have learned by the true gradient for so many steps.
const STAGES: [usize; 8] = [0, 50, 100, 200, 500, 1000, 2000, 4000];
/// Ways of learning: are the chains persistent, and how many steps do they take?
const WAYS: [(&str, &str, bool, usize); 3] = [
    ("CD-1", "cd1", false, 1),
    ("CD-10", "cd10", false, 10),
    ("persistent", "pcd", true, 1),
];
const STEPS: usize = 8_000;
const SEEDS: usize = 5;

/// The section.
pub fn contrastive(lesson: &mut Lesson) -> Result<()> {
    lesson.say("The second mean needs states as the machine dreams them. A chain gives such states if it runs long enough. *Contrastive divergence* (Hinton, 2002) does not wait: it begins the chain at the data, goes k steps there and back, and takes what is there. For k = ∞ that is right. For k = 1?");
    angles(lesson)?;
    climbs(lesson)
}

/// Angle in degrees between the true gradient and what CD-k says on average over all dice; and its length, the true one's being 1.
fn against(machine: &Machine, data: &[Vec<f64>], k: usize) -> [f64; 2] {
    let states = states(machine.visible.len());
    let begin = |v| f64::from(data.contains(v)) / data.len() as f64;
    let ends = after(machine, states.iter().map(begin).collect(), k);
    let ends = means(machine, &states, &ends);
    let guess = means_of(machine, data).plus(-1.0, &ends).numbers();
    let exact = gradient(machine, data).numbers();
    let [long, wide] = [&exact, &guess].map(|g| dot(g, g).sqrt());
    let cosine = (dot(&exact, &guess) / long / wide).min(1.0);
    [cosine.acos().to_degrees(), wide / long]
}

fn angles(lesson: &mut Lesson) -> Result<()> {
    let data = bars_and_stripes(3);
    let mut machine = Machine::fresh(9, HIDDEN, &mut lesson.rng());
    let mut rows = Vec::new();
    for step in 0..=STAGES[7] {
        if STAGES.contains(&step) {
            rows.push((step, [1, 10, 100].map(|k| against(&machine, &data, k))));
        }
        let slope = gradient(&machine, &data);
        machine = machine.plus(0.5, &slope);
    }
    let [first, last] = [rows[0].1[0][0], rows[7].1[0][0]];
    lesson.number("angle_fresh", first);
    lesson.number("angle_late", last);
    lesson.number("angle_late_100", rows[7].1[2][0]);
    lesson.predict_number(
        &format!("With 3 × 3 pixels all can be counted: the true gradient, and what CD-k gives on average. On a fresh machine CD-1 points {} degrees beside it. And after {} steps of learning by the true gradient? (90 degrees would be no help at all.)", num(first, 1), STAGES[7]),
        Quantity::new(last, 0).within(10.0).unit("degrees"),
        &format!("{} degrees. Small weights forget the data in one step, large ones hold on to them: a chain of one step has not been anywhere.", num(last, 0)),
    );
    let header = "learned for|CD-1|CD-10|CD-100|length|CD-10|CD-100";
    let mut table = Table::new(header.split('|'));
    for (step, found) in &rows {
        let cells = [0, 1].map(|part| found.map(|of| num(of[part], 2))).concat();
        table.push([step.to_string()].into_iter().chain(cells));
    }
    lesson.table(&table.caption("Left the degrees between CD-k and the true gradient, right the length of CD-1, CD-10 and CD-100 if the true one has 1."));
    let mut chart = Chart::new("steps of exact learning", "degrees");
    for (k, name) in ["CD-1", "CD-10", "CD-100"].into_iter().enumerate() {
        let points = rows.iter().map(|(step, found)| (*step as f64, found[k][0]));
        chart = chart.line(name, points);
    }
    let caption = "How far CD-k points beside the true gradient, as the machine learns.";
    lesson.chart("cd-angles", caption, &chart)
}

/// The exact likelihood at 31 moments of one learning.
fn climb(recipe: Recipe, slope: Gradient, seed: u64) -> Vec<f64> {
    let (data, mut rng) = (bars_and_stripes(EDGE), nabla::rng(seed));
    let machine = Machine::fresh(EDGE * EDGE, HIDDEN, &mut rng);
    let mut curve = Vec::new();
    learn(machine, &data, &recipe, slope, &mut rng, |step, machine| {
        if step % (recipe.steps / 30) == 0 {
            curve.push(log_likelihood(machine, &data));
        }
    });
    curve
}

fn climbs(lesson: &mut Lesson) -> Result<()> {
    let (yours, ours) = (exercises::cd_gradient, solutions::cd_gradient);
    let slope: Gradient = lesson.answer("cd_gradient", yours, ours);
    let (steps, seeds) = (lesson.shortened(STEPS, 20), lesson.seeds(SEEDS, 2));
    let mut bar = lesson.progress("contrastive divergence", WAYS.len() * seeds.len());
    let best = -(bars_and_stripes(EDGE).len() as f64).ln();
    let mut table = Table::new(["", "highest", "at the end"]);
    let mut chart = Chart::new("step", "mean ln p, exact").hline(best, "no machine can do better");
    let mut found = Vec::new();
    for (name, key, persistent, k) in WAYS {
        let run = |&seed| {
            bar.tick();
            climb(Recipe::new(k, persistent, steps, 0.15), slope, seed)
        };
        let runs: Vec<_> = seeds.iter().map(run).collect();
        let place = |i: usize| {
            let at = runs.iter().map(|run| run[i]);
            let low = at.clone().fold(0.0, f64::min);
            let high = at.clone().fold(f64::MIN, f64::max);
            ((i * (steps / 30)) as f64, mean(at), low, high)
        };
        let band: Vec<_> = (0..runs[0].len()).map(place).collect();
        let top = band.iter().map(|place| place.1).fold(f64::MIN, f64::max);
        let end = band[band.len() - 1].1;
        lesson.number(&format!("{key}_top"), top);
        lesson.number(&format!("{key}_end"), end);
        table.push([name.to_string(), num(top, 2), num(end, 2)]);
        chart = chart.band(name, band);
        found.push(top - end);
    }
    bar.done();
    let falls = found[0];
    let right = if falls > 0.05 { 2 } else { 1 };
    lesson.predict_choice(
        &format!("Now {EDGE} × {EDGE} is learned by CD-1, and we draw the exact ln p, which CD-1 never sees. How does the curve look?"),
        &["it rises to the ceiling", "it rises, and stays below the ceiling", "it rises, then falls"],
        right,
        &format!("From its highest point it loses {} nats. CD follows the gradient of no loss. Where its short chains never come nobody looks, and what has become likely there stays likely.", num(falls, 2)),
    );
    lesson.table(&table.caption(format!("Mean ln p of the pictures, over {} seeds; the ceiling is {}. A step of CD-10 takes nearly ten times as long.", seeds.len(), num(best, 2))));
    lesson.say("*Persistent* chains (Tieleman, 2008) are never sent back to the data: each goes on from where it was when the machine changed a little under it. One step then does nearly what ten do from the data. Look at the middle of the curve: while the rate is high the machine runs away from its chains, and as it falls they catch up.");
    let caption = "The exact likelihood while contrastive divergence learns: means over the seeds, and bands from the worst to the best.";
    lesson.chart("climbs", caption, &chart)
}
