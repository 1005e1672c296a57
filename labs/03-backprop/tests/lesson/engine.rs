//! The scalar engine against PyTorch, nabla and finite differences; and its broken copies.

use crate::reference::STORED;
use crate::{all_close, close};
use lab03::engine::Value;
use lab03::{broken, numeric, solutions};
use nabla::{Tape, Tensor, Var};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

#[test]
fn the_engine_has_under_150_lines() {
    let lines = include_str!("../../src/engine.rs").lines().count();
    assert!(lines < 150, "src/engine.rs has {lines} lines");
}

#[test]
fn one_expression_through_every_operation_is_pytorchs() {
    let (a, b) = (Value::from(1.3), Value::from(-0.7));
    let c = &a * &b + b.powi(3);
    let d = &c + &c * 2.0 + (&a - &b).tanh();
    let negative_a = &a * -1.0;
    let e = d.relu() + (&b * 3.0).sigmoid() / (Value::from(1.0) + negative_a.exp());
    let f = &e * &e - (&a + 2.0).ln() - &d / &b;
    f.backward();
    close(f.data(), STORED.value("engine.value"), 1e-14);
    close(a.grad(), STORED.value("engine.da"), 1e-14);
    close(b.grad(), STORED.value("engine.db"), 1e-14);
    f.backward();
    close(a.grad(), STORED.value("engine.da"), 1e-14);
}

/// A random expression, as the list of its steps: an operation and the places of its operands.
struct Recipe(Vec<(u32, usize, usize)>);

impl Recipe {
    fn random(rng: &mut ChaCha8Rng, inputs: usize, steps: usize) -> Recipe {
        let step = |i| {
            (
                rng.random_range(0..9),
                rng.random_range(0..inputs + i),
                rng.random_range(0..inputs + i),
            )
        };
        Recipe((0..steps).map(step).collect())
    }

    /// In the engine. Arguments of `exp`, `ln` and `/` are kept where these behave.
    fn engine(&self, inputs: &[Value]) -> Value {
        let mut all = inputs.to_vec();
        for &(op, a, b) in &self.0 {
            let (a, b) = (&all[a], &all[b]);
            all.push(match op {
                0 => a + b,
                1 => a - b,
                2 => a.tanh() * b,
                3 => a / (b * b + 1.0),
                4 => a.sigmoid(),
                5 => a.tanh(),
                6 => a.relu(),
                7 => a.tanh().exp(),
                _ => (a * a + 0.5).ln(),
            });
        }
        all.into_iter()
            .reduce(|sum, value| sum + value)
            .expect("inputs")
    }

    /// The same in nabla.
    fn nabla<'t>(&self, inputs: &[Var<'t>]) -> Var<'t> {
        let mut all = inputs.to_vec();
        for &(op, a, b) in &self.0 {
            let (a, b) = (all[a], all[b]);
            all.push(match op {
                0 => a + b,
                1 => a - b,
                2 => a.tanh() * b,
                3 => a / (b * b + 1.0),
                4 => a.sigmoid(),
                5 => a.tanh(),
                6 => a.relu(),
                7 => a.tanh().exp(),
                _ => (a * a + 0.5).ln(),
            });
        }
        all.into_iter()
            .reduce(|sum, value| sum + value)
            .expect("inputs")
    }
}

#[test]
fn random_expressions_agree_with_nabla_and_with_finite_differences() {
    let mut rng = ChaCha8Rng::seed_from_u64(3);
    for _ in 0..200 {
        let x: Vec<f64> = (0..3).map(|_| rng.random_range(-1.5..1.5)).collect();
        let recipe = Recipe::random(&mut rng, 3, 12);

        let values: Vec<Value> = x.iter().map(|&v| Value::from(v)).collect();
        recipe.engine(&values).backward();
        let ours: Vec<f64> = values.iter().map(Value::grad).collect();

        let tape = Tape::new();
        let vars: Vec<Var> = x
            .iter()
            .map(|&v| tape.variable(Tensor::scalar(v as f32)))
            .collect();
        let grads = recipe.nabla(&vars).backward();
        let theirs: Vec<f64> = vars
            .iter()
            .map(|&v| f64::from(grads.of(v).item()))
            .collect();
        all_close(&ours, &theirs, 2e-4);

        let f = |x: &[f64]| {
            recipe
                .engine(&x.iter().map(|&v| Value::from(v)).collect::<Vec<_>>())
                .data()
        };
        let (wide, narrow) = (
            numeric::gradient(&f, &x, 1e-5),
            numeric::gradient(&f, &x, 1e-6),
        );
        for i in 0..3 {
            // Next to a kink of ReLU the two steps disagree with each other, and say nothing.
            if numeric::relative_error(wide[i], narrow[i]) < 1e-6 {
                close(ours[i], narrow[i], 1e-5);
            }
        }
    }
}

#[test]
fn the_walk_of_the_exercise_is_the_engines() {
    // y = (x₀·x₁)·(x₀ + x₀) at (2, −3), as a tape and as an expression.
    let tape = vec![
        vec![],
        vec![],
        vec![(0, -3.0), (1, 2.0)],
        vec![(0, 1.0), (0, 1.0)],
        vec![(2, 4.0), (3, -6.0)],
    ];
    let (a, b) = (Value::from(2.0), Value::from(-3.0));
    ((&a * &b) * (&a + &a)).backward();
    let grads = solutions::walk_backward(&tape);
    assert_eq!((grads[0], grads[1]), (a.grad(), b.grad()));
    assert!(solutions::walk_backward(&[]).is_empty());
}

#[test]
fn overwriting_loses_a_road() {
    let x = Value::from(3.0);
    let twice = &x + &x;
    twice.backward();
    assert_eq!(x.grad(), 2.0);
    broken::backward_overwriting(&twice);
    assert_eq!(x.grad(), 1.0);
}

#[test]
fn the_planted_bug_of_the_exercise_is_observed() {
    let x = Value::from(2.0);
    let y = &x * &x + Value::from(3.0) * &x;
    broken::backward_overwriting(&y);
    assert_eq!(x.grad(), solutions::planted_bug());
    y.backward();
    assert_eq!(x.grad(), 7.0);
}

#[test]
fn handing_on_too_early_loses_what_comes_later() {
    let x = Value::from(3.0);
    let a = &x * &x;
    let end = &a * 2.0 + &a * 3.0;
    end.backward();
    assert_eq!(x.grad(), 30.0);
    broken::backward_too_early(&end);
    assert_eq!(x.grad(), 12.0);
}

#[test]
fn without_zeroing_each_step_uses_every_gradient_so_far() {
    let right = broken::descend(Value::backward, 6);
    let wrong = broken::descend(broken::backward_without_zeroing, 6);
    all_close(&wrong, &STORED.values("not_zeroed"), 1e-12);
    // The right descent in closed form: the distance to 3 shrinks by 0.8 a step.
    for (step, w) in right.iter().enumerate() {
        close(*w, 3.0 - 3.0 * 0.8f64.powi(step as i32 + 1), 1e-12);
    }
}

#[test]
fn a_second_walk_counts_level_n_n_plus_one_times_more() {
    for levels in 1..8 {
        close(
            broken::inflation_by_second_walk(levels),
            levels as f64 + 1.0,
            1e-12,
        );
    }
}
