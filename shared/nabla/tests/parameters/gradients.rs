//! Gradients read, summed and scaled.

use super::*;
use nabla::Grads;

fn of(layer: &Linear, rows: std::ops::Range<usize>) -> Grads {
    let tape = Tape::new();
    let x = tape.constant(sample([8, 3], 5).rows(rows.clone()));
    let target = sample([8, 2], 6).rows(rows);
    layer.forward(&tape, x).mse(&target).backward()
}

#[test]
fn two_halves_are_a_whole() {
    let layer = linear(3, 2, 1);
    let whole = of(&layer, 0..8);
    let mut grads = of(&layer, 0..4);
    grads.accumulate(&of(&layer, 4..8));
    grads.scale(0.5);
    let mut seen = Vec::new();
    grads.for_each(&layer, |param, grad| {
        let want = whole.param(param).expect("of the same model");
        for (got, want) in grad.data().iter().zip(want.data()) {
            assert!((got - want).abs() < 1e-6, "{got} {want}");
        }
        seen.push(param.name());
    });
    assert_eq!(seen, ["weight", "bias"]);
}

#[test]
fn what_is_new_moves_in_and_what_was_added_stays() {
    let (a, b) = (linear(3, 2, 1), linear(3, 2, 2));
    let other = of(&b, 0..8);
    let mut grads = of(&a, 0..8);
    grads.accumulate(&other);
    assert_eq!(grads.param(&b.weight), other.param(&b.weight));
    grads.accumulate(&other);
    grads.scale(2.0);
    let mut four = other
        .param(b.bias.as_ref().expect("a bias"))
        .expect("used")
        .clone();
    four.data_mut().iter_mut().for_each(|g| *g *= 4.0);
    assert_eq!(grads.param(b.bias.as_ref().expect("a bias")), Some(&four));
    // The other's own numbers are as they were, and an optimiser uses both.
    assert_eq!(other.param(&b.weight), of(&b, 0..8).param(&b.weight));
    let mut both = (a, b);
    let before = bits(&both);
    Sgd::new(0.1).step(&mut both, &grads);
    assert!(bits(&both).iter().zip(&before).all(|(new, old)| new != old));
}

/// A value that was recorded after the gradients is none of them.
#[test]
fn a_place_behind_the_tape_is_nobodys() {
    let (a, b) = (linear(3, 2, 1), linear(3, 2, 2));
    let tape = Tape::new();
    let x = tape.constant(Tensor::ones([1, 3]));
    let mut grads = a.forward(&tape, x).sum().backward();
    grads.accumulate(&of(&b, 0..8));
    let later = tape.variable(Tensor::ones([1]));
    assert!(grads.get(later).is_none());
}
