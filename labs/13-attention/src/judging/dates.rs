//! Where a decoder looks. Expected values are PyTorch's, from `tests/reference/make_dates.py`.

use crate::mistakes::dates::{self as mistakes, Asked};
use crate::{exercises, solutions};
use labkit::judge::Exercise;

pub fn exercises() -> Vec<Exercise> {
    vec![attention_weights(), weights_by_hand()]
}

fn asked<const N: usize, const C: usize>(query: [f64; C], letters: [[f64; C]; N]) -> Asked {
    (query.into(), letters.map(Vec::from).into())
}

fn attention_weights() -> Exercise {
    Exercise::new("attention_weights", 15, "scores of letters, their weights, and what is found")
        .entries(["the weights", "what is found"])
        .hints([
            "Three steps: a score for each letter, the softmax of the scores, a mean of vectors.",
            "Subtract the largest score from all of them before the exponential. The weights stay the same.",
            "Number i of what is found is the sum over the letters of weight · letter[i].",
        ])
        .probes([
            (
                asked([0.5, -1.0], [[1.0, 0.25], [-0.5, -1.5], [2.0, 0.5], [0.0, 1.0]]),
                (vec![0.189_078_378, 0.513_968_318, 0.242_781_443, 0.054_171_862], vec![0.417_657_104, -0.548_120_299]),
            ),
            (
                asked([2.0, 1.0, -0.5], [[0.25, 0.5, 1.0], [1.0, -0.5, 0.75]]),
                (vec![0.348_645_135, 0.651_354_865], vec![0.738_516_148, -0.151_354_865, 0.837_161_284]),
            ),
            // Scores of 1,000: their exponentials are infinite.
            (
                asked([400.0, -300.0], [[1.0, -2.0], [2.5, 0.0], [2.4975, -0.001]]),
                (vec![0.400_547_099, 0.400_547_099, 0.198_905_803], vec![1.898_682_087, -0.801_293_103]),
            ),
            // Scores of −1,150: their exponentials are 0.
            (
                asked([-700.0, 500.0], [[2.0, 0.5], [2.001, 0.5], [1.998, 0.499]]),
                (vec![0.252_768_548, 0.125_521_146, 0.621_710_306], vec![1.998_882_101, 0.499_378_290]),
            ),
        ])
        .answer(|(query, letters): &Asked| exercises::attention_weights(query, letters))
        .solution(|(query, letters): &Asked| solutions::attention_weights(query, letters))
        .mistake(
            "overflow",
            "The exponential of 1,000 is infinite, that of −1,150 is 0. Subtract the largest score from all of them first.",
            mistakes::shares(f64::exp),
        )
        .mistake(
            "no softmax",
            "You divided the scores by their sum. A score may be negative, a weight may not: first the exponential.",
            mistakes::shares(|score| score),
        )
        .mistake(
            "scaled",
            "You divided the scores by √d. That will come; here a score is the dot product as it is.",
            |asked| mistakes::scaled((asked.0.len() as f64).powf(-0.5), asked),
        )
        .mistake(
            "upside down",
            "The better a letter fits, the smaller its weight is with you. A sign is wrong.",
            |asked| mistakes::scaled(-1.0, asked),
        )
        .mistake(
            "a plain mean",
            "The weights are right. What is found is the mean of the letters *by these weights*; yours counts all letters alike.",
            mistakes::plain_mean,
        )
        .why("Every step has a derivative: so the decoder learns where to look from nothing but what it should have written.")
        .done()
}

fn weights_by_hand() -> Exercise {
    let [c, found, loud, padded] = [0.665_241, 0.554_124, 0.866_813, 0.563_734];
    Exercise::new("weights_by_hand", 10, "weights of three letters on paper; three decimals")
        .entries(["the third letter", "what is found", "10 added to all", "asked with (2, 4)", "padding that is not masked"])
        .hints([
            "The scores are 1 · 3 + 2 · (−1) = 1, then 1 · (−2) + 2 · 1 = 0, then 2.",
            "The first weight is e / (e + 1 + e²). e¹⁰ is a factor of all exponentials, above the line and below.",
            "Asked with (2, 4), the scores are 2, 0 and 4. A place of padding has the score 0, and e⁰ = 1.",
        ])
        .probes([((), [0.665_240_955_774_821_8, 0.554_124_266_823_631_9, 0.665_240_955_774_821_8, 0.866_813_332_197_334_9, 0.563_734_309_732_729])])
        .digits(3)
        .answer(|()| exercises::weights_by_hand())
        .solution(|()| solutions::weights_by_hand())
        .slips([
            ("padding counts nothing", "A vector of zeros has the score 0, not the weight 0: its exponential is 1. That is why padding must be masked.",
                [c, found, c, loud, c]),
            ("a louder question", "The softmax sees differences of scores. Twice the query makes them twice as large, so it looks more sharply.",
                [c, found, c, c, padded]),
            ("shifted weights", "10 more in each score changes no difference between them, so it changes no weight.",
                [c, found, 12.0 / 33.0, loud, padded]),
            ("shares of the scores", "Those are the scores divided by their sum. A weight is an exponential divided by the sum of the exponentials.",
                [2.0 / 3.0, 1.0, 12.0 / 33.0, 2.0 / 3.0, 2.0 / 3.0]),
        ])
        .why("Of five places two are padding, and they would get 15 % of the weight. The more padding a batch has, the worse: a spelling would be read differently in other company.")
        .done()
}
