//! A network that PyTorch trained, and three ways to open its file.

use nabla::{
    Activate, Activation, BatchNorm, Checkpoint, Conv2d, FileError, Flatten, Init, Linear,
    MaxPool2d, Padding, Parameters, Sequential, Tensor, Window, pytorch,
};

/// What PyTorch wrote: `tests/reference/opened.py` trained it.
const BYTES: &[u8] = include_bytes!("../../tests/reference/opened.safetensors");

/// A picture in front of the `Flatten`, PyTorch's way: channels, rows, columns.
pub const FLATTENED: [usize; 3] = [4, 4, 4];
/// The dense layer behind the `Flatten`.
pub const BEHIND: usize = 7;

/// PyTorch's file.
///
/// # Errors
/// If it is damaged.
pub fn file() -> Result<Checkpoint, FileError> {
    Checkpoint::from_bytes("opened.safetensors", BYTES)
}

// ANCHOR: network
/// The same layers in the same order as in the script, for so many classes; the numbers are still to come.
pub fn network(classes: usize) -> Sequential {
    let rng = &mut nabla::rng(1);
    let window = Window::new(3).padding(Padding::Same);
    Sequential::new()
        .push(Conv2d::new(1, 8, window, Init::He, rng))
        .push(BatchNorm::new(8))
        .push(Activate(Activation::Relu))
        .push(MaxPool2d::new(Window::new(2).stride(2)))
        .push(Conv2d::new(8, 4, window, Init::He, rng))
        .push(Activate(Activation::Relu))
        .push(Flatten)
        .push(Linear::new(64, 32, Init::He, rng))
        .push(Activate(Activation::Relu))
        .push(Linear::new(32, classes, Init::He, rng))
}
// ANCHOR_END: network

/// The layout ignored: each array's numbers in the order in which they lie.
///
/// # Errors
/// If the file lacks an array.
pub fn poured(file: &Checkpoint) -> Result<Sequential, FileError> {
    let mut model = network(10);
    let names = nabla::names(&model);
    let arrays = names.iter().map(|name| file.tensor(name));
    let mut arrays = arrays.collect::<Result<Vec<_>, _>>()?.into_iter();
    model.visit_mut(&mut |param| {
        if let Some(array) = arrays.next() {
            *param.value_mut() = array.reshape(param.value().shape());
        }
    });
    Ok(model)
}

/// Every array turned, and the dense layer behind the `Flatten` taken as it comes.
///
/// # Errors
/// If the file is another network's.
pub fn turned(file: &Checkpoint) -> Result<Sequential, FileError> {
    let mut model = network(10);
    pytorch::load(&mut model, file)?;
    Ok(model)
}

// ANCHOR: opened
/// Every array turned, and the rows behind the `Flatten` in our order.
pub fn opened(file: &Checkpoint) -> Result<Sequential, FileError> {
    let mut model = turned(file)?;
    reorder(&mut model, pytorch::after_flatten);
    Ok(model)
}

/// The way back: what PyTorch reads.
pub fn written(model: &Sequential) -> Checkpoint {
    let mut theirs = model.clone();
    reorder(&mut theirs, pytorch::before_flatten);
    pytorch::state_dict(&theirs)
}
// ANCHOR_END: opened

fn reorder(model: &mut Sequential, order: fn(&Tensor, [usize; 3]) -> Tensor) {
    let behind: &mut Linear = model.get_mut(BEHIND).expect("network has it there");
    *behind.weight.value_mut() = order(behind.weight.value(), FLATTENED);
}
