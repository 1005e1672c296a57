//! Several channels, several filters; sizes and counts.

use super::beside;
use crate::figures;
use lab06::filter::at;
use lab06::size::{convolution, dense, places};
use lab06::sources::{VOLUME_BIASES, printed_second_output, volume, volume_filters};
use lab06::volume::slide_volume;
use lab06::{exercises, solutions};
use labkit::numerals::{count, num};
use labkit::{Lesson, Quantity, Result, Table};

/// “Colours, and many filters”.
pub fn volumes(lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "A colour picture has three numbers at each place, three *channels*. A filter then has three slices; at every place their answers are added up, with a bias on top. So one filter makes one channel, of however many. The best-known example is from Stanford's course CS231n, and [PSC] prints it: 5 × 5 pixels with a margin of zeros, three channels, two filters, which move by *two* pixels at a time. That is the *stride*.",
    );
    let (picture, filters) = (volume(), volume_filters());
    lesson.show(beside(&[
        ("channel 0", &picture[0]),
        ("channel 1", &picture[1]),
        ("channel 2", &picture[2]),
    ]));
    for (k, filter) in filters.iter().enumerate() {
        lesson.show(beside(&[
            (&format!("filter {k}, slice 0"), &filter[0]),
            ("slice 1", &filter[1]),
            (
                &format!("slice 2   (bias {})", num(VOLUME_BIASES[k], 0)),
                &filter[2],
            ),
        ]));
    }
    let parts: Vec<f64> = (0..3)
        .map(|c| at(&picture[c], &filters[0][c], (0, 0)))
        .collect();
    let first = parts.iter().sum::<f64>() + VOLUME_BIASES[0];
    lesson.predict_number(
        "Filter 0 at its first place, in the upper left corner: what comes out?",
        Quantity::new(first, 0).within(0.0),
        &format!(
            "The slices answer {}, {} and {}. With the bias {} that is {}. At all places:",
            num(parts[0], 0),
            num(parts[1], 0),
            num(parts[2], 0),
            num(VOLUME_BIASES[0], 0),
            num(first, 0),
        ),
    );
    let output = slide_volume(&picture, &filters[0], VOLUME_BIASES[0], 2);
    lesson.show(beside(&[("output 0", &output)]));
    lesson.figure(
        "volume",
        "Three channels under the three slices of the first filter, at row 1, column 0 of the output. Their three answers and the bias 1 add up to one number.",
        (730, 300),
        |area| figures::volume::draw(area, &picture, &filters[0], &output, (1, 0)),
    )?;
    lesson.say("So prints the slide. And for the second filter:");
    let wrong = lesson.answer(
        "wrong_in_the_volume",
        exercises::wrong_in_the_volume as fn() -> Vec<(usize, usize, f64)>,
        solutions::wrong_in_the_volume,
    );
    let mut mended = printed_second_output();
    for (row, column, right) in wrong() {
        mended[row][column] = right;
    }
    let mended = lesson.reveal(
        "wrong_in_the_volume",
        beside(&[("as you mended it", &mended)]),
    );
    lesson.show(beside(&[(
        "output 1, as printed",
        &printed_second_output(),
    )]));
    lesson.say("Two of these nine numbers are wrong. Which they are is the exercise `wrong_in_the_volume`; once it is done, the right ones stand here:");
    lesson.show(mended);
    Ok(())
}

/// “How large, and how many numbers”.
pub fn sizes(lesson: &mut Lesson) -> Result<()> {
    let output_size = lesson.answer(
        "output_size",
        exercises::output_size as fn(usize, usize, usize, usize) -> usize,
        solutions::output_size,
    );
    lesson.say("A window of F numbers slides on a row of W, with P zeros added to each end, in steps of S.");
    lesson.predict_number(
        "On a row of 28 pixels, without zeros at its ends, a window of 5 moves by 1. How many places has it?",
        Quantity::new(output_size(28, 5, 0, 1) as f64, 0).within(0.0),
        &format!("{}: its left end begins at 0 and stops where its right end touches the end of the row. For all rows it is the exercise `output_size`; some numbers to compare with:", output_size(28, 5, 0, 1)),
    );
    let mut table = Table::new(["what", "W", "F", "P", "S", "places"]);
    for (what, w, f, p, s) in [
        ("the volume", 5, 3, 1, 2),
        ("MNIST, 3 × 3", 28, 3, 0, 1),
        ("MNIST, 5 × 5, margin of 2", 28, 5, 2, 1),
        ("pooling 2 × 2", 26, 2, 0, 2),
        ("pooling that leaves a rest", 27, 2, 0, 2),
    ] {
        let got = output_size(w, f, p, s);
        table.push([
            what.to_string(),
            w.to_string(),
            f.to_string(),
            p.to_string(),
            s.to_string(),
            got.to_string(),
        ]);
    }
    lesson.table(&table);
    lesson.say(format!(
        "Two paddings have names. **Valid** adds nothing; **same** adds the zeros that keep the size. Twelve convolutions 3 × 3 leave {} of 28 pixels without padding, and 28 with it; but those at the edge are looked at by fewer windows, and through zeros that nobody photographed.",
        (0..12).fold(28, |w, _| places(w, 3, 0, 1)),
    ));
    let outputs = 26 * 26 * 32;
    let (few, many) = (convolution(3, 1, 32), dense(784, outputs));
    lesson.predict_number(
        "A picture of 28 × 28 becomes 32 pictures of 26 × 26. How many numbers does a convolution with 32 filters 3 × 3 learn for that?",
        Quantity::new(few as f64, 0).within(0.0),
        &format!("{few}: 32 filters of nine weights and a bias."),
    );
    lesson.predict_number(
        "And a dense layer, which makes as many numbers of the same picture?",
        Quantity::new(many as f64, 0).factor(2.0),
        &format!(
            "{}: a weight from each of the 784 pixels to each of the {} outputs, and their biases.",
            count(many),
            count(outputs)
        ),
    );
    lesson.show(format!(
        "convolution   3·3·1·32 + 32            = {few:>10}\n\
         dense         784·{} + {}     = {:>10}",
        count(outputs),
        count(outputs),
        count(many),
    ));
    lesson.number("parameters_convolution", few);
    lesson.number("parameters_dense", many);
    lesson.number("parameters_saved", many - few);
    lesson.say(
        "The size of the picture is not in it. A convolution *is* a dense layer, in which nearly all weights are held at zero, and the others are held equal.",
    );
    let parameters = lesson.answer(
        "network_parameters",
        exercises::network_parameters as fn(usize, &[usize], usize) -> usize,
        solutions::network_parameters,
    );
    let mut table = Table::new([
        "network",
        "convolutions",
        "first dense layer",
        "last",
        "all",
    ]);
    for (name, filters, hidden) in [("cnn1", &[32][..], 100), ("cnn2", &[32, 64], 128)] {
        let channels: Vec<usize> = [1].into_iter().chain(filters.iter().copied()).collect();
        let each: Vec<String> = channels
            .windows(2)
            .map(|pair| count(convolution(3, pair[0], pair[1])))
            .collect();
        let side = (28 - 2 * filters.len()) / 2;
        let last = channels[filters.len()];
        table.push([
            name.to_string(),
            each.join(" + "),
            count(dense(side * side * last, hidden)),
            count(dense(hidden, 10)),
            count(parameters(28, filters, hidden)),
        ]);
    }
    lesson.table(
        &table.caption("Two of the networks that this lab trains, counted as [PSC] counts them."),
    );
    Ok(())
}
