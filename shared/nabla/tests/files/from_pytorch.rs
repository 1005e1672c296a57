//! PyTorch's modules as ours: what they compute is what PyTorch computes. `pytorch.py` made `stored/pytorch/`.

use super::foreign::stored;
use super::{numbers, refused};
use nabla::rnn::{Bidirectional, Gru, Lstm, Recurrent, Rnn};
use nabla::{
    Activate, Activation, BatchNorm, Checkpoint, Conv1d, Conv2d, ConvTranspose2d, Embedding,
    Flatten, Init, Linear, Module, Padding, Parameters, Sequential, Tape, Tensor, Tokens, Window,
    pytorch,
};

fn file(name: &str) -> Checkpoint {
    Checkpoint::read(stored(&format!("pytorch/{name}"))).expect("pytorch.py has written it")
}

fn answer(name: &str) -> Tensor {
    file("answers").tensor(name).expect("it is there")
}

#[track_caller]
fn is_near(got: &Tensor, name: &str) {
    let want = answer(&format!("{name}.y"));
    assert_eq!(got.dims(), want.dims(), "{name}");
    for (got, want) in got.data().iter().zip(want.data()) {
        assert!(
            (got - want).abs() < 1e-5,
            "{name}: {got}, PyTorch has {want}"
        );
    }
}

#[track_caller]
fn computes_the_same(model: &impl Module, name: &str) {
    let tape = Tape::new();
    let x = tape.constant(answer(&format!("{name}.x")));
    is_near(&model.forward(&tape, x).value(), name);
}

fn mlp() -> Sequential {
    let mut rng = nabla::rng(1);
    Sequential::new()
        .push(Linear::new(3, 4, Init::He, &mut rng))
        .push(Activate(Activation::Relu))
        .push(Linear::new(4, 2, Init::He, &mut rng))
}

#[test]
fn dense_layers() {
    let mut model = mlp();
    pytorch::load(&mut model, &file("mlp")).expect("the same model");
    computes_the_same(&model, "mlp");
}

/// The function within the layer: then the second layer has another number than PyTorch's.
#[test]
fn parts_may_have_other_names() {
    let mut rng = nabla::rng(1);
    let mut model = Sequential::new()
        .push(Linear::new(3, 4, Init::He, &mut rng).activation(Activation::Relu))
        .push(Linear::new(4, 2, Init::He, &mut rng));
    let theirs = |ours: &str| if ours == "1" { "2" } else { ours }.to_string();
    pytorch::load_as(&mut model, &file("mlp"), theirs).expect("the same model");
    computes_the_same(&model, "mlp");
    let mut first = Linear::new(3, 4, Init::He, &mut rng);
    let error = pytorch::load_as(&mut first, &file("mlp"), |_| "0".to_string());
    refused(error, &["holds 2.bias, which nothing in the model takes"]);
}

fn pictures() -> Sequential {
    let mut rng = nabla::rng(1);
    let padding = Padding::Explicit {
        rows: [1; 2],
        columns: [0; 2],
    };
    let window = Window::new([3, 2]).stride([2, 1]).padding(padding);
    let back = Window::new([2, 3]).stride(2).groups(2);
    // ANCHOR: pictures
    Sequential::new()
        .push(Conv2d::new(2, 4, window, Init::He, &mut rng))
        .push(BatchNorm::new(4))
        .push(Activate(Activation::Relu))
        .push(Conv2d::new(4, 6, Window::new(3).groups(2), Init::He, &mut rng).without_bias())
        .push(ConvTranspose2d::new(6, 4, back, Init::He, &mut rng))
        .push(Flatten)
        .push(Linear::new(4 * 4 * 9, 5, Init::He, &mut rng))
    // ANCHOR_END: pictures
}

#[test]
fn layers_with_windows_and_what_lies_behind_them() {
    // ANCHOR: loaded
    let mut model = pictures();
    pytorch::load(&mut model, &file("pictures")).expect("the same model");
    let last: &mut Linear = model.get_mut(6).expect("a dense layer");
    *last.weight.value_mut() = pytorch::after_flatten(last.weight.value(), [4, 4, 9]);
    // ANCHOR_END: loaded
    computes_the_same(&model, "pictures");
}

#[test]
fn a_window_on_a_line() {
    let mut model = Sequential::new().push(Conv1d::new(
        2,
        3,
        Window::new(4),
        Init::He,
        &mut nabla::rng(1),
    ));
    pytorch::load(&mut model, &file("line")).expect("the same model");
    computes_the_same(&model, "line");
}

struct Speller<R> {
    letters: Embedding,
    memory: R,
    guess: Linear,
}

impl<R: Parameters> Parameters for Speller<R> {
    fn visit(&self, f: &mut dyn FnMut(&nabla::Param)) {
        self.visit_named("", &mut |_, param| f(param));
    }

    fn visit_mut(&mut self, f: &mut dyn FnMut(&mut nabla::Param)) {
        self.letters.visit_mut(f);
        self.memory.visit_mut(f);
        self.guess.visit_mut(f);
    }

    fn visit_named(&self, prefix: &str, f: &mut dyn FnMut(&str, &nabla::Param)) {
        self.letters.visit_named(&format!("{prefix}letters."), f);
        self.memory.visit_named(&format!("{prefix}memory."), f);
        self.guess.visit_named(&format!("{prefix}guess."), f);
    }
}

fn spells(name: &str, memory: impl Module, shown: usize) {
    let mut rng = nabla::rng(2);
    let mut model = Speller {
        letters: Embedding::new(7, 3, Init::Normal(1.0), &mut rng),
        memory,
        guess: Linear::new(shown, 7, Init::He, &mut rng),
    };
    pytorch::load(&mut model, &file(name)).expect("the same model");
    let x = answer(&format!("{name}.x"));
    let letters: Vec<u32> = x.data().iter().map(|&letter| letter as u32).collect();
    let tape = Tape::new();
    let read = model
        .letters
        .forward(&tape, &Tokens::new(&letters, x.shape(), 7));
    let shown = model.memory.forward(&tape, read);
    is_near(&model.guess.forward(&tape, shown).value(), name);
}

#[test]
fn layers_that_remember() {
    let rng = || nabla::rng(3);
    spells("rnn", Rnn::new(3, 4, &mut rng()), 4);
    spells("lstm", Lstm::new(3, 4, &mut rng()), 4);
    spells("gru", Gru::new(3, 4, &mut rng()), 4);
    let [there, back] = [4, 5].map(|seed| Lstm::new(3, 4, &mut nabla::rng(seed)));
    assert_eq!(there.hidden(), 4);
    spells("both_ways", Bidirectional::new(there, back), 8);
}

/// PyTorch's own file, given to a model of ours, comes back as it was.
fn comes_back(mut model: impl Module, name: &str) {
    let theirs = file(name);
    pytorch::load(&mut model, &theirs).expect("the same model");
    let ours = pytorch::state_dict(&model);
    let mut names = Vec::new();
    for stored in theirs.tensors().filter(|stored| stored.dtype == "F32") {
        names.push(stored.name);
        let [ours, theirs] = [&ours, &theirs].map(|one| one.tensor(stored.name).expect("there"));
        assert_eq!(ours.dims(), theirs.dims(), "{name}: {}", stored.name);
        // The two biases of a layer that remembers come back as their sum and 0.
        if !stored.name.contains("bias_") {
            assert_eq!(ours.data(), theirs.data(), "{name}: {}", stored.name);
        }
    }
    assert_eq!(ours.names().collect::<Vec<_>>(), names, "{name}");
    let before = numbers(&model);
    model.visit_mut(&mut |param| *param.value_mut() = Tensor::zeros(param.value().shape()));
    pytorch::load(&mut model, &ours).expect("what we have written");
    assert_eq!(numbers(&model), before, "{name}");
}

#[test]
fn what_came_from_pytorch_goes_back() {
    let mut rng = nabla::rng(1);
    comes_back(mlp(), "mlp");
    comes_back(pictures(), "pictures");
    let line = Conv1d::new(2, 3, Window::new(4), Init::He, &mut rng);
    comes_back(Sequential::new().push(line), "line");
}

#[test]
fn the_order_behind_a_flatten_goes_back() {
    let rows: Vec<f32> = (0..24).map(|row| row as f32).collect();
    let theirs = Tensor::from_vec(rows, [24, 1]);
    let ours = pytorch::after_flatten(&theirs, [2, 3, 4]);
    assert_eq!(&ours.data()[..4], &[0.0, 12.0, 1.0, 13.0]);
    assert_eq!(
        pytorch::before_flatten(&ours, [2, 3, 4]).data(),
        theirs.data()
    );
}

#[test]
fn another_model_is_refused_and_left_as_it_was() {
    let mut rng = nabla::rng(1);
    let mut wide = Sequential::new()
        .push(Linear::new(3, 4, Init::He, &mut rng))
        .push(Flatten)
        .push(Linear::new(2, 4, Init::He, &mut rng));
    let before = numbers(&wide);
    refused(
        pytorch::load(&mut wide, &file("mlp")),
        &[
            "mlp.safetensors",
            "holds 2.weight as [2, 4], which would be [4, 2] here, where the model has [2, 4]",
            "load_as",
        ],
    );
    refused(
        pytorch::load(&mut wide, &file("gru")),
        &["holds no 0.weight", "nearest to it"],
    );
    assert_eq!(numbers(&wide), before);
}

#[test]
#[should_panic(expected = "after_flatten: the weight is [4, 2], and such a picture has 6 numbers")]
fn a_picture_of_another_size() {
    let model = mlp();
    let last: &Linear = model.get(2).expect("a dense layer");
    pytorch::after_flatten(last.weight.value(), [2, 3, 1]);
}

#[test]
#[should_panic(expected = "before_flatten: the weight is [4, 2], and such a picture has 6 numbers")]
fn a_picture_of_another_size_on_the_way_back() {
    let model = mlp();
    let last: &Linear = model.get(2).expect("a dense layer");
    pytorch::before_flatten(last.weight.value(), [2, 3, 1]);
}
