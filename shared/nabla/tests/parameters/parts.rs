//! What has parameters, and what a file calls them.

use super::*;

struct Mixture {
    scale: Param,
    gates: [Param; 2],
    experts: Vec<Linear>,
    extra: Option<Linear>,
    absent: Option<Linear>,
    any: Box<dyn Module>,
    pair: (Linear, Param),
}
nabla::parts!(Mixture {
    scale,
    gates,
    experts,
    extra,
    absent,
    any,
    pair
});

fn mixture() -> Mixture {
    let param = |size: usize| Param::new("of no matter", sample([size], size as u64));
    Mixture {
        scale: param(1),
        gates: [param(2), param(3)],
        experts: vec![linear(2, 1, 1), linear(1, 2, 2).without_bias()],
        extra: Some(linear(1, 1, 3)),
        absent: None,
        any: Box::new(BatchNorm::new(2)),
        pair: (linear(1, 1, 4), param(4)),
    }
}

#[test]
fn are_called_by_their_field_and_their_number() {
    let model = mixture();
    assert_eq!(
        names(&model),
        [
            "scale",
            "gates.0",
            "gates.1",
            "experts.0.weight",
            "experts.0.bias",
            "experts.1.weight",
            "extra.weight",
            "extra.bias",
            "any.weight",
            "any.bias",
            "any.running_mean",
            "any.running_var",
            "pair.0.weight",
            "pair.0.bias",
            "pair.1",
        ]
    );
    assert_eq!(parameters(&model), 1 + 5 + 3 + 2 + 2 + 8 + 2 + 4);
    assert_eq!(trainable_parameters(&model), parameters(&model) - 4);
    assert_eq!(names(&Param::new("alone", Tensor::zeros([1]))), ["alone"]);
}

#[test]
fn are_changed_in_the_order_in_which_they_are_shown() {
    let mut model = mixture();
    let mut shown = Vec::new();
    model.visit(&mut |param| shown.push(param.id()));
    let mut changed = Vec::new();
    model.visit_mut(&mut |param| changed.push(param.id()));
    assert_eq!(shown, changed);
    assert_eq!(shown.len(), 15);
}

/// One optimiser may take a step of several parts that are no struct.
#[test]
fn a_tuple_of_borrowed_parts_is_a_model() {
    let (mut first, mut second) = (linear(2, 2, 1), linear(2, 1, 2));
    let (w, v) = (first.weight.value().clone(), second.weight.value().clone());
    let grads = {
        let tape = Tape::new();
        let x = tape.constant(Tensor::ones([1, 2]));
        let y = second.forward(&tape, first.forward(&tape, x));
        y.square().sum().backward()
    };
    Sgd::new(0.1).step(&mut (&mut first, &mut second), &grads);
    assert!(first.weight.value() != &w && second.weight.value() != &v);
}

#[test]
fn a_box_of_a_module_is_one() {
    let layer = linear(3, 2, 1);
    let boxed: Box<dyn Module> = Box::new(layer.clone());
    let tape = Tape::new();
    let x = tape.constant(sample([4, 3], 2));
    let (y, z) = (layer.forward(&tape, x), boxed.forward(&tape, x));
    assert_eq!(y.value(), z.value());
    let (mut one, mut other) = (Vec::new(), Vec::new());
    layer.describe(Shape::new(&[3]), &mut one);
    boxed.describe(Shape::new(&[3]), &mut other);
    assert_eq!(one, other);
}
