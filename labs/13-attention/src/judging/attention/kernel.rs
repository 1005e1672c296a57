//! Attention on the graphics card.

use labkit::judge::Exercise;
use labkit::reference::Stored;
use shaders::{Kernel, Outcome, Question, kernel};

/// The files of the exercise.
pub const KERNEL: Kernel = kernel!("labs/13-attention", "attention");

/// What PyTorch's `scaled_dot_product_attention` gives.
const STORED: Stored = Stored(include_str!("../../../tests/reference/attention.txt"));

/// The probe of this name, of so many rows of `width` numbers; queries are this large. Keys behind the last would win if
/// anybody looked at them.
fn probe(name: &str, count: usize, width: usize, size: f32) -> (Question, Outcome) {
    let numbers = |a: usize, b: usize, c: usize, size: f32| -> Vec<f32> {
        let number = |t: usize, j: usize| ((a * t + b * j + t * j + c) % 13) as f32 / 4.0 - 1.5;
        let at = |i: usize| size * number(i / width, i % width);
        (0..count * width).map(at).collect()
    };
    let [q, k, v] = [(5, 3, 1, size), (4, 7, 2, 1.0), (3, 5, 0, 1.0)]
        .map(|(a, b, c, size)| numbers(a, b, c, size));
    let y: Vec<f32> = STORED
        .values(&format!("kernel.{name}.y"))
        .iter()
        .map(|&y| y as f32)
        .collect();
    let behind: Vec<f32> = (0..64 * width).map(|i| 9.0 - i as f32).collect();
    Question::new(&[("count", count), ("width", width)])
        .input("q", &q, &behind)
        .input("k", &k, &behind)
        .input("v", &v, &behind)
        .gives(width, &y)
}

pub fn attention() -> Exercise {
    let probes = [
        probe("one", 1, 3, 1.0),
        probe("small", 3, 2, 1.0),
        probe("odd", 5, 3, 2.0),
        probe("large", 4, 2, 300.0),
        probe("long", 70, 4, 1.0),
    ];
    KERNEL
        .draft(30, "WGSL: causal attention, a row for each invocation, in one pass", probes)
        .tolerance(2e-4)
        .hints([
            "Three parts: set the row of y to 0; go through the keys 0 to t; divide the row by the sum of the weights.",
            "For each key: its score, q·k times `inverseSqrt(f32(shape.width))`. Then the larger of it and the largest so far; what was summed up is worth e^(old largest − new largest) of itself.",
            "`let larger = max(top, score); let keep = exp(top - larger); let weight = exp(score - larger); total = total * keep + weight;` and likewise each number of the row. Begin with `top = -1e30`.",
        ])
        .mistake(
            "no bounds",
            "You wrote behind the last row. Workgroups are whole: an invocation with `id.x >= shape.count` has to return at once.",
            KERNEL.but(&[("t >= shape.count", "false")]),
        )
        .mistake(
            "not shrunk",
            "When a larger score comes, what was summed up before has to shrink by e^(old largest − new largest): the sum of the weights, and the row.",
            KERNEL.but(&[("let keep = exp(top - larger)", "let keep = 1.0")]),
        )
        .mistake(
            "the row not shrunk",
            "You shrank the sum of the weights, and not the row of y: both were made with the old largest score.",
            KERNEL.but(&[("y[row + c] * keep", "y[row + c]")]),
        )
        .mistake(
            "without the largest",
            "Right for small scores. e^1000 is ∞: keep the largest score, and subtract it.",
            KERNEL.but(&[("max(top, score)", "0.0"), ("exp(top - larger)", "1.0")]),
        )
        .mistake(
            "not scaled",
            "The scores are not divided by √width.",
            KERNEL.but(&[("score *= inverseSqrt(f32(shape.width));", "")]),
        )
        .mistake(
            "looks ahead",
            "Row t looked at rows behind it. The last key it may see is its own, t.",
            KERNEL.but(&[("s <= t", "s < shape.count")]),
        )
        .why("It holds two numbers and one row, however long the text is. FlashAttention does the same with blocks of rows and keys, so that each key that was read serves many queries.")
        .done()
}
