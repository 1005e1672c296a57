//! Models in files: there and back, trainings that go on, and files that are no such thing.

mod fitting;
mod foreign;
mod from_pytorch;
mod hostile;
mod places;
mod training;

use nabla::optim::{Optimizer, Sgd};
use nabla::{
    BatchNorm, Conv2d, Dropout, FileError, Flatten, Init, Labels, Linear, MaxPool2d, Module, Param,
    Parameters, Sequential, Shape, Tape, Tensor, Var, Window, load, names, save,
};
use proptest::prelude::*;
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

    fn describe(&self, input: Shape, rows: &mut Vec<nabla::Row>) -> Shape {
        let hidden = self.0.describe(input, rows);
        self.1.describe(hidden, rows)
    }
}

impl Parameters for Pair {
    fn visit(&self, f: &mut dyn FnMut(&Param)) {
        self.0.visit(f);
        self.1.visit(f);
    }

    fn visit_mut(&mut self, f: &mut dyn FnMut(&mut Param)) {
        self.0.visit_mut(f);
        self.1.visit_mut(f);
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

/// Names its parts, but not as `visit` shows them.
struct Misnamed(Pair, &'static [usize]);

impl Module for Misnamed {
    fn forward<'t>(&self, tape: &'t Tape, x: Var<'t>) -> Var<'t> {
        self.0.forward(tape, x)
    }

    fn describe(&self, input: Shape, rows: &mut Vec<nabla::Row>) -> Shape {
        self.0.describe(input, rows)
    }
}

impl Parameters for Misnamed {
    fn visit(&self, f: &mut dyn FnMut(&Param)) {
        self.0.visit(f);
    }

    fn visit_mut(&mut self, f: &mut dyn FnMut(&mut Param)) {
        self.0.visit_mut(f);
    }

    fn visit_named(&self, prefix: &str, f: &mut dyn FnMut(&str, &Param)) {
        for &i in self.1 {
            [&self.0.0, &self.0.1][i].visit_named(&format!("{prefix}{i}."), f);
        }
    }
}

fn misnamed(named: &'static [usize]) -> Misnamed {
    let mut rng = nabla::rng(1);
    let mut layer = || Linear::new(3, 3, Init::He, &mut rng);
    Misnamed(Pair(layer(), layer()), named)
}

#[test]
fn a_model_with_names_of_its_own_is_named_by_them() {
    let named = ["0.weight", "0.bias", "1.weight", "1.bias"];
    assert_eq!(names(&misnamed(&[0, 1])), named);
}

#[test]
#[should_panic(expected = "visit shows 4, visit_named 2")]
fn a_part_without_a_name_is_not_left_out_of_a_file() {
    nabla::Checkpoint::of(&misnamed(&[0]));
}

#[test]
#[should_panic(expected = "visit shows 4, visit_named 4 in another order")]
fn parts_are_not_mixed_up() {
    nabla::Checkpoint::of(&misnamed(&[1, 0]));
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
}
