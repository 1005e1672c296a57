//! Parts with a rate and a decay of their own.

use super::*;

#[test]
#[should_panic(expected = "RmsProp has no weight decay; AdamW, Sgd, Momentum and Nesterov have")]
fn a_decay_needs_an_optimiser_that_has_one() {
    RmsProp::new(0.1).group(&linear(1, 1, 1), Group::new().weight_decay(0.1));
}

#[test]
fn a_rate_is_a_factor_of_the_optimisers() {
    let mut model = (
        Param::new("a", Tensor::zeros([1])),
        Param::new("b", Tensor::zeros([1])),
    );
    let mut sgd = Sgd::new(1.0).group(&model.1, Group::new().rate(0.25));
    for rate in [1.0, 0.5] {
        sgd.set_rate(rate);
        let tape = Tape::new();
        let grads = (tape.param(&model.0) + tape.param(&model.1))
            .sum()
            .backward();
        drop(tape);
        sgd.step(&mut model, &grads);
    }
    assert_eq!(
        (model.0.value().item(), model.1.value().item()),
        (-1.5, -0.375)
    );
}
