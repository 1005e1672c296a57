//! "A cell by hand" and "Back through time".

use crate::figures::{self, unfolded::Step, unfolded::Way};
use lab08::cell::{
    Back, Cell, Example, example, loss, measured, on_the_tape, summed, through_time,
};
use lab08::{exercises, solutions};
use labkit::numerals::{list, num};
use labkit::{Lesson, Quantity, Result, Table};
use nabla::{Tape, Tensor};
use ndarray::{Array1, Array2};

/// "A cell by hand".
pub fn by_hand(lesson: &mut Lesson) -> Result<()> {
    let Example { cell, xs, .. } = example();
    lesson.say("The state is a list of hidden numbers h, the input x and the answer y are lists, too; all are rows. W_xh leads from x to hidden, W_hh from hidden to hidden one step later, W_hy from hidden to y. At each step:");
    lesson.show("h_t = tanh(x_t·W_xh + h_{t−1}·W_hh)          y_t = h_t·W_hy");
    lesson.say("One number in, two hidden ones, one out. The network reads 1, then 0, then 1, and begins with the state (0, 0), which knows nothing.");
    lesson.show(
        "
        W_xh = ( 1  −0.5 )      W_hh = (  0.5  1   )      W_hy = ( 1 )
                                       ( −1    0.5 )             ( 2 )",
    );
    lesson.predict_choice(
        "It reads the 1 twice, as its first input and as its third. Will y be the same?",
        &[
            "Yes: the same input, the same weights.",
            "No: the weights are others by then.",
            "No: the state is another.",
        ],
        2,
        "The answer depends on what was read before.",
    );
    let states = cell.states(&xs);
    for t in 1..=xs.len() {
        one_step(lesson, &cell, t, &xs[t - 1], &states);
    }
    let shown: Vec<Step> = (1..=xs.len())
        .map(|t| Step {
            x: format!("x = {}", num(xs[t - 1][0], 0)),
            h: [num(states[t][0], 4), num(states[t][1], 4)],
            y: format!("y = {}", num(cell.output(&states[t])[0], 4)),
            on: (t < xs.len()).then(|| "W_hh".to_string()),
        })
        .collect();
    lesson.figure(
        "unfolded",
        "The same cell three times. Unfolded in time it is a deep network, one layer for each step.",
        (680, 330),
        |area| figures::unfolded::draw(area, &shown, "(0, 0)", Way::Forward),
    )?;
    let weights = [&cell.w_xh, &cell.w_hh, &cell.w_hy].map(Array2::len);
    let weights: usize = weights.iter().sum();
    lesson.predict_number(
        "Unfolded like this, a sentence of 50 words is a network of 50 layers [UCSD]. How many weights does it have?",
        Quantity::new(weights as f64, 0).within(0.5),
        &format!("{weights}, however long the sentence: all its layers have the same ones. What it learns from the second word it can use at the seventh."),
    );
    fused(lesson, &cell, &xs, &states);
    no_bias(lesson, &cell, &xs);
    Ok(())
}

type RnnStep = fn(&[f64], &[f64], &[Vec<f64>], &[Vec<f64>], &[f64]) -> Vec<f64>;

/// The same states from the learner's function and from nabla's cell.
fn fused(lesson: &mut Lesson, cell: &Cell, xs: &[Array1<f64>], states: &[Array1<f64>]) {
    lesson.say("nabla has the whole cell as one operation, `x.rnn_cell(h, w_x, w_h, b)`. It has to say the same, and so does yours, the first exercise:");
    let step = lesson.answer(
        "rnn_step",
        exercises::rnn_step as RnnStep,
        solutions::rnn_step,
    );
    let rows =
        |w: &Array2<f64>| -> Vec<Vec<f64>> { w.rows().into_iter().map(|r| r.to_vec()).collect() };
    let (w_x, w_h) = (rows(&cell.w_xh), rows(&cell.w_hh));
    let tape = Tape::new();
    let [on_x, on_h] = [&cell.w_xh, &cell.w_hh].map(|w| tape.constant(w.mapv(|v| v as f32).into()));
    let b = tape.constant(Tensor::zeros([2]));
    let (mut yours, mut nablas) = (vec![0.0, 0.0], tape.constant(Tensor::zeros([1, 2])));
    let mut table = Table::new(["t", "by hand", "rnn_step", "nabla's rnn_cell"]);
    for (t, x) in xs.iter().enumerate() {
        yours = step(&[x[0]], &yours, &w_x, &w_h, &[0.0, 0.0]);
        let x = tape.constant(Tensor::full([1, 1], x[0] as f32));
        nablas = x.rnn_cell(nablas, on_x, on_h, b);
        let nabla = nablas.value();
        table.push([
            (t + 1).to_string(),
            list(states[t + 1].iter().copied(), 4),
            list(yours.iter().copied(), 4),
            list(nabla.data().iter().map(|&h| f64::from(h)), 4),
        ]);
    }
    lesson.table(&table);
}

fn one_step(lesson: &mut Lesson, cell: &Cell, t: usize, x: &Array1<f64>, states: &[Array1<f64>]) {
    let (before, h) = (&states[t - 1], &states[t]);
    let (from_x, from_h) = (x.dot(&cell.w_xh), before.dot(&cell.w_hh));
    let sum = &from_x + &from_h;
    let terms = |unit: usize| {
        let [first, second] = [0, 1].map(|from| in_brackets(cell.w_hh[[from, unit]]));
        let (h1, h2) = (num(before[0], 4), in_brackets(before[1]));
        format!("{h1}·{first} + {h2}·{second}")
    };
    let x_row = format!("{}·( 1  −0.5 )", num(x[0], 0));
    let output = format!("{} + 2·{}", num(h[0], 4), in_brackets(h[1]));
    let row = |name: &str, how: &str, result: String| format!("{name:<17}{how:<27} = {result}");
    let pair = |row: &Array1<f64>| format!("( {} )", list(row.iter().copied(), 4));
    let rows = [
        String::new(), // or the first line would not count as indented
        row(&format!("t = {t}   x·W_xh"), &x_row, pair(&from_x)),
        row("        h·W_hh", &terms(0), num(from_h[0], 4)),
        row("", &terms(1), num(from_h[1], 4)),
        row("        sum", "", pair(&sum)),
        row("        h", "tanh(sum)", pair(h)),
        row("        y", &output, num(cell.output(h)[0], 4)),
    ];
    lesson.show(rows.join("\n"));
}

/// Negative numbers in brackets.
fn in_brackets(value: f64) -> String {
    let shown = format!("{}", (value * 1e4).round() / 1e4);
    match shown.strip_prefix('-') {
        Some(digits) => format!("(−{digits})"),
        None => shown,
    }
}

fn no_bias(lesson: &mut Lesson, cell: &Cell, xs: &[Array1<f64>]) {
    let said = |xs: &[Array1<f64>]| {
        let states = cell.states(xs);
        list(states[1..].iter().map(|h| cell.output(h)[0]), 4)
    };
    let turned: Vec<Array1<f64>> = xs.iter().map(|x| -x).collect();
    lesson.predict_choice(
        "One thing is missing from the formula: a bias. Change the signs of all inputs. What does the network answer?",
        &["the same", "the same with the other sign", "something new"],
        1,
        "tanh(−s) = −tanh(s): without a bias the whole network is an odd function, whatever its weights.",
    );
    lesson.show(format!(
        "x =  1  0   1      y =  {}\nx = −1  0  −1      y =  {}",
        said(xs),
        said(&turned)
    ));
    lesson.say("It cannot say *yes* to both 3 and −3. So everybody adds a bias to the sum, and one to the output. By hand we go on without, to have fewer numbers.");
}

/// "Back through time".
pub fn back(lesson: &mut Lesson) -> Result<()> {
    let Example { cell, xs, wanted } = example();
    let states = cell.states(&xs);
    let ys: Vec<f64> = states[1..].iter().map(|h| cell.output(h)[0]).collect();
    lesson.say("Let the outputs 0, 1, 1 be wanted, with the loss L = ½·Σ (y_t − wanted_t)². Unfolded, the network is a deep one, as in [A whole net, right to left](lab03#a-whole-net-right-to-left): along a road multiply, where roads meet add. From h_t two roads lead to the loss: up, through y_t, and to the right, through h_{t+1} and everything after it.");
    lesson.show(
        "
        ∂L/∂y_t = y_t − wanted_t
        ∂L/∂h_t = ∂L/∂y_t·W_hyᵀ + δ_{t+1}·W_hhᵀ     up, and from later
        δ_t     = ∂L/∂h_t ⊙ (1 − h_t²)              ∂L/∂s_t, s inside the tanh",
    );
    let dy: Vec<Array1<f64>> = (0..xs.len())
        .map(|t| cell.output(&states[t + 1]) - &wanted[t])
        .collect();
    lesson.show(format!(
        "y − wanted = {}      L = {}",
        list(dy.iter().map(|d| d[0]), 4),
        num(loss(&cell, &xs, &wanted), 4)
    ));
    let back = through_time(&cell, &xs, &dy);
    let [first, .., last] = back.as_slice() else {
        return Ok(());
    };
    let (first, last) = [first, last]
        .map(|step| step.dh.dot(&step.dh).sqrt())
        .into();
    lesson.predict_choice(
        "y₁ is off by a third of what y₃ is off by. How long is ∂L/∂h₁, beside ∂L/∂h₃?",
        &[
            "about a third as long",
            "longer",
            "shorter, but more than a third",
        ],
        if first > last { 1 } else { 2 },
        "h₁ has a part in the later outputs as well, and what they were off by comes back to it.",
    );
    lesson.say("From the last step to the first:");
    for t in (1..=xs.len()).rev() {
        one_step_back(lesson, &cell, t, &dy[t - 1], &back, &states[t]);
    }
    let shown: Vec<Step> = (1..=xs.len())
        .map(|t| Step {
            x: format!("x = {}", num(xs[t - 1][0], 0)),
            h: [num(back[t - 1].delta[0], 4), num(back[t - 1].delta[1], 4)],
            y: num(dy[t - 1][0], 4),
            on: (t < xs.len()).then(|| {
                let back = back[t].delta.dot(&cell.w_hh.t());
                format!("({}, {})", num(back[0], 2), num(back[1], 2))
            }),
        })
        .collect();
    lesson.figure(
        "unfolded-back",
        "Back through time. On top y − wanted, in the middle δ, and beside the arrows what comes back from later: δ·W_hhᵀ.",
        (680, 330),
        |area| figures::unfolded::draw(area, &shown, "h₀", Way::Backward),
    )?;
    lesson.say(
        "W_hh took part in *every* step, so it gets a share from each, and the shares add up (those of W_xh and W_hy, too):",
    );
    lesson.show("∂L/∂W_hh = Σ_t h_{t−1}ᵀ·δ_t");
    lesson.predict_choice(
        "Which of the three steps gives ∂L/∂W_hh no share?",
        &["the last", "the first", "none: each gives one"],
        1,
        "The state before the first step is 0.",
    );
    check(lesson, &cell, &xs, &wanted, &back);
    lesson.say("This is **backpropagation through time**: plain backpropagation in a network that was unfolded. A tape does it by itself, for it adds up whatever arrives. One thing is new: the way back is as long as the sentence, and at every step the gradient is multiplied by W_hhᵀ and by 1 − h². The exercise is the same with a single unit:");
    one_unit(lesson);
    lesson.number("by_hand_y1", ys[0]);
    lesson.number("by_hand_y3", ys[2]);
    Ok(())
}

type ThroughTime = fn(f64, f64, &[f64], f64) -> (f64, f64);

/// The exercise, beside what moving the weights a little says.
fn one_unit(lesson: &mut Lesson) {
    let gradient = lesson.answer(
        "through_time",
        exercises::through_time as ThroughTime,
        solutions::through_time,
    );
    let (w, u, xs, wanted) = (0.8, 0.5, [1.0, -0.5, 2.0], 0.25);
    let loss = |w: f64, u: f64| {
        let h = xs.iter().fold(0.0, |h, x| (w * h + u * x).tanh());
        0.5 * (h - wanted) * (h - wanted)
    };
    let e = 1e-5;
    let by_w = (loss(w + e, u) - loss(w - e, u)) / (2.0 * e);
    let by_u = (loss(w, u + e) - loss(w, u - e)) / (2.0 * e);
    let (dw, du) = gradient(w, u, &xs, wanted);
    lesson.show(format!(
        "one unit, h ← tanh(0.8·h + 0.5·x), reads 1, −0.5, 2; wanted 0.25\n\n                 ∂L/∂w     ∂L/∂u\nthrough_time     {}    {}\nmeasured         {}    {}",
        num(dw, 4),
        num(du, 4),
        num(by_w, 4),
        num(by_u, 4)
    ));
}

fn one_step_back(
    lesson: &mut Lesson,
    cell: &Cell,
    t: usize,
    dy: &Array1<f64>,
    back: &[Back],
    h: &Array1<f64>,
) {
    let (up, step) = (dy.dot(&cell.w_hy.t()), &back[t - 1]);
    let row = |name: &str, how: &str, result: String| format!("{name:<17}{how:<27} = {result}");
    let pair = |row: &Array1<f64>| format!("( {} )", list(row.iter().copied(), 4));
    let up_row = format!("{}·( 1  2 )", num(dy[0], 4));
    let mut rows = vec![
        String::new(), // or the first line would not count as indented
        row(&format!("t = {t}   up"), &up_row, pair(&up)),
    ];
    match back.get(t) {
        None => rows.push(row("        later", "nothing", pair(&Array1::zeros(2)))),
        Some(next) => {
            let from = next.delta.dot(&cell.w_hh.t());
            let (d1, d2) = (num(next.delta[0], 4), in_brackets(next.delta[1]));
            let how = format!("{d1}·0.5 + {d2}·1");
            rows.push(row("        later", &how, num(from[0], 4)));
            let how = format!("{d1}·(−1) + {d2}·0.5");
            rows.push(row("", &how, num(from[1], 4)));
        }
    }
    let derivative = h.mapv(|h| 1.0 - h * h);
    rows.push(row("        ∂L/∂h", "up + later", pair(&step.dh)));
    rows.push(row("        1 − h²", "", pair(&derivative)));
    rows.push(row("        δ", "their product", pair(&step.delta)));
    lesson.show(rows.join("\n"));
}

fn check(
    lesson: &mut Lesson,
    cell: &Cell,
    xs: &[Array1<f64>],
    wanted: &[Array1<f64>],
    back: &[Back],
) {
    let sum = summed(back);
    let with = |w_hh: &Array2<f64>| Cell {
        w_hh: w_hh.clone(),
        ..cell.clone()
    };
    let truth = measured(&cell.w_hh, |w_hh| loss(&with(w_hh), xs, wanted));
    let row = |name: &str, matrix: &Array2<f64>| {
        let cells = matrix.iter().map(|&v| num(v, 4));
        std::iter::once(name.to_string())
            .chain(cells)
            .collect::<Vec<_>>()
    };
    let mut table = Table::new(["∂L/∂W_hh", "1→1", "1→2", "2→1", "2→2"]);
    for (t, step) in back.iter().enumerate() {
        table.push(row(&format!("share of step {}", t + 1), &step.w_hh));
    }
    table.push(row("sum", &sum.w_hh));
    table.push(row("measured", &truth));
    let (_, grads) = on_the_tape(cell, xs, wanted);
    let taped = Array2::from_shape_fn((2, 2), |(i, j)| f64::from(grads[1].at(&[i, j])));
    table.push(row("nabla's tape", &taped));
    lesson.table(&table.caption("Measured: L with the weight a little larger, minus L with it a little smaller, over the distance."));
}
