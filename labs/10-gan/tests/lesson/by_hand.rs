//! What is worked out on paper, against PyTorch and NumPy.

use crate::reference::{close, value, values};
use lab10::game::GeneratorLoss;
use lab10::paper::{Batch, Pair, discriminator_gradient, generator_gradients};
use lab10::solutions;
use lab10::spiral::{Turns, distance, factors, middle, walk};
use lab10::theory::{Gaussian, best_discriminator, best_logit, jensen_shannon, value as worth};

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
    close(&[pair.value(&shown)], &[value("round.value")], 1e-12);
    let (dw, dc) = discriminator_gradient(&pair, &shown);
    close(&[dw, dc], &values("round.expert"), 1e-12);
    let after = Pair {
        w: pair.w + 0.5 * dw,
        c: pair.c + 0.5 * dc,
        ..pair
    };
    close(&[after.value(&shown)], &[value("round.after")], 1e-12);
    for (price, name) in [
        (GeneratorLoss::Saturating, "round.saturating"),
        (GeneratorLoss::NonSaturating, "round.turned"),
    ] {
        let (da, db) = generator_gradients(&after, &shown, price);
        close(&[da, db], &values(name), 1e-12);
    }
}

#[test]
fn the_best_opinion_is_the_cheapest_one() {
    for i in 0..4 {
        let [data, forged, label, cheapest] = values(&format!("best_{i}"))[..] else {
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
fn the_game_is_worth_two_divergences_less_ln_4() {
    for i in 0..4 {
        let [m, s, n, t, js] = values(&format!("js_{i}"))[..] else {
            panic!("five numbers");
        };
        let bell = |mean, std_dev| Gaussian { mean, std_dev };
        let (p, q) = (bell(m, s), bell(n, t));
        close(&[jensen_shannon(p, q)], &[js], 1e-9);
        let best = |x: f64| best_logit(p.density(x), q.density(x));
        close(&[worth(p, q, best)], &[2.0 * js - 4_f64.ln()], 1e-8);
        // Any other expert gets less.
        let timid = |x: f64| 0.8 * best(x);
        assert!(worth(p, q, timid) < worth(p, q, best) - 1e-6);
    }
    let [a, b, v, js] = solutions::value_by_hand();
    close(&[a, b, v, js], &values("worth"), 1e-7);
}

#[test]
fn slopes_and_the_bug_are_pytorchs() {
    for i in 0..3 {
        let of = |what: &str| values(&format!("slopes_{i}.{what}"));
        let [saturating, turned] = solutions::generator_gradients(&of("logits"));
        close(&saturating, &of("saturating"), 1e-12);
        close(&turned, &of("turned"), 1e-12);
    }
    close(&solutions::one_optimizer(), &values("both"), 1e-12);
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
        close(&[way[10].0, way[10].1], &values(name), 1e-12);
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
