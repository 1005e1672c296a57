//! The policy gradient.

use lab14::choosing::grid::Grid;
use lab14::choosing::planning::farthest;
use lab14::choosing::policy::{
    Credit, Logits, Slope, Step, estimate, expected, surrogate, walk, walks,
};
use lab14::{exercises, solutions};
use labkit::numerals::{count, num, power_above};
use labkit::statistics::mean;
use labkit::{Chart, Lesson, Quantity, Result, Table};

const WORLD: [&str; 2] = ["..G", "..P"];
const START: usize = 3;
/// Steps of a walk at most.
const LONG: usize = 4;
/// What every walk gets on top, for a question.
const GIFT: f64 = 3.0;
/// Steps uphill, walks for each, and how far.
const CLIMBS: usize = 100;
const WALKS: usize = 4;
const RATE: f64 = 0.5;

/// The section.
pub fn slope(lesson: &mut Lesson) -> Result<()> {
    let (yours, ours) = (
        exercises::log_policy_gradient,
        solutions::log_policy_gradient,
    );
    let slope: Slope = lesson.answer("log_policy_gradient", yours, ours);
    let grid = Grid::new(&WORLD, 0.2, -0.1);
    let logits: Logits = (0..6)
        .map(|s| std::array::from_fn(|a| ((7 * (4 * s + a) + 3) % 11) as f64 / 5.0 - 1.0))
        .collect();
    let all = walks(&grid, &logits, START, LONG);
    lesson.say(format!("A *policy* says how likely each action is in each cell: a softmax over four logits θ. J(θ) is what its walks bring in the mean. One cannot go uphill on a walk, for it is all jumps and chance; but J is smooth. In a world of {} cells, with {LONG} steps at most, each costing 0.1, there are {} different walks from the lower left corner. So here everything can be computed exactly, and every formula checked.", logits.len(), count(all.len())));
    lesson.show("∇J  =  mean over walks of  Σₜ  ∇ ln π(aₜ | sₜ) · credit");
    let exact = differences(&grid, &logits);
    let credits = [
        ("the whole walk", Credit::Whole(0.0)),
        ("the whole walk + 3", Credit::Whole(GIFT)),
        ("what came after", Credit::ToGo),
        ("after, less the mean", Credit::exact(&grid, &logits, LONG)),
    ];
    let rows = credits.clone().map(|(name, credit)| {
        let estimates: Vec<_> = all
            .iter()
            .map(|(p, walk)| (*p, estimate(walk, &logits, &credit, slope)))
            .collect();
        let middle: Vec<f64> = (0..exact.len())
            .map(|i| estimates.iter().map(|(p, g)| p * g[i]).sum())
            .collect();
        let spread = |g: &Vec<f64>| {
            g.iter()
                .zip(&middle)
                .map(|(g, m)| (g - m).powi(2))
                .sum::<f64>()
        };
        (
            name,
            farthest(&middle, &exact),
            estimates.iter().map(|(p, g)| p * spread(g)).sum::<f64>(),
        )
    });
    let [whole, gift, to_go, less] = [0, 1, 2, 3].map(|i: usize| rows[i].2);
    lesson.predict_choice(
        "The credit of an action is all that its walk brought. Now every walk gets 3 on top, whatever it did. What becomes of the mean of the estimates, over all walks?",
        &["it grows: all actions now look good", "it points to longer walks, which have more actions to be praised", "nothing changes"],
        2,
        &format!("Nothing: it is the same to {}. But a single walk now praises whatever it did, and the variance of an estimate is {} times as large.", power_above(rows[1].1), num(gift / whole, 0)),
    );
    lesson.number("variance_gift", gift / whole);
    lesson.number("variance_to_go", whole / to_go);
    let times = lesson.number("variance_less", whole / less);
    lesson.predict_number(
        "What is added to all may also be taken away. Credit each action only with what came after it, less what the policy brings from that cell on in the mean. How many times smaller is the variance than with the whole walk?",
        Quantity::new(times, 1).factor(1.5).unit("times"),
        &format!("{} times: as if one had walked {} times as often.", num(times, 1), num(times, 1)),
    );
    let mut table = Table::new(["credit", "mean, off by", "variance of one walk"]);
    for (name, off, variance) in &rows {
        table.push([
            name.to_string(),
            format!("< {}", power_above(*off)),
            num(*variance, 3),
        ]);
    }
    lesson.table(&table.caption("Four estimates of one gradient. Their means, over all walks, beside finite differences of the exact J."));
    let mut rng = lesson.rng();
    let some: Vec<_> = (0..100)
        .map(|_| walk(&grid, &logits, START, LONG, &mut rng))
        .collect();
    let apart = farthest(
        &by_hand(&some, &logits, &credits[3].1, slope),
        &surrogate(&some, &logits, &credits[3].1),
    );
    lesson.say(format!("A network's gradient comes from nabla, which wants a loss: −Σ ln π · credit, with the credit a constant. Of 100 walks its gradient is ours to {}. The loss itself says nothing, and need not fall.", power_above(apart)));
    climb(lesson, &grid, slope)
}

/// ∇J by differences of the exact J.
fn differences(grid: &Grid, logits: &Logits) -> Vec<f64> {
    let at = |i: usize, by: f64| {
        let mut moved = logits.clone();
        moved[i / 4][i % 4] += by;
        expected(grid, &moved, LONG)[START]
    };
    (0..4 * logits.len())
        .map(|i| (at(i, 1e-4) - at(i, -1e-4)) / 2e-4)
        .collect()
}

/// The mean of the estimates of some walks.
fn by_hand(walks: &[Vec<Step>], logits: &Logits, credit: &Credit, slope: Slope) -> Vec<f64> {
    let all: Vec<_> = walks
        .iter()
        .map(|walk| estimate(walk, logits, credit, slope))
        .collect();
    (0..4 * logits.len())
        .map(|i| mean(all.iter().map(|g| g[i])))
        .collect()
}

/// Uphill by a few walks at a time, for several seeds.
fn climb(lesson: &mut Lesson, grid: &Grid, slope: Slope) -> Result<()> {
    let run = |seed: u64, credit: &dyn Fn(&Logits) -> Credit| {
        let (mut rng, mut logits) = (nabla::rng(seed), vec![[0.0; 4]; grid.cells.len()]);
        let step = |_| {
            let brings = expected(grid, &logits, LONG)[START];
            let some: Vec<_> = (0..WALKS)
                .map(|_| walk(grid, &logits, START, LONG, &mut rng))
                .collect();
            let uphill = by_hand(&some, &logits, &credit(&logits), slope);
            logits
                .iter_mut()
                .flatten()
                .zip(uphill)
                .for_each(|(logit, up)| *logit += RATE * up);
            brings
        };
        (0..CLIMBS).map(step).collect::<Vec<f64>>()
    };
    let seeds = lesson.seeds(50, 5);
    let kinds: [(&str, &dyn Fn(&Logits) -> Credit); 3] = [
        ("the whole walk + 3", &|_| Credit::Whole(GIFT)),
        ("what came after", &|_| Credit::ToGo),
        ("after, less the mean", &|logits| {
            Credit::exact(grid, logits, LONG)
        }),
    ];
    let mut chart = Chart::new("steps uphill", "J");
    let mut said = Vec::new();
    for (name, credit) in kinds {
        let runs: Vec<_> = seeds.iter().map(|&seed| run(seed, credit)).collect();
        let place = |t: usize| {
            let mut sorted: Vec<f64> = runs.iter().map(|run| run[t]).collect();
            sorted.sort_by(f64::total_cmp);
            let part = |tenths: usize| sorted[(tenths * sorted.len() / 10).min(sorted.len() - 1)];
            (t as f64, part(5), part(1), part(9))
        };
        let (_, middle, low, _) = place(CLIMBS - 1);
        said.push((name, middle, low));
        chart = chart.band(name, (0..CLIMBS).map(place));
    }
    let mut table = Table::new(["credit", "J, median", "J, lowest tenth below"]);
    said.iter().for_each(|(name, middle, low)| {
        table.push([name.to_string(), num(*middle, 2), num(*low, 2)])
    });
    lesson.table(&table.caption(format!("After {CLIMBS} steps uphill of {WALKS} walks each, from a policy that does everything alike; {} seeds.", seeds.len())));
    lesson.chart(
        "climb",
        "What the policy brings while it learns: the median, and four fifths of the seeds.",
        &chart,
    )?;
    lesson.say("The gradient needs no map and no values, only walks and their ends; and it does not ask how many states there are. But the mean that made it quiet came from the map. On a cart it will have to be learned, too.");
    Ok(())
}
