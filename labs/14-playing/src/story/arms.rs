//! Bandits.

use lab14::choosing::arms::{ARMS, Player, play};
use labkit::numerals::{count, num, percentage};
use labkit::statistics::mean;
use labkit::{Chart, Lesson, Quantity, Result, Table};

const PULLS: usize = 1000;
/// The share of pulls that one of the players gives away.
const EPSILON: f64 = 0.1;

const PLAYERS: [(&str, Player); 4] = [
    ("greedy", Player::Greedy(0.0)),
    ("ε = 0.1", Player::Greedy(EPSILON)),
    ("ε = 0.01", Player::Greedy(0.01)),
    ("curious", Player::Curious(1.0)),
];

/// The section.
pub fn arms(lesson: &mut Lesson) -> Result<()> {
    let games = lesson.shortened(500, 10);
    lesson.say(format!("Nobody says which act was right; one only sees what it brought. The smallest such world has {ARMS} arms to pull. Each has a mean of its own, drawn from N(0, 1), and a pull brings that mean and noise of deviation 1. Each arm was pulled once; then the game begins, of {} pulls. *Regret* is what the best arm would have brought more, in the mean.", count(PULLS)));
    let games = PLAYERS.map(|(_, player)| -> Vec<Vec<f64>> {
        let mut rng = lesson.rng();
        (0..games).map(|_| play(player, PULLS, &mut rng)).collect()
    });
    // Whoever pulls the best arm regrets nothing.
    let best = |games: &[Vec<f64>]| {
        let last = games.iter().flat_map(|game| game[PULLS - 101..].windows(2));
        mean(last.map(|pair| if pair[0] == pair[1] { 1.0 } else { 0.0 }))
    };
    let [greedy, chance] = [0, 1].map(|i: usize| best(&games[i]));
    lesson.predict_number(
        &format!("A *greedy* player pulls the arm that has brought most in the mean so far. In how many of {} games, on new arms each time, does it pull the best arm in the end?", games[0].len()),
        Quantity::percent(greedy, 0).within(0.1),
        &format!("{}. One unlucky pull of the best arm may be enough: then it is never pulled again.", percentage(greedy, 0)),
    );
    let most = 1.0 - EPSILON + EPSILON / ARMS as f64;
    lesson.predict_number(
        &format!("Another player is *ε-greedy*: it pulls any arm with probability ε = {EPSILON}, and is greedy otherwise. In the end it knows all means. What share of its pulls goes to the best arm then?"),
        Quantity::percent(most, 0).within(0.015),
        &format!("{}: nine in ten, and a tenth of the rest. Of the last 100 pulls here it is {} as yet.", percentage(most, 0), percentage(chance, 0)),
    );
    let mut table = Table::new(["player", "regret at 100", "at 1,000", "best arm, last 100"]);
    for ((name, _), games) in PLAYERS.iter().zip(&games) {
        let regret = |pulls: usize| num(mean(games.iter().map(|game| game[pulls - 1])), 0);
        let best = percentage(best(games), 0);
        table.push([name.to_string(), regret(100), regret(PULLS), best]);
    }
    lesson.table(&table.caption("Means of all games. Who is *curious* adds √(ln t / n) to the mean of an arm, t pulls in all, n of them of this arm."));
    let mut chart = Chart::new("pulls", "regret").y_range(0.0..250.0);
    for i in [0, 1, 3] {
        let places = (0..PULLS).step_by(10).map(|t| quartiles(t, &games[i]));
        chart = chart.band(PLAYERS[i].0, places);
    }
    let caption = "Regret of three players: the median of the games, and the half in the middle.";
    lesson.chart("regret", caption, &chart)?;
    let lost = mean(games[1].iter().map(|game| game[PULLS - 1]));
    lesson.say(format!("Chance has a price: ε = {EPSILON} loses {} in all, more than greed, and its curve stays steep.", num(lost, 0)));
    lesson.say("To *explore* costs something at each pull. To *exploit* what one believes costs something for ever, if it is wrong. Chance explores everywhere alike and never stops. Curiosity explores where little is known, and less the more it knows.");
    Ok(())
}

/// The median of the regret after pull `t`, and the quartiles, for a chart.
fn quartiles(t: usize, games: &[Vec<f64>]) -> (f64, f64, f64, f64) {
    let mut all: Vec<f64> = games.iter().map(|game| game[t]).collect();
    all.sort_by(f64::total_cmp);
    let [low, middle, high] = [1, 2, 3].map(|quarter| all[quarter * all.len() / 4]);
    (t as f64, middle, low, high)
}
