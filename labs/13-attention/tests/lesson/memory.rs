//! A memory with addresses, and how long to think: against PyTorch's tape, in double precision.

use lab13::machine::addressing::{content, interpolate, read, sharpen, shift, write};
use lab13::machine::copying::{BITS, Copier, Task, learn, right};
use lab13::machine::network::{Machine, State};
use lab13::ponder::{self, LENGTH, LONGEST, Thinker, halting, parity};
use labkit::reference::Stored;
use nabla::{Tape, Tensor, Var};

const STORED: Stored = Stored(include_str!("../reference/memory.txt"));

fn tensor(name: &str) -> Tensor {
    let (shape, numbers) = STORED.entry(name);
    let numbers = numbers.iter().map(|&x| x as f32).collect();
    Tensor::from_vec(numbers, &shape[..])
}

#[track_caller]
fn close(got: &Tensor, name: &str) {
    let want = tensor(name);
    assert_eq!(got.len(), want.len(), "{name}");
    for (i, (got, want)) in got.data().iter().zip(want.data()).enumerate() {
        assert!(
            (got - want).abs() < 2e-4,
            "{name} at {i}: {got}, PyTorch {want}"
        );
    }
}

const INPUTS: [&str; 9] = [
    "memory",
    "keys",
    "strengths",
    "before",
    "gates",
    "shares",
    "powers",
    "erase",
    "add",
];

/// One step of both heads, as `make_memory.py` has it: found, at, written, read.
fn step<'t>(inputs: &[Var<'t>; 9]) -> [Var<'t>; 4] {
    let [
        memory,
        keys,
        strengths,
        before,
        gates,
        shares,
        powers,
        erase,
        add,
    ] = *inputs;
    let found = content(memory, keys, strengths);
    let kept = interpolate(found, before.softmax(), gates.sigmoid());
    let at = sharpen(shift(kept, shares.softmax()), powers.softplus() + 1.0);
    let written = write(memory, at.slice(1, 1..2), erase.sigmoid(), add);
    [found, at, written, read(written, at.slice(1, 0..1))]
}

#[test]
fn a_step_of_the_memory_is_pytorchs() {
    let tape = Tape::new();
    let inputs = INPUTS.map(|name| tape.variable(tensor(&format!("step.{name}"))));
    let made = step(&inputs);
    for (var, name) in made.iter().zip(["found", "at", "written", "read"]) {
        close(&var.value(), &format!("step.{name}"));
    }
    let grads = made[3].square().sum().backward();
    for (var, name) in inputs.iter().zip(INPUTS) {
        close(grads.of(*var), &format!("step.{name}.grad"));
    }
}

#[test]
fn shares_add_up_to_one_however_long_it_runs() {
    let machine = Machine::new(BITS + 1, BITS, 16, (7, 5), &mut nabla::rng(1));
    let tape = Tape::new();
    let x = tape.constant(Tensor::normal([3, BITS + 1], &mut nabla::rng(2)));
    let mut state = State::start(&tape, 3, 7, 5);
    for _ in 0..20 {
        state = machine.step(&tape, x, state).0;
    }
    assert_eq!(state.address.shape().dims(), [3, 2, 7]);
    for sum in state.address.sum_axis(2).value().data() {
        assert!((sum - 1.0).abs() < 1e-5, "{sum}");
    }
}

#[test]
fn a_task_is_words_a_bell_and_silence() {
    let task = Task::new(2, 3, &mut nabla::rng(1));
    assert_eq!(task.heard.dims(), [2, 7, BITS + 1]);
    for n in 0..2 {
        for t in 0..7 {
            for bit in 0..BITS {
                let want = match t {
                    0..3 => 2.0 * task.words.at(&[n, t, bit]) - 1.0,
                    _ => 0.0,
                };
                assert_eq!(task.heard.at(&[n, t, bit]), want);
            }
            assert_eq!(task.heard.at(&[n, t, BITS]), f32::from(t == 3));
        }
    }
}

/// By hand: a vector's own parity, and how many entries it has.
#[test]
fn parity_counts_the_ones() {
    let (vectors, odd) = parity(200, 3..=5, &mut nabla::rng(1));
    for (vector, odd) in vectors.data().chunks_exact(LENGTH).zip(odd.data()) {
        let entries = vector.iter().filter(|&&x| x != 0.0).count();
        assert!((3..=5).contains(&entries));
        let product: f32 = vector
            .iter()
            .map(|&x| if x == 1.0 { -1.0 } else { 1.0 })
            .product();
        assert_eq!(product, 1.0 - 2.0 * odd);
    }
}

#[test]
fn halting_is_pytorchs_gradients_included() {
    let given: [(&str, &[f32], f32); 5] = [
        ("a", &[0.1, 0.3, 0.45, 0.5, 0.7], 0.01),
        ("b", &[0.5, 0.25, 0.125, 0.5], 0.25),
        ("c", &[0.05, 0.1, 0.2], 0.01),
        ("d", &[0.995, 0.4], 0.01),
        ("e", &[0.2, 0.795, 0.3, 0.6], 0.01),
    ];
    for (name, h, epsilon) in given {
        let tape = Tape::new();
        let h = tape.variable(Tensor::from_slice(h, [1, h.len()]));
        let made = halting(h, epsilon);
        close(&made.weights.value(), &format!("halting_{name}.weights"));
        close(&made.cost.value(), &format!("halting_{name}.cost"));
        let places = (1..=h.shape().dims()[1]).map(|n| n as f32).collect();
        let places = tape.constant(Tensor::from_vec(places, h.shape()));
        let grads = ((made.weights * places).sum() + made.cost.sum()).backward();
        close(grads.of(h), &format!("halting_{name}.grad"));
    }
}

#[test]
fn rows_halt_each_at_its_own_step() {
    let tape = Tape::new();
    let h = Tensor::from_vec(vec![0.6, 0.5, 0.1, 0.1, 0.2, 0.9, 0.995, 0.2, 0.3], [3, 3]);
    let made = halting(tape.constant(h), 0.01);
    assert_eq!(made.steps, [2, 3, 1]);
    for sum in made.weights.sum_axis(1).value().data() {
        assert!((sum - 1.0).abs() < 1e-6);
    }
}

#[test]
fn thinking_costs_and_the_cost_has_a_gradient() {
    let net = Thinker::new(6, &mut nabla::rng(3));
    let (vectors, odd) = parity(4, 1..=LENGTH, &mut nabla::rng(4));
    let tape = Tape::new();
    let thought = net.think(&tape, tape.constant(vectors.clone()));
    assert!(
        thought
            .halting
            .steps
            .iter()
            .all(|&steps| (1..=LONGEST).contains(&steps))
    );
    for (cost, &steps) in thought
        .halting
        .cost
        .value()
        .data()
        .iter()
        .zip(&thought.halting.steps)
    {
        let remainder = cost - steps as f32;
        assert!((0.0..=1.0).contains(&remainder), "{remainder}");
    }
    let of_bias = |tau: f32| {
        let grads = ponder::loss(&thought, &odd, tau).backward();
        let bias = net.halt.bias.as_ref().and_then(|bias| grads.param(bias));
        bias.map_or(0.0, |grad| grad.item())
    };
    // The more thinking costs, the harder the bias is pulled up.
    assert!(of_bias(1.0) < of_bias(0.0));
}

/// Whoever says what was heard passes, whoever says the opposite does not, and silence is half right at best.
#[test]
fn the_exam_of_copying_counts_bits() {
    struct Echo(f32);
    impl nabla::Parameters for Echo {
        fn visit(&self, _: &mut dyn FnMut(&nabla::Param)) {}
        fn visit_mut(&mut self, _: &mut dyn FnMut(&mut nabla::Param)) {}
    }
    impl Copier for Echo {
        fn copies<'t>(&self, _: &'t Tape, heard: Var<'t>) -> Var<'t> {
            let steps = heard.shape().dims()[1];
            heard.slice(1, 0..steps / 2).slice(2, 0..BITS) * self.0
        }
    }
    assert_eq!(right(&Echo(1.0), 7, 20), 1.0);
    assert_eq!(right(&Echo(-1.0), 7, 20), 0.0);
    assert!((right(&Echo(0.0), 7, 20) - 0.5).abs() < 0.1);
}

#[test]
fn a_machine_learns_and_may_be_lent_rows() {
    let mut machine = Machine::fresh(1);
    let fresh = right(&machine, 2, 200);
    learn(&mut machine, 200, 1, |_| {});
    let learned = right(&machine, 2, 200);
    assert!(learned > fresh + 0.1, "{fresh} {learned}");
    // No weight depends on how many rows there are, and so few words come nowhere near the last one.
    machine.rows = 48;
    assert!((right(&machine, 2, 200) - learned).abs() < 0.05);
}
