//! The machine, against sums over all its states in NumPy.

use lab15::energy::digits::{Rbm, drawn};
use lab15::energy::exact::{
    after, distribution, gradient, log_likelihood, log_partition, means, states,
};
use lab15::energy::learning::{Recipe, learn, wander};
use lab15::energy::machine::Machine;
use lab15::energy::patterns::bars_and_stripes;
use lab15::solutions::{cd_gradient, free_energy};
use labkit::reference::Stored;
use nabla::optim::Sgd;
use nabla::{Tape, Tensor};

const STORED: Stored = Stored(include_str!("../reference/energy.txt"));

#[track_caller]
fn close(got: &[f64], want: &[f64], within: f64) {
    assert_eq!(got.len(), want.len());
    for (i, (got, want)) in got.iter().zip(want).enumerate() {
        assert!((got - want).abs() < within, "at {i}: {got}, not {want}");
    }
}

/// The machine of `make_energy.py`.
fn machine(visible: usize, hidden: usize) -> Machine {
    let number = |x: usize, n: usize, less: f64| (x % n) as f64 / 4.0 - less;
    let row = |i| {
        (0..hidden)
            .map(|j| number(3 * i + 5 * j + i * j, 7, 0.8))
            .collect()
    };
    let biases = (0..visible).map(|i| number(2 * i + 1, 5, 0.45)).collect();
    let hidden = (0..hidden).map(|j| number(4 * j + 3, 5, 0.4)).collect();
    Machine::new((0..visible).map(row).collect(), biases, hidden)
}

fn data() -> Vec<Vec<f64>> {
    let unit = |n: usize, i: usize| ((n * i + n + i / 2 + 1) % 3 % 2) as f64;
    (0..5)
        .map(|n| (0..5).map(|i| unit(n, i)).collect())
        .collect()
}

#[test]
fn everything_exact_is_numpys() {
    let machine = machine(5, 3);
    let whole = |name: &str| STORED.values(&format!("whole.{name}"));
    close(&[log_partition(&machine)], &whole("log_z"), 1e-12);
    close(&distribution(&machine), &whole("p"), 1e-12);
    close(
        &[log_likelihood(&machine, &data())],
        &whole("likelihood"),
        1e-12,
    );
    close(
        &gradient(&machine, &data()).numbers(),
        &whole("gradient"),
        1e-12,
    );
    let mut start = vec![0.0; 32];
    start[19] = 1.0;
    close(&after(&machine, start, 3), &whole("after3"), 1e-12);
    // From the side of the other layer nothing changes.
    close(&[log_partition(&machine.turned())], &whole("log_z"), 1e-12);
}

#[test]
fn the_gradient_is_that_of_finite_differences() {
    let machine = Machine::fresh(9, 4, &mut nabla::rng(3));
    let data = bars_and_stripes(3);
    let exact = gradient(&machine, &data).numbers();
    for (i, exact) in exact.iter().enumerate() {
        let at = |step: f64| {
            let mut moved = machine.clone();
            *moved.numbers_mut().nth(i).unwrap() += step;
            log_likelihood(&moved, &data)
        };
        let slope = (at(1e-5) - at(-1e-5)) / 2e-5;
        assert!((exact - slope).abs() < 1e-8, "{i}: {exact}, not {slope}");
    }
}

#[test]
fn a_chain_leaves_the_distribution_as_it_is_and_comes_to_it() {
    let machine = machine(5, 3);
    let p = distribution(&machine);
    close(&after(&machine, p.clone(), 1), &p, 1e-12);
    let mut start = vec![0.0; 32];
    start[7] = 1.0;
    close(&after(&machine, start, 2000), &p, 1e-9);
}

/// Drawn chains end where `after` says, within what 4,000 of them leave to chance.
#[test]
fn drawn_chains_go_where_counted_ones_go() {
    let (machine, mut rng) = (machine(4, 3), nabla::rng(5));
    let begin: Vec<f64> = states(4)[6].clone();
    let mut start = vec![0.0; 16];
    start[6] = 1.0;
    let mut often = vec![0.0; 16];
    for _ in 0..4000 {
        let end = wander(&machine, &begin, 2, &mut rng);
        often[states(4).iter().position(|v| *v == end).unwrap()] += 1.0 / 4000.0;
    }
    close(&often, &after(&machine, start, 2), 0.03);
}

#[test]
fn bars_and_stripes_are_counted_once() {
    for (n, count) in [(2, 6), (3, 14), (4, 30)] {
        let all = bars_and_stripes(n);
        assert_eq!(all.len(), count);
        for (i, a) in all.iter().enumerate() {
            assert!(!all[..i].contains(a));
            let rows = a.chunks(n).all(|row| row.iter().all(|x| *x == row[0]));
            let columns = a.chunks(n).all(|row| row == &a[..n]);
            assert!(rows || columns);
        }
    }
}

/// The slope of F(data) − F(ends) on the tape is the contrastive gradient with the other sign.
#[test]
fn the_tape_gives_the_contrastive_gradient() {
    let plain = machine(5, 3);
    let single = |x: &[f64]| x.iter().map(|&x| x as f32).collect::<Vec<_>>();
    let mut rbm = Rbm::new(5, 3, &mut nabla::rng(1));
    *rbm.weight.value_mut() = Tensor::from_vec(single(&plain.weights.concat()), [5, 3]);
    *rbm.visible.value_mut() = Tensor::from_vec(single(&plain.visible), [5]);
    *rbm.hidden.value_mut() = Tensor::from_vec(single(&plain.hidden), [3]);
    let [plus, minus] = [&data()[..3], &data()[1..3]]
        .map(|states| Tensor::from_vec(single(&states.concat()), [states.len(), 5]));
    let tape = Tape::new();
    let free: Vec<f64> = rbm
        .free_energy(&tape, &plus)
        .value()
        .data()
        .iter()
        .map(|&x| x.into())
        .collect();
    close(
        &free,
        &data()[..3]
            .iter()
            .map(|v| free_energy(&plain, v))
            .collect::<Vec<_>>(),
        1e-5,
    );
    let before = plain.numbers();
    rbm.descend(&mut Sgd::new(1.0), &plus, &minus);
    let now = [rbm.weight, rbm.visible, rbm.hidden].map(|param| param.value().data().to_vec());
    let moved: Vec<f64> = now
        .concat()
        .iter()
        .zip(&before)
        .map(|(now, before)| f64::from(*now) - before)
        .collect();
    close(
        &moved,
        &cd_gradient(&plain, &data()[..3], &data()[1..3]).numbers(),
        1e-5,
    );
}

#[test]
fn contrastive_divergence_raises_the_exact_likelihood() {
    let data = bars_and_stripes(3);
    for persistent in [false, true] {
        let mut rng = nabla::rng(1);
        let machine = Machine::fresh(9, 6, &mut rng);
        let mut seen = Vec::new();
        let recipe = Recipe::new(1, persistent, 3000, 0.1);
        learn(
            machine,
            &data,
            &recipe,
            cd_gradient,
            &mut rng,
            |step, machine| {
                if step % 1000 == 0 {
                    seen.push(log_likelihood(machine, &data));
                }
            },
        );
        assert_eq!(seen.len(), 4);
        assert!(seen[0] < -6.0 && seen[3] > -5.0, "{seen:?}");
        assert!(
            seen[3] < -(14_f64.ln()),
            "no machine is better than the data"
        );
    }
}

#[test]
fn exact_learning_comes_near_the_ceiling() {
    let data = bars_and_stripes(3);
    let mut machine = Machine::fresh(9, 8, &mut nabla::rng(1));
    for _ in 0..2000 {
        let slope = gradient(&machine, &data);
        machine = machine.plus(0.5, &slope);
    }
    let (found, best) = (log_likelihood(&machine, &data), -(14_f64.ln()));
    assert!(
        found < best && found > best - 0.15,
        "{found}, at most {best}"
    );
}

/// What is known stays. Two rows that are alike, and not of one colour, leave one picture: a machine that has learned shows it.
#[test]
fn completing_keeps_what_is_known() {
    let pictures: Vec<f32> = bars_and_stripes(3)
        .concat()
        .iter()
        .map(|&x| x as f32)
        .collect();
    let pictures = Tensor::from_vec(pictures, [14, 9]);
    let known = [true, true, true, true, true, true, false, false, false];
    let mut rng = nabla::rng(2);
    let mut rbm = Rbm::new(9, 16, &mut rng);
    let mut off = || {
        let completed = rbm.complete(&pictures, &known, 100, &mut rng);
        rbm.learn(&pictures, 3000, &mut rng, || ());
        let rows = completed.data().chunks(9).zip(pictures.data().chunks(9));
        let mut squares = 0.0;
        for (got, want) in rows {
            assert_eq!(got[..6], want[..6]);
            if want[..3] == want[3..6] && want[..3].iter().any(|x| *x != want[0]) {
                squares += (6..9).map(|i| (got[i] - want[i]).powi(2)).sum::<f32>();
            }
        }
        squares
    };
    let [fresh, learned] = [off(), off()];
    assert!(learned < 0.3 * fresh, "{fresh} {learned}");
}

#[test]
fn drawn_states_follow_their_probabilities() {
    let p = Tensor::from_vec([0.0, 0.2, 0.9, 1.0].repeat(2000), [2000, 4]);
    let on = drawn(&p, &mut nabla::rng(1));
    for (i, p) in [0.0, 0.2, 0.9, 1.0].into_iter().enumerate() {
        let share = on.data().iter().skip(i).step_by(4).sum::<f32>() / 2000.0;
        assert!((share - p).abs() < 0.03, "{share}, not {p}");
    }
}

/// The means over one state are that state's own.
#[test]
fn means_of_one_state_by_hand() {
    let machine = Machine {
        weights: vec![vec![1.0, 0.0], vec![-1.0, 2.0]],
        visible: vec![0.0, 0.0],
        hidden: vec![0.0, -2.0],
    };
    let got = means(&machine, &[vec![1.0, 1.0]], &[0.5]);
    // Inputs 0 and 0: both hidden units are on with ½.
    close(
        &got.numbers(),
        &[0.25, 0.25, 0.25, 0.25, 0.5, 0.5, 0.25, 0.25],
        1e-15,
    );
}

/// A chain on the tape comes to the distribution that is counted.
#[test]
fn a_chain_on_the_tape_comes_to_the_distribution() {
    let mut rng = nabla::rng(4);
    let mut rbm = Rbm::new(3, 4, &mut rng);
    let plain = machine(3, 4);
    let single = |x: &[f64]| x.iter().map(|&x| x as f32).collect::<Vec<_>>();
    *rbm.weight.value_mut() = Tensor::from_vec(single(&plain.weights.concat()), [3, 4]);
    *rbm.visible.value_mut() = Tensor::from_vec(single(&plain.visible), [3]);
    *rbm.hidden.value_mut() = Tensor::from_vec(single(&plain.hidden), [4]);
    let mut v = Tensor::zeros([4000, 3]);
    for _ in 0..20 {
        v = drawn(&rbm.step(&v, &mut rng), &mut rng);
    }
    let p = distribution(&plain);
    let on = |i: usize| {
        (0..8)
            .filter(|s| s >> i & 1 == 1)
            .map(|s| p[s])
            .sum::<f64>()
    };
    for i in 0..3 {
        let often = v.data().iter().skip(i).step_by(3).sum::<f32>() / 4000.0;
        assert!(
            (f64::from(often) - on(i)).abs() < 0.03,
            "{often}, not {}",
            on(i)
        );
    }
}
