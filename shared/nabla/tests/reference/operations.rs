//! Every operation of `Var`: its value and all its gradients.

use super::call::{Call, upstream};
use super::{Numbers, assert_close, reference};
use nabla::{Mode, Tape, Var};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::Path;

/// |got − want| / (1 + |want|). Single precision rounds to 6·10⁻⁸; a few dozen additions in another
/// order cost a digit.
const TOLERANCE: f32 = 1e-6;
/// Of convolutions, whose transforms cost half a digit more (`kernels/conv/winograd` says how much).
const OF_CONVOLUTIONS: f32 = 4e-6;

#[derive(Deserialize)]
pub struct Case {
    #[serde(flatten)]
    call: Call,
    inputs: Vec<Numbers>,
    value: Numbers,
    grads: Vec<Numbers>,
}

impl Case {
    /// Draws are made for learning, and with the seed that make.py knows.
    fn tape(&self) -> Tape {
        if self.call.op != "reparameterize" {
            return Tape::new();
        }
        let tape = Tape::training(&mut nabla::rng(5));
        let seed = self.call.arguments[0].as_u64().expect("a seed");
        assert_eq!(tape.mode(), Mode::Training { seed });
        tape
    }

    fn check(&self) {
        let tape = self.tape();
        let inputs = self.inputs.iter().map(Numbers::tensor);
        let vars: Vec<Var> = inputs.map(|x| tape.variable(x)).collect();
        let y = self.call.run(&vars);
        let shapes: Vec<_> = self.inputs.iter().map(|x| &x.shape).collect();
        let name = || format!("{}{:?} of {shapes:?}", self.call.op, self.call.arguments);
        let tolerance = match self.call.op.as_str() {
            "conv2d" => OF_CONVOLUTIONS,
            _ => TOLERANCE,
        };
        assert_close(&y.value(), &self.value, tolerance, &name);
        let from_above = tape.constant(upstream(&y.value()));
        let grads = (y * from_above).sum().backward();
        for (i, (var, want)) in vars.iter().zip(&self.grads).enumerate() {
            let name = || format!("{}, gradient of input {i}", name());
            assert_close(grads.of(*var), want, tolerance, &name);
        }
    }
}

#[test]
fn values_and_gradients_are_pytorchs() {
    reference().operations.iter().for_each(Case::check);
}

/// The methods of `Var` that make a new value, read off the sources: a new one without a case here
/// is a failure, not an oversight.
fn operations_in_the_sources() -> BTreeSet<String> {
    let package =
        std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo says which package it tests");
    let folder = Path::new(&package).join("src/ops");
    let mut names = BTreeSet::new();
    for file in std::fs::read_dir(&folder).expect("nabla's sources are here") {
        let path = file.expect("readable").path();
        if path.is_dir() {
            continue; // An operation's second home, on the graphics card.
        }
        let text = std::fs::read_to_string(path).expect("readable");
        for line in text.lines().map(str::trim) {
            if let Some(rest) = line.strip_prefix("pub fn ") {
                let (name, rest) = rest.split_once('(').expect("a function has parentheses");
                // Those of a table, `$name`, are read there.
                let is_written_out = !name.starts_with('$');
                if is_written_out && rest.starts_with("self") && rest.contains("Var<'t>") {
                    names.insert(name.to_string());
                }
            }
            // The table of `methods!`: `name(parameter) => Elementwise::…`.
            if let Some((name, _)) = line.split_once(" => Elementwise::")
                && !name.contains("Activation")
            {
                let name = name.split('(').next().expect("split gives one piece");
                names.insert(name.to_string());
            }
            // The table of `losses!`: `name, name_for_each: Kind per …`.
            if let Some((pair, _)) = line.split_once(" per ")
                && let Some((pair, _)) = pair.split_once(": ")
                && let Some((name, each)) = pair.split_once(", ")
                && !name.contains(' ')
            {
                names.extend([name, each].map(String::from));
            }
        }
    }
    names
}

#[test]
fn every_operation_has_a_case() {
    let cases: BTreeSet<String> = reference()
        .operations
        .into_iter()
        .map(|case| case.call.op)
        .collect();
    let mut wanted = operations_in_the_sources();
    assert!(
        wanted.len() > 30,
        "the sources were not understood: {wanted:?}"
    );
    // `apply` is how the functions below are written down, each of which has its cases.
    assert!(wanted.remove("apply"));
    wanted.extend(["add", "sub", "mul", "div", "neg"].map(String::from));
    let missing: Vec<_> = wanted.difference(&cases).collect();
    assert!(missing.is_empty(), "no case in make.py for {missing:?}");
}
