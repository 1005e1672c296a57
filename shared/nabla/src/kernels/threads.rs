//! A crew of worker threads that share out the chunks of one kernel.
//!
//! Two rules make results independent of the number of threads: *what* the chunks are depends on the
//! problem's sizes alone, and no two chunks write the same number. Who computes a chunk does not
//! matter then. (One kernel, [`recurrent`](super::recurrent), cuts by the number of threads: there
//! each row comes to the same bits whichever rows it shares a chunk with, and a test holds it to that.)
//!
//! Why not a general scheduler? A training step of a small network is thirty kernels of ten
//! microseconds. Waking a sleeping thread takes longer than that, so our workers keep looking for
//! work for a moment before they go to sleep, and the caller never waits for a worker that did not
//! come.

use std::cell::RefCell;
use std::sync::atomic::{AtomicUsize, Ordering};

/// 0: not chosen yet, use what the machine has.
static THREADS: AtomicUsize = AtomicUsize::new(0);

/// More would be a typing mistake, and each is a real thread.
const MOST: usize = 256;

/// Uses `count` threads from now on (at least 1, at most 256). Results do not depend on it, only
/// time does.
pub fn set_threads(count: usize) {
    THREADS.store(count.clamp(1, MOST), Ordering::Relaxed);
}

/// How many threads the kernels use.
pub fn threads() -> usize {
    match THREADS.load(Ordering::Relaxed) {
        0 => {
            let count = machine_threads();
            // Unless another thread has chosen in the meantime.
            match THREADS.compare_exchange(0, count, Ordering::Relaxed, Ordering::Relaxed) {
                Ok(_) => count,
                Err(chosen) => chosen,
            }
        }
        count => count,
    }
}

#[cfg(not(target_family = "wasm"))]
fn machine_threads() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

#[cfg(target_family = "wasm")]
fn machine_threads() -> usize {
    1
}

/// Calls `work(0)`, `work(1)`, … `work(chunks - 1)`, each once, on as many threads as are set.
pub fn parallel(chunks: usize, work: impl Fn(usize) + Sync) {
    #[cfg(not(target_family = "wasm"))]
    if chunks > 1 && threads() > 1 && crew::share(chunks, threads() - 1, &work) {
        return;
    }
    (0..chunks).for_each(work);
}

/// How many floats a chunk of an elementwise kernel has: about ten microseconds of work.
pub const CHUNK: usize = 16 * 1024;

/// How many rows of this length make a chunk: as many as fit, and at least one.
pub fn rows_in_chunk(length: usize) -> usize {
    (CHUNK / length.max(1)).max(1)
}

/// How many numbers a chunk of whole rows of this length has.
pub fn whole_rows(length: usize) -> usize {
    rows_in_chunk(length) * length.max(1)
}

/// Cuts slices of equal length into chunks of `chunk` and calls `work(start, pieces)` on each.
///
/// # Panics
/// If the slices differ in length, or hold anything and `chunk` is 0.
pub fn for_each_chunk<const N: usize>(
    slices: [&mut [f32]; N],
    chunk: usize,
    work: impl Fn(usize, [&mut [f32]; N]) + Sync,
) {
    let len = slices.first().map_or(0, |slice| slice.len());
    assert!(
        slices.iter().all(|slice| slice.len() == len),
        "slices of different lengths"
    );
    for_each_part(slices, [chunk; N], |i, pieces| work(i * chunk, pieces));
}

/// Cuts each slice into parts of its own size, the last may be shorter, and calls `work(i, parts)`
/// with the i-th of each. A slice of nothing, with size 0, gives as many parts of nothing as are needed.
///
/// # Panics
/// If the slices do not give equally many parts, or one that is not empty has size 0.
#[allow(unsafe_code, reason = "cuts slices into pieces that do not overlap")]
pub fn for_each_part<const N: usize>(
    slices: [&mut [f32]; N],
    sizes: [usize; N],
    work: impl Fn(usize, [&mut [f32]; N]) + Sync,
) {
    let lens = slices.each_ref().map(|slice| slice.len());
    let parts = std::array::from_fn::<_, N, _>(|k| lens[k].div_ceil(sizes[k].max(1)));
    let count = parts.iter().copied().max().unwrap_or(0);
    assert!(
        (0..N).all(|k| match sizes[k] {
            0 => lens[k] == 0,
            _ => parts[k] == count,
        }),
        "slices of {lens:?} floats do not give equally many parts of {sizes:?}"
    );
    let pointers = slices.map(|slice| Shared(slice.as_mut_ptr()));
    parallel(count, |i| {
        let piece = |k: usize| {
            let start = i * sizes[k];
            // SAFETY: `parallel` hands out each `i` once, so no two pieces of a slice overlap, all
            // lie inside it, and the slices are borrowed for the whole call.
            unsafe { pointers[k].piece(start, sizes[k].min(lens[k] - start)) }
        };
        work(i, std::array::from_fn(piece));
    });
}

/// How many floats a thread has for itself.
pub const WORKING_SPACE: usize = 8 * 1024;

thread_local! {
    static SPACE: RefCell<Vec<f32>> = const { RefCell::new(Vec::new()) };
}

/// Lends a kernel this thread's own [`WORKING_SPACE`] floats, with whatever was left in them.
///
/// # Panics
/// If the thread has lent it out already.
pub fn with_working_space<R>(work: impl FnOnce(&mut [f32]) -> R) -> R {
    SPACE.with_borrow_mut(|space| {
        space.resize(WORKING_SPACE, 0.0);
        work(space)
    })
}

/// A pointer that several threads may use to write to *different* places.
pub struct Shared(pub *mut f32);

#[allow(
    unsafe_code,
    reason = "the kernels write disjoint parts of one buffer from several threads"
)]
// SAFETY: sharing the pointer is harmless; each use of it states why its place is its own.
unsafe impl Sync for Shared {}

impl Shared {
    /// The `len` floats from `start`.
    ///
    /// # Safety
    /// They lie inside the buffer, and nobody else uses them while the slice lives.
    #[allow(unsafe_code, reason = "disjoint slices of one buffer")]
    #[allow(
        clippy::mut_from_ref,
        reason = "that is this type's purpose; disjointness is the caller's promise"
    )]
    pub unsafe fn piece(&self, start: usize, len: usize) -> &mut [f32] {
        // SAFETY: by the caller's promise.
        unsafe { std::slice::from_raw_parts_mut(self.0.add(start), len) }
    }
}

#[cfg(not(target_family = "wasm"))]
mod crew {
    #![allow(
        unsafe_code,
        reason = "lends a borrowed closure to threads that outlive the borrow"
    )]

    use std::cell::UnsafeCell;
    use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::*};
    use std::sync::{Condvar, Mutex, TryLockError};

    type Work<'a> = dyn Fn(usize) + Sync + 'a;

    /// The one kernel being shared out. `gate` guards all the rest: its top bit says open, the 31
    /// bits below number the kernel, the low 32 count the workers inside.
    struct Desk {
        gate: AtomicU64,
        work: UnsafeCell<Option<*const Work<'static>>>,
        chunks: AtomicUsize,
        next: AtomicUsize,
        failed: AtomicBool,
    }

    // SAFETY: `work` is written only while the gate is closed and nobody is inside, and read only
    // from inside.
    unsafe impl Sync for Desk {}

    const OPEN: u64 = 1 << 63;
    const INSIDE: u64 = (1 << 32) - 1;

    static DESK: Desk = Desk {
        gate: AtomicU64::new(0),
        work: UnsafeCell::new(None),
        chunks: AtomicUsize::new(0),
        next: AtomicUsize::new(0),
        failed: AtomicBool::new(false),
    };

    /// How many workers have been started; held by whoever shares out a kernel.
    static LEADER: Mutex<usize> = Mutex::new(0);
    static ALLOWED: AtomicUsize = AtomicUsize::new(0);

    /// How many workers have made their working space; waited for once, so that memory is asked for
    /// at the first kernel and never in the middle of training.
    static READY: AtomicUsize = AtomicUsize::new(0);

    static SLEEPING: AtomicUsize = AtomicUsize::new(0);
    static BED: Mutex<()> = Mutex::new(());
    static BELL: Condvar = Condvar::new();

    /// Wakes the workers beyond [`ALLOWED`], when more are. The bell is not for them: 250 that wake at each
    /// kernel, only to find that they may not help, would be all that the machine does.
    static RECALL: Condvar = Condvar::new();

    /// How often an idle worker looks again before it sleeps: a few dozen microseconds.
    const LOOKS: usize = 2_000;

    /// Shares the chunks between the caller and up to `helpers` workers. False if another thread is
    /// sharing out a kernel at the moment: then the caller does its own alone.
    pub fn share(chunks: usize, helpers: usize, work: &(impl Fn(usize) + Sync)) -> bool {
        let mut started = match LEADER.try_lock() {
            Ok(started) => started,
            // A chunk panicked under an earlier leader. `Closing` put the desk in order.
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => return false,
        };
        while *started < helpers {
            let index = *started;
            let spawned = std::thread::Builder::new()
                .name(format!("nabla-{index}"))
                .spawn(move || worker(index));
            if spawned.is_err() {
                break; // A machine out of threads is slow, not broken.
            }
            *started += 1;
        }
        while READY.load(Acquire) < *started {
            std::thread::yield_now();
        }
        if ALLOWED.load(Relaxed) != helpers {
            let _bed = BED.lock();
            ALLOWED.store(helpers, Relaxed);
            RECALL.notify_all();
        }
        let work: &Work<'_> = work;
        // SAFETY: only the lifetime changes. The closure is not used after `Closing` is dropped,
        // which waits until no worker is inside, and that is before this function returns or
        // unwinds.
        let work: *const Work<'static> =
            unsafe { std::mem::transmute::<&Work<'_>, &'static Work<'static>>(work) };
        // SAFETY: the gate is closed and nobody is inside: the last leader waited for that.
        unsafe { *DESK.work.get() = Some(work) };
        DESK.chunks.store(chunks, Relaxed);
        DESK.next.store(0, Relaxed);
        DESK.failed.store(false, Relaxed);
        let number = ((DESK.gate.load(Relaxed) >> 32) + 1) & (INSIDE >> 1);
        DESK.gate.store(OPEN | number << 32, SeqCst);
        if SLEEPING.load(SeqCst) > 0 {
            drop(BED.lock());
            BELL.notify_all();
        }
        {
            let _closing = Closing;
            take_chunks();
        }
        assert!(
            !DESK.failed.load(Relaxed),
            "a kernel panicked in a worker thread"
        );
        true
    }

    /// Closes the gate and waits until every worker that came in has left.
    struct Closing;

    impl Drop for Closing {
        fn drop(&mut self) {
            DESK.gate.fetch_and(!OPEN, SeqCst);
            let mut looks = 0;
            while DESK.gate.load(Acquire) & INSIDE != 0 {
                looks += 1;
                if looks % LOOKS == 0 {
                    std::thread::yield_now(); // Perhaps the worker is waiting for our core.
                }
                std::hint::spin_loop();
            }
        }
    }

    fn take_chunks() {
        // SAFETY: the caller is the leader, or a worker inside an open gate: `work` is set and
        // alive.
        let work = unsafe { &*(*DESK.work.get()).expect("set before the gate opens") };
        loop {
            let chunk = DESK.next.fetch_add(1, Relaxed);
            if chunk >= DESK.chunks.load(Relaxed) {
                return;
            }
            work(chunk);
        }
    }

    /// Counts a worker out, also when its chunk panicked.
    struct Leaving;

    impl Drop for Leaving {
        fn drop(&mut self) {
            if std::thread::panicking() {
                DESK.failed.store(true, Relaxed);
            }
            DESK.gate.fetch_sub(1, Release);
        }
    }

    fn worker(index: usize) {
        super::with_working_space(|_| {});
        READY.fetch_add(1, Release);
        let mut seen = 0;
        loop {
            seen = wait_for_work(index, seen);
            let leaving = Leaving;
            // A panic is reported by the leader; the worker lives on for the next kernel.
            let _ = std::panic::catch_unwind(|| {
                let _leaving = leaving;
                take_chunks();
            });
        }
    }

    /// Returns once this worker is inside a kernel it has not seen; says which one.
    fn wait_for_work(index: usize, seen: u64) -> u64 {
        let mut looks = 0;
        loop {
            let gate = DESK.gate.load(SeqCst);
            let number = gate >> 32;
            if gate & OPEN != 0 && number != seen && index < ALLOWED.load(Relaxed) {
                if DESK
                    .gate
                    .compare_exchange(gate, gate + 1, SeqCst, Relaxed)
                    .is_ok()
                {
                    return number;
                }
                continue;
            }
            looks += 1;
            if looks < LOOKS {
                std::hint::spin_loop();
                continue;
            }
            looks = 0;
            sleep_until_the_gate_moves(index, gate);
        }
    }

    fn sleep_until_the_gate_moves(index: usize, gate: u64) {
        let bed = BED.lock().expect("nobody panics holding the bed");
        if index >= ALLOWED.load(Relaxed) {
            drop(RECALL.wait(bed).expect("nobody panics holding the bed"));
            return;
        }
        SLEEPING.fetch_add(1, SeqCst);
        // Looked at again after announcing the nap, so a leader that missed the announcement is
        // not missed by us.
        if DESK.gate.load(SeqCst) >> 32 == gate >> 32 {
            drop(BELL.wait(bed).expect("nobody panics holding the bed"));
        }
        SLEEPING.fetch_sub(1, SeqCst);
    }
}

#[cfg(test)]
mod tests;
