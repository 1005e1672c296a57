//! nabla's tape beside the engine of this lab.

use crate::figures;
use lab03::by_hand::{INPUTS, Net, TARGETS};
use lab03::engine::Value;
use lab03::{exercises, solutions};
use labkit::numerals::{num, power_above};
use labkit::{Lesson, Quantity, Result, Table};
use nabla::{Tape, Tensor};

pub fn tape(lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "From the next lab on, `nabla` differentiates for us. It is no magic: it is [our engine](#an-engine-that-differentiates-anything) with three \
         changes.

         **A value is a matrix.** One record for a product of 128 × 784 by 784 × 100, not ten million.

         **Derivatives are not stored but applied.** What flows back needs only the product of a derivative with the gradient from above, and equations 1 to 4 give \
         that directly.

         **No sorting.** Every operation goes on a list when it happens. A value is made after its parents, so the list is sorted \
         already; walk it from its end.",
    );
    lesson.figure(
        "tape",
        "The diamond as a tape. Every arrow points to the left, to an earlier record; reading from right \
         to left visits each value after all that used it.",
        (760, 230),
        figures::tape::diamond,
    )?;
    let walk = lesson.answer(
        "walk_backward",
        exercises::walk_backward as fn(&[Vec<(usize, f64)>]) -> Vec<f64>,
        solutions::walk_backward,
    );
    let diamond = [
        vec![],
        vec![(0, 3.0), (0, 3.0)],
        vec![(1, 2.0)],
        vec![(1, 3.0)],
        vec![(2, 1.0), (3, 1.0)],
    ];
    let grads: Vec<String> = walk(&diamond).iter().map(|g| num(*g, 0)).collect();
    lesson.say(format!(
        "`walk_backward` on this tape gives, for x, a, b, c and y: {}.",
        grads.join(", ")
    ));
    lesson.say(
        "nabla's own walk, `run_backward` in `shared/nabla/src/tape.rs`, does the same: a 1 at the end, a loop in reverse, and each \
         record hands on to its parents. It can do so only through `grads.add`, which adds. Bug 1 cannot be written; bug 2 is ruled out by the order; \
         bugs 3 and 4 by a fresh `Grads` for every walk.",
    );
    compare_scalars(lesson);
    compare_nets(lesson);
    Ok(())
}

fn compare_scalars(lesson: &mut Lesson) {
    let (a, b) = (Value::from(1.3), Value::from(-0.7));
    let c = &a * &b + (&a - &b).tanh();
    let y = &c * &c / (&b * &b + 1.0) + (&a * 2.0).sigmoid();
    y.backward();

    let tape = Tape::new();
    let (na, nb) = (
        tape.variable(Tensor::scalar(1.3)),
        tape.variable(Tensor::scalar(-0.7)),
    );
    let nc = na * nb + (na - nb).tanh();
    let ny = nc * nc / (nb * nb + 1.0) + (na * 2.0).sigmoid();
    let grads = ny.backward();

    lesson.say(
        "The same expression in both, c = a·b + tanh(a − b) and y = c²/(b² + 1) + σ(2a), at a = 1.3, b = −0.7.",
    );
    let row = |name: &str, ours: f64, theirs: f32| {
        [name.to_string(), num(ours, 9), num(f64::from(theirs), 9)]
    };
    lesson.table(
        &Table::new(["", "engine (f64)", "nabla (f32)"])
            .row(row("y", y.data(), ny.item()))
            .row(row("∂y/∂a", a.grad(), grads.of(na).item()))
            .row(row("∂y/∂b", b.grad(), grads.of(nb).item())),
    );
    lesson.predict_number(
        "Every operation is written down once, and so are the variables. How many records does the tape hold?",
        Quantity::new(tape.len() as f64, 0).within(1.0),
        &format!(
            "{}. Here they are, one a line; `[]` is the shape of a single number:",
            tape.len()
        ),
    );
    lesson.show(tape.listing().trim_end());
}

fn compare_nets(lesson: &mut Lesson) {
    let net = Net::lecture();
    let by_hand = net.backward(&net.forward(INPUTS), TARGETS);

    let tensor = |v: &[f64], shape: [usize; 2]| {
        Tensor::from_vec(v.iter().map(|&v| v as f32).collect::<Vec<f32>>(), shape)
    };
    let tape = Tape::new();
    let x = tape.constant(tensor(&INPUTS, [1, 3]));
    let target = tape.constant(tensor(&TARGETS, [1, 2]));
    let w1 = tape.variable(tensor(net.w1.as_flattened(), [3, 3]));
    let w2 = tape.variable(tensor(net.w2.as_flattened(), [3, 2]));
    let output = x.matmul(w1).sigmoid().matmul(w2).sigmoid();
    let loss = (target - output).square().sum() * 0.5;
    let grads = loss.backward();

    lesson.say(
        "And [the whole net](#a-whole-net-right-to-left), in four lines: `x.matmul(w1).sigmoid().matmul(w2).sigmoid()`, the squared \
         error, and `backward()`. The gradient of W₂, by hand and by nabla:",
    );
    let mut table = Table::new(["weight", "by hand", "nabla"]);
    for j in 0..3 {
        for k in 0..2 {
            // One of them is the first exercise.
            let shown = |value| match (j, k) {
                (1, 1) => lesson.reveal("gradient_by_hand", num(value, 6)),
                _ => num(value, 6),
            };
            table.push([
                format!("H{} to O{}", j + 1, k + 1),
                shown(by_hand.d_w2[j][k]),
                shown(f64::from(grads.of(w2).at(&[j, k]))),
            ]);
        }
    }
    lesson.table(&table);
    let worst = by_hand
        .d_w1
        .as_flattened()
        .iter()
        .zip(grads.of(w1).data())
        .map(|(a, b)| (a - f64::from(*b)).abs())
        .fold(0.0, f64::max);
    lesson.say(format!(
        "The nine of W₁ differ by less than {}. From here on you may write `loss.backward()` and know what it \
         does.",
        power_above(worst)
    ));
}
