//! "A straight road" and "One gate less": LSTM and GRU, built from what goes wrong without them.

use crate::figures;
use crate::story::{bias, in_a_row};
use lab08::gates::{
    GruStep, LstmStep, lstm_of_parts, memories, parameters, small_gru, small_input, small_lstm,
};
use lab08::reach::arrival;
use lab08::reader::Kind;
use lab08::{exercises, solutions};
use labkit::numerals::{count, num, scientific};
use labkit::{Chart, Lesson, Quantity, Result, Table};
use nabla::rnn::{Lstm, Recurrent};
use nabla::{Tape, Tensor};
use rand_distr::{Distribution, StandardNormal};

/// "A straight road".
pub fn lstm(lesson: &mut Lesson) -> Result<()> {
    lesson.say("At every step the state goes through W_hh and a tanh, and so does the gradient on its way back. Whatever W_hh is, it cannot be right for 1 step and for 100. So take both away. Let a memory be a number to which something is *added*:");
    lesson.show("c_t = c_{t−1} + x_t      ∂c_t/∂c_{t−1} = 1      ∂c_t/∂c_0 = 1, however far");
    lesson.say("The gradient arrives as it left. This is the whole idea of the **long short-term memory** (Hochreiter and Schmidhuber, 1997). But what does it remember? The first number of a row is 1, all others are noise.");
    let mut rng = lesson.rng();
    let noise: Vec<f64> = (0..59).map(|_| StandardNormal.sample(&mut rng)).collect();
    let row: Vec<f64> = std::iter::once(1.0)
        .chain(noise.iter().map(|x| 0.5 * x))
        .collect();
    lesson.predict_choice(
        "Which memory still shows the 1 after 60 steps?",
        &[
            "the one with the tanh",
            "the one that only adds",
            "both",
            "neither",
        ],
        3,
        "The one with the tanh has forgotten it, the other has buried it.",
    );
    let [squashed, added, gated] = memories(&row);
    lesson.chart(
        "memories",
        "A 1 and then noise, in three kinds of memory. Only the one with a gate still knows.",
        &Chart::new("step", "state")
            .line("h ← tanh(h + x)", in_a_row(&squashed, 1))
            .line("c ← c + x", in_a_row(&added, 1))
            .line("c ← c + i·x, i open at step 1 only", in_a_row(&gated, 1)),
    )?;
    lesson.say("What is missing is something that decides what may come in: a **gate**, a number between 0 and 1, by which everything that wants to enter is multiplied. That is i. A second one, f, decides how much of the old is *kept*, a third, o, how much is *shown*: what is kept for later need not disturb now.");
    lesson.show(
        "
        i = σ(x·W_xi + h·W_hi + b_i)       let in?
        f = σ(x·W_xf + h·W_hf + b_f)       keep?
        g = tanh(x·W_xg + h·W_hg + b_g)    what would come in
        o = σ(x·W_xo + h·W_ho + b_o)       show?

        c′ = f ⊙ c + i ⊙ g                 the memory
        h′ = o ⊙ tanh(c′)                  what others see of it",
    );
    lesson.figure(
        "lstm",
        "An LSTM cell. On the straight road from c to c′ there is one product and one sum, no matrix and no tanh.",
        (690, 290),
        figures::gates::lstm,
    )?;
    let steps = small_lstm().run(&small_input());
    lesson.predict_number(
        "By hand, with one unit: i = σ(6x − 3), f = σ(3), g = tanh(x − 0.5·h), o = σ(h). It reads 1, 0, −1. About what is in its memory c then?",
        Quantity::new(steps[2].c[0], 2).within(0.15),
        &format!("{}: the 1 alone. i opens for a 1, hardly for a 0, and not at all for a −1. And f keeps nearly all.", num(steps[2].c[0], 2)),
    );
    lstm_table(lesson, &steps);
    lesson.say("An RNN has no part that could look at what comes and decide whether to let it in.");
    fused(lesson);
    forget_bias(lesson)
}

type LstmStepOf =
    fn(&[f64], (&[f64], &[f64]), &[Vec<f64>], &[Vec<f64>], &[f64]) -> (Vec<f64>, Vec<f64>);

/// The same step by the learner's function, by nabla's fused cell, and by its parts.
fn fused(lesson: &mut Lesson) {
    let step = lesson.answer(
        "lstm_step",
        exercises::lstm_step as LstmStepOf,
        solutions::lstm_step,
    );
    let cell = small_lstm();
    let (w_x, w_h) = (cell.w_x.row(0).to_vec(), cell.w_h.row(0).to_vec());
    let (h, c) = step(&[1.0], (&[0.0], &[0.0]), &[w_x], &[w_h], &cell.b.to_vec());
    let run = |fused: bool| {
        let tape = Tape::new();
        let [w_x, w_h] = [&cell.w_x, &cell.w_h].map(|w| tape.constant(w.mapv(|v| v as f32).into()));
        let b = tape.constant(cell.b.mapv(|v| v as f32).into());
        let [x, h, c] = [1.0, 0.0, 0.0].map(|v| tape.constant(Tensor::full([1, 1], v)));
        let before = tape.len();
        let (h, c) = if fused {
            x.lstm_cell((h, c), w_x, w_h, b)
        } else {
            lstm_of_parts(x, (h, c), (w_x, w_h, b))
        };
        let [h, c] = [h, c].map(|v| f64::from(v.item()));
        (h, c, (tape.len() - before).to_string())
    };
    let mut table = Table::new(["first step", "h′", "c′", "records on the tape"]);
    for (name, (h, c, records)) in [
        ("lstm_step", (h[0], c[0], "–".to_string())),
        ("lstm_cell, nabla", run(true)),
        ("of its parts", run(false)),
    ] {
        table.push([name, &num(h, 4), &num(c, 4), &records]);
    }
    lesson.table(&table.caption(
        "One operation or many: the same numbers and, as the tests check, the same gradients.",
    ));
}

/// a + b, or a − b.
fn added(a: f64, b: f64) -> String {
    let sign = if b < 0.0 { '−' } else { '+' };
    format!("{} {sign} {}", num(a, 4), num(b.abs(), 4))
}

fn lstm_table(lesson: &mut Lesson, steps: &[LstmStep]) {
    let mut table = Table::new(["x", "i", "f", "g", "o", "f·c + i·g", "c′", "h′"]);
    let mut before = 0.0;
    for (x, step) in small_input().iter().zip(steps) {
        let [i, f, g, o, c, h] =
            [&step.i, &step.f, &step.g, &step.o, &step.c, &step.h].map(|row| row[0]);
        let sum = added(f * before, i * g);
        let numbers = [i, f, g, o].map(|v| num(v, 4));
        let cells = std::iter::once(num(x[0], 0))
            .chain(numbers)
            .chain([sum, num(c, 4), num(h, 4)]);
        table.push(cells);
        before = c;
    }
    lesson.table(&table.caption("One unit, three steps; c and h begin with 0."));
}

/// How much of a gradient a forget gate of this bias leaves, if nothing else has a say.
fn forget_bias(lesson: &mut Lesson) -> Result<()> {
    lesson.say("And backwards? Along the road from c to c′ the derivative is f: a product again, but of numbers that the network sets itself, at each step anew, for each unit alone. (The gates see the h before, which came from an earlier c; those are side roads.)");
    lesson.show("∂c_t/∂c_{t−1} = f_t                ∂c_T/∂c_t = f_T · f_{T−1} · … · f_{t+1}");
    let sigmoid = |b: f64| 1.0 / (1.0 + (-b).exp());
    lesson.predict_number(
        "Before anything is learned the weights are small, so f is about σ(b_f), and biases mostly start at 0. How much of a gradient comes through 20 steps along the road?",
        Quantity::new(sigmoid(0.0).powi(20), 1).factor(5.0),
        "A millionth: f is ½, and ½²⁰ is 10⁻⁶.",
    );
    let open = lesson.number_of("forget-bias");
    let mut table = Table::new(["b_f", "f = σ(b_f)", "f²⁰", "f¹⁰⁰"]);
    for b_f in [0.0, 1.0, open, open + 2.0] {
        let f = sigmoid(b_f);
        table.push([
            bias(b_f),
            num(f, 4),
            scientific(f.powi(20), 1),
            scientific(f.powi(100), 1),
        ]);
    }
    lesson.table(&table);
    lesson.say("With 0 the road loses half of a gradient at each step, until the network has learned to do better; and how should it, without a gradient? nabla's `Lstm` starts at 1, PyTorch near 0. Measured, on layers of 32 units just as they start, with random inputs: how much of a gradient at the last state arrives at the *input* of each step before?");
    let mut chart = Chart::new("steps back", "size of ∂h_T/∂x_t, the last step = 1").log_y();
    let mut farthest = Vec::new();
    for (name, layer) in starters(lesson, open) {
        let sizes = arrival(layer.as_ref(), 8, 100, &mut lesson.rng());
        farthest.push(sizes.last().copied().unwrap_or(f64::NAN));
        chart = chart.line(name, in_a_row(&sizes, 0));
    }
    lesson.chart(
        "arrival",
        "What arrives of a gradient, by distance. The forget gate's bias decides more than the kind of cell.",
        &chart.y_range(1e-18..100.0),
    )?;
    lesson.number("arrival_0", farthest[0]);
    lesson.number("arrival_3", farthest[2]);
    lesson.say(format!(
        "The order is that of the table, the sizes are not. A hundred steps back there arrives {} of what the last step gets if b_f = 0, and {} times as much if b_f = {}. Every state also goes into the gates of the next step, and these side roads bring something back, too. So f says in what order the cells come, and not how much arrives.",
        scientific(farthest[0], 0),
        if (0.1..1e4).contains(&farthest[2]) { num(farthest[2], 1) } else { scientific(farthest[2], 0) },
        bias(open),
    ));
    Ok(())
}

/// Layers as they start.
fn starters(lesson: &Lesson, open: f64) -> [(String, Box<dyn Recurrent>); 4] {
    let mut rng = lesson.rng();
    let mut lstm = |b_f: f64| -> (String, Box<dyn Recurrent>) {
        let layer = Lstm::new(8, 32, &mut rng).forget_bias(b_f as f32);
        (format!("LSTM, b_f = {}", bias(b_f)), Box::new(layer))
    };
    [
        lstm(0.0),
        lstm(1.0),
        lstm(open),
        ("RNN".to_string(), Kind::Rnn.layer(8, 32, &mut lesson.rng())),
    ]
}

/// "One gate less".
pub fn gru(lesson: &mut Lesson) -> Result<()> {
    lesson.say("Four blocks of weights, two states: would less do? Where something comes in, something else has to go. The **gated recurrent unit** (Cho and others, 2014) uses one gate for both, z to keep and 1 − z to let in, and has one state. Its other gate, r, decides how much of the old state the new value gets to see.");
    lesson.show(
        "
        r  = σ(x·W_xr + b_xr + h·W_hr + b_hr)              see?
        z  = σ(x·W_xz + b_xz + h·W_hz + b_hz)              keep?
        n  = tanh(x·W_xn + b_xn + r ⊙ (h·W_hn + b_hn))     what would come in

        h′ = z ⊙ h + (1 − z) ⊙ n",
    );
    lesson.figure(
        "gru",
        "A GRU cell. What is kept and what comes in add up to one, and there is no second state.",
        (690, 290),
        figures::gates::gru,
    )?;
    lesson.say("By hand, z = σ(3 − 6x), n = tanh(x − 0.5·r·h), r = σ(1):");
    let steps = small_gru().run(&small_input());
    gru_table(lesson, &steps);
    let kinds = [("RNN", 1, 1), ("GRU", 3, 2), ("LSTM", 4, 1)]
        .map(|(name, gates, biases)| (name, gates, biases, parameters(64, 128, gates, biases)));
    let [(.., block), _, (.., lstm)] = kinds;
    lesson.predict_number(
        "64 numbers in, 128 hidden units. An RNN has one block of weights, a GRU three, an LSTM four. How many numbers does the LSTM learn?",
        Quantity::new(lstm as f64, 0),
        &format!("A block has 128 columns, with a row for each input, each unit, and the bias: (64 + 128 + 1)·128 = {}. Four of them are {}.", count(block), count(lstm)),
    );
    let mut table = Table::new(["layer", "blocks", "biases a block", "parameters"]);
    for (name, gates, biases, learned) in kinds {
        let numbers = [gates, biases, learned].map(count);
        table.push([name.to_string()].into_iter().chain(numbers));
    }
    lesson.table(&table.caption("64 in, 128 hidden, in nabla."));
    lesson.say("The GRU needs its second bias, because r scales one and not the other.");
    Ok(())
}

fn gru_table(lesson: &mut Lesson, steps: &[GruStep]) {
    let mut table = Table::new(["x", "r", "z", "n", "z·h + (1−z)·n", "h′"]);
    let mut before = 0.0;
    for (x, step) in small_input().iter().zip(steps) {
        let [r, z, n, h] = [&step.r, &step.z, &step.n, &step.h].map(|row| row[0]);
        let sum = added(z * before, (1.0 - z) * n);
        let numbers = [r, z, n].map(|v| num(v, 4));
        let cells = std::iter::once(num(x[0], 0)).chain(numbers);
        table.push(cells.chain([sum, num(h, 4)]));
        before = h;
    }
    lesson.table(&table.caption("One unit, three steps; h begins with 0."));
    lesson.say("The road is there as well: ∂h′/∂h = z, beside what goes through n and the gates.");
}
