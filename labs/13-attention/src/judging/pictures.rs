//! Masks and patches. The patches are those of PyTorch's `unfold`, by `tests/reference/make_pictures.py`.

use crate::mistakes::pictures::{self as mistakes, Asked};
use crate::{exercises, solutions};
use labkit::judge::Exercise;

pub fn exercises() -> Vec<Exercise> {
    vec![patches(), masking()]
}

/// Numbers in rows.
fn rows<const W: usize>(rows: &[[f64; W]]) -> Vec<Vec<f64>> {
    rows.iter().map(|row| row.to_vec()).collect()
}

fn patches() -> Exercise {
    Exercise::new("patches", 15, "a picture cut into p × p patches")
        .hints([
            "There are H/p rows of patches, with W/p in each: two loops, and two more within a patch.",
            "The patch in row r and column c begins at pixel (r·p, c·p).",
            "`picture.chunks_exact(p)` gives p rows at a time: one row of patches. Of each of these rows a patch has the pixels c·p to c·p + p − 1.",
        ])
        .probes([
            (
                (rows(&[[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], [7.0, 8.0, 9.0, 10.0, 11.0, 12.0], [13.0, 14.0, 15.0, 16.0, 17.0, 18.0], [19.0, 20.0, 21.0, 22.0, 23.0, 24.0]]), 2),
                rows(&[[1.0, 2.0, 7.0, 8.0], [3.0, 4.0, 9.0, 10.0], [5.0, 6.0, 11.0, 12.0], [13.0, 14.0, 19.0, 20.0], [15.0, 16.0, 21.0, 22.0], [17.0, 18.0, 23.0, 24.0]]),
            ),
            (
                (rows(&[[0.5, 0.25, 0.75, 2.0, 3.5, 1.0], [1.5, 4.0, 2.5, 6.0, 7.25, 8.0], [9.0, 5.5, 4.5, 3.0, 0.125, 6.5]]), 3),
                rows(&[[0.5, 0.25, 0.75, 1.5, 4.0, 2.5, 9.0, 5.5, 4.5], [2.0, 3.5, 1.0, 6.0, 7.25, 8.0, 3.0, 0.125, 6.5]]),
            ),
            // Patches of one pixel: every pixel is a word.
            ((rows(&[[3.0, 1.0], [4.0, 1.5], [9.0, 2.0]]), 1), rows(&[[3.0], [1.0], [4.0], [1.5], [9.0], [2.0]])),
        ])
        .answer(|(picture, p): &Asked| exercises::patches(picture, *p))
        .solution(|(picture, p): &Asked| solutions::patches(picture, *p))
        .mistake(
            "a reshape",
            "You took the pixels as they lie, p² at a time. A patch has p pixels of each of p rows, and between them lies the rest of the row.",
            mistakes::reshaped,
        )
        .mistake(
            "column by column",
            "Your patches are right, but they come column by column. Row by row is wanted, as one reads.",
            mistakes::column_by_column,
        )
        .mistake(
            "pixels in columns",
            "Your patches come in the right order, but each has its pixels column by column.",
            mistakes::turned_within,
        )
        .mistake(
            "turned round",
            "Rows and columns are exchanged throughout: in the order of the patches and within each.",
            mistakes::turned_round,
        )
        .why("On a tensor these are three words: reshape to [H/p, p, W/p, p], exchange the two in the middle, reshape. And a dense layer on patches is a convolution with a window of p and a stride of p; that is how it is often written.")
        .done()
}

fn masking() -> Exercise {
    let none = 0.196_874_404_340_722_65;
    Exercise::new("masking", 10, "what BERT is shown, and what it is asked; four decimals")
        .entries(["guesses", "masks", "shown as they were", "nothing is wanted", "shown rightly"])
        .hints([
            "Means simply add up: a row of 10 has 10 times what one token has on average.",
            "A random token is the old one in 1 of 4 draws. So of the chosen ones 0.1 + 0.1/4 are shown as they were.",
            "Nothing is wanted if none of the 10 is chosen: 0.85 · 0.85 · … And of the fifth of the chosen that shows no mask, (0.1 + 0.1/4)/0.2 are right.",
        ])
        // By hand; the fourth is 0.85¹⁰.
        .probes([((), [1.5, 1.2, 8.6875, none, 0.625])])
        .digits(4)
        .answer(|()| exercises::masking())
        .solution(|()| solutions::masking())
        .slips([
            ("all are masks", "You gave a mask to all that are chosen. Only 80 % of them get one.",
                [1.5, 1.5, 8.6875, none, 0.625]),
            ("80 % of all", "You masked 80 % of the row. It is 80 % of the 15 % that are chosen.",
                [1.5, 8.0, 8.6875, none, 0.625]),
            ("never the same", "A random token may be the old one: in 1 of 4 draws.",
                [1.5, 1.2, 8.65, none, 0.5]),
            ("the others alone", "You counted those that are not chosen. Some of the chosen are shown as they were, too.",
                [1.5, 1.2, 8.5, none, 0.625]),
            ("all are chosen", "You worked out the probability that every token is chosen, 0.15¹⁰. That none is: 0.85¹⁰.",
                [1.5, 1.2, 8.6875, 0.15_f64.powi(10), 0.625]),
        ])
        .why("So a token without a mask may be wrong too, and BERT has to mind every place. Later no text has a mask in it; a network that had learned to work at masks alone would be lost there. And of a row of 10 one gets 1.5 guesses, where a writer gets 10: masks are a slow teacher.")
        .done()
}
