//! An exercise that is a shader: its files, and wrong answers made from its solution.

use std::sync::{Mutex, PoisonError};

use labkit::judge::{self, Draft, Exercise};

use crate::question::Where;
use crate::{Outcome, Question};

/// The files of an exercise; [`kernel!`](crate::kernel) finds them.
#[derive(Clone, Copy, Debug)]
pub struct Kernel {
    /// The exercise, its function, and its files are called so.
    pub name: &'static str,
    /// The learner's file, seen from the lab's folder.
    pub path: &'static str,
    /// The same seen from the workspace, for messages.
    pub file: &'static str,
    /// The learner's text, as it was built in.
    pub exercise: &'static str,
    /// The reference.
    pub solution: &'static str,
}

/// The [`Kernel`] of the exercise with this name in the lab that says so: `kernel!("labs/06-convolution", "row_sums")`. Its
/// files are `exercises/row_sums.wgsl` and `solutions/row_sums.wgsl` there.
#[macro_export]
macro_rules! kernel {
    ($lab:literal, $name:literal) => {
        $crate::Kernel {
            name: $name,
            path: concat!("exercises/", $name, ".wgsl"),
            file: concat!($lab, "/exercises/", $name, ".wgsl"),
            exercise: include_str!(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/exercises/",
                $name,
                ".wgsl"
            )),
            solution: include_str!(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/solutions/",
                $name,
                ".wgsl"
            )),
        }
    };
}

impl Kernel {
    /// The exercise under construction, with its files, its probes, the learner's answer and the solution. What is left to add
    /// are hints, mistakes and a `why`.
    pub fn draft(
        self,
        minutes: u32,
        task: &'static str,
        probes: impl IntoIterator<Item = (Question, Outcome)>,
    ) -> Draft<Question, Outcome> {
        Exercise::new(self.name, minutes, task)
            .file(self.path, self.exercise)
            .needs("REQUIRE_GPU", judgeable)
            .probes(probes)
            .answer(move |question| question.ask(&self, self.exercise, Where::Card))
            .solution(move |question| question.ask(&self, self.solution, Where::Card))
    }

    /// A mistake: the solution with these words replaced. It is played on the processor alone, and each question once: a card
    /// takes its time to compile, and there are many mistakes.
    ///
    /// # Panics
    /// If the words to replace do not stand there exactly once.
    pub fn but(self, words: &[(&str, &str)]) -> impl Fn(&Question) -> Outcome + use<> {
        let source = replaced(self.solution, words);
        let known: Mutex<Vec<(Question, Outcome)>> = Mutex::default();
        move |question| {
            let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some((_, outcome)) = known.iter().find(|(asked, _)| asked.is_like(question)) {
                return outcome.clone();
            }
            let outcome = question.ask(&self, &source, Where::Processor);
            known.push((question.clone(), outcome.clone()));
            outcome
        }
    }

    /// What the judge of `exercises` says to `source` in the place of the learner's shader: the name of the known mistake, or
    /// else the state of the verdict. It is played on the processor alone.
    ///
    /// # Panics
    /// If this kernel is none of the exercises.
    pub fn says(self, exercises: &[Exercise], source: &str) -> String {
        let source = source.to_string();
        judge::says(exercises, self.name, move |question: &Question| {
            question.ask(&self, &source, Where::Processor)
        })
    }

    /// The solution with this in the place of its function's body: a learner's text, in a test.
    ///
    /// # Panics
    /// If the solution has no such function.
    pub fn with_body(self, body: &str) -> String {
        let head = self.solution.find(&format!("fn {}", self.name));
        let start = head.and_then(|head| Some(head + self.solution[head..].find('{')?));
        let Some(start) = start else {
            panic!("the solution has no `fn {}`", self.name)
        };
        format!("{}{{\n{body}\n}}\n", &self.solution[..start])
    }
}

/// The shader with these words replaced.
fn replaced(shader: &str, words: &[(&str, &str)]) -> String {
    // A checkout may end its lines in two characters.
    let mut shader = shader.replace("\r\n", "\n");
    for (from, to) in words {
        assert_eq!(shader.matches(from).count(), 1, "`{from}` in\n{shader}");
        shader = shader.replace(from, to);
    }
    shader
}

/// Shaders are read by the library that talks to the card.
fn judgeable() -> Result<(), String> {
    match cfg!(feature = "gpu") {
        true => Ok(()),
        false => Err("built without the feature `gpu`".to_string()),
    }
}
