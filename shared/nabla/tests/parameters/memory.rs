//! What an optimiser remembers, by parameter.

use super::*;

fn optimizers() -> [Box<dyn Optimizer>; 8] {
    [
        Box::new(Sgd::new(0.1).weight_decay(0.1)),
        Box::new(Momentum::new(0.1, 0.9)),
        Box::new(Momentum::syllabus(0.1, 0.9)),
        Box::new(Nesterov::new(0.1, 0.9)),
        Box::new(RmsProp::new(0.01)),
        Box::new(Adam::new(0.01)),
        Box::new(AdamW::new(0.01)),
        Box::new(Adadelta::new(1.0)),
    ]
}

fn step(layer: &mut Linear, optimizer: &mut dyn Optimizer, seed: u64) {
    let grads = {
        let tape = Tape::new();
        let y = layer.forward(&tape, tape.constant(sample([5, 3], seed)));
        y.square().mean().backward()
    };
    optimizer.step(layer, &grads);
}

/// Two layers of the same shape: by their places, each would get the other's memory.
#[test]
fn is_kept_by_parameter_and_not_by_place() {
    let trio = optimizers().into_iter().zip(optimizers());
    for ((mut common, mut one), mut two) in trio.zip(optimizers()) {
        let (mut a, mut b) = (linear(3, 2, 1), linear(3, 2, 2));
        let (mut c, mut d) = (a.clone(), b.clone());
        for i in 0..6 {
            // The second joins later, and once it is alone.
            if i != 3 {
                step(&mut a, common.as_mut(), i);
                step(&mut c, one.as_mut(), i);
            }
            if i > 1 {
                step(&mut b, common.as_mut(), 10 + i);
                step(&mut d, two.as_mut(), 10 + i);
            }
        }
        assert_eq!(
            bits(&(&mut a, &mut b)),
            bits(&(&mut c, &mut d)),
            "{}",
            common.name()
        );
        let steps = |param: &Param| common.memory(param).map(|memory| memory.steps);
        let kept = (!common.keeps().is_empty()).then_some((5, 4));
        assert_eq!(steps(&a.weight).zip(steps(&b.weight)), kept);
        assert!(common.memory(&c.weight).is_none());
    }
}

#[test]
fn layers_may_change_places() {
    for (mut swapped, mut kept) in optimizers().into_iter().zip(optimizers()) {
        let mut layers = vec![linear(3, 3, 1), linear(3, 3, 2), linear(3, 3, 3)];
        let mut others = layers.clone();
        let together =
            |layers: &mut Vec<Linear>, optimizer: &mut dyn Optimizer, order: [usize; 3]| {
                let grads = {
                    let tape = Tape::new();
                    let x = tape.constant(sample([4, 3], 5));
                    let y = order.iter().fold(x, |x, &i| layers[i].forward(&tape, x));
                    y.powi(3).mean().backward()
                };
                optimizer.step(layers, &grads);
            };
        for i in 0..5 {
            // What stands where changes, what follows whom does not.
            let order = [[0, 1, 2], [2, 1, 0]][i % 2];
            together(&mut layers, swapped.as_mut(), order);
            together(&mut others, kept.as_mut(), [0, 1, 2]);
            layers.swap(0, 2);
        }
        layers.swap(0, 2);
        assert_eq!(bits(&layers), bits(&others), "{}", swapped.name());
    }
}

struct Twice(Param);

impl Parameters for Twice {
    fn visit(&self, f: &mut dyn FnMut(&Param)) {
        [&self.0, &self.0].into_iter().for_each(f);
    }

    fn visit_mut(&mut self, f: &mut dyn FnMut(&mut Param)) {
        f(&mut self.0);
        f(&mut self.0);
    }
}

#[test]
fn a_shared_parameter_makes_one_step() {
    for (mut shared, mut alone) in optimizers().into_iter().zip(optimizers()) {
        let mut twice = Twice(Param::new("w", Tensor::ones([3])));
        let mut once = twice.0.clone();
        for _ in 0..3 {
            let of = |param: &Param| {
                let tape = Tape::new();
                tape.param(param).powi(3).sum().backward()
            };
            let (grads, same) = (of(&twice.0), of(&once));
            shared.step(&mut twice, &grads);
            alone.step(&mut once, &same);
        }
        assert_eq!(twice.0.value(), once.value(), "{}", shared.name());
    }
}

/// Without gradients a memory only shrinks. It must not stay among the numbers with which a processor
/// is slow.
#[test]
fn what_no_gradient_feeds_ends_at_zero() {
    for mut optimizer in optimizers() {
        if optimizer.squares().contains(&"v") {
            continue; // Adam's takes 90,000 steps; its own test makes them.
        }
        let mut w = Param::new("w", Tensor::ones([2]));
        for i in 0..12_000 {
            let tape = Tape::new();
            let slope = if i == 0 { 1.0 } else { 0.0 };
            let grads = (tape.param(&w) * slope).sum().backward();
            drop(tape);
            optimizer.step(&mut w, &grads);
        }
        let Some(memory) = optimizer.memory(&w) else {
            continue;
        };
        for tensor in memory.tensors {
            assert_eq!(tensor.data(), [0.0, 0.0], "{}", optimizer.name());
        }
    }
}
