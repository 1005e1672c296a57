//! Layers that learn nothing and keep every number's place: flatten, activate, drop.

use super::{Module, Row};
use crate::{Activation, Shape, Tape, Var, ops};

/// Each example in one row: `[N, H, W, C]` → `[N, H·W·C]`.
#[derive(Clone, Copy, Debug)]
pub struct Flatten;

/// An activation as a layer of its own, for where it does not follow a layer that has one built in.
#[derive(Clone, Copy, Debug)]
pub struct Activate(
    /// The function.
    pub Activation,
);

/// Leaves out a fraction of the numbers while training ([`Var::dropout`]).
#[derive(Clone, Copy, Debug)]
pub struct Dropout {
    rate: f32,
}

impl Dropout {
    /// Drops a fraction `rate` of the numbers. (Keras and PyTorch mean the same; in TensorFlow 1 it
    /// was the fraction that is *kept*.)
    ///
    /// # Panics
    /// If `rate` is not in 0 ≤ rate < 1.
    #[track_caller]
    pub fn new(rate: f32) -> Self {
        ops::check_dropout_rate(rate);
        Dropout { rate }
    }
}

/// A layer without parameters.
macro_rules! plain {
    ($Layer:ty, |$self:ident, $x:ident| $forward:expr, |$input:ident| $output:expr, $name:expr) => {
        impl Module for $Layer {
            #[track_caller]
            fn forward<'t>(&$self, _tape: &'t Tape, $x: Var<'t>) -> Var<'t> {
                $forward
            }

            fn describe(&$self, $input: Shape, rows: &mut Vec<Row>) -> Shape {
                let output = $output;
                rows.push(Row {
                    layer: $name,
                    output,
                    parameters: 0,
                });
                output
            }
        }

        crate::parts!($Layer {});
    };
}

plain!(
    Flatten,
    |self, x| x.flatten(),
    |input| Shape::from([input.size()]),
    "Flatten".to_string()
);
plain!(
    Activate,
    |self, x| x.activate(self.0),
    |input| input,
    format!("{:?}", self.0)
);
plain!(
    Dropout,
    |self, x| x.dropout(self.rate),
    |input| input,
    format!("Dropout {}", self.rate)
);
