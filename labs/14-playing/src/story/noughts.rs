//! Noughts and crosses.

use lab14::games::Game;
use lab14::games::arena::{Score, duel, perfect, random};
use lab14::games::minimax::Solved;
use lab14::games::noughts::Noughts;
use lab14::{exercises, solutions};
use labkit::numerals::{count, num, percentage};
use labkit::{Lesson, Quantity, Result, Table};

/// The section.
pub fn noughts(lesson: &mut Lesson) -> Result<()> {
    lesson.say("Two players, nine cells; who has three in a line wins. What is a position worth to the player to move? At the end the rules say: 1 won, 0 drawn, −1 lost. Before the end it is the best of my moves; and a move is worth what it leaves to the other, with the sign turned. That is *minimax*, and it needs nothing but time.");
    let by_hand: fn() -> [f64; 6] = lesson.answer(
        "minimax_by_hand",
        exercises::minimax_by_hand,
        solutions::minimax_by_hand,
    );
    let [a, b, c, whole, ..] = by_hand().map(|worth| num(worth, 0));
    lesson.say(format!("On paper: three moves of mine that are worth {a}, {b} and {c} after the other's best reply make a tree that is worth {whole}."));
    let solved = Solved::<Noughts>::new();
    let positions = lesson.number("noughts_positions", solved.len());
    lesson.predict_number(
        "There are 9! = 362,880 orders in which nine cells can be filled. How many different positions can be reached, from the empty board to the last one?",
        Quantity::new(positions as f64, 0).factor(2.0),
        &format!("{}, the empty one and all ends among them. Many orders lead to the same position, and each is solved once.", count(positions)),
    );
    first_moves(lesson, &solved);
    against_chance(lesson, &solved);
    lesson.say("So noughts and crosses is solved, and dull: nobody has to lose. Connect Four has 4,531,985,219,092 positions (Tromp), and chess and Go have more than there are atoms to write them on. From here on nobody looks at all of them.");
    Ok(())
}

/// What may be answered to each first move.
fn first_moves(lesson: &mut Lesson, solved: &Solved<Noughts>) {
    let start = Noughts::start();
    let replies = |action: usize| solved.best(&start.play(action)).len();
    let corner = lesson.number("corner_replies", replies(0));
    let worth = solved.value(&start).unwrap_or_default();
    lesson.number("noughts_value", f64::from(worth));
    lesson.predict_number(
        "The first player takes a corner. How many of the eight replies do not lose, if both go on without a mistake?",
        Quantity::new(corner as f64, 0).within(0.5),
        &format!("{corner}: the centre. After every other reply the corner wins."),
    );
    let mut table = Table::new([
        "first move",
        "worth to who makes it",
        "replies that hold",
        "",
    ]);
    for (name, action) in [("corner", 0), ("edge", 1), ("centre", 4)] {
        let after = start.play(action);
        let value = -solved.value(&after).unwrap_or_default();
        let best = solved.best(&after);
        let shown: Vec<String> = best.iter().map(|&m| cell_name(m)).collect();
        table.push([
            name.to_string(),
            value.to_string(),
            best.len().to_string(),
            shown.join(", "),
        ]);
    }
    lesson.table(&table.caption("Each first move holds the draw. Cells are counted a1 to c3, row by row from the top left; corner is a1, edge a2, centre b2."));
}

/// `a1` for the cell at the top left.
pub fn cell_name(cell: usize) -> String {
    let row = ["a", "b", "c"][cell / 3 % 3];
    format!("{row}{}", cell % 3 + 1)
}

fn against_chance(lesson: &mut Lesson, solved: &Solved<Noughts>) {
    let games = lesson.shortened(10_000, 10);
    let seed = lesson.flags().seed;
    let mut table = Table::new(["", "won", "drawn", "lost"]);
    let mut row = |name: &str, score: Score| {
        let share = |n: usize| percentage(n as f64 / score.games() as f64, 1);
        table.push([
            name,
            &share(score.won),
            &share(score.drawn),
            &share(score.lost),
        ]);
    };
    let mut chance = random(nabla::rng(seed));
    let mut master = perfect(solved, nabla::rng(seed + 1));
    let one = duel::<Noughts>(&mut master, &mut chance, games);
    let mut other = perfect(solved, nabla::rng(seed + 2));
    let two = duel::<Noughts>(&mut master, &mut other, games);
    let won = lesson.number("perfect_wins", one.won as f64 / games as f64);
    lesson.number("perfect_lost", one.lost);
    row("perfect against random", one);
    row("perfect against perfect", two);
    lesson.table(&table.caption(format!("{} games in each row; each player begins in half of them. The perfect player takes any of the moves that minimax finds best.", count(games))));
    lesson.say(format!("Perfect play never loses, and wins only {} against chance: at the beginning all moves look alike to it, for all lead to a draw. It does not ask which of them makes a mistake likely.", percentage(won, 1)));
}
