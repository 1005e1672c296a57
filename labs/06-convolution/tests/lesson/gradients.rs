//! Gradients of a convolution against PyTorch and against finite differences.

use crate::reference::{STORED, close, grid, tensor};
use lab06::backward::{
    bias_gradient, distance, input_gradient, input_gradient_by_scattering, measured,
    weight_gradient, weight_gradient_overwritten,
};
use lab06::filter::{Grid, slide};
use lab06::sources::{self, small_filter, small_picture, small_target};
use lab06::{profile, solutions};
use nabla::Module;
use nabla::{
    Activation, Conv2d, Flatten, Init, Labels, Linear, MaxPool2d, Padding, Parameters, Sequential,
    Tape, Tensor, Window, assert_gradients,
};
use trainer::{Learner, Rule};

/// Name, picture, filter, target.
fn examples() -> [(&'static str, Grid, Grid, Grid); 2] {
    [
        ("small", small_picture(), small_filter(), small_target()),
        (
            "large",
            sources::grid("0.5 -1 2 0 1 / 3 1 -2 4 0.25 / -1 0 1 2 -3 / 2 -2 0 1 1.5"),
            sources::grid("2 -1 / 0 1 / -3 0.5"),
            sources::grid("1 0 2 -1 / 0.5 3 0 1"),
        ),
    ]
}

fn forward(x: &[Vec<f64>], k: &[Vec<f64>]) -> Grid {
    let mut y = slide(x, k);
    y.iter_mut().flatten().for_each(|y| *y += 1.0);
    y
}

fn loss(x: &[Vec<f64>], k: &[Vec<f64>], target: &Grid) -> f64 {
    let y = forward(x, k);
    let pairs = y.iter().flatten().zip(target.iter().flatten());
    0.5 * pairs.map(|(y, t)| (y - t).powi(2)).sum::<f64>()
}

#[test]
fn the_gradients_by_hand_are_pytorchs_and_the_measured_ones() {
    for (name, x, k, target) in examples() {
        let named = |what: &str| grid(&format!("{name}.{what}"));
        assert_eq!(forward(&x, &k), named("y"));
        assert_eq!(loss(&x, &k, &target), STORED.value(&format!("{name}.loss")));
        let dy = named("dy");
        assert_eq!(weight_gradient(&x, &dy), named("dk"));
        assert_eq!(solutions::weight_gradient(&x, &dy), named("dk"));
        assert_eq!(input_gradient(&dy, &k), named("dx"));
        assert_eq!(input_gradient_by_scattering(&dy, &k), named("dx"));
        assert_eq!(solutions::input_gradient(&k, &dy), named("dx"));
        assert_eq!(bias_gradient(&dy), STORED.value(&format!("{name}.db")));
        let in_k = measured(|k| loss(&x, k, &target), &k);
        let in_x = measured(|x| loss(x, &k, &target), &x);
        assert!(distance(&in_k, &named("dk")) < 1e-6);
        assert!(distance(&in_x, &named("dx")) < 1e-6);
    }
}

#[test]
fn the_planted_bug_is_far_off_and_only_the_last_place_is_left() {
    let (x, dy) = (small_picture(), grid("small.dy"));
    let wrong = weight_gradient_overwritten(&x, &dy);
    assert_eq!(wrong, sources::grid("3 12 3 / 0 3 6"));
    assert!(distance(&wrong, &grid("small.dk")) >= 5.0);
}

#[test]
fn nablas_convolution_gives_the_same_gradients() {
    let flat = |grid: &Grid, shape: [usize; 4]| {
        let numbers: Vec<f32> = grid.iter().flatten().map(|&v| v as f32).collect();
        Tensor::from_vec(numbers, shape)
    };
    for (name, x, k, target) in examples() {
        let ([h, w], [kh, kw]) = (lab06::filter::shape(&x), lab06::filter::shape(&k));
        let tape = Tape::new();
        let image = tape.variable(flat(&x, [1, h, w, 1]));
        let weight = tape.variable(flat(&k, [kh, kw, 1, 1]));
        let bias = tape.variable(Tensor::ones([1]));
        let y = image.conv2d(weight, bias, Window::new([kh, kw]), Activation::Identity);
        let target = tape.constant(flat(&target, [1, h + 1 - kh, w + 1 - kw, 1]));
        let grads = ((y - target).square().sum() * 0.5).backward();
        close(
            grads.of(weight).data(),
            &STORED.values(&format!("{name}.dk")),
            1e-5,
        );
        close(
            grads.of(image).data(),
            &STORED.values(&format!("{name}.dx")),
            1e-5,
        );
        close(
            grads.of(bias).data(),
            &STORED.values(&format!("{name}.db")),
            1e-5,
        );
    }
}

#[test]
fn a_whole_network_against_finite_differences() {
    let sample = |shape: &[usize], seed| nabla::gradcheck::sample(nabla::Shape::new(shape), seed);
    let inputs = [
        sample(&[2, 7, 6, 1], 1),
        sample(&[3, 2, 1, 3], 2),
        sample(&[3], 3),
        sample(&[2, 3, 3, 2], 4),
        sample(&[2], 5),
    ];
    let labels = Labels::new(&[2, 5], 8);
    assert_gradients(&inputs, |_, v| {
        let same = Window::new([3, 2]).padding(Padding::Same);
        let first = v[0].conv2d(v[1], v[2], same, Activation::Tanh);
        let pooled = first.avg_pool2d(Window::new(2).stride(2)); // [2, 3, 3, 3]
        let second = pooled.conv2d(v[3], v[4], Window::new([2, 3]), Activation::Identity);
        // [2, 2, 1, 2], twice over: eight logits
        let list = second.flatten();
        let both = nabla::Var::concat(&[list, list * 0.5], 1);
        both.softmax_cross_entropy(&labels)
    });
}

#[test]
fn three_steps_of_a_small_network_are_pytorchs() {
    let mut rng = nabla::rng(1);
    let mut model = Sequential::new()
        .push(Conv2d::new(1, 2, Window::new(3), Init::He, &mut rng).activation(Activation::Relu))
        .push(MaxPool2d::new(Window::new(2).stride(2)))
        .push(Flatten)
        .push(Linear::new(18, 3, Init::Xavier, &mut rng));
    let mut names = ["w1", "b1", "w2", "b2"].into_iter();
    model.visit_mut(&mut |param| {
        let name = names.next().expect("four parameters");
        *param.value_mut() = tensor(&format!("net.{name}"));
    });
    let labels = Labels::new(&[2, 0, 1, 2], 3);
    let mut momentum = Learner::new(Rule::momentum(0.01, 0.9), 3);
    for i in 0..3 {
        let loss = momentum.learn(&mut model, Tape::new(), |model, tape| {
            let x = tape.constant(tensor("net.x"));
            model.forward(tape, x).softmax_cross_entropy(&labels)
        });
        close(loss.data(), &[STORED.value(&format!("net.loss{i}"))], 1e-5);
    }
    let mut names = ["w1", "b1", "w2", "b2"].into_iter();
    model.visit(&mut |param| {
        let name = names.next().expect("four parameters");
        close(
            param.value().data(),
            &STORED.values(&format!("net.after.{name}")),
            1e-5,
        );
    });
}

#[test]
fn the_profile_counts_what_the_networks_count() {
    let costs = profile::profile(2, 1, 1);
    let parameters: usize = costs.iter().map(|cost| cost.parameters).sum();
    assert_eq!(parameters, 1_199_882);
    let products: usize = costs.iter().map(|cost| cost.products).sum();
    // 26²·32·9 + 24²·64·9·32 + 9216·128 + 128·10
    assert_eq!(products, 194_688 + 10_616_832 + 1_179_648 + 1_280);
    assert!(costs.iter().take(2).all(|cost| !cost.forward.is_zero()));
}
