//! The gradient of a batch.

use crate::mistakes::{self, gradients};
use crate::{exercises, solutions};
use labkit::judge::Exercise;

pub fn logit_gradients() -> Exercise {
    type Batch = (Vec<Vec<f32>>, Vec<usize>);
    let probes: [(Batch, Vec<Vec<f32>>); 5] = [
        (
            (
                vec![vec![2.0, -1.0, 0.5], vec![0.25, 1.5, -0.75]],
                vec![2, 0],
            ),
            vec![
                vec![0.392_798_5, 0.019_556_287, -0.412_354_8],
                vec![-0.397_081_7, 0.359_220_17, 0.037_861_527],
            ],
        ),
        (
            (
                vec![
                    vec![1.25, -0.5, 3.0, 0.75],
                    vec![-2.0, 0.5, 0.25, 1.0],
                    vec![0.1, 0.2, -0.3, 0.4],
                ],
                vec![0, 3, 2],
            ),
            vec![
                vec![-0.289_094_8, 0.007_687_506, 0.254_575_25, 0.026_832_034],
                vec![0.007_796_219, 0.094_977_394, 0.073_968_47, -0.176_742_08],
                vec![0.080_801_23, 0.089_299_17, -0.279_170_65, 0.109_070_25],
            ],
        ),
        (
            (vec![vec![-1.5, 0.5]], vec![1]),
            vec![vec![0.119_202_92, -0.119_202_92]],
        ),
        (
            (
                vec![
                    vec![0.0, 2000.0, -3.0],
                    vec![-1000.0, -1003.0, -1001.0],
                    vec![2000.0, 0.0, 1999.0],
                ],
                vec![2, 0, 1],
            ),
            vec![
                vec![0.0, 0.333_333_34, -0.333_333_34],
                vec![-0.098_205_16, 0.011_706_342, 0.086_498_82],
                vec![0.243_686_2, -0.333_333_34, 0.089_647_14],
            ],
        ),
        // The same row three times, once with another label.
        (
            (vec![vec![0.5, -0.25]; 3], vec![0, 0, 1]),
            vec![
                vec![-0.106_940_43, 0.106_940_43],
                vec![-0.106_940_43, 0.106_940_43],
                vec![0.226_392_9, -0.226_392_9],
            ],
        ),
    ];
    Exercise::new("logit_gradients", 15, "the gradient of the mean loss with respect to every logit of a batch")
        .hints([
            "Begin with a single row: which two lists are compared, and what is their difference?",
            "In one row it is p − y. The loss is the mean over N rows: what does that do to the gradient of each?",
            "For each row: softmax, take 1 away at the label, divide everything by the number of rows.",
        ])
        .probes(probes)
        .tolerance(2e-6)
        .property(
            "What a row gives to one class it takes from the others: its gradient adds up to 0.",
            |draws| {
                let rows = (0..3).map(|_| draws.numbers(4, -100.0..100.0).iter().map(|&z| z as f32).collect()).collect();
                (rows, (0..3).map(|_| draws.whole(0..4)).collect())
            },
            |gradients, batch: &Batch| {
                let sums = gradients(batch).iter().map(|row| row.iter().sum::<f32>()).collect();
                (batch.clone(), sums, vec![0.0; batch.1.len()])
            },
        )
        .answer(|(z, labels)| exercises::logit_gradients(z, labels))
        .solution(|(z, labels)| solutions::logit_gradients(z, labels))
        .mistake(
            "sum, not mean",
            "These are the gradients of the *sum* of the losses. The loss is their mean: divide by the number of rows.",
            |(z, labels)| gradients::of_the_sum(z, labels),
        )
        .mistake(
            "uphill",
            "The signs are turned round: you computed y − p. A step *against* the gradient must raise the right logit.",
            |(z, labels)| gradients::uphill(z, labels),
        )
        .mistake(
            "mean over all numbers",
            "You divided by the number of logits. The mean runs over examples; the classes of one example share one loss.",
            |(z, labels)| gradients::over_all(z, labels),
        )
        .mistake(
            "the label only",
            "Only the right class has a gradient in yours. The others have one as well: their probability has to go down.",
            |(z, labels)| gradients::of_the_label_only(z, labels),
        )
        .mistake(
            "naive softmax",
            "p − y it is, but your p comes from a softmax that overflows: e^2000 is infinite. Take the largest logit away from its row first.",
            |(z, labels)| gradients::with_p(z, labels, mistakes::rows::softmax_that_overflows),
        )
        .variants(
            "softmax less another logit",
            "p − y it is, but your softmax takes another logit away than the largest of the row: a wide spread still overflows.",
            mistakes::rows::OTHERS,
            |reference, (z, labels)| {
                gradients::with_p(z, labels, |row| mistakes::rows::softmax_less(reference(row), row))
            },
        )
        .mistake(
            "forgets the label",
            "Those are the probabilities, over the number of rows. At the label 1 has to be taken away.",
            |(z, labels)| gradients::without_labels(z, labels),
        )
        .mistake(
            "keeps σ′",
            "There is a factor p·(1 − p) too much: it belongs to a squared error of sigmoids. In softmax with cross-entropy it cancels.",
            |(z, labels)| gradients::with_slope(z, labels),
        )
        .mistake(
            "squared error",
            "That is the gradient of the squared error ½Σ(p − y)². The cross-entropy has the simpler one: p − y.",
            |(z, labels)| gradients::of_squares(z, labels),
        )
        .mistake(
            "divides only at the label",
            "You divided before taking 1 away: p/N − 1 at the label. Both belong to the mean: (p − 1)/N.",
            |(z, labels)| gradients::undivided_label(z, labels),
        )
        .mistake(
            "one place too early",
            "You took 1 away one place before the label: classes are counted from 0.",
            |(z, labels)| {
                let earlier: Vec<usize> = labels.iter().map(|label| label.saturating_sub(1)).collect();
                solutions::logit_gradients(z, &earlier)
            },
        )
        .mistake(
            "from the logits",
            "You took 1 away from the logit. The gradient begins with the probability: softmax first.",
            |(z, labels)| gradients::with_p(z, labels, <[f32]>::to_vec),
        )
        .variants(
            "a factor 2",
            "The direction is right, and the length is off by a factor 2. A square would bring one; the cross-entropy has none.",
            [2.0, 0.5],
            |&by, (z, labels)| gradients::scaled(z, labels, by),
        )
        .mistake(
            "rows for columns",
            "The numbers are right and lie on their side: a row for each example, as in `logits`.",
            |(z, labels)| gradients::turned(z, labels),
        )
        .mistake(
            "uphill, and a sum",
            "That is y − p: the sign is turned round, and the mean over the rows is missing.",
            |(z, labels)| gradients::scaled(z, labels, -(labels.len() as f32)),
        )
        .mistake(
            "one softmax for all",
            "You took one softmax over all rows together. Each example has its own: its row adds up to 1.",
            |(z, labels)| gradients::of_one_softmax(z, labels),
        )
        .why("Each row adds up to 0: what is given to the right class is taken from the others.")
        .done()
}
