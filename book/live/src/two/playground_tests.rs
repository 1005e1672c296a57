use super::*;
use crate::Session;
use nabla::{Linear, Module, Tape};

fn run(state: &str, epochs: usize) -> Session {
    let mut session = Session::open(&ENTRY);
    session.restore(state);
    for _ in 0..epochs {
        session.press("epoch");
    }
    session
}

#[test]
fn the_moons_are_learned_and_a_network_without_a_bend_does_not_learn_xor() {
    let moons = run("noise:0.10", 60);
    assert_eq!(moons.number("epoch"), 60.0);
    assert!(moons.number("held") < 0.1, "{}", moons.number("held"));
    let straight = run("data:xor;activation:none", 40);
    assert!(straight.number("held") > 0.65, "a line parts XOR");
    let bent = run("data:xor;activation:tanh", 40);
    assert!(bent.number("held") < 0.2, "{}", bent.number("held"));
}

#[test]
fn an_epoch_is_plain_gradient_descent() {
    // One unit and no hidden layer: lab 1's neuron, whose gradient is known: (p − y)·x, and p − y.
    let mut session = Session::open(&ENTRY);
    session.restore("layers:0;batch:200;rate:0.3");
    let plan = plan(&{
        let mut board = Playground::new().board;
        board.set("layers", "0");
        board.set("batch", "200");
        board
    });
    let train = Points::of("moons", 0.16, 2);
    let mut learner = Learner::new(&plan, &train);
    let before: &Linear = learner.model.get(0).unwrap();
    let (w, b) = (before.weight.value().data().to_vec(), 0.0f32);
    let mut want = [0.0f64; 3];
    for (at, &y) in train.at.iter().zip(&train.class) {
        let s = f64::from(w[0] * at[0] + w[1] * at[1] + b);
        let error = 1.0 / (1.0 + (-s).exp()) - f64::from(y);
        for (want, x) in want
            .iter_mut()
            .zip([f64::from(at[0]), f64::from(at[1]), 1.0])
        {
            *want += error * x / train.len() as f64;
        }
    }
    learner.epoch(0.3, 0.0);
    let after: &Linear = learner.model.get(0).unwrap();
    for axis in 0..2 {
        let moved = f64::from(after.weight.value().data()[axis] - w[axis]);
        assert!(
            (moved + 0.3 * want[axis]).abs() < 1e-5,
            "{moved} {}",
            want[axis]
        );
    }
    session.press("epoch");
    let shown = session.number("loss");
    assert!((shown - learner.score(&train).loss).abs() < 6e-4, "{shown}");
}

#[test]
fn the_units_pictures_are_the_networks() {
    let learner = Learner::new(
        &plan(&Playground::new().board),
        &Points::of("moons", 0.1, 1),
    );
    let places = places(5);
    let seen = learner.look(&places);
    assert_eq!(
        seen.iter().map(|layer| layer.dims()[1]).collect::<Vec<_>>(),
        [8, 8, 1]
    );
    let tape = Tape::new();
    let whole = learner.model.forward(&tape, tape.constant(places)).value();
    assert_eq!(seen.last(), Some(&whole));
}

#[test]
fn own_points_are_put_by_a_tap_and_by_keys() {
    let mut session = Session::open(&ENTRY);
    for (n, at) in [
        [0.2, 0.2],
        [0.3, 0.25],
        [0.8, 0.7],
        [0.75, 0.8],
        [0.25, 0.3],
    ]
    .into_iter()
    .enumerate()
    {
        session.set("class", if n == 2 || n == 3 { "1" } else { "0" });
        session.pen("plane", Pen::Down, at);
        session.pen("plane", Pen::Up, at);
    }
    assert!(
        session.frame().words.contains("5 of at least 6"),
        "{}",
        session.frame().words
    );
    session.set("new", "1.5,-1.5");
    session.set("class", "1");
    session.press("put");
    assert!(
        session.frame().words.starts_with("Nothing is learned"),
        "{}",
        session.frame().words
    );
    for _ in 0..200 {
        session.press("epoch");
    }
    assert!(session.number("loss") < 0.2);
    let mut other = Session::open(&ENTRY);
    other.restore(&session.state());
    for _ in 0..200 {
        other.press("epoch");
    }
    assert_eq!(other.frame().readings, session.frame().readings);
}

#[test]
fn a_part_says_what_it_is() {
    let mut session = Session::open(&ENTRY);
    for (part, words) in [
        ("unit 0 2", "Input y"),
        ("unit 1 3", "Unit 3 of hidden layer 1"),
        ("unit 3 1", "The output"),
        (
            "weight 1 2 8",
            "The weight from y to unit 8 of hidden layer 1: ",
        ),
        (
            "weight 3 8 1",
            "The weight from unit 8 of hidden layer 2 to the output: ",
        ),
    ] {
        session.point(Some(part));
        assert!(
            session.frame().words.starts_with(words),
            "{part}: {}",
            session.frame().words
        );
    }
    for odd in [
        "weight 9 1 1",
        "weight 1 0 1",
        "weight 1 3 1",
        "unit",
        "unit x",
    ] {
        session.point(Some(odd));
        assert_eq!(session.frame().words, "", "{odd}");
    }
}

#[test]
fn a_tick_learns_and_the_frame_stays_small() {
    let mut session = run("run:on", 0);
    session.tick(0.016);
    assert!(session.number("epoch") >= 1.0);
    let size = session.json().to_string().len();
    assert!(size < 60_000, "{size}");
}

#[test]
fn weights_that_run_off_are_told_and_the_run_ends() {
    let mut session = Session::open(&ENTRY);
    session.restore("activation:none;layers:4;noise:0.1;rate:3;run:on");
    for _ in 0..200 {
        session.tick(0.016);
    }
    assert!(!session.frame().running && session.number("loss").is_nan());
    assert!(session.frame().words.contains("smaller learning rate"));
    session.set("rate", "0.01");
    session.press("restart");
    session.tick(0.016);
    assert!(session.frame().running && session.number("loss") < 1.0);
}

#[test]
fn decay_pulls_at_weights_and_not_at_biases() {
    let train = Points::of("rings", 0.1, 1);
    let mut board = Playground::new().board;
    board.set("layers", "0");
    board.set("batch", "200");
    let learned = |decay| {
        let mut learner = Learner::new(&plan(&board), &train);
        learner.epoch(0.1, 0.0);
        let before = (learner.weights(0), learner.biases(0));
        // The same step with and without the pull.
        learner.epoch(0.1, decay);
        (before, learner.weights(0), learner.biases(0))
    };
    let ((weights, biases), plain, bias) = learned(0.0);
    let (_, pulled, same) = learned(0.5);
    assert_ne!(biases, [0.0]);
    assert_eq!(bias, same);
    for axis in 0..2 {
        let pull = plain[axis][0] - pulled[axis][0];
        assert!((pull - 0.1 * 0.5 * weights[axis][0]).abs() < 1e-6, "{pull}");
    }
}

#[test]
fn the_curve_knows_how_many_epochs_lie_between() {
    let mut session = run("run:on", 1);
    session.tick(0.016);
    let epochs = session.number("epoch");
    assert!(epochs > 2.0);
    let body = &session.frame().panels[2].body;
    let line = body.split("line blue\" d=\"").nth(1).unwrap();
    let xs: Vec<f64> = line
        .split(['M', 'L'])
        .skip(1)
        .map(|at| at.split(' ').next().unwrap().parse().unwrap())
        .collect();
    // At the start, after one epoch, and after the tick's.
    assert!(
        ((xs[1] - xs[0]) * (epochs - 1.0) - (xs[2] - xs[1])).abs() < 0.3 * epochs,
        "{xs:?}"
    );
}
