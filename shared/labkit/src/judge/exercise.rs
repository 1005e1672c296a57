use std::fmt::Debug;
use std::sync::Arc;

use super::answer::{Answer, Closeness};
use super::call::show_call;
use super::panics::{Panic, catch};
use super::verdict::{Probe, Verdict};

/// One exercise: its task, its probes, the answers of the learner and of the reference, and the mistakes
/// it can name.
#[derive(Clone)]
pub struct Exercise {
    pub(crate) name: &'static str,
    pub(crate) minutes: u32,
    pub(crate) task: &'static str,
    pub(crate) hints: Vec<&'static str>,
    pub(crate) why: &'static str,
    pub(crate) judging: Arc<dyn Judging>,
}

/// What can be asked of an exercise once the types of its input and answer are forgotten.
pub(crate) trait Judging: Send + Sync {
    /// Runs the learner's function on every probe.
    fn verdict(&self) -> Verdict;
    /// What is wrong with the exercise itself; see [`super::prove`].
    fn flaws(&self) -> Vec<String>;
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

    /// Runs the learner's function in this very process: an endless loop hangs, a stack overflow kills.
    pub fn verdict_here(&self) -> Verdict {
        self.judging.verdict()
    }
}

/// The input type of an exercise that has no probes yet.
#[derive(Debug, Clone)]
pub struct Untyped;

pub(crate) type Function<I, E> = Box<dyn Fn(&I) -> E + Send + Sync>;

pub(crate) struct Mistake<I, E> {
    pub name: &'static str,
    pub sentence: &'static str,
    pub function: Function<I, E>,
}

/// An exercise under construction, from input `I` to answer `E`.
pub struct Draft<I, E> {
    name: &'static str,
    minutes: u32,
    task: &'static str,
    hints: Vec<&'static str>,
    why: &'static str,
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
            tolerance: self.tolerance,
            probes: probes.into_iter().collect(),
            answer: None,
            solution: None,
            mistakes: Vec::new(),
        }
    }
}

/// What stands in place of an expected value that would give the exercise away.
const HIDDEN: &str = "something else, which is yours to find";

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
            judging: Arc::new(bench),
        }
    }
}

/// The typed half of an exercise.
pub(crate) struct Bench<I, E> {
    pub name: &'static str,
    pub tolerance: f64,
    pub probes: Vec<(I, E)>,
    pub answer: Function<I, E>,
    pub solution: Function<I, E>,
    pub mistakes: Vec<Mistake<I, E>>,
}

/// What a function did on every probe.
pub(crate) type Behaviour<E> = Vec<Result<E, Panic>>;

impl<I, E> Bench<I, E>
where
    I: Clone + Debug + Send + Sync + 'static,
    E: Answer + Send + Sync,
{
    pub(crate) fn behaviour(&self, function: &Function<I, E>) -> Behaviour<E> {
        self.probes
            .iter()
            .map(|(input, _)| catch(|| function(input)))
            .collect()
    }

    /// Whether two functions did the same on every probe. Any panic is like any other.
    pub(crate) fn alike(&self, one: &Behaviour<E>, other: &Behaviour<E>) -> bool {
        let closeness = Closeness {
            tolerance: self.tolerance,
            nan_is_nan: true,
        };
        one.iter().zip(other).all(|pair| match pair {
            (Ok(one), Ok(other)) => one.compare(other, &closeness).is_ok(),
            (Err(_), Err(_)) => true,
            _ => false,
        })
    }

    /// The first probe that fails, and how; `None` if all pass.
    pub(crate) fn first_failure(&self, behaviour: &Behaviour<E>) -> Option<Verdict> {
        let closeness = Closeness {
            tolerance: self.tolerance,
            nan_is_nan: false,
        };
        self.probes
            .iter()
            .zip(behaviour)
            .find_map(|((input, want), did)| match did {
                Err(panic) => Some(Verdict::Panicked {
                    message: panic.message.clone(),
                    place: format!("{}:{}", panic.file, panic.line),
                    call: show_call(self.name, input),
                }),
                Ok(got) => {
                    let difference = got.compare(want, &closeness).err()?;
                    let call = show_call(self.name, input);
                    // Without an input the expected value is the exercise itself, worked out by hand:
                    // showing it would end the exercise for everyone who guessed.
                    let (expected, difference) = match call.ends_with("()") {
                        true => (HIDDEN.to_string(), String::new()),
                        false => (want.show(), difference),
                    };
                    Some(Verdict::Wrong(Probe {
                        call,
                        got: got.show(),
                        expected,
                        difference,
                    }))
                }
            })
    }

    /// Unanswered, then right, then a known mistake, then the first probe that fails.
    pub(crate) fn judge(&self, behaviour: &Behaviour<E>) -> Verdict {
        if behaviour
            .iter()
            .any(|did| did.as_ref().is_err_and(Panic::is_todo))
        {
            return Verdict::Unanswered;
        }
        let Some(failure) = self.first_failure(behaviour) else {
            return Verdict::Right;
        };
        let known = self
            .mistakes
            .iter()
            .find(|m| self.alike(behaviour, &self.behaviour(&m.function)));
        match (known, failure) {
            (Some(mistake), Verdict::Wrong(probe)) => Verdict::Mistake {
                name: mistake.name.to_string(),
                sentence: mistake.sentence.to_string(),
                probe,
            },
            (Some(mistake), Verdict::Panicked { message, call, .. }) => Verdict::Mistake {
                name: mistake.name.to_string(),
                sentence: mistake.sentence.to_string(),
                probe: Probe {
                    call,
                    got: format!("a panic: {message}"),
                    ..Probe::default()
                },
            },
            (_, failure) => failure,
        }
    }
}

impl<I, E> Judging for Bench<I, E>
where
    I: Clone + Debug + Send + Sync + 'static,
    E: Answer + Send + Sync,
{
    fn verdict(&self) -> Verdict {
        self.judge(&self.behaviour(&self.answer))
    }

    fn flaws(&self) -> Vec<String> {
        super::prove::flaws(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn double(answer: impl Fn(i32) -> i32 + Send + Sync + 'static) -> Exercise {
        Exercise::new("double", 5, "2·x")
            .probes([(3, 6), (-5, -10), (0, 0)])
            .answer(move |&x| answer(x))
            .solution(|&x| 2 * x)
            .mistake("squares", "You squared x.", |&x| x * x)
            .mistake("divides", "You divided.", |&x| x / (x - 3))
            .done()
    }

    #[test]
    fn a_number_worked_out_by_hand_is_not_given_away() {
        let exercise = Exercise::new("by_hand", 5, "6·7")
            .probes([((), vec![6.0, 42.0])])
            .answer(|()| vec![6.0, 41.0])
            .solution(|()| vec![6.0, 42.0])
            .mistake("adds", "You added.", |()| vec![6.0, 13.0])
            .done();
        let Verdict::Wrong(probe) = exercise.verdict_here() else {
            panic!()
        };
        assert!(probe.got.contains("41"));
        assert!(!Verdict::Wrong(probe).explain().contains("42"));
    }

    #[test]
    fn the_order_of_verdicts() {
        assert_eq!(double(|_| todo!()).verdict_here(), Verdict::Unanswered);
        assert_eq!(
            double(|x| if x > 0 { 6 } else { todo!() }).verdict_here(),
            Verdict::Unanswered
        );
        assert_eq!(double(|x| x + x).verdict_here(), Verdict::Right);
        let Verdict::Mistake { name, probe, .. } = double(|x| x * x).verdict_here() else {
            panic!()
        };
        assert_eq!(
            (name.as_str(), probe.call.as_str(), probe.got.as_str()),
            ("squares", "double(3)", "9")
        );
        let Verdict::Wrong(probe) = double(|x| x + 3).verdict_here() else {
            panic!()
        };
        assert_eq!(
            (probe.call.as_str(), probe.expected.as_str()),
            ("double(-5)", "-10")
        );
        let panics = |x| if x < 0 { panic!("below zero") } else { 2 * x };
        let Verdict::Panicked { call, place, .. } = double(panics).verdict_here() else {
            panic!()
        };
        assert_eq!(call, "double(-5)");
        assert!(place.contains("exercise.rs:"), "{place}");
    }

    #[test]
    fn a_mistake_may_panic() {
        let Verdict::Mistake { name, .. } = double(|x| x / (x - 3)).verdict_here() else {
            panic!()
        };
        assert_eq!(name, "divides");
    }

    #[test]
    #[should_panic(expected = "exercise `f` has no .solution(…)")]
    fn a_missing_solution_is_said_plainly() {
        Exercise::new("f", 5, "t")
            .probes([(1, 1)])
            .answer(|&x| x)
            .done();
    }
}
