//! A cell, an LSTM cell, and a sentence that is read too far.

use crate::{exercises, mistakes, solutions};
use labkit::judge::Exercise;

type Rows = Vec<Vec<f64>>;
type Cell = (Vec<f64>, Vec<f64>, Rows, Rows, Vec<f64>);
type Lstm = (Vec<f64>, (Vec<f64>, Vec<f64>), (Rows, Rows, Vec<f64>));

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
        .why("The same function at every step: that is all that makes a network recurrent.")
        .done()
}

/// What `lstm_step` is asked: two inputs and two units, then one and three.
pub fn lstms() -> [Lstm; 2] {
    [
        (
            vec![0.5, -1.0],
            (vec![0.3, -0.6], vec![0.9, -1.4]),
            (
                vec![
                    vec![0.4, -0.3, 1.1, 0.6, -0.9, 0.2, 0.7, -0.5],
                    vec![-0.8, 0.5, 0.1, -1.2, 0.3, 0.9, -0.4, 1.0],
                ],
                vec![
                    vec![0.2, 0.7, -0.6, 0.4, 1.3, -0.1, 0.5, 0.8],
                    vec![-0.5, 0.3, 0.9, -0.7, 0.6, 1.1, -0.2, 0.1],
                ],
                vec![0.1, -0.2, 1.0, 0.8, 0.05, -0.3, 0.4, -0.6],
            ),
        ),
        (
            vec![1.5],
            (vec![-0.2, 0.4, 0.7], vec![0.5, 2.0, -0.8]),
            (
                vec![vec![
                    0.3, -0.5, 0.2, 0.1, 0.6, -0.4, 0.9, -0.7, 0.8, -0.1, 0.25, 0.35,
                ]],
                vec![
                    vec![
                        0.1, 0.2, -0.3, 0.4, -0.5, 0.6, 0.7, -0.8, 0.9, 0.15, -0.25, 0.35,
                    ],
                    vec![
                        -0.6, 0.5, 0.4, -0.3, 0.2, 0.1, -0.9, 0.8, 0.7, -0.45, 0.55, 0.65,
                    ],
                    vec![
                        0.33, -0.44, 0.55, 0.66, -0.77, 0.88, 0.12, 0.23, -0.34, 0.56, 0.67, -0.78,
                    ],
                ],
                vec![
                    0.0, 0.1, -0.1, 1.0, 0.9, 1.1, 0.2, -0.2, 0.3, -0.3, 0.4, 0.5,
                ],
            ),
        ),
    ]
}

fn lent((x, (h, c), (w_x, w_h, b)): &Lstm) -> mistakes::Lstm<'_> {
    (x, (h, c), (w_x, w_h, b))
}

pub fn lstm_step() -> Exercise {
    let [square, flat] = lstms();
    Exercise::new("lstm_step", 25, "one step of an LSTM, gate by gate")
        .hints([
            "First the 4·H sums, as for a plain cell. Which four of them belong to unit 0?",
            "Unit j has its i at j, its f at H + j, its g at 2·H + j and its o at 3·H + j.",
            "c′ = f·c + i·g, and h′ = o·tanh(c′), unit by unit.",
        ])
        .probes([
            (
                square,
                (
                    vec![0.106_161_982_578_481_49, -0.146_295_236_970_871_74],
                    vec![0.132_594_456_273_777_75, -1.611_898_459_022_168_8],
                ),
            ),
            (
                flat,
                (
                    vec![0.308_849_875_303_870_1, 0.733_915_992_488_703_9, 0.010_237_983_030_652_49],
                    vec![0.892_495_005_732_437_5, 1.448_511_411_222_653_6, 0.015_483_325_421_982_719],
                ),
            ),
            // Closed form: all sums 0, so every gate is ½ and the candidate 0; c′ = ½·4, h′ = ½·tanh(2).
            (
                (
                    vec![1.0],
                    (vec![0.5], vec![4.0]),
                    (vec![vec![0.0; 4]], vec![vec![0.0; 4]], vec![0.0; 4]),
                ),
                (vec![0.482_013_790_037_908_45], vec![2.0]),
            ),
        ])
        .answer(|(x, (h, c), (w_x, w_h, b))| exercises::lstm_step(x, (h, c), w_x, w_h, b))
        .solution(|(x, (h, c), (w_x, w_h, b))| solutions::lstm_step(x, (h, c), w_x, w_h, b))
        .mistake(
            "another order",
            "You took the blocks for i, f, o, g. There are libraries in which that is right; here, as in PyTorch and Keras, the candidate g comes before o.",
            |asked| mistakes::lstm_other_order(lent(asked)),
        )
        .mistake(
            "σ for the candidate",
            "You took g through σ. A gate is between 0 and 1; the candidate has a sign, so it goes through tanh.",
            |asked| mistakes::lstm_candidate_by_sigmoid(lent(asked)),
        )
        .mistake(
            "shown bare",
            "c is right, h is not: what is shown is o·tanh(c′), so that it stays between −1 and 1 however much was added up.",
            |asked| mistakes::lstm_shown_bare(lent(asked)),
        )
        .mistake(
            "never forgets",
            "The forget gate is missing. So it was in the cell of 1997, and the memory filled up until it was of no use.",
            |asked| mistakes::lstm_without_forgetting(lent(asked)),
        )
        .mistake(
            "shown late",
            "You showed the memory as it was before this step. h′ shows c′, what was just read included.",
            |asked| mistakes::lstm_shown_late(lent(asked)),
        )
        .mistake(
            "tanh on the road",
            "You put the tanh into c itself. Then every step squashes the memory once more, and the gradient with it: the road is no longer straight.",
            |asked| mistakes::lstm_squashed_road(lent(asked)),
        )
        .why("Along c there is one product and one sum a step. Everything else stands beside the road.")
        .done()
}

pub fn read_too_far() -> Exercise {
    Exercise::new("read_too_far", 10, "what padding does to a state and to a mean, on paper")
        .hints([
            "Step over the sentence by hand: 0.5·0 + 6 + 1 comes first. Then go on with x = 0.",
            "A step over a 0 is h ← 0.5·h + 1: it halves what was read, and adds the bias. Which h does that leave as it is?",
            "7, then 6.5, then 4.25 and 3.125; and h = 0.5·h + 1 has the solution 2. The mean divides 3 + 1 + 0 + 0.",
        ])
        // By hand: 7, 6.5, 4.25, 3.125; the fixed point of h = ½h + 1; 4/4.
        .probes([((), [6.5, 3.125, 2.0, 1.0])])
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
        .why("After enough padding every sentence has the same state, 2: what the cell says of silence. A mean over all places makes the loss of short sentences small, so they are hardly learned from.")
        .done()
}
