//! The tape: every operation writes one record; [`Var::backward`] reads them in reverse.
//!
//! That is all of automatic differentiation. Records are made in the order in which values are
//! computed, so an operation's inputs always stand before it, and walking backwards visits every
//! value after everything that used it. No graph is searched and nothing is sorted.

// The tape knows the operations (`Op` is an enum of them all), and every operation knows the tape.
// That knot is the price of a record without an allocation of its own; it stays.
mod lists;
mod params;
mod parts;
mod reading;
mod several;
mod sums;
mod trace;

use crate::nn::ParamId;
use crate::ops::{Backward, Op};
use crate::{Rng, Tensor};
use lists::{USED_LISTS, USED_SLOTS, keep};
use rand::Rng as _;
use std::cell::{Cell, Ref, RefCell};
use std::sync::atomic::{AtomicU64, Ordering};
use trace::Trace;

// ANCHOR: tape
/// A growing list of values and of the operations that made them.
pub struct Tape {
    records: RefCell<Vec<Record>>,
    number: u64,
    mode: Mode,
    /// How many random choices were made, such as dropouts.
    choices: Cell<u32>,
    /// Only if somebody looks on, see [`Tape::watched`].
    trace: Option<Box<RefCell<Trace>>>,
}

/// What a pass is for. Said when its tape is made, and never changed: no model carries a flag that
/// somebody may forget to switch.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// To learn from.
    Training {
        /// Decides, with the number of the choice on this tape, every random choice of this pass.
        seed: u64,
    },
    /// To use the model as it is.
    Evaluating,
}

/// One value, and how it came about.
struct Record {
    value: Tensor,
    op: Op,
    /// Does a gradient ever have to come here? Not for data, nor for what is computed from data
    /// alone.
    wants_grad: bool,
    param: Option<ParamId>,
}

/// A record's place on the tape.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Id(u32);

/// A value on a tape. It is only a number and a borrow, so it is `Copy`: `a * b + a` needs no
/// clones.
#[derive(Clone, Copy)]
pub struct Var<'t> {
    pub(crate) tape: &'t Tape,
    pub(crate) id: Id,
}
// ANCHOR_END: tape

/// Tells tapes apart, so that a value of one is never looked up in the gradients of another.
static NEXT_NUMBER: AtomicU64 = AtomicU64::new(0);

impl Default for Tape {
    fn default() -> Self {
        Tape::new()
    }
}

impl Tape {
    /// An empty tape. Make one for each pass; it is cheap.
    ///
    /// Layers that behave differently in training ([`Dropout`](crate::Dropout),
    /// [`BatchNorm`](crate::BatchNorm)) take this one for a pass that is *used*, not learned from:
    /// nothing is dropped, and the running statistics are what counts.
    pub fn new() -> Self {
        Tape::of(Mode::Evaluating)
    }

    /// An empty tape for a training step: dropout drops, batch norm looks at the batch. What is
    /// dropped depends on `rng` alone, which gives one number for each tape.
    pub fn training(rng: &mut Rng) -> Self {
        Tape::of(Mode::Training {
            seed: rng.next_u64(),
        })
    }

    fn of(mode: Mode) -> Self {
        let list = USED_LISTS.with_borrow_mut(Vec::pop).unwrap_or_default();
        Tape {
            records: RefCell::new(list),
            number: NEXT_NUMBER.fetch_add(1, Ordering::Relaxed),
            mode,
            choices: Cell::new(0),
            trace: None,
        }
    }

    /// What this pass is for.
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// The number of the next random choice on this tape: 0, 1, 2, …
    pub(crate) fn next_choice(&self) -> u32 {
        let number = self.choices.get();
        self.choices.set(number.wrapping_add(1));
        number
    }

    /// A value that needs no gradient: the data.
    pub fn constant(&self, value: Tensor) -> Var<'_> {
        self.leaf(value, false, None)
    }

    /// A value whose gradient you want.
    pub fn variable(&self, value: Tensor) -> Var<'_> {
        self.leaf(value, true, None)
    }

    fn leaf(&self, value: Tensor, wants_grad: bool, param: Option<ParamId>) -> Var<'_> {
        self.trace(|trace| trace.leaf(&value));
        self.write(Record {
            value,
            op: Op::Leaf,
            wants_grad,
            param,
        })
    }

    // ANCHOR: record
    /// Writes down that `op` made `value` from `inputs`. If none of them wants a gradient, neither
    /// does the result, and the rule is not kept.
    #[track_caller]
    pub(crate) fn record(&self, value: Tensor, inputs: &[Id], op: impl Into<Op>) -> Var<'_> {
        let wants_grad = inputs.iter().any(|&id| self.wants_grad(id));
        let op = op.into();
        self.check_device(&value, inputs, &op);
        self.trace(|trace| trace.operation(&op, inputs, &value));
        let op = if wants_grad { op } else { Op::Leaf };
        self.write(Record {
            value,
            op,
            wants_grad,
            param: None,
        })
    }

    fn write(&self, record: Record) -> Var<'_> {
        let mut records = self.records.borrow_mut();
        records.push(record);
        self.var(records.len() - 1)
    }
    // ANCHOR_END: record

    /// An operation computes where its inputs are. One without a kernel would read them back and go
    /// on with the processor, right but slow, and nobody would notice.
    #[track_caller]
    fn check_device(&self, value: &Tensor, inputs: &[Id], op: &Op) {
        let records = self.records.borrow();
        for input in inputs.iter().map(|id| &records[id.0 as usize].value) {
            assert!(
                input.gpu() == value.gpu(),
                "{}: an input is on {}, the result on {}; the operation has no kernel there, or its inputs are on different devices: move them with .to(&device), a model with move_to",
                op.name(),
                input.device(),
                value.device()
            );
        }
    }

    pub(crate) fn var_of(&self, id: Id) -> Var<'_> {
        Var { tape: self, id }
    }

    fn var(&self, at: usize) -> Var<'_> {
        let id = Id(u32::try_from(at).expect("a tape holds fewer than four billion records"));
        Var { tape: self, id }
    }

    pub(crate) fn wants_grad(&self, id: Id) -> bool {
        self.records.borrow()[id.0 as usize].wants_grad
    }

    fn value(&self, id: Id) -> Tensor {
        self.records.borrow()[id.0 as usize].value.clone()
    }

    /// What computed `id`.
    pub(crate) fn op(&self, id: Id) -> Ref<'_, Op> {
        Ref::map(self.records.borrow(), |records| &records[id.0 as usize].op)
    }
}

impl Drop for Tape {
    fn drop(&mut self) {
        let mut list = std::mem::take(self.records.get_mut());
        list.clear();
        keep(&USED_LISTS, list);
    }
}

impl<'t> Var<'t> {
    /// The value (cheap: it shares the numbers).
    pub fn value(self) -> Tensor {
        self.tape.value(self.id)
    }

    /// The gradients of this number with respect to every parameter and every
    /// [`Tape::variable`] it depends on.
    ///
    /// # Panics
    /// If this is not a single number.
    #[track_caller]
    pub fn backward(self) -> Grads {
        self.run_backward(false)
    }

    /// Like [`backward`](Self::backward), but keeps the gradients of intermediate values too, for
    /// looking at them. Costs memory; training does not need it.
    ///
    /// # Panics
    /// If this is not a single number.
    #[track_caller]
    pub fn backward_keeping_all(self) -> Grads {
        self.run_backward(true)
    }

    // ANCHOR: backward
    #[track_caller]
    fn run_backward(self, keep_all: bool) -> Grads {
        let shape = self.shape();
        assert!(
            shape.size() == 1,
            "backward: starts from a single number, the loss; this is {shape}. Take its .sum() or .mean() first"
        );
        let records = self.tape.records.borrow();
        let mut grads = Grads::new(self.tape.number, &records, keep_all);
        grads.add(self.id, self.value().ones_like()); // dL/dL = 1
        for at in (0..=self.id.0 as usize).rev() {
            let record = &records[at];
            if matches!(record.op, Op::Leaf) {
                continue; // A leaf keeps its gradient: it is what was asked for.
            }
            let Some(grad) = grads.take(at) else {
                continue; // The loss does not depend on this value.
            };
            if grads.was_taken_over(at) {
                continue; // A later result of the same operation has done it.
            }
            let values = Values { records: &records };
            self.tape.trace(|trace| trace.before(&grad));
            record.op.backward(&record.value, grad, values, &mut grads);
            self.tape.trace(|trace| trace.after(at, &grads));
        }
        grads
    }
    // ANCHOR_END: backward
}

/// The values on the tape, for the backward rules.
#[derive(Clone, Copy)]
pub(crate) struct Values<'a> {
    records: &'a [Record],
}

impl<'a> Values<'a> {
    pub fn get(self, id: Id) -> &'a Tensor {
        &self.records[id.0 as usize].value
    }

    /// What computed `id`.
    pub fn op(self, id: Id) -> &'a Op {
        &self.records[id.0 as usize].op
    }
}

// ANCHOR: grads
/// The gradient of one number with respect to the values on a tape.
pub struct Grads {
    tape: u64,
    slots: Vec<Slot>,
    /// How many slots are the tape's. Behind them lie those of parameters that came from other tapes
    /// ([`accumulate`](Self::accumulate)).
    records: usize,
    params: Vec<(ParamId, u32)>,
    /// Those of intermediate values too?
    keeps_all: bool,
}

struct Slot {
    wanted: bool,
    grad: Option<Tensor>,
    /// See [`Grads::take_over`].
    taken_over: bool,
}

impl Grads {
    /// Hands a gradient on to `id`. It *adds*, and there is no way that does not: a value used twice gets
    /// the sum, whatever the order. The first gradient moves in without a copy.
    pub(crate) fn add(&mut self, id: Id, grad: Tensor) {
        let slot = &mut self.slots[id.0 as usize];
        if !slot.wanted {
            return;
        }
        match &mut slot.grad {
            empty @ None => *empty = Some(grad),
            Some(sum) => {
                assert_eq!(
                    sum.shape(),
                    grad.shape(),
                    "two gradients of one value differ in shape"
                );
                sum.add_assign(&grad);
            }
        }
    }
    // ANCHOR_END: grads

    /// Does anybody need the gradient of `id`? A rule asks before it computes one.
    pub(crate) fn wants(&self, id: Id) -> bool {
        self.slots[id.0 as usize].wanted
    }

    fn new(tape: u64, records: &[Record], keeps_all: bool) -> Self {
        let (mut slots, mut params) = USED_SLOTS.with_borrow_mut(Vec::pop).unwrap_or_default();
        slots.extend(records.iter().map(|record| Slot {
            wanted: record.wants_grad,
            grad: None,
            taken_over: false,
        }));
        let places = records.iter().zip(0..);
        params.extend(places.filter_map(|(record, at)| Some((record.param?, at))));
        Grads {
            tape,
            slots,
            records: records.len(),
            params,
            keeps_all,
        }
    }

    fn take(&mut self, at: usize) -> Option<Tensor> {
        let grad = &mut self.slots[at].grad;
        if self.keeps_all {
            grad.clone()
        } else {
            grad.take()
        }
    }
}
