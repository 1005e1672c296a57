//! Parameters: what has them, who holds them, what an optimiser remembers of them, and their gradients.

use nabla::gradcheck::sample;
use nabla::optim::*;
use nabla::rnn::Lstm;
use nabla::{
    Activate, Activation, BatchNorm, Conv2d, Dropout, Flatten, GroupNorm, Init, LayerNorm, Linear,
    Module, Param, Parameters, Row, Sequential, Shape, Tape, Tensor, Var, Window, names,
    parameters, trainable_parameters,
};

fn linear(inputs: usize, outputs: usize, seed: u64) -> Linear {
    Linear::new(inputs, outputs, Init::Xavier, &mut nabla::rng(seed))
}

/// All numbers, as bits.
fn bits(model: &dyn Parameters) -> Vec<u32> {
    let mut bits = Vec::new();
    model.visit(&mut |param| bits.extend(param.value().data().iter().map(|x| x.to_bits())));
    bits
}

mod parts {
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
}

mod descriptions {
    use super::*;

    struct Residual<M>(M);

    impl<M: Parameters> Parameters for Residual<M> {
        fn visit(&self, f: &mut dyn FnMut(&Param)) {
            self.0.visit(f);
        }

        fn visit_mut(&mut self, f: &mut dyn FnMut(&mut Param)) {
            self.0.visit_mut(f);
        }
    }

    impl<M: Module> Module for Residual<M> {
        fn forward<'t>(&self, tape: &'t Tape, x: Var<'t>) -> Var<'t> {
            Var::concat(&[x, self.0.forward(tape, x)], x.shape().rank() - 1)
        }
    }

    #[test]
    fn a_module_without_one_is_a_row_with_its_type() {
        let mut rows = Vec::new();
        let output = Residual(linear(3, 2, 1)).describe(Shape::new(&[7, 3]), &mut rows);
        assert_eq!(output.dims(), [7, 5]);
        let row = Row {
            layer: "Residual".to_string(),
            output,
            parameters: 8,
        };
        assert_eq!(rows, [row]);
    }

    struct Total;

    nabla::parts!(Total {});

    impl Module for Total {
        fn forward<'t>(&self, _tape: &'t Tape, x: Var<'t>) -> Var<'t> {
            x.sum()
        }
    }

    #[test]
    #[should_panic(expected = "one example of shape [3] went in, [] came out")]
    fn what_has_no_batch_axis_needs_its_own() {
        Total.describe(Shape::new(&[3]), &mut Vec::new());
    }
}

mod rows_of_layers {
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
}

mod held {
    use super::*;

    /// Each with the shape of what goes in.
    fn judges() -> Vec<(Box<dyn Module>, Vec<usize>)> {
        let mut rng = nabla::rng(5);
        let window = Window::new(2);
        vec![
            (Box::new(linear(4, 3, 1)), vec![5, 4]),
            (Box::new(Lstm::new(4, 3, &mut rng)), vec![2, 5, 4]),
            (Box::new(BatchNorm::new(4)), vec![5, 4]),
            (Box::new(LayerNorm::new(4)), vec![5, 4]),
            (Box::new(GroupNorm::new(2, 4)), vec![2, 3, 3, 4]),
            (
                Box::new(
                    Sequential::new()
                        .push(Conv2d::new(4, 3, window, Init::He, &mut rng))
                        .push(Dropout::new(0.5))
                        .push(Flatten)
                        .push(linear(12, 1, 6)),
                ),
                vec![2, 3, 3, 4],
            ),
        ]
    }

    #[test]
    fn parts_let_gradients_through_and_get_none() {
        for (judge, shape) in judges() {
            let painter = Param::new("painter", sample(&shape[..], 7));
            let run = |hold: bool| {
                let tape = Tape::training(&mut nabla::rng(8));
                if hold {
                    tape.hold(&judge);
                }
                let drawn = tape.param(&painter).tanh();
                let loss = judge.forward(&tape, drawn).powi(3).mean();
                (loss.item(), loss.backward())
            };
            let ((loss, free), (same, held)) = (run(false), run(true));
            assert_eq!(loss.to_bits(), same.to_bits());
            assert_eq!(free.param(&painter), held.param(&painter));
            judge.visit(&mut |param| {
                assert_eq!(free.param(param).is_some(), param.is_trainable());
                assert!(held.param(param).is_none(), "{}", param.name());
            });
        }
    }

    #[test]
    fn a_held_network_alone_needs_no_gradient() {
        let (layer, tape) = (linear(2, 2, 1), Tape::new());
        tape.hold(&layer);
        tape.hold(&layer);
        layer.forward(&tape, tape.constant(Tensor::ones([1, 2])));
        let listing = tape.listing();
        assert!(!listing.contains("Linear"), "{listing}");
        assert_eq!(listing.matches("parameter, held").count(), 2);
    }

    #[test]
    #[should_panic(
        expected = "hold: the parameter `weight` was used on this tape before; hold a part before its first use"
    )]
    fn too_late_is_said() {
        let (layer, tape) = (linear(2, 2, 1), Tape::new());
        layer.forward(&tape, tape.constant(Tensor::ones([1, 2])));
        tape.hold(&layer);
    }
}

mod on_a_tape {
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
        let optimizers: [Box<dyn Optimizer>; 2] =
            [Box::new(Sgd::new(0.5)), Box::new(Adam::new(0.5))];
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
}

mod memory {
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
}

mod groups {
    use super::*;

    #[test]
    #[should_panic(
        expected = "RmsProp has no weight decay; AdamW, Sgd, Momentum and Nesterov have"
    )]
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
}

mod small_numbers {
    use super::*;

    /// The step that one gradient makes, from w = 0.
    fn step(mut optimizer: impl Optimizer, g: f32) -> f32 {
        let mut w = Param::new("w", Tensor::zeros([1]));
        let grads = {
            let tape = Tape::new();
            (tape.param(&w) * g).sum().backward()
        };
        optimizer.step(&mut w, &grads);
        w.value().item()
    }

    /// Adam's first step is −λ·g/(|g| + ε), however small both are.
    #[test]
    fn adams_step_is_its_formulas() {
        for (g, epsilon) in [
            (2e-14_f32, 1e-15_f32),
            (2e-17, 1e-18),
            (-3e-19, 1e-20),
            (1e-16, 1e-8),
            (1e-18, 1e-8),
            (4e-18, 1e-9),
        ] {
            let want = -1e-3 * g / (g.abs() + epsilon);
            for got in [
                step(Adam::new(1e-3).epsilon(epsilon), g),
                step(AdamW::new(1e-3).epsilon(epsilon), g),
            ] {
                let off = (got / want - 1.0).abs();
                assert!(off < 1e-3, "g {g:e}, ε {epsilon:e}: {got:e}, {want:e}");
            }
        }
    }

    #[test]
    fn nothing_hides_nan() {
        assert!(step(Adam::default(), f32::NAN).is_nan());
        assert!(step(RmsProp::default(), f32::NAN).is_nan());
        assert!(step(Momentum::new(0.1, 0.9), f32::NAN).is_nan());
        assert!(step(Nesterov::new(0.1, 0.9), f32::NAN).is_nan());
        assert!(step(Adadelta::default(), f32::NAN).is_nan());
    }
}

mod gradients {
    use super::*;
    use nabla::Grads;

    fn of(layer: &Linear, rows: std::ops::Range<usize>) -> Grads {
        let tape = Tape::new();
        let x = tape.constant(sample([8, 3], 5).rows(rows.clone()));
        let target = sample([8, 2], 6).rows(rows);
        layer.forward(&tape, x).mse(&target).backward()
    }

    #[test]
    fn two_halves_are_a_whole() {
        let layer = linear(3, 2, 1);
        let whole = of(&layer, 0..8);
        let mut grads = of(&layer, 0..4);
        grads.accumulate(&of(&layer, 4..8));
        grads.scale(0.5);
        let mut seen = Vec::new();
        grads.for_each(&layer, |param, grad| {
            let want = whole.param(param).expect("of the same model");
            for (got, want) in grad.data().iter().zip(want.data()) {
                assert!((got - want).abs() < 1e-6, "{got} {want}");
            }
            seen.push(param.name());
        });
        assert_eq!(seen, ["weight", "bias"]);
    }

    #[test]
    fn what_is_new_moves_in_and_what_was_added_stays() {
        let (a, b) = (linear(3, 2, 1), linear(3, 2, 2));
        let other = of(&b, 0..8);
        let mut grads = of(&a, 0..8);
        grads.accumulate(&other);
        assert_eq!(grads.param(&b.weight), other.param(&b.weight));
        grads.accumulate(&other);
        grads.scale(2.0);
        let mut four = other
            .param(b.bias.as_ref().expect("a bias"))
            .expect("used")
            .clone();
        four.data_mut().iter_mut().for_each(|g| *g *= 4.0);
        assert_eq!(grads.param(b.bias.as_ref().expect("a bias")), Some(&four));
        // The other's own numbers are as they were, and an optimiser uses both.
        assert_eq!(other.param(&b.weight), of(&b, 0..8).param(&b.weight));
        let mut both = (a, b);
        let before = bits(&both);
        Sgd::new(0.1).step(&mut both, &grads);
        assert!(bits(&both).iter().zip(&before).all(|(new, old)| new != old));
    }

    /// A value that was recorded after the gradients is none of them.
    #[test]
    fn a_place_behind_the_tape_is_nobodys() {
        let (a, b) = (linear(3, 2, 1), linear(3, 2, 2));
        let tape = Tape::new();
        let x = tape.constant(Tensor::ones([1, 3]));
        let mut grads = a.forward(&tape, x).sum().backward();
        grads.accumulate(&of(&b, 0..8));
        let later = tape.variable(Tensor::ones([1]));
        assert!(grads.get(later).is_none());
    }
}
