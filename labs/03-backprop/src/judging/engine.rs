//! The walk backwards, right and wrong.

use crate::{exercises, mistakes, solutions};
use labkit::judge::Exercise;

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
    Exercise::new("walk_backward", 20, "walk a tape from its end to its beginning")
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
            "forwards",
            "You walked from the first entry to the last. A gradient must be complete before it is handed on, \
             and it is complete only when everything made from the value has been visited: walk backwards.",
            |tape| mistakes::walk_backward_forwards(tape),
        )
        .mistake(
            "no chain",
            "You added the derivatives alone. What travels on is the derivative times the gradient of the value it belongs \
             to.",
            |tape| mistakes::walk_backward_without_the_chain(tape),
        )
        .why("This loop is `backward` in every framework. The tape's order needs no sorting: a value is always \
              made after what it is made from.")
        .done()
}

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
        .why("The bug hides well: any expression that uses each value once comes out right. A net trained on four samples uses each weight four times.")
        .done()
}
