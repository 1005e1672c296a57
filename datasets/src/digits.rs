use ndarray::Array2;

use crate::{Images, Split, embedded};

/// The side of the embedded pictures.
const SMALL: usize = 8;
/// The side of the pictures [`digits`] gives, MNIST's.
const LARGE: usize = 28;
/// The side of the box into which an 8×8 picture is scaled, MNIST's too: a margin of 4 is left.
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
        classes: 10,
    };
    let (test, train): (Vec<usize>, Vec<usize>) = every_fifth_of_a_class(&all.labels);
    Split {
        train: all.select(&train),
        test: all.select(&test),
    }
}

/// [`digits8`] in the shape of MNIST: 28×28 pixels.
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

fn enlarge(small: &Images) -> Images {
    let mut pixels = Array2::zeros((small.len(), LARGE * LARGE));
    for i in 0..small.len() {
        let image = small.image(i);
        let mut row = pixels.row_mut(i);
        let margin = (LARGE - BOX) / 2;
        for y in 0..BOX {
            for x in 0..BOX {
                let at = |k: usize| (k as f32 + 0.5) * SMALL as f32 / BOX as f32 - 0.5;
                let (u, v) = (at(x).clamp(0.0, 7.0), at(y).clamp(0.0, 7.0));
                let (x0, y0) = (u as usize, v as usize);
                let (x1, y1) = ((x0 + 1).min(7), (y0 + 1).min(7));
                let (a, b) = (u - x0 as f32, v - y0 as f32);
                row[(y + margin) * LARGE + x + margin] = (1.0 - b)
                    * ((1.0 - a) * image[[y0, x0]] + a * image[[y0, x1]])
                    + b * ((1.0 - a) * image[[y1, x0]] + a * image[[y1, x1]]);
            }
        }
    }
    Images {
        name: "digits".into(),
        pixels,
        labels: small.labels.clone(),
        height: LARGE,
        width: LARGE,
        classes: small.classes,
    }
}
