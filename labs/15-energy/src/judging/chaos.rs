//! The equation, its exponent, and the reservoir. Expected values are those of `tests/reference/make_chaos.py`.

use crate::mistakes::chaos::{self as mistakes, Heard, Parted, Sums};
use crate::{exercises, solutions};
use labkit::judge::Exercise;
use nalgebra::DMatrix;

pub fn exercises() -> Vec<Exercise> {
    vec![growth(), lyapunov(), step(), ridge(), too_good()]
}

fn growth() -> Exercise {
    Exercise::new("growth_by_hand", 10, "which waves of the Kuramoto–Sivashinsky equation grow, on paper, to three decimals")
        .entries(["rate of mode 1", "modes that grow", "fastest mode", "its rate", "rate of mode 4"])
        .hints([
            "Each derivative by x brings a factor iq. What is (iq)², what is (iq)⁴?",
            "u_xx is −q² u, and u_xxxx is q⁴ u. So σ = q² − q⁴.",
            "q = 2πk/22 is 0.2856 k. A mode grows as long as q < 1. The curve is highest at q² = ½; compare the two modes beside it.",
        ])
        .digits(3)
        .probes([((), [0.0749138, 3.0, 2.0, 0.2198172, -0.3981404])])
        .answer(|()| exercises::growth_by_hand())
        .solution(|()| solutions::growth_by_hand())
        .mistake("without 2π", "A wave that fits k times into the ring has q = 2πk/22, not k/22.", |()| [0.0020618, 21.0, 16.0, 0.2491633, 0.0319650])
        .mistake("the top of the curve", "A rate of ¼ belongs to q = 1/√2, k = 2.48, and no such wave fits into the ring. Take the rate of the whole k that grows fastest.", |()| [0.0749138, 3.0, 2.0, 0.25, -0.3981404])
        .mistake("both signs", "e^{−iqx} belongs to the same mode as e^{iqx}: together they are a cosine. Count k = 1, 2, 3, … only.", |()| [0.0749138, 6.0, 2.0, 0.2198172, -0.3981404])
        .mistake("q to the third", "u_xxxx has four derivatives: (iq)⁴ = q⁴.", |()| [0.0582715, 3.0, 2.0, 0.1399041, -0.1858387])
        .why("Two derivatives make a wave grow, four let it die, and the four win where waves are short. Between them is a preferred wavelength, 2π√2 = 8.9. Nothing in the linear part says how high the wave becomes: that is what u u_x is for.")
        .done()
}

fn lyapunov() -> Exercise {
    Exercise::new("lyapunov", 10, "the largest Lyapunov exponent, from the distances of two runs")
        .hints([
            "Over the whole run a distance would be multiplied by all the ratios distances[i] / apart, one after the other.",
            "The logarithm of a product is the sum of the logarithms.",
            "Sum ln(distance / apart) over all distances, and divide by their number times `time`.",
        ])
        .probes([
            ((vec![1.3e-6, 0.8e-6, 2.9e-6, 1.1e-6], 1e-6, 2.5), 0.1199241630),
            ((vec![0.02], 0.01, 0.5), 1.3862943611),
            // They come nearer.
            ((vec![0.4, 0.7, 0.3], 0.5, 4.0), -0.0331247449),
        ])
        .answer(|(distances, apart, time): &Parted| exercises::lyapunov(distances, *apart, *time))
        .solution(|(distances, apart, time): &Parted| solutions::lyapunov(distances, *apart, *time))
        .mistake("the logarithm of the mean", "The mean of the logarithms is asked for. Distances multiply, so one long stretch does not make up for many short ones.", mistakes::log_of_the_mean)
        .mistake("decimal logarithms", "λ stands in the exponent of e, so the logarithm is the natural one.", mistakes::log10)
        .mistake("not divided by the time", "λ is a rate: by how much per unit of time. Yours is per measurement.", mistakes::no_time)
        .why("By Jensen the logarithm of the mean is never smaller than the mean of the logarithms: rare moments of fast parting would count too much.")
        .done()
}

fn step() -> Exercise {
    let links = |links: &[&[(usize, f64)]]| links.iter().map(|link| link.to_vec()).collect();
    Exercise::new("reservoir_step", 20, "the next state of a reservoir, and what its readout sees")
        .hints([
            "For unit i: the sum of weight · state[j] over `links[i]`, and weight · u[k] of `inputs[i]`. The tanh of both together.",
            "Make a new list. What is written over is heard by the units after it.",
            "`next.iter().enumerate()`, and a square where `i % 2 == 1`.",
        ])
        .probes([
            (
                (links(&[&[(1, 0.5), (2, -0.4)], &[(0, 0.3)], &[(3, 0.8), (1, 0.2)], &[(2, -0.7)]]), vec![(1, 0.5), (0, -0.3), (0, 0.9), (2, 0.4)], vec![0.2, -0.6, 0.4, 0.1], vec![0.7, -1.2, 0.3]),
                (vec![-0.7856638590, -0.1488850336, 0.5298956075, -0.1586485043], vec![-0.7856638590, 0.0221667532, 0.5298956075, 0.0251693479]),
            ),
            // A unit that hears itself.
            (
                (links(&[&[(1, 0.6)], &[(1, -0.9), (0, 0.5)]]), vec![(0, 0.7), (0, -1.1)], vec![0.8, -0.3], vec![0.45]),
                (vec![0.1341858099, 0.1732351578], vec![0.1341858099, 0.0300104199]),
            ),
            // No links, and the same unit twice.
            (
                (links(&[&[], &[(2, 0.25), (2, 0.5)], &[(0, -1.5)]]), vec![(0, 1.0), (1, 2.0), (1, 0.5)], vec![0.9, 0.3, -0.5], vec![-0.4, 0.35]),
                (vec![-0.3799489623, 0.3140209253, -0.8258684551], vec![-0.3799489623, 0.0986091416, -0.8258684551]),
            ),
        ])
        .answer(|(links, inputs, state, u): &Heard| exercises::reservoir_step(links, inputs, state, u))
        .solution(|(links, inputs, state, u): &Heard| solutions::reservoir_step(links, inputs, state, u))
        .mistake("in place", "All units hear the state before the step. Yours hear what the units before them have just become.", mistakes::in_place)
        .mistake("the other way", "`links[i]` says whom unit i hears. With you it says whom it speaks to.", mistakes::reversed)
        .mistake("the other half", "Units 1, 3, 5, … are squared, counted from 0. Yours are 0, 2, 4, …", mistakes::other_half)
        .why("The tanh is odd and so is a sum: without squares, −u would always be answered by minus the answer to u. But −u u_x does not change its sign with u.")
        .done()
}

fn ridge() -> Exercise {
    Exercise::new("ridge", 15, "the readout of a reservoir by ridge regression, from two sums")
        .hints([
            "The gradient by W of the first sum is −2 Σ (y − Wφ) φᵀ, of the second 2 · penalty · W.",
            "Set it to 0: W (gram + penalty · I) = cross.",
            "Transposed, with a symmetric matrix: (gram + penalty · I) Wᵀ = crossᵀ. `cholesky()` gives an Option, its `solve(&right_side)` gives Wᵀ.",
        ])
        .tolerance(1e-8)
        .probes([
            (
                (DMatrix::from_row_slice(3, 3, &[5.0, 1.0, -2.0, 1.0, 4.0, 0.5, -2.0, 0.5, 3.0]), DMatrix::from_row_slice(2, 3, &[1.0, -2.0, 0.5, 3.0, 0.25, -1.0]), 0.5),
                vec![vec![0.4736842105, -0.6052631579, 0.5], vec![0.5809716599, -0.0799595142, 0.0576923077]],
            ),
            (
                (DMatrix::from_row_slice(2, 2, &[2.0, 1.5, 1.5, 1.25]), DMatrix::from_row_slice(1, 2, &[1.0, 2.0]), 0.05),
                vec![vec![-4.0963855422, 6.2650602410]],
            ),
            (
                (DMatrix::from_row_slice(2, 2, &[4.0, 1.0, 1.0, 2.0]), DMatrix::from_row_slice(3, 2, &[3.0, -1.0, 0.5, 2.0, 1.0, 1.0]), 1.5),
                vec![vec![0.6301369863, -0.4657534247], vec![-0.0136986301, 0.5753424658], vec![0.1369863014, 0.2465753425]],
            ),
        ])
        .answer(|(gram, cross, penalty): &Sums| rows(&exercises::ridge(gram, cross, *penalty)))
        .solution(|(gram, cross, penalty): &Sums| rows(&solutions::ridge(gram, cross, *penalty)))
        .mistake("taken away", "The penalty is added to the diagonal. Taken away, it makes weights larger.", |sums| rows(&mistakes::taken_away(sums)))
        .mistake("on every entry", "penalty · I is on the diagonal alone: each weight is punished for itself.", |sums| rows(&mistakes::everywhere(sums)))
        .mistake("forgotten", "Yours is the least-squares solution: the penalty is missing.", |sums| rows(&mistakes::forgotten(sums)))
        .mistake("not turned back", "The equation of the transposes gives Wᵀ. Turn it back: W is [outputs, N].", |sums| rows(&mistakes::not_turned_back(sums)))
        .why("The two sums have the size of the network, however long the series is. That is why 80,000 moments of 4,000 units fit into memory.")
        .done()
}

fn rows(matrix: &DMatrix<f64>) -> Vec<Vec<f64>> {
    let rows = matrix.row_iter();
    rows.map(|row| row.iter().copied().collect()).collect()
}

fn too_good() -> Exercise {
    Exercise::new("too_good", 10, "a forecast that is too good to be one, on paper, to one decimal")
        .entries(["the line", "time until 0.5", "longer by"])
        .hints([
            "What does a forecaster know of the wave after the first step?",
            "Solve 0.001 · e^{0.049 t} = 0.5 for t.",
            "t = ln(0.5 / 0.001) / 0.049. With 0.0001 the logarithm is larger by ln 10.",
        ])
        .digits(1)
        .probes([((), [5.0, 126.8287367, 46.9915325])])
        .answer(|()| exercises::too_good())
        .solution(|()| solutions::too_good())
        .mistake("the last line", "Line 6 compares, and may know the truth. The state may not.", |()| [6.0, 126.8287367, 46.9915325])
        .mistake("the past", "Line 2 hears what has been. That is what a forecast starts from.", |()| [2.0, 126.8287367, 46.9915325])
        .mistake("decimal logarithms", "The error grows as a power of e, so take the natural logarithm.", |()| [5.0, 55.0810205, 20.4081633])
        .mistake("ten times as long", "An error that is ten times smaller has to grow by a factor of 10 more. That takes ln 10 / 0.049, and not ten times as long.", |()| [5.0, 126.8287367, 1141.4586302])
        .why("Fed with the truth, each step is a forecast of one step only, and nothing adds up. Put right, every decimal of the first error buys 2.3 Lyapunov times, no more.")
        .done()
}
