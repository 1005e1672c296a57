//! What must hold of an answer whatever its input, tried on random inputs.

use std::cell::RefCell;

use super::answer::{Answer, Closeness};
use super::call::show_call;
use super::draws::Draws;
use super::failure::Failing;
use super::panics::catch;
use super::verdict::{Probe, Verdict};

/// On how many inputs a property is tried.
const TRIES: usize = 24;

/// One input, tried. The second argument draws it, the first is the function.
type Trial<I, E> =
    dyn Fn(&dyn Fn(&I) -> E, &mut Draws, &str, &Closeness) -> Option<Probe> + Send + Sync;

/// What must hold of an answer whatever its input.
pub(crate) struct Property<I, E> {
    /// The property in one sentence.
    pub says: &'static str,
    trial: Box<Trial<I, E>>,
}

impl<I, E> Property<I, E>
where
    I: Clone + std::fmt::Debug + 'static,
    E: Answer,
{
    pub(crate) fn new<G: Answer>(
        says: &'static str,
        draw: impl Fn(&mut Draws) -> I + Send + Sync + 'static,
        check: impl Fn(&dyn Fn(&I) -> E, &I) -> (I, G, G) + Send + Sync + 'static,
    ) -> Self {
        let trial = move |function: &dyn Fn(&I) -> E,
                          draws: &mut Draws,
                          name: &str,
                          closeness: &Closeness| {
            let (input, got, want) = check(function, &draw(draws));
            let difference = got.compare(&want, closeness).err()?;
            let failing = Failing {
                call: show_call(name, &input),
                got: &got,
                want: &want,
                difference,
            };
            Some(Probe {
                says: says.to_string(),
                ..failing.probe(closeness, &[], None)
            })
        };
        Property {
            says,
            trial: Box::new(trial),
        }
    }

    /// How `function` fails to have it; `None` if every input agrees.
    pub(crate) fn broken(
        &self,
        name: &str,
        function: impl Fn(&I) -> E,
        closeness: &Closeness,
    ) -> Option<Verdict> {
        let last = RefCell::new(None);
        let watched = |input: &I| {
            last.replace(Some(input.clone()));
            function(input)
        };
        let mut draws = Draws::new();
        (0..TRIES).find_map(|_| {
            match catch(|| (self.trial)(&watched, &mut draws, name, closeness)) {
                Ok(probe) => probe.map(Verdict::Wrong),
                Err(panic) if panic.is_todo() => Some(Verdict::Unanswered),
                Err(panic) => {
                    let call = last.take().map(|input| show_call(name, &input));
                    Some(Verdict::panicked(&panic, call.unwrap_or_default()))
                }
            }
        })
    }
}
