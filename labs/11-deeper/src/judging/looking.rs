//! Grad-CAM, the Gram matrix, which losses notice a shuffle, and a kernel for the total variation's gradient.
//!
//! Expected values are PyTorch's, from `tests/reference/make_looking.py`, unless a comment says otherwise.

use crate::{exercises, mistakes, solutions};
use labkit::judge::Exercise;
use shaders::{Kernel, Outcome, Question, kernel};

type Maps = Vec<Vec<Vec<f64>>>;

/// These numbers as rows of `width` pixels of `channels`.
fn maps(width: usize, channels: usize, numbers: &[f64]) -> Maps {
    let row = |row: &[f64]| row.chunks(channels).map(<[f64]>::to_vec).collect();
    numbers.chunks(width * channels).map(row).collect()
}

fn rows(width: usize, numbers: &[f64]) -> Vec<Vec<f64>> {
    numbers.chunks(width).map(<[f64]>::to_vec).collect()
}

pub fn grad_cam() -> Exercise {
    Exercise::new("grad_cam", 15, "the map that an answer's gradients make of a layer")
        .hints([
            "First one number for each channel, from the gradients alone; then one number for each pixel.",
            "The weight of channel c is the mean of `gradients[y][x][c]` over all y and x.",
            "max(0, Σ_c weight_c · activations[y][x][c]): the sum first, then the cut.",
        ])
        .probes([
            (
                (
                    maps(4, 3, &[1.75, 1.5, 1.25, 0.25, 1.5, 0.0, 1.25, 1.75, 1.0, 0.75, 0.5, 0.0, 1.75, 0.25, 0.75, 0.25, 1.75, 0.75, 0.0, 0.25, 1.25, 0.25, 0.75, 1.75]),
                    maps(4, 3, &[0.75, 0.75, 0.5, -0.75, -1.0, 0.0, 0.0, 1.0, 2.0, -2.0, 0.25, 1.5, -2.0, -0.75, 1.75, -2.0, -0.5, 0.25, 1.75, -0.25, 0.5, 0.75, 1.75, -0.5]),
                ),
                rows(4, &[0.40625, 0.125, 0.4765625, 0.0, 0.0, 0.7265625, 0.9765625, 1.3203125]),
            ),
            (
                (
                    maps(1, 2, &[0.0, 0.5, 0.0, 0.75, 1.25, 0.5, 1.5, 1.5]),
                    maps(1, 2, &[-1.25, 1.0, 0.75, 1.0, 1.75, -0.75, 2.0, -2.0]),
                ),
                rows(1, &[0.0, 0.0, 0.921875, 0.9375]),
            ),
            // By hand: one pixel, 3·2 − 1·4; and the same turned against the answer.
            ((maps(1, 2, &[2.0, 4.0]), maps(1, 2, &[3.0, -1.0])), rows(1, &[2.0])),
            ((maps(1, 2, &[2.0, 4.0]), maps(1, 2, &[-3.0, 1.0])), rows(1, &[0.0])),
        ])
        .answer(|(a, g): &(Maps, Maps)| exercises::grad_cam(a, g))
        .solution(|(a, g)| solutions::grad_cam(a, g))
        .mistake(
            "nothing cut",
            "Some values are below 0: there the picture speaks against the answer, and Grad-CAM leaves that out.",
            |(a, g)| mistakes::cam(a, g, |part| part),
        )
        .mistake(
            "sums of gradients",
            "You added the gradients of a channel up. Their mean is wanted, or a layer of more pixels would have larger weights.",
            |(a, g)| mistakes::times(solutions::grad_cam(a, g), (g.len() * g[0].len()) as f64),
        )
        .mistake(
            "gradients in their places",
            "You multiplied each activation by the gradient in its own place. Grad-CAM first takes the mean of a channel's gradients: one weight for the whole map.",
            |(a, g)| mistakes::cam_in_place(a, g),
        )
        .mistake(
            "weights from activations",
            "You took the mean of the activations as weights. How much a channel matters to this answer is in its gradients.",
            |(a, g)| solutions::grad_cam(g, a),
        )
        .mistake(
            "cut before the sum",
            "You cut each channel's part at 0 and then added up. A channel that speaks against the answer has to be taken off first: cut the sum.",
            |(a, g)| mistakes::cam(a, g, |part| part.max(0.0)),
        )
        .why("A channel is a detector, and the mean gradient says what its finding is worth to this answer. Behind a global average pool and one dense layer the weights are that layer's own, divided by the number of pixels: there Grad-CAM is the older CAM.")
        .done()
}

pub fn gram() -> Exercise {
    Exercise::new("gram", 10, "which channels are active together")
        .hints([
            "Each entry belongs to two channels. How many entries are there?",
            "For channels i and j go through all positions, multiply the two numbers there, and add up.",
            "G[i][j] = Σ_p f[p][i] · f[p][j] / positions",
        ])
        .probes([
            (rows(3, &[1.75, 0.5, 0.5, 0.0, 2.0, -1.0, 2.0, 2.0, 2.0, 1.5, -1.75, 0.0, 0.0, -2.0, 1.75, -0.25, 2.0, -0.75, 1.0, -0.75, 2.0, 1.5, -0.5, 0.0]), rows(3, &[1.578125, 0.03125, 0.8828125, 0.03125, 2.515625, -0.53125, 0.8828125, -0.53125, 1.609375])),
            (rows(4, &[1.5, -1.0, 2.0, -1.25, 0.75, -0.25, -1.75, 0.5]), rows(4, &[1.40625, -0.84375, 0.84375, -0.75, -0.84375, 0.53125, -0.78125, 0.5625, 0.84375, -0.78125, 3.53125, -1.6875, -0.75, 0.5625, -1.6875, 0.90625])),
            (rows(2, &[1.5, -1.0, 1.5, 1.5, -1.5, -0.5, -0.5, -1.25, -1.25, 0.25]), rows(2, &[1.7125, 0.3625, 0.3625, 1.025])),
        ])
        .property(
            "The order of the positions changes nothing.",
            |draws| rows(3, &draws.numbers(15, -2.0..2.0)),
            |gram, features| {
                let turned: Vec<Vec<f64>> = features.iter().rev().cloned().collect();
                (turned.clone(), gram(&turned), gram(features))
            },
        )
        .answer(|f: &Vec<Vec<f64>>| exercises::gram(f))
        .solution(|f| solutions::gram(f))
        .mistake(
            "a sum",
            "You added up and did not divide. The mean over the positions is wanted, or a large picture could not be compared with a small one.",
            |f| mistakes::times(solutions::gram(f), f.len() as f64),
        )
        .mistake(
            "positions with positions",
            "That compares each position with each other. Take the product of two *channels*, over all positions: the matrix has a row for each channel.",
            |f| mistakes::gram_of_positions(f),
        )
        .mistake(
            "means taken off",
            "You took the mean of each channel off: that is the covariance. The Gram matrix multiplies the numbers as they are.",
            |f| mistakes::gram_centred(f),
        )
        .mistake(
            "divided by the channels",
            "You divided by the number of channels. The mean is over the positions.",
            |f| mistakes::times(solutions::gram(f), f.len() as f64 / f[0].len() as f64),
        )
        .why("The places are summed away: what is left is which detectors fire together, and how strongly. That is a description of a texture.")
        .done()
}

pub fn which_losses_notice() -> Exercise {
    Exercise::new("which_losses_notice", 10, "a picture's positions change places: the Gram matrix and the content loss, two decimals")
        .digits(2)
        .entries([
            "(a, b) before",
            "(a, b), both reversed",
            "(a, b), b reversed",
            "content, both reversed",
            "content, b reversed",
        ])
        .hints([
            "(a, b) of the Gram matrix: four products, position by position, and their mean.",
            "Reversing both brings the same pairs together, in another order. Reversing b alone makes other pairs.",
            "The content loss: at each position the square of new minus old, for a and for b; added up, divided by 8.",
        ])
        // By hand.
        .probes([((), [2.0, 2.0, 1.0, 3.0, 2.0])])
        .answer(|()| exercises::which_losses_notice())
        .solution(|()| solutions::which_losses_notice())
        .slips([
            ("sums", "You added up and did not divide. Exercise 10's entries are means over the four positions, and the content loss is a mean over eight numbers.",
                [8.0, 8.0, 4.0, 24.0, 16.0]),
            ("the places matter to both", "You let the Gram matrix change when both channels were reversed. The same pairs meet, and a sum does not ask in which order.",
                [2.0, 1.0, 1.0, 3.0, 2.0]),
            ("no pairs broken", "You left the Gram matrix as it was when b alone was reversed. Then other numbers meet: a's 2 no longer stands beside b's 3.",
                [2.0, 2.0, 2.0, 3.0, 2.0]),
            ("content without places", "You let the content loss stay 0. It compares position by position: that is what makes it the content.",
                [2.0, 2.0, 1.0, 0.0, 0.0]),
            ("a mean a channel", "You divided the content loss by 4. Two channels at four positions are eight numbers, also where one channel did not move.",
                [2.0, 2.0, 1.0, 6.0, 4.0]),
        ])
        .why("That is why style transfer takes both: the Gram matrices say what is to be together, the content loss says where things are.")
        .done()
}

/// The exercise that is a shader.
pub const VARIATION: Kernel = kernel!("labs/11-deeper", "variation_gradient");

/// A picture, and its gradient; behind it stand numbers that nobody should look at.
fn variation([height, width, channels]: [usize; 3], x: &[f32], dx: &[f32]) -> (Question, Outcome) {
    Question::new(&[("height", height), ("width", width), ("channels", channels)])
        .input("x", x, &[100.0; 64])
        .gives(width * channels, dx)
}

pub fn variation_gradient() -> Exercise {
    let probes = [
        variation(
            [3, 4, 2],
            &[
                0.25, -1.75, -1.5, 2.0, -1.0, -0.25, 0.75, 0.0, 0.5, -1.75, -1.5, -1.25, 0.25,
                -1.5, -1.5, -1.0, 1.5, -1.25, -1.25, 0.0, 0.5, -1.0, 0.5, 1.25,
            ],
            &[
                3.0, -7.5, -4.5, 18.5, -5.0, -2.5, 8.0, 2.5, 2.5, -2.0, -8.0, -7.5, 9.0, -5.0,
                -12.0, -5.5, 7.5, -1.5, -8.5, 7.0, 4.0, -5.5, 4.0, 9.0,
            ],
        ),
        variation(
            [5, 3, 1],
            &[
                0.5, 0.25, -1.5, -1.5, -2.0, 0.5, 2.0, -1.0, 0.75, 0.75, -1.25, -0.25, 1.75, -2.0,
                0.5,
            ],
            &[
                4.5, 7.5, -7.5, -10.0, -12.5, 8.5, 15.5, -7.0, 6.0, -0.5, -5.0, -1.5, 9.5, -14.0,
                6.5,
            ],
        ),
        // By hand: one row, one pixel.
        variation([1, 3, 1], &[1.0, 4.0, 2.0], &[-6.0, 10.0, -4.0]),
        variation([1, 1, 2], &[3.0, -5.0], &[0.0, 0.0]),
        // By hand, more than one workgroup: a slope down the rows is flat in the middle and pulls at both ends.
        variation(
            [24, 3, 1],
            &std::array::from_fn::<f32, 72, _>(|i| (i / 3) as f32),
            &std::array::from_fn::<f32, 72, _>(|i| match i / 3 {
                0 => -2.0,
                23 => 2.0,
                _ => 0.0,
            }),
        ),
    ];
    VARIATION
        .draft(25, "WGSL: the gradient of total variation, a number for each invocation", probes)
        .hints([
            "A number has up to four neighbours in its own channel, and is in one squared difference with each.",
            "d(x − n)²/dx = 2·(x − n), whichever of the two stands first. Neighbours in a row are `channels` numbers apart, in a column `width · channels`.",
            "Column: `i / channels % width`; row: `i / (width · channels)`. Ask before you look: left if column > 0, right if column + 1 < width, and so for above and below.",
        ])
        .mistake(
            "no bounds",
            "You wrote behind the last number: an invocation with `i >= count` has to return at once.",
            VARIATION.but(&[("i >= count", "false")]),
        )
        .mistake(
            "half of it",
            "The 2 of the square is missing: d(x − n)²/dx = 2·(x − n).",
            VARIATION.but(&[("2.0 * slope", "slope")]),
        )
        .mistake(
            "turned round",
            "Your signs are turned round: a number above its neighbours has to have a positive gradient, so that descent lowers it.",
            VARIATION.but(&[("2.0 * slope", "-2.0 * slope")]),
        )
        .mistake(
            "next channel",
            "You took the next number for the next pixel. Between two pixels of a row there are `channels` numbers.",
            VARIATION.but(&[
                ("x[i] - x[i - shape.channels]", "x[i] - x[i - 1u]"),
                ("x[i] - x[i + shape.channels]", "x[i] - x[i + 1u]"),
            ]),
        )
        .mistake(
            "only the next ones",
            "You took the differences to the right and below alone. The pixel on the left and the one above have a difference with this one, too.",
            VARIATION.but(&[("column > 0u", "false"), ("row > 0u", "false")]),
        )
        .why("Forward, total variation is a sum over pairs. Backward, each number gathers from its own neighbours: no two invocations write to the same place.")
        .done()
}
