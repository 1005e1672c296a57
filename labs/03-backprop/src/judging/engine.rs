//! An engine that grows: its product, its walk, right and wrong, and a bug in one.

use crate::mistakes::engine as mistakes;
use crate::tape::Engine;
use crate::{exercises, solutions};
use labkit::judge::Exercise;

pub fn planted_bug() -> Exercise {
    Exercise::new("planted_bug", 10, "which gradient does a `backward` report that overwrites?")
        .hints([
            "Which operations use x, and in which order are they visited?",
            "3·x writes 3 into x's gradient. Then x·x writes, and it writes twice: x is both its operands.",
            "The last write is x·x's right operand: its derivative is the left one, x.",
        ])
        .probes([((), 2.0)]) // writes 3, then 2, then 2
        .tolerance(1e-9)
        .answer(|()| exercises::planted_bug())
        .solution(|()| solutions::planted_bug())
        .mistake(
            "unnoticed",
            "7 is the true gradient, 2x + 3. The planted bug keeps only the last of the three writes.",
            |()| mistakes::planted_bug_unnoticed(),
        )
        .mistake(
            "the first write",
            "3 is written first, and then written over.",
            |()| mistakes::planted_bug_first_write(),
        )
        .mistake(
            "the square as one write",
            "x·x has two operands that happen to be the same value: it writes 2 and then 2 again. Only added do \
             they make 4.",
            |()| mistakes::planted_bug_square_in_one(),
        )
        .mistake(
            "overwriting in the square alone",
            "That adds 3·x's share to one of the square's two. The bug overwrites whatever was there, whoever wrote it.",
            |()| mistakes::planted_bug_overwriting_in_the_square_alone(),
        )
        .why("The bug hides well: any expression that uses each value once comes out right. A net trained on four samples uses each weight four times.")
        .done()
}

/// Ours, both parts of it.
pub const OURS: Engine = Engine {
    mul: solutions::mul,
    walk: solutions::walk_backward,
};

/// What a product on a tape comes to: its place, the number there, and by our walk ∂(the last number)/∂(every number).
/// How its derivatives are written down is left to it.
fn made(
    numbers: &[f64],
    mul: impl FnOnce(&mut crate::tape::Tape) -> usize,
) -> (usize, f64, Vec<f64>) {
    let mut tape = OURS.tape();
    for &number in numbers {
        tape.number(number);
    }
    let place = mul(&mut tape);
    let grads = tape.gradients();
    // A place behind the last is shown with no number.
    let value = if place < grads.len() {
        tape.value(place)
    } else {
        f64::NAN
    };
    (place, value, grads)
}

pub fn mul() -> Exercise {
    Exercise::new("mul", 10, "the product of two numbers on a tape, and what it was made from")
        .hints([
            "Read `Tape::add`: it computes the number, and says for each of the two how fast the sum changes with it.",
            "Hold b still and turn a by a little: a · b changes b times as much. And with b turned?",
            "let (left, right) = (tape.value(a), tape.value(b)); tape.push(left * right, vec![(a, right), (b, left)])",
        ])
        // ab, b and a; for a · a, 2a.
        .probes([
            ((vec![2.0, -3.0], 0, 1), (2, -6.0, vec![-3.0, 2.0, 1.0])),
            ((vec![0.5, 7.0, -1.5], 2, 0), (3, -0.75, vec![-1.5, 0.0, 0.5, 1.0])),
            ((vec![0.0, 4.0], 0, 1), (2, 0.0, vec![4.0, 0.0, 1.0])),
            ((vec![5.0, 3.0], 1, 1), (2, 9.0, vec![0.0, 6.0, 1.0])),
        ])
        .entries([
            "the place returned",
            "the number there",
            "∂(the product)/∂(each number), by our walk,",
        ])
        .tolerance(1e-12)
        .answer(|(numbers, a, b)| made(numbers, |tape| exercises::mul(tape, *a, *b)))
        .solution(|(numbers, a, b)| made(numbers, |tape| solutions::mul(tape, *a, *b)))
        .mistake(
            "its own factor",
            "You gave each factor itself for its derivative. If a is turned by a little, a · b changes b times as much: the \
             other factor.",
            |(numbers, a, b)| made(numbers, |tape| mistakes::mul_with_its_own_factor(tape, *a, *b)),
        )
        .mistake(
            "the sum's derivatives",
            "Those are the derivatives of a sum, 1 and 1. How much does a · b change if a changes by a little?",
            |(numbers, a, b)| made(numbers, |tape| mistakes::mul_with_the_sums_derivatives(tape, *a, *b)),
        )
        .mistake(
            "the product twice",
            "You gave the product for both derivatives. ∂(ab)/∂a is what a is multiplied by.",
            |(numbers, a, b)| made(numbers, |tape| mistakes::mul_with_the_product(tape, *a, *b)),
        )
        .mistake(
            "places",
            "`a` and `b` are places. The numbers there are `tape.value(a)` and `tape.value(b)`.",
            |(numbers, a, b)| made(numbers, |tape| mistakes::mul_with_places(tape, *a, *b)),
        )
        .mistake(
            "divides",
            "The product divided by a is b, unless a is 0: then it is no number. The other factor stands on the tape.",
            |(numbers, a, b)| made(numbers, |tape| mistakes::mul_that_divides(tape, *a, *b)),
        )
        .mistake(
            "adds",
            "The derivatives are those of a product, the number is the sum.",
            |(numbers, a, b)| made(numbers, |tape| mistakes::mul_that_adds(tape, *a, *b)),
        )
        .mistake(
            "made from nothing",
            "The number is right, but the tape does not know what it was made from, so no gradient gets past it.",
            |(numbers, a, b)| made(numbers, |tape| mistakes::mul_from_nothing(tape, *a, *b)),
        )
        .mistake(
            "one factor",
            "The record names one factor. The product was made from two, and each needs its gradient.",
            |(numbers, a, b)| made(numbers, |tape| mistakes::mul_from_the_left_alone(tape, *a, *b)),
        )
        .mistake(
            "a square once",
            "For a · a you wrote one entry. Both factors are a, and each has its share: together 2a.",
            |(numbers, a, b)| made(numbers, |tape| mistakes::mul_of_a_square_once(tape, *a, *b)),
        )
        .why("Two numbers kept when the product is made: that is all an engine ever needs to know about it. nabla's \
              product of matrices keeps its two factors for the same reason.")
        .done()
}

pub fn walk_backward() -> Exercise {
    // 0: x, 1: y, 2: x·y at (2, −3), 3: x + x, 4: (2) · (3); worked out by hand: 2x²y has derivatives 4xy and 2x².
    let products = vec![
        vec![],
        vec![],
        vec![(0, -3.0), (1, 2.0)],
        vec![(0, 1.0), (0, 1.0)],
        vec![(2, 4.0), (3, -6.0)],
    ];
    // Entry 2 is used by nobody. Entry 0 hears from 1, and 1 from 3 and 4: 5 · (3 · 1.5 − 2) = 12.5.
    let unused = vec![
        vec![],
        vec![(0, 5.0)],
        vec![(0, 7.0)],
        vec![(1, 3.0)],
        vec![(3, 1.5), (1, -2.0)],
    ];
    // x + x, twelve times: 2¹², and half of it at each step on the way.
    let doublings = (0..13_usize)
        .map(|i| i.checked_sub(1).map_or(vec![], |from| vec![(from, 1.0); 2]))
        .collect();
    let powers = (0..13).rev().map(|n| f64::from(1 << n)).collect();
    Exercise::new("walk_backward", 20, "∂result/∂(value) for every value on a tape")
        .hints([
            "Start with zeros everywhere and a 1 at the result: ∂result/∂result.",
            "Go through the entries from the last to the first. By the time you reach one, everything that was \
             made from it has been visited.",
            "for i in (0..tape.len()).rev() { for &(from, derivative) in &tape[i] { grads[from] += derivative * grads[i]; } }",
        ])
        .probes([
            (products, vec![-24.0, 8.0, 4.0, -6.0, 1.0]),
            (unused, vec![12.5, 2.5, 0.0, 1.5, 1.0]),
            (vec![vec![]], vec![1.0]),
            (doublings, powers),
        ])
        .answer(|tape| exercises::walk_backward(tape))
        .solution(|tape| solutions::walk_backward(tape))
        .mistake(
            "overwrites",
            "You wrote a gradient where you should add to it. A value that is used twice reaches the result by \
             two roads, and both count.",
            |tape| mistakes::walk_backward_overwriting(tape),
        )
        .mistake(
            "no further than one step",
            "Only what the result was made from got a gradient. Either your walk ends there, or it goes from the first entry to \
             the last and finds nothing to hand on. A gradient is handed on when it is complete, when everything made from the \
             value has been visited: walk backwards, to the beginning.",
            |tape| mistakes::walk_backward_forwards(tape),
        )
        .mistake(
            "no chain",
            "You added the derivatives alone. What travels on is the derivative times the gradient of the value it belongs \
             to.",
            |tape| mistakes::walk_backward_without_the_chain(tape),
        )
        .mistake(
            "adds along the road",
            "Along a road one multiplies: the derivative times the gradient. Only where roads meet does one add.",
            |tape| mistakes::walk_backward_adding_along_the_road(tape),
        )
        .mistake(
            "nothing handed on",
            "Only the result has a gradient. It is the first to hand one on: to what it was made from, its own times the \
             derivative, added to what is there.",
            |tape| mistakes::walk_backward_the_other_way(tape),
        )
        .mistake(
            "nothing to begin with",
            "All gradients stay 0: nothing was put in. The walk begins with ∂result/∂result, which is 1.",
            |tape| mistakes::walk_backward_from(0.0, tape),
        )
        .mistake(
            "ones everywhere",
            "You began with a 1 at every value. Only ∂result/∂result is 1 before the walk; to the others nothing has come yet.",
            |tape| mistakes::walk_backward_from(1.0, tape),
        )
        .mistake(
            "listed backwards",
            "The gradients are right and stand in the order of the walk. Return them in the order of the tape.",
            |tape| mistakes::walk_backward_listed_backwards(tape),
        )
        .why("This loop is `backward` in every framework. The tape's order needs no sorting: a value is always \
              made after what it is made from.")
        .done()
}
