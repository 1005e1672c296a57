//! The cart against gymnasium's, losses and gradients against PyTorch's, and what the parts promise.

use lab14::balancing::agent::{Agent, course, exam, network};
use lab14::balancing::cart::{Carts, End, LIMIT, State, fell};
use lab14::balancing::critic::ActorCritic;
use lab14::balancing::deepq::{DeepQ, FOLLOW};
use lab14::balancing::long::Long;
use lab14::balancing::reinforce::Reinforce;
use lab14::solutions;
use labkit::reference::Stored;
use nabla::{Labels, Module, Tape, Tensor, parameters};
use trainer::{Resumable, Run};

const STORED: Stored = Stored(include_str!("../reference/balancing.txt"));

fn states(name: &str) -> Vec<State> {
    let numbers = STORED.values(name);
    numbers
        .chunks(4)
        .map(|s| [s[0], s[1], s[2], s[3]])
        .collect()
}

#[test]
fn the_cart_is_gymnasiums_over_240_steps() {
    for seed in 0..5 {
        let want = states(&format!("game_{seed}.states"));
        let pushes = STORED.values(&format!("game_{seed}.pushes"));
        assert!(pushes.len() == 240 && want.len() == 241);
        let mut state = want[0];
        for (t, (&push, want)) in pushes.iter().zip(&want[1..]).enumerate() {
            state = solutions::cart_step(state, push == 1.0);
            for (got, want) in state.iter().zip(want) {
                assert!(
                    (got - want).abs() < 1e-9,
                    "game {seed}, step {t}: {got}, gymnasium {want}"
                );
            }
            assert!(!fell(&state));
        }
    }
}

#[test]
fn a_game_is_lost_where_gymnasium_says_so() {
    for (state, &want) in states("edge.states")
        .iter()
        .zip(&STORED.values("edge.fell"))
    {
        let after = solutions::cart_step(*state, false);
        assert_eq!(fell(&after), want == 1.0, "{state:?}");
    }
}

#[test]
fn carts_start_anew_and_say_how_it_ended() {
    let mut rng = nabla::rng(3);
    let mut carts = Carts::new(2, &mut rng);
    carts.states[0] = [0.0, 0.0, 0.209, 0.5];
    let came = carts.push(&[true, false], &mut rng);
    assert_eq!([came[0].1, came[1].1], [End::Fell, End::Not]);
    assert!(fell(&came[0].0) && carts.states[0].iter().all(|x| x.abs() <= 0.05));
    assert_eq!(carts.states[1], came[1].0);
    // A cart that is put back to the middle again and again gets as far as the time.
    for age in 2..=LIMIT {
        carts.states[1] = [0.0; 4];
        let end = carts.push(&[true, true], &mut rng)[1].1;
        assert_eq!(
            end,
            if age == LIMIT { End::Late } else { End::Not },
            "{age}"
        );
    }
}

/// By hand: always to the right falls within ten steps; a rule that looks at angle and spin stands to the end.
#[test]
fn the_exam_counts_steps() {
    let right = exam(50, 1, |states| vec![true; states.len()]);
    assert!((8.0..11.0).contains(&right), "{right}");
    let rule = |s: &State| s[2] + 0.2 * s[3] + 0.02 * s[0] + 0.05 * s[1] > 0.0;
    assert_eq!(
        exam(50, 1, |states| states.iter().map(rule).collect()),
        LIMIT as f64
    );
}

#[test]
fn the_actors_loss_is_pytorchs() {
    let of = |name: &str| -> Vec<f32> { STORED.values(name).iter().map(|&x| x as f32).collect() };
    let tape = Tape::new();
    let logits = tape.variable(Tensor::from_vec(of("actor.logits"), [6, 2]));
    let advantage = tape.constant(Tensor::from_vec(of("actor.advantage"), [6]));
    let actions = Labels::new(&[0, 1, 1, 0, 1, 0], 2);
    let loss = lab14::balancing::critic::policy_loss(logits, &actions, advantage);
    assert!((loss.item() - of("actor.loss")[0]).abs() < 1e-6);
    let grads = loss.backward();
    for (got, want) in grads.of(logits).data().iter().zip(of("actor.grad")) {
        assert!((got - want).abs() < 1e-6, "{got} {want}");
    }
}

/// Of what stays equal the mean of many estimates of the slope does, with a baseline or without; the baseline's scatter is smaller.
#[test]
fn a_baseline_changes_the_scatter_and_not_the_mean() {
    let mut rng = nabla::rng(5);
    let mut agent = Reinforce::new(true, &mut rng);
    course(&mut agent, &mut Reinforce::learner(), (12_000, 1), 5);
    let games: Vec<_> = (0..40).map(|_| agent.play(8, &mut rng)).collect();
    let [plain, with]: [Vec<Vec<f64>>; 2] =
        [false, true].map(|with| games.iter().map(|games| agent.slope(games, with)).collect());
    let mean = |all: &[Vec<f64>]| -> Vec<f64> {
        (0..all[0].len())
            .map(|i| all.iter().map(|g| g[i]).sum::<f64>() / all.len() as f64)
            .collect()
    };
    let scatter = |all: &[Vec<f64>]| -> f64 {
        let mean = mean(all);
        all.iter()
            .flat_map(|g| g.iter().zip(&mean).map(|(g, m)| (g - m).powi(2)))
            .sum()
    };
    let (with_it, without) = (scatter(&with), scatter(&plain));
    assert!(with_it < 0.7 * without, "{with_it} {without}");
    let (a, b) = (mean(&plain), mean(&with));
    let dot = |a: &[f64], b: &[f64]| -> f64 { a.iter().zip(b).map(|(a, b)| a * b).sum() };
    assert!(dot(&a, &b) / (dot(&a, &a) * dot(&b, &b)).sqrt() > 0.7);
}

#[test]
fn the_memory_forgets_the_oldest_and_the_target_follows() {
    let mut rng = nabla::rng(1);
    let mut agent = DeepQ::new(64, &mut rng);
    let mut learner = DeepQ::learner(100);
    assert_eq!(agent.epsilon(), 1.0);
    let weights = |agent: &DeepQ| {
        let mut all = Vec::new();
        nabla::Parameters::visit(agent, &mut |p| all.push(p.value().data().to_vec()));
        all
    };
    let before = weights(&agent);
    agent.turn(&mut learner, &mut rng);
    let after = weights(&agent);
    // Online weights first, then the target's: it has come nearer by its share, exactly.
    let (old, fast, slow) = (&before[6], &after[0], &after[6]);
    for ((old, fast), slow) in old.iter().zip(fast).zip(slow) {
        assert!((slow - (old + FOLLOW * (fast - old))).abs() < 1e-6);
    }
    assert!(before[0] != after[0]);
    for _ in 0..19 {
        agent.turn(&mut learner, &mut rng);
    }
    assert_eq!(agent.played(), 160);
}

#[test]
fn an_actor_and_its_critic_learn_to_balance() {
    let mut rng = nabla::rng(2);
    let mut agent = ActorCritic::new(&mut rng);
    let mut learner = ActorCritic::learner(120_000 / 64);
    let marks = course(&mut agent, &mut learner, (60_000, 2), 2);
    assert!(marks[1] > 300.0, "{marks:?}");
}

/// A training that is kept in a file and taken up again is the one that was never interrupted, memory and all.
#[test]
fn a_long_run_goes_on_from_its_file() {
    let fresh = || {
        Long::new(
            DeepQ::new(5_000, &mut nabla::rng(4)),
            DeepQ::learner(1_000),
            4,
        )
    };
    let rule = DeepQ::RULE;
    let [network, data, examples, recipe] = ["deepq", "cart", "carts", "short"].map(str::to_string);
    let run = Run {
        network,
        data,
        examples,
        seed: 4,
        rule,
        recipe,
        epochs: 2,
    };
    let file = std::env::temp_dir().join(format!("lab14-long-{}.safetensors", std::process::id()));
    let mut whole = fresh();
    whole.epoch(&mut |_| {});
    run.save(&mut whole, "", &file).expect("it can be written");
    let mean = whole.epoch(&mut |_| {});
    let mut second = fresh();
    run.resume(&mut second, &file).expect("the same run");
    std::fs::remove_file(&file).expect("it is there");
    assert_eq!((second.played(), second.epoch(&mut |_| {})), (4_000, mean));
    let weights = |long: &mut Long<DeepQ>| {
        let mut all = Vec::new();
        long.kept()
            .model
            .visit(&mut |param| all.extend(param.value().data().to_vec()));
        all
    };
    assert_eq!(weights(&mut whole), weights(&mut second));
}

#[test]
fn networks_are_as_large_as_the_chapter_says() {
    assert_eq!(
        parameters(&network(2, &mut nabla::rng(1))),
        4 * 32 + 32 + 32 * 32 + 32 + 32 * 2 + 2
    );
    let tape = Tape::new();
    let x = tape.constant(Tensor::zeros([3, 4]));
    assert_eq!(
        network(1, &mut nabla::rng(1))
            .forward(&tape, x)
            .shape()
            .dims(),
        [3, 1]
    );
}
