//! Self-play.

use lab14::games::Game;
use lab14::games::arena::{Score, duel, random, trained, walk};
use lab14::games::minimax::Solved;
use lab14::games::network::Network;
use lab14::games::noughts::Noughts;
use lab14::games::selfplay::{NOUGHTS, Plan, round};
use lab14::games::tree::{PUCT, search};
use lab14::{exercises, solutions};
use labkit::numerals::{count, num, percentage};
use labkit::{Chart, Lesson, Quantity, Result, Table};
use nabla::{Device, parameters};

/// Playouts of a move in games that count.
pub const PLAYOUTS: usize = 128;

/// The section.
pub fn selfplay(lesson: &mut Lesson) -> Result<()> {
    let plan = NOUGHTS;
    lesson.say("Who teaches the network? Its own search. A network with two *heads* says which moves deserve a look, and how the game will end. The search that uses it plays better than the network alone, because it looks ahead. So let it play against itself, and learn two things of each position: the *policy* is to say at once what the search found out, its visits; the *value* is to say how the game ended. A better network makes a better search; play again. That is AlphaGo Zero (Silver and others, 2017). It knows the rules, and no game that anybody ever played.");
    lesson.say("So that it does not always play the same game, chance is mixed into the priors of the root, and moves are drawn by their visits.");
    temperature(lesson);
    let fresh = Network::new::<Noughts>(&plan.sizes, &mut nabla::rng(0));
    lesson.say(format!("For noughts and crosses: {} residual blocks of {} channels, {} weights. A round is {} games at once, {} playouts a move, then {} steps on their positions, each in one of its eight mirror images.", plan.sizes.blocks, plan.sizes.channels, count(parameters(&fresh)), plan.games, plan.playouts, plan.steps[0]));
    let (network, rounds) = learned(lesson, &plan);
    let solved = Solved::new();
    examined(lesson, &network, &solved);
    curve(lesson, &rounds)?;
    judged(lesson, &network, &solved);
    Ok(())
}

/// Visits as probabilities, at three temperatures.
fn temperature(lesson: &mut Lesson) {
    type FromVisits = fn(&[u32], f64) -> Vec<f64>;
    let (yours, ours) = (exercises::from_visits, solutions::from_visits);
    let from_visits: FromVisits = lesson.answer("from_visits", yours, ours);
    let visits = [30, 18, 12, 4];
    let mut table = Table::new(["visits", "30", "18", "12", "4"]);
    for temperature in [1.0, 0.5, 0.0] {
        let shares = from_visits(&visits, temperature);
        let shares = shares.iter().map(|&share| num(share, 2));
        let name = format!("temperature {}", num(temperature, 1));
        table.push(std::iter::once(name).chain(shares));
    }
    lesson.table(&table.caption("From visits to the chances of four moves. Here self-play draws at temperature 1; games that count are played at 0."));
}

/// How many lines of all that the other may play end in a loss: by the network alone, and with its search.
type Lost = [f64; 2];

/// What the network does at every position, looked up.
fn table(
    network: &Network,
    playouts: usize,
    solved: &Solved<Noughts>,
) -> impl Fn(&Noughts) -> usize {
    let open = solved.open();
    let moves = trained(network, playouts)(&open);
    move |game| open.binary_search(game).map_or(0, |place| moves[place])
}

/// All its games.
pub fn every_game(network: &Network, playouts: usize, solved: &Solved<Noughts>) -> Score {
    walk(&table(network, playouts, solved))
}

fn learned(lesson: &mut Lesson, plan: &Plan) -> (Network, Vec<(f64, Lost)>) {
    let rounds = lesson.shortened(plan.rounds, 8);
    let plan = Plan { rounds, ..*plan };
    let solved = Solved::<Noughts>::new();
    let recipe = plan.recipe(lesson.flags().seed);
    let mut training = plan.training::<Noughts>(&recipe, &Device::Cpu);
    let mut bar = lesson.progress("noughts and crosses", rounds * plan.steps[0]);
    let lost = |network: &Network| {
        [1, PLAYOUTS].map(|playouts| {
            let score = every_game(network, playouts, &solved);
            score.lost as f64 / score.games() as f64
        })
    };
    let mut curve = vec![(0.0, lost(&training.model.network))];
    for done in 1..=rounds {
        round::<Noughts>(&mut training, &plan, |loss| bar.step(loss, None));
        if done % 2 == 0 || done == rounds {
            curve.push((done as f64, lost(&training.model.network)));
        }
    }
    bar.done();
    (training.model.network, curve)
}

fn curve(lesson: &mut Lesson, rounds: &[(f64, Lost)]) -> Result<()> {
    let line = |which: usize| -> Vec<(f64, f64)> {
        rounds
            .iter()
            .map(|(round, lost)| (*round, lost[which]))
            .collect()
    };
    let chart = Chart::new("rounds of self-play", "share of all games lost")
        .y_range(0.0..0.8)
        .line("the network alone", line(0))
        .line(format!("with {PLAYOUTS} playouts"), line(1));
    lesson.chart(
        "selfplay",
        "Against everything that the other may do, beginning and not.",
        &chart,
    )
}

/// Every game that the other could play.
fn examined(lesson: &mut Lesson, network: &Network, solved: &Solved<Noughts>) {
    let alone = every_game(network, 1, solved);
    let all = every_game(network, PLAYOUTS, solved);
    lesson.number("noughts_all_games", all.games());
    lesson.number("noughts_alone_lost", alone.lost);
    let lost = lesson.number("noughts_all_lost", all.lost);
    lesson.predict_number(
        &format!("Then it is examined: against every game that the other could play, both sides, {} of them. How many does it lose with {PLAYOUTS} playouts a move?", count(all.games())),
        Quantity::new(lost as f64, 0).within(2.0),
        &format!("{lost}. No perfect player could have beaten it, and perfect play is among these games. Alone, without search, the network loses {} of {}.", alone.lost, count(alone.games())),
    );
}

/// Many games against chance, and what it thinks of the empty board.
fn judged(lesson: &mut Lesson, network: &Network, solved: &Solved<Noughts>) {
    let games = lesson.shortened(10_000, 10);
    let look = table(network, PLAYOUTS, solved);
    let mut player = |games: &[Noughts]| games.iter().map(&look).collect();
    let mut rival = random(nabla::rng(lesson.flags().seed + 3));
    let random = duel(&mut player, &mut rival, games);
    lesson.number("noughts_random_lost", random.lost);
    let won = lesson.number("noughts_random_won", random.won(false));
    let start = Noughts::start();
    let tree = search(
        &[start],
        PLAYOUTS,
        PUCT,
        &mut |leaves| network.judge(leaves),
        None,
    );
    let visits = tree[0].visits();
    let rows: Vec<String> = visits
        .chunks(3)
        .map(|row| {
            let row: Vec<String> = row.iter().map(|n| format!("{n:>3}")).collect();
            row.join(" ")
        })
        .collect();
    lesson.show(rows.join("\n"));
    lesson.say(format!("Above: its visits on the empty board. Against random moves it wins {} of {} games and loses {}. Perfect play by minimax won fewer: the network learned from games against somebody who makes mistakes, itself, so it knows where they are made.", percentage(won, 1), count(games), random.lost));
}
