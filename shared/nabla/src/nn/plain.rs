//! Layers that learn nothing and keep every number's place: flatten, activate, drop.

use super::{Module, Param, Parameters, Row};
use crate::{Activation, Elementwise, Shape, Tape, Var, ops};
use std::fmt::Debug;

/// Each example in one row: `[N, H, W, C]` → `[N, H·W·C]`.
#[derive(Clone, Copy, Debug)]
pub struct Flatten;

/// An [`Activation`] as a layer of its own, for where it does not follow a layer that has one built in; or any
/// [`Elementwise`](crate::Elementwise), such as `Gelu`, which no layer can have built in.
#[derive(Clone, Copy, Debug)]
pub struct Activate<F = Activation>(
    /// The function.
    pub F,
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
    ($Layer:ty $(, for $F:ident: $($bound:path),+)?, |$self:ident, $x:ident| $forward:expr, |$input:ident| $output:expr, $name:expr) => {
        impl$(<$F: $($bound +)+>)? Module for $Layer {
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

        impl$(<$F: $($bound +)+>)? Parameters for $Layer {
            fn visit(&self, _f: &mut dyn FnMut(&Param)) {}

            fn visit_mut(&mut self, _f: &mut dyn FnMut(&mut Param)) {}
        }
    };
}

plain!(
    Flatten,
    |self, x| x.flatten(),
    |input| Shape::from([input.size()]),
    "Flatten".to_string()
);
plain!(
    Activate<F>, for F: Into<Elementwise>, Copy, Debug,
    |self, x| match self.0.into() {
        Elementwise::Identity => x,
        f => x.apply(f),
    },
    |input| input,
    format!("{:?}", self.0)
);
plain!(
    Dropout,
    |self, x| x.dropout(self.rate),
    |input| input,
    format!("Dropout {}", self.rate)
);
