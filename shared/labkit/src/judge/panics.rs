//! Runs a function that may panic, silently, and says where and why it did.

use std::backtrace::Backtrace;
use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::sync::{Arc, Once};

/// What a panic said about itself.
#[derive(Debug, Clone)]
pub(crate) struct Panic {
    /// The message.
    pub message: String,
    /// The source file, as the compiler wrote it down.
    pub file: String,
    /// The line in it.
    pub line: u32,
    /// Who called whom, if the file is a library's.
    trace: Option<Arc<Backtrace>>,
}

impl Panic {
    /// Whether this is `todo!()` speaking.
    pub(crate) fn is_todo(&self) -> bool {
        self.message.starts_with("not yet implemented")
    }

    /// `file:line` of the panic; where that is in a library, the line of the learner's file that led there.
    pub(crate) fn place(&self) -> String {
        let trace = self.trace.as_ref().map(ToString::to_string);
        let own = trace.as_deref().and_then(own_place);
        own.unwrap_or_else(|| format!("{}:{}", self.file, self.line))
    }
}

/// The innermost place of a printed backtrace that lies in a lab's exercises.
fn own_place(trace: &str) -> Option<String> {
    const FILE: &str = "src/exercises.rs:";
    let trace = trace.replace('\\', "/");
    let (_, after) = trace.lines().find_map(|line| line.split_once(FILE))?;
    let line = after.split(':').next()?;
    Some(format!("{FILE}{line}"))
}

thread_local! {
    /// `Some` while this thread is inside [`catch`].
    static CAUGHT: RefCell<Option<Option<Panic>>> = const { RefCell::new(None) };
}

/// Runs `f` and returns its value, or the panic that ended it. Nothing is printed.
pub(crate) fn catch<T>(f: impl FnOnce() -> T) -> Result<T, Panic> {
    install_hook();
    let outer = CAUGHT.replace(Some(None));
    let outcome = panic::catch_unwind(AssertUnwindSafe(f));
    let caught = CAUGHT.replace(outer).flatten();
    outcome.map_err(|payload| caught.unwrap_or_else(|| without_location(payload.as_ref())))
}

/// The panic hook is the only place that knows the location; ours listens and otherwise hands on.
fn install_hook() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let previous = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let ours = CAUGHT.with_borrow_mut(|slot| {
                let Some(caught) = slot else { return false };
                let file = info.location().map_or("", |location| location.file());
                // Ours are written down as seen from the workspace.
                let is_ours = Path::new(file).is_relative();
                *caught = Some(Panic {
                    message: info.payload_as_str().unwrap_or("(no message)").to_string(),
                    file: file.to_string(),
                    line: info.location().map_or(0, |location| location.line()),
                    trace: (!is_ours).then(|| Arc::new(Backtrace::force_capture())),
                });
                true
            });
            if !ours {
                previous(info);
            }
        }));
    });
}

/// From here on this process ends without a word when it prints and nobody reads any more, as behind `| head`.
///
/// `println!` and libtest-mimic panic then, and the hook is the one place that all of these pass.
pub(crate) fn end_quietly_without_a_reader() {
    let previous = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if info.payload_as_str().is_some_and(tells_of_a_closed_pipe) {
            std::process::exit(0);
        }
        previous(info);
    }));
}

/// Windows has two numbers for it, and words in the language of the system.
fn tells_of_a_closed_pipe(message: &str) -> bool {
    let signs = [
        "kind: BrokenPipe",
        "(os error 32)",
        "(os error 109)",
        "(os error 232)",
    ];
    let prints = message.contains("failed printing to stdout") || message.contains("unwrap()");
    prints && signs.iter().any(|sign| message.contains(sign))
}

/// `resume_unwind` skips the hook.
fn without_location(payload: &(dyn std::any::Any + Send)) -> Panic {
    let text = payload.downcast_ref::<&str>().map(ToString::to_string);
    let message = text.or_else(|| payload.downcast_ref::<String>().cloned());
    Panic {
        message: message.unwrap_or_else(|| "(no message)".to_string()),
        file: String::new(),
        line: 0,
        trace: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_caught_with_its_place() {
        let line = line!() + 1;
        let panic = catch(|| -> () { panic!("seven {}", 7) }).unwrap_err();
        assert_eq!((panic.message.as_str(), panic.line), ("seven 7", line));
        assert!(panic.file.ends_with("panics.rs"));
        assert!(!panic.is_todo());
    }

    #[test]
    fn a_library_is_called_from_somewhere() {
        let trace = "   1: panic_fmt\n        at /rustc/x/panicking.rs:80:14\n   2: layer\n        at \
                     ./src/exercises.rs:57:12\n   3: answer\n        at ./src/exercises.rs:90:1";
        assert_eq!(own_place(trace).as_deref(), Some("src/exercises.rs:57"));
        assert_eq!(
            own_place(&trace.replace("./src/", r"C:\labs\src\")).as_deref(),
            Some("src/exercises.rs:57")
        );
        assert_eq!(own_place("at ./src/solutions.rs:3:1"), None);
    }

    #[test]
    fn a_closed_pipe_is_told_from_other_troubles() {
        let unix = std::io::Error::from_raw_os_error(32);
        if cfg!(unix) {
            assert!(tells_of_a_closed_pipe(&format!(
                "failed printing to stdout: {unix}"
            )));
        }
        assert!(tells_of_a_closed_pipe(
            "called `Result::unwrap()` on an `Err` value: Os { code: 109, kind: BrokenPipe, message: \"…\" }"
        ));
        assert!(tells_of_a_closed_pipe(
            "failed printing to stdout: Die Pipe wird gerade geschlossen. (os error 232)"
        ));
        assert!(!tells_of_a_closed_pipe(
            "failed printing to stdout: No space left on device (os error 28)"
        ));
    }

    #[test]
    fn todo_is_recognised() {
        assert!(catch(|| -> () { todo!() }).unwrap_err().is_todo());
        assert!(
            catch(|| -> () { todo!("with words") })
                .unwrap_err()
                .is_todo()
        );
        assert!(!catch(|| -> () { unreachable!() }).unwrap_err().is_todo());
    }

    #[test]
    fn values_and_nested_calls_pass_through() {
        let inner = catch(|| catch(|| -> () { panic!("inner") }).unwrap_err().message);
        assert_eq!(inner.ok().as_deref(), Some("inner"));
        assert_eq!(catch(|| 3).ok(), Some(3));
        assert_eq!(
            catch(|| panic::resume_unwind(Box::new("raw")))
                .map(|()| 0)
                .unwrap_err()
                .message,
            "raw"
        );
    }
}
