//! The programs that cargo has built. They lie beside the tests, so no test needs a compiler.

use std::env::consts::EXE_SUFFIX;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

/// The program of this name (`lab01`, `course`), ready to be started.
///
/// # Errors
/// If it was never built, or a source of it is newer: `cargo test` builds every program, but
/// `cargo test -p scoreboard` only those of its own package.
pub fn program(name: &str) -> Result<Command, String> {
    let path = folder().join(format!("{name}{EXE_SUFFIX}"));
    match why_not(&path) {
        None => Ok(Command::new(path)),
        Some(why) => Err(format!(
            "{} {why}: this test starts no compiler; run `cargo build`, then the test again, or all tests by `cargo test`",
            path.display()
        )),
    }
}

/// `target/debug`, or that of another profile: tests lie in its folder `deps`.
pub fn folder() -> PathBuf {
    let test = std::env::current_exe().expect("this test has a path");
    let deps = test.parent().expect("it lies in a folder");
    deps.parent().unwrap_or(deps).to_path_buf()
}

/// What makes the program useless for a test, if anything does.
fn why_not(path: &Path) -> Option<String> {
    let Some(built) = modified(path) else {
        return Some("is not built".into());
    };
    // Cargo lists there what the program is made of, the crates of this workspace included.
    let list = path.with_extension("d");
    let Ok(text) = fs::read_to_string(&list) else {
        return Some(format!("has no list of sources, {}", list.display()));
    };
    let stale = sources(&text)
        .into_iter()
        .find(|source| modified(source).is_none_or(|changed| changed > built));
    stale.map(|source| format!("is older than {}", source.display()))
}

fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|data| data.modified()).ok()
}

/// The files after the colon of a rule for make, in which `\ ` is a space.
fn sources(rule: &str) -> Vec<PathBuf> {
    let (_, files) = rule.split_once(": ").unwrap_or_default();
    let files = files.trim_end().replace("\\ ", "\0");
    files
        .split(' ')
        .map(|file| file.replace('\0', " ").into())
        .collect()
}
