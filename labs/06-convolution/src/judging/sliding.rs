//! Sizes, and a filter that slides.

use crate::sources::grid;
use crate::{exercises, mistakes, solutions};
use labkit::judge::Exercise;

pub fn output_size() -> Exercise {
    Exercise::new("output_size", 5, "how many places a window has")
        .hints([
            "Draw a row of seven and a window of three, and count by hand: with stride 1, with stride 2. What did you count first?",
            "With the padding the row has w + 2p numbers. From the first place to the last the window travels w + 2p − f.",
            "In steps of s that is (w + 2p − f)/s, rounded down, and the first place comes on top: + 1. Integer division rounds down.",
        ])
        .probes([
            ((7, 3, 0, 2), 3),    // [PSC]'s volume
            ((6, 3, 0, 1), 4),    // the tip of the seven
            ((28, 5, 2, 1), 28),  // what "same" means
            ((28, 3, 1, 3), 10),  // 27 = 9 · 3: the last window ends on the last zero
            ((11, 4, 3, 5), 3),   // 17 numbers: places 0, 5, 10, and a rest of 3
            ((224, 7, 3, 2), 112), // the first layer of a ResNet
                    ((10, 4, 3, 5), 3),   // 16 numbers: places 0, 5, 10, and a rest of 2
            ((5, 5, 0, 3), 1),    // as long as the row
            ((1, 1, 0, 1), 1),
            ((1000, 2, 0, 999), 1), // the next place would be one too far
])
        .answer(|&(w, f, p, s)| exercises::output_size(w, f, p, s))
        .solution(|&(w, f, p, s)| solutions::output_size(w, f, p, s))
        .mistake(
            "the first place",
            "You counted the steps. The window has a place before its first step: one more.",
            |&(w, f, p, s)| mistakes::size_without_the_first(w, f, p, s),
        )
        .mistake(
            "padded once",
            "Zeros are added to both ends of the row: 2p of them.",
            |&(w, f, p, s)| mistakes::size_padded_once(w, f, p, s),
        )
        .mistake(
            "rounded up",
            "You let the last window stick out. Where no whole step is left, the window stops.",
            |&(w, f, p, s)| mistakes::size_rounded_up(w, f, p, s),
        )
        .mistake(
            "divided first",
            "You divided the whole row by the stride. Take the window away before you divide: that is how far it travels.",
            |&(w, f, p, s)| mistakes::size_divided_first(w, f, p, s),
        )
        .mistake(
            "rounded",
            "You rounded to the nearest number. Half a step, or nine tenths of one, leads nowhere: round down.",
            |&(w, f, p, s)| (w + 2 * p - f + s / 2) / s + 1,
        )
        .mistake(
            "the 1 inside",
            "You added the 1 before you divided. It counts the first place, whatever the step: it comes on top, behind the division.",
            |&(w, f, p, s)| (w + 2 * p - f + 1) / s,
        )
        .mistake(
            "rounded up for the first",
            "You rounded up in place of adding 1. Where the steps come out even that counts one place too few.",
            |&(w, f, p, s)| (w + 2 * p - f).div_ceil(s),
        )
        .mistake(
            "not padded",
            "The padding is not in it: the row has w + 2p numbers.",
            |&(w, f, _, s)| w.saturating_sub(f) / s + 1,
        )
        .why("Fence posts and fences: n steps have n + 1 ends.")
        .done()
}

pub fn size_of_the_seven() -> Exercise {
    Exercise::new("size_of_the_seven", 5, "a lecture's slip: how large is the output?")
        .hints([
            "Put three fingers on a row of six pixels and move them.",
            "Rows and columns follow the same rule, (w − f)/s + 1; there are 5 rows and 6 columns.",
            "Rows: 5 − 3 + 1. Columns: 6 − 3 + 1.",
        ])
        .probes([((), [3, 4])]) // PyTorch's shape
        .answer(|()| exercises::size_of_the_seven())
        .solution(|()| solutions::size_of_the_seven())
        .mistake(
            "as printed",
            "That is what the lecture says. Move the filter along a row of six: how often does it fit?",
            |()| mistakes::seven_as_printed(),
        )
        .mistake(
            "turned",
            "Rows come first. The patch has 5 rows and 6 columns, so the output is wider than high.",
            |()| mistakes::seven_turned(),
        )
        .mistake(
            "same",
            "As large as the patch it would be with a margin of zeros around. Here the filter stays inside.",
            |()| mistakes::seven_same(),
        )
        .mistake(
            "the first place",
            "You counted steps. The filter has a place before its first step.",
            |()| mistakes::seven_without_the_first(),
        )

        .why("The pooled 2 × 3 that the same slide prints is right, and could not have come from 3 × 5. Numbers can be checked against each other.")
        .done()
}

/// Its rows, and PyTorch's answers.
fn picture_b() -> Vec<Vec<f64>> {
    grid("0.5 -1 2 0 1 / 3 1 -2 4 0.25 / -1 0 1 2 -3 / 2 -2 0 1 1.5")
}

pub fn convolve() -> Exercise {
    let probes = [
        (
            (grid("1 2 0 3 / 0 1 4 1 / 2 0 1 2"), grid("1 0 -2 / 3 1 -1")),
            grid("-2 2 / -3 -2"),
        ),
        (
            (picture_b(), grid("2 -1 / 0 1 / -3 0.5")),
            grid("6 -5.5 6 -8.25 / -2 11 -5.5 2.5"),
        ),
        (
            (picture_b(), grid("1 2 3 4 5")),
            grid("9.5 / 16.25 / -5 / 9.5"),
        ),
        // A filter of one number scales: on paper.
        ((grid("2 -1 3"), grid("-2")), grid("-4 2 -6")),
    ];
    Exercise::new("convolve", 20, "what a filter answers at every place")
        .hints([
            "How many rows and columns will there be? Make them as zeros first: `vec![vec![0.0; columns]; rows]`.",
            "At the place (r, c) the filter's number (i, j) lies on the pixel (r + i, c + j).",
            "Four loops, r and c over the places, i and j over the filter: out[r][c] += filter[i][j] * image[r + i][c + j].",
        ])
        .probes(probes)
        .answer(|(image, filter)| exercises::convolve(image, filter))
        .solution(|(image, filter)| solutions::convolve(image, filter))
        .mistake(
            "turned",
            "You turned the filter by half a circle. Mathematics does, and calls that convolution; networks let it lie as it is.",
            |(image, filter)| mistakes::convolve_turned(image, filter),
        )
        .mistake(
            "transposed",
            "Rows and columns of your filter are exchanged: its number (i, j) belongs on the pixel (r + i, c + j).",
            |(image, filter)| mistakes::convolve_transposed(image, filter),
        )
        .mistake(
            "overwritten",
            "Only the last product is left. The products of a place have to be added up: `+=`.",
            |(image, filter)| mistakes::convolve_overwritten(image, filter),
        )
        .mistake(
            "tiles",
            "You moved on by a whole filter. With stride 1 it moves by one pixel, and its places overlap.",
            |(image, filter)| mistakes::convolve_in_tiles(image, filter),
        )
        .mistake(
            "same",
            "Your output is as large as the picture: you put zeros around it. Here the filter stays inside.",
            |(image, filter)| mistakes::convolve_same(image, filter),
        )
        .mistake(
            "one short",
            "You left out the last row and the last column of places. n places are one more than n − 1 steps: rows − filter rows + 1.",
            |(image, filter)| mistakes::convolve_short(image, filter),
        )
        .mistake(
            "over the end",
            "Your filter goes on beyond the last row and column, with zeros there. It has to fit: stop where it touches the end.",
            |(image, filter)| mistakes::convolve_over_the_end(image, filter),
        )
        .mistake(
            "mean",
            "You divided by the size of the filter. A filter's answer is the sum; whoever wants a mean puts the fractions into the filter.",
            |(image, filter)| mistakes::convolve_averaged(image, filter),
        )
        .mistake(
            "multiplied through",
            "You added up the filter and the pixels, each for itself, and multiplied the sums. Each number of the filter meets its own pixel.",
            |(image, filter)| mistakes::convolve_of_sums(image, filter),
        )
        .why("Four loops are the specification. All that a fast convolution does is to go through them in another order.")
        .done()
}

pub fn wrong_in_the_volume() -> Exercise {
    Exercise::new("wrong_in_the_volume", 15, "a lecture's slips: which two of nine are wrong?")
        .hints([
            "The stride is 2: the place (row, column) of the output begins at (2·row, 2·column) in each slice of the picture.",
            "Both slips are in the first column, below the first row. Lay the second filter over columns 0 to 2, from row 2 and from row 4, in all three slices.",
            "From row 2 the three slices answer 8, 1 and 0; from row 4 they answer 3, 1 and 1. The bias is 0.",
        ])
        .probes([((), vec![(1, 0, 9.0), (2, 0, 5.0)])])
        .answer(|()| exercises::wrong_in_the_volume())
        .solution(|()| solutions::wrong_in_the_volume())
        .mistake(
            "from one",
            "The numbers are right, their places one too far: count rows and columns from 0.",
            |()| mistakes::volume_from_one(),
        )
        .mistake(
            "as printed",
            "You found them, and gave back what is printed. What should stand there?",
            |()| mistakes::volume_as_printed(),
        )
        .mistake(
            "the other bias",
            "One too many: the bias 1 is the first filter's. The second one's is 0.",
            |()| mistakes::volume_with_the_other_bias(),
        )
        .mistake(
            "turned",
            "The row comes first, then the column.",
            |()| mistakes::volume_turned(),
        )
        .mistake(
            "one slice",
            "That is the first slice alone. The answers of all three are added up.",
            |()| mistakes::volume_first_channel(),
        )
        .why("The picture has been copied from course to course for years. Whoever recomputes one number of a slide learns more than whoever reads ten.")
        .done()
}
