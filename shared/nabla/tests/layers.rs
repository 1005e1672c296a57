//! Layers and models, against sums done by hand.

mod networks;

use nabla::optim::{Optimizer, Sgd};
use nabla::{
    Activation, Init, Linear, Module, Param, Sequential, Tape, Tensor, parameters, summary,
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
