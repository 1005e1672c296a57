use std::collections::HashMap;
use std::sync::{Arc, Condvar, Mutex};
use std::thread;

use super::blame;
use super::child::{self, Judgement};
use super::exercise::Exercise;
use super::source::Source;
use super::verdict::Verdict;

/// Exercises being judged in the background, each in its own process.
pub(crate) struct Judging {
    source: Source,
    /// All exercises of the lab.
    all: Vec<Exercise>,
    /// Those that are judged without being asked for.
    wanted: Vec<&'static str>,
    shared: Arc<(Mutex<HashMap<&'static str, Judgement>>, Condvar)>,
}

impl Judging {
    /// Starts to judge all of `exercises`, as many at a time as there are cores.
    pub(crate) fn start(source: Source, exercises: Vec<Exercise>) -> Judging {
        Judging::start_some(source, exercises.clone(), exercises)
    }

    /// Starts to judge those of `all` exercises of a lab that are `wanted`.
    pub(crate) fn start_some(
        source: Source,
        all: Vec<Exercise>,
        exercises: Vec<Exercise>,
    ) -> Judging {
        let wanted = exercises.iter().map(|e| e.name).collect();
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
                    let judgement = child::judge(&source, &exercise);
                    lock(&shared.0).insert(exercise.name, judgement);
                    shared.1.notify_all();
                }
            });
        }
        Judging {
            source,
            all,
            wanted,
            shared,
        }
    }

    /// Waits for the verdict on `name`; `None` if there is no such exercise.
    pub(crate) fn verdict(&self, name: &str) -> Option<Verdict> {
        self.judgement(name).map(|judgement| judgement.verdict)
    }

    /// Waits for the verdict on `name` and what the answer printed; `None` if there is no such exercise.
    pub(crate) fn judgement(&self, name: &str) -> Option<Judgement> {
        if !self.wanted.contains(&name) {
            return None;
        }
        let exercise = self.all.iter().find(|e| e.name == name)?;
        let judgement = self.found(exercise);
        let others = |other: &Exercise| self.found(other).verdict;
        let blamed = blame::blamed(
            &self.source,
            exercise,
            &judgement.verdict,
            &self.all,
            others,
        );
        Some(Judgement {
            verdict: blamed.unwrap_or(judgement.verdict),
            ..judgement
        })
    }

    /// Waits for what was found about `exercise` alone; judges it now if nobody wanted it before.
    fn found(&self, exercise: &Exercise) -> Judgement {
        let name = exercise.name;
        let judgements = lock(&self.shared.0);
        if !self.wanted.contains(&name) && !judgements.contains_key(name) {
            drop(judgements);
            let judgement = child::judge(&self.source, exercise);
            lock(&self.shared.0).insert(name, judgement.clone());
            return judgement;
        }
        let pending = |judgements: &mut HashMap<_, _>| !judgements.contains_key(name);
        let judgements = self.shared.1.wait_while(judgements, pending);
        let judgements = judgements.unwrap_or_else(|poisoned| poisoned.into_inner());
        judgements[name].clone()
    }
}

/// No thread panics while it holds one of these locks, so a poisoned one is still whole.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex
        .lock()
        .unwrap_or_else(|poisoned| poisoned.into_inner())
}
