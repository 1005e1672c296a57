use super::*;
use crate::three::expression::record;
use lab03::numeric::central_difference;

fn last(text: &str, values: [f64; 3]) -> f64 {
    let recorded = record(text, values).expect(text);
    recorded.tape.value(recorded.numbers() - 1)
}

/// Each operation, with its operands on both sides of what matters to it.
#[test]
fn every_operation_has_the_value_and_the_gradients_of_a_nudge() {
    type Plain = fn(f64, f64) -> f64;
    let operations: [(&str, Plain); 15] = [
        ("a + b", |a, b| a + b),
        ("a - b", |a, b| a - b),
        ("a * b", |a, b| a * b),
        ("a / b", |a, b| a / b),
        ("-a", |a, _| -a),
        ("a^0", |_, _| 1.0),
        ("a^1", |a, _| a),
        ("a^2", |a, _| a * a),
        ("a^3", |a, _| a * a * a),
        ("a^-2", |a, _| 1.0 / (a * a)),
        ("exp(a)", |a, _| a.exp()),
        ("ln(a^2)", |a, _| 2.0 * a.abs().ln()),
        ("tanh(a)", |a, _| a.sinh() / a.cosh()),
        ("sigmoid(a)", |a, _| a.exp() / (1.0 + a.exp())),
        ("relu(a)", |a, _| if a > 0.0 { a } else { 0.0 }),
    ];
    for (text, plain) in operations {
        for values in [[0.7, -1.2, 0.0], [-0.4, 2.5, 0.0], [1.9, 0.3, 0.0]] {
            let recorded = record(text, values).unwrap();
            let [a, b, _] = values;
            let value = last(text, values);
            assert!((value - plain(a, b)).abs() < 1e-12, "{text} at {values:?}");
            let gradients = recorded.tape.gradients();
            for letter in 0..2 {
                let Some(place) = recorded.letters[letter] else {
                    continue;
                };
                let nudged = |by: f64| {
                    let mut moved = [a, b];
                    moved[letter] += by;
                    plain(moved[0], moved[1])
                };
                let wanted = central_difference(&nudged, 0.0, 1e-5);
                assert!(
                    (gradients[place] - wanted).abs() < 1e-6 * (1.0 + wanted.abs()),
                    "{text} at {values:?}: {} {wanted}",
                    gradients[place]
                );
            }
        }
    }
}

/// Two of the lab's engines know these: they have to agree.
#[test]
fn the_tape_and_the_engine_write_the_same_records() {
    let mut recorded = Recorded::new();
    let (a, b) = (recorded.letter(0, 0.8), recorded.letter(1, -0.6));
    for (on_tape, by_engine) in [
        (
            recorded.two(Two::Add, [a, b]),
            recorded.by_engine([a, b], |[x, y]| x + y),
        ),
        (
            recorded.two(Two::Mul, [a, b]),
            recorded.by_engine([a, b], |[x, y]| x * y),
        ),
        (
            recorded.two(Two::Mul, [a, a]),
            recorded.by_engine([a, a], |[x, y]| x * y),
        ),
        (
            recorded.one(One::Ln, a),
            recorded.by_engine([a], |[x]| x.ln()),
        ),
        (
            recorded.one(One::Sigmoid, b),
            recorded.by_engine([b], |[x]| x.sigmoid()),
        ),
    ] {
        assert_eq!(recorded.tape.value(on_tape), recorded.tape.value(by_engine));
        let records = recorded.tape.records();
        assert_eq!(records[on_tape], records[by_engine]);
    }
}

#[test]
fn what_has_arrived_grows_to_the_gradients() {
    let recorded = record("(a*b + c) * tanh(a)", [0.5, 2.0, 0.5]).unwrap();
    assert_eq!(recorded.arrived(0), [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0]);
    let numbers = recorded.numbers();
    assert_eq!(recorded.arrived(numbers), recorded.tape.gradients());
    // tanh has handed on, the product has not: a has one of its two parts.
    let [half, whole] = [2, numbers].map(|handed| recorded.arrived(handed)[0]);
    assert!(half > 0.0 && half < whole, "{half} {whole}");
}

#[test]
fn the_tape_stops_at_the_first_number_that_is_none() {
    for (text, broken, burst, steps) in [
        ("a + b", None, None, 6),
        ("a/(b - 2)", Some(4), None, 5),
        ("ln(0) + ln(0)", Some(1), None, 2),
        // A value, but no derivative.
        ("c^0", Some(1), None, 2),
        ("exp(999)", Some(1), None, 2),
        // Numbers everywhere, but a gradient that is none: c, 460, exp, c·exp, (c·exp)·exp.
        ("c*exp(460)*exp(460)", None, Some(3), 11),
    ] {
        let recorded = record(text, [0.5, 2.0, 0.0]).unwrap();
        assert_eq!(recorded.broken(), broken, "{text}");
        if broken.is_none() {
            assert_eq!(recorded.burst(), burst, "{text}");
        }
        assert_eq!(recorded.steps(), steps, "{text}");
    }
}
