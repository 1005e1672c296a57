//! Layers in a row.

use super::{Module, Param, Parameters, Row};
use crate::{Shape, Tape, Var};
use std::any::Any;
use std::ops::{Index, IndexMut};

/// A model whose layers feed one another in order.
///
/// A copy is another model: its parameters start at the same values and learn on their own.
///
/// ```
/// use nabla::{Activate, Activation, Init, Linear, Module, Sequential};
///
/// let mut rng = nabla::rng(1);
/// let model = Sequential::new()
///     .push(Linear::new(4, 8, Init::He, &mut rng))
///     .push(Activate(Activation::Relu))
///     .push(Linear::new(8, 3, Init::Xavier, &mut rng));
/// assert_eq!(model.len(), 3);
/// assert_eq!(nabla::parameters(&model[2]), 27);
/// let last: &Linear = model.get(2).expect("a dense layer");
/// assert_eq!(last.weight.value().dims(), [8, 3]);
/// ```
#[derive(Clone, Default)]
pub struct Sequential {
    layers: Vec<Box<dyn Layer>>,
}

/// A [`Module`] that can be copied behind a box, shared between threads, and asked what it is.
trait Layer: Module + Any + Send + Sync {
    fn copy(&self) -> Box<dyn Layer>;
}

impl<M: Module + Clone + Any + Send + Sync> Layer for M {
    fn copy(&self) -> Box<dyn Layer> {
        Box::new(self.clone())
    }
}

impl Clone for Box<dyn Layer> {
    fn clone(&self) -> Self {
        (**self).copy()
    }
}

impl Sequential {
    /// No layers yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same model with one more layer at its end.
    pub fn push(mut self, layer: impl Module + Clone + Send + Sync + 'static) -> Self {
        self.layers.push(Box::new(layer));
        self
    }

    /// How many layers there are.
    pub fn len(&self) -> usize {
        self.layers.len()
    }

    /// No layers yet?
    pub fn is_empty(&self) -> bool {
        self.layers.is_empty()
    }

    /// The layers in their order.
    pub fn iter(&self) -> impl Iterator<Item = &dyn Module> {
        self.layers.iter().map(|layer| &**layer as &dyn Module)
    }

    /// Layer `i` as what it is, if there is one and it is an `M`.
    pub fn get<M: Module + 'static>(&self, i: usize) -> Option<&M> {
        let layer: &dyn Any = &**self.layers.get(i)?;
        layer.downcast_ref()
    }

    /// The same, to change it.
    pub fn get_mut<M: Module + 'static>(&mut self, i: usize) -> Option<&mut M> {
        let layer: &mut dyn Any = &mut **self.layers.get_mut(i)?;
        layer.downcast_mut()
    }

    #[track_caller]
    fn check(&self, i: usize) {
        let count = self.len();
        assert!(
            i < count,
            "the model has {count} layers, counted from 0; there is no layer {i}"
        );
    }
}

impl Index<usize> for Sequential {
    type Output = dyn Module;

    /// # Panics
    /// If there is no layer `i`.
    #[track_caller]
    fn index(&self, i: usize) -> &Self::Output {
        self.check(i);
        &*self.layers[i]
    }
}

impl IndexMut<usize> for Sequential {
    /// # Panics
    /// If there is no layer `i`.
    #[track_caller]
    fn index_mut(&mut self, i: usize) -> &mut Self::Output {
        self.check(i);
        &mut *self.layers[i]
    }
}

impl Module for Sequential {
    #[track_caller]
    fn forward<'t>(&self, tape: &'t Tape, x: Var<'t>) -> Var<'t> {
        let row = tape.begin_row();
        self.layers.iter().enumerate().fold(x, |x, (i, layer)| {
            tape.in_layer(row, i, || layer.forward(tape, x))
        })
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
