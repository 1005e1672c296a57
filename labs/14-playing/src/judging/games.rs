//! Questions on games. Expected values are worked out by hand, or by `tests/reference/make_games.py`.

use crate::mistakes::games::{self as mistakes, Asked, Path, Visits};
use crate::{exercises, solutions};
use labkit::judge::Exercise;

pub fn exercises() -> Vec<Exercise> {
    vec![
        has_four(),
        minimax_by_hand(),
        puct(),
        back_up(),
        from_visits(),
    ]
}

/// The mask of stones at these (column, height).
fn stones<const N: usize>(cells: [(u32, u32); N]) -> u64 {
    let bits = cells.map(|(column, height)| 1 << (7 * column + height));
    bits.iter().fold(0, |all, bit: &u64| all | bit)
}

fn has_four() -> Exercise {
    Exercise::new("has_four", 15, "four in a row on a board of bits")
        .hints([
            "A step up is 1 bit, a step to the right 7. What is a step to the right and up, and one to the right and down?",
            "`stones & (stones >> step)` keeps each stone that has a neighbour one step on.",
            "With `pairs` for that, four in a row are a pair, and another pair that begins two steps on: `pairs & (pairs >> (2 * step))`.",
        ])
        .probes([
            (stones([(2, 1), (2, 2), (2, 3), (2, 4), (5, 0)]), true),
            (stones([(3, 0), (4, 0), (5, 0), (6, 0), (1, 2)]), true),
            (stones([(0, 1), (1, 2), (2, 3), (3, 4), (3, 0)]), true),
            (stones([(3, 5), (4, 4), (5, 3), (6, 2), (0, 0)]), true),
            // Over the top of a column, and on at the foot of the next.
            (stones([(1, 3), (1, 4), (1, 5), (2, 0), (4, 0)]), false),
            // Only in columns of six bits these are a line.
            (stones([(0, 0), (0, 5), (1, 3), (2, 1), (4, 4)]), false),
            (stones([(1, 2), (2, 2), (3, 2), (5, 1), (6, 0)]), false),
            (stones([(0, 0), (1, 0), (3, 0), (4, 0), (2, 1)]), false),
            (0, false),
        ])
        .answer(|&stones: &u64| exercises::has_four(stones))
        .solution(|&stones: &u64| solutions::has_four(stones))
        .mistake("columns of six bits", "A column has six cells but takes seven bits: a step to the right is 7, and the diagonals are 6 and 8.", mistakes::six_bits)
        .mistake("one diagonal", "There are two diagonals: right and up is a step of 8, right and down one of 6.", mistakes::one_diagonal)
        .mistake("three in a row", "Two pairs that share a stone are three stones. The second pair has to begin two steps after the first.", mistakes::three_in_a_row)
        .why("Without the spare bit the top of a column would be the neighbour of the foot of the next, and every direction would need a mask. One empty bit a column saves them all.")
        .done()
}

fn minimax_by_hand() -> Exercise {
    let right = [-5.0, 1.0, -4.0, 1.0, 2.5, 4.0];
    let but = move |changes: &[(usize, f64)]| {
        let mut answer = right;
        changes.iter().for_each(|&(i, x)| answer[i] = x);
        answer
    };
    Exercise::new("minimax_by_hand", 10, "a tree of two moves, on paper; one decimal")
        .entries(["a", "b", "c", "the tree", "against chance", "c, for the other"])
        .hints([
            "Begin at the bottom. After a the other may choose between 3 and −5, in my counting. Which does he want?",
            "Each of a, b, c is worth the smaller of its two numbers; I then take the largest of the three.",
            "Against chance each of a, b, c is worth the mean of its two numbers. What is worth x to me is worth −x to him.",
        ])
        .probes([((), right)])
        .digits(1)
        .answer(|()| exercises::minimax_by_hand())
        .solution(|()| solutions::minimax_by_hand())
        .mistake("he helps me", "You let both players choose what is best for you. The other chooses what is worst for you.", move |()| but(&[(0, 3.0), (1, 2.0), (2, 9.0), (3, 9.0), (5, -9.0)]))
        .mistake("the sign is not turned", "The last number is seen by the other player: what is worth −4 to me is worth 4 to him.", move |()| but(&[(5, -4.0)]))
        .mistake("he plays at random, and so do I", "If the other plays at random I still choose: the largest of the three means, not the mean of all.", move |()| but(&[(4, 1.0)]))
        .mistake("the same move against anybody", "Against chance b is worth 1.5 and c is worth 2.5: against a bad player another move is the best.", move |()| but(&[(4, 1.5)]))
        .why("Minimax plays as if the other saw as far as it does. It never gets less than it counts on; against a weaker player it may leave something on the table.")
        .done()
}

fn puct() -> Exercise {
    Exercise::new("puct", 10, "the score by which the search goes down")
        .hints([
            "Two summands: what came of the move so far, and how curious we are about it.",
            "Q = total / visits, but visits may be 0, and 0/0 is NaN: test for it.",
            "if visits == 0 { 0.0 } else { total / f64::from(visits) }, plus c * prior * f64::from(parent).sqrt() / f64::from(1 + visits).",
        ])
        .probes([
            ((1.8, 4, 0.3, 25, 1.5), 0.9),
            ((-3.0, 12, 0.45, 49, 2.0), 0.234_615_384_615_384_6),
            ((0.0, 0, 0.125, 9, 1.25), 0.468_75),
            ((0.75, 1, 0.6, 2, 0.8), 1.089_411_254_969_542_8),
        ])
        .answer(|&(total, visits, prior, parent, c): &Asked| exercises::puct(total, visits, prior, parent, c))
        .solution(|&(total, visits, prior, parent, c): &Asked| solutions::puct(total, visits, prior, parent, c))
        .mistake("the root of its own visits", "The root is of the visits of the node, `parent`, not of the move's own. A move that nobody takes would never become interesting again.", mistakes::puct_own_visits)
        .mistake("the sum, not the mean", "Q is a mean: divide the total by the visits. A sum grows with every visit, and the first good move is taken forever.", mistakes::puct_sum)
        .mistake("no root", "Take the square root of the parent's visits. Without it curiosity never fades beside Q.", mistakes::puct_no_root)
        .why("The second summand falls with each visit of the move and rises, slowly, with each of its rivals. So every move with a prior is looked at again sooner or later, likely ones sooner.")
        .done()
}

fn back_up() -> Exercise {
    Exercise::new("back_up", 15, "the value of a playout carried back to the root")
        .hints([
            "Who made the last move? Not the player who is to move at the end.",
            "What is worth `value` to who is to move at the end is worth −`value` to who made the last move, and `value` again to who made the one before.",
            "Go through the edges from the last to the first (`iter_mut().rev()`), and turn the sign before each.",
        ])
        .probes([
            ((vec![(5, 1.5), (2, -0.25), (0, 0.0)], 0.6), vec![(6, 0.9), (3, 0.35), (1, -0.6)]),
            ((vec![(9, -2.0), (3, 0.75)], -0.8), vec![(10, -2.8), (4, 1.55)]),
            ((vec![(1, 0.3)], 0.45), vec![(2, -0.15)]),
            (
                (vec![(40, 3.0), (17, -1.0), (8, 2.5), (1, 0.125)], 1.0),
                vec![(41, 4.0), (18, -2.0), (9, 3.5), (2, -0.875)],
            ),
        ])
        .answer(|(edges, value): &Path| exercises::back_up(edges, *value))
        .solution(|(edges, value): &Path| solutions::back_up(edges, *value))
        .mistake("the sign is kept", "That is what somebody wrote. The value is that of one player; the moves were made by both in turn, so its sign turns at each.", mistakes::sign_kept)
        .mistake("turned one move too late", "The last move was made by the player who is *not* to move at the end: it gets −value.", mistakes::turned_late)
        .mistake("turned once for all", "The sign turns at each move, back and forth, not once for all of them.", mistakes::always_turned)
        .why("The slip raises no error, and the numbers look like numbers. The search then believes that the other player works for it. If your program loses on purpose, look at its signs first.")
        .done()
}

fn from_visits() -> Exercise {
    Exercise::new("from_visits", 15, "probabilities of moves from their visits, at a temperature")
        .tolerance(1e-9)
        .hints([
            "Divide all visits by the largest first. That changes no share, and no power of a number up to 1 overflows.",
            "The exponent is 1/τ. At τ = 0 it is infinite: treat that by itself.",
            "At τ = 0 find the first place that holds the largest number: `iter().position(...)`. (`max_by_key` returns the last.)",
        ])
        .probes([
            ((vec![10, 30, 0, 60], 1.0), vec![0.1, 0.3, 0.0, 0.6]),
            ((vec![10, 30, 0, 60], 0.5), vec![1.0 / 46.0, 9.0 / 46.0, 0.0, 36.0 / 46.0]),
            ((vec![1, 4, 9], 2.0), vec![1.0 / 6.0, 2.0 / 6.0, 3.0 / 6.0]),
            ((vec![3, 7, 2, 7, 1], 0.0), vec![0.0, 1.0, 0.0, 0.0, 0.0]),
            ((vec![792, 800, 640], 0.01), vec![0.267_952_910_161, 0.732_047_089_690, 0.000_000_000_149]),
        ])
        .answer(|(visits, temperature): &Visits| exercises::from_visits(visits, *temperature))
        .solution(|(visits, temperature): &Visits| solutions::from_visits(visits, *temperature))
        .mistake("to the power of τ", "The exponent is 1/τ, not τ: a low temperature makes the choice sharper.", mistakes::power)
        .mistake("the last of equals", "Of several that are equal the first is taken. `max_by_key` returns the last.", mistakes::last_of_equals)
        .mistake("no temperature", "That is a temperature of 1, whatever was asked for.", mistakes::no_temperature)
        .why("The visits, not the priors and not the means, are what the search has to say: a move is visited often if it was found good again and again. They are also what the network learns.")
        .done()
}
