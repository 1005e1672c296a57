//! Models in files: there and back, trainings that go on, and files that are no such thing.

mod networks;

use nabla::optim::{Adadelta, Adam, AdamW, Momentum, Nesterov, Optimizer, RmsProp, Sgd};
use nabla::{
    BatchNorm, Checkpoint, Conv2d, Dropout, FileError, Flatten, Init, Labels, Linear, MaxPool2d,
    Module, Param, Sequential, Shape, Tape, Tensor, Var, Window, load, names, save,
};
use proptest::prelude::*;
use safetensors::tensor::{Dtype, TensorView, serialize};
use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;

/// A folder of this test's own, removed in the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("nabla-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a scratch folder");
        Folder(folder)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Something of everything: weights without a bias, statistics, layers with nothing to keep.
fn model(seed: u64) -> Sequential {
    let mut rng = nabla::rng(seed);
    Sequential::new()
        .push(Conv2d::new(1, 3, Window::new(3), Init::He, &mut rng).without_bias())
        .push(BatchNorm::new(3))
        .push(MaxPool2d::new(Window::new(2).stride(2)))
        .push(Dropout::new(0.25))
        .push(Flatten)
        .push(Linear::new(12, 4, Init::He, &mut rng))
}

fn numbers(model: &dyn Module) -> Vec<u32> {
    let mut all = Vec::new();
    model.visit(&mut |param| all.extend(param.value().data().iter().map(|x| x.to_bits())));
    all
}

fn step(model: &mut Sequential, optimizer: &mut dyn Optimizer, seed: u64) {
    let images = nabla::gradcheck::sample([5, 7, 6, 1], seed);
    let grads = {
        let tape = Tape::training(&mut nabla::rng(seed));
        let logits = model.forward(&tape, tape.constant(images));
        logits
            .softmax_cross_entropy(&Labels::new(&[0, 3, 1, 2, 2], 4))
            .backward()
    };
    optimizer.step(model, &grads);
}

#[test]
fn names_are_those_of_a_pytorch_sequential() {
    assert_eq!(
        names(&model(1)),
        [
            "0.weight",
            "1.weight",
            "1.bias",
            "1.running_mean",
            "1.running_var",
            "5.weight",
            "5.bias"
        ]
    );
    let nested = Sequential::new().push(model(1)).push(BatchNorm::new(2));
    assert_eq!(names(&nested)[1], "0.1.weight");
    assert_eq!(names(&nested)[7], "1.weight");
}

/// A model of one's own that only lists its parts.
struct Pair(Linear, Linear);

impl Module for Pair {
    fn forward<'t>(&self, tape: &'t Tape, x: Var<'t>) -> Var<'t> {
        self.1.forward(tape, self.0.forward(tape, x))
    }

    fn visit(&self, f: &mut dyn FnMut(&Param)) {
        self.0.visit(f);
        self.1.visit(f);
    }

    fn visit_mut(&mut self, f: &mut dyn FnMut(&mut Param)) {
        self.0.visit_mut(f);
        self.1.visit_mut(f);
    }

    fn describe(&self, input: Shape, rows: &mut Vec<nabla::Row>) -> Shape {
        let hidden = self.0.describe(input, rows);
        self.1.describe(hidden, rows)
    }
}

#[test]
fn equal_names_are_told_apart() {
    let mut rng = nabla::rng(1);
    let mut pair = || {
        Pair(
            Linear::new(2, 3, Init::He, &mut rng),
            Linear::new(3, 1, Init::He, &mut rng),
        )
    };
    let (one, mut other) = (pair(), pair());
    assert_eq!(names(&one), ["weight", "bias", "weight_2", "bias_2"]);
    let folder = Folder::new("pair");
    save(&one, folder.file("pair")).expect("it can be written");
    load(&mut other, folder.file("pair")).expect("it can be read");
    assert_eq!(numbers(&other), numbers(&one));
}

#[test]
fn a_model_comes_back_from_its_file() {
    let folder = Folder::new("round-trip");
    let path = folder.file("model.safetensors");
    let mut kept = model(3);
    step(&mut kept, &mut Sgd::new(0.1), 1);
    for _ in 0..2 {
        save(&kept, &path).expect("it can be written, also over an old one");
    }
    let mut other = model(9);
    load(&mut other, &path).expect("the same model");
    assert_eq!(numbers(&other), numbers(&kept));
    let left = fs::read_dir(&folder.0).expect("the folder").count();
    assert_eq!(left, 1, "nothing is left beside it");
}

fn optimizers() -> [Box<dyn Optimizer>; 8] {
    [
        Box::new(Sgd::new(0.1)),
        Box::new(Momentum::new(0.1, 0.9)),
        Box::new(Momentum::syllabus(0.1, 0.9)),
        Box::new(Nesterov::new(0.1, 0.9)),
        Box::new(RmsProp::new(0.01)),
        Box::new(Adam::new(0.01)),
        Box::new(AdamW::new(0.01)),
        Box::new(Adadelta::new(1.0)),
    ]
}

/// Seven steps in one go, and three, a file, and four more with another model and optimiser: the
/// same bits.
#[test]
fn an_interrupted_training_goes_on_as_if_nothing_had_happened() {
    let folder = Folder::new("resume");
    for (i, (mut whole, (mut first, mut second))) in optimizers()
        .into_iter()
        .zip(optimizers().into_iter().zip(optimizers()))
        .enumerate()
    {
        let path = folder.file(&format!("{i}.safetensors"));
        let (mut all, mut half, mut rest) = (model(2), model(2), model(4));
        (0..7).for_each(|seed| step(&mut all, whole.as_mut(), seed));
        (0..3).for_each(|seed| step(&mut half, first.as_mut(), seed));
        first.set_rate(first.rate() * 1.0);
        let kept = Checkpoint::of(&half)
            .training(&half, first.as_ref())
            .note("seed", 3);
        kept.save(&path).expect("it can be written");
        let kept = Checkpoint::read(&path).expect("it can be read");
        assert_eq!(kept.get("seed"), Some("3"));
        second.set_rate(99.0);
        kept.resume(&mut rest, second.as_mut())
            .expect("the same model and optimiser");
        assert_eq!(second.rate().to_bits(), first.rate().to_bits());
        assert_eq!(second.memory(), first.memory());
        (3..7).for_each(|seed| step(&mut rest, second.as_mut(), seed));
        assert_eq!(numbers(&rest), numbers(&all), "{}", second.name());
        // The model alone can be taken from such a file, too.
        let mut plain = model(5);
        load(&mut plain, &path).expect("the same model");
        assert_eq!(numbers(&plain), numbers(&half));
    }
}

#[test]
fn an_optimiser_before_its_first_step_comes_back_like_that() {
    let (kept, mut adam) = (model(1), Adam::new(0.25));
    let checkpoint = Checkpoint::of(&kept).training(&kept, &Adam::new(0.125));
    checkpoint
        .resume(&mut model(2), &mut adam)
        .expect("the same");
    assert!(adam.memory().is_empty() && adam.rate() == 0.125);
}

fn refused(result: Result<(), FileError>, words: &[&str]) {
    let error = result.expect_err("it must be refused").to_string();
    for word in words {
        assert!(error.contains(word), "`{error}` does not say `{word}`");
    }
}

#[test]
fn another_model_is_refused_and_left_as_it_was() {
    let folder = Folder::new("other");
    let path = folder.file("model.safetensors");
    save(&model(1), &path).expect("it can be written");
    let mut rng = nabla::rng(1);
    let wider = Linear::new(12, 5, Init::He, &mut rng);
    let mut all_but_the_last = Sequential::new()
        .push(Conv2d::new(1, 3, Window::new(3), Init::He, &mut rng).without_bias())
        .push(BatchNorm::new(3));
    let mut with_bias =
        Sequential::new().push(Conv2d::new(1, 3, Window::new(3), Init::He, &mut rng));
    let mut other = Sequential::new()
        .push(Conv2d::new(1, 3, Window::new(3), Init::He, &mut rng).without_bias())
        .push(BatchNorm::new(3))
        .push(Flatten)
        .push(Flatten)
        .push(Flatten)
        .push(wider);
    for (model, words) in [
        (
            &mut all_but_the_last,
            &["holds 5.bias, which the model has not"][..],
        ),
        (&mut with_bias, &["holds no 0.bias"]),
        (
            &mut other,
            &["5.weight as [12, 4], where the model has [12, 5]"],
        ),
    ] {
        let before = numbers(model);
        refused(load(model, &path), words);
        refused(
            load(model, &path),
            &["model.safetensors", "that it was saved from"],
        );
        assert_eq!(numbers(model), before);
    }
}

#[test]
fn another_training_is_refused_and_everything_left_as_it_was() {
    let (mut trained, mut adam) = (model(1), Adam::new(0.01));
    step(&mut trained, &mut adam, 1);
    let kept = Checkpoint::of(&trained).training(&trained, &adam);
    let mut other = model(2);
    let before = numbers(&other);
    for (mut optimizer, words) in [
        (
            Box::new(AdamW::new(0.01)) as Box<dyn Optimizer>,
            "holds Adam, not AdamW",
        ),
        (
            Box::new(Momentum::syllabus(0.01, 0.9)),
            "holds Adam, not Momentum, averaged",
        ),
    ] {
        refused(
            kept.resume(&mut other, optimizer.as_mut()),
            &[words, "the optimiser that it was saved with"],
        );
        assert!(optimizer.memory().is_empty());
    }
    refused(
        Checkpoint::of(&trained).resume(&mut other, &mut adam),
        &["holds no training at all, not Adam"],
    );
    for (note, value, words) in [
        ("optimizer.rate", "fast", "no learning rate"),
        ("optimizer.rate", "inf", "no learning rate"),
        (
            "optimizer.steps",
            "1 1 1",
            "remembers 3 parameters, the model has 5",
        ),
        (
            "optimizer.steps",
            "1 1 1 1 -1",
            "numbers of steps that are none",
        ),
    ] {
        refused(
            kept.clone()
                .note(note, value)
                .resume(&mut other, &mut Adam::new(0.1)),
            &[words],
        );
    }
    assert_eq!(numbers(&other), before);
}

/// The bytes of a small file of ours.
fn small() -> Vec<u8> {
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
fn try_bytes(name: &str, bytes: &[u8]) -> Result<(), FileError> {
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
fn headed(header: &str, data: &[u8]) -> Vec<u8> {
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
            "beyond the end",
        ),
        (headed(&many, &[0; 64]), "beyond the end"),
        (
            headed(&tensor("[4294967296,4294967296,4294967296]", 0, 8), &[0; 8]),
            "contradicts itself",
        ),
        (
            headed(&tensor("[1,1,1,1,1,1,6]", 0, 24), &[0; 24]),
            "weight with 7 axes",
        ),
        (
            headed(&tensor("[3,2]", 0, 24), &[0xff; 24]),
            "weight with a number that is not finite",
        ),
        (
            headed(&tensor("[3,2]", 0, 12).replace("F32", "F16"), &[0; 12]),
            "weight as F16",
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

#[test]
fn a_place_that_cannot_be_written_or_read_is_named() {
    let folder = Folder::new("places");
    let mut layer = Linear::new(3, 2, Init::He, &mut nabla::rng(1));
    refused(
        save(&layer, folder.file("nowhere/model")),
        &["nowhere", "cannot be written", "folder"],
    );
    refused(
        load(&mut layer, folder.file("absent")),
        &["absent", "cannot be read"],
    );
    refused(
        load(&mut layer, &folder.0),
        &["nabla-places", "cannot be read"],
    );
    refused(save(&layer, &folder.0), &["cannot be written"]);
    refused(save(&layer, "/"), &["no name of a file"]);
    let left = fs::read_dir(&folder.0).expect("the folder").count();
    assert_eq!(left, 0, "nothing half-written is left");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_shape_and_number_survives(shape in proptest::collection::vec(0..4_usize, 0..=6), bits: u32) {
        let size: usize = shape.iter().product();
        // Any finite number, the smallest and −0 among them.
        let number = |i: usize| {
            let x = f32::from_bits(bits.wrapping_mul(i as u32 * 2 + 1));
            if x.is_finite() { x } else { -0.0 }
        };
        let tensor = Tensor::from_vec((0..size).map(number).collect(), &shape[..]);
        let mut layer = Linear::new(1, 1, Init::Zeros, &mut nabla::rng(1));
        *layer.weight.value_mut() = tensor.clone();
        let folder = Folder::new("any");
        save(&layer, folder.file("any")).expect("it can be written");
        layer.weight.value_mut().data_mut().fill(1.0);
        load(&mut layer, folder.file("any")).expect("it can be read");
        let bits = |t: &Tensor| t.data().iter().map(|x| x.to_bits()).collect::<Vec<_>>();
        prop_assert_eq!(bits(layer.weight.value()), bits(&tensor));
    }

    #[test]
    fn random_bytes_are_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200), header in 0..100_u64) {
        prop_assert!(try_bytes("random", &bytes).is_err());
        let headed = [&header.to_le_bytes()[..], &bytes].concat();
        prop_assert!(try_bytes("random", &headed).is_err());
    }
}
