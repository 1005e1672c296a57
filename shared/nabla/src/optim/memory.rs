//! What an optimiser remembers from one step to the next.

use crate::{Grads, Module, Shape, Tensor};

/// `N` tensors for each parameter, in the model's own order, zero at first.
#[derive(Debug, Clone, Default)]
pub(super) struct Memory<const N: usize> {
    slots: Vec<Slot<N>>,
}

#[derive(Debug, Clone)]
struct Slot<const N: usize> {
    shape: Shape,
    tensors: [Tensor; N],
    steps: u32,
}

/// One parameter's part of a step.
pub(super) struct Part<'a, const N: usize> {
    /// The weights, to change.
    pub w: &'a mut [f32],
    /// Their gradient.
    pub g: &'a [f32],
    /// What is remembered about each of them.
    pub memory: [&'a mut [f32]; N],
    /// How many steps this parameter has made, this one included.
    pub steps: u32,
}

impl<const N: usize> Memory<N> {
    /// Calls `rule` for each parameter that has a gradient.
    ///
    /// # Panics
    /// If the parameters are not those of the steps before.
    pub fn step(
        &mut self,
        model: &mut dyn Module,
        grads: &Grads,
        mut rule: impl FnMut(Part<'_, N>),
    ) {
        let mut place = 0;
        model.visit_mut(&mut |param| {
            // A parameter without a gradient keeps its place, so that those after it keep theirs.
            let at = place;
            place += 1;
            let shape = param.value().shape();
            if at == self.slots.len() {
                self.slots.push(Slot::new(shape));
            }
            let slot = &mut self.slots[at];
            assert!(
                slot.shape == shape,
                "the optimiser's parameter {at} was {}, now it is {shape}; make a new optimiser for another model",
                slot.shape
            );
            if let Some(grad) = grads.param(param) {
                slot.steps = slot.steps.saturating_add(1);
                rule(Part {
                    w: param.value_mut().data_mut(),
                    g: grad.data(),
                    memory: slot.tensors.each_mut().map(Tensor::data_mut),
                    steps: slot.steps,
                });
            }
        });
    }
}

impl<const N: usize> Slot<N> {
    fn new(shape: Shape) -> Self {
        Slot {
            shape,
            tensors: std::array::from_fn(|_| Tensor::zeros(shape)),
            steps: 0,
        }
    }
}
