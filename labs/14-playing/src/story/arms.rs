//! Bandits.

use lab14::choosing::arms::{Choose, Player, play};
use lab14::{exercises, solutions};
use labkit::numerals::{num, percentage};
use labkit::statistics::mean;
use labkit::{Chart, Lesson, Quantity, Result, Table};

const ARMS: usize = 10;
const PULLS: usize = 1000;
/// The share of the pulls that the second player gives away.
const EPSILON: f64 = 0.1;

/// The section.
pub fn arms(lesson: &mut Lesson) -> Result<()> {
    let choose: Choose = lesson.answer(
        "upper_bound",
        exercises::upper_bound,
        solutions::upper_bound,
    );
    let count = lesson.shortened(500, 10);
    lesson.say(format!("Nobody says which act was right; one only sees what it brought. The smallest such world has {ARMS} arms to pull. Each has a mean of its own, drawn from N(0, 1), and a pull brings that mean and noise of deviation 1. There are {PULLS} pulls. *Regret* is what one would have had more, in the mean, with the best arm from the first pull on."));
    lesson.say(format!("A *greedy* player tries each arm once, and from then on pulls the one that has brought most in the mean so far. All players play {count} games, on new arms each time."));
    let players = [
        ("greedy", Player::GREEDY),
        (
            "ε = 0.1",
            Player {
                epsilon: EPSILON,
                ..Player::GREEDY
            },
        ),
        (
            "ε = 0.01",
            Player {
                epsilon: 0.01,
                ..Player::GREEDY
            },
        ),
        (
            "hopes for 5",
            Player {
                hope: Some(5.0),
                ..Player::GREEDY
            },
        ),
        (
            "curious, 1",
            Player {
                curious: 1.0,
                ..Player::GREEDY
            },
        ),
        (
            "curious, 2",
            Player {
                curious: 2.0,
                ..Player::GREEDY
            },
        ),
    ];
    let games = players.map(|(_, player)| {
        let mut rng = lesson.rng();
        let game = |_| play(player, choose, ARMS, PULLS, &mut rng);
        (0..count).map(game).collect::<Vec<_>>()
    });
    let best = |games: &[Vec<f64>]| {
        let last = games.iter().flat_map(|game| &game[PULLS - 100..]);
        mean(last.map(|&regret| if regret == 0.0 { 1.0 } else { 0.0 }))
    };
    let greedy = lesson.number("greedy_best", best(&games[0]));
    lesson.predict_number(
        "In how many of the games does the greedy player pull the best arm in the end?",
        Quantity::percent(greedy, 0).within(0.1),
        &format!(
            "{}. One unlucky pull of the best arm is enough, and it is never pulled again.",
            percentage(greedy, 0)
        ),
    );
    let most = 1.0 - EPSILON + EPSILON / ARMS as f64;
    let reached = lesson.number("epsilon_best", best(&games[1]));
    lesson.predict_number(
        "An ε-greedy player with ε = 0.1 pulls any arm at every tenth pull, drawn evenly, and otherwise plays greedily. It goes on for ever and knows all means in the end. What share of its pulls goes to the best arm then?",
        Quantity::percent(most, 0).within(0.015),
        &format!("{}: nine of ten, and a tenth of the tenth. In the last 100 of {PULLS} pulls it is {} as yet.", percentage(most, 0), percentage(reached, 0)),
    );
    let mut table = Table::new([
        "player",
        "regret, 100 pulls",
        "1,000 pulls",
        "best arm in the end",
    ]);
    for ((name, _), games) in players.iter().zip(&games) {
        let regret = |pulls: usize| mean(games.iter().map(|game| game[..pulls].iter().sum()));
        let cells = [
            num(regret(100), 0),
            num(regret(PULLS), 0),
            percentage(best(games), 0),
        ];
        table.push([name.to_string()].into_iter().chain(cells));
    }
    lesson.table(&table.caption("The mean of all games. Who hopes believes that every arm has brought 5 once. Who is curious adds to the mean of an arm 1 or 2 times √(ln t / n), t pulls in all, n of them of this arm."));
    let mut chart = Chart::new("pulls", "regret so far").y_range(0.0..250.0);
    for i in [0, 1, 4] {
        chart = chart.band(players[i].0, quartiles(&games[i]));
    }
    let caption =
        "Regret of three players: the median of the games, and the half of them in the middle.";
    lesson.chart("regret", caption, &chart)?;
    lesson.say("To *explore* costs something at every pull, to *exploit* what one believes costs something for ever if it is wrong. Chance explores everywhere alike and never stops. Hope and curiosity explore where little is known, and stop by themselves.");
    Ok(())
}

/// Of every tenth pull the median of the regret so far, and the quartiles.
fn quartiles(games: &[Vec<f64>]) -> Vec<(f64, f64, f64, f64)> {
    let mut sums = vec![0.0; games.len()];
    let mut all = Vec::new();
    for pull in 0..PULLS {
        sums.iter_mut()
            .zip(games)
            .for_each(|(sum, game)| *sum += game[pull]);
        if pull % 10 == 0 {
            let mut sorted = sums.clone();
            sorted.sort_by(f64::total_cmp);
            let [low, middle, high] = [1, 2, 3].map(|quarter| sorted[quarter * games.len() / 4]);
            all.push((pull as f64, middle, low, high));
        }
    }
    all
}
