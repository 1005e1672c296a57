//! Batch norm: forward, what it remembers, how many numbers it adds.

use crate::{exercises, mistakes, solutions};
use labkit::judge::Exercise;

/// What goes into batch norm: x, γ, β, ε.
pub type Input = (Vec<Vec<f64>>, Vec<f64>, Vec<f64>, f64);

/// Two examples of three channels, and a large ε; and five of two.
pub fn tables() -> [Input; 2] {
    [
        (
            vec![vec![1.5, -0.25, 3.0], vec![0.5, 0.75, -1.0]],
            vec![2.0, -0.5, 1.25],
            vec![0.25, 1.0, -0.75],
            0.5,
        ),
        (
            vec![
                vec![2.0, 1.0],
                vec![-1.0, 4.5],
                vec![0.5, 0.5],
                vec![3.0, -2.0],
                vec![1.25, 1.75],
            ],
            vec![0.75, -1.5],
            vec![1.0, 0.5],
            1e-5,
        ),
    ]
}

pub fn batch_norm() -> Exercise {
    let [narrow, tall] = tables();
    Exercise::new("batch_norm", 20, "normalise each channel over the batch")
        .hints([
            "Which numbers share a mean: those of a row, or those of a column?",
            "For each column c: the mean of `x[i][c]` over i, then the mean of the squared distances to it, divided by N.",
            "y = γ·(x − mean)/√(variance + ε) + β, with ε under the root.",
        ])
        .probes([
            (
                narrow,
                vec![
                    vec![1.404_700_538_379_251_7, 1.288_675_134_594_813, 0.428_511_301_977_579_25],
                    vec![-0.904_700_538_379_251_7, 0.711_324_865_405_187_1, -1.928_511_301_977_579_3],
                ],
            ),
            (
                tall,
                vec![
                    vec![1.469_969_958_153_192_2, 0.607_386_518_670_215],
                    vec![-0.188_747_541_211_015_33, -1.898_298_916_968_137],
                    vec![0.640_611_208_471_088_4, 0.965_341_580_904_265_3],
                    vec![2.022_875_791_274_594_7, 2.755_116_892_074_516_6],
                    vec![1.055_290_583_312_140_2, 0.070_453_925_319_139_58],
                ],
            ),
            // By hand: means 3 and 500, standard deviations 3 and 300.
            (
                (
                    vec![vec![0.0, 600.0], vec![2.0, 0.0], vec![2.0, 800.0], vec![8.0, 600.0]],
                    vec![1.0, 2.0],
                    vec![0.0, 1.0],
                    0.0,
                ),
                vec![
                    vec![-1.0, 5.0 / 3.0],
                    vec![-1.0 / 3.0, -7.0 / 3.0],
                    vec![-1.0 / 3.0, 3.0],
                    vec![5.0 / 3.0, 5.0 / 3.0],
                ],
            ),
                    // By hand, far from 0: distances to the mean are what counts, however large the mean is. And a channel in which
            // nothing varies: only ε is under the root, and β is left.
            (
                (
                    vec![vec![1e8, -3.0], vec![1e8 + 2.0, -3.0], vec![1e8 + 2.0, -3.0], vec![1e8 + 8.0, -3.0]],
                    vec![3.0, 2.0],
                    vec![1.0, 0.5],
                    0.25,
                ),
                [-3.0, -1.0, -1.0, 5.0]
                    .map(|d: f64| vec![3.0 * d / 9.25_f64.sqrt() + 1.0, 0.5])
                    .to_vec(),
            ),
            // A batch of one has no variance.
            ((vec![vec![7.0, -2.0]], vec![2.0, 3.0], vec![0.75, -1.5], 0.5), vec![vec![0.75, -1.5]]),
])
        .answer(|(x, g, b, e)| exercises::batch_norm(x, g, b, *e))
        .solution(|(x, g, b, e)| solutions::batch_norm(x, g, b, *e))
        .mistake(
            "along the rows",
            "You normalised each example over its channels. That is *layer* norm; batch norm goes down a channel, over the examples.",
            |(x, g, b, e)| mistakes::batch_norm_along_rows(x, g, b, *e),
        )
        .mistake(
            "N − 1",
            "You divided the variance by N − 1. To normalise this batch its own variance is wanted, divided by N; the other one is for the running variance.",
            |(x, g, b, e)| mistakes::batch_norm_unbiased(x, g, b, *e),
        )
        .mistake(
            "over the variance",
            "You divided by the variance. In units of its square root a typical distance becomes 1.",
            |(x, g, b, e)| mistakes::batch_norm_over_variance(x, g, b, *e),
        )
        .mistake(
            "ε outside",
            "You added ε behind the root. Under it, the gradient stays finite where the variance is 0.",
            |(x, g, b, e)| mistakes::batch_norm_epsilon_outside(x, g, b, *e),
        )
        .mistake(
            "without γ and β",
            "You stopped at x̂. γ and β let the network choose another standard deviation and another middle.",
            |(x, g, b, e)| mistakes::batch_norm_without_gamma(x, g, b, *e),
        )
        .mistake(
            "β inside",
            "You multiplied β by γ as well. First the product, then the sum: γ·x̂ + β.",
            |(x, g, b, e)| mistakes::batch_norm_beta_first(x, g, b, *e),
        )
        .mistake(
            "without ε",
            "ε is missing. In a channel in which nothing varies the variance is 0, and 0/0 is no number; ε keeps the root above 0.",
            |(x, g, b, _)| solutions::batch_norm(x, g, b, 0.0),
        )
        .mistake(
            "without β",
            "β is missing. Without it the middle of every channel is 0, whatever the next layer would like.",
            |(x, g, b, e)| solutions::batch_norm(x, g, &vec![0.0; b.len()], *e),
        )
        .mistake(
            "without γ",
            "γ is missing: x̂ is multiplied by it before β is added.",
            |(x, g, b, e)| solutions::batch_norm(x, &vec![1.0; g.len()], b, *e),
        )
        .mistake(
            "the square of the mean",
            "You took the mean of the squares minus the square of the mean. That is right on paper; far from 0 both are huge and nearly the same, and of their difference only rounding is left. Take the squared distances to the mean.",
            |(x, g, b, e)| mistakes::batch_norm_of_squares(x, g, b, *e),
        )
        .mistake(
            "not centred",
            "You divided, but took no mean away: a channel keeps its middle. First x − mean.",
            |(x, g, b, e)| mistakes::batch_norm_not_centred(x, g, b, *e),
        )
        .mistake(
            "one for all",
            "You took one mean and one variance of the whole table. Each channel has its own.",
            |(x, g, b, e)| mistakes::batch_norm_of_the_table(x, g, b, *e),
        )
        .mistake(
            "the sum of squares",
            "You forgot to divide the squared distances by N: the variance is their mean, not their sum.",
            |(x, g, b, e)| mistakes::batch_norm_undivided(x, g, b, *e),
        )
        .mistake(
            "over the channels",
            "You divided by the number of channels. A mean over the batch divides by how many examples there are.",
            |(x, g, b, e)| mistakes::batch_norm_over_channels(x, g, b, *e),
        )
        .mistake(
            "the mean distance",
            "You divided by the mean *distance* from the mean. The standard deviation is the root of the mean of the squares.",
            |(x, g, b, e)| mistakes::batch_norm_by_distance(x, g, b, *e),
        )
        .why("Whatever the layer before does to scale and middle of a channel, the next layer does not see it.")
        .done()
}

pub fn remember() -> Exercise {
    Exercise::new("remember", 15, "running mean and variance after another batch")
        .hints([
            "A running mean goes a part of the way from where it is to the mean of the batch. Which part?",
            "new = (1 − momentum)·old + momentum·batch, for the mean and for the variance.",
            "The batch's variance is Σ(x − mean)²/(N − 1) here, with the batch's own mean.",
        ])
        .probes([
            (((0.0, 1.0), vec![2.0, 4.0, 9.0], 0.1), (0.5, 2.2)),
            (
                ((1.5, 4.0), vec![0.5, -1.0, 3.0, 2.5, 0.25], 0.25),
                (1.3875, 3.690_625),
            ),
            (((-2.0, 0.5), vec![1.0, 3.0], 0.01), (-1.96, 0.515)),
                    // Far from 0, and all of it new.
            (((5.0, 7.0), vec![1e8, 1e8 + 2.0, 1e8 + 2.0, 1e8 + 8.0], 1.0), (1e8 + 3.0, 12.0)),
            // Nothing varies, and nothing is taken in.
            (((0.25, 2.0), vec![3.0, 3.0, 3.0], 0.5), (1.625, 1.0)),
            (((0.25, 2.0), vec![3.0, 5.0], 0.0), (0.25, 2.0)),
])
        .answer(|(old, batch, m)| exercises::remember(*old, batch, *m))
        .solution(|(old, batch, m)| solutions::remember(*old, batch, *m))
        .mistake(
            "Keras' momentum",
            "You took momentum for the weight of the *old*. So does Keras, where it is 0.99; PyTorch's 0.1 is the weight of the new.",
            |(old, batch, m)| mistakes::remember_as_keras(*old, batch, *m),
        )
        .mistake(
            "divided by N",
            "You took in the variance that divides by N, as Keras and burn do. Of a sample that is too small on average by the factor (N − 1)/N, because its mean was fitted to it; PyTorch divides by N − 1.",
            |(old, batch, m)| mistakes::remember_biased(*old, batch, *m),
        )
        .mistake(
            "the last batch",
            "You forgot all batches before. One batch is noise; a running mean is there to even it out.",
            |(old, batch, m)| mistakes::remember_the_last(*old, batch, *m),
        )
        .mistake(
            "only added",
            "You added the new and took nothing from the old: the sum grows with every batch.",
            |(old, batch, m)| mistakes::remember_by_adding(*old, batch, *m),
        )
        .mistake(
            "the deviation",
            "You took in the standard deviation. What is remembered is the variance: no root.",
            |(old, batch, m)| mistakes::remember_the_deviation(*old, batch, *m),
        )
        .mistake(
            "around the old mean",
            "You measured the distances from the *running* mean. The variance of a batch is taken around its own mean.",
            |(old, batch, m)| mistakes::remember_around_the_old(*old, batch, *m),
        )
        .mistake(
            "Keras altogether",
            "That is Keras: momentum the weight of the old, and a variance that divides by N. Asked is PyTorch's way, in which both are different.",
            |(old, batch, m)| mistakes::remember_biased(*old, batch, 1.0 - *m),
        )
        .mistake(
            "mean and variance exchanged",
            "The mean comes first, then the variance.",
            |(old, batch, m)| {
                let (mean, variance) = solutions::remember(*old, batch, *m);
                (variance, mean)
            },
        )
        .mistake(
            "the square of the mean",
            "You took the mean of the squares minus the square of the mean. Far from 0 both are huge and nearly the same, and of their difference only rounding is left. Take the squared distances to the mean.",
            |(old, batch, m)| mistakes::remember_by_squares(*old, batch, *m),
        )
        .mistake(
            "the new mean of both",
            "The mean is right; the variance you replaced by the batch's. It is remembered the same way: a part of the old, a part of the new.",
            |(old, batch, m)| {
                let (mean, _) = solutions::remember(*old, batch, *m);
                (mean, solutions::remember(*old, batch, 1.0).1)
            },
        )
        .mistake(
            "not divided",
            "You took in the sum of the squared distances. Divide it by N − 1.",
            |(old, batch, m)| mistakes::remember_the_squares(*old, batch, *m),
        )
        .why("After 44 batches at 0.1 the first guess counts less than 1 %. Evaluate much earlier, and the network is judged by numbers that mean nothing yet.")
        .done()
}

pub fn cnn_bn_parameters() -> Exercise {
    Exercise::new("cnn_bn_parameters", 10, "count what batch norm adds, learned and not learned")
        .hints([
            "How many channels does each of the three batch norms see? All places of a channel share its numbers.",
            "Each channel has γ and β, which are learned, and a running mean and variance, which are not.",
            "32 + 64 + 128 = 224 channels, and 2·224 = 448.",
        ])
        // Printed by [PSC]; torch's own count agrees.
        .probes([((), [1_200_778, 1_200_330, 448])])
        .answer(|()| exercises::cnn_bn_parameters())
        .solution(|()| solutions::cnn_bn_parameters())
        .mistake(
            "each place",
            "You gave every place of the picture its own numbers. A channel is one feature, the same everywhere: its places share mean, variance, γ and β.",
            |()| mistakes::parameters_of_places(),
        )
        .mistake(
            "without γ and β",
            "You counted the running statistics only. γ and β are two more a channel, and they are learned.",
            |()| mistakes::parameters_without_gamma(),
        )
        .mistake(
            "all learned",
            "The total is right, but no gradient ever reaches the running mean and variance: they are only kept.",
            |()| mistakes::parameters_all_learned(),
        )
        .mistake(
            "none learned",
            "The total is right, but γ and β have gradients, and learn.",
            |()| mistakes::parameters_none_learned(),
        )
        .mistake(
            "kept forgotten",
            "γ and β are there. The running mean and variance are parameters, too, though nothing learns them: two more a channel.",
            |()| [1_200_330, 1_200_330, 0],
        )
        .mistake(
            "another order",
            "The numbers are right, the order is not: first all, then those that are learned, then those that are kept.",
            |()| [1_200_330, 1_200_778, 448],
        )
        .variants(
            "two of three",
            "One of the three batch norms is missing. The channels add up: 32 + 64 + 128.",
            [32 + 64, 32 + 128, 64 + 128],
            |channels, ()| [1_199_882 + 4 * channels, 1_199_882 + 2 * channels, 2 * channels],
        )
        .mistake(
            "once each",
            "You counted one number a channel that is learned and one that is kept. There are two of each: γ and β, mean and variance.",
            |()| [1_200_330, 1_200_106, 224],
        )
        .variants(
            "batch norm alone",
            "Those are batch norm's numbers alone. Asked is the whole network, with its 1,199,882.",
            [[896, 448, 448], [448, 224, 224]],
            |answer, ()| *answer,
        )
        .mistake(
            "behind the output, too",
            "You counted one batch norm too many. There are three, and none behind the last layer.",
            |()| [1_200_818, 1_200_350, 468],
        )
        .why("Keras' `summary` prints the 448 as non-trainable; PyTorch calls them buffers. Forget to save them, and the saved network is worthless.")
        .done()
}
