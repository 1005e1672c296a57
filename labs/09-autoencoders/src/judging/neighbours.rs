//! How many neighbours a point of t-SNE has.

use crate::{exercises, mistakes, solutions};
use labkit::judge::Exercise;

pub fn perplexity() -> Exercise {
    Exercise::new("perplexity", 20, "how open the choice of a neighbour is")
        .hints([
            "First the weights exp(−d²/(2σ²)); the distances come squared already. Divide by their sum: now they are probabilities.",
            "The entropy in nats is −Σ p·ln p.",
            "e to that. If all others are equally far it must be their number. Where p is 0, p·ln p counts 0; and if all are so far that every exp is 0, take the smallest distance away from all of them first: it changes no probability.",
        ])
        .probes([
            ((vec![1.0, 4.0, 9.0], 1.5), 2.465_202_051_217_074),
            ((vec![0.5, 0.5, 2.0, 8.0, 0.25], 0.5), 3.081_526_432_650_697_7),
            // Two that are equally far.
            ((vec![3.0, 3.0], 2.0), 2.0),
                    // One so far away that its probability is 0; all far away; a single one.
            ((vec![0.25, 1e5, 1.0, 1.0], 1.0), 2.9502715358130724),
            ((vec![1e6 + 1.0, 1e6, 1e6 + 0.5], 0.75), 2.817563450749891),
            ((vec![7.0], 0.1), 1.0),
])
        .property(
            "The order of the others does not matter, and neither does one that is hopelessly far away.",
            |draws| (draws.numbers(5, 0.0..4.0), draws.number(0.5..2.0)),
            |answer, (squared, sigma)| {
                let mut more: Vec<f64> = squared.iter().rev().copied().collect();
                more.insert(2, 1e7);
                let (got, want) = (answer(&(more.clone(), *sigma)), answer(&(squared.clone(), *sigma)));
                ((more, *sigma), got, want)
            },
        )
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
        .mistake(
            "0 times −∞",
            "Right, until a probability is 0: ln 0 is −∞, and 0·(−∞) is no number. Such a neighbour counts 0; leave it out of the sum.",
            |(squared, sigma)| mistakes::perplexity_without_guard(squared, *sigma),
        )
        .variants(
            "all weights 0",
            "Right, until all others are far away: then every exp is 0, and 0/0 is no probability. Take the smallest distance away from all of them first; it falls out of the fraction.",
            [true, false],
            |is_guarded: &bool, (squared, sigma): &(Vec<f64>, f64)| mistakes::perplexity_of_nothing(*is_guarded, squared, *sigma),
        )
        .mistake(
            "not divided",
            "You took the weights for probabilities. Divide them by their sum first.",
            |(squared, sigma)| mistakes::perplexity_of_weights(squared, *sigma),
        )
        .mistake(
            "e to the bits",
            "You raised e to an entropy in bits. Either e and ln, or 2 and log₂.",
            |(squared, sigma)| mistakes::perplexity_of_bits(squared, *sigma),
        )
        .mistake(
            "the root",
            "You took roots of the distances. In the exponent stands d², and it comes squared.",
            |(squared, sigma)| {
                let roots: Vec<f64> = squared.iter().map(|d| d.sqrt()).collect();
                solutions::perplexity(&roots, *sigma)
            },
        )
        .mistake(
            "one over the squares",
            "That is 1/Σp²: also a number of neighbours, of another kind. Asked is the entropy, Σ p·ln(1/p), and e to it.",
            |(squared, sigma)| mistakes::perplexity_by_squares(squared, *sigma),
        )
        .mistake(
            "negative",
            "The sign of the entropy is turned, so yours is one over the perplexity: it lies between 0 and 1.",
            |(squared, sigma)| 1.0 / solutions::perplexity(squared, *sigma),
        )
        .variants(
            "without σ",
            "σ is not in it. A wider σ lets a point choose among more neighbours.",
            [0.5_f64.sqrt(), 1.0],
            |sigma: &f64, (squared, _): &(Vec<f64>, f64)| solutions::perplexity(squared, *sigma),
        )
        .why("A perplexity of 30 in t-SNE means: give each point the σ at which it chooses as if among thirty.")
        .done()
}
