//! Batch norm, backward.

use super::norms::tables;
use crate::{exercises, mistakes, solutions};
use labkit::judge::Exercise;

pub fn batch_norm_gradient() -> Exercise {
    let [
        (narrow, narrow_gamma, _, narrow_epsilon),
        (tall, tall_gamma, _, tall_epsilon),
    ] = tables();
    Exercise::new("batch_norm_gradient", 45, "gradients through a mean and a variance")
        .hints([
            "Call σ = √(variance + ε). In one channel x̂ᵢ = (xᵢ − m)/σ. By how much does x̂ᵢ move if xⱼ does? There are three ways: directly if i = j, by way of m, by way of σ.",
            "∂m/∂xⱼ = 1/N and ∂σ/∂xⱼ = x̂ⱼ/N. So ∂x̂ᵢ/∂xⱼ = ([i = j] − 1/N − x̂ᵢ·x̂ⱼ/N)/σ. Now add up over i, each with the gradient γ·dyᵢ.",
            "dxⱼ = γ/σ·(dyⱼ − mean of dy − x̂ⱼ·mean of dy·x̂), with the means over the batch.",
        ])
        .probes([
            (
                (
                    narrow,
                    narrow_gamma,
                    narrow_epsilon,
                    vec![vec![0.5, 2.0, -1.0], vec![1.5, -0.5, 0.25]],
                ),
                vec![
                    vec![-0.769_800_358_919_500_9, -0.481_125_224_324_688_2, -0.040_920_531_318_665_87],
                    vec![0.769_800_358_919_500_9, 0.481_125_224_324_688_2, 0.040_920_531_318_665_87],
                ],
            ),
            (
                (
                    tall,
                    tall_gamma,
                    tall_epsilon,
                    vec![
                        vec![1.0, -0.5],
                        vec![0.25, 1.5],
                        vec![-2.0, 0.75],
                        vec![0.5, 0.0],
                        vec![1.75, -1.0],
                    ],
                ),
                vec![
                    vec![0.248_470_324_130_353_41, 0.445_711_174_314_565_7],
                    vec![0.322_839_510_658_577_8, -0.528_066_254_195_309],
                    vec![-1.165_722_894_549_215_7, -0.514_611_169_902_892_4],
                    vec![-0.190_998_779_553_439_86, -0.304_852_019_713_478_75],
                    vec![0.785_411_839_313_724_4, 0.901_818_269_497_114_2],
                ],
            ),
            // By hand, in the lesson: 7/18, −23/54, −5/54, 7/54.
            (
                (
                    vec![vec![0.0], vec![2.0], vec![2.0], vec![8.0]],
                    vec![1.0],
                    0.0,
                    vec![vec![1.0], vec![-1.0], vec![0.0], vec![2.0]],
                ),
                [7.0 / 18.0, -23.0 / 54.0, -5.0 / 54.0, 7.0 / 54.0].map(|d| vec![d]).to_vec(),
            ),
                    // By hand: nothing varies, so x̂ is 0 and γ/√ε = 4 is the only factor; and far from 0, as in the probe before.
            (
                (
                    vec![vec![3.0, 1e8], vec![3.0, 1e8 + 2.0], vec![3.0, 1e8 + 2.0], vec![3.0, 1e8 + 8.0]],
                    vec![2.0, 0.0],
                    0.25,
                    vec![vec![1.0, 1.0], vec![-1.0, -1.0], vec![0.0, 0.0], vec![2.0, 2.0]],
                ),
                [2.0, -6.0, -2.0, 6.0].map(|d| vec![d, 0.0]).to_vec(),
            ),
            (
                (
                    vec![vec![1e8], vec![1e8 + 2.0], vec![1e8 + 2.0], vec![1e8 + 8.0]],
                    vec![1.0],
                    0.0,
                    vec![vec![1.0], vec![-1.0], vec![0.0], vec![2.0]],
                ),
                [7.0 / 18.0, -23.0 / 54.0, -5.0 / 54.0, 7.0 / 54.0].map(|d| vec![d]).to_vec(),
            ),
])
        .answer(|(x, g, e, dy)| exercises::batch_norm_gradient(x, g, *e, dy))
        .solution(|(x, g, e, dy)| solutions::batch_norm_gradient(x, g, *e, dy))
        .mistake(
            "constants",
            "You took mean and variance for constants. They are made of the same x: move one input, and both move, and with them every output of the channel.",
            |(x, g, e, dy)| mistakes::gradient_of_constants(x, g, *e, dy),
        )
        .mistake(
            "the mean only",
            "The way through the mean is there, the way through the variance is missing.",
            |(x, g, e, dy)| mistakes::gradient_through_the_mean(x, g, *e, dy),
        )
        .mistake(
            "the variance only",
            "The way through the variance is there, the way through the mean is missing: the gradients of a channel do not add up to 0.",
            |(x, g, e, dy)| mistakes::gradient_through_the_variance(x, g, *e, dy),
        )
        .mistake(
            "sums for means",
            "You took sums away where means belong: m = (1/N)·Σ x brings a factor 1/N, and so does the variance.",
            |(x, g, e, dy)| mistakes::gradient_of_sums(x, g, *e, dy),
        )
        .mistake(
            "without γ",
            "γ is missing: the gradient with respect to x̂ is γ·dy.",
            |(x, g, e, dy)| mistakes::gradient_without_gamma(x, g, *e, dy),
        )
        .mistake(
            "without 1/σ",
            "The factor 1/σ is missing: x̂ is x divided by σ.",
            |(x, g, e, dy)| mistakes::gradient_without_scale(x, g, *e, dy),
        )
        .mistake(
            "without ε",
            "ε is missing under the root. It stands there forward, so it stands there backward.",
            |(x, g, _, dy)| mistakes::gradient_with_epsilon(x, g, 0.0, dy),
        )
        .mistake(
            "N − 1",
            "You divided the variance by N − 1. Forward it was N; backward belongs to what was done forward.",
            |(x, g, e, dy)| mistakes::gradient_unbiased(x, g, *e, dy),
        )
        .mistake(
            "γ alone",
            "That is γ·dy, the gradient in x̂. From x̂ to x it has to go through the division by σ, through the mean and through the variance.",
            |(_, g, _, dy)| mistakes::gradient_of_gamma_alone(g, dy),
        )
        .mistake(
            "x for x̂",
            "In the way through the variance stands x − mean where x̂ belongs: it is divided by σ once more, both times.",
            |(x, g, e, dy)| mistakes::gradient_with_distances(x, g, *e, dy),
        )
        .mistake(
            "added",
            "You added what comes back through mean and variance. An input that grows pulls the mean up with it, and x̂ of all falls: those parts are taken away.",
            |(x, g, e, dy)| mistakes::gradient_added(x, g, *e, dy),
        )
        .mistake(
            "γ twice",
            "γ is in it twice. dy is the gradient in the outputs; γ·dy is that in x̂, and no further γ comes.",
            |(x, g, e, dy)| {
                let squared: Vec<f64> = g.iter().map(|g| g * g).collect();
                solutions::batch_norm_gradient(x, &squared, *e, dy)
            },
        )
        .mistake(
            "the variance added",
            "The way through the variance has the wrong sign: an input that moves outwards widens σ, and that brings all x̂ *in*. It is taken away, like the mean.",
            |(x, g, e, dy)| mistakes::gradient_with_the_variance_added(x, g, *e, dy),
        )
        .mistake(
            "the variance twice",
            "The way through the variance is in it twice. σ is a root, and its derivative brings a ½ that meets the 2 of the square.",
            |(x, g, e, dy)| mistakes::gradient_with_the_variance_twice(x, g, *e, dy),
        )
        .why("What is taken away are exactly the two directions that batch norm cannot see: all inputs of a channel moved together, and all stretched together (the second exactly only for ε = 0).")
        .done()
}
