//! Weights in a byte each.

use super::{Gpt, Sizes};
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

/// Numbers before the weights: the sizes, and which numbers share a scale.
const HEADER: usize = 6;

/// How many numbers share a scale in an array of this shape; `None` for a list, which stays as it is.
fn together(dims: &[usize], scale: Scale) -> Option<usize> {
    match (dims, scale) {
        (&[_, columns], Scale::Row) => Some(columns),
        (&[rows, columns], Scale::Matrix) => Some(rows * columns),
        _ => None,
    }
}

// ANCHOR: to_bytes
/// A model as bytes: of each matrix, row after row, a scale and a byte for each number. Norms stay what they are.
pub fn to_bytes(model: &Gpt, scale: Scale, quantise: Quantise) -> Vec<u8> {
    let Sizes {
        letters,
        context,
        width,
        heads,
        layers,
    } = *model.sizes();
    let header = [
        letters,
        context,
        width,
        heads,
        layers,
        usize::from(scale == Scale::Row),
    ];
    let mut bytes: Vec<u8> = header
        .iter()
        .flat_map(|&n| (n as u32).to_le_bytes())
        .collect();
    model.visit(&mut |param| {
        let numbers = param.value().data();
        match together(param.value().dims(), scale) {
            None => bytes.extend(numbers.iter().flat_map(|x| x.to_le_bytes())),
            Some(length) => numbers.chunks_exact(length).for_each(|row| {
                let (scale, row) = quantise(row);
                bytes.extend(scale.to_le_bytes());
                bytes.extend(row.iter().map(|&x| x as u8));
            }),
        }
    });
    bytes
}
// ANCHOR_END: to_bytes

/// The next four bytes.
fn word(left: &mut &[u8]) -> Option<[u8; 4]> {
    let (word, rest) = left.split_first_chunk()?;
    *left = rest;
    Some(*word)
}

// ANCHOR: from_bytes
/// The next numbers: a byte each, times the scale before them.
fn row(left: &mut &[u8], numbers: &mut [f32]) -> Option<()> {
    let scale = f32::from_le_bytes(word(left)?);
    let (bytes, rest) = left.split_at_checked(numbers.len())?;
    *left = rest;
    let pairs = numbers.iter_mut().zip(bytes);
    pairs.for_each(|(x, &byte)| *x = scale * f32::from(byte as i8));
    Some(())
}
// ANCHOR_END: from_bytes

/// The next numbers of an array.
fn array(left: &mut &[u8], param: &mut Param, scale: Scale) -> Option<()> {
    let length = together(param.value().dims(), scale);
    let numbers = param.value_mut().data_mut();
    match length {
        None => numbers.iter_mut().try_for_each(|x| {
            *x = f32::from_le_bytes(word(left)?);
            Some(())
        }),
        Some(length) => numbers
            .chunks_exact_mut(length)
            .try_for_each(|numbers| row(left, numbers)),
    }
}

/// The model of these bytes.
///
/// # Errors
/// If they are not what [`to_bytes`] makes.
pub fn from_bytes(bytes: &[u8]) -> Result<Gpt> {
    let wrong = || Error::new("these bytes are no GPT in 8 bits, or not all of one");
    let mut left = bytes;
    let mut header = [0; HEADER];
    for number in &mut header {
        *number = u32::from_le_bytes(word(&mut left).ok_or_else(wrong)?) as usize;
    }
    let [letters, context, width, heads, layers, by_row] = header;
    let sizes = Sizes {
        letters,
        context,
        width,
        heads,
        layers,
    };
    let is_sound = header[..5].iter().all(|n| (1..=1 << 12).contains(n)) && width % heads == 0;
    // Asked before room is made for it.
    if !is_sound || by_row > 1 || sizes.parameters() > bytes.len() as u64 {
        return Err(wrong());
    }
    let scale = [Scale::Matrix, Scale::Row][by_row];
    let mut model = Gpt::new(&sizes, &mut nabla::rng(0));
    let mut whole = Some(());
    model.visit_mut(&mut |param| whole = whole.and_then(|()| array(&mut left, param, scale)));
    match whole {
        Some(()) if left.is_empty() => Ok(model),
        _ => Err(wrong()),
    }
}
