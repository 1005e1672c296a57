//! A cell, and a sentence that is read too far.

use crate::{exercises, mistakes, solutions};
use labkit::judge::Exercise;

type Rows = Vec<Vec<f64>>;
type Cell = (Vec<f64>, Vec<f64>, Rows, Rows, Vec<f64>);

/// What `rnn_step` is asked: two inputs and three units, then one and two.
pub fn cells() -> [Cell; 2] {
    [
        (
            vec![0.5, -1.0],
            vec![0.25, -0.5, 0.75],
            vec![vec![0.5, -1.0, 0.25], vec![1.5, 0.75, -0.5]],
            vec![
                vec![0.2, -0.4, 1.0],
                vec![0.6, 0.1, -0.3],
                vec![-0.8, 0.5, 0.7],
            ],
            vec![0.1, -0.2, 0.3],
        ),
        (
            vec![2.0],
            vec![-0.5, 0.9],
            vec![vec![-0.25, 0.4]],
            vec![vec![1.5, 0.3], vec![-0.7, 0.8]],
            vec![0.0, 0.5],
        ),
    ]
}

pub fn rnn_step() -> Exercise {
    let [wide, narrow] = cells();
    Exercise::new("rnn_step", 15, "one step of a recurrent cell")
        .hints([
            "Which numbers meet in the sum of unit 0? Which column of each matrix is that?",
            "The sum of unit j: all `x[i]·w_x[i][j]`, all `h[k]·w_h[k][j]`, and `b[j]`. Then tanh of it.",
            "Make a new list; the old state is needed until its last unit is done.",
        ])
        .probes([
            (
                wide,
                vec![-0.964_027_580_075_816_9, -0.841_122_901_632_043_2, 0.951_745_957_164_661_6],
            ),
            (narrow, vec![-0.954_492_113_074_392, 0.953_594_123_708_711_9]),
            // By hand: tanh(1) and tanh(−½), as in the lesson's first step.
            (
                (
                    vec![1.0],
                    vec![0.0, 0.0],
                    vec![vec![1.0, -0.5]],
                    vec![vec![0.5, 1.0], vec![-1.0, 0.5]],
                    vec![0.0, 0.0],
                ),
                vec![0.761_594_155_955_764_9, -0.462_117_157_260_009_8],
            ),
                    // Equal numbers, and a sum of 500, at which tanh is 1 and no exponential function may be infinite.
            (
                (
                    vec![0.5, 0.5, -250.0],
                    vec![0.75, 0.75],
                    vec![vec![1.0, 0.25], vec![1.0, 0.5], vec![0.01, -2.0]],
                    vec![vec![0.25, 0.5], vec![-1.5, 0.5]],
                    vec![0.5, 0.0],
                ),
                vec![-0.9593352933146825, 1.0],
            ),
])
        .answer(|(x, h, w_x, w_h, b)| exercises::rnn_step(x, h, w_x, w_h, b))
        .solution(|(x, h, w_x, w_h, b)| solutions::rnn_step(x, h, w_x, w_h, b))
        .mistake(
            "W_h turned over",
            "You took `w_h` the other way round. Its rows say where a number comes from, its columns where it goes: h·W_h, with h a row.",
            |(x, h, w_x, w_h, b)| mistakes::step_transposed(x, h, w_x, w_h, b),
        )
        .mistake(
            "without the bias",
            "The bias is missing. Without it the network is odd: with the signs of all inputs the signs of all states turn.",
            |(x, h, w_x, w_h, b)| mistakes::step_without_bias(x, h, w_x, w_h, b),
        )
        .mistake(
            "without the state",
            "The old state is missing: this cell remembers nothing.",
            |(x, h, w_x, w_h, b)| mistakes::step_without_state(x, h, w_x, w_h, b),
        )
        .mistake(
            "without tanh",
            "The tanh is missing. With an eigenvalue above 1 in W_h, such a state grows without end.",
            |(x, h, w_x, w_h, b)| mistakes::step_without_tanh(x, h, w_x, w_h, b),
        )
        .mistake(
            "tanh too early",
            "You squashed what comes from the input, and added what comes from the state afterwards. First the whole sum, then tanh.",
            |(x, h, w_x, w_h, b)| mistakes::step_squashing_the_input(x, h, w_x, w_h, b),
        )
        .mistake(
            "in place",
            "You wrote each new unit over the old one, and the units after it read the new. All units of a step see the same old state.",
            |(x, h, w_x, w_h, b)| mistakes::step_in_place(x, h, w_x, w_h, b),
        )
        .mistake(
            "σ for tanh",
            "You squashed by σ. This cell's states lie between −1 and 1: tanh.",
            |(x, h, w_x, w_h, b)| mistakes::step_by_sigmoid(x, h, w_x, w_h, b),
        )
        .mistake(
            "W_x turned over",
            "You took `w_x` the other way round: row by unit, column by input. It has a row for each *input* and a column for each unit; number i of x meets `w_x[i][unit]`.",
            |(x, h, w_x, w_h, b)| mistakes::step_with_inputs_turned(x, h, w_x, w_h, b),
        )
        .mistake(
            "each unit for itself",
            "Each unit of yours remembers only itself. All units of the old state go into every sum: a whole column of `w_h`.",
            |(x, h, w_x, w_h, b)| mistakes::step_each_for_itself(x, h, w_x, w_h, b),
        )
        .mistake(
            "two tanh",
            "You squashed what comes from the input and what comes from the state, each for itself, and added. First the whole sum, then one tanh.",
            |(x, h, w_x, w_h, b)| mistakes::step_squashing_both(x, h, w_x, w_h, b),
        )
        .mistake(
            "the old state kept",
            "You added the new to the old state. It goes in by way of `w_h` alone; nothing of it is kept beside.",
            |(x, h, w_x, w_h, b)| {
                let new = solutions::rnn_step(x, h, w_x, w_h, b);
                new.iter().zip(h).map(|(new, old)| new + old).collect()
            },
        )
        .mistake(
            "without the input",
            "What is read is missing: this cell never looks at x.",
            |(x, h, w_x, w_h, b)| solutions::rnn_step(&vec![0.0; x.len()], h, w_x, w_h, b),
        )
        .mistake(
            "the bias behind",
            "You added the bias behind the tanh. It belongs to the sum inside.",
            |(x, h, w_x, w_h, b)| {
                let unbiased = mistakes::step_without_bias(x, h, w_x, w_h, b);
                unbiased.iter().zip(b).map(|(h, b)| h + b).collect()
            },
        )
        .mistake(
            "the bias twice",
            "The bias is in it twice: once with the input, once with the state. One sum has one bias.",
            |(x, h, w_x, w_h, b)| {
                let twice: Vec<f64> = b.iter().map(|b| 2.0 * b).collect();
                solutions::rnn_step(x, h, w_x, w_h, &twice)
            },
        )
        .why("The same function at every step: that is all that makes a network recurrent.")
        .done()
}

pub fn read_too_far() -> Exercise {
    Exercise::new("read_too_far", 10, "what padding does to a state and to a mean, on paper; three decimals")
        .entries([
            "h after its own last step",
            "h after step 4",
            "h after a hundred zeros",
            "the mean loss",
        ])
        .hints([
            "Step over the sentence by hand: 0.5·0 + 6 + 1 comes first. Then go on with x = 0.",
            "A step over a 0 is h ← 0.5·h + 1: it halves what was read, and adds the bias. Which h does that leave as it is?",
            "7, then 6.5, then 4.25 and 3.125; and h = 0.5·h + 1 has the solution 2. The mean divides 3 + 1 + 0 + 0.",
        ])
        // By hand: 7, 6.5, 4.25, 3.125; the fixed point of h = ½h + 1; 4/4.
        .probes([((), [6.5, 3.125, 2.0, 1.0])])
        .digits(3)
        .answer(|()| exercises::read_too_far())
        .solution(|()| solutions::read_too_far())
        .mistake(
            "zeros do nothing",
            "A zero is an input like any other: the state is halved and the bias added. Nobody told the cell that the sentence is over.",
            |()| mistakes::padding_is_harmless(),
        )
        .mistake(
            "without the bias",
            "You left the bias out where the input is 0. It is added at every step.",
            |()| mistakes::padding_without_bias(),
        )
        .mistake(
            "padding in front",
            "You let the zeros come first. That is done too, and then the cell reads them before the sentence; here they stand behind it.",
            |()| mistakes::padding_in_front(),
        )
        .mistake(
            "a mean over its own steps",
            "2 is the mean over its own two steps, and what the loss should be. Asked was what comes of dividing by 4.",
            |()| mistakes::padding_not_counted(),
        )
        .mistake(
            "nothing halved",
            "You never halved the state. Each step begins with 0.5·h.",
            |()| [10.0, 12.0, 112.0, 1.0],
        )
        .mistake(
            "one zero",
            "That is h after step 3. Two zeros were put behind the sentence.",
            |()| [6.5, 4.25, 2.0, 1.0],
        )
        .variants(
            "where it comes to rest",
            "In the end a step changes nothing any more: h = 0.5·h + 1. Which h is that?",
            [[6.5, 3.125, 1.0, 1.0], [6.5, 3.125, 0.0, 1.0], [6.5, 3.125, 0.5, 1.0]],
            |answer, ()| *answer,
        )
        .mistake(
            "not divided",
            "You added the losses up. Somebody divided the sum by the 4 places.",
            |()| [6.5, 3.125, 2.0, 4.0],
        )
        .mistake(
            "the bias at the end",
            "You added the bias once, at the end. It comes at every step.",
            |()| [6.0, 2.25, 1.0, 1.0],
        )
        .mistake(
            "one step too early",
            "You stopped one step too early, both times: 7 is h after the 6 alone.",
            |()| [7.0, 6.5, 2.0, 1.0],
        )
        .why("After enough padding every sentence has the same state, 2: what the cell says of silence. A mean over all places makes the loss of short sentences small, so they are hardly learned from.")
        .done()
}
