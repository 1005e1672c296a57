//! Max pooling, an invocation for each output.

use super::{Dispatch, Exercise, Outcome, draft, exercise_file, replaced, run, shader};
use crate::gpu::groups;

/// `[batch, height, width, channels]`, size and stride of the window.
type Input = ([usize; 4], usize, usize);

/// What stands in y before the run; there are three numbers more than it takes.
const UNTOUCHED: f32 = -77.0;
const BEHIND: usize = 3;

const SOLUTION: &str = shader!("solutions/max_pool_kernel.wgsl");

fn ask(source: &str, &([batch, height, width, channels], size, stride): &Input) -> Outcome {
    // The same pictures as in tests/reference/gpu.py: all numbers are below zero.
    let count = batch * height * width * channels;
    let x: Vec<f32> = (0..count)
        .map(|i| (37 * i % 101) as f32 / 8.0 - 13.0)
        .collect();
    let [rows, columns] = [height, width].map(|side| (side - size) / stride + 1);
    let outputs = batch * rows * columns * channels;
    let shape = [batch, height, width, channels, rows, columns, size, stride];
    run(&Dispatch {
        file: "labs/06-convolution/exercises/max_pool_kernel.wgsl",
        source,
        entry: "max_pool_kernel",
        shape: &shape.map(|size| size as u32),
        inputs: &[&x],
        output: &vec![UNTOUCHED; outputs + BEHIND],
        workgroups: [groups(outputs, 64), 1, 1],
    })
}

/// Windows' maxima by PyTorch, and then the numbers behind them.
fn expected(maxima: &[f32]) -> Outcome {
    Ok([maxima, &[UNTOUCHED; BEHIND]].concat())
}

/// The solution, but with these words replaced.
fn but(words: &'static [(&'static str, &'static str)]) -> impl Fn(&Input) -> Outcome {
    let shader = replaced(SOLUTION, words);
    move |input| ask(&shader, input)
}

pub fn max_pool_kernel() -> Exercise {
    draft(
        "max_pool_kernel",
        exercise_file!("exercises/max_pool_kernel.wgsl"),
        25,
        "WGSL: max pooling, an output for each invocation",
    )
    .hints([
        "Turn `id.x` into channel, column, row and picture first: a remainder and a division each. The channel counts \
         fastest: channel = id.x % channels, column = (id.x / channels) % columns, and so on.",
        "The window's first pixel lies at row·stride and column·stride. Pixel (r, c) of picture p is number \
         (p·height + r)·width + c, and each pixel has `channels` numbers.",
        "Begin with the window's first number, `var largest = x[…];`, go through i and j below `size`, and take \
         `largest = max(largest, x[…]);`. Invocations beyond the last output return at once.",
    ])
    .probes([
        (
            ([1, 4, 3, 1], 2, 1),
            expected(&[-7.125, -2.5, -5.875, -1.25, -4.625, -1.25]),
        ),
        (
            ([2, 5, 4, 2], 2, 2),
            expected(&[
                -1.25, -8.375, -7.125, -2.5, -2.125, -0.875, -0.5, -4.25, -4.75, -1.0, -2.25,
                -6.875, -6.5, -1.875, -0.625, -8.625,
            ]),
        ),
        (
            ([1, 7, 9, 3], 3, 2),
            expected(&[
                -0.5, -5.875, -1.25, -0.625, -3.375, -1.25, -5.5, -0.875, -1.5, -3.0, -0.875,
                -6.375, -0.625, -1.25, -4.0, -0.625, -6.125, -1.5, -0.875, -3.625, -1.5, -5.75,
                -1.125, -0.5, -3.375, -1.25, -6.75, -0.875, -1.5, -4.25, -0.875, -6.375, -1.75,
                -1.125, -3.875, -0.5,
            ]),
        ),
    ])
    .answer(|input| ask(shader!("exercises/max_pool_kernel.wgsl"), input))
    .solution(|input| ask(SOLUTION, input))
    .mistake(
        "no bounds",
        "You wrote behind the last output. Workgroups are whole, so some invocations have no output: they have to \
         return at once.",
        but(&[(
            "id.x >= shape.batch * shape.rows * shape.columns * shape.channels",
            "false",
        )]),
    )
    .mistake(
        "starts from 0",
        "Your largest number starts at 0, and here all numbers lie below. Start from the first number of the window.",
        but(&[("largest = x[corner * shape.channels + channel]", "largest = 0.0")]),
    )
    .mistake(
        "no stride",
        "Your windows lie one pixel apart. Output row r begins at input row r·stride, and so do the columns.",
        but(&[("row * shape.stride) * shape.width + column * shape.stride", "row) * shape.width + column")]),
    )
    .mistake(
        "one too many",
        "Your windows are one row and one column too large: `<= size` counts size + 1.",
        but(&[("i < shape.size", "i <= shape.size"), ("j < shape.size", "j <= shape.size")]),
    )
    .mistake(
        "rows for columns",
        "You took the row where the column counts. In [batch, rows, columns, channels] the last counts fastest: first \
         the channel, then the column, then the row.",
        but(&[
            ("let column = (id.x / shape.channels) % shape.columns", "let row = (id.x / shape.channels) % shape.rows"),
            (
                "let row = (id.x / (shape.channels * shape.columns)) % shape.rows",
                "let column = (id.x / (shape.channels * shape.rows)) % shape.columns",
            ),
        ]),
    )
    .mistake(
        "channels first",
        "You read x as [batch, channels, height, width], as PyTorch keeps it. Here the channels of a pixel lie side \
         by side: pixel·channels + channel.",
        but(&[
            ("(picture * shape.height", "((picture * shape.channels + channel) * shape.height"),
            ("x[corner * shape.channels + channel]", "x[corner]"),
            ("x[pixel * shape.channels + channel]", "x[pixel]"),
        ]),
    )
    .mistake(
        "keeps the last",
        "You keep the last number of the window. `largest = max(largest, …)` keeps the largest.",
        but(&[(
            "max(largest, x[pixel * shape.channels + channel])",
            "x[pixel * shape.channels + channel]",
        )]),
    )
    .why("An invocation for each output needs no agreement among them: nobody else writes there. That is why kernels are cut by what they write.")
    .done()
}
