//! The weights of the model that types, in a byte each: a page should not have to load four.
//!
//! A matrix is kept row by row, each row as its scale (four bytes, little-endian) and a whole number between −127 and
//! 127 for each weight. Rows of biases are few and stay as they are, four bytes a number.

use lab08::model::CharLstm;
use lab08::text::VOCABULARY;
use nabla::{Param, Parameters};

/// Numbers of a character's vector.
pub const EMBEDDING: usize = 64;
/// Numbers of the memory.
pub const HIDDEN: usize = 128;

/// The largest whole number.
const MOST: f32 = 127.0;

/// A model of the size that the file has, with fresh weights.
pub fn fresh(seed: u64) -> CharLstm {
    CharLstm::new(VOCABULARY, EMBEDDING, HIDDEN, &mut nabla::rng(seed))
}

/// Whether a parameter is a matrix, and how long its rows are.
fn row(param: &Param) -> Option<usize> {
    let dims = param.value().dims();
    (dims.len() == 2).then(|| dims[1])
}

/// The model as bytes.
pub fn pack(model: &CharLstm) -> Vec<u8> {
    let mut bytes = Vec::new();
    model.visit(&mut |param| {
        let numbers = param.value().data();
        let Some(length) = row(param) else {
            bytes.extend(numbers.iter().flat_map(|x| x.to_le_bytes()));
            return;
        };
        for row in numbers.chunks_exact(length) {
            let largest = row.iter().fold(0.0_f32, |most, x| most.max(x.abs()));
            let scale = largest.max(f32::MIN_POSITIVE) / MOST;
            bytes.extend(scale.to_le_bytes());
            bytes.extend(row.iter().map(|x| (x / scale).round() as i8 as u8));
        }
    });
    bytes
}

/// The model that these bytes are, or none if there are too few or too many of them.
pub fn unpack(bytes: &[u8]) -> Option<CharLstm> {
    let mut model = fresh(0);
    let mut rest = bytes;
    let mut whole = Some(());
    model.visit_mut(&mut |param| {
        let length = row(param);
        let numbers = param.value_mut().data_mut();
        whole = whole.and_then(|()| match length {
            Some(length) => {
                let mut rows = numbers.chunks_exact_mut(length);
                rows.try_for_each(|row| read_row(row, &mut rest))
            }
            None => numbers.iter_mut().try_for_each(|number| {
                *number = read(&mut rest)?;
                Some(())
            }),
        });
    });
    whole.filter(|()| rest.is_empty()).map(|()| model)
}

/// A scale, and a byte for each number.
fn read_row(row: &mut [f32], rest: &mut &[u8]) -> Option<()> {
    let scale = read(rest)?;
    let (bytes, after) = rest.split_at_checked(row.len())?;
    *rest = after;
    for (number, byte) in row.iter_mut().zip(bytes) {
        *number = scale * f32::from(i8::from_le_bytes([*byte]));
    }
    Some(())
}

fn read(rest: &mut &[u8]) -> Option<f32> {
    let (bytes, after) = rest.split_first_chunk()?;
    *rest = after;
    Some(f32::from_le_bytes(*bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weight_comes_back_to_half_a_step_of_its_row() {
        let model = fresh(3);
        let bytes = pack(&model);
        let back = unpack(&bytes).unwrap();
        let (before, after) = (&model.lstm.w_h, &back.lstm.w_h);
        let rows = before.value().data().chunks_exact(4 * HIDDEN);
        for (a, b) in rows.zip(after.value().data().chunks_exact(4 * HIDDEN)) {
            let step = a.iter().fold(0.0_f32, |most, x| most.max(x.abs())) / MOST;
            assert!(a.iter().zip(b).all(|(a, b)| (a - b).abs() <= 0.501 * step));
            assert_ne!(a, b);
        }
        assert_eq!(model.lstm.b.value().data(), back.lstm.b.value().data());
        assert!(unpack(&bytes[1..]).is_none());
        assert!(unpack(&[bytes.as_slice(), &[0]].concat()).is_none());
        assert!(unpack(&[]).is_none());
    }
}
