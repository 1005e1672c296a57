//! The way back through a residual stack, a piece of a picture, and a way around in the wrong place.

use crate::{exercises, mistakes, solutions};
use labkit::judge::Exercise;

pub fn residual_gradient() -> Exercise {
    Exercise::new("residual_gradient", 20, "every weight of x ← x + w·tanh(x), many times")
        .hints([
            "Forwards first: each block needs its own input again on the way back. Keep them.",
            "Walk backwards with g = ∂loss/∂(the block's output). Its weight gets g·tanh(input).",
            "The block's input gets g·(1 + w·(1 − tanh²(input))): the 1 is the way around. That is the g of the block before.",
        ])
        .probes([
            ((0.7, vec![0.5, -1.2, 0.3], 2.0), vec![0.780_708_022_352_757_3, 1.979_066_462_164_082, 0.173_903_961_731_765_26]),
            ((-1.5, vec![1.5, 0.25], -0.5), vec![0.454_055_438_948_156_7, 0.496_716_134_453_432_2]),
            ((0.4, vec![2.0], 3.0), vec![1.139_846_886_765_674_6]),
            (
                (0.2, vec![-0.9, 0.6, 1.1, -0.4, 0.8], 0.25),
                vec![0.179_413_530_892_766_02, 0.012_704_750_990_949_755, 0.009_683_177_159_956_66, 0.033_708_074_513_036_076, 0.011_273_777_364_493_835],
            ),
            // By hand: blocks that do nothing yet, all with the gradient that they would have alone: 3·tanh(1).
            ((1.0, vec![0.0, 0.0], 3.0), vec![2.284_782_467_867_294; 2]),
            ((0.3, vec![], 1.0), vec![]),
        ])
        .answer(|(x, weights, upstream)| exercises::residual_gradient(*x, weights, *upstream))
        .solution(|(x, weights, upstream)| solutions::residual_gradient(*x, weights, *upstream))
        .mistake(
            "no way around",
            "You sent the gradient back through the weight alone: g·w·(1 − tanh²). The block *adds* to its input, so g itself goes back as well; that 1 is what a residual network is for.",
            |(x, weights, upstream)| mistakes::back(*x, weights, *upstream, |w, bent| w * (1.0 - bent * bent)),
        )
        .mistake(
            "only the way around",
            "You handed the same gradient to every block. What a block adds depends on its input too: w·(1 − tanh²) on top of the 1.",
            |(x, weights, upstream)| mistakes::back(*x, weights, *upstream, |_, _| 1.0),
        )
        .mistake(
            "the slope taken for 1",
            "You sent back g·(1 + w). That is right for x + w·x; here a tanh stands in between, and its slope is 1 − tanh²(x).",
            |(x, weights, upstream)| mistakes::back(*x, weights, *upstream, |w, _| 1.0 + w),
        )
        .mistake(
            "the output of the block",
            "A weight's gradient has the tanh of what goes *into* its block; you took what comes out.",
            |(x, weights, upstream)| mistakes::by_outputs(*x, weights, *upstream),
        )
        .mistake(
            "the last first",
            "The numbers are right, and in the order in which the way back finds them. Return them in the order of `weights`.",
            |(x, weights, upstream)| {
                solutions::residual_gradient(*x, weights, *upstream).into_iter().rev().collect()
            },
        )
        .why("With all weights near 0, each gets almost the gradient that it would have as the only one: depth costs nothing. That is the whole idea of 2015.")
        .done()
}

/// Pixels of two channels, (n, −n/10); 0 is the margin.
fn pixels(rows: &[&[i32]]) -> Vec<Vec<Vec<f64>>> {
    let pixel = |&n: &i32| vec![f64::from(n), f64::from(-n) / 10.0];
    let rows = rows.iter().map(|row| row.iter().map(pixel).collect());
    rows.collect()
}

pub fn crop_and_flip() -> Exercise {
    const WIDE: [&[i32]; 3] = [&[1, 2, 3, 4], &[5, 6, 7, 8], &[9, 10, 11, 12]];
    const SMALL: [&[i32]; 2] = [&[1, 2, 3], &[4, 5, 6]];
    let probe = |picture, padding: usize, corner: [usize; 2], flip: bool, piece| {
        ((pixels(picture), padding, corner, flip), pixels(piece))
    };
    Exercise::new("crop_and_flip", 15, "a picture that is moved and flipped")
        .hints([
            "You need not build the wide picture. Ask of each pixel of the *piece* where it comes from.",
            "Row r of the piece is row r + down of the wide picture, and that is row r + down − padding of the picture, if there is one.",
            "Build each row of the piece with zeros where there is no pixel, and reverse the *row*, whole pixels, if `flip`.",
        ])
        // Cut out by hand.
        .probes([
            probe(&WIDE, 1, [0, 2], false, &[&[0, 0, 0, 0], &[2, 3, 4, 0], &[6, 7, 8, 0]]),
            probe(&WIDE, 1, [0, 2], true, &[&[0, 0, 0, 0], &[0, 4, 3, 2], &[0, 8, 7, 6]]),
            probe(&WIDE, 2, [3, 1], true, &[&[7, 6, 5, 0], &[11, 10, 9, 0], &[0, 0, 0, 0]]),
            probe(&SMALL, 0, [0, 0], true, &[&[3, 2, 1], &[6, 5, 4]]),
            // A margin of 4 leaves nothing of a picture of 2 × 3 that is moved as far as it goes.
            probe(&SMALL, 4, [8, 0], false, &[&[0, 0, 0], &[0, 0, 0]]),
            probe(&SMALL, 4, [3, 4], false, &[&[0, 0, 0], &[1, 2, 3]]),
        ])
        .answer(|(picture, padding, corner, flip)| exercises::crop_and_flip(picture, *padding, *corner, *flip))
        .solution(|(picture, padding, corner, flip)| solutions::crop_and_flip(picture, *padding, *corner, *flip))
        .mistake(
            "flipped before",
            "You flipped the picture and then cut. The piece is cut out first: flipped before, the picture moves the other way.",
            mistakes::flipped_first,
        )
        .mistake(
            "rows for columns",
            "`[down, right]` is the row and then the column of the corner; you took them the other way round.",
            |(picture, padding, corner, flip)| solutions::crop_and_flip(picture, *padding, [corner[1], corner[0]], *flip),
        )
        .mistake(
            "the picture moved along",
            "You moved the picture down and right. It is the corner of the *piece* that lies there: the further down it begins, the higher up the picture stands in it.",
            |(picture, padding, corner, flip)| {
                solutions::crop_and_flip(picture, *padding, corner.map(|from| 2 * padding - from), *flip)
            },
        )
        .mistake(
            "upside down",
            "You reversed the rows, and the picture stands on its head. Left and right change places when each row is reversed.",
            mistakes::upside_down,
        )
        .mistake(
            "never flipped",
            "The piece is right, and never flipped.",
            |(picture, padding, corner, _)| solutions::crop_and_flip(picture, *padding, *corner, false),
        )
        .why("A cat that stands four pixels further left, or looks the other way, is the same cat. The network does not know that; it has to be shown.")
        .done()
}

pub fn wrong_way_around() -> Exercise {
    Exercise::new("wrong_way_around", 10, "what six blocks do to a gradient, four decimals")
        .hints([
            "Each block multiplies the gradient by ∂y/∂x; six blocks, six times.",
            "x is positive, so the ReLU has slope 1: ∂y/∂x = 1 + v·w for the block as it is.",
            "With v = 0: 1 as it is, ½ if the sum is halved, and w if the way around begins after the first layer. To the sixth power.",
        ])
        // Closed form: 1, 1/64, 0.8⁶ and 1.08⁶.
        .probes([((), [1.0, 0.015_625, 0.262_144, 1.586_874_322_944])])
        .digits(4)
        .entries(["as it is, v = 0", "halved", "too late", "as it is, v = 0.1"])
        .answer(|()| exercises::wrong_way_around())
        .solution(|()| solutions::wrong_way_around())
        .slips([
            ("no gradient at v = 0", "With v = 0 a block adds nothing, but it still hands on its input: y = x, with slope 1. It is the *plain* block that would be dead.",
                [0.0, 0.0, 0.262_144, 1.586_874_322_944]),
            ("halved once", "Half of the sum in *each* block: six halves, 1/64.",
                [1.0, 0.5, 0.262_144, 1.586_874_322_944]),
            ("too late is no matter", "In y = h + v·h the way around begins at h, behind the first layer. Everything passes its weight of 0.8, six times.",
                [1.0, 0.015_625, 1.0, 1.586_874_322_944]),
            ("added up", "You added 0.08 six times. Blocks multiply: 1.08 to the sixth power, a little more.",
                [1.0, 0.015_625, 0.262_144, 1.48]),
            ("without w", "What a block adds passes two weights: v·w = 0.08, not v = 0.1.",
                [1.0, 0.015_625, 0.262_144, 1.771_561]),
        ])
        .why("Whatever stands *on* the way around is multiplied once a block: ½, 0.8, a dropout, a ReLU that cuts. He and others tried them all in 2016; the free path won.")
        .done()
}
