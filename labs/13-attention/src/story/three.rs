//! Three tokens by hand.

use lab13::three::{Matrix, Sheet, masked};
use lab13::{exercises, solutions};
use labkit::numerals::{list, num};
use labkit::{Chart, Lesson, Quantity, Result, Table};
use nabla::{Heads, Tape, Tensor};

type Softmax = fn(&[Vec<f64>]) -> Matrix;
type Mask = fn(usize, usize) -> Vec<Vec<bool>>;

/// The section.
pub fn three(lesson: &mut Lesson) -> Result<()> {
    let (yours, ours) = (exercises::softmax_rows, solutions::softmax_rows);
    let softmax: Softmax = lesson.answer("softmax_rows", yours, ours);
    let (yours, ours) = (exercises::causal_mask, solutions::causal_mask);
    let mask: Mask = lesson.answer("causal_mask", yours, ours);
    let sheet = Sheet::example();
    let [q, k, v] = [&sheet.queries, &sheet.keys, &sheet.values].map(|matrix| sheet.of(matrix));
    lesson.say("In a text everybody may ask and everybody may be asked. Three matrices make of each token, a row of numbers, a *query*, what it looks for; a *key*, by which it is found; and a *value*, what it gives. Here tokens have two numbers, so that all of it fits on paper.");
    let rows = [0, 1, 2].map(|t| {
        let cells = [&sheet.tokens[t], &q[t], &k[t], &v[t]].map(|row| whole(row));
        [(t + 1).to_string()].into_iter().chain(cells)
    });
    lesson.table(&Table::new(["token", "numbers", "query", "key", "value"]).rows(rows));
    let mut chart = Chart::new("first number", "second number")
        .x_range(-0.8..2.4)
        .y_range(-2.2..1.4)
        .size(460, 460);
    for (t, key) in (1..).zip(&k) {
        chart = chart.line(format!("key {t}"), [(0.0, 0.0), (key[0], key[1])]);
    }
    chart = chart.dashed("query of token 3", [(0.0, 0.0), (q[2][0], q[2][1])]);
    let caption = "Three keys, and the query of token 3, as lines from (0, 0).";
    lesson.chart("keys", caption, &chart)?;
    lesson.predict_choice(
        &format!("A score is a query times a key, number by number, added up. Token 3 asks with {}. Whose key fits best?", whole(&q[2])),
        &["token 1", "token 2", "token 3, itself"], 0,
        "Token 1: 2·1 + 1·0 = 2. Token 2 has 2·0 + 1·(−1) = −1, and itself 2·1 + 1·(−2) = 0.",
    );
    let weights = softmax(&sheet.scores());
    lesson.predict_number(
        "Divide the scores 2, −1 and 0 by √2, then a softmax: e to each, over their sum. What weight does token 1 get?",
        Quantity::new(weights[2][0], 3).within(0.03),
        &format!("{}: 4.113 / (4.113 + 0.493 + 1).", num(weights[2][0], 3)),
    );
    lesson.table(&asked(&sheet.scores(), &weights, &v).caption(
        "Rows ask, columns are asked. The output is the mean of the three values by the weights.",
    ));
    let causal = masked(sheet.scores(), &mask(3, 3));
    lesson.predict_choice(
        "Who predicts the next token must not see it: scores ahead become −∞ before the softmax. What is now the output of token 1?",
        &["zeros", "its own value", "as before"], 1,
        &format!("Its own value, {}: e^−∞ = 0, and among one everybody has the weight 1. The rows were shared out anew; the last is as before.", whole(&v[0])),
    );
    lesson.table(&asked(&causal, &softmax(&causal), &v).caption("The same with the causal mask."));
    let slope = lesson.number("three_slope", sheet.slope(2, 0)[0]);
    lesson.predict_number(
        &format!("Back, too, by hand: ∂y/∂s = p·(v − y), and for a score that is divided by √2 so much less. For the first number of token 3's output, y = {}, and its score for token 1, with v = 1?", num(sheet.outputs()[2][0], 2)),
        Quantity::new(slope, 2).within(0.05),
        &format!("{}·(1 − {})/√2 = {}. To look more at a value that lies below the mean makes the mean smaller.", num(weights[2][0], 3), num(sheet.outputs()[2][0], 3), num(slope, 3)),
    );
    let packed =
        (0..3).flat_map(|t| [&q[t], &k[t], &v[t]].map(|row| row.iter().map(|&x| x as f32)));
    let packed = Tensor::from_vec(packed.flatten().collect(), [1, 3, 6]);
    let tape = Tape::new();
    let packed = tape.constant(packed);
    let y = packed.self_attention(Heads::new(1).causal()).value();
    let y = list(y.data().iter().map(|&y| f64::from(y)), 2);
    lesson.say("nabla has all of it in one operation. It takes queries, keys and values side by side, and gives the same three outputs:");
    let call = "packed.self_attention(Heads::new(1).causal())";
    lesson.show(format!("{call}\n{y}"));
    Ok(())
}

/// A row as it stands on paper.
fn whole(row: &[f64]) -> String {
    let numbers: Vec<String> = row.iter().map(|&x| num(x, 0)).collect();
    format!("({})", numbers.join(", "))
}

/// Scores, weights and outputs, a row for each token that asks.
fn asked(scores: &Matrix, weights: &Matrix, values: &Matrix) -> Table {
    let mut table = Table::new(["asks", "score 1", "2", "3", "weight 1", "2", "3", "output"]);
    let outputs = lab13::three::product(weights, values);
    for (t, ((s, p), y)) in (1..).zip(scores.iter().zip(weights).zip(&outputs)) {
        let scores = s.iter().map(|&s| num(s, 2));
        let numbers = scores.chain(p.iter().map(|&p| num(p, 3)));
        let output = format!("({}, {})", num(y[0], 2), num(y[1], 2));
        table.push([t.to_string()].into_iter().chain(numbers).chain([output]));
    }
    table
}
