//! What PCA's directions explain, and the way there and back.

use crate::{exercises, mistakes, solutions};
use labkit::judge::Exercise;

pub fn explained() -> Exercise {
    Exercise::new("explained", 10, "singular values on paper: what two directions keep; two decimals")
        .entries([
            "the fraction explained",
            "the sum that is lost",
            "the mean squared error",
            "how many numbers lose nothing",
        ])
        .hints([
            "The variance along a direction is σ² over the number of rows. Shares do not care for that number.",
            "What is lost, summed over all differences, is the sum of the squares that were left out.",
            "36 + 16 of 65 is kept; 9 + 4 + 0 is lost, over 10 · 5 numbers. And a direction along which nothing varies need not be kept.",
        ])
        // By hand: 52/65, 13, 13/50, 4.
        .probes([((), [0.8, 13.0, 0.26, 4.0])])
        .digits(2)
        .answer(|()| exercises::explained())
        .solution(|()| solutions::explained())
        .mistake(
            "not squared",
            "You added the singular values. They are lengths; variances and squared differences are their squares.",
            |()| mistakes::explained_without_squares(),
        )
        .mistake(
            "the rest",
            "The first number is the fraction that is lost. Explained is what is kept.",
            |()| mistakes::explained_the_rest(),
        )
        .mistake(
            "over the rows",
            "You divided what is lost by the rows. Per *number* means by rows times columns, 50.",
            |()| mistakes::explained_over_rows(),
        )
        .mistake(
            "all five",
            "One singular value is 0: along that direction the data do not vary at all, and it can be left out for nothing.",
            |()| mistakes::explained_all_five(),
        )
        .mistake(
            "over the columns",
            "You divided what is lost by the columns. Per *number* means by rows times columns, 50.",
            |()| [0.8, 13.0, 2.6, 4.0],
        )
        .mistake(
            "kept for lost",
            "36 + 16 is what is *kept*. Lost is the rest.",
            |()| [0.8, 52.0, 1.04, 4.0],
        )
        .mistake(
            "percent",
            "The fraction lies between 0 and 1; you gave percent.",
            |()| [80.0, 13.0, 0.26, 4.0],
        )
        .mistake(
            "the two kept",
            "Two numbers in the middle lose 13. So many as there are directions along which anything varies lose nothing.",
            |()| [0.8, 13.0, 0.26, 2.0],
        )
        .variants(
            "a root",
            "You took a root at the end. What is asked for are sums of squares and their mean.",
            [[0.8, 13_f64.sqrt(), 0.26_f64.sqrt(), 4.0], [0.8, 13.0, 0.26_f64.sqrt(), 4.0], [0.8, 13_f64.sqrt(), 0.26, 4.0]],
            |answer, ()| *answer,
        )
        .why("The error of PCA can be read off the singular values, before a single picture has gone there and back.")
        .done()
}

pub fn reconstruct() -> Exercise {
    let third = 1.0 / 3.0;
    Exercise::new("reconstruct", 15, "through PCA's narrow place, there and back")
        .hints([
            "There: for each direction one number, the product Σ (xᵢ − meanᵢ)·vᵢ.",
            "Back: begin with the mean, and add to it that number times the direction, for each of them.",
            "The numbers of the code are taken from x − mean, never from what has come out so far.",
        ])
        .probes([
            (
                (vec![3.0, 0.0, 5.0], vec![1.0, 1.0, 2.0], vec![vec![0.6, 0.8, 0.0], vec![0.0, 0.0, 1.0]]),
                vec![1.24, 1.32, 5.0],
            ),
            (
                (vec![0.5, -1.5, 2.0, 0.25], vec![0.25, 0.5, -1.0, 0.75], vec![vec![0.5; 4]]),
                vec![0.4375, 0.6875, -0.8125, 0.9375],
            ),
            (
                (
                    vec![2.0, 1.0, -1.0],
                    vec![0.5, 0.0, 0.25],
                    vec![vec![2.0 * third, -2.0 * third, third], vec![third, 2.0 * third, 2.0 * third]],
                ),
                vec![0.555_555_555_555_555_6, 0.277_777_777_777_777_8, 0.444_444_444_444_444_4],
            ),
                    // By hand: no direction at all; a picture that is the mean; all directions, and large numbers.
            ((vec![4.0, -1.0], vec![0.5, 2.0], vec![]), vec![0.5, 2.0]),
            (
                (vec![0.75, -2.5], vec![0.75, -2.5], vec![vec![0.6, -0.8]]),
                vec![0.75, -2.5],
            ),
            (
                (vec![3e8, -1e8], vec![1e8, 1e8], vec![vec![0.0, 1.0], vec![-1.0, 0.0]]),
                vec![3e8, -1e8],
            ),
])
        .answer(|(x, mean, directions)| exercises::reconstruct(x, mean, directions))
        .solution(|(x, mean, directions)| solutions::reconstruct(x, mean, directions))
        .mistake(
            "not centred",
            "You encoded x itself. The directions begin at the mean: encode x − mean.",
            |(x, mean, d)| mistakes::reconstruct_without_centring(x, mean, d),
        )
        .mistake(
            "around zero",
            "What you return lacks the mean: the decoder begins there.",
            |(x, mean, d)| mistakes::reconstruct_around_zero(x, mean, d),
        )
        .mistake(
            "no mean at all",
            "The mean has no part in your answer. Take it away before, and give it back after.",
            |(x, mean, d)| mistakes::reconstruct_without_mean(x, mean, d),
        )
        .mistake(
            "the rest",
            "That is what is lost, around the mean. The question was what comes out.",
            |(x, mean, d)| mistakes::reconstruct_the_rest(x, mean, d),
        )
        .mistake(
            "the first alone",
            "Only the first direction is in it. What lies along each of them adds up.",
            |(x, mean, d)| solutions::reconstruct(x, mean, &d[..d.len().min(1)]),
        )
        .mistake(
            "the code",
            "That is the code, one number for each direction. Decode it: each direction times its number, added to the mean.",
            |(x, mean, d)| mistakes::reconstruct_the_code(x, mean, d),
        )
        .mistake(
            "the mean for each",
            "You added the mean once for each direction. It comes once, at the beginning.",
            |(x, mean, d)| mistakes::reconstruct_with_many_means(x, mean, d),
        )
        .mistake(
            "the mean taken away twice",
            "You took the mean away on the way back, too. There it is given back.",
            |(x, mean, d)| mistakes::reconstruct_below_the_mean(x, mean, d),
        )
        .mistake(
            "the mean of the directions",
            "You divided by the number of directions. What lies along each of them adds up.",
            |(x, mean, d)| mistakes::reconstruct_averaged(x, mean, d),
        )
        .mistake(
            "without its sign",
            "You took the length along a direction without its sign. A picture may lie on either side of the mean.",
            |(x, mean, d)| mistakes::reconstruct_without_sign(x, mean, d),
        )
        .why("Encoder: multiply by V. Decoder: multiply by Vᵀ. PCA is an autoencoder whose two halves share their weights.")
        .done()
}
