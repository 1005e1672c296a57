//! A network in a byte a weight, and the one that is stored.

use super::Game;
use super::four::Four;
use super::network::{Network, Sizes};
use super::selfplay::FOUR;
use labkit::{Error, Result};
use nabla::Parameters;

/// Numbers of a weight, row by row with one column for each output. An output has a scale of its own.
fn outputs(dims: &[usize]) -> Option<usize> {
    (dims.len() > 1).then(|| dims[dims.len() - 1])
}

/// As bytes: of each weight the scales of its outputs, then a byte for each number; biases as they are.
pub fn to_bytes(network: &Network) -> Vec<u8> {
    let mut bytes = Vec::new();
    network.visit(&mut |param| {
        let numbers = param.value().data();
        let Some(outputs) = outputs(param.value().dims()) else {
            return bytes.extend(numbers.iter().flat_map(|x| x.to_le_bytes()));
        };
        let mut scales = vec![1e-12_f32; outputs];
        for (i, x) in numbers.iter().enumerate() {
            let scale = &mut scales[i % outputs];
            *scale = scale.max(x.abs() / 127.0);
        }
        bytes.extend(scales.iter().flat_map(|scale| scale.to_le_bytes()));
        let byte = |(i, x): (usize, &f32)| (x / scales[i % outputs]).round() as i8 as u8;
        bytes.extend(numbers.iter().enumerate().map(byte));
    });
    bytes
}

/// The network of these bytes.
///
/// # Errors
/// If there are more or fewer than a network of this size has.
pub fn from_bytes<G: Game>(sizes: &Sizes, bytes: &[u8]) -> Result<Network> {
    let mut network = Network::new::<G>(sizes, &mut nabla::rng(0));
    if bytes.len() != to_bytes(&network).len() {
        return Err(Error::new("these bytes are not a network of that size"));
    }
    let mut bytes = bytes.iter().copied();
    let mut byte = || bytes.next().unwrap_or_default();
    network.visit_mut(&mut |param| {
        let outputs = outputs(param.value().dims());
        let mut real = || f32::from_le_bytes([(); 4].map(|()| byte()));
        let numbers = param.value_mut().data_mut();
        let Some(outputs) = outputs else {
            return numbers.iter_mut().for_each(|x| *x = real());
        };
        let scales: Vec<f32> = (0..outputs).map(|_| real()).collect();
        for (i, x) in numbers.iter_mut().enumerate() {
            *x = scales[i % outputs] * f32::from(byte() as i8);
        }
    });
    Ok(network)
}

/// The one for Connect Four that `cargo run --release -p lab14 -- --network four` has trained.
///
/// # Errors
/// If the file in `assets` is not of that size.
pub fn stored() -> Result<Network> {
    from_bytes::<Four>(&FOUR.sizes, include_bytes!("../../assets/four.bin"))
}
