//! Examples that do not count alike, and examples made from examples.

use crate::{exercises, mistakes, solutions};
use labkit::judge::Exercise;

pub fn weighted_loss() -> Exercise {
    Exercise::new("weighted_loss", 15, "a mean in which classes count differently")
        .hints([
            "What is the weight of example i? Its label knows.",
            "Add up weight · loss over the examples. What must you divide by, so that equal weights give the plain mean?",
            "By the sum of the weights *of the examples*: `class_weights[label]`, added up over all labels.",
        ])
        .probes([
            (
                (
                    vec![1.248_433_454_743_15, 2.194_112_186_401_914_4, 1.371_539_031_852_682_8, 2.378_428_045_681_598_5],
                    vec![2, 0, 1, 1],
                    vec![0.5, 2.0, 1.25],
                ),
                1.766_527_315_947_557_9,
            ),
            (
                (
                    vec![1.136_871_006_114_899_9, 0.048_587_351_573_741_965, 0.474_076_984_180_106_7],
                    vec![0, 0, 1],
                    vec![0.25, 3.0],
                ),
                0.491_027_297_703_565_85,
            ),
            // By hand: only the first counts.
            ((vec![1.5, 3.0], vec![1, 0], vec![0.0, 2.0]), 1.5),
                    // By hand: (1·1e150 + 3·2e150)/4, one example, and a loss of 0.
            ((vec![1e150, 2e150], vec![1, 0], vec![3.0, 1.0]), 1.75e150),
            ((vec![0.75], vec![2], vec![9.0, 9.0, 0.125]), 0.75),
            ((vec![0.0, 4.0, 4.0, 0.0, 1.0], vec![1, 1, 0, 0, 0], vec![0.5, 2.0]), 10.5 / 5.5),
])
        .answer(|(losses, labels, w)| exercises::weighted_loss(losses, labels, w))
        .solution(|(losses, labels, w)| solutions::weighted_loss(losses, labels, w))
        .mistake(
            "over the count",
            "You divided by the number of examples. Then larger weights mean longer steps: make all weights 2, and the loss doubles.",
            |(losses, labels, w)| mistakes::weighted_over_count(losses, labels, w),
        )
        .mistake(
            "over the classes",
            "You divided by the sum of the classes' weights. A class that comes three times in the batch brings its weight three times.",
            |(losses, labels, w)| mistakes::weighted_over_classes(losses, labels, w),
        )
        .mistake(
            "not weighted",
            "That is the plain mean: the weights have no part in it.",
            |(losses, labels, w)| mistakes::weighted_not_at_all(losses, labels, w),
        )
        .mistake(
            "by the place",
            "You took the weights in the order of the examples. They belong to classes: `class_weights[label]`.",
            |(losses, labels, w)| mistakes::weighted_by_place(losses, labels, w),
        )
        .mistake(
            "the sum",
            "You did not divide: that is the weighted *sum*. A mean divides by the sum of the examples' weights, or twice as many examples mean a loss twice as large.",
            |(losses, labels, w)| {
                let weighted = labels.iter().zip(losses).map(|(&label, loss)| w[label] * loss);
                weighted.sum()
            },
        )
        .mistake(
            "the losses over the weights",
            "You added up the losses as they are and divided by the weights. Each loss is multiplied by the weight of its class first.",
            |(losses, labels, w)| {
                let total: f64 = labels.iter().map(|&label| w[label]).sum();
                losses.iter().sum::<f64>() / total
            },
        )
        .mistake(
            "a mean of means",
            "You took the mean of each class first, and weighted those. A class with one example then counts as much as one with a hundred; every *example* has its weight.",
            |(losses, labels, w)| mistakes::weighted_by_class_means(losses, labels, w),
        )
        .mistake(
            "upside down",
            "You divided each loss by its weight. A larger weight is to count more.",
            |(losses, labels, w)| {
                let one_over: Vec<f64> = w.iter().map(|w| 1.0 / w).collect();
                solutions::weighted_loss(losses, labels, &one_over)
            },
        )
        .why("PyTorch's `weight=` does just this. Keras' `class_weight` divides by the number of examples, so the two differ by a factor in every batch.")
        .done()
}

pub fn shifted() -> Exercise {
    let three_by_four = || {
        vec![
            vec![0.1, 0.2, 0.3, 0.4],
            vec![0.5, 0.6, 0.7, 0.8],
            vec![0.9, 1.0, 0.15, 0.25],
        ]
    };
    Exercise::new("shifted", 20, "a picture moved by whole pixels")
        .hints([
            "Go through the pixels of the *result*. Where does the one at (row, column) come from?",
            "From (row − down, column − right), if that lies in the picture; otherwise it is 0.",
            "`row.checked_add_signed(-down)` is None above the first row, and `picture.get(row)` is None below the last.",
        ])
        // Moved by hand.
        .probes([
            (
                (three_by_four(), 1, 2),
                vec![
                    vec![0.0, 0.0, 0.0, 0.0],
                    vec![0.0, 0.0, 0.1, 0.2],
                    vec![0.0, 0.0, 0.5, 0.6],
                ],
            ),
            (
                (three_by_four(), -1, 0),
                vec![
                    vec![0.5, 0.6, 0.7, 0.8],
                    vec![0.9, 1.0, 0.15, 0.25],
                    vec![0.0, 0.0, 0.0, 0.0],
                ],
            ),
            (
                (vec![vec![0.2, 0.4], vec![0.6, 0.8], vec![1.0, 0.1]], 0, -1),
                vec![vec![0.4, 0.0], vec![0.8, 0.0], vec![0.1, 0.0]],
            ),
            ((vec![vec![0.2, 0.4]], 5, 0), vec![vec![0.0, 0.0]]),
                    // Just out, just in, and far out in both directions.
            ((three_by_four(), 0, 4), vec![vec![0.0; 4]; 3]),
            (
                (three_by_four(), -2, -3),
                vec![vec![0.25, 0.0, 0.0, 0.0], vec![0.0; 4], vec![0.0; 4]],
            ),
            ((three_by_four(), -100, 100), vec![vec![0.0; 4]; 3]),
            ((three_by_four(), 0, 0), three_by_four()),
])
        .answer(|(picture, down, right)| exercises::shifted(picture, *down, *right))
        .solution(|(picture, down, right)| solutions::shifted(picture, *down, *right))
        .mistake(
            "the other way",
            "Yours moves up and to the left: the pixel at (row, column) of the result comes from (row − down, column − right).",
            |(picture, down, right)| mistakes::shifted_the_other_way(picture, *down, *right),
        )
        .mistake(
            "turned",
            "You exchanged rows and columns: `down` changes the row.",
            |(picture, down, right)| mistakes::shifted_turned(picture, *down, *right),
        )
        .mistake(
            "around the world",
            "What leaves on one side comes in on the other in yours. Paper has edges: what comes in is empty.",
            |(picture, down, right)| mistakes::shifted_around(picture, *down, *right),
        )
        .mistake(
            "smeared",
            "You repeated the edge. Beyond it the page is empty: 0.",
            |(picture, down, right)| mistakes::shifted_smeared(picture, *down, *right),
        )
        .mistake(
            "rows the other way",
            "Your columns are right; your rows move up. Row r of the result is row r − down of the picture.",
            |(picture, down, right)| solutions::shifted(picture, -*down, *right),
        )
        .mistake(
            "columns the other way",
            "Your rows are right; your columns move to the left. Column c of the result is column c − right of the picture.",
            |(picture, down, right)| solutions::shifted(picture, *down, -*right),
        )
        .mistake(
            "not emptied",
            "What comes in still shows the old picture. Begin with a picture of zeros, not with a copy.",
            |(picture, down, right)| mistakes::shifted_not_emptied(picture, *down, *right),
        )
        .mistake(
            "row by row around",
            "Each row is moved around its end: what leaves on the right comes in on the left.",
            |(picture, down, right)| mistakes::shifted_rows_around(picture, *down, *right),
        )
        .mistake(
            "in place",
            "You wrote into the picture that you were still reading: what has moved once is moved again. Write into a new one.",
            |(picture, down, right)| mistakes::shifted_in_place(picture, *down, *right),
        )
        .mistake(
            "outside the picture",
            "You asked for a pixel outside of the picture. A negative number cast to `usize` is a huge one; `checked_add_signed` says None instead.",
            |(picture, down, right)| mistakes::shifted_unchecked(picture, *down, *right),
        )
        .why("A 7 three pixels further right is still a 7. The network does not know that until it has seen one.")
        .done()
}
