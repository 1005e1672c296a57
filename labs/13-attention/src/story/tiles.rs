//! Never the whole table.

use lab13::solutions::softmax_rows;
use lab13::three::tiles::Running;
use lab13::three::{Matrix, product};
use labkit::numerals::{count, num};
use labkit::{Lesson, Quantity, Result, Table};
use nabla::inspect::Watch;
use nabla::{Heads, Sequential, Tape, Tensor, Var};

/// Numbers of a query.
const WIDTH: usize = 16;

/// The section.
pub fn tiles(lesson: &mut Lesson) -> Result<()> {
    lesson.say("T tokens that look at T tokens make T × T scores, for each head, of each layer, kept until the gradient has passed. But a softmax need not see its row at once.");
    let scores = [1.0, 3.0, 2.0, 5.0, 4.0, 0.0];
    let values: Matrix = [2.0, 1.0, 0.0, 4.0, 3.0, 2.0].map(|v| vec![v]).to_vec();
    lesson.show("scores   1  3 | 2  5 | 4  0\nvalues   2  1 | 0  4 | 3  2");
    let (mut running, mut totals) = (Running::new(1), Vec::new());
    let mut table = Table::new(["after tile", "largest", "Σ e^(s − largest)", "mean"]);
    for (scores, values) in scores.chunks(2).zip(values.chunks(2)) {
        running.take(scores, values);
        totals.push(running.total);
        let numbers = [(running.top, 0), (running.total, 3), (running.mean()[0], 3)];
        let cells = numbers.map(|(x, decimals)| num(x, decimals));
        table.push([totals.len().to_string()].into_iter().chain(cells));
    }
    let shrunk = totals[0] * (-2_f64).exp();
    lesson.predict_number(
        &format!("Two scores at a time. After 1 and 3 the largest is 3, and the sum is e^−2 + e^0 = {}. Then come 2 and 5. What is that sum worth, measured from 5?", num(totals[0], 3)),
        Quantity::new(shrunk, 3).within(0.01),
        &format!("e^(3 − 5) of itself: {}. The scores themselves are forgotten; only what they added up to is kept, and shrinks.", num(shrunk, 3)),
    );
    lesson.table(&table);
    let whole = product(&softmax_rows(&[scores.to_vec()]), &values)[0][0];
    let whole = num(whole, 3);
    lesson.say(format!(
        "The whole row at once, by an ordinary softmax: {whole} as well."
    ));
    held(lesson);
    Ok(())
}

/// What a tape keeps.
fn held(lesson: &mut Lesson) {
    let plain = |[q, k, v]: [Var<'_>; 3]| {
        let scores = (q * (WIDTH as f32).powf(-0.5)).matmul_t(k);
        scores.softmax().matmul(v);
    };
    let fused = |[q, k, v]: [Var<'_>; 3]| {
        q.attention(k, v, Heads::new(1));
    };
    // One number more for each query, which its record keeps beside the result: ln Σ e^s.
    let all = [512, 1024, 2048, 4096].map(|t| [t, kept(t, plain), kept(t, fused) + t]);
    let [.., [_, whole, tiles]] = all;
    let rows = all.map(|[length, whole, tiles]| {
        let less = num(whole as f64 / tiles as f64, 0);
        [length, whole, tiles].map(count).into_iter().chain([less])
    });
    let table = Table::new(["T", "the whole table", "in tiles", "times less"]).rows(rows);
    lesson.predict_number(
        "Written with plain operations, what does the tape keep of one head at T = 4,096? In millions of numbers.",
        Quantity::new(whole as f64 / 1e6, 1).factor(1.3),
        &format!("{} million: scores and weights, 4,096² each. In tiles {}: the result, and one number for each query. The way back makes the weights anew, tile by tile.", num(whole as f64 / 1e6, 1), count(tiles)),
    );
    lesson.table(&table.caption(format!("Numbers that a tape keeps for the gradient, of one head of {WIDTH}, without the queries, keys and values themselves. Twice as long: four times as much, or twice.")));
}

/// How many numbers the operations leave on a tape.
fn kept(length: usize, look: impl for<'t> Fn([Var<'t>; 3])) -> usize {
    let tape = Tape::new().watched(Watch::default());
    let rows = |seed| Tensor::normal([1, length, WIDTH], &mut nabla::rng(seed));
    look([1, 2, 3].map(|seed| tape.variable(rows(seed))));
    let graph = tape.graph(&Sequential::new());
    let made = graph.nodes.iter().filter(|node| !node.op.is_empty());
    let numbers = made.map(|node| node.shape.dims().iter().product::<usize>());
    numbers.sum()
}
