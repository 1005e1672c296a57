//! The policy gradient.

use lab14::choosing::grid::Grid;
use lab14::choosing::planning::farthest;
use lab14::choosing::policy::{Credit, Logits, Walk, estimate, expected, surrogate, walks};
use lab14::{exercises, solutions};
use labkit::numerals::{count, num, power_above};
use labkit::{Lesson, Quantity, Result, Table};

type Returns = fn(&[f64], f64) -> Vec<f64>;

/// Two rows of three cells, where a walk begins, and its steps at most.
const WORLD: &str = "..G..P";
const START: usize = 3;
const LONG: usize = 4;
/// What every walk gets on top, for a question.
const GIFT: f64 = 3.0;

/// The section.
pub fn slope(lesson: &mut Lesson) -> Result<()> {
    let returns: Returns = lesson.answer("returns", exercises::returns, solutions::returns);
    let grid = Grid::new(WORLD, WORLD.len() / 2, 0.2, -0.1);
    let logit = |i: usize| ((7 * i + 3) % 11) as f64 / 5.0 - 1.0;
    let cell = |s: usize| [0, 1, 2, 3].map(|a| logit(4 * s + a));
    let logits: Logits = (0..WORLD.len()).map(cell).collect();
    let all = walks(&grid, &logits, START, LONG);
    lesson.say(format!("A *policy* π says how likely each action is in each cell: here a softmax over four logits. J is what its walks bring in the mean. A single walk is all jumps and chance, but J is smooth, and one can go uphill on it. In a world of {} cells, with {LONG} steps at most, each costing 0.1, there are {} walks from the lower left corner. So everything can be computed exactly, and every formula checked.", WORLD.len(), count(all.len())));
    lesson.show("∇J  =  mean over walks of  Σₜ  ∇ ln π(aₜ | sₜ) · credit");
    let exact = differences(&grid, &logits);
    // ANCHOR: credits
    let rewards = |walk: &Walk| walk.iter().map(|step| step.2).collect::<Vec<_>>();
    let whole = |walk: &Walk| vec![rewards(walk).iter().sum(); walk.len()];
    let gift = |walk: &Walk| whole(walk).iter().map(|g: &f64| g + GIFT).collect();
    let to_go = |walk: &Walk| returns(&rewards(walk), 1.0);
    let left = (1..=LONG).rev();
    let mean: Vec<_> = left.map(|left| expected(&grid, &logits, left)).collect();
    let less = |walk: &Walk| {
        let credit = to_go(walk).into_iter().enumerate();
        credit.map(|(t, g)| g - mean[t][walk[t].0]).collect()
    };
    // ANCHOR_END: credits
    let gifted = format!("the whole walk + {GIFT}");
    let credits: [(&str, Credit<'_>); 4] = [
        ("the whole walk", &whole),
        (&gifted, &gift),
        ("what came after", &to_go),
        ("after, less the mean", &less),
    ];
    let rows = credits.map(|(name, credit)| {
        let of = |(p, walk): &(f64, Walk)| (*p, estimate(walk, &logits, credit));
        let all: Vec<_> = all.iter().map(of).collect();
        let part = |i| all.iter().map(|(p, g)| p * g[i]).sum();
        let mean: Vec<f64> = (0..exact.len()).map(part).collect();
        let squared = |g: &[f64]| g.iter().map(|g| g * g).sum::<f64>();
        let squares: f64 = all.iter().map(|(p, g)| p * squared(g)).sum();
        (name, farthest(&mean, &exact), squares - squared(&mean))
    });
    let [one, praised, _, calm] = rows.map(|row| row.2);
    let praised = lesson.number("variance_gift", praised / one);
    lesson.predict_choice(
        &format!("The credit of an action is all that its walk brought. Now every walk gets {GIFT} on top, whatever was done. What becomes of the mean of the estimates?"),
        &["it grows: all actions look good now", "it points to long walks, which get praise for more actions", "nothing"],
        2,
        &format!("Nothing: it is the same to {}. But a single walk now praises whatever it did, and the variance of its estimate is {} times as large.", power_above(rows[1].1), num(praised, 0)),
    );
    let times = lesson.number("variance_less", one / calm);
    lesson.predict_number(
        "What is added to all may be taken from all, too. Credit each action only with what came after it, less what the policy brings from that cell on in the mean. How many times smaller is the variance than with the whole walk?",
        Quantity::new(times, 1).factor(1.5).unit("times"),
        &format!("{} times, as if one had walked {} times as often.", num(times, 1), num(times, 1)),
    );
    let mut table = Table::new(["credit", "mean, off by", "variance of one walk"]);
    for (name, off, variance) in rows {
        let off = format!("< {}", power_above(off));
        table.push([name.to_string(), off, num(variance, 3)]);
    }
    lesson.table(&table.caption("Four estimates of one gradient: their means over all walks, beside finite differences of the exact J, and how far a single walk is off."));
    let apart = farthest(&exact, &surrogate(&all, &logits, &less));
    lesson.say(format!("A network's gradient comes from nabla, which wants a loss: −Σ credit · ln π, with the credit a constant. Over all walks, each as likely as it is, nabla's gradient is that of J to {}. The loss itself says nothing, and need not fall.", power_above(apart)));
    lesson.say("The gradient needs no map, and does not ask how many states there are; walks are enough. But the mean that made it quiet came from the map. On a cart it will have to be learned, too.");
    Ok(())
}

/// ∇J by differences of the exact J.
fn differences(grid: &Grid, logits: &Logits) -> Vec<f64> {
    let at = |i: usize, by: f64| {
        let mut moved = logits.clone();
        moved[i / 4][i % 4] += by;
        expected(grid, &moved, LONG)[START]
    };
    let difference = |i| (at(i, 1e-4) - at(i, -1e-4)) / 2e-4;
    (0..4 * logits.len()).map(difference).collect()
}
