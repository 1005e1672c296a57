//! The gradients of a convolution, worked out on numbers and measured.

use super::sliding::Slide;
use super::{beside, short};
use crate::figures;
use lab06::backward::{
    bias_gradient, distance, input_gradient, measured, weight_gradient_overwritten, with_margin,
};
use lab06::filter::{Grid, flip, shape, slide};
use lab06::sources::{small_filter, small_picture, small_target};
use lab06::{exercises, solutions};
use labkit::numerals::num;
use labkit::{Lesson, Quantity, Result, Table};
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
        "Nobody chose the edge filter for a network. Filters begin as random numbers and are *learned*, by lab 3's chain rule; but a weight is now used at many places at once. Take a picture x of 3 × 4, a filter k of 2 × 3, a bias of 1, and as the loss half the squared distance to a target. So ∂L/∂y is y − t, which we call dy.",
    );
    lesson.show(beside(&[
        ("x", &x),
        ("k", &k),
        ("y", &y),
        ("target", &small_target()),
        ("dy", &dy),
    ]));
    lesson.show(
        "
         y₀₀ = k₀₀x₀₀ + k₀₁x₀₁ + k₀₂x₀₂ + k₁₀x₁₀ + k₁₁x₁₁ + k₁₂x₁₂ + b
         y₀₁ = k₀₀x₀₁ + k₀₁x₀₂ + k₀₂x₀₃ + k₁₀x₁₁ + k₁₁x₁₂ + k₁₂x₁₃ + b
         y₁₀ = k₀₀x₁₀ + k₀₁x₁₁ + k₀₂x₁₂ + k₁₀x₂₀ + k₁₁x₂₁ + k₁₂x₂₂ + b
         y₁₁ = k₀₀x₁₁ + k₀₁x₁₂ + k₀₂x₁₃ + k₁₀x₂₁ + k₁₁x₂₂ + k₁₂x₂₃ + b",
    );
    let gradient = lesson.answer(
        "weight_gradient",
        exercises::weight_gradient as Slide,
        solutions::weight_gradient,
    );
    let dk = gradient(&x, &dy);
    lesson.predict_number(
        "Look for k₀₁, the middle of the filter's upper row. What is ∂L/∂k₀₁?",
        Quantity::new(dk[0][1], 0).within(0.0),
        &format!("{}. It is in all four lines, beside x₀₁, x₀₂, x₁₁ and x₁₂. A step of k₀₁ moves each y by that pixel, each y moves the loss by its dy, and the four ways add up:", short(dk[0][1])),
    );
    let pixels = [x[0][1], x[0][2], x[1][1], x[1][2]];
    lesson.show(format!(
        "
∂L/∂k₀₁ = dy₀₀·x₀₁ + dy₀₁·x₀₂ + dy₁₀·x₁₁ + dy₁₁·x₁₂
        = {} = {}",
        products(&dy, pixels),
        short(dk[0][1]),
    ));
    lesson.say("For any weight k(i, j), and below it the sum that made y:");
    lesson.show(
        "
         ∂L/∂k(i, j) = Σ_rc dy(r, c) · x(r + i, c + j)     the gradient
             y(r, c) = Σ_ij  k(i, j) · x(r + i, c + j)     the cross-correlation",
    );
    lesson.say("It is the same sum with other letters: *the gradient of the filter is the picture, slid over by dy.* The bias is added to every y, so its derivative is Σ dy.");
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
    lesson.predict_choice(
        "A classic bug: in the four loops somebody writes `=` where `+=` belongs. What becomes of the gradient?",
        &[
            "It is four times too small everywhere.",
            "Its shape is wrong, and training stops.",
            "It is the part of the last place alone.",
        ],
        2,
        "Each place throws away what the places before it found, so only that of y₁₁ is left. Nothing stops: the numbers are the gradient of *something*. Only a check by measurement tells.",
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

/// The four dy, each times its factor, as a sum.
fn products(dy: &Grid, factors: [f64; 4]) -> String {
    let product = |(&dy, factor): (&f64, f64)| match short(dy) {
        dy if dy.starts_with('−') => format!("({dy})·{}", short(factor)),
        dy => format!("{dy}·{}", short(factor)),
    };
    let products = dy.iter().flatten().zip(factors).map(product);
    products.collect::<Vec<_>>().join(" + ")
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
        "The second layer's picture is what the first layer made, and to go on backwards the first layer needs the gradient of the loss with respect to *its* numbers. Here are x, k and dy once more:",
    );
    lesson.show(beside(&[("x", &x), ("k", &k), ("dy", &dy)]));
    let gradient = lesson.answer(
        "input_gradient",
        exercises::input_gradient as Slide,
        solutions::input_gradient,
    );
    let dx = gradient(&k, &dy);
    lesson.predict_number(
        "Look for the pixel x₁₁ in the four lines of the last section. What is ∂L/∂x₁₁?",
        Quantity::new(dx[1][1], 0).within(0.0),
        &format!(
            "{}. It stands beside k₁₁, k₁₀, k₀₁ and k₀₀, and again the four ways add up:",
            short(dx[1][1])
        ),
    );
    lesson.show(format!(
        "
∂L/∂x₁₁ = dy₀₀·k₁₁ + dy₀₁·k₁₀ + dy₁₀·k₀₁ + dy₁₁·k₀₀
        = {} = {}",
        products(&dy, [k[1][1], k[1][0], k[0][1], k[0][0]]),
        short(dx[1][1])
    ));
    lesson.say("As dy goes forwards, the weight goes *backwards*. There is the turned filter:");
    lesson.show("∂L/∂x(p, q) = Σ_rc dy(r, c) · k(p − r, q − c)");
    lesson.say("A convolution as the mathematicians have it. For the turned filter to slide so far that it touches a corner only, dy gets a margin of zeros. That is a *full* convolution.");
    let padded = with_margin(&dy, shape(&k));
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
        "Scattered from y, gathered by x, and measured by moving each of the twelve pixels: the three are {}. So is nabla's gradient. There a picture is `[N, H, W, C]` and a weight `[KH, KW, C, K]`; here `[1, 3, 4, 1]` and `[2, 3, 1, 1]`:",
        if apart < 1e-6 { "equal" } else { "not equal" },
    ));
    nabla_agrees(lesson, &x, &k);
    Ok(())
}

/// nabla's own convolution on the same numbers.
fn nabla_agrees(lesson: &mut Lesson, x: &Grid, k: &Grid) {
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
    let mut table = Table::new(["with respect to", "nabla's gradient"]);
    table.push(["k".to_string(), row(grads.of(weight).data())]);
    table.push(["b".to_string(), row(grads.of(bias).data())]);
    table.push(["x".to_string(), row(grads.of(image).data())]);
    lesson.table(&table);
}
