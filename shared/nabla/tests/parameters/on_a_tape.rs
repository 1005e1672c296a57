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

/// A table at both ends of a model: one parameter with one name, and both of its gradients. Their values are
/// PyTorch's in `reference/models.rs`.
#[test]
fn a_table_at_both_ends_is_one_parameter() {
    let table = Embedding::new(5, 3, Init::Normal(1.0), &mut nabla::rng(1));
    let model = (table, linear(3, 3, 2));
    assert_eq!(names(&model), ["0.table", "1.weight", "1.bias"]);
    assert_eq!(trainable_parameters(&model), 15 + 9 + 3);
    let tokens = Tokens::new(&[4, 0, 0], [1, 3], 5);
    let gradient = |first: bool, last: bool| {
        let tape = Tape::new();
        let x = model.0.forward(&tape, &tokens);
        let x = model.1.forward(&tape, if first { x } else { x.detach() });
        let y = match last {
            true => model.0.logits(&tape, x),
            false => x.matmul_t(tape.constant(model.0.table.value().clone())),
        };
        y.square()
            .sum()
            .backward()
            .param(&model.0.table)
            .expect("it is used")
            .clone()
    };
    let (both, parts) = (
        gradient(true, true),
        [gradient(true, false), gradient(false, true)],
    );
    for (i, both) in both.data().iter().enumerate() {
        let sum = parts[0].data()[i] + parts[1].data()[i];
        assert!(
            (both - sum).abs() < 1e-4 * (1.0 + sum.abs()),
            "{both} {sum}"
        );
    }
    assert!(
        parts
            .iter()
            .all(|part| part.data()[..3].iter().any(|&x| x != 0.0))
    );
}
