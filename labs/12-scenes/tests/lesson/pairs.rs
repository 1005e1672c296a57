//! The same or not: losses against PyTorch's tape, and the exam against answers that are known.

use lab12::episodes::{
    Family, LARGE_RECIPE, Made, best_threshold, epoch, five_way, pairs, recipe, told,
};
use lab12::judging::exercises;
use lab12::siamese::{Objective, distances, network, points};
use lab12::solutions;
use labkit::judge::says;
use labkit::reference::Stored;
use nabla::{Device, Tape, Tensor};
use trainer::{Run, Training};

const STORED: Stored = Stored(include_str!("../reference/pixels.txt"));

type Asked = (Vec<f64>, Vec<f64>, Vec<f64>, f64);

#[test]
fn the_losses_are_pytorchs() {
    let raw: Vec<f32> = STORED
        .values("batch.points")
        .iter()
        .map(|&x| x as f32)
        .collect();
    for (objective, name) in [
        (Objective::Contrastive, "contrastive"),
        (Objective::Triplet, "triplet"),
        (Objective::Neighbours, "neighbours"),
    ] {
        let tape = Tape::new();
        let x = tape.variable(Tensor::from_slice(&raw, [6, 3]));
        let unit = x / (x.square().sum_axis(1) + 1e-8).sqrt();
        let loss = objective.of(distances(unit), &[0, 1, 0, 2, 1, 2]);
        let theirs = STORED.value(&format!("batch.{name}.loss"));
        assert!(
            (f64::from(loss.item()) - theirs).abs() < 1e-4,
            "{name}: {} {theirs}",
            loss.item()
        );
        let grads = loss.backward();
        let theirs = STORED.values(&format!("batch.{name}.grad"));
        for (ours, theirs) in grads.of(x).data().iter().zip(theirs) {
            assert!(
                (f64::from(*ours) - theirs).abs() < 1e-3,
                "{name}: {ours} {theirs}"
            );
        }
    }
}

fn family(digits: std::ops::Range<u8>) -> Family {
    Family::new(&datasets::digits8().train, digits)
}

#[test]
fn who_knows_passes_the_exam_and_who_guesses_does_not() {
    let unseen = family(5..10);
    let n = unseen.digits.len();
    let known = unseen.digits.iter().map(|&d| f32::from(d)).collect();
    let known = Tensor::from_vec(known, [n, 1]);
    assert_eq!(five_way(&known, &unseen, 50, &mut nabla::rng(1)), 1.0);
    let luck = Tensor::normal([n, 8], &mut nabla::rng(2));
    let luck = five_way(&luck, &unseen, 400, &mut nabla::rng(1));
    assert!((luck - 0.2).abs() < 0.03, "{luck}");
    let [same, other] = pairs(&known, &unseen, 40, &mut nabla::rng(3));
    assert!(same.iter().all(|&d| d == 0.0) && other.iter().all(|&d| d >= 1.0));
    assert_eq!(told(&[same.clone(), other.clone()], 0.5), 1.0);
    let best = best_threshold(&[same, other]);
    assert!(best > 0.0 && best <= 1.0, "{best}");
}

#[test]
fn a_batch_has_four_of_each_class() {
    let known = family(0..5);
    for (made, classes) in [(Made::Plain, 5), (Made::Up, 20)] {
        let (pictures, labels) = known.batch(made, &mut nabla::rng(1));
        assert_eq!(pictures.dims(), [80, 8, 8, 1]);
        let mut seen = labels.clone();
        seen.dedup();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), classes);
        assert!(pictures.data().iter().all(|p| (0.0..=1.0).contains(p)));
    }
}

#[test]
fn it_learns_to_tell_the_same() {
    let known = family(0..5);
    let recipe = recipe(1, 1);
    for objective in [
        Objective::Contrastive,
        Objective::Triplet,
        Objective::Neighbours,
    ] {
        let net = network(8, 2, 16, &mut nabla::rng(1));
        let mut training = Training::new(net, &recipe, 40, &Device::Cpu);
        epoch(&mut training, &known, (objective, Made::Plain), |_| {});
        let points = points(&training.model, &known.pictures);
        let pairs = pairs(&points, &known, 300, &mut nabla::rng(2));
        let told = told(&pairs, best_threshold(&pairs));
        assert!(told > 0.9, "{objective:?}: {told}");
    }
}

#[test]
fn its_training_can_be_interrupted() {
    let known = family(0..5);
    let recipe = LARGE_RECIPE.epochs(2).seed(3);
    let run = Run {
        network: "siamese".to_string(),
        data: "digits".to_string(),
        examples: "known".to_string(),
        seed: recipe.seed,
        rule: recipe.rule,
        recipe: recipe.rest(),
        epochs: recipe.epochs,
    };
    let fresh = || {
        let net = network(8, 2, 4, &mut nabla::rng(3));
        Training::new(net, &recipe, 3, &Device::Cpu)
    };
    trainer::prove(&run, fresh, |training| {
        epoch(training, &known, (Objective::Triplet, Made::Up), |_| {});
    });
}

#[test]
fn triplets_as_learners_write_them() {
    let triplet =
        |answer: fn(&Asked) -> (f64, [Vec<f64>; 3])| says(&exercises(), "triplet_loss", answer);
    // The mean over the axes in place of the sum.
    let mean = triplet(|(a, p, n, margin)| {
        let d = a.len() as f64;
        let (loss, slopes) = solutions::triplet_loss(a, p, n, margin * d);
        (loss / d, slopes.map(|s| s.iter().map(|x| x / d).collect()))
    });
    assert_eq!(mean, "wrong");
    // Positive and negative compared with each other.
    let without_anchor = triplet(|(a, p, n, margin)| solutions::triplet_loss(p, a, n, *margin));
    assert_eq!(without_anchor, "wrong");
    let zero_anchor = triplet(|(a, p, n, margin)| {
        let (loss, [_, of_p, of_n]) = solutions::triplet_loss(a, p, n, *margin);
        (loss, [vec![0.0; a.len()], of_p, of_n])
    });
    assert_eq!(zero_anchor, "wrong");
}
