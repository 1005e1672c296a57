//! Products, walks and loops as learners write them.

use lab03::judging::exercises;
use lab03::solutions;
use lab03::tape::{Engine, Record, Tape, xor_loss};
use labkit::judge::says;

#[test]
fn a_product_on_a_tape() {
    // What `made` in the judging does, with ours for the walk.
    let says = |answer: fn(&mut Tape, usize, usize) -> usize| {
        says(
            &exercises(),
            "mul",
            move |(numbers, a, b): &(Vec<f64>, usize, usize)| {
                let mut tape = ours().tape();
                for &number in numbers {
                    tape.number(number);
                }
                let place = answer(&mut tape, *a, *b);
                let grads = tape.gradients();
                let value = if place < grads.len() {
                    tape.value(place)
                } else {
                    f64::NAN
                };
                (place, value, grads)
            },
        )
    };
    // Entries in the other order, or one for a square: the walk adds them up.
    let in_one = |tape: &mut Tape, a: usize, b: usize| {
        let (left, right) = (tape.value(a), tape.value(b));
        match a == b {
            true => tape.push(left * left, vec![(a, 2.0 * left)]),
            false => tape.push(left * right, vec![(b, left), (a, right)]),
        }
    };
    assert_eq!(says(in_one), "right");
    assert_eq!(
        says(|tape, a, b| tape.push(
            tape.value(a) * tape.value(b),
            vec![(a, b as f64), (b, a as f64)]
        )),
        "places"
    );
    assert_eq!(
        says(|tape, a, b| tape.number(tape.value(a) * tape.value(b))),
        "made from nothing"
    );
    let and_a = |tape: &mut Tape, a, b| {
        solutions::mul(tape, a, b);
        a
    };
    assert_eq!(says(and_a), "wrong");
    assert_eq!(says(|tape, a, b| solutions::mul(tape, a, b) + 1), "wrong");
    assert_eq!(says(|_, a, _| a), "wrong");
}

#[test]
fn a_walk() {
    let says = |answer: fn(&[Record]) -> Vec<f64>| {
        says(
            &exercises(),
            "walk_backward",
            move |tape: &Vec<Vec<(usize, f64)>>| answer(tape),
        )
    };
    // From each value the sum over all roads, as the chain rule is written: right, if slow.
    fn roads(tape: &[Vec<(usize, f64)>], to: usize, from: usize) -> f64 {
        if to == from {
            return 1.0;
        }
        tape[to]
            .iter()
            .map(|&(next, derivative)| derivative * roads(tape, next, from))
            .sum()
    }
    assert_eq!(
        says(|tape| (0..tape.len())
            .map(|i| roads(tape, tape.len() - 1, i))
            .collect()),
        "right"
    );
    assert_eq!(says(|tape| vec![1.0; tape.len()]), "wrong");
    let no_result = |tape: &[Vec<(usize, f64)>]| {
        let mut grads = solutions::walk_backward(tape);
        grads.pop();
        grads
    };
    assert_eq!(says(no_result), "wrong");
}

pub fn ours() -> Engine {
    Engine {
        mul: solutions::mul,
        walk: solutions::walk_backward,
    }
}

#[test]
fn a_loop() {
    let says = |answer: fn(&Engine, [f64; 9], f64, usize) -> [f64; 9]| {
        says(
            &exercises(),
            "train_xor",
            move |&(weights, rate, steps): &([f64; 9], f64, usize)| {
                answer(&ours(), weights, rate, steps)
            },
        )
    };
    // One tape that grows: the last loss is made from the last nine numbers of weights.
    let on_one_tape = |engine: &Engine, mut weights: [f64; 9], rate: f64, steps| {
        let mut tape = engine.tape();
        for _ in 0..steps {
            let places = weights.map(|weight| tape.number(weight));
            xor_loss(&mut tape, &places);
            let grads = tape.gradients();
            weights = std::array::from_fn(|i| weights[i] - rate * grads[places[i]]);
        }
        weights
    };
    assert_eq!(says(on_one_tape), "right");
    // The same, but the places are taken to be 0 to 8: those of the first weights, which the later losses are not made from.
    let at_the_first_places = |engine: &Engine, mut weights: [f64; 9], rate: f64, steps| {
        let mut tape = engine.tape();
        for _ in 0..steps {
            let places = weights.map(|weight| tape.number(weight));
            xor_loss(&mut tape, &places);
            let grads = tape.gradients();
            weights = std::array::from_fn(|i| weights[i] - rate * grads[i]);
        }
        weights
    };
    assert_eq!(says(at_the_first_places), "once");
    let until_it_is_small = |engine: &Engine, weights: [f64; 9], rate, steps: usize| {
        solutions::train_xor(engine, weights, rate, steps.min(100))
    };
    assert_eq!(says(until_it_is_small), "wrong");
    let decays = |engine: &Engine, weights: [f64; 9], rate: f64, steps: usize| {
        (0..steps).fold(weights, |weights, step| {
            solutions::train_xor(engine, weights, rate / (1.0 + step as f64), 1)
        })
    };
    assert_eq!(says(decays), "wrong");
}
