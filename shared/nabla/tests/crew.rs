//! Many threads for a while cost nothing later: those beyond the number that is set now sleep on while the
//! others work. Linux counts how often a thread fell asleep.
#![cfg(target_os = "linux")]

use nabla::{Tape, Tensor};
use std::path::Path;

/// How often each worker has fallen asleep, by its number.
fn naps() -> Vec<(usize, u64)> {
    let mut naps = Vec::new();
    for task in std::fs::read_dir("/proc/self/task").expect("Linux lists threads") {
        let folder = task.expect("readable").path();
        let read = |file: &str| std::fs::read_to_string(Path::new(&folder).join(file));
        let (Ok(name), Ok(status)) = (read("comm"), read("status")) else {
            continue; // It ended in the meantime.
        };
        let Some(worker) = name.trim().strip_prefix("nabla-") else {
            continue;
        };
        let count = status
            .lines()
            .find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"))
            .expect("a line that counts");
        let number = |text: &str| text.trim().parse().expect("a number");
        naps.push((number(worker) as usize, number(count)));
    }
    naps.sort_unstable();
    naps
}

fn kernels(count: usize) {
    let x = Tensor::ones([40_000]);
    for i in 0..count {
        let tape = Tape::new();
        tape.constant(x.clone()).exp();
        if i % 10 == 0 {
            // Long enough for the workers to fall asleep: the next kernel rings for them.
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
    }
}

#[test]
fn workers_that_may_not_help_sleep_on() {
    nabla::set_threads(40);
    kernels(10);
    nabla::set_threads(2);
    kernels(200); // The bell rings once for those that were in bed already.
    let before = naps();
    kernels(1000);
    let after = naps();
    assert_eq!(after.len(), 39);
    let woken = |from: usize, to: usize| -> u64 {
        let pairs = before[from..to].iter().zip(&after[from..to]);
        pairs.map(|(a, b)| b.1 - a.1).sum()
    };
    assert!(woken(0, 1) > 20, "the first helps, and naps in between");
    assert_eq!(woken(1, 39), 0, "the others were woken");
    // And they come again when they are called.
    nabla::set_threads(40);
    kernels(100);
    let again = naps();
    assert!((1..39).all(|i| again[i].1 > after[i].1));
}
