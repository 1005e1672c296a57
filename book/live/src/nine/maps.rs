//! Lab 9's network with two numbers in a code, as `assets/codes.bin` keeps it twice: plain and variational.

use crate::packed::unpack;
use lab09::vae::evaluate::codes;
use lab09::vae::{Plan, Vae};
use nabla::Tensor;

/// 784–48–2–48–784.
pub const PLAN: Plan = Plan::small(48, 2, 1);
/// The side of a picture.
pub const SIDE: usize = 28;
/// How many test digits are on a map.
const SHOWN: usize = 200;

/// The network with weights that are to be overwritten.
pub fn fresh() -> Vae {
    Vae::new(SIDE * SIDE, PLAN.hidden, PLAN.latent, &mut nabla::rng(0))
}

/// A trained network, and where it puts test digits. Codes are measured in their own standard deviations, so that two maps can
/// be compared.
pub struct Map {
    network: Vae,
    deviation: [f32; 2],
    /// The place of each digit.
    pub digits: Vec<([f64; 2], u8)>,
}

impl Map {
    /// The plain network's map, and the variational one's.
    pub fn both() -> [Map; 2] {
        let bytes = include_bytes!("../../assets/codes.bin");
        let halves = bytes.split_at(bytes.len() / 2);
        let test = datasets::digits().test.take(SHOWN);
        let pictures = Tensor::from(test.pixels.clone());
        [halves.0, halves.1].map(|half| {
            let network = unpack(fresh(), half).expect("the file is this network's");
            Map::of(network, &pictures, &test.labels)
        })
    }

    fn of(network: Vae, pictures: &Tensor, labels: &[u8]) -> Self {
        let (mean, _) = codes(&network, pictures);
        let number = mean.dims()[0] as f32;
        let deviation = [0, 1].map(|axis| {
            let squares = mean.data().iter().skip(axis).step_by(2).map(|z| z * z);
            (squares.sum::<f32>() / number).sqrt()
        });
        let place = |z: &[f32]| [0, 1].map(|axis| f64::from(z[axis] / deviation[axis]));
        let places = mean.data().chunks(2).map(place);
        Map {
            digits: places.zip(labels.iter().copied()).collect(),
            network,
            deviation,
        }
    }

    /// What the decoder draws at these places, 784 numbers each.
    pub fn draw(&self, places: &[[f64; 2]]) -> Vec<Vec<f32>> {
        let code = |place: &[f64; 2]| [0, 1].map(|axis| place[axis] as f32 * self.deviation[axis]);
        let codes: Vec<f32> = places.iter().flat_map(code).collect();
        let drawn = self
            .network
            .draw(&Tensor::from_vec(codes, [places.len(), 2]));
        drawn
            .data()
            .chunks(SIDE * SIDE)
            .map(<[f32]>::to_vec)
            .collect()
    }

    /// The nearest digit, and how far away it is.
    pub fn nearest(&self, [x, y]: [f64; 2]) -> (u8, f64) {
        let far = |([u, v], _): &&([f64; 2], u8)| (u - x).hypot(v - y);
        let nearest = self.digits.iter().min_by(|a, b| far(a).total_cmp(&far(b)));
        nearest.map_or((0, f64::INFINITY), |digit| (digit.1, far(&digit)))
    }
}
