use std::collections::HashMap;
use std::sync::{Arc, Condvar, Mutex};
use std::thread;

use super::child;
use super::exercise::Exercise;
use super::verdict::Verdict;

/// Exercises being judged in the background, each in its own process.
pub(crate) struct Judging {
    names: Vec<&'static str>,
    shared: Arc<(Mutex<HashMap<&'static str, Verdict>>, Condvar)>,
}

impl Judging {
    /// Starts to judge all of `exercises`, as many at a time as there are cores.
    pub(crate) fn start(exercises: Vec<Exercise>) -> Judging {
        let names = exercises.iter().map(|e| e.name).collect();
        let shared = Arc::new((Mutex::new(HashMap::new()), Condvar::new()));
        let workers = thread::available_parallelism()
            .map_or(1, usize::from)
            .min(exercises.len());
        let queue = Arc::new(Mutex::new(exercises.into_iter()));
        for _ in 0..workers {
            let (queue, shared) = (Arc::clone(&queue), Arc::clone(&shared));
            thread::spawn(move || {
                loop {
                    let next = lock(&queue).next();
                    let Some(exercise) = next else { break };
                    let verdict = child::judge(&exercise).verdict;
                    lock(&shared.0).insert(exercise.name, verdict);
                    shared.1.notify_all();
                }
            });
        }
        Judging { names, shared }
    }

    /// Waits for the verdict on `name`; `None` if there is no such exercise.
    pub(crate) fn verdict(&self, name: &str) -> Option<Verdict> {
        if !self.names.contains(&name) {
            return None;
        }
        let mut verdicts = lock(&self.shared.0);
        loop {
            if let Some(verdict) = verdicts.get(name) {
                return Some(verdict.clone());
            }
            verdicts = self
                .shared
                .1
                .wait(verdicts)
                .unwrap_or_else(|poisoned| poisoned.into_inner());
        }
    }
}

/// No thread panics while it holds one of these locks, so a poisoned one is still whole.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex
        .lock()
        .unwrap_or_else(|poisoned| poisoned.into_inner())
}
