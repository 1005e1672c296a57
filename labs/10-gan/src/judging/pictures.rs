//! Exercises 6 to 8: a transposed convolution, an interpolation, a score. Expected values are those of
//! `tests/reference/pictures.txt`.

use super::PICTURES;
use crate::{exercises, mistakes, solutions};
use labkit::judge::Exercise;

type Rows = Vec<Vec<f64>>;
/// Picture, kernel, stride, margin.
type Painting = (Rows, Rows, usize, usize);

fn rows<const N: usize>(numbers: &[[f64; N]]) -> Rows {
    numbers.iter().map(|row| row.to_vec()).collect()
}

/// Stored ones: their names, strides and margins.
fn paintings() -> [(Painting, Rows); 5] {
    [
        ("apart", 2, 0),
        ("overlap", 2, 0),
        ("dense", 1, 0),
        ("margin", 2, 1),
        ("gaps", 3, 0),
    ]
    .map(|(name, stride, margin)| {
        let stored = |what: &str| PICTURES.matrix(&format!("paint.{name}.{what}"));
        ((stored("x"), stored("kernel"), stride, margin), stored("y"))
    })
}

pub fn conv_transpose() -> Exercise {
    Exercise::new("conv_transpose", 25, "a transposed convolution of one channel")
        .hints([
            "How large is the canvas? The last copy begins at (number of rows − 1) · stride and is as long as the kernel.",
            "Four loops: over the rows and columns of x, and over those of the kernel.",
            "`canvas[stride * i + a][stride * j + b] += x[i][j] * kernel[a][b]`, and at last `[margin..rows - margin]` of the rows and of each row.",
        ])
        .probes(paintings())
        .answer(|(x, kernel, stride, margin)| exercises::conv_transpose(x, kernel, *stride, *margin))
        .solution(|(x, kernel, stride, margin)| solutions::conv_transpose(x, kernel, *stride, *margin))
        .mistake(
            "paints over",
            "Where two copies overlap, yours keeps the last one. They add up: `+=`.",
            |(x, kernel, stride, margin)| mistakes::painted_over(x, kernel, *stride, *margin),
        )
        .mistake(
            "turned kernel",
            "Your kernel is turned by half a turn. Here every number paints the kernel as it is: the upper left corner of the kernel stays the upper left corner of the copy.",
            |(x, kernel, stride, margin)| mistakes::painted_turned(x, kernel, *stride, *margin),
        )
        .mistake(
            "margin left on",
            "You left the margin on. In a transposed convolution it is cut off the result: PyTorch's `padding`.",
            |(x, kernel, stride, _)| mistakes::painted_with_margin(x, kernel, *stride),
        )
        .mistake(
            "margin added",
            "You put the margin around. A convolution adds its padding to what comes in; the transposed one goes the other way and cuts it off what goes out.",
            |(x, kernel, stride, margin)| mistakes::painted_margin_added(x, kernel, *stride, *margin),
        )
        .mistake(
            "stride the wrong way",
            "Yours becomes smaller with a larger stride. Here the stride is how far apart the copies lie: it makes the picture larger.",
            |(x, kernel, stride, margin)| mistakes::painted_by_one(x, kernel, *stride, *margin),
        )
        .variants(
            "stride on one axis",
            "Your stride acts along one axis only. Copies lie `stride` apart downwards and to the right.",
            [true, false],
            |rows: &bool, (x, kernel, stride, margin): &Painting| mistakes::painted_with_strides(x, kernel, if *rows { [*stride, 1] } else { [1, *stride] }, *margin),
        )
        .variants(
            "margin on one side",
            "You cut the margin off on one side only. It goes off above and below, on the left and on the right.",
            [true, false],
            |before: &bool, (x, kernel, stride, margin): &Painting| mistakes::painted_with_half_margin(x, kernel, *stride, if *before { [*margin, 0] } else { [0, *margin] }),
        )
        .mistake(
            "a canvas too large",
            "Your canvas is as large as if every copy needed room for a whole stride behind it. The last copy needs only the kernel: (count − 1)·stride + size.",
            |(x, kernel, stride, margin)| mistakes::painted_on_a_large_canvas(x, kernel, *stride, *margin),
        )
        .mistake(
            "the kernel over its diagonal",
            "Rows and columns of your kernel are exchanged: number (a, b) lands at (stride·i + a, stride·j + b).",
            |(x, kernel, stride, margin)| mistakes::painted_transposed(x, kernel, *stride, *margin),
        )
        .mistake(
            "the kernel stretched",
            "You put the numbers of the *kernel* `stride` apart, and the copies one. It is the copies that lie apart; a stretched kernel is a dilated one.",
            |(x, kernel, stride, margin)| solutions::conv_transpose(kernel, x, *stride, *margin),
        )
        .mistake(
            "the mean",
            "Where copies overlap you took their mean. They add up.",
            |(x, kernel, stride, margin)| mistakes::painted_by_mean(x, kernel, *stride, *margin),
        )
        .mistake(
            "enlarged first",
            "You made the picture larger by repeating its numbers, and slid over that. A number paints its copy once; between two copies nothing is repeated.",
            |(x, kernel, stride, margin)| mistakes::painted_on_blocks(x, kernel, *stride, *margin),
        )
        .why("It is the way that the gradient goes back through a convolution to its picture (lab 6), used forward.")
        .done()
}

pub fn slerp() -> Exercise {
    let v = |numbers: &[f64]| numbers.to_vec();
    Exercise::new("slerp", 15, "the way between two points of noise")
        .hints([
            "Ω first: the cosine of the angle between two vectors is their product over the product of their lengths.",
            "Do not make the ends shorter: only the angle is computed from directions.",
            "`(((1.0 - at) * angle).sin() / sine, (at * angle).sin() / sine)` are the weights, unless `sine` is as good as 0; then `(1.0 - at, at)`.",
        ])
        .probes([
            (
                (v(&[2.0, 0.0]), v(&[0.0, 2.0]), 0.25),
                PICTURES.values("arc.quarter"),
            ),
            (
                (v(&[1.0, 2.0, -0.5]), v(&[0.25, -1.0, 3.0]), 0.4),
                PICTURES.values("arc.space"),
            ),
            (
                (v(&[0.5, 0.5, 2.0, -1.0]), v(&[-1.5, 1.0, 0.75, 0.25]), 0.9),
                PICTURES.values("arc.late"),
            ),
            // On one line: by hand.
            ((v(&[1.0, 2.0]), v(&[3.0, 6.0]), 0.25), v(&[1.5, 3.0])),
                    // On one line along an axis; and where the cosine comes out a little above 1, which has no angle.
            ((v(&[2.0, 0.0]), v(&[6.0, 0.0]), 0.25), v(&[3.0, 0.0])),
            (
                (v(&[0.2, 0.7, 0.7]), v(&[3.0 * 0.2, 3.0 * 0.7, 3.0 * 0.7]), 0.5),
                v(&[0.4, 1.4, 1.4]),
            ),
            // At both ends.
            ((v(&[0.0, 5.0]), v(&[1.0, 1.0]), 0.0), v(&[0.0, 5.0])),
            ((v(&[0.0, 5.0]), v(&[1.0, 1.0]), 1.0), v(&[1.0, 1.0])),
])
        .answer(|(from, to, at)| exercises::slerp(from, to, *at))
        .solution(|(from, to, at)| solutions::slerp(from, to, *at))
        .mistake(
            "straight",
            "You walk the straight line, and cut through the inside of the ball, where hardly any noise ever lies.",
            |(from, to, at)| mistakes::arc_straight(from, to, *at),
        )
        .mistake(
            "backwards",
            "You walk from the end to the beginning: at 0 you must be at `from`.",
            |(from, to, at)| mistakes::arc_backwards(from, to, *at),
        )
        .mistake(
            "not divided",
            "You left sin Ω out below the bar: at 0 the weight of `from` has to be 1.",
            |(from, to, at)| mistakes::arc_undivided(from, to, *at),
        )
        .mistake(
            "angle of the product",
            "The product of the two vectors is the cosine of their angle only if both have the length 1. Divide by both lengths.",
            |(from, to, at)| mistakes::arc_of_the_product(from, to, *at),
        )
        .mistake(
            "lengths lost",
            "You made both ends one long, and they stay so. Only the angle needs directions; the weights go to the ends as they are.",
            |(from, to, at)| mistakes::arc_of_directions(from, to, *at),
        )
        .mistake(
            "no straight case",
            "Two points in the same direction: sin Ω is 0, and 0/0 is no number. There the arc is the straight line.",
            |(from, to, at)| mistakes::arc_without_the_straight_case(from, to, *at),
        )
        .mistake(
            "not clamped",
            "Rounding can make the cosine of two equal directions a little larger than 1, and such an angle is no number. Clamp it to −1 … 1 before `acos`.",
            |(from, to, at)| mistakes::arc_not_clamped(from, to, *at),
        )
        .mistake(
            "the line, made as long",
            "You walked the straight line and made the result as long as `from`. It stays on the ball then, but does not turn evenly; and the lengths of the two may differ.",
            |(from, to, at)| mistakes::arc_by_stretching(from, to, *at),
        )
        .mistake(
            "length by itself",
            "You turned the direction and let the length grow evenly, each for itself. Here the weights act on the two ends as they are.",
            |(from, to, at)| mistakes::arc_with_even_length(from, to, *at),
        )
        .mistake(
            "cosines",
            "You weighed by cosines. At 0 the weight of `to` has to be 0: that is a sine.",
            |(from, to, at)| mistakes::arc_by_cosines(from, to, *at),
        )
        .mistake(
            "the cosine for the angle",
            "You took the cosine for the angle: `acos` is missing.",
            |(from, to, at)| mistakes::arc_of_the_cosine(from, to, *at),
        )
        .why("In many dimensions almost all normal noise lies near the surface of one ball. The arc stays there; the straight line does not.")
        .done()
}

/// Real points, forged points, k.
type Clouds = (Rows, Rows, usize);

fn clouds() -> [(Clouds, [f64; 2]); 6] {
    [
        // By hand: both balls reach 10 far, whoever else is near.
        (
            (
                rows(&[[0.0], [10.0]]),
                rows(&[[1.0], [2.0], [3.0], [25.0]]),
                1,
            ),
            [0.75, 1.0],
        ),
        // By hand: on the rim of one ball and no other, a 3-4-5 triangle; and real points that come twice.
        (
            (
                rows(&[[0.0, 0.0], [3.0, 4.0], [30.0, 40.0]]),
                rows(&[[0.0, -5.0], [100.0, 0.0], [-5.0, -1.5]]),
                1,
            ),
            [1.0 / 3.0, 1.0 / 3.0],
        ),
        (
            (
                rows(&[[0.0], [0.0], [5.0], [6.0]]),
                rows(&[[0.0], [7.0], [0.5]]),
                1,
            ),
            [2.0 / 3.0, 0.75],
        ),
        (
            (
                rows(&[[0.0], [1.0], [3.0], [7.0]]),
                rows(&[[0.5], [0.75], [-3.0], [4.0], [20.0]]),
                1,
            ),
            [0.6, 1.0],
        ),
        (
            (
                rows(&[
                    [0.0, 0.0],
                    [1.0, 0.5],
                    [0.25, 2.0],
                    [3.0, 3.0],
                    [4.0, 2.5],
                    [20.0, 19.0],
                    [21.0, 20.5],
                    [20.5, 22.0],
                ]),
                rows(&[
                    [0.5, 0.5],
                    [3.5, 3.0],
                    [3.25, 2.5],
                    [30.0, -4.0],
                    [6.0, -1.0],
                    [0.75, 1.0],
                    [3.75, 2.25],
                ]),
                2,
            ),
            [0.7142857142857143, 0.625],
        ),
        (
            (
                rows(&[[0.0, 1.0], [2.0, 1.5], [4.0, 0.0], [5.0, 5.0], [-3.0, 2.0]]),
                rows(&[[0.25, 1.0], [0.5, 1.25], [40.0, 40.0]]),
                2,
            ),
            [0.6666666666666666, 0.8],
        ),
    ]
}

pub fn precision_and_coverage() -> Exercise {
    Exercise::new(
        "precision_and_coverage",
        30,
        "is all of it real, and is all that is real there?",
    )
    .hints([
        "Begin with the radius of each real point: its distances to all *other* real points, sorted; take number k, which is at index k − 1.",
        "Precision asks each forged point: `any` ball? Coverage asks each ball: `any` forged point?",
        "A function `lies_in(point, ball)`, and then two lines with `filter`, `any` and `count`.",
    ])
    .probes(clouds())
    .answer(|(real, forged, k)| exercises::precision_and_coverage(real, forged, *k))
    .solution(|(real, forged, k)| solutions::precision_and_coverage(real, forged, *k))
    .mistake(
        "one's own neighbour",
        "You counted the point itself among its neighbours: it is 0 away, so every ball came out one neighbour too small.",
        |(real, forged, k)| mistakes::neighbours_with_oneself(real, forged, *k),
    )
    .mistake(
        "equal balls",
        "Your balls are all of one size. Each has its own radius: small where real points are dense, large where they are rare.",
        |(real, forged, k)| mistakes::neighbours_in_equal_balls(real, forged, *k),
    )
    .mistake(
        "balls around forgeries",
        "You put the balls around the forged points. A generator that makes a single outlier would get a huge ball, and with it a good mark.",
        |(real, forged, k)| mistakes::neighbours_of_the_forged(real, forged, *k),
    )
    .mistake(
        "swapped",
        "Both fractions are right, in the wrong order: precision is a fraction of the *forged* points, coverage of the *real* ones.",
        |(real, forged, k)| mistakes::neighbours_swapped(real, forged, *k),
    )
    .mistake(
        "hits, not points",
        "Your first number counts balls, and a forged point in three balls three times. That is called density; precision asks only whether there is one.",
        |(real, forged, k)| mistakes::neighbours_by_hits(real, forged, *k),
    )

        .mistake(
            "without its rim",
            "A point on the rim is in: *at most* the radius away.",
            |(real, forged, k)| mistakes::neighbours_without_rim(real, forged, *k),
        )
        .mistake(
            "twins left out",
            "You left out every real point that is equal to the one in the middle, not only that one itself. A twin is a neighbour, 0 away.",
            |(real, forged, k)| mistakes::neighbours_without_twins(real, forged, *k),
        )
        .mistake(
            "one further",
            "Your balls reach one neighbour too far. Counted from 0, the k-th nearest is number k − 1.",
            |(real, forged, k)| mistakes::neighbours_one_further(real, forged, *k),
        )
        .mistake(
            "both of the forged",
            "Both of your fractions are of forged points. Coverage counts *balls*, and there are as many as real points.",
            |(real, forged, k)| {
            let [precision, coverage] = solutions::precision_and_coverage(real, forged, *k);
            [precision, coverage * real.len() as f64 / forged.len() as f64]
        },
        )
        .mistake(
            "counts",
            "Those are counts. A share is divided by how many there are.",
            |(real, forged, k)| {
            let [precision, coverage] = solutions::precision_and_coverage(real, forged, *k);
            [precision * forged.len() as f64, coverage * real.len() as f64]
        },
        )
        .mistake(
            "around the corner",
            "You added the distances along the axes. The distance of two points is the root of the sum of the squares.",
            |(real, forged, k)| mistakes::neighbours_around_the_corner(real, forged, *k),
        )
        .mistake(
            "neighbours among all",
            "You looked for neighbours among the forged points, too. A ball is as large as the *real* points around it say; else a forgery would make it small.",
            |(real, forged, k)| mistakes::neighbours_among_all(real, forged, *k),
        )
    .why("A generator that copies one perfect 7 has a precision of 1. Coverage finds out.")
    .done()
}
