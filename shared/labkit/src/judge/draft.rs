//! An exercise under construction.

use std::fmt::Debug;
use std::sync::Arc;

use super::answer::{Answer, Measure};
use super::bench::{Bench, Function, Mistake};
use super::draws::Draws;
use super::exercise::{Exercise, Need, OwnFile};
use super::property::Property;

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
    measure: Measure,
    entries: Vec<&'static str>,
    filler: Option<(f64, &'static str)>,
    probes: Vec<(I, E)>,
    answer: Option<Function<I, E>>,
    solution: Option<Function<I, E>>,
    mistakes: Vec<Mistake<I, E>>,
    properties: Vec<Property<I, E>>,
}

impl Draft<Untyped, ()> {
    pub(super) fn new(name: &'static str, minutes: u32, task: &'static str) -> Self {
        Draft {
            name,
            minutes,
            task,
            hints: Vec::new(),
            why: "",
            file: None,
            need: None,
            measure: Measure::Tolerance(1e-6),
            entries: Vec::new(),
            filler: None,
            probes: Vec::new(),
            answer: None,
            solution: None,
            mistakes: Vec::new(),
            properties: Vec::new(),
        }
    }

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
            measure: self.measure,
            entries: self.entries,
            filler: self.filler,
            probes: probes.into_iter().collect(),
            answer: None,
            solution: None,
            mistakes: Vec::new(),
            properties: Vec::new(),
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
        self.measure = Measure::Tolerance(tolerance);
        self
    }

    /// Numbers are worked out on paper and wanted with this many decimals: one unit of the last is the tolerance, and
    /// what is right with fewer is told so. The task and the doc comment have to say it: "four decimals".
    pub fn digits(mut self, decimals: usize) -> Self {
        self.measure = Measure::Decimals(decimals);
        self
    }

    /// What the entries of a tuple or a list are called: `["∂ℓ/∂w", "∂ℓ/∂b"]`. Without names they are the first,
    /// the second …
    pub fn entries(mut self, names: impl IntoIterator<Item = &'static str>) -> Self {
        self.entries = names.into_iter().collect();
        self
    }

    /// A number that stands for something among the values expected, such as the −77 that fills what must not be
    /// touched, and a sentence that says so to those who meet it.
    pub fn filler(mut self, number: f64, meaning: &'static str) -> Self {
        self.filler = Some((number, meaning));
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

    /// One misconception that comes in several `variants`, a bound that anyone sets as they like for instance: whichever
    /// fits, it has the same name and the same sentence.
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

    /// Plausible wrong answers to a question that has one answer, a number to be worked out on paper for instance: of each its
    /// name, the sentence that names the misconception behind it, and the answer.
    ///
    /// ```
    /// # use labkit::judge::Exercise;
    /// Exercise::new("half_of_9", 5, "on paper")
    ///     .probes([((), 4.5)])
    ///     .slips([
    ///         ("rounded down", "Half of an odd number is no whole number.", 4.0),
    ///         ("doubled", "Half, not twice.", 18.0),
    ///     ])
    /// # .answer(|()| 4.5).solution(|()| 4.5).done();
    /// ```
    pub fn slips(self, slips: impl IntoIterator<Item = (&'static str, &'static str, E)>) -> Self
    where
        E: Clone,
    {
        let slip = |draft: Self, (name, sentence, wrong): (_, _, E)| {
            draft.mistake(name, sentence, move |_| wrong.clone())
        };
        slips.into_iter().fold(self, slip)
    }

    /// What must hold whatever the input, in one sentence, and how to see it. After the probes it is tried on inputs
    /// that `draw` draws, the same ones each time: `check` gets the function and an input, and returns the input of
    /// the call that is shown, what came out, and what should have.
    ///
    /// ```
    /// # use labkit::judge::Exercise;
    /// # fn softmax(scores: &[f64]) -> Vec<f64> { vec![1.0; scores.len()] }
    /// Exercise::new("softmax", 10, "scores to probabilities")
    ///     .probes([(vec![0.0, 0.0], vec![0.5, 0.5])])
    ///     .property(
    ///         "The same number added to every score changes no probability.",
    ///         |draws| draws.numbers(4, -3.0..3.0),
    ///         |softmax, scores| {
    ///             let raised: Vec<f64> = scores.iter().map(|s| s + 50.0).collect();
    ///             (raised.clone(), softmax(&raised), softmax(scores))
    ///         },
    ///     )
    ///     .property(
    ///         "The probabilities add up to 1.",
    ///         |draws| draws.numbers(3, -500.0..500.0),
    ///         |softmax, scores| (scores.clone(), softmax(scores).iter().sum::<f64>(), 1.0),
    ///     )
    /// # .answer(|s| softmax(s)).solution(|s| softmax(s)).done();
    /// ```
    pub fn property<G: Answer>(
        mut self,
        says: &'static str,
        draw: impl Fn(&mut Draws) -> I + Send + Sync + 'static,
        check: impl Fn(&dyn Fn(&I) -> E, &I) -> (I, G, G) + Send + Sync + 'static,
    ) -> Self {
        self.properties.push(Property::new(says, draw, check));
        self
    }

    /// The finished exercise.
    ///
    /// # Panics
    /// If `.answer(…)` or `.solution(…)` is missing.
    pub fn done(self) -> Exercise {
        let missing = |what: &str| format!("exercise `{}` has no .{what}(…)", self.name);
        let digits = match self.measure {
            Measure::Decimals(digits) => Some(digits),
            _ => None,
        };
        let bench = Bench {
            name: self.name,
            measure: self.measure,
            entries: self.entries,
            filler: self.filler,
            probes: self.probes,
            answer: self
                .answer
                .unwrap_or_else(|| panic!("{}", missing("answer"))),
            solution: self
                .solution
                .unwrap_or_else(|| panic!("{}", missing("solution"))),
            mistakes: self.mistakes,
            properties: self.properties,
        };
        Exercise {
            name: self.name,
            minutes: self.minutes,
            task: self.task,
            digits,
            hints: self.hints,
            why: self.why,
            file: self.file,
            need: self.need,
            judge: Arc::new(bench),
        }
    }
}
