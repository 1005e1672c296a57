use std::any::Any;
use std::fmt::Debug;
use std::sync::Arc;

use serde_json::{Value, json};

use super::answer::Answer;
use super::bench::{Bench, Function};
use super::draft::{Draft, Untyped};
use super::flaws::flaws;
use super::verdict::Verdict;

/// One exercise: its task, its probes, the answers of the learner and of the reference, and the mistakes
/// it can name.
#[derive(Clone)]
pub struct Exercise {
    pub(crate) name: &'static str,
    pub(crate) minutes: u32,
    pub(crate) task: &'static str,
    /// How many decimals the numbers are wanted with, where that is asked.
    pub(crate) digits: Option<usize>,
    pub(crate) hints: Vec<&'static str>,
    pub(crate) why: &'static str,
    /// The learner's file where it is not `src/exercises.rs`.
    pub(crate) file: Option<OwnFile>,
    pub(crate) need: Option<Need>,
    pub(crate) judge: Arc<dyn Judge>,
}

/// A file in which one exercise alone is answered.
#[derive(Clone, Copy)]
pub(crate) struct OwnFile {
    /// Seen from the lab's directory.
    pub path: &'static str,
    /// What it held when the program was built.
    pub built: &'static str,
}

/// What an exercise cannot be judged without.
#[derive(Clone)]
pub(crate) struct Need {
    /// Set to 1 in the environment, its absence is a failure.
    pub variable: &'static str,
    /// The error says in a few words what is missing.
    pub check: fn() -> Result<(), String>,
}

impl Need {
    pub(crate) fn is_required(&self) -> bool {
        std::env::var(self.variable).is_ok_and(|value| value == "1")
    }
}

/// What can be asked of an exercise once the types of its input and answer are forgotten.
pub(crate) trait Judge: Any + Send + Sync {
    /// Runs the learner's function on every probe.
    fn verdict(&self) -> Verdict;
    /// What is wrong with the exercise itself; see [`super::prove`].
    fn flaws(&self) -> Vec<String>;
}

impl<I, E> Judge for Bench<I, E>
where
    I: Clone + Debug + Send + Sync + 'static,
    E: Answer + Send + Sync,
{
    fn verdict(&self) -> Verdict {
        self.judge(&self.answer)
    }

    fn flaws(&self) -> Vec<String> {
        flaws(self)
    }
}

impl Exercise {
    /// Starts an exercise. `name` is the function's name in `src/exercises.rs`, `minutes` what it takes,
    /// `task` one line.
    #[allow(
        clippy::new_ret_no_self,
        reason = "an exercise is complete only after `done`"
    )]
    pub fn new(name: &'static str, minutes: u32, task: &'static str) -> Draft<Untyped, ()> {
        Draft::new(name, minutes, task)
    }

    /// The function's name.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// How long it takes.
    pub fn minutes(&self) -> u32 {
        self.minutes
    }

    /// The task in one line.
    pub fn task(&self) -> &'static str {
        self.task
    }

    /// What can be said about it without the judge.
    pub(crate) fn to_json(&self) -> Value {
        json!({
            "name": self.name, "minutes": self.minutes, "task": self.task, "hints": self.hints, "why": self.why,
        })
    }

    /// Runs the learner's function in this very process: an endless loop hangs, a stack overflow kills.
    pub fn verdict_here(&self) -> Verdict {
        match self.missing() {
            Some(reason) => Verdict::Unavailable { reason },
            None => self.judge.verdict(),
        }
    }

    /// How `answer` would be judged in the place of the learner's function.
    ///
    /// # Panics
    /// If the exercise takes or returns something else than `answer` does.
    pub(crate) fn verdict_on<I, E>(
        &self,
        answer: impl Fn(&I) -> E + Send + Sync + 'static,
    ) -> Verdict
    where
        I: Clone + Debug + Send + Sync + 'static,
        E: Answer + Send + Sync,
    {
        let judge: &dyn Any = &*self.judge;
        let Some(bench) = judge.downcast_ref::<Bench<I, E>>() else {
            panic!("`{}` takes or returns something else", self.name)
        };
        let answer: Function<I, E> = Box::new(answer);
        bench.judge(&answer)
    }

    /// Why it cannot be judged here, if so.
    pub(crate) fn missing(&self) -> Option<String> {
        (self.need.as_ref()?.check)().err()
    }

    /// Whether it is a failure that it cannot be judged.
    pub(crate) fn is_required(&self) -> bool {
        self.need.as_ref().is_some_and(Need::is_required)
    }
}
