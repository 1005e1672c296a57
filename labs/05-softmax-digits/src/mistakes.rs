//! Answers that are plausible and wrong. The judge compares a wrong answer with these, to say which
//! thought went astray; and our tests use them to prove that the judge's questions are sharp enough.

use crate::solutions;

pub mod gradients;
pub mod rows;
pub mod units;

/// Counts classes from 1.
pub fn one_hot_from_one(label: usize, classes: usize) -> Vec<f32> {
    let mut hot = vec![0.0; classes];
    if label > 0 {
        hot[label - 1] = 1.0;
    }
    hot
}

/// Puts the label itself where a 1 belongs.
pub fn one_hot_with_the_label(label: usize, classes: usize) -> Vec<f32> {
    let mut hot = vec![0.0; classes];
    hot[label] = label as f32;
    hot
}

/// All places up to the class are 1.
pub fn one_hot_thermometer(label: usize, classes: usize) -> Vec<f32> {
    (0..classes)
        .map(|k| if k <= label { 1.0 } else { 0.0 })
        .collect()
}

/// Rows and columns exchanged.
pub fn confusion_turned(labels: &[usize], answers: &[usize], classes: usize) -> Vec<Vec<usize>> {
    solutions::confusion(answers, labels, classes)
}

/// The mistakes only: nothing on the diagonal.
pub fn confusion_of_mistakes(
    labels: &[usize],
    answers: &[usize],
    classes: usize,
) -> Vec<Vec<usize>> {
    let mut matrix = solutions::confusion(labels, answers, classes);
    for (k, row) in matrix.iter_mut().enumerate() {
        row[k] = 0;
    }
    matrix
}

/// Marks in place of counts.
pub fn confusion_of_marks(labels: &[usize], answers: &[usize], classes: usize) -> Vec<Vec<usize>> {
    let mut matrix = solutions::confusion(labels, answers, classes);
    for count in matrix.iter_mut().flatten() {
        *count = (*count).min(1);
    }
    matrix
}

/// The diagonal only.
pub fn confusion_of_hits(labels: &[usize], answers: &[usize], classes: usize) -> Vec<Vec<usize>> {
    let mut matrix = solutions::confusion(labels, answers, classes);
    for (truth, row) in matrix.iter_mut().enumerate() {
        for (answer, count) in row.iter_mut().enumerate() {
            *count *= usize::from(truth == answer);
        }
    }
    matrix
}

/// What is off the diagonal counted on both sides of it.
pub fn confusion_both_ways(labels: &[usize], answers: &[usize], classes: usize) -> Vec<Vec<usize>> {
    let one = solutions::confusion(labels, answers, classes);
    let other = solutions::confusion(answers, labels, classes);
    let field = |a: usize, b: usize| one[a][b] + if a == b { 0 } else { other[a][b] };
    let row = |a| (0..classes).map(|b| field(a, b)).collect();
    (0..classes).map(row).collect()
}

/// Every label with every answer.
pub fn confusion_of_all_pairs(
    labels: &[usize],
    answers: &[usize],
    classes: usize,
) -> Vec<Vec<usize>> {
    let pairs = labels
        .iter()
        .flat_map(|&l| answers.iter().map(move |&a| (l, a)));
    let (labels, answers): (Vec<usize>, Vec<usize>) = pairs.unzip();
    solutions::confusion(&labels, &answers, classes)
}

/// Whole percents of each row.
pub fn confusion_of_percents(
    labels: &[usize],
    answers: &[usize],
    classes: usize,
) -> Vec<Vec<usize>> {
    let percents = |row: Vec<usize>| {
        let total = row.iter().sum::<usize>().max(1);
        row.iter().map(|count| 100 * count / total).collect()
    };
    let matrix = solutions::confusion(labels, answers, classes);
    matrix.into_iter().map(percents).collect()
}

/// Weights without biases.
pub fn parameters_without_biases(sizes: &[usize]) -> usize {
    sizes.windows(2).map(|layer| layer[0] * layer[1]).sum()
}

/// A bias for each input as well.
pub fn parameters_with_input_biases(sizes: &[usize]) -> usize {
    solutions::parameters(sizes) + sizes.first().unwrap_or(&0)
}

/// One bias a layer.
pub fn parameters_with_one_bias_a_layer(sizes: &[usize]) -> usize {
    sizes.windows(2).map(|layer| layer[0] * layer[1] + 1).sum()
}
