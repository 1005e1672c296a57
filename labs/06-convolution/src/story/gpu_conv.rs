//! A convolution kernel: one invocation an output; and why dk is cut by weights.

use super::gpu_hello::{measured, nothing_to_run_on, told};
use super::gpu_ladder::body;
use lab06::gpu::kernels::{self, Sizes};
use lab06::gpu::{self, judging};
use labkit::numerals::{num, scientific};
use labkit::{Lesson, Result};
use nabla::{Activation, Tape, Tensor, Window};

/// Filters that answer to an upright and to a horizontal edge: [3, 3, 1, 2].
const EDGES: [f32; 18] = [
    -1.0, -1.0, 0.0, -1.0, 1.0, -1.0, //
    -1.0, 0.0, 0.0, 0.0, 1.0, 0.0, //
    -1.0, 1.0, 0.0, 1.0, 1.0, 1.0,
];

/// One digit, 28 × 28 pixels, and two filters.
const DIGIT: Sizes = Sizes {
    input: [1, 28, 28, 1],
    filter: [3, 3, 2],
};

/// The section.
pub fn kernel(lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "Now the convolution itself. The plain way: one invocation for each number of the output. It works out which picture, row, column and filter is its own, goes through the window, and writes. Nobody else writes there, so nobody has to wait.",
    );
    lesson.show(body(kernels::CONV2D));
    let split = datasets::digits();
    let seven = (0..split.test.len()).find(|&i| split.test.labels[i] == 7);
    let pixels = split.test.image(seven.unwrap_or(0));
    let digit: Vec<f32> = pixels.iter().copied().collect();
    let (y, dw) = on_processor(&digit);
    compared(lesson, &digit, &y, &dw)?;
    pictures(lesson, &digit, &y)?;
    gradient(lesson);
    lesson.say(
        "The plain kernel is to the convolution what the first rung is to the product: every pixel is fetched again for each of the nine windows it lies in, and for each filter. The remedy is the same ladder. Write every window of the picture as a row of a matrix, and the convolution is that matrix times \
         the weights. nabla's kernel does not write that matrix down, which would be nine times the picture: it computes, while it fetches a tile, which pixel would stand there. That is an *implicit* product. The gradient of the picture is one as well, of dy with the turned filter: an invocation for each pixel collects what the windows over it have for it, so nobody adds to anybody else's number there either. All three are in `shared/nabla/src/ops/conv2d/gpu.rs`.",
    );
    Ok(())
}

/// The edges of a digit and the gradient of their filters, by nabla: y is [26, 26, 2], dw is [3, 3, 1, 2]; dy is y.
fn on_processor(digit: &[f32]) -> (Vec<f32>, Vec<f32>) {
    let tape = Tape::new();
    let x = tape.constant(Tensor::from_slice(digit, DIGIT.input));
    let weight = tape.variable(Tensor::from_slice(&EDGES, DIGIT.weights()));
    let bias = tape.constant(Tensor::zeros([2]));
    let y = x.conv2d(weight, bias, Window::new(3), Activation::Identity);
    // The gradient of ½·Σ y² with respect to y is y.
    let grads = (y.square() * 0.5).sum().backward();
    (y.value().data().to_vec(), grads.of(weight).data().to_vec())
}

fn compared(lesson: &mut Lesson, digit: &[f32], y: &[f32], dw: &[f32]) -> Result<()> {
    lesson.say("Two filters slide over a digit, one for upright edges and one for horizontal ones, on the card and on the processor. Then the gradient dk of their weights, for the loss ½·Σ y².");
    lesson.predict(
        "Will the two agree, bit for bit?",
        "They need not. A sum of 676 floats depends on the order in which it is taken, and the two devices take it in different ones. What may differ is the last digit or two.",
    );
    match gpu::available() {
        Err(reason) => nothing_to_run_on(lesson, &reason),
        Ok(()) => {
            let there = told(kernels::conv2d((digit, &EDGES, &[0.0; 2]), DIGIT))?;
            let gradient = told(kernels::conv2d_weight((digit, y), DIGIT))?;
            measured(
                lesson,
                [
                    format!("y:  {} numbers, {}", y.len(), apart(&there, y)),
                    format!("dk: {} numbers, {}", dw.len(), apart(&gradient, dw)),
                ],
            );
        }
    }
    Ok(())
}

fn apart(one: &[f32], other: &[f32]) -> String {
    let largest = other.iter().fold(0.0_f32, |m, x| m.max(x.abs()));
    let pairs = one.iter().zip(other);
    let apart = pairs.fold(0.0_f32, |m, (a, b)| m.max((a - b).abs()));
    let largest = num(f64::from(largest), 2);
    match apart {
        0.0 => format!("equal, bit for bit; the largest is {largest}"),
        _ => format!(
            "at most {} apart, where the largest is {largest}",
            scientific(f64::from(apart), 0)
        ),
    }
}

/// The digit, its edges, and its pooled edges.
fn pictures(lesson: &mut Lesson, digit: &[f32], y: &[f32]) -> Result<()> {
    let pool = lesson.answer(
        "max_pool_kernel",
        judging::MAX_POOL,
        judging::MAX_POOL_SOLUTION,
    );
    let edges: Vec<f32> = y.iter().map(|v| (v.abs() / 3.0).min(1.0)).collect();
    let pooled = match kernels::max_pool(pool, &edges, [1, 26, 26, 2], 2, 2) {
        Ok(pooled) => pooled,
        // Without a card the pictures come from the processor.
        Err(_) => {
            let tape = Tape::new();
            let edges = tape.constant(Tensor::from_slice(&edges, [1, 26, 26, 2]));
            let pooled = edges.max_pool2d(Window::new(2).stride(2)).value();
            pooled.data().to_vec()
        }
    };
    let channel = |values: &[f32], c: usize| -> Vec<f32> {
        values.iter().skip(c).step_by(2).copied().collect()
    };
    let (upright, horizontal) = (channel(&edges, 0), channel(&edges, 1));
    let (small_upright, small_horizontal) = (channel(&pooled, 0), channel(&pooled, 1));
    lesson.grey(
        "Edges of a seven. Their size is shown, whatever their sign; on the right after max pooling by two.",
        &[
            ("the digit", 28, 28, digit),
            ("upright edges", 26, 26, &upright[..]),
            ("pooled", 13, 13, &small_upright[..]),
            ("horizontal edges", 26, 26, &horizontal[..]),
            ("pooled", 13, 13, &small_horizontal[..]),
        ],
    )
}

fn gradient(lesson: &mut Lesson) {
    lesson.predict(
        "For dk one could start an invocation for each number of dy, and let it add its share to all nine weights of the window. There are 676 · 2 of them, and 18 weights. What goes wrong?",
        "They add to the same number at the same time. To add is to read, add, and write; two that read the same old value both write theirs, and one share is lost. Each weight here is owed 676 shares; of those that come at once, only one stays. No error tells you: the gradient is wrong, and differently at each run. A network may still learn something with it, and you look for the fault elsewhere.",
    );
    lesson.say("So a kernel is cut by what it *writes*, not by what it reads. Each invocation takes one weight, and adds up all places itself:");
    let source = kernels::CONV2D_WEIGHT;
    let start = source.find("    var sum").unwrap_or(0);
    lesson.show(source[start..].trim_end().trim_end_matches('}').trim_end());
}
