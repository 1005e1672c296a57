//! An edge filter on the tip of a seven, the sum written out, and which way round.

use super::{beside, short};
use crate::figures;
use lab06::filter::{Grid, flip, slide, true_convolution};
use lab06::pooling::{Pool, pool};
use lab06::sources::{binary, edge, five_columns_of_the_tip, grid, one_zero_one};
use lab06::{exercises, solutions};
use labkit::{Lesson, Quantity, Result};

/// A function that slides a filter over a picture.
pub type Slide = fn(&[Vec<f64>], &[Vec<f64>]) -> Grid;

/// “A filter on the tip of a seven”.
pub fn seven(lesson: &mut Lesson) -> Result<()> {
    let (picture, filter) = (five_columns_of_the_tip(), edge());
    lesson.say(
        "Here is a corner of a picture, the tip of a seven, as the camera counted the ink. Beside it nine numbers, a *filter*. Lay it on the upper left corner, multiply each of its numbers by the pixel below, and add up the nine products: that is its answer there. Then move it by one pixel, and do it again [EXP].",
    );
    lesson.show(beside(&[("picture", &picture), ("filter", &filter)]));
    lesson.predict_choice(
        "Where will this filter give its largest answers?",
        &[
            "on blank page",
            "where ink begins, with blank page on its left",
            "inside a broad stroke",
        ],
        1,
        "It takes its left column away from its right one. So it is large at an *upright edge*, where ink begins; zero where left and right are alike; and negative where the ink ends.",
    );
    let convolve = lesson.answer(
        "convolve",
        exercises::convolve as Slide,
        solutions::convolve,
    );
    let answers = convolve(&picture, &filter);
    lesson.predict_number(
        "What is its answer at row 2, column 1 of the output, counted from 0?",
        Quantity::new(answers[2][1], 0).within(0.0),
        &format!(
            "{}. Written out, and with it all answers:",
            short(answers[2][1])
        ),
    );
    lesson.show(written_out(&picture, &filter, (2, 1)));
    lesson.show(beside(&[("answers", &answers)]));
    lesson.figure(
        "sliding",
        "The filter on its way, at its first, second, fifth and last place. Below the picture, what it has answered so far.",
        (730, 290),
        |area| figures::sliding::draw(area, &picture, &filter, &[0, 1, 4, 8]),
    )?;
    lesson.say("The lecture's patch has a sixth column. How many rows and columns its output has is the exercise `size_of_the_seven`. Then the lecture keeps the largest number of every 2 × 2, moving by one. That is *max pooling*.");
    let pooled = pool(&answers, 2, 1, Pool::Max);
    lesson.figure(
        "seven",
        "From the tip of a seven to its edges, to the largest of them. Orange is positive, blue negative.",
        (730, 250),
        |area| figures::sliding::chain(area, &[("tip of a seven", &picture), ("its upright edges", &answers), ("pooled", &pooled)]),
    )
}

/// The products at one place, one row of the filter a line.
fn written_out(picture: &Grid, filter: &Grid, (row, column): (usize, usize)) -> String {
    let products = |i: usize| {
        let terms: Vec<String> = (0..filter[i].len())
            .map(|j| {
                let (a, x) = (filter[i][j], picture[row + i][column + j]);
                format!("{:>2}·{:<2}", short(a), short(x))
            })
            .collect();
        let sum: f64 = (0..filter[i].len())
            .map(|j| filter[i][j] * picture[row + i][column + j])
            .sum();
        (terms.join(" + "), sum)
    };
    let rows: Vec<(String, f64)> = (0..filter.len()).map(products).collect();
    let mut text: Vec<String> = rows
        .iter()
        .map(|(terms, sum)| format!("{terms}  = {:>3}", short(*sum)))
        .collect();
    let total: f64 = rows.iter().map(|(_, sum)| sum).sum();
    let width = text[0].chars().count();
    text.push(format!(
        "{:>width$}",
        format!("together {:>3}", short(total))
    ));
    text.join("\n")
}

/// “Nine products and a sum”.
pub fn a_sum(lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "You know this sum: it is lab 1's neuron. Two things are new. It sees nine pixels, not all of them. And there is one such neuron at every place, and all have *the same nine weights*: an edge in a corner is as much an edge as one in the middle.

         A second example, in which everything is 0 or 1 [UCSD, YAK]. The filter counts how many of five places are inked, those under its corners and under its middle.",
    );
    let (picture, filter) = (binary(), one_zero_one());
    lesson.show(beside(&[("picture", &picture), ("filter", &filter)]));
    let convolve = lesson.answer(
        "convolve",
        exercises::convolve as Slide,
        solutions::convolve,
    );
    let answers = convolve(&picture, &filter);
    lesson.number("binary_first", answers[0][0]);
    lesson.predict_number(
        "What is its first answer, in the upper left corner?",
        Quantity::new(answers[0][0], 0).within(0.0),
        &format!(
            "Under the corners of the filter lie 1, 1, 0 and 1, under its middle 1. Together {}.",
            short(answers[0][0])
        ),
    );
    lesson.show(beside(&[("answers", &answers)]));
    lesson.figure(
        "binary",
        "The filter of ones and zeros at its first, second, fifth and last place.",
        (730, 300),
        |area| figures::sliding::draw(area, &picture, &filter, &[0, 1, 4, 8]),
    )
}

/// “Which way round?”.
pub fn which_way(lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "Mathematicians will object. A *convolution*, they say, turns the filter by half a circle before it slides; what networks compute is a *cross-correlation* [UCSD]:",
    );
    lesson.show(
        "
         cross-correlation   y(r, c) = Σ_ij k(i, j) · x(r + i, c + j)
         convolution         y(r, c) = Σ_ij k(i, j) · x(r − i, c − j)",
    );
    let (picture, lopsided) = (five_columns_of_the_tip(), grid("1 0 0 / 0 0 0 / 0 0 -2"));
    let filters = [
        ("1-0-1", &one_zero_one()),
        ("edge", &edge()),
        ("lopsided", &lopsided),
    ];
    lesson.say("Three filters:");
    lesson.show(beside(&filters));
    let changed = filters
        .iter()
        .filter(|(_, filter)| flip(filter) != **filter);
    lesson.predict_choice(
        "How many of the three answer differently when they are turned?",
        &["none", "one", "two", "three"],
        changed.count(),
        "The 1-0-1 filter is itself when turned; the edge filter changes its sign. For a filter that is learned it does not matter: descent finds the turned weights just as well. It matters as soon as weights are carried from one program to another.",
    );
    let rows: Vec<String> = filters
        .iter()
        .map(|(name, filter)| {
            let (lies, turned) = (slide(&picture, filter), true_convolution(&picture, filter));
            format!(
                "{name:<9} as it lies {:>3}     turned {:>3}",
                short(lies[2][1]),
                short(turned[2][1])
            )
        })
        .collect();
    lesson.say("Their answers at row 2, column 1 of the tip of the seven:");
    lesson.show(rows.join("\n"));
    let impulse = grid("0 0 0 0 0 / 0 0 0 0 0 / 0 0 1 0 0 / 0 0 0 0 0 / 0 0 0 0 0");
    let marked = grid("1 2 3 / 4 5 6 / 7 8 9");
    lesson.say("On a single dot everybody can see the difference:");
    lesson.show(beside(&[
        ("filter", &marked),
        ("cross-correlation", &slide(&impulse, &marked)),
        ("convolution", &true_convolution(&impulse, &marked)),
    ]));
    lesson.say(
        "From here on, as everywhere in deep learning, *convolution* means the sum that does not turn. But remember the turned filter. It comes back, uninvited, in [The gradient of the picture](#the-gradient-of-the-picture).",
    );
    Ok(())
}
