//! Files that others wrote, or an earlier version; and ours, as others read them. `make.py` made `stored/`.

use super::hostile::{headed, small, try_bytes};
use super::{Folder, refused};
use nabla::optim::{Adam, Optimizer};
use nabla::{
    Activate, Activation, BatchNorm, Checkpoint, Init, Linear, Module, Sequential, Tape, Tensor,
    load, save,
};
use safetensors::SafeTensors;
use safetensors::tensor::Dtype;
use std::path::PathBuf;

pub fn stored(name: &str) -> PathBuf {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/files/stored");
    PathBuf::from(folder).join(format!("{name}.safetensors"))
}

fn read(name: &str) -> Checkpoint {
    Checkpoint::read(stored(name)).expect("it is a safetensors file")
}

fn bits(tensor: &Tensor) -> Vec<u32> {
    tensor.data().iter().map(|x| x.to_bits()).collect()
}

#[test]
fn every_kind_of_number_is_what_pytorch_makes_of_it() {
    let file = read("kinds");
    let kinds: Vec<&str> = file.names().filter(|name| !name.contains(' ')).collect();
    assert_eq!(kinds.len(), 13);
    for kind in kinds {
        let tensor = file.tensor(kind).expect("it can be computed with");
        let wanted = file.tensor(&format!("{kind} in 32 bits"));
        let wanted = wanted.expect("as well");
        assert_eq!(tensor.dims(), [2, 3]);
        assert_eq!(bits(&tensor), bits(&wanted), "{kind}");
    }
}

fn like_pytorchs() -> Sequential {
    Sequential::new()
        .push(BatchNorm::new(3))
        .push(Activate(Activation::Relu))
        .push(BatchNorm::new(3))
}

/// Its counters, `num_batches_tracked`, have no place in the model and do not stand in the way.
#[test]
fn a_state_dict_of_pytorch_computes_what_pytorch_computes() {
    let answers = read("answers");
    let answer = |name: &str| answers.tensor(name).expect("it is there");
    for (file, y) in [("state_dict", "y"), ("state_dict_half", "y of halves")] {
        let mut model = like_pytorchs();
        load(&mut model, stored(file)).expect("the same model");
        let tape = Tape::new();
        let got = model.forward(&tape, tape.constant(answer("x"))).value();
        for (got, want) in got.data().iter().zip(answer(y).data()) {
            assert!((got - want).abs() < 1e-5, "{file}: {got}, not {want}");
        }
    }
    assert_ne!(answer("y").data(), answer("y of halves").data());
}

#[test]
fn a_checkpoint_can_be_looked_at() {
    let file = read("state_dict_half");
    let names: Vec<&str> = file.names().collect();
    assert_eq!(
        names[..5],
        [
            "0.bias",
            "0.num_batches_tracked",
            "0.running_mean",
            "0.running_var",
            "0.weight"
        ]
    );
    let seen: Vec<_> = file.tensors().map(|t| (t.name, t.dtype, t.dims)).collect();
    assert_eq!(seen[1], ("0.num_batches_tracked", "I64", &[][..]));
    assert_eq!(seen[9], ("2.weight", "F16", &[3][..]));
    assert_eq!(seen.len(), 10);
    let counter = file.tensor("0.num_batches_tracked").expect("it is there");
    assert_eq!((counter.item(), counter.dims()), (5.0, &[][..]));
    refused(
        file.tensor("0.wieght").map(|_| ()),
        &[
            "state_dict_half",
            "holds no 0.wieght; nearest to it: 0.weight, 2.weight, ",
            "Checkpoint::names",
        ],
    );
    // A model's own question is answered like that, too.
    let mut other = Sequential::new().push(Linear::new(3, 3, Init::He, &mut nabla::rng(1)));
    refused(
        load(&mut other, stored("kinds")),
        &["holds no 0.weight; nearest to it: "],
    );
    let empty = Checkpoint::of(&Sequential::new());
    refused(
        empty.tensor("weight").map(|_| ()),
        &["holds no weight, nor any other tensor"],
    );
}

/// What the layer asks for, and one tensor more.
fn with(dtype: &str, width: usize, extra: &[u8]) -> Vec<u8> {
    let (count, end) = (extra.len() / width, 32 + extra.len());
    let header = r#"{"weight":{"dtype":"F32","shape":[3,2],"data_offsets":[0,24]},
        "bias":{"dtype":"F32","shape":[2],"data_offsets":[24,32]},"#;
    let more =
        format!(r#""more":{{"dtype":"{dtype}","shape":[{count}],"data_offsets":[32,{end}]}}}}"#);
    headed(&[header, &more].concat(), &[&[0; 32], extra].concat())
}

#[test]
fn what_nobody_asks_for_is_refused_only_if_it_was_learned() {
    let large = i64::MAX.to_le_bytes();
    try_bytes("counter", &with("I64", 8, &large)).expect("nobody asks for it");
    try_bytes("mask", &with("BOOL", 1, &[1, 7])).expect("nobody asks for it");
    for (dtype, width) in [
        ("F32", 4),
        ("F16", 2),
        ("BF16", 2),
        ("F64", 8),
        ("F8_E5M2", 1),
    ] {
        refused(
            try_bytes("learned", &with(dtype, width, &[0; 8])),
            &["holds more, which the model has not"],
        );
    }
    // Asked for, they are looked at.
    let folder = Folder::new("asked");
    for (dtype, width, bytes, words) in [
        (
            "I64",
            8,
            large,
            "holds more with 9223372036854775807, and whole numbers",
        ),
        ("BOOL", 1, [2; 8], "holds more with 2, where true is 1"),
        (
            "F64",
            8,
            1e300_f64.to_le_bytes(),
            "holds more with 1e300, and the largest",
        ),
        (
            "F32",
            4,
            [0xff; 8],
            "holds more with a number that is not finite",
        ),
    ] {
        std::fs::write(folder.file("asked"), with(dtype, width, &bytes))
            .expect("it can be written");
        let file = Checkpoint::read(folder.file("asked")).expect("it is well formed");
        refused(file.tensor("more").map(|_| ()), &[words]);
        file.tensor("weight").expect("that one is all right");
    }
    let seven = r#"{"more":{"dtype":"F32","shape":[1,1,1,1,1,1,2],"data_offsets":[0,8]}}"#;
    std::fs::write(folder.file("seven"), headed(seven, &[0; 8])).expect("it can be written");
    let file = Checkpoint::read(folder.file("seven")).expect("it is well formed");
    assert_eq!(file.tensors().next().map(|t| t.dims.len()), Some(7));
    refused(
        file.tensor("more").map(|_| ()),
        &["holds more with 7 axes, more than 6"],
    );
}

/// A foreign file that is written again keeps its kinds, to the bit.
#[test]
fn what_was_read_can_be_written_again() {
    let folder = Folder::new("again");
    let kept = read("kinds").note("seen", "yes");
    kept.save(folder.file("kinds")).expect("it can be written");
    let again = Checkpoint::read(folder.file("kinds")).expect("it is ours now");
    assert!(again.tensors().eq(kept.tensors()));
    assert_eq!(again.get("seen"), Some("yes"));
    for name in kept.names() {
        let (old, new) = (kept.tensor(name), again.tensor(name));
        assert_eq!(
            bits(&new.expect("it is there")),
            bits(&old.expect("it is there"))
        );
    }
    // The checksum knows the kinds.
    let file = std::fs::read(folder.file("kinds")).expect("it can be read");
    let wanted = br#""dtype":"I32""#;
    let at = file.windows(wanted.len()).position(|some| some == wanted);
    let mut other = file.clone();
    other[at.expect("it is there") + 9] = b'U';
    std::fs::write(folder.file("other"), other).expect("it can be written");
    refused(
        Checkpoint::read(folder.file("other")).map(|_| ()),
        &["checksum"],
    );
    // Each begins at a multiple of its width, so that others need not copy it.
    let theirs = SafeTensors::deserialize(&file).expect("it is a safetensors file");
    for (name, view) in theirs.tensors() {
        let at = view.data().as_ptr() as usize - file.as_ptr() as usize;
        assert_eq!(at % (view.dtype().bitsize() / 8), 0, "{name}");
    }
}

/// The library of those who made the format reads our files.
#[test]
fn our_files_are_safetensors_files() {
    let bytes = small();
    let (_, header) = SafeTensors::read_metadata(&bytes).expect("it is one");
    let notes = header.metadata().as_ref().expect("it has notes");
    assert_eq!(notes["epochs"], "7");
    let file = SafeTensors::deserialize(&bytes).expect("it is one");
    let weight = file.tensor("weight").expect("it is there");
    assert_eq!((weight.dtype(), weight.shape()), (Dtype::F32, &[3, 2][..]));
    let wanted = Linear::new(3, 2, Init::He, &mut nabla::rng(1));
    let wanted = wanted.weight.value().data().iter();
    let wanted: Vec<u8> = wanted.flat_map(|x| x.to_le_bytes()).collect();
    assert_eq!(weight.data(), wanted);
}

/// After one step of Adam from the weights of seed 1, written before the notes had an order.
#[test]
fn a_file_of_an_earlier_version_is_read() {
    let file = read("earlier");
    assert_eq!(file.get("epochs"), Some("7"));
    assert_eq!(file.get("words"), Some("∇ \"quoted\" \\ line\nend \u{1}"));
    let mut layer = Linear::new(3, 2, Init::Zeros, &mut nabla::rng(1));
    let mut adam = Adam::new(1.0);
    file.resume(&mut layer, &mut adam)
        .expect("the same training");
    let weights = [
        -0.20175183,
        -1.1619279,
        0.28191674,
        -0.9100009,
        -0.28257287,
        0.6167947,
    ];
    assert_eq!(layer.weight.value().data(), weights);
    assert_eq!(adam.rate(), 0.01);
    let bias = layer.bias.as_ref().expect("it has one");
    let remembered = adam.memory(bias).expect("it has made a step");
    assert_eq!(remembered.tensors[0].data(), [0.050000012; 2]);
    // Written again, it is as long as before: only the order may differ.
    let folder = Folder::new("earlier");
    file.save(folder.file("now")).expect("it can be written");
    let length = |path| std::fs::metadata(path).expect("it is there").len();
    assert_eq!(length(folder.file("now")), length(stored("earlier")));
}

#[test]
fn a_name_of_the_format_is_no_name_for_a_tensor() {
    struct Odd(nabla::Param);
    impl nabla::Parameters for Odd {
        fn visit(&self, f: &mut dyn FnMut(&nabla::Param)) {
            f(&self.0);
        }
        fn visit_mut(&mut self, f: &mut dyn FnMut(&mut nabla::Param)) {
            f(&mut self.0);
        }
    }
    let folder = Folder::new("odd");
    let odd = Odd(nabla::Param::new("__metadata__", Tensor::ones([2])));
    refused(
        save(&odd, folder.file("odd")),
        &["cannot hold a tensor called __metadata__"],
    );
}
