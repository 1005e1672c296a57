//! What the judge asks the learner's shaders, in `exercises/*.wgsl`.
//!
//! Each is first played on the processor, which sees an index that is too large, a barrier that is missing, a loop
//! without an end. Only what passes there is run on the card, if there is one. The buffers are longer than the shader is
//! told: what it writes where it should not shows.

mod pool;
mod ran;
mod relu;
mod stub;
mod sums;

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::{Mutex, OnceLock, PoisonError};

use super::Dispatch;
use labkit::judge::{self, Draft, Exercise, Untyped};
pub use ran::{Ended, Fault, Played, Ran};

/// What a run returns: what became of it, or what the compiler says.
type Outcome = Result<Ran, String>;

/// What stands in an output before the run, so that one sees what was not written, and what should not have been.
const UNTOUCHED: f32 = -77.0;

/// The exercises that are shaders.
pub fn exercises() -> Vec<Exercise> {
    vec![
        relu::relu_backward(),
        pool::max_pool_kernel(),
        sums::row_sums(),
    ]
}

/// What the judge says to `source` in the place of the learner's shader `exercise`: the name of the known mistake, or else
/// the state of the verdict. It is played on the processor alone.
///
/// # Panics
/// If no exercise has that name.
pub fn says(exercise: &str, source: &str) -> String {
    // Once, for its mistakes know what they answered.
    static ALL: OnceLock<Vec<Exercise>> = OnceLock::new();
    let all = ALL.get_or_init(exercises);
    let source = source.to_string();
    match exercise {
        "relu_backward" => judge::says(all, exercise, move |asked| {
            relu::ask(&source, asked, Where::Processor)
        }),
        "max_pool_kernel" => judge::says(all, exercise, move |asked| {
            pool::ask(&source, asked, Where::Processor)
        }),
        _ => judge::says(all, exercise, move |asked| {
            sums::ask(&source, asked, Where::Processor)
        }),
    }
}

/// An exercise's file, and the text that is built in.
macro_rules! exercise_file {
    ($path:literal) => {
        ($path, shader!($path))
    };
}
use exercise_file;

/// The text of a file beside `exercises`, such as `solutions/row_sums.wgsl`.
macro_rules! shader {
    ($path:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/", $path))
    };
}
use shader;

/// The learner's max pooling.
pub const MAX_POOL: &str = shader!("exercises/max_pool_kernel.wgsl");
/// The reference for it.
pub const MAX_POOL_SOLUTION: &str = shader!("solutions/max_pool_kernel.wgsl");

/// A mistake: the shader with these words replaced. It is played on the processor alone, and each question once: a card takes
/// its time to compile, and there are many mistakes.
fn mistaken<I: Debug>(
    shader: &str,
    words: &[(&str, &str)],
    ask: fn(&str, &I, Where) -> Outcome,
) -> impl Fn(&I) -> Outcome + use<I> {
    let shader = replaced(shader, words);
    let known = Mutex::new(BTreeMap::new());
    move |input| {
        let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
        let outcome = known.entry(format!("{input:?}"));
        outcome
            .or_insert_with(|| ask(&shader, input, Where::Processor))
            .clone()
    }
}

/// The shader with these words replaced.
///
/// # Panics
/// If the words to replace do not stand there exactly once.
fn replaced(shader: &str, words: &[(&str, &str)]) -> String {
    // A checkout may end its lines in two characters.
    let mut shader = shader.replace("\r\n", "\n");
    for (from, to) in words {
        assert_eq!(shader.matches(from).count(), 1, "`{from}` in\n{shader}");
        shader = shader.replace(from, to);
    }
    shader
}

fn draft(
    name: &'static str,
    (path, built): (&'static str, &'static str),
    minutes: u32,
    task: &'static str,
) -> Draft<Untyped, ()> {
    Exercise::new(name, minutes, task)
        .file(path, built)
        .needs("REQUIRE_GPU", judgeable)
}

/// Shaders are read by the library that talks to the card.
fn judgeable() -> Result<(), String> {
    match cfg!(feature = "gpu") {
        true => Ok(()),
        false => Err("built without the feature `gpu`".to_string()),
    }
}

/// What plays a shader.
#[derive(Clone, Copy, PartialEq)]
enum Where {
    /// The card too, if there is one; what it says counts.
    Card,
    /// The processor alone.
    Processor,
}

impl Where {
    /// Whether a card plays it too; the error says in a few words why none does.
    fn card(self) -> Result<(), String> {
        match self {
            Where::Card => super::available(),
            Where::Processor => Err("none to ask".to_string()),
        }
    }
}

/// How its output is read.
#[derive(Clone, Copy)]
struct Layout {
    /// Numbers in a row.
    width: usize,
    /// How many of the last ones are not its own.
    behind: usize,
}

/// What a shader gives. `alone` looks at who did how much.
///
/// # Panics
/// As `todo!()` does, if the function is still empty.
fn run(
    dispatch: &Dispatch<'_>,
    Layout { width, behind }: Layout,
    place: Where,
    alone: impl Fn(&Played) -> Option<Fault>,
) -> Outcome {
    if stub::is_open(dispatch.source, dispatch.entry) {
        todo!("the body of {}", dispatch.entry);
    }
    let numbers = |all| Ran::Numbers { all, width, behind };
    match play(dispatch) {
        Ended::Rejected(message) => Err(message),
        Ended::Fault(fault) => Ok(Ran::Fault(fault)),
        Ended::Played(played) => {
            if let Some(fault) = alone(&played) {
                return Ok(Ran::Fault(fault));
            }
            match place.card().is_ok() {
                true => super::run(dispatch).map(numbers),
                false => Ok(numbers(played.output)),
            }
        }
        Ended::Unknown => match place.card() {
            Ok(()) => super::run(dispatch).map(numbers),
            Err(reason) => Ok(Ran::Fault(Fault::OnCardOnly { reason })),
        },
    }
}

#[cfg(feature = "gpu")]
use super::played::play;

/// Never called: without the feature nothing is judged.
#[cfg(not(feature = "gpu"))]
fn play(_: &Dispatch<'_>) -> Ended {
    Ended::Unknown
}
