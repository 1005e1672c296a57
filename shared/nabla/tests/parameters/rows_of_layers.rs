//! Layers in a row: cloned, indexed, looked into.

use super::*;

fn model() -> Sequential {
    Sequential::new()
        .push(linear(3, 4, 1))
        .push(Activate(Activation::Tanh))
        .push(linear(4, 2, 2))
}

#[test]
fn a_copy_learns_on_its_own() {
    let mut model = model();
    let (copy, before) = (model.clone(), bits(&model));
    assert_eq!(bits(&copy), before);
    let tape = Tape::new();
    let y = model.forward(&tape, tape.constant(sample([5, 3], 3)));
    let grads = y.square().sum().backward();
    Sgd::new(0.1).step(&mut model, &grads);
    assert_eq!(bits(&copy), before);
    assert!(bits(&model) != before);
}

#[test]
fn layers_are_found_by_their_place() {
    let mut model = model();
    assert_eq!((model.len(), model.is_empty()), (3, false));
    assert!(Sequential::new().is_empty());
    let counts: Vec<usize> = model.iter().map(parameters).collect();
    assert_eq!(counts, [16, 0, 10]);
    assert_eq!(parameters(&model[2]), 10);
    assert!(model.get::<Linear>(1).is_none() && model.get::<Linear>(3).is_none());
    let first: &mut Linear = model.get_mut(0).expect("a dense layer");
    first.weight.value_mut().data_mut().fill(0.5);
    model[2].visit_mut(&mut |param| param.value_mut().data_mut().fill(0.25));
    let tape = Tape::new();
    let x = tape.constant(Tensor::ones([1, 3]));
    let y = model[2].forward(&tape, model[0].forward(&tape, x));
    assert_eq!(y.value().data(), [1.75, 1.75]); // four times 1.5, a quarter each, and a quarter
}

#[test]
#[should_panic(expected = "the model has 3 layers, counted from 0; there is no layer 3")]
fn a_layer_that_is_not_there_is_said() {
    let _ = &model()[3];
}
