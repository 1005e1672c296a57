//! What an optimiser is told about a parameter, and what a file keeps of its memory.

use super::super::{Group, Remembered};
use super::{Memory, zeros};
use crate::{Param, Tensor};

impl<const N: usize> Memory<N> {
    /// Says what is special about a parameter.
    pub fn set_group(&mut self, param: &Param, group: Group) {
        self.slot_of(param).group = group;
    }

    /// What is remembered of a parameter, to keep in a file; nothing before its first step.
    pub fn remembered(&self, param: &Param) -> Option<Remembered> {
        let slot = &self.slots[self.find(param.id(), 0)?];
        let is_memory = N > 0 && slot.steps > 0;
        is_memory.then(|| Remembered {
            steps: slot.steps,
            tensors: slot.tensors.to_vec(),
        })
    }

    /// What [`remembered`](Self::remembered) gave.
    #[track_caller]
    pub fn remember(&mut self, param: &Param, memory: Option<Remembered>) {
        let Some(Remembered { steps, tensors }) = memory else {
            if let Some(at) = self.find(param.id(), 0) {
                let slot = &mut self.slots[at];
                (slot.steps, slot.tensors) = (0, zeros(slot.shape));
            }
            return;
        };
        let slot = self.slot_of(param);
        let count = tensors.len();
        let Ok(tensors) = <[Tensor; N]>::try_from(tensors) else {
            panic!("the optimiser keeps {N} tensors for each parameter, {count} were given");
        };
        if let Some(wrong) = tensors.iter().find(|t| t.shape() != slot.shape) {
            panic!(
                "the parameter `{}` is {}, a tensor {} was given to be remembered of it",
                param.name(),
                slot.shape,
                wrong.shape()
            );
        }
        (slot.steps, slot.tensors) = (steps, tensors);
    }
}
