//! What a lesson shows to other programs, and about its steps: `--tensorboard`, `--graph`, `--profile`, `--check-nan`.
//!
//! A lesson trains dozens of networks in functions that know nothing of flags. So what the flags asked for lies beside the
//! thread, as the number of threads does, and every [`Learner`](crate::Learner) made there looks it up once. Without such a
//! flag it finds nothing, and its steps do nothing more.

mod board;
mod events;
mod graph_file;
mod look;
mod messages;
mod pictures;
mod profiling;
mod summaries;

pub(crate) use look::Look;

use crate::device::use_threads;
use board::Board;
use graph_file::GraphFile;
use labkit::judge::Exercise;
use labkit::{About, Error, Flag, Lesson, Result};
use nabla::Tensor;
use profiling::Profiling;
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::process::ExitCode;

/// The flags of these tools.
fn flags() -> [Flag; 4] {
    [
        Flag::value(
            "tensorboard",
            "",
            "A directory: write there what TensorBoard shows of every training (tensorboard --logdir DIR)",
        ),
        Flag::value(
            "graph",
            "",
            "A file, .svg or .dot, both without an ending: draw the first step of the first training there",
        ),
        Flag::switch("profile", "Tell at the end which operations took how long"),
        Flag::switch(
            "check-nan",
            "Stop at the operation that makes the first NaN or infinity, and name it; slower",
        ),
    ]
}

thread_local! {
    static TOOLS: RefCell<Option<Tools>> = const { RefCell::new(None) };
}

/// What this lesson's flags asked for.
struct Tools {
    board: Option<Board>,
    graph: Option<GraphFile>,
    profiling: Option<Profiling>,
    check_nan: bool,
}

impl Tools {
    /// None if nothing was asked for.
    fn open(lesson: &Lesson, lab: u32) -> Result<Option<Self>> {
        let path = |flag| Some(lesson.choice(flag)).filter(|path| !path.is_empty());
        let goes_on = lesson.choice("resume") == "yes";
        let board = path("tensorboard").map(|folder| Board::open(folder.as_ref(), lab, goes_on));
        let tools = Tools {
            board: board.transpose()?,
            graph: path("graph").map(GraphFile::new).transpose()?,
            profiling: (lesson.choice("profile") == "yes").then(Profiling::default),
            check_nan: lesson.choice("check-nan") == "yes",
        };
        let asked = tools.board.is_some() || tools.graph.is_some();
        let asked = asked || tools.profiling.is_some() || tools.check_nan;
        Ok(asked.then_some(tools))
    }

    /// What is left to say when the lesson is over.
    fn close(self, lesson: &mut Lesson) -> Result<()> {
        if let Some(profiling) = &self.profiling {
            profiling.tell(lesson);
        }
        let graph = self.graph.map_or(Ok(()), |graph| graph.tell(lesson));
        let board = self.board.map_or(Ok(()), |board| board.tell(lesson));
        graph.and(board)
    }
}

/// [`Lesson::run`] for a lesson that trains: with its threads, and with flags for the tools that look on.
pub fn run(
    about: About,
    exercises: Vec<Exercise>,
    flags: &[Flag],
    body: impl FnOnce(&mut Lesson) -> Result<()>,
) -> ExitCode {
    let flags = [flags, &self::flags()].concat();
    Lesson::run(about, exercises, &flags, |lesson| {
        use_threads(lesson);
        if lesson.flags().list {
            return body(lesson);
        }
        let tools = Tools::open(lesson, about.lab)?;
        around(tools, lesson, body)
    })
}

/// Runs `body` with these tools beside the thread.
fn around(
    tools: Option<Tools>,
    lesson: &mut Lesson,
    body: impl FnOnce(&mut Lesson) -> Result<()>,
) -> Result<()> {
    TOOLS.set(tools);
    let outcome = catch_unwind(AssertUnwindSafe(|| body(lesson)));
    let tools = TOOLS.take();
    let outcome = outcome.unwrap_or_else(|payload| match payload.downcast::<Stop>() {
        Ok(stop) => Err(stop.0),
        Err(other) => resume_unwind(other),
    });
    match tools {
        Some(tools) => outcome.and_then(|()| tools.close(lesson)),
        None => outcome,
    }
}

/// Why a training does not go on. A step returns a loss and no error, so this goes past all that wait for one.
struct Stop(Error);

/// Ends the lesson with this error, from within a step.
fn stop(error: Error) -> ! {
    resume_unwind(Box::new(Stop(error)))
}

fn with<T>(f: impl FnOnce(&mut Tools) -> T) -> Option<T> {
    TOOLS.with_borrow_mut(|tools| tools.as_mut().map(f))
}

/// Does somebody look at this training with TensorBoard? What costs time and serves nobody else is only done then.
pub fn is_watched() -> bool {
    with(|tools| tools.board.is_some()).unwrap_or_default()
}

/// Tells TensorBoard what was measured, `("valid/loss", 0.3)`, at the present step of the training that took the last one.
pub fn measured<'a>(values: impl IntoIterator<Item = (&'a str, f64)>) {
    with(|tools| {
        if let Some(board) = &mut tools.board {
            board.measured(values);
        }
    });
}

/// Shows TensorBoard pictures, `[N, …]` with `height · width` numbers each from 0 to 1, `columns` in a row.
///
/// # Panics
/// If the pictures have another number of numbers.
pub fn pictures(tag: &str, pictures: &Tensor, size: [usize; 2], columns: usize) {
    with(|tools| {
        if let Some(board) = &mut tools.board {
            board.pictures(tag, pictures, size, columns);
        }
    });
}

/// A training begins that takes its steps by itself, without a [`Learner`](crate::Learner): what is [`measured`] from now
/// on is its own.
pub fn begins(name: &str) {
    with(|tools| {
        if let Some(board) = &mut tools.board {
            board.begin(name, 0);
        }
    });
}

/// The training that [`begins`] announced has taken so many steps.
pub fn at_step(step: usize) {
    with(|tools| {
        if let Some(board) = &mut tools.board {
            board.step = step;
        }
    });
}
