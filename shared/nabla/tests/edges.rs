//! Where shapes run out: single numbers, single rows, nothing at all, and numbers that are none.

use nabla::optim::{Adam, Optimizer};
use nabla::{
    Activation, BatchNorm, Dropout, GroupNorm, Init, Labels, Linear, Module, Shape, Tape, Tensor,
    Var, Window,
};

#[test]
fn a_single_number_goes_through_everything() {
    let tape = Tape::new();
    let x = tape.variable(Tensor::scalar(0.5));
    let y = (x.exp() + x.sigmoid() * x.tanh()).mean().sum();
    assert_eq!(y.shape().dims(), [0_usize; 0]);
    assert!(y.backward().of(x).item().is_finite());
    assert_eq!(x.softmax().item(), 1.0);
    assert_eq!(x.log_softmax().item(), 0.0);
    assert_eq!(x.reshape([1, 1]).t().reshape([]).item(), 0.5);
}

#[test]
fn empty_tensors_add_up_to_zero() {
    let tape = Tape::new();
    for shape in [&[0][..], &[0, 3], &[3, 0], &[2, 0, 4]] {
        let x = tape.variable(Tensor::zeros(shape));
        for y in [
            x.exp(),
            x.relu(),
            x + x,
            x * 2.0,
            x.softmax(),
            x.log_softmax(),
        ] {
            assert_eq!(y.shape().dims(), shape);
        }
        assert_eq!(x.sum().item(), 0.0);
        assert!(x.mean().item().is_nan(), "the mean of nothing is no number");
        assert_eq!(x.sum().backward().of(x).dims(), shape);
        for axis in 0..shape.len() {
            let along = x.sum_axis(axis);
            assert!(along.value().data().iter().all(|&sum| sum == 0.0));
            assert_eq!(along.sum().backward().of(x).dims(), shape);
        }
    }
}

#[test]
fn an_axis_of_size_one_stretches_to_none() {
    let tape = Tape::new();
    let row = tape.variable(Tensor::ones([1, 3]));
    let none = tape.constant(Tensor::zeros([0, 3]));
    let y = row * none;
    assert_eq!(y.shape().dims(), [0, 3]);
    assert_eq!(*y.sum().backward().of(row), Tensor::zeros([1, 3]));
    let number = tape.variable(Tensor::scalar(2.0));
    assert_eq!((number + none).sum().backward().of(number).item(), 0.0);
}

#[test]
fn a_batch_of_none_goes_through_a_layer() {
    let layer = Linear::new(4, 3, Init::He, &mut nabla::rng(1)).activation(Activation::Relu);
    let tape = Tape::new();
    let y = layer.forward(&tape, tape.constant(Tensor::zeros([0, 4])));
    assert_eq!(y.shape().dims(), [0, 3]);
    let grads = y.sum().backward();
    assert_eq!(grads.param(&layer.weight), Some(&Tensor::zeros([4, 3])));
    let bias = layer.bias.as_ref().expect("not taken away");
    assert_eq!(grads.param(bias), Some(&Tensor::zeros([3])));
}

#[test]
fn an_inner_size_of_none_gives_zeros() {
    let tape = Tape::new();
    let (a, b) = (
        tape.variable(Tensor::zeros([2, 0])),
        tape.variable(Tensor::zeros([0, 3])),
    );
    let y = a.matmul(b);
    assert_eq!(y.value(), Tensor::zeros([2, 3]));
    let grads = y.sum().backward();
    assert_eq!(
        (grads.of(a).dims(), grads.of(b).dims()),
        (&[2, 0][..], &[0, 3][..])
    );
}

#[test]
#[should_panic(expected = "not empty")]
fn a_loss_of_nothing_is_refused() {
    let tape = Tape::new();
    tape.constant(Tensor::zeros([0, 3]))
        .mse(&Tensor::zeros([0, 3]));
}

#[test]
#[should_panic(expected = "0 labels of 3 classes")]
fn no_labels_are_refused() {
    let tape = Tape::new();
    tape.constant(Tensor::zeros([0, 3]))
        .softmax_cross_entropy(&Labels::new(&[], 3));
}

/// A NaN in the data must come out at the loss and in every weight it touched, not vanish.
#[test]
fn nan_reaches_the_loss_and_the_gradients() {
    for activation in [
        Activation::Identity,
        Activation::Relu,
        Activation::Sigmoid,
        Activation::Tanh,
        Activation::LeakyRelu(0.1),
        Activation::Elu(1.0),
    ] {
        let layer = Linear::new(3, 2, Init::He, &mut nabla::rng(1)).activation(activation);
        let tape = Tape::new();
        let x = tape.constant(Tensor::from_vec(vec![1.0, f32::NAN, 2.0], [1, 3]));
        let y = layer.forward(&tape, x);
        assert!(
            y.value().data().iter().all(|y| y.is_nan()),
            "{activation:?}"
        );
        let target = Tensor::from_vec(vec![0.5, 0.5], [1, 2]);
        for loss in [
            y.softmax_cross_entropy(&Labels::new(&[1], 2)),
            y.sigmoid_cross_entropy(&target),
            y.mse(&target),
            y.mae(&target),
            y.kl(&target),
            y.sum(),
        ] {
            assert!(loss.item().is_nan(), "{activation:?}");
        }
        let grads = y.mse(&target).backward();
        let bias = layer.bias.as_ref().expect("not taken away");
        let bias = grads.param(bias).expect("it has a part in the loss");
        assert!(bias.data().iter().all(|g| g.is_nan()), "{activation:?}");
    }
}

#[test]
fn a_nan_in_one_row_stays_in_that_row() {
    let tape = Tape::new();
    let x = Tensor::from_vec(vec![1.0, 2.0, f32::NAN, 3.0, 4.0, 5.0], [3, 2]);
    let w = tape.constant(Tensor::ones([2, 33]));
    let y = tape.constant(x).matmul(w).value();
    assert!(y.rows(0..1).data().iter().all(|&y| y == 3.0));
    assert!(y.rows(1..2).data().iter().all(|y| y.is_nan()));
    assert!(y.rows(2..3).data().iter().all(|&y| y == 9.0));
}

#[test]
fn zero_times_infinity_is_seen_in_a_product() {
    let tape = Tape::new();
    let a = tape.constant(Tensor::from_vec(vec![0.0, 1.0], [1, 2]));
    let b = tape.constant(Tensor::from_vec(vec![f32::INFINITY, 1.0], [2, 1]));
    assert!(a.matmul(b).item().is_nan());
}

#[test]
fn a_constant_loss_has_no_gradients() {
    let mut layer = Linear::new(2, 1, Init::He, &mut nabla::rng(1));
    let before = layer.weight.value().clone();
    let tape = Tape::new();
    let loss = tape.constant(Tensor::ones([2, 2])).sum();
    let grads = loss.backward();
    assert!(grads.get(loss).is_none() && grads.param(&layer.weight).is_none());
    Adam::new(1.0).step(&mut layer, &grads);
    assert_eq!(layer.weight.value(), &before);
}

#[test]
#[should_panic(expected = "starts from a single number")]
fn backward_of_a_table_is_refused() {
    let tape = Tape::new();
    tape.variable(Tensor::ones([2, 2])).exp().backward();
}

#[test]
#[should_panic(expected = "no gradient for this value")]
fn asking_for_the_gradient_of_data_is_explained() {
    let tape = Tape::new();
    let (x, w) = (
        tape.constant(Tensor::ones([2])),
        tape.variable(Tensor::ones([2])),
    );
    let _ = (x * w).sum().backward().of(x);
}

#[test]
#[should_panic(expected = "make a new optimiser for another model")]
fn an_optimiser_knows_its_parameters() {
    let mut adam = Adam::new(0.1);
    let mut model = Linear::new(3, 2, Init::He, &mut nabla::rng(1));
    for inputs in [3, 4] {
        *model.weight.value_mut() = Tensor::ones([inputs, 2]);
        let tape = Tape::new();
        let y = model.forward(&tape, tape.constant(Tensor::ones([1, inputs])));
        adam.step(&mut model, &y.sum().backward());
    }
}

#[test]
#[should_panic(expected = "axis 2 does not exist in [4, 5]")]
fn an_axis_that_does_not_exist_cannot_be_set() {
    let _ = Shape::new(&[4, 5]).with_axis(2, 7);
}

#[test]
fn a_batch_of_no_pictures_goes_through() {
    let tape = Tape::training(&mut nabla::rng(1));
    let x = tape.variable(Tensor::zeros([0, 4, 6, 3]));
    let window = Window::new(2).stride(2);
    let three = tape.variable(Tensor::ones([3]));
    for (y, shape) in [
        (x.max_pool2d(window), &[0, 2, 3, 3][..]),
        (x.avg_pool2d(window), &[0, 2, 3, 3]),
        (x.global_avg_pool(), &[0, 3]),
        (x.flatten(), &[0, 72]),
        (x.dropout(0.5), &[0, 4, 6, 3]),
        (x.pad([1, 0], [0, 2]), &[0, 5, 8, 3]),
        (x.layer_norm(three, three, 1e-5), &[0, 4, 6, 3]),
        (x.group_norm(3, three, three, 1e-5), &[0, 4, 6, 3]),
        (Var::concat(&[x, x], 0), &[0, 4, 6, 3]),
        (Var::concat(&[x, x], 3), &[0, 4, 6, 6]),
    ] {
        assert_eq!(y.shape().dims(), shape);
        assert_eq!(y.sum().backward().of(x).dims(), [0, 4, 6, 3]);
    }
    let grads = x.layer_norm(three, three, 1e-5).sum().backward();
    assert_eq!(grads.of(three).data(), [0.0; 3]);
}

#[test]
fn batch_norm_in_use_takes_a_batch_of_one_and_of_none() {
    let norm = BatchNorm::new(3).epsilon(0.0);
    for rows in [0, 1] {
        let tape = Tape::new();
        let x = tape.constant(Tensor::full([rows, 3], 2.0));
        // The first running statistics are mean 0 and variance 1.
        assert_eq!(norm.forward(&tape, x).value(), x.value());
    }
}

#[test]
#[should_panic(expected = "a channel of [1, 3] has 1 number in this batch")]
fn batch_norm_cannot_learn_from_one_number() {
    let tape = Tape::training(&mut nabla::rng(1));
    BatchNorm::new(3).forward(&tape, tape.constant(Tensor::ones([1, 3])));
}

#[test]
fn a_channel_without_variance_is_no_division_by_zero() {
    let tape = Tape::training(&mut nabla::rng(1));
    let x = tape.variable(Tensor::full([4, 3], 7.0));
    let norm = BatchNorm::new(3);
    let y = norm.forward(&tape, x);
    assert_eq!(y.value(), Tensor::zeros([4, 3]));
    let grads = y.square().sum().backward();
    assert_eq!(*grads.of(x), Tensor::zeros([4, 3]));
    assert_eq!(norm.running_variance().data(), [0.9; 3]);
}

/// A NaN in one channel is seen in that channel's results and statistics, and in no other.
#[test]
fn a_nan_stays_in_its_channel() {
    let tape = Tape::training(&mut nabla::rng(1));
    let mut x = nabla::gradcheck::sample([40, 35], 1);
    x.data_mut()[35 * 7 + 33] = f32::NAN;
    let norm = BatchNorm::new(35);
    let y = norm.forward(&tape, tape.constant(x)).value();
    for (i, y) in y.data().iter().enumerate() {
        assert_eq!(y.is_nan(), i % 35 == 33, "{i}");
    }
    assert!(norm.running_mean().data()[33].is_nan());
    assert!(norm.running_mean().data()[32].is_finite());
}

#[test]
#[should_panic(expected = "the layer takes 4 channels, here [5, 5, 3] comes in")]
fn a_norm_that_does_not_fit_has_no_summary() {
    nabla::summary(&BatchNorm::new(4), [5, 5, 3]);
}

#[test]
#[should_panic(expected = "6 channels do not make 4 equal groups")]
fn unequal_groups_are_refused_when_the_layer_is_made() {
    GroupNorm::new(4, 6);
}

#[test]
#[should_panic(
    expected = "the rate is the fraction that is dropped, at least 0 and below 1; it is NaN"
)]
fn a_rate_that_is_no_number_is_refused_when_the_layer_is_made() {
    Dropout::new(f32::NAN);
}
