//! Energy.

use lab15::energy::exact::{gradient, log_likelihood, log_partition, states};
use lab15::energy::machine::Machine;
use lab15::energy::patterns::bars_and_stripes;
use lab15::{exercises, solutions};
use labkit::numerals::{list, num, power_above};
use labkit::{Lesson, Quantity, Result, Table};

type FreeEnergy = fn(&Machine, &[f64]) -> f64;

/// The section.
pub fn energy(lesson: &mut Lesson) -> Result<()> {
    lesson.say("Nothing in this section has a label. A *restricted Boltzmann machine* is to learn which states of some switches are usual. Each state has an energy, the usual ones a low one: p = e^−E / Z, where Z is the sum of e^−E over all states. Some of its units are visible, some hidden, and each visible one has a weight to each hidden one:");
    lesson.show("E(v, h) = − Σ bᵢ vᵢ − Σ cⱼ hⱼ − Σ vᵢ Wᵢⱼ hⱼ");
    let weights = vec![vec![2.0, -1.0], vec![-1.0, 1.5]];
    let machine = Machine::new(weights, vec![-0.5, 0.25], vec![-0.5, 0.0]);
    by_state(lesson, &machine);
    together(lesson, &machine);
    let years = 2_f64.powi(64) / 1e9 / (365.25 * 86_400.0);
    lesson.number("years", years);
    lesson.predict_number(
        "A later section has 64 visible units and 128 hidden ones. As in the table, one layer can be summed out, and Z is a sum over the states of the other. At a thousand million terms a second: how many years?",
        Quantity::new(years, 0).factor(2.0).unit("years"),
        &format!("{} years, for the 2⁶⁴ states of the smaller layer. Z is what nobody can compute; everything from here on goes round it. In small machines it can be counted, and so we see whether the ways round lead where they should.", num(years, 0)),
    );
    checked(lesson);
    Ok(())
}

/// All visible states of a machine of two and two units.
fn by_state(lesson: &mut Lesson, machine: &Machine) {
    let (yours, ours) = (exercises::free_energy, solutions::free_energy);
    let free: FreeEnergy = lesson.answer("free_energy", yours, ours);
    let z = log_partition(machine).exp();
    let mut table = Table::new(["v", "E, h = 0 0", "1 0", "0 1", "1 1", "F(v)", "p(v)"]);
    for v in states(2) {
        let f = free(machine, &v);
        let energies = states(2).into_iter().map(|h| machine.energy(&v, &h));
        let cells = energies.chain([f]).map(|e| num(e, 2));
        let p = num((-f).exp() / z, 3);
        table.push([list(v.clone(), 0)].into_iter().chain(cells).chain([p]));
    }
    lesson.table(&table.caption(format!("Two visible and two hidden units. The free energy F(v) is −ln of the sum of e^−E over the hidden states, so p(v) = e^−F / Z with Z = {}.", num(z, 2))));
}

/// Are the hidden units independent?
fn together(lesson: &mut Lesson, machine: &Machine) {
    let apart = |given: &[Vec<f64>]| {
        let of = |h: Vec<f64>| given.iter().map(|v| (-machine.energy(v, &h)).exp()).sum();
        let p: Vec<f64> = states(2).into_iter().map(of).collect();
        let z: f64 = p.iter().sum();
        num(p[3] / z - (p[1] + p[3]) / z * (p[2] + p[3]) / z, 3)
    };
    let (known, unknown) = (apart(&[vec![1.0, 1.0]]), apart(&states(2)));
    lesson.predict_choice(
        "Two units are independent if the probability that both are on is the product of their probabilities. Are the two hidden ones?",
        &["always", "if v is known, and not otherwise", "if v is not known, and not otherwise", "never"],
        1,
        &format!("If v is known. For v = (1, 1) p(both) minus the product is {known}. No weight leads from one hidden unit to the other, which is what *restricted* means. With v fixed each has terms of its own in E, and e^−E is a product. If v is unknown, each says something of v and so of the other: then it is {unknown}."),
    );
}

/// The gradient of the likelihood against differences.
fn checked(lesson: &mut Lesson) {
    let data = bars_and_stripes(3);
    let machine = Machine::fresh(9, 4, &mut lesson.rng());
    let likelihood = |number: usize, step: f64| {
        let mut moved = machine.clone();
        let one = moved.numbers_mut().skip(number).take(1);
        one.for_each(|x| *x += step);
        log_likelihood(&moved, &data)
    };
    let slope = |i| (likelihood(i, 1e-5) - likelihood(i, -1e-5)) / 2e-5;
    let exact = gradient(&machine, &data).numbers();
    let off = |(i, x): (usize, &f64)| (x - slope(i)).abs();
    let worst = exact.iter().enumerate().map(off).fold(0.0, f64::max);
    let mut table = Table::new(["", "data minus machine", "by differences"]);
    for (name, i) in [("W₁₁", 0), ("W₉₄", 35), ("b₁", 36), ("c₁", 45)] {
        table.push([name.into(), num(exact[i], 6), num(slope(i), 6)]);
    }
    lesson.table(&table.caption(format!("The slope of the mean ln p of some pictures, on a fresh machine of 9 and 4 units. Of all {} numbers none is off by more than {}.", exact.len(), power_above(worst))));
    lesson.say("Learning raises ln p of the data. Its slope is a difference: how often vᵢ and hⱼ are on together when the data are shown, minus how often when the machine dreams by itself. The first is a mean over the data; the second is one over all states, with Z in it.");
}
