//! Gradients of one weight and of a layer.

use crate::{exercises, mistakes, solutions};
use labkit::judge::{Draws, Exercise};
use ndarray::{Array1, Array2, Axis, array, concatenate, s};

pub fn gradient_by_hand() -> Exercise {
    Exercise::new("gradient_by_hand", 5, "∂E/∂w for one weight of the net, with pencil and paper, to four decimals")
        .hints([
            "Three derivatives lie between the weight and the error: that of the sum with respect to the weight, of the output with respect to the sum, of the error with respect to the output.",
            "They are I = 0.96, O(1 − O) with O = 0.85, and O − T with T = 0.1.",
            "0.96 · 0.75 · 0.85 · 0.15.",
        ])
        .probes([((), 0.0918)]) // 0.96 · 0.75 · 0.1275, exactly
        .digits(4)
        .answer(|()| exercises::gradient_by_hand())
        .solution(|()| solutions::gradient_by_hand())
        .mistake(
            "sign",
            "The size is right and the sign is not: E falls when O approaches T, so ∂E/∂O is O − T. With T − O \
             gradient descent would climb.",
            |()| mistakes::gradient_by_hand_with_the_sign_lost(),
        )
        .mistake(
            "no sigmoid derivative",
            "You went from the output straight to the input. Between them lies the sigmoid, whose derivative is \
             O(1 − O).",
            |()| mistakes::gradient_by_hand_without_the_derivative(),
        )
        .mistake(
            "no input",
            "That is ∂E/∂sum. The weight changes the sum in proportion to its input: one factor, I, is missing.",
            |()| mistakes::gradient_by_hand_without_the_input(),
        )
        .mistake(
            "the lesson's number",
            "That is the gradient from the lesson, which does not round on the way. Work it out yourself, with the \
             rounded 0.96 and 0.85 of the question.",
            |()| mistakes::gradient_by_hand_unrounded(),
        )
        .mistake(
            "the other neuron's derivative",
            "You took O(1 − O) at 0.96. The sigmoid between the weight and the error is the output's: O is 0.85.",
            |()| mistakes::gradient_by_hand_with_the_other_neurons_derivative(),
        )
        .mistake(
            "tanh",
            "1 − O² is the derivative of tanh. The sigmoid's is O(1 − O).",
            |()| mistakes::gradient_by_hand_with_tanh(),
        )
        .mistake(
            "sigmoid of the output",
            "You took σ of 0.85. The output is σ of the sum already: its derivative is O(1 − O).",
            |()| mistakes::gradient_by_hand_with_sigma_twice(),
        )
        .mistake(
            "doubled",
            "Twice too much: the 2 of the square cancels against the ½ in E.",
            |()| mistakes::gradient_by_hand_doubled(),
        )
        .mistake(
            "no target",
            "You multiplied by O. E depends on how far O is from T: its derivative is O − T.",
            |()| mistakes::gradient_by_hand_without_the_target(),
        )
        .why("The gradient is positive: this weight should shrink, because the second output is too high.")
        .done()
}

fn matrix(draws: &mut Draws, rows: usize, columns: usize) -> Array2<f64> {
    let numbers = draws.numbers(rows * columns, -2.0..2.0);
    Array2::from_shape_fn((rows, columns), |(i, j)| numbers[i * columns + j])
}

type LayerInput = (Array2<f64>, Array2<f64>, Array2<f64>);

fn layer_probes() -> Vec<(LayerInput, LayerGradients)> {
    vec![
        (
            (
                array![[3.75, -0.25, 1.5], [0.0, -0.75, 3.5]],
                array![
                    [0.25, -0.5, -3.0, -5.25],
                    [2.25, 3.5, 1.0, 0.5],
                    [-0.25, -0.25, 1.5, -3.0]
                ],
                array![[-1.0, 3.0, 2.25, 1.0], [-2.25, -2.25, 2.25, 0.5]],
            ),
            (
                array![[-13.75, 11.0, -0.125], [-8.8125, -10.4375, 3.0]],
                array![
                    [-3.75, 11.25, 8.4375, 3.75],
                    [1.9375, 0.9375, -2.25, -0.625],
                    [-9.375, -3.375, 11.25, 3.25]
                ],
                array![-3.25, 0.75, 4.5, 1.5],
            ),
        ),
        (
            (
                array![[-3.75, 0.75], [2.25, 3.0], [-2.0, 1.75]],
                array![[0.5], [-0.75]],
                array![[-2.0], [-0.25], [-1.0]],
            ),
            (
                array![[-1.0, 1.5], [-0.125, 0.1875], [-0.5, 0.75]],
                array![[8.9375], [-4.0]],
                array![-3.25],
            ),
        ),
        (
            (
                array![[2.25, 1.0, -1.75, 1.75]],
                array![[1.25, 3.0], [4.0, -0.75], [0.75, 1.75], [0.5, 1.0]],
                array![[-0.25, 0.5]],
            ),
            (
                array![[1.1875, -1.375, 0.6875, 0.375]],
                array![
                    [-0.5625, 1.125],
                    [-0.25, 0.5],
                    [0.4375, -0.875],
                    [-0.4375, 0.875]
                ],
                array![-0.25, 0.5],
            ),
        ),
        // Where everything is square a forgotten transpose has the right shape; by hand.
        (
            (
                array![[1.0, 2.0], [3.0, -1.0]],
                array![[0.5, -2.0], [4.0, 1.0]],
                array![[2.0, -1.0], [0.0, 3.0]],
            ),
            (
                array![[3.0, 7.0], [-6.0, 3.0]],
                array![[2.0, 8.0], [4.0, -5.0]],
                array![2.0, 2.0],
            ),
        ),
    ]
}

type LayerGradients = (Array2<f64>, Array2<f64>, Array1<f64>);

pub fn layer_backward() -> Exercise {
    Exercise::new("layer_backward", 20, "dX, dW and db of sum = x · w + b, for a batch")
        .hints([
            "A gradient has the shape of its thing. Write the three shapes down before any formula.",
            "d_w is [in, out]; you have x, [N, in], and d_sum, [N, out]. Only one product of the two fits.",
            "d_sum.dot(&w.t()), x.t().dot(d_sum), and d_sum.sum_axis(Axis(0)).",
        ])
        .probes(layer_probes())
        .entries(["d_x", "d_w", "d_b"])
        .property(
            "Twice the gradient from above makes twice each gradient.",
            |draws| {
                let (n, inputs, outputs) = (draws.whole(1..5), draws.whole(1..5), draws.whole(1..5));
                (
                    matrix(draws, n, inputs),
                    matrix(draws, inputs, outputs),
                    matrix(draws, n, outputs),
                )
            },
            |backward, (x, w, d)| {
                let twice = (x.clone(), w.clone(), d * 2.0);
                let (d_x, d_w, d_b) = backward(&(x.clone(), w.clone(), d.clone()));
                let got = backward(&twice);
                (twice, got, (d_x * 2.0, d_w * 2.0, d_b * 2.0))
            },
        )
        .property(
            "Each sample adds its own share to d_w and d_b, and has its own row in d_x.",
            |draws| {
                let (inputs, outputs) = (draws.whole(1..5), draws.whole(1..5));
                (
                    matrix(draws, 2, inputs),
                    matrix(draws, inputs, outputs),
                    matrix(draws, 2, outputs),
                )
            },
            |backward, (x, w, d)| {
                let one = |i: usize| {
                    let row = |m: &Array2<f64>| m.slice(s![i..=i, ..]).to_owned();
                    backward(&(row(x), w.clone(), row(d)))
                };
                let ((first_x, first_w, first_b), (second_x, second_w, second_b)) = (one(0), one(1));
                let d_x = concatenate(Axis(0), &[first_x.view(), second_x.view()]);
                let together = (x.clone(), w.clone(), d.clone());
                let got = backward(&together);
                // Rows of another length are no gradient of x; that is told by the probes.
                (together, got, (d_x.unwrap_or_default(), first_w + second_w, first_b + second_b))
            },
        )
        .answer(|(x, w, d)| exercises::layer_backward(x, w, d))
        .solution(|(x, w, d)| solutions::layer_backward(x, w, d))
        .mistake(
            "transposed",
            "Your d_w lies on its side: it is [out, in]. A gradient has the shape of its thing, so d_w must be \
             [in, out] like w: xᵀ · d_sum, in that order.",
            |(x, w, d)| mistakes::layer_backward_transposed(x, w, d),
        )
        .mistake(
            "d_x transposed",
            "Your d_x lies on its side: it is [in, N]. A gradient has the shape of its thing, so d_x must be [N, in] like x.",
            |(x, w, d)| mistakes::layer_backward_with_dx_transposed(x, w, d),
        )
        .mistake(
            "w as it is",
            "For d_x you multiplied by w as it lies, as on the way forwards: that leads from inputs to neurons. Here the \
             gradient goes from neurons to inputs, so w lies the other way. Where shapes happen to fit, the numbers are wrong.",
            |(x, w, d)| mistakes::layer_backward_with_w_as_it_is(x, w, d),
        )
        .mistake(
            "x as it is",
            "For d_w you multiplied by x as it lies. The sum runs over the samples, and they are x's rows: turn x round. Where \
             shapes happen to fit, the numbers are wrong.",
            |(x, w, d)| mistakes::layer_backward_with_x_as_it_is(x, w, d),
        )
        .mistake(
            "exchanged",
            "Your d_x and d_w stand in each other's place: return (d_x, d_w, d_b).",
            |(x, w, d)| mistakes::layer_backward_exchanged(x, w, d),
        )
        .variants(
            "averaged twice",
            "You divided by N. The 1/N of a mean belongs to the loss and has come in with d_sum; here the \
             samples' shares are summed.",
            [[true, true], [true, false], [false, true]],
            |&which, (x, w, d)| mistakes::layer_backward_averaged(which, x, w, d),
        )
        .variants(
            "one sample's bias",
            "Your d_b looks at one sample alone. One bias serves every row, so every row has its say: sum over the rows.",
            [false, true],
            |&last, (x, w, d)| mistakes::layer_backward_one_row(last, x, w, d),
        )
        .mistake(
            "one sum for all biases",
            "Your d_b has one number for all neurons. Each bias is added to the sum of its own neuron: add up each column by \
             itself.",
            |(x, w, d)| mistakes::layer_backward_with_one_sum(x, w, d),
        )
        .mistake(
            "bias along the rows",
            "Your d_b adds up each row, over the neurons: one number a sample. Each neuron has a bias of its own, which \
             serves all samples: add up each column.",
            |(x, w, d)| mistakes::layer_backward_along_the_rows(x, w, d),
        )
        .why("These three lines, with the sigmoid's derivative between them, are backpropagation for any fully \
              connected net.")
        .done()
}
