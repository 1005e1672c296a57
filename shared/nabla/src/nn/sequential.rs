//! Layers in a row.

use super::{Module, Param, Parameters, Row};
use crate::{Shape, Tape, Var};

/// A model whose layers feed one another in order.
#[derive(Default)]
pub struct Sequential {
    layers: Vec<Box<dyn Layer>>,
}

/// [`Module`], usable behind a box: a lifetime parameter on `forward` is fine there, but the trait
/// must also be shareable between threads.
trait Layer: Module + Send + Sync {}
impl<M: Module + Send + Sync> Layer for M {}

impl Sequential {
    /// No layers yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same model with one more layer at its end.
    pub fn push(mut self, layer: impl Module + Send + Sync + 'static) -> Self {
        self.layers.push(Box::new(layer));
        self
    }
}

impl Module for Sequential {
    #[track_caller]
    fn forward<'t>(&self, tape: &'t Tape, x: Var<'t>) -> Var<'t> {
        self.layers
            .iter()
            .fold(x, |x, layer| layer.forward(tape, x))
    }

    fn describe(&self, input: Shape, rows: &mut Vec<Row>) -> Shape {
        self.layers
            .iter()
            .fold(input, |shape, layer| layer.describe(shape, rows))
    }
}

impl Parameters for Sequential {
    fn visit(&self, f: &mut dyn FnMut(&Param)) {
        self.layers.iter().for_each(|layer| layer.visit(f));
    }

    fn visit_mut(&mut self, f: &mut dyn FnMut(&mut Param)) {
        self.layers.iter_mut().for_each(|layer| layer.visit_mut(f));
    }

    fn visit_named(&self, prefix: &str, f: &mut dyn FnMut(&str, &Param)) {
        for (i, layer) in self.layers.iter().enumerate() {
            layer.visit_named(&format!("{prefix}{i}."), f);
        }
    }
}
