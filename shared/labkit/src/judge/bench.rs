//! Runs the functions of an exercise on its probes, and decides.

use std::fmt::Debug;

use super::answer::{Answer, Closeness};
use super::call::show_call;
use super::panics::{Panic, catch};
use super::verdict::{Probe, Verdict};

pub(crate) type Function<I, E> = Box<dyn Fn(&I) -> E + Send + Sync>;

pub(crate) struct Mistake<I, E> {
    pub name: &'static str,
    pub sentence: &'static str,
    pub function: Function<I, E>,
}

/// What stands in place of an expected value that would give the exercise away.
const HIDDEN: &str = "something else, which is yours to find";

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

    /// Unanswered, then not even a program, then right, then a known mistake, then the first probe that fails.
    pub(crate) fn judge(&self, behaviour: &Behaviour<E>) -> Verdict {
        if behaviour
            .iter()
            .any(|did| did.as_ref().is_err_and(Panic::is_todo))
        {
            return Verdict::Unanswered;
        }
        let rejected = behaviour.iter().flatten().find_map(Answer::rejection);
        if let Some(message) = rejected {
            return Verdict::Rejected {
                message: message.to_string(),
            };
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::Exercise;

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
        assert!(place.contains("bench.rs:"), "{place}");
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
