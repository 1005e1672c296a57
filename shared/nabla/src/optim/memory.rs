//! What an optimiser remembers from one step to the next.

mod kept;

use super::Group;
use crate::gpu::{Kernel, Launch};
use crate::{Grads, Param, ParamId, Parameters, Shape, Tensor};

/// `N` tensors for each parameter that an optimiser has met, zero at first. It knows them by who they
/// are and not by their place in a model: layers may come, go, change places or be shared.
#[derive(Debug, Clone, Default)]
pub(super) struct Memory<const N: usize> {
    slots: Vec<Slot<N>>,
    /// How many steps were made: tells what this one has done already.
    round: u64,
}

#[derive(Debug, Clone)]
struct Slot<const N: usize> {
    param: ParamId,
    group: Group,
    tensors: [Tensor; N],
    shape: Shape,
    steps: u32,
    round: u64,
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
    /// What is special about the parameter.
    pub group: Group,
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
    /// Calls `rule` once for each trainable parameter that has a gradient.
    ///
    /// # Panics
    /// If a parameter has another shape than at the steps before.
    pub fn step(
        &mut self,
        model: &mut dyn Parameters,
        grads: &Grads,
        mut rule: impl FnMut(Part<'_, N>),
    ) {
        self.round += 1;
        let round = self.round;
        let mut next = 0;
        model.visit_mut(&mut |param| {
            let Some(grad) = grads.param(param).filter(|_| param.is_trainable()) else {
                return;
            };
            let shape = param.value().shape();
            let at = self.place_of(param, next);
            next = at + 1;
            let slot = &mut self.slots[at];
            assert!(
                slot.shape == shape,
                "the parameter `{}` was {}, now it is {shape}; make a new optimiser for another model",
                param.name(),
                slot.shape
            );
            if slot.round == round {
                return; // The model shows a shared parameter once more.
            }
            slot.round = round;
            slot.steps = slot.steps.saturating_add(1);
            slot.follow(param.value());
            rule(Part {
                w: param.value_mut(),
                g: grad,
                memory: slot.tensors.each_mut(),
                steps: slot.steps,
                group: slot.group,
            });
        });
        hand_over(model);
    }

    fn slot_of(&mut self, param: &Param) -> &mut Slot<N> {
        let at = self.place_of(param, self.slots.len());
        &mut self.slots[at]
    }

    /// The place of a parameter's slot, a new one if need be.
    fn place_of(&mut self, param: &Param, next: usize) -> usize {
        self.find(param.id(), next).unwrap_or_else(|| {
            self.slots.push(Slot::new(param));
            self.slots.len() - 1
        })
    }

    /// Looks at `next` first: a model shows its parameters in the same order each time, so that is
    /// nearly always the one.
    fn find(&self, param: ParamId, next: usize) -> Option<usize> {
        let count = self.slots.len();
        let mut places = (next..count).chain(0..next.min(count));
        places.find(|&at| self.slots[at].param == param)
    }
}

impl<const N: usize> Slot<N> {
    fn new(param: &Param) -> Self {
        let shape = param.value().shape();
        Slot {
            param: param.id(),
            group: Group::default(),
            tensors: zeros(shape),
            shape,
            steps: 0,
            round: 0,
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

/// They stay, so they are not borrowed from the pool: the next step will need what lies there.
fn zeros<const N: usize>(shape: Shape) -> [Tensor; N] {
    std::array::from_fn(|_| Tensor::from_vec(vec![0.0; shape.size()], shape))
}

/// The end of a step: a graphics card begins to work on what was recorded for it.
fn hand_over(model: &dyn Parameters) {
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

/// A memory that no gradient feeds any more, as of a unit that has died, only shrinks. It ends at 0, and
/// not among the last numbers that a float can tell from 0: with those a processor computes many times
/// more slowly. Where a gradient comes, however small, nothing is cut off.
#[inline(always)]
pub(super) fn faded(x: f32, is_fed: bool) -> f32 {
    let least = if is_fed { 0.0 } else { f32::MIN_POSITIVE };
    if x.abs() < least { 0.0 } else { x }
}
