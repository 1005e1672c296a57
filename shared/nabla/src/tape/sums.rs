//! Gradients of several tapes together: those of half a batch each, say, or of several workers.

use super::{Grads, Slot, Tape};
use crate::Tensor;
use crate::nn::{ParamId, Parameters};

impl Grads {
    /// Adds the gradients that `other`, of any tape, holds of parameters. One that `self` has not got
    /// moves in. The values of [`Tape::variable`] belong to one tape alone and stay as they are.
    ///
    /// ```
    /// # use nabla::{Init, Linear, Module, Tape, Tensor};
    /// # let model = Linear::new(4, 3, Init::He, &mut nabla::rng(1));
    /// # let (first, second) = (Tensor::ones([2, 4]), Tensor::zeros([2, 4]));
    /// // Half of the batch each, as large as memory allows: their mean is the whole batch's gradient.
    /// let of = |half: &Tensor| {
    ///     let tape = Tape::new();
    ///     model.forward(&tape, tape.constant(half.clone())).square().mean().backward()
    /// };
    /// let mut grads = of(&first);
    /// grads.accumulate(&of(&second));
    /// grads.scale(0.5);
    /// ```
    ///
    /// # Panics
    /// If a parameter's two gradients are on different devices, or differ in shape.
    #[track_caller]
    pub fn accumulate(&mut self, other: &Grads) {
        let mut next = 0;
        for &(id, at) in &other.params {
            let Some(grad) = &other.slots[at as usize].grad else {
                continue;
            };
            // Two tapes of one model know its parameters in the same order.
            let known = (next..self.params.len()).chain(0..next);
            let known = known.into_iter().find(|&i| self.params[i].0 == id);
            let place = known.unwrap_or_else(|| self.make_room(id));
            next = place + 1;
            let slot = &mut self.slots[self.params[place].1 as usize];
            match &mut slot.grad {
                empty @ None => *empty = Some(grad.clone()),
                Some(sum) => {
                    assert!(
                        sum.shape() == grad.shape(),
                        "accumulate: two gradients of one parameter are {} and {}; it was given another value in between",
                        sum.shape(),
                        grad.shape()
                    );
                    sum.add_assign(grad);
                }
            }
        }
    }

    /// Multiplies every gradient by `factor`.
    pub fn scale(&mut self, factor: f32) {
        for slot in &mut self.slots {
            if let Some(grad) = &mut slot.grad {
                let tape = Tape::new();
                *grad = (tape.constant(grad.clone()) * factor).value();
            }
        }
    }

    /// Room for a parameter of which this tape knows nothing: its place among the parameters.
    fn make_room(&mut self, id: ParamId) -> usize {
        let slot = u32::try_from(self.slots.len()).expect("fewer than four billion values");
        self.slots.push(Slot {
            wanted: true,
            grad: None,
            taken_over: false,
        });
        self.params.push((id, slot));
        self.params.len() - 1
    }

    /// The slot of a parameter.
    pub(super) fn place_of(&self, id: ParamId) -> Option<usize> {
        let (_, at) = self.params.iter().find(|(known, _)| *known == id)?;
        Some(*at as usize)
    }

    /// The gradients with respect to the model's parameters, each once.
    pub(crate) fn of_model<'a>(
        &'a self,
        model: &'a (impl Parameters + ?Sized),
    ) -> impl Iterator<Item = &'a Tensor> {
        let params = self.params.iter();
        let ours = params.filter(|(id, _)| has(model, *id));
        ours.filter_map(|&(_, at)| self.slots[at as usize].grad.as_ref())
    }

    /// Calls `f` for each of them.
    pub(crate) fn for_each_of(
        &mut self,
        model: &(impl Parameters + ?Sized),
        mut f: impl FnMut(&mut Tensor),
    ) {
        for &(id, at) in &self.params {
            if let Some(grad) = &mut self.slots[at as usize].grad
                && has(model, id)
            {
                f(grad);
            }
        }
    }
}

/// Is this one of the model's parameters?
fn has(model: &(impl Parameters + ?Sized), id: ParamId) -> bool {
    let mut found = false;
    model.visit(&mut |param| found |= param.id() == id);
    found
}
