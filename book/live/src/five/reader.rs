//! The chapter's softmax network, trained in the page on the embedded digits.

use lab05::network::{CLASSES, PIXELS, RECIPES};
use lab05::template::template;
use lab05::training::Training;
use nabla::{Sequential, Tensor};
use trainer::{Examples, outputs};

/// The digits to learn from, and those to be read.
pub struct Digits {
    pub train: Examples,
    pub test: Examples,
}

impl Digits {
    pub fn embedded() -> Self {
        let split = datasets::digits();
        Digits {
            train: Examples::from(split.train),
            test: Examples::from(split.test),
        }
    }

    /// A test picture, and what it shows.
    pub fn test(&self, number: usize) -> (&[f32], usize) {
        let pixels = &self.test.images.data()[number * PIXELS..][..PIXELS];
        (pixels, self.test.labels.as_slice()[number] as usize)
    }
}

/// A network without hidden layers, and its weights as pictures.
pub struct Reader {
    model: Sequential,
    templates: Vec<Vec<f32>>,
}

impl Reader {
    /// Learns by the lab's recipe, for so many epochs.
    pub fn train(examples: &Examples, epochs: usize) -> Self {
        let mut training = Training::new(&RECIPES[0], epochs, examples, 1);
        for _ in 0..epochs {
            training.epoch(|_| ());
        }
        let model = training.model;
        let templates = (0..CLASSES).map(|class| template(&model, class));
        Reader {
            templates: templates.collect(),
            model,
        }
    }

    /// The ten logits of a picture.
    pub fn logits(&self, pixels: &[f32]) -> Vec<f32> {
        let x = Tensor::from_slice(pixels, [1, PIXELS]);
        outputs(&self.model, &x).data().to_vec()
    }

    /// The weights from every pixel to this class.
    pub fn template(&self, class: usize) -> &[f32] {
        &self.templates[class]
    }

    /// The largest weight of all, in size.
    pub fn strongest(&self) -> f32 {
        let weights = self.templates.iter().flatten();
        weights.fold(1e-6, |most: f32, w| most.max(w.abs()))
    }

    /// What the ink of a picture says for a class, and what against it: the sums of ink × weight.
    pub fn votes(&self, pixels: &[f32], class: usize) -> [f64; 2] {
        let products = pixels.iter().zip(self.template(class));
        products.fold([0.0; 2], |[plus, minus], (ink, weight)| {
            let product = f64::from(ink * weight);
            [plus + product.max(0.0), minus + product.min(0.0)]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Strokes;
    use crate::strokes::as_mnist;
    use trainer::score;

    #[test]
    fn twenty_epochs_read_nine_test_pictures_of_ten() {
        let digits = Digits::embedded();
        let fresh = score(&Reader::train(&digits.train, 0).model, &digits.test).accuracy;
        let trained = score(&Reader::train(&digits.train, 20).model, &digits.test).accuracy;
        assert!(fresh < 0.3 && trained > 0.93, "{fresh}, {trained}");
    }

    /// An arc around a middle, from one angle to another, in turns; down is positive.
    fn arc(middle: [f64; 2], radii: [f64; 2], from: f64, to: f64) -> Vec<[f64; 2]> {
        let at = |i: usize| {
            let angle = std::f64::consts::TAU * (from + (to - from) * i as f64 / 24.0);
            [
                middle[0] + radii[0] * angle.cos(),
                middle[1] + radii[1] * angle.sin(),
            ]
        };
        (0..=24).map(at).collect()
    }

    /// Digits as somebody might draw them with a finger.
    fn drawn() -> Vec<Strokes> {
        let one = vec![[0.4, 0.3], [0.52, 0.18], [0.52, 0.82]];
        let mut two = arc([0.5, 0.35], [0.17, 0.17], -0.5, 0.1);
        two.extend([[0.32, 0.8], [0.7, 0.8]]);
        let mut three = arc([0.48, 0.35], [0.16, 0.15], -0.45, 0.2);
        three.extend(arc([0.48, 0.65], [0.18, 0.16], -0.22, 0.42));
        let four = [
            vec![[0.5, 0.18], [0.3, 0.58], [0.72, 0.58]],
            vec![[0.6, 0.4], [0.58, 0.85]],
        ];
        let mut five = vec![[0.68, 0.2], [0.4, 0.2], [0.38, 0.48]];
        five.extend(arc([0.49, 0.62], [0.18, 0.18], -0.3, 0.4));
        let mut six = vec![[0.58, 0.15], [0.42, 0.4], [0.35, 0.65]];
        six.extend(arc([0.5, 0.66], [0.15, 0.15], 0.5, -0.5));
        let seven = vec![[0.3, 0.2], [0.7, 0.2], [0.45, 0.82]];
        let mut eight = arc([0.5, 0.34], [0.14, 0.15], 0.25, 1.25);
        eight.extend(arc([0.5, 0.66], [0.17, 0.17], -0.25, 0.75));
        let mut nine = arc([0.48, 0.36], [0.15, 0.15], 0.0, 1.0);
        nine.push([0.6, 0.82]);
        let zero = arc([0.5, 0.5], [0.2, 0.3], -0.25, 0.75);
        let whole = [
            vec![zero],
            vec![one],
            vec![two],
            vec![three],
            four.to_vec(),
            vec![five],
            vec![six],
            vec![seven],
            vec![eight],
            vec![nine],
        ];
        let strokes = |lines: &Vec<Vec<[f64; 2]>>| {
            let lines: Vec<&[[f64; 2]]> = lines.iter().map(Vec::as_slice).collect();
            Strokes::through(&lines)
        };
        whole.iter().map(strokes).collect()
    }

    #[test]
    fn what_a_finger_draws_is_read() {
        let digits = Digits::embedded();
        let reader = Reader::train(&digits.train, 20);
        let read = |strokes: &Strokes, radius: f64| {
            let picture = as_mnist(&strokes.paint([112, 112], radius), [112, 112]).unwrap();
            let logits = reader.logits(&picture);
            (0..CLASSES)
                .max_by(|&a, &b| logits[a].total_cmp(&logits[b]))
                .unwrap()
        };
        let answers: Vec<usize> = drawn().iter().map(|s| read(s, 8.0)).collect();
        let right = answers
            .iter()
            .enumerate()
            .filter(|(k, answer)| k == *answer)
            .count();
        assert!(right >= 9, "{answers:?}");
    }
}
