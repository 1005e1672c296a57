//! Max pooling, an invocation for each output.

use std::sync::Arc;

use labkit::judge::Exercise;
use shaders::{Kernel, Outcome, Question, kernel};

pub const KERNEL: Kernel = kernel!("labs/06-convolution", "max_pool_kernel");

/// A probe of pictures `[batch, height, width, channels]`, with the windows' maxima by PyTorch. The same pictures as in
/// tests/reference/gpu.py.
fn probe(
    shape: [usize; 4],
    (size, stride): (usize, usize),
    (times, less): (f32, f32),
    maxima: &[f32],
) -> (Question, Outcome) {
    let count: usize = shape.iter().product();
    let x: Vec<f32> = (0..count)
        .map(|i| ((37 * i + 100) % 101) as f32 * times - less)
        .collect();
    let [batch, height, width, channels] = shape;
    let [rows, columns] = [height, width].map(|side| (side - size) / stride + 1);
    let lines: Vec<String> = x
        .chunks(width * channels)
        .map(|row| row.iter().map(f32::to_string).collect::<Vec<_>>().join(" "))
        .collect();
    let lines = lines.join(" / ");
    let sizes = [
        ("batch", batch),
        ("height", height),
        ("width", width),
        ("channels", channels),
        ("rows", rows),
        ("columns", columns),
        ("size", size),
        ("stride", stride),
    ];
    // Behind the pictures stand large numbers, for those who look too far.
    Question::new(&sizes)
        .input("x", &x, &vec![1e33; 64 * height * width * channels])
        .shown(format!(
            "size {size}, stride {stride}, x {shape:?} = {lines}"
        ))
        .gives(columns * channels, maxima)
}

/// All numbers are below zero.
const BELOW_ZERO: (f32, f32) = (0.125, 13.0);
/// 2¹⁰⁰.
const TWO_100: f32 = 1.267_650_6e30;
/// Below any number that one might take for small enough.
const FAR_BELOW: (f32, f32) = (TWO_100, 128.0 * TWO_100);

type Started = Arc<dyn Fn(&Question) -> Outcome + Send + Sync>;

/// Numbers that look small enough.
fn starts() -> impl Iterator<Item = Started> {
    let numbers = [
        "-1.0", "-10.0", "-99.0", "-100.0", "-999.0", "-1000.0", "-9999.0", "-10000.0", "-1e5",
        "-99999.0", "-1e6", "-1e8", "-1e9", "-1e10", "-1e20", "-1e30",
    ];
    numbers.into_iter().map(|number| -> Started {
        let start = format!("largest = {number}");
        Arc::new(KERNEL.but(&[("largest = x[corner * shape.channels + channel]", &start)]))
    })
}

pub fn max_pool_kernel() -> Exercise {
    KERNEL.draft(
        25,
        "WGSL: max pooling, an output for each invocation",
        [
            probe([1, 4, 3, 1], (2, 1), BELOW_ZERO, &[-0.5, -2.625, -6.0, -1.375, -4.75, -1.375]),
            probe([2, 5, 4, 2], (2, 2), BELOW_ZERO, &[-0.5, -8.5, -7.25, -2.625, -2.25, -1.0, -0.625, -4.375, -4.875, -1.125, -2.375, -7.0, -6.625, -2.0, -0.75, -8.75]),
            probe([1, 7, 9, 3], (3, 2), BELOW_ZERO, &[-0.5, -6.0, -1.375, -0.75, -3.5, -1.375, -5.625, -1.0, -1.625, -3.125, -1.0, -6.5, -0.75, -1.375, -4.125, -0.75, -6.25, -1.625, -1.0, -3.75, -0.5, -5.875, -1.25, -0.5, -3.5, -1.375, -6.875, -1.0, -1.625, -4.375, -1.0, -6.5, -1.875, -1.25, -4.0, -0.625]),
            probe([2, 3, 5, 2], (2, 3), BELOW_ZERO, &[-0.5, -3.5, -1.375, -1.0, -0.625, -3.625, -1.5, -1.125]),
            probe([3, 4, 3, 1], (3, 1), FAR_BELOW, &[-28.0 * TWO_100, -35.0 * TWO_100, -32.0 * TWO_100, -32.0 * TWO_100, -29.0 * TWO_100, -29.0 * TWO_100]),
        ],
    )
    .hints([
        "Turn `id.x` into channel, column, row and picture first: a remainder and a division each. The channel counts \
         fastest: channel = id.x % channels, column = (id.x / channels) % columns, and so on.",
        "The window's first pixel lies at row·stride and column·stride. Pixel (r, c) of picture p is number \
         (p·height + r)·width + c, and each pixel has `channels` numbers.",
        "Begin with the window's first number, `var largest = x[…];`, go through i and j below `size`, and take \
         `largest = max(largest, x[…]);`. Invocations beyond the last output return at once.",
    ])
    .mistake(
        "no bounds",
        "You wrote behind the last output. Workgroups are whole, so some invocations have no output: they have to \
         return at once.",
        KERNEL.but(&[(
            "id.x >= shape.batch * shape.rows * shape.columns * shape.channels",
            "false",
        )]),
    )
    .mistake(
        "starts from 0",
        "Your largest number starts at 0, and here all numbers lie below. Start from the first number of the window.",
        KERNEL.but(&[("largest = x[corner * shape.channels + channel]", "largest = 0.0")]),
    )
    .variants(
        "starts from a small number",
        "Your largest number starts at some number that looked small enough; here all lie below that. Start from the \
         first number of the window.",
        starts(),
        |start: &Started, question: &Question| start(question),
    )
    .mistake(
        "starts from the first of all",
        "Your largest number starts at x[0], which lies in another window. Start from the first number of the *window*.",
        KERNEL.but(&[("largest = x[corner * shape.channels + channel]", "largest = x[0]")]),
    )
    .mistake(
        "counts in y",
        "You looked into x as if it were as large as y. Pixels of x are counted by `height` and `width`; `rows` and `columns` \
         are those of y.",
        KERNEL.but(&[
            ("(picture * shape.height + row * shape.stride) * shape.width", "(picture * shape.rows + row * shape.stride) * shape.columns"),
            ("i * shape.width", "i * shape.columns"),
        ]),
    )
    .mistake(
        "smallest",
        "That is the smallest number of each window.",
        KERNEL.but(&[("= max(", "= min(")]),
    )
    .mistake(
        "mean",
        "That is the mean of each window: average pooling. Here the largest number stands for the window.",
        KERNEL.but(&[
            ("largest = x[corner * shape.channels + channel]", "largest = 0.0"),
            ("max(largest, x[pixel * shape.channels + channel])", "largest + x[pixel * shape.channels + channel]"),
            ("y[id.x] = largest", "y[id.x] = largest / f32(shape.size * shape.size)"),
        ]),
    )
    .mistake(
        "first channel",
        "Every channel got the numbers of the first. Each pixel has `channels` numbers: pixel·channels + channel.",
        KERNEL.but(&[
            ("largest = x[corner * shape.channels + channel]", "largest = x[corner * shape.channels]"),
            ("x[pixel * shape.channels + channel])", "x[pixel * shape.channels])"),
        ]),
    )
    .mistake(
        "first picture",
        "You pooled the first picture again and again. Picture p begins p·height pixels of rows further on.",
        KERNEL.but(&[("(picture * shape.height + row * shape.stride)", "(row * shape.stride)")]),
    )
    .mistake(
        "stride in the window",
        "You went through the window in steps of the stride. The stride is from window to window; within one, no pixel \
         is left out.",
        KERNEL.but(&[("i++", "i += shape.stride"), ("j++", "j += shape.stride")]),
    )
    .mistake(
        "size for stride",
        "Your windows lie side by side, `size` apart. They move by `stride`.",
        KERNEL.but(&[("row * shape.stride) * shape.width + column * shape.stride", "row * shape.size) * shape.width + column * shape.size")]),
    )
    .mistake(
        "height for width",
        "You took a row for `height` numbers long. A row has `width` pixels, and there are `height` of them.",
        KERNEL.but(&[
            ("row * shape.stride) * shape.width", "row * shape.stride) * shape.height"),
            ("i * shape.width", "i * shape.height"),
        ]),
    )
    .mistake(
        "no stride",
        "Your windows lie one pixel apart. Output row r begins at input row r·stride, and so do the columns.",
        KERNEL.but(&[("row * shape.stride) * shape.width + column * shape.stride", "row) * shape.width + column")]),
    )
    .mistake(
        "one too many",
        "Your windows are one row and one column too large: `<= size` counts size + 1.",
        KERNEL.but(&[("i < shape.size", "i <= shape.size"), ("j < shape.size", "j <= shape.size")]),
    )
    .mistake(
        "rows for columns",
        "You took the row where the column counts. In [batch, rows, columns, channels] the last counts fastest: first \
         the channel, then the column, then the row.",
        KERNEL.but(&[
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
        KERNEL.but(&[
            ("(picture * shape.height", "((picture * shape.channels + channel) * shape.height"),
            ("x[corner * shape.channels + channel]", "x[corner]"),
            ("x[pixel * shape.channels + channel]", "x[pixel]"),
        ]),
    )
    .mistake(
        "keeps the last",
        "You keep the last number of the window. `largest = max(largest, …)` keeps the largest.",
        KERNEL.but(&[(
            "max(largest, x[pixel * shape.channels + channel])",
            "x[pixel * shape.channels + channel]",
        )]),
    )
    .why("An invocation for each output needs no agreement among them: nobody else writes there. That is why kernels are cut by what they write.")
    .done()
}
