use ndarray::{Array1, Array2, ArrayView2};

use crate::{Images, Split, embedded};

/// The side of the embedded pictures.
const SMALL: usize = 8;
/// The side of the pictures [`digits`] gives, MNIST's.
const LARGE: usize = 28;
/// The side of the box into which an 8×8 picture is scaled, as for MNIST.
const BOX: usize = 20;

/// 1,797 handwritten digits, 8×8 pixels of 17 shades (0, 1/16, …, 1): 1,437 to learn, 360 to test.
///
/// The split is fixed: sort by class (keeping the order within a class), and every fifth picture,
/// beginning with the first, is a test picture. So each class has its share on both sides. Within
/// each side the pictures keep the order of the source. The thirteen writers are not kept apart.
///
/// Source: E. Alpaydin and C. Kaynak, *Optical Recognition of Handwritten Digits*, UCI Machine
/// Learning Repository, 1998 (CC BY 4.0), its test set.
pub fn digits8() -> Split {
    let rows = embedded::table(include_bytes!("../embedded/digits.csv.gz"), ',');
    let labels: Vec<u8> = rows.iter().map(|row| row[SMALL * SMALL] as u8).collect();
    let pixels = rows
        .iter()
        .flat_map(|row| &row[..SMALL * SMALL])
        .map(|&ink| ink as f32 / 16.0)
        .collect();
    let all = Images {
        name: "digits8".into(),
        pixels: Array2::from_shape_vec((labels.len(), SMALL * SMALL), pixels)
            .expect("each embedded picture has 64 pixels"),
        labels,
        height: SMALL,
        width: SMALL,
        channels: 1,
        classes: 10,
    };
    let (test, train): (Vec<usize>, Vec<usize>) = every_fifth_of_a_class(&all.labels);
    Split {
        train: all.select(&train),
        test: all.select(&test),
    }
}

/// [`digits8`] in the shape and the style of MNIST: 28×28 pixels, white strokes with soft edges on
/// black, the centre of mass in the middle.
///
/// The pictures are the same, in the same order and with the same split. They are interpolated
/// from the 8×8 cells, so they look larger, not sharper.
pub fn digits() -> Split {
    let small = digits8();
    Split {
        train: enlarge(&small.train),
        test: enlarge(&small.test),
    }
}

/// Positions of test and of training pictures, each ascending.
fn every_fifth_of_a_class(labels: &[u8]) -> (Vec<usize>, Vec<usize>) {
    let mut by_class: Vec<usize> = (0..labels.len()).collect();
    by_class.sort_by_key(|&i| labels[i]);
    let mut is_test = vec![false; labels.len()];
    for &i in by_class.iter().step_by(5) {
        is_test[i] = true;
    }
    (0..labels.len()).partition(|&i| is_test[i])
}

/// Scales every picture so that its 8×8 cells fill a box of 20×20 pixels, and puts its centre of
/// mass in the middle of 28×28: the two steps by which MNIST was made.
fn enlarge(small: &Images) -> Images {
    let mut pixels = Array2::zeros((small.len(), LARGE * LARGE));
    for (i, mut row) in pixels.rows_mut().into_iter().enumerate() {
        let image = small.image(i);
        let (y, x) = centre_of_mass(image);
        let smooth = resampling(y).dot(&image).dot(&resampling(x).t());
        row.assign(&Array1::from_iter(smooth.iter().map(|&v| stroke(v))));
    }
    Images {
        name: "digits".into(),
        pixels,
        labels: small.labels.clone(),
        height: LARGE,
        width: LARGE,
        channels: 1,
        classes: small.classes,
    }
}

/// The mean row and the mean column of the ink, in cells.
fn centre_of_mass(image: ArrayView2<f32>) -> (f32, f32) {
    let (mut y, mut x) = (0.0, 0.0);
    for ((row, column), &ink) in image.indexed_iter() {
        y += row as f32 * ink;
        x += column as f32 * ink;
    }
    let ink = image.sum();
    (y / ink, x / ink)
}

/// The matrix `[28, 8]` that interpolates a line of 28 pixels from 8 cells, the middle of the
/// line lying on the cell coordinate `centre`. Beyond the cells there is no ink.
fn resampling(centre: f32) -> Array2<f32> {
    let cells_a_pixel = SMALL as f32 / BOX as f32;
    let middle = (LARGE - 1) as f32 / 2.0;
    Array2::from_shape_fn((LARGE, SMALL), |(pixel, cell)| {
        let place = (pixel as f32 - middle) * cells_a_pixel + centre;
        catmull_rom((place - cell as f32).abs())
    })
}

/// The weight of a cell at this distance: the cubic of R. Keys, *Cubic convolution interpolation
/// for digital image processing*, IEEE Transactions on Acoustics, Speech and Signal Processing
/// 29 (6), 1981, with a = −½.
fn catmull_rom(t: f32) -> f32 {
    if t < 1.0 {
        (1.5 * t - 2.5) * t * t + 1.0
    } else if t < 2.0 {
        ((-0.5 * t + 2.5) * t - 4.0) * t + 2.0
    } else {
        0.0
    }
}

/// A cell's shade is the share of it that the pen covered, and interpolation blurs it once more.
/// This turns the blur into a stroke with MNIST's narrow edge: 0.3 and less becomes black, 0.8 and
/// more white.
fn stroke(shade: f32) -> f32 {
    (2.0 * shade - 0.6).clamp(0.0, 1.0)
}
