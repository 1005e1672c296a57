//! The programs that cargo has built. They lie beside the tests, so no test needs a compiler.

use std::collections::BTreeMap;
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
    match why_not(name, &path) {
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
fn why_not(name: &str, path: &Path) -> Option<String> {
    let Some(built) = modified(path) else {
        return Some("is not built".into());
    };
    let newer = |file: &PathBuf| modified(file).is_none_or(|changed| changed > built);
    let stale = sources(name).into_iter().find(newer);
    stale.map(|source| format!("is older than {}", source.display()))
}

fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|data| data.modified()).ok()
}

/// The Rust that a package and those of ours that it uses consist of. (Cargo writes such a list beside a program, but
/// not where it builds it for a test.)
fn sources(name: &str) -> Vec<PathBuf> {
    let packages = packages();
    let mut wanted = vec![name.to_string()];
    let mut files = Vec::new();
    let mut at = 0;
    while at < wanted.len() {
        if let Some((folder, manifest)) = packages.get(&wanted[at]) {
            let mut own = Vec::new();
            rust_below(&folder.join("src"), &mut own);
            if at > 0 {
                let lesson = of_the_program_alone(&folder.join("src"));
                own.retain(|file| !lesson.iter().any(|part| file.starts_with(part)));
            }
            files.extend(own);
            for used in dependencies(manifest) {
                if packages.contains_key(used) && !wanted.iter().any(|name| name == used) {
                    wanted.push(used.to_string());
                }
            }
        }
        at += 1;
    }
    files
}

/// Our packages by name: folder and manifest.
fn packages() -> BTreeMap<String, (PathBuf, String)> {
    let root = book::workspace_root();
    let folders = ["labs", "shared"]
        .into_iter()
        .flat_map(|group| below(&root.join(group)));
    let folders = folders.chain([root.join("datasets"), root.join("tests")]);
    let package = |folder: PathBuf| {
        let manifest = fs::read_to_string(folder.join("Cargo.toml")).ok()?;
        let name = manifest
            .lines()
            .find_map(|line| line.strip_prefix("name = \""))?;
        Some((name.trim_end_matches('"').to_string(), (folder, manifest)))
    };
    folders.filter_map(package).collect()
}

/// The names in a manifest's `[dependencies]`.
fn dependencies(manifest: &str) -> impl Iterator<Item = &str> {
    let section = manifest
        .split("\n[dependencies]\n")
        .nth(1)
        .unwrap_or_default();
    let section = section.split("\n[").next().unwrap_or_default();
    section
        .lines()
        .filter_map(|line| line.split(['.', ' ', '=']).next())
}

fn rust_below(folder: &Path, files: &mut Vec<PathBuf>) {
    for path in below(folder) {
        if path.is_dir() {
            rust_below(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") && !is_test(&path) {
            files.push(path);
        }
    }
}

/// What only the package's program consists of: a change to a lesson builds no other program again.
fn of_the_program_alone(source: &Path) -> Vec<PathBuf> {
    let modules = |file: &str| -> Vec<String> {
        let text = fs::read_to_string(source.join(file)).unwrap_or_default();
        let names = text.lines().filter_map(|line| {
            let line = line.strip_prefix("pub ").unwrap_or(line);
            line.strip_prefix("mod ")?.strip_suffix(';')
        });
        names.map(str::to_string).collect()
    };
    let library = modules("lib.rs");
    let own = modules("main.rs").into_iter();
    let own = own.filter(|name| !library.contains(name));
    own.flat_map(|name| [source.join(format!("{name}.rs")), source.join(name)])
        .chain([source.join("main.rs")])
        .collect()
}

/// No program is made of these, so cargo does not build one again for them.
fn is_test(path: &Path) -> bool {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    stem == "tests" || stem.ends_with("_tests")
}

fn below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).collect()
}
