//! The recurrent operations, their results set side by side as in `recurrent.py`.

use super::Value;
use nabla::rnn::{Reading, Run};
use nabla::{Tokens, Var};

/// The operation called `op` on these inputs; None if there is no such one here.
pub fn run<'t>(op: &str, v: &[Var<'t>], arguments: &[Value]) -> Option<Var<'t>> {
    let (x, rest) = v.split_first()?;
    let lengths = lengths(arguments);
    let mut reading = Reading::new();
    if let Some(lengths) = &lengths {
        reading = reading.lengths(lengths);
    }
    if let Some(kind) = op.strip_prefix("bidirectional_") {
        let (there, back) = rest.split_at(rest.len() / 2);
        let [there, back] = [
            sequence(kind, *x, there, reading)?,
            sequence(kind, *x, back, reading.reversed())?,
        ];
        let outputs = Var::concat(&[there.outputs, back.outputs], 2);
        return Some(Var::concat(&[outputs.flatten(), there.last, back.last], 1));
    }
    Some(match (op, rest) {
        ("embedding", []) => x.embedding(&tokens(&arguments[0], x.shape().dims()[0])),
        ("rnn_cell", &[h, w_x, w_h, b]) => x.rnn_cell(h, w_x, w_h, b),
        ("lstm_cell", &[h, c, w_x, w_h, b]) => {
            let (h, c) = x.lstm_cell((h, c), w_x, w_h, b);
            Var::concat(&[h, c], 1)
        }
        ("gru_cell", &[h, w_x, w_h, b_x, b_h]) => x.gru_cell(h, w_x, w_h, b_x, b_h),
        _ => {
            let run = sequence(op, *x, rest, reading)?;
            let results = [Some(run.outputs.flatten()), Some(run.last), run.cell];
            let results: Vec<Var> = results.into_iter().flatten().collect();
            Var::concat(&results, 1)
        }
    })
}

fn sequence<'t>(kind: &str, x: Var<'t>, v: &[Var<'t>], reading: Reading) -> Option<Run<'t>> {
    Some(match (kind, v) {
        ("rnn", [w_x, w_h, b, start @ ..]) => {
            x.rnn(start.first().copied(), *w_x, *w_h, *b, reading)
        }
        ("lstm", [w_x, w_h, b, start @ ..]) => {
            let start = (start.len() == 2).then(|| (start[0], start[1]));
            x.lstm(start, *w_x, *w_h, *b, reading)
        }
        ("gru", [w_x, w_h, b_x, b_h, start @ ..]) => {
            x.gru(start.first().copied(), *w_x, *w_h, *b_x, *b_h, reading)
        }
        _ => return None,
    })
}

pub fn numbers(value: &Value) -> Vec<u64> {
    let list = value.as_array().expect("a list").iter();
    list.map(|n| n.as_u64().expect("a whole number")).collect()
}

fn lengths(arguments: &[Value]) -> Option<Vec<usize>> {
    let list = arguments.first()?.as_array()?;
    let lengths = list.iter().map(|n| Some(n.as_u64()? as usize));
    lengths.collect()
}

pub fn tokens(ids: &Value, vocabulary: usize) -> Tokens {
    let rows = ids.as_array().expect("a list");
    let (ids, shape) = if rows[0].is_array() {
        let ids: Vec<u64> = rows.iter().flat_map(numbers).collect();
        (ids.clone(), vec![rows.len(), ids.len() / rows.len()])
    } else {
        (numbers(ids), vec![rows.len()])
    };
    let ids: Vec<u32> = ids.iter().map(|&id| id as u32).collect();
    Tokens::new(&ids, &shape[..], vocabulary)
}
