//! The variational half, against PyTorch, closed forms, and itself.

use datasets::digits;
use lab09::solutions;
use lab09::vae::bound::{Blurred, Normal};
use lab09::vae::estimators::{Integrand, blocked, reparameterised, score_function};
use lab09::vae::evaluate::{bound, divergences, log_mean_exp, log_weights, tightened};
use lab09::vae::latent::drawn;
use lab09::vae::network::composed;
use lab09::vae::race::Way;
use lab09::vae::training::{epoch, fit, plain};
use lab09::vae::{Conditional, Plan, Vae};
use labkit::reference::{Stored, close};
use labkit::statistics::{mean, standard_deviation};
use nabla::gradcheck::sample;
use nabla::{Device, Parameters, Tape, Tensor, gradcheck};
use trainer::{Run, Training};

const STORED: Stored = Stored(include_str!("../reference/vae.txt"));

fn stored(name: &str) -> Tensor {
    let (sizes, numbers) = STORED.entry(name);
    let numbers: Vec<f32> = numbers.iter().map(|&n| n as f32).collect();
    Tensor::from_slice(&numbers, nabla::Shape::new(&sizes))
}

fn pictures() -> (Tensor, Tensor) {
    let split = digits();
    (
        Tensor::from(split.train.pixels),
        Tensor::from(split.test.pixels),
    )
}

/// The small network of these tests, for so many epochs.
const fn small(epochs: usize) -> Plan {
    Plan::small(60, 4, epochs)
}

/// Trained to the end.
fn trained(plan: &Plan, pictures: &Tensor) -> Vae {
    let mut training = plan.begin(pictures, &Device::Cpu);
    learn(&mut training, pictures, plan);
    training.model
}

/// The epochs that are left.
fn learn(training: &mut Training<Vae>, pictures: &Tensor, plan: &Plan) {
    while training.epochs_done() < plan.recipe.epochs {
        epoch(training, pictures, plan.beta, |_| {});
    }
}

#[test]
fn a_draw_its_price_and_the_weights_are_pytorchs() {
    for (name, mean, lambda, noise, dz) in [
        (
            "draw_a",
            vec![0.5, -1.25, 2.0],
            vec![0.6, -1.4, 0.0],
            vec![1.5, -0.75, 0.25],
            vec![2.0, -3.0, 0.5],
        ),
        ("draw_b", vec![-0.3], vec![1.8], vec![-2.0], vec![1.25]),
    ] {
        let (z, d_mean, d_lambda) = solutions::reparameterize(&mean, &lambda, &noise, &dz);
        close(&z, &STORED.values(&format!("{name}.z")), 1e-12);
        close(&d_mean, &STORED.values(&format!("{name}.mean")), 1e-12);
        close(
            &d_lambda,
            &STORED.values(&format!("{name}.log_variance")),
            1e-12,
        );
    }
    let one = Normal {
        mean: 1.5,
        sigma: (-0.35_f64).exp(),
    };
    close(
        &[one.divergence(&Normal::STANDARD)],
        &STORED.values("kl_b"),
        1e-12,
    );
    close(
        &[log_mean_exp(&[-812.5, -815.0, -811.25, -830.0])],
        &STORED.values("importance_b"),
        1e-12,
    );
}

#[test]
fn the_evidence_is_the_integral() {
    for (name, tau, seen) in [("blurred_a", 0.5, 1.5), ("blurred_b", 1.2, -0.75)] {
        close(
            &[Blurred { tau }.ln_evidence(seen)],
            &STORED.values(name),
            1e-9,
        );
    }
}

/// PyTorch's small network, weights and all.
fn pytorchs() -> Vae {
    let mut vae = Vae::new(6, 5, 2, &mut nabla::rng(1));
    let mut names = Vec::new();
    vae.visit_named("", &mut |name, _| names.push(name.to_string()));
    let mut names = names.into_iter();
    vae.visit_mut(&mut |param| {
        let name = names.next().expect("as many names as parameters");
        *param.value_mut() = stored(&format!("net.{name}"));
    });
    vae
}

#[test]
fn the_loss_and_all_its_gradients_are_pytorchs() {
    let vae = pytorchs();
    let tape = Tape::new();
    let noise = tape.constant(stored("net.noise"));
    let loss = composed(&vae, &tape, tape.constant(stored("net.x")), noise);
    let whole = STORED.value("net.reconstruction") + STORED.value("net.divergence");
    close(&[loss.item()], &[whole], 1e-6);
    let grads = loss.backward();
    let mut checked = 0;
    vae.visit_named("", &mut |name, param| {
        let want = STORED.values(&format!("net.{name}.gradient"));
        let got = grads.param(param).expect("every weight has a gradient");
        close(got.data(), &want, 1e-5);
        checked += 1;
    });
    assert_eq!(checked, 10);
}

#[test]
fn three_operations_are_the_single_ones() {
    let (train, _) = pictures();
    let (vae, x) = (Vae::new(784, 30, 4, &mut nabla::rng(2)), train.rows(0..9));
    let run = |fused: bool| {
        let tape = Tape::training(&mut nabla::rng(5));
        let input = tape.constant(x.clone());
        let loss = if fused {
            vae.loss(&tape, input)
        } else {
            let noise = tape.normal([9, 4]);
            composed(&vae, &tape, input, noise)
        };
        let (value, grads) = (loss.item(), loss.backward());
        let mut all = Vec::new();
        vae.visit(&mut |param| {
            all.extend_from_slice(grads.param(param).expect("a gradient").data());
        });
        (value, all)
    };
    let ((a, da), (b, db)) = (run(true), run(false));
    assert!((a - b).abs() < 1e-2, "{a} {b}");
    assert!(da.iter().zip(&db).all(|(a, b)| (a - b).abs() < 1e-3));
}

#[test]
fn a_gradient_through_a_draw_is_checked_with_the_draws_held() {
    let inputs = [sample([3, 2], 1), sample([3, 2], 2)];
    let target = sample([3, 2], 3);
    let noise = Tape::training(&mut nabla::rng(4)).normal([3, 2]).value();
    let check = |detached: bool| {
        gradcheck(&inputs, |tape, v| {
            let z = v[0] + tape.constant(noise.clone()) * (0.5 * v[1]).exp();
            let z = if detached { z.detach() } else { z };
            z.mse(&target) + v[0].gaussian_kl(v[1])
        })
    };
    assert!(check(false).worst < 2e-3);
    assert!(check(true).worst > 0.05);
}

#[test]
fn all_ways_past_the_draw_but_one_are_right_on_average() {
    // f(z) = z², so E f = μ² + σ²: the derivatives are 2μ in μ and σ² in λ.
    let f = Integrand {
        value: |z| z * z,
        derivative: |z| 2.0 * z,
    };
    let (mu, sigma) = (0.7, 0.6);
    let noise = drawn(40_000, 1, &mut nabla::rng(1));
    let noise: Vec<f64> = noise.data().iter().map(|&e| f64::from(e)).collect();
    let sd = |way: &dyn Fn(f64) -> (f64, f64)| {
        let gradients: Vec<(f64, f64)> = noise.iter().map(|&e| way(e)).collect();
        let first = gradients.iter().map(|g| g.0);
        let second = gradients.iter().map(|g| g.1);
        let errors = 200.0;
        for (parts, exact) in [
            (first.clone().collect::<Vec<_>>(), 1.4),
            (second.collect(), 0.36),
        ] {
            let (middle, sd) = (mean(parts.iter().copied()), standard_deviation(parts));
            assert!((middle - exact).abs() < 4.0 * sd / errors, "{middle}");
        }
        standard_deviation(first)
    };
    let score = sd(&|e| score_function(&f, mu, sigma, e, 0.0));
    let with_baseline = sd(&|e| score_function(&f, mu, sigma, e, 0.85));
    let ours = sd(&|e| reparameterised(&f, mu, sigma, e));
    assert!(ours < with_baseline && with_baseline < score);
    assert_eq!(blocked(&f, mu, sigma, 1.0), (0.0, 0.0));
}

#[test]
fn the_bound_is_below_and_more_draws_bring_it_nearer() {
    let (model, x, q) = (Blurred { tau: 0.6 }, 1.1, Normal::STANDARD);
    let noise = drawn(60_000, 1, &mut nabla::rng(3));
    let weights: Vec<f64> = noise
        .data()
        .iter()
        .map(|&z| {
            let seen = Normal {
                mean: f64::from(z),
                sigma: model.tau,
            };
            seen.ln_density(x)
        })
        .collect();
    let weights = [weights];
    let exact = model.ln_evidence(x);
    let bounds = [1, 4, 20, 200].map(|k| tightened(&weights, k));
    assert!((bounds[0] - model.bound(x, &q)).abs() < 0.05);
    assert!(bounds.windows(2).all(|two| two[0] < two[1]), "{bounds:?}");
    assert!((bounds[3] - exact).abs() < 0.01, "{bounds:?} {exact}");
}

#[test]
fn weights_of_one_draw_are_the_bound() {
    let (train_on, test) = pictures();
    let vae = trained(&small(4), &train_on);
    let weights = log_weights(&vae, &test, 8, 1.0, &mut nabla::rng(2));
    let whole = bound(&vae, &test, 1);
    let elbo = whole.elbo();
    let (one, eight) = (tightened(&weights, 1), tightened(&weights, 8));
    assert!((one - elbo).abs() < 0.5, "{one} {elbo}");
    assert!(eight > one + 0.3, "{eight} {one}");
    // The parts of the divergence are the whole.
    let parts: f64 = divergences(&vae, &test).iter().sum();
    assert!((whole.divergence - parts).abs() < 1e-3, "{whole:?} {parts}");
    // With z = μ the first term looks better than it is.
    let tape = Tape::new();
    let terms = vae.terms(&tape, tape.constant(test.clone()));
    let flattering = f64::from(terms.reconstruction.item());
    assert!(flattering < whole.reconstruction - 1.0);
}

#[test]
fn without_a_gradient_past_the_draw_the_code_says_nothing() {
    let (train_on, test) = pictures();
    let run = |way: Way| {
        let vae = fit(
            Vae::new(784, 60, 4, &mut nabla::rng(1)),
            train_on.dims()[0],
            &small(8).recipe,
            |vae, tape, places| way.loss(vae, tape, tape.constant(train_on.gather_rows(places))),
            |_| {},
        );
        bound(&vae, &test, 1)
    };
    let (constant, ours) = (run(Way::Blocked), run(Way::Reparameterised));
    assert!(constant.divergence < 0.2, "{constant:?}");
    assert!(ours.divergence > 4.0, "{ours:?}");
    assert!(
        ours.elbo() > constant.elbo() + 25.0,
        "{ours:?} {constant:?}"
    );
}

#[test]
fn a_mean_in_place_of_a_sum_switches_every_number_off() {
    let (train_on, test) = pictures();
    let [beta, ..] = solutions::sum_or_mean();
    let used = |beta: f32| {
        let vae = trained(&Plan { beta, ..small(6) }, &train_on);
        let each = divergences(&vae, &test);
        each.iter().filter(|kl| **kl > 0.1).count()
    };
    assert_eq!(used(1.0), 4);
    assert_eq!(used(beta as f32), 0);
}

#[test]
fn a_plain_autoencoder_copies_better_and_lies_anywhere() {
    let (train_on, test) = pictures();
    let vae = plain(&small(12), &train_on, |_| {});
    let trained = trained(&small(12), &train_on);
    let copies = |vae: &Vae| {
        let tape = Tape::new();
        let terms = vae.terms(&tape, tape.constant(test.clone()));
        (terms.reconstruction.item(), terms.divergence.item())
    };
    let (plain, variational) = (copies(&vae), copies(&trained));
    assert!(plain.1 > 3.0 * variational.1, "{plain:?} {variational:?}");
    let elbo = bound(&trained, &test, 1).elbo();
    assert!(elbo > bound(&vae, &test, 1).elbo() + 20.0);
}

#[test]
fn any_number_of_threads_and_any_interruption_give_the_same_weights() {
    let (train_on, _) = pictures();
    let train_on = train_on.rows(0..300);
    let plan = small(2).run(3, 2);
    let numbers = |vae: &Vae| {
        let mut all = Vec::new();
        vae.visit(&mut |param| all.extend_from_slice(param.value().data()));
        all
    };
    let whole = |threads: usize| {
        nabla::set_threads(threads);
        numbers(&trained(&plan, &train_on))
    };
    let (one, three) = (whole(1), whole(3));
    assert!(one == three);
    let run = Run {
        network: "vae".to_string(),
        data: "digits".to_string(),
        examples: String::new(),
        seed: 3,
        rule: plan.recipe.rule,
        recipe: plan.recipe.rest(),
        epochs: 2,
    };
    let fresh = || plan.begin(&train_on, &Device::Cpu);
    trainer::prove(&run, fresh, |training| {
        epoch(training, &train_on, plan.beta, |_| {});
    });
}

#[test]
fn parameters_as_the_lesson_counts_them() {
    let rng = &mut nabla::rng(1);
    assert_eq!(nabla::parameters(&Vae::new(784, 400, 20, rng)), 652_824);
    let more = nabla::parameters(&Conditional::new(784, 400, 20, 10, rng));
    assert_eq!(more, 652_824 + 2 * 10 * 400);
}
