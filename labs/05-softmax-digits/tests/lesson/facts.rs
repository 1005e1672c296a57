//! Numbers of the sources, softmax and its loss, counts.

use crate::reference::{STORED, close};
use lab05::network::{RECIPES, Recipe};
use lab05::scaling::{Scale, moments};
use lab05::softmax::{cross_entropy, log_sum_exp, naive_cross_entropy, naive_softmax, softmax};
use lab05::solutions;
use lab05::template::template;
use nabla::{Labels, Tensor};
use trainer::Examples;
use trainer::half;

const ROWS: [(&str, &[f32], usize); 6] = [
    ("deck", &[4.8, -2.6, 2.9], 0),
    ("plain", &[2.0, -1.0, 0.5], 2),
    ("huge", &[1000.0, 999.0, 998.5], 1),
    ("deep", &[-1000.0, -1001.0, -999.25, -1003.5], 3),
    ("far", &[700.0, -1300.0, 699.0], 1),
    ("five", &[0.3, -0.7, 1.9, 0.0, -2.4], 4),
];

#[test]
fn softmax_and_its_loss_are_pytorchs() {
    for (name, logits, label) in ROWS {
        let want = STORED.values(&format!("{name}.softmax"));
        close(&softmax(logits), &want, 1e-6);
        close(&solutions::softmax(logits), &want, 1e-6);
        // Beside 1000 an `f32` has steps of 6e-5.
        let want = [STORED.value(&format!("{name}.loss"))];
        close(&[cross_entropy(logits, label)], &want, 1e-4);
        close(&[solutions::cross_entropy(logits, label)], &want, 1e-6);
        let want = [STORED.value(&format!("{name}.log_sum_exp"))];
        close(&[log_sum_exp(logits)], &want, 1e-6);
    }
}

#[test]
fn the_lectures_loss_is_positive() {
    // [PSC] prints −0.13 for it.
    let loss = cross_entropy(&[4.8, -2.6, 2.9], 0);
    assert!((loss - 0.1399).abs() < 5e-5, "{loss}");
}

#[test]
fn the_naive_formula_breaks_where_the_lesson_says() {
    assert!(
        naive_softmax(&[88.0, 87.0, 86.0])
            .iter()
            .all(|p| p.is_finite())
    );
    assert!(naive_softmax(&[89.0, 88.0, 87.0])[0].is_nan());
    assert!(naive_softmax(&[-104.0, -105.0, -106.0])[0].is_nan());
    assert_eq!(naive_cross_entropy(&[60.0, 1.0, 0.0], 2), 60.0);
    assert_eq!(naive_cross_entropy(&[88.0, -20.0, 0.0], 1), f32::INFINITY);
    close(
        &naive_softmax(&[2.0, -1.0, 0.5]),
        &STORED.values("plain.softmax"),
        1e-6,
    );
}

#[test]
fn softmax_of_two_is_the_sigmoid_and_only_differences_matter() {
    for i in -40..=40 {
        let z = i as f32 / 4.0;
        let sigmoid = 1.0 / (1.0 + (-z).exp());
        assert!((softmax(&[z, 0.0])[0] - sigmoid).abs() < 1e-6);
        let moved = softmax(&[2.0 + z, -1.0 + z, 0.5 + z]);
        close(&moved, &STORED.values("plain.softmax"), 1e-5);
    }
    for (_, logits, _) in ROWS {
        let total: f32 = softmax(logits).iter().sum();
        assert!((total - 1.0).abs() < 1e-6);
        let largest = logits.iter().copied().fold(f32::MIN, f32::max);
        let above = log_sum_exp(logits) - largest;
        assert!(above >= 0.0 && above <= (logits.len() as f32).ln() + 1e-4);
    }
}

#[test]
fn the_counts_of_the_lectures() {
    let layers = |name| {
        let sizes = Recipe::find(name).expect("a recipe").sizes();
        let layers: Vec<usize> = sizes.windows(2).map(solutions::parameters).collect();
        (layers.iter().sum::<usize>(), layers)
    };
    assert_eq!(layers("softmax"), (7_850, vec![7_850]));
    assert_eq!(layers("mlp64"), (55_050, vec![50_240, 4_160, 650]));
    assert_eq!(layers("mlp512"), (669_706, vec![401_920, 262_656, 5_130]));
    assert_eq!(
        layers("mlp512x3"),
        (932_362, vec![401_920, 262_656, 262_656, 5_130])
    );
    for recipe in RECIPES {
        let model = recipe.build(&mut nabla::rng(3));
        assert_eq!(
            nabla::parameters(&model),
            solutions::parameters(&recipe.sizes())
        );
    }
    assert_eq!(
        RECIPES.map(|recipe| recipe.printed),
        [0.92, 0.975, 0.982, 0.98]
    );
}

#[test]
fn standardising_is_decided_by_the_training_pictures() {
    let train = examples(&[0.0, 0.5, 0.5, 0.5, 1.0, 0.5, 0.25, 0.5]);
    let test = examples(&[0.5, 0.75, 0.75, 0.5, 0.0, 1.0]);
    let scaled = Scale::Standardised.apply(&test, &train);
    let column = |c: usize| -> Vec<f32> {
        scaled
            .images
            .data()
            .iter()
            .skip(c)
            .step_by(2)
            .copied()
            .collect()
    };
    close(&column(0), &STORED.values("std_a"), 1e-6);
    // The second pixel never changed: its scale is left alone.
    assert_eq!(column(1), [0.25, 0.0, 0.5]);
    let own = Scale::Standardised.apply(&train, &train);
    let [first, second] = moments(&own.images)[..] else {
        panic!("two pixels")
    };
    assert!(first.0.abs() < 1e-6 && (first.1 - 1.0).abs() < 1e-6);
    assert_eq!(second, (0.0, 1.0));
    assert_eq!(Scale::Bytes.apply(&test, &train).images.data()[0], 127.5);
    assert_eq!(
        Scale::Unit.apply(&test, &train).images.data(),
        test.images.data()
    );
}

/// The mean of the squares less the square of the mean has lost its digits here, even in double precision.
#[test]
fn moments_hold_far_from_zero() {
    let far = 2.0_f32.powi(30);
    let found = moments(&examples(&[far, 0.1, far, 0.1, far + 128.0, 0.1]).images);
    close(&[found[0].1], &[128.0 * 2.0_f64.sqrt() / 3.0], 1e-4);
    assert_eq!(found[1], (0.1, 1.0));
}

/// Pictures of two pixels.
fn examples(pixels: &[f32]) -> Examples {
    let count = pixels.len() / 2;
    Examples {
        images: Tensor::from_slice(pixels, [count, 2]),
        labels: Labels::new(&vec![0; count], 2),
    }
}

#[test]
fn softmax_twice_has_a_floor() {
    close(
        &solutions::softmax_twice().map(|x| x as f32),
        &STORED.values("twice"),
        1e-6,
    );
}

#[test]
fn half_size_keeps_the_mean_and_templates_are_columns() {
    let pixels: Vec<f32> = (0..784).map(|i| ((i * 37) % 101) as f32 / 100.0).collect();
    let small = half(&pixels);
    let mean = |x: &[f32]| x.iter().sum::<f32>() / x.len() as f32;
    assert_eq!(small.len(), 196);
    assert!((mean(&small) - mean(&pixels)).abs() < 1e-5);
    assert_eq!(
        small[15],
        (pixels[58] + pixels[59] + pixels[86] + pixels[87]) / 4.0
    );

    let model = RECIPES[0].build(&mut nabla::rng(1));
    let mut weights = Vec::new();
    nabla::Parameters::visit(&model, &mut |param| weights.push(param.value().clone()));
    let column = template(&model, 3);
    assert_eq!(column.len(), 784);
    assert_eq!(column[100], weights[0].at(&[100, 3]));
}
