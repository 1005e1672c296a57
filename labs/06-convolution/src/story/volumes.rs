//! Several channels, several filters; sizes and counts.

use super::beside;
use crate::figures;
use lab06::filter::at;
use lab06::size::{convolution, dense, places};
use lab06::sources::{VOLUME_BIASES, printed_second_output, volume, volume_filters};
use lab06::volume::slide_volume;
use lab06::{exercises, solutions};
use labkit::numerals::{count, num};
use labkit::{Lesson, Result, Table};

/// “Colours, and many filters”.
pub fn volumes(lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "A colour picture has three numbers at each place, three *channels*. A filter then has three slices. Each slides over its own channel, and at every place the three answers are added up, with a bias on \
         top. So whatever number of channels comes in, one filter makes one channel. Take a second filter, and a second channel comes out: the next layer's filters will have two slices.

         The best-known example is from Stanford's course CS231n, and [PSC] prints it: 5 × 5 pixels with a margin of zeros, so 7 × 7; three channels; two filters, with the biases 1 and 0; and they move by *two* pixels at a time. That is the *stride*.",
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
    lesson.predict(
        "Filter 0 at its first place, in the upper left corner: what do its three slices answer, and what comes out?",
        &format!(
            "The slices answer {}, {} and {}. With the bias 1 that is {}.",
            num(parts[0], 0),
            num(parts[1], 0),
            num(parts[2], 0),
            num(first, 0),
        ),
    );
    lesson.say("At all places:");
    let outputs = [0, 1].map(|k| slide_volume(&picture, &filters[k], VOLUME_BIASES[k], 2));
    lesson.show(beside(&[("output 0", &outputs[0])]));
    lesson.figure(
        "volume",
        "Three channels under the three slices of the first filter, at row 1, column 0 of the output. Their three answers and the bias 1 add up to one number.",
        (730, 300),
        |area| figures::volume::draw(area, &picture, &filters[0], &outputs[0], (1, 0)),
    )?;
    lesson.say("So prints the slide. And for the second filter it prints:");
    lesson.show(beside(&[(
        "output 1, as printed",
        &printed_second_output(),
    )]));
    let wrong = lesson.answer(
        "wrong_in_the_volume",
        exercises::wrong_in_the_volume as fn() -> Vec<(usize, usize, f64)>,
        solutions::wrong_in_the_volume,
    );
    let found: Vec<String> = wrong()
        .iter()
        .map(|&(row, column, right)| {
            format!(
                "row {row}, column {column}: not {} but {}",
                num(printed_second_output()[row][column], 0),
                num(right, 0)
            )
        })
        .collect();
    lesson.predict(
        "Two of these nine numbers are wrong. Which? It is an exercise, `wrong_in_the_volume`; do it before you read on.",
        &format!("Counted from 0, {}.", found.join("; ")),
    );
    lesson.show(beside(&[("output 1", &outputs[1])]));
    Ok(())
}

/// “How large, and how many numbers”.
pub fn sizes(lesson: &mut Lesson) -> Result<()> {
    lesson.say(
        "How many places has a window of F numbers on a row of W, if P zeros are added to each end and it moves by S? The row has W + 2P numbers. The window's left end begins at 0 and stops where its right end touches the end of the row: it travels \
         W + 2P − F.",
    );
    lesson.predict(
        "How many places is that, in steps of S? It is an exercise, `output_size`.",
        "(W + 2P − F)/S steps, rounded down, and the first place comes on top: ⌊(W − F + 2P)/S⌋ + 1.",
    );
    let output_size = lesson.answer(
        "output_size",
        exercises::output_size as fn(usize, usize, usize, usize) -> usize,
        solutions::output_size,
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
        "Two paddings have names. **Valid** adds nothing: the filter stays inside, and a 3 × 3 takes 2 from each side's length. **Same** adds as many zeros as it takes to keep the size, at stride 1 that is (F − 1)/2 on each side of an odd window. Twelve \
         convolutions 3 × 3 without padding leave {} of 28 pixels; with padding they leave 28, and the pixels at the edge are looked at by fewer windows, through zeros that nobody photographed.",
        (0..12).fold(28, |w, _| places(w, 3, 0, 1)),
    ));
    let outputs = 26 * 26 * 32;
    lesson.predict(
        "A picture of 28 × 28 becomes 32 pictures of 26 × 26. How many numbers does a convolution with 32 filters 3 × 3 learn for that? How many would a dense layer?",
        &format!(
            "32 filters of nine weights and a bias: {}. A dense layer needs a weight from each of the 784 pixels to each of the {} outputs.",
            convolution(3, 1, 32),
            count(outputs)
        ),
    );
    lesson.show(format!(
        "convolution   3·3·1·32 + 32            = {:>10}\n\
         dense         784·{} + {}     = {:>10}",
        convolution(3, 1, 32),
        count(outputs),
        count(outputs),
        count(dense(784, outputs)),
    ));
    lesson.number("parameters_convolution", convolution(3, 1, 32));
    lesson.number("parameters_dense", dense(784, outputs));
    let saved = dense(784, outputs) - convolution(3, 1, 32);
    lesson.number("parameters_saved", saved);
    lesson.say(
        "In general F·F·C·K weights and K biases, for K filters F × F on C channels. The size of the picture is not in it. Where did the rest go? A convolution *is* a dense layer, in which nearly all weights are held at zero (a pixel far away has no say) and the \
         others are held equal (the same filter at each place). Nobody had to study digits to know this. It is true of pictures: what belongs together lies together, and may lie anywhere.",
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
    lesson.table(&table.caption("Two of the networks that this lab trains, counted as [PSC] counts them. Nearly all of it is in the first dense layer."));
    Ok(())
}
