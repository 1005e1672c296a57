//! The way back through ReLU.

use labkit::judge::Exercise;
use shaders::{Kernel, Outcome, Question, kernel};

pub const KERNEL: Kernel = kernel!("labs/06-convolution", "relu_backward");

/// A workgroup's worth of numbers more than count: whoever forgets to stop looks there.
const BEHIND: usize = 64;

/// A probe of these numbers; behind them stand 64 that would pass, if anybody looked at them.
fn probe(x: Vec<f32>, dy: Vec<f32>, dx: Vec<f32>) -> (Question, Outcome) {
    Question::new(&[("count", x.len())])
        .input("x", &x, &[2.0; BEHIND])
        .input("dy", &dy, &[5.0; BEHIND])
        .gives(x.len(), &dx)
}

/// x climbs from −32 to 17 in halves, dy falls from 130 to 32.
fn long() -> (Question, Outcome) {
    let x = (0..99).map(|i| (i - 64) as f32 / 2.0).collect();
    let dy = (0..99).map(|i| (130 - i) as f32).collect();
    let dx = (0..99).map(|i| if i <= 64 { 0.0 } else { (130 - i) as f32 });
    probe(x, dy, dx.collect())
}

pub fn relu_backward() -> Exercise {
    KERNEL.draft(
        10,
        "WGSL: the way back through ReLU, a number for each invocation",
        // By hand: dy where x is above 0.
        [
            probe(vec![1.5, -2.0, 0.0, 0.25], vec![-0.5, 2.5, 7.0, 3.0], vec![-0.5, 0.0, 0.0, 3.0]),
            long(),
            probe(vec![-0.125], vec![6.0], vec![0.0]),
            // A workgroup that is full to the last number, and large ones.
            probe(
                (0..64).map(|i| if i % 3 == 0 { 1e20 } else { -1e20 }).collect(),
                (0..64).map(|i| i as f32 - 40.5).collect(),
                (0..64).map(|i| if i % 3 == 0 { i as f32 - 40.5 } else { 0.0 }).collect(),
            ),
        ],
    )
    .hints([
        "Which number is this invocation's? `id.x` counts through all of them, over all workgroups.",
        "Workgroups come whole, so some invocations have no number: `if i >= shape.count { return; }`.",
        "`select(a, b, condition)` is b where the condition holds: dx[i] = select(0.0, dy[i], x[i] > 0.0);",
    ])
    .mistake(
        "no bounds",
        "You wrote behind the last number. Workgroups are whole, so a few invocations are left over: an invocation \
         with `id.x >= shape.count` has to return at once.",
        KERNEL.but(&[("i >= shape.count", "false")]),
    )
    .mistake(
        "one too many",
        "You wrote one number too many. Numbers are counted from 0, so number `count` is the first that is not yours: \
         return if `id.x >= shape.count`.",
        KERNEL.but(&[("i >= shape.count", "i > shape.count")]),
    )
    .mistake(
        "one too few",
        "The last number is missing. Numbers are counted from 0 to count − 1, and that one is yours, too.",
        KERNEL.but(&[("i >= shape.count", "i + 1u >= shape.count")]),
    )
    .mistake(
        "forward",
        "That is ReLU itself, max(x, 0). On the way back dy comes in, and x only decides whether it passes.",
        KERNEL.but(&[("select(0.0, dy[i], x[i] > 0.0)", "max(x[i], 0.0)")]),
    )
    .mistake(
        "times x",
        "You multiplied by x. The derivative of ReLU above 0 is 1, not x: dy passes as it is.",
        KERNEL.but(&[("dy[i], x[i] > 0.0", "dy[i] * x[i], x[i] > 0.0")]),
    )
    .mistake(
        "nothing stopped",
        "You let every gradient through. Where x was not above 0, ReLU gave 0 whatever x was: nothing comes back.",
        KERNEL.but(&[("select(0.0, dy[i], x[i] > 0.0)", "dy[i]")]),
    )
    .mistake(
        "added",
        "You added to what stood in dx. That is left over from somebody else: write, with `=`.",
        KERNEL.but(&[("dx[i] = select", "dx[i] += select")]),
    )
    .mistake(
        "the sign of x",
        "Below 0 you turned the gradient's sign. There ReLU is flat: nothing comes back.",
        KERNEL.but(&[("select(0.0, dy[i], x[i] > 0.0)", "dy[i] * sign(x[i])")]),
    )
    .mistake(
        "decided by dy",
        "You asked whether dy is above 0, and then gave x. It is the other way round: x decides, dy passes.",
        KERNEL.but(&[("dy[i], x[i] > 0.0", "x[i], dy[i] > 0.0")]),
    )
    .mistake(
        "zeros not written",
        "Where x is not above 0 you wrote nothing. What stands there is left over from somebody else: write the 0.",
        KERNEL.but(&[("dx[i] = select(0.0, dy[i], x[i] > 0.0);", "if x[i] > 0.0 { dx[i] = dy[i]; }")]),
    )
    .mistake(
        "counts in the workgroup",
        "Every workgroup did the first 64 numbers. `local_invocation_id` counts within the workgroup; \
         `global_invocation_id` counts over all of them.",
        KERNEL.but(&[("global_invocation_id", "local_invocation_id")]),
    )
    .mistake(
        "ReLU of the gradient",
        "That is max(dy, 0). Whether the gradient passes is decided by x, where ReLU bends, and a gradient may be negative.",
        KERNEL.but(&[("select(0.0, dy[i], x[i] > 0.0)", "max(dy[i], 0.0)")]),
    )
    .mistake(
        "no chain rule",
        "You wrote the derivative of ReLU itself, 1 or 0. Times dy, it is the gradient of the loss.",
        KERNEL.but(&[("dy[i], x[i]", "1.0, x[i]")]),
    )
    .mistake(
        "open at zero",
        "At x = 0 you let the gradient through. The task asks for x above 0, as all the frameworks do.",
        KERNEL.but(&[("x[i] > 0.0", "x[i] >= 0.0")]),
    )
    .mistake(
        "select turned round",
        "The gradient passes where it should not, and the other way round. `select(a, b, condition)` is *b* where the \
         condition holds, unlike `condition ? a : b`.",
        KERNEL.but(&[("0.0, dy[i]", "dy[i], 0.0")]),
    )
    .why("Most kernels of a network are like this one: a number in, a number out, and the card has nothing to wait for but memory.")
    .done()
}
