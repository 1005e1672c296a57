//! How many neighbours a point of t-SNE has.

use crate::{exercises, mistakes, solutions};
use labkit::judge::Exercise;

pub fn perplexity() -> Exercise {
    Exercise::new("perplexity", 20, "how open the choice of a neighbour is")
        .hints([
            "First the weights exp(−d²/(2σ²)); the distances come squared already. Divide by their sum: now they are probabilities.",
            "The entropy in nats is −Σ p·ln p.",
            "e to that. If all others are equally far it must be their number.",
        ])
        .probes([
            ((vec![1.0, 4.0, 9.0], 1.5), 2.465_202_051_217_074),
            ((vec![0.5, 0.5, 2.0, 8.0, 0.25], 0.5), 3.081_526_432_650_697_7),
            // Two that are equally far.
            ((vec![3.0, 3.0], 2.0), 2.0),
        ])
        .answer(|(squared, sigma)| exercises::perplexity(squared, *sigma))
        .solution(|(squared, sigma)| solutions::perplexity(squared, *sigma))
        .mistake(
            "entropy",
            "That is the entropy. The perplexity is e to it: a number of neighbours.",
            |(squared, sigma)| mistakes::perplexity_entropy(squared, *sigma),
        )
        .mistake(
            "mixed units",
            "You raised 2 to an entropy in nats. Either 2 and log₂, or e and ln.",
            |(squared, sigma)| mistakes::perplexity_mixed_units(squared, *sigma),
        )
        .mistake(
            "σ not squared",
            "You divided by 2σ: it is 2σ².",
            |(squared, sigma)| mistakes::perplexity_sigma_not_squared(squared, *sigma),
        )
        .mistake(
            "without the 2",
            "You divided by σ²: it is 2σ².",
            |(squared, sigma)| mistakes::perplexity_without_two(squared, *sigma),
        )
        .mistake(
            "squared twice",
            "The distances come squared already.",
            |(squared, sigma)| mistakes::perplexity_squared_twice(squared, *sigma),
        )
        .why("A perplexity of 30 in t-SNE means: give each point the σ at which it chooses as if among thirty.")
        .done()
}
