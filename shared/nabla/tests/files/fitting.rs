//! As much of a file as fits: what is taken, and what is said about the rest.

use super::foreign::stored;
use super::{numbers, refused};
use nabla::{
    Activate, Activation, BatchNorm, Checkpoint, Init, Linear, Misshapen, Parameters, Sequential,
    Tensor, pytorch,
};

fn mlp() -> Checkpoint {
    Checkpoint::read(stored("pytorch/mlp")).expect("pytorch.py has written it")
}

/// The body of `mlp` under another head, and one layer more.
fn other() -> Sequential {
    let rng = &mut nabla::rng(5);
    Sequential::new()
        .push(Linear::new(3, 4, Init::He, rng))
        .push(Activate(Activation::Relu))
        .push(Linear::new(4, 5, Init::He, rng))
        .push(Linear::new(5, 1, Init::He, rng))
}

#[test]
fn a_body_goes_under_another_head() {
    let (mut model, before) = (other(), other());
    let fit = pytorch::load_what_fits(&mut model, &mlp()).expect("it can be read");
    assert_eq!(fit.fits, ["0.weight", "0.bias"]);
    let misshapen = |name: &str, in_file: &[usize], wanted: &[usize]| Misshapen {
        name: name.to_string(),
        in_file: in_file.to_vec(),
        wanted: wanted.to_vec(),
    };
    let other_shapes = [
        misshapen("2.weight", &[2, 4], &[5, 4]),
        misshapen("2.bias", &[2], &[5]),
    ];
    assert_eq!(fit.misshapen, other_shapes);
    assert_eq!(fit.missing, ["3.weight", "3.bias"]);
    assert!(fit.unexpected.is_empty() && fit.passed_over.is_empty() && !fit.is_whole());
    // PyTorch's own numbers in our order, and a head as it was.
    let theirs = mlp().tensor("0.weight").expect("it is there");
    let first: &Linear = model.get(0).expect("a dense layer");
    for (output, input) in [(0, 0), (1, 2), (3, 1)] {
        let ours = first.weight.value().data()[input * 4 + output];
        assert_eq!(ours.to_bits(), theirs.data()[output * 3 + input].to_bits());
    }
    let rest = |model: &Sequential| [2, 3].map(|i| numbers(&model[i]));
    assert_eq!(rest(&model), rest(&before));
    assert_ne!(numbers(&model[0]), numbers(&before[0]));
    let said = "\
fits          2  0.weight, 0.bias
other shape   2  2.weight [2, 4] for [5, 4], 2.bias [2] for [5]
missing       2  3.weight, 3.bias
unexpected    0
passed over   0";
    assert_eq!(fit.to_string(), said);
}

#[test]
fn counters_are_passed_over_and_the_rest_is_unexpected() {
    let file = Checkpoint::read(stored("pytorch/pictures")).expect("pytorch.py has written it");
    let mut model = BatchNorm::new(4);
    let fit = pytorch::load_what_fits_as(&mut model, &file, |_| "1".to_string()).expect("it fits");
    let all = ["weight", "bias", "running_mean", "running_var"].map(|own| format!("1.{own}"));
    assert_eq!(fit.fits, all);
    assert_eq!(fit.passed_over, ["1.num_batches_tracked"]);
    assert!(fit.missing.is_empty() && fit.misshapen.is_empty());
    assert!(fit.unexpected.contains(&"0.weight".to_string()) && !fit.is_whole());
    let mean = file.tensor("1.running_mean").expect("it is there");
    assert_eq!(model.running_mean(), mean);
}

#[test]
fn what_fits_and_is_wrong_leaves_the_model_as_it_was() {
    let mut wrong = BatchNorm::new(2);
    wrong.visit_mut(&mut |param| *param.value_mut() = Tensor::from_slice(&[3.0, -1.0], [2]));
    let mut model = BatchNorm::new(2);
    let before = numbers(&model);
    let file = pytorch::state_dict(&wrong);
    let error = pytorch::load_what_fits(&mut model, &file);
    refused(error.map(|_| ()), &["running_var", "below 0"]);
    let error = Checkpoint::of(&wrong).restore_what_fits(&mut model);
    refused(error.map(|_| ()), &["running_var", "below 0"]);
    assert_eq!(numbers(&model), before);
}

#[test]
fn ours_fit_without_a_turn_and_optimisers_are_passed_over() {
    let mut model = other();
    let optimizer = nabla::optim::Adam::new(0.5);
    let file = Checkpoint::of(&other())
        .training(&other(), &optimizer)
        .beside("x", &Tensor::ones([1]));
    let before = numbers(&other());
    model.visit_mut(&mut |param| *param.value_mut() = Tensor::zeros(param.value().shape()));
    let fit = file.restore_what_fits(&mut model).expect("it can be read");
    assert!(fit.is_whole(), "{fit}");
    assert_eq!(fit.passed_over, ["beside.x"]);
    assert_eq!(numbers(&model), before);
}

#[test]
fn bytes_are_as_good_as_a_file() {
    let path = stored("pytorch/mlp");
    let bytes = std::fs::read(&path).expect("it is there");
    let read = Checkpoint::from_bytes("mlp", &bytes).expect("a whole file");
    let tensor = |file: &Checkpoint| file.tensor("2.weight").expect("it is there");
    assert_eq!(tensor(&read), tensor(&mlp()));
    let cut = Checkpoint::from_bytes("mlp", &bytes[..bytes.len() - 1]);
    refused(cut.map(|_| ()), &["mlp", "truncated"]);
}
