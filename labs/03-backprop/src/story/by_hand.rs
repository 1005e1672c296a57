//! One weight, a whole net, a batch.

use crate::figures;
use lab03::by_hand::{INPUTS, Net, TARGETS, error, one_weight as derivatives_of};
use lab03::layer::{BatchNet, mean_error};
use lab03::{exercises, solutions};
use labkit::numerals::num;
use labkit::{Lesson, Quantity, Result, Table};
use ndarray::{Array1, Array2, array};

type LayerBackward =
    fn(&Array2<f64>, &Array2<f64>, &Array2<f64>) -> (Array2<f64>, Array2<f64>, Array1<f64>);

pub fn one_weight(lesson: &mut Lesson) -> Result<()> {
    let (input, output, target) = (0.13, 0.35, 0.9);
    lesson.say(
        "In lab 2 numbers went forward through a net and answers came out. Now something comes back: for each \
         weight one number, which says how the mistake would change if that weight did. This number is the \
         weight's *gradient*, and finding all of them in one sweep is *backpropagation*.

         Start with a single weight of lab 2's net, the one from the first hidden neuron to the first output. The \
         hidden neuron says I = 0.13, the output answers O = 0.35, and T = 0.9 was wanted. The mistake is measured \
         as E = ½(T − O)².",
    );
    let derivatives = derivatives_of(input, output, target);
    lesson.figure(
        "one-weight",
        "One weight on its way to the error. Blue: forward, the numbers. Orange: backward, ∂E by each number, \
         every arrow multiplying by its own derivative.",
        (760, 250),
        |area| figures::graph::one_weight(area, &derivatives),
    )?;
    lesson.predict_choice(
        "The output is too low, and the input 0.13 is positive. Which way should this weight go, and what sign has its gradient?",
        &[
            "It should grow; the gradient is positive.",
            "It should grow; the gradient is negative.",
            "It should shrink; the gradient is positive.",
            "It should shrink; the gradient is negative.",
        ],
        1,
        "It should grow: more weight, more sum, more output. The gradient points to where E *rises*, so it must be \
         negative.",
    );
    lesson.say(
        "Three things happen between the weight and the error, and each has a derivative. Read them from right to left, \
         from the error back to the weight, and multiply:",
    );
    let gradient = lesson.number("one_weight", derivatives.error_by_weight);
    lesson.show(format!(
        "
        E = ½(T − O)²        ∂E/∂O = O − T    = 0.35 − 0.9   = {}
        O = σ(s)             ∂O/∂s = O(1 − O) = 0.35 · 0.65  =  {}
        s = w·I + the rest   ∂s/∂w = I                       =  {}

        ∂E/∂w = {} · {} · {} = {}",
        num(derivatives.error_by_output, 4),
        num(derivatives.output_by_sum, 4),
        num(derivatives.sum_by_weight, 4),
        num(derivatives.error_by_output, 2),
        num(derivatives.output_by_sum, 4),
        num(derivatives.sum_by_weight, 2),
        num(gradient, 5),
    ));
    nudge(lesson);
    lesson.say(
        "The first exercise asks for the gradient of a neighbour, the weight from the second hidden neuron to the second \
         output. Do it with pencil and paper; until then the next section leaves its place open.",
    );
    Ok(())
}

fn nudge(lesson: &mut Lesson) {
    let mut net = Net::lecture();
    let before = net.forward(INPUTS).output[0];
    net.w2[0][0] += 0.01;
    let after = net.forward(INPUTS).output[0];
    let (e_before, e_after) = (error(&[0.9], &[before]), error(&[0.9], &[after]));
    lesson.say(format!(
        "Is it true? Turn that weight from −3 to −2.99 in the real net, change nothing else, and look at E: it goes \
         from {} to {}. That is {} for a turn of 0.01, or {} a unit. (The lecture rounds 0.1301 to 0.13 and 0.3458 \
         to 0.35 first; hence the last digit.)",
        num(e_before, 6),
        num(e_after, 6),
        num(e_after - e_before, 6),
        num((e_after - e_before) / 0.01, 4),
    ));
}

pub fn whole_net(lesson: &mut Lesson) -> Result<()> {
    let net = Net::lecture();
    let trace = net.forward(INPUTS);
    let g = net.backward(&trace, TARGETS);
    lesson.say(
        "Now every weight of the net. Both outputs count: E = ½(T₁ − O₁)² + ½(T₂ − O₂)², with T₁ = 0.9 as before \
         and T₂ = 0.1. The walk goes from right to left, and each step uses only what the step before has found.",
    );
    lesson.say("*The outputs.* Each goes through the two steps of [One weight](#one-weight). The second line is what flows back into the net, \
         and the gradient of the bias as well, whose derivative is 1:");
    lesson.show(format!(
        "
        ∂E/∂O  = O − T                {:>8}  {:>8}
        ∂E/∂s  = ∂E/∂O · O(1 − O)     {:>8}  {:>8}      (= ∂E/∂b)",
        num(g.d_output[0], 4),
        num(g.d_output[1], 4),
        num(g.d_sum2[0], 4),
        num(g.d_sum2[1], 4),
    ));
    lesson.say(
        "*The weights into the outputs.* A weight's derivative is the number it multiplies: ∂E/∂w = H · ∂E/∂s, for each \
         pair of a hidden neuron and an output.

         *The hidden neurons.* Here is the one new thought of the chapter. H₁ feeds both outputs, so a change of H₁ \
         reaches E by two roads. Each road multiplies its derivatives; the two results are *added*:",
    );
    lesson.predict_number(
        &format!(
            "∂E/∂s is {} at O₁ and {} at O₂. H₂ goes into both with the weight 1. What is ∂E/∂H₂?",
            num(g.d_sum2[0], 4),
            num(g.d_sum2[1], 4),
        ),
        Quantity::new(g.d_hidden[1], 4).within(0.001),
        &format!("The two roads are added: {}.", num(g.d_hidden[1], 4)),
    );
    lesson.show(format!(
        "
        ∂E/∂H₁ = −3 · ({})  +  0 · {}   =  {}
        ∂E/∂H₂ =  1 · ({})  +  1 · {}   = {}
        ∂E/∂H₃ = −3 · ({})  +  2 · {}   =  {}",
        num(g.d_sum2[0], 4),
        num(g.d_sum2[1], 4),
        num(g.d_hidden[0], 4),
        num(g.d_sum2[0], 4),
        num(g.d_sum2[1], 4),
        num(g.d_hidden[1], 4),
        num(g.d_sum2[0], 4),
        num(g.d_sum2[1], 4),
        num(g.d_hidden[2], 4),
    ));
    lesson
        .say("From here the pattern repeats: through the sigmoid, to the weights, to the inputs.");
    lesson.table(&neurons(&trace.hidden, &g.d_hidden, &g.d_sum1));
    // One of them is the first exercise.
    let asked = lesson.reveal("gradient_by_hand", num(g.d_w2[1][1], 4));
    lesson.table(&weights(&g, &asked));
    lesson.figure(
        "net-gradients",
        "The 3-3-2 net with its gradients. In the circles the outputs, below them ∂E/∂sum. A line is as thick as \
         its gradient is large; orange lines should shrink, blue ones grow.",
        (760, 400),
        |area| figures::net::gradients(area, &trace, &g, &asked),
    )?;
    steps(lesson, &net);
    Ok(())
}

fn neurons(hidden: &[f64; 3], d_hidden: &[f64; 3], d_sum: &[f64; 3]) -> Table {
    let mut table = Table::new(["hidden neuron", "H", "∂E/∂H", "H(1 − H)", "∂E/∂s = ∂E/∂b"]);
    for j in 0..3 {
        let derivative = hidden[j] * (1.0 - hidden[j]);
        table.push([
            format!("H{}", j + 1),
            num(hidden[j], 4),
            num(d_hidden[j], 4),
            num(derivative, 4),
            num(d_sum[j], 4),
        ]);
    }
    table
}

/// The gradients of all weights; that from H2 to O2 is `asked`.
fn weights(g: &lab03::by_hand::Gradients, asked: &str) -> Table {
    let mut table = Table::new([
        "∂E/∂w from",
        "to H1",
        "to H2",
        "to H3",
        "  ",
        "from",
        "to O1",
        "to O2",
    ]);
    for (i, (first, second)) in g.d_w1.iter().zip(&g.d_w2).enumerate() {
        let mut row = vec![format!("x{}", i + 1)];
        row.extend(first.iter().map(|v| num(*v, 4)));
        row.extend([String::new(), format!("H{}", i + 1)]);
        row.extend(second.iter().map(|v| num(*v, 4)));
        if i == 1 {
            row[7] = asked.to_string();
        }
        table.push(row);
    }
    table
}

fn steps(lesson: &mut Lesson, net: &Net) {
    let trace = net.forward(INPUTS);
    let before = error(&TARGETS, &trace.output);
    let g = net.backward(&trace, TARGETS);
    let all = [
        g.d_w1.as_flattened(),
        &g.d_b1,
        g.d_w2.as_flattened(),
        &g.d_b2,
    ];
    let square: f64 = all.iter().flat_map(|part| part.iter()).map(|v| v * v).sum();
    lesson.number("one_weight_unrounded", g.d_w2[0][0]);
    lesson.predict_choice(
        "Move every weight and bias against its gradient: w ← w − λ ∂E/∂w. To first order E falls by λ times the sum of the \
         squared gradients, all twenty of them. For which λ is that promise kept to a tenth?",
        &["for λ = 0.01 alone", "for λ = 0.01 and 1", "for λ = 0.01, 1 and 100"],
        1,
        "For small ones. A gradient is a derivative *here*; it knows nothing of the curve ahead.",
    );
    let mut table = Table::new(["λ", "promised fall", "actual fall", "E after"]);
    for rate in [0.01, 0.1, 1.0, 10.0, 100.0] {
        let mut moved = net.clone();
        moved.step(&g, rate);
        let after = error(&TARGETS, &moved.forward(INPUTS).output);
        table.push([
            rate.to_string(),
            num(rate * square, 5),
            num(before - after, 5),
            num(after, 5),
        ]);
    }
    lesson.table(&table.caption(format!(
        "E before: {}. One step from the same start each time.",
        num(before, 5)
    )));
}

pub fn batch(lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "A net learns from many samples at once. Put one sample in each row of X, and the loops over indices become \
         products of matrices. Write δ for ∂E/∂s, one row a sample. There are four equations, and the picture of \
         their shapes is the easiest way to remember them: *a gradient has the shape of the thing it belongs to*, and \
         for each there is only one product that fits.",
    );
    lesson.figure(
        "four-equations",
        "The backward pass of one layer, as shapes: N = 5 samples (rows), 3 inputs, 2 neurons.",
        (760, 370),
        figures::shapes::four_equations,
    )?;
    lesson.show(
        "
        1   δ    =  dO ⊙ O ⊙ (1 − O)    [N, out]   through the sigmoid
        2   dW   =  Xᵀ · δ              [in, out]  the samples' shares, added
        3   db   =  column sums of δ    [out]      the same, with input 1
        4   dX   =  δ · Wᵀ              [N, in]    the dO of the layer below",
    );
    let mut net = Net::lecture();
    net.b1 = [0.1; 3];
    net.b2 = [0.2, -0.1];
    let net = BatchNet::from_net(&net);
    let x = array![
        [0.5, 0.9, -0.3],
        [-1.2, 0.4, 0.8],
        [0.1, -0.7, 1.5],
        [2.0, 0.3, -0.6]
    ];
    let targets = array![[0.9, 0.1], [0.2, 0.7], [0.6, 0.4], [0.05, 0.95]];
    let trace = net.forward(&x);
    let g = net.backward(&x, &trace, &targets);
    let backward = lesson.answer(
        "layer_backward",
        exercises::layer_backward as LayerBackward,
        solutions::layer_backward,
    );
    let (_, d_w2, d_b2) = backward(&trace.hidden, &net.layer2.0, &g.d_sum2);
    lesson.say(format!(
        "Four samples through the net, now with biases (0.1 in the hidden layer, 0.2 and −0.1 at the outputs). The loss \
         is the *mean* over the samples, {}. Its 1/N enters once, in dO = (O − T)/N, and travels back with everything \
         else.",
        num(mean_error(&targets, &trace.output), 4)
    ));
    lesson.show(format!(
        "dW₂ =\n{}\n\ndb₂ =\n{}",
        matrix(&d_w2),
        matrix(&d_b2.insert_axis(ndarray::Axis(0)))
    ));
    lesson.say(
        "The gradient of a mean is the mean of the gradients: run the samples one by one, add the four dW₂ and divide \
         by four, and the same numbers come out. That sum over samples is hidden inside Xᵀ · δ.",
    );
    Ok(())
}

fn matrix(m: &Array2<f64>) -> String {
    let line = |row: ndarray::ArrayView1<f64>| {
        row.iter()
            .map(|v| format!("{:>9}", num(*v, 4)))
            .collect::<String>()
    };
    m.rows()
        .into_iter()
        .map(line)
        .collect::<Vec<_>>()
        .join("\n")
}
