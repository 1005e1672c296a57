//! Looking in the wrong way.

use crate::solutions::attention_weights;

/// The query, and a vector for each letter.
pub type Asked = (Vec<f64>, Vec<Vec<f64>>);
/// The weights, and what is found.
pub type Answer = (Vec<f64>, Vec<f64>);

/// The mean by these weights, whatever they add up to.
fn found(weights: Vec<f64>, (query, letters): &Asked) -> Answer {
    let pairs = || weights.iter().zip(letters);
    let column = |i: usize| pairs().map(|(w, letter)| w * letter[i]).sum();
    let found = (0..query.len()).map(column).collect();
    (weights, found)
}

fn scores((query, letters): &Asked) -> Vec<f64> {
    let dot = |letter: &Vec<f64>| letter.iter().zip(query).map(|(a, b)| a * b).sum();
    letters.iter().map(dot).collect()
}

/// Shares of what `power` makes of each score.
pub fn shares(power: fn(f64) -> f64) -> impl Fn(&Asked) -> Answer {
    move |asked| {
        let powers: Vec<f64> = scores(asked).into_iter().map(power).collect();
        let sum: f64 = powers.iter().sum();
        found(powers.iter().map(|power| power / sum).collect(), asked)
    }
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
