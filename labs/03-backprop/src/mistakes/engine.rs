//! Wrong products, walks and loops.

use crate::tape::{Engine, Tape, xor_loss};

/// 2x + 3: what a working engine says.
pub fn planted_bug_unnoticed() -> f64 {
    7.0
}

/// 3: the first write, as if later ones were ignored.
pub fn planted_bug_first_write() -> f64 {
    3.0
}

/// 4: x·x as one write of 2x.
pub fn planted_bug_square_in_one() -> f64 {
    4.0
}

/// 5: the two products add up, and only the square's own two writes do not.
pub fn planted_bug_overwriting_in_the_square_alone() -> f64 {
    5.0
}

/// Puts a · b on the tape with `left` and `right` for its derivatives.
fn product(tape: &mut Tape, (a, left): (usize, f64), (b, right): (usize, f64)) -> usize {
    let value = tape.value(a) * tape.value(b);
    tape.push(value, vec![(a, left), (b, right)])
}

/// ∂(ab)/∂a = a.
pub fn mul_with_its_own_factor(tape: &mut Tape, a: usize, b: usize) -> usize {
    let (left, right) = (tape.value(a), tape.value(b));
    product(tape, (a, left), (b, right))
}

/// The derivatives of a sum.
pub fn mul_with_the_sums_derivatives(tape: &mut Tape, a: usize, b: usize) -> usize {
    product(tape, (a, 1.0), (b, 1.0))
}

/// The product itself for both derivatives.
pub fn mul_with_the_product(tape: &mut Tape, a: usize, b: usize) -> usize {
    let value = tape.value(a) * tape.value(b);
    product(tape, (a, value), (b, value))
}

/// value / a, which is b unless a is 0.
pub fn mul_that_divides(tape: &mut Tape, a: usize, b: usize) -> usize {
    let value = tape.value(a) * tape.value(b);
    let (left, right) = (value / tape.value(a), value / tape.value(b));
    product(tape, (a, left), (b, right))
}

/// The right derivatives beside a sum.
pub fn mul_that_adds(tape: &mut Tape, a: usize, b: usize) -> usize {
    let (left, right) = (tape.value(a), tape.value(b));
    tape.push(left + right, vec![(a, right), (b, left)])
}

/// The places of the factors where the factors belong.
pub fn mul_with_places(tape: &mut Tape, a: usize, b: usize) -> usize {
    product(tape, (a, b as f64), (b, a as f64))
}

/// A number from outside, which was made from nothing.
pub fn mul_from_nothing(tape: &mut Tape, a: usize, b: usize) -> usize {
    let value = tape.value(a) * tape.value(b);
    tape.number(value)
}

/// The right factor was forgotten.
pub fn mul_from_the_left_alone(tape: &mut Tape, a: usize, b: usize) -> usize {
    let (left, right) = (tape.value(a), tape.value(b));
    tape.push(left * right, vec![(a, right)])
}

/// Counts a factor once where it comes twice.
pub fn mul_of_a_square_once(tape: &mut Tape, a: usize, b: usize) -> usize {
    let (left, right) = (tape.value(a), tape.value(b));
    let mut made_from = vec![(a, right)];
    if a != b {
        made_from.push((b, left));
    }
    tape.push(left * right, made_from)
}

fn walk(
    tape: &[Vec<(usize, f64)>],
    visits: impl Iterator<Item = usize>,
    write: impl Fn(f64, f64, f64) -> f64,
) -> Vec<f64> {
    let mut grads = vec![0.0; tape.len()];
    if let Some(result) = grads.last_mut() {
        *result = 1.0;
    }
    for i in visits {
        for &(from, derivative) in &tape[i] {
            grads[from] = write(grads[from], derivative, grads[i]);
        }
    }
    grads
}

/// `=` where `+=` belongs.
pub fn walk_backward_overwriting(tape: &[Vec<(usize, f64)>]) -> Vec<f64> {
    walk(tape, (0..tape.len()).rev(), |_, derivative, grad| {
        derivative * grad
    })
}

/// From the first entry to the last: nothing has arrived at any of them but the last, so this hands on from the result alone.
pub fn walk_backward_forwards(tape: &[Vec<(usize, f64)>]) -> Vec<f64> {
    walk(tape, 0..tape.len(), |old, derivative, grad| {
        old + derivative * grad
    })
}

/// Adds the local derivatives without multiplying by what came from above.
pub fn walk_backward_without_the_chain(tape: &[Vec<(usize, f64)>]) -> Vec<f64> {
    walk(tape, (0..tape.len()).rev(), |old, derivative, _| {
        old + derivative
    })
}

/// Adds the derivative to the gradient where the two are multiplied.
pub fn walk_backward_adding_along_the_road(tape: &[Vec<(usize, f64)>]) -> Vec<f64> {
    walk(tape, (0..tape.len()).rev(), |old, derivative, grad| {
        old + derivative + grad
    })
}

/// What a value was made from hands its gradient to the value.
pub fn walk_backward_the_other_way(tape: &[Vec<(usize, f64)>]) -> Vec<f64> {
    let mut grads = vec![0.0; tape.len()];
    if let Some(result) = grads.last_mut() {
        *result = 1.0;
    }
    for i in (0..tape.len()).rev() {
        for &(from, derivative) in &tape[i] {
            grads[i] += derivative * grads[from];
        }
    }
    grads
}

/// Begins with `start` everywhere, also at the result.
pub fn walk_backward_from(start: f64, tape: &[Vec<(usize, f64)>]) -> Vec<f64> {
    let mut grads = vec![start; tape.len()];
    for i in (0..tape.len()).rev() {
        for &(from, derivative) in &tape[i] {
            grads[from] += derivative * grads[i];
        }
    }
    grads
}

/// Listed from the result to the inputs.
pub fn walk_backward_listed_backwards(tape: &[Vec<(usize, f64)>]) -> Vec<f64> {
    let mut grads = crate::solutions::walk_backward(tape);
    grads.reverse();
    grads
}

/// One step from `weights`, with the gradient taken at `at`.
fn step(engine: &Engine, at: [f64; 9]) -> [f64; 9] {
    let mut tape = engine.tape();
    let places = at.map(|weight| tape.number(weight));
    xor_loss(&mut tape, &places);
    let grads = tape.gradients();
    places.map(|place| grads[place])
}

fn moved(weights: [f64; 9], by: f64, grads: [f64; 9]) -> [f64; 9] {
    std::array::from_fn(|i| weights[i] + by * grads[i])
}

/// Adds the gradient: uphill.
pub fn train_xor_uphill(engine: &Engine, start: [f64; 9], rate: f64, steps: usize) -> [f64; 9] {
    (0..steps).fold(start, |weights, _| {
        moved(weights, rate, step(engine, weights))
    })
}

/// The tape of the first step serves for all: its gradient is that of the first weights.
pub fn train_xor_on_one_tape(
    engine: &Engine,
    start: [f64; 9],
    rate: f64,
    steps: usize,
) -> [f64; 9] {
    let grads = step(engine, start);
    (0..steps).fold(start, |weights, _| moved(weights, -rate, grads))
}

/// Every step begins at the first weights.
pub fn train_xor_from_the_start(
    engine: &Engine,
    start: [f64; 9],
    rate: f64,
    steps: usize,
) -> [f64; 9] {
    (0..steps).fold(start, |weights, _| {
        moved(start, -rate, step(engine, weights))
    })
}

/// Adds up the gradients of all steps so far.
pub fn train_xor_not_zeroed(engine: &Engine, start: [f64; 9], rate: f64, steps: usize) -> [f64; 9] {
    let sum = |(weights, so_far): ([f64; 9], [f64; 9])| {
        let all = moved(so_far, 1.0, step(engine, weights));
        (moved(weights, -rate, all), all)
    };
    (0..steps).fold((start, [0.0; 9]), |state, _| sum(state)).0
}

/// Each weight moves before the gradient of the next is taken.
pub fn train_xor_one_at_a_time(
    engine: &Engine,
    start: [f64; 9],
    rate: f64,
    steps: usize,
) -> [f64; 9] {
    let mut weights = start;
    for _ in 0..steps {
        for i in 0..9 {
            weights[i] -= rate * step(engine, weights)[i];
        }
    }
    weights
}

/// Gradient descent with `rate` times `factor`, for `more` steps more.
pub fn train_xor_with(
    &(factor, more): &(Option<f64>, i64),
    engine: &Engine,
    (start, rate, steps): ([f64; 9], f64, usize),
) -> [f64; 9] {
    let rate = factor.map_or(1.0, |factor| rate * factor);
    let steps = steps as i64 + more;
    (0..steps).fold(start, |weights, _| {
        moved(weights, -rate, step(engine, weights))
    })
}

/// One step, however many are asked for; if `even_of_none` also where none is.
pub fn train_xor_once(
    even_of_none: bool,
    engine: &Engine,
    (start, rate, steps): ([f64; 9], f64, usize),
) -> [f64; 9] {
    match steps {
        0 if !even_of_none => start,
        _ => moved(start, -rate, step(engine, start)),
    }
}
