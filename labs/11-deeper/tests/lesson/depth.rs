//! Deep networks against PyTorch's values and against what the lesson says of them; and answers that nobody thought of.

use lab11::blocks::Around;
use lab11::judging::exercises;
use lab11::sizes::sizes;
use lab11::slopes::{correlation, slopes};
use lab11::solutions;
use lab11::trial::{Start, Trial, best_loss, gradient_lengths, pictures};
use labkit::judge::says;
use labkit::reference::Stored;
use nabla::{Labels, Module, Parameters, Sequential, Tape, Tensor};
use trainer::Examples;

/// What `make_depth.py` stored.
const STORED: Stored = Stored(include_str!("../reference/depth.txt"));

/// Weights, biases and pictures as in `make_depth.py`.
fn filled(around: Around) -> (Sequential, Examples) {
    let mut model = Trial::plain(1).around(around).build(1);
    model.visit_mut(&mut |param| {
        let is_bias = param.name() == "bias";
        for (i, w) in param.value_mut().data_mut().iter_mut().enumerate() {
            let i = i as f64;
            *w = if is_bias {
                i.cos() / 10.0
            } else {
                (i + 1.0).sin() / 3.0
            } as f32;
        }
    });
    let pixels = (0..128)
        .map(|i| ((1.0 + f64::from(i).sin()) / 2.0) as f32)
        .collect();
    let examples = Examples {
        images: Tensor::from_vec(pixels, [2, 8, 8, 1]),
        labels: Labels::new(&[3, 7], 10),
    };
    (model, examples)
}

#[test]
fn gradients_are_as_long_as_pytorch_says() {
    for (name, around) in [
        ("none", Around::Nothing),
        ("around", Around::Input),
        ("late", Around::Late),
    ] {
        let (model, examples) = filled(around);
        let tape = Tape::new();
        let logits = model.forward(&tape, tape.constant(examples.images.clone()));
        let loss = f64::from(logits.softmax_cross_entropy(&examples.labels).item());
        let want = STORED.value(&format!("{name}.loss"));
        assert!((loss - want).abs() < 1e-5, "{name}: {loss} {want}");
        let lengths = gradient_lengths(&model, &examples);
        let stored = STORED.values(&format!("{name}.lengths"));
        assert_eq!(lengths.len(), stored.len());
        for (got, want) in lengths.iter().zip(&stored) {
            assert!(
                (got - want).abs() < 1e-4 * want,
                "{name}: {lengths:?} {stored:?}"
            );
        }
    }
}

#[test]
fn blocks_that_begin_as_nothing_hand_on_what_they_get() {
    let trial = Trial::plain(1).around(Around::Input).start(Start::ZeroLast);
    let (model, some) = (trial.build(3), pictures(datasets::digits8().train.take(5)));
    let after = |layers: usize| {
        let tape = Tape::new();
        let x = tape.constant(some.images.clone());
        let layers = model.iter().take(layers);
        layers.fold(x, |x, layer| layer.forward(&tape, x)).value()
    };
    // Convolution and ReLU; then the sum and the ReLU of the first block, which changes no size.
    assert_eq!(after(4).data(), after(2).data());
}

#[test]
fn what_the_lesson_says_of_depth_holds_with_another_seed() {
    let examples = pictures(datasets::digits8().train.take(480));
    let loss = |trial: Trial| best_loss(&trial, &examples, 6, 5, || {});
    let plain = Trial::plain(9);
    let normalised = plain.start(Start::He).norm();
    let whole = normalised.around(Around::Input);
    let [dead, hardly, learns] = [plain, normalised, whole].map(loss);
    assert!((dead - 10_f64.ln()).abs() < 0.05, "{dead}");
    assert!(hardly > 1.8 && learns < 1.0, "{hardly} {learns}");
}

#[test]
fn slopes_are_those_of_the_function_and_shatter_with_depth() {
    let near = |layers, around| {
        let all = (0..5).map(|seed| correlation(&slopes(layers, around, seed), 4));
        all.sum::<f64>() / 5.0
    };
    let [shallow, deep, whole] = [near(6, false), near(54, false), near(54, true)];
    assert!(
        deep < shallow - 0.1 && whole > shallow,
        "{shallow} {deep} {whole}"
    );
    // By hand: 1, 2, 4, 1 has mean 2; −1, 0, 2, −1 with itself 6, with the next one 0 + 0 − 2.
    assert!((correlation(&[1.0, 2.0, 4.0, 1.0], 1) + 1.0 / 3.0).abs() < 1e-12);
}

#[test]
fn answers_that_nobody_thought_of() {
    type Stack = (f64, Vec<f64>, f64);
    let all = exercises();
    let doubled = |(x, w, up): &Stack| solutions::residual_gradient(*x, w, 2.0 * up);
    assert_eq!(says(&all, "residual_gradient", doubled), "wrong");
    let forwards = |(x, w, up): &Stack| {
        let mut x = *x;
        let one = |w: &f64| {
            let g = up * x.tanh();
            x += w * x.tanh();
            g
        };
        w.iter().map(one).collect::<Vec<f64>>()
    };
    assert_eq!(
        says(&all, "residual_gradient", forwards),
        "only the way around"
    );
    type Cut = (Vec<Vec<Vec<f64>>>, usize, [usize; 2], bool);
    let always = |(p, m, c, _): &Cut| solutions::crop_and_flip(p, *m, *c, true);
    assert_eq!(says(&all, "crop_and_flip", always), "wrong");
    let paper = |answer: [f64; 4]| says(&all, "wrong_way_around", move |()| answer);
    assert_eq!(paper([1.0, 0.0156, 0.2621, 1.5869]), "right");
    assert_eq!(paper([1.0, 0.0156, 0.2621, 1.08]), "wrong");
}

#[test]
fn a_way_around_hands_on_what_comes_from_behind() {
    // Blocks without weights: with a way around, what is not negative passes as it is; without, nothing does.
    let open = sizes(7, 0.0, true, 2);
    assert_eq!(open.numbers[1..], [open.numbers[1]; 7]);
    // The first ReLU stops what was negative: of 576 numbers about a half.
    let share = (open.gradients[0] / open.gradients[7]).powi(2);
    assert!((share - 0.5).abs() < 0.1, "{share}");
    assert_eq!(sizes(7, 0.0, false, 2).gradients[..7], [0.0; 7]);
    // Twice the weights of 2·20 plain layers: 2⁴⁰ times as much comes out, and comes back.
    let [once, twice] = [1.0, 2.0].map(|scale| sizes(20, scale, false, 2));
    for (small, large) in [
        (once.numbers[20], twice.numbers[20]),
        (once.gradients[0], twice.gradients[0]),
    ] {
        assert!(
            (large / small / 2_f64.powi(40) - 1.0).abs() < 1e-4,
            "{small} {large}"
        );
    }
}
