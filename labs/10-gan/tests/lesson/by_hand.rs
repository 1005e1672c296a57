//! What is worked out on paper, against PyTorch and NumPy.

use lab10::game::GeneratorLoss;
use lab10::judging::VALUES;
use lab10::paper::{Batch, Pair, discriminator_gradient, generator_gradient};
use lab10::solutions;
use lab10::spiral::{Turns, distance, factors, middle, walk};
use lab10::theory::{
    Gaussian, best_discriminator, best_logit, jensen_shannon, js, kl, value as value_of,
};
use labkit::reference::close;

#[test]
fn the_round_on_paper_is_pytorchs() {
    let shown = Batch {
        real: vec![2.0, 4.0],
        noise: vec![-0.5, 1.0],
    };
    let pair = Pair {
        a: 2.0,
        b: 1.0,
        w: 1.0,
        c: -2.0,
    };
    close(&[pair.value(&shown)], &[VALUES.value("round.value")], 1e-12);
    let (dw, dc) = discriminator_gradient(&pair, &shown);
    close(&[dw, dc], &VALUES.values("round.discriminator"), 1e-12);
    let after = Pair {
        w: pair.w + 0.5 * dw,
        c: pair.c + 0.5 * dc,
        ..pair
    };
    close(
        &[after.value(&shown)],
        &[VALUES.value("round.after")],
        1e-12,
    );
    for (loss, name) in [
        (GeneratorLoss::Saturating, "round.saturating"),
        (GeneratorLoss::NonSaturating, "round.non_saturating"),
    ] {
        let (da, db) = generator_gradient(&after, &shown, loss);
        close(&[da, db], &VALUES.values(name), 1e-12);
    }
}

#[test]
fn the_best_output_is_the_cheapest_one() {
    for i in 0..4 {
        let [data, forged, label, cheapest] = VALUES.values(&format!("best_{i}"))[..] else {
            panic!("four numbers");
        };
        let got = solutions::best_discriminator(data, forged, label);
        close(&[got], &[cheapest], 1e-7);
        if label == 1.0 {
            close(&[best_discriminator(data, forged)], &[cheapest], 1e-7);
        }
    }
    assert_eq!(best_discriminator(0.0, 0.0), 0.5);
}

#[test]
fn the_value_is_two_divergences_less_ln_4() {
    for i in 0..4 {
        let [m, s, n, t, js] = VALUES.values(&format!("js_{i}"))[..] else {
            panic!("five numbers");
        };
        let of = |mean, std_dev| Gaussian { mean, std_dev };
        let (p, q) = (of(m, s), of(n, t));
        close(&[jensen_shannon(p, q)], &[js], 1e-9);
        let best = |x: f64| best_logit(p.density(x), q.density(x));
        close(&[value_of(p, q, best)], &[2.0 * js - 4_f64.ln()], 1e-8);
        // Any other discriminator gets less.
        let timid = |x: f64| 0.8 * best(x);
        assert!(value_of(p, q, timid) < value_of(p, q, best) - 1e-6);
    }
    close(&solutions::value_by_hand(), &VALUES.values("value"), 1e-7);
}

#[test]
fn a_kind_left_out_and_as_much_junk_are_the_same_to_js_and_to_nothing_else() {
    let real = [vec![0.1; 10], vec![0.0]].concat();
    let missing = [vec![1.0 / 9.0; 9], vec![0.0; 2]].concat();
    let junk = [vec![0.09; 10], vec![0.1]].concat();
    close(
        &[js(&real, &missing), js(&real, &junk)],
        &[0.035_97; 2],
        1e-5,
    );
    close(&[kl(&missing, &real)], &[(10.0_f64 / 9.0).ln()], 1e-12);
    close(&[kl(&real, &junk)], &[(10.0_f64 / 9.0).ln()], 1e-12);
    assert_eq!(kl(&real, &missing), f64::INFINITY);
    assert_eq!(kl(&junk, &real), f64::INFINITY);
}

/// Of the output for a forgery.
type Loss = fn(f64) -> f64;
/// Of what is forged from what is real.
type Divergence<'a> = dyn Fn(&[f64]) -> f64 + 'a;

/// What each loss of the generator makes small, by differences in every direction, while the discriminator stands still.
#[test]
fn each_loss_goes_down_the_divergence_that_the_chapter_names() {
    let p = [0.5, 0.3, 0.15, 0.05];
    let at = [0.2, -0.4, 0.9, 0.0];
    let softmax = |logits: [f64; 4]| {
        let all: f64 = logits.iter().map(|l| l.exp()).sum();
        logits.map(|l| l.exp() / all)
    };
    let now = softmax(at);
    let mean = |q: &[f64], of: Loss| -> f64 {
        let best = p.iter().zip(now).map(|(p, q)| best_discriminator(*p, q));
        q.iter().zip(best).map(|(q, d)| q * of(d)).sum()
    };
    let losses: [Loss; 3] = [|d| (1.0 - d).ln(), |d| -d.ln(), |d| -d / (1.0 - d)];
    let divergences: [&Divergence<'_>; 3] = [
        &|q| 2.0 * js(&p, q),
        &|q| kl(q, &p) - 2.0 * js(&p, q),
        &|q| kl(&p, q),
    ];
    for (loss, divergence) in losses.into_iter().zip(divergences) {
        for i in 0..4 {
            let moved = |by: f64| {
                let mut logits = at;
                logits[i] += by;
                softmax(logits)
            };
            let (ahead, behind) = (moved(1e-5), moved(-1e-5));
            let of_loss = (mean(&ahead, loss) - mean(&behind, loss)) / 2e-5;
            let of_divergence = (divergence(&ahead) - divergence(&behind)) / 2e-5;
            assert!(of_loss.abs() > 1e-3);
            close(&[of_loss], &[of_divergence], 1e-8);
        }
    }
}

#[test]
fn the_spiral_is_that_of_the_matrices() {
    for (turns, name) in [
        (Turns::Together, "together"),
        (Turns::Alternating, "alternating"),
        (Turns::LookAhead, "lookahead"),
        (Turns::Optimistic, "optimistic"),
    ] {
        let way = walk(turns, (1.0, 1.0), 0.3, 10);
        close(&[way[10].0, way[10].1], &VALUES.values(name), 1e-12);
    }
}

#[test]
fn what_is_said_of_the_spiral_holds() {
    let start = (0.7, -1.9);
    let of = |turns| walk(turns, start, 0.1, 400);
    let [out, inwards] = factors(0.1);
    for (turns, factor) in [(Turns::Together, out), (Turns::LookAhead, inwards)] {
        for pair in of(turns).windows(2) {
            close(&[distance(pair[1]) / distance(pair[0])], &[factor], 1e-12);
        }
    }
    let ellipse = |(x, y): (f64, f64)| x * x - 0.1 * x * y + y * y;
    for place in of(Turns::Alternating) {
        close(&[ellipse(place)], &[ellipse(start)], 1e-12);
    }
    assert!(distance(of(Turns::Optimistic)[400]) < 0.5 * distance(start));
    assert!(distance(middle(&of(Turns::Alternating))) < 0.05 * distance(start));
}
