//! Looking in the wrong way.

use crate::solutions::attention_weights;

/// The query, and a vector for each letter.
pub type Asked = (Vec<f64>, Vec<Vec<f64>>);
/// The weights, and what is found.
pub type Answer = (Vec<f64>, Vec<f64>);

/// The mean by these weights, whatever they add up to.
fn found(weights: Vec<f64>, (query, letters): &Asked) -> Answer {
    let column = |i: usize| {
        weights
            .iter()
            .zip(letters)
            .map(|(w, letter)| w * letter[i])
            .sum()
    };
    let found = (0..query.len()).map(column).collect();
    (weights, found)
}

fn scores((query, letters): &Asked) -> Vec<f64> {
    let dot = |letter: &Vec<f64>| letter.iter().zip(query).map(|(a, b)| a * b).sum();
    letters.iter().map(dot).collect()
}

/// Exponentials of the scores as they are.
pub fn overflows(asked: &Asked) -> Answer {
    let exps: Vec<f64> = scores(asked).into_iter().map(f64::exp).collect();
    let sum: f64 = exps.iter().sum();
    found(exps.iter().map(|exp| exp / sum).collect(), asked)
}

/// Shares of the scores themselves.
pub fn shares(asked: &Asked) -> Answer {
    let scores = scores(asked);
    let sum: f64 = scores.iter().sum();
    found(scores.iter().map(|score| score / sum).collect(), asked)
}

/// The query `times` as long.
pub fn scaled(times: f64, (query, letters): &Asked) -> Answer {
    let query: Vec<f64> = query.iter().map(|x| times * x).collect();
    attention_weights(&query, letters)
}

/// The weights of the letters, but a plain mean of them.
pub fn plain_mean(asked: &Asked) -> Answer {
    let (weights, _) = attention_weights(&asked.0, &asked.1);
    let equal = vec![1.0 / weights.len() as f64; weights.len()];
    (weights, found(equal, asked).1)
}
