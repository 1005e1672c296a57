//! Checkpoints: there and back, and files that are no such thing.

use lab05::checkpoint::Checkpoint;
use lab05::network::{RECIPES, Recipe};
use lab05::training::{Examples, Training};
use nabla::{Module, Sequential};
use std::path::PathBuf;

fn model(recipe: &Recipe, seed: u64) -> Sequential {
    recipe.build(&mut nabla::rng(seed))
}

fn weights(model: &dyn Module) -> Vec<f32> {
    let mut all = Vec::new();
    model.visit(&mut |param| all.extend_from_slice(param.value().data()));
    all
}

fn sample() -> Checkpoint {
    Checkpoint::of(&model(&RECIPES[0], 4), "softmax", "digits", 4, 7)
}

/// A folder of this test's own, removed in the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("lab05-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a scratch folder");
        Folder(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn a_network_comes_back_from_its_file() {
    let folder = Folder::new("round-trip");
    let path = folder.0.join("checkpoint.bin");
    let deep = Recipe::find("64-64").expect("a recipe");
    let kept = model(deep, 3);
    for epochs in [1, 2] {
        Checkpoint::of(&kept, "64-64", "mnist", 3, epochs)
            .save(&path)
            .expect("it can be written");
    }
    let loaded = Checkpoint::load(&path).expect("it can be read");
    assert_eq!(
        (loaded.epochs, loaded.seed, loaded.data.as_str()),
        (2, 3, "mnist")
    );
    let mut other = model(deep, 9);
    loaded.restore(&mut other).expect("the same network");
    assert_eq!(weights(&other), weights(&kept));
    assert_eq!(
        std::fs::read_dir(&folder.0).expect("the folder").count(),
        1,
        "nothing is left beside it"
    );
}

#[test]
fn an_interrupted_descent_goes_on_as_if_nothing_had_happened() {
    let train = Examples::from(datasets::digits().train.take(300));
    let mut whole = Training::new(&RECIPES[0], 4, &train, 2);
    (0..4).for_each(|_| {
        whole.epoch(|_| {});
    });
    let mut first = Training::new(&RECIPES[0], 4, &train, 2);
    (0..2).for_each(|_| {
        first.epoch(|_| {});
    });
    let kept = Checkpoint::of(&first.model, "softmax", "digits", 2, 2);
    let mut second = Training::new(&RECIPES[0], 4, &train, 2);
    kept.restore(&mut second.model).expect("the same network");
    second.skip(2);
    (0..2).for_each(|_| {
        second.epoch(|_| {});
    });
    assert_eq!(weights(&second.model), weights(&whole.model));
}

#[test]
fn another_run_is_not_continued() {
    let kept = sample();
    assert!(kept.belongs_to("softmax", "digits", 4, 7).is_ok());
    for (network, data, seed) in [
        ("64-64", "digits", 4),
        ("softmax", "mnist", 4),
        ("softmax", "digits", 5),
    ] {
        let error = kept
            .belongs_to(network, data, seed, 9)
            .expect_err("another run")
            .to_string();
        assert!(
            error.contains("softmax on digits with seed 4") && error.contains("--resume"),
            "{error}"
        );
    }
    let error = kept
        .belongs_to("softmax", "digits", 4, 6)
        .expect_err("too far")
        .to_string();
    assert!(
        error.contains("7 epochs") && error.contains("--epochs"),
        "{error}"
    );
    let mut deep = model(&RECIPES[1], 4);
    let before = weights(&deep);
    let error = kept
        .restore(&mut deep)
        .expect_err("another network")
        .to_string();
    assert!(
        error.contains("weight [784, 10]") && error.contains("weight [784, 64]"),
        "{error}"
    );
    assert_eq!(weights(&deep), before);
}

#[test]
fn every_truncation_and_every_flipped_byte_is_noticed() {
    let mut small = sample();
    small.tensors = vec![
        ("weight".into(), vec![2, 3], vec![1.5; 6]),
        ("bias".into(), vec![3], vec![-0.5; 3]),
    ];
    let bytes = small.to_bytes();
    assert_eq!(Checkpoint::from_bytes(&bytes), Ok(small));
    for length in 0..bytes.len() {
        assert!(
            Checkpoint::from_bytes(&bytes[..length]).is_err(),
            "{length} bytes"
        );
    }
    for i in 0..bytes.len() {
        let mut flipped = bytes.clone();
        flipped[i] ^= 0x10;
        assert!(Checkpoint::from_bytes(&flipped).is_err(), "byte {i}");
    }
}

/// `bytes` with the checksum they should have.
fn sealed(mut bytes: Vec<u8>) -> Vec<u8> {
    let sum = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
    });
    bytes.extend(sum.to_le_bytes());
    bytes
}

#[test]
fn hostile_files_end_in_a_clause_and_allocate_nothing() {
    let mut head = b"NEURON05".to_vec();
    head.extend([1, 0, b's', 1, 0, b'd']);
    head.extend([0; 12]);
    let tensor = |count: u32, rest: &[u8]| sealed([&head[..], &count.to_le_bytes(), rest].concat());
    let largest = u32::MAX.to_le_bytes();
    let name = [1, 0, b'w'];
    for (bytes, words) in [
        (Vec::new(), "no checkpoint"),
        (b"NEURON06 and more than that".to_vec(), "no checkpoint"),
        (b"NEURON05".to_vec(), "too early"),
        (tensor(u32::MAX, &[]), "too early"),
        (
            tensor(1, &[&name[..], &[2], &largest, &largest].concat()),
            "sizes",
        ),
        (
            tensor(1, &[&name[..], &[1], &largest].concat()),
            "too early",
        ),
        (tensor(1, &[&name[..], &[255]].concat()), "too early"),
        (tensor(1, &[&[255, 255][..], &[0; 9]].concat()), "too early"),
        (tensor(1, &[1, 0, 0xff, 0]), "UTF-8"),
        (
            tensor(1, &[&name[..], &[0], &f32::NAN.to_le_bytes()].concat()),
            "not finite",
        ),
        (tensor(0, &[1, 2, 3]), "3 bytes too many"),
    ] {
        let what = Checkpoint::from_bytes(&bytes).expect_err("it is no checkpoint");
        assert!(what.contains(words), "`{what}` does not say `{words}`");
    }
}

#[test]
fn errors_name_the_file_and_the_remedy() {
    let folder = Folder::new("errors");
    let path = folder.0.join("checkpoint.bin");
    let absent = Checkpoint::load(&path).expect_err("absent").to_string();
    assert!(
        absent.contains("checkpoint.bin") && absent.contains("--resume"),
        "{absent}"
    );
    std::fs::write(&path, b"a shopping list").expect("it can be written");
    let wrong = Checkpoint::load(&path).expect_err("wrong").to_string();
    assert!(
        wrong.contains("checkpoint.bin") && wrong.contains("no checkpoint"),
        "{wrong}"
    );
    assert!(Checkpoint::load(&folder.0).is_err(), "a folder is no file");
    let error = sample()
        .save(&folder.0.join("nowhere/checkpoint.bin"))
        .expect_err("no folder")
        .to_string();
    assert!(
        error.contains("nowhere") && error.contains("--out"),
        "{error}"
    );
}
