//! The process that judges one exercise.

use std::io::{self, Write};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::exercise::Exercise;
use super::verdict::Verdict;
use super::{child, group};

/// Names the exercise that this process is asked to judge.
pub(super) const ASKED: &str = "LABKIT_JUDGE_EXERCISE";
/// Threads get 2 MiB by default and the main thread of Windows 1 MiB; answers get the same everywhere.
const STACK: usize = 8 << 20;
/// Bytes that an answer may ask for.
const MEMORY: u64 = 1 << 30;
/// The same where the driver of a graphics card works in the process of the answer.
const MEMORY_WITH_A_DRIVER: u64 = 4 << 30;
/// How often it looks whether somebody still waits for it.
const LOOK: Duration = Duration::from_millis(50);

/// What stands before the verdict, which follows whatever the learner's function printed.
pub(super) fn mark(token: &str) -> String {
    format!("@@labkit-verdict {token} ")
}

/// If this process was started to judge one exercise, does that and ends. Must come before anything else.
pub(crate) fn serve(exercises: &[Exercise]) {
    let Ok(name) = std::env::var(ASKED) else {
        return;
    };
    let Some(exercise) = exercises.iter().find(|e| e.name == name).cloned() else {
        eprintln!("no exercise is called `{name}`");
        std::process::exit(2);
    };
    // Read before the answer runs, which finds nothing there any more. Without it no verdict is believed.
    let mut token = String::new();
    let _ = io::stdin().read_line(&mut token);
    end_with_the_parent();
    group::limit_memory(match exercise.need {
        None => MEMORY,
        Some(_) => MEMORY_WITH_A_DRIVER,
    });
    let judging = thread::Builder::new()
        .stack_size(STACK)
        .spawn(move || exercise.verdict_here());
    let verdict = match judging.map(JoinHandle::join) {
        Ok(Ok(verdict)) => verdict,
        _ => Verdict::Crashed {
            how: "The thread that ran it could not be started or joined.".to_string(),
        },
    };
    let mut stdout = io::stdout().lock();
    // Nobody is left to tell if the parent has gone.
    let _ = writeln!(stdout, "\n{}{}", mark(token.trim()), verdict.to_json());
    let _ = stdout.flush();
    std::process::exit(0);
}

/// A parent that was killed cannot kill us, so an endless loop ends itself: at once where a process can see that its
/// parent has gone, and a little after its time everywhere.
fn end_with_the_parent() {
    let patience = Instant::now() + child::limit() + Duration::from_secs(2);
    let parent = group::parent();
    thread::spawn(move || {
        while Instant::now() < patience && group::parent() == parent {
            thread::sleep(LOOK);
        }
        group::end_own();
        std::process::exit(3);
    });
}
