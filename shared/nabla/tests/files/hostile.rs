//! Files that are damaged, foreign, or made to do harm.

use super::{Folder, numbers, refused};
use nabla::optim::Adam;
use nabla::{BatchNorm, Checkpoint, FileError, Init, Linear, Parameters, load};
use proptest::prelude::*;
use safetensors::tensor::{Dtype, TensorView, serialize};
use std::collections::HashMap;
use std::fs;

/// The bytes of a small file of ours.
pub fn small() -> Vec<u8> {
    let folder = Folder::new("small");
    let layer = Linear::new(3, 2, Init::He, &mut nabla::rng(1));
    let checkpoint = Checkpoint::of(&layer)
        .training(&layer, &Adam::new(0.01))
        .note("epochs", 7);
    checkpoint
        .save(folder.file("small"))
        .expect("it can be written");
    fs::read(folder.file("small")).expect("it can be read")
}

/// Whatever was read, nothing of it reached the layer unless it is all right.
pub fn try_bytes(name: &str, bytes: &[u8]) -> Result<(), FileError> {
    let folder = Folder::new(name);
    let path = folder.file("bytes");
    fs::write(&path, bytes).expect("it can be written");
    let mut layer = Linear::new(3, 2, Init::He, &mut nabla::rng(2));
    let before = numbers(&layer);
    let result = load(&mut layer, &path);
    assert_eq!(result.is_err(), numbers(&layer) == before);
    result
}

#[test]
fn every_truncation_and_every_flipped_bit_is_noticed() {
    let bytes = small();
    try_bytes("whole", &bytes).expect("it is whole");
    for length in 0..bytes.len() {
        try_bytes("cut", &bytes[..length]).expect_err("it is cut");
    }
    for i in 0..bytes.len() {
        for bit in [0, 5] {
            let mut flipped = bytes.clone();
            flipped[i] ^= 1 << bit;
            assert!(
                try_bytes("flipped", &flipped).is_err(),
                "byte {i}, bit {bit}"
            );
        }
    }
    try_bytes("longer", &[&bytes[..], b"?"].concat()).expect_err("it is too long");
}

/// A header, with its length before it.
pub fn headed(header: &str, data: &[u8]) -> Vec<u8> {
    [
        &(header.len() as u64).to_le_bytes(),
        header.as_bytes(),
        data,
    ]
    .concat()
}

#[test]
fn hostile_and_foreign_files_are_explained() {
    let tensor = |shape: &str, from: u64, to: u64| {
        format!(r#"{{"weight":{{"dtype":"F32","shape":{shape},"data_offsets":[{from},{to}]}}}}"#)
    };
    let huge = u64::MAX;
    let mut many = String::from("{");
    for i in 0..8 {
        let (from, to) = (i * (huge / 8), (i + 1) * (huge / 8));
        many +=
            &tensor(&format!("[{}]", huge / 32), from, to).replace("weight", &format!("w{i}"))[1..];
        many.pop();
        many += if i == 7 { "}" } else { "," };
    }
    // How much a number of such a kind takes is not known: what is said of places must be right all the same.
    let unread = many.replace("F32", "C64");
    let end = (huge / 8 * 8).to_string();
    for (bytes, words) in [
        (Vec::new(), "no safetensors file"),
        (b"GIF89a".to_vec(), "no safetensors file"),
        (
            b"%PDF-1.7 and much more than that".to_vec(),
            "no safetensors file",
        ),
        (
            b"PK\x03\x04 an archive of PyTorch's".to_vec(),
            "no safetensors file",
        ),
        (huge.to_le_bytes().to_vec(), "no safetensors file"),
        (headed("a shopping list", &[]), "no safetensors file"),
        (headed(&"[".repeat(100_000), &[]), "no safetensors file"),
        (headed("{}", &[]), "holds no weight"),
        (headed(&tensor("[3,2]", 0, 24), &[0; 23]), "truncated"),
        (
            headed(&tensor("[3,2]", 4, 28), &[0; 28]),
            "the place of weight",
        ),
        (
            headed(&tensor("[3,3]", 0, 24), &[0; 24]),
            "contradicts itself",
        ),
        (
            headed(&tensor(&format!("[{huge},{huge}]"), 0, 8), &[0; 8]),
            "contradicts itself",
        ),
        (headed(&many, &[0; 64]), "contradicts itself"),
        (headed(&unread, &[0; 64]), "is truncated"),
        (
            headed(&unread.replace(&end, "7"), &[0; 64]),
            "the place of w7",
        ),
        (
            headed(&tensor("[3,2]", 0, 24), &[0; 25]),
            "more than a safetensors file",
        ),
        (
            headed(&tensor("[536870912,536870912,536870912]", 0, 8), &[0; 8]),
            "contradicts itself",
        ),
        (
            headed(&tensor("[1,1,1,1,1,1,6]", 0, 24), &[0; 24]),
            "weight as [1, 1, 1, 1, 1, 1, 6], where the model has [3, 2]",
        ),
        (
            headed(&tensor("[3,2]", 0, 24), &[0xff; 24]),
            "weight with a number that is not finite",
        ),
        (
            headed(&tensor("[3,2]", 0, 6).replace("F32", "F8_E4M3"), &[0; 6]),
            "weight as F8_E4M3, and only F32, F64, F16, BF16, I8,",
        ),
        (
            headed(&tensor("[3,2]", 0, 23).replace("F32", "F8_E4M3"), &[0; 24]),
            "is truncated, or more",
        ),
        (
            headed(&tensor("[3,2]", 0, 12), &[0; 12]),
            "weight is [3, 2] of F32 in 12 bytes",
        ),
        (
            headed(r#"{"__metadata__":{"epochs":7}}"#, &[]),
            "one of its notes is no text",
        ),
        (
            headed(r#"{"weight":{"dtype":"F32","shape":[1]}}"#, &[0; 4]),
            "does not say where weight is",
        ),
        (
            headed(&tensor("[-6]", 0, 24), &[0; 24]),
            "does not say where weight is",
        ),
        (
            headed(r#"{"weight":7}"#, &[]),
            "does not say where weight is",
        ),
    ] {
        refused(try_bytes("hostile", &bytes), &[words, "bytes"]);
    }
}

/// A file as PyTorch writes it: no notes, no checksum.
#[test]
fn a_foreign_file_with_the_right_names_is_taken() {
    let data: Vec<u8> = (0..6).flat_map(|i| (i as f32).to_le_bytes()).collect();
    let view = |shape: &[usize], data: &'static [u8]| {
        TensorView::new(Dtype::F32, shape.to_vec(), data).expect("they fit")
    };
    let data: &'static [u8] = data.leak();
    let tensors = [
        ("weight", view(&[3, 2], data)),
        ("bias", view(&[2], &data[8..16])),
    ];
    let bytes = serialize(tensors, None).expect("it can be written");
    try_bytes("foreign", &bytes).expect("it is all right");
    let notes = HashMap::from([(
        "format".to_string(),
        "pt \"\\\" 99999999999999999999999".to_string(),
    )]);
    let tensors = [
        ("weight", view(&[3, 2], data)),
        ("bias", view(&[2], &data[8..16])),
    ];
    let bytes = serialize(tensors, Some(notes)).expect("it can be written");
    try_bytes("noted", &bytes).expect("it is all right");
}

/// Names reach the terminal in messages: a file does not get to command it, nor to fill it.
#[test]
fn what_a_file_says_of_itself_is_quoted_harmlessly() {
    let name = format!("\u{1b}[2J\u{7}{}", "x".repeat(5000));
    let header = format!(
        r#"{{"{}":{{"dtype":"F32","shape":[],"data_offsets":[0,4]}}}}"#,
        name.replace('\u{1b}', "\\u001b")
            .replace('\u{7}', "\\u0007")
    );
    let error = try_bytes("shouting", &headed(&header, &[0; 4])).expect_err("another model");
    let what = error.what();
    assert!(what.contains("nearest to it: �[2J�xxx"), "{what}");
    assert!(what.chars().count() <= 600, "{what}");
}

/// The square root of a number below 0 would make every result NaN.
#[test]
fn a_variance_below_zero_is_refused() {
    let folder = Folder::new("below");
    let path = folder.file("below");
    let mut layer = BatchNorm::new(2);
    let mut kept = BatchNorm::new(2);
    kept.visit_mut(&mut |param| param.value_mut().data_mut()[1] = -0.5);
    nabla::save(&kept, &path).expect("it can be written");
    let before = numbers(&layer);
    refused(
        load(&mut layer, &path),
        &["holds running_var with a number below 0"],
    );
    assert_eq!(numbers(&layer), before);
    kept.visit_mut(&mut |param| {
        if param.name() == "running_var" {
            param.value_mut().data_mut()[1] = 0.0;
        }
    });
    nabla::save(&kept, &path).expect("it can be written");
    load(&mut layer, &path).expect("γ, β and means may be negative");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn random_bytes_are_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200), header in 0..100_u64) {
        prop_assert!(try_bytes("random", &bytes).is_err());
        let headed = [&header.to_le_bytes()[..], &bytes].concat();
        prop_assert!(try_bytes("random", &headed).is_err());
    }
}
