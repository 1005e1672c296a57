//! What labs 11 to 17 are made of, each in a few lines of the public API; `models.py` has the same in PyTorch.

use super::nets::leaf;
use nabla::{Activation, Labels, Padding, Param, Tape, Tensor, Tokens, Var, Window};
use serde::Deserialize;

/// |got − want| over the largest number of the tensor.
const TOLERANCE: f32 = 2e-6;

#[derive(Deserialize)]
struct Model {
    name: String,
    shapes: Vec<Vec<usize>>,
    loss: f32,
    grads: Vec<Option<Vec<f32>>>,
}

/// Compares the loss that `run` makes of the leaves, and all gradients, with PyTorch's.
fn check(name: &str, run: impl for<'t> Fn(&'t Tape, &[Var<'t>]) -> Var<'t>) {
    let stored: Vec<Model> =
        serde_json::from_str(include_str!("models.json")).expect("models.py wrote it");
    let model = stored
        .iter()
        .find(|model| model.name == name)
        .expect("it is stored");
    let tape = Tape::new();
    let shapes = (0..).zip(&model.shapes);
    let leaves: Vec<Var> = shapes
        .map(|(i, shape)| tape.variable(leaf(shape, i, 0.5)))
        .collect();
    let loss = run(&tape, &leaves);
    assert!(
        (loss.item() - model.loss).abs() < 1e-6,
        "{}: PyTorch says {}",
        loss.item(),
        model.loss
    );
    let grads = loss.backward();
    for (i, (leaf, want)) in leaves.iter().zip(&model.grads).enumerate() {
        let (got, want) = (grads.get(*leaf).map(Tensor::data), want.as_deref());
        let (Some(got), Some(want)) = (got, want) else {
            assert_eq!(got, want, "leaf {i}: one of us has no gradient");
            continue;
        };
        let largest = want.iter().fold(0.0_f32, |largest, x| largest.max(x.abs()));
        for (got, want) in got.iter().zip(want) {
            assert!(
                (got - want).abs() <= TOLERANCE * largest,
                "leaf {i}: {got}, PyTorch says {want}"
            );
        }
    }
}

#[test]
fn residual_block() {
    check("residual_block", |_, v| {
        let &[x, w1, b1, w2, b2] = v else {
            panic!("five leaves")
        };
        let window = Window::new(3).padding(Padding::Same);
        let inner = x.conv2d(w1, b1, window, Activation::Relu);
        let y = x + inner.conv2d(w2, b2, window, Activation::Identity);
        y.relu().square().mean()
    });
}

#[test]
fn self_attention() {
    check("self_attention", |tape, v| {
        let &[x, w_q, w_k, w_v, w_o] = v else {
            panic!("five leaves")
        };
        let heads = |w| x.matmul(w).reshape([2, 5, 2, 4]).swap_axes(1, 2); // [N, heads, T, size]
        let scores = heads(w_q).matmul_t(heads(w_k)) / 2.0;
        let mask =
            tape.constant(Tensor::causal_mask(5)) + tape.constant(Tensor::padding_mask(&[5, 3], 5));
        let y = scores.softmax_masked(mask).matmul(heads(w_v));
        y.swap_axes(1, 2)
            .reshape([2, 5, 8])
            .matmul(w_o)
            .square()
            .mean()
    });
}

#[test]
fn siamese_pair() {
    check("siamese_pair", |tape, v| {
        let &[a, b, w, bias] = v else {
            panic!("four leaves")
        };
        let code = |x| Var::linear(x, w, bias, Activation::Tanh);
        let distance = (code(a) - code(b)).square().sum_axis(1).sqrt();
        let same = tape.constant(Tensor::from_vec(vec![1.0, 0.0, 1.0, 0.0], [4, 1]));
        let too_near = (2.0 - distance).relu();
        (same * distance.square() + (1.0 - same) * too_near.square()).mean()
    });
}

#[test]
fn generator_step() {
    // The discriminator is a model of parameters, held; the generator's are the leaves.
    check("generator_step", |tape, v| {
        let &[z, g, g_bias, ..] = v else {
            panic!("five leaves")
        };
        let discriminator = [
            Param::new("weight", v[3].value()),
            Param::new("bias", v[4].value()),
        ];
        tape.hold(&discriminator);
        let [d, d_bias] = discriminator.each_ref().map(|param| tape.param(param));
        let logits = z
            .linear(g, g_bias, Activation::Tanh)
            .linear(d, d_bias, Activation::Identity);
        let loss = logits.sigmoid_cross_entropy(&Tensor::ones([6, 1]));
        let grads = loss.backward();
        assert!(
            discriminator
                .iter()
                .all(|param| grads.param(param).is_none())
        );
        loss
    });
}

#[test]
fn policy_gradient() {
    check("policy_gradient", |tape, v| {
        let &[states, w, b] = v else {
            panic!("three leaves")
        };
        let actions = Labels::new(&[2, 0, 1, 1], 3);
        let advantages = tape.constant(Tensor::from_vec(vec![1.5, -0.5, 0.25, -2.0], [4]));
        let logits = states.linear(w, b, Activation::Identity);
        (logits.softmax_cross_entropy_each(&actions) * advantages).mean()
    });
}

#[test]
fn graph_layer() {
    check("graph_layer", |tape, v| {
        let &[nodes, w, own, b] = v else {
            panic!("four leaves")
        };
        let [source, target] =
            [[1, 2, 0, 4, 3, 0], [0, 0, 1, 3, 4, 4]].map(|ids| Tokens::new(&ids, [6], 5));
        let heard = nodes.gather(&source).segment_sum(&target);
        let count = tape.constant(Tensor::from_vec(vec![2.0, 1.0, 1.0, 1.0, 2.0], [5, 1]));
        let logits = (heard / count).matmul(w) + nodes.linear(own, b, Activation::Identity);
        logits.softmax_cross_entropy(&Labels::new(&[1, 0, 1, 1, 0], 2))
    });
}

#[test]
fn tied_ends() {
    check("tied_ends", |_, v| {
        let &[table, w, gamma] = v else {
            panic!("three leaves")
        };
        let x = table.embedding(&Tokens::new(&[3, 0, 3, 5, 1, 1, 4, 0], [2, 4], 6));
        let y = (x + x.matmul(w).gelu()).layer_norm(gamma, None, 1e-5);
        let logits = y.matmul_t(table).reshape([8, 6]);
        logits.softmax_cross_entropy(&Labels::new(&[0, 3, 5, 2, 1, 4, 0, 3], 6))
    });
}
