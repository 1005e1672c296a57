//! Wrong answers as learners write them: what does the judge say to each?

use lab06::filter::Grid;
use lab06::judging::exercises;
use lab06::solutions;
use labkit::judge::says;

type Size = (usize, usize, usize, usize);
type Two = (Grid, Grid);
type Pool = (Grid, usize, usize);
type Network = (usize, Vec<usize>, usize);

fn size(answer: fn(&Size) -> usize) -> String {
    says(&exercises(), "output_size", answer)
}

#[test]
fn a_size() {
    assert_eq!(
        size(|&(w, f, p, s)| (w + 2 * p - f).div_ceil(s)),
        "rounded up for the first"
    );
    assert_eq!(
        size(|&(w, f, p, s)| (w + 2 * p - f + 1) / s),
        "the 1 inside"
    );
    let rounded = |&(w, f, p, s): &Size| ((w + 2 * p - f) as f64 / s as f64).round() as usize + 1;
    assert_eq!(size(rounded), "rounded");
}

fn sum_at(image: &Grid, filter: &Grid, (r, c): (usize, usize)) -> f64 {
    let mut sum = 0.0;
    for (i, weights) in filter.iter().enumerate() {
        for (j, weight) in weights.iter().enumerate() {
            let pixel = image.get(r + i).and_then(|row| row.get(c + j));
            sum += weight * pixel.copied().unwrap_or(0.0);
        }
    }
    sum
}

#[test]
fn a_filter_that_slides() {
    let convolve = |answer: fn(&Two) -> Grid| says(&exercises(), "convolve", answer);
    let grid = |rows: usize, columns: usize, (image, filter): &Two| -> Grid {
        let row = |r| {
            (0..columns)
                .map(|c| sum_at(image, filter, (r, c)))
                .collect()
        };
        (0..rows).map(row).collect()
    };
    let short = move |asked: &Two| {
        let (image, filter) = asked;
        grid(
            image.len() - filter.len(),
            image[0].len() - filter[0].len(),
            asked,
        )
    };
    assert_eq!(says(&exercises(), "convolve", short), "one short");
    let to_the_end = move |asked: &Two| grid(asked.0.len(), asked.0[0].len(), asked);
    assert_eq!(says(&exercises(), "convolve", to_the_end), "over the end");
    let averaged = |(image, filter): &Two| {
        let count = (filter.len() * filter[0].len()) as f64;
        let answers = solutions::convolve(image, filter).into_iter();
        answers
            .map(|row| row.iter().map(|sum| sum / count).collect())
            .collect()
    };
    assert_eq!(convolve(averaged), "mean");
}

#[test]
fn pools_and_counts() {
    let from_the_first = |(image, size, stride): &Pool| -> Grid {
        let largest = |r: usize, c: usize| {
            let mut largest = image[0][0];
            for row in &image[r..r + size] {
                largest = row[c..c + size].iter().copied().fold(largest, f64::max);
            }
            largest
        };
        let columns = |r| {
            (0..=image[0].len() - size)
                .step_by(*stride)
                .map(|c| largest(r, c))
                .collect()
        };
        (0..=image.len() - size)
            .step_by(*stride)
            .map(columns)
            .collect()
    };
    assert_eq!(
        says(&exercises(), "max_pool", from_the_first),
        "the picture's first"
    );
    let unmoved = |answer: [f64; 3]| says(&exercises(), "unmoved", move |()| answer);
    assert_eq!(unmoved([0.5, 0.5, 0.25]), "once is enough");
    assert_eq!(unmoved([0.5, 0.75, 0.75]), "either of them");
    let pooled_up = |(side, filters, dense): &Network| {
        let channels = filters[filters.len() - 1];
        let side_now = side - 2 * filters.len();
        let (right, up) = (side_now / 2, side_now.div_ceil(2));
        solutions::network_parameters(*side, filters, *dense)
            + (up * up - right * right) * channels * dense
    };
    assert_eq!(
        says(&exercises(), "network_parameters", pooled_up),
        "rounded up"
    );
}

#[test]
fn gradients() {
    let exchanged = |(x, dy): &Two| solutions::convolve(dy, x);
    assert_eq!(says(&exercises(), "weight_gradient", exchanged), "panicked");
    let inside = |(filter, dy): &Two| solutions::convolve(dy, filter);
    assert_eq!(
        says(&exercises(), "input_gradient", inside),
        "only where it fits"
    );
}
