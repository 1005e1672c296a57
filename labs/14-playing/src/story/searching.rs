//! Tree search.

use super::noughts::cell_name;
use lab14::games::Game;
use lab14::games::arena::{duel, plain};
use lab14::games::four::Four;
use lab14::games::noughts::Noughts;
use lab14::games::tree::{CURIOSITY, Puct, Rule, Tree, by_chance, playout, search};
use lab14::{exercises, solutions};
use labkit::numerals::{count, num, percent, percentage};
use labkit::{Chart, Lesson, Quantity, Result, Table};

/// Playouts that the table shows.
const PLAYOUTS: [usize; 4] = [10, 100, 1_000, 10_000];

type BackUp = fn(&[(u32, f64)], f64) -> Vec<(u32, f64)>;

/// The section.
pub fn searching(lesson: &mut Lesson) -> Result<()> {
    lesson.say("What is a position worth, if nobody can look to the end? Play on at random, to the end, and see who wins; a thousand times, and take the mean. It is a poor opinion that costs nothing. *Tree search* spends it well: each playout goes down the tree to moves that came out well so far, or were hardly tried; adds one position; and carries the result back up.");
    let game = Noughts::start().play(0);
    flat(lesson, &game);
    grown(lesson, &game)?;
    strength(lesson);
    with_priors(lesson);
    lesson.say("Two ingredients are poor: a random playout knows little, and all moves are tried alike. A network could say both, what a position is worth and which moves deserve a look. But nobody has labelled positions of Connect Four. Next: where such labels come from.");
    Ok(())
}

/// The mean of random games after each reply.
fn flat(lesson: &mut Lesson, game: &Noughts) {
    let (mut rng, games) = (lesson.rng(), lesson.shortened(2_000, 10));
    let mut table = Table::new(["reply", "mean of random games"]);
    for action in [1, 2, 4, 5, 8] {
        let worth = |_| -playout(game.play(action), &mut rng);
        let mean = (0..games).map(worth).sum::<f64>() / games as f64;
        table.push([cell_name(action), num(mean, 2)]);
    }
    lesson.table(&table.caption(format!("The first player took the corner a1; cells that a mirror makes alike are left out. {} random games after each reply, as seen by who replies. Only b2, the centre, does not lose.", count(games))));
}

/// The same by a tree that grows.
fn grown(lesson: &mut Lesson, game: &Noughts) -> Result<()> {
    let back_up: BackUp = lesson.answer("back_up", exercises::back_up, solutions::back_up);
    let carried = back_up(&[(0, 0.0); 3], 0.5).into_iter();
    let carried: Vec<String> = carried.map(|(_, total)| num(total, 1)).collect();
    lesson.say(format!("A playout of three moves ends at a position that is worth 0.5 to who moves there. Carried back it is worth, from the root on, {} to who made each move: the sign turns with the player.", carried.join(", ")));
    let seed = lesson.flags().seed;
    let grow = |playouts| {
        let mut rng = nabla::rng(seed);
        let mut judge = |leaves: &[Noughts]| by_chance(leaves, &mut rng);
        search(&[*game], playouts, Rule::Ucb, &mut judge, None).swap_remove(0)
    };
    let share = |tree: &Tree<Noughts>| {
        let visits = tree.visits();
        f64::from(visits[4]) / f64::from(visits.iter().sum::<u32>())
    };
    let trees = PLAYOUTS.map(grow);
    let thousand = lesson.number("centre_visits", share(&trees[2]));
    lesson.predict_number(
        "Plain search with 1,000 playouts, at the same position. What share of them takes the centre?",
        Quantity::percent(thousand, 0).within(0.1),
        &format!("{}. A move that does well is taken more often; so the replies *to it* are searched deeper, and the mean stops being that of random games.", percent(thousand)),
    );
    let mut table = Table::new(["playouts", "a2", "a3", "b2", "b3", "c3", "others", "value"]);
    for (playouts, tree) in PLAYOUTS.iter().zip(&trees) {
        let visits = tree.visits();
        let shown = [1, 2, 4, 5, 8].map(|cell| visits[cell]);
        let others = visits.iter().sum::<u32>() - shown.iter().sum::<u32>();
        let cells = shown.iter().chain([&others]).map(|n| count(*n as usize));
        table.push(
            std::iter::once(count(*playouts))
                .chain(cells)
                .chain([num(tree.value(), 2)]),
        );
    }
    lesson.table(&table.caption("Visits of the replies to a corner. The value is the mean of all playouts, for who replies; in truth it is 0."));
    let points = (0..=14).map(|k| {
        let playouts = (10.0 * 2_f64.powf(f64::from(k) * 0.7)) as usize;
        (playouts as f64, share(&grow(playouts)))
    });
    let chart = Chart::new("playouts", "share of visits")
        .log_x()
        .y_range(0.0..1.0)
        .line(
            "the centre, the only reply that holds",
            points.collect::<Vec<_>>(),
        );
    lesson.chart(
        "visits",
        "Visits gather where the search finds no way to lose.",
        &chart,
    )
}

/// Plain search against itself with fewer playouts.
fn strength(lesson: &mut Lesson) {
    let (games, seed) = (lesson.shortened(100, 5), lesson.flags().seed);
    let mut against = |playouts: usize| {
        let mut one = plain(playouts, nabla::rng(seed));
        let score = duel::<Four>(&mut one, &mut plain(50, nabla::rng(seed + 1)), games);
        lesson.number(&format!("plain_{playouts}"), score.won(true))
    };
    let shares = [25, 100, 200].map(|playouts| (playouts, against(playouts)));
    let mut table = Table::new(["playouts a move", "points against 50"]);
    for (playouts, share) in shares {
        table.push([playouts.to_string(), percentage(share, 0)]);
    }
    lesson.table(&table.caption(format!("Plain search in Connect Four against itself with 50 playouts: {games} games a row, a draw counts half. It knows the rules and nothing else, and time makes it strong.")));
}

/// What a prior does: three moves that always come to the same.
fn with_priors(lesson: &mut Lesson) {
    let puct: Puct = lesson.answer("puct", exercises::puct, solutions::puct);
    const PRIORS: [f64; 3] = [0.7, 0.25, 0.05];
    const WORTH: [f64; 3] = [0.1, 0.0, 0.4];
    let visits = |playouts: u32| {
        let mut visits = [0_u32; 3];
        for parent in 1..=playouts {
            let score = |i: usize| {
                let total = WORTH[i] * f64::from(visits[i]);
                puct(total, visits[i], PRIORS[i], parent, CURIOSITY)
            };
            let better = |best: usize, i: usize| if score(i) > score(best) { i } else { best };
            let best = (1..3).fold(0, better);
            visits[best] += 1;
        }
        visits
    };
    let first = (1..).find(|&n| visits(n)[2] > 0).unwrap_or(1);
    lesson.number("prior_first", first as usize);
    lesson.predict_number(
        &format!("A better rule asks a prior first: it goes where Q + c · P · √N / (1 + n) is highest, c = {CURIOSITY}. Three moves have the priors 0.70, 0.25 and 0.05, and their playouts come to 0.1, 0.0 and 0.4, each time. Which playout is the first to take the third move, which is the best?"),
        Quantity::new(f64::from(first), 0).factor(1.5),
        &format!("Number {first}. What seems unlikely waits; it is not forgotten, for √N grows."),
    );
    let mut table = Table::new(["playouts", "move 1", "move 2", "move 3"]);
    for playouts in [1, 10, 100, 1_000] {
        let cells = visits(playouts).map(|n| count(n as usize));
        table.push(std::iter::once(count(playouts as usize)).chain(cells));
    }
    lesson.table(&table.caption(
        "Visits by this rule, called PUCT. At first they follow the priors, in the end the values.",
    ));
}
