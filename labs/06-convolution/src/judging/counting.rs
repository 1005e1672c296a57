//! Pooling, shifts, and counts.

use crate::sources::grid;
use crate::{exercises, mistakes, solutions};
use labkit::judge::Exercise;

pub fn max_pool() -> Exercise {
    let b = || grid("0.5 -1 2 0 1 / 3 1 -2 4 0.25 / -1 0 1 2 -3 / 2 -2 0 1 1.5");
    let below_zero =
        grid("-1.5 -2 -3 -1 -2 / -4 -2 -3 -5 -1.25 / -2 -1 -2 -3 -4 / -3 -3 -1 -2 -2.5");
    let probes = [
        ((b(), 2, 1), grid("3 2 4 4 / 3 1 4 4 / 2 1 2 2")),
        ((b(), 2, 2), grid("3 4 / 2 2")),
        ((b(), 3, 2), grid("3 4")),
        ((below_zero, 2, 3), grid("-1.5 -1")),
        // The first number is the largest of all, and none is above −10³⁰⁰; equal ones.
        (
            (
                grid("-1e300 -2e300 -3e300 / -5e300 -4e300 -2e300 / -6e300 -7e300 -7e300"),
                2,
                1,
            ),
            grid("-1e300 -2e300 / -4e300 -2e300"),
        ),
        ((grid("9 1 1 / 1 1 1 / 1 1 1"), 1, 2), grid("9 1 / 1 1")),
        ((grid("2 5 / 4 3"), 2, 7), grid("5")),
        // High and narrow: rows are counted like columns.
        (
            (grid("1 0 / 3 2 / 0 -1 / 4 1 / -2 6 / 5 0 / 2 7"), 2, 1),
            grid("3 / 3 / 4 / 6 / 6 / 7"),
        ),
        // [EXP]: what the edge filter makes of the tip of a seven.
        (
            (grid("3 7 3 -1 / 12 17 4 -1 / 16 21 3 -4"), 2, 1),
            grid("17 17 4 / 21 21 4"),
        ),
    ];
    Exercise::new("max_pool", 15, "the largest of each window")
        .hints([
            "How many windows are there? It is the formula of exercise 1, without padding, for rows and for columns.",
            "`(0..=height - size).step_by(stride)` are the rows at which windows begin.",
            "In each window start from f64::NEG_INFINITY and take `.max(x)` of every number in it.",
        ])
        .probes(probes)
        .answer(|(image, size, stride)| exercises::max_pool(image, *size, *stride))
        .solution(|(image, size, stride)| solutions::max_pool(image, *size, *stride))
        .mistake(
            "from zero",
            "Your search for the largest begins at 0, so a window of negative numbers answers 0. Begin at −∞, or at the window's first number.",
            |(image, size, stride)| mistakes::pool_from_zero(image, *size, *stride),
        )
        .mistake(
            "always tiles",
            "Your windows lie side by side. They move by `stride`, which need not be their size.",
            |(image, size, stride)| mistakes::pool_in_tiles(image, *size, *stride),
        )
        .mistake(
            "every place",
            "Your windows move by one. They have to move by `stride`.",
            |(image, size, stride)| mistakes::pool_at_every_place(image, *size, *stride),
        )
        .mistake(
            "mean",
            "That is average pooling. Here one number speaks for the window: the largest.",
            |(image, size, stride)| mistakes::pool_mean(image, *size, *stride),
        )
        .mistake(
            "sticks out",
            "You kept windows that stick out at the end. Without padding they are left out.",
            |(image, size, stride)| mistakes::pool_sticking_out(image, *size, *stride),
        )
        .variants(
            "from a small number",
            "Your search begins at a number that looked small enough. Here all numbers of a window may lie below it: begin at −∞, or at the window's first number.",
            [
                -1.0, -10.0, -99.0, -100.0, -128.0, -255.0, -256.0, -999.0, -1e3, -9999.0, -1e4, -1e5, -999_999.0, -1e6,
                -1e8, -1e9, f64::from(i32::MIN), -1e10, -1e12, i64::MIN as f64, -1e20, -1e30, f64::from(f32::MIN), -1e100,
            ],
            |start: &f64, (image, size, stride): &(Vec<Vec<f64>>, usize, usize)| mistakes::pool_from(*start, image, *size, *stride),
        )
        .mistake(
            "the picture's first",
            "Your search begins at the first number of the *picture*. That may lie in another window; begin at the window's own first number.",
            |(image, size, stride)| mistakes::pool_from(image[0][0], image, *size, *stride),
        )
        .mistake(
            "smallest",
            "That is the smallest number of each window.",
            |(image, size, stride)| mistakes::pool_smallest(image, *size, *stride),
        )
        .mistake(
            "stride in the window",
            "You went through the window in steps of the stride. The stride is from window to window; within one, no number is left out.",
            |(image, size, stride)| mistakes::pool_sparsely(image, *size, *stride),
        )
        .variants(
            "stride on one axis",
            "Your stride acts along one axis only. Windows move by `stride` to the right, and by `stride` down.",
            [true, false],
            |down: &bool, (image, size, stride): &(Vec<Vec<f64>>, usize, usize)| mistakes::pool_one_axis(*down, image, *size, *stride),
        )
        .mistake(
            "one short",
            "The last window is missing: it fits as long as it does not stick out, so the last begins at `height − size`, included.",
            |(image, size, stride)| mistakes::pool_short(image, *size, *stride),
        )
        .why("Pooling says that something was found, and no longer exactly where. It learns nothing: it has no weights.")
        .done()
}

pub fn unmoved() -> Exercise {
    // On paper: out of 2, 4 and 2 · 2 places, 1, 3 and 1 stay in their window.
    Exercise::new("unmoved", 10, "how often a pool does not notice a shift; two decimals")
        .entries(["right, pooled once", "right, pooled twice", "right and down"])
        .hints([
            "Only the pixel's place in its window matters. How many columns has a window, and from which of them does a step to the right stay inside?",
            "After two poolings one number speaks for 4 × 4 pixels. From how many of the four columns does a step to the right stay inside?",
            "1 of 2; 3 of 4; and for right *and* down the column and the row must both be the first of two: ½ · ½.",
])
        .probes([((), [0.5, 0.75, 0.25])])
        .digits(2)
        .answer(|()| exercises::unmoved())
        .solution(|()| solutions::unmoved())
        .mistake(
            "always",
            "Pooling does not make a network blind to shifts. When the pixel leaves its window, another number lights up.",
            |()| mistakes::unmoved_always(),
        )
        .mistake(
            "twice as frail",
            "You multiplied ½ by ½. But the second pooling looks at the first one's output: together their windows are four pixels wide, and harder to leave.",
            |()| mistakes::unmoved_twice_as_frail(),
        )
        .mistake(
            "diagonal",
            "Right *and* down: the pixel has to stay in its column pair and in its row pair, both.",
            |()| mistakes::unmoved_diagonally(),
        )
        .mistake(
            "one of four",
            "A step to the right does not care about the row: two of the four places in a window stay inside.",
            |()| mistakes::unmoved_one_of_four(),
        )

        .mistake(
            "once is enough",
            "After the second pooling a number speaks for four columns, not for two. From how many of the four does a step stay inside?",
            |()| [0.5, 0.5, 0.25],
        )
        .variants(
            "either of them",
            "Right *and* down: it is enough that one of the two steps leaves the window, and the picture changes. Both have to stay.",
            [[0.5, 0.75, 0.75], [0.5, 0.75, 0.5625]],
            |answer, ()| *answer,
        )
        .mistake(
            "how often it changes",
            "That is how often it *changes*. Asked is how often it stays.",
            |()| [0.5, 0.25, 0.75],
        )
        .why("Each pooling doubles the shift that is forgiven, and halves what is still known of the place.")
        .done()
}

pub fn network_parameters() -> Exercise {
    Exercise::new("network_parameters", 15, "how many numbers a convolutional network learns")
        .hints([
            "Walk through the network with two numbers in mind: the side of the picture, and how many channels it has. They begin at `side` and 1.",
            "A convolution learns 9 · channels · filters + filters; after it the side is 2 less, and the channels are its filters. Pooling halves the side, rounded down.",
            "Add (side · side · channels + 1) · dense and (dense + 1) · 10.",
        ])
        .probes([
            ((28, vec![32], 100), 542_230),       // printed by [PSC]
            ((28, vec![32, 64], 128), 1_199_882), // printed by [PSC]
            ((9, vec![2, 3, 4], 5), 274),
            ((16, vec![5, 3], 7), 1_031),
        ])
        .answer(|(side, filters, dense)| exercises::network_parameters(*side, filters, *dense))
        .solution(|(side, filters, dense)| solutions::network_parameters(*side, filters, *dense))
        .mistake(
            "flat filters",
            "From the second convolution on, a filter has a slice for each channel that comes in: 3 · 3 · channels weights.",
            |(side, filters, dense)| mistakes::parameters_of_flat_filters(*side, filters, *dense),
        )
        .mistake(
            "no biases",
            "You counted the weights. Each filter and each neuron has a bias as well.",
            |(side, filters, dense)| mistakes::parameters_without_biases(*side, filters, *dense),
        )
        .mistake(
            "no pooling",
            "You listed everything before it was pooled. Pooling learns nothing, but it leaves a quarter for the dense layer.",
            |(side, filters, dense)| mistakes::parameters_without_pooling(*side, filters, *dense),
        )
        .mistake(
            "same",
            "You left the side as it was. Without padding, each convolution of 3 × 3 takes 2 from it.",
            |(side, filters, dense)| mistakes::parameters_same(*side, filters, *dense),
        )
        .mistake(
            "rounded up",
            "A last odd row does not fill a window, and is thrown away: half the side, rounded *down*.",
            |(side, filters, dense)| mistakes::parameters_rounded_up(*side, filters, *dense),
        )
        .mistake(
            "without the ten",
            "The ten outputs are missing: (dense + 1)·10 more.",
            |(side, filters, dense)| solutions::network_parameters(*side, filters, *dense) - (dense + 1) * 10,
        )
        .mistake(
            "biases of the filters alone",
            "The dense layers have biases, too: one for each neuron, and one for each of the ten outputs.",
            |(side, filters, dense)| solutions::network_parameters(*side, filters, *dense) - dense - 10,
        )
        .mistake(
            "pooled each time",
            "You pooled behind every convolution. There is one pooling, behind the last.",
            |(side, filters, dense)| mistakes::parameters_pooled_each_time(*side, filters, *dense),
        )
        .mistake(
            "one bias a layer",
            "You counted one bias for a whole convolution. Each filter has its own.",
            |(side, filters, dense)| {
                let biases = filters.iter().sum::<usize>() - filters.len();
                solutions::network_parameters(*side, filters, *dense) - biases
            },
        )
        .why("Nine tenths of them and more sit in the dense layer. The convolutions, which do most of the work, learn a few thousand.")
        .done()
}
