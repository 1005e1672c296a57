//! The data inside the crate, against what NumPy and the literature say about it.

use std::collections::HashSet;

use datasets::{Images, diabetes, digits, digits8};

/// `numpy.bincount` of the labels, and the sum of all pixels (0–16), of the source file.
const COUNTS: [usize; 10] = [178, 182, 177, 183, 181, 182, 181, 179, 174, 180];
const INK: f64 = 561_718.0;

fn count(images: &Images) -> [usize; 10] {
    let mut counts = [0; 10];
    for &label in &images.labels {
        counts[usize::from(label)] += 1;
    }
    counts
}

#[test]
fn digits8_are_all_there_and_divided_class_by_class() {
    let split = digits8();
    assert_eq!(split.train.pixels.dim(), (1437, 64));
    assert_eq!(split.test.pixels.dim(), (360, 64));
    let (train, test) = (count(&split.train), count(&split.test));
    for class in 0..10 {
        assert_eq!(train[class] + test[class], COUNTS[class], "class {class}");
        assert!(
            test[class] >= COUNTS[class] / 5 && test[class] <= COUNTS[class] / 5 + 1,
            "class {class}: {} of {} are test images",
            test[class],
            COUNTS[class]
        );
    }
    let ink = |images: &Images| images.pixels.iter().map(|&v| f64::from(v)).sum::<f64>();
    // Sixteenths are exact in binary, so the sum is exact too.
    assert_eq!(16.0 * (ink(&split.train) + ink(&split.test)), INK);
}

#[test]
fn no_test_image_is_a_training_image() {
    let split = digits8();
    let key = |images: &Images, i: usize| -> Vec<u8> {
        let row = images.pixels.row(i);
        row.iter().map(|&v| (16.0 * v) as u8).collect()
    };
    let seen: HashSet<Vec<u8>> = (0..split.train.len())
        .map(|i| key(&split.train, i))
        .collect();
    for i in 0..split.test.len() {
        assert!(!seen.contains(&key(&split.test, i)), "test image {i}");
    }
}

#[test]
fn the_first_digits_are_those_of_the_file() {
    // Row 0 of the file is the first 0 in class order, so it is a test image; row 1 is a 1.
    let split = digits8();
    assert_eq!(split.test.labels[0], 0);
    let row: Vec<f32> = split
        .test
        .image(0)
        .row(1)
        .iter()
        .map(|v| v * 16.0)
        .collect();
    assert_eq!(row, [0.0, 0.0, 13.0, 15.0, 10.0, 15.0, 5.0, 0.0]);
    assert_eq!(split.train.labels[0], 1);
    let row: Vec<f32> = split
        .train
        .image(0)
        .row(3)
        .iter()
        .map(|v| v * 16.0)
        .collect();
    assert_eq!(row, [0.0, 7.0, 15.0, 16.0, 16.0, 2.0, 0.0, 0.0]);
}

#[test]
fn large_digits_are_the_small_ones_in_the_style_of_mnist() {
    let (small, large) = (digits8(), digits());
    assert_eq!(large.train.labels, small.train.labels);
    assert_eq!(large.test.labels, small.test.labels);
    assert_eq!(large.train.pixels.dim(), (1437, 784));
    assert_eq!(large.test.pixels.dim(), (360, 784));
    for images in [&large.train, &large.test] {
        assert!(images.pixels.iter().all(|v| (0.0..=1.0).contains(v)));
        for i in 0..images.len() {
            let image = images.image(i);
            assert_eq!(
                image.fold(0.0f32, |a, &b| a.max(b)),
                1.0,
                "image {i} has white"
            );
            for edge in [
                image.row(0),
                image.row(27),
                image.column(0),
                image.column(27),
            ] {
                assert_eq!(edge.sum(), 0.0, "image {i} keeps off the edge");
            }
            // MNIST's way: the centre of mass in the middle, 13.5 (before the contrast, which
            // moves it a little).
            let ink = image.sum();
            let mean = |along: &dyn Fn((usize, usize)) -> usize| {
                let moment = |(at, &v)| along(at) as f32 * v;
                image.indexed_iter().map(moment).sum::<f32>() / ink
            };
            let (y, x) = (mean(&|(y, _)| y), mean(&|(_, x)| x));
            assert!(
                (y - 13.5).abs() < 1.2 && (x - 13.5).abs() < 1.2,
                "image {i}: {y}, {x}"
            );
        }
    }
}

#[test]
fn large_digits_have_mnists_amount_of_ink() {
    // MNIST's training images have the mean 0.1307. NumPy, doing the same scaling independently
    // (tests/reference/enlarge.py), gives 0.142352 for these.
    let large = digits();
    let sum: f64 = [&large.train, &large.test]
        .iter()
        .flat_map(|images| images.pixels.iter())
        .map(|&v| f64::from(v))
        .sum();
    let mean = sum / (1797.0 * 784.0);
    assert!((mean - 0.142_351_525).abs() < 1e-6, "{mean}");
}

#[test]
fn a_large_digit_is_what_numpy_makes_of_it() {
    let train = digits().train;
    let reference = include_str!("reference/enlarged.txt");
    let mut lines = 0;
    for line in reference.lines().filter(|line| !line.starts_with('#')) {
        let mut numbers = line.split_whitespace().map(|n| n.parse::<f32>().unwrap());
        let (i, y) = (numbers.next().unwrap(), numbers.next().unwrap());
        let image = train.image(i as usize);
        for (x, want) in numbers.enumerate() {
            let got = image[[y as usize, x]];
            assert!(
                (got - want).abs() < 1e-5,
                "image {i}, row {y}, column {x}: {got}, not {want}"
            );
        }
        lines += 1;
    }
    assert_eq!(lines, 3 * 28);
}

#[test]
fn diabetes_is_the_table_of_the_paper() {
    let set = diabetes();
    assert_eq!(set.features.dim(), (442, 10));
    assert_eq!(set.targets.len(), 442);
    assert_eq!(set.names[2], "bmi");
    let first = [59.0, 2.0, 32.1, 101.0, 157.0, 93.2, 38.0, 4.0, 4.8598, 87.0];
    let last = [36.0, 1.0, 19.6, 71.0, 250.0, 133.2, 97.0, 3.0, 4.5951, 92.0];
    assert_eq!(set.features.row(0).to_vec(), first);
    assert_eq!(set.features.row(441).to_vec(), last);
    assert_eq!(set.targets[0], 151.0);
    assert_eq!(set.targets[441], 57.0);
    // numpy.mean and numpy.std.
    assert!((set.targets.mean().unwrap() - 152.133_484_162_895_94).abs() < 1e-10);
    assert!((set.targets.std(0.0) - 77.005_745_869_450_44).abs() < 1e-10);
    let means = [
        48.518_099_547_511_31,
        1.468_325_791_855_203_5,
        26.375_791_855_203_64,
        94.647_013_574_660_8,
        189.140_271_493_212_68,
        115.439_140_271_493_19,
        49.788_461_538_461_54,
        4.070_248_868_778_281,
        4.641_410_859_728_506,
        91.260_180_995_475_11,
    ];
    for (column, want) in set.features.columns().into_iter().zip(means) {
        assert!((column.mean().unwrap() - want).abs() < 1e-10, "{want}");
    }
}

#[test]
fn images_can_be_cut_and_named() {
    let test = digits8().test;
    assert_eq!(test.take(7).len(), 7);
    assert_eq!(test.take(9999), test);
    let (head, tail) = test.split_at(100);
    assert_eq!((head.len(), tail.len()), (100, 260));
    assert_eq!(tail.image(0), test.image(100));
    assert_eq!(tail.labels[..], test.labels[100..]);
    assert_eq!(
        head.select(&[3, 3, 0]).labels,
        [test.labels[3], test.labels[3], test.labels[0]]
    );
    assert!(!test.is_empty() && test.take(0).is_empty());
    assert_eq!(test.class_name(7), "7");
    let fashion = Images {
        name: "fashion".into(),
        ..test
    };
    assert_eq!(fashion.class_name(7), "Sneaker");
}

#[test]
#[should_panic(expected = "class 10 of digits8 has only 10 classes")]
fn there_is_no_eleventh_class() {
    digits8().test.class_name(10);
}
