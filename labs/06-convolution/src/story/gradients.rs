//! The gradients of a convolution, worked out on numbers and measured.

use super::sliding::Slide;
use super::{beside, short};
use crate::figures;
use lab06::backward::{
    bias_gradient, distance, input_gradient, measured, weight_gradient_overwritten,
};
use lab06::filter::{Grid, flip, shape, slide};
use lab06::sources::{small_filter, small_picture, small_target};
use lab06::{exercises, solutions};
use labkit::numerals::num;
use labkit::{Lesson, Result, Table};
use nabla::{Activation, Tape, Tensor, Window};

/// The bias of the example.
const BIAS: f64 = 1.0;

/// Forward: what the filter makes of the picture, and the bias.
fn forward(x: &Grid, k: &Grid) -> Grid {
    let mut y = slide(x, k);
    y.iter_mut().flatten().for_each(|y| *y += BIAS);
    y
}

/// The loss of the example: half the squared distance to the target.
fn loss(x: &Grid, k: &Grid) -> f64 {
    let (y, t) = (forward(x, k), small_target());
    let pairs = y.iter().flatten().zip(t.iter().flatten());
    0.5 * pairs.map(|(y, t)| (y - t).powi(2)).sum::<f64>()
}

/// ∂L/∂y = y − t.
fn gradient_of_y(x: &Grid, k: &Grid) -> Grid {
    let pairs = forward(x, k).into_iter().zip(small_target());
    pairs
        .map(|(y, t)| y.iter().zip(t).map(|(y, t)| y - t).collect())
        .collect()
}

/// “The gradient of the filter”.
pub fn of_the_filter(lesson: &mut Lesson) -> Result<()> {
    let (x, k) = (small_picture(), small_filter());
    let (y, dy) = (forward(&x, &k), gradient_of_y(&x, &k));
    lesson.say(
        "Nobody chose the edge filter for a network. Its filters begin as random numbers and are *learned*, by the gradient of the loss with respect to each of their weights. Lab 3's chain rule is all it takes; but a weight is now used at many places at once. Here is an \
         example in which nothing is symmetric, so that no mistake can hide: a picture x of 3 × 4, a filter k of 2 × 3, a bias of 1. Out come four numbers y, and the loss L is half their squared distance to a target t. So ∂L/∂y is y − t, which we call dy.",
    );
    lesson.show(beside(&[
        ("x", &x),
        ("k", &k),
        ("y", &y),
        ("target", &small_target()),
        ("dy", &dy),
    ]));
    lesson.say("Write down the four y:");
    lesson.show(
        "
         y₀₀ = k₀₀x₀₀ + k₀₁x₀₁ + k₀₂x₀₂ + k₁₀x₁₀ + k₁₁x₁₁ + k₁₂x₁₂ + b
         y₀₁ = k₀₀x₀₁ + k₀₁x₀₂ + k₀₂x₀₃ + k₁₀x₁₁ + k₁₁x₁₂ + k₁₂x₁₃ + b
         y₁₀ = k₀₀x₁₀ + k₀₁x₁₁ + k₀₂x₁₂ + k₁₀x₂₀ + k₁₁x₂₁ + k₁₂x₂₂ + b
         y₁₁ = k₀₀x₁₁ + k₀₁x₁₂ + k₀₂x₁₃ + k₁₀x₂₁ + k₁₁x₂₂ + k₁₂x₂₃ + b",
    );
    lesson.predict(
        "In how many of the four y is k₀₁, the middle of the filter's upper row, and beside which pixels? What then is ∂L/∂k₀₁?",
        "In all four, beside x₀₁, x₀₂, x₁₁ and x₁₂. A step of k₀₁ moves each y by that pixel, and each y moves the loss by its dy. The chain rule adds the four ways up.",
    );
    let at = |i: usize, j: usize| {
        let pairs: Vec<String> = (0..4)
            .map(|n| {
                let (r, c) = (n / 2, n % 2);
                let factor = short(dy[r][c]);
                let factor = if dy[r][c] < 0.0 {
                    format!("({factor})")
                } else {
                    factor
                };
                format!("{factor}·{}", short(x[r + i][c + j]))
            })
            .collect();
        pairs.join(" + ")
    };
    let gradient = lesson.answer(
        "weight_gradient",
        exercises::weight_gradient as Slide,
        solutions::weight_gradient,
    );
    let dk = gradient(&x, &dy);
    lesson.show(format!(
        "
∂L/∂k₀₁ = dy₀₀·x₀₁ + dy₀₁·x₀₂ + dy₁₀·x₁₁ + dy₁₁·x₁₂
        = {} = {}",
        at(0, 1),
        short(dk[0][1]),
    ));
    lesson.say(
        "Any other weight k_ij lies beside the pixel x(r + i, c + j) in y(r, c), so the same is true with other indices. Now read the line again:",
    );
    lesson.show(
        "
         ∂L/∂k(i, j) = Σ_rc dy(r, c) · x(r + i, c + j)     the gradient
             y(r, c) = Σ_ij  k(i, j) · x(r + i, c + j)     the cross-correlation",
    );
    lesson.say(
        "It is the same sum with other letters. *The gradient of the filter is the picture, slid over by dy.* And the bias, which is added to every y with the factor 1, has the derivative Σ dy. On the numbers:",
    );
    lesson.show(format!(
        "{}\n\n∂L/∂b = {} = {}",
        beside(&[("x", &x), ("dy", &dy), ("∂L/∂k", &dk)]),
        dy.iter()
            .flatten()
            .map(|&d| short(d))
            .collect::<Vec<_>>()
            .join(" + ")
            .replace("+ −", "− "),
        short(bias_gradient(&dy)),
    ));
    lesson.predict(
        "A classic bug: in the four loops somebody writes `=` where `+=` belongs. What does the gradient look like then? Does training crash?",
        "Each place throws away what the places before it found, so only the last, y₁₁, is left. Nothing crashes: the shape is right, the numbers are the gradient of *something*. Only a check by measurement tells.",
    );
    let overwritten = weight_gradient_overwritten(&x, &dy);
    let measured = measured(|k| loss(&x, k), &k);
    lesson.show(beside(&[
        ("∂L/∂k", &dk),
        ("measured", &rounded(&measured)),
        ("with = for +=", &overwritten),
    ]));
    lesson.say(format!(
        "*Measured* moves each weight by 0.00001 up and down and looks at the loss, as in lab 3. The formula is off by {} at most; the bug by {}.",
        if distance(&dk, &measured) < 1e-6 { "less than a millionth" } else { "too much" },
        short(distance(&overwritten, &dk)),
    ));
    lesson.number("overwritten_off", distance(&overwritten, &dk));
    Ok(())
}

/// Rounded to hundredths, so that a measurement looks like what it measured.
fn rounded(grid: &Grid) -> Grid {
    let round = |x: &f64| (100.0 * x).round() / 100.0;
    grid.iter()
        .map(|row| row.iter().map(round).collect())
        .collect()
}

/// “The gradient of the picture”.
pub fn of_the_picture(lesson: &mut Lesson) -> Result<()> {
    let (x, k) = (small_picture(), small_filter());
    let dy = gradient_of_y(&x, &k);
    lesson.say(
        "Nobody asks for the gradient of the photograph; it is not to change. But the second layer's picture is what the first layer made, and to go on backwards the first layer needs the gradient of the loss with respect to *its* numbers. Look for one pixel in the four lines of the last section, say x₁₁.",
    );
    lesson.predict(
        "Beside which weight does x₁₁ stand in y₀₀, in y₀₁, in y₁₀, in y₁₁? What then is ∂L/∂x₁₁?",
        "Beside k₁₁, k₁₀, k₀₁ and k₀₀, and again the four ways add up.",
    );
    let gradient = lesson.answer(
        "input_gradient",
        exercises::input_gradient as Slide,
        solutions::input_gradient,
    );
    let dx = gradient(&k, &dy);
    lesson.show(format!(
        "
∂L/∂x₁₁ = dy₀₀·k₁₁ + dy₀₁·k₁₀ + dy₁₀·k₀₁ + dy₁₁·k₀₀
        = 2·1 + (−1)·3 + 1·0 + 3·1 = {}",
        short(dx[1][1])
    ));
    lesson.say(
        "As dy goes forwards, 00, 01, 10, 11, the weight goes *backwards*: 11, 10, 01, 00. There is the turned filter. In general the pixel x(p, q) is in y(r, c) beside the weight k(p − r, q − c), if there is such a weight:",
    );
    lesson.show("∂L/∂x(p, q) = Σ_rc dy(r, c) · k(p − r, q − c)");
    lesson.say(
        "Minus signs, so this is the mathematicians' convolution after all. For the turned filter to slide so far that it touches a corner only, dy gets a margin of zeros, a row and a column less than the filter has. That is called a *full* convolution.",
    );
    let [oh, ow] = shape(&dy);
    let padded: Grid = (0..oh + 2)
        .map(|r| {
            let inner = |c: usize| (1..=oh).contains(&r) && (2..2 + ow).contains(&c);
            (0..ow + 4)
                .map(|c| if inner(c) { dy[r - 1][c - 2] } else { 0.0 })
                .collect()
        })
        .collect();
    lesson.show(beside(&[
        ("dy with its margin", &padded),
        ("k turned", &flip(&k)),
        ("∂L/∂x", &slide(&padded, &flip(&k))),
    ]));
    lesson.figure(
        "scatter",
        "The same seen from y: each hands its dy back to the six pixels it looked at, times their weights. The four add up.",
        (730, 170),
        |area| figures::scatter::draw(area, &dy, &k),
    )?;
    let measured = measured(|x| loss(x, &k), &x);
    let apart = distance(&input_gradient(&dy, &k), &dx).max(distance(&dx, &measured));
    lesson.say(format!(
        "Scattered from y, gathered by x, and measured by moving each of the twelve pixels: the three are {}. The bug to avoid is the same as before. Where windows overlap, the parts add up.",
        if apart < 1e-6 { "equal" } else { "not equal" },
    ));
    nabla_agrees(lesson, &x, &k, &dx);
    Ok(())
}

/// nabla's own convolution on the same numbers.
fn nabla_agrees(lesson: &mut Lesson, x: &Grid, k: &Grid, dx: &Grid) {
    let tensor = |grid: &Grid, shape: [usize; 4]| {
        let numbers: Vec<f32> = grid.iter().flatten().map(|&v| v as f32).collect();
        Tensor::from_vec(numbers, shape)
    };
    let tape = Tape::new();
    let image = tape.variable(tensor(x, [1, 3, 4, 1]));
    let weight = tape.variable(tensor(k, [2, 3, 1, 1]));
    let bias = tape.variable(Tensor::from_vec(vec![BIAS as f32], [1]));
    let y = image.conv2d(weight, bias, Window::new([2, 3]), Activation::Identity);
    let target = tape.constant(tensor(&small_target(), [1, 2, 2, 1]));
    let grads = ((y - target).square().sum() * 0.5).backward();
    let row = |values: &[f32]| {
        let shown: Vec<String> = values.iter().map(|&v| num(f64::from(v), 0)).collect();
        shown.join(" ")
    };
    lesson.say(
        "nabla's `conv2d` does this for batches, channels, strides and paddings. A picture is `[N, H, W, C]` there and a weight `[KH, KW, C, K]`, so that all filters' weights for one pixel lie side by side. On our numbers, x as `[1, 3, 4, 1]`, k as `[2, 3, 1, 1]`:",
    );
    let mut table = Table::new(["with respect to", "nabla's gradient"]);
    table.push(["k".to_string(), row(grads.of(weight).data())]);
    table.push(["b".to_string(), row(grads.of(bias).data())]);
    table.push(["x".to_string(), row(grads.of(image).data())]);
    lesson.table(&table);
    let pairs = grads.of(image).data().iter().zip(dx.iter().flatten());
    let worst = pairs
        .map(|(a, b)| (f64::from(*a) - b).abs())
        .fold(0.0, f64::max);
    lesson.say(if worst < 1e-6 {
        "The same, to the last digit."
    } else {
        "Not the same: something is wrong."
    });
}
