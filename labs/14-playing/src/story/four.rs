//! Connect Four.

use lab14::games::arena::{duel, plain, random, trained};
use lab14::games::four::Four;
use lab14::games::network::Network;
use lab14::games::packed::stored;
use lab14::games::selfplay::{FOUR, SHORT, round};
use lab14::games::tree::{PUCT, Rule, by_chance, search};
use lab14::games::{Game, drawn};
use lab14::{exercises, solutions};
use labkit::numerals::{count, num, percent};
use labkit::{Chart, Lesson, Quantity, Result, Table};
use nabla::{Device, parameters};

/// Playouts a move of the network and of its rival, in games that count.
const PLAYOUTS: usize = 100;
/// Playouts of the rival in the one game that is shown.
const RIVAL: usize = 1_000;

/// The section.
pub fn four(lesson: &mut Lesson) -> Result<()> {
    lesson.say("Seven columns of six cells, stones that fall, four in a line win. Nothing changes in the search, nor in the network but the size of its picture. The board is 42 of 64 bits, so that a question to all lines at once is a shift and an `&`.");
    bits(lesson);
    short(lesson)?;
    let network = stored()?;
    lesson.say(format!("A longer training of the same kind, `cargo run --release -p lab14 -- --network four`, is stored: {} blocks of {} channels, {} weights in a byte each, {} games against itself.", FOUR.sizes.blocks, FOUR.sizes.channels, count(parameters(&network)), count(FOUR.games * FOUR.rounds)));
    lesson.number("four_blocks", FOUR.sizes.blocks);
    lesson.number("four_channels", FOUR.sizes.channels);
    opening(lesson, &network);
    judged(lesson, &network);
    one_game(lesson, &network)?;
    lesson.say("You can play against it: `cargo run -p lab14 -- --play connect4`. Nobody has told it a single move.");
    Ok(())
}

/// The numbers of the bits, and what a shift finds.
fn bits(lesson: &mut Lesson) {
    let has_four: fn(u64) -> bool =
        lesson.answer("has_four", exercises::has_four, solutions::has_four);
    let row = |height: u32| {
        let bits = (0..7).map(|column| format!("{:>3}", 7 * column + height));
        bits.collect::<String>()
    };
    lesson.show((0..6).rev().map(row).collect::<Vec<_>>().join("\n"));
    // A falling diagonal, and four bits in a row that are none: over the top of a column.
    let [line, wrapped] = [[3, 9, 15, 21], [4, 5, 7, 8]].map(|bits: [u32; 4]| {
        let stones = bits.iter().fold(0, |stones, bit| stones | 1 << bit);
        has_four(stones)
    });
    let said = |line| if line { "a line" } else { "no line" };
    lesson.say(format!("Bits 3, 9, 15 and 21 are {}; bits 4, 5, 7 and 8 are {}, for bit 6 lies above the top cell and is never set.", said(line), said(wrapped)));
}

/// A training of seconds, judged after each round.
fn short(lesson: &mut Lesson) -> Result<()> {
    let rounds = lesson.shortened(SHORT.rounds, 6);
    let (plan, games) = (SHORT, lesson.shortened(40, 4));
    let seed = lesson.flags().seed;
    let mut training = plan.training::<Four>(&plan.recipe(seed), &Device::Cpu);
    let mut bar = lesson.progress("Connect Four", rounds * plan.steps[0]);
    let points = |network: &Network| {
        let mut rival = plain(PLAYOUTS / 2, nabla::rng(seed + 1));
        let score = duel::<Four>(&mut trained(network, PLAYOUTS / 2), &mut rival, games);
        score.won(true)
    };
    let mut curve = vec![(0.0, points(&training.model.network))];
    for done in 1..=rounds {
        round::<Four>(&mut training, &plan, |loss| bar.step(loss, None));
        curve.push((done as f64, points(&training.model.network)));
    }
    bar.done();
    let first = lesson.number("short_first", curve[0].1);
    let last = lesson.number("short_last", curve[rounds].1);
    lesson.predict_number(
        &format!("A small network plays {} games against itself. Before, it takes {} of the points against plain search, with {} playouts a move on either side. After?", count(plan.games * rounds), percent(first), PLAYOUTS / 2),
        Quantity::percent(last, 0).within(0.1),
        &format!("{}, after some seconds.", percent(last)),
    );
    let chart = Chart::new("rounds of self-play", "share of points")
        .y_range(0.0..1.0)
        .line("against plain search", curve)
        .hline(0.5, "equal");
    let caption = format!(
        "{games} games after each round; a draw counts half. What rises is the network: the search is the same."
    );
    lesson.chart("four-short", &caption, &chart)
}

/// What the stored network thinks of the empty board, and what its search makes of it.
fn opening(lesson: &mut Lesson, network: &Network) {
    let start = Four::start();
    let opinion = network.judge(&[start]).swap_remove(0);
    let mut judge = |leaves: &[Four]| network.judge(leaves);
    let tree = search(&[start], 8 * PLAYOUTS, PUCT, &mut judge, None).swap_remove(0);
    let best = tree.best() + 1;
    let beside = best.abs_diff(4);
    let found = match beside {
        0 => "The network has found the column.",
        _ => "The network has not found that out.",
    };
    lesson.predict_choice(
        "Which column does the stored network open with?",
        &["the middle", "one beside the middle", "one nearer to the edge"],
        beside.min(2),
        &format!("Column {best}. Allis and Allen solved the game in 1988: who begins wins, and only from the middle. {found}"),
    );
    let mut table = Table::new(["column", "1", "2", "3", "4", "5", "6", "7"]);
    let name = |name: &str| std::iter::once(name.to_string());
    table.push(name("prior").chain(opinion.policy.iter().map(|&p| percent(p))));
    table.push(name("visits").chain(tree.visits().iter().map(u32::to_string)));
    let value = lesson.number("four_value", tree.value());
    lesson.number("four_opening", tree.visits()[3] as usize);
    lesson.table(&table.caption(format!("The empty board: what the network says at once, and {} playouts. It expects {} for who begins, on a scale from −1 to 1; in truth it is 1.", count(8 * PLAYOUTS), num(value, 2))));
}

/// Games against those whom it never met.
fn judged(lesson: &mut Lesson, network: &Network) {
    let games = lesson.shortened(40, 4);
    let seed = lesson.flags().seed;
    let plain = |playouts| {
        let mut rival = plain(PLAYOUTS, nabla::rng(seed + 2));
        duel::<Four>(&mut trained(network, playouts), &mut rival, games)
    };
    let (with, alone) = (plain(PLAYOUTS), plain(1));
    let random = duel::<Four>(
        &mut trained(network, 1),
        &mut random(lesson.rng()),
        5 * games,
    );
    lesson.number("four_with", with.won);
    lesson.number("four_alone", alone.won);
    lesson.predict_number(
        &format!("Against plain search with {PLAYOUTS} playouts a move: with as many the stored network wins {} of {games} games. How many without any search, by the policy alone?", with.won),
        Quantity::new(alone.won as f64, 0).within(4.0),
        &format!("{}. A plain search of {PLAYOUTS} playouts looks at {PLAYOUTS} positions and as many games to the end; the policy looks at one position.", alone.won),
    );
    let mut table = Table::new(["", "won", "drawn", "lost"]);
    for (name, score) in [
        (format!("{PLAYOUTS} playouts, against plain search"), with),
        ("no search, against plain search".to_string(), alone),
        ("no search, against random moves".to_string(), random),
    ] {
        let cells = [score.won, score.drawn, score.lost].map(|n| n.to_string());
        table.push(std::iter::once(name).chain(cells));
    }
    lesson.table(&table.caption(format!(
        "The stored network. Plain search has {PLAYOUTS} playouts a move."
    )));
}

/// A game against plain search, and what both expected on the way.
fn one_game(lesson: &mut Lesson, network: &Network) -> Result<()> {
    let mut rng = lesson.rng();
    let (mut game, mut expected) = (Four::start(), [Vec::new(), Vec::new()]);
    let mut board = String::new();
    for turn in 0.. {
        if game.outcome().is_some() {
            board = drawn(&game);
            break;
        }
        let tree = match turn % 2 {
            0 => search(&[game], PLAYOUTS, PUCT, &mut |l| network.judge(l), None),
            _ => search(
                &[game],
                RIVAL,
                Rule::Ucb,
                &mut |l| by_chance(l, &mut rng),
                None,
            ),
        };
        let value = tree[0].value() * if turn % 2 == 0 { 1.0 } else { -1.0 };
        expected[turn % 2].push((turn as f64 + 1.0, value));
        game = game.play(tree[0].best());
    }
    lesson.show(board);
    let [ours, theirs] = expected;
    let moves = ours.len() + theirs.len();
    lesson.say(format!("One game: `X` is the network with {PLAYOUTS} playouts a move, `O` plain search with {}. It ended after {moves} stones. What each of them expected is in the figure.", count(RIVAL)));
    let chart = Chart::new("move", "value for the network")
        .y_range(-1.0..1.0)
        .line("what the network expects", ours)
        .line("what plain search expects", theirs);
    lesson.chart("four-game", "What the two expect of the same game.", &chart)
}
