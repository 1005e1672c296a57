//! The same on nabla's tape, and its optimisers on a surface.

use crate::{START64, X64, Y64};
use lab04::line::{self, START, X, Y};
use lab04::surface::{self, Landscape};
use lab04::{graph, momentum, solutions};
use labkit::reference::close;
use nabla::optim::{Adadelta, Adam, Momentum, Nesterov, Optimizer, RmsProp, Sgd};

#[test]
fn nablas_tape_takes_the_same_thousand_steps() {
    let ours = line::descend(solutions::loss_gradient, START, 0.01, 1000, &X, &Y);
    let tape = graph::descend(START, 0.01, 1000, false);
    let mut sgd = Sgd::new(0.01);
    let model = surface::follow(
        Landscape::Line,
        Landscape::Line.start(),
        surface::summed_squares,
        &mut sgd,
        1000,
    );
    for ((a, b), c) in ours.iter().zip(&tape).zip(&model) {
        let want = [f64::from(a.0), f64::from(a.1)];
        close(&[f64::from(b.0), f64::from(b.1)], &want, 1e-6);
        close(c, &want, 1e-6);
    }
}

#[test]
fn the_graph_adds_and_triples_and_knows_its_gradient() {
    let pair = |a: &[f32], b: &[f32]| {
        let tensor = |v: &[f32]| nabla::Tensor::from_slice(v, [v.len()]);
        graph::add(&tensor(a), &tensor(b)).data().to_vec()
    };
    assert_eq!(pair(&[3.0], &[4.0]), [7.0]);
    assert_eq!(pair(&[3.0], &[4.5]), [7.5]);
    assert_eq!(pair(&[1.0, 3.0], &[2.0, 4.0]), [3.0, 7.0]);
    let tripled = graph::add_and_triple(3.0, 4.5);
    assert_eq!((tripled.value, tripled.gradient), (22.5, (3.0, 3.0)));
}

#[test]
fn the_broadcast_bug_ends_where_the_solution_says() {
    let (w, b) = graph::descend(START, 0.005, 3000, true)[3000];
    let (want_w, want_b) = solutions::broadcast_bug();
    close(&[f64::from(w), f64::from(b)], &[want_w, want_b], 1e-4);
}

#[test]
fn nablas_momentum_is_the_labs_momentum() {
    // The mean of four squares has a quarter of the gradient of their sum.
    let mut ours = Momentum::syllabus(0.2, 0.8);
    let path = surface::follow(
        Landscape::Line,
        Landscape::Line.start(),
        surface::mean_squares,
        &mut ours,
        100,
    );
    let plain = momentum::roll(
        solutions::momentum_step,
        START64,
        (0.05, 0.8),
        100,
        &X64,
        &Y64,
    );
    for (a, b) in path.iter().zip(&plain) {
        close(a, b, 1e-4);
    }
}

#[test]
fn every_walker_comes_down_into_the_bent_valley() {
    let mut walkers: [(&str, Box<dyn Optimizer>); 6] = [
        ("plain", Box::new(Sgd::new(0.5))),
        ("momentum", Box::new(Momentum::new(0.1, 0.9))),
        ("nesterov", Box::new(Nesterov::new(0.1, 0.9))),
        ("rmsprop", Box::new(RmsProp::new(0.02))),
        ("adam", Box::new(Adam::new(0.05))),
        ("adadelta", Box::new(Adadelta::new(4.0))),
    ];
    for (name, walker) in &mut walkers {
        let path = surface::follow(
            Landscape::Bend,
            Landscape::Bend.start(),
            surface::mean_squares,
            walker.as_mut(),
            2000,
        );
        let steps = surface::steps_to(Landscape::Bend, &path, 1e-2);
        assert!(
            steps.is_some_and(|steps| steps > 5),
            "{name}: {steps:?}, {:?}",
            path[2000]
        );
    }
    assert_eq!(
        surface::steps_to(Landscape::Line, &[[f64::NAN; 2]], 1.0),
        None
    );
}

#[test]
fn the_maps_show_the_loss_that_is_trained() {
    for landscape in [Landscape::Line, Landscape::Bend] {
        let tape = nabla::Tape::new();
        let tensor = |v: Vec<f64>| {
            let v: Vec<f32> = v.into_iter().map(|v| v as f32).collect();
            nabla::Tensor::from_slice(&v, [v.len()])
        };
        let model = surface::Walker::new(landscape, [0.7, -0.2]);
        let prediction =
            nabla::Module::forward(&model, &tape, tape.constant(tensor(landscape.x())));
        let trained = f64::from(prediction.mse(&tensor(landscape.y())).item());
        close(&[trained], &[landscape.loss([0.7, -0.2])], 1e-6);
        assert!(landscape.loss(landscape.bottom()) < 1e-30);
    }
}
