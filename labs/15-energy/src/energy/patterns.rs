//! Bars and stripes.

use super::exact::states;

// ANCHOR: patterns
/// All pictures of n × n pixels of which each row is of one colour, or each column; the empty and the full one, which are both,
/// once. (MacKay, *Information Theory, Inference, and Learning Algorithms*, 2003.)
pub fn bars_and_stripes(n: usize) -> Vec<Vec<f64>> {
    let rows = |line: &Vec<f64>| line.iter().flat_map(|&x| vec![x; n]).collect();
    let columns = |line: &Vec<f64>| line.repeat(n);
    let lines = states(n);
    let neither_none_nor_all = &lines[1..lines.len() - 1];
    let columns = neither_none_nor_all.iter().map(columns);
    lines.iter().map(rows).chain(columns).collect()
}
// ANCHOR_END: patterns
