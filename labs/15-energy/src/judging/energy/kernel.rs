//! Free energies on the graphics card.

use super::{STORED, machine, state};
use labkit::judge::Exercise;
use shaders::{Kernel, Outcome, Question, kernel};

/// The files of the exercise.
pub const KERNEL: Kernel = kernel!("labs/15-energy", "free_energies");

/// The probe of this name: so many states of V visible units, H hidden ones, and all numbers of the machine times `size`.
fn probe(name: &str, count: usize, [v, h]: [usize; 2], size: f64) -> (Question, Outcome) {
    let machine = machine(v, h, size);
    let states: Vec<f64> = (0..count).flat_map(|n| state(n, v)).collect();
    let single = |numbers: &[f64]| -> Vec<f32> { numbers.iter().map(|&x| x as f32).collect() };
    let behind = [7.0; 64];
    Question::new(&[("count", count), ("visible", v), ("hidden", h)])
        .input("v", &single(&states), &behind)
        .input("w", &single(&machine.weights.concat()), &behind)
        .input("b", &single(&machine.visible), &behind)
        .input("c", &single(&machine.hidden), &behind)
        .gives(1, &single(&STORED.values(&format!("kernel.{name}"))))
}

pub fn free_energies() -> Exercise {
    let probes = [
        probe("one", 1, [3, 2], 1.0),
        probe("small", 4, [2, 5], 1.0),
        probe("large", 5, [6, 5], 900.0),
        probe("long", 70, [9, 6], 1.0),
    ];
    KERNEL
        .draft(20, "WGSL: the free energy of many states, a state for each invocation", probes)
        .tolerance(2e-4)
        .hints([
            "State n begins at n * shape.visible, and row i of the weights at i * shape.hidden. Two loops: one over the biases b, one over the hidden units.",
            "In the loop over j: begin with `var x = c[j];`, add v[state + i] * w[i * shape.hidden + j] for all i, then take off ln(1 + eˣ).",
            "ln(1 + eˣ) is `max(x, 0.0) + log(1.0 + exp(-abs(x)))`.",
        ])
        .mistake(
            "no bounds",
            "You wrote behind the last state. Workgroups are whole: an invocation with `id.x >= shape.count` has to return at once.",
            KERNEL.but(&[("n >= shape.count", "false")]),
        )
        .mistake(
            "it overflows",
            "Right for small x. e^1000 is ∞: take the x out of ln(1 + eˣ) = x + ln(1 + e⁻ˣ) where it is positive.",
            KERNEL.but(&[("max(x, 0.0) + log(1.0 + exp(-abs(x)))", "log(1.0 + exp(x))")]),
        )
        .mistake(
            "weights turned over",
            "A row of w belongs to a visible unit and has `hidden` numbers: w[i * shape.hidden + j].",
            KERNEL.but(&[("i * shape.hidden + j", "j * shape.visible + i")]),
        )
        .why("ln Z of a machine is a sum of such numbers over all states of one layer, and no state needs to know of another: 2²⁰ of them are a million invocations.")
        .done()
}
