//! Weights in a byte each.

use super::{Gpt, Sizes};
use crate::solutions::quantise_row;
use labkit::{Error, Result};
use nabla::{Param, Parameters};

/// Which numbers share a scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// Those of a row: of one input, or of one letter of a table.
    Row,
    /// Those of a whole matrix.
    Matrix,
}

/// A row of numbers becomes a scale, and a byte for each.
pub type Quantise = fn(&[f32]) -> (f32, Vec<i8>);

/// How many numbers share a scale in this array; `None` for a list, which stays as it is.
fn together(param: &Param, scale: Scale) -> Option<usize> {
    match (param.value().dims(), scale) {
        (&[_, columns], Scale::Row) => Some(columns),
        (&[rows, columns], Scale::Matrix) => Some(rows * columns),
        _ => None,
    }
}

// ANCHOR: to_bytes
/// A model as bytes: of each matrix, row after row, a scale and a byte for each number. Norms stay what they are.
pub fn to_bytes(model: &Gpt, scale: Scale, quantise: Quantise) -> Vec<u8> {
    let mut bytes = Vec::new();
    model.visit(&mut |param| {
        let numbers = param.value().data();
        let Some(length) = together(param, scale) else {
            return bytes.extend(numbers.iter().flat_map(|x| x.to_le_bytes()));
        };
        for row in numbers.chunks_exact(length) {
            let (scale, row) = quantise(row);
            bytes.extend(scale.to_le_bytes());
            bytes.extend(row.iter().map(|&x| x as u8));
        }
    });
    bytes
}

/// The model of these bytes: every weight is its byte times its scale.
///
/// # Errors
/// If there are more or fewer than a model of these sizes has.
pub fn from_bytes(sizes: &Sizes, scale: Scale, bytes: &[u8]) -> Result<Gpt> {
    let mut model = Gpt::new(sizes, &mut nabla::rng(0));
    if bytes.len() != to_bytes(&model, scale, quantise_row).len() {
        return Err(Error::new("these bytes are not a GPT of that size"));
    }
    let mut bytes = bytes.iter().copied();
    let mut byte = || bytes.next().unwrap_or_default();
    model.visit_mut(&mut |param| {
        let length = together(param, scale);
        for row in param.value_mut().data_mut().chunks_mut(length.unwrap_or(1)) {
            let real = f32::from_le_bytes([(); 4].map(|()| byte()));
            match length {
                Some(_) => row.fill_with(|| real * f32::from(byte() as i8)),
                None => row[0] = real,
            }
        }
    });
    Ok(model)
}
// ANCHOR_END: to_bytes
