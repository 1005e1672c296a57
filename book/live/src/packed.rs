//! The weights of a trained network, in a byte each: a page should not have to load four.
//!
//! A parameter of two axes or more is kept row by row along its last axis, each row as its scale (four bytes,
//! little-endian) and a whole number between −127 and 127 for each weight. Biases are few and stay as they are, four
//! bytes a number.

use nabla::{Param, Parameters};

/// The largest whole number.
const MOST: f32 = 127.0;

/// How long the rows of a parameter are, if it has some.
fn row(param: &Param) -> Option<usize> {
    let dims = param.value().dims();
    dims.last().copied().filter(|_| dims.len() >= 2)
}

/// The parameters of a model as bytes.
pub fn pack(model: &impl Parameters) -> Vec<u8> {
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

/// The model with the parameters that these bytes are, or none if there are too few or too many of them.
pub fn unpack<M: Parameters>(mut model: M, bytes: &[u8]) -> Option<M> {
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
    use nabla::{Init, Linear};

    #[test]
    fn a_weight_comes_back_to_half_a_step_of_its_row() {
        let fresh = |seed| Linear::new(7, 5, Init::Xavier, &mut nabla::rng(seed));
        let mut model = fresh(3);
        let bias = model.bias.as_mut().expect("it has one");
        bias.value_mut().data_mut()[2] = 0.3;
        let bytes = pack(&model);
        assert_eq!(bytes.len(), 7 * (4 + 5) + 4 * 5);
        let back = unpack(fresh(4), &bytes).unwrap();
        let rows = model.weight.value().data().chunks_exact(5);
        for (a, b) in rows.zip(back.weight.value().data().chunks_exact(5)) {
            let step = a.iter().fold(0.0_f32, |most, x| most.max(x.abs())) / MOST;
            assert!(a.iter().zip(b).all(|(a, b)| (a - b).abs() <= 0.501 * step));
            assert_ne!(a, b);
        }
        let biases = [&model, &back]
            .map(|model| model.bias.as_ref().map(|bias| bias.value().data().to_vec()));
        assert_eq!(biases[0], biases[1]);
        assert!(unpack(fresh(4), &bytes[1..]).is_none());
        assert!(unpack(fresh(4), &[bytes.as_slice(), &[0]].concat()).is_none());
        assert!(unpack(fresh(4), &[]).is_none());
    }
}
