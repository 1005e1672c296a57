//! Ctrl-C, and whatever else asks a program to end: SIGTERM and SIGHUP, or the window that is closed.

use std::io::Write;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

/// What a shell says of a program that Ctrl-C ended.
pub const CODE: u8 = 130;

static LISTENING: AtomicBool = AtomicBool::new(false);
static ASKED: AtomicBool = AtomicBool::new(false);

/// As long as it lives, the first request to end is only noted; it, and any other, ends the program at once otherwise.
pub struct Listener;

impl Listener {
    pub fn new() -> Self {
        static ONCE: Once = Once::new();
        // Where one of the signals is ignored already (`nohup`, a job in the background of a script) all of them stay as
        // they are: who closes the window does not mean that training then.
        ONCE.call_once(|| drop(ctrlc::try_set_handler(on_signal)));
        LISTENING.store(true, Ordering::SeqCst);
        Listener
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        LISTENING.store(false, Ordering::SeqCst);
    }
}

fn on_signal() {
    let listening = LISTENING.load(Ordering::SeqCst);
    if !listening || ASKED.swap(true, Ordering::SeqCst) {
        std::process::exit(i32::from(CODE));
    }
    // The terminal may be what has just gone.
    let _ = writeln!(
        std::io::stderr(),
        "\nEnding after this step; once more ends at once, without a checkpoint of it."
    );
}

/// Whether somebody has asked the program to end.
pub fn asked() -> bool {
    ASKED.load(Ordering::SeqCst)
}
