//! A model's parameters on a tape: to be learned, or held.

use super::{Tape, Var};
use crate::nn::{Param, Parameters};

impl Tape {
    /// A model's parameter. Used twice, it is still one value, and its gradients add up. A
    /// [statistic](Param::statistic) is a constant.
    ///
    /// # Panics
    /// If its numbers have changed since this tape first used it: the tape holds the old ones, and a
    /// loss computed with them would stand still while the model moves.
    #[track_caller]
    pub fn param(&self, param: &Param) -> Var<'_> {
        let Some(at) = self.place_of(param) else {
            return self.leaf(
                param.value().clone(),
                param.is_trainable(),
                Some(param.id()),
            );
        };
        assert!(
            self.records.borrow()[at].value.shares(param.value()),
            "the parameter `{}` {} has changed since this tape first used it, by an optimiser's step perhaps; make a new tape for each step",
            param.name(),
            param.value().shape()
        );
        self.var(at)
    }

    /// Holds a part of a model fixed on this tape: its parameters are constants here. No gradient of
    /// theirs is computed, and none is left for an optimiser to use, but gradients flow *through* the
    /// part to what came before it. A generator learns like that from a discriminator, and a new last
    /// layer on top of a trained network.
    ///
    /// Only gradients are held back: on a training tape dropout still drops, and the running
    /// statistics of a [`BatchNorm`](crate::BatchNorm) still follow the batch.
    ///
    /// # Panics
    /// If a parameter of the part was used on this tape before.
    #[track_caller]
    pub fn hold(&self, part: &(impl Parameters + ?Sized)) {
        let mut used = None;
        part.visit(&mut |param| match self.place_of(param) {
            None => {
                self.leaf(param.value().clone(), false, Some(param.id()));
            }
            Some(at) if self.records.borrow()[at].wants_grad => used = used.or(Some(param.name())),
            Some(_) => {}
        });
        if let Some(name) = used {
            panic!(
                "hold: the parameter `{name}` was used on this tape before; hold a part before its first use"
            );
        }
    }

    fn place_of(&self, param: &Param) -> Option<usize> {
        let records = self.records.borrow();
        let mut params = records.iter().map(|record| record.param);
        params.position(|id| id == Some(param.id()))
    }
}
