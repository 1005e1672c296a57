//! Questions on energy. Expected values are those of `tests/reference/make_energy.py`.

pub mod kernel;

use crate::energy::machine::Machine;
use crate::mistakes::energy::{self as mistakes, Asked, Phases, Step};
use crate::{exercises, solutions};
use labkit::judge::Exercise;
use labkit::reference::Stored;

/// What NumPy gives.
const STORED: Stored = Stored(include_str!("../../tests/reference/energy.txt"));

pub fn exercises() -> Vec<Exercise> {
    vec![
        by_hand(),
        free_energy(),
        gibbs_step(),
        cd_gradient(),
        kernel::free_energies(),
    ]
}

/// A machine of these sizes, none of whose numbers is 0, each times `size`.
fn machine(visible: usize, hidden: usize, size: f64) -> Machine {
    let number = |x: usize, n: usize, less: f64| size * ((x % n) as f64 / 4.0 - less);
    let weight = |i: usize, j: usize| number(3 * i + 5 * j + i * j, 7, 0.8);
    let row = |i| (0..hidden).map(|j| weight(i, j)).collect();
    let biases = (0..visible).map(|i| number(2 * i + 1, 5, 0.45)).collect();
    let hidden = (0..hidden).map(|j| number(4 * j + 3, 5, 0.4)).collect();
    Machine::new((0..visible).map(row).collect(), biases, hidden)
}

/// State n of some units.
fn state(n: usize, units: usize) -> Vec<f64> {
    (0..units)
        .map(|i| ((n * i + n + i / 2 + 1) % 3 % 2) as f64)
        .collect()
}

/// Dice that fall on both sides.
fn dice(count: usize) -> Vec<f64> {
    (0..count)
        .map(|i| ((5 * i + 2) % 11) as f64 / 11.0 + 0.03)
        .collect()
}

fn by_hand() -> Exercise {
    Exercise::new("energy_by_hand", 15, "a machine of three units on paper, to four decimals: Z, probabilities, a free energy")
        .entries(["E of (1, 0) with h = 1", "Z", "p(v = (1, 1))", "p(h = 1 | v = (1, 1))", "F(1, 1)", "p(v₁ = 1)"])
        .digits(4)
        .hints([
            "Write e^−E, not E: each bias and each weight that is on becomes a factor. e^(ln 3) is 3.",
            "A table of four states v, and for each the two states of h. For v = (1, 0): without h it is 2; with it, 2 · ½ · 3.",
            "Z is the sum of all eight. For p(v) add both states of h; F(v) is minus the logarithm of that sum, not divided by Z.",
        ])
        .probes([((), [-1.0986122887, 15.0, 0.4666666667, 0.8571428571, -1.9459101491, 0.8])])
        .answer(|(): &()| exercises::energy_by_hand())
        .solution(|(): &()| solutions::energy_by_hand())
        .mistake(
            "energies with a plus",
            "E has a minus before every sum, and e^−E another: a positive bias makes a unit likelier to be on.",
            mistakes::other_sign,
        )
        .mistake(
            "only the likeliest",
            "p(v) is a sum over both states of h. You took the hidden unit to be on.",
            mistakes::hidden_on,
        )
        .mistake(
            "divided by Z",
            "The free energy is −ln Σₕ e^−E, before Z comes in: that it needs no Z is what makes it useful.",
            mistakes::with_z,
        )
        .why("Three units have eight states. Thirty-three have 8,589,934,592, and each further one doubles that. So the sum on paper is the only Z that is ever easy.")
        .done()
}

fn free_energy() -> Exercise {
    let probe = |name: &str, v: usize, h: usize, size: f64, n: usize| {
        (
            (machine(v, h, size), state(n, v)),
            STORED.value(&format!("free_energy.{name}")),
        )
    };
    Exercise::new("free_energy", 15, "the free energy of a visible state, for any size of the weights")
        .tolerance(1e-9)
        .hints([
            "First xⱼ for each hidden unit: its bias, and the weights of the visible units that are on. Then two sums.",
            "e^1000 is ∞. What is ln(1 + eˣ) when x is very large? And when it is very small?",
            "ln(1 + eˣ) = max(x, 0) + ln(1 + e^−|x|). In Rust: `x.max(0.0) + (-x.abs()).exp().ln_1p()`.",
        ])
        .probes([
            probe("a", 3, 2, 1.0, 1),
            probe("b", 2, 4, 1.0, 0),
            probe("c", 5, 3, 2.0, 3),
            probe("d", 5, 6, 900.0, 2),
        ])
        .answer(|(machine, v): &Asked| exercises::free_energy(machine, v))
        .solution(|(machine, v): &Asked| solutions::free_energy(machine, v))
        .mistake(
            "it overflows",
            "Right for small weights. e^1000 is ∞, so take the largest part out of the logarithm.",
            mistakes::overflows,
        )
        .mistake(
            "the hidden units have a plus",
            "Both sums have a minus: whatever makes a state likelier lowers its free energy.",
            mistakes::hidden_plus,
        )
        .mistake(
            "only what is on",
            "max(x, 0) is the energy that the better of both states of a hidden unit saves. The free energy counts both states, each by its e^−E.",
            mistakes::only_on,
        )
        .why("e^−F(v) is p(v) up to a factor 1/Z that all states share. So two states can be compared, and chains can be run, though nobody knows Z.")
        .done()
}

fn gibbs_step() -> Exercise {
    let probe = |name: &str, v: usize, h: usize, n: usize| {
        let stored = |part: &str| STORED.values(&format!("gibbs_step.{name}.{part}"));
        (
            (machine(v, h, 1.5), state(n, v), dice(v + h)),
            (stored("h"), stored("v")),
        )
    };
    Exercise::new("gibbs_step", 20, "a step of Gibbs sampling: hidden units from visible ones, and back")
        .entries(["h", "the new v"])
        .hints([
            "Two loops. The first needs column j of the weights, the second row i.",
            "For hidden unit j: x = machine.hidden[j] + Σᵢ v[i] · weights[i][j], p = 1/(1 + e⁻ˣ), and h[j] is 1 if dice[j] < p.",
            "For visible unit i: x = machine.visible[i] + Σⱼ weights[i][j] · h[j], with the h that were just drawn, and the die `dice[machine.hidden.len() + i]`.",
        ])
        .probes([
            probe("a", 3, 2, 1),
            probe("b", 2, 5, 0),
            probe("c", 6, 4, 3),
            probe("d", 7, 9, 5),
        ])
        .answer(|(machine, v, dice): &Step| exercises::gibbs_step(machine, v, dice))
        .solution(|(machine, v, dice): &Step| solutions::gibbs_step(machine, v, dice))
        .mistake(
            "probabilities handed down",
            "The visible units are drawn from hidden units that are 0 or 1. Yours saw their probabilities: that is another chain, with another distribution.",
            mistakes::handed_down,
        )
        .mistake(
            "energy's sign",
            "σ(x), not σ(−x): E has a minus before the weights, and p = e^−E / (e^−E + 1) another.",
            mistakes::sign,
        )
        .mistake(
            "weights turned over",
            "weights[i][j] belongs to visible unit i and hidden unit j. You read the numbers as if the rows belonged to the hidden units.",
            mistakes::turned_over,
        )
        .why("Within a layer no unit waits for another, so a layer is one product of matrices and one draw. With weights among the visible units they would have to be drawn one by one.")
        .done()
}

fn cd_gradient() -> Exercise {
    type Parts = (Vec<Vec<f64>>, Vec<f64>, Vec<f64>);
    let parts = |machine: Machine| -> Parts { (machine.weights, machine.visible, machine.hidden) };
    let probe = |name: &str, v: usize, h: usize, [data, ends]: [usize; 2]| {
        let stored = |part: &str| format!("cd_gradient.{name}.{part}");
        let states =
            |from: usize, count: usize| (from..from + count).map(|n| state(n, v)).collect();
        let want = (
            STORED.matrix(&stored("w")),
            STORED.values(&stored("b")),
            STORED.values(&stored("c")),
        );
        ((machine(v, h, 1.5), states(0, data), states(7, ends)), want)
    };
    Exercise::new("cd_gradient", 20, "the gradient of contrastive divergence: means over the data minus means over the ends of chains")
        .entries(["the weights", "the visible biases", "the hidden biases"])
        .tolerance(1e-9)
        .hints([
            "Write a function that takes states and gives the three means; call it twice and subtract.",
            "Of each state v compute p(h = 1 | v) first. vᵢ pⱼ goes to the weights, vᵢ to the visible biases, pⱼ to the hidden ones. Divide by how many states there are.",
            "The first call is for the data, and the result is the first minus the second. The ends have probabilities of their own, from their own v.",
        ])
        .probes([
            probe("a", 3, 2, [2, 2]),
            probe("b", 4, 5, [1, 3]),
            probe("c", 2, 3, [5, 2]),
        ])
        .answer(move |(machine, data, ends): &Phases| parts(exercises::cd_gradient(machine, data, ends)))
        .solution(move |(machine, data, ends): &Phases| parts(solutions::cd_gradient(machine, data, ends)))
        .mistake(
            "phases exchanged",
            "Data minus ends. Yours makes the data less likely and the chain's own dreams likelier.",
            move |asked| parts(mistakes::exchanged(asked)),
        )
        .mistake(
            "states for probabilities",
            "The hidden units enter by their probabilities, not by states 0 and 1: the mean is the same, and there is less noise.",
            move |asked| parts(mistakes::rounded(asked)),
        )
        .mistake(
            "sums, not means",
            "Divide by the number of states, of either kind: otherwise the step grows with the batch, and with more chains than data it points nowhere.",
            move |asked| parts(mistakes::sums(asked)),
        )
        .why("Nothing in it asks how the ends were found. After one step from the data it is CD-1, after k steps CD-k, from chains that never stop it is persistent, and from the machine's own distribution it is the true gradient.")
        .done()
}
