//! The forward pass, by hand, as a product, for many examples, and with a bug.

use lab02::network::{
    HIDDEN, INPUT, OUTPUT, batch, columns, inner_sizes_agree, layer, layer_by_hand, matrix,
    sigmoid, weighted_sum,
};
use lab02::{exercises, planted, solutions};
use labkit::numerals::num;
use labkit::{Lesson, Result, Table};
use nalgebra::SVector;
use ndarray::{Array1, Array2, array};

use super::beside;
use crate::figures::{FINE, network};

pub fn by_hand(lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "In lab 1 one sigmoid neuron multiplied, added, and bent the sum into a number between 0 and 1. Now five of them
         work together. Three stand side by side and look at the same three inputs: a *hidden layer*. Two more look at what
         the three have said: the *output layer*. The numbers go through once, from left to right. That is a *forward
         pass*. The network is taken from John Urbanic's course at the Pittsburgh Supercomputing Center.",
    );
    lesson.fine_figure(
        "network",
        "Three inputs, three hidden neurons, two outputs. Blue lines add, orange lines take away, and a thick line has a \
         large weight. No biases yet.",
        network::SIZE,
        FINE,
        network::draw,
    )?;
    lesson.predict_choice(
        "Look at the inputs (0.5, 0.9, −0.3) and at the weights of H2: (2, 1, −4). Where will H2 be?",
        &["near 0", "near ½", "near 1"],
        2,
        "Near 1: the inputs have the same signs as the weights, so every product is positive and the sum is large.",
    );
    lesson.say("The hidden layer, one neuron at a time:");
    lesson.show(worked("H", &HIDDEN, &INPUT, 1));
    let hidden = layer_by_hand(&HIDDEN, 0.0, &INPUT);
    for (i, row) in HIDDEN.iter().enumerate() {
        lesson.number(&format!("sum_h{}", i + 1), weighted_sum(row, &INPUT));
        lesson.number(&format!("h{}", i + 1), hidden[i]);
    }
    lesson.say("And the output layer. Its inputs are the three numbers just found:");
    lesson.show(worked("O", &OUTPUT, &hidden, 3));
    let output = layer_by_hand(&OUTPUT, 0.0, &hidden);
    for (i, row) in OUTPUT.iter().enumerate() {
        lesson.number(&format!("sum_o{}", i + 1), weighted_sum(row, &hidden));
        lesson.number(&format!("o{}", i + 1), output[i]);
    }
    let rounded = [0.13, 0.96, 0.40];
    let rough = layer_by_hand(&OUTPUT, 0.0, &rounded);
    let sum = |h: &[f64], i: usize| weighted_sum(&OUTPUT[i], h);
    lesson.say(
        "With pencil and paper you would round on the way, as the source does: it prints .13, .96, .40 and goes on from
         there. How much does that cost?",
    );
    let mut table = Table::new([
        "",
        "sum, rounded",
        "output, rounded",
        "sum, in full",
        "output, in full",
    ]);
    for i in 0..2 {
        lesson.number(&format!("o{}_rounded", i + 1), rough[i]);
        table.push([
            format!("O{}", i + 1),
            num(sum(&rounded, i), 4),
            num(rough[i], 4),
            num(sum(&hidden, i), 4),
            num(output[i], 4),
        ]);
    }
    lesson.table(&table);
    lesson.say(
        "Two decimals are enough for two decimals: the outputs are 0.35 and 0.85 either way. Networks forgive rounding, which
         is why large ones are run with 16, 8 or even 4 bits a number.

         That was everything a trained network does when you use it: *inference*. The rest of this lab asks what such a
         machine can and cannot compute. How it finds its weights is lab 3.",
    );
    Ok(())
}

/// The sums of a layer written out, one neuron a line, with `decimals` for the inputs.
fn worked<const N: usize>(
    letter: &str,
    weights: &[[f64; N]],
    x: &[f64],
    decimals: usize,
) -> String {
    let factor = |x: &f64| {
        if *x < 0.0 {
            format!("({})", num(*x, decimals))
        } else {
            num(*x, decimals)
        }
    };
    let product = |(i, (w, x)): (usize, (&f64, &f64))| {
        let sign = if *w < 0.0 { "−" } else { "+" };
        let sign = if i == 0 {
            format!("{:>2}", sign.trim_matches('+'))
        } else {
            format!(" {sign} ")
        };
        format!("{sign}{}·{}", w.abs(), factor(x))
    };
    let line = |i: usize, row: &[f64; N]| {
        let products: String = row.iter().zip(x).enumerate().map(product).collect();
        let s = weighted_sum(row, x);
        format!(
            "{letter}{}   {products}  = {:>6}   →  σ = {:.3}",
            i + 1,
            num(s, 3),
            sigmoid(s)
        )
    };
    weights
        .iter()
        .enumerate()
        .map(|(i, row)| line(i, row))
        .collect::<Vec<_>>()
        .join("\n")
}

pub fn one_product(lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "Nine products and three sums: there is a name for that. Write the weights of H1 in the first row of a matrix `W`, those
         of H2 in the second, those of H3 in the third. Row times column, added up, is exactly a weighted sum. So all
         three sums are *one* product of a matrix and a column:",
    );
    let (w, x) = (matrix(&HIDDEN), SVector::from(INPUT));
    let flat = |m: &[[f64; 3]]| Array2::from_shape_fn((m.len(), 3), |(r, c)| m[r][c]);
    let column = |v: &[f64], decimals| {
        super::matrix(
            Array2::from_shape_fn((v.len(), 1), |(r, _)| v[r]).view(),
            decimals,
        )
    };
    let sums: [f64; 3] = (w * x).into();
    lesson.show(beside(&[
        "W·x  = ",
        &super::matrix(flat(&HIDDEN).view(), 0),
        "·",
        &column(&INPUT, 1),
        "=",
        &column(&sums, 1),
    ]));
    lesson.say(
        "A layer is `σ(W·x)`, and with a bias for each neuron `σ(W·x + b)`. In Rust, with `nalgebra`, the sizes are part
         of the types. The output matrix is 2 × 3: two neurons that take three inputs. Multiply it from the wrong side, or give it four
         inputs, and the program does not compile.

         Give every neuron the bias 0.1, and the hidden layer becomes:",
    );
    let bias = SVector::repeat(0.1);
    let hidden = layer(&w, &bias, &x);
    let mut table = Table::new(["", "sum", "σ(sum)", "sum + 0.1", "σ(sum + 0.1)"]);
    for i in 0..3 {
        table.push([
            format!("H{}", i + 1),
            num(sums[i], 1),
            num(sigmoid(sums[i]), 3),
            num(sums[i] + 0.1, 1),
            num(hidden[i], 3),
        ]);
    }
    lesson.table(&table);
    let output = layer(&matrix(&OUTPUT), &SVector::repeat(0.1), &hidden);
    lesson.number("o1_with_bias", output[0]);
    lesson.number("o2_with_bias", output[1]);
    lesson.say(format!(
        "The output layer is the same line once more, with its own matrix, and the hidden values for input: ({:.4}, {:.4}).
         Layers differ in their numbers only, so code for one is code for all. A network of three layers is",
        output[0], output[1]
    ));
    lesson.show("ŷ = φ₃(W₃·φ₂(W₂·φ₁(W₁·x + b₁) + b₂) + b₃)");
    lesson.say(
        "where φ is whatever bends the sums (here always σ). Read it from the inside out: that is the order in which it is
         computed. A network like this is called a *multilayer perceptron*, MLP for short.",
    );
    Ok(())
}

pub fn many_examples(lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "A network rarely sees one example. It sees a batch of 32 or 128, and the batch is a table: *each row is one example*.
         Then the product turns round. With examples in rows, neurons must stand in columns:",
    );
    lesson.show(
        "one example   W · x   [out, in] · [in]             a row of W is a neuron
         a batch       X · W   [examples, in] · [in, out]   a column of W is a neuron",
    );
    lesson.say(
        "Both are the same sums; the two `W` differ by a transpose. Here
         are four examples at once, with `ndarray`; the first is the one we did by hand:",
    );
    let x = array![
        [0.5, 0.9, -0.3],
        [1.0, 0.0, 0.0],
        [0.0, 1.0, 0.0],
        [-0.5, 0.2, 0.8]
    ];
    let bias = Array1::from_elem(3, 0.1);
    let hidden = batch(&x, &columns(&HIDDEN), &bias);
    let output = batch(&hidden, &columns(&OUTPUT), &Array1::from_elem(2, 0.1));
    let text = |row: ndarray::ArrayView1<f64>, width: usize, decimals: usize| {
        row.iter()
            .map(|v| format!("{:>width$}", num(*v, decimals)))
            .collect::<Vec<_>>()
            .join("  ")
    };
    let mut table = Table::new(["x  [4, 3]", "hidden  [4, 3]", "output  [4, 2]"]);
    for i in 0..4 {
        table.push([
            text(x.row(i), 4, 1),
            text(hidden.row(i), 5, 3),
            text(output.row(i), 5, 3),
        ]);
    }
    lesson.table(&table);
    lesson.say("The bias has one number for each neuron, and it is added to every row. What if the output weights keep their rows?");
    let rows = Array2::from_shape_fn((2, 3), |(neuron, input)| OUTPUT[neuron][input]);
    if let Err(message) = inner_sizes_agree(&hidden, &rows) {
        lesson.show(&message);
    }
    lesson.say(
        "A good failure: it comes at once, and gives both shapes. PyTorch stores weights as [out, in] and multiplies by the
         transpose; Keras stores [in, out]. When you carry weights from one to the other, this is where you trip.",
    );
    let layer = lesson.answer(
        "layer",
        exercises::layer as fn(&Array2<f64>, &Array2<f64>, &Array1<f64>) -> Array2<f64>,
        solutions::layer,
    );
    let same = layer(&hidden, &rows, &Array1::from_elem(2, 0.1));
    let apart = (&same - &output)
        .mapv(f64::abs)
        .fold(0.0, |a: f64, &b| a.max(b));
    let agree = if apart < 1e-12 {
        "the same numbers come out"
    } else {
        "something else comes out"
    };
    lesson.say(format!(
        "The exercise `layer` takes [out, in]. Give it these rows as they are, and {agree}."
    ));
    Ok(())
}

pub fn quiet_bug(lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "The failure above was loud. Others are not. Somebody typed in our network, with a bias of 0.1 everywhere, and made
         one mistake. It runs. It returns numbers between 0 and 1. Which mistake is it?",
    );
    let mut table = Table::new([
        "input",
        "right O1",
        "right O2",
        "this one's O1",
        "this one's O2",
    ]);
    for x in [[0.0, 0.0, 0.0], [1.0, 0.0, 0.0]] {
        let (right, wrong) = (planted::right(x), planted::wrong(x));
        let mut row = vec![format!("({}, {}, {})", x[0], x[1], x[2])];
        row.extend(right.iter().chain(&wrong).map(|v| num(*v, 4)));
        table.push(row);
    }
    lesson.table(&table);
    lesson.say("The suspects, and the place for your answer, are in the exercise `planted_bug`.");
    Ok(())
}
