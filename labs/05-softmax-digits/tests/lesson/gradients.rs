//! Gradients against PyTorch and against finite differences.

use crate::reference::{STORED, close, tensor};
use lab05::cost::{Cost, quadratic_gradient};
use lab05::softmax::{logit_gradient, measured_gradient};
use lab05::solutions;
use lab05::training::step;
use nabla::optim::Adam;
use nabla::{
    Activation, Init, Labels, Linear, Parameters, Sequential, Tape, Tensor, assert_gradients,
};

/// Its name among the reference values, its logits, its labels.
type Batch = (&'static str, Vec<Vec<f32>>, Vec<usize>);

fn batches() -> [Batch; 3] {
    [
        (
            "batch_a",
            vec![vec![2.0, -1.0, 0.5], vec![0.25, 1.5, -0.75]],
            vec![2, 0],
        ),
        (
            "batch_b",
            vec![
                vec![1.25, -0.5, 3.0, 0.75],
                vec![-2.0, 0.5, 0.25, 1.0],
                vec![0.1, 0.2, -0.3, 0.4],
            ],
            vec![0, 3, 2],
        ),
        ("batch_c", vec![vec![-1.5, 0.5]], vec![1]),
    ]
}

#[test]
fn p_minus_y_is_pytorchs_gradient_and_the_measured_one() {
    let rows: [(&str, &[f32], usize); 5] = [
        ("deck", &[4.8, -2.6, 2.9], 0),
        ("plain", &[2.0, -1.0, 0.5], 2),
        ("huge", &[1000.0, 999.0, 998.5], 1),
        ("far", &[700.0, -1300.0, 699.0], 1),
        ("five", &[0.3, -0.7, 1.9, 0.0, -2.4], 4),
    ];
    for (name, logits, label) in rows {
        let gradient = logit_gradient(logits, label);
        close(&gradient, &STORED.values(&format!("{name}.gradient")), 1e-6);
        close(&gradient, &measured_gradient(logits, label), 1e-6);
        assert!(
            gradient.iter().sum::<f32>().abs() < 1e-6,
            "a row adds up to 0"
        );
    }
}

#[test]
fn a_batch_by_hand_by_nabla_and_by_pytorch() {
    for (name, logits, labels) in batches() {
        let by_hand = solutions::logit_gradients(&logits, &labels).concat();
        let want = STORED.values(&format!("{name}.gradients"));
        close(&by_hand, &want, 1e-6);
        close(
            nabla_gradients(Cost::CrossEntropy, &logits, &labels).data(),
            &want,
            1e-6,
        );
    }
}

#[test]
fn the_quadratic_cost_and_its_gradient() {
    for (name, logits, labels) in batches() {
        let want = STORED.values(&format!("{name}.quadratic_gradients"));
        close(
            nabla_gradients(Cost::Quadratic, &logits, &labels).data(),
            &want,
            1e-6,
        );
        let n = labels.len() as f32;
        let rows = logits.iter().zip(&labels);
        let by_hand: Vec<f32> = rows
            .flat_map(|(z, &label)| quadratic_gradient(z, label))
            .map(|gradient| gradient / n)
            .collect();
        close(&by_hand, &want, 1e-6);
        let tape = Tape::new();
        let z = tape.constant(matrix(&logits));
        let cost = Cost::Quadratic
            .of(z, &nabla_labels(&labels, logits[0].len()))
            .item();
        close(&[cost], &[STORED.value(&format!("{name}.quadratic"))], 1e-6);
    }
}

fn matrix(rows: &[Vec<f32>]) -> Tensor {
    Tensor::from_vec(rows.concat(), [rows.len(), rows[0].len()])
}

fn nabla_labels(labels: &[usize], classes: usize) -> Labels {
    let labels: Vec<u8> = labels.iter().map(|&label| label as u8).collect();
    Labels::new(&labels, classes)
}

fn nabla_gradients(cost: Cost, logits: &[Vec<f32>], labels: &[usize]) -> Tensor {
    let tape = Tape::new();
    let z = tape.variable(matrix(logits));
    let grads = cost
        .of(z, &nabla_labels(labels, logits[0].len()))
        .backward();
    grads.of(z).clone()
}

#[test]
fn every_cost_against_finite_differences() {
    let labels = Labels::new(&[2, 0, 3, 1, 2], 4);
    for cost in [Cost::CrossEntropy, Cost::Quadratic, Cost::SoftmaxTwice] {
        let x = nabla::gradcheck::sample([5, 6], 1);
        let w = nabla::gradcheck::sample([6, 4], 2);
        assert_gradients(&[x, w], |_, vars| cost.of(vars[0].matmul(vars[1]), &labels));
    }
}

#[test]
fn three_steps_of_a_small_network_are_pytorchs() {
    let mut rng = nabla::rng(1);
    let mut model = Sequential::new()
        .push(Linear::new(6, 4, Init::Xavier, &mut rng).activation(Activation::Relu))
        .push(Linear::new(4, 3, Init::Xavier, &mut rng));
    let mut names = ["w1", "b1", "w2", "b2"].into_iter();
    model.visit_mut(&mut |param| {
        let name = names.next().expect("four parameters");
        *param.value_mut() = tensor(&format!("net.{name}"));
    });
    let labels = Labels::new(&[2, 0, 1, 1, 2], 3);
    let mut adam = Adam::new(0.01);
    for i in 0..3 {
        let loss = step(&mut model, &mut adam, tensor("net.x"), &labels);
        close(&[loss], &[STORED.value(&format!("net.loss{i}"))], 1e-5);
    }
    let mut names = ["w1", "b1", "w2", "b2"].into_iter();
    model.visit(&mut |param| {
        let name = names.next().expect("four parameters");
        close(
            param.value().data(),
            &STORED.values(&format!("net.after.{name}")),
            1e-5,
        );
    });
}
