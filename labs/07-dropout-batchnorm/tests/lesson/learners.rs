//! Wrong answers as learners write them: what does the judge say to each?

use lab07::judging::exercises;
use lab07::solutions;
use labkit::judge::says;

type Table = Vec<Vec<f64>>;
type Dropout = (Vec<f64>, Vec<f64>, f64);
type Norm = (Table, Vec<f64>, Vec<f64>, f64);
type Back = (Table, Vec<f64>, f64, Table);
type Remember = ((f64, f64), Vec<f64>, f64);
type Weighted = (Vec<f64>, Vec<usize>, Vec<f64>);
type Shift = (Table, isize, isize);

#[test]
fn who_stays() {
    let upper = |(x, draws, rate): &Dropout| -> Vec<f64> {
        let one = |(x, d): (&f64, &f64)| {
            if *d < 1.0 - rate {
                x / (1.0 - rate)
            } else {
                0.0
            }
        };
        x.iter().zip(draws).map(one).collect()
    };
    assert_eq!(says(&exercises(), "dropout", upper), "from above");
    let dialects = |answer: [f64; 4]| says(&exercises(), "two_dialects", move |()| answer);
    assert_eq!(dialects([0.2, 1.25, 200.0, 1.25]), "the factor of 2017");
    assert_eq!(dialects([0.8, 1.25, 800.0, 1.25]), "kept in both");
}

fn columns(x: &Table, c: usize) -> Vec<f64> {
    x.iter().map(|row| row[c]).collect()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

#[test]
fn normalised() {
    let epsilon_squared = |(x, g, b, e): &Norm| solutions::batch_norm(x, g, b, e * e);
    assert_eq!(says(&exercises(), "batch_norm", epsilon_squared), "wrong");
    let wrong_count = |(x, g, b, e): &Norm| -> Table {
        let mut y = x.clone();
        let channels = g.len() as f64;
        for c in 0..g.len() {
            let column = columns(x, c);
            let mean = column.iter().sum::<f64>() / channels;
            let variance = column.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / channels;
            for row in &mut y {
                row[c] = g[c] * (row[c] - mean) / (variance + e).sqrt() + b[c];
            }
        }
        y
    };
    assert_eq!(
        says(&exercises(), "batch_norm", wrong_count),
        "over the channels"
    );
    let of_absolute = |(x, g, b, e): &Norm| -> Table {
        let mut y = x.clone();
        for c in 0..g.len() {
            let column = columns(x, c);
            let m = mean(&column);
            let apart: Vec<f64> = column.iter().map(|x| (x - m).abs()).collect();
            for row in &mut y {
                row[c] = g[c] * (row[c] - m) / (mean(&apart) + e) + b[c];
            }
        }
        y
    };
    assert_eq!(
        says(&exercises(), "batch_norm", of_absolute),
        "the mean distance"
    );
}

#[test]
fn backward() {
    let back = |scale: fn(f64, f64, f64, f64) -> f64| {
        says(
            &exercises(),
            "batch_norm_gradient",
            move |(x, g, e, dy): &Back| -> Table {
                let mut dx = dy.clone();
                for c in 0..g.len() {
                    let (x, dy) = (columns(x, c), columns(dy, c));
                    let m = mean(&x);
                    let squares: Vec<f64> = x.iter().map(|x| (x - m).powi(2)).collect();
                    let sigma = (mean(&squares) + e).sqrt();
                    let hat: Vec<f64> = x.iter().map(|x| (x - m) / sigma).collect();
                    let products: Vec<f64> = dy.iter().zip(&hat).map(|(d, h)| d * h).collect();
                    for (i, row) in dx.iter_mut().enumerate() {
                        row[c] = g[c] / sigma * scale(dy[i], hat[i], mean(&dy), mean(&products));
                    }
                }
                dx
            },
        )
    };
    assert_eq!(
        back(|dy, hat, mean, along| dy - mean - hat * along),
        "right"
    );
    assert_eq!(
        back(|dy, hat, mean, along| dy - mean - 2.0 * hat * along),
        "the variance twice"
    );
    assert_eq!(
        back(|dy, hat, mean, along| dy - mean - hat * dy * along),
        "wrong"
    );
    assert_eq!(
        back(|dy, hat, mean, along| dy - mean + hat * along),
        "the variance added"
    );
}

#[test]
fn remembered_and_counted() {
    let half = |(old, batch, _): &Remember| solutions::remember(*old, batch, 0.5);
    assert_eq!(says(&exercises(), "remember", half), "wrong");
    let sum = |(old, batch, m): &Remember| {
        let (mean, variance) = solutions::remember((0.0, 0.0), batch, 1.0);
        let squares = variance * (batch.len() as f64 - 1.0);
        (
            (1.0 - m) * old.0 + m * mean,
            (1.0 - m) * old.1 + m * squares,
        )
    };
    assert_eq!(says(&exercises(), "remember", sum), "not divided");
    let counted = |answer: [usize; 3]| says(&exercises(), "cnn_bn_parameters", move |()| answer);
    assert_eq!(
        counted([1_200_818, 1_200_350, 468]),
        "behind the output, too"
    );
    assert_eq!(counted([448, 224, 224]), "batch norm alone");
}

#[test]
fn examples() {
    let by_the_largest = |(losses, labels, w): &Weighted| {
        let most = w.iter().copied().fold(0.0, f64::max);
        let terms = labels
            .iter()
            .zip(losses)
            .map(|(&label, loss)| w[label] / most * loss);
        terms.sum::<f64>() / losses.len() as f64
    };
    assert_eq!(says(&exercises(), "weighted_loss", by_the_largest), "wrong");
    let squared = |(losses, labels, w): &Weighted| {
        let squares: Vec<f64> = w.iter().map(|w| w * w).collect();
        solutions::weighted_loss(losses, labels, &squares)
    };
    assert_eq!(says(&exercises(), "weighted_loss", squared), "wrong");
    let in_place = |(picture, down, right): &Shift| -> Table {
        let mut moved = picture.clone();
        let (height, width) = (picture.len() as isize, picture[0].len() as isize);
        for r in 0..height {
            for c in 0..width {
                let (from_r, from_c) = (r - down, c - right);
                let is_inside = (0..height).contains(&from_r) && (0..width).contains(&from_c);
                moved[r as usize][c as usize] = match is_inside {
                    true => moved[from_r as usize][from_c as usize],
                    false => 0.0,
                };
            }
        }
        moved
    };
    assert_eq!(says(&exercises(), "shifted", in_place), "in place");
    let unchecked = |(picture, down, right): &Shift| -> Table {
        let (height, width) = (picture.len(), picture[0].len());
        let at = |r: usize, c: usize| {
            picture[(r as isize - down) as usize][(c as isize - right) as usize]
        };
        (0..height)
            .map(|r| (0..width).map(|c| at(r, c)).collect())
            .collect()
    };
    assert_eq!(
        says(&exercises(), "shifted", unchecked),
        "outside the picture"
    );
}
