//! Layers and models, against sums done by hand.

mod networks;

use nabla::optim::{Optimizer, Sgd};
use nabla::{
    Activate, Activation, AvgPool2d, BatchNorm, Conv1d, Conv2d, ConvTranspose2d, Dropout, Flatten,
    GlobalAvgPool, Init, LayerNorm, Linear, MaxPool2d, MinPool2d, Module, Padding, Param,
    Parameters, Sequential, Shape, Tape, Tensor, Upsample2d, Window, parameters, summary,
};
use networks::NETWORKS;

/// A layer with these weights.
fn layer(weight: &[f32], bias: &[f32]) -> Linear {
    let inputs = weight.len() / bias.len();
    let mut layer = Linear::new(inputs, bias.len(), Init::Zeros, &mut nabla::rng(1));
    *layer.weight.value_mut() = Tensor::from_slice(weight, [inputs, bias.len()]);
    let bias = Tensor::from_slice(bias, [bias.len()]);
    *layer.bias.as_mut().expect("not taken away").value_mut() = bias;
    layer
}

/// The layer's bias, which it has.
fn bias(layer: &Linear) -> &Param {
    layer.bias.as_ref().expect("not taken away")
}

#[test]
fn two_layers_by_hand() {
    // x = (1, −2): 1·(1, 2, 3) − 2·(4, 5, −6) + (1, 10, 0.5) = (−6, 2, 15.5), of which the ReLU
    // leaves (0, 2, 15.5); then 0·2 + 2·(−1) + 15.5·4 − 3 = 57.
    let hidden = layer(&[1.0, 2.0, 3.0, 4.0, 5.0, -6.0], &[1.0, 10.0, 0.5]);
    let model = Sequential::new()
        .push(hidden.activation(Activation::Relu))
        .push(layer(&[2.0, -1.0, 4.0], &[-3.0]));
    let tape = Tape::new();
    let x = tape.constant(Tensor::from_vec(vec![1.0, -2.0, 0.0, 1.0], [2, 2]));
    let y = model.forward(&tape, x);
    // The second row: (4, 5, −6) + (1, 10, 0.5) = (5, 15, −5.5) → (5, 15, 0); 10 − 15 − 3 = −8.
    assert_eq!(y.value(), Tensor::from_vec(vec![57.0, -8.0], [2, 1]));

    // dL/dW of the last layer is the sum over the rows of what came in: (0+5, 2+15, 15.5+0).
    let grads = y.sum().backward();
    let mut seen = Vec::new();
    model.visit(&mut |param| {
        let grad = grads.param(param).expect("all have a part in the loss");
        seen.push((param.name(), grad.data().to_vec()));
    });
    assert_eq!(seen[2], ("weight", vec![5.0, 17.0, 15.5]));
    assert_eq!(seen[3], ("bias", vec![2.0]));
    // Through the ReLU: row one lets units 2 and 3 pass, row two units 1 and 2.
    assert_eq!(seen[1], ("bias", vec![2.0, -2.0, 4.0]));
    assert_eq!(seen[0], ("weight", vec![0.0, -1.0, 4.0, 2.0, 1.0, -8.0]));
}

/// What is shown may ask the model that it belongs to.
#[test]
fn a_visit_may_use_the_model_that_is_visited() {
    let (done, finished) = std::sync::mpsc::channel();
    // In a thread of its own: a lock that waits for itself waits for ever.
    std::thread::spawn(move || {
        let model = Sequential::new().push(BatchNorm::new(3));
        let mut seen = Vec::new();
        model.visit(&mut |param| {
            let tape = Tape::new();
            let y = model.forward(&tape, tape.constant(Tensor::ones([2, 3])));
            seen.push((param.name(), parameters(&model), y.shape().size()));
        });
        done.send(seen).expect("somebody waits");
    });
    let seen = finished
        .recv_timeout(std::time::Duration::from_secs(20))
        .expect("it ends");
    assert_eq!(seen.len(), 4);
    assert_eq!(seen[3], ("running_var", 12, 6));
}

#[test]
fn a_layer_without_a_bias_has_one_parameter() {
    let layer = layer(&[2.0, 3.0], &[5.0]).without_bias();
    assert_eq!(parameters(&layer), 2);
    let tape = Tape::new();
    let y = layer.forward(&tape, tape.constant(Tensor::ones([1, 2])));
    assert_eq!(y.item(), 5.0);
    let grads = y.sum().backward();
    assert_eq!(
        grads.param(&layer.weight),
        Some(&Tensor::ones([2, 1])),
        "the weight learns as before"
    );
}

#[test]
fn the_four_networks_learn_as_many_numbers_as_they_should() {
    for network in NETWORKS {
        let model = network.model();
        assert_eq!(parameters(&model), network.parameters, "{}", network.name);
        let table = summary(&model, [784]);
        let total = table.lines().last().expect("a line").replace(',', "");
        assert!(
            total.ends_with(&format!(" {}", network.parameters)),
            "{table}"
        );
        let layers = table.lines().filter(|line| line.starts_with("Linear"));
        assert_eq!(layers.count(), network.sizes.len() - 1);
    }
}

#[test]
#[should_panic(expected = "the layer takes [3], here [2] comes in")]
fn a_model_that_does_not_fit_together_has_no_summary() {
    let model = Sequential::new()
        .push(layer(&[1.0, 2.0], &[0.0, 0.0]))
        .push(layer(&[1.0, 2.0, 3.0], &[0.0]));
    summary(&model, [1]);
}

#[test]
fn a_layer_used_twice_is_one_layer_on_the_tape() {
    let twice = layer(&[2.0], &[1.0]);
    let tape = Tape::new();
    let x = tape.constant(Tensor::from_vec(vec![3.0], [1, 1]));
    // y = w(wx + b) + b = 15, dy/dw = 2wx + b = 13, dy/db = w + 1 = 3.
    let y = twice.forward(&tape, twice.forward(&tape, x));
    assert_eq!(y.item(), 15.0);
    // x, weight, bias, and the two results: no second copy of the parameters.
    assert_eq!(tape.len(), 5);
    let grads = y.backward();
    assert_eq!(grads.param(&twice.weight).expect("used").item(), 13.0);
    assert_eq!(grads.param(bias(&twice)).expect("used").item(), 3.0);
}

#[test]
fn a_copy_of_a_layer_learns_on_its_own() {
    let mut one = layer(&[2.0], &[1.0]);
    let other = one.clone();
    let tape = Tape::new();
    let x = tape.constant(Tensor::ones([1, 1]));
    let grads = (one.forward(&tape, x) + 3.0 * other.forward(&tape, x))
        .sum()
        .backward();
    Sgd::new(0.5).step(&mut one, &grads);
    assert_eq!(
        (one.weight.value().item(), other.weight.value().item()),
        (1.5, 2.0)
    );
}

#[test]
fn a_parameter_outside_the_loss_stays_as_it_is() {
    let mut model = layer(&[2.0], &[1.0]);
    let tape = Tape::new();
    let loss = tape.param(bias(&model)).square().sum();
    let grads = loss.backward();
    assert!(grads.param(&model.weight).is_none());
    Sgd::new(0.25).step(&mut model, &grads);
    assert_eq!(
        (model.weight.value().item(), bias(&model).value().item()),
        (2.0, 0.5)
    );
}

#[test]
fn a_step_changes_the_model_and_not_what_was_computed_before() {
    let mut model = layer(&[2.0], &[1.0]);
    let tape = Tape::new();
    let y = model.forward(&tape, tape.constant(Tensor::ones([1, 1])));
    let weight = tape.param(&model.weight);
    // The tape is alive during the step, and shares the weight.
    Sgd::new(1.0).step(&mut model, &y.sum().backward());
    assert_eq!(model.weight.value().item(), 1.0);
    assert_eq!((weight.item(), y.item()), (2.0, 3.0));
}

#[test]
fn visiting_always_goes_in_the_same_order() {
    let mut model = NETWORKS[1].model();
    let (mut seen, mut seen_mut) = (Vec::new(), Vec::new());
    let look = |param: &Param| (param.name(), param.value().shape());
    model.visit(&mut |param| seen.push(look(param)));
    model.visit_mut(&mut |param| seen_mut.push(look(param)));
    assert_eq!(seen, seen_mut);
    assert_eq!(seen.len(), 6);
    assert_eq!(seen[2].1.dims(), [64, 64]);
}

/// Dropout drops and batch norm looks at the batch on a training tape alone; the model carries no flag.
#[test]
fn the_tape_says_whether_it_is_training() {
    let model = Sequential::new()
        .push(BatchNorm::new(2))
        .push(Dropout::new(0.5));
    let batch = Tensor::from_vec(vec![1.0, 10.0, 3.0, 30.0], [2, 2]);
    let run = |tape: &Tape| model.forward(tape, tape.constant(batch.clone())).value();
    let before = run(&Tape::new());
    assert!((before.data()[3] - 30.0).abs() < 1e-3, "{before}");
    let trained = run(&Tape::training(&mut nabla::rng(4)));
    // −1 and 1 in each channel, doubled or dropped.
    for y in trained.data() {
        assert!(*y == 0.0 || (y.abs() - 2.0).abs() < 1e-3, "{trained}");
    }
    // A tenth of the way from mean 0 and variance 1 to (2, 20) and, unbiased, (2, 200).
    let mut statistics = Vec::new();
    model.visit(&mut |param| {
        if !param.is_trainable() {
            statistics.push((param.name(), param.value().data().to_vec()));
        }
    });
    assert_eq!(statistics[0], ("running_mean", vec![0.2, 2.0]));
    let (name, variance) = &statistics[1];
    assert_eq!(*name, "running_var");
    assert!((variance[0] - 1.1).abs() < 1e-6 && (variance[1] - 20.9).abs() < 1e-5);
    assert_eq!(
        run(&Tape::new()),
        run(&Tape::new()),
        "in use it changes nothing"
    );
}

#[test]
fn the_same_seed_drops_the_same() {
    let model = Sequential::new()
        .push(Dropout::new(0.5))
        .push(Dropout::new(0.5));
    let run = |seed| {
        let tape = Tape::training(&mut nabla::rng(seed));
        model
            .forward(&tape, tape.constant(Tensor::ones([100])))
            .value()
    };
    assert_eq!(run(1), run(1));
    assert_ne!(run(1), run(2));
}

#[test]
fn a_copy_of_batch_norm_keeps_its_own_statistics() {
    let one = BatchNorm::new(1);
    let other = one.clone();
    let tape = Tape::training(&mut nabla::rng(1));
    one.forward(
        &tape,
        tape.constant(Tensor::from_vec(vec![1.0, 3.0], [2, 1])),
    );
    assert_ne!(one.running_mean(), other.running_mean());
    assert_eq!(parameters(&one), 4);
    assert_eq!(nabla::trainable_parameters(&one), 2);
}

#[test]
fn layers_without_parameters_do_what_their_operations_do() {
    let tape = Tape::new();
    let x = tape.constant(nabla::gradcheck::sample([2, 4, 6, 3], 1));
    let two = Window::new(2).stride(2);
    for (model, want) in [
        (
            Sequential::new().push(MaxPool2d::new(two)),
            x.max_pool2d(two),
        ),
        (
            Sequential::new().push(MinPool2d::new(two)),
            x.min_pool2d(two),
        ),
        (
            Sequential::new().push(AvgPool2d::new(two)),
            x.avg_pool2d(two),
        ),
        (Sequential::new().push(GlobalAvgPool), x.global_avg_pool()),
        (Sequential::new().push(Flatten), x.flatten()),
        (Sequential::new().push(Activate(Activation::Tanh)), x.tanh()),
    ] {
        let y = model.forward(&tape, x);
        assert_eq!(y.value(), want.value());
        assert_eq!(parameters(&model), 0);
        // The summary says the same shape, without the batch axis.
        let mut rows = Vec::new();
        let output = model.describe([4, 6, 3].into(), &mut rows);
        assert_eq!(output.dims(), &want.shape().dims()[1..]);
        assert_eq!((rows.len(), rows[0].output), (1, output));
    }
}

/// Layers in groups, along sequences, enlarging: what they say of their results is what comes out.
#[test]
fn shapes_are_foretold() {
    let mut rng = nabla::rng(1);
    let apart = Window::new(3).groups(6).dilation(2).padding(Padding::Same);
    let back = Window::new([2, 3]).stride(2).groups(2);
    let images = Sequential::new()
        .push(Conv2d::new(6, 6, apart, Init::He, &mut rng))
        .push(LayerNorm::new(6).without_bias())
        .push(Upsample2d::new([2, 1]))
        .push(ConvTranspose2d::new(6, 4, back, Init::He, &mut rng));
    let window = Window::new(3).dilation(2).groups(2);
    let texts = Conv1d::new(4, 6, window, Init::He, &mut rng);
    for (model, input, count) in [
        (&images as &dyn Module, &[5, 7, 6][..], 54 + 6 + 6 + 72 + 4),
        (&texts, &[9, 4], 36 + 6),
    ] {
        let foretold = model.describe(Shape::from(input), &mut Vec::new());
        let tape = Tape::new();
        let batch = Tensor::zeros([&[2], input].concat().as_slice());
        let y = model.forward(&tape, tape.constant(batch));
        assert_eq!(y.shape().dims()[1..], *foretold.dims());
        assert_eq!(parameters(model), count);
    }
}
