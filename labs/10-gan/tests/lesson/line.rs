//! What the sections about the line say.

use lab10::game::{GeneratorLoss, adam};
use lab10::line::{DATA, Plan, best, divergence, play};
use lab10::theory::Gaussian;
use trainer::Rule;

fn end(plan: &Plan) -> Gaussian {
    let mut end = plan.start;
    play(plan, |state| end = state.forged());
    end
}

#[test]
fn the_game_ends_near_balance() {
    for seed in 1..=3 {
        let plan = Plan::usual(seed);
        let (mut narrowest, mut worth, mut js) = (f64::INFINITY, 0.0, 1.0);
        play(&plan, |state| {
            let bell = state.forged();
            narrowest = narrowest.min(bell.std_dev);
            if state.round == plan.rounds {
                worth = state.value();
                js = divergence(bell);
                for d in state.outputs(&[3.2, 4.0, 4.8]) {
                    assert!((d - 0.5).abs() < 0.15, "seed {seed}: D = {d}");
                }
            }
        });
        assert!(js < 0.02, "seed {seed}: JS {js}");
        assert!(
            (worth + 4_f64.ln()).abs() < 0.05,
            "seed {seed}: V = {worth}"
        );
        assert!(
            narrowest < 0.4,
            "seed {seed}: never narrower than {narrowest}"
        );
    }
}

#[test]
fn a_trained_expert_comes_near_the_best() {
    let forged = Gaussian {
        mean: 2.0,
        std_dev: 1.2,
    };
    let off = |steps: usize| {
        let plan = Plan {
            start: forged,
            rounds: 0,
            head_start: steps,
            discriminator: adam(0.003, 0.5),
            ..Plan::usual(1)
        };
        let mut off = 0.0;
        play(&plan, |state| {
            let places = [1.0, 2.0, 3.0, 4.0, 5.0];
            let outputs = state.outputs(&places);
            let errors = places.iter().zip(outputs);
            off = errors
                .map(|(&x, d)| (d - best(forged, x)).abs())
                .sum::<f64>()
                / 5.0;
        });
        off
    };
    let (early, late) = (off(10), off(2_000));
    assert!(late < 0.06 && late < 0.5 * early, "{early} {late}");
}

#[test]
fn descent_on_the_saturating_loss_stays_where_the_expert_has_won() {
    let plan = |loss| Plan {
        start: Gaussian {
            mean: -3.0,
            std_dev: 1.0,
        },
        head_start: 300,
        rounds: 1_600,
        generator: Rule::sgd(0.02),
        loss,
        ..Plan::usual(1)
    };
    let stuck = end(&plan(GeneratorLoss::Saturating)).mean;
    let there = end(&plan(GeneratorLoss::NonSaturating)).mean;
    assert!(stuck < 0.0, "{stuck}");
    assert!((there - DATA.mean).abs() < 1.0, "{there}");
}
