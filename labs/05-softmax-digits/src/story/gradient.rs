//! The gradient of the loss with respect to the logits, derived and checked three ways.

use super::Story;
use lab05::softmax::measured_gradient;
use lab05::{exercises, solutions};
use labkit::numerals::{list, num};
use labkit::{Lesson, Result, Table};
use nabla::{Labels, Tape, Tensor};

type Gradients = fn(&[Vec<f32>], &[usize]) -> Vec<Vec<f32>>;

pub fn gradient(story: &Story, lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "To learn, each logit has to know which way it should move. Write the loss of one picture once more, and differentiate it with respect to one \
         logit z_j. The first term first:",
    );
    lesson.show(
        "
         ℓ = ln Σₖ e^zₖ − z_t

         ∂/∂z_j ln Σₖ e^zₖ = 1/(Σₖ e^zₖ) · ∂/∂z_j Σₖ e^zₖ   (ln u)′ = 1/u
                           = 1/(Σₖ e^zₖ) · e^z_j            one term contains z_j
                           = p_j                            that is softmax

         ∂/∂z_j (−z_t)     = −1 if j = t, else 0            that is −y_j, one-hot

         ∂ℓ/∂z_j           = p_j − y_j",
    );
    lesson.say(
        "The answer given, minus the right answer. Nothing simpler is possible, and no factor is left that could vanish: a network that is \
         sure and wrong gets a gradient of nearly 1. Lab 3 saw the same for two classes, where σ′ cancelled.

         For a batch the loss is the mean over its N rows, so every row's gradient is divided by N. From the logits on it is lab 3's layer: \
         ∂L/∂W = Xᵀ(P − Y)/N, and ∂L/∂b is the sum of the rows of (P − Y)/N.",
    );
    let gradients = lesson.answer(
        "logit_gradients",
        exercises::logit_gradients as Gradients,
        solutions::logit_gradients,
    );
    let (row, label) = (vec![2.0_f32, -1.0, 0.5], 2);
    let by_formula = &gradients(std::slice::from_ref(&row), &[label])[0];
    let measured = measured_gradient(&row, label);
    let tape = Tape::new();
    let z = tape.variable(Tensor::from_slice(&row, [1, 3]));
    let grads = z
        .softmax_cross_entropy(&Labels::new(&[label as u8], 3))
        .backward();
    let p = solutions::softmax(&row);
    let y = solutions::one_hot(label, 3);
    let mut table = Table::new(["class", "z", "p", "y", "p − y", "measured", "nabla"]);
    for k in 0..3 {
        let f = |value: f32, decimals| num(f64::from(value), decimals);
        table.push([
            k.to_string(),
            f(row[k], 1),
            f(p[k], 6),
            f(y[k], 0),
            f(by_formula[k], 6),
            num(measured[k], 6),
            f(grads.of(z).data()[k], 6),
        ]);
    }
    lesson.table(&table.caption("*Measured* moves the logit by 0.00001 up and down and divides, in double precision. The three agree; each column adds up to 0."));
    whole_layer(story, lesson);
    Ok(())
}

/// The gradient with respect to the weights, by hand with matrices and by nabla's tape.
fn whole_layer(story: &Story, lesson: &mut Lesson) {
    let places: Vec<usize> = (0..32).collect();
    let (images, labels) = story.examples.train.gather(&places);
    let mut rng = nabla::rng(lesson.flags().seed);
    let w = nabla::Init::Xavier.tensor([784, 10], 784, 10, &mut rng);
    let tape = Tape::new();
    let x = tape.constant(images);
    let weight = tape.variable(w);
    let logits = x.matmul(weight);
    let grads = logits.softmax_cross_entropy(&labels).backward();
    let error = (logits.softmax() - tape.constant(labels.one_hot())) / 32.0;
    let by_hand = x.t().matmul(error).value();
    let pairs = by_hand.data().iter().zip(grads.of(weight).data());
    let worst = pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
    let largest = by_hand.data().iter().fold(0.0_f32, |m, x| m.max(x.abs()));
    // 1e-6 of the largest: ten times the resolution of `f32`.
    let verdict = if worst <= 1e-6 * largest.max(1.0) {
        "agree"
    } else {
        "do not agree"
    };
    lesson.say(format!(
        "And a whole layer: 32 pictures, W of [784, 10]. Xᵀ(P − Y)/N computed from that line, and what nabla's tape gives for the same weights, \
         {verdict} to the last digits of 32-bit numbers. The row of the middle pixel, in the ten classes:"
    ));
    let middle = &by_hand.data()[(14 * 28 + 14) * 10..][..10];
    lesson.show(list(middle.iter().map(|&g| f64::from(g)), 3));
}
