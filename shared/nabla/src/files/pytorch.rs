//! How PyTorch's arrays become ours.
//!
//! PyTorch puts outputs before inputs, and images as `[N, C, H, W]`; here outputs come last, and images are
//! `[N, H, W, C]`. By name and shape it is clear for each array what has to be done:
//!
//! | layer | ours | PyTorch's | how |
//! |---|---|---|---|
//! | [`Linear`](crate::Linear) | `weight` `[in, out]` | `weight` `[out, in]` | transposed |
//! | [`Conv1d`](crate::Conv1d) | `weight` `[K, C, O]` | `weight` `[O, C, K]` | axes turned round |
//! | [`Conv2d`](crate::Conv2d) | `weight` `[KH, KW, C, K]` | `weight` `[K, C, KH, KW]` | the window first, then C, then K |
//! | [`ConvTranspose2d`](crate::ConvTranspose2d) | `weight` `[KH, KW, K, C]` | `weight` `[C, K, KH, KW]` | the same |
//! | [`BatchNorm`](crate::BatchNorm) and its sisters | `weight`, `bias`, `running_mean`, `running_var` | the same | as it is; `num_batches_tracked` is left alone |
//! | [`Embedding`](crate::Embedding) | `table` `[V, D]` | `weight` `[V, D]` | as it is |
//! | [`Rnn`](crate::rnn::Rnn), [`Lstm`](crate::rnn::Lstm) | `w_x`, `w_h` | `weight_ih_l0`, `weight_hh_l0` | transposed; the gates have the same order |
//! | | `b` | `bias_ih_l0`, `bias_hh_l0` | their sum: they are only ever added |
//! | [`Gru`](crate::rnn::Gru) | `b_x`, `b_h` | `bias_ih_l0`, `bias_hh_l0` | as they are: the reset gate stands between them |
//! | [`Bidirectional`](crate::rnn::Bidirectional) | `backward.w_x` | `weight_ih_l0_reverse` | as above |
//!
//! One thing no name tells: a dense layer behind a `Flatten` reads the numbers of a picture in another order,
//! [`after_flatten`].

use super::FileError;
use super::checkpoint::{Checkpoint, put};
use crate::nn::{Param, names};
use crate::{Parameters, Shape, Tensor};

const OTHER: &str =
    "build the model as PyTorch's is built, or say with load_as what its parts are called there";

/// Gives `model` what PyTorch has saved: the state dict of a module whose parts have the same names, in a safetensors
/// file (`safetensors.torch.save_file(module.state_dict(), PATH)`).
///
/// ```
/// # fn main() -> Result<(), nabla::FileError> {
/// # let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/files/stored/pytorch/mlp.safetensors");
/// use nabla::{Activate, Activation, Checkpoint, Init, Linear, Sequential, pytorch};
///
/// // torch.nn.Sequential(Linear(3, 4), ReLU(), Linear(4, 2))
/// let mut rng = nabla::rng(1);
/// let mut model = Sequential::new()
///     .push(Linear::new(3, 4, Init::He, &mut rng))
///     .push(Activate(Activation::Relu))
///     .push(Linear::new(4, 2, Init::He, &mut rng));
/// pytorch::load(&mut model, &Checkpoint::read(path)?)?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// If an array is not there, has another shape, or belongs to nothing in the model; it is then as it was.
pub fn load(model: &mut (impl Parameters + ?Sized), file: &Checkpoint) -> Result<(), FileError> {
    load_as(model, file, str::to_string)
}

/// The same where the parts have other names: `theirs` makes of the name of a part of ours, `"encoder.0"`, PyTorch's,
/// `"features.3"`. A model that is a single layer is the part `""`.
///
/// # Errors
/// As [`load`].
pub fn load_as(
    model: &mut (impl Parameters + ?Sized),
    file: &Checkpoint,
    theirs: impl Fn(&str) -> String,
) -> Result<(), FileError> {
    let names = names(model);
    let mut next = names.iter();
    let (mut found, mut used, mut wrong) = (Vec::new(), Vec::new(), None);
    model.visit(&mut |param| {
        if let (Some(name), None) = (next.next(), &wrong) {
            let sources = sources(name, &theirs);
            match read(file, &sources, param) {
                Ok(tensor) => found.push(tensor),
                Err(error) => wrong = Some(error),
            }
            used.extend(sources);
        }
    });
    if let Some(error) = wrong {
        return Err(error);
    }
    let mut others = file.tensors().filter(|tensor| !tensor.is_counter());
    if let Some(other) = others.find(|tensor| !used.iter().any(|name| name == tensor.name)) {
        return Err(file.wrong(
            format!("holds {}, which nothing in the model takes", other.name),
            OTHER,
        ));
    }
    put(model, found);
    Ok(())
}

/// Which arrays of PyTorch's make this parameter: their sum.
fn sources(name: &str, theirs: impl Fn(&str) -> String) -> Vec<String> {
    let (part, own) = name.rsplit_once('.').unwrap_or(("", name));
    let (part, way) = match own {
        "w_x" | "w_h" | "b" | "b_x" | "b_h" => one_way(part),
        _ => (part, ""),
    };
    let (part, dot) = match theirs(part) {
        part if part.is_empty() => (part, ""),
        part => (part, "."),
    };
    let theirs: &[&str] = match own {
        "w_x" => &["weight_ih_l0"],
        "w_h" => &["weight_hh_l0"],
        "b_x" => &["bias_ih_l0"],
        "b_h" => &["bias_hh_l0"],
        "b" => &["bias_ih_l0", "bias_hh_l0"],
        "table" => &["weight"],
        same => &[same],
    };
    theirs
        .iter()
        .map(|own| format!("{part}{dot}{own}{way}"))
        .collect()
}

/// The two ways of a bidirectional layer are one layer of PyTorch's.
fn one_way(part: &str) -> (&str, &'static str) {
    let cut = |way: &str| Some(part.strip_suffix(way)?.trim_end_matches('.'));
    match (cut("forward"), cut("backward")) {
        (Some(layer), _) => (layer, ""),
        (_, Some(layer)) => (layer, "_reverse"),
        _ => (part, ""),
    }
}

fn read(file: &Checkpoint, sources: &[String], param: &Param) -> Result<Tensor, FileError> {
    let mut sum: Option<Tensor> = None;
    for name in sources {
        let theirs = file.tensor(name)?;
        let wanted = param.value().shape();
        let ours = match param.name() {
            "weight" | "w_x" | "w_h" => outputs_last(&theirs),
            _ => theirs.clone(),
        };
        if ours.shape() != wanted {
            let what = format!(
                "holds {name} as {}, which would be {} here, where the model has {wanted}",
                theirs.shape(),
                ours.shape()
            );
            return Err(file.wrong(what, OTHER));
        }
        match &mut sum {
            empty @ None => *empty = Some(ours),
            Some(sum) => sum.add_assign(&ours),
        }
    }
    let tensor = sum.expect("every parameter has a source");
    match param.takes(&tensor) {
        true => Ok(tensor),
        false => Err(file.wrong(format!("holds {} with a number below 0", sources[0]), OTHER)),
    }
}

/// `[O, I, sizes…]` becomes `[sizes…, I, O]`; a list stays as it is.
fn outputs_last(tensor: &Tensor) -> Tensor {
    let &[outputs, inputs, ref sizes @ ..] = tensor.dims() else {
        return tensor.clone();
    };
    let places: usize = sizes.iter().product();
    let mut data = Vec::with_capacity(tensor.len());
    for place in 0..places {
        for input in 0..inputs {
            let all = (0..outputs)
                .map(|output| tensor.data()[(output * inputs + input) * places + place]);
            data.extend(all);
        }
    }
    let axes = sizes.len();
    let shape = Shape::new(sizes)
        .with_new_axis(axes, inputs)
        .with_new_axis(axes + 1, outputs);
    Tensor::from_vec(data, shape)
}

/// The weight `[C·H·W, O]` of a dense layer that PyTorch has behind a `Flatten` of `[C, H, W]`, for pictures
/// `[H, W, C]`: the same rows in our order. Put it in the place of the loaded weight.
///
/// # Panics
/// If it has not C·H·W rows.
#[track_caller]
pub fn after_flatten(weight: &Tensor, [channels, height, width]: [usize; 3]) -> Tensor {
    let (rows, outputs) = weight.shape().as_rows();
    let places = height * width;
    assert!(
        rows == channels * places && outputs > 0,
        "after_flatten: the weight is {}, and a picture [{channels}, {height}, {width}] has {} numbers",
        weight.shape(),
        channels * places
    );
    let order: Vec<usize> = (0..places)
        .flat_map(|place| (0..channels).map(move |channel| channel * places + place))
        .collect();
    weight.gather_rows(&order)
}
