//! The exercise about a few rows.

use labkit::judge::Exercise;

use crate::{exercises, mistakes, solutions};

type Batch = (f64, f64, Vec<usize>);

pub(super) fn minibatch_gradient() -> Exercise {
    const X: [f64; 5] = [0.5, -1.0, 2.0, 3.5, -2.5];
    const Y: [f64; 5] = [1.0, 0.5, -1.0, -3.0, 4.0];
    Exercise::new(
        "minibatch_gradient",
        10,
        "the gradient, estimated from a few rows",
    )
    .hints([
        "It is your loss_gradient again, but the sum runs over the rows in the batch.",
        "`for &i in batch` gives the row numbers: use x[i] and y[i].",
        "Sum 2(W·x_i + b − y_i)·x_i and 2(W·x_i + b − y_i) over the batch, then divide both by \
             batch.len().",
    ])
    .probes([
        // batch_a, batch_b, batch_c
        ((0.3, -0.3, vec![3, 1]), (14.225, 2.65)),
        ((-1.5, 0.25, vec![4, 0, 2]), (-17.0 / 6.0, -13.0 / 6.0)),
        ((2.0, 1.0, vec![3]), (77.0, 22.0)),
        // batch_twice: a row that was drawn three times counts three times; batch_all
        ((0.5, -1.0, vec![2, 2, 0, 2]), (2.5625, 0.625)),
        ((0.75, 2.0, vec![4, 3, 2, 1, 0]), (18.125, 4.15)),
    ])
    .tolerance(1e-12)
    .answer(|(w, b, rows): &Batch| exercises::minibatch_gradient(*w, *b, &X, &Y, rows))
    .solution(|(w, b, rows)| solutions::minibatch_gradient(*w, *b, &X, &Y, rows))
    .mistake(
        "divides by all rows",
        "The mean is over the batch: divide by batch.len(), or a small batch takes tiny steps.",
        |(w, b, rows)| mistakes::minibatch_over_all(*w, *b, &X, &Y, rows),
    )
    .mistake(
        "does not divide",
        "This is the sum over the batch. Take the mean, so that the same rate suits every \
             batch size.",
        |(w, b, rows)| mistakes::minibatch_sum(*w, *b, &X, &Y, rows),
    )
    .mistake(
        "takes the first rows",
        "The batch lists row numbers; you used the first rows of the data instead, so most \
             rows would never be seen.",
        |(w, b, rows)| mistakes::minibatch_first(*w, *b, &X, &Y, rows),
    )
    .mistake(
        "each row once",
        "You counted each row once. A batch drawn at random may hold a row several times, and it \
             counts as often.",
        |(w, b, rows)| {
            let once: std::collections::BTreeSet<usize> = rows.iter().copied().collect();
            solutions::minibatch_gradient(*w, *b, &X, &Y, &Vec::from_iter(once))
        },
    )
    .mistake(
        "takes all rows",
        "You went through all rows of the data. The batch says which ones count.",
        |(w, b, _)| solutions::minibatch_gradient(*w, *b, &X, &Y, &[0, 1, 2, 3, 4]),
    )
    .mistake(
        "swaps the two",
        "The two are in the wrong order: ∂/∂W first, then ∂/∂b.",
        |(w, b, rows)| {
            let (dw, db) = solutions::minibatch_gradient(*w, *b, &X, &Y, rows);
            (db, dw)
        },
    )
    .mistake(
        "loses the 2",
        "The derivative of a square is twice the thing squared: your gradient is half as long as it \
             should be.",
        |(w, b, rows)| {
            let (dw, db) = solutions::minibatch_gradient(*w, *b, &X, &Y, rows);
            (dw / 2.0, db / 2.0)
        },
    )
    .mistake(
        "points downhill",
        "The sign is turned round: the gradient points uphill, and the step subtracts it.",
        |(w, b, rows)| {
            let (dw, db) = solutions::minibatch_gradient(*w, *b, &X, &Y, rows);
            (-dw, -db)
        },
    )
    .mistake(
        "divides by one less",
        "You divided by one less than the size of the batch. A mean divides by its size.",
        |(w, b, rows)| {
            let (dw, db) = mistakes::minibatch_sum(*w, *b, &X, &Y, rows);
            let n = rows.len() as f64 - 1.0;
            (dw / n, db / n)
        },
    )
    .mistake(
        "forgets x",
        "W is multiplied by x inside the square, so ∂/∂W has a factor x; yours is ∂/∂b twice.",
        |(w, b, rows)| {
            let (_, db) = solutions::minibatch_gradient(*w, *b, &X, &Y, rows);
            (db, db)
        },
    )
    .mistake(
        "counts the place",
        "You used the place in the batch as the row for x or y: it is the number that stands there.",
        |(w, b, rows)| mistakes::minibatch_mixed(*w, *b, &X, &Y, rows),
    )
    .why(
        "Averaged over all batches this is the gradient of all rows. A batch is a poll, and \
             its error shrinks with the root of its size.",
    )
    .done()
}
