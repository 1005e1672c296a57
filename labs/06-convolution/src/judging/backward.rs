//! The gradients of a convolution.

use crate::sources::grid;
use crate::{exercises, mistakes, solutions};
use labkit::judge::Exercise;

pub fn weight_gradient() -> Exercise {
    let b = grid("0.5 -1 2 0 1 / 3 1 -2 4 0.25 / -1 0 1 2 -3 / 2 -2 0 1 1.5");
    let probes = [
        (
            (grid("1 2 0 3 / 0 1 4 1 / 2 0 1 2"), grid("2 -1 / 1 3")),
            grid("3 17 4 / 1 1 14"),
        ),
        (
            (b, grid("6 -4.5 5 -6.25 / -1.5 9 -4.5 2.5")),
            grid("41 -58.125 / -19.5 25.9375 / -32 26.5"),
        ),
        // Equal numbers, and large ones beside small ones, on paper.
        (
            (grid("1e200 1 1 / 1 1 1e-200"), grid("0.5 0.5")),
            grid("0.5e200 1 / 1 0.5"),
        ),
        // One place only: the patch times its dy, on paper.
        ((grid("1 -2 / 0.5 3"), grid("-2")), grid("-2 4 / -1 -6")),
    ];
    Exercise::new("weight_gradient", 30, "the gradient of the loss with respect to a filter")
        .hints([
            "Take one number of the filter, say the upper left one. On which pixels did it lie, and in which y did each product end up?",
            "Weight (i, j) lay on pixel (r + i, c + j) for y (r, c). Its derivative is the sum over all (r, c) of dy[r][c] · x[r + i][c + j].",
            "Compare that sum with exercise 3, letter by letter. You may call your `convolve`.",
        ])
        .probes(probes)
        .answer(|(x, dy)| exercises::weight_gradient(x, dy))
        .solution(|(x, dy)| solutions::weight_gradient(x, dy))
        .mistake(
            "overwritten",
            "Your gradient comes from the last place alone. A weight is used at every place, and all of them pull at it: `+=`.",
            |(x, dy)| mistakes::weights_overwritten(x, dy),
        )
        .mistake(
            "dy turned",
            "You turned dy before it slid. Forward nothing was turned, and the weight (i, j) lay on pixel (r + i, c + j): dy slides as it is.",
            |(x, dy)| mistakes::weights_turned(x, dy),
        )
        .mistake(
            "mean",
            "You took the mean over the places. The loss is what it is: each place adds its part.",
            |(x, dy)| mistakes::weights_averaged(x, dy),
        )
        .mistake(
            "output turned",
            "The numbers are right and stand the wrong way round: the first derivative belongs to the first weight.",
            |(x, dy)| mistakes::weights_turned_after(x, dy),
        )
        .mistake(
            "as large as dy",
            "Your gradient is as large as dy. The filter has another size: rows of x − rows of dy + 1, and the columns alike.",
            |(x, dy)| mistakes::weights_as_large_as_dy(x, dy),
        )
        .mistake(
            "downhill",
            "The sign is turned. Asked is the gradient itself; the step against it comes later.",
            |(x, dy)| solutions::weight_gradient(x, dy).into_iter().map(|row| row.into_iter().map(|g| -g).collect()).collect(),
        )
        .mistake(
            "without dy",
            "You added up the pixels under each weight. Each place counts as much as its dy says.",
            |(x, dy)| mistakes::weights_without_dy(x, dy),
        )
        .why("The gradient of a filter is itself a convolution: the picture, slid over by dy. So one fast routine serves both ways.")
        .done()
}

pub fn input_gradient() -> Exercise {
    let probes = [
        (
            (grid("1 0 -2 / 3 1 -1"), grid("2 -1 / 1 3")),
            grid("2 -1 -4 2 / 7 2 -5 -5 / 3 10 2 -3"),
        ),
        (
            (
                grid("2 -1 / 0 1 / -3 0.5"),
                grid("6 -4.5 5 -6.25 / -1.5 9 -4.5 2.5"),
            ),
            grid(
                "12 -15 14.5 -17.5 6.25 / -3 25.5 -22.5 14.5 -8.75 / -18 15 -8.25 16.75 -0.625 / 4.5 -27.75 18 -9.75 1.25",
            ),
        ),
        // A row, and a filter of one number, on paper.
        ((grid("1 1"), grid("2 -3 5")), grid("2 -1 2 5")),
        ((grid("-0.5"), grid("4 8 / -6 2")), grid("-2 -4 / 3 -1")),
        // One place only: the filter times its dy, on paper.
        ((grid("1 -2 3"), grid("-2")), grid("-2 4 -6")),
    ];
    Exercise::new("input_gradient", 30, "the gradient of the loss with respect to the picture")
        .hints([
            "How large was x? Each y came from a window on it; a window of the filter's size at each place of dy.",
            "y (r, c) contains filter[i][j] · x[r + i][c + j]. So it gives that pixel dy[r][c] · filter[i][j].",
            "Zeros of [rows of dy + rows of filter − 1, …]; four loops; dx[r + i][c + j] += dy[r][c] * filter[i][j].",
        ])
        .probes(probes)
        .answer(|(filter, dy)| exercises::input_gradient(filter, dy))
        .solution(|(filter, dy)| solutions::input_gradient(filter, dy))
        .mistake(
            "not turned",
            "You slid the filter over dy as it lies. Seen from a pixel, the window that begins *at* it used the *first* weight, the one that began before it a later one: the filter has to be turned.",
            |(filter, dy)| mistakes::input_not_turned(filter, dy),
        )
        .mistake(
            "overwritten",
            "Where windows overlap, your last one wins. A pixel under several windows gets a part from each: `+=`.",
            |(filter, dy)| mistakes::input_overwritten(filter, dy),
        )
        .mistake(
            "too small",
            "Your output is as large as dy. Every pixel that lay under some window has a derivative.",
            |(filter, dy)| mistakes::input_too_small(filter, dy),
        )
        .mistake(
            "mean",
            "You divided by the number of windows over a pixel. Their parts add up; nothing is averaged.",
            |(filter, dy)| mistakes::input_averaged(filter, dy),
        )
        .mistake(
            "only where it fits",
            "You slid the filter over dy as far as it fits. x was larger than dy: begin with zeros of its size, and let every dy give its part to each pixel under its window.",
            |(filter, dy)| solutions::convolve(dy, filter),
        )
        .mistake(
            "rows for columns",
            "Rows and columns of your filter are exchanged on the way back: dy (r, c) times filter (i, j) goes to (r + i, c + j).",
            |(filter, dy)| mistakes::input_exchanged(filter, dy),
        )
        .mistake(
            "without dy",
            "You added up the weights that lie over each pixel. Each counts as much as the dy of its place says.",
            |(filter, dy)| mistakes::input_without_dy(filter, dy),
        )
        .why("Scattered from y or gathered by x, it is the same sum. Gathered, it reads: a full convolution with the turned filter.")
        .done()
}
