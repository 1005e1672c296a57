//! Random networks against PyTorch: see `nets.py`, which draws them and computes them in double precision.

use super::call::{Call, upstream};
use nabla::{Tape, Tensor, Var};
use serde::Deserialize;
use serde_json::Value;

/// |got − want| over the largest number of the tensor (and what single precision leaves where the truth is 0). Four times what `nets.py` lets PyTorch lose in single precision.
const TOLERANCE: f32 = 2e-4;

/// A network, its last value, and the gradient of each leaf.
#[derive(Deserialize)]
pub struct Net {
    net: Vec<Line>,
    value: Vec<f32>,
    grads: Vec<Vec<f32>>,
}

/// A value of a network.
#[derive(Deserialize)]
#[serde(untagged)]
enum Line {
    /// Shape, seed and scale.
    Leaf(Vec<usize>, u64, f32),
    /// An operation, which values it is given, and what else.
    Call(String, Vec<usize>, Vec<Value>),
}

/// As `leaf` in nets.py: between −1.5 and 1.5 times the scale.
pub fn leaf(shape: &[usize], seed: u64, scale: f32) -> Tensor {
    let number = |i: u64| {
        let mut bits = i.wrapping_add(seed << 32);
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        let bits = (bits ^ (bits >> 31)) >> 48;
        ((bits as f32 - 32768.0 + 0.5) / 32768.0 * 1.5) * scale
    };
    let count: usize = shape.iter().product();
    Tensor::from_vec((0..count as u64).map(number).collect(), shape)
}

impl Net {
    /// The operations that it is made of.
    pub fn operations(&self) -> impl Iterator<Item = &str> {
        self.net.iter().filter_map(|line| match line {
            Line::Leaf(..) => None,
            Line::Call(op, ..) => Some(op.as_str()),
        })
    }

    /// Computes it.
    ///
    /// # Errors
    /// Says where nabla and PyTorch differ.
    pub fn check(self) -> Result<(), String> {
        let tape = Tape::new();
        let (mut values, mut leaves): (Vec<Var>, Vec<Var>) = Default::default();
        for line in self.net {
            values.push(match line {
                Line::Leaf(shape, seed, scale) => {
                    leaves.push(tape.variable(leaf(&shape, seed, scale)));
                    leaves[leaves.len() - 1]
                }
                Line::Call(op, inputs, arguments) => {
                    let inputs: Vec<Var> = inputs.iter().map(|&i| values[i]).collect();
                    let call = Call {
                        op,
                        arguments,
                        labels: None,
                        target: None,
                    };
                    call.run(&inputs)
                }
            });
        }
        let y = *values.last().ok_or("an empty network")?;
        agree("value", y.value().data(), &self.value)?;
        let grads = (y * tape.constant(upstream(&y.value()))).sum().backward();
        if leaves.len() != self.grads.len() {
            return Err(format!(
                "{} leaves, {} gradients",
                leaves.len(),
                self.grads.len()
            ));
        }
        for (i, (leaf, want)) in leaves.iter().zip(&self.grads).enumerate() {
            let none = Tensor::zeros(leaf.shape());
            let got = grads.get(*leaf).unwrap_or(&none);
            agree(&format!("gradient of leaf {i}"), got.data(), want)?;
        }
        Ok(())
    }
}

fn agree(what: &str, got: &[f32], want: &[f32]) -> Result<(), String> {
    if got.len() != want.len() {
        return Err(format!(
            "{what}: {} numbers, PyTorch has {}",
            got.len(),
            want.len()
        ));
    }
    let largest = want.iter().fold(0.0_f32, |largest, x| largest.max(x.abs()));
    for (i, (got, want)) in got.iter().zip(want).enumerate() {
        let is_close = (got - want).abs() <= TOLERANCE * largest + 1e-6;
        if !is_close {
            return Err(format!("{what}: number {i} is {got}, PyTorch says {want}"));
        }
    }
    Ok(())
}
