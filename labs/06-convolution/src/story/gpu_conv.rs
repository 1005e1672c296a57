//! A convolution kernel: one invocation an output; and why dk is cut by weights.

use super::gpu_hello::{measured, nothing_to_run_on, told};
use super::gpu_ladder::part;
use lab06::gpu::judging::MAX_POOL;
use lab06::gpu::kernels::{self, Sizes};
use labkit::numerals::{count, num, scientific};
use labkit::{Lesson, Quantity, Result};
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
        "Now the convolution itself: one invocation for each number of the output. It works out which picture, row, column and filter is its own, goes through the window, and writes. Nobody else writes there, so nobody has to wait.",
    );
    lesson.show(part(kernels::CONV2D, "    var sum", "}"));
    let split = datasets::digits();
    let seven = (0..split.test.len()).find(|&i| split.test.labels[i] == 7);
    let pixels = split.test.image(seven.unwrap_or(0));
    let digit: Vec<f32> = pixels.iter().copied().collect();
    let (y, dw) = on_processor(&digit);
    compared(lesson, &digit, &y, &dw)?;
    pictures(lesson, &digit, &y)?;
    gradient(lesson);
    lesson.say(
        "To the convolution this is what the first rung is to the product, and the remedy is the same ladder. nabla's kernel computes, while it fetches a tile, which pixel would stand in the matrix of all windows: an *implicit* product (`shared/nabla/src/ops/conv2d/gpu.rs`).",
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
    lesson.predict_choice(
        "Must the two agree, bit for bit?",
        &[
            "Yes: they compute the same sums.",
            "No: a card computes with fewer bits.",
            "No: they add in another order.",
        ],
        2,
        "A sum of 676 floats depends on the order in which it is taken. What may differ is the last digit or two.",
    );
    match shaders::available() {
        Err(reason) => nothing_to_run_on(lesson, &reason),
        Ok(()) => {
            let there = told(kernels::conv2d((digit, &EDGES, &[0.0; 2]), DIGIT))?;
            let gradient = told(kernels::conv2d_weight((digit, y), DIGIT))?;
            measured(
                lesson,
                [
                    format!("y:  {} numbers, {}", count(y.len()), apart(&there, y)),
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
    let pool = lesson.answer("max_pool_kernel", MAX_POOL.exercise, MAX_POOL.solution);
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
    lesson.predict_number(
        "Then max pooling by two. How many are left of the 676 numbers of a filter's answers?",
        Quantity::new(small_upright.len() as f64, 0).within(0.0),
        &format!("{}, a quarter.", small_upright.len()),
    );
    lesson.grey(
        "Edges of a seven. Their size is shown; on the right pooled by two.",
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
    lesson.predict_choice(
        "Let an invocation for each number of dy add its share to dk. What goes wrong?",
        &[
            "Shares are lost, at each run others.",
            "Nothing: they wait for one another.",
            "The card refuses the kernel.",
        ],
        0,
        "To add is to read, add, and write. Two invocations that read the same old value both write theirs, and one share is lost. No error tells you; a network may still learn something with it, and you look for the fault elsewhere.",
    );
    lesson.say("So a kernel is cut by what it *writes*, not by what it reads. Each invocation takes one weight, and adds up all places itself:");
    lesson.show(part(kernels::CONV2D_WEIGHT, "    var sum", "}"));
}
