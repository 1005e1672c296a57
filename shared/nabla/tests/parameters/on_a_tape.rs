//! Parameters on tapes: changed ones are said, statistics are constants.

use super::*;

#[test]
#[should_panic(
    expected = "the parameter `weight` [2, 1] has changed since this tape first used it, by an optimiser's step perhaps; make a new tape for each step"
)]
fn a_step_makes_a_tape_old() {
    let mut layer = linear(2, 1, 1);
    let tape = Tape::new();
    let x = tape.constant(Tensor::ones([3, 2]));
    for _ in 0..2 {
        let loss = layer.forward(&tape, x).square().mean();
        Sgd::new(0.1).step(&mut layer, &loss.backward());
    }
}

#[test]
fn a_statistic_is_a_constant() {
    let mut both = (
        Param::statistic("seen", Tensor::ones([2])),
        Param::new("w", Tensor::ones([2])),
    );
    let optimizers: [Box<dyn Optimizer>; 2] = [Box::new(Sgd::new(0.5)), Box::new(Adam::new(0.5))];
    for mut optimizer in optimizers {
        let tape = Tape::new();
        let (seen, w) = (tape.param(&both.0), tape.param(&both.1));
        let grads = (seen * w).sum().backward();
        assert!(grads.param(&both.0).is_none() && grads.get(seen).is_none());
        drop(tape);
        optimizer.step(&mut both, &grads);
        assert_eq!(both.0.value(), &Tensor::ones([2]));
        assert!(both.1.value() != &Tensor::ones([2]));
    }
}
