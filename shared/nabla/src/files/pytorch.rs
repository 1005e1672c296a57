//! How PyTorch's arrays become ours, and ours PyTorch's.
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
//! [`after_flatten`]; on the way back [`before_flatten`].

use super::FileError;
use super::checkpoint::{Checkpoint, put};
use super::fit::{Fit, Place, take_what_fits};
use crate::nn::{Param, names};
use crate::{Device, Parameters, Shape, Tensor};

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

/// As much of [`load`] as fits: what has the same name and, in PyTorch's layout, the same shape is taken over, the rest of the
/// model stays as it is. As `load_state_dict(…, strict=False)`, which still fails where a shape differs; here that
/// is said like the rest.
///
/// # Errors
/// If what fits cannot be computed with; the model is then as it was.
pub fn load_what_fits(
    model: &mut (impl Parameters + ?Sized),
    file: &Checkpoint,
) -> Result<Fit, FileError> {
    load_what_fits_as(model, file, str::to_string)
}

/// The same where the parts have other names there, as for [`load_as`].
///
/// # Errors
/// As [`load_what_fits`].
pub fn load_what_fits_as(
    model: &mut (impl Parameters + ?Sized),
    file: &Checkpoint,
    theirs: impl Fn(&str) -> String,
) -> Result<Fit, FileError> {
    let place = |name: &str, param: &Param| Place {
        names: sources(name, &theirs),
        dims: dims_there(param),
    };
    take_what_fits(model, file, place, |place, param| {
        read(file, &place.names, param)
    })
}

/// The model as PyTorch would have saved it: save this, and a module whose parts have the same names takes it with
/// `module.load_state_dict(safetensors.torch.load_file(PATH))`. (What counts the batches of a batch norm is not in it; PyTorch
/// does without.)
///
/// ```
/// use nabla::{Init, Linear, Sequential, pytorch};
///
/// let model = Sequential::new().push(Linear::new(3, 4, Init::He, &mut nabla::rng(1)));
/// let theirs = pytorch::state_dict(&model);
/// assert_eq!(theirs.tensor("0.weight")?.dims(), [4, 3]); // outputs before inputs
/// # Ok::<(), nabla::FileError>(())
/// ```
pub fn state_dict(model: &(impl Parameters + ?Sized)) -> Checkpoint {
    state_dict_as(model, str::to_string)
}

/// The same where the parts have other names there, as for [`load_as`].
pub fn state_dict_as(
    model: &(impl Parameters + ?Sized),
    theirs: impl Fn(&str) -> String,
) -> Checkpoint {
    let names = names(model);
    let mut next = names.iter();
    let mut arrays = Vec::new();
    model.visit(&mut |param| {
        let Some(name) = next.next() else { return };
        let ours = param.value().to(&Device::Cpu);
        let mut tensor = match param.name() {
            "weight" | "w_x" | "w_h" => outputs_first(&ours),
            _ => ours,
        };
        for source in sources(name, &theirs) {
            let rest = Tensor::zeros(tensor.shape());
            // Of two that are only ever added, the first is the sum.
            arrays.push((source, std::mem::replace(&mut tensor, rest)));
        }
    });
    Checkpoint::holding(arrays)
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

/// The shape that PyTorch gives this parameter.
fn dims_there(param: &Param) -> Vec<usize> {
    match (param.name(), param.value().dims()) {
        ("weight" | "w_x" | "w_h", [sizes @ .., inputs, outputs]) => {
            [&[*outputs, *inputs], sizes].concat()
        }
        (_, dims) => dims.to_vec(),
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

/// The way back: `[sizes…, I, O]` becomes `[O, I, sizes…]`.
fn outputs_first(tensor: &Tensor) -> Tensor {
    let &[ref sizes @ .., inputs, outputs] = tensor.dims() else {
        return tensor.clone();
    };
    let places: usize = sizes.iter().product();
    let mut data = Vec::with_capacity(tensor.len());
    for output in 0..outputs {
        for input in 0..inputs {
            let all =
                (0..places).map(|place| tensor.data()[(place * inputs + input) * outputs + output]);
            data.extend(all);
        }
    }
    let shape: Vec<usize> = [&[outputs, inputs], sizes].concat();
    Tensor::from_vec(data, shape.as_slice())
}

/// The weight `[C·H·W, O]` of a dense layer that PyTorch has behind a `Flatten` of `[C, H, W]`, for pictures
/// `[H, W, C]`: the same rows in our order. Put it in the place of the loaded weight.
///
/// # Panics
/// If it has not C·H·W rows.
#[track_caller]
pub fn after_flatten(weight: &Tensor, [channels, height, width]: [usize; 3]) -> Tensor {
    let places = height * width;
    exchanged("after_flatten", weight, [channels, places])
}

/// The way back: the rows in PyTorch's order. Put it in the place of the weight of a copy of the model, and ask for the copy's
/// [`state_dict`].
///
/// # Panics
/// If it has not C·H·W rows.
#[track_caller]
pub fn before_flatten(weight: &Tensor, [channels, height, width]: [usize; 3]) -> Tensor {
    let places = height * width;
    exchanged("before_flatten", weight, [places, channels])
}

/// Rows that go through the second of two counts first, in the order that goes through the first of them first.
#[track_caller]
fn exchanged(who: &str, weight: &Tensor, [slow, fast]: [usize; 2]) -> Tensor {
    let (rows, outputs) = weight.shape().as_rows();
    assert!(
        rows == slow * fast && outputs > 0,
        "{who}: the weight is {}, and such a picture has {} numbers",
        weight.shape(),
        slow * fast
    );
    let order = (0..fast).flat_map(|f| (0..slow).map(move |s| s * fast + f));
    weight.gather_rows(&order.collect::<Vec<usize>>())
}
