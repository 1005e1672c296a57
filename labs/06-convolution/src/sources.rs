//! The numbers that the lectures work out by hand, and the example of the backward pass.

use crate::filter::Grid;

/// Rows of numbers, as text: `"0 1 2 / 3 4 5"`.
///
/// # Panics
/// If a word is not a number.
pub fn grid(text: &str) -> Grid {
    let number = |word: &str| {
        word.parse()
            .unwrap_or_else(|_| panic!("{word} is not a number"))
    };
    let row = |row: &str| row.split_whitespace().map(number).collect();
    text.split('/').map(row).collect()
}

/// Rows of digits, as text: `"012/345"`.
fn digits(text: &str) -> Grid {
    let row = |row: &str| row.bytes().map(|digit| f64::from(digit - b'0')).collect();
    text.split('/').map(row).collect()
}

/// The tip of a seven [EXP]. The last row is not legible in the source; this one is ours.
pub fn tip_of_a_seven() -> Grid {
    grid("0 0 0 0 0 0 / 0 0 0 0 0 0 / 0 0 3 7 6 6 / 0 0 9 10 10 10 / 0 0 4 4 3 1")
}

/// Its first five columns. They are enough for the lesson; how large the output of all six is, the learner finds out.
pub fn five_columns_of_the_tip() -> Grid {
    let mut tip = tip_of_a_seven();
    tip.iter_mut().for_each(|row| row.truncate(5));
    tip
}

/// Answers to an edge between dark on its left and ink on its right [EXP].
pub fn edge() -> Grid {
    grid("-1 0 1 / -1 0 1 / -1 0 1")
}

/// The picture of ones and zeros of [UCSD] and [YAK].
pub fn binary() -> Grid {
    digits("11100/01110/00111/00110/01100")
}

/// Its filter: ones in the corners and in the middle.
pub fn one_zero_one() -> Grid {
    digits("101/010/101")
}

/// The input volume of [PSC], which is that of the course CS231n: 5 × 5 × 3 with a margin of zeros, so 7 × 7 × 3.
pub fn volume() -> Vec<Grid> {
    [
        "0000000/0002210/0122120/0021210/0221110/0101010/0000000",
        "0000000/0110200/0101100/0220200/0211100/0112110/0000000",
        "0000000/0120000/0021000/0102110/0210220/0112200/0000000",
    ]
    .map(digits)
    .to_vec()
}

/// Its two filters, a slice for each channel.
pub fn volume_filters() -> [Vec<Grid>; 2] {
    let slices = |texts: [&str; 3]| texts.map(grid).to_vec();
    [
        slices([
            "-1 0 -1 / 0 0 -1 / 0 -1 1",
            "0 1 -1 / 1 0 1 / -1 1 0",
            "1 -1 1 / -1 -1 0 / 1 0 1",
        ]),
        slices([
            "1 0 1 / -1 1 1 / 1 1 1",
            "0 1 -1 / 0 0 0 / 1 0 0",
            "1 0 -1 / 0 1 1 / -1 1 -1",
        ]),
    ]
}

/// Their biases.
pub const VOLUME_BIASES: [f64; 2] = [1.0, 0.0];

/// The second output as the slide prints it. Two of the nine are wrong.
pub fn printed_second_output() -> Grid {
    grid("4 8 3 / 7 11 4 / 3 7 4")
}

/// The example of the backward pass: a picture of 3 × 4.
pub fn small_picture() -> Grid {
    grid("1 2 0 3 / 0 1 4 1 / 2 0 1 2")
}

/// Its filter, 2 × 3. Nothing in it is symmetric, so that no mistake can hide.
pub fn small_filter() -> Grid {
    grid("1 0 -2 / 3 1 -1")
}

/// What the small picture should become.
pub fn small_target() -> Grid {
    grid("-3 4 / -3 -4")
}
