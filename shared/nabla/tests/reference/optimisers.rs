//! Every optimiser: twenty steps of linear regression, and the schedules.

use super::{Deserialize, Numbers, assert_close, reference};
use nabla::optim::*;
use nabla::{Activation, Module, Param, Parameters, Shape, Tape, Tensor, Var};
use std::collections::BTreeSet;

/// |got − want| / (1 + |want|), over twenty steps in single precision.
fn tolerance(optimiser: &str) -> f32 {
    match optimiser {
        // Near a turning point its steps grow on tiny differences: here PyTorch's own single
        // precision is 5·10⁻⁶ away from its double.
        "Adadelta, tuned" => 1e-5,
        _ => 1e-6,
    }
}

#[derive(Deserialize)]
pub struct Trajectory {
    optimiser: String,
    gaps: bool,
    path: Vec<Vec<f32>>,
}

/// As in make.py, where the name is the same.
fn optimiser(name: &str, bias: &Param) -> Box<dyn Optimizer> {
    let slow = Group::new().rate(0.25);
    let own = slow.weight_decay(0.125);
    match name {
        "Sgd" => Box::new(Sgd::new(0.1)),
        "Sgd, decay" => Box::new(Sgd::new(0.1).weight_decay(0.25)),
        "Momentum" => Box::new(Momentum::new(0.05, 0.75)),
        "Momentum, decay" => Box::new(Momentum::new(0.05, 0.75).weight_decay(0.25)),
        "Momentum, syllabus" => Box::new(Momentum::syllabus(0.2, 0.75)),
        "Nesterov" => Box::new(Nesterov::new(0.05, 0.75)),
        "Nesterov, decay" => Box::new(Nesterov::new(0.05, 0.75).weight_decay(0.25)),
        "RmsProp" => Box::new(RmsProp::default()),
        "RmsProp, tuned" => Box::new(RmsProp::new(0.05).alpha(0.75).epsilon(0.125)),
        "Adam" => Box::new(Adam::default()),
        "Adam, tuned" => Box::new(Adam::new(0.1).betas(0.75, 0.875).epsilon(0.125)),
        "AdamW" => Box::new(AdamW::default()),
        "AdamW, tuned" => Box::new(
            AdamW::new(0.1)
                .betas(0.75, 0.875)
                .epsilon(0.125)
                .weight_decay(0.5),
        ),
        "Adadelta" => Box::new(Adadelta::default()),
        "Adadelta, tuned" => Box::new(Adadelta::new(2.0).rho(0.75).epsilon(1.0 / 1024.0)),
        "Sgd, groups" => Box::new(Sgd::new(0.1).weight_decay(0.25).group(bias, own)),
        "Momentum, groups" => Box::new(
            Momentum::new(0.05, 0.75)
                .weight_decay(0.25)
                .group(bias, own),
        ),
        "Nesterov, groups" => Box::new(Nesterov::new(0.05, 0.75).group(bias, own)),
        "RmsProp, groups" => Box::new(RmsProp::default().group(bias, slow)),
        "Adam, groups" => Box::new(Adam::default().group(bias, slow)),
        "AdamW, groups" => Box::new(AdamW::new(0.1).weight_decay(0.5).group(bias, own)),
        "AdamW, a bias that does not shrink" => Box::new(
            AdamW::new(0.1)
                .betas(0.875, 0.96875)
                .weight_decay(0.5)
                .group(bias, Group::new().weight_decay(0.0)),
        ),
        "Adadelta, groups" => Box::new(Adadelta::default().group(bias, slow)),
        other => panic!("reference.json has an optimiser this test cannot make: {other}"),
    }
}

/// `numbers` of make.py.
fn numbers<const N: usize>(seed: usize, shape: [usize; N]) -> Tensor {
    let shape = Shape::from(shape);
    let number = |i| (((i * 89 + seed * 57) * 31 % 321) as f32 - 160.0) / 64.0;
    let mut values: Vec<f32> = (0..shape.size()).map(number).collect();
    if values.len() > 3 {
        values[seed % 3] = 0.0;
    }
    Tensor::from_vec(values, shape)
}

/// x·W + b, with two switches.
struct Line {
    weight: Param,
    bias: Param,
    use_weight: bool,
    use_bias: bool,
}

impl Module for Line {
    fn forward<'t>(&self, tape: &'t Tape, x: Var<'t>) -> Var<'t> {
        let rows = x.shape().dims()[0];
        let bias = || tape.param(&self.bias);
        match (self.use_weight, self.use_bias) {
            (true, true) => x.linear(tape.param(&self.weight), bias(), Activation::Identity),
            (true, false) => x.matmul(tape.param(&self.weight)),
            (false, _) => bias().broadcast_to([rows, 2]),
        }
    }
}

nabla::parts!(Line { weight, bias });

fn follow(trajectory: &Trajectory) {
    let (x, target) = (numbers(40, [7, 3]), numbers(41, [7, 2]));
    let mut model = Line {
        weight: Param::new("weight", numbers(42, [3, 2])),
        bias: Param::new("bias", numbers(43, [2])),
        use_weight: true,
        use_bias: true,
    };
    let mut optimiser = optimiser(&trajectory.optimiser, &model.bias);
    for (step, want) in trajectory.path.iter().enumerate() {
        if trajectory.gaps {
            model.use_weight = step % 3 != 0;
            model.use_bias = step % 3 != 1;
            if step == 10 {
                optimiser.set_rate(2.0 * optimiser.rate());
            }
        }
        let tape = Tape::new();
        let loss = model.forward(&tape, tape.constant(x.clone())).mse(&target);
        optimiser.step(&mut model, &loss.backward());
        let mut weights = Vec::new();
        model.visit(&mut |param| weights.extend_from_slice(param.value().data()));
        let (got, want) = (
            Tensor::from_vec(weights, [8]),
            Numbers {
                shape: vec![8],
                data: want.clone(),
            },
        );
        let (name, gaps) = (&trajectory.optimiser, trajectory.gaps);
        assert_close(&got, &want, tolerance(name), &|| {
            format!("{name}, gaps {gaps}, after step {step}")
        });
    }
}

#[test]
fn twenty_steps_are_pytorchs() {
    let reference = reference();
    for trajectory in &reference.optimisers {
        assert_eq!(trajectory.path.len(), 20);
        follow(trajectory);
    }
}

#[test]
fn every_optimiser_has_a_trajectory() {
    let followed: BTreeSet<String> = reference()
        .optimisers
        .iter()
        .map(|t| t.optimiser.split(',').next().expect("a name").to_string())
        .collect();
    let source = include_str!("../../src/optim/mod.rs");
    let public: BTreeSet<String> = source
        .lines()
        .filter_map(|line| line.strip_prefix("pub use ")?.strip_suffix(';'))
        .filter_map(|path| Some(path.split_once("::")?.1.to_string()))
        .filter(|name| name != "Schedule" && name != "Group")
        .collect();
    assert_eq!(
        followed, public,
        "trajectories in make.py, and `pub use` in optim"
    );
}

#[test]
fn schedules_are_pytorchs() {
    let schedule = |name: &str| match name {
        "Constant" => Schedule::Constant,
        "Step" => Schedule::Step {
            every: 5,
            factor: 0.5,
        },
        "InverseDecay" => Schedule::InverseDecay { delta: 0.25 },
        "Cosine" => Schedule::Cosine {
            steps: 12,
            floor: 0.125,
        },
        "WarmCosine" => Schedule::WarmCosine {
            warm: 3,
            steps: 12,
            floor: 0.125,
        },
        other => panic!("no schedule is called {other}"),
    };
    let reference = reference();
    assert_eq!(reference.schedules.len(), 5);
    for (name, rates) in &reference.schedules {
        assert_eq!(rates.len(), 13);
        for (step, want) in rates.iter().enumerate() {
            let got = schedule(name).rate(0.75, step);
            assert!((got - want).abs() < 1e-6, "{name} at {step}: {got}, {want}");
        }
    }
}
