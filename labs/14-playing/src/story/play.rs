//! What `--play connect4` and `--play noughts` ask for: a game against the network, here in the terminal.

use lab14::games::four::Four;
use lab14::games::network::Network;
use lab14::games::noughts::Noughts;
use lab14::games::packed::stored;
use lab14::games::selfplay::{NOUGHTS, round};
use lab14::games::tree::{PUCT, search};
use lab14::games::{Game, drawn};
use labkit::numerals::percent;
use labkit::{Lesson, Result};
use nabla::Device;
use std::io::{self, BufRead, Write};

/// Playouts of its moves.
const PLAYOUTS: usize = 400;

/// What a person asks for.
enum Typed {
    Move(usize),
    Leave,
}

/// The game that `--play` names.
pub fn play(lesson: &mut Lesson) -> Result<()> {
    match lesson.choice("play") {
        "noughts" => {
            let network = learned(lesson);
            lesson.say(
                "You are `X` first. Cells are 1 to 9, row by row from the top left; `q` leaves.",
            );
            games::<Noughts>(lesson, &network, "cell")
        }
        _ => {
            let network = stored()?;
            lesson.say("You are `X` first. Columns are 1 to 7 from the left; `q` leaves.");
            games::<Four>(lesson, &network, "column")
        }
    }
    Ok(())
}

/// The one for noughts and crosses is not stored: it learns in seconds.
fn learned(lesson: &mut Lesson) -> Network {
    let recipe = NOUGHTS.recipe(lesson.flags().seed);
    let training = NOUGHTS.training::<Noughts>(&recipe, &Device::Cpu);
    let learned = training.finish(lesson, "learns the game", |training, step| {
        round::<Noughts>(training, &NOUGHTS, step)
    });
    learned.network
}

/// Game after game, in which both begin by turns, until somebody leaves.
fn games<G: Game>(lesson: &mut Lesson, network: &Network, what: &str) {
    for number in 0.. {
        let mut game = G::start();
        let mut mine = number % 2 == 0;
        while game.outcome().is_none() {
            let action = match mine {
                true => {
                    lesson.show(shown(&game));
                    match asked(&game, what) {
                        Typed::Move(action) => action,
                        Typed::Leave => return lesson.say("Well played. Until next time."),
                    }
                }
                false => answered(lesson, network, &game, what),
            };
            game = game.play(action);
            mine = !mine;
        }
        lesson.show(shown(&game));
        // The one who would be next has lost, or nobody has.
        let end = match (game.outcome(), mine) {
            (Some(0.0), _) | (None, _) => "A draw.",
            (_, true) => "It has won.",
            (_, false) => "You have won. Look at what it expected on the way.",
        };
        let next = if number % 2 == 0 {
            "It begins"
        } else {
            "You begin"
        };
        lesson.say(format!("{end} {next} the next one."));
    }
}

/// The board, with the numbers of the columns below where columns are moves.
fn shown<G: Game>(game: &G) -> String {
    let columns = G::BOARD[1];
    let numbers: Vec<String> = (1..=columns).map(|n| n.to_string()).collect();
    match columns == G::MOVES {
        true => format!("{}\n{}", drawn(game), numbers.join(" ")),
        false => drawn(game),
    }
}

/// Asks until the answer is a move, or nobody answers any more.
fn asked<G: Game>(game: &G, what: &str) -> Typed {
    loop {
        print!("Your {what}: ");
        let mut line = String::new();
        let read = io::stdout()
            .flush()
            .and_then(|()| io::stdin().lock().read_line(&mut line));
        let typed = line.trim().to_lowercase();
        if !matches!(read, Ok(bytes) if bytes > 0)
            || ["q", "quit", "exit"].contains(&typed.as_str())
        {
            println!();
            return Typed::Leave;
        }
        match typed.parse::<usize>() {
            Ok(n) if (1..=G::MOVES).contains(&n) && game.is_legal(n - 1) => {
                return Typed::Move(n - 1);
            }
            Ok(n) if (1..=G::MOVES).contains(&n) => println!("There is no room in {what} {n}."),
            _ => println!("Type a number from 1 to {}, or q to leave.", G::MOVES),
        }
    }
}

/// Its move, and what it thought.
fn answered<G: Game>(lesson: &mut Lesson, network: &Network, game: &G, what: &str) -> usize {
    let mut judge = |leaves: &[G]| network.judge(leaves);
    let tree = search(&[*game], PLAYOUTS, PUCT, &mut judge, None).swap_remove(0);
    let visits: Vec<String> = tree.visits().iter().map(u32::to_string).collect();
    let chance = percent((tree.value() + 1.0) / 2.0);
    lesson.say(format!(
        "It takes {what} {}: visits {}. It expects {chance} of the points.",
        tree.best() + 1,
        visits.join(" ")
    ));
    tree.best()
}
