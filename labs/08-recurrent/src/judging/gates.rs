//! An LSTM cell.

use crate::{exercises, mistakes, solutions};
use labkit::judge::Exercise;

type Rows = Vec<Vec<f64>>;
type Lstm = (Vec<f64>, (Vec<f64>, Vec<f64>), (Rows, Rows, Vec<f64>));

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
                    // Closed form: gates that are open or shut for good. i = f = o = 1 and g = −1; then f = 0, o = 1.
            (
                (
                    vec![1.0, 1.0],
                    (vec![0.5, 0.5], vec![0.25, 0.25]),
                    (
                        vec![vec![400.0, 400.0, 400.0, -400.0, -400.0, -400.0, 400.0, 400.0]; 2],
                        vec![vec![0.0; 8]; 2],
                        vec![0.0; 8],
                    ),
                ),
                (
                    vec![(-0.75_f64).tanh(), (-1_f64).tanh()],
                    vec![-0.75, -1.0],
                ),
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
        .mistake(
            "i and f exchanged",
            "You exchanged i and f: the first block decides what is let in, the second what is kept. c′ = f·c + i·g.",
            |asked| mistakes::lstm_exchanged(lent(asked)),
        )
        .mistake(
            "unit by unit",
            "You took four numbers in a row for the gates of one unit. The sums lie gate by gate: first all i, then all f, all g, all o.",
            |asked| mistakes::lstm_unit_by_unit(lent(asked)),
        )
        .mistake(
            "tanh for the gates",
            "You took a gate through tanh. A gate says how much, 0 to 1: i, f and o go through σ, and only g through tanh.",
            |asked| mistakes::lstm_gates_by_tanh(lent(asked)),
        )
        .mistake(
            "c first",
            "The right numbers in the wrong order: (h, c), what is shown first.",
            |asked| {
                let (h, c) = mistakes::lstm_right(lent(asked));
                (c, h)
            },
        )
        .mistake(
            "without the bias",
            "The bias is missing in the sums.",
            |(x, (h, c), (w_x, w_h, b))| solutions::lstm_step(x, (h, c), w_x, w_h, &vec![0.0; b.len()]),
        )
        .mistake(
            "without the state",
            "The old h is missing in the sums: the gates decide by what is read alone.",
            |(x, (h, c), (w_x, w_h, b))| solutions::lstm_step(x, (&vec![0.0; h.len()], c), w_x, w_h, b),
        )
        .mistake(
            "i is 1 − f",
            "You let in what is forgotten: i = 1 − f. That is the GRU's way, with one gate for both; an LSTM has two.",
            |asked| mistakes::lstm_coupled(lent(asked)),
        )
        .mistake(
            "not gated",
            "You let the whole candidate in: i is missing. c′ = f·c + i·g.",
            |asked| mistakes::lstm_letting_all_in(lent(asked)),
        )
        .mistake(
            "always shown",
            "The output gate is missing: h′ = o·tanh(c′).",
            |asked| mistakes::lstm_showing_all(lent(asked)),
        )
        .mistake(
            "one more for f",
            "You added 1 to the forget gate's bias. That is a good start for training; here b is given, and may hold it already.",
            |(x, (h, c), (w_x, w_h, b))| {
                let mut b = b.clone();
                let units = c.len();
                b[units..2 * units].iter_mut().for_each(|b| *b += 1.0);
                solutions::lstm_step(x, (h, c), w_x, w_h, &b)
            },
        )
        .mistake(
            "σ for what is shown",
            "c is right. What is shown is o·tanh(c′): you took σ(c′), which has no sign.",
            |asked| mistakes::lstm_shown_by_sigmoid(lent(asked)),
        )
        .why("Along c there is one product and one sum a step. Everything else stands beside the road.")
        .done()
}
