//! Ctrl-C, and whatever else asks a program to end: SIGTERM, and SIGHUP when its terminal goes.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};

/// What a shell says of a program that a signal ended is its number and this.
const BASE: usize = 128;

static WATCH: LazyLock<Watch> = LazyLock::new(Watch::new);

struct Watch {
    /// The signal that came; 0 before.
    signal: Arc<AtomicUsize>,
    /// Whether the next one ends the program there and then.
    at_once: Arc<AtomicBool>,
}

impl Watch {
    fn new() -> Self {
        let watch = Watch {
            signal: Arc::default(),
            at_once: Arc::new(AtomicBool::new(true)),
        };
        #[cfg(not(target_family = "wasm"))]
        signals::listen(&watch);
        watch
    }
}

/// What tells the watch. A page in a browser gets no signals.
#[cfg(not(target_family = "wasm"))]
mod signals {
    use super::{BASE, Watch};
    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::flag::{register, register_conditional_shutdown, register_usize};
    use std::ffi::c_int;
    use std::io;

    pub fn listen(watch: &Watch) {
        for signal in wanted().filter(|&signal| !is_ignored(signal)) {
            // Where this cannot be had, the signal does what it always did.
            let _ = take(watch, signal);
        }
    }

    fn take(watch: &Watch, signal: c_int) -> io::Result<()> {
        let number = signal as usize;
        let code = (BASE + number) as c_int;
        // In this order: the first one is only noted, and makes the second one end the program.
        register_conditional_shutdown(signal, code, watch.at_once.clone())?;
        register_usize(signal, watch.signal.clone(), number)?;
        register(signal, watch.at_once.clone())?;
        Ok(())
    }

    fn wanted() -> impl Iterator<Item = c_int> {
        let always = [SIGINT, SIGTERM].into_iter();
        // Elsewhere nothing says whether it is ignored, and then the terminal's end must not be that of the training.
        #[cfg(target_os = "linux")]
        let always = always.chain([signal_hook::consts::SIGHUP]);
        always
    }

    /// Whether whoever started the program had it ignore this signal, as `nohup` does, or a script for what it runs in the
    /// background: then it stays so.
    fn is_ignored(signal: c_int) -> bool {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
        mask.is_some_and(|mask| mask >> (signal - 1) & 1 == 1)
    }
}

/// As long as it lives, the first request to end is only noted; any other ends the program at once.
pub struct Listener;

impl Listener {
    pub fn new() -> Self {
        WATCH.at_once.store(asked(), Ordering::SeqCst);
        Listener
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        WATCH.at_once.store(true, Ordering::SeqCst);
    }
}

/// Whether somebody has asked the program to end.
pub fn asked() -> bool {
    WATCH.signal.load(Ordering::SeqCst) != 0
}

/// What a program that was asked ends with.
pub fn code() -> u8 {
    (BASE + WATCH.signal.load(Ordering::SeqCst)) as u8
}
