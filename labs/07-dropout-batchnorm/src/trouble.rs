//! Trouble that lies in the data: a class that hardly comes, labels that are wrong.

use datasets::Images;
use nabla::{Module, Rng, Tape};
use rand::RngExt;
use trainer::{Examples, outputs};

/// The same pictures, but only the first `keep` of the class `class`.
pub fn rare(images: &Images, class: u8, keep: usize) -> Images {
    let mut left = keep;
    let stays: Vec<usize> = (0..images.len())
        .filter(|&i| {
            let here = images.labels[i] == class;
            if here && left > 0 {
                left -= 1;
                return true;
            }
            !here
        })
        .collect();
    images.select(&stays)
}

// ANCHOR: class_weights
/// A weight for each class, N / (K·Nₖ): then each class as a whole counts as much
/// as any other, and an example counts 1 on average. A class without examples
/// gets 0.
pub fn class_weights(labels: &[u8], classes: usize) -> Vec<f32> {
    let mut counts = vec![0; classes];
    for &label in labels {
        counts[usize::from(label)] += 1;
    }
    let weight = |count: usize| match count {
        0 => 0.0,
        count => labels.len() as f32 / (classes * count) as f32,
    };
    counts.into_iter().map(weight).collect()
}
// ANCHOR_END: class_weights

/// Of the examples of class `class`, the share answered right: its *recall*. And of the answers `class`, the share that
/// is right: its *precision*. A share of nothing is 0.
pub fn recall_and_precision(labels: &[u32], answers: &[u32], class: u32) -> (f64, f64) {
    let count = |of: &dyn Fn(u32, u32) -> bool| {
        let pairs = labels.iter().zip(answers);
        pairs.filter(|&(&label, &answer)| of(label, answer)).count()
    };
    let right = count(&|label, answer| label == class && answer == class) as f64;
    let share = |whole: usize| right / whole.max(1) as f64;
    (
        share(count(&|label, _| label == class)),
        share(count(&|_, answer| answer == class)),
    )
}

/// Gives a share of the labels a wrong class, every wrong class equally likely. Returns which.
///
/// # Panics
/// If there is only one class.
pub fn mislabel(images: &mut Images, share: f64, rng: &mut Rng) -> Vec<bool> {
    let wanted = (share * images.len() as f64).round() as usize;
    let mut wrong = vec![false; images.len()];
    let classes = images.classes as u8;
    let mut planted = 0;
    while planted < wanted.min(images.len()) {
        let i = rng.random_range(0..images.len());
        if !wrong[i] {
            wrong[i] = true;
            planted += 1;
            images.labels[i] = (images.labels[i] + rng.random_range(1..classes)) % classes;
        }
    }
    wrong
}

// ANCHOR: losses
/// The loss of each example on its own.
pub fn losses(model: &dyn Module, examples: &Examples) -> Vec<f32> {
    let logits = outputs(model, &examples.images);
    let tape = Tape::new();
    let log_p = tape.constant(logits).log_softmax().value();
    let rows = log_p.data().chunks_exact(examples.labels.classes());
    let labels = examples.labels.as_slice();
    rows.zip(labels)
        .map(|(row, &label)| -row[label as usize])
        .collect()
}

/// The places of the examples, the largest loss first.
pub fn by_loss(losses: &[f32]) -> Vec<usize> {
    let mut places: Vec<usize> = (0..losses.len()).collect();
    places.sort_by(|&a, &b| losses[b].total_cmp(&losses[a]));
    places
}
// ANCHOR_END: losses

/// Of the first `k` places, the share that is marked: precision at k.
pub fn precision_at(k: usize, places: &[usize], marked: &[bool]) -> f64 {
    let first = &places[..k.min(places.len())];
    let hits = first.iter().filter(|&&i| marked[i]).count();
    hits as f64 / first.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use nabla::{Init, Linear, Tensor};

    #[test]
    fn a_rare_class_is_rare_and_the_others_are_all_there() {
        let all = datasets::digits8().train;
        let some = rare(&all, 4, 7);
        let count = |images: &Images, class| images.labels.iter().filter(|&&l| l == class).count();
        assert_eq!(count(&some, 4), 7);
        for class in [0, 3, 5, 9] {
            assert_eq!(count(&some, class), count(&all, class));
        }
    }

    #[test]
    fn weights_make_classes_count_alike() {
        let labels = [2, 0, 2, 2, 0, 2];
        let weights = class_weights(&labels, 4);
        assert_eq!(weights, [0.75, 0.0, 0.375, 0.0]);
        assert_eq!(class_weights(&[0, 1, 2], 3), [1.0; 3]);
    }

    #[test]
    fn recall_is_about_the_truth_and_precision_about_the_answer() {
        let (labels, answers) = ([4, 4, 4, 1, 1, 2], [4, 1, 4, 4, 1, 4]);
        assert_eq!(
            recall_and_precision(&labels, &answers, 4),
            (2.0 / 3.0, 2.0 / 4.0)
        );
        assert_eq!(recall_and_precision(&labels, &answers, 7), (0.0, 0.0));
    }

    #[test]
    fn a_planted_label_is_wrong_and_the_others_are_right() {
        let before = datasets::digits8().train;
        let mut after = before.clone();
        let wrong = mislabel(&mut after, 0.03, &mut nabla::rng(1));
        assert_eq!(wrong.iter().filter(|w| **w).count(), 43);
        for (i, &wrong) in wrong.iter().enumerate() {
            assert_eq!(before.labels[i] != after.labels[i], wrong);
            assert!(after.labels[i] < 10);
        }
    }

    #[test]
    fn the_mean_of_the_single_losses_is_the_loss() {
        let examples = Examples::from(datasets::digits().train.take(40));
        let model = Linear::new(784, 10, Init::Xavier, &mut nabla::rng(2));
        let single = losses(&model, &examples);
        let mean = single.iter().sum::<f32>() / 40.0;
        let tape = Tape::new();
        let whole = model
            .forward(&tape, tape.constant(Tensor::clone(&examples.images)))
            .softmax_cross_entropy(&examples.labels)
            .item();
        assert!((mean - whole).abs() < 1e-5);
        let order = by_loss(&single);
        assert!(order.is_sorted_by(|&a, &b| single[a] >= single[b]));
    }

    #[test]
    fn precision_counts_the_first_ones_only() {
        let marked = [true, false, true, false];
        assert_eq!(precision_at(3, &[2, 1, 0, 3], &marked), 2.0 / 3.0);
        assert_eq!(precision_at(9, &[2, 1], &marked), 0.5);
    }
}
