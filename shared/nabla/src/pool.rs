//! Buffers that outlive the tensor they held: a training step needs the same sizes as the step
//! before, so a tensor that goes away leaves its buffer here for the next one.
//!
//! Why bother? Handing memory back to the system and asking again means page faults on every step;
//! on networks of this size that costs more than much of the arithmetic.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How many floats a thread keeps at most (512 MiB). Beyond that, what was not asked for lately goes first.
const KEEP_AT_MOST: usize = 128 << 20;

/// After so many new lengths a thread looks for those that were not asked for lately, too: each costs time when
/// another is looked up.
const NEW_LENGTHS: usize = 1024;

#[derive(Default)]
struct Pool {
    /// By exact length.
    shelves: BTreeMap<usize, Shelf>,
    /// On all shelves together.
    floats: usize,
    /// How many shelves the last [`Pool::tidy`] left.
    kept: usize,
}

/// The buffers of one length.
#[derive(Default)]
struct Shelf {
    free: Vec<Arc<Vec<f32>>>,
    /// How many are out. A buffer that comes when none is out was made elsewhere, by
    /// [`Buffer::from_vec`] or on another thread. It is not kept: a program that makes one a step
    /// would fill the pool with buffers that nobody asks for.
    lent: usize,
    /// Was one asked for since the last [`Pool::tidy`]?
    used: bool,
}

impl Pool {
    /// Lets go of the buffers that nobody has asked for since the last time: of a picture's size that comes no
    /// more, say. Otherwise they would fill the pool for ever, and there were no room for today's.
    fn tidy(&mut self) {
        let mut floats = 0;
        self.shelves.retain(|len, shelf| {
            if !std::mem::take(&mut shelf.used) {
                shelf.free.clear();
            }
            floats += len * shelf.free.len();
            shelf.lent > 0 || !shelf.free.is_empty()
        });
        self.floats = floats;
        self.kept = self.shelves.len();
    }
}

thread_local! {
    static POOL: RefCell<Pool> = RefCell::default();
}

/// A buffer of `len` floats with *whatever values the last user left*: for results that are written
/// whole.
///
/// # Panics
/// If there is no memory for it.
#[track_caller]
fn take(len: usize) -> Arc<Vec<f32>> {
    let reused = POOL.with_borrow_mut(|pool| {
        let shelf = pool.shelves.entry(len).or_default();
        shelf.lent += 1;
        shelf.used = true;
        let found = shelf.free.pop()?;
        pool.floats -= len;
        Some(found)
    });
    match reused {
        Some(buffer) => buffer,
        None => Arc::new(zeros(len)),
    }
}

/// As `vec![0.0; len]`, which would end the process where there is no memory.
#[track_caller]
fn zeros(len: usize) -> Vec<f32> {
    let mut zeros = Vec::new();
    let is_granted = zeros.try_reserve_exact(len).is_ok();
    assert!(
        is_granted,
        "there is no memory for {len} numbers, {:.1} GiB; make the batch, the image or its padding smaller",
        len as f64 * size_of::<f32>() as f64 / f64::from(1 << 30)
    );
    zeros.resize(len, 0.0);
    zeros
}

fn give_back(buffer: Arc<Vec<f32>>) {
    let len = buffer.len();
    // `try_with`: a tensor in another thread-local may be dropped after the pool has gone.
    let _ = POOL.try_with(|pool| {
        let pool = &mut *pool.borrow_mut();
        let new_lengths = pool.shelves.len().saturating_sub(pool.kept);
        if pool.floats + len > KEEP_AT_MOST || new_lengths > NEW_LENGTHS {
            pool.tidy();
        }
        if let Some(shelf) = pool.shelves.get_mut(&len)
            && shelf.lent > 0
        {
            shelf.lent -= 1;
            if pool.floats + len <= KEEP_AT_MOST {
                pool.floats += len;
                shelf.free.push(buffer);
            }
        }
    });
}

/// Shared floats with copy-on-write; the last owner returns them to the pool.
pub(crate) struct Buffer(Option<Arc<Vec<f32>>>);

impl Buffer {
    /// `len` floats of unspecified (but initialised) value. Write every one before reading.
    ///
    /// # Panics
    /// If there is no memory for them.
    #[track_caller]
    pub fn scratch(len: usize) -> Self {
        let mut buffer = Buffer(Some(take(len)));
        // In tests a forgotten write must not pass by luck.
        if cfg!(test) {
            buffer.as_mut_slice().fill(f32::NAN);
        }
        buffer
    }

    pub fn from_vec(data: Vec<f32>) -> Self {
        Buffer(Some(Arc::new(data)))
    }

    fn shared(&self) -> &Arc<Vec<f32>> {
        self.0
            .as_ref()
            .expect("a buffer is only empty while it is dropped")
    }

    /// Is this the same memory?
    pub fn is(&self, other: &Buffer) -> bool {
        Arc::ptr_eq(self.shared(), other.shared())
    }

    pub fn as_slice(&self) -> &[f32] {
        self.shared()
    }

    /// The floats, for writing: copied first if another tensor looks at the same ones.
    pub fn as_mut_slice(&mut self) -> &mut [f32] {
        let shared = self
            .0
            .as_mut()
            .expect("a buffer is only empty while it is dropped");
        if Arc::get_mut(shared).is_none() {
            let mut own = take(shared.len());
            Arc::get_mut(&mut own)
                .expect("the pool holds only buffers without another owner")
                .copy_from_slice(shared);
            *self = Buffer(Some(own));
        }
        let shared = self.0.as_mut().expect("just filled");
        Arc::get_mut(shared).expect("just made the only owner")
    }
}

impl Clone for Buffer {
    fn clone(&self) -> Self {
        Buffer(Some(Arc::clone(self.shared())))
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        if let Some(mut buffer) = self.0.take()
            && Arc::get_mut(&mut buffer).is_some()
        {
            give_back(buffer);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dropped_buffer_is_used_again() {
        let first = Buffer::scratch(12_345);
        let address = first.as_slice().as_ptr();
        drop(first);
        assert_eq!(Buffer::scratch(12_345).as_slice().as_ptr(), address);
    }

    #[test]
    fn buffers_made_elsewhere_do_not_pile_up() {
        let kept = || POOL.with_borrow(|pool| pool.floats);
        let before = kept();
        for _ in 0..100 {
            drop(Buffer::from_vec(vec![0.0; 54_321]));
        }
        assert_eq!(kept(), before);
    }

    /// Pictures of many sizes fill the pool; the size of today finds room all the same.
    #[test]
    fn what_is_not_asked_for_any_more_makes_room() {
        let large = 1 << 20;
        for i in 0..2 * KEEP_AT_MOST / large {
            give_back(take(large + i));
        }
        give_back(take(large - 1));
        POOL.with_borrow(|pool| assert_eq!(pool.shelves[&(large - 1)].free.len(), 1));
        POOL.with_borrow(|pool| assert!(pool.floats <= KEEP_AT_MOST));
    }

    #[test]
    fn the_lengths_it_knows_do_not_grow_for_ever() {
        let lent = take(77_777);
        for i in 1..20 * NEW_LENGTHS {
            give_back(take(i));
            if i % 100 == 0 {
                give_back(take(88_888)); // Used all the time.
            }
        }
        POOL.with_borrow(|pool| {
            assert!(pool.shelves.len() <= 3 * NEW_LENGTHS);
            assert_eq!(pool.shelves[&88_888].free.len(), 1);
            let floats = |(len, shelf): (&usize, &Shelf)| len * shelf.free.len();
            assert_eq!(pool.floats, pool.shelves.iter().map(floats).sum::<usize>());
        });
        give_back(lent);
        POOL.with_borrow(|pool| assert_eq!(pool.shelves[&77_777].free.len(), 1));
    }

    #[test]
    fn writing_to_a_shared_buffer_copies_it() {
        let mut a = Buffer::from_vec(vec![1.0, 2.0]);
        let b = a.clone();
        a.as_mut_slice()[0] = 9.0;
        assert_eq!(
            (a.as_slice(), b.as_slice()),
            (&[9.0, 2.0][..], &[1.0, 2.0][..])
        );
    }
}
