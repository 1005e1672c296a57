//! Layers and models: parameters, how they start, and how they are put in a row.

mod conv1d;
mod conv2d;
mod conv_transpose2d;
mod embedding;
mod init;
mod linear;
mod module;
mod names;
mod norm;
mod parts;
mod plain;
mod pool2d;
mod recurrent;
mod sequential;
mod summary;
mod upsample2d;

use crate::{Rng, Shape, Tensor};

pub use conv_transpose2d::ConvTranspose2d;
pub use conv1d::Conv1d;
pub use conv2d::Conv2d;
pub use embedding::Embedding;
pub use init::Init;
pub use linear::Linear;
pub(crate) use module::is_not_negative;
pub use module::{Module, Param, ParamId, Parameters, Row};
pub use names::{names, parameters, trainable_parameters};
pub use norm::{BatchNorm, GroupNorm, InstanceNorm, LayerNorm};
pub use plain::{Activate, Dropout, Flatten};
pub use pool2d::{AvgPool2d, GlobalAvgPool, MaxPool2d, MinPool2d};
pub use recurrent::{Bidirectional, Gru, Lstm, Recurrent, Rnn};
pub use sequential::Sequential;
pub use summary::summary;
pub use upsample2d::Upsample2d;

/// How many channels each of equal groups has.
#[track_caller]
fn equal_parts(channels: usize, groups: usize) -> usize {
    assert!(
        groups > 0 && channels.is_multiple_of(groups),
        "{channels} channels do not make {groups} equal groups"
    );
    channels / groups
}

/// The weight `[sizes…, C/groups, K]` of a window that slides, and a bias of zeros `[K]`. A unit sees all numbers
/// under the window; each of them feeds all units of its group, once from each place in the window.
#[track_caller]
fn of_window(
    sizes: &[usize],
    [inputs, outputs]: [usize; 2],
    groups: usize,
    init: Init,
    rng: &mut Rng,
) -> (Param, Option<Param>) {
    let (seen, made) = (equal_parts(inputs, groups), equal_parts(outputs, groups));
    let axes = sizes.len();
    let shape = Shape::new(sizes)
        .with_new_axis(axes, seen)
        .with_new_axis(axes + 1, outputs);
    let (sees, _) = shape.as_rows();
    let feeds = shape.with_axis(axes, made).with_axis(axes + 1, 1).size();
    (
        Param::new("weight", init.tensor(shape, sees, feeds, rng)),
        Some(Param::new("bias", Tensor::zeros([outputs]))),
    )
}

/// The builders of a layer with weights, perhaps a bias, and an activation: the same for each.
macro_rules! weighted_builders {
    () => {
        /// The same layer with an activation after its sums.
        pub fn activation(mut self, activation: Activation) -> Self {
            self.activation = activation;
            self
        }

        /// The weight and the bias, on this tape.
        #[track_caller]
        fn on<'t>(&self, tape: &'t Tape) -> (Var<'t>, Option<Var<'t>>) {
            let weight = tape.param(&self.weight);
            (weight, self.bias.as_ref().map(|bias| tape.param(bias)))
        }

        /// The same layer without a bias: what follows, batch normalisation say, has one of its own.
        pub fn without_bias(mut self) -> Self {
            self.bias = None;
            self
        }
    };
}
use weighted_builders;

/// How such a layer shows its parameters.
macro_rules! weighted_visits {
    () => {
        fn visit(&self, f: &mut dyn FnMut(&Param)) {
            f(&self.weight);
            self.bias.iter().for_each(f);
        }

        fn visit_mut(&mut self, f: &mut dyn FnMut(&mut Param)) {
            f(&mut self.weight);
            self.bias.iter_mut().for_each(f);
        }
    };
}
use weighted_visits;
