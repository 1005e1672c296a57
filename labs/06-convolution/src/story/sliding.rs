//! An edge filter on the tip of a seven, the sum written out, and which way round.

use super::{beside, short};
use crate::figures;
use lab06::filter::{Grid, slide, true_convolution};
use lab06::pooling::{Pool, pool};
use lab06::sources::{binary, edge, grid, one_zero_one, tip_of_a_seven};
use lab06::{exercises, solutions};
use labkit::{Lesson, Result};

/// A function that slides a filter over a picture.
pub type Slide = fn(&[Vec<f64>], &[Vec<f64>]) -> Grid;

/// “A filter on the tip of a seven”.
pub fn seven(lesson: &mut Lesson) -> Result<()> {
    let (picture, filter) = (tip_of_a_seven(), edge());
    lesson.say(
        "Here is a corner of a picture, the tip of a seven, as the camera counted the ink. Beside it nine numbers, a *filter*. Lay the filter on the upper left corner of the picture. Each of its \
         numbers lies on a pixel; multiply the two, and add up the nine products. Then move the filter by one pixel, and do it again [EXP].",
    );
    lesson.show(beside(&[("picture", &picture), ("filter", &filter)]));
    lesson.predict(
        "Where will this filter answer with a large number? And where with zero?",
        "It takes its left column away from its right one. So it is large where ink begins on the right of empty page: at an *upright edge*. It is zero where left and right are alike, on blank page and inside a \
         broad stroke; and it is negative where the ink ends.",
    );
    let convolve = lesson.answer(
        "convolve",
        exercises::convolve as Slide,
        solutions::convolve,
    );
    let answers = convolve(&picture, &filter);
    lesson.say("Row 2, column 1 of the output, counted from 0, written out:");
    lesson.show(written_out(&picture, &filter, (2, 1)));
    let size = lesson.answer(
        "size_of_the_seven",
        exercises::size_of_the_seven as fn() -> [usize; 2],
        solutions::size_of_the_seven,
    );
    let [rows, columns] = size();
    lesson.predict(
        "How many rows and columns will the output have? The lecture says 3 × 5.",
        &format!("{rows} rows and {columns} columns. The filter fits three times into five rows, and four times into six columns."),
    );
    lesson.show(beside(&[("answers", &answers)]));
    lesson.figure(
        "sliding",
        "The filter on its way, at its first, second, sixth and last place. Below the picture, what it has answered so far.",
        (730, 290),
        |area| figures::sliding::draw(area, &picture, &filter, &[0, 1, 5, 11]),
    )?;
    lesson.say("Then the lecture keeps the largest number of every 2 × 2, moving by one. That is *max pooling*, and the six numbers that it prints are right:");
    let pooled = pool(&answers, 2, 1, Pool::Max);
    lesson.show(beside(&[("pooled", &pooled)]));
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
        "Number the nine weights of a filter k₁ to k₉, and the nine pixels under it x₁ to x₉, both in the order of reading. What the filter answers at its sixth place, say, is [PSC]:",
    );
    lesson.show(
        "
         y₆ = k₁·x₁ + k₂·x₂ + k₃·x₃
            + k₄·x₄ + k₅·x₅ + k₆·x₆
            + k₇·x₇ + k₈·x₈ + k₉·x₉",
    );
    lesson.say(
        "You know this sum: it is lab 1's neuron, without its bias. Only two things are new. The neuron sees nine pixels, not all of them. And there is one such neuron at every place, and they all have *the same nine weights*. \
         An edge in a corner is as much an edge as one in the middle; why learn it twice?

         A second example, in which everything is 0 or 1 [UCSD, YAK]. The filter has ones in its corners and in its middle, so it counts how many of these five places are inked.",
    );
    let (picture, filter) = (binary(), one_zero_one());
    lesson.show(beside(&[("picture", &picture), ("filter", &filter)]));
    lesson.predict(
        "What is its first answer, in the upper left corner?",
        "Under the corners of the filter lie 1, 1, 0 and 1, under its middle 1. Together 4.",
    );
    let convolve = lesson.answer(
        "convolve",
        exercises::convolve as Slide,
        solutions::convolve,
    );
    let answers = convolve(&picture, &filter);
    lesson.number("binary_first", answers[0][0]);
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
        "Mathematicians will object. A convolution, they say, turns the filter by half a circle before it slides: the first weight meets the *last* pixel of the window. What networks compute has another name, \
         *cross-correlation*. The two differ by the sign of an index [UCSD]:",
    );
    lesson.show(
        "
         cross-correlation   y(r, c) = Σ_ij k(i, j) · x(r + i, c + j)
         convolution         y(r, c) = Σ_ij k(i, j) · x(r − i, c − j)",
    );
    lesson.predict(
        "Does it matter? Think of the 1-0-1 filter, of the edge filter, and of a filter that is learned.",
        "For the 1-0-1 filter not at all: turned, it is itself. The edge filter changes its sign when turned, so every answer does. For a learned filter it does not matter either: descent would find the turned weights \
         just as well. It matters as soon as weights are carried from one program to another.",
    );
    let (picture, lopsided) = (tip_of_a_seven(), grid("1 0 0 / 0 0 0 / 0 0 -2"));
    let filters = [
        ("1-0-1", &one_zero_one()),
        ("edge", &edge()),
        ("lopsided", &lopsided),
    ];
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
    lesson.say("Three filters, and their answers at row 2, column 1 of the tip of the seven:");
    lesson.show(beside(&filters));
    lesson.show(rows.join("\n"));
    let impulse = grid("0 0 0 0 0 / 0 0 0 0 0 / 0 0 1 0 0 / 0 0 0 0 0 / 0 0 0 0 0");
    let marked = grid("1 2 3 / 4 5 6 / 7 8 9");
    lesson.say("There is one picture on which everybody can see the difference: a single dot. Cross-correlation draws the filter upside down around it, convolution upright.");
    lesson.show(beside(&[
        ("filter", &marked),
        ("cross-correlation", &slide(&impulse, &marked)),
        ("convolution", &true_convolution(&impulse, &marked)),
    ]));
    lesson.say(
        "From here on, as everywhere in deep learning, *convolution* means the sum that does not turn. But remember the turned filter. It comes back in this very lab, uninvited: in [The gradient of the picture](#the-gradient-of-the-picture).",
    );
    Ok(())
}
