use std::any::Any;
use std::fmt::Debug;
use std::sync::Arc;

use serde_json::{Value, json};

use super::answer::Answer;
use super::bench::{Bench, Function, Mistake};
use super::flaws::flaws;
use super::verdict::Verdict;

/// One exercise: its task, its probes, the answers of the learner and of the reference, and the mistakes
/// it can name.
#[derive(Clone)]
pub struct Exercise {
    pub(crate) name: &'static str,
    pub(crate) minutes: u32,
    pub(crate) task: &'static str,
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
        self.judge(&self.behaviour(&self.answer))
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
        Draft {
            name,
            minutes,
            task,
            hints: Vec::new(),
            why: "",
            file: None,
            need: None,
            tolerance: 1e-6,
            probes: Vec::new(),
            answer: None,
            solution: None,
            mistakes: Vec::new(),
        }
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
        bench.judge(&bench.behaviour(&answer))
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

/// The input type of an exercise that has no probes yet.
#[derive(Debug, Clone)]
pub struct Untyped;

/// An exercise under construction, from input `I` to answer `E`.
pub struct Draft<I, E> {
    name: &'static str,
    minutes: u32,
    task: &'static str,
    hints: Vec<&'static str>,
    why: &'static str,
    file: Option<OwnFile>,
    need: Option<Need>,
    tolerance: f64,
    probes: Vec<(I, E)>,
    answer: Option<Function<I, E>>,
    solution: Option<Function<I, E>>,
    mistakes: Vec<Mistake<I, E>>,
}

impl Draft<Untyped, ()> {
    /// The calls that decide, each with the answer expected.
    pub fn probes<I, E>(self, probes: impl IntoIterator<Item = (I, E)>) -> Draft<I, E>
    where
        I: Clone + Debug + Send + Sync + 'static,
        E: Answer + Send + Sync,
    {
        Draft {
            name: self.name,
            minutes: self.minutes,
            task: self.task,
            hints: self.hints,
            why: self.why,
            file: self.file,
            need: self.need,
            tolerance: self.tolerance,
            probes: probes.into_iter().collect(),
            answer: None,
            solution: None,
            mistakes: Vec::new(),
        }
    }
}

impl<I, E> Draft<I, E> {
    /// At least three hints, from a nudge to nearly the answer.
    pub fn hints(mut self, hints: impl IntoIterator<Item = &'static str>) -> Self {
        self.hints = hints.into_iter().collect();
        self
    }

    /// How close a number must come: `|got − want| ≤ tolerance · max(1, |want|)`. Without this, 1e-6.
    pub fn tolerance(mut self, tolerance: f64) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// The learner answers in a file of its own, `exercises/name.wgsl` for instance, and not in
    /// `src/exercises.rs`. The path is seen from the lab's directory; the solution lies in the folder
    /// `solutions` under the same name. `built` is the `include_str!` of the file.
    pub fn file(mut self, path: &'static str, built: &'static str) -> Self {
        self.file = Some(OwnFile { path, built });
        self
    }

    /// What it cannot be judged without, a graphics card for instance. `check` says what is missing, in a
    /// few words; then the exercise counts as neither right nor wrong. Where the environment sets `variable`
    /// to 1, that is a failure.
    pub fn needs(mut self, variable: &'static str, check: fn() -> Result<(), String>) -> Self {
        self.need = Some(Need { variable, check });
        self
    }

    /// One or two sentences shown once the exercise is solved.
    pub fn why(mut self, why: &'static str) -> Self {
        self.why = why;
        self
    }
}

impl<I, E> Draft<I, E>
where
    I: Clone + Debug + Send + Sync + 'static,
    E: Answer + Send + Sync,
{
    /// The learner's function.
    pub fn answer(mut self, function: impl Fn(&I) -> E + Send + Sync + 'static) -> Self {
        self.answer = Some(Box::new(function));
        self
    }

    /// The reference.
    pub fn solution(mut self, function: impl Fn(&I) -> E + Send + Sync + 'static) -> Self {
        self.solution = Some(Box::new(function));
        self
    }

    /// A plausible wrong answer and the sentence that names the misconception behind it.
    pub fn mistake(
        mut self,
        name: &'static str,
        sentence: &'static str,
        function: impl Fn(&I) -> E + Send + Sync + 'static,
    ) -> Self {
        self.mistakes.push(Mistake {
            name,
            sentence,
            function: Box::new(function),
        });
        self
    }

    /// One misconception that comes in several `variants`, a bound that anyone sets as they like for instance: whichever fits,
    /// it has the same name and the same sentence.
    pub fn variants<V: Send + Sync + 'static>(
        self,
        name: &'static str,
        sentence: &'static str,
        variants: impl IntoIterator<Item = V>,
        function: impl Fn(&V, &I) -> E + Clone + Send + Sync + 'static,
    ) -> Self {
        variants.into_iter().fold(self, |draft, variant| {
            let function = function.clone();
            draft.mistake(name, sentence, move |input| function(&variant, input))
        })
    }

    /// The finished exercise.
    ///
    /// # Panics
    /// If `.answer(…)` or `.solution(…)` is missing.
    pub fn done(self) -> Exercise {
        let missing = |what: &str| format!("exercise `{}` has no .{what}(…)", self.name);
        let bench = Bench {
            name: self.name,
            tolerance: self.tolerance,
            probes: self.probes,
            answer: self
                .answer
                .unwrap_or_else(|| panic!("{}", missing("answer"))),
            solution: self
                .solution
                .unwrap_or_else(|| panic!("{}", missing("solution"))),
            mistakes: self.mistakes,
        };
        Exercise {
            name: self.name,
            minutes: self.minutes,
            task: self.task,
            hints: self.hints,
            why: self.why,
            file: self.file,
            need: self.need,
            judge: Arc::new(bench),
        }
    }
}
