//! What `--network noughts` and `--network four` ask for: self-play that may be interrupted between two rounds.

use super::selfplay::every_game;
use lab14::games::Game;
use lab14::games::arena::{Score, duel, plain, random, trained};
use lab14::games::four::Four;
use lab14::games::minimax::Solved;
use lab14::games::network::Network;
use lab14::games::noughts::Noughts;
use lab14::games::packed::to_bytes;
use lab14::games::selfplay::{FOUR, NOUGHTS, Plan, round};
use labkit::numerals::{count, num, percentage};
use labkit::{Error, Lesson, Result, Table};
use nabla::{Device, parameters};
use trainer::{Fingerprint, Job, LongRun, Resumable, Seen, measured, never};

/// Playouts a move in the final games, games against plain search, and games against random moves.
const PLAYOUTS: usize = 100;
const GAMES: usize = 200;

/// Connect Four.
pub fn four(lesson: &mut Lesson) -> Result<()> {
    let seed = lesson.flags().seed;
    let against = move |network: &Network, games| {
        let mut rival = plain(PLAYOUTS, nabla::rng(seed + 1));
        duel::<Four>(&mut trained(network, PLAYOUTS), &mut rival, games)
    };
    let network = learned::<Four>(lesson, "four", &FOUR, "points of 20 games", |network| {
        against(network, 20).won(true)
    })?;
    let mut random = random(nabla::rng(seed + 2));
    let chance = duel::<Four>(&mut trained(&network, PLAYOUTS), &mut random, GAMES);
    let plain = against(&network, GAMES);
    lesson.number("plain_won", plain.won);
    lesson.number("random_won", chance.won);
    let mut table = table();
    push(
        &mut table,
        &format!("plain search, {PLAYOUTS} playouts a move"),
        plain,
    );
    push(&mut table, "random moves", chance);
    lesson.table(&table.caption(format!(
        "The network with {PLAYOUTS} playouts a move; each begins in half of the games."
    )));
    let path = lesson.flags().out.join("four.bin");
    let bytes = to_bytes(&network);
    std::fs::write(&path, &bytes).map_err(|error| {
        Error::new(format!("{}: {error}", path.display())).remedy("choose another --out")
    })?;
    lesson.say(format!(
        "Its weights, a byte each, {} bytes: {}",
        count(bytes.len()),
        path.display()
    ));
    Ok(())
}

/// Noughts and crosses.
pub fn noughts(lesson: &mut Lesson) -> Result<()> {
    let solved = Solved::<Noughts>::new();
    let network = learned::<Noughts>(
        lesson,
        "noughts",
        &NOUGHTS,
        "of all games lost",
        |network| {
            let all = every_game(network, PLAYOUTS, &solved);
            all.lost as f64 / all.games() as f64
        },
    )?;
    let mut table = table();
    let all = every_game(&network, PLAYOUTS, &solved);
    lesson.number("all_lost", all.lost);
    push(&mut table, "all that the other may do", all);
    lesson.table(&table.caption(format!(
        "Every game there is, both sides, with {PLAYOUTS} playouts a move."
    )));
    Ok(())
}

fn table() -> Table {
    Table::new(["against", "won", "drawn", "lost"])
}

fn push(table: &mut Table, name: &str, score: Score) {
    let cells = [score.won, score.drawn, score.lost].map(count);
    table.push(std::iter::once(name.to_string()).chain(cells));
}

/// Trains by self-play as the flags say, with `measure` after each round, and brings the network back to the processor.
fn learned<G: Game>(
    lesson: &mut Lesson,
    name: &str,
    plan: &Plan,
    column: &str,
    measure: impl Fn(&Network) -> f64,
) -> Result<Network> {
    let recipe = plan.recipe(lesson.flags().seed);
    // There is no data. What says which training it is, is the plan.
    let mut job = Job::new(name, "selfplay", Fingerprint::new().done(), &recipe);
    job.recipe = format!("{}, {plan:?}", job.recipe);
    let mut run = LongRun::new(lesson, job)?;
    let recipe = recipe.epochs(run.run.epochs).seed(run.run.seed);
    let mut training = plan.training::<G>(&recipe, &run.device);
    lesson.say(format!(
        "A network with {} weights plays against itself: rounds of {} games with {} playouts a move, after each {} steps of {} positions. {}, on {}. An interrupted run stops after its round.",
        count(parameters(&training.model.network)), plan.games, plan.playouts, plan.steps[0], plan.steps[1], recipe.in_words(), run.device,
    ));
    run.resume(lesson, &mut training)?;
    let learn = |training: &mut _, step: &mut dyn FnMut(f32)| {
        // The games of a round are not kept: a round is whole, or not there.
        Resumable::break_when(training, never);
        round::<G>(training, plan, step)
    };
    let columns = ["training loss", column];
    run.train(lesson, &mut training, &columns, learn, |training, loss| {
        let share = measure(&training.model.network);
        measured([("valid/share", share)]);
        let cells = vec![num(f64::from(loss), 4), percentage(share, 1)];
        Ok(Seen { cells, right: None })
    })?;
    let mut network = training.model.network;
    nabla::move_to(&mut network, &Device::Cpu);
    Ok(network)
}
