//! The lists of tapes and gradients that have gone, for the next ones.

use super::{Grads, Record, Slot};
use crate::nn::ParamId;
use std::cell::RefCell;
use std::thread::LocalKey;

/// What [`Grads`] is made of.
pub type GradLists = (Vec<Slot>, Vec<(ParamId, u32)>);

thread_local! {
    /// The lists of tapes and gradients that have gone, emptied, for the next: a training step makes
    /// one of each.
    pub static USED_LISTS: RefCell<Vec<Vec<Record>>> = const { RefCell::new(Vec::new()) };
    pub static USED_SLOTS: RefCell<Vec<GradLists>> = const { RefCell::new(Vec::new()) };
}

/// Enough for the tapes, and the gradients, that live at the same time.
const KEEP_AT_MOST: usize = 8;

/// Keeps an emptied list for later. A thread that is ending has no place for it any more.
pub fn keep<T>(place: &'static LocalKey<RefCell<Vec<T>>>, list: T) {
    let _ = place.try_with(|kept| {
        let mut kept = kept.borrow_mut();
        if kept.len() < KEEP_AT_MOST {
            kept.push(list);
        }
    });
}

impl Drop for Grads {
    fn drop(&mut self) {
        let mut slots = std::mem::take(&mut self.slots);
        let mut params = std::mem::take(&mut self.params);
        slots.clear();
        params.clear();
        keep(&USED_SLOTS, (slots, params));
    }
}
