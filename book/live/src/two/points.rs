//! The playground's points: from the data sets of the labs, or the reader's own.

use datasets::synthetic;
use nabla::Tensor;

/// As many to learn from, and as many that are held out.
pub const EACH: usize = 200;
/// What is seen of the plane, in both directions.
pub const REACH: f32 = 2.4;
/// The reader's own points fit into an address: so many at most.
pub const MOST: usize = 120;
/// A place is kept to a 61st of the plane's side.
const STEPS: f32 = 61.0;
const SIGNS: &[u8; 62] = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// Points of the plane, and the class of each, 0 or 1.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Points {
    pub at: Vec<[f32; 2]>,
    pub class: Vec<u8>,
}

impl Points {
    /// The set of this name with so much noise; the reader's own is for [`Points::read`].
    pub fn of(name: &str, noise: f32, seed: u64) -> Self {
        let (points, scale, shift) = match name {
            "xor" => (synthetic::xor(EACH, noise, seed), 1.2, [0.0, 0.0]),
            "rings" => (synthetic::rings(EACH, noise, seed), 1.7, [0.0, 0.0]),
            "spirals" => (
                synthetic::spirals(EACH, 2, noise / 2.0, seed),
                2.0,
                [0.0, 0.0],
            ),
            _ => (synthetic::moons(EACH, noise, seed), 1.3, [-0.65, -0.3]),
        };
        let place = |i: usize| [0, 1].map(|axis| scale * points.xy[[i, axis]] + shift[axis]);
        Points {
            at: (0..points.len()).map(place).collect(),
            class: points.labels.to_vec(),
        }
    }

    /// The points that a text of [`Points::text`] stands for.
    pub fn read(text: &str) -> Self {
        let mut points = Points::default();
        let number = |sign: u8| SIGNS.iter().position(|&known| known == sign);
        for point in text.as_bytes().chunks_exact(3).take(MOST) {
            let (Some(x), Some(y)) = (number(point[0]), number(point[1])) else {
                continue;
            };
            let place = |step: usize| (2.0 * step as f32 / STEPS - 1.0) * REACH;
            points.at.push([place(x), place(y)]);
            points.class.push(u8::from(point[2] == b'1'));
        }
        points
    }

    /// Three signs a point.
    pub fn text(&self) -> String {
        let sign = |v: f32| {
            let step = ((v / REACH + 1.0) / 2.0 * STEPS).round().clamp(0.0, STEPS);
            char::from(SIGNS[step as usize])
        };
        let points = self.at.iter().zip(&self.class);
        points
            .flat_map(|(&[x, y], &class)| [sign(x), sign(y), char::from(b'0' + class)])
            .collect()
    }

    /// One more, if there is room.
    pub fn add(&mut self, at: [f32; 2], class: u8) {
        if self.len() < MOST {
            self.at.push(at.map(|v| v.clamp(-REACH, REACH)));
            self.class.push(class);
        }
    }

    pub fn len(&self) -> usize {
        self.at.len()
    }

    /// `[N, 2]`, and the targets `[N, 1]`.
    pub fn tensors(&self) -> (Tensor, Tensor) {
        let places: Vec<f32> = self.at.iter().flatten().copied().collect();
        let targets: Vec<f32> = self.class.iter().map(|&class| f32::from(class)).collect();
        (
            Tensor::from_vec(places, [self.len(), 2]),
            Tensor::from_vec(targets, [self.len(), 1]),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_points_survive_an_address() {
        let mut points = Points::default();
        points.add([0.5, -2.0], 1);
        points.add([9.0, -9.0], 0);
        let back = Points::read(&points.text());
        assert_eq!(back.class, [1, 0]);
        assert_eq!(back.at[1], [REACH, -REACH]);
        assert!(
            (back.at[0][0] - 0.5).abs() < REACH / STEPS
                && (back.at[0][1] + 2.0).abs() < REACH / STEPS
        );
        assert_eq!(Points::read(&back.text()), back);
        assert_eq!(Points::read("?.!ab"), Points::default());
        for _ in 0..999 {
            points.add([0.0, 0.0], 0);
        }
        assert_eq!(points.len(), MOST);
    }

    #[test]
    fn every_set_lies_on_the_plane() {
        for name in ["moons", "xor", "rings", "spirals"] {
            let points = Points::of(name, 0.1, 1);
            assert_eq!(points.len(), EACH);
            let inside = points
                .at
                .iter()
                .filter(|at| at.iter().all(|v| v.abs() < REACH))
                .count();
            assert!(inside >= EACH - 1, "{name}: {inside}");
        }
    }
}
