//! What a layer and a whole model have in common.

use crate::{Device, Shape, Tape, Tensor, Var};
use std::sync::atomic::{AtomicU64, Ordering};

/// Tells parameters apart: no two have the same, in any model of this run of the program.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct ParamId(u64);

impl ParamId {
    fn fresh() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        ParamId(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

/// A tensor that belongs to a model: one that training changes by its gradient, or a statistic that
/// a layer keeps for itself.
#[derive(Debug)]
pub struct Param {
    name: &'static str,
    value: Tensor,
    id: ParamId,
    trainable: bool,
    not_negative: bool,
}

impl Param {
    /// A parameter with its starting value.
    pub fn new(name: &'static str, value: Tensor) -> Self {
        Param {
            name,
            value,
            id: ParamId::fresh(),
            trainable: true,
            not_negative: false,
        }
    }

    /// A statistic: saved and counted with the model, but no gradient changes it. The running mean
    /// of batch normalisation is one.
    pub fn statistic(name: &'static str, value: Tensor) -> Self {
        Param {
            trainable: false,
            ..Param::new(name, value)
        }
    }

    /// The same, where a number below 0 makes no sense: a file that holds one is refused.
    pub fn not_negative(mut self) -> Self {
        self.not_negative = true;
        self
    }

    /// The same parameter once more, not a copy that learns on its own.
    pub(crate) fn shared(&self) -> Self {
        Param {
            value: self.value.clone(),
            ..*self
        }
    }

    /// May these numbers take the place of its own?
    pub(crate) fn takes(&self, numbers: &Tensor) -> bool {
        !self.not_negative || is_not_negative(numbers)
    }

    /// Does a gradient change it?
    pub fn is_trainable(&self) -> bool {
        self.trainable
    }

    /// What it is called in its layer: `"weight"`, `"bias"`.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Its numbers now.
    pub fn value(&self) -> &Tensor {
        &self.value
    }

    /// Its numbers, to change.
    pub fn value_mut(&mut self) -> &mut Tensor {
        &mut self.value
    }

    /// Who it is, whatever its numbers and its place in a model. What is known about parameters, such as
    /// an optimiser's memory, is kept by this.
    pub fn id(&self) -> ParamId {
        self.id
    }
}

impl Clone for Param {
    /// A copy is another parameter: it learns on its own.
    fn clone(&self) -> Self {
        Param {
            id: ParamId::fresh(),
            ..self.shared()
        }
    }
}

/// No number of it is below 0.
pub(crate) fn is_not_negative(numbers: &Tensor) -> bool {
    numbers.data().iter().all(|&x| x >= 0.0)
}

/// What has parameters: a layer, or a model of any kind. Optimisers, files and devices ask for no
/// more than this.
///
/// A model that is a struct of parts says so with [`parts!`](crate::parts). A single [`Param`] is one
/// too, and so are `Option`, `Box`, `Vec`, arrays and tuples of what has parameters.
pub trait Parameters {
    /// Shows each parameter to `f`, always in the same order.
    fn visit(&self, f: &mut dyn FnMut(&Param));

    /// Like [`visit`](Self::visit), to change them.
    fn visit_mut(&mut self, f: &mut dyn FnMut(&mut Param));

    /// Like [`visit`](Self::visit), with what a file calls each parameter: the layer's place in the
    /// model and the parameter's name in the layer, `"0.weight"`. A model that is a struct of its own
    /// passes `prefix` and a name for the part on to each of its parts, in the order of `visit`; without
    /// that, its parameters are told apart by a number ([`names`]).
    fn visit_named(&self, prefix: &str, f: &mut dyn FnMut(&str, &Param)) {
        self.visit(&mut |param| f(&format!("{prefix}{}", param.name()), param));
    }
}

/// A layer, or a model, that makes one tensor of one tensor. A model with other inputs or more
/// results (letters instead of numbers, an encoder and a decoder) has [`Parameters`] and methods of
/// its own.
pub trait Module: Parameters {
    /// Computes the result for `x` on the tape, so that a gradient can be taken through it.
    fn forward<'t>(&self, tape: &'t Tape, x: Var<'t>) -> Var<'t>;

    /// One row a layer, for [`summary`](crate::summary): given the shape that comes in (without the
    /// batch axis), pushes the rows and returns the shape that goes out.
    ///
    /// Without a description of its own a module is one row, called as its type; which shape goes out is
    /// found by computing with a single example of zeros.
    ///
    /// # Panics
    /// If that shape cannot come in.
    #[track_caller]
    fn describe(&self, input: Shape, rows: &mut Vec<Row>) -> Shape {
        let output = output_of(self, input);
        let name = std::any::type_name::<Self>();
        let name = name.split('<').next().unwrap_or(name);
        rows.push(Row {
            layer: name.rsplit("::").next().unwrap_or(name).to_string(),
            output,
            parameters: super::parameters(self),
        });
        output
    }
}

/// The shape that a module makes of one example of shape `input`.
#[track_caller]
fn output_of(module: &(impl Module + ?Sized), input: Shape) -> Shape {
    let mut device = Device::Cpu;
    module.visit(&mut |param| device = param.value().device());
    let batch: Vec<usize> = [1].iter().chain(input.dims()).copied().collect();
    let tape = Tape::new();
    let x = tape.constant(Tensor::zeros(&batch[..]).to(&device));
    let y = module.forward(&tape, x).shape();
    assert!(
        y.dims().first() == Some(&1),
        "describe: one example of shape {input} went in, {y} came out, which has no batch axis of 1; give this module a describe of its own"
    );
    Shape::new(&y.dims()[1..])
}

/// Says of which parts a model consists: implements [`Parameters`] for a struct whose named fields
/// have parameters themselves. In a file each parameter is called by its part, `"decoder.0.weight"`.
/// A field that is not listed, such as a setting, is neither trained nor saved nor moved.
///
/// ```
/// use nabla::{Init, Linear, Module, Sequential, Tape, Var};
///
/// struct Autoencoder {
///     encoder: Linear,
///     decoder: Sequential,
/// }
/// nabla::parts!(Autoencoder { encoder, decoder });
///
/// let mut rng = nabla::rng(1);
/// let model = Autoencoder {
///     encoder: Linear::new(9, 2, Init::Xavier, &mut rng),
///     decoder: Sequential::new().push(Linear::new(2, 9, Init::Xavier, &mut rng)),
/// };
/// assert_eq!(
///     nabla::names(&model),
///     ["encoder.weight", "encoder.bias", "decoder.0.weight", "decoder.0.bias"]
/// );
/// ```
///
/// A part may be a single [`Param`], which is called as its field: `"scale"`. What has no parameters at
/// all says `parts!(Flatten {})`.
#[macro_export]
macro_rules! parts {
    ($Model:ty {}) => {
        impl $crate::Parameters for $Model {
            fn visit(&self, _f: &mut dyn FnMut(&$crate::Param)) {}

            fn visit_mut(&mut self, _f: &mut dyn FnMut(&mut $crate::Param)) {}
        }
    };
    ($Model:ty { $($part:ident),+ $(,)? }) => {
        impl $crate::Parameters for $Model {
            fn visit(&self, f: &mut dyn FnMut(&$crate::Param)) {
                $($crate::Parameters::visit(&self.$part, f);)+
            }

            fn visit_mut(&mut self, f: &mut dyn FnMut(&mut $crate::Param)) {
                $($crate::Parameters::visit_mut(&mut self.$part, f);)+
            }

            fn visit_named(&self, prefix: &str, f: &mut dyn FnMut(&str, &$crate::Param)) {
                $(
                    let prefix_of_part = format!("{prefix}{}.", stringify!($part));
                    $crate::Parameters::visit_named(&self.$part, &prefix_of_part, f);
                )+
            }
        }
    };
}

/// A line of the summary table.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The layer's kind, such as `Linear, relu`.
    pub layer: String,
    /// The shape that goes out, without the batch axis.
    pub output: Shape,
    /// How many numbers the layer consists of.
    pub parameters: usize,
}
