//! Runs the functions of an exercise on its probes, and decides.

use std::fmt::Debug;

use super::answer::{Answer, Closeness, Measure};
use super::call::show_call;
use super::failure::Failing;
use super::panics::{Panic, catch};
use super::property::Property;
use super::verdict::{Probe, Verdict, first_line};

pub(crate) type Function<I, E> = Box<dyn Fn(&I) -> E + Send + Sync>;

pub(crate) struct Mistake<I, E> {
    pub name: &'static str,
    pub sentence: &'static str,
    pub function: Function<I, E>,
}

/// The typed half of an exercise.
pub(crate) struct Bench<I, E> {
    pub name: &'static str,
    pub measure: Measure,
    /// What the entries of the answer are called; empty if they have no names.
    pub entries: Vec<&'static str>,
    /// A number that stands for something, and what it stands for.
    pub filler: Option<(f64, &'static str)>,
    pub probes: Vec<(I, E)>,
    pub answer: Function<I, E>,
    pub solution: Function<I, E>,
    pub mistakes: Vec<Mistake<I, E>>,
    pub properties: Vec<Property<I, E>>,
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

    /// How an answer is judged.
    pub(crate) fn judged(&self) -> Closeness {
        Closeness {
            measure: self.measure,
            nan_is_nan: false,
        }
    }

    /// Whether two functions did the same on every probe. Panics are the same when they say the same.
    pub(crate) fn alike(&self, one: &Behaviour<E>, other: &Behaviour<E>) -> bool {
        self.alike_within(one, other, self.measure)
    }

    /// The same, within another distance than that of the exercise.
    pub(crate) fn alike_within(
        &self,
        one: &Behaviour<E>,
        other: &Behaviour<E>,
        measure: Measure,
    ) -> bool {
        let closeness = Closeness {
            measure,
            nan_is_nan: true,
        };
        one.iter().zip(other).all(|pair| match pair {
            (Ok(one), Ok(other)) => one.compare(other, &closeness).is_ok(),
            (Err(one), Err(other)) => one.message == other.message,
            _ => false,
        })
    }

    /// Whether it says anything that some quite different function would not say as well: a number, or a panic with
    /// numbers in it. What is NaN everywhere may have become so in any way.
    pub(crate) fn is_telling(&self, behaviour: &Behaviour<E>) -> bool {
        let closeness = self.judged();
        behaviour.iter().any(|did| match did {
            Ok(value) => value.compare(value, &closeness).is_ok(),
            Err(panic) => panic.message.contains(|c: char| c.is_ascii_digit()),
        })
    }

    /// The first probe that fails, and how; `None` if all pass.
    pub(crate) fn first_failure(&self, behaviour: &Behaviour<E>) -> Option<Verdict> {
        let closeness = self.judged();
        self.probes
            .iter()
            .zip(behaviour)
            .find_map(|((input, want), did)| {
                let call = show_call(self.name, input);
                match did {
                    Err(panic) => Some(Verdict::panicked(panic, call)),
                    Ok(got) => {
                        let difference = got.compare(want, &closeness).err()?;
                        let failing = Failing {
                            call,
                            got,
                            want,
                            difference,
                        };
                        Some(Verdict::Wrong(failing.probe(
                            &closeness,
                            &self.entries,
                            self.filler,
                        )))
                    }
                }
            })
    }

    /// Whether every answer is right as far as it goes, and not all go far enough.
    pub(crate) fn is_short(&self, behaviour: &Behaviour<E>) -> bool {
        let Measure::Decimals(digits) = self.measure else {
            return false;
        };
        let closeness = Closeness {
            measure: Measure::Short(digits),
            nan_is_nan: false,
        };
        self.probes.iter().zip(behaviour).all(|((_, want), did)| {
            did.as_ref()
                .is_ok_and(|got| got.compare(want, &closeness).is_ok())
        })
    }

    /// The mistake that did the same on every probe, if there is one and no other, its own variants apart.
    fn known(&self, behaviour: &Behaviour<E>) -> Option<&Mistake<I, E>> {
        if !self.is_telling(behaviour) {
            return None;
        }
        let fits = |m: &&Mistake<I, E>| self.alike(behaviour, &self.behaviour(&m.function));
        let mut fitting = self.mistakes.iter().filter(fits);
        let first = fitting.next()?;
        fitting.all(|m| m.name == first.name).then_some(first)
    }

    /// Unanswered, then not even a program, then right, then a known mistake, then the first probe that fails.
    pub(crate) fn judge(&self, function: &Function<I, E>) -> Verdict {
        let behaviour = self.behaviour(function);
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
        let Some(failure) = self.first_failure(&behaviour) else {
            return self.broken_property(function).unwrap_or(Verdict::Right);
        };
        match (self.known(&behaviour), failure) {
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
                    got: format!("a panic: {}", first_line(&message)),
                    ..Probe::default()
                },
            },
            (None, Verdict::Wrong(probe)) if self.is_short(&behaviour) => {
                Verdict::Wrong(self.short(probe))
            }
            (_, failure) => failure,
        }
    }

    /// The first property that `function` does not have.
    pub(crate) fn broken_property(&self, function: &Function<I, E>) -> Option<Verdict> {
        let closeness = self.judged();
        self.properties
            .iter()
            .find_map(|property| property.broken(self.name, function, &closeness))
    }

    fn short(&self, probe: Probe) -> Probe {
        let Measure::Decimals(digits) = self.measure else {
            return probe;
        };
        let decimals = super::decimals(digits);
        Probe {
            says: format!("Right as far as it goes: give {decimals}."),
            expected: format!("the same, with {decimals}"),
            difference: String::new(),
            ..probe
        }
    }
}

#[cfg(test)]
mod tests;
