//! A file of tensors.

use super::Target;
use nabla::{Checkpoint, Init, Linear};
use std::fs;

pub const TARGET: Target = Target {
    name: "safetensors",
    run,
    seeds,
    words: &[
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\"dtype\":",
        "\"shape\":",
        "\"data_offsets\":",
        "\"F32\"",
        "\"F16\"",
        "\"BF16\"",
        "\"F64\"",
        "\"I64\"",
        "\"U8\"",
        "\"BOOL\"",
        "__metadata__",
        "nabla.format",
        "nabla.checksum",
        "weight",
        "18446744073709551615",
        "0",
        "1",
        "2",
        "-1",
        "\\u0000",
    ],
};

fn run(data: &[u8]) {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let path = folder.path().join("a.safetensors");
    fs::write(&path, data).expect("it can be written");
    let checkpoint = match Checkpoint::read(&path) {
        Ok(checkpoint) => checkpoint,
        Err(error) => {
            let text = error.to_string();
            return assert!(text.contains(&path.display().to_string()), "{text}");
        }
    };
    let names: Vec<String> = checkpoint.names().map(str::to_string).collect();
    for stored in checkpoint.tensors() {
        assert!(names.iter().any(|name| name == stored.name));
    }
    for name in &names {
        if let Ok(tensor) = checkpoint.tensor(name) {
            assert!(tensor.data().iter().all(|number| number.is_finite()));
        }
    }
    // What can be written can be read, and is the same.
    let again = folder.path().join("b.safetensors");
    if checkpoint.save(&again).is_ok() {
        let read = Checkpoint::read(&again).expect("it was written by us");
        assert!(read.names().eq(checkpoint.names()));
        let bytes = fs::read(&again).expect("it is there");
        read.save(&path).expect("it was saved before");
        assert!(
            fs::read(&path).expect("it is there") == bytes,
            "other bytes"
        );
    }
}

fn seeds() -> Vec<Vec<u8>> {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let path = folder.path().join("seed.safetensors");
    let layer = Linear::new(3, 2, Init::He, &mut nabla::rng(1));
    let checkpoint = Checkpoint::of(&layer).note("epochs", 7);
    checkpoint.save(&path).expect("it can be written");
    let ours = fs::read(&path).expect("it is there");
    let foreign = |kind: &str, shape: &str, bytes: usize| {
        let header = format!(
            r#"{{"__metadata__":{{"format":"pt"}},"weight":{{"dtype":"{kind}","shape":{shape},"data_offsets":[0,{bytes}]}}}}"#
        );
        let length = (header.len() as u64).to_le_bytes();
        [&length, header.as_bytes(), &vec![0x3c; bytes]].concat()
    };
    vec![
        ours,
        foreign("F32", "[2,3]", 24),
        foreign("F16", "[3]", 6),
        foreign("BF16", "[1,1,1,2]", 4),
        foreign("I64", "[]", 8),
        foreign("BOOL", "[4]", 4),
        foreign("F8_E4M3", "[0,4]", 0),
    ]
}
