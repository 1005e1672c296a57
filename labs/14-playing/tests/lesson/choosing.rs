//! Bandits, grids and the gradient of a policy: against NumPy and PyTorch, in double precision.

use lab14::choosing::arms::{Player, play};
use lab14::choosing::grid::{CLIFF, COLUMNS, Grid};
use lab14::choosing::planning::{arrows, farthest, outlook, settled, sweep};
use lab14::choosing::policy::{Logits, Walk, estimate, expected, slope, surrogate, walks};
use lab14::choosing::walking::Walker;
use lab14::solutions::{q_update, returns, value_backup};
use labkit::reference::Stored;
use labkit::statistics::mean;

const STORED: Stored = Stored(include_str!("../reference/choosing.txt"));

#[track_caller]
fn close(got: &[f64], name: &str, within: f64) {
    let want = STORED.values(name);
    assert_eq!(got.len(), want.len(), "{name}");
    let off = farthest(got, &want);
    assert!(off < within, "{name} is off by {off}: {got:?}");
}

#[test]
fn values_are_those_of_policy_iteration() {
    for (slip, name) in [(0.0, "cliff_dry"), (0.2, "cliff_wet")] {
        let grid = Grid::new(CLIFF, COLUMNS, slip, 0.0);
        close(&settled(&grid, 0.95, value_backup), name, 1e-12);
    }
}

#[test]
fn a_sweep_shrinks_the_distance_of_any_two_tables() {
    let grid = Grid::new(CLIFF, COLUMNS, 0.3, 0.0);
    let table = |seed: usize| -> Vec<f64> {
        let number = |at: usize| ((at * seed) % 17) as f64 / 4.0 - 2.0;
        let free = grid.free();
        let of = |at: usize| if free.contains(&at) { number(at) } else { 0.0 };
        (0..32).map(of).collect()
    };
    let (mut a, mut b) = (table(5), table(11));
    for _ in 0..20 {
        let before = farthest(&a, &b);
        assert!(before > 0.0);
        [a, b] = [a, b].map(|values| sweep(&grid, &values, 0.9, value_backup));
        assert!(farthest(&a, &b) <= 0.9 * before + 1e-12);
    }
}

#[test]
fn outcomes_are_probabilities_and_walls_hold() {
    let grid = Grid::new("..#.G", 5, 0.4, 0.0);
    assert_eq!(grid.outcomes(1, 1), [(0.6, 1), (0.2, 1), (0.2, 1)]);
    assert_eq!(grid.outcomes(3, 1), [(0.6, 4), (0.2, 3), (0.2, 3)]);
    assert_eq!(grid.free(), [0, 1, 3]);
    let square = Grid::new(".........", 3, 0.4, 0.0);
    // Up, and to the right of it and to the left.
    assert_eq!(square.outcomes(4, 0), [(0.6, 1), (0.2, 5), (0.2, 3)]);
    let mut rng = nabla::rng(3);
    let mut seen = [0.0_f64; 9];
    (0..20_000).for_each(|_| seen[square.step(4, 3, &mut rng)] += 1.0 / 20_000.0);
    for (at, share) in [(3, 0.6), (1, 0.2), (7, 0.2), (4, 0.0)] {
        assert!((seen[at] - share).abs() < 0.015, "{seen:?}");
    }
}

/// On wet ground the way leads over the top, on dry ground along the edge.
#[test]
fn slips_drive_the_best_way_from_the_edge() {
    let way = |slip: f64| {
        let grid = Grid::new(CLIFF, COLUMNS, slip, 0.0);
        let values = settled(&grid, 0.95, value_backup);
        let arrows = arrows(&grid, &values, 0.95, value_backup);
        let next = |at: &usize| (!grid.ends(*at)).then(|| grid.outcomes(*at, arrows[*at])[0].1);
        std::iter::successors(Some(16), next)
            .take(40)
            .collect::<Vec<_>>()
    };
    assert_eq!(way(0.0), [16, 17, 18, 19, 20, 21, 22, 23, 31]);
    assert!(way(0.2).contains(&4) && way(0.2).last() == Some(&31));
}

#[test]
fn q_learning_comes_near_the_exact_values() {
    let grid = Grid::new(CLIFF, COLUMNS, 0.2, 0.0);
    let exact = settled(&grid, 0.95, value_backup);
    let mut walker = Walker::new(&grid, 1.0, 4);
    assert!(farthest(&walker.learned().0, &exact) > 0.5);
    (0..300_000).for_each(|_| walker.step(&grid, 0.95, q_update));
    let (values, ways) = walker.learned();
    assert!(farthest(&values, &exact) < 0.08);
    // Each action is nearly as good as the best.
    for at in grid.free() {
        let chosen = outlook(&grid, &exact, at)[ways[at]].clone();
        assert!(value_backup(&[chosen], 0.95).1 > exact[at] - 0.05, "{at}");
    }
}

fn tiny() -> (Grid, Logits) {
    let logit = |i: usize| ((7 * i + 3) % 11) as f64 / 5.0 - 1.0;
    let logits = (0..6).map(|s| [0, 1, 2, 3].map(|a| logit(4 * s + a)));
    (Grid::new("..G..P", 3, 0.2, -0.1), logits.collect())
}

#[test]
fn the_exact_return_and_its_gradient_are_pytorch_s() {
    let (grid, logits) = tiny();
    let values = expected(&grid, &logits, 4);
    close(&values, "policy_value", 1e-12);
    let all = walks(&grid, &logits, 3, 4);
    let total: f64 = all.iter().map(|(p, _)| p).sum();
    assert!((total - 1.0).abs() < 1e-12);
    let rewards = |walk: &Walk| walk.iter().map(|step| step.2).collect::<Vec<_>>();
    let j: f64 = all
        .iter()
        .map(|(p, walk)| p * rewards(walk).iter().sum::<f64>())
        .sum();
    assert!((j - values[3]).abs() < 1e-12);
    let to_go = |walk: &Walk| returns(&rewards(walk), 1.0);
    let whole = |walk: &Walk| vec![rewards(walk).iter().sum::<f64>() - 1.7; walk.len()];
    let middle = |credit: &dyn Fn(&Walk) -> Vec<f64>| {
        let mut sum = vec![0.0; 24];
        for (p, walk) in &all {
            let of = estimate(walk, &logits, credit);
            sum.iter_mut().zip(of).for_each(|(sum, g)| *sum += p * g);
        }
        sum
    };
    close(&middle(&to_go), "policy_gradient", 1e-12);
    close(&middle(&whole), "policy_gradient", 1e-12);
    close(&surrogate(&all, &logits, &to_go), "policy_gradient", 1e-6);
    // A credit that leaves out the step's own reward is another gradient.
    let late = |walk: &Walk| {
        to_go(walk)
            .iter()
            .zip(walk)
            .map(|(g, step)| g - step.2)
            .collect()
    };
    assert!(farthest(&middle(&late), &STORED.values("policy_gradient")) > 0.01);
}

#[test]
fn the_gradient_of_ln_pi_is_pytorch_s() {
    close(&slope(&[0.5, -1.0, 2.0, 0.25], 1), "log_a", 1e-12);
    close(&slope(&[1000.0, 998.0, 999.5, 997.0], 2), "log_b", 1e-12);
}

#[test]
fn regret_never_falls_and_curiosity_has_least_of_it() {
    let last = |player| {
        let mut rng = nabla::rng(8);
        let games = (0..200).map(|_| play(player, 500, &mut rng));
        let each = games.map(|game| {
            assert!(game.windows(2).all(|pair| pair[0] <= pair[1]));
            game[499]
        });
        mean(each.collect::<Vec<_>>())
    };
    let [greedy, chance, curious, any] = [
        Player::Greedy(0.0),
        Player::Greedy(0.1),
        Player::Curious(1.0),
        Player::Greedy(1.0),
    ]
    .map(last);
    assert!(
        curious < 0.8 * greedy.min(chance),
        "{curious}, {greedy}, {chance}"
    );
    // Any arm: the best of ten normal numbers lies 1.539 above their mean.
    assert!((any / 500.0 - 1.539).abs() < 0.15, "{any}");
}
