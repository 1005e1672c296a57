//! The numbers of the course's sources that were recomputed and hold, all in one place, each from the
//! code that the lessons run.

use lab02::network::{HIDDEN, INPUT, OUTPUT, layer_by_hand};
use lab05::network::RECIPES;

/// Equal when printed with this many decimals.
#[track_caller]
fn prints(got: f64, want: &str) {
    let decimals = want
        .split_once('.')
        .map_or(0, |(_, decimals)| decimals.len());
    assert_eq!(format!("{got:.decimals$}"), want);
}

#[test]
fn lab02_the_network_by_hand() {
    let sums = |b: f64| HIDDEN.map(|w| b + w.iter().zip(INPUT).map(|(w, x)| w * x).sum::<f64>());
    for (sum, want) in sums(0.0).into_iter().zip(["-1.9", "3.1", "-0.4"]) {
        prints(sum, want);
    }
    let hidden = layer_by_hand(&HIDDEN, 0.0, &INPUT);
    for (h, want) in hidden.iter().zip(["0.130", "0.957", "0.401"]) {
        prints(*h, want);
    }
    // With the hidden values rounded as the source prints them, and without.
    let rounded = [0.13, 0.96, 0.40];
    let sum = |h: &[f64]| OUTPUT[0].iter().zip(h).map(|(w, h)| w * h).sum::<f64>();
    prints(sum(&rounded), "-0.63");
    prints(layer_by_hand(&OUTPUT, 0.0, &rounded)[0], "0.35");
    prints(sum(&hidden), "-0.6374");
    let outputs = layer_by_hand(&OUTPUT, 0.0, &hidden);
    prints(outputs[0], "0.3458");
    prints(outputs[1], "0.85");
    for (sum, want) in sums(0.1).into_iter().zip(["-1.8", "3.2", "-0.3"]) {
        prints(sum, want);
    }
    for (h, want) in layer_by_hand(&HIDDEN, 0.1, &INPUT)
        .iter()
        .zip(["0.142", "0.961", "0.426"])
    {
        prints(*h, want);
    }
}

#[test]
fn lab02_softmax_and_the_slip() {
    let p = lab02::scores::softmax_word_for_word(&[4.8, -2.6, 2.9]);
    for (p, want) in p.iter().zip(["0.869", "0.0005", "0.130"]) {
        prints(*p, want);
    }
    for (x, want) in [4.8_f64, -2.6, 2.9]
        .iter()
        .zip(["121.5", "0.0743", "18.17"])
    {
        prints(x.exp(), want);
    }
    // The deck prints −log(0.87) = −0.13: the sign is wrong.
    prints(-(0.87_f64.ln()), "0.139");
}

#[test]
fn lab03_one_weight() {
    let chain = lab03::by_hand::one_weight(0.13, 0.35, 0.9);
    prints(chain.error_by_weight, "-0.01627");
}

#[test]
fn lab04_losses_and_the_descent() {
    use lab04::line::{START, X, Y, predict, summed_squared_loss};
    for (got, want) in predict(START.0, START.1, &X)
        .iter()
        .zip([0.0, 0.3, 0.6, 0.9])
    {
        assert!((got - want).abs() < 1e-6);
    }
    prints(
        f64::from(summed_squared_loss(START.0, START.1, &X, &Y)),
        "23.66",
    );
    assert_eq!(summed_squared_loss(-1.0, 1.0, &X, &Y), 0.0);
    // Step, W, b and loss as TensorFlow printed them.
    let path = lab04::line::descend(lab04::solutions::loss_gradient, START, 0.01, 1000, &X, &Y);
    for (step, w, b, loss) in [
        (100, "-0.84079814", "0.53192717", "1.46364e-1"),
        (200, "-0.95227844", "0.85969269", "1.31513e-2"),
        (500, "-0.99871475", "0.99622124", "9.539e-6"),
        (900, "-0.99998957", "0.99996936", "6.2447e-10"),
        (1000, "-0.9999969", "0.9999908", "5.70e-11"),
    ] {
        let (got_w, got_b) = path[step];
        // The printed digits name exactly one f32.
        assert_eq!(
            (got_w, got_b),
            (w.parse().unwrap(), b.parse().unwrap()),
            "step {step}"
        );
        let digits = loss.find('e').expect("scientific") - 2;
        let got = summed_squared_loss(got_w, got_b, &X, &Y);
        assert_eq!(format!("{got:.digits$e}"), loss, "step {step}");
    }
}

#[test]
fn lab04_the_first_graphs() {
    let add = |a: &[f32], b: &[f32]| {
        let [a, b] = [a, b].map(|x| nabla::Tensor::from_slice(x, [x.len()]));
        lab04::graph::add(&a, &b).data().to_vec()
    };
    assert_eq!(add(&[3.0], &[4.0]), [7.0]);
    assert_eq!(add(&[3.0], &[4.5]), [7.5]);
    assert_eq!(add(&[1.0, 3.0], &[2.0, 4.0]), [3.0, 7.0]);
    assert_eq!(lab04::graph::add_and_triple(3.0, 4.5).value, 22.5);
}

#[test]
fn lab05_parameters() {
    let counts = RECIPES.map(|recipe| nabla::parameters(&recipe.build(&mut nabla::rng(1))));
    assert_eq!(counts, [7_850, 55_050, 669_706, 932_362]);
}
