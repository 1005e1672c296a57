//! Rules, searches, the network, and what it learns from.

use lab14::games::arena::{Score, duel, perfect, plain, random, trained, walk};
use lab14::games::four::Four;
use lab14::games::memory::Learning;
use lab14::games::minimax::Solved;
use lab14::games::network::{Network, Sizes};
use lab14::games::noughts::Noughts;
use lab14::games::packed::{from_bytes, stored, to_bytes};
use lab14::games::selfplay::{Example, NOUGHTS, Plan, loss, play};
use lab14::games::tree::{PUCT, Rule, by_chance, random_move, search};
use lab14::games::{Game, cells, drawn};
use lab14::solutions::{back_up, has_four};
use nabla::{Parameters, Tape};
use std::collections::HashSet;

fn played<G: Game>(moves: &[usize]) -> G {
    moves.iter().fold(G::start(), |game, &action| {
        assert!(game.is_legal(action), "{action} in\n{}", drawn(&game));
        game.play(action)
    })
}

/// Games won by who begins, drawn, won by the other.
fn all_games(game: Noughts, first: bool) -> [usize; 3] {
    match game.outcome() {
        Some(0.0) => [0, 1, 0],
        Some(_) if first => [0, 0, 1],
        Some(_) => [1, 0, 0],
        None => game.legal().fold([0; 3], |sum, action| {
            let more = all_games(game.play(action), !first);
            [0, 1, 2].map(|i| sum[i] + more[i])
        }),
    }
}

#[test]
fn noughts_and_crosses_has_so_many_games_and_positions() {
    // Well-known counts of the whole tree.
    assert_eq!(all_games(Noughts::start(), true), [131_184, 46_080, 77_904]);
    let solved = Solved::<Noughts>::new();
    assert_eq!(solved.len(), 5_478);
    assert_eq!(solved.open().len(), 4_520);
    assert_eq!(solved.value(&Noughts::start()), Some(0));
    assert_eq!(solved.best(&played(&[0])), [4]);
    // Two in a row, and it is my move.
    assert_eq!(solved.best(&played(&[0, 3, 1, 4])), [2]);
    assert_eq!(solved.value(&played(&[0, 3, 1, 4])), Some(1));
}

#[test]
fn connect_four_has_so_many_positions() {
    // OEIS A212693.
    let counts = [1, 7, 49, 238, 1_120, 4_263, 16_422, 54_859];
    let mut now = HashSet::from([Four::start()]);
    for (ply, count) in counts.into_iter().enumerate() {
        assert_eq!(now.len(), count, "after {ply} stones");
        let open = now.iter().filter(|game| game.outcome().is_none());
        now = open.flat_map(|g| g.legal().map(|m| g.play(m))).collect();
    }
}

/// Four in a line of the stones with this sign, cell by cell.
fn line(game: &Four, sign: i8) -> bool {
    let at = |row: i32, column: i32| {
        let inside = (0..6).contains(&row) && (0..7).contains(&column);
        inside && game.stone((7 * row + column) as usize) == sign
    };
    let runs = |row, column, (down, right): (i32, i32)| {
        (0..4).all(|k| at(row + k * down, column + k * right))
    };
    (0..42).any(|cell| {
        let steps = [(0, 1), (1, 0), (1, 1), (1, -1)];
        steps.iter().any(|&step| runs(cell / 7, cell % 7, step))
    })
}

#[test]
fn bits_see_the_lines_that_cells_have() {
    let mut rng = nabla::rng(3);
    let mut ends = [0; 2];
    for _ in 0..400 {
        let mut game = Four::start();
        while game.outcome().is_none() {
            game = game.play(random_move(&game, &mut rng));
            assert!(!line(&game, 1));
            assert_eq!(
                line(&game, -1),
                game.outcome() == Some(-1.0),
                "{}",
                drawn(&game)
            );
        }
        ends[usize::from(game.outcome() == Some(0.0))] += 1;
    }
    assert!(ends[0] > 300);
    assert!(!has_four(0b111) && has_four(0b1111));
}

#[test]
fn a_full_board_is_a_draw() {
    // Columns by pairs, so that no line comes about.
    let order = [
        0, 1, 0, 1, 1, 0, 1, 0, 0, 1, 0, 1, 2, 3, 2, 3, 3, 2, 3, 2, 2, 3, 2, 3,
    ];
    let more = [4, 5, 4, 5, 5, 4, 5, 4, 4, 5, 4, 5, 6, 6, 6, 6, 6, 6];
    let moves = [&order[..], &more[..]].concat();
    let game: Four = played(&moves);
    assert_eq!(game.legal().count(), 0);
    assert_eq!(
        (game.outcome(), line(&game, 1), line(&game, -1)),
        (Some(0.0), false, false)
    );
}

fn symmetric<G: Game>(turns: usize) {
    assert_eq!(G::SYMMETRIES, turns);
    let mut rng = nabla::rng(5);
    let mut images = HashSet::new();
    for turn in 0..turns {
        let cells: Vec<usize> = (0..cells::<G>())
            .map(|cell| G::turned(turn, cell))
            .collect();
        assert_eq!(cells.iter().collect::<HashSet<_>>().len(), cells.len());
        let (mut one, mut other) = (G::start(), G::start());
        while one.outcome().is_none() {
            let action = random_move(&one, &mut rng);
            one = one.play(action);
            other = other.play(G::turned_move(turn, action));
            assert!((0..cells.len()).all(|cell| one.stone(cell) == other.stone(cells[cell])));
        }
        assert_eq!(one.outcome(), other.outcome());
        images.insert(cells);
    }
    assert_eq!(images.len(), turns);
}

#[test]
fn mirrors_leave_the_games_as_they_are() {
    symmetric::<Noughts>(8);
    symmetric::<Four>(2);
}

#[test]
fn a_search_counts_what_it_does_and_finds_what_is_near() {
    let mut rng = nabla::rng(1);
    // Three in a column: who moves wins there; the other has to block it.
    let games: [Four; 2] = [played(&[3, 0, 3, 1, 3, 6]), played(&[3, 0, 3, 1, 3])];
    for rule in [Rule::Ucb, PUCT] {
        let mut judge = |leaves: &[Four]| by_chance(leaves, &mut rng);
        let trees = search(&games, 300, rule, &mut judge, None);
        for tree in &trees {
            assert_eq!(tree.visits().iter().sum::<u32>(), 300);
            assert_eq!(tree.best(), 3, "{rule:?}: {:?}", tree.visits());
        }
        assert!(trees[0].value() > 0.7 && trees[1].value() < 0.4);
        assert_eq!(trees[0].root()[3].mean(), 1.0);
    }
}

#[test]
fn values_change_sides_on_their_way_back() {
    assert_eq!(back_up(&[(1, 0.5), (1, 0.5)], 1.0), [(2, 1.5), (2, -0.5)]);
    // One playout from each root, worth 0.25 to who moves after it.
    let opinion = |game: &Noughts| lab14::games::tree::Opinion {
        policy: vec![1.0; 9],
        value: if *game == Noughts::start() { 0.0 } else { 0.25 },
    };
    let mut judge = |leaves: &[Noughts]| leaves.iter().map(opinion).collect();
    let tree = search(&[Noughts::start()], 1, PUCT, &mut judge, None).swap_remove(0);
    assert_eq!(tree.value(), -0.25);
}

const SMALL: Plan = Plan {
    sizes: Sizes {
        channels: 4,
        blocks: 1,
    },
    games: 6,
    playouts: 8,
    ..NOUGHTS
};

fn fresh<G: Game>() -> Network {
    Network::new::<G>(&SMALL.sizes, &mut nabla::rng(7))
}

/// Weights drawn anew, those that are zero at first among them.
fn shaken<G: Game>() -> Network {
    let mut network = fresh::<G>();
    let mut rng = nabla::rng(8);
    network.visit_mut(&mut |param| {
        let dims = param.value().dims().to_vec();
        *param.value_mut() = nabla::Tensor::normal(dims.as_slice(), &mut rng);
        param
            .value_mut()
            .data_mut()
            .iter_mut()
            .for_each(|x| *x *= 0.2);
    });
    network
}

#[test]
fn self_play_tells_each_position_how_its_game_ended() {
    let examples: Vec<Example<Noughts>> = play(&fresh::<Noughts>(), &SMALL, &mut nabla::rng(2));
    let again = play(&fresh::<Noughts>(), &SMALL, &mut nabla::rng(2));
    assert_eq!(examples, again);
    let begun = examples.iter().filter(|e| e.game == Noughts::start());
    assert_eq!(begun.count(), SMALL.games);
    for pair in examples.windows(2) {
        let next = pair[1].game == Noughts::start();
        // Sides change from move to move; who moved last has not lost.
        match next {
            true => assert!(pair[0].result >= 0.0),
            false => assert_eq!(pair[0].result, -pair[1].result),
        }
        assert!((pair[0].policy.iter().sum::<f64>() - 1.0).abs() < 1e-9);
    }
}

fn example(moves: &[usize], action: usize, result: f64) -> Example<Four> {
    let mut policy = vec![0.0; 7];
    policy[action] = 1.0;
    Example {
        game: played(moves),
        policy,
        result,
    }
}

#[test]
fn the_newest_positions_are_remembered_and_mirrored() {
    let mut learning = Learning::new::<Four>(fresh::<Four>(), 2);
    learning.remember(&[example(&[1], 0, 1.0)]);
    learning.remember(&[example(&[0], 1, -1.0), example(&[0, 0], 2, 0.5)]);
    let [boards, policies, results] = learning.rows::<Four>().batch(200, &mut nabla::rng(1));
    let mut seen = HashSet::new();
    for i in 0..200 {
        let action = policies.data()[7 * i..7 * i + 7]
            .iter()
            .position(|&p| p == 1.0);
        let corner = |column| boards.at(&[i, 5, column, 1]) == 1.0;
        // The lowest stone, which is the other's in one position and own in the other.
        let left = corner(0) || boards.at(&[i, 5, 0, 0]) == 1.0;
        let right = corner(6) || boards.at(&[i, 5, 6, 0]) == 1.0;
        seen.insert((action, left, right, results.data()[i].to_bits()));
    }
    let minus = (-1.0_f32).to_bits();
    let half = 0.5_f32.to_bits();
    let want = [
        (Some(1), true, false, minus),
        (Some(5), false, true, minus),
        (Some(2), true, false, half),
        (Some(4), false, true, half),
    ];
    assert_eq!(seen, HashSet::from(want));
}

#[test]
fn who_has_no_opinion_pays_the_logarithm_of_seven() {
    let mut learning = Learning::new::<Four>(fresh::<Four>(), 2);
    learning.remember(&[example(&[0], 1, -1.0), example(&[0, 0], 2, 0.5)]);
    let batch = learning.rows::<Four>().batch(64, &mut nabla::rng(1));
    let squares = batch[2].data().iter().map(|z| z * z).sum::<f32>() / 64.0;
    let tape = Tape::new();
    let loss = loss(&learning.network, &tape, batch).item();
    assert!((loss - squares - 7_f32.ln()).abs() < 1e-5, "{loss}");
}

#[test]
fn the_gradient_of_the_loss_is_its_slope() {
    let mut learning = Learning::new::<Four>(shaken::<Four>(), 3);
    learning.remember(&[
        example(&[0], 1, -1.0),
        example(&[0, 3, 4], 2, 0.5),
        example(&[5, 5, 2], 6, 1.0),
    ]);
    let batch = learning.rows::<Four>().batch(16, &mut nabla::rng(1));
    let at = |network: &Network| {
        let tape = Tape::new();
        let loss = loss(network, &tape, batch.clone());
        (loss.item(), loss.backward())
    };
    let (_, grads) = at(&learning.network);
    let mut squares = 0.0;
    grads.for_each(&learning.network, |_, grad| {
        squares += grad.data().iter().map(|g| g * g).sum::<f32>();
    });
    // A small step along the gradient changes the loss by its length squared.
    let moved = |step: f32| {
        let mut network = learning.network.clone();
        let mut steps = Vec::new();
        grads.for_each(&learning.network, |_, grad| steps.push(grad.clone()));
        let mut steps = steps.into_iter();
        network.visit_mut(&mut |param| {
            let Some(grad) = steps.next() else { return };
            let numbers = param.value_mut().data_mut().iter_mut();
            numbers.zip(grad.data()).for_each(|(x, g)| *x += step * g);
        });
        at(&network).0
    };
    let step = 1e-3 / squares.sqrt();
    let slope = (moved(step) - moved(-step)) / (2.0 * step);
    assert!(
        (slope / squares - 1.0).abs() < 0.02,
        "{slope} and {squares}"
    );
}

#[test]
fn a_byte_a_weight_is_enough() {
    let network = shaken::<Four>();
    let bytes = to_bytes(&network);
    let Ok(again) = from_bytes::<Four>(&SMALL.sizes, &bytes) else {
        panic!("these bytes are a network");
    };
    let [mut old, mut new] = [Vec::new(), Vec::new()];
    network.visit(&mut |param| old.extend_from_slice(param.value().data()));
    again.visit(&mut |param| new.extend_from_slice(param.value().data()));
    let furthest = old
        .iter()
        .zip(&new)
        .map(|(a, b)| (a - b).abs())
        .fold(0.0, f32::max);
    assert!(furthest > 0.0 && furthest < 0.01, "{furthest}");
    assert!(from_bytes::<Four>(&SMALL.sizes, &bytes[1..]).is_err());
    assert!(from_bytes::<Noughts>(&SMALL.sizes, &bytes).is_err());
}

#[test]
fn perfect_play_never_loses() {
    let solved = Solved::<Noughts>::new();
    let mut master = perfect(&solved, nabla::rng(1));
    let drawn = Score {
        drawn: 200,
        ..Score::default()
    };
    assert_eq!(
        duel(&mut master, &mut perfect(&solved, nabla::rng(2)), 200),
        drawn
    );
    let score = duel(&mut master, &mut random(nabla::rng(3)), 400);
    assert!(score.lost == 0 && score.won > 300, "{score:?}");
    let all = walk(&|game: &Noughts| solved.best(game)[0]);
    assert!(all.lost == 0 && all.drawn > 0, "{all:?}");
    // Who always takes the first free cell can be beaten.
    assert!(walk(&|game: &Noughts| game.legal().next().unwrap_or(0)).lost > 0);
}

#[test]
fn the_stored_network_plays_better_than_plain_search() {
    let Ok(network) = stored() else {
        panic!("the stored network has another size");
    };
    let score = duel::<Four>(
        &mut trained(&network, 30),
        &mut plain(30, nabla::rng(1)),
        12,
    );
    assert!(score.won >= 10, "{score:?}");
    let score = duel::<Four>(&mut trained(&network, 1), &mut random(nabla::rng(2)), 40);
    assert!(score.won >= 36, "{score:?}");
}
