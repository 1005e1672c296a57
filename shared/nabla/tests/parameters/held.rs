//! Parts that a tape holds fixed.

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
