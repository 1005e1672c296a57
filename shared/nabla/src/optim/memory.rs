//! What an optimiser remembers from one step to the next.

use super::Remembered;
use crate::gpu::{Kernel, Launch};
use crate::{Grads, Parameters, Shape, Tensor};

/// `N` tensors for each trainable parameter, in the model's own order, zero at first.
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
    pub w: &'a mut Tensor,
    /// Their gradient.
    pub g: &'a Tensor,
    /// What is remembered about each of them.
    pub memory: [&'a mut Tensor; N],
    /// How many steps this parameter has made, this one included.
    pub steps: u32,
}

impl<'a, const N: usize> Part<'a, N> {
    /// The numbers: weights, gradient, memory.
    pub fn slices(self) -> (&'a mut [f32], &'a [f32], [&'a mut [f32]; N]) {
        let memory = self.memory.map(Tensor::data_mut);
        (self.w.data_mut(), self.g.data(), memory)
    }

    /// If the weights are on a graphics card, has `kernel` do the step there: then nothing is left to
    /// do. Its immediates are the number of vec4s and `numbers`, its buffers the gradient, the
    /// weights and the memory.
    #[track_caller]
    pub fn unless_on_gpu(self, kernel: &'static Kernel, numbers: &[f32]) -> Option<Self> {
        let Some(gpu) = crate::gpu::of("an optimiser's step", [&*self.w, self.g]) else {
            return Some(self);
        };
        let quads = self.w.len().div_ceil(4);
        let launch = gpu
            .launch(kernel)
            .number(quads)
            .numbers(numbers.iter().copied())
            .read(self.g)
            .write(self.w);
        let buffers = self.memory.into_iter();
        buffers.fold(launch, Launch::write).threads(quads);
        None
    }
}

impl<const N: usize> Memory<N> {
    /// Calls `rule` for each parameter that has a gradient.
    ///
    /// # Panics
    /// If the parameters are not those of the steps before.
    pub fn step(
        &mut self,
        model: &mut dyn Parameters,
        grads: &Grads,
        mut rule: impl FnMut(Part<'_, N>),
    ) {
        let mut place = 0;
        model.visit_mut(&mut |param| {
            if !param.is_trainable() {
                return;
            }
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
                slot.follow(param.value());
                rule(Part {
                    w: param.value_mut(),
                    g: grad,
                    memory: slot.tensors.each_mut(),
                    steps: slot.steps,
                });
            }
        });
        hand_over(model);
    }
}

impl<const N: usize> Memory<N> {
    /// All of it, to keep in a file.
    pub fn remembered(&self) -> Vec<Remembered> {
        let slots = self.slots.iter();
        slots
            .map(|slot| Remembered {
                steps: slot.steps,
                tensors: slot.tensors.to_vec(),
            })
            .collect()
    }

    /// What [`remembered`](Self::remembered) gave.
    #[track_caller]
    pub fn remember(&mut self, memory: Vec<Remembered>) {
        let slot = |part: Remembered| {
            let count = part.tensors.len();
            let Ok(tensors) = <[Tensor; N]>::try_from(part.tensors) else {
                panic!("the optimiser keeps {N} tensors for each parameter, {count} were given");
            };
            Slot {
                // Without a tensor there is no memory whose shape could be wrong.
                shape: tensors.first().map_or(Shape::new(&[]), Tensor::shape),
                tensors,
                steps: part.steps,
            }
        };
        self.slots = memory.into_iter().map(slot).collect();
    }
}

impl<const N: usize> Slot<N> {
    fn new(shape: Shape) -> Self {
        // It stays, so it is not borrowed from the pool: the next step will need what lies there.
        let zeros = |_| Tensor::from_vec(vec![0.0; shape.size()], shape);
        Slot {
            shape,
            tensors: std::array::from_fn(zeros),
            steps: 0,
        }
    }

    /// What is remembered lies where the weights lie, also after they were moved.
    fn follow(&mut self, weights: &Tensor) {
        for tensor in &mut self.tensors {
            if tensor.gpu() != weights.gpu() {
                *tensor = tensor.to(&weights.device());
            }
        }
    }
}

/// The end of a step: a graphics card begins to work on what was recorded for it.
pub(super) fn hand_over(model: &dyn Parameters) {
    let mut gpu = None;
    model.visit(&mut |param| {
        if gpu.is_none() {
            gpu = param.value().gpu().cloned();
        }
    });
    if let Some(gpu) = gpu {
        gpu.submit();
    }
}
