//! The way back through ReLU.

use super::{Dispatch, Exercise, Outcome, draft, exercise_file, replaced, run, shader};
use crate::gpu::groups;

/// x, dy, and how many of them count.
type Input = (Vec<f32>, Vec<f32>, usize);

/// What stands in dx before the run.
const UNTOUCHED: f32 = -77.0;

const SOLUTION: &str = shader!("solutions/relu_backward.wgsl");

fn ask(source: &str, (x, dy, count): &Input) -> Outcome {
    run(&Dispatch {
        file: "labs/06-convolution/exercises/relu_backward.wgsl",
        source,
        entry: "relu_backward",
        shape: &[*count as u32],
        inputs: &[x, dy],
        output: &vec![UNTOUCHED; x.len()],
        workgroups: [groups(*count, 64), 1, 1],
    })
}

/// x climbs from −32 to 32.5 in halves, dy falls from 130 to 1; the first 99 count.
fn long() -> (Input, Outcome) {
    let x = (0..130).map(|i| (i - 64) as f32 / 2.0).collect();
    let dy = (0..130).map(|i| (130 - i) as f32).collect();
    let dx = (0..130).map(|i| match i {
        0..=64 => 0.0,
        65..=98 => (130 - i) as f32,
        _ => UNTOUCHED,
    });
    ((x, dy, 99), Ok(dx.collect()))
}

/// The solution, but with these words replaced.
fn but(words: &'static [(&'static str, &'static str)]) -> impl Fn(&Input) -> Outcome {
    let shader = replaced(SOLUTION, words);
    move |input| ask(&shader, input)
}

pub fn relu_backward() -> Exercise {
    let few: Input = (
        vec![1.5, -2.0, 0.0, 0.25, 3.0, 4.0],
        vec![-0.5, 2.5, 7.0, 3.0, 9.0, 8.0],
        4,
    );
    let one: Input = (vec![-0.125, 2.0], vec![6.0, 5.0], 1);
    draft(
        "relu_backward",
        exercise_file!("exercises/relu_backward.wgsl"),
        10,
        "WGSL: the way back through ReLU, a number for each invocation",
    )
    .hints([
        "Which number is this invocation's? `id.x` counts through all of them, over all workgroups.",
        "Workgroups come whole, so some invocations have no number: `if i >= shape.count { return; }`.",
        "`select(a, b, condition)` is b where the condition holds: dx[i] = select(0.0, dy[i], x[i] > 0.0);",
    ])
    .probes([
        (few, Ok(vec![-0.5, 0.0, 0.0, 3.0, UNTOUCHED, UNTOUCHED])),
        long(),
        (one, Ok(vec![0.0, UNTOUCHED])),
    ])
    .answer(|input| ask(shader!("exercises/relu_backward.wgsl"), input))
    .solution(|input| ask(SOLUTION, input))
    .mistake(
        "no bounds",
        "You wrote behind the last number. Workgroups are whole, so a few invocations are left over: an invocation \
         with `id.x >= shape.count` has to return at once.",
        but(&[("i >= shape.count", "false")]),
    )
    .mistake(
        "counts in the workgroup",
        "Every workgroup did the first 64 numbers. `local_invocation_id` counts within the workgroup; \
         `global_invocation_id` counts over all of them.",
        but(&[("global_invocation_id", "local_invocation_id")]),
    )
    .mistake(
        "ReLU of the gradient",
        "That is max(dy, 0). Whether the gradient passes is decided by x, where ReLU bends, and a gradient may be negative.",
        but(&[("select(0.0, dy[i], x[i] > 0.0)", "max(dy[i], 0.0)")]),
    )
    .mistake(
        "no chain rule",
        "You wrote the derivative of ReLU itself, 1 or 0. Times dy, it is the gradient of the loss.",
        but(&[("dy[i], x[i]", "1.0, x[i]")]),
    )
    .mistake(
        "open at zero",
        "At x = 0 you let the gradient through. The task asks for x above 0, as all the frameworks do.",
        but(&[("x[i] > 0.0", "x[i] >= 0.0")]),
    )
    .mistake(
        "select turned round",
        "The gradient passes where it should not, and the other way round. `select(a, b, condition)` is *b* where the \
         condition holds, unlike `condition ? a : b`.",
        but(&[("0.0, dy[i]", "dy[i], 0.0")]),
    )
    .why("Most kernels of a network are like this one: a number in, a number out, and the card has nothing to wait for but memory.")
    .done()
}
